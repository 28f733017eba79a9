"""JSON as the site's files have it: formatted, an item of a long list at a time."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import msgspec


def formatted(value: object) -> bytes:
    """Return a value as JSON, with an indent of one space and no line break at the end."""
    return msgspec.json.format(msgspec.json.encode(value), indent=1)


def listed(items: Iterable[object], *, depth: int = 0) -> Iterator[bytes]:
    """Yield a list at a depth of a document as if that were formatted whole, an item at a time."""
    before = b"["
    for item in items:
        indented = (b"\n" + formatted(item)).replace(b"\n", b"\n " + b" " * depth)
        yield before + indented
        before = b","
    yield b"[]" if before == b"[" else b"\n" + b" " * depth + b"]"
