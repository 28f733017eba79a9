"""The dates of a feed: texts → moments → what they claim. RFC 822, RFC 3339, W3CDTF."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from email.utils import parsedate_to_datetime
from time import struct_time
from zoneinfo import ZoneInfo

from generator.model import DateClaim, PartialDate, Record
from generator.text.dates import make_date, parse_edtf

# Fewer entries on the first of a month are chance, not a habit of the feed.
_LEAST_PLACEHOLDERS = 10


class Moment(Record, kw_only=True):
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


def read_moment(raw: str | None, parsed: struct_time | None) -> Moment | None:
    """A feed's date text, and what feedparser made of it (UTC); None where neither is a date."""
    if not raw or not raw.strip():
        return None
    raw = raw.strip()
    try:
        return Moment(raw=raw, date=parse_edtf(raw))
    except ValueError:
        pass
    local = _local_time(raw)
    try:
        instant = dt.datetime(*parsed[:6], tzinfo=dt.UTC) if parsed else _utc(local)
    except (ValueError, OverflowError):
        return None
    if instant is None:
        return None
    return Moment(raw=raw, instant=instant, local=(local or instant).replace(tzinfo=None))


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


def has_placeholders(moments: Sequence[Moment | None]) -> bool:
    """Whether a feed's dates are filled up: ten or more, all at 00:00 on the first of a month."""
    known = [moment for moment in moments if moment]
    return len(known) >= _LEAST_PLACEHOLDERS and all(_is_first(moment) for moment in known)


def _is_first(moment: Moment) -> bool:
    if moment.date:
        return moment.date.day == 1
    local = moment.local
    return local is not None and (local.day, local.hour, local.minute, local.second) == (1, 0, 0, 0)


def claim_date(moment: Moment, placeholders: bool, timezone: str) -> DateClaim:
    """What the moment claims: a day in the site's time zone, or what a placeholder leaves.

    In a feed of placeholders 1 January stands for the year, any other first for its month.
    """
    if placeholders:
        day = moment.date or _day(moment.local)
        month = None if day.month == 1 else day.month
        known = make_date(day.year, month)
        return DateClaim(date=known, kind="placeholder", raw=moment.raw, stated=day)
    if moment.date:
        return DateClaim(date=moment.date, kind="instant", raw=moment.raw)
    instant = moment.instant.astimezone(ZoneInfo(timezone)) if moment.instant else None
    return DateClaim(date=_day(instant), kind="instant", raw=moment.raw)


def _day(moment: dt.datetime | None) -> PartialDate:
    if moment is None:
        raise ValueError("a moment without a day")
    return make_date(moment.year, moment.month, moment.day)
