"""The library's changes → what is new in the list: its page, and changes.xml (Atom, RFC 4287)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import groupby
from typing import TYPE_CHECKING
from uuid import NAMESPACE_URL, uuid5

from generator.model.articles import Change
from generator.model.pages import Page
from generator.model.record import PartialDate, Record
from generator.site.catalogue import Catalogue
from generator.site.paths import CHANGES, NEWS, article_path
from generator.text.dates import first_day, parse_edtf
from generator.text.timestamps import time_zone

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

# What the newest captures changed → changes.xml (Atom, RFC 4287).

NEWEST_CHANGES = 100


class ChangeEntry(Record, kw_only=True):
    """One change as the feed shows it."""

    change: Change
    #: A URN, the same in every build.
    id: str
    #: The time of the capture that brought it.
    updated: datetime
    #: The address of the article; None where there is none to give.
    link: str | None
    #: The new value of the field, a date as a PartialDate; None where nobody states it now.
    value: object
    #: The value before, in the same form.
    was: object


def changes_page(catalogue: Catalogue) -> Page | None:
    """Return the feed of the newest changes; None where nothing says how new the list itself is."""
    library, site = catalogue.library, catalogue.site
    if library.data_as_of is None:
        return None
    slugs = {article.id: article_path(article) for article in catalogue.articles}
    entries = []
    for change in library.changes[:NEWEST_CHANGES]:
        path = slugs.get(change.article)
        what = (change.capture, change.article, change.kind, change.field, change.source)
        entries.append(
            ChangeEntry(
                change=change,
                id=urn(f"octavo:{site.id}:change:{':'.join(part or '' for part in what)}"),
                updated=_instant(change, catalogue),
                link=site.base_url + path if site.base_url and path else change.url,
                value=_shown_value(change.field, change.value),
                was=_shown_value(change.field, change.was),
            )
        )
    updated = max((entry.updated for entry in entries), default=None)
    inputs = {
        "feed_id": urn(f"octavo:{site.id}:changes"),
        "updated": updated or first_instant(library.data_as_of, time_zone(site.timezone)),
        "entries": entries,
        "source_titles": {source.name: source.title for source in library.config.sources},
    }
    return Page(path=CHANGES, template="changes.xml", inputs=inputs)


def _instant(change: Change, catalogue: Catalogue) -> datetime:
    if change.time and change.date.month and change.date.day:
        clock = datetime.strptime(change.time, "%H%M%S").time()
        date = datetime(change.date.year, change.date.month, change.date.day)
        return datetime.combine(date, clock, tzinfo=UTC)
    return first_instant(change.date, time_zone(catalogue.site.timezone))


def _shown_value(field: str | None, text: str | None) -> PartialDate | str | None:
    """Return what a field was or is, for a page to show: a date as one, None where nobody says."""
    return parse_edtf(text) if text and field == "date" else text


def correction_times(catalogue: Catalogue) -> dict[str, datetime]:
    """Return when a capture last corrected an article, by the ids of those that one did."""
    times: dict[str, datetime] = {}
    for change in catalogue.library.changes:  # the newest first
        if change.kind == "corrected":
            times.setdefault(change.article, _instant(change, catalogue))
    return times


def first_instant(date: PartialDate, zone: ZoneInfo) -> datetime:
    """Return the first moment that the date can be, in a time zone."""
    return datetime(*first_day(date), tzinfo=zone)


def urn(name: str) -> str:
    """Return the URN of a name: always the same, and that of no other name (RFC 9562)."""
    return f"urn:uuid:{uuid5(NAMESPACE_URL, name)}"


# The library's changes → a page that says what is new in the list, newest first.

# A page may be longer than the feed of changes, which readers ask for again and again.
_MOST = 2 * NEWEST_CHANGES


class ChangeRow(Record, kw_only=True):
    """One change as the page of news shows it."""

    #: "added", "corrected", "returned" or "vanished".
    kind: str
    #: The article's title, or how its text begins.
    label: str
    #: The path of the article's page; None if it has none now.
    path: str | None
    #: When the article came to the list, in EDTF; None for another kind of change.
    added: str | None
    #: The field that was corrected, by its name in the model.
    field: str | None
    #: Its new value, a date as a PartialDate; None where nobody states it now.
    value: PartialDate | str | None
    #: Its value before, in the same form.
    was: PartialDate | str | None
    #: The title of the source that the change is about.
    source: str | None


def news(catalogue: Catalogue) -> Iterator[Page]:
    """Yield the page of the newest changes, by the days of the captures that brought them.

    Before anything is received there is none.
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
        value=_shown_value(change.field, change.value),
        was=_shown_value(change.field, change.was),
        source=catalogue.source_title(change.source),
    )
