"""Describe the changes of the newest captures as text: added, corrected, vanished."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import groupby

import msgspec

from generator.errors import one_line
from generator.model.articles import Change
from generator.model.record import PartialDate
from generator.text.dates import parse_edtf


def changes(found: Sequence[Change], words_of: Callable[[PartialDate], str]) -> str:
    """Return a paragraph a capture, a line a change, newest capture first.

    Says so if there is none.

    `words_of` puts a date into words.
    """
    if not found:
        return "no changes: the log holds one capture, or all its captures say the same"
    paragraphs = []
    for (date, capture), part in groupby(found, lambda change: (change.date, change.capture)):
        lines = [f"{words_of(date)}, by {capture}", *_lines(part, words_of)]
        paragraphs.append("\n".join(map(one_line, lines)))
    return "\n\n".join(paragraphs)


def change_record(change: Change) -> dict[str, object]:
    """Return a change for a program; dates are in EDTF, what has no value is null."""
    return {**msgspec.to_builtins(change), "date": change.date.edtf}


def _lines(part: Iterator[Change], words_of: Callable[[PartialDate], str]) -> Iterator[str]:
    for change in part:
        line = f"  {change.kind:9}  {change.label}"
        if change.field:
            value, was = (
                _shown(change, change.value, words_of),
                _shown(change, change.was, words_of),
            )
            line += f": {change.field} {value}, was {was}"
        if change.source:
            line += f": source {change.source}"
        yield line


def _shown(change: Change, text: str | None, words_of: Callable[[PartialDate], str]) -> str:
    if text is None:
        return "unknown"
    return words_of(parse_edtf(text)) if change.field == "date" else text
