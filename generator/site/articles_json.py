"""The library → articles.json: every field of every article, with its evidence."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

import msgspec
from msgspec import structs

from generator.model import Article, AuthorName, Evidence, Page
from generator.site.catalogue import Catalogue
from generator.site.paths import RECORDS, article_path, copy_path
from generator.text.json import formatted, listed

VERSION = 2


def articles_json_page(catalogue: Catalogue) -> Page:
    """Return articles.json: articles in the timeline's order, keys in an order that stays."""
    library = catalogue.library
    inputs = {
        "articles": catalogue.articles,
        "mentions": library.mentions,
        "problems": library.problems,
    }
    return Page(path=RECORDS, inputs=inputs, body=partial(_pieces, catalogue))


def _pieces(catalogue: Catalogue) -> Iterator[bytes]:
    """Yield the bytes of articles.json, an article at a time: all of them are too many to hold."""
    library = catalogue.library
    yield b'{\n "version": %d,\n "articles": ' % VERSION
    yield from listed(map(article_record, catalogue.articles), depth=1)
    rest = {
        "mentions": [
            {"url": mention.url, "title": mention.title, "reason": mention.reason}
            for mention in library.mentions
        ],
        "problems": [
            {
                "where": problem.where,
                "message": problem.message,
                "severity": problem.severity,
                **({"advice": problem.advice} if problem.advice else {}),
            }
            for problem in library.problems
        ],
    }
    yield b"," + formatted(rest)[1:] + b"\n"


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
        "added": article.added.edtf if article.added else None,
        **_extras(article),
    }


def _extras(article: Article) -> dict[str, object]:
    """What few articles have, and only where they have it."""
    extras: dict[str, object] = {}
    if article.opening:
        extras["opening"] = article.opening
    if article.external_url:
        extras["external_url"] = article.external_url
    if article.discussed_at:
        extras["discussed_at"] = article.discussed_at
    if article.feed_authors:
        extras["feed_authors"] = article.feed_authors
    if article.attachments:
        extras["attachments"] = article.attachments
    if article.name_parts:
        extras["name_parts"] = {
            name: _stated(parts) for name, parts in sorted(article.name_parts.items())
        }
    if article.publication:
        extras["publication"] = article.publication.stated
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


def _stated(parts: AuthorName) -> dict[str, object]:
    return {name: value for name, value in structs.asdict(parts).items() if value}


def _evidence(evidence: Evidence) -> dict[str, str | None]:
    record = {"source": evidence.source, "rule": evidence.rule, "raw": evidence.raw}
    return record if evidence.reason is None else {**record, "reason": evidence.reason}


def _preview(article: Article) -> object:
    """Return every field of the preview by its name in the model, dates in EDTF.

    The text of the copy is left out: `copy` says where it stands. `review` and `details` are
    there only where a wiki gives any.
    """
    if article.preview is None:
        return None
    record = msgspec.to_builtins(article.preview)
    del record["body"]
    for extra in ("review", "details"):
        if not record[extra]:
            del record[extra]
    record["copy"] = copy_path(article) if article.preview.body else None
    fetched = article.preview.fetched
    record["fetched"] = fetched.edtf if fetched else None
    return record
