"""Dates as feeds and pages state them: none is guessed. And time zones, whatever the system has."""

from __future__ import annotations

import zoneinfo
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path
from random import Random

import pytest
import tzdata

from generator.text.dates import parse_edtf
from generator.text.timestamps import (
    Timestamp,
    are_days,
    day_of_page,
    noon,
    read_timestamp,
    time_zone,
    time_zone_names,
)

# What a text states: its date as written, and the instant in UTC where the time and its zone are
# known.
STATED = {
    "RFC 822": ("Thu, 30 May 2019 10:00:00 GMT", "2019-05-30", "2019-05-30T10:00:00Z"),
    "RFC 822 with an offset": (
        "Thu, 30 May 2019 22:00:00 -0500",
        "2019-05-30",
        "2019-05-31T03:00:00Z",
    ),
    "RFC 822 with a comment": (
        "Thu, 30 May 2019 10:00:00 +0000 (UTC)",
        "2019-05-30",
        "2019-05-30T10:00:00Z",
    ),
    "RFC 822 without seconds, with a zone of its own": (
        "Thu, 30 May 2019 10:00 EST",
        "2019-05-30",
        "2019-05-30T15:00:00Z",
    ),
    "RFC 822 as it once was": ("30 May 19 10:00:00 GMT", "2019-05-30", "2019-05-30T10:00:00Z"),
    "RFC 850": ("Sunday, 06-Nov-94 08:49:37 GMT", "1994-11-06", "1994-11-06T08:49:37Z"),
    "a day of the week of five letters": ("Thurs, 30 May 2019", "2019-05-30", None),
    "a day of the week without a comma": ("Mon 18 December 2017", "2017-12-18", None),
    "a day of the week after the day": ("2019年5月30日(木) 14時33分", "2019-05-30", None),
    "what date prints": (
        "Tue Jan 28 15:28:56 CET 2020",
        "2020-01-28",
        "2020-01-28T14:28:56Z",
    ),
    "asctime, without a zone": ("Tue Jan 28 15:28:56 2020", "2020-01-28", None),
    "a browser's": (
        "Tue Mar 05 2024 10:00:00 GMT+0100 (Central European Standard Time)",
        "2024-03-05",
        "2024-03-05T09:00:00Z",
    ),
    "RFC 3339": ("2019-05-30T22:00:00-05:00", "2019-05-30", "2019-05-31T03:00:00Z"),
    "RFC 9557": ("2024-03-05T10:00:00+01:00[Europe/Paris]", "2024-03-05", "2024-03-05T09:00:00Z"),
    "RFC 3339 in small letters": ("2019-05-30t22:00:00z", "2019-05-30", "2019-05-30T22:00:00Z"),
    "nanoseconds": ("2021-07-27T11:03:26.000000000Z", "2021-07-27", "2021-07-27T11:03:26Z"),
    "a time without colons": ("2021-07-27T110326+0200", "2021-07-27", "2021-07-27T09:03:26Z"),
    "a day without hyphens": ("20200516T14:51:53Z", "2020-05-16", "2020-05-16T14:51:53Z"),
    "neither": ("20200516T145153Z", "2020-05-16", "2020-05-16T14:51:53Z"),
    "fourteen digits": ("20200516145153", "2020-05-16", None),
    "eight digits": ("20200516", "2020-05-16", None),
    "an hour": ("2024-03-05T10+01:00", "2024-03-05", "2024-03-05T09:00:00Z"),
    "a leap second": ("2016-12-31T23:59:60Z", "2016-12-31", "2016-12-31T23:59:59Z"),
    "the end of a day": ("2024-03-05T24:00:00Z", "2024-03-05", None),
    "a day in a zone": ("2024-03-05-05:00", "2024-03-05", None),
    "a zone that means several": ("5 Mar 2024 10:00:00 IST", "2024-03-05", None),
    "a zone by its IANA name": ("5 Mar 2024 10:00:00 Europe/Berlin", "2024-03-05", None),
    "a minus that is none": (
        "2024-03-05T10:00:00\u221205:00",
        "2024-03-05",
        "2024-03-05T15:00:00Z",
    ),
    "hyphens that are none": ("2024\u201103\u201105", "2024-03-05", None),
    "Go's way to write a time": (
        "2024-03-05 10:00:00 +0100 CET",
        "2024-03-05",
        "2024-03-05T09:00:00Z",
    ),
    "no space after the day of the week": (
        "Tue,05 Mar 2024 10:00:00 GMT",
        "2024-03-05",
        "2024-03-05T10:00:00Z",
    ),
    "a month before a comma": ("March, 2024", "2024-03", None),
    "words, and a time": ("November 20, 2019 12:32", "2019-11-20", None),
    "words around the time": (
        "March 5, 2024 at 2:33 p.m. PST",
        "2024-03-05",
        "2024-03-05T22:33:00Z",
    ),
    "half past midnight": (
        "3/25/2024 12:30 AM UTC",
        "2024-03-25",
        "2024-03-25T00:30:00Z",
    ),
    "half past noon": ("3/25/2024 12:30 PM UTC", "2024-03-25", "2024-03-25T12:30:00Z"),
    "the farthest zone": ("2024-03-05T10:00:00+14:00", "2024-03-05", "2024-03-04T20:00:00Z"),
    "a year of two digits, this century's": (
        "Tue, 30 May 49 10:00:00 GMT",
        "2049-05-30",
        "2049-05-30T10:00:00Z",
    ),
    "a year of two digits, the last century's": (
        "30 May 50 10:00:00 GMT",
        "1950-05-30",
        "1950-05-30T10:00:00Z",
    ),
    "midnight in America": ("3/25/2024 12:00:00 AM", "2024-03-25", None),
    "an afternoon in Korea": ("2024년 3월 5일 오후 2:33", "2024-03-05", None),
    "a time before the day": ("10:33, 5 March 2024", "2024-03-05", None),
    "a month": ("2024/05", "2024-05", None),
    "a year": ("2019", "2019", None),
    "a day with one reading": ("18-04-2021", "2021-04-18", None),
    "a day that is its month": ("04/04/2021", "2021-04-04", None),
    "never": ("9999-12-31T23:59:59-10:00", "9999-12-31", None),
}


@pytest.mark.parametrize(("text", "day", "instant"), STATED.values(), ids=STATED)
def test_a_text_states_a_date_and_an_instant(text: str, day: str, instant: str | None) -> None:
    timestamp = read_timestamp(text, "en")
    assert (timestamp.date.edtf, timestamp.rfc3339) == (day, instant)
    assert read_timestamp(timestamp.iso, "en").rfc3339 == instant


# Zones by their names, and the hours by which they are ahead of UTC.
ZONES = {
    **{"EST": -5, "EDT": -4, "CST": -6, "CDT": -5, "MST": -7, "MDT": -6, "PST": -8, "PDT": -7},
    **{"WET": 0, "WEST": 1, "CET": 1, "CEST": 2, "MET": 1, "MEST": 2, "EET": 2, "EEST": 3},
    **{"MSK": 3, "JST": 9, "KST": 9, "AEST": 10, "AEDT": 11, "NZST": 12, "NZDT": 13},
    **{"GMT": 0, "UTC": 0, "UT": 0, "Z": 0, "IST": None, "BST": None, "Europe/Paris": None},
}


@pytest.mark.parametrize("zone", ZONES)
def test_a_zone_that_means_one_thing_is_known_by_its_name(zone: str) -> None:
    offset, hours = read_timestamp(f"5 Mar 2024 10:00:00 {zone}", "en").offset, ZONES[zone]
    assert offset == (None if hours is None else timedelta(hours=hours))


def test_midnight_alone_stands_for_a_day() -> None:
    midnight, evening, day = (
        read_timestamp(text, "en")
        for text in ("2024-03-05T00:00:00Z", "2024-03-05T23:30:00Z", "2024-03-06")
    )
    stated: tuple[list[Timestamp | None], ...] = (
        [midnight],
        [midnight, day, None],
        [midnight, evening],
        [evening],
        [day],
        [],
    )
    assert list(map(are_days, stated)) == [True, True, False, False, False, False]
    days = [day_of_page(one, "Asia/Tokyo").edtf for one in (midnight, evening, day)]
    assert days == ["2024-03-05", "2024-03-06", "2024-03-06"]


def test_noon_is_that_of_the_first_day() -> None:
    assert [noon(parse_edtf(text)).isoformat() for text in ("2024", "2024-03-05/2024-04")] == [
        "2024-01-01T12:00:00+00:00",
        "2024-03-05T12:00:00+00:00",
    ]


IN_UTC = ("Z", "z", "GMT", "UTC", "UT", "+0000", "-0000", "+00:00", "+00", "GMT+0000")
IN_NONE = ("", "WET", "+0100", "-0500", "CET", "IST", "ET")


def test_utc_is_told_from_a_zone_that_is_the_same_now() -> None:
    utc = [read_timestamp(f"5 Mar 2024 10:00:00 {zone}", "en").is_utc for zone in IN_UTC]
    others = [read_timestamp(f"5 Mar 2024 10:00:00 {zone}", "en").is_utc for zone in IN_NONE]
    assert utc == [True] * len(IN_UTC)
    assert others == [False] * len(IN_NONE)


OTHER_LANGUAGES = {
    "German": ("Mi, 05 Mär 2025 12:00:00 +0100", "de", "2025-03-05"),
    "German in full": ("Mittwoch, 5. März 2025, 12:00 Uhr", "de", "2025-03-05"),
    "French": ("mercredi 5 mars 2025 à 10:00", "fr", "2025-03-05"),
    "Spanish": ("miércoles, 5 de marzo de 2025", "es", "2025-03-05"),
    "Portuguese": ("quarta-feira, 5 de março de 2025", "pt-BR", "2025-03-05"),
    "Russian": ("среда, 5 марта 2025", "ru", "2025-03-05"),
    "Japanese": ("2026年9月28日月曜日", "ja", "2026-09-28"),
    "Japanese with spaces": ("2024 年 3 月 5 日", "ja", "2024-03-05"),
    "Korean": ("2026년 9월 28일 월요일", "ko", "2026-09-28"),
    "Chinese": ("2026年9月28日星期一 下午2:33", "zh", "2026-09-28"),
    "Turkish": ("5 Mart 2024 Salı", "tr", "2024-03-05"),
    "Arabic": ("الثلاثاء، 5 مارس 2024", "ar", "2024-03-05"),
}


@pytest.mark.parametrize(
    ("text", "language", "expected"), OTHER_LANGUAGES.values(), ids=OTHER_LANGUAGES
)
def test_dates_are_read_in_the_language_of_the_site(
    text: str, language: str, expected: str
) -> None:
    assert read_timestamp(text, language).date.edtf == expected


UNREADABLE = "is no date that exists or can be read"
NONE = {
    "words": ("yesterday", UNREADABLE),
    "a day that does not exist": ("Fri, 30 Feb 2024 00:00:00 GMT", UNREADABLE),
    "a month that does not exist": ("2024-13-01", UNREADABLE),
    "an hour that does not exist": ("2024-03-05T25:00:00Z", UNREADABLE),
    "an offset just beyond all zones": ("2024-03-05T10:00:00-14:01", UNREADABLE),
    "an offset that does not exist": ("2024-03-05T10:00:00+20:00", UNREADABLE),
    "the year 0": ("Sat, 01 Jan 0000 00:00:00 GMT", UNREADABLE),
    "a year before the first": ("Mon, 30 Nov -0001 00:00:00 +0000", UNREADABLE),
    "a year of five digits": ("Wed, 01 Jan 99999 00:00:00 GMT", UNREADABLE),
    "a year of two digits": ("99-02-26", UNREADABLE),
    "a year of two digits among words": ("30 May 19", UNREADABLE),
    "a month with a time": ("May 2019 10:00", UNREADABLE),
    "Go's zero time": ("0001-01-01T00:00:00Z", UNREADABLE),
    "Go's zero time without its time": ("0001-01-01", UNREADABLE),
    "Unix's zero time": ("Thu, 01 Jan 1970 00:00:00 GMT", UNREADABLE),
    "Unix's zero time elsewhere": ("1970-01-01T01:00:00+01:00", UNREADABLE),
    "seconds since then": ("1714521600", UNREADABLE),
    "seconds that look like a day and an hour": ("1611120600", UNREADABLE),
    "thousandths of them": ("1714521600000", UNREADABLE),
    "a week": ("2024-W10-2", UNREADABLE),
    "the day of a year": ("2024-065", UNREADABLE),
    "a day of the week and a year": ("Tuesday, 2024", UNREADABLE),
    "a span of days": ("March 5\u20137, 2024", UNREADABLE),
    "a sentence": ("Published on 5 March 2024 by Ada", UNREADABLE),
    "two readings": ("05-03-2024", "can be read as 2024-03-05 and as 2024-05-03"),
    "two readings, with a time": (
        "11/01/2023 10:00",
        "can be read as 2023-01-11 and as 2023-11-01",
    ),
    "far too much": ("2024 " * 1000, UNREADABLE),
}


@pytest.mark.parametrize(("text", "reason"), NONE.values(), ids=NONE)
def test_what_is_no_date_is_refused_with_the_reason(text: str, reason: str) -> None:
    with pytest.raises(ValueError, match=f"^{reason}$"):
        read_timestamp(text, "en")


# Ways to write one day, each made of `date`; what they come to is the day, but for those below.
SHAPES = (
    *("%a, %d %b %Y %H:%M:%S GMT", "%a, %d %b %Y %H:%M:%S +0000", "%d %b %Y %H:%M:%S EST"),
    *("%a, %d %b %Y", "%a %d %b %Y", "%a %d %B %Y", "%A, %d %B %Y", "%A %d %B %Y", "%d %b %Y"),
    *("%a %b %d %H:%M:%S %Y", "%a %b %d %H:%M:%S CET %Y", "%A, %d-%b-%y %H:%M:%S GMT"),
    *("%Y-%m-%d", "%Y-%m-%dT%H:%M:%SZ", "%Y-%m-%dT%H:%M:%S+02:00", "%Y-%m-%d %H:%M:%S"),
    *("%Y-%m-%d %H:%M:%S +0900", "%Y-%m-%dT%H:%M", "%Y%m%d", "%Y%m%dT%H%M%SZ", "%Y%m%d%H%M%S"),
    *("%Y%m%dT%H:%M:%SZ", "%Y/%m/%d", "%Y/%-m/%-d %H:%M:%S", "%Y/%m/%d %I:%M %p", "%Y.%m.%d"),
    *("%Y. %m. %d.", "%Y. %-m. %-d", "%Y年%-m月%-d日", "%Y年%m月%d日 %H:%M", "%Y년 %-m월 %-d일"),
    *("%d.%m.%Y", "%-d.%-m.%Y %H:%M", "%d. %m. %Y", "%d %B %Y", "%d. %B %Y", "%-d %B, %Y"),
    *("%B %-d, %Y", "%b %d, %Y %I:%M %p", "%B %-d %Y", "%b. %d, %Y", "%d-%b-%Y", "%d/%b/%Y"),
    *("%b-%d-%Y", "%Y-%b-%d", "%Y %B %d", "%Y, %B %-d", "%B %d, %Y at %H:%M", "%H:%M, %d %B %Y"),
)
EITHER_WAY = (
    "%d-%m-%Y",
    "%m-%d-%Y",
    "%d/%m/%Y",
    "%-m/%-d/%Y",
    "%d/%m/%Y %H:%M",
    "%m/%d/%Y %I:%M %p",
)
NEVER = (
    "%y-%m-%d",
    "%d/%m/%y",
    "%m/%d/%y",
    "%d.%m.%y",
    "%d %b %y",
    "%y%m%d",
    "%s",
    "%G-W%V-%u",
    "%j",
)


def random_times() -> list[datetime]:
    random = Random(14)
    start, days = datetime(1995, 1, 1), (date(2026, 12, 31) - date(1995, 1, 1)).days
    return [
        start + timedelta(days=random.randrange(days), seconds=random.randrange(86_400))
        for _ in range(24)
    ]


def written(time: datetime, shape: str) -> str:
    """The time in that shape; `%-d`, `%-m` and `%s` are not known everywhere."""
    seconds = round((time - datetime(1970, 1, 1)).total_seconds())
    for name, value in (("%-d", time.day), ("%-m", time.month), ("%s", seconds)):
        shape = shape.replace(name, str(value))
    return time.strftime(shape)


def read(text: str) -> str | None:
    try:
        return read_timestamp(text, "en").date.edtf
    except ValueError:
        return None


@pytest.mark.parametrize("shape", SHAPES)
def test_a_day_is_that_day_in_whatever_shape(shape: str) -> None:
    for time in random_times():
        text = written(time, shape)
        assert (text, read(text)) == (text, f"{time:%Y-%m-%d}")


@pytest.mark.parametrize("shape", EITHER_WAY)
def test_of_two_numbers_the_day_is_known_only_where_it_cannot_be_the_month(shape: str) -> None:
    for time in random_times():
        text = written(time, shape)
        is_known = time.day > 12 or time.day == time.month
        assert (text, read(text)) == (text, f"{time:%Y-%m-%d}" if is_known else None)


@pytest.mark.parametrize("shape", NEVER)
def test_what_does_not_state_year_month_and_day_is_no_day(shape: str) -> None:
    for time in random_times():
        text = written(time, shape)
        assert (text, read(text)) == (text, None)


NOON = datetime(2026, 7, 1, 12)
FOLDER = Path(tzdata.__file__).parent / "zoneinfo"


@pytest.fixture
def odd_system(tmp_path: Path) -> Iterator[None]:
    """A system that takes Paris for Kiritimati."""
    (tmp_path / "Europe").mkdir()
    (tmp_path / "Europe/Paris").write_bytes((FOLDER / "Pacific/Kiritimati").read_bytes())
    zoneinfo.reset_tzpath([str(tmp_path)])
    zoneinfo.ZoneInfo.clear_cache()
    time_zone.cache_clear()
    yield
    zoneinfo.reset_tzpath()
    zoneinfo.ZoneInfo.clear_cache()


@pytest.mark.usefixtures("odd_system")
def test_what_the_system_takes_for_a_zone_does_not_count() -> None:
    assert NOON.replace(tzinfo=zoneinfo.ZoneInfo("Europe/Paris")).utcoffset() == timedelta(hours=14)
    assert NOON.replace(tzinfo=time_zone("Europe/Paris")).utcoffset() == timedelta(hours=2)


def test_every_zone_that_is_named_is_there() -> None:
    assert {"UTC", "Europe/Paris", "America/Argentina/Ushuaia"} <= time_zone_names()
    assert all(time_zone(name).key == name for name in time_zone_names())


@pytest.mark.parametrize("name", ["", "America", "Europe/Pariss", "../zones", "/etc/localtime"])
def test_there_is_no_zone_of_another_name(name: str) -> None:
    with pytest.raises(ValueError, match="there is no time zone"):
        time_zone(name)
