"""Texts ↔ cells of articles.csv: what a spreadsheet would take for a formula, and lists."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence

# What makes a cell a formula where it begins, in full width too. Apostrophes before it get one
# more, so that they can lose it.
_SIGN = r"(?='*[=+\-@\t\r\n\uff1d\uff0b\uff0d\uff20])"
_FORMULA = re.compile(_SIGN)
_DEFUSED = re.compile(f"'{_SIGN}")
# Where a cell begins as well, for a program that takes a semicolon or a tab for the end of one.
_INNER_FORMULA = re.compile(rf"[;\t\r\n]{_SIGN}")
_INNER_DEFUSED = re.compile(rf"([;\t\r\n])'{_SIGN}")


def escape_cell(text: str) -> str:
    """Return a cell that no spreadsheet takes for a formula.

    >>> escape_cell("=1+1"), escape_cell("'-"), escape_cell("a=b;=c")
    ("'=1+1", "''-", "a=b;'=c")
    """
    if _INNER_FORMULA.search(text):  # few do, and to look is faster than to replace
        text = _INNER_FORMULA.sub(r"\g<0>'", text)
    return f"'{text}" if _FORMULA.match(text) else text


def unescape_cell(cell: str) -> str:
    """Return the text of a cell that was escaped."""
    return _INNER_DEFUSED.sub(r"\1", cell[1:] if _DEFUSED.match(cell) else cell)


def join_cell(items: Sequence[str]) -> str:
    """Return a list as a cell: parted by `; `, or as JSON where that would not tell its items.

    >>> join_cell(["a", "b"]), join_cell(["a; b"])
    ('a; b', '["a; b"]')
    """
    text = "; ".join(items)
    is_unclear = text.startswith("[") or any(";" in item for item in items)
    return json.dumps(list(items), ensure_ascii=False) if is_unclear else text


def split_cell(cell: str) -> list[str]:
    """Return the list that was joined to a cell."""
    if cell.startswith("["):
        try:
            return [str(item) for item in json.loads(cell)]
        except ValueError:
            pass  # written by hand since
    return cell.split("; ") if cell else []
