"""How much of each copy is shown: what its [[source]] allows and its [[host]], the less of both.

Copies are read, kept and compared whole; the key of one that is shown in part is that of the whole,
a slash, and how many characters are shown.
"""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from generator.config.records import Config, Source
from generator.model import CopyBody, Entry
from generator.text.excerpts import cut_html
from generator.text.html import text_of_sanitised
from generator.text.search_terms import search_words


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


def parted_key(key: str) -> tuple[str, int | None]:
    """Return the key of a whole copy and how many characters of it are shown, None for all."""
    whole, _, limit = key.partition("/")
    return whole, int(limit) if limit else None


def shortened(body: CopyBody, limit: int) -> CopyBody:
    """Return the beginning of a copy."""
    html = cut_html(body.html, limit)
    words = search_words(text_of_sanitised(html))
    return CopyBody(key=f"{body.key}/{limit}", html=html, words=words)
