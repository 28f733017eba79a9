"""JSON as the site's files have it: formatted, an item of a long list at a time."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator
from typing import Any

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


# An escape, so that "\\ud800" is seen to be a backslash and letters; half a character alone.
_ESCAPE = re.compile(
    r"\\(?:u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}"
    r"|(?P<half>u[dD][89a-fA-F][0-9a-fA-F]{2})|.)",
    re.DOTALL,
)
_MOST_DIGITS = 1_000  # Python reads no more than 4,300


def parse_json(text: str, on_error: Callable[[str], object] | None = None) -> Any:
    r"""Return the value that the text holds; `on_error` is called with what had to be put right.

    A string may hold control characters, and an escape of half a character (it becomes U+FFFD);
    a number may be larger than a computer's.

    Raises:
        ValueError: it is no JSON, or nested too deeply.

    >>> parse_json('{"title": "a\tb \\ud83d"}')
    {'title': 'a\tb �'}
    """
    try:
        return msgspec.json.decode(text)
    except RecursionError as error:
        raise ValueError("it is nested too deeply") from error
    except msgspec.DecodeError as error:
        strict = error
    readable = _ESCAPE.sub(lambda escape: r"\ufffd" if escape["half"] else escape[0], text)
    try:
        found = json.loads(readable, strict=False, parse_int=_number)
    except (ValueError, RecursionError):
        raise ValueError(str(strict)) from strict
    if on_error:
        on_error(str(strict))
    return found


def _number(digits: str) -> int | float:
    return int(digits) if len(digits) <= _MOST_DIGITS else float(digits)
