"""The library → articles.json: every field of every article, with its evidence.

docs/data.md explains each field, static/articles.schema.json has its type.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from functools import partial

import msgspec
from msgspec import structs

from generator import __version__
from generator.config.records import Config
from generator.model.articles import Article, Evidence
from generator.model.entries import AuthorName
from generator.model.pages import Page
from generator.model.record import PartialDate
from generator.site import Library
from generator.site.catalogue import Catalogue
from generator.site.paths import RECORDS, article_path, copy_path
from generator.text.dates import first_day, last_day
from generator.text.json import formatted, listed

VERSION = 2


def articles_json_page(catalogue: Catalogue) -> Page:
    """Return articles.json: articles in the timeline's order, keys in an order that stays."""
    library = catalogue.library
    inputs = {
        "of": _site(catalogue),
        "articles": catalogue.hashes_of(catalogue.articles),
        "previews": list(map(_preview, catalogue.articles)),
        "pictures": library.pictures,
        "references": library.cites,
        "mentions": library.mentions,
        "problems": library.problems,
    }
    return Page(path=RECORDS, inputs=inputs, body=partial(_pieces, catalogue))


def _pieces(catalogue: Catalogue) -> Iterator[bytes]:
    """Yield the bytes of articles.json, an article at a time: all of them are too many to hold."""
    library = catalogue.library
    before = formatted({"version": VERSION, "site": _site(catalogue)})
    yield before.removesuffix(b"\n}") + b',\n "articles": '
    previews = preview_sources(library.config)
    records = (
        {**article_record(article, previews), **found_fields(library, article)}
        for article in catalogue.articles
    )
    yield from listed(records, depth=1)
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


def _site(catalogue: Catalogue) -> dict[str, object]:
    """Return what the articles are of: names that they refer to, and how new all of it is."""
    config, as_of = catalogue.library.config, catalogue.library.data_as_of
    site = config.site
    return {
        "id": site.id,
        "title": site.title,
        "description": site.description or None,
        "language": site.language,
        "timezone": site.timezone,
        "base_url": site.base_url or None,
        "data_as_of": as_of.edtf if as_of else None,
        "generator_version": __version__,
        "kinds": [
            {"name": kind.name, "title": kind.title, "plural": kind.plural, "large": kind.large}
            for kind in config.kinds
        ],
        "series": [{"name": series.name, "title": series.title} for series in config.series],
        "sources": [
            {
                "name": source.name,
                "title": source.title,
                "reader": source.reader,
                "url": source.url,
            }
            for source in config.sources
        ],
    }


def preview_sources(config: Config) -> frozenset[str]:
    """Return the names of the sources that keep copies of articles and list none."""
    return frozenset(source.name for source in config.sources if source.reader == "preview")


def date_fields(date: PartialDate | None) -> dict[str, str | None]:
    """Return a date in EDTF, the first and the last day that it can be, and how exact it is.

    >>> date_fields(PartialDate(year=2024, month=2))
    {'date': '2024-02', 'date_start': '2024-02-01', 'date_end': '2024-02-29', 'date_precision':
    'month'}
    """
    if date is None:
        return dict.fromkeys(("date", "date_start", "date_end", "date_precision"))
    precision = "day" if date.day else "month" if date.month else "year"
    return {
        "date": date.edtf,
        "date_start": "{:04d}-{:02d}-{:02d}".format(*first_day(date)),
        "date_end": "{:04d}-{:02d}-{:02d}".format(*last_day(date)),
        "date_precision": "range" if date.end else precision,
    }


def missing_since(article: Article, previews: Collection[str]) -> PartialDate | None:
    """Return since when no source lists the article that did; None while one does.

    `previews` are the sources that list nothing.
    """
    listings = [one.missing_since for one in article.statements if one.source not in previews]
    dates = [date for date in listings if date is not None]
    if not dates or len(dates) < len(listings):
        return None
    return max(dates, key=first_day)


def article_record(article: Article, previews: Collection[str] = ()) -> dict[str, object]:
    """Return one article as articles.json has it; `previews` are the sources that list nothing."""
    missing = missing_since(article, previews)
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
        **date_fields(article.date),
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
        "updated": article.updated,
        "missing_since": missing.edtf if missing else None,
        **_extras(article),
    }


def found_fields(library: Library, article: Article) -> dict[str, object]:
    """Return what the whole list or the disk tells of an article, where there is something."""
    found: dict[str, object] = {}
    if linked := library.cites.get(article.id):
        found["references"] = tuple(dict.fromkeys(linked.values()))
    if picture := library.pictures.get(article.id):
        found["picture"] = picture
    return found


def _extras(article: Article) -> dict[str, object]:
    """Return what few articles have, and only where they have it."""
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
    del record["body"], record["length"]
    for extra in ("review", "details"):
        if not record[extra]:
            del record[extra]
    record["copy"] = copy_path(article) if article.body else None
    fetched = article.preview.fetched
    record["fetched"] = fetched.edtf if fetched else None
    return record
