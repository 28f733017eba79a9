"""A copy of an article, whatever its form → the one entry of its capture, and how much is shown."""

from __future__ import annotations

import re
from collections.abc import Iterable
from hashlib import sha256
from typing import Any

import msgspec

from generator.config.records import Config, Source
from generator.model.entries import CopyBody, DateClaim, Entry, Preview
from generator.sources.capture_files import Received
from generator.text.excerpts import cut_html, length_of_html
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
    html = without_template_remains(html)
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


# What the template of a saved page leaves in its copy, and its article never held.

# Distill's template, on which many research threads are written, has these where it knows nothing.
_LABELS = "Authors?|Affiliations?|Published|DOI"
_UNFILLED = re.compile(
    rf"<(h[1-6])>(?:{_LABELS})</\1>\s?"
    r"(?:<p>(?:<em>)?(?:Not published yet|No DOI yet)\.?(?:</em>)?</p>\s?|(?=<h[1-6]>))"
)
# The number of a footnote, which stood at the end of the sentence before it.
_FOOTNOTE_NUMBER = re.compile(r"</p>(?<=[.!?:”\"]</p>)(\s?)<p>\[?\d{1,3}\]?</p>(?=\s?<p>[^\W\d])")


def without_template_remains(html: str) -> str:
    """Return the sanitised HTML of a copy without unfilled fields and numbers that stand alone.

    >>> without_template_remains("<h3>Authors</h3><h3>DOI</h3><p><em>No DOI yet.</em></p><p>A.</p>")
    '<p>A.</p>'
    """
    return _FOOTNOTE_NUMBER.sub(r"</p>", _UNFILLED.sub("", html))


# How much of each copy is shown: what its [[source]] allows and its [[host]], the less of both.
#
# Copies are read, kept and compared whole; the key of one that is shown in part is that of the
# whole, a slash, and how many characters are shown.


def limit_copies(entries: Iterable[Entry], source: Source, config: Config) -> tuple[Entry, ...]:
    """Return the entries of a source with no more of their copies than may be shown."""
    return tuple(_limited(entry, _limit(entry, source, config)) for entry in entries)


def _limit(entry: Entry, source: Source, config: Config) -> int | None:
    """Return how many characters of the entry's copy may be shown; None for all."""
    own = [] if source.longest_copy is None else [source.longest_copy]
    return min([*own, *config.fetch.host_limits(entry.url)], default=None)


def _limited(entry: Entry, limit: int | None) -> Entry:
    preview = entry.preview
    if limit is None or preview is None or preview.body is None or preview.length <= limit:
        return entry
    if not limit and entry.creates:  # a feed's text, of which nothing else is known
        return msgspec.structs.replace(entry, preview=None)
    body = f"{preview.body}/{limit}" if limit else None
    preview = msgspec.structs.replace(preview, body=body, length=limit, truncated=True)
    return msgspec.structs.replace(entry, preview=preview)


def split_key(key: str) -> tuple[str, int | None]:
    """Return the key of a whole copy and how many characters of it are shown, None for all."""
    whole, _, limit = key.partition("/")
    return whole, int(limit) if limit else None


def shortened(body: CopyBody, limit: int) -> CopyBody:
    """Return the beginning of a copy."""
    html = cut_html(body.html, limit)
    words = search_words(text_of_sanitised(html))
    return CopyBody(key=f"{body.key}/{limit}", html=html, words=words)
