"""One article → its page: its date explained, its copy framed, where every field came from."""

from __future__ import annotations

from generator.model import Article, Page, Record, Statement
from generator.site.catalogue import NOBODY, Catalogue
from generator.site.citation import bibtex, downloads
from generator.site.disputes import disputes_of
from generator.site.explain import how_dated
from generator.site.heads import highwire, json_ld
from generator.site.paths import article_path

# The order in which the fields are accounted for; fields it does not name follow.
_FIELDS = (
    *("date", "title", "authors", "summary", "kind", "series", "tags", "url", "preview"),
    *("id", "path", "sources"),
)


class FieldAccount(Record, kw_only=True):
    """Where one field came from. `source` is None where no source says anything."""

    field: str
    source: str | None
    rule: str
    raw: str | None
    reason: str | None = None


def article_page(catalogue: Catalogue, article: Article) -> Page:
    """The page of one article."""
    article = catalogue.whole(article)
    in_time, in_series = catalogue.in_time(article), catalogue.in_series(article)
    context = {
        "article": article,
        "kind": catalogue.kind(article),
        "how": how_dated(catalogue, article),
        "accounts": accounts(article),
        "disputes": disputes_of(article),
        "statements": _listings(article),
        "in_time": in_time,
        "in_series": None if in_series in (in_time, NOBODY) else in_series,
        "cites": catalogue.cites.get(article.id, ()),
        "cited_by": catalogue.cited_by.get(article.id, ()),
        "citation": bibtex(article),
        "downloads": downloads(article, catalogue.kind(article)),
        "highwire": highwire(catalogue, article),
        "json_ld": json_ld(catalogue, article),
        "has_opinion": has_opinion(article),
        "gone_since": dict(catalogue.library.gone).get(article.id),
    }
    return Page(path=article_path(article), template="article.html", context=context)


def accounts(article: Article) -> tuple[FieldAccount, ...]:
    """Every field with its evidence: date first, then in the order the page shows them."""
    dated = article.date_evidence
    rows = {
        "date": FieldAccount(
            field="date",
            source=dated.source,
            rule=dated.rule,
            raw=dated.raw,
            reason=dated.reason,
        )
    }
    for field, evidence in article.evidence.items():
        rows[field] = FieldAccount(
            field=field,
            source=evidence.source,
            rule=evidence.rule,
            raw=evidence.raw,
            reason=evidence.reason,
        )
    known = [field for field in _FIELDS if field in rows]
    return tuple(rows[field] for field in [*known, *sorted(set(rows) - set(known))])


def _listings(article: Article) -> tuple[Statement, ...]:
    """One statement a source and rule: the newest, which is the one that counts."""
    return tuple({(s.source, s.rule): s for s in article.statements}.values())


def has_opinion(article: Article) -> bool:
    """Whether the site that cached the article says anything about it in its own words."""
    preview = article.preview
    return preview is not None and any(
        (
            preview.summary,
            preview.key_points,
            preview.credibility,
            preview.importance is not None,
            preview.context_note,
            preview.cited_by,
            preview.chips,
        )
    )
