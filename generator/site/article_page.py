"""One article → its page: its date explained, its copy framed, where every field came from."""

from __future__ import annotations

import msgspec

from generator.model.articles import Article, DateEvidence, Evidence
from generator.model.pages import Page
from generator.model.record import PartialDate, Record
from generator.site.catalogue import Catalogue
from generator.site.citation_formats import bibtex, downloads
from generator.site.evidence_pages import disputes_of
from generator.site.list_rows import NO_NEIGHBOURS, Reference
from generator.site.metadata import highwire, json_ld
from generator.site.paths import article_path, series_path, source_path
from generator.text.timestamps import read_timestamp
from generator.text.urls import WEB_ARCHIVE, url_host

# The order in which the fields are accounted for; fields it does not name follow.
_FIELDS = (
    *("date", "title", "authors", "feed_authors", "summary", "kind", "series", "tags", "url"),
    *("publication", "image", "preview", "added", "id", "path", "sources"),
)


class FieldAccount(Record, kw_only=True):
    """The origin of one field."""

    #: Its name in the model.
    field: str
    #: The title of the source that was believed; None where none says it.
    source: str | None
    #: Why it was believed, in words.
    rule: str
    #: The text as received.
    raw: str | None
    #: An earlier field for which the same text was received, so that it is not shown again.
    like: str | None = None
    #: The owner's, for overrides.
    reason: str | None = None


class Listing(Record, kw_only=True):
    """A source that lists the article."""

    #: Its name in site.toml.
    name: str
    #: Its title.
    source: str
    #: Why what it lists is this article, in words.
    rule: str
    #: Since when it lists it no more; None while it does.
    missing_since: PartialDate | None


class Named(Record, kw_only=True):
    """An author, a tag, a series or a source, and the page of everything that has it."""

    name: str
    path: str


def article_page(catalogue: Catalogue, article: Article) -> Page:
    """Return the page of one article."""
    kind = catalogue.kind(article)
    in_time, in_series = catalogue.in_time(article), catalogue.in_series(article)
    title, repeated = catalogue.title_parts(article)
    host = catalogue.host(article)
    inputs = {
        "article": article,
        "kind": kind,
        "title": title,
        "repeated": repeated,
        "excerpt": catalogue.excerpt(article),
        "host": host,
        "threads": tuple((url, url_host(url)) for url in article.discussed_at),
        "authors": _named(catalogue.author_paths, article.authors),
        "tags": _named(catalogue.tag_paths, article.tags),
        "series": _series(catalogue, article),
        "blog": _blog(catalogue, article),
        "undated_path": catalogue.undated_path,
        "how": how_dated(catalogue, article),
        "accounts": accounts(catalogue, article),
        "disputes": disputes_of(catalogue, article),
        "differ": _differ(catalogue, article),
        "listings": _listings(catalogue, article),
        "here": catalogue.reference(article),
        "in_time": in_time,
        "in_series": None if in_series in (in_time, NO_NEIGHBOURS) else in_series,
        "cites": catalogue.references(catalogue.cites.get(article.id, ())),
        "own_links": tuple(
            (link, article_path(catalogue.by_id[cited]))
            for link, cited in catalogue.library.cites.get(article.id, {}).items()
        ),
        "cited_by": catalogue.references(catalogue.cited_by.get(article.id, ())),
        "publisher": _publisher(catalogue, article),
        "has_opinion": has_opinion(article),
        "own_picture": catalogue.library.pictures.get(article.id),
        "outage": catalogue.outages.get(article.id),
        "archive": _archive(catalogue, article, host),
        "citation_key": catalogue.citation_keys[article.id],
    }

    def cite() -> dict[str, object]:
        cited = catalogue.cited(article)
        return {
            "published_time": _published_time(article),
            "citation": bibtex(cited, short=True),
            "downloads": downloads(cited),
            "highwire": highwire(cited, host),
            "json_ld": json_ld(catalogue, cited),
        }

    return Page(path=article_path(article), template="article.html", inputs=inputs, derived=cite)


def _archive(catalogue: Catalogue, article: Article, host: str | None) -> str | None:
    """Return the address that lists archived versions of the article; no build asks it."""
    if not catalogue.site.web_archive or article.url is None or host == "web.archive.org":
        return None
    return WEB_ARCHIVE + article.url


def _published_time(article: Article) -> str | None:
    """Return the time or the day of publication, for OpenGraph; None where no day is known."""
    date = article.date
    if date is None or date.day is None or date.end:
        return None
    return article.instant or date.edtf


def _named(name_paths: dict[str, str], names: tuple[str, ...]) -> tuple[Named, ...]:
    return tuple(Named(name=name, path=name_paths[name]) for name in names)


def _series(catalogue: Catalogue, article: Article) -> Named | None:
    if article.series is None:
        return None
    series = catalogue.series(article.series)
    return Named(name=series.title, path=series_path(series.name))


def _differ(catalogue: Catalogue, article: Article) -> tuple[str, ...]:
    """Return who differs from what was believed, in more than a placeholder or a wording."""
    names = (one.source for one in article.conflicts if not one.is_minor)
    return tuple(catalogue.source_title(name) or name for name in dict.fromkeys(names))


def _blog(catalogue: Catalogue, article: Article) -> Named | None:
    source = catalogue.blog(article)
    return Named(name=source.title, path=source_path(source.name)) if source else None


def _publisher(catalogue: Catalogue, article: Article) -> str | None:
    """Return who cached the article's page: its own name, or that of the source that has it."""
    preview = article.preview
    if preview is None:
        return None
    return preview.publisher or catalogue.source_title(preview.source)


def accounts(catalogue: Catalogue, article: Article) -> tuple[FieldAccount, ...]:
    """Return every field that is known, with its evidence, in the order the page shows them.

    The date comes first. A field that no source states is left out, unless the owner emptied it.
    """
    found: dict[str, Evidence | DateEvidence] = {"date": article.date_evidence, **article.evidence}
    known = [field for field in _FIELDS if field in found]
    shown: list[FieldAccount] = []
    by_raw: dict[str, str] = {}
    for field in (*known, *sorted(found.keys() - known)):
        evidence = found[field]
        if not getattr(article, field, True) and evidence.rule != "override":
            continue
        raw = evidence.raw
        account = FieldAccount(
            field=field,
            source=catalogue.source_title(evidence.source),
            rule=evidence.rule,
            raw=None if raw in by_raw else raw,
            like=by_raw.get(raw) if raw else None,
            reason=evidence.reason,
        )
        if raw and account.like is None:
            by_raw[raw] = field
        shown.append(account)
    return tuple(shown)


def _listings(catalogue: Catalogue, article: Article) -> tuple[Listing, ...]:
    """Return one statement a source and rule: the newest, which is the one that counts."""
    newest = {(s.source, s.rule): s for s in article.statements}
    return tuple(
        Listing(
            name=statement.source,
            source=catalogue.source_title(statement.source) or statement.source,
            rule=statement.rule,
            missing_since=statement.missing_since,
        )
        for statement in newest.values()
    )


def has_opinion(article: Article) -> bool:
    """Return whether the site that cached the article says anything about it in its own words."""
    preview = article.preview
    return preview is not None and any(
        (
            preview.summary,
            preview.key_points,
            preview.review,
            preview.details,
            preview.medium,
            preview.stable_id,
            preview.credibility,
            preview.importance is not None,
            preview.context_note,
            preview.cited_by,
            preview.chips,
        )
    )


class Sentence(Record, kw_only=True):
    """A sentence on how a date is known: a string of the interface, and the values in it."""

    #: The key of the string.
    key: str
    #: The title of a source.
    source: str | None = None
    #: The text as received.
    raw: str | None = None
    #: The owner's, for overrides.
    reason: str | None = None
    #: The day that a feed states and does not know.
    placeholder: PartialDate | None = None
    #: The article listed beside this one, whose month it has.
    neighbour: Reference | None = None
    #: The title of the source of the date's finer part, if there is one.
    refined_by: str | None = None


def how_dated(catalogue: Catalogue, article: Article) -> Sentence:
    """Return how the date of an article is known, or why it is not."""
    refined_by = catalogue.source_title(article.date_evidence.refined_by)
    return msgspec.structs.replace(_how_dated(catalogue, article), refined_by=refined_by)


def _how_dated(catalogue: Catalogue, article: Article) -> Sentence:
    evidence = article.date_evidence
    source = catalogue.source_title(evidence.source)
    if evidence.rule == "neighbour" and evidence.named_by in catalogue.by_id:
        beside = catalogue.reference(catalogue.by_id[evidence.named_by])
        return Sentence(key="how-neighbour", source=source, neighbour=beside)
    if evidence.rule == "override" and evidence.reason:
        return Sentence(key="how-override", reason=evidence.reason)
    if evidence.rule == "year":
        day = _day(evidence.raw, catalogue.site.language)
        if day is not None and source is not None:
            return Sentence(key="how-placeholder", source=source, placeholder=day)
        return Sentence(key="how-year", source=source, raw=evidence.raw)
    if evidence.rule in ("title", "not stated"):
        is_doubted = any(conflict.field == "date" for conflict in article.conflicts)
        unknown = "how-doubted" if is_doubted else "how-not-stated"
        return Sentence(key="how-title" if evidence.rule == "title" else unknown)
    return Sentence(key=f"how-{evidence.rule}", source=source, raw=evidence.raw)


def _day(raw: str | None, language: str) -> PartialDate | None:
    """Return the day that a feed's date names as received; None where it names no day."""
    try:
        date = read_timestamp(raw or "", language).date
    except ValueError:
        return None
    return date if date.day else None
