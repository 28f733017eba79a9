"""text/dates.py: what is a date, what is none, and how two of them compare."""

from __future__ import annotations

import re
from datetime import date

import pytest
from babel import Locale
from babel.dates import format_date, format_skeleton
from babel.localedata import locale_identifiers
from hypothesis import given
from hypothesis import strategies as st

from generator.model.record import PartialDate
from generator.text.date_names import date_patterns, month_names
from generator.text.dates import (
    first_day,
    is_reached,
    last_day,
    lies_within,
    make_date,
    overlap,
    parse_edtf,
    parse_heading,
    trailing_month,
)

MARCH_2020_TO_APRIL_2021 = PartialDate(year=2020, month=3, end=PartialDate(year=2021, month=4))

EDTF = {
    "a year": ("2025", PartialDate(year=2025)),
    "a month": ("2025-07", PartialDate(year=2025, month=7)),
    "a day": ("2025-07-25", PartialDate(year=2025, month=7, day=25)),
    "a leap day": ("2024-02-29", PartialDate(year=2024, month=2, day=29)),
    "the first year there is": ("0001", PartialDate(year=1)),
    "a range of months": ("2020-03/2021-04", MARCH_2020_TO_APRIL_2021),
    "a range of days": (
        "2024-02-28/2024-03-01",
        PartialDate(year=2024, month=2, day=28, end=PartialDate(year=2024, month=3, day=1)),
    ),
    "a range of one day": (
        "2024-02-28/2024-02-28",
        PartialDate(year=2024, month=2, day=28, end=PartialDate(year=2024, month=2, day=28)),
    ),
    "a range of mixed precision": (
        "2020/2021-04",
        PartialDate(year=2020, end=PartialDate(year=2021, month=4)),
    ),
    "a range inside one month": (
        "2020-03/2020-03",
        PartialDate(year=2020, month=3, end=PartialDate(year=2020, month=3)),
    ),
    "white space around it": (" 2025-07\n", PartialDate(year=2025, month=7)),
}

NO_EDTF = {
    "nothing": ("", '"" is no date (write 2025, 2025-07 or 2025-07-25)'),
    "the clock": ("now", '"now" is no date (write 2025, 2025-07 or 2025-07-25)'),
    "a month of one digit": ("2025-7", '"2025-7" is no date (write 2025, 2025-07 or 2025-07-25)'),
    "a year of two digits": ("25-07", '"25-07" is no date (write 2025, 2025-07 or 2025-07-25)'),
    "an instant": (
        "2025-07-25T10:00:00Z",
        '"2025-07-25T10:00:00Z" is no date (write 2025, 2025-07 or 2025-07-25)',
    ),
    "a date in another order": (
        "25/07/2025",
        '"25" is no date (write 2025, 2025-07 or 2025-07-25)',
    ),
    "no such year": ("0000", "there is no year 0"),
    "no such month": ("2025-13", "there is no month 13"),
    "month zero": ("2025-00", "there is no month 0"),
    "no such day": ("2025-02-29", "there is no day 29 in 2025-02"),
    "an open range": ("2020-03/", '"" is no date (write 2025, 2025-07 or 2025-07-25)'),
    "a range backwards": (
        "2021-04/2020-03",
        'the range "2021-04/2020-03" ends before it begins',
    ),
}


@pytest.mark.parametrize(("text", "expected"), EDTF.values(), ids=EDTF)
def test_edtf_is_read_as_precise_as_it_is(text: str, expected: PartialDate) -> None:
    assert parse_edtf(text) == expected


@pytest.mark.parametrize(("text", "expected"), EDTF.values(), ids=EDTF)
def test_a_date_is_written_as_it_was_read(text: str, expected: PartialDate) -> None:
    assert expected.edtf == text.strip()


@pytest.mark.parametrize(("text", "message"), NO_EDTF.values(), ids=NO_EDTF)
def test_what_is_no_date_is_refused(text: str, message: str) -> None:
    with pytest.raises(ValueError, match=f"^{re.escape(message)}$"):
        parse_edtf(text)


def test_a_day_without_its_month_is_no_date() -> None:
    with pytest.raises(ValueError, match="there is no day 5"):
        make_date(2025, None, 5)


HEADINGS = {
    "a month": ("March 2024", PartialDate(year=2024, month=3)),
    "a month in small letters": ("march 2024", PartialDate(year=2024, month=3)),
    "a month in capitals": ("MARCH 2024", PartialDate(year=2024, month=3)),
    "a month cut short": ("Mar 2024", PartialDate(year=2024, month=3)),
    "a range with a hyphen": ("March 2020 - April 2021", MARCH_2020_TO_APRIL_2021),
    "a range with a dash and no spaces": ("March 2020–April 2021", MARCH_2020_TO_APRIL_2021),
    "a range in words": ("March 2020 to April 2021", MARCH_2020_TO_APRIL_2021),
    "a year alone": ("2024", PartialDate(year=2024)),
    "EDTF": ("2024-03", PartialDate(year=2024, month=3)),
    "white space around it": ("  March 2024 ", PartialDate(year=2024, month=3)),
    "no month": ("Marchember 2024", None),
    "a month without its year": ("March", None),
    "a title that ends in a month": ("Circuits Updates — March 2024", None),
    "a year that never was": ("March 0000", None),
    "a range backwards": ("April 2021 - March 2020", None),
    "nothing": ("", None),
}


@pytest.mark.parametrize(("text", "expected"), HEADINGS.values(), ids=HEADINGS)
def test_a_heading_is_a_month_a_year_or_a_range(text: str, expected: PartialDate | None) -> None:
    assert parse_heading(text) == expected


LANGUAGES = {
    "German": ("März 2024", "de", PartialDate(year=2024, month=3)),
    "German, without regard to case": ("MÄRZ 2024", "de", PartialDate(year=2024, month=3)),
    "French": ("août 2024", "fr", PartialDate(year=2024, month=8)),
    "Portuguese of Brazil": ("março 2024", "pt-BR", PartialDate(year=2024, month=3)),
    "Russian stands alone in the nominative": (
        "март 2024",
        "ru",
        PartialDate(year=2024, month=3),
    ),
    "English is understood everywhere": ("July 2024", "de", PartialDate(year=2024, month=7)),
    "German is not understood in English": ("März 2024", "en", None),
}


@pytest.mark.parametrize(("text", "language", "expected"), LANGUAGES.values(), ids=LANGUAGES)
def test_a_heading_is_read_in_the_language_of_the_site(
    text: str, language: str, expected: PartialDate | None
) -> None:
    assert parse_heading(text, language) == expected


def test_each_language_has_its_own_months_whatever_was_read_before() -> None:
    march = {language: month_names(language)[2] for language in ("ja", "ar", "ko", "de", "ru")}
    assert march == {"ja": "3月", "ar": "مارس", "ko": "3월", "de": "März", "ru": "март"}


def test_a_language_that_is_none_is_refused() -> None:
    with pytest.raises(ValueError, match=r'^no month names are known for the language "xx"$'):
        month_names("xx")


TRAILING = {
    "after a dash": (
        "Circuits Updates — July 2024",
        ("Circuits Updates — ", PartialDate(year=2024, month=7)),
    ),
    "after a colon": ("Updates: July 2024", ("Updates: ", PartialDate(year=2024, month=7))),
    "alone": ("July 2024", ("", PartialDate(year=2024, month=7))),
    "cut short": ("Notes, Jul 2024", ("Notes, ", PartialDate(year=2024, month=7))),
    "written as long as it can be": (
        "On circuits and features September., del 2024\n",
        ("On circuits and features ", PartialDate(year=2024, month=9)),
    ),
    "inside another word": ("Dismay 2024", None),
    "inside another word of a long title": ("On circuits and features in Dismay 2024", None),
    "not at the end": ("July 2024 in circuits", None),
    "with too many digits": ("Updates July 20245", None),
    "a year alone": ("Updates 2024", None),
    "no title": ("", None),
}


@pytest.mark.parametrize(("title", "expected"), TRAILING.values(), ids=TRAILING)
def test_a_title_may_end_in_its_month(title: str, expected: tuple[str, PartialDate] | None) -> None:
    assert trailing_month(title) == expected


SPANS = {
    "a year": ("2025", (2025, 1, 1), (2025, 12, 31)),
    "a month": ("2025-04", (2025, 4, 1), (2025, 4, 30)),
    "a February": ("2024-02", (2024, 2, 1), (2024, 2, 29)),
    "a day": ("2025-07-25", (2025, 7, 25), (2025, 7, 25)),
    "a range": ("2020-03/2021-04", (2020, 3, 1), (2021, 4, 30)),
    "a range of years": ("2020/2021", (2020, 1, 1), (2021, 12, 31)),
}


@pytest.mark.parametrize(("text", "first", "last"), SPANS.values(), ids=SPANS)
def test_a_date_has_a_first_and_a_last_day(
    text: str, first: tuple[int, int, int], last: tuple[int, int, int]
) -> None:
    date = parse_edtf(text)
    assert (first_day(date), last_day(date)) == (first, last)


# inner, outer, whether it lies within, whether they overlap
PAIRS = {
    "a day in its month": ("2025-07-25", "2025-07", True, True),
    "a month in its year": ("2025-07", "2025", True, True),
    "the same": ("2025-07", "2025-07", True, True),
    "a coarser date": ("2025", "2025-07", False, True),
    "another month": ("2025-08", "2025-07", False, False),
    "a day in another year": ("2022-01-01", "2022-09", False, False),
    "a month in a range": ("2020-12", "2020-03/2021-04", True, True),
    "the last month of a range": ("2021-04", "2020-03/2021-04", True, True),
    "the month after a range": ("2021-05", "2020-03/2021-04", False, False),
    "a day before a range": ("2020-01-01", "2020-03/2021-04", False, False),
    "a year that a range covers in part": ("2020", "2020-03/2021-04", False, True),
    "ranges that share a month": ("2021-04/2021-06", "2020-03/2021-04", False, True),
}


@pytest.mark.parametrize(("one", "other", "within", "shared"), PAIRS.values(), ids=PAIRS)
def test_dates_lie_within_or_overlap_by_their_days(
    one: str, other: str, within: bool, shared: bool
) -> None:
    inner, outer = parse_edtf(one), parse_edtf(other)
    assert (lies_within(inner, outer), overlap(inner, outer)) == (within, shared)


numbers = st.tuples(st.integers(1, 9999), st.integers(1, 12), st.integers(1, 28))
singles = st.one_of(
    numbers.map(lambda n: PartialDate(year=n[0])),
    numbers.map(lambda n: PartialDate(year=n[0], month=n[1])),
    numbers.map(lambda n: PartialDate(year=n[0], month=n[1], day=n[2])),
)


@given(singles)
def test_every_date_survives_being_written(date: PartialDate) -> None:
    assert parse_edtf(date.edtf) == date


@given(singles, singles)
def test_what_lies_within_overlaps_and_overlapping_is_mutual(
    one: PartialDate, other: PartialDate
) -> None:
    assert not lies_within(one, other) or overlap(one, other)
    assert overlap(one, other) == overlap(other, one)


@pytest.mark.slow
def test_every_language_writes_dates_as_the_cldr_has_it() -> None:
    days = [date(2026, month, 5) for month in range(1, 13)]
    languages = {name for name in locale_identifiers() if "_" not in name} - {"en", "root"}
    for name in sorted(languages)[::3]:
        locale, patterns = Locale.parse(name), date_patterns(name)
        for day, in_full, month in zip(days, patterns.days, patterns.months, strict=True):
            assert in_full.format(day=5, year=2026) == format_date(day, "long", locale=locale)
            assert month.format(year=2026) == format_skeleton("yMMMM", day, locale=locale)


# a date, the day of a capture → whether it can know of something that happened at the date
REACHED = {
    "the same day": ("2024-03-05", "2024-03-05", True),
    "the day after, as it may be that in another zone": ("2024-03-06", "2024-03-05", True),
    "two days after": ("2024-03-07", "2024-03-05", False),
    "the month of the capture": ("2024-03", "2024-03-05", True),
    "a month of which the first day is the day after": ("2024-04", "2024-03-31", True),
    "the next month": ("2024-04", "2024-03-30", False),
    "a month that is all of the capture's date": ("2024-03-31", "2024-03", True),
    "a range that has ended": ("2024-01/2024-03", "2024-03-05", True),
    "a range that has only begun": ("2024-01/2024-04", "2024-03-05", False),
    "the last day of all": ("9999-12-31", "9999", True),
}


@pytest.mark.parametrize(("text", "as_of", "expected"), REACHED.values(), ids=REACHED)
def test_a_capture_knows_what_had_happened_by_its_day(
    text: str, as_of: str, expected: bool
) -> None:
    assert is_reached(parse_edtf(text), parse_edtf(as_of)) is expected
