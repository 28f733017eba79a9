"""One article's page: what it says, in which order, and in whose name."""

from __future__ import annotations

from collections.abc import Callable

import msgspec
import pytest
from bs4 import BeautifulSoup, Tag

from generator.model.articles import Article, Conflict, DateEvidence, Evidence
from generator.model.entries import Capture, Outage, Picture, SourceReport
from generator.model.record import PartialDate
from generator.site import Library
from tests.site.sample_library import (
    CONFIG,
    FULL_PREVIEW,
    make_article,
    make_library,
    make_statement,
)

Site = dict[str, str]


def text_of(page: BeautifulSoup, selector: str) -> str:
    tag = page.select_one(selector)
    assert isinstance(tag, Tag), selector
    return " ".join(tag.text.split())


def dated(date: str | None, **evidence: str) -> Article:
    return make_article("x", date, date_evidence=DateEvidence(**evidence))  # type: ignore[arg-type]


HOW_DATED = {
    "index": (
        dated("2024-03", rule="index", source="index", raw="March 2024"),
        "March 2024 because the index page lists it under “March 2024”",
    ),
    "index, refined": (
        dated("2024-03-05", rule="index", source="index", raw="March 2024", refined_by="feed"),
        "5 March 2024 because the index page lists it under “March 2024”, to the day by the feed",
    ),
    "title": (
        dated("2024-03", rule="title", source="feed", raw="Updates — March 2024"),
        "March 2024 because its title says so",
    ),
    "feed": (
        dated("2024-03", rule="feed", source="feed", raw="Fri, 01 Mar 2024"),
        "March 2024 because the feed says so",
    ),
    "neighbour": (
        dated("2025-07", rule="neighbour", source="feed", raw="…", named_by="id-other"),
        "July 2025 because the feed lists it beside “Other <one>”",
    ),
    "placeholder": (
        dated("2025", rule="year", source="feed", raw="Wed, 01 Jan 2025 00:00:00 +0000"),
        "2025 the year only: the feed gives 1 January 2025 where it does not know the day",
    ),
    "year": (
        dated("2025", rule="year", source="feed", raw="Lindsey, 2025"),
        "2025 the year only; no source says more",
    ),
    "override": (
        dated("2025", rule="override", source="overrides.toml:1", raw="2025", reason="I know."),
        "2025 set by the owner of this list: I know.",
    ),
    "preview": (
        dated("2025-02", rule="preview", source="wiki", raw="Feb 2025"),
        "February 2025 because a wiki’s previews says so",
    ),
    "note": (
        dated("2025-02", rule="note", source="feed", raw="2025-02"),
        "February 2025 because a note from the feed says so",
    ),
    "a range": (
        dated("2020-03/2021-04", rule="index", source="index", raw="March 2020 - April 2021"),
        "March 2020 – April 2021 because the index page lists it under “March 2020 - April 2021”",
    ),
    "nothing": (dated(None, rule="not stated"), "Undated no source gives a date"),
}


@pytest.mark.parametrize("case", HOW_DATED)
def test_the_page_says_how_the_date_is_known(
    case: str, rendered: Callable[[Library], Site]
) -> None:
    article, expected = HOW_DATED[case]
    other = make_article("other", "2025-07", title="Other <one>")
    page = BeautifulSoup(rendered(make_library(article, other))["a/x/index.html"], "lxml")
    assert text_of(page, ".title .label") == f"{expected} · how this is known"


@pytest.fixture(scope="module")
def paper(site: Site) -> BeautifulSoup:
    """The page of the article that has everything."""
    return BeautifulSoup(site["a/paper/index.html"], "lxml")


def test_the_parts_stand_in_this_order(paper: BeautifulSoup) -> None:
    assert [" ".join(heading.text.split()) for heading in paper.select("main :is(h1, h2)")] == [
        "A Paper on $k$-Sparse <Things> & “More”",
        "Summary",
        "What Some Wiki says",
        "Cached copy",
        "Your note",
        "Within this list",
        "On the thread",
        "How to cite it",
        "How this is known",
    ]


def test_the_line_below_the_date_says_who_differs_and_leads_to_what_they_say(
    paper: BeautifulSoup,
) -> None:
    assert text_of(paper, ".title .differ") == "another source differs"
    assert [link["href"] for link in paper.select(".title .how a")] == ["#accounts"]
    lost = paper.select("[aria-labelledby=accounts] details ul.plain")[0]
    assert " ".join(lost.text.split()).startswith("Date the feed says 1 January 2025")


ORIGINAL = ("Read the original", "https://example.org/x/", False)
COPY = ("Read the cached copy", "#copy", False)
ARCHIVE = ("In the Web Archive", "https://web.archive.org/web/*/https://example.org/x/", False)
COPY_FIRST, ARCHIVE_FIRST, ORIGINAL_FIRST = ((*way[:2], True) for way in (COPY, ARCHIVE, ORIGINAL))
MAY = PartialDate(year=2026, month=5, day=3)
GONE, SILENT = (Outage(since=MAY, is_gone=is_gone) for is_gone in (True, False))

# Whether there is a copy, what is known of the page → what is said, the ways to read it in order,
# each with whether it is set as the one to take.
WAYS = {
    "it answers": (True, None, [], [ORIGINAL_FIRST, COPY, ARCHIVE]),
    "it answers, and nobody has a copy": (False, None, [], [ORIGINAL_FIRST, ARCHIVE]),
    "it could not be reached": (
        True,
        SILENT,
        ["not to be reached since 3 May 2026"],
        [ORIGINAL_FIRST, COPY, ARCHIVE],
    ),
    "it is gone": (True, GONE, ["gone since 3 May 2026"], [COPY_FIRST, ARCHIVE, ORIGINAL]),
    "it is gone, and nobody has a copy": (
        False,
        GONE,
        ["gone since 3 May 2026"],
        [ARCHIVE_FIRST, ORIGINAL],
    ),
}


@pytest.mark.parametrize(("has_copy", "outage", "said", "ways"), WAYS.values(), ids=WAYS)
def test_the_page_says_where_the_article_can_be_read(
    has_copy: bool,
    outage: Outage | None,
    said: list[str],
    ways: list[tuple[str, str, bool]],
    rendered: Callable[[Library], Site],
) -> None:
    article = make_article("x", preview=FULL_PREVIEW if has_copy else None)
    outages = (("id-x", outage),) if outage else ()
    page = BeautifulSoup(rendered(make_library(article, outages=outages))["a/x/index.html"], "lxml")
    links = page.select(".acts a")
    assert [(a.text, a["href"], a.get("class") == ["go"]) for a in links] == ways
    assert [text.text for text in page.select(".acts .differ")] == said


@pytest.mark.parametrize(
    ("url", "is_on"),
    [
        (None, True),
        ("https://web.archive.org/web/2020/https://example.org/", True),
        ("https://example.org/x/", False),
    ],
)
def test_no_article_links_to_an_archive_that_has_no_address_or_is_one_or_where_the_owner_says_so(
    url: str | None, is_on: bool, rendered: Callable[[Library], Site]
) -> None:
    library = make_library(make_article("x", url=url))
    site = msgspec.structs.replace(CONFIG.site, web_archive=is_on)
    config = msgspec.structs.replace(library.config, site=site)
    pages = rendered(msgspec.structs.replace(library, config=config))
    assert "web.archive.org/web/*/" not in pages["a/x/index.html"]


def test_the_owners_picture_stands_above_the_summary(rendered: Callable[[Library], Site]) -> None:
    picture = Picture(path="in/a b.png", alt='A "boat" & <b>', width=12, height=7)
    library = make_library(
        make_article("x"), base_url="https://me.example/list/", pictures={"id-x": picture}
    )
    page = BeautifulSoup(rendered(library)["a/x/index.html"], "lxml")
    [image] = page.select("main .picture img")
    assert image.attrs == {
        "class": ["text"],
        "src": "../../in/a%20b.png",
        "alt": 'A "boat" & <b>',
        "width": "12",
        "height": "7",
        "loading": "lazy",
    }
    assert [heading.text for heading in image.find_all_next("h2", limit=1)] == ["Summary"]
    social = {tag["property"]: tag["content"] for tag in page.select("meta[property^='og:image']")}
    assert social == {
        "og:image": "https://me.example/list/in/a%20b.png",
        "og:image:width": "12",
        "og:image:height": "7",
        "og:image:alt": 'A "boat" & <b>',
    }
    assert [tag["content"] for tag in page.select("meta[name='twitter:card']")] == [
        "summary_large_image"
    ]


def test_what_social_sites_cannot_show_is_left_to_the_picture_of_the_list(
    rendered: Callable[[Library], Site],
) -> None:
    drawing = Picture(path="a.SVG", alt="A boat", width=12, height=7)
    library = make_library(
        make_article("x"), base_url="https://me.example/list/", pictures={"id-x": drawing}
    )
    site = rendered(library)
    page = BeautifulSoup(site["a/x/index.html"], "lxml")
    other = BeautifulSoup(site["about/index.html"], "lxml")
    social = "meta[property^='og:image'], meta[name='twitter:card']"
    assert page.select(social) == other.select(social)
    assert page.select(".picture img")


def test_what_is_linked_both_ways_stands_before_the_evidence(paper: BeautifulSoup) -> None:
    [links] = paper.select("[aria-labelledby=links]")
    assert [
        (heading.text, [a.text for a in listed.select("a")])
        for heading, listed in zip(links.select("h3"), links.select("ol"), strict=True)
    ] == [("It builds on", ["Note"])]


def test_the_wikis_words_are_named_as_its_own(paper: BeautifulSoup) -> None:
    opinion = paper.select_one(".opinion")
    assert opinion is not None
    said = " ".join(opinion.stripped_strings)
    assert "These are the words and the judgement of Some Wiki" in said
    for words in (
        "What the wiki says.",
        "One point.",
        "Another <point>.",
        "Read it beside the others.",
        "High, 4 of 5",
        "Held in esteem. Inherited from Its venue.",
        "55 of 100",
        "working paper, news",
        "A Page Concept 58",
        "Its review A sound paper. It is <short>.",
        "Medium web",
        "Citations 1,234",
        "Resource ID 0123",
        "Stable ID abcd",
    ):
        assert words in said


def test_the_copy_says_whose_it_is_and_where_it_stops(paper: BeautifulSoup) -> None:
    assert text_of(paper, ".copy .facts") == (
        "Kept by Some Wiki fetched 7 April 2026 HTTP 200 the page is 24 KB"
    )
    assert paper.select_one(".copy h3 + p a[href='https://example.org/note/#part']")
    assert text_of(paper, ".copy .ends") == "The copy stops here. Continue at example.org"


def test_links_in_the_copy_join_articles_whatever_form_they_have(site: Site) -> None:
    cited = BeautifulSoup(site["a/note/index.html"], "lxml")
    links = cited.select("[aria-labelledby=links] li a")
    assert [link["href"] for link in links] == ["../../a/paper/index.html"]
    citing = BeautifulSoup(site["a/paper/index.html"], "lxml")
    links = citing.select("[aria-labelledby=links] li a")
    assert [link["href"] for link in links] == ["../../a/note/index.html"]


def test_every_field_says_where_it_comes_from(paper: BeautifulSoup) -> None:
    rows = [
        [" ".join(cell.text.split()) for cell in row.find_all(["th", "td"])]
        for row in paper.select(".accounts tbody tr")
    ]
    assert rows == [
        ["Date", "the index page", "The index page’s month heading", "July 2025"],
        ["Title", "the feed", "the only source that says it", ""],
    ]


def test_who_lists_it_says_also_who_no_longer_does(paper: BeautifulSoup) -> None:
    lists = paper.select("[aria-labelledby=accounts] ul")
    assert [" ".join(item.text.split()) for item in lists[-1].find_all("li")] == [
        "the index page URL",
        "the feed URL no longer there since April 2026",
        "a wiki’s previews URL",
    ]


def test_a_copy_without_text_is_said_to_hold_none(site: Site) -> None:
    page = BeautifulSoup(site["a/no-title/index.html"], "lxml")
    assert text_of(page, ".copy .ends") == (
        "a wiki’s previews knows this page but holds no text of it."
    )
    assert text_of(page, "h1") == "https://example.org/no-title/"
    assert not page.select(".opinion")


def test_nothing_is_invented_for_what_no_source_says(site: Site) -> None:
    page = BeautifulSoup(site["a/no-url/index.html"], "lxml")
    assert text_of(page, ".acts") == "No source gives an address for this article. Copy link Cite"
    assert text_of(page, "[aria-labelledby=summary] .text") == "No source gives a summary."
    assert not page.select(".title .by")


def test_forty_authors_are_all_there(site: Site) -> None:
    page = BeautifulSoup(site["a/crowd/index.html"], "lxml")
    assert len(page.select(".title .by a")) == 40
    assert text_of(page, ".title summary") == "and 32 more"


def test_the_authors_of_a_feed_are_named_as_such(rendered: Callable[[Library], Site]) -> None:
    evidence = {"feed_authors": Evidence(rule="of the feed", source="feed", raw="Jane Doe")}
    article = make_article("x", "2024-03", feed_authors=("Jane Doe",))
    article = msgspec.structs.replace(article, evidence=article.evidence | evidence)
    pages = rendered(make_library(article))
    page = BeautifulSoup(pages["a/x/index.html"], "lxml")
    assert text_of(page, ".title .by") == "Jane Doe, author of the feed that lists it"
    assert "Authors of the feedthe feedof the feedJane Doe" in text_of(page, ".accounts")
    assert not BeautifulSoup(pages["index.html"], "lxml").select(".entry .by")


def test_what_has_no_title_is_shown_by_how_its_text_begins(
    rendered: Callable[[Library], Site],
) -> None:
    article = make_article(
        "x", "2024-03", title=None, opening="Rain fell on …", summary="Rain fell."
    )
    pages = rendered(make_library(article))
    page, home = (BeautifulSoup(pages[path], "lxml") for path in ("a/x/index.html", "index.html"))
    mark = "no title; this is how the text begins"
    assert (text_of(page, "h1"), text_of(page, ".title .by")) == ("Rain fell on …", mark)
    assert (text_of(home, ".entry h4"), text_of(home, ".entry .by")) == ("Rain fell on …", mark)
    assert not home.select(".entry .sum")


def test_the_page_that_a_link_blog_is_about_is_linked(rendered: Callable[[Library], Site]) -> None:
    article = make_article("x", "2024-03", external_url="https://example.com/it")
    page = BeautifulSoup(rendered(make_library(article))["a/x/index.html"], "lxml")
    [link] = page.select('.acts a[href="https://example.com/it"]')
    assert link.text == "Read what it is about"


def test_names_that_hold_commas_are_parted_by_semicolons(
    rendered: Callable[[Library], Site],
) -> None:
    article = make_article("x", "2024-03", authors=("Widgets, Inc.", "Jane Doe"))
    pages = rendered(make_library(article))
    page, home = (BeautifulSoup(pages[path], "lxml") for path in ("a/x/index.html", "index.html"))
    assert text_of(page, ".title .by") == text_of(home, ".entry .by") == "Widgets, Inc.; Jane Doe"


def test_neighbours_in_series_are_named_where_they_are_others(site: Site) -> None:
    page = BeautifulSoup(site["a/july-update/index.html"], "lxml")
    links = [a["href"] for a in page.select("[aria-labelledby=neighbours] a")]
    assert links == [
        "../../a/paper/index.html",
        "../../a/note/index.html",
        "../../a/may-update/index.html",
    ]


def test_the_conflicts_page_says_who_was_believed(rendered: Callable[[Library], Site]) -> None:
    article = make_article(
        "x",
        "2024-03",
        date_evidence=DateEvidence(rule="index", source="index", raw="March 2024"),
        conflicts=(
            Conflict(field="date", source="feed", value="2024-01-01", raw="1 Jan", rule="why"),
        ),
        statements=(make_statement("index"), make_statement("feed")),
    )
    page = BeautifulSoup(rendered(make_library(article))["evidence/differences/index.html"], "lxml")
    assert [" ".join(cell.stripped_strings) for cell in page.select(".voices tbody tr > *")] == [
        "X",
        "March 2024 the index page",
        "1 January 2024 the feed",
        "why",
    ]


def test_the_sources_page_accounts_for_every_source(site: Site) -> None:
    page = BeautifulSoup(site["evidence/index.html"], "lxml")
    assert [" ".join(tag.text.split()) for tag in page.select(".source h2")] == [
        "the index page",
        "the feed",
        "a wiki’s previews",
    ]
    rows = [
        [" ".join(cell.text.split()) for cell in row.find_all(["th", "td"])]
        for row in page.select("#index .captures tbody tr")
    ]
    assert rows == [
        ["2025", "captures/index/2025.txt", "0 bytes", "0 entries", "could not be read"],
        ["March 2024", "captures/index/2024-03.txt", "4,765 bytes", "1 entry", "read"],
    ]
    assert "12 articles that only this source lists" in text_of(page, "#feed")
    assert "no title <here>" in text_of(page, ".problems")


@pytest.mark.parametrize(("count", "listed", "said"), [(200, 200, []), (201, 200, [201 * 1000])])
def test_of_many_captures_the_newest_are_listed(
    count: int, listed: int, said: list[int], rendered: Callable[[Library], Site]
) -> None:
    captures = tuple(
        Capture(
            path=f"captures/feed/{number}.txt",
            date=PartialDate(year=2024),
            bytes=1000,
            entries=1,
            sound=True,
        )
        for number in range(count)
    )
    reports = (SourceReport(name="feed", captures=captures, entries=1),)
    page = BeautifulSoup(rendered(make_library(reports=reports))["evidence/index.html"], "lxml")
    names = [cell.text for cell in page.select("#feed .captures td.raw")]
    assert names == [f"captures/feed/{count - 1 - row}.txt" for row in range(listed)]
    assert text_of(page, "#feed h3") == f"{count} files received"
    assert [" ".join(tag.text.split()) for tag in page.select("#feed .captures + p")] == [
        f"Only the newest 200 are listed; all of them together have {size:,} bytes."
        for size in said
    ]


def test_the_about_page_quotes_the_source_as_a_source(site: Site) -> None:
    page = BeautifulSoup(site["about/index.html"], "lxml")
    assert text_of(page, "blockquote") == "About It We made it. It is <good>."
    assert (
        text_of(page, "blockquote + p") == "Quoted from the index page, as received in March 2024."
    )
    assert text_of(page, ".prose") == "My own words."


def test_mentions_stand_apart_with_their_reason(site: Site) -> None:
    page = BeautifulSoup(site["evidence/named/index.html"], "lxml")
    assert text_of(page, ".mentions li") == (
        "Elsewhere A link in running text. Found in the feed captures/feed, item 9"
    )
