"""The sections over a wiki's cached copy → fields of a Preview.

Each reader takes the section's lines and a list to which it adds what it cannot read, and
answers the fields that the section states.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Any

from generator.model import Credibility
from generator.sources.copies.wiki_cells import read_citation, split_chips
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
