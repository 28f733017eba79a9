"""One DOI is one work, and what a feed adds to all of its addresses tells nothing apart."""

from __future__ import annotations

from pathlib import Path

from generator.site import Library
from tests.making_feeds import content, item, library, listed, rss


def paper(title: str, link: str, doi: str, element: str = "prism:doi") -> str:
    """An item that states a DOI."""
    return item(title, link, None, None, f"<{element}>{doi}</{element}>")


def rules(found: Library) -> list[str]:
    """The rules by which the last statement of each article is part of it."""
    return [article.statements[-1].rule for article in found.timeline.articles]


def test_one_doi_in_two_sources_is_one_article(tmp_path: Path) -> None:
    journal = rss(
        paper("On Pots", "https://journal.example/doi/10.1000/Pots.1?af=R", "10.1000/Pots.1"),
        paper("On Pans", "https://journal.example/doi/10.1000/pots.2?af=R", "10.1000/pots.2"),
    )
    pubmed = rss(
        paper(
            "On pots.", "https://pubmed.ncbi.nlm.nih.gov/1/", "doi:10.1000/pots.1", "dc:identifier"
        ),
        item("On Tea", "https://pubmed.ncbi.nlm.nih.gov/2/"),
    )
    links = rss(item("Pans!", "https://doi.org/10.1000/POTS.2"))
    captures: dict[str, str | bytes] = {
        "journal/2024-01.xml": journal,
        "pubmed/2024-01.xml": pubmed,
        "links/2024-01.xml": links,
    }
    found = library(tmp_path, captures)
    assert listed(found) == ["On Pots - ×2", "On Pans - ×2", "On Tea -"]
    assert rules(found)[:2] == ["same DOI", "same DOI"]


def test_articles_of_one_title_under_six_dois_stay_six(tmp_path: Path) -> None:
    items = (
        paper("Issue Information", f"https://journal.example/{n}", f"10.1000/{n}")
        for n in range(1, 7)
    )
    assert len(library(tmp_path, {"s/2024-01.xml": rss(*items)}).timeline.articles) == 6


def test_a_doi_that_a_list_gives_to_several_titles_joins_nothing(tmp_path: Path) -> None:
    one = "10.1000/journal"
    feed = rss(
        paper("On Pots", "https://journal.example/1", one),
        paper("On Pans", "https://journal.example/2", one),
    )
    other = rss(paper("On Pots", "https://pubmed.ncbi.nlm.nih.gov/1/", one))
    found = library(tmp_path, {"a/2024-01.xml": feed, "b/2024-01.xml": other})
    assert len(found.timeline.articles) == 3


def test_two_versions_of_a_preprint_are_one_work(tmp_path: Path) -> None:
    doi = "10.1101/2024.03.01.000001"
    address = "http://biorxiv.org/cgi/content/short/2024.03.01.000001v{}?rss=1"
    feed = rss(
        paper("On Pots", address.format(2), doi),
        paper("On Pots", address.format(1), doi),
        item("On Pans", "http://biorxiv.org/cgi/content/short/2024.03.01.000002v1?rss=1"),
    )
    other = rss(item("On Pots", "https://www.biorxiv.org/content/10.1101/2024.03.01.000001v1.full"))
    found = library(tmp_path, {"a/2024-01.xml": feed, "b/2024-01.xml": other})
    assert listed(found) == ["On Pots - ×3", "On Pans -"]


def test_the_owner_keeps_apart_what_has_one_doi(tmp_path: Path) -> None:
    one = "10.1000/1"
    captures: dict[str, str | bytes] = {
        "a/2024-01.xml": rss(paper("Pots", "https://a.example/1", one)),
        "b/2024-01.xml": rss(paper("Pots", "https://b.example/1", one)),
    }
    overrides = (
        '[[not_same]]\narticles = ["https://a.example/1", "https://b.example/1"]\nreason = "No."\n'
    )
    assert len(library(tmp_path, captures, overrides=overrides).timeline.articles) == 2


def test_a_mark_of_a_feed_does_not_count_and_is_shown_as_received(tmp_path: Path) -> None:
    feed = rss(
        item("Pots", "https://e.org/a?id=1&from_feed=7"),
        item("Pans", "https://e.org/a?id=2&from_feed=7"),
    )
    other = rss(item("Pots", "https://e.org/a?id=1"), item("Lids", "https://e.org/a?id=3"))
    found = library(tmp_path, {"a/2024-01.xml": feed, "b/2024-01.xml": other})
    assert listed(found) == ["Pots - ×2", "Pans -", "Lids -"]
    pots = found.timeline.articles[0]
    assert pots.url == "https://e.org/a?id=1&from_feed=7"
    assert pots.conflicts == ()
    assert (
        pots.statements[1].rule == "same address but for what a feed adds to all of its addresses"
    )
    assert (
        "addresses hold a mark of the feed (“from_feed”), which does not count in comparing"
        in found.reports[0].traits
    )


def test_known_marks_do_not_count_in_a_feed_of_one_entry(tmp_path: Path) -> None:
    found = library(
        tmp_path,
        {
            "a/2024-01.xml": rss(item("Pots", "https://e.org/doi/1?af=R")),
            "b/2024-01.xml": rss(item("Pots", "https://e.org/doi/1")),
        },
    )
    assert listed(found) == ["Pots - ×2"]


def test_a_parameter_that_tells_apart_is_no_mark(tmp_path: Path) -> None:
    articles = rss(item("A", "https://e.org/?view=a&id=1"), item("B", "https://e.org/?view=a&id=2"))
    videos = rss(item("C", "https://e.org/?view=v&id=1"), item("D", "https://e.org/?view=v&id=2"))
    pages = rss(item("E", "https://f.org/?p=1#e"), item("F", "https://f.org/?p=1#f"))
    found = library(
        tmp_path, {"a/2024-01.xml": articles, "b/2024-01.xml": videos, "c/2024-01.xml": pages}
    )
    assert len(found.timeline.articles) == 6


def test_a_feed_that_marks_each_request_otherwise_keeps_its_entries(tmp_path: Path) -> None:
    address = "https://pubmed.ncbi.nlm.nih.gov/{}/?utm_content=1&fc={}&ff={}&v=2.18"
    captures: dict[str, str | bytes] = {
        f"s/2024-0{month}.xml": rss(
            *(item(f"Pots {n}", address.format(n, month, month)) for n in (1, 2))
        )
        for month in (1, 2)
    }
    folder = content(tmp_path, captures)
    found = library(folder, captures)
    assert listed(found) == ["Pots 1 -", "Pots 2 -"]
