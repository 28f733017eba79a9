"""Articles → what their sources disagree on, field by field: who was believed, who was not."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from generator.model import Article, Conflict, PartialDate, Record
from generator.site.catalogue import Catalogue
from generator.site.list_rows import Reference
from generator.text.dates import parse_edtf

# The order of the fields on the page; fields it does not name follow.
_FIELDS = ("date", "title", "authors", "summary", "tags", "url")


class Dispute(Record, kw_only=True):
    """One statement that lost against another, and the article it is about.

    `believed` is the value as text, None where the field is left empty; `source` says who was
    believed, None where nobody was. `value` is what was said instead, by `other_source`; `rule`
    is why that lost. A date is in `date` and `other_date` besides.
    """

    article: Reference
    field: str
    believed: str | None
    source: str | None
    value: str
    other_source: str
    rule: str
    date: PartialDate | None = None
    other_date: PartialDate | None = None


def disputes(catalogue: Catalogue, articles: Iterable[Article]) -> list[tuple[str, list[Dispute]]]:
    """Every conflict of the articles, by field, in the articles' order."""
    by_field: dict[str, list[Dispute]] = defaultdict(list)
    for article in articles:
        for dispute in disputes_of(catalogue, article):
            by_field[dispute.field].append(dispute)
    known = [field for field in _FIELDS if field in by_field]
    return [(field, by_field[field]) for field in [*known, *sorted(set(by_field) - set(known))]]


def disputes_of(catalogue: Catalogue, article: Article) -> list[Dispute]:
    """The conflicts of one article, each with what was believed instead."""
    return [_dispute(catalogue, article, conflict) for conflict in article.conflicts]


def _dispute(catalogue: Catalogue, article: Article, conflict: Conflict) -> Dispute:
    field = conflict.field
    is_date = field == "date"
    date = article.date if is_date else None
    value = date.edtf if date else getattr(article, field)
    evidence = article.date_evidence if is_date else article.evidence[field]
    return Dispute(
        article=catalogue.reference(article),
        field=field,
        believed=", ".join(value) if isinstance(value, tuple) else value,
        source=catalogue.source_title(evidence.source),
        value=conflict.value,
        other_source=catalogue.source_title(conflict.source) or conflict.source,
        rule=conflict.rule,
        date=date,
        other_date=_date(conflict.value) if is_date else None,
    )


def _date(text: str) -> PartialDate | None:
    try:
        return parse_edtf(text)
    except ValueError:
        return None
