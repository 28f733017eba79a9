"""A saved Markdown copy of an article, with front matter or without → a preview. CommonMark."""

from __future__ import annotations

import datetime
import math
import re
from collections.abc import Iterable
from typing import Any

from generator.config.records import Config, Source
from generator.errors import SourceError
from generator.model.entries import DateClaim, Preview
from generator.model.record import PartialDate, Problem
from generator.sources.capture_files import Contents, Received
from generator.sources.copies.entry import body_fields, claim_of_copy, entry_of_copy, make_body
from generator.text.dates import parse_edtf
from generator.text.front_matter import split_front_matter
from generator.text.html import (
    clean_text,
    decode,
    repair_mojibake,
    sanitise,
    unique_texts,
)
from generator.text.markdown import html_of_markdown
from generator.text.names import split_names
from generator.text.numbers import whole_number
from generator.text.timestamps import timestamp_or_doubt
from generator.text.urls import absolute_url

# What `octavo fetch --previews` writes besides: status, fetched, bytes, truncated. Of a copy that
# is cut off, the size is that of the whole page.
# The keys that Jekyll, Hugo and web clippers use, best first.
_URL = ("canonical_url", "canonicalURL", "url", "link", "source", "permalink")
_AUTHORS = ("authors", "author", "creator")
_DATE = ("date", "published", "publishDate", "pubDate")
_SUMMARY = ("summary", "description", "excerpt", "abstract")
_TAGS = ("tags", "keywords", "categories", "category")
_HEADING = re.compile(r"\A\s*#[ \t]+([^\n]+)")


def read_page_markdown(data: bytes, received: Received, source: Source, config: Config) -> Contents:
    """Return the file as one preview, which its URL, else its title, joins to an article.

    Raises:
        SourceError: its front matter cannot be read, or it is empty.
    """
    try:
        fields, text = split_front_matter(repair_mojibake(decode(data)))
    except ValueError as error:
        raise SourceError(f"{received.path}: {error}") from error
    url = next(
        (u for text in _first_stated(fields, _URL) if (u := absolute_url(text, source.url))), None
    )
    heading = _HEADING.match(text)
    title = next(iter(_first_stated(fields, ("title",))), heading[1] if heading else "")
    body = make_body(sanitise(html_of_markdown(text), base=url or source.url))
    if not (fields or body):
        raise SourceError(f"{received.path}: the file is empty")
    claim, doubts = _claim(_first_stated(fields, _DATE), config)
    preview = Preview(
        source=source.name,
        capture=received.path,
        resource_id=received.resource,
        title=clean_text(title),
        status=whole_number(fields.get("status")),
        fetched=_day(fields.get("fetched")) or received.date,
        size_kb=math.ceil((whole_number(fields.get("bytes")) or len(data)) / 1024),
        truncated=fields.get("truncated") in (True, "true"),
        **body_fields(body),
    )
    entry = entry_of_copy(
        received,
        preview,
        url=url,
        authors=_names(_first_stated(fields, _AUTHORS)),
        published=claim,
        summary=clean_text(next(iter(_first_stated(fields, _SUMMARY)), "")),
        tags=unique_texts(_first_stated(fields, _TAGS)),
    )
    problems = (Problem(where=received.path, message=d, severity="warning") for d in doubts)
    return Contents(
        entries=(entry,),
        bodies=(body,) if body else (),
        problems=tuple(problems),
        traits=("saved Markdown files",),
    )


def _day(value: object) -> PartialDate | None:
    """Return the day of a time in UTC, as `octavo fetch --previews` writes it."""
    try:
        return parse_edtf(str(value)[:10])
    except ValueError:
        return None


def _first_stated(fields: dict[str, Any], keys: Iterable[str]) -> list[str]:
    """Return the texts of the best key that holds any."""
    return next((found for key in keys if (found := _texts(fields.get(key)))), [])


def _texts(value: Any) -> list[str]:
    if isinstance(value, list):
        return [text for part in value for text in _texts(part)]
    if isinstance(value, dict):
        return _texts(value.get("name"))
    if isinstance(value, datetime.date):
        return [value.isoformat()]
    return [value] if isinstance(value, str) and value.strip() else []


def _names(texts: Iterable[str]) -> tuple[str, ...]:
    return unique_texts(name for text in texts for name in split_names(clean_text(text) or ""))


def _claim(stated: list[str], config: Config) -> tuple[DateClaim | None, list[str]]:
    if not stated:
        return None, []
    doubts: list[str] = []
    timestamp = timestamp_or_doubt(stated[0], config.site.language, doubts)
    if timestamp is None:
        return None, doubts
    return claim_of_copy(timestamp, config.site.timezone), []
