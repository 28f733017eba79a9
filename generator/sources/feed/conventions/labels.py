"""Fields that a feed states in an unusual place: under labels in a text, in PRISM's elements.

`Publication date: June 2024`, `Source: J, Volume 5`, `Author(s): Ann Roe, Bo Lind`, `by Ann Roe`.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from typing import NamedTuple

import msgspec

from generator.sources.feed.conventions.convention import (
    FIELDS,
    LEAST,
    Field,
    MarkupLine,
    Outcome,
    Text,
    WholeFeed,
    most,
    texts_of,
    with_text,
    with_text_beside,
    with_value,
    without_lines,
    without_twin,
)
from generator.sources.feed.item import Item
from generator.text.dates import first_day, last_day, parse_heading
from generator.text.names import is_full_name, is_group, is_inverted, split_names
from generator.text.timestamps import Timestamp, read_timestamp

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


class _LabelledValue(NamedTuple):
    """A labelled value: its field, its line, and whether the line begins with the label."""

    kind: str
    value: str
    line: MarkupLine


def read_labels(feed: WholeFeed) -> Outcome:
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
    texts: Sequence[Text],
    parts: Sequence[Sequence[_LabelledValue]],
    items: Sequence[Item],
    language: str,
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


def _parts(lines: Sequence[MarkupLine]) -> list[_LabelledValue]:
    found: list[_LabelledValue] = []
    for number, line in enumerate(lines):
        if len(line.text) > _LONGEST and not _LABEL.match(line.text):
            continue
        labels = list(_LABEL.finditer(line.text)) if _LABEL.match(line.text) else []
        for number_of, label in enumerate(labels):
            after = labels[number_of + 1] if number_of + 1 < len(labels) else None
            value = line.text[label.end() : after.start() if after else None].strip()
            found.append(_LabelledValue(label.lastgroup or "", value, line))
            if label.lastgroup == "abstract":
                break
        if not labels and (online := _ONLINE.match(line.text)):
            found.append(_LabelledValue("date", line.text[online.end() :], line))
        if not labels and number == 0 and (by := _BY.match(line.text)) and len(lines) > 1:
            found.append(_LabelledValue("by", line.text[by.end() :], line))
    return found


def _fits(part: _LabelledValue, item: Item, language: str) -> bool:
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
    """Return whether a label names authors that no field names, or more than the field does."""
    names = _names(value)
    return not item.authors or (len(names) > len(item.authors) and set(item.authors) < set(names))


def _read(item: Item, text: Text, parts: Sequence[_LabelledValue], language: str) -> Item:
    dropped: list[MarkupLine] = []
    abstract: MarkupLine | None = None
    for part in parts:
        if part.kind in ("authors", "by") and part.value and _says_more(part.value, item):
            rule = "the label of authors in its text"
            item = with_value(item, "authors", _names(part.value) or (part.value,), rule)
        elif part.kind == "date":
            stated = _ONLINE.sub("", part.value)
            item = _with_labelled_date(item, stated, language)
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


# Dates that a feed states elsewhere than where dates stand: in elements of PRISM, under labels.

# In the order in which they count.
_ELEMENTS = {
    "prism_publicationdate": "prism:publicationDate",
    "prism_coverdate": "prism:coverDate",
    "prism_coverdisplaydate": "prism:coverDisplayDate",
}
# `June–July 2024`.
_MONTHS = re.compile(r"([^\W\d_]+) ?[-–—/] ?([^\W\d_]+) (\d{4})")
# `Published on March 5, 2024 6:03 PM GMT`.
_PUBLISHED = re.compile(r"(?:Originally )?(?:Published|Posted)(?: on)?:? (?P<date>.{6,60})")


def read_publication_dates(feed: WholeFeed) -> Outcome:
    """Read the dates of PRISM, of entries that state no other."""
    items, read = [], set()
    for item in feed.items:
        for key, name in _ELEMENTS.items() if item.published is None else ():
            stated = read_or_none(item.elements.get(key, ""), feed.language)
            if stated:
                item = msgspec.structs.replace(item, published=stated)
                read.add(name)
                break
        items.append(item)
    traits = (f"dates are those of {' and '.join(sorted(read))}",) if read else ()
    return Outcome(items, traits)


def read_first_lines(feed: WholeFeed) -> Outcome:
    """Read the date of publication that the first line of all texts states, and take it off."""
    texts = texts_of(feed.items)
    found = []
    for text in texts:
        first = text.lines[0] if len(text.lines) > 1 else None
        match = _PUBLISHED.fullmatch(first.text) if first else None
        if match and read_or_none(match["date"], feed.language):
            found.append((text, match["date"]))
    if not most(len(found), len(texts)):
        return Outcome(feed.items)
    items = list(feed.items)
    for text, date in found:
        item = _with_labelled_date(items[text.place], date, feed.language)
        field: Field = text.field
        html = without_lines(text.html, text.lines[:1])
        items[text.place] = with_text(item, field, html)
    trait = "every text begins with the day on which it was published, which was read and taken off"
    return Outcome(items, (trait,))


def _with_labelled_date(item: Item, text: str, language: str) -> Item:
    """Return the item with the date that its text labels as that of publication.

    It wins against a later one, which is kept as a conflict; an earlier one stands.
    """
    stated = read_or_none(text, language)
    if stated is None:
        return item
    given = item.published
    if given is None:
        return msgspec.structs.replace(item, published=stated)
    if first_day(given.date) <= last_day(stated.date):
        return item
    return msgspec.structs.replace(item, published=stated, overruled=given)


def read_or_none(text: str, language: str) -> Timestamp | None:
    """Return the date, or the months, that a text states; None where it states none."""
    try:
        return read_timestamp(text, language) if text.strip() else None
    except ValueError:
        months = _MONTHS.fullmatch(text.strip())
        span = f"{months[1]} {months[3]} – {months[2]} {months[3]}" if months else ""
        date = parse_heading(span, language)
        return Timestamp(raw=text.strip(), date=date) if date else None
