"""Cells of a wiki's page that were run together → chips, rows of a table, the line over a copy."""

from __future__ import annotations

import re

from generator.model import Citation, PartialDate, Record
from generator.text.date_names import ENGLISH_MONTHS
from generator.text.dates import make_date

# What a resource is, and what it is good for, in the wiki's words. Longest first: `newsletter` is
# no `news`, `news article` neither.
_CHIPS = sorted(
    (
        "analysis|arxiv preprint|blog|blog post|book|book chapter|commentary|conference paper|"
        "dataset|documentation|educational|executive order|government|guidance document|homepage|"
        "interview|journal article|legislation|news|news article|newsletter|newspaper|"
        "newspaper article|opinion piece|organizational report|other|paper|podcast|"
        "podcast episode|policy brief|press release|primary source|reference|regulation|report|"
        "standard|talk|tool|tool page|video|web|web page|webpage|wiki page|working paper"
    ).split("|"),
    key=len,
    reverse=True,
)
# A remainder of a letter or two is an ending (`working papers`), not a chip of its own.
_SHORTEST_CHIP = 3

PAGE_TYPES = (
    *("Risk", "Risk Factor", "Capability", "Safety Agenda", "Approach", "Project", "Policy"),
    *("Organization", "Crux", "Concept", "Case Study", "Person", "Resource", "Funder"),
    *("Historical", "Analysis", "Parameter", "Argument", "Table", "Diagram", "Insight", "Event"),
    *("Debate", "Overview", "Intelligence Paradigm", "Internal", "AI Model", "Benchmark"),
    "Research Area",
)
# What is printed where a page has no type, or no quality.
_NONE = ("--", "—", "–")
_CELLS = re.compile(r"(?<!\s)(?:\s*\|\s*|\s{2,}|\t)")
# Two digits before the point at most, or 100: `Claude 358.0` is "Claude 3" and 58.0.
_NUMBER = re.compile(r"100(?:\.0)?|\d{1,2}(?:\.\d{1,2})?")
_QUALITY_AT_END = re.compile(rf"(?:{_NUMBER.pattern}|--?|[—–])$")
_QUALITY = re.compile(r"(100(?:\.0)?|\d{1,2}\.\d{1,2})$")
_LINK = re.compile(r"\[([^\[\]]+)\]\([^()\s]+\)")

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
    """Return chips that were run together; what is not made of known ones is kept as one.

    >>> split_chips("blog postprimary source")
    ('blog post', 'primary source')
    >>> split_chips("newsletter")
    ('newsletter',)
    """
    runs = (run.strip() for run in re.split(r"[,·|]", text))
    return tuple(chip for run in runs if run for chip in _split_run(run))


def _split_run(run: str) -> tuple[str, ...]:
    if (known := _known_chips(run)) is not None:
        return known
    # Of an unknown chip only the beginning is known: where a name of two words ends.
    first = next((chip for chip in _CHIPS if " " in chip and run.lower().startswith(chip)), run)
    rest = run[len(first) :].strip()
    return (run[: len(first)], rest) if len(rest) >= _SHORTEST_CHIP else (run,)


def _known_chips(run: str) -> tuple[str, ...] | None:
    """Return the known chips that a text is made of; None where anything else is in it."""
    if not run:
        return ()
    for chip in _CHIPS:
        if run.lower().startswith(chip):
            rest = _known_chips(run[len(chip) :].lstrip())
            if rest is not None:
                return (run[: len(chip)], *rest)
    return None


def read_citation(row: str) -> tuple[Citation, bool]:
    """Return one row of the table "Cited by", and whether all its cells could be told apart.

    A type that is not known stays part of the page's name.

    >>> read_citation("Dense TransformersConcept58.0")
    (Citation(page='Dense Transformers', type='Concept', quality=58.0), True)
    >>> read_citation("Claude 3----")
    (Citation(page='Claude 3', type=None, quality=None), True)
    """
    cells = _CELLS.split(_LINK.sub(r"\1", row).strip().strip("|").strip())
    if len(cells) == 3 and all(cells):
        quality = _number(cells[2])
        citation = Citation(page=cells[0], type=_stated(cells[1]), quality=quality)
        return citation, quality is not None or cells[2] in (*_NONE, "-")
    text = " ".join(cells)
    rated = _QUALITY_AT_END.search(text)
    if rated and (found := _split_type(text[: rated.start()])):
        return Citation(page=found[0], type=_stated(found[1]), quality=_number(rated[0])), True
    if found := _split_type(text):
        return Citation(page=found[0], type=_stated(found[1])), True
    rated = _QUALITY.search(text)
    page = text[: rated.start()].strip() if rated else ""
    quality = _number(rated[1]) if rated and page else None
    return Citation(page=page or text, quality=quality), False


def _split_type(text: str) -> tuple[str, str] | None:
    """Return a page's name and the type after it; cells are parted by nothing, or by a space each.

    >>> _split_type("Existential RiskConcept"), _split_type("Existential Risk")
    (('Existential Risk', 'Concept'), None)
    """
    is_spaced, text = text.endswith(" "), text.rstrip()
    for kind in (*PAGE_TYPES, *_NONE):
        page = text.removesuffix(kind)
        if page not in ("", text) and page[-1].isspace() == is_spaced:
            return page.rstrip(), kind
    return None


def _stated(cell: str) -> str | None:
    return None if cell in _NONE else cell


def _number(text: str) -> float | None:
    return float(text) if _NUMBER.fullmatch(text) else None


def read_fetch(line: str) -> Fetch | None:
    """Return the line over a cached copy, `HTTP 200Fetched Apr 7, 202624 KB`; None if it is none.

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
    """Return `24 KB`, `1.2 MB`, `812 bytes` in units of 1,024 bytes, rounded.

    None if it holds none.
    """
    size = _SIZE.search(text)
    return round(float(size[1].replace(",", "")) * _IN_KB[size[2]]) if size else None
