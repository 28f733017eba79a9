"""The dates of a feed, seen together → what each of them claims."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Literal

from generator.model import DateClaim, DateKind
from generator.text.dates import make_date
from generator.text.timestamps import Timestamp, time_zone

# What the dates of a feed are filled up with: all firsts of a month, 1 January for a year, nothing.
Filling = Literal["firsts", "january", "none"]

# Fewer entries on the first of a month are chance, not a habit of the feed.
_LEAST_PLACEHOLDERS = 10


def recognise_filling(stated: Sequence[Timestamp | None]) -> Filling:
    """Return what a feed's dates show of themselves: whether ten or more are all first days.

    Of several months: what all appeared on one day was published on it.
    """
    known = [timestamp for timestamp in stated if timestamp]
    days = {timestamp.date for timestamp in known}
    if len(known) >= _LEAST_PLACEHOLDERS and len(days) > 1 and all(map(_is_first, known)):
        return "firsts"
    return "none"


def _is_first(timestamp: Timestamp) -> bool:
    """Return whether the date is the first of a month, at 00:00 if it has a time."""
    return timestamp.date.day == 1 and timestamp.time in (None, dt.time(0))


def claim_date(
    timestamp: Timestamp,
    timezone: str,
    *,
    filling: Filling = "none",
    is_day: bool = False,
    of_change: bool = False,
    kind: DateKind = "instant",
) -> DateClaim:
    """Return what is claimed: a day, or what a placeholder leaves of it.

    A time in UTC becomes a day in the site's time zone, unless it only stands for a day (`is_day`).
    In a feed of placeholders 1 January stands for the year, any other first for its month.
    """
    raw, day = timestamp.raw, timestamp.date
    if filling != "none" and _is_first(timestamp):
        date = make_date(day.year, None if day.month == 1 else day.month)
        if filling == "firsts" or day.month == 1:
            return DateClaim(
                date=date, kind="placeholder", raw=raw, stated=day, of_change=of_change
            )
    if is_day:
        return DateClaim(date=day, kind=kind, raw=raw, of_change=of_change)
    zone = time_zone(timezone)
    return DateClaim(
        date=timestamp.day_in(zone),
        kind=kind,
        raw=raw,
        of_change=of_change,
        instant=timestamp.instant_in(zone),
    )
