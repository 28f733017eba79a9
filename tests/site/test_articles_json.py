"""articles.json: every field, by the names that others read it by."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import msgspec
import pytest
from bs4 import BeautifulSoup
from msgspec.structs import replace

from generator import __version__
from generator.model.articles import Evidence
from generator.model.entries import Attachment, AuthorName, Note, Picture, Preview, Publication
from generator.model.record import PartialDate
from generator.site import Library
from generator.site.articles_json import (
    article_record,
    articles_json_page,
    found_fields,
    preview_sources,
)
from generator.site.catalogue import make_catalogue
from tests.site.sample_library import (
    CONFIG,
    FULL_PREVIEW,
    NO_URL,
    PAPER,
    make_article,
    make_library,
    make_statement,
)


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
        "date_start": "2025-07-01",
        "date_end": "2025-07-31",
        "date_precision": "month",
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
        "updated": None,
        "missing_since": None,
    }
    assert set(preview) == {*Preview.__struct_fields__, "copy"} - {"body", "length"}
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


DATES: dict[str | None, tuple[str | None, ...]] = {
    "2024": ("2024", "2024-01-01", "2024-12-31", "year"),
    "2024-02": ("2024-02", "2024-02-01", "2024-02-29", "month"),
    "2024-05-25": ("2024-05-25", "2024-05-25", "2024-05-25", "day"),
    "2020-03/2021-04": ("2020-03/2021-04", "2020-03-01", "2021-04-30", "range"),
    "0987": ("0987", "0987-01-01", "0987-12-31", "year"),
    None: (None, None, None, None),
}


@pytest.mark.parametrize("date", DATES)
def test_a_date_is_given_in_edtf_by_its_days_and_how_exact_it_is(date: str | None) -> None:
    record = article_record(make_article("x", date))
    names = ("date", "date_start", "date_end", "date_precision")
    assert tuple(record[name] for name in names) == DATES[date]


def test_an_article_is_missing_once_no_source_lists_it_any_more() -> None:
    april, may = PartialDate(year=2026, month=4), PartialDate(year=2026, month=5)
    listed = make_statement("index")
    gone = make_statement("index", missing_since=may)
    gone_too = make_statement("feed", missing_since=april)
    kept = make_statement("wiki")  # which keeps a copy, and lists nothing
    cases = {
        (listed, gone_too): None,
        (gone, gone_too): "2026-05",
        (gone_too, kept): "2026-04",
        (kept,): None,
    }
    for statements, since in cases.items():
        article = make_article("x", statements=statements)
        assert article_record(article, preview_sources(CONFIG))["missing_since"] == since


def test_the_file_says_what_list_it_is_of(site_with_address: dict[str, str]) -> None:
    assert json.loads(site_with_address["articles.json"])["site"] == {
        "id": "sample",
        "title": "A Sample & Its <Thread>",
        "description": "Everything that a page must bear.",
        "language": "en",
        "timezone": "Europe/Vienna",
        "base_url": "https://me.example/list/",
        "data_as_of": "2026-04-07",
        "generator_version": __version__,
        "kinds": [
            {"name": "update", "title": "Update", "plural": "Updates", "large": False},
            {"name": "paper", "title": "Paper", "plural": "Papers", "large": True},
            {"name": "note", "title": "Note", "plural": "Notes", "large": False},
            {"name": "unused", "title": "Unused", "plural": "Unused", "large": False},
        ],
        "series": [{"name": "updates", "title": "Updates"}],
        "sources": [
            {
                "name": "index",
                "title": "the index page",
                "reader": "index",
                "url": "https://example.org/",
            },
            {"name": "feed", "title": "the feed", "reader": "feed", "url": None},
            {"name": "wiki", "title": "a wiki’s previews", "reader": "preview", "url": None},
        ],
    }


def test_the_file_lists_articles_in_order_then_the_rest(
    rendered: Callable[[Library], dict[str, str]], site: dict[str, str]
) -> None:
    document = json.loads(site["articles.json"])
    assert list(document) == ["version", "site", "articles", "mentions", "problems"]
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


def test_what_few_articles_have_stands_where_they_have_it() -> None:
    plain = article_record(make_article("x"))
    article = make_article(
        "x",
        opening="It begins so",
        external_url="https://e.example/",
        discussed_at=("https://d.example/1",),
        feed_authors=("Jane Doe",),
        attachments=(Attachment(url="https://e.example/a.mp3", type="audio/mpeg", bytes=3),),
        name_parts={
            "Jo Roe": AuthorName(family="Roe", given="Jo"),
            "Acme": AuthorName(family="Acme", is_group=True),
        },
        publication=Publication(container="Sea", volume="1"),
        notes=(
            Note(
                source="notes",
                where="notes/a.md",
                title="Mine",
                date=PartialDate(year=2026, month=4),
                body_html="<p>Well.",
                body_text="Well.",
            ),
            Note(
                source="notes",
                where="notes/b.md",
                title=None,
                date=None,
                body_html="",
                body_text=None,
            ),
        ),
    )
    record = json.loads(msgspec.json.encode(article_record(article)))
    assert list(record["name_parts"]) == ["Acme", "Jo Roe"]
    assert {name: value for name, value in record.items() if name not in plain} == {
        "opening": "It begins so",
        "external_url": "https://e.example/",
        "discussed_at": ["https://d.example/1"],
        "feed_authors": ["Jane Doe"],
        "attachments": [
            {
                "url": "https://e.example/a.mp3",
                "type": "audio/mpeg",
                "title": None,
                "bytes": 3,
            }
        ],
        "name_parts": {
            "Acme": {"family": "Acme", "is_group": True},
            "Jo Roe": {"family": "Roe", "given": "Jo"},
        },
        "publication": {"container": "Sea", "volume": "1"},
        "notes": [
            {"title": "Mine", "date": "2026-04", "text": "Well."},
            {"title": None, "date": None, "text": None},
        ],
    }


def test_what_an_article_links_to_is_said_once() -> None:
    article = make_article("x")
    cites = {article.id: {"https://e.example/1": "id-y", "https://e.example/#1": "id-y"}}
    library = make_library(article, cites=cites)
    assert found_fields(library, article) == {"references": ("id-y",)}
    assert found_fields(make_library(article), article) == {}


def test_a_picture_of_the_owners_stands_with_its_article() -> None:
    article = make_article("x")
    picture = Picture(path="in/a.png", alt="A boat", width=12, height=7)
    library = make_library(article, pictures={"id-x": picture})
    assert found_fields(library, article) == {"picture": picture}


def test_the_file_says_since_when_no_source_lists_an_article_whoever_keeps_a_copy() -> None:
    gone = make_statement("feed", missing_since=PartialDate(year=2026, month=4))
    library = make_library(make_article("x", statements=(gone, make_statement("wiki"))))
    site = replace(library.config.site, description="")
    catalogue = make_catalogue(replace(library, config=replace(library.config, site=site)))
    body = articles_json_page(catalogue).body
    assert body is not None
    document = json.loads(b"".join(piece for piece in body() if isinstance(piece, bytes)))
    assert [article["missing_since"] for article in document["articles"]] == ["2026-04"]
    assert document["site"]["description"] is None
