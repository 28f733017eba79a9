"""Of several dates that the captures of a feed state of one entry, the one that it keeps."""

from __future__ import annotations

import pytest

from generator.model.entries import DateClaim, Entry
from generator.sources.history import keep_first_date
from generator.text.dates import parse_edtf
from tests.reconcile.making import claim, entry


def change(date: str) -> DateClaim:
    """A date of change alone."""
    return DateClaim(date=parse_edtf(date), kind="instant", raw=date, of_change=True)


def hour(time: str) -> DateClaim:
    """5 January 2023 at a time."""
    instant = f"2023-01-05T{time}:00Z"
    date = parse_edtf("2023-01-05")
    return DateClaim(date=date, kind="instant", raw=instant, instant=instant)


def stated(published: DateClaim | None, *, captured: str = "2026-01") -> Entry:
    return entry("feed", title="A", published=published, first_seen=captured)


DAY, LATER = claim("instant", "2023-01-05"), claim("instant", "2024-05-20")
YEAR = claim("placeholder", "2025", stated="2025-01-01")

# first stated, stated now → what is kept, what is restated
CASES = {
    "the same again": (DAY, claim("instant", "2023-01-05"), DAY, None),
    "a later one, which is a stamp": (DAY, LATER, DAY, LATER),
    "another time of the same day": (hour("08:00"), hour("14:00"), hour("08:00"), None),
    "an earlier one, which the first was not": (LATER, DAY, DAY, LATER),
    "none any more": (DAY, None, DAY, None),
    "none at first": (None, DAY, DAY, None),
    "none at all": (None, None, None, None),
    "a year that becomes a month": (
        YEAR,
        claim("placeholder", "2025-07", stated="2025-07-01"),
        claim("placeholder", "2025-07", stated="2025-07-01"),
        None,
    ),
    "a month that becomes a day": (
        claim("instant", "2023-01"),
        DAY,
        DAY,
        None,
    ),
    "a day that becomes its month": (DAY, claim("instant", "2023-01"), DAY, None),
    "a month that becomes the year of another": (
        claim("instant", "2024-07"),
        YEAR,
        claim("instant", "2024-07"),
        YEAR,
    ),
    "1 January of a feed that shows only later that it fills up": (
        claim("instant", "2025-01-01"),
        claim("placeholder", "2025-07", stated="2025-07-01"),
        claim("placeholder", "2025-07", stated="2025-07-01"),
        claim("instant", "2025-01-01"),
    ),
    "a change after a change": (
        change("2023-01-05"),
        change("2024-05-20"),
        change("2023-01-05"),
        change("2024-05-20"),
    ),
    "a change where publication was stated": (DAY, change("2024-05-20"), DAY, None),
    "a change before the publication that was stated": (
        DAY,
        change("2022-12-01"),
        DAY,
        change("2022-12-01"),
    ),
    "publication where a change was stated": (change("2024-05-20"), DAY, DAY, None),
    "publication on the day of the change": (change("2023-01-05"), DAY, DAY, None),
    "publication after a change is a stamp": (
        change("2023-01-05"),
        LATER,
        change("2023-01-05"),
        LATER,
    ),
    "a plan that was put off": (
        claim("instant", "2026-05-01"),
        claim("instant", "2026-06-01"),
        claim("instant", "2026-06-01"),
        claim("instant", "2026-05-01"),
    ),
    "a heading, which a person moves": (
        claim("heading", "2023-01"),
        claim("heading", "2024-05"),
        claim("heading", "2024-05"),
        None,
    ),
    "a heading that is none any more": (
        claim("heading", "2023-01"),
        None,
        claim("heading", "2023-01"),
        None,
    ),
}


@pytest.mark.parametrize(("first", "now", "kept", "restated"), CASES.values(), ids=CASES)
def test_the_first_date_holds_unless_a_later_one_is_better(
    first: DateClaim | None,
    now: DateClaim | None,
    kept: DateClaim | None,
    restated: DateClaim | None,
) -> None:
    found = keep_first_date(stated(now), stated(first))
    assert (found.published, found.restated) == (kept, restated)


def test_what_was_restated_once_stays_known() -> None:
    found = keep_first_date(stated(LATER), stated(DAY))
    found = keep_first_date(stated(DAY), found)
    assert (found.published, found.restated) == (DAY, LATER)
