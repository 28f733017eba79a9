"""The library's changes → a page that says what is new in the list, newest first."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from generator.model import Page, PartialDate, Record
from generator.site.catalogue import Catalogue
from generator.site.paths import NEWS, article_path
from generator.text.dates import parse_edtf

# As many as the feed of changes has at most, twice over.
_MOST = 200


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
                value=_shown(change.field, change.value),
                was=_shown(change.field, change.was),
                source=catalogue.source_title(change.source),
            )
            for change in changes
        ]
        days.append((day, rows))
    yield Page(path=NEWS, template="news.html", inputs={"days": days})


def _shown(field: str | None, text: str | None) -> PartialDate | str | None:
    return parse_edtf(text) if text and field == "date" else text
