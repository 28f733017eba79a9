"""RIS (the specification of 2011), as Zotero, EndNote, Mendeley and publishers write it → articles.

A line is a tag of two characters, two spaces, a hyphen and a text; what has no tag goes on with the
line before. A record begins with TY and ends with ER, or where the next one begins.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence

from generator.model.entries import AuthorName, Publication
from generator.sources.lists.item import (
    Doubt,
    ListContents,
    ListItem,
    place_of,
    publication_of,
    split_tags,
    url_of,
    without_empty,
)
from generator.text.bibliography import (
    arxiv_in,
    citation_key_in,
    doi_in,
    isbn_in,
    issn_in,
    item_type,
)
from generator.text.html import clean_text, unique_texts
from generator.text.names import in_reading_order, stated_parts

_LINE = re.compile(r"([A-Z][A-Z0-9])  ?-(?: (.*)|\s*)$")
_TITLES, _AUTHORS = ("TI", "T1", "CT"), ("AU", "A1")
_DATES, _SUMMARIES = ("DA", "PY", "Y1"), ("AB", "N2")
_CONTAINERS = ("T2", "JO", "JF", "BT", "JA")
_OTHERS = "TY ER ID DO UR KW N1 ED A2 VL IS SP EP PB SN AN".split()
_KNOWN = frozenset({*_TITLES, *_AUTHORS, *_DATES, *_SUMMARIES, *_CONTAINERS, *_OTHERS})
_DATE = re.compile(r"(\d{4})(?:/(\d{1,2})?)?(?:/(\d{1,2})?)?(?:/(?:from (?P<from>[\d-]+)|.*))?$")


class _RisRecord(defaultdict[str, list[str]]):
    """The texts of each tag of a record, and what names it."""

    def __init__(self, where: str) -> None:
        super().__init__(list)
        self.where = where

    def first(self, tags: Sequence[str]) -> str | None:
        """Return the first text of the best tag that has one."""
        return next((text for tag in tags for text in self.get(tag, ()) if text.strip()), None)


def read_ris(text: str) -> ListContents:
    """Return the records in their order."""
    doubts: list[Doubt] = []
    records = list(_records(text, doubts))
    items = without_empty(map(_item, records), doubts)
    not_kept = dict.fromkeys(tag for record in records for tag in record if tag not in _KNOWN)
    return ListContents(items=items, doubts=tuple(doubts), not_kept=tuple(not_kept))


def _records(text: str, doubts: list[Doubt]) -> Iterator[_RisRecord]:
    record: _RisRecord | None = None
    last, count = "", 0
    for number, line in enumerate(text.splitlines(), 1):
        found = _LINE.match(line.rstrip())
        tag, content = (found[1], found[2] or "") if found else ("", line.strip())
        if tag == "TY" and record is not None:
            message = "it has no ER at its end; the next record ends it"
            doubts.append(Doubt(where=record.where, message=message))
            yield record
        if tag == "TY":
            count += 1
            record = _RisRecord(place_of(count, number))
        if record is None:
            if content:
                message = f"“{line.strip()[:60]}” stands in no record, and is left out"
                doubts.append(Doubt(where=f"line {number}", message=message))
            continue
        if tag == "ER":
            yield record
            record = None
        elif tag:
            record[tag].append(content)
            last = tag
        elif content:
            record[last][-1] += f"\n{content}"
    if record is not None:
        yield record


def _item(record: _RisRecord) -> ListItem:
    key, doi = record.first(("ID",)), doi_in(record.first(("DO",)))
    people = [name for tag in _AUTHORS for name in record.get(tag, ())]
    people = people or [name for tag in ("ED", "A2") for name in record.get(tag, ())]
    date, url = record.first(_DATES), record.first(("UR",))
    # EndNote writes several into one line.
    urls = re.split(r";(?=\s*https?://)", url or "")
    found = _DATE.match(date.strip()) if date else None
    parts = [f"{part:0>2}" for part in (found.groups()[:3] if found else ()) if part]
    start = f"{found['from']}/" if found and found["from"] else ""
    authors, name_parts = _people(people)
    return ListItem(
        where=record.where,
        key=clean_text(key or ""),
        title=clean_text(record.first(_TITLES) or ""),
        url=url_of(urls[0], doi),
        doi=doi,
        authors=authors,
        name_parts=name_parts,
        publication=_publication(record, key, doi),
        date=start + "-".join(parts) if parts else date,
        summary=clean_text(record.first(_SUMMARIES) or ""),
        tags=tuple(dict.fromkeys(tag for one in record.get("KW", ()) for tag in _keywords(one))),
        remark="\n\n".join(unique_texts(record.get("N1", ()))) or None,
        raw={"date": date or "", "authors": "; ".join(people), "url": url or ""},
    )


def _keywords(text: str) -> tuple[str, ...]:
    """Return one keyword, or several on lines of their own."""
    return split_tags(text, re.compile(r"[\n;]"))


def _publication(record: _RisRecord, key: str | None, doi: str | None) -> Publication | None:
    start, end = record.first(("SP",)), record.first(("EP",))
    number = record.first(("SN",))
    named = dict(text.strip().split(":", 1) for text in record.get("AN", ()) if ":" in text)
    return publication_of(
        type=item_type((record.first(("TY",)) or "").strip(), "ris"),
        container=record.first(_CONTAINERS),
        volume=record.first(("VL",)),
        issue=record.first(("IS",)),
        pages=f"{start}-{end}" if start and end else start or end,
        publisher=record.first(("PB",)),
        key=citation_key_in(key),
        doi=doi,
        arxiv=arxiv_in(named.get("arXiv")),
        pmid=named.get("PMID"),
        isbn=isbn_in(number),
        issn=issn_in(number),
    )


def _people(names: Sequence[str]) -> tuple[tuple[str, ...], dict[str, AuthorName]]:
    """Return names and their parts: `Doe, Jane, Jr.` is Jane Doe, Jr.; others are whole."""
    found: dict[str, AuthorName | None] = {}
    for name in unique_texts(names):
        family, given, suffix = (part.strip() for part in f"{name},,".split(",", 2))
        suffix = suffix.rstrip(" ,")
        if given and suffix:
            parts = AuthorName(family=family, given=given, suffix=suffix)
            found.setdefault(f"{given} {family}, {suffix}", parts)
        else:
            plain = name.rstrip(" ,")  # `Doe, Jane,`: a suffix that is none
            found.setdefault(in_reading_order(plain), stated_parts(plain))
    return tuple(found), {name: parts for name, parts in found.items() if parts}
