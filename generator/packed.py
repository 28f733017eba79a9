"""One capture → what it says, as bytes for the cache, and back.

The preview in a capture is a record of its own; the rest of what the capture says holds an outline.
"""

from __future__ import annotations

from sys import intern

import msgspec

from generator.cache import Cache, key_of
from generator.config.records import Config, Source
from generator.disk import content_hash, hash_of
from generator.errors import SourceError
from generator.model import Entry, Preview, Problem, Record
from generator.sources import read_capture
from generator.sources.capture_files import Contents, Received


class Job(Record, kw_only=True):
    """One capture to read, with the hash of its bytes; `number` is its place among all.

    `packed` is `received` in msgpack.
    """

    number: int
    received: Received
    packed: bytes
    source: Source
    hash: str


def read_into(job: Job, key: bytes, config: Config, cache: Cache) -> tuple[bytes, bytes]:
    """Puts what a capture says into the cache; the key that it is found by, and its bytes."""
    try:
        data = job.received.read()
        known = hash_of(data)
    except SourceError:  # read_capture will say so
        data, known = None, content_hash(str(job.received.file))
    said, preview = said_by(job, config, data)
    if known != job.hash:
        # What was written to while it was read gets a key that is never asked for.
        key = key_of(key, b"not at rest")
    if preview is not None:
        cache.put(preview_key(key), preview)
    cache.put(key, said)
    return key, said


def said_by(job: Job, config: Config, data: bytes | None) -> tuple[bytes, bytes | None]:
    """What a capture says in msgpack, after a letter, and its preview in msgpack, if it has one.

    The letter is `p` for a problem, else `v` where there is a preview, `c` where there is none.
    """
    try:
        return _packed(read_capture(job.received, job.source, config, data))
    except (OverflowError, ValueError) as error:
        message = f"holds a value that cannot be kept ({error})"
        return _packed(Problem(where=job.received.path, message=message, severity="error"))


def _packed(said: Contents | Problem) -> tuple[bytes, bytes | None]:
    if isinstance(said, Problem):
        return b"p" + msgspec.msgpack.encode(said), None
    preview = next((entry.preview for entry in said.entries if entry.preview), None)
    entries = tuple(
        msgspec.structs.replace(entry, preview=outline(entry.preview)) if entry.preview else entry
        for entry in said.entries
    )
    packed = msgspec.msgpack.encode(msgspec.structs.replace(said, entries=entries))
    if preview is None:
        return b"c" + packed, None
    return b"v" + packed, msgspec.msgpack.encode(preview)


def has_preview(said: bytes) -> bool:
    """Whether what a capture says, packed, has its preview in a record beside it."""
    return said.startswith(b"v")


def preview_key(key: bytes) -> bytes:
    """The key of the preview in the capture that has this key."""
    return key_of(key, b"preview")


def outline(preview: Preview) -> Preview:
    """A preview without its words: a body that there is stands as "…"."""
    return Preview(
        source=preview.source,
        capture=preview.capture,
        publisher=preview.publisher,
        title=preview.title,
        fetched=preview.fetched,
        body_html=preview.body_html and "…",
        links=preview.links,
    )


def unpacked(data: bytes) -> Contents | Problem:
    """What a capture says, out of what `said_by` packed; its preview is an outline."""
    if data.startswith(b"p"):
        return _PROBLEM.decode(memoryview(data)[1:])
    contents = _CONTENTS.decode(memoryview(data)[1:])
    return msgspec.structs.replace(contents, entries=tuple(map(_sharing, contents.entries)))


def _sharing(entry: Entry) -> Entry:
    """The entry, with what many entries say in one string for all: decoded, each has its own."""
    preview = entry.preview and msgspec.structs.replace(
        entry.preview,
        source=intern(entry.preview.source),
        capture=intern(entry.preview.capture),
        links=tuple(map(intern, entry.preview.links)),
    )
    return msgspec.structs.replace(
        entry,
        source=intern(entry.source),
        capture=intern(entry.capture),
        where=intern(entry.where),
        authors=tuple(map(intern, entry.authors)),
        tags=tuple(map(intern, entry.tags)),
        preview=preview,
    )


_CONTENTS = msgspec.msgpack.Decoder(Contents)
_PROBLEM = msgspec.msgpack.Decoder(Problem)
