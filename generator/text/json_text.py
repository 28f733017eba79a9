"""JSON as it is written → its values. RFC 8259, and what writers get wrong in single characters."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from typing import Any

import msgspec

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
