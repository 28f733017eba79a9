"""Rows of a table as a browser copies them, a tab between two cells → dates and titles."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence

from generator.sources.index.labels import is_label
from generator.sources.index.records import Heading, IndexEntry, IndexPage
from generator.text.html import clean_text

_LEAST = 2
_TITLE = re.compile(
    r"(?:title|talk|topic|paper|subject|thema|titel|titre|título|titolo|post|article|name|event)"
    r"(?: title)?",
    re.IGNORECASE,
)
_NAMES = re.compile(
    r"(?:speakers?|presenters?|authors?|who|names?|redner|vortragende|autor|auteur)", re.IGNORECASE
)
_LABELS = re.compile(r"(?: ?[|,·/] ?)")

Row = Sequence[str | None]
ReadDate = Callable[[str], Heading | None]


def read_table(text: str, read_date: ReadDate) -> IndexPage | None:
    """Return what a table lists whose rows state a date each; None where there is none.

    Raises:
        ValueError: more than one column may hold the titles.
    """
    rows = [[clean_text(cell) for cell in line.split("\t")] for line in text.splitlines()]
    rows = [row for row in rows if sum(map(bool, row)) > 1]
    dated = [(row, at) for row in rows for at in _dates(row, read_date)[:1]]
    if len(dated) < _LEAST or len(dated) * 2 < len(rows):
        return None
    column = Counter(at for _row, at in dated).most_common(1)[0][0]
    listing = [row for row, at in dated if at == column]
    first = rows.index(listing[0])
    head = rows[first - 1] if first else []
    titles = _column_of_titles(head, listing, column)
    names = _column_named(head, _NAMES)
    listed: list[IndexEntry] = []
    left_out: list[str] = []
    for row in listing:
        date = row[column] or ""
        title = row[titles] if titles < len(row) else None
        if title is None or is_label(title):
            left_out.append(date)
            continue
        byline = row[names] if names is not None and names != titles and names < len(row) else None
        own = read_date(date)
        listed.append(IndexEntry(heading=None, title=title, own=own, byline=byline))
    return IndexPage(
        title=None,
        listed=tuple(listed),
        shape="rows of a table with a date each, as text",
        left_out=tuple(left_out),
    )


def _dates(row: Row, read_date: ReadDate) -> list[int]:
    return [number for number, cell in enumerate(row) if cell and read_date(cell)]


def _column_named(head: Row, names: re.Pattern[str]) -> int | None:
    return next((at for at, name in enumerate(head) if name and names.fullmatch(name)), None)


def _column_of_titles(head: Row, rows: Sequence[Row], dates: int) -> int:
    """Return the column whose head says that it has the titles, else the only one that can.

    Raises:
        ValueError: several can.
    """
    named = _column_named(head, _TITLE)
    if named is not None and named != dates:
        return named
    possible = []
    for at in range(max(map(len, rows))):
        cells = [row[at] for row in rows if at < len(row) and row[at]]
        own = {cell for cell in cells if cell and not all(map(is_label, _LABELS.split(cell)))}
        if at != dates and len(own) * 2 > len(rows):
            possible.append(at)
    if len(possible) != 1:
        beside = " or ".join(f"“{rows[0][at]}”" for at in possible if at < len(rows[0]))
        raise ValueError(
            f"“{rows[0][dates]}” stands in a row, and whether its title is {beside} cannot be told"
            if beside
            else f"“{rows[0][dates]}” stands in a row without a title"
        )
    return possible[0]
