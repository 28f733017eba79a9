"""How conventions look at texts: their lines, and what is left of a line without its own names."""

from __future__ import annotations

import pytest

from generator.sources.feed.conventions.convention import (
    is_at,
    is_cut,
    lines_of,
    most,
    neutral,
    skeleton,
    with_text_beside,
    without_twin,
)
from generator.sources.feed.conventions.titles import clear_titles, read_headline
from generator.sources.feed.item import HtmlFragment
from tests.sources.feed.making import feed_of, item_of

# so many of so many → whether they are nearly all
MOST = {(1, 1): False, (2, 2): True, (9, 10): True, (8, 9): False, (17, 19): False, (18, 20): True}


@pytest.mark.parametrize(("numbers", "are_most"), MOST.items())
def test_nine_of_ten_are_nearly_all_and_one_alone_is_not(
    numbers: tuple[int, int], are_most: bool
) -> None:
    assert most(*numbers) == are_most


CUT = {
    **dict.fromkeys(("A …", "A…", "A...", "A […]", "A [...]", "A [&#8230;]"), True),
    **dict.fromkeys(("A", "… A", "A [… more]", "A… and B.", "A.."), False),
}


@pytest.mark.parametrize(("text", "is_one"), CUT.items(), ids=CUT)
def test_a_text_is_cut_off_that_ends_in_an_ellipsis(text: str, is_one: bool) -> None:
    assert is_cut(text) == is_one


def test_a_host_is_at_another_or_below_it() -> None:
    hosts = ("a.example", "b.example")
    assert [is_at(host, hosts) for host in ("a.example", "x.b.example", "xa.example", "")] == [
        *(True, True),
        *(False, False),
    ]


BLOCKS = (
    "p div li ul ol dl dt dd h1 h6 table tbody thead tr td th blockquote pre section article "
    "header footer center figure figcaption"
).split()


@pytest.mark.parametrize("name", BLOCKS)
def test_a_block_is_a_line_of_its_own(name: str) -> None:
    lines = lines_of(f"A <b>b</b><{name.upper()} class='x'>C</{name}>D")
    assert [line.text for line in lines] == ["A b", "C", "D"]


@pytest.mark.parametrize("mark", ["<br>", "<br/>", "<HR>", "<!-- x\ny -->"])
def test_a_break_parts_lines_and_other_markup_does_not(mark: str) -> None:
    assert [line.text for line in lines_of(f"A{mark}B<i>C</i>D")] == ["A", "BCD"]


def test_a_text_without_markup_has_lines_as_it_is_written() -> None:
    lines = lines_of("A < B\n \nC")
    assert [(line.start, line.end, line.text) for line in lines] == [(0, 5, "A < B"), (8, 9, "C")]
    assert [line.text for line in lines_of("<p>A\nB</p>")] == ["A B"]
    assert [line.text for line in lines_of('<p><img src="a.png"></p><p><i></i></p>')] == [""]


# a folded line → what is left of it
NEUTRAL = {
    "5 march 2024": "0",
    "march 5, 2024 6:03 pm gmt": "0",
    "tue, 05 mar 2024 10:00:00": "0",
    "wednesday, 6.3.2024": "0",
    "thursday thurs thur thu. fri sat saturday sun mon tues tue wed 5": "0",
    "5 comments": "0 comment",
    "1 comment": "0 comment",
    "12,345 views - 8 points": "0 view - 0 point",
    "at 6 pm": "at",
    "at 6pm est": "at",
    "at 6 am edt, cest": "at ,",
    "gmtime": "gmtime",
    "monster mayhem": "monster mayhem",
}


@pytest.mark.parametrize(("text", "left"), NEUTRAL.items(), ids=NEUTRAL)
def test_numbers_days_and_times_of_a_line_are_left_open(text: str, left: str) -> None:
    assert " ".join(neutral(text).split()) == left


def bones(html: str, *, with_links: bool) -> str:
    item = item_of(title="On Pots", authors=("Ann Roe",), tags=("zinc", "it"))
    return skeleton(lines_of(html)[0], item, ["Kettles", "Ket"], with_links=with_links)


SKELETONS = {
    "On Pots by Ann Roe at Kettles": ("{} by {} at {}", "{} by {} at {}"),
    "it is zinc of a ket": ("it is {} of a {}", "it is {} of a {}"),
    'By <a href="/a">Bo Lind</a> on <a href="/b">Cy</a>': ("by bo lind on cy", "by [] on []"),
    '<a href="/a">Continue reading Pans and Lids</a>': (
        "continue reading pans and lids",
        "continue reading",
    ),
}


@pytest.mark.parametrize(("html", "left"), SKELETONS.items(), ids=SKELETONS)
def test_a_skeleton_has_no_names_of_the_entry_or_of_its_feed(
    html: str, left: tuple[str, str]
) -> None:
    assert (bones(html, with_links=True), bones(html, with_links=False)) == left


def fragment(html: str) -> HtmlFragment:
    return HtmlFragment(html=html, base=None)


# a summary and a full text → what is left of both
TWINS = {
    "the same": (("Tin.", "<p>Tin.</p>"), ("Tin.", None)),
    "in other letters": (("TIN.", "<p>tin.</p>"), ("TIN.", None)),
    "a beginning that is cut off": (("Tin …", "<p>Tin is soft.</p>"), ("Tin is soft.", None)),
    "a beginning that is not": (("Tin", "<p>Tin is soft.</p>"), ("Tin", "<p>Tin is soft.</p>")),
    "another text": (("Iron …", "<p>Tin.</p>"), ("Iron …", "<p>Tin.</p>")),
    "with a picture": (("Tin.", '<p>Tin.</p><img src="a">'), ("Tin.", '<p>Tin.</p><img src="a">')),
    "no summary": ((None, "<p>Tin.</p>"), (None, "<p>Tin.</p>")),
}


@pytest.mark.parametrize(("texts", "left"), TWINS.values(), ids=TWINS)
def test_a_full_text_that_is_its_summary_again_is_none(
    texts: tuple[str | None, str], left: tuple[str | None, str | None]
) -> None:
    found = without_twin(item_of(texts[0] or "", content=fragment(texts[1])))
    assert (found.summary, found.content and found.content.html) == left


def test_the_longest_text_beside_stands_for_a_summary_that_was_taken_off() -> None:
    beside = {"dc__escription": "Tin.", "content": "Tin is soft."}
    assert with_text_beside(item_of(elements=beside)).summary == "Tin is soft."
    short = with_text_beside(item_of(elements=beside, content=fragment("Ti")))
    assert short.summary == "Tin."
    assert with_text_beside(item_of("A.", elements=beside)).summary == "A."
    image = {"content": '<img src="a">Tin is soft.', "dc__escription": "Tin."}
    assert with_text_beside(item_of(elements=image)).summary == "Tin."
    long = {"content": "Tin. " * 1001, "dc__escription": "Tin."}
    assert with_text_beside(item_of(elements=long)).summary == "Tin."


# two titles → as they are read, with the authors
TITLES: dict[str, tuple[tuple[str, str], tuple[str, str], tuple[str, ...]]] = {
    "a bracket": (("[A] Pots", "[A]Pans"), ("Pots", "Pans"), ()),
    "two brackets": (("[A] Pots", "[B] Pans"), ("[A] Pots", "[B] Pans"), ()),
    "a bracket alone": (("[A] Pots", "[A]"), ("[A] Pots", "[A]"), ()),
    "names": (("Pots -- by Ann Roe", "Pans -- by Ann Roe"), ("Pots", "Pans"), ("Ann Roe",)),
    "names after a dash": (
        ("Pots — by Ann Roe", "Pans–by Ann Roe"),
        ("Pots", "Pans"),
        ("Ann Roe",),
    ),
    "names and others": (
        ("Pots -- by Ann Roe et al.", "Pans -- by Bo Lind"),
        ("Pots", "Pans"),
        ("Ann Roe et al.",),
    ),
    "no names": (
        ("Pots -- by tin", "Pans -- by Bo Lind"),
        ("Pots -- by tin",) * 1 + ("Pans -- by Bo Lind",),
        (),
    ),
    "what is unseen": (("\ufeff Pots\u00ad", "Pa\u200bns\u2060"), ("Pots", "Pans"), ()),
}


@pytest.mark.parametrize(("received", "read", "authors"), TITLES.values(), ids=TITLES)
def test_what_all_titles_have_is_no_part_of_them(
    received: tuple[str, str], read: tuple[str, str], authors: tuple[str, ...]
) -> None:
    found = clear_titles(feed_of(item_of(title=title) for title in received)).items
    assert (tuple(item.title for item in found), found[0].authors) == (read, authors)


def test_a_title_of_nothing_that_is_seen_is_none() -> None:
    found = clear_titles(feed_of(item_of(title=title) for title in ("\ufeff", "Pans")))
    assert [item.title for item in found.items] == [None, "Pans"]


@pytest.mark.parametrize("dash", ["-", "–", "—", "|"])
def test_the_name_of_its_source_behind_a_title_is_no_part_of_it(dash: str) -> None:
    item = item_of(title=f"A - B {dash} daily", elements={"source": "Daily"})
    assert read_headline(item).title == "A - B"
    other = item_of(title=f"A {dash} Weekly", elements={"source": "Daily"})
    assert read_headline(other) == other


STORY = '<li><a href="https://news.google.com/1">A</a></li>'
# a description of Google News → its summary
HEADLINES = {
    f"<ol>{STORY}{STORY}</ol>": None,
    f" <ol>{STORY}{STORY}</ol>\n": None,
    f"<ol>{STORY}</ol>": "A",
    f"Tin. <ol>{STORY}{STORY}</ol>": "Tin. A A",
    "Pots Daily": None,
    "Pots - Daily": None,
    "Pots": None,
    "Pots of tin": "Pots of tin",
}


@pytest.mark.parametrize(("html", "summary"), HEADLINES.items(), ids=HEADLINES)
def test_a_list_of_others_or_the_headline_again_is_no_summary(
    html: str, summary: str | None
) -> None:
    item = item_of(html, title="Pots - Daily", elements={"source": "Daily"})
    found = read_headline(item)
    assert (found.title, found.summary) == ("Pots", summary)
