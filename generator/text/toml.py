"""TOML as somebody wrote it → its tables, within bounds. TOML 1.0."""

from __future__ import annotations

import re
import tomllib
from typing import Any

# Python's parser takes memory for the square of a key's parts: 2 GB for 20,000 of them.
_MOST_PARTS = 100
_LONG_KEY = re.compile(
    r"(?<![\w-])(?:(?:[\w-]++|\"[^\"\n]*+\"|'[^'\n]*+')[ \t]*+\.[ \t]*+)"
    rf"{{{_MOST_PARTS}}}"
)


def parse_toml(text: str) -> dict[str, Any]:
    """Return the tables.

    Raises:
        ValueError: it is no TOML, nested too deeply, or a key in it has more than 100 parts.
    """
    if found := _LONG_KEY.search(text):
        line = text.count("\n", 0, found.start()) + 1
        raise ValueError(f"a key has more than {_MOST_PARTS} parts (at line {line}, column 1)")
    try:
        return tomllib.loads(text)
    except RecursionError as error:
        raise ValueError("lists or tables stand too deep in each other") from error
