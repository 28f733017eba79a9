"""What the newest captures changed → changes.xml (Atom, RFC 4287)."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING
from uuid import NAMESPACE_URL, uuid5

from generator.model import Change, Page, PartialDate, Record
from generator.site.catalogue import Catalogue
from generator.site.paths import CHANGES, article_path
from generator.text.dates import first_day, parse_edtf
from generator.text.timestamps import time_zone

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

NEWEST_CHANGES = 100


class ChangeEntry(Record, kw_only=True):
    """One change as the feed shows it. `link` is None where there is no address to give.

    `value` and `was` are those of the change, dates as dates.
    """

    change: Change
    id: str
    updated: datetime
    link: str | None
    value: object
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
                value=shown_value(change.field, change.value),
                was=shown_value(change.field, change.was),
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


def shown_value(field: str | None, text: str | None) -> PartialDate | str | None:
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
    """Return a name that stays the same for good and is nobody else's."""
    return f"urn:uuid:{uuid5(NAMESPACE_URL, name)}"
