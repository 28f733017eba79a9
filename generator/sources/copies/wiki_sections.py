"""The sections over a wiki's cached copy → fields of a Preview, and claims about its article.

Each reader takes the section's lines and a list to which it adds what it cannot read, and
answers the fields that the section states. ARTICLE names those that are the article's.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Any

from generator.model.entries import Citation, Credibility
from generator.model.record import PartialDate, Record
from generator.text.date_names import ENGLISH_MONTHS
from generator.text.dates import make_date
from generator.text.html import clean_text, fold_space
from generator.text.urls import absolute_url

# Fields that are no opinion of the wiki's: they say what the article is.
ARTICLE = ("url", "authors", "year", "abstract")

_MEDIA = frozenset(
    "web paper blog report book talk podcast government reference news newsletter video dataset "
    "interview forum tweet".split()
)
_SCALE = {"low": 1, "mixed": 2, "good": 3, "high": 4, "gold": 5}
_SCORE = re.compile(r"(\d{1,3}(?:\.\d{1,2})?) ?/ ?(\d{1,3})")
_LABEL = re.compile(r"([A-Za-z][A-Za-z -]{0,30}?) ?\((\d{1,3}(?:\.\d{1,2})?)\)")
_OVERRIDE = re.compile(r"This resource has a direct credibility override\.?", re.IGNORECASE)
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
    """Return publisher, title, medium and address; a context note where no rating precedes it."""
    texts = _texts(lines)
    fields: dict[str, Any] = {}
    if texts[:1] == ["Skip to content"]:
        del texts[0]
        fields["publisher"] = texts.pop(0) if texts and texts[0] != "Back" else None
    elif texts[1:2] == ["Back"]:
        fields["publisher"] = texts.pop(0)
    if texts[:1] == ["Back"]:
        del texts[0]
    if texts and (not _is_medium(texts[0]) or (len(texts) > 1 and _is_medium(texts[1]))):
        fields["title"] = texts.pop(0)
    if texts and _is_medium(texts[0]):
        fields["medium"] = texts.pop(0)
    fields |= _take_address_row(texts)
    if texts and is_sentence(texts[0]):
        fields["context_note"] = texts.pop(0)
    doubts.extend(unread("the page's head", texts))
    return fields


def _is_medium(text: str) -> bool:
    return text.lower() in _MEDIA


def is_sentence(text: str) -> bool:
    """Return whether a line may be a note: it has many words and ends in a full stop."""
    return text.endswith(".") and len(text.split()) > 8


_YEAR = re.compile(r"(?:1[5-9]|20)\d\d")
_HOST_AND_PATH = re.compile(r"(?:https?://)?(?:[\w-]+\.)+[a-z]{2,24}(?::\d+)?(?:[/?#]\S*)?", re.I)
_LINK = re.compile(r"\[([^\[\]]*)\]\(([^()\s]+)\)")


def _take_address_row(texts: list[str]) -> dict[str, Any]:
    """Remove the row of year, venue and address from the texts, and return what it says.

    Its parts stand between middle dots, on one line or several; each of them may be missing. The
    address is without its scheme, and cut short if it is long.
    """
    length = 0
    while length < len(texts) and _continues_row(texts, length):
        length += 1
    parts = [part.strip() for text in texts[:length] for part in text.split("·") if part.strip()]
    del texts[:length]
    fields: dict[str, Any] = {}
    if parts and _YEAR.fullmatch(parts[0]):
        fields["year"] = int(parts.pop(0))
    if parts and (address := _address(parts[-1])):
        del parts[-1]
        if address.endswith(("...", "…")):
            fields["details"] = (("Address, cut short", address),)
        else:
            fields["url"] = absolute_url(address if "://" in address else f"https://{address}")
    venue = " · ".join(_LINK.sub(r"\1", part) for part in parts)
    if venue and not _address(venue):  # a mere host is part of the address
        fields["details"] = (("Venue", venue), *fields.get("details", ()))
    return fields


def _continues_row(texts: list[str], place: int) -> bool:
    text, after = texts[place], texts[place + 1] if place + 1 < len(texts) else ""
    return (
        _YEAR.fullmatch(text) is not None
        or "·" in text
        or _address(text) is not None
        or after.startswith("·")
    )


def _address(text: str) -> str | None:
    """Return the address that a text is, with or without a scheme; None if it is none."""
    link = _LINK.fullmatch(text)
    address = link[2] if link else text
    return address if _HOST_AND_PATH.fullmatch(address) else None


def unread(place: str, texts: Sequence[str]) -> list[str]:
    """Return one message for each text that was received and not understood."""
    return [f'not read in {place}: "{text}"' for text in texts]


def _read_rating(lines: list[str], doubts: list[str]) -> dict[str, Any]:
    """Return the wiki's rating, and the note on context that follows it."""
    score = label = inherited = override = None
    before: list[str] = []
    after: list[str] = []
    for text in _texts(lines):
        if match := _SCORE.fullmatch(text):
            score = match
        elif match := _LABEL.fullmatch(text):
            label = match
        elif match := _INHERITED.fullmatch(text):
            inherited = match[1]
        elif _OVERRIDE.fullmatch(text):
            override = text
        else:
            (before if inherited is None and override is None else after).append(text)
    if inherited is None and override is None:
        # The reason comes first; alone, it is known by the label it explains ("High quality. …").
        has_reason = len(before) > 1 or bool(label and before and before[0].startswith(label[1]))
        before, after = (before[:1], before[1:]) if has_reason else ([], before)
    before += [override] if override else []
    fields: dict[str, Any] = {"context_note": " ".join(after)} if after else {}
    value = _decimal(score[1]) if score else _decimal(label[2]) if label else None
    maximum = int(score[2]) if score else len(_SCALE)
    if score and label and value is not None and abs(_decimal(label[2]) - value) > _ROUNDED:
        doubts.append(f'the rating is "{score[0]}" and also "{label[0]}"')
    if not score and label and value is not None:
        known = _SCALE.get(label[1].lower())
        value = value if known is not None and abs(known - value) <= _ROUNDED else None
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


# A rating of 3.5 has the label of the whole number next to it.
_ROUNDED = 0.5


def _decimal(text: str) -> int | float:
    number = float(text)
    return int(number) if number.is_integer() else number


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


def _read_abstract(lines: list[str], doubts: list[str]) -> dict[str, Any]:
    return {"abstract": " ".join(_texts(lines)) or None}


def _read_review(lines: list[str], doubts: list[str]) -> dict[str, Any]:
    return {"review": tuple(_texts(lines))}


def _read_authors(lines: list[str], doubts: list[str]) -> dict[str, Any]:
    """Return the names between middle dots, or on lines of their own; no other mark separates."""
    texts = [_LINK.sub(r"\1", text) for text in _texts(lines)]
    names = (name.strip(" ·") for text in texts for name in text.split("·"))
    return {"authors": tuple(dict.fromkeys(name for name in names if name))}


def _read_points(lines: list[str], doubts: list[str]) -> dict[str, Any]:
    points: list[str] = []
    for text in _texts(lines):
        if (bullet := _BULLET.match(text)) or not points:
            points.append(text[bullet.end() :] if bullet else text)
        else:
            points[-1] += f" {text}"
    return {"key_points": tuple(points)}


# The names of what the wiki notes of papers, posts in forums and documents of a policy.
_DETAILS = (
    *("Citations", "Year", "Methodology", "Categories", "Karma", "Comments", "Forum Tags"),
    *("Forum", "Status", "Document Type", "Reference", "Effective Date"),
)
_SEVERAL = ("Categories", "Forum Tags")
_GLUED_DETAILS = re.compile(rf"(?<=[a-z\d])(?={'|'.join(_DETAILS)})")
_INFLUENTIAL = re.compile(r"([\d,]+) influential")
_SEQUENCE = re.compile(r"Part of sequence: ?(.+)")
# `arXiv:2309.08600DOI:10.1/xSemantic Scholar`: links, whose words are run together.
_WORK_IDS = re.compile(
    r"(?:arXiv: ?(?P<arxiv>\d{4}\.\d{4,5}(?:v\d{1,2})?|[a-z.-]+/\d{7}))? ?"
    r"(?:DOI: ?(?P<doi>10\.\S+?))? ?(?:Semantic Scholar)?"
)


def _read_details(lines: list[str], doubts: list[str]) -> dict[str, Any]:
    """Return the details of a paper, a post or a policy: each a name above or before its value."""
    details: list[tuple[str, str]] = []
    odd: list[str] = []
    name: str | None = None
    for text in _pieces(lines):
        if text in _DETAILS:
            name = text
        elif match := _INFLUENTIAL.fullmatch(text):
            details.append(("Influential citations", match[1]))
        elif match := _SEQUENCE.fullmatch(text):
            details.append(("Part of sequence", match[1]))
        elif match := _WORK_IDS.fullmatch(text):
            works = (("arXiv", match["arxiv"]), ("DOI", match["doi"]))
            details.extend((work, number) for work, number in works if number)
        elif name and (name in _SEVERAL or not details or details[-1][0] != name):
            details.append((name, text))
        elif glued := next((one for one in _DETAILS if text.startswith(one)), None):
            name = glued
            details.append((glued, text.removeprefix(glued).lstrip(" :")))
        else:
            odd.append(text)
    doubts.extend(unread("the details", odd))
    years = [int(value) for key, value in details if key == "Year" and _YEAR.fullmatch(value)]
    return {"details": tuple(details), **({"year": years[0]} if years else {})}


def _pieces(lines: list[str]) -> list[str]:
    """Return the lines, cut where the name of another detail is glued to a value."""
    texts = [_LINK.sub(r"\1", text) for text in _texts(lines)]
    return [piece for text in texts for piece in _GLUED_DETAILS.split(text)]


def _read_facts(lines: list[str], doubts: list[str]) -> dict[str, Any]:
    """Report facts on other pages that cite this one; nothing of them is about the article."""
    rows = [
        text for text in _texts(lines[1:]) if text.replace(" ", "") != "EntityPropertyValueAsOf"
    ]
    doubts.extend(unread("the facts that cite it", rows))
    return {}


def _read_cited(lines: list[str], doubts: list[str]) -> dict[str, Any]:
    """Return the rows of the table; its first line is the section's heading, with their number."""
    rows = [line for line in lines[1:] if "".join(line.split()).strip("|-:") not in _TABLE_HEADS]
    read = [read_citation(row) for row in rows]
    stated = int(re.sub(r"\D", "", lines[0]))
    if stated != len(read):
        doubts.append(f'"{fold_space(lines[0])}", but the table has {len(read)}')
    odd = [fold_space(row) for row, (_, whole) in zip(rows, read, strict=True) if not whole]
    doubts.extend(unread("the table of citing pages", odd))
    return {"cited_by": tuple(citation for citation, _ in read)}


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
    "authors": _read_authors,
    "rating": _read_rating,
    "details": _read_details,
    "metadata": _read_metadata,
    "abstract": _read_abstract,
    "summary": _read_summary,
    "points": _read_points,
    "review": _read_review,
    "cited": _read_cited,
    "facts": _read_facts,
    "ids": _read_ids,
    "end": _read_end,
    "cached": _read_end,  # a second one
}


# Cells of a wiki's page that were run together → chips, rows of a table, the line over a copy.

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
_LINKED = re.compile(r"\[([^\[\]]+)\]\([^()\s]+\)")

_DATE = re.compile(r"Fetched:? (?:([A-Z][a-z]{2,8})\.? (\d{1,2}), (\d{4})|(\d{4})-(\d\d)-(\d\d))")
_STATUS = re.compile(r"\bHTTP(?:/\d(?:\.\d)?)? (\d{3})")
_SIZE = re.compile(r"(?<!\d)(?<!\d,)(\d[\d,]{0,14}(?:\.\d{1,9})?) ?(bytes|B|KB|MB)\b")
_IN_KB = {"bytes": 1 / 1024, "B": 1 / 1024, "KB": 1.0, "MB": 1024.0}
_MONTHS = {name[:3]: number for number, name in enumerate(ENGLISH_MONTHS, 1)}


class Fetch(Record, kw_only=True):
    """The request that made the copy, as its status line says; `unread` is the rest of it."""

    #: The HTTP status, as 200.
    status: int | None
    #: The day of the request.
    fetched: PartialDate | None
    #: In units of 1,024 bytes, rounded.
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
    """Return one row of the table "Cited by", and whether all its cells were recognised.

    A type that is not known stays part of the page's name.

    >>> read_citation("Dense TransformersConcept58.0")
    (Citation(page='Dense Transformers', type='Concept', quality=58.0), True)
    >>> read_citation("Claude 3----")
    (Citation(page='Claude 3', type=None, quality=None), True)
    """
    cells = _CELLS.split(_LINKED.sub(r"\1", row).strip().strip("|").strip())
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
