"""What a page's head says of the article on it: which statement wins, and what is no statement."""

from __future__ import annotations

from datetime import time, timedelta

import pytest

from generator.model import PartialDate
from generator.text.page_metadata import PageFacts, read_page, robots_words
from generator.text.timestamps import Timestamp


def meta(**said: str) -> str:
    return "".join(
        f'<meta name="{name.replace("__", ":").replace("_DOT_", ".")}" content="{text}">'
        for name, text in said.items()
    )


LD = '<script type="application/ld+json">{}</script>'
DAY = PartialDate(year=2025, month=7, day=25)

CASES: dict[str, tuple[str, PageFacts]] = {
    "a bare page says its title only": ("<title> A\n title </title>", PageFacts(title="A title")),
    "nothing says nothing": ("", PageFacts()),
    "Highwire's tags, with several authors turned round": (
        meta(citation_title="T", citation_date="2025/07/25")
        + '<meta name="citation_author" content="Gödel, Kurt">'
        + '<meta name="citation_author" content="Ann Bee">',
        PageFacts(
            title="T",
            authors=("Kurt Gödel", "Ann Bee"),
            published=Timestamp(raw="2025/07/25", date=DAY),
        ),
    ),
    "a name with two commas is left as it stands": (
        meta(citation_author="Gödel, Kurt, Friedrich"),
        PageFacts(authors=("Gödel, Kurt, Friedrich",)),
    ),
    "a year stays a year": (
        meta(citation_publication_date="2025"),
        PageFacts(published=Timestamp(raw="2025", date=PartialDate(year=2025))),
    ),
    "a day that does not exist is no date": (
        meta(date="2025-02-30"),
        PageFacts(doubts=("its date “2025-02-30” is no date that exists or can be read",)),
    ),
    "a placeholder is no date": (
        meta(date="0000-00-00"),
        PageFacts(doubts=("its date “0000-00-00” is no date that exists or can be read",)),
    ),
    "a day in words": (
        meta(date="July 25, 2025"),
        PageFacts(published=Timestamp(raw="July 25, 2025", date=DAY)),
    ),
    "the next statement counts where one is no date": (
        meta(citation_date="soon", date="2025-07-25"),
        PageFacts(
            published=Timestamp(raw="2025-07-25", date=DAY),
            doubts=("its date “soon” is no date that exists or can be read",),
        ),
    ),
    "a time is kept with its offset": (
        '<meta property="article:published_time" content="2025-07-25T23:59:00-08:00">',
        PageFacts(
            published=Timestamp(
                raw="2025-07-25T23:59:00-08:00",
                date=DAY,
                time=time(23, 59),
                offset=timedelta(hours=-8),
            )
        ),
    ),
    "a day with two readings is none": (
        meta(date="11/01/2023"),
        PageFacts(
            doubts=("its date “11/01/2023” can be read as 2023-01-11 and as 2023-11-01",),
        ),
    ),
    "a day in the words of the page's language": (
        f'<html lang="de">{meta(date="25. Juli 2025")}',
        PageFacts(published=Timestamp(raw="25. Juli 2025", date=DAY), language="de"),
    ),
    "a language that nobody knows": (
        f'<html lang="qq">{meta(date="25 July 2025")}',
        PageFacts(published=Timestamp(raw="25 July 2025", date=DAY), language="qq"),
    ),
    "OpenGraph before the title": (
        '<title>T | Site</title><meta property="og:title" content="T">'
        '<meta property="og:description" content="D"><meta name="description" content="d">',
        PageFacts(title="T", description="D"),
    ),
    "an address is no author": (
        '<meta property="article:author" content="https://x.example/me">' + meta(author="Me"),
        PageFacts(authors=("Me",)),
    ),
    "JSON-LD": (
        LD.format(
            '{"@type": "NewsArticle", "headline": "R&amp;D", "datePublished": "2025-07-25", '
            '"author": [{"@type": "Person", "name": "Ann"}, "Ben"], "description": "<b>D</b>"}'
        ),
        PageFacts(
            title="R&D",
            authors=("Ann", "Ben"),
            published=Timestamp(raw="2025-07-25", date=DAY),
            description="D",
        ),
    ),
    "JSON-LD in a graph, among things that are not read": (
        LD.format(
            '{"@graph": [{"@type": "Organization", "name": "Us"}, '
            '{"@type": ["BlogPosting"], "headline": "T", "author": {"name": "Ann"}}, '
            '{"@type": "BlogPosting", "headline": "Another"}]}'
        ),
        PageFacts(title="T", authors=("Ann",)),
    ),
    "broken JSON-LD says nothing but that": (
        LD.format('{"@type": "Article",') + meta(author="A"),
        PageFacts(
            authors=("A",), doubts=("its JSON-LD cannot be read: Input data was truncated",)
        ),
    ),
    "the canonical address, resolved": (
        '<link rel="canonical" href="/it">',
        PageFacts(canonical="https://x.example/it"),
    ),
    "an address that is none": ('<link rel="canonical" href="javascript:1">', PageFacts()),
    "language, and words for programs": (
        '<html lang="pt-BR"><meta name="Robots" content="NoArchive, nosnippet">',
        PageFacts(language="pt-BR", robots=frozenset({"noarchive", "nosnippet"})),
    ),
}  # fmt: skip


@pytest.mark.parametrize(("head", "expected"), CASES.values(), ids=CASES)
def test_a_page_says_of_itself(head: str, expected: PageFacts) -> None:
    assert read_page(head.encode(), "https://x.example/a") == expected


ROBOTS = {
    "several headers": (["noindex", "NoArchive"], {"noindex", "noarchive"}),
    "another program's": (["googlebot: noarchive"], set()),
    "ours": (["octavo: noarchive, nosnippet"], {"noarchive", "nosnippet"}),
    "a word with a value": (["max-snippet: 50, noarchive"], {"max-snippet: 50", "noarchive"}),
    "nothing": ([""], set()),
}


@pytest.mark.parametrize(("texts", "expected"), ROBOTS.values(), ids=ROBOTS)
def test_words_for_programs_are_read(texts: list[str], expected: set[str]) -> None:
    assert robots_words(texts) == expected
