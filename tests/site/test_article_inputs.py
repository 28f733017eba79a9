"""What the page of one article is made of: its account, who is named, and what others are given."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest

from generator.config.records import Source
from generator.model.articles import Article, Conflict, DateEvidence, Evidence
from generator.model.entries import OwnImage, Preview, Publication
from generator.model.record import PartialDate
from generator.site.article_page import (
    FieldAccount,
    Listing,
    Named,
    Sentence,
    accounts,
    article_page,
    how_dated,
)
from generator.site.catalogue import make_catalogue
from generator.site.citation_formats import bibtex
from tests.site.sample_library import (
    CONFIG,
    FULL_PREVIEW,
    make_article,
    make_library,
    make_statement,
)


def page_of(article: Article, **library: Any) -> dict[str, Any]:
    """All that the template of an article's page gets."""
    page = article_page(make_catalogue(make_library(article, **library)), article)
    return {**page.inputs, **page.derived()}


def test_every_field_is_accounted_for_in_one_order_and_what_was_received_is_shown_once() -> None:
    order = (
        *("title", "authors", "feed_authors", "summary", "kind", "series", "tags", "url"),
        *("publication", "image", "preview", "added", "id", "path", "sources"),
    )
    evidence = {
        field: Evidence(rule=f"rule of {field}", source="feed", raw=f"raw {field}")
        for field in ("updated", "slug", "instant", *order[::-1])
    }
    evidence |= {
        "title": Evidence(rule="unglued", source="feed", raw="A, by Ann"),
        "authors": Evidence(rule="unglued", source="feed", raw="A, by Ann"),
        "summary": Evidence(rule="override", source="overrides.toml", reason="It was wrong."),
        "opening": Evidence(rule="not stated"),
        "url": Evidence(rule="trust", source="gone", raw="A, by Ann"),
        "external_url": Evidence(rule="not stated"),
        "kind": Evidence(rule="the last", source=None),
        "preview": Evidence(rule="withheld", source="wiki"),
    }
    article = make_article(
        "a",
        authors=("Ann",),
        feed_authors=("Bo",),
        series="updates",
        tags=("x",),
        publication=Publication(container="Tides"),
        added=PartialDate(year=2026),
        image=OwnImage(file="static/a.png", where="overrides.toml"),
        preview=FULL_PREVIEW,
        updated="2026-05-03T00:00:00Z",
        instant="2025-07-01T10:00:00Z",
        date_evidence=DateEvidence(rule="feed", source="feed", raw="July", reason="Ask."),
        evidence=evidence,
    )

    def plain(field: str) -> FieldAccount:
        return FieldAccount(
            field=field, source="the feed", rule=f"rule of {field}", raw=f"raw {field}"
        )

    assert accounts(make_catalogue(make_library(article)), article) == (
        FieldAccount(field="date", source="the feed", rule="feed", raw="July", reason="Ask."),
        FieldAccount(field="title", source="the feed", rule="unglued", raw="A, by Ann"),
        FieldAccount(field="authors", source="the feed", rule="unglued", raw=None, like="title"),
        plain("feed_authors"),
        FieldAccount(
            field="summary",
            source="overrides.toml",
            rule="override",
            raw=None,
            reason="It was wrong.",
        ),
        FieldAccount(field="kind", source=None, rule="the last", raw=None),
        *map(plain, ("series", "tags")),
        FieldAccount(field="url", source="gone", rule="trust", raw=None, like="title"),
        *map(plain, ("publication", "image")),
        FieldAccount(field="preview", source="a wiki’s previews", rule="withheld", raw=None),
        *map(plain, ("added", "id", "path", "sources", "instant", "slug", "updated")),
    )


SENTENCES: dict[str, tuple[dict[str, Any], Sentence]] = {
    "beside an article that is not on the list": (
        {"rule": "neighbour", "source": "feed", "raw": "…", "named_by": "gone"},
        Sentence(key="how-neighbour", source="the feed", raw="…"),
    ),
    "by another rule, though a neighbour names it": (
        {"rule": "feed", "source": "feed", "raw": "July", "named_by": "id-other"},
        Sentence(key="how-feed", source="the feed", raw="July"),
    ),
    "the owner, without a reason": (
        {"rule": "override", "source": "overrides.toml", "raw": "2025"},
        Sentence(key="how-override", source="overrides.toml", raw="2025"),
    ),
    "another rule, with a reason": (
        {"rule": "index", "source": "index", "raw": "July", "reason": "So it is."},
        Sentence(key="how-index", source="the index page", raw="July"),
    ),
    "a year that nobody states": (
        {"rule": "year", "raw": "1 January 2025"},
        Sentence(key="how-year", raw="1 January 2025"),
    ),
    "a year without a text": ({"rule": "year"}, Sentence(key="how-year")),
    "a month, of which the year alone holds": (
        {"rule": "year", "source": "feed", "raw": "2025-01"},
        Sentence(key="how-year", source="the feed", raw="2025-01"),
    ),
    "a title": (
        {"rule": "title", "source": "feed", "raw": "July 2025"},
        Sentence(key="how-title"),
    ),
    "nothing": ({"rule": "not stated"}, Sentence(key="how-not-stated")),
    "to the day by another source": (
        {"rule": "index", "source": "index", "raw": "July", "refined_by": "feed"},
        Sentence(key="how-index", source="the index page", raw="July", refined_by="the feed"),
    ),
}


@pytest.mark.parametrize(("evidence", "expected"), SENTENCES.values(), ids=SENTENCES)
def test_how_a_date_is_known_is_one_sentence(evidence: dict[str, Any], expected: Sentence) -> None:
    article = make_article("x", date_evidence=DateEvidence(**evidence), conflicts=(MINOR,))
    catalogue = make_catalogue(make_library(article, make_article("other")))
    assert how_dated(catalogue, article) == expected


MINOR = Conflict(field="title", source="feed", value="x", raw="x", rule="why", is_minor=True)
OF_DATE = Conflict(field="date", source="feed", value="2025", raw="2025", rule="not believed")


def test_a_date_that_is_stated_and_not_believed_is_told_as_doubted() -> None:
    article = make_article("x", None, conflicts=(MINOR, OF_DATE))
    catalogue = make_catalogue(make_library(article))
    assert how_dated(catalogue, article) == Sentence(key="how-doubted")


def test_the_line_below_the_date_names_each_that_differs_in_more_than_a_wording_once() -> None:
    conflicts = (
        *(msgspec.structs.replace(MINOR, source="wiki"), OF_DATE, OF_DATE),
        msgspec.structs.replace(OF_DATE, source="gone"),
    )
    assert page_of(make_article("x", conflicts=conflicts))["differ"] == ("the feed", "gone")


def test_an_article_is_cited_by_its_key_without_summary_and_tags() -> None:
    article = make_article("x", authors=("Ann Lee",), summary="It says.", tags=("a",))
    catalogue = make_catalogue(make_library(article))
    inputs = page_of(article)
    assert inputs["citation_key"] == catalogue.citation_keys["id-x"]
    assert inputs["citation"] == bibtex(catalogue.cited(article), short=True)
    assert "It says." not in inputs["citation"]


def test_in_a_list_of_several_blogs_an_article_names_its_own() -> None:
    other = Source(name="other", reader="feed", title="another", url="https://other.example/")
    article = make_article("x", statements=(make_statement("other"), make_statement("feed")))
    path = "evidence/source/other/index.html"
    several = page_of(article, sources=(*CONFIG.sources, other))
    assert several["blog"] == Named(name="another", path=path)
    assert page_of(article)["blog"] is None


def test_of_what_a_source_states_by_one_rule_the_newest_counts() -> None:
    gone = PartialDate(year=2026, month=4)
    article = make_article(
        "x",
        statements=(
            make_statement("index"),
            make_statement("feed", missing_since=gone),
            make_statement("feed", rule="title"),
            make_statement("index", missing_since=gone),
            make_statement("unknown"),
        ),
    )

    def listing(name: str, source: str, rule: str, since: PartialDate | None) -> Listing:
        return Listing(name=name, source=source, rule=rule, missing_since=since)

    assert page_of(article)["listings"] == (
        listing("index", "the index page", "URL", gone),
        listing("feed", "the feed", "URL", gone),
        listing("feed", "the feed", "title", None),
        listing("unknown", "unknown", "URL", None),
    )


OPINIONS: dict[str, Any] = {
    "summary": "Good.",
    "key_points": ("One.",),
    "review": ("Sound.",),
    "details": (("Citations", "3"),),
    "medium": "web",
    "stable_id": "abcd",
    "credibility": FULL_PREVIEW.credibility,
    "importance": 0,
    "context_note": "Read it.",
    "cited_by": FULL_PREVIEW.cited_by,
    "chips": ("news",),
}


@pytest.mark.parametrize(("field", "value"), OPINIONS.items(), ids=OPINIONS)
def test_whoever_keeps_a_copy_has_an_opinion_where_it_says_any_one_thing(
    field: str, value: object
) -> None:
    preview = Preview(source="wiki", capture="captures/wiki/1.txt", publisher="W", body="0123abcd")
    assert page_of(make_article("x", preview=preview))["has_opinion"] is False
    opinion = msgspec.structs.replace(preview, **{field: value})
    assert page_of(make_article("x", preview=opinion))["has_opinion"] is True
