"""A copy of an article, whatever its form → the one entry of its capture."""

from __future__ import annotations

from typing import Any

from generator.model import Entry, Preview
from generator.sources.capture_files import Received
from generator.text.html import links_of_html, text_of_sanitised


def entry_of_copy(received: Received, preview: Preview, **stated: Any) -> Entry:
    """The entry that joins the copy to its article; `stated` is what else the copy says of it."""
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


def body_fields(html: str) -> dict[str, Any]:
    """The fields of a Preview that follow from its sanitised HTML, which may be ""."""
    return {
        "body_html": html or None,
        "body_text": text_of_sanitised(html),
        "links": links_of_html(html),
    }
