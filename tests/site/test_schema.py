"""articles.json keeps to its schema, and the schema and docs/data.md name all that it holds."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from generator.build.pipeline import build
from generator.model.articles import Evidence
from generator.model.entries import Attachment, AuthorName, Note, Publication
from generator.model.record import PartialDate
from generator.resources import static_folder
from generator.site import Library
from generator.site.exports import COLUMNS
from tests.site.sample_library import SAMPLE, make_article, make_library

ROOT = Path(__file__).parents[2]
SCHEMA: dict[str, Any] = json.loads((static_folder() / "articles.schema.json").read_text("utf-8"))
# A case of whatever few articles have.
RICH = make_article(
    "x",
    opening="How it begins",
    external_url="https://else.example/",
    discussed_at=("https://talk.example/1",),
    feed_authors=("Ann",),
    attachments=(Attachment(url="https://a.example/a.mp3", type="audio/mpeg", bytes=1),),
    notes=(Note(source="n", where="n.md", title=None, date=None, body_html="", body_text="A"),),
    added=PartialDate(year=2026, month=5, day=1),
    updated="2026-05-01T10:00:00Z",
    name_parts={"Doe, Jane": AuthorName(family="Doe", given="Jane", is_group=False)},
    publication=Publication(type="book", doi="10.1000/x"),
    evidence={"url": Evidence(rule="override", source="o", raw="u", reason="Because.")},
)


def objects_in(schema: Any) -> Iterator[dict[str, Any]]:
    """Every schema of an object with named fields, however deep."""
    if isinstance(schema, dict):
        if "properties" in schema:
            yield schema
        for value in schema.values():
            yield from objects_in(value)
    elif isinstance(schema, list):
        for value in schema:
            yield from objects_in(value)


def closed_schema() -> dict[str, Any]:
    """The schema, by which a field that it does not name is a mistake."""
    schema: dict[str, Any] = json.loads(json.dumps(SCHEMA))
    for found in objects_in(schema):
        found["additionalProperties"] = False
    return schema


def mistakes(text: str) -> list[str]:
    errors = Draft202012Validator(closed_schema()).iter_errors(json.loads(text))
    return [f"{error.json_path}: {error.message[:200]}" for error in errors]


def test_the_schema_is_one() -> None:
    Draft202012Validator.check_schema(SCHEMA)


@pytest.mark.slow
@pytest.mark.parametrize("library", [SAMPLE, make_library(RICH), make_library()])
def test_a_library_keeps_to_the_schema(
    library: Library, rendered: Callable[[Library], dict[str, str]]
) -> None:
    assert mistakes(rendered(library)["articles.json"]) == []


@pytest.mark.slow
def test_the_default_list_keeps_to_the_schema_that_lies_beside_it(tmp_path: Path) -> None:
    build(ROOT / "tests/data/content", tmp_path / "site")
    assert mistakes((tmp_path / "site/articles.json").read_text("utf-8")) == []
    assert json.loads((tmp_path / "site/articles.schema.json").read_text("utf-8")) == SCHEMA


def test_an_article_that_breaks_the_schema_is_found() -> None:
    document = {"version": 2, "site": {}, "articles": [{}], "mentions": [], "problems": []}
    found = mistakes(json.dumps(document))
    assert "$.articles[0]: 'date_precision' is a required property" in found


def test_every_field_is_explained() -> None:
    page = (ROOT / "docs/data.md").read_text("utf-8")
    explained = set(re.findall(r"`([a-z_]+)`", page))
    named = {name for found in objects_in(SCHEMA) for name in found["properties"]}
    assert named - explained == set()
    assert set(COLUMNS) - explained == set()
