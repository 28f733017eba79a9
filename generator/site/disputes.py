"""Articles → what their sources disagree on, field by field: who was believed, who was not."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from generator.model import Article, Conflict, PartialDate, Record
from generator.text.dates import parse_edtf

# The order of the fields on the page; fields it does not name follow.
_FIELDS = ("date", "title", "authors", "summary", "tags", "url")


class Dispute(Record, kw_only=True):
    """One statement that lost against another. A date is in `date` and `other_date` besides.

    `believed` is the value as text, None where the field is left empty; `source` and `rule` say
    who was believed and why.
    """

    article: Article
    conflict: Conflict
    believed: str | None
    source: str | None
    rule: str
    date: PartialDate | None
    other_date: PartialDate | None


def disputes(articles: Iterable[Article]) -> list[tuple[str, list[Dispute]]]:
    """Every conflict of the articles, by field, in the articles' order."""
    by_field: dict[str, list[Dispute]] = defaultdict(list)
    for article in articles:
        for dispute in disputes_of(article):
            by_field[dispute.conflict.field].append(dispute)
    known = [field for field in _FIELDS if field in by_field]
    return [(field, by_field[field]) for field in [*known, *sorted(set(by_field) - set(known))]]


def disputes_of(article: Article) -> list[Dispute]:
    """The conflicts of one article, each with what was believed instead."""
    return [_dispute(article, conflict) for conflict in article.conflicts]


def _dispute(article: Article, conflict: Conflict) -> Dispute:
    field = conflict.field
    if field == "date":
        return Dispute(
            article=article,
            conflict=conflict,
            believed=article.date.edtf if article.date else None,
            source=article.date_evidence.source,
            rule=article.date_evidence.rule,
            date=article.date,
            other_date=_date(conflict.value),
        )
    value = getattr(article, field)
    return Dispute(
        article=article,
        conflict=conflict,
        believed=", ".join(value) if isinstance(value, tuple) else value,
        source=article.evidence[field].source,
        rule=article.evidence[field].rule,
        date=None,
        other_date=None,
    )


def _date(text: str) -> PartialDate | None:
    try:
        return parse_edtf(text)
    except ValueError:
        return None
