"""The content that comes with the generator, end to end: what four captures come to.

The numbers are those of the design: 50 articles and 2 mentions, and how each date is known.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import Any, cast

import pytest

from generator.build.pipeline import read_library
from generator.model.articles import Article, DateEvidence, Evidence
from generator.site import Library
from generator.site.articles_json import articles_json_page
from generator.site.catalogue import make_catalogue
from generator.text.titles import squeeze

ROOT = Path(__file__).parents[1]
TABLE = Path(__file__).parent / "data" / "default-site.txt"


@pytest.fixture(scope="module")
def library() -> Library:
    return read_library(ROOT / "tests/data/content")


@pytest.fixture(scope="module")
def by_title(library: Library) -> dict[str, Article]:
    return {article.label: article for article in library.timeline.articles}


@pytest.fixture(scope="module")
def records(library: Library) -> dict[str, Any]:
    """articles.json."""
    body = articles_json_page(make_catalogue(library)).body
    assert body
    document: dict[str, Any] = json.loads(b"".join(cast("Iterable[bytes]", body())))
    return document


def row(article: Article) -> str:
    """An article as a line of the table."""
    cells = (
        article.date.edtf if article.date else "-",
        article.date_evidence.rule,
        article.kind,
        ", ".join(article.sources),
        ", ".join(article.authors) or "-",
        ", ".join(article.tags) or "-",
        article.label,
    )
    return " | ".join(cells)


def test_every_article_has_the_date_kind_byline_and_title_of_the_table(library: Library) -> None:
    rows = [line for line in TABLE.read_text("utf-8").splitlines() if not line.startswith("#")]
    assert [row(article) for article in library.timeline.articles] == rows


def test_there_are_fifty_articles_two_mentions_and_no_problems(library: Library) -> None:
    assert len(library.timeline.articles) == 50
    assert [mention.title for mention in library.mentions] == [
        "Distill on Hiatus",
        "Activation Atlases",
    ]
    assert library.problems == ()


def test_dates_are_known_by_the_rules_that_the_design_counts(library: Library) -> None:
    rules = Counter(article.date_evidence.rule for article in library.timeline.articles)
    assert rules == {"index": 21, "title": 12, "feed": 11, "neighbour": 2, "year": 4}


def test_kinds_come_to_what_the_design_counts(library: Library) -> None:
    kinds = Counter(article.kind for article in library.timeline.articles)
    assert kinds == {"update": 17, "cross-post": 2, "background": 1, "paper": 12, "note": 18}


def test_only_the_year_is_known_of_four(library: Library) -> None:
    vague = {
        article.label for article in library.timeline.articles if article.date == _year(article)
    }
    assert vague == {
        "Insights on Crosscoder Model Diffing",
        "Progress on Attention",
        "Automated Auditing",
        "Stage-Wise Model Diffing",
    }


def _year(article: Article) -> object:
    return article.date and type(article.date)(year=article.date.year)


# Each with the day that the feed claims: the first of the year in its URL.
CONFLICTS_WITH_THE_INDEX = {
    "Reflections on Qualitative Research": "2024-01-01",
    "Circuits Updates — February 2024": "2024-01-01",
    "Interpretability Dreams": "2023-01-01",
    "Toy Models of Superposition": "2022-01-01",
    "Softmax Linear Units": "2022-01-01",
    "In-Context Learning and Induction Heads": "2022-01-01",
    "Exercises": "2021-01-01",
    "Videos": "2021-01-01",
    "Garcon": "2021-01-01",
    "Original Distill Circuits Thread": "2020-01-01",
}
CONFLICTS_WITH_A_NEIGHBOUR = {
    "A Toy Model of Interference Weights": "2025-01-01",
    "Sparse mixtures of linear transforms": "2025-01-01",
}


@pytest.mark.parametrize(
    ("rule", "expected"),
    [("index", CONFLICTS_WITH_THE_INDEX), ("neighbour", CONFLICTS_WITH_A_NEIGHBOUR)],
)
def test_the_feeds_placeholders_are_shown_where_they_lost(
    library: Library, rule: str, expected: dict[str, str]
) -> None:
    conflicts = {
        article.label: conflict.value
        for article in library.timeline.articles
        if article.date_evidence.rule == rule
        for conflict in article.conflicts
    }
    assert conflicts == expected


def test_the_sources_conflict_on_nothing_but_dates(library: Library) -> None:
    conflicts = [c for article in library.timeline.articles for c in article.conflicts]
    assert {(conflict.field, conflict.source) for conflict in conflicts} == {("date", "feed")}
    assert len(conflicts) == 12
    assert conflicts[-1].raw == "Wed, 01 Jan 2020 00:00:00 +0000"


def test_neighbours_lend_their_month_and_are_named(by_title: dict[str, Article]) -> None:
    lender = by_title["A Toy Model of Mechanistic (Un)Faithfulness"]
    for title in CONFLICTS_WITH_A_NEIGHBOUR:
        evidence = by_title[title].date_evidence
        assert (evidence.rule, evidence.source, evidence.named_by) == (
            "neighbour",
            "feed",
            lender.id,
        )


def test_an_article_of_the_index_alone_has_the_url_that_the_owner_gives(
    by_title: dict[str, Article],
) -> None:
    article = by_title["PySvelte"]
    assert article.sources == ("index",)
    assert article.slug == "pysvelte"
    assert article.url == "https://github.com/anthropics/PySvelte"
    assert article.evidence["url"] == Evidence(
        rule="override",
        source="overrides.toml:4",
        raw="https://github.com/anthropics/PySvelte",
        reason="The index page is known from a text capture, which holds no links.",
    )
    assert article.date_evidence == DateEvidence(rule="index", source="index", raw="December 2021")


def test_both_previews_are_shown_with_their_articles(by_title: dict[str, Article]) -> None:
    previews = {title: article.preview for title, article in by_title.items() if article.preview}
    assert {title: (p.title, p.fetched and p.fetched.edtf) for title, p in previews.items()} == {
        "Circuits Updates — July 2025": ("Circuits Updates - July 2025", "2026-04-07"),
        "Circuits Updates — July 2024": (
            "Circuits Updates: July 2024 (Transformer Circuits Thread)",
            "2026-03-20",
        ),
    }


def test_a_glued_title_comes_apart_without_losing_a_letter(library: Library) -> None:
    parted = 0
    for article in library.timeline.articles:
        evidence = article.evidence["title"]
        if not evidence.rule.startswith("it ran together") or not evidence.raw:
            continue
        year = str(article.date.year) if article.date and article.authors else ""
        byline = f"{', '.join(article.authors)}, {year}" if article.authors else ""
        parts = f"{article.title}{byline}{article.summary or ''}{', '.join(article.tags)}"
        assert squeeze(parts) == squeeze(evidence.raw)
        parted += 1
    assert parted == 29  # all that the index does not list too


def test_every_url_is_the_articles_own(library: Library) -> None:
    urls = [article.url for article in library.timeline.articles]
    assert all(urls)
    assert len(set(urls)) == 50


def test_the_about_text_of_the_thread_is_quoted_from_the_index(library: Library) -> None:
    (quote,) = library.quotes
    assert (quote.source, quote.capture) == ("index", "captures/index/2024-03.txt")
    assert quote.title == "About the Transformer Circuits Thread Project"
    assert [paragraph[:22] for paragraph in quote.paragraphs] == [
        "Can we reverse enginee",
        "We think interpretabil",
        "As part of our effort ",
    ]


def test_every_capture_was_read_and_is_sound(library: Library) -> None:
    captures = {
        capture.path: (capture.entries, capture.sound)
        for report in library.reports
        for capture in report.captures
    }
    assert captures == {
        "captures/index/2024-03.txt": (21, True),
        "captures/feed/2026-04-05T031754Z.txt": (51, True),
        "captures/previews/0a2ab4f291c4a773/2026-04-07.txt": (1, True),
        "captures/previews/b0b05dd056f72fe0/2026-03-20.txt": (1, True),
    }
    assert library.data_as_of
    assert library.data_as_of.edtf == "2026-04-07"


ARTICLE_KEYS = [
    "id",
    "path",
    "url",
    "title",
    "authors",
    "summary",
    "kind",
    "series",
    "tags",
    "date",
    "date_start",
    "date_end",
    "date_precision",
    "date_evidence",
    "evidence",
    "conflicts",
    "preview",
    "sources",
    "added",
    "updated",
    "missing_since",
]
PREVIEW_KEYS = [
    "source",
    "capture",
    "publisher",
    "resource_id",
    "stable_id",
    "title",
    "medium",
    "credibility",
    "context_note",
    "importance",
    "chips",
    "summary",
    "key_points",
    "cited_by",
    "status",
    "fetched",
    "size_kb",
    "truncated",
    "links",
    "copy",
]


def test_articles_json_has_the_shape_that_others_build_on(records: dict[str, Any]) -> None:
    assert list(records) == ["version", "site", "articles", "mentions", "problems"]
    assert records["version"] == 2
    assert len(records["articles"]) == 50
    assert [list(mention) for mention in records["mentions"]] == [["url", "title", "reason"]] * 2
    for article in records["articles"]:
        linked = [*ARTICLE_KEYS, "references"] if "references" in article else ARTICLE_KEYS
        assert list(article) == linked
        evidence = article["date_evidence"]
        assert list(evidence)[:4] == ["rule", "source", "raw", "refined_by"]
        for field, known in article["evidence"].items():
            assert field in ARTICLE_KEYS
            assert list(known)[:3] == ["source", "rule", "raw"]
        for conflict in article["conflicts"]:
            assert list(conflict) == ["field", "source", "value"]
        if article["preview"]:
            assert list(article["preview"]) == PREVIEW_KEYS


def test_articles_json_says_what_an_update_builds_on(records: dict[str, Any]) -> None:
    titles = {article["id"]: article["title"] for article in records["articles"]}
    assert {
        article["title"]: [titles[name].partition(":")[0] for name in article["references"]]
        for article in records["articles"]
        if "references" in article
    } == {
        "Circuits Updates — July 2024": ["Towards Monosemanticity", "Scaling Monosemanticity"],
    }


def test_articles_json_says_null_where_nobody_says_anything(records: dict[str, Any]) -> None:
    (article,) = [a for a in records["articles"] if a["title"] == "PySvelte"]
    assert (article["series"], article["preview"], article["authors"]) == (None, None, [])
    assert article["date_evidence"] == {
        "rule": "index",
        "source": "index",
        "raw": "December 2021",
        "refined_by": None,
    }
    assert article["evidence"]["authors"] == {"source": None, "rule": "not stated", "raw": None}
    assert "" not in _values(records)


def _values(value: object) -> list[object]:
    """All values of a document, however deep."""
    if isinstance(value, dict):
        return [inner for item in value.values() for inner in _values(item)]
    if isinstance(value, list):
        return [inner for item in value for inner in _values(item)]
    return [value]
