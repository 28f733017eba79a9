"""Dates as feeds and pages state them, with a time of day or without, and their time zones.

RFC 822 (and 850, and what `date` prints), RFC 3339 and ISO 8601, and every date that dates.py
reads. No parser may guess: what is not such a date as a whole is none.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Sequence
from functools import cache
from zoneinfo import ZoneInfo, available_timezones, reset_tzpath

from generator.model.record import PartialDate, Record
from generator.text.dates import first_day, make_date, parse_written, readings
from generator.text.html import fold_space, without_illegal

# No date is longer: "Wednesday, 27 September 2023 10:00:00 GMT+0000 (Coordinated Universal Time)".
_LONGEST = 100
_ZONE = (
    r"(?:(?:GMT|UTC?)?(?P<sign>[-+])(?P<hours>\d{1,2})(?::?(?P<rest>\d\d))?(?!\d)"
    r"(?: [A-Z]{1,5}(?![^\W\d_]))?"
    r"|(?P<zone>[A-Z]{1,5}|(?i:z|gmt|utc?)|[A-Z][A-Za-z]+(?:/[A-Z][A-Za-z_]+)+)(?![^\W\d_]))"
)
# A time of day, wherever in the text: `10:00`, `2:33:26.5 PM CEST`, `下午2:33`, `14時33分`; without
# colons only after a T or a date of eight digits: `T110326+0200`.
_TIMES = (
    re.compile(
        r"(?P<before>[上下]午|午[前後]|오[전후])? ?(?<![\d:+-])(?P<hour>\d{1,2})"
        r"(?:[:h](?P<minute>\d\d)(?::(?P<second>\d\d)(?:[.,]\d{1,12})?)?"
        r"|[時时点點시] ?(?P<minutes>\d{1,2}) ?[分분](?: ?(?P<seconds>\d{1,2}) ?[秒초])?)(?![\d:])"
        rf"(?: ?(?P<half>[AaPp])\.?[Mm]\.?(?![^\W\d_]))?(?: ?{_ZONE})?"
        r"(?: ?\([^()]*\)$|\[[^\[\]]*\]$)?"
    ),
    re.compile(
        r"(?<=\d[Tt])(?P<hour>\d\d)(?:(?P<minute>\d\d)(?:(?P<second>\d\d)(?:[.,]\d{1,12})?)?)?"
        rf"(?: ?{_ZONE})?$"
    ),
    re.compile(rf"(?<=^\d{{8}})(?P<hour>\d\d)(?P<minute>\d\d)(?P<second>\d\d)?(?: ?{_ZONE})?$"),
)
_AFTERNOON = ("下午", "午後", "오후")
_COMPACT = re.compile(r"(\d{4})(\d\d)(\d\d)")
# A day may have a zone of its own (XML Schema).
_ZONE_OF_DAY = re.compile(r"(?<=^\d{4}-\d\d-\d\d)(?:Z|[+-]\d\d:\d\d)$")
# A year of two digits is read where RFC 822 and 850 have it, before a time: `30 May 19`.
_SHORT_YEAR = re.compile(
    r"((?:[^\W\d_]{2,12},? )?\d{1,2}(?P<sign>[ -])[^\W\d_]{3,12}(?P=sign))(?P<year>\d\d)"
)
# What stands between a date and a time.
_BETWEEN = " ,;|·@-"
_WORD_BETWEEN = re.compile(r"(?:(?<=\d)[Tt]|(?<= )(?:at|um|à|Uhr))$")
# What stands for a hyphen or a minus.
_HYPHENS = re.compile(r"[\u2010-\u2015\u2212]")
_UTC = ("Z", "GMT", "UTC", "UT")
# Names of zones that mean one thing wherever they are used; those of America as in RFC 822.
_HOURS = {
    **{"EST": -5, "EDT": -4, "CST": -6, "CDT": -5, "MST": -7, "MDT": -6, "PST": -8, "PDT": -7},
    **{"WET": 0, "WEST": 1, "CET": 1, "CEST": 2, "MET": 1, "MEST": 2, "EET": 2, "EEST": 3},
    **{"MSK": 3, "JST": 9, "KST": 9, "AEST": 10, "AEDT": 11, "NZST": 12, "NZDT": 13},
}
_LARGEST_OFFSET = dt.timedelta(hours=14)
_EPOCH = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)
_UNREADABLE = "is no date that exists or can be read"


class Timestamp(Record, kw_only=True):
    """A date as a feed or a page states it, and the time of day if one is stated with it."""

    #: The text as received.
    raw: str
    #: As written, whatever the zone of the time.
    date: PartialDate
    #: Only beside a day.
    time: dt.time | None = None
    #: From UTC; None where no zone is stated, or none that is known.
    offset: dt.timedelta | None = None
    #: Whether the time is stated in UTC (Z, GMT, +0000), which is no author's own zone.
    is_utc: bool = False

    @property
    def instant(self) -> dt.datetime | None:
        """The time in UTC; None where it is not known."""
        if self.time is None or self.offset is None:
            return None
        try:
            return self._local - self.offset
        except OverflowError:  # the last hours of the year 9999, which some give for "never"
            return None

    @property
    def rfc3339(self) -> str | None:
        """The instant as text; None for what is not known to the second."""
        return _rfc3339(self.instant) if self.instant else None

    def instant_in(self, zone: ZoneInfo) -> str | None:
        """Return the time in UTC, in RFC 3339; one without a zone is taken to be of `zone`."""
        if self.time is None or self.offset is not None:
            return self.rfc3339
        try:
            return _rfc3339(self._local.replace(tzinfo=zone).astimezone(dt.UTC))
        except OverflowError:
            return None

    @property
    def iso(self) -> str:
        """The date in EDTF; with a time, both in ISO 8601, the zone by its offset."""
        if self.time is None:
            return self.date.edtf
        zone = None if self.offset is None else dt.timezone(self.offset)
        return self._local.replace(tzinfo=zone).isoformat()

    def day_in(self, zone: ZoneInfo) -> PartialDate:
        """Return the day as written, as its page shows it; of a time in UTC the day in the zone."""
        instant = self.instant
        if instant is None or not self.is_utc:
            return self.date
        try:
            there = instant.astimezone(zone)
        except OverflowError:
            return self.date
        return make_date(there.year, there.month, there.day)

    @property
    def _local(self) -> dt.datetime:
        date = dt.date(self.date.year, self.date.month or 1, self.date.day or 1)
        return dt.datetime.combine(date, self.time or dt.time(), tzinfo=dt.UTC)


def _rfc3339(instant: dt.datetime) -> str:
    return f"{instant.replace(tzinfo=None).isoformat(timespec='seconds')}Z"


def read_timestamp(text: str, language: str) -> Timestamp:
    """Return the date, and the time if there is one, that the text as a whole states.

    Words may be in English or in the language.

    Raises:
        ValueError: it states none, or more than one; the message goes on from "its date “…” ".

    >>> read_timestamp("Tue Jan 28 15:28:56 CET 2020", "en").rfc3339
    '2020-01-28T14:28:56Z'
    """
    raw = fold_space(without_illegal(text))
    if len(raw) > _LONGEST:
        raise ValueError(_UNREADABLE)
    plain = _HYPHENS.sub("-", raw)
    found = next((match for pattern in _TIMES if (match := pattern.search(plain))), None)
    if found is None:
        return Timestamp(raw=raw, date=_read_date(_ZONE_OF_DAY.sub("", plain), language))
    rest = fold_space(f"{plain[: found.start()]} {plain[found.end() :]}").strip(_BETWEEN)
    rest = _WORD_BETWEEN.sub("", rest).rstrip(_BETWEEN)
    if short := _SHORT_YEAR.fullmatch(rest):
        century = 2000 if int(short["year"]) < 50 else 1900  # RFC 2822 §4.3
        rest = f"{short[1]}{century + int(short['year'])}"
    date = _read_date(rest, language)
    time, (offset, is_utc) = _read_time(found.groupdict()), _read_zone(found.groupdict())
    if date.day is None:
        raise ValueError(_UNREADABLE)
    if time is None:
        return Timestamp(raw=raw, date=date)
    stated = Timestamp(raw=raw, date=date, time=time, offset=offset, is_utc=is_utc)
    if stated.instant == _EPOCH:
        raise ValueError(_UNREADABLE)  # what a program writes that has no date
    return stated


def day_of_page(timestamp: Timestamp, timezone: str) -> PartialDate:
    """Return the day that a page states with one time: 00:00 only stands for a day."""
    return timestamp.date if are_days([timestamp]) else timestamp.day_in(time_zone(timezone))


def are_days(stated: Iterable[Timestamp | None]) -> bool:
    """Return whether all times are 00:00: then only days are known, and each is as written."""
    times = {timestamp.time for timestamp in stated if timestamp and timestamp.time is not None}
    return times == {dt.time(0)}


def timestamp_or_doubt(
    text: str | None, languages: str | Sequence[str], doubts: list[str]
) -> Timestamp | None:
    """Return the time that the text states; None where it is blank or no date.

    Of several languages the first counts in which it is one. Why it is no date is added to the
    doubts.
    """
    if not text or not text.strip():
        return None
    errors: list[ValueError] = []
    for language in [languages] if isinstance(languages, str) else languages:
        try:
            return read_timestamp(text, language)
        except ValueError as error:
            errors.append(error)
    quoted = fold_space(text)
    if len(quoted) > _LONGEST:
        quoted = f"{quoted[:_LONGEST]}…"
    doubts.append(f"its date “{quoted}” {errors[0]}")
    return None


def _read_date(text: str, language: str) -> PartialDate:
    if len(both := readings(text)) > 1:
        raise ValueError(f"can be read as {both[0].edtf} and as {both[1].edtf}")
    compact = _COMPACT.fullmatch(text)
    date = parse_written("-".join(compact.groups()) if compact else text, language)
    # Of the year 1 is what a program writes that has no date.
    if date is None or date.year == 1:
        raise ValueError(_UNREADABLE)
    return date


def _read_time(found: dict[str, str | None]) -> dt.time | None:
    """Return the time of day; None for 24:00, which belongs to the day that it ends."""
    hour = int(found["hour"] or 0)
    minute = int(found["minute"] or found.get("minutes") or 0)
    second = int(found["second"] or found.get("seconds") or 0)
    afternoon = found.get("before") in _AFTERNOON or (found.get("half") or "a") in "Pp"
    if (found.get("before") or found.get("half")) and hour <= 12:
        hour = hour % 12 + 12 * afternoon
    if (hour, minute, second) == (24, 0, 0):
        return None
    try:
        return dt.time(hour, minute, min(second, 59) if second == 60 else second)
    except ValueError:
        raise ValueError(_UNREADABLE) from None


def _read_zone(found: dict[str, str | None]) -> tuple[dt.timedelta | None, bool]:
    """Return the offset from UTC, None where it is not known, and whether the zone is UTC."""
    if found["hours"]:
        offset = dt.timedelta(hours=int(found["hours"]), minutes=int(found["rest"] or 0))
        if offset > _LARGEST_OFFSET:
            raise ValueError(_UNREADABLE)
        return (offset if found["sign"] == "+" else -offset), not offset
    name = (found["zone"] or "").upper()
    if name in _UTC:
        return dt.timedelta(0), True
    return (dt.timedelta(hours=_HOURS[name]) if name in _HOURS else None), False


def noon(date: PartialDate) -> dt.datetime:
    """Return noon in UTC of the first day that a date can be: the same day nearly everywhere."""
    return dt.datetime(*first_day(date), 12, tzinfo=dt.UTC)


@cache
def time_zone(name: str) -> ZoneInfo:
    """Return the rules of the time zone of an IANA name, as the package tzdata has them.

    Not as the system has them, which differ from one machine to the next: the search path of
    `zoneinfo` is emptied, for the whole process.

    Raises:
        ValueError: there is no such zone.
    """
    if name not in time_zone_names():
        raise ValueError(f'there is no time zone "{name}"')
    return ZoneInfo.no_cache(name)


def time_zone_names() -> set[str]:
    """Return the names of all time zones."""
    reset_tzpath(())
    return available_timezones()
