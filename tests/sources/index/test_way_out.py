"""Index pages that are refused, the selectors that are offered, and what selectors read."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest

from generator.config.records import Config, Kind, Selectors, Site, Source
from generator.errors import SourceError
from generator.model.record import PartialDate
from generator.sources.capture_files import Contents, Received
from generator.sources.index import offer_selectors, read_index
from generator.sources.index.html import suggest_selectors

TITLES = ("Tides in the Harbour", "Ropes and Knots", "On Lamps")
DATES = ("March 5, 2024", "February 14, 2024", "December 1, 2023")


def read(html: str, selectors: Selectors | None = None) -> Contents:
    source = Source(
        name="s", reader="index", title="S", url="https://example.org", selectors=selectors
    )
    config = Config(
        folder="content",
        site=Site(id="list", title="A list"),
        sources=(source,),
        kinds=(Kind(name="article", title="Article", plural="Articles"),),
    )
    received = Received(path="p", file=Path("p"), resource=None, date=PartialDate(year=2026))
    return read_index(html.encode(), received, source, config)


def entries(contents: Contents) -> list[tuple[str | None, str | None, str | None]]:
    """The title, date and address of each entry."""
    return [
        (entry.title, entry.published.date.edtf if entry.published else None, entry.url)
        for entry in contents.entries
    ]


THREE = [
    ("Tides in the Harbour", "2024-03-05", "https://example.org/0"),
    ("Ropes and Knots", "2024-02-14", "https://example.org/1"),
    ("On Lamps", "2023-12-01", "https://example.org/2"),
]


def page(form: str) -> str:
    """A page whose entries are of a form."""
    return "<body>" + "".join(
        form.format(title=title, date=date, number=number)
        for number, (title, date) in enumerate(zip(TITLES, DATES, strict=True))
    )


HOLD_MORE = {
    "after words": (
        "<div class=e><a href=/{number}>{title}</a><p class=d>Posted on {date}</p></div>"
    ),
    "before a reading time": (
        "<div class=e><a href=/{number}>{title}</a><p class=d>{date} · 4 min</p></div>"
    ),
    "between both": (
        "<div class=e><a href=/{number}>{title}</a><p class=d>Posted on {date} · by A. Name</p>"
        "</div>"
    ),
    "under another line": (
        "<div class=e><a href=/{number}>{title}</a><p class=d>Sea<br>Posted {date}</p></div>"
    ),
}


@pytest.mark.parametrize("form", HOLD_MORE.values(), ids=HOLD_MORE)
def test_selectors_take_a_date_out_of_an_element_that_holds_more(form: str) -> None:
    assert entries(read(page(form), Selectors(entry=".e", date=".d"))) == THREE


@pytest.mark.slow
def test_a_date_in_no_element_of_its_own_is_that_of_the_entry_itself() -> None:
    selectors = Selectors(entry="li", date=":scope")
    assert entries(read(page("<li>{date} <a href=/{number}>{title}</a>"), selectors)) == THREE


def test_a_heading_may_hold_a_count() -> None:
    html = (
        "<h2>2023 <small>3 papers</small></h2><ul><li><a href=/a>Tides</a></ul>"
        "<h2>Thu, 26 Feb 2026 (showing 1 of 1 entries)</h2><ul><li><a href=/b>Ropes</a></ul>"
    )
    assert entries(read(html, Selectors(entry="li", heading="h2"))) == [
        ("Tides", "2023", "https://example.org/a"),
        ("Ropes", "2026-02-26", "https://example.org/b"),
    ]


def test_a_place_on_the_page_and_a_script_are_no_addresses() -> None:
    html = page('<div class=e><a href="#{number}">{title}</a><p class=d>{date}</p></div>')
    for href in ("#", "javascript:void(0)"):
        given = html.replace('"#', f'"{href}')
        found = entries(read(given, Selectors(entry=".e", date=".d")))
        assert found == [(title, date, None) for title, date, _url in THREE]


def test_what_is_dated_beside_the_entries_and_not_selected_is_reported() -> None:
    html = page('<div class="e e{number}"><a href=/{number}>{title}</a><p class=d>{date}</p></div>')
    contents = read(html, Selectors(entry=".e0, .e1", date=".d"))
    assert entries(contents) == THREE[:2]
    assert [problem.message for problem in contents.problems] == [
        "beside 2 entries the page has 1 dated thing that became no entry (“December 1, 2023”)"
    ]


def test_a_date_that_cannot_be_read_is_quoted() -> None:
    html = "<div class=e><a href=/0>Tides</a><p class=d>some day</p></div>"
    contents = read(html, Selectors(entry=".e", date=".d"))
    assert [problem.message for problem in contents.problems] == [
        "“Tides” has no date here: “some day” is no date"
    ]


FORMS = {
    "articles": "<article><h2><a href=/{number}>{title}</a></h2><time>{date}</time></article>",
    "divs of a class": (
        "<div class=post><a href=/{number}><b>{title}</b></a><i>Posted on {date}</i></div>"
    ),
    "items": "<li>{date} <a href=/{number}>{title}</a></li>",
}


@pytest.mark.parametrize("form", FORMS.values(), ids=FORMS)
def test_the_selectors_that_are_offered_read_the_page(form: str) -> None:
    offered = suggest_selectors(page(form), "https://example.org", "en")
    assert offered is not None
    assert entries(read(page(form), offered.selectors)) == THREE
    assert offered.lines[1] == (
        "would give 3 entries, the first “Tides in the Harbour”, 2024-03-05, https://example.org/0"
    )
    given = {name: value for name, value in msgspec.to_builtins(offered.selectors).items() if value}
    assert offered.lines[0].startswith(f'selectors = {{ entry = "{given["entry"]}"')


def refusal(html: str, selectors: Selectors | None = None) -> tuple[str, ...]:
    with pytest.raises(SourceError) as error:
        read(html, selectors)
    return error.value.args


UNTITLED = "<div class=e><p class=d>{date}</p></div>"
ONE_OF_THREE = "<div class=e><a href=/{number}>{title}</a><p class=d>{date}</p></div>"


def test_dated_siblings_that_became_no_entry_are_counted() -> None:
    contents = read(page(ONE_OF_THREE) + UNTITLED.format(date="May 5, 2023"))
    assert entries(contents) == THREE
    assert [problem.message for problem in contents.problems] == [
        "beside 3 entries the page has 1 dated thing that became no entry (“May 5, 2023”)"
    ]


def test_below_two_thirds_a_page_is_refused_with_selectors() -> None:
    html = page(ONE_OF_THREE) + "".join(
        UNTITLED.format(date=f"May {day}, 2023") for day in range(1, 6)
    )
    first, *others = refusal(html)
    assert first == (
        "p: beside 3 entries the page has 5 dated things that became no entry (“May 1, 2023”, "
        "“May 2, 2023”, “May 3, 2023”, …); too many for what is read to be the list"
    )
    assert others in (
        ["selectors of the source in site.toml can say where its entries stand"],
        [
            "if this is the list, put into its source in site.toml:",
            'selectors = { entry = "div.e", date = "p.d" }',
            "would give 8 entries, the first “Tides in the Harbour”, 2024-03-05, "
            "https://example.org/0",
        ],
    )


def test_several_dated_things_with_one_address_are_several_articles() -> None:
    html = page("<li>{date} <a href=/project>{title}</a>")
    assert entries(read(html)) == [
        (title, date, "https://example.org/project") for title, date, _url in THREE
    ]


def test_a_page_whose_dates_belong_to_nothing_is_not_said_to_have_none() -> None:
    first, *others = refusal("<body><p>March 5, 2024</p><p>February 14, 2024</p>")
    assert first == (
        "p: it has 2 dates (“March 5, 2024”, “February 14, 2024”), "
        "but no titles of entries that they belong to"
    )
    assert others == ["selectors of the source in site.toml can say where its entries stand"]


def test_a_page_without_dates_says_so() -> None:
    first, *_others = refusal("<body><p>Hello</p>")
    assert first == "p: no date that can be read stands in it; is this an index?"


def test_selectors_that_find_nothing_are_named() -> None:
    first, *_others = refusal(page(FORMS["items"]), Selectors(entry=".nowhere"))
    assert first == "p: nothing on the page is what selectors.entry says: “.nowhere”"


def test_so_many_elements_may_stand_in_each_other_and_no_more() -> None:
    deep = {number: f"{'<div>' * number}{'</div>' * number}" for number in (1_000, 1_001)}
    assert entries(read(deep[1_000] + page(FORMS["items"]))) == THREE
    assert refusal(deep[1_001] + page(FORMS["items"])) == (
        "p: more than 1000 elements stand in each other; no page needs that",
    )
    assert offer_selectors(deep[1_001].encode(), None, "en") is None


NOT_NESTED = (
    "area base br col embed hr img input link meta param source track wbr p li dt dd tr td th "
    "thead tbody tfoot option optgroup rt rp html head body"
)


@pytest.mark.parametrize("name", NOT_NESTED.split())
def test_elements_that_the_next_one_ends_do_not_stand_in_each_other(name: str) -> None:
    assert refusal(f"<body>{f'<{name}>' * 1_001}")[0] == (
        "p: no date that can be read stands in it; is this an index?"
    )


def test_selectors_are_offered_for_a_page_only() -> None:
    offered = offer_selectors(b"\n" + page(FORMS["items"]).encode(), "https://example.org", "en")
    assert offered is not None
    assert (offered.first.title, offered.count) == ("Tides in the Harbour", 3)
    assert offer_selectors(b"March 5, 2024\n\nTides", None, "en") is None


@pytest.mark.parametrize("start", ["<rss>", "<feed xmlns=a>", "<rdf:RDF>", " <!-- a -->\n<rss>"])
def test_a_feed_is_no_index(start: str) -> None:
    assert refusal(start) == ('p: a feed; read it by reader = "feed"',)


@pytest.mark.parametrize("text", ["", " \n", "\ufeff"])
def test_an_empty_file_is_refused(text: str) -> None:
    assert refusal(text) == ("p: the file is empty",)


def test_at_most_three_dates_are_named() -> None:
    days = "".join(f"<p>March {day}, 2024</p>" for day in range(1, 5))
    assert refusal(f"<body>{days}")[0] == (
        "p: it has 4 dates (“March 1, 2024”, “March 2, 2024”, “March 3, 2024”, …), "
        "but no titles of entries that they belong to"
    )


def test_an_entry_without_link_and_title_is_left_out() -> None:
    html = "<div class=e><p class=d>March 5, 2024</p></div>" + page(ONE_OF_THREE)
    (problem,) = read(html, Selectors(entry=".e", date=".d")).problems
    assert (problem.where, problem.message, problem.severity) == (
        "p, entry 1",
        "left out: it has neither a link nor a title",
        "error",
    )


def test_a_date_is_no_part_of_a_title_that_no_link_and_no_selector_marks() -> None:
    selectors = Selectors(entry=".e", date=".d")
    for form in (
        "<div class=e>{title} <p class=d>{date}</p></div>",
        "<div class=e><b class=d>{date}</b>: {title}</div>",
    ):
        found = entries(read(page(form), selectors))
        assert found == [(title, date, None) for title, date, _url in THREE]


def test_a_text_has_its_own_way_out() -> None:
    first, *others = refusal("A Name\n\nMarch 5, 2024\n\nOne\n\nMay 2, 2023\n\nTwo")
    assert first.startswith("p: “March 5, 2024” can be the date of “A Name” above it, or of “One”")
    assert others == ["save the page as HTML: its elements say more than its text"]


def test_elements_of_any_name_can_be_selected() -> None:
    form = '<li><a href=/{number}>{title}</a> <x="m">{date}</x="m"></li>'
    suggestion = suggest_selectors(f"<ul>{page(form)}</ul>", "https://example.org", "en")
    assert suggestion is not None
    assert (suggestion.first.title, suggestion.count) == ("Tides in the Harbour", 3)


@pytest.mark.parametrize(
    "row",
    [
        "<li><a href=/{n}>{title}</a> — some small news.</li>",
        "<article><h3><a href=/{n}>{title}</a></h3><p>Some small news.</p></article>",
        "<li><a href=/{n}>{title}</a></li>",
    ],
)
@pytest.mark.parametrize("between", [" — ", " – "])
def test_a_month_that_ends_a_title_dates_it_and_stays_in_it(row: str, between: str) -> None:
    months = {"May": "2026-05", "April": "2026-04", "March": "2026-03"}
    rows = (
        row.format(n=number, title=f"Tide updates{between}{month} 2026")
        for number, month in enumerate(months)
    )
    assert [(title, date) for title, date, _url in entries(read("<body>" + "".join(rows)))] == [
        (f"Tide updates{between}{month} 2026", date) for month, date in months.items()
    ]


def test_a_day_after_a_title_is_no_part_of_it() -> None:
    rows = (
        "<li><a href=/1>Harbours — 5 May 2026</a><li><a href=/2>Ropes — 4 April 2026</a>"
        "<li><a href=/3>Lamps — 3 March 2026</a>"
    )
    assert [title for title, *_ in entries(read(rows))] == ["Harbours", "Ropes", "Lamps"]
