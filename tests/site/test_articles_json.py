"""articles.json: every field, by the names that others read it by."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from bs4 import BeautifulSoup

from generator.model import Evidence, PartialDate, Preview
from generator.site import Library
from generator.site.articles_json import article_record
from tests.site.sample_library import FULL_PREVIEW, NO_URL, PAPER, make_article, make_library


def as_json(value: object) -> Any:
    return json.loads(json.dumps(value))


def test_an_article_has_every_field_and_its_evidence() -> None:
    record = as_json(article_record(PAPER))
    preview = record.pop("preview")
    assert record == {
        "id": "id-paper",
        "path": "a/paper/index.html",
        "url": "https://example.org/paper/",
        "title": "A Paper on $k$-Sparse <Things> & “More”",
        "authors": ["Ada Lindsey", "Bo Li"],
        "summary": "It says something & proves it.",
        "kind": "paper",
        "series": None,
        "tags": ["paper", "C++"],
        "date": "2025-07",
        "date_evidence": {
            "rule": "index",
            "source": "index",
            "raw": "July 2025",
            "refined_by": None,
        },
        "evidence": {
            "title": {"source": "feed", "rule": "the only source that says it", "raw": None}
        },
        "conflicts": [
            {"field": "date", "source": "feed", "value": "2025-01-01"},
            {"field": "title", "source": "feed", "value": "A paper"},
        ],
        "sources": ["index", "feed", "wiki"],
        "added": None,
    }
    assert set(preview) == {*Preview.__struct_fields__, "copy"} - {"body"}
    assert preview["copy"] == "a/paper/index.html#copy"
    assert preview["fetched"] == "2026-04-07"
    assert preview["cited_by"] == [
        {"page": "A Page", "type": "Concept", "quality": 58.0},
        {"page": "Bare", "type": None, "quality": None},
    ]
    assert preview["credibility"]["maximum"] == 5
    assert preview["key_points"] == list(FULL_PREVIEW.key_points)


def test_what_the_owner_set_carries_the_reason() -> None:
    article = make_article(
        "x",
        date_evidence=NO_URL.date_evidence,
        evidence={"url": Evidence(rule="override", source="o", raw="u", reason="Because.")},
    )
    record = article_record(article)
    assert record["date_evidence"] == {
        "rule": "override",
        "source": "overrides.toml:3",
        "raw": "2022",
        "refined_by": None,
        "reason": "I was there.",
    }
    assert record["evidence"] == {
        "url": {"source": "o", "rule": "override", "raw": "u", "reason": "Because."}
    }


def test_a_range_is_written_in_edtf_and_an_unknown_date_is_null() -> None:
    span = make_article("x", date="2020-03/2021-04")
    assert article_record(span)["date"] == "2020-03/2021-04"
    assert article_record(make_article("x", None))["date"] is None


def test_the_file_lists_articles_in_order_then_the_rest(
    rendered: Callable[[Library], dict[str, str]], site: dict[str, str]
) -> None:
    document = json.loads(site["articles.json"])
    assert list(document) == ["version", "articles", "mentions", "problems"]
    assert document["version"] == 2
    slugs = [article["id"].removeprefix("id-") for article in document["articles"]]
    assert slugs[:4] == ["paper", "july-update", "note", "year-only"]
    assert slugs[-1] == "undated"
    assert document["mentions"] == [
        {"url": "https://else.example/", "title": "Elsewhere", "reason": "A link in running text."}
    ]
    assert document["problems"] == [
        {"where": "captures/feed, item 3", "message": "no title <here>", "severity": "warning"},
        {
            "where": "captures/feed",
            "message": "2 new ones have the titles and dates of 2 that went",
            "severity": "warning",
            "advice": ["[[moved]]", 'from = "https://example.org/<old>/"'],
        },
    ]


def test_the_text_of_a_copy_stands_where_its_article_says_and_not_in_the_data(
    site: dict[str, str],
) -> None:
    for article in json.loads(site["articles.json"])["articles"]:
        copy = (article["preview"] or {}).get("copy")
        assert (copy is not None) == (article["id"] == "id-paper")
        if copy:
            path, _, anchor = copy.partition("#")
            [section] = BeautifulSoup(site[path], "lxml").select(f":has(> [id='{anchor}'])")
            assert "Copied text." in section.text
    assert "Copied" not in site["articles.json"]


def test_a_preview_without_a_date_of_its_own_stays_without(
    rendered: Callable[[Library], dict[str, str]],
) -> None:
    bare = Preview(source="wiki", capture="c", fetched=PartialDate(year=2026))
    library = make_library(make_article("x", preview=bare))
    [article] = json.loads(rendered(library)["articles.json"])["articles"]
    assert article["preview"]["fetched"] == "2026"
    assert article["preview"]["summary"] is None
