"""The library's changes → a page that says what is new in the list, newest first."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from generator.model import Change, Page, PartialDate, Record
from generator.site.catalogue import Catalogue
from generator.site.changes_feed import NEWEST_CHANGES, shown_value
from generator.site.paths import NEWS, article_path

# A page may be longer than the feed of changes, which readers ask for again and again.
_MOST = 2 * NEWEST_CHANGES


class ChangeRow(Record, kw_only=True):
    """One change: the article's label and page (None if it has none now), and what changed.

    `added` is when the article came to the list, in EDTF, if the change says that it did. `value`
    and `was` are dates where the `field` is the date, None where nobody stated it.
    """

    kind: str
    label: str
    path: str | None
    added: str | None
    field: str | None
    value: PartialDate | str | None
    was: PartialDate | str | None
    source: str | None


def news(catalogue: Catalogue) -> Iterator[Page]:
    """Yield the newest changes by the day of what brought them.

    No page before anything is received.
    """
    if catalogue.library.data_as_of is None:
        return
    newest = catalogue.library.changes[:_MOST]
    days = [
        (day, [_row(catalogue, change) for change in changes])
        for day, changes in groupby(newest, key=lambda change: change.date)
    ]
    yield Page(path=NEWS, template="news.html", inputs={"days": days})


def _row(catalogue: Catalogue, change: Change) -> ChangeRow:
    article = catalogue.by_id.get(change.article)
    added = article.added if article and change.kind == "added" else None
    return ChangeRow(
        kind=change.kind,
        label=change.label,
        path=article_path(article) if article else None,
        added=added.edtf if added else None,
        field=change.field,
        value=shown_value(change.field, change.value),
        was=shown_value(change.field, change.was),
        source=catalogue.source_title(change.source),
    )
