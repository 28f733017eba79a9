"""Index pages as generators, archives of papers and people by hand write them, entry by entry.

Each form is the page of one of them, cut down to what its entries are told by.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from generator.config.records import Config, Kind, Site, Source
from generator.errors import SourceError
from generator.model.record import PartialDate
from generator.sources.capture_files import Received
from generator.sources.index import read_index

Listed = list[tuple[str | None, str | None, str | None]]


def read(page: str, language: str = "en") -> Listed:
    """The date, title and path of each entry of a page."""
    source = Source(name="s", reader="index", title="S", url="https://example.org")
    config = Config(
        folder="content",
        site=Site(id="list", title="A list", language=language),
        sources=(source,),
        kinds=(Kind(name="article", title="Article", plural="Articles"),),
    )
    received = Received(path="p", file=Path("p"), resource=None, date=PartialDate(year=2026))
    return [
        (
            entry.published.date.edtf if entry.published else None,
            entry.title,
            entry.url.removeprefix("https://example.org") if entry.url else None,
        )
        for entry in read_index(page.encode(), received, source, config).entries
    ]


def papers(form: str, year: str = "") -> str:
    """A page of papers of a form, with what stands above those of each year."""
    return "<body><h1>Ann Roe</h1>" + "".join(
        (year.format(year=when) if number in (1, 2) else "")
        + form.format(title=title, n=number, year=when, names=names)
        for number, title, when, names in (
            (1, "Tides of the Inner Harbour", 2024, "Ann Roe, B. Lind"),
            (2, "Knots That Hold", 2023, "B. Lind, Ann Roe"),
            (3, "On the Colour of Lamps", 2023, "Ann Roe"),
        )
    )


PAPERS: Listed = [
    ("2024", "Tides of the Inner Harbour", "/1"),
    ("2023", "Knots That Hold", "/2"),
    ("2023", "On the Colour of Lamps", "/3"),
]
FORMS_OF_PAPERS = {
    "a title and its year in the cells of a row": papers(
        "<tr><td><a href=/{n}>{title}</a><div>{names}</div><div>Journal, {year}</div>"
        "<td><a href=/cites/{n}>4{n}</a><td><span>{year}</span>"
    ),
    "a title in bold over names and a place, under years": papers(
        "<p><span><a href=/{n}.pdf>pdf</a><a href=/{n}.bib>bib</a></span><span><strong>"
        "<a href=/{n}>{title}</a></strong><br><a href=/people/ann>Ann Roe</a> | <a href=/people/b>"
        "B. Lind</a><br><a href=/volumes/{year}>Proceedings of a Conference</a></span></p>",
        "<h4>{year}</h4>",
    ),
    "pages that look like a day of the year above": papers(
        "<li><nav><ul><li><a href=/{n}>view</a></ul></nav><cite><a href=/pid/1>{names}</a>:<br>"
        "<span class=title>{title}</span> <a href=/db/{n}>Journal</a>: <span>1-12</span> ({year})"
        "</cite>",
        "<li class=year>{year}",
    ),
}


@pytest.mark.parametrize("page", FORMS_OF_PAPERS.values(), ids=FORMS_OF_PAPERS)
def test_papers_have_the_year_that_is_theirs(page: str) -> None:
    assert read(page) == PAPERS


def posts(form: str) -> str:
    """A page of posts of a form."""
    return "<body><h1>A log</h1>" + "".join(
        form.format(title=title, n=number, date=date, month=month, iso=iso)
        for number, title, date, month, iso in (
            (1, "Why We Moved", "22 Jan 2025", "January 2025", "2025-01-22"),
            (2, "2024 in Review", "31 Dec 2024", "December 2024", "2024-12-31"),
            (3, "Notes on Go 1.22", "14 May 2024", "May 2024", "2024-05-14"),
        )
    )


POSTS: Listed = [
    ("2025-01-22", "Why We Moved", "/1"),
    ("2024-12-31", "2024 in Review", "/2"),
    ("2024-05-14", "Notes on Go 1.22", "/3"),
]
FORMS_OF_POSTS = {
    "when it was published, and when modified, in a line": (
        "<li><h4><a href=/{n}>{title}</a> <a href=/{n}.pdf><img></a></h4>"
        "<ul><li>Published: {date}, Last Modified: 11 Feb 2025</li><li>Poster</li></ul>"
    ),
    "when it was posted, and when updated, in an element each": (
        "<article><h2><a href=/{n}>{title}</a></h2><p><span>Posted: <time>{date}</time></span> "
        "<span>Updated: <time>3 Mar 2025</time></span></p><p>Some words.</p></article>"
    ),
    "a date among links below all that is said": (
        "<h2><a href=/{n}>{title}</a></h2><div><p>Some words of it.</p></div><div class=meta>"
        "<a href=/{n}>→ Read more</a> · <abbr>{iso} 10:00</abbr> · <a href=/user>writer</a></div>"
    ),
}


@pytest.mark.parametrize("form", FORMS_OF_POSTS.values(), ids=FORMS_OF_POSTS)
def test_posts_have_the_day_on_which_they_were_published(form: str) -> None:
    assert read(posts(form)) == POSTS


@pytest.mark.parametrize("inside", ["({month})", "[{month}]"])
def test_a_month_in_brackets_dates_a_link_and_is_no_part_of_its_title(inside: str) -> None:
    page = posts(f"<li><a href=/{{n}}>{{title}} {inside}</a>")
    assert read(page) == [(str(date)[:7], title, url) for date, title, url in POSTS]


def test_a_year_is_over_the_list_that_stands_in_its_item() -> None:
    page = (
        "<ul><li>2025<ul><li><time>22 Jan</time> » <a href=/1>Why We Moved</a></ul>"
        "<li>2024<ul><li><time>31 Dec</time> » <a href=/2>2024 in Review</a>"
        "<li><time>14 May</time> » <a href=/3>Notes on Go 1.22</a></ul></ul>"
    )
    assert read(page) == POSTS


def test_a_version_is_a_title_and_what_is_unreleased_no_entry() -> None:
    page = "<h1>Changelog</h1><h2>[Unreleased]</h2><h3>Added</h3><ul><li>Nothing.</ul>" + "".join(
        f"<h2><a href=/{version}>{version}</a> - {day}</h2><h3>Added</h3><ul><li>A thing.</ul>"
        for version, day in (("2.1.0", "2025-06-01"), ("2.0.0", "2025-01-15"))
    )
    assert read(page) == [
        ("2025-06-01", "2.1.0", "/2.1.0"),
        ("2025-01-15", "2.0.0", "/2.0.0"),
    ]


def test_a_day_in_a_sentence_dates_no_entry() -> None:
    page = (
        "<article><h1>Why We Moved</h1><time datetime=2024-05-03>May 3, 2024</time><p>On 4 May 2019"
        " there was a storm. On 6 June 2020 another, see <a href=https://x.example>the log</a>.</p>"
    )
    assert read(page) == [("2024-05-03", "Why We Moved", None)]


NO_LISTS = {
    "comments on an article": '<ol class="comment-list">'
    + "".join(
        f"<li class=comment><b><a href=https://{name}.example>{name}</a></b> says: "
        f"<time datetime=2024-05-0{day}>May {day}, 2024</time><p>I think so, too.</p>"
        for day, name in enumerate(("Ann", "Bo", "Cy"), 1)
    ),
    "a shop, one of whose wares ends in a number": "".join(
        f"<div><a href=/{n}><h2>{name}</h2></a><i>$ 9.99</i><a href=?add={n}>Add to cart</a></div>"
        for n, name in enumerate(("Rope 12 mm", "Lamp 2024", "Compass"))
    ),
}


@pytest.mark.parametrize("page", NO_LISTS.values(), ids=NO_LISTS)
def test_what_only_looks_like_a_list_is_refused(page: str) -> None:
    with pytest.raises(SourceError):
        read(f"<body>{page}")
