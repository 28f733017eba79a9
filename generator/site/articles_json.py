"""The library → articles.json: every field of every article, with its evidence."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from mmap import mmap

import msgspec

from generator.model import Article, Evidence, Page
from generator.site.catalogue import Catalogue
from generator.site.paths import RECORDS, article_path

VERSION = 1
_CHUNK = 1 << 20


def records_page(catalogue: Catalogue) -> Page:
    """articles.json, its articles in the timeline's order, its keys in an order that stays."""
    return Page(path=RECORDS, body=record_pieces(catalogue))


def record_pieces(catalogue: Catalogue) -> Iterator[bytes]:
    """The bytes of articles.json, an article at a time: all of them are too many to hold."""
    library = catalogue.library
    yield b'{\n "version": %d,\n "articles": ' % VERSION
    yield from listed((article_record(catalogue.whole(one)) for one in catalogue.articles), depth=1)
    rest = {
        "mentions": [
            {"url": mention.url, "title": mention.title, "reason": mention.reason}
            for mention in library.mentions
        ],
        "problems": [
            {"where": problem.where, "message": problem.message, "severity": problem.severity}
            for problem in library.problems
        ],
    }
    yield b"," + _formatted(rest)[1:] + b"\n"


def mended_records(catalogue: Catalogue, old: mmap, touched: Collection[str]) -> Page:
    """articles.json of its bytes as they were, with those articles anew whose previews changed."""
    return Page(path=RECORDS, body=_mended_pieces(catalogue, old, touched))


def _mended_pieces(catalogue: Catalogue, old: mmap, touched: Collection[str]) -> Iterator[bytes]:
    place = 0
    for article in catalogue.articles:
        if article.preview and article.preview.capture in touched:
            # Strings hold no line breaks, so this stands nowhere but at the article's beginning.
            name = b'\n  {\n   "id": %b,' % msgspec.json.encode(article.id)
            start = _place(old, name, place)
            yield from _sliced(old, place, start)
            yield _item(article_record(catalogue.whole(article)), 1)
            place = _place(old, b"\n  }", start) + 4
    yield from _sliced(old, place, len(old))


def _place(old: mmap, part: bytes, start: int) -> int:
    place = old.find(part, start)
    if place < 0:
        raise ValueError(f"{RECORDS} is not as it was written: {part!r} is missing")
    return place


def _sliced(data: mmap, start: int, end: int) -> Iterator[bytes]:
    for place in range(start, end, _CHUNK):
        yield data[place : min(place + _CHUNK, end)]


def listed(items: Iterable[object], *, depth: int = 0) -> Iterator[bytes]:
    """A list at a depth of a JSON document, as if it were formatted whole, an item at a time."""
    before = b"["
    for item in items:
        yield before + _item(item, depth)
        before = b","
    yield b"[]" if before == b"[" else b"\n" + b" " * depth + b"]"


def _item(item: object, depth: int) -> bytes:
    return (b"\n" + _formatted(item)).replace(b"\n", b"\n " + b" " * depth)


def _formatted(value: object) -> bytes:
    return msgspec.json.format(msgspec.json.encode(value), indent=1)


def article_record(article: Article) -> dict[str, object]:
    """One article as articles.json has it."""
    dated = article.date_evidence
    date_evidence: dict[str, object] = {
        "rule": dated.rule,
        "source": dated.source,
        "raw": dated.raw,
        "refined_by": dated.refined_by,
    }
    if dated.reason is not None:
        date_evidence["reason"] = dated.reason
    return {
        "id": article.id,
        "path": article_path(article),
        "url": article.url,
        "title": article.title,
        "authors": article.authors,
        "summary": article.summary,
        "kind": article.kind,
        "series": article.series,
        "tags": article.tags,
        "date": article.date.edtf if article.date else None,
        "date_evidence": date_evidence,
        "evidence": {
            field: _evidence(article.evidence[field]) for field in sorted(article.evidence)
        },
        "conflicts": [
            {"field": conflict.field, "source": conflict.source, "value": conflict.value}
            for conflict in article.conflicts
        ],
        "preview": _preview(article),
        "sources": article.sources,
        **_extras(article),
    }


def _extras(article: Article) -> dict[str, object]:
    """What few articles have, and only where they have it: attached files, the owner's notes."""
    extras: dict[str, object] = {}
    if article.attachments:
        extras["attachments"] = article.attachments
    if article.notes:
        extras["notes"] = [
            {
                "title": note.title,
                "date": note.date.edtf if note.date else None,
                "text": note.body_text,
            }
            for note in article.notes
        ]
    return extras


def _evidence(evidence: Evidence) -> dict[str, str | None]:
    record = {"source": evidence.source, "rule": evidence.rule, "raw": evidence.raw}
    return record if evidence.reason is None else {**record, "reason": evidence.reason}


def _preview(article: Article) -> object:
    """Every field of the preview by its name in the model, dates in EDTF."""
    if article.preview is None:
        return None
    record = msgspec.to_builtins(article.preview)
    fetched = article.preview.fetched
    record["fetched"] = fetched.edtf if fetched else None
    return record
