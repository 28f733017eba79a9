"""A copy of an article, whatever its form → the one entry of its capture."""

from __future__ import annotations

from hashlib import sha256
from typing import Any

from generator.model import CopyBody, DateClaim, Entry, Preview
from generator.sources.capture_files import Received
from generator.sources.copies.husks import without_husks
from generator.text.excerpts import length_of_html
from generator.text.html import links_of_html, text_of_sanitised
from generator.text.search_terms import search_words
from generator.text.timestamps import Timestamp, are_days, day_of_page, time_zone
from generator.text.titles import beyond_title


def entry_of_copy(received: Received, preview: Preview, **stated: Any) -> Entry:
    """Return the entry that joins the copy to its article.

    `stated` is what else the copy says of it.
    """
    if "summary" in stated:
        stated["summary"] = beyond_title(stated["summary"], preview.title)
    return Entry(
        source=preview.source,
        capture=received.path,
        where=received.path,
        position=0,
        first_seen=received.date,
        guid=received.resource,
        title=preview.title,
        preview=preview,
        creates=False,
        **stated,
    )


def claim_of_copy(timestamp: Timestamp, timezone: str) -> DateClaim:
    """Return the date that a page claims for its article."""
    date = day_of_page(timestamp, timezone)
    instant = None if are_days([timestamp]) else timestamp.instant_in(time_zone(timezone))
    return DateClaim(date=date, kind="preview", raw=timestamp.raw, instant=instant)


def make_body(html: str) -> CopyBody | None:
    """Return the body of a copy; None if its sanitised HTML is "", or only a template's."""
    html = without_husks(html)
    if not html:
        return None
    words = search_words(text_of_sanitised(html))
    return CopyBody(key=sha256(html.encode()).hexdigest()[:32], html=html, words=words)


def body_fields(body: CopyBody | None) -> dict[str, Any]:
    """Return the fields of a Preview that follow from its body."""
    if body is None:
        return {}
    return {
        "body": body.key,
        "length": length_of_html(body.html),
        "links": links_of_html(body.html),
    }
