"""The text of a list with a date in each line → what it lists."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from generator.sources.index.entries import Heading, IndexEntry, read_heading
from generator.text.dates import date_at_edge

# A date at the edge of one line may be a chance; and an entry has three lines at most.
_LEAST = 2
_MOST_LINES = 3


def read_lines(lines: Sequence[str | None], language: str) -> tuple[IndexEntry, ...]:
    """The entries of a text whose lines begin or end with a day; () where they do not.

    A blank line is None. Lines right below an entry are its summary. A year may stand above.
    """
    listed: list[IndexEntry] = []
    year: int | None = None
    is_open = False
    for line in lines:
        if line is None:
            is_open = False
        elif heading := read_heading(line, language, year):
            year, is_open = heading.date.year if heading.date else None, False
        elif dated := date_at_edge(line, language, year):
            date, raw, title = dated
            own = Heading(text=raw, date=date)
            listed.append(IndexEntry(heading=None, title=title, own=own))
            is_open = True
        elif is_open:
            said = " ".join(filter(None, [listed[-1].summary, line]))
            listed[-1] = msgspec.structs.replace(listed[-1], summary=said)
    enough = max(_LEAST, sum(line is not None for line in lines) / _MOST_LINES)
    return tuple(listed) if len(listed) >= enough else ()
