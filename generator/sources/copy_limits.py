"""How much of each copy is shown: what its [[source]] allows and its [[host]], the less of both."""

from __future__ import annotations

from hashlib import sha256

import msgspec

from generator.config.records import Config, Source
from generator.model import CopyBody, Entry
from generator.sources.capture_files import Contents
from generator.sources.copies.entry import make_body
from generator.text.excerpts import cut_html


def limit_copies(contents: Contents, source: Source, config: Config) -> Contents:
    """The contents with no more of the copies than may be shown."""
    received = {body.key: body for body in contents.bodies}
    bodies: dict[str, CopyBody] = {}
    entries = []
    for entry in contents.entries:
        whole = received.get(entry.preview.body or "") if entry.preview else None
        if whole is not None:
            body = _limited(whole, _limit(entry, source, config))
            entry = _with_body(entry, whole, body)
            if body:
                bodies[body.key] = body
        entries.append(entry)
    return msgspec.structs.replace(contents, entries=tuple(entries), bodies=tuple(bodies.values()))


def _limit(entry: Entry, source: Source, config: Config) -> int | None:
    """How many characters of the entry's copy may be shown; None for all."""
    limits = [*config.fetch.host_limits(entry.url)]
    if source.longest_copy is not None:
        limits.append(source.longest_copy)
    return min(limits, default=None)


def _limited(body: CopyBody, limit: int | None) -> CopyBody | None:
    """The body, or its beginning; None where nothing of it may be shown."""
    html = body.html if limit is None else cut_html(body.html, limit)
    if html == body.html:
        return body
    cut = make_body(html)
    # Two texts that begin alike are two.
    key = sha256(f"{body.key}\n{limit}".encode()).hexdigest()[:32]
    return cut and msgspec.structs.replace(cut, key=key)


def _with_body(entry: Entry, whole: CopyBody, body: CopyBody | None) -> Entry:
    """The entry with its copy of another length. Where it links to stays known."""
    if body is whole or entry.preview is None:
        return entry
    if body is None and entry.creates:  # a feed's text, and nothing is said of it
        return msgspec.structs.replace(entry, preview=None)
    key = body.key if body else None
    preview = msgspec.structs.replace(entry.preview, body=key, truncated=True)
    return msgspec.structs.replace(entry, preview=preview)
