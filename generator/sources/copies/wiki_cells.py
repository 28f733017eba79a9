"""Cells of a wiki's page that were run together → their parts. The longest known word decides."""

from __future__ import annotations

import re

from generator.model import Citation, PartialDate, Record
from generator.text.dates import ENGLISH_MONTHS, make_date

# Seen in the wiki's public records.
_CHIPS = tuple(
    "primary source|working paper|government|reference|blog post|podcast|report|paper|blog|book|"
    "news|talk|web".split("|")
)
_PAGE_TYPES = ("Research Area", "Safety Agenda", "Concept")
# A remainder of a letter or two is an ending (`papers`), not a chip of its own.
_SHORTEST_CHIP = 3

_CELLS = re.compile(r"(?<!\s)(?:\s*\|\s*|\s{2,}|\t)")
# Two digits before the point at most, or 100: `Claude 358.0` is "Claude 3" and 58.0.
_QUALITY = re.compile(r"(100(?:\.0)?|\d{1,2}\.\d{1,2})$")
_WHOLE_QUALITY = re.compile(r"(100|\d{1,2}|[-–—])$")

_DATE = re.compile(r"Fetched:? (?:([A-Z][a-z]{2,8})\.? (\d{1,2}), (\d{4})|(\d{4})-(\d\d)-(\d\d))")
_STATUS = re.compile(r"\bHTTP(?:/\d(?:\.\d)?)? (\d{3})")
_SIZE = re.compile(r"(?<!\d)(?<!\d,)(\d[\d,]{0,14}(?:\.\d{1,9})?) ?(bytes|B|KB|MB)\b")
_IN_KB = {"bytes": 1 / 1024, "B": 1 / 1024, "KB": 1.0, "MB": 1024.0}
_MONTHS = {name[:3]: number for number, name in enumerate(ENGLISH_MONTHS, 1)}


class Fetch(Record, kw_only=True):
    """How the copy was fetched, as far as its status line says; `unread` is the rest of it."""

    status: int | None
    fetched: PartialDate | None
    size_kb: int | None
    unread: tuple[str, ...]


def split_chips(text: str) -> tuple[str, ...]:
    """Chips that were run together; what begins with no known chip is kept as one.

    >>> split_chips("blog postprimary source")
    ('blog post', 'primary source')
    """
    chips: list[str] = []
    rest = text.strip(" ,·|")
    while rest:
        lowered = rest.lower()
        known = next((chip for chip in _CHIPS if lowered.startswith(chip)), rest)
        after = rest[len(known) :].strip(" ,·|")
        if 0 < len(after) < _SHORTEST_CHIP:
            known, after = rest, ""
        chips.append(rest[: len(known)])
        rest = after
    return tuple(chips)


def read_citation(row: str) -> Citation:
    """One row of the table "Cited by". A type that is not known stays part of the page's name.

    >>> read_citation("Dense TransformersConcept58.0")
    Citation(page='Dense Transformers', type='Concept', quality=58.0)
    """
    cells = _CELLS.split(row.strip().strip("|").strip())
    if len(cells) == 3 and all(cells):
        return Citation(page=cells[0], type=cells[1], quality=_number(cells[2]))
    text = " ".join(cells)
    quality = _QUALITY.search(text)
    page, kind = _split_type(text[: quality.start()] if quality else text)
    if quality is None and kind is None and (whole := _WHOLE_QUALITY.search(text)):
        # `GPT-4` ends in a number that is its own; after a known type it is the quality.
        page, kind = _split_type(text[: whole.start()])
        quality = whole if kind else None
    return Citation(
        page=page if kind or quality else text,
        type=kind,
        quality=_number(quality[1]) if quality else None,
    )


def _split_type(text: str) -> tuple[str, str | None]:
    text = text.strip()
    for kind in _PAGE_TYPES:
        if text.endswith(kind) and text != kind:
            return text.removesuffix(kind).strip(), kind
    return text, None


def _number(text: str) -> float | None:
    try:
        return float(text)
    except ValueError:
        return None


def read_fetch(line: str) -> Fetch | None:
    """The line over a cached copy, `HTTP 200Fetched Apr 7, 202624 KB`; None if it is none.

    The parts are glued, so the date goes first: its year has four digits.
    """
    date, status = _DATE.search(line), _STATUS.search(line)
    if date is None and status is None:
        return None
    fetched = _read_day(date) if date else None
    rest = _STATUS.sub(" ", _DATE.sub(" ", line, count=1), count=1)
    # A date of another form would lend its year to the size.
    size_kb = None if "Fetched" in rest else size_in_kb(rest)
    rest = (rest if size_kb is None else _SIZE.sub(" ", rest, count=1)).strip(" |·,")
    unread = [date[0]] if date and fetched is None else []
    return Fetch(
        status=int(status[1]) if status else None,
        fetched=fetched,
        size_kb=size_kb,
        unread=(*unread, rest) if rest else tuple(unread),
    )


def _read_day(match: re.Match[str]) -> PartialDate | None:
    name, day, year, *iso = match.groups()
    numbers = iso if name is None else [year, _MONTHS.get(name[:3], 0), day]
    try:
        return make_date(*(int(number) for number in numbers))
    except ValueError:
        return None


def size_in_kb(text: str) -> int | None:
    """`24 KB`, `1.2 MB`, `812 bytes` in units of 1,024 bytes, rounded; None if it holds none."""
    size = _SIZE.search(text)
    return round(float(size[1].replace(",", "")) * _IN_KB[size[2]]) if size else None
