"""The sections over a wiki's cached copy → fields of a Preview, and claims about its article.

Each reader takes the section's lines and a list to which it adds what it cannot read, and
answers the fields that the section states. ARTICLE names those that are the article's.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Any

from generator.model import Credibility
from generator.sources.copies.wiki_cells import read_citation, split_chips
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
    """Publisher, title, medium and address; the context note, where no rating stands before it."""
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
    """Name between middle dots, or on lines of their own; no other mark parts them."""
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
    """What the wiki notes of a paper, a post or a policy: each a name over its value, or before."""
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
    """A table of facts on other pages that cite this one: nothing of it is about the article."""
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
