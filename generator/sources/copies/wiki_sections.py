"""The sections over a wiki's cached copy → fields of a Preview.

Each reader takes the section's lines and a list to which it adds what it cannot read, and
answers the fields that the section states.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Any

from generator.model import Citation, Credibility, PartialDate, Record
from generator.text.dates import ENGLISH_MONTHS, make_date
from generator.text.html import clean_text, fold_space

_MEDIA = frozenset(
    {"web", "paper", "blog", "report", "book", "talk", "podcast", "government", "reference"}
)
_SCALE = {"low": 1, "mixed": 2, "good": 3, "high": 4, "gold": 5}
_SCORE = re.compile(r"(\d{1,3}) ?/ ?(\d{1,3})")
_LABEL = re.compile(r"([A-Za-z][A-Za-z -]{0,30}?) ?\((\d{1,3})\)")
_INHERITED = re.compile(r"Rating inherited from (?:publication venue: )?(.+)", re.IGNORECASE)
_IMPORTANCE = re.compile(r"Importance: ?(\d{1,3}) ?/ ?100(.*)", re.IGNORECASE)
_TABLE_HEADS = frozenset({"PageTypeQuality", "Page|Type|Quality", ""})
_BULLET = re.compile(r"[•◦▪‣·*–-] ?(?=\S)")
_LONGEST_CHIPS = 120
_RESOURCE_ID = re.compile(r"Resource ID: ?([^\s|]+)")
_STABLE_ID = re.compile(r"Stable ID: ?([^\s|]+)")


def _texts(lines: list[str]) -> list[str]:
    return [text for line in lines if (text := clean_text(line))]


def _read_preamble(lines: list[str], doubts: list[str]) -> dict[str, Any]:
    """Publisher, title and medium; the context note too, where no rating stands before it."""
    texts = _texts(lines)
    fields: dict[str, Any] = {}
    if texts[:1] == ["Skip to content"]:
        del texts[0]
        fields["publisher"] = texts.pop(0) if texts and texts[0] != "Back" else None
    elif texts[1:2] == ["Back"]:
        fields["publisher"] = texts.pop(0)
    if texts[:1] == ["Back"]:
        del texts[0]
    if texts and texts[0].lower() not in _MEDIA and not _is_sentence(texts[0]):
        fields["title"] = texts.pop(0)
    if texts and texts[0].lower() in _MEDIA:
        fields["medium"] = texts.pop(0)
    if texts and _is_sentence(texts[0]):
        fields["context_note"] = texts.pop(0)
    doubts.extend(unread("the page's head", texts))
    return fields


def _is_sentence(text: str) -> bool:
    """Whether a line is a note rather than a title: titles are short, or do without a full stop."""
    return text.endswith(".") and len(text.split()) > 8


def unread(place: str, texts: Sequence[str]) -> list[str]:
    """One message for each text that was received and not understood."""
    return [f'not read in {place}: "{text}"' for text in texts]


def _read_rating(lines: list[str], doubts: list[str]) -> dict[str, Any]:
    """The wiki's rating, and the note on context that follows it."""
    score = label = inherited = None
    before: list[str] = []
    after: list[str] = []
    for text in _texts(lines):
        if match := _SCORE.fullmatch(text):
            score = match
        elif match := _LABEL.fullmatch(text):
            label = match
        elif match := _INHERITED.fullmatch(text):
            inherited = match[1]
        else:
            (before if inherited is None else after).append(text)
    if inherited is None:
        # The reason comes first; alone, it is known by the label it explains ("High quality. …").
        has_reason = len(before) > 1 or bool(label and before and before[0].startswith(label[1]))
        before, after = (before[:1], before[1:]) if has_reason else ([], before)
    fields: dict[str, Any] = {"context_note": " ".join(after)} if after else {}
    value = int(score[1]) if score else int(label[2]) if label else None
    maximum = int(score[2]) if score else len(_SCALE)
    if label and int(label[2]) != value:
        doubts.append(f'the rating is "{score and score[0]}" and also "{label[0]}"')
    if not score and label and _SCALE.get(label[1].lower()) != value:
        value = None
    if value is None or not 1 <= value <= maximum:
        kept = [match[0] for match in (score, label) if match] + before
        doubts.extend(unread("the rating", [*kept, *([inherited] if inherited else [])]))
        return fields
    fields["credibility"] = Credibility(
        value=value,
        maximum=maximum,
        label=label[1] if label else None,
        reason=" ".join(before) or None,
        inherited_from=inherited,
    )
    return fields


def _read_metadata(lines: list[str], doubts: list[str]) -> dict[str, Any]:
    importance, chips, odd = None, list[str](), list[str]()
    for text in _texts(lines):
        match = _IMPORTANCE.fullmatch(text)
        if match and int(match[1]) <= 100:
            importance = int(match[1])
            chips.extend(split_chips(match[2]))
        elif text.lower().startswith("importance") or len(text) > _LONGEST_CHIPS:
            odd.append(text)
        else:
            chips.extend(split_chips(text))
    doubts.extend(unread("the metadata", odd))
    return {"importance": importance, "chips": tuple(chips)}


def _read_summary(lines: list[str], doubts: list[str]) -> dict[str, Any]:
    return {"summary": " ".join(_texts(lines)) or None}


def _read_points(lines: list[str], doubts: list[str]) -> dict[str, Any]:
    points: list[str] = []
    for text in _texts(lines):
        if (bullet := _BULLET.match(text)) or not points:
            points.append(text[bullet.end() :] if bullet else text)
        else:
            points[-1] += f" {text}"
    return {"key_points": tuple(points)}


def _read_cited(lines: list[str], doubts: list[str]) -> dict[str, Any]:
    """The rows of the table; its first line is the section's heading, with their number."""
    rows = [line for line in lines[1:] if "".join(line.split()).strip("|") not in _TABLE_HEADS]
    citations = tuple(read_citation(row) for row in rows)
    stated = int(re.sub(r"\D", "", lines[0]))
    if stated != len(citations):
        doubts.append(f'"{fold_space(lines[0])}", but the table has {len(citations)}')
    return {"cited_by": citations}


def _read_ids(lines: list[str], doubts: list[str]) -> dict[str, Any]:
    *others, text = _texts(lines)
    doubts.extend(unread("the page's end", others))
    resource, stable = _RESOURCE_ID.search(text), _STABLE_ID.search(text)
    return {
        "resource_id": resource[1] if resource else None,
        "stable_id": stable[1] if stable else None,
    }


def _read_end(lines: list[str], doubts: list[str]) -> dict[str, Any]:
    doubts.extend(unread("the page's end", _texts(lines)))
    return {}


READERS: dict[str, Callable[[list[str], list[str]], dict[str, Any]]] = {
    "": _read_preamble,
    "rating": _read_rating,
    "metadata": _read_metadata,
    "summary": _read_summary,
    "points": _read_points,
    "cited": _read_cited,
    "ids": _read_ids,
    "end": _read_end,
    "cached": _read_end,  # a second one
}


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
