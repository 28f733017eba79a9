"""The names by which a page's head states a field, each read, in the order in which they count."""

from __future__ import annotations

import pytest

from generator.model.entries import Publication
from generator.text.page.metadata import PageFacts, read_page

DAYS = tuple(f"2020-03-{day:02d}" for day in range(1, 32))
DATES = (
    *("citation_publication_date", "citation_date", "citation_online_date"),
    *("article:published_time", "og:article:published_time", "article:published"),
    *("parsely-pub-date", "sailthru.date", "dc.date.issued", "dcterms.issued"),
    *("datepublished", "dc.date.created", "dcterms.created", "dc.date", "dcterms.date"),
    *("pubdate", "publishdate", "publish-date", "publish_date", "publication_date", "date"),
)
AUTHORS = (
    *("citation_author", "citation_authors"),
    *("article:author", "og:article:author", "dc.creator", "dc.creator.personalname"),
    *("dcterms.creator", "parsely-author", "sailthru.author", "author", "byl"),
)
DESCRIPTIONS = (
    *("citation_abstract", "og:description", "dc.description", "dcterms.description"),
    *("description", "twitter:description"),
)


def read(statements: dict[str, str]) -> PageFacts:
    """The facts of a page with these statements, the last of them first."""
    head = "".join(
        f'<meta name="{name}" content="{text}">' for name, text in reversed(statements.items())
    )
    return read_page(head.encode(), "https://x.example/a")


@pytest.mark.parametrize("number", range(len(DATES)), ids=DATES)
def test_a_date_is_that_of_the_first_of_these_names(number: int) -> None:
    stated = dict(zip(DATES[number:], DAYS, strict=False))
    published = read(stated).published
    assert (published.raw if published else None) == DAYS[0]


@pytest.mark.parametrize("number", range(len(AUTHORS)), ids=AUTHORS)
def test_authors_are_those_of_the_first_of_these_names(number: int) -> None:
    names = [f"Ada {letter}. Example" for letter in "ABCDEFGHIJK"]
    stated = dict(zip(AUTHORS[number:], names, strict=False))
    assert read(stated).authors == (names[0],)


@pytest.mark.parametrize("number", range(len(DESCRIPTIONS)), ids=DESCRIPTIONS)
def test_a_description_is_that_of_the_first_of_these_names(number: int) -> None:
    stated = {name: f"What {name} says." for name in DESCRIPTIONS[number:]}
    assert read(stated).description == f"What {DESCRIPTIONS[number]} says."


PLACES = {
    "citation_journal_title": Publication(type="journalArticle", container="Knots"),
    "citation_conference_title": Publication(type="conferencePaper", container="Knots"),
    "citation_conference": Publication(type="conferencePaper", container="Knots"),
    "citation_inbook_title": Publication(type="bookSection", container="Knots"),
    "citation_book_title": Publication(type="bookSection", container="Knots"),
    "citation_volume": Publication(volume="Knots"),
    "citation_issue": Publication(issue="Knots"),
    "citation_firstpage": Publication(pages="Knots"),
    "citation_lastpage": Publication(pages="Knots"),
    "citation_pmid": Publication(pmid="Knots"),
}


@pytest.mark.parametrize(("name", "expected"), PLACES.items(), ids=PLACES)
def test_each_of_highwires_tags_says_something_of_the_publication(
    name: str, expected: Publication
) -> None:
    assert read({name: "Knots"}).publication == expected


# What programs write where nobody is named.
NOBODY = (
    *"admin administrator anonymous author authors byline editor guest unknown none null".split(),
    *"undefined n/a na nil no noauthor root site staff system test user webmaster".split(),
    *("wordpress", "no author", "by", "guest author", "guest post", "site admin"),
    *("unknown author", "not set", "—", "2024"),
)


@pytest.mark.parametrize("name", NOBODY)
def test_nobody_is_an_author(name: str) -> None:
    assert read({"author": name.title()}).authors == ()


# As blogs label the name of their author for X.
WRITTEN_BY = (
    *("Written by", "Author", "By", "Posted by", "Écrit par", "Verfasst von", "Escrito por"),
    *("Geschreven door", "Scritto da", "Skrivet av", "Skrevet af", "Skrevet av", "Автор"),
    *(
        "Написано автором",
        "Napisane przez",
        "Yazan",
        "作者",
        "撰写",
        "執筆者",
        "글쓴이",
        "written by:",
    ),
)


@pytest.mark.parametrize("label", WRITTEN_BY)
def test_an_author_is_named_under_a_label(label: str) -> None:
    stated = {"twitter:label2": label, "twitter:data2": "Ada Example"}
    assert read(stated).authors == ("Ada Example",)


# What stands around the name of an author, and is none of it.
AROUND = (
    *("By {}", "by: {}", "Written by {}", "Posted by {}", "Published by {}", "Story by {}"),
    *("Text by {}", "Words by {}", "Article by {}", "Posts by {}", "View all posts by {}"),
    *("See all articles by {}", "All stories by {}", "More from {}", "Author: {}", "Authors: {}"),
    *("{}, Staff Writer", "{}, Editor", "{} | Senior Reporter", "{} - Foreign Correspondent"),
    *("{}, Columnist", "{}, Contributor", "{}, Journalist", "{}, Sea Staff", "{}, Author of Knots"),
    *("{}, Producer", "{}, Professor of Knots", "{}, Analyst", "{}, Founder & CEO", "{}, CTO"),
    *("{} — Writer", "{} – Writer", "{} • Writer", "{} · Writer", "{}, CEO"),
    *("{} @ada", "{} (@ada)", "{} <ada@example.org>", "ada@example.org ({})", "{} for The Sea"),
)


@pytest.mark.parametrize("form", AROUND)
def test_what_stands_around_a_name_is_no_part_of_it(form: str) -> None:
    stated = form.format("Ada Example").replace("<", "&lt;")
    assert read({"author": stated}).authors == ("Ada Example",)


ADDRESSES = ("https://example.org/ada", "@ada", "ada@example.org", "face-book.com/ada", "ada.dev")


@pytest.mark.parametrize("address", ADDRESSES)
def test_an_address_is_no_author(address: str) -> None:
    assert read({"author": address}).authors == ()
