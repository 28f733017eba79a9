"""Records in a text: lines with labels, which say the authors, the date and the journal.

`Publication date: June 2024`, `Source: J, Volume 5`, `Author(s): Ann Roe, Bo Lind`, `by Ann Roe`.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from typing import NamedTuple

from generator.sources.feed.conventions.dates import read_or_none, with_labelled_date
from generator.sources.feed.conventions.lines import Line, without_lines
from generator.sources.feed.conventions.texts import (
    FIELDS,
    Text,
    texts_of,
    with_text,
    with_text_beside,
    without_twin,
)
from generator.sources.feed.conventions.whole import LEAST, Feed, Outcome, with_value
from generator.sources.feed.item import Item
from generator.text.names import is_full_name, is_group, is_inverted, split_names

# What labels are called, by what they label.
_LABELS = {
    "authors": r"Author\(s\)|Authors?|AUTHORS?|Written by|By",
    "date": r"Publication date|Date of publication|Published online|Published(?: on)?",
    "source": r"Source|Journal|Publication",
    "id": r"DOI|PMID|PII|ISSN",
    "tags": r"Keywords?|Tags",
    "abstract": r"Abstract|ABSTRACT|Summary",
}
_LABEL = re.compile(
    "|".join(f"(?P<{kind}>{words})" for kind, words in _LABELS.items()).join(
        (r"(?:(?<=^)|(?<=\s))(?:", r") ?:(?=\s|$|[^\W\d_])\s*")
    )
)
_BY = re.compile(r"[Bb]y (?=[^\W\d_])")
_ONLINE = re.compile(r"(?:Available online|Published online|First published)[: ]+", re.IGNORECASE)
_ABSTRACT_LABEL = re.compile(rf"(?:{_LABELS['abstract']})(?:\s|<[^<>]*+>)*+:(?:\s|</[^<>]*+>)*+")
_BLOCKS = ("<p", "<div", "<br", "<li", "<td", "</p", "</div")
# A line that is no label's is longer than the longest that is.
_LONGEST = 3000


class _Part(NamedTuple):
    """What a label labels, in which line, and whether the line begins with it."""

    kind: str
    value: str
    line: Line


def read_labels(feed: Feed) -> Outcome:
    """Read the records that most texts hold, and leave the rest of each as the text."""
    items, read = list(feed.items), set[str]()
    for field in FIELDS:
        texts = texts_of(items, (field,))
        parts = [_parts(text.lines) for text in texts]
        habits = _habits(texts, parts, items, feed.language)
        for text, found in zip(texts, parts, strict=True):
            kept = [part for part in found if part.kind in habits]
            if kept:
                items[text.place] = _read(items[text.place], text, kept, feed.language)
        read |= habits
    if not read:
        return Outcome(feed.items)
    names = ", ".join(sorted({"by": "authors"}.get(kind, kind) for kind in read))
    trait = f"the texts hold records with labels ({names}), which were read and taken off"
    return Outcome([without_twin(item) for item in items], (trait,))


def _habits(
    texts: Sequence[Text], parts: Sequence[Sequence[_Part]], items: Sequence[Item], language: str
) -> set[str]:
    """Return the kinds of labels that most texts have, and that mostly label what they say."""
    counts: dict[str, int] = defaultdict(int)
    fits: dict[str, int] = defaultdict(int)
    for text, found in zip(texts, parts, strict=True):
        for part in found:
            if part.value or part.kind == "abstract":
                counts[part.kind] += 1
                fits[part.kind] += _fits(part, items[text.place], language)
    habits = {
        kind
        for kind, count in counts.items()
        if count >= LEAST and count * 2 > len(texts) and fits[kind] * 3 >= count * 2
    }
    return habits if habits & {"authors", "date", "by"} else set()


def _parts(lines: Sequence[Line]) -> list[_Part]:
    found: list[_Part] = []
    for number, line in enumerate(lines):
        if len(line.text) > _LONGEST and not _LABEL.match(line.text):
            continue
        labels = list(_LABEL.finditer(line.text)) if _LABEL.match(line.text) else []
        for number_of, label in enumerate(labels):
            after = labels[number_of + 1] if number_of + 1 < len(labels) else None
            value = line.text[label.end() : after.start() if after else None].strip()
            found.append(_Part(label.lastgroup or "", value, line))
            if label.lastgroup == "abstract":
                break
        if not labels and (online := _ONLINE.match(line.text)):
            found.append(_Part("date", line.text[online.end() :], line))
        if not labels and number == 0 and (by := _BY.match(line.text)) and len(lines) > 1:
            found.append(_Part("by", line.text[by.end() :], line))
    return found


def _fits(part: _Part, item: Item, language: str) -> bool:
    """Return whether a value is what its label says."""
    if part.kind in ("authors", "by"):
        letters = "".join(re.findall(r"[^\W\d_]", "".join(item.authors)))
        is_known = letters == "".join(re.findall(r"[^\W\d_]", part.value))
        return is_known or bool(_names(part.value))
    if part.kind == "date":
        return read_or_none(_ONLINE.sub("", part.value), language) is not None
    return bool(part.value) or part.kind in ("abstract", "source", "id")


def _names(value: str) -> tuple[str, ...]:
    names = split_names(value)
    people = (name.removesuffix(" et al.") for name in names)
    return names if all(is_full_name(p) or is_inverted(p) or is_group(p) for p in people) else ()


def _says_more(value: str, item: Item) -> bool:
    """Whether a label names authors where no field does, or all of whom a field has the first."""
    names = _names(value)
    return not item.authors or (len(names) > len(item.authors) and set(item.authors) < set(names))


def _read(item: Item, text: Text, parts: Sequence[_Part], language: str) -> Item:
    dropped: list[Line] = []
    abstract: Line | None = None
    for part in parts:
        if part.kind in ("authors", "by") and part.value and _says_more(part.value, item):
            rule = "the label of authors in its text"
            item = with_value(item, "authors", _names(part.value) or (part.value,), rule)
        elif part.kind == "date":
            stated = _ONLINE.sub("", part.value)
            item = with_labelled_date(item, stated, language)
        elif part.kind == "tags" and not item.tags:
            tags = tuple(t.strip() for t in re.split("[,;]", part.value) if t.strip())
            item = with_value(item, "tags", tags, "the label of keywords in its text")
        if part.kind == "abstract":
            abstract = part.line
        elif part.line not in dropped:
            dropped.append(part.line)
    html = without_lines(text.html, [line for line in dropped if line != abstract])
    if abstract and (label := _ABSTRACT_LABEL.search(html)):
        # What stands before it in its line are other labels, or its own markup.
        start = max((html.rfind(tag, 0, label.start()) for tag in _BLOCKS), default=-1)
        html = html[: html.find(">", start) + 1 if start >= 0 else 0] + html[label.end() :]
    return with_text_beside(with_text(item, text.field, html, is_abstract=True))
