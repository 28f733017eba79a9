"""Different entries never become one article, and one entry never becomes several.

Each case is a whole list: captures in, articles with their statements out.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from generator.build.pipeline import read_library
from tests.making_feeds import DATES, atom, content, item, library, listed, messages, rss

LOG, SHOW, ROOT = "https://e.org/log", "https://e.org/show", "https://e.org/"
JAN, FEB, MAR = "2024-01-08", "2024-02-08", "2024-03-08"
SAME_DAY = "Mon, 08 Jan 2024 17:00:00 GMT"


def episode(number: int, *, guid: bool = True, link: str = SHOW) -> str:
    return item(f"Episode {number}", link, f"ep{number}" if guid else None, DATES[number - 1])


def entry(title: str, link: str, name: str, more: str) -> str:
    return f'<entry><title>{title}</title><link href="{link}"/><id>{name}</id>{more}</entry>'


JSON_FEED = """{"version": "https://jsonfeed.org/version/1.1", "title": "F", "items": [
{"id": "2", "url": "https://e.org/log#2.0", "title": "2.0", "date_published": "2024-02-08T10:00Z"},
{"id": "1", "url": "https://e.org/log#1.0", "title": "1.0", "date_published": "2024-01-08T10:00Z"}
]}"""
UNDATED = "-"
# What one capture holds → its articles by title and day, each with how many of its entries.
SEVERAL = {
    "the versions of a changelog, told apart by fragments": (
        rss(
            item("Version 2.0", f"{LOG}#2.0", "v2", DATES[1]),
            item("Version 1.0", f"{LOG}#1.0", "v1", DATES[0]),
        ),
        [f"Version 2.0 {FEB}", f"Version 1.0 {JAN}"],
    ),
    "those of a changelog without guids and dates": (
        rss(item("2.0", f"{LOG}#2.0"), item("1.0", f"{LOG}#1.0")),
        [f"2.0 {UNDATED}", f"1.0 {UNDATED}"],
    ),
    "those of a changelog that all have one title and day": (
        rss(
            item("Bug fixes", f"{LOG}#2.1", None, DATES[0]),
            item("Bug fixes", f"{LOG}#2.2", None, DATES[1]),
            item("Bug fixes", f"{LOG}#2.3", None, DATES[1]),
            item("First", f"{LOG}#2.0", None, DATES[1]),
        ),
        [f"Bug fixes {FEB}", f"Bug fixes {FEB}", f"First {FEB}", f"Bug fixes {JAN}"],
    ),
    "a changelog in JSON Feed": (JSON_FEED, [f"2.0 {FEB}", f"1.0 {JAN}"]),
    "a changelog in Atom, of which only changes are dated": (
        atom(
            entry("2.0", f"{LOG}#2.0", "urn:2", "<updated>2024-02-08T10:00:00Z</updated>"),
            entry("1.0", f"{LOG}#1.0", "urn:1", "<updated>2024-02-08T10:00:00Z</updated>"),
        ),
        [f"2.0 {FEB}", f"1.0 {FEB}"],
    ),
    "a podcast whose items all link to the show": (
        rss(*(episode(n) for n in (3, 2, 1))),
        [f"Episode 3 {MAR}", f"Episode 2 {FEB}", f"Episode 1 {JAN}"],
    ),
    "a podcast without guids": (
        rss(*(episode(n, guid=False) for n in (2, 1))),
        [f"Episode 2 {FEB}", f"Episode 1 {JAN}"],
    ),
    "a podcast whose guids are the show's page, too": (
        rss(item("Two", SHOW, SHOW, DATES[1]), item("One", SHOW, SHOW, DATES[0])),
        [f"Two {FEB}", f"One {JAN}"],
    ),
    "an address with trackers that tell nothing apart": (
        rss(
            item("Two", f"{SHOW}?utm_source=rss", "2", DATES[1]),
            item("One", f"{SHOW}?utm_source=rss", "1", DATES[0]),
        ),
        [f"Two {FEB}", f"One {JAN}"],
    ),
    "two posts of a link blog on one page": (
        rss(
            item("Have you seen this?", "https://other.example/a", "1", DATES[1]),
            item("Look at this", "https://other.example/a", "2", DATES[0]),
        ),
        [f"Have you seen this? {FEB}", f"Look at this {JAN}"],
    ),
    "weekly posts of one title at one address": (
        rss(*(item("Open thread", ROOT, f"w{n}", DATES[n]) for n in (1, 0))),
        [f"Open thread {FEB}", f"Open thread {JAN}"],
    ),
    "weekly posts at an address of which one has a mark": (
        rss(
            item("Open thread", "https://e.org/p", None, DATES[1]),
            item("Open thread", "https://e.org/p?af=R", None, DATES[0]),
        ),
        [f"Open thread {FEB}", f"Open thread {JAN}"],
    ),
    "weekly posts without guids": (
        rss(*(item("Open thread", ROOT, None, DATES[n]) for n in (1, 0))),
        [f"Open thread {FEB}", f"Open thread {JAN}"],
    ),
    "weekly posts without addresses": (
        rss(*(item("Open thread", None, f"w{n}", DATES[n]) for n in (1, 0))),
        [f"Open thread {FEB}", f"Open thread {JAN}"],
    ),
    "the routes of an application": (
        rss(item("A", f"{ROOT}#/talk/1"), item("B", f"{ROOT}#/talk/2"), item("C", f"{ROOT}#!/p/1")),
        ["A -", "B -", "C -"],
    ),
    "what a parameter tells apart that looks like a tracker": (
        rss(
            item("A", "https://e.org/item?ref=100", "a", DATES[0]),
            item("B", "https://e.org/item?ref=200", "b", DATES[0]),
        ),
        [f"A {JAN}", f"B {JAN}"],
    ),
    "what one of two trackers tells apart": (
        rss(
            item("A", "https://e.org/?utm_content=a&utm_source=rss", None, DATES[0]),
            item("B", "https://e.org/?utm_content=b&utm_source=rss", None, DATES[0]),
        ),
        [f"A {JAN}", f"B {JAN}"],
    ),
    "polls at one address on one day": (
        rss(item("Tea?", ROOT, "1", DATES[0]), item("Coffee?", ROOT, "2", DATES[0])),
        [f"Tea? {JAN}", f"Coffee? {JAN}"],
    ),
    "a guid that all entries have": (
        rss(*(item(f"T{n}", f"https://e.org/{n}", "x", DATES[n]) for n in (2, 1, 0))),
        [f"T2 {MAR}", f"T1 {FEB}", f"T0 {JAN}"],
    ),
    "a guid and an address that all entries have, without dates": (
        rss(*(item(f"T{n}", ROOT, "x") for n in (2, 1, 0))),
        ["T2 -", "T1 -", "T0 -"],
    ),
    "a guid and an address that two entries of different dates have": (
        rss(item("T1", ROOT, "x", DATES[1]), item("T0", ROOT, "x", DATES[0])),
        [f"T1 {FEB}", f"T0 {JAN}"],
    ),
    "posts without titles at one address": (
        rss(
            item(None, ROOT, "1", DATES[1], "<description>Tea.</description>"),
            item(None, ROOT, "2", DATES[1], "<description>Coffee.</description>"),
        ),
        [f"Tea. {FEB}", f"Coffee. {FEB}"],
    ),
    "two posts on one video": (
        rss(
            item("How they sing", "https://youtu.be/dQw4w9WgXcQ?t=10", "1", DATES[1]),
            item("What they wear", "https://youtu.be/dQw4w9WgXcQ?t=90", "2", DATES[0]),
        ),
        [f"How they sing {FEB}", f"What they wear {JAN}"],
    ),
}


@pytest.mark.parametrize(("capture", "expected"), SEVERAL.values(), ids=SEVERAL)
def test_different_entries_of_one_capture_stay_different_articles(
    tmp_path: Path, capture: str, expected: list[str]
) -> None:
    found = library(tmp_path, {"feed/2024-06.xml": capture})
    assert listed(found) == expected
    entries = capture.count("<item>") + capture.count("<entry>") + capture.count('"id":')
    assert len(found.timeline.articles) == entries


def test_incidents_of_one_day_are_told_apart_by_their_times(tmp_path: Path) -> None:
    feed = rss(item("Slow", ROOT, "2", SAME_DAY), item("Slow", ROOT, "1", DATES[0]))
    assert len(library(tmp_path, {"feed/2024-06.xml": feed}).timeline.articles) == 2


@pytest.mark.slow
@pytest.mark.parametrize("count", [118, pytest.param(2000, marks=pytest.mark.thorough)])
def test_long_feeds_of_one_address_lose_no_entry(tmp_path: Path, count: int) -> None:
    logs = (item(f"Version {n}", f"{LOG}#{n}", f"v{n}", DATES[0]) for n in range(count))
    shows = (item(f"Episode {n}", SHOW, f"ep{n}", DATES[0]) for n in range(count))
    found = library(tmp_path, {"feed/2024-06.xml": rss(*logs, *shows)})
    assert len(found.timeline.articles) == 2 * count
    assert len({article.id for article in found.timeline.articles}) == 2 * count
    assert len({article.slug for article in found.timeline.articles}) == 2 * count


ONE = {
    "a story that is listed twice, by versions in its guid": (
        rss(
            item("A Story", "https://e.org/a", "https://e.org/a#0", DATES[0]),
            item("A Story", "https://e.org/a", "https://e.org/a#3", DATES[0]),
        ),
        [f"A Story {JAN} ×2"],
    ),
    "a story without a date, three times": (
        rss(*(item("A Story", "https://e.org/a", f"g{n}") for n in range(3))),
        ["A Story - ×3"],
    ),
    "a story that is dated but once": (
        rss(item("A Story", "https://e.org/a"), item("A Story", "https://e.org/a", "g", DATES[0])),
        [f"A Story {JAN} ×2"],
    ),
    "a story at two spellings of one address": (
        rss(
            item("A Story", "https://e.org/a", None, DATES[0]),
            item("a  story", "http://www.e.org/a/?utm_source=rss#top", None, DATES[0]),
        ),
        [f"A Story {JAN} ×2"],
    ),
    "a story of which only changes are dated": (
        atom(
            entry("A", "https://e.org/a", "urn:a0", "<updated>2024-02-08T10:00:00Z</updated>"),
            entry("A", "https://e.org/a", "urn:a1", "<updated>2024-01-08T10:00:00Z</updated>"),
        ),
        [f"A {JAN} ×2"],
    ),
    "a guid and a title at two addresses": (
        rss(
            item("A", "https://e.org/a", "g", DATES[0]),
            item("A", "https://e.org/b", "g", DATES[0]),
        ),
        [f"A {JAN} ×2"],
    ),
    "a guid and an address under a title that was mended": (
        rss(
            item("A mended title", "https://e.org/a", "g", DATES[0]),
            item("A mendde title", "https://e.org/a", "g", DATES[0]),
        ),
        [f"A mended title {JAN} ×2"],
    ),
    "the abstract and the PDF of a paper": (
        rss(
            item("A Paper", "https://arxiv.org/abs/2401.00001v1", None, DATES[0]),
            item("A Paper", "http://www.arxiv.org/pdf/2401.00001v2", None, DATES[1]),
        ),
        [f"A Paper {JAN} ×2"],
    ),
}


@pytest.mark.parametrize(("capture", "expected"), ONE.values(), ids=ONE)
def test_what_a_capture_says_twice_is_one_article_with_both_statements(
    tmp_path: Path, capture: str, expected: list[str]
) -> None:
    found = library(tmp_path, {"feed/2024-06.xml": capture})
    assert listed(found) == expected
    rules = [s.rule for a in found.timeline.articles for s in a.statements][1:]
    assert all(rule.startswith("its capture states") for rule in rules)


def test_an_undated_entry_repeats_none_of_several_dated_ones(tmp_path: Path) -> None:
    posts = [item("Open thread", ROOT, f"w{n}", DATES[n]) for n in (1, 0)]
    feed = rss(*posts, item("Open thread", ROOT, "w"))
    found = library(tmp_path, {"feed/2024-06.xml": feed})
    assert len(found.timeline.articles) == 3


INDEX = """<html><body><h2>March 2024</h2>
<ul><li><a href="https://e.org/log.html#mar-a">March, A</a></li>
<li><a href="https://e.org/log.html#mar-b">March, B</a></li></ul>
<h2>February 2024</h2><ul><li><a href="https://e.org/log.html#feb-a">February, A</a></li>
<li><a href="https://e.org/other#top">Another page</a></li></ul></body></html>"""


def test_what_a_source_tells_apart_counts_against_others_too(tmp_path: Path) -> None:
    feed = rss(
        item("Of February", "http://www.e.org/log.html?utm_source=rss#feb-a"),
        item("The log itself", "https://e.org/log.html"),
        item("Another page", "https://e.org/other/"),
    )
    found = library(tmp_path, {"index/2024-04.html": INDEX, "feed/2024-04.xml": feed})
    assert {a.label: a.sources for a in found.timeline.articles} == {
        "March, A": ("index",),
        "March, B": ("index",),
        "February, A": ("index", "feed"),
        "Another page": ("index", "feed"),
        "The log itself": ("feed",),
    }
    slugs = {article.label: article.slug for article in found.timeline.articles}
    assert slugs == {
        "March, A": "log-mar-a",
        "March, B": "log-mar-b",
        "February, A": "log-feb-a",
        "Another page": "other",
        "The log itself": "log",
    }


def test_notes_on_parts_of_one_page_are_articles_of_their_own(tmp_path: Path) -> None:
    folder = content(tmp_path, {"feed/2024-06.xml": rss(item("Other", "https://e.org/other"))})
    (folder / "notes").mkdir()
    for name, title, url in (
        ("one", "1.0", f"{LOG}#1.0"),
        ("two", "2.0", f"{LOG}#2.0"),
        ("more", "2.0", f"{LOG}?utm_source=x#2.0"),
        ("again", "Another view", f"{LOG}#1.0"),
    ):
        text = f'+++\ntitle = "{title}"\nurl = "{url}"\n+++\nText.\n'
        (folder / f"notes/{name}.md").write_text(text, "utf-8")
    found = read_library(folder)
    assert sorted((a.slug, len(a.statements)) for a in found.timeline.articles) == [
        ("log-1-0", 2),
        ("log-2-0", 2),
        ("other", 1),
    ]


def test_an_override_names_one_of_the_entries_of_an_address(tmp_path: Path) -> None:
    feed = rss(item("2.0", f"{LOG}#2.0"), item("1.0", f"{LOG}#1.0"))
    hide = f'[[hide]]\narticle = "{LOG}#1.0"\nreason = "Old."\n'
    found = library(tmp_path, {"feed/2024-06.xml": feed}, overrides=hide)
    assert [article.label for article in found.timeline.articles] == ["2.0"]


ACROSS = {
    "two feeds of one podcast": (
        [rss(episode(2), episode(1)), rss(episode(2), episode(1))],
        [f"Episode 2 {FEB} ×2", f"Episode 1 {JAN} ×2"],
    ),
    "two feeds of weekly posts": (
        [
            rss(*(item("Open thread", ROOT, f"a{n}", DATES[n]) for n in (2, 1))),
            rss(*(item("Open thread", ROOT, f"b{n}", DATES[n]) for n in (1, 0))),
        ],
        [f"Open thread {MAR}", f"Open thread {FEB} ×2", f"Open thread {JAN}"],
    ),
    "a podcast, and a page about it": (
        [rss(episode(2), episode(1)), rss(item("The Show", SHOW))],
        [f"Episode 2 {FEB}", f"Episode 1 {JAN}", "The Show -"],
    ),
    "a page about a podcast that is trusted more": (
        [rss(item("The Show", SHOW)), rss(episode(2), episode(1))],
        [f"Episode 2 {FEB}", f"Episode 1 {JAN}", "The Show -"],
    ),
    "one address and two titles": (
        [rss(item("A", "https://e.org/a")), rss(item("A, revised", "http://e.org/a/"))],
        ["A - ×2"],
    ),
    "an abstract and a PDF": (
        [
            rss(item("A Paper", "https://arxiv.org/abs/2401.00001")),
            rss(item("A paper, they say", "https://arxiv.org/pdf/2401.00001v3.pdf")),
        ],
        ["A Paper - ×2"],
    ),
    "a short link and a video": (
        [
            rss(item("A Talk", "https://youtu.be/dQw4w9WgXcQ?si=x")),
            rss(item("A Talk", "https://www.youtube.com/watch?v=dQw4w9WgXcQ")),
        ],
        ["A Talk - ×2"],
    ),
    "two spellings of a DOI": (
        [
            rss(item("A Paper", "https://doi.org/10.1000/XYZ.1")),
            rss(item("A Paper", "http://dx.doi.org/10.1000/xyz.1")),
        ],
        ["A Paper - ×2"],
    ),
    "one title and day at two addresses": (
        [
            rss(item("A Post Here", "https://e.org/a", None, DATES[0])),
            rss(item("A Post Here", "https://other.example/a", None, DATES[0])),
        ],
        [f"A Post Here {JAN}", f"A Post Here {JAN}"],
    ),
}


@pytest.mark.parametrize(("feeds", "expected"), ACROSS.values(), ids=ACROSS)
def test_across_sources_the_address_decides_or_address_and_title(
    tmp_path: Path, feeds: list[str], expected: list[str]
) -> None:
    captures: dict[str, str | bytes] = {f"f{n}/2024-06.xml": feed for n, feed in enumerate(feeds)}
    assert listed(library(tmp_path, captures)) == expected


def test_a_work_is_joined_by_a_rule_of_its_own(tmp_path: Path) -> None:
    abstract = rss(item("A Paper", "https://arxiv.org/abs/2401.00001"))
    pdf = rss(item("A Paper", "https://arxiv.org/pdf/2401.00001"))
    found = library(tmp_path, {"a/2024-06.xml": abstract, "b/2024-06.xml": pdf})
    (article,) = found.timeline.articles
    assert article.statements[1].rule == "both addresses are known to be of one work"
    assert (article.url, article.conflicts) == ("https://arxiv.org/abs/2401.00001", ())


def test_what_may_be_either_of_two_entries_stands_alone_and_says_so(tmp_path: Path) -> None:
    weekly = rss(*(item("Open thread", ROOT, f"a{n}", DATES[n]) for n in (1, 0)))
    undated = rss(item("Open thread", ROOT))
    found = library(tmp_path, {"a/2024-06.xml": weekly, "b/2024-06.xml": undated})
    assert len(found.timeline.articles) == 3
    assert (
        "captures/b/2024-06.xml, item 1: “Open thread” at https://e.org/ is the title of several "
        "entries there, so nothing tells which of another source it is; it stands alone"
    ) in messages(found)


def test_a_copy_at_an_address_of_many_is_that_of_its_title(tmp_path: Path) -> None:
    page = (
        f'<html><head><link rel="canonical" href="{SHOW}"><title>Episode 1</title></head>'
        "<body><main><p>Text.</p></main></body></html>"
    )
    feed = rss(episode(2), episode(1))
    found = library(tmp_path, {"feed/2024-06.xml": feed, "copies/x/2024-06.html": page})
    assert [a.label for a in found.timeline.articles if a.preview] == ["Episode 1"]


# What was captured month after month → the articles by title and day, as above.
CAPTURED = {
    "a changelog of which each capture holds but the last version": (
        [rss(item(f"{n}.0", f"{LOG}#{n}.0", f"v{n}", DATES[n])) for n in (0, 1, 2)],
        [f"2.0 {MAR}", f"1.0 {FEB}", f"0.0 {JAN}"],
    ),
    "a podcast of which each capture holds but the last episode": (
        [rss(episode(n)) for n in (1, 2, 3)],
        [f"Episode 3 {MAR}", f"Episode 2 {FEB}", f"Episode 1 {JAN}"],
    ),
    "the same without guids": (
        [rss(episode(n, guid=False)) for n in (1, 2, 3)],
        [f"Episode 3 {MAR}", f"Episode 2 {FEB}", f"Episode 1 {JAN}"],
    ),
    "weekly posts in a window of two": (
        [
            rss(*(item("Open thread", ROOT, f"w{n}", DATES[n]) for n in window))
            for window in [(1, 0), (2, 1), (3, 2)]
        ],
        [f"Open thread {day}" for day in ("2024-04-08", MAR, FEB, JAN)],
    ),
    "weekly posts in a window of two, without guids": (
        [
            rss(*(item("Open thread", ROOT, None, DATES[n]) for n in window))
            for window in [(1, 0), (2, 1), (3, 2)]
        ],
        [f"Open thread {day}" for day in ("2024-04-08", MAR, FEB, JAN)],
    ),
    "a guid that always names the newest post": (
        [rss(item(f"Post {n}", f"https://e.org/{n}", "newest", DATES[n])) for n in (0, 1)],
        [f"Post 1 {FEB}", f"Post 0 {JAN}"],
    ),
    "guids that are places in the list": (
        [
            rss(
                item("B", "https://e.org/b", "1", DATES[1]),
                item("A", "https://e.org/a", "2", DATES[0]),
            ),
            rss(
                item("C", "https://e.org/c", "1", DATES[2]),
                item("B, revised", "https://e.org/b", "2", DATES[1]),
                item("A", "https://e.org/a", "3", DATES[0]),
            ),
        ],
        [f"C {MAR}", f"B, revised {FEB}", f"A {JAN}"],
    ),
    "a story whose guid counts its versions": (
        [
            rss(item("It begins", "https://e.org/a?at_medium=RSS", "https://e.org/a#0", DATES[0])),
            rss(item("It ends", "https://e.org/a?at_medium=RSS", "https://e.org/a#7", DATES[1])),
        ],
        [f"It ends {JAN}"],
    ),
    "guids that differ at each request": (
        [rss(item("A", "https://e.org/a", f"r{n}", DATES[n])) for n in (0, 1)],
        [f"A {JAN}"],
    ),
    "a tracker that differs at each request": (
        [rss(item("A", f"https://e.org/a?ref={n}", None, DATES[0])) for n in (0, 1)],
        [f"A {JAN}"],
    ),
    "two entries that say the same": (
        [rss(item("A"), item("A"))] * 3,
        ["A -", "A -"],
    ),
    "a story that is listed twice each time": (
        [rss(*(item("A", "https://e.org/a", f"g{n}", DATES[0]) for n in (0, 1)))] * 3,
        [f"A {JAN} ×2"],
    ),
    "a title that is mended at a stable address": (
        [rss(item(title, "https://e.org/a", None, DATES[0])) for title in ("A", "A, revised")],
        [f"A, revised {JAN}"],
    ),
}


@pytest.mark.parametrize(("feeds", "expected"), CAPTURED.values(), ids=CAPTURED)
def test_entries_are_followed_from_capture_to_capture(
    tmp_path: Path, feeds: list[str], expected: list[str]
) -> None:
    captures: dict[str, str | bytes] = {
        f"feed/2024-0{month}.xml": feed for month, feed in enumerate(feeds, 4)
    }
    assert listed(library(tmp_path, captures)) == expected


def test_an_article_that_had_its_address_alone_keeps_its_id_when_others_come(
    tmp_path: Path,
) -> None:
    versions = [item(f"{n}.0", f"{LOG}#{n}.0", f"v{n}", DATES[n]) for n in (0, 1, 2)]
    captures: dict[str, str | bytes] = {"feed/2024-01.xml": rss(versions[0])}
    before = library(tmp_path, captures).timeline.articles
    captures["feed/2024-02.xml"] = rss(*versions[1::-1])
    captures["feed/2024-03.xml"] = rss(*versions[:0:-1])
    after = library(tmp_path, captures).timeline.articles
    assert [(article.label, article.slug) for article in after] == [
        ("2.0", "log-2-0"),
        ("1.0", "log-1-0"),
        ("0.0", "log"),
    ]
    assert (after[2].id, after[2].slug) == (before[0].id, before[0].slug)
