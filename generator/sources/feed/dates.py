"""The dates of a feed: texts → moments → what they claim. RFC 822, RFC 3339, W3CDTF."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from email.utils import parsedate_to_datetime
from time import struct_time
from typing import Literal

from generator.model import DateClaim, PartialDate, Record
from generator.text.dates import make_date, parse_edtf, parse_written
from generator.text.html import without_illegal
from generator.text.timestamps import time_zone

# What the dates of a feed are filled up with: all firsts of a month, 1 January for a year, nothing.
Filling = Literal["firsts", "january", "none"]

# Fewer entries on the first of a month are chance, not a habit of the feed.
_LEAST_PLACEHOLDERS = 10
# What a program writes that has no date to write: Go's zero time, Unix's zero time.
_ZERO_TIMES = (dt.datetime(1, 1, 1, tzinfo=dt.UTC), dt.datetime(1970, 1, 1, tzinfo=dt.UTC))
# Of these feedparser makes a date even where there is none: 2024-02-30, 2024-13-01, 1714521600.
_NUMERIC = re.compile(r"\d{4,}(?!\d)(?:-|$).*")
# Of the year 0001 the parsers of RFC 822 make 2001; an offset (+0100) is no year.
_YEAR = re.compile(r"(?<![\d+:.-])\d{4}(?!\d)")
_TIME_AFTER = re.compile(r"(?<!\s)\s+\d{1,2}:\d\d(?::\d\d)?(?:\s+\S+)?$")


class FeedDate(Record, kw_only=True):
    """A date as a feed gives it: an instant, or a day, month or year without a time.

    `local` is the clock time that stands in the text, without its offset. Just one of
    `instant` and `date` is set.
    """

    raw: str
    instant: dt.datetime | None = None
    date: PartialDate | None = None
    local: dt.datetime | None = None

    @property
    def rfc3339(self) -> str | None:
        """The instant in UTC; None for what is not known to the second."""
        return self.instant.strftime("%Y-%m-%dT%H:%M:%SZ") if self.instant else None


def read_feed_date(raw: str | None, parsed: struct_time | None, language: str) -> FeedDate | None:
    """A feed's date text, and what feedparser made of it (UTC); None where neither is a date."""
    if not raw or not raw.strip():
        return None
    raw = without_illegal(raw).strip()
    try:
        return FeedDate(raw=raw, date=parse_edtf(raw))
    except ValueError:
        pass
    local = _local_time(raw)
    try:
        instant = _utc(local)
        if parsed and not _NUMERIC.fullmatch(raw) and (local is None or local.tzinfo is None):
            instant = dt.datetime(*parsed[:6], tzinfo=dt.UTC)
    except (ValueError, OverflowError):
        return None
    if instant is None:
        written = parse_written(_TIME_AFTER.sub("", raw), language)
        return FeedDate(raw=raw, date=written) if written else None
    local = (local or instant).replace(tzinfo=None)
    years = [int(year) for year in _YEAR.findall(raw)]
    if instant in _ZERO_TIMES or (years and local.year not in years):
        return None
    return FeedDate(raw=raw, instant=instant, local=local)


def _local_time(raw: str) -> dt.datetime | None:
    for parse in (dt.datetime.fromisoformat, parsedate_to_datetime):
        try:
            return parse(raw)
        except (ValueError, IndexError, OverflowError):
            continue
    return None


def _utc(local: dt.datetime | None) -> dt.datetime | None:
    if local is None:
        return None
    return (local if local.tzinfo else local.replace(tzinfo=dt.UTC)).astimezone(dt.UTC)


def recognise_filling(moments: Sequence[FeedDate | None]) -> Filling:
    """What a feed's dates show of themselves: ten or more, all at 00:00 on the first of a month."""
    known = [moment for moment in moments if moment]
    if len(known) >= _LEAST_PLACEHOLDERS and all(map(_is_first, known)):
        return "firsts"
    return "none"


def _is_first(moment: FeedDate) -> bool:
    if moment.date:
        return moment.date.day == 1
    local = moment.local
    return local is not None and (local.day, local.hour, local.minute, local.second) == (1, 0, 0, 0)


def claim_date(moment: FeedDate, filling: Filling, timezone: str) -> DateClaim:
    """What the moment claims: a day in the site's time zone, or what a placeholder leaves.

    In a feed of placeholders 1 January stands for the year, any other first for its month.
    """
    if filling != "none" and _is_first(moment):
        day = moment.date or _day(moment.local)
        known = make_date(day.year, None if day.month == 1 else day.month)
        if filling == "firsts" or day.month == 1:
            return DateClaim(date=known, kind="placeholder", raw=moment.raw, stated=day)
    if moment.date:
        return DateClaim(date=moment.date, kind="instant", raw=moment.raw)
    return DateClaim(date=_day(_in_zone(moment.instant, timezone)), kind="instant", raw=moment.raw)


def _in_zone(instant: dt.datetime | None, timezone: str) -> dt.datetime | None:
    try:
        return instant.astimezone(time_zone(timezone)) if instant else None
    except OverflowError:  # the last hours of the year 9999, which some give for "never"
        return instant


def _day(moment: dt.datetime | None) -> PartialDate:
    if moment is None:
        raise ValueError("a moment without a day")
    return make_date(moment.year, moment.month, moment.day)
