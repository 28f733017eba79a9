"""The library's changes → a page that says what is new in the list, newest first."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from generator.model import Page, PartialDate, Record
from generator.site.catalogue import Catalogue
from generator.site.changes_feed import NEWEST_CHANGES, shown_value
from generator.site.paths import NEWS, article_path

# A page may be longer than the feed of changes, which readers ask for again and again.
_MOST = 2 * NEWEST_CHANGES


class ChangeRow(Record, kw_only=True):
    """One change: the article's label and page (None if it has none now), and what changed.

    `value` and `was` are dates where the `field` is the date, None where nobody stated it.
    """

    kind: str
    label: str
    path: str | None
    field: str | None
    value: PartialDate | str | None
    was: PartialDate | str | None
    source: str | None


def news(catalogue: Catalogue) -> Iterator[Page]:
    """The newest changes by the day of what brought them; no page before anything is received."""
    if catalogue.library.data_as_of is None:
        return
    newest = catalogue.library.changes[:_MOST]
    by_id = catalogue.by_id
    days = []
    for day, changes in groupby(newest, key=lambda change: change.date):
        rows = [
            ChangeRow(
                kind=change.kind,
                label=change.label,
                path=article_path(by_id[change.article]) if change.article in by_id else None,
                field=change.field,
                value=shown_value(change.field, change.value),
                was=shown_value(change.field, change.was),
                source=catalogue.source_title(change.source),
            )
            for change in changes
        ]
        days.append((day, rows))
    yield Page(path=NEWS, template="news.html", inputs={"days": days})
