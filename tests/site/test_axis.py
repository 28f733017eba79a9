"""Years on an axis: what shares a cell, where a gap is drawn, what has room."""

from __future__ import annotations

import pytest

from generator.site.chart import Cell, Slot, narrow_axis, slots_of, wide_axis

# the years with articles, the first and the last of the axis → its slots
SLOTS = {
    "one year": (([2020], 2020, 2020), [(2020, 2020)]),
    "years in a row": (([2020, 2021], 2020, 2021), [(2020, 2020), (2021, 2021)]),
    "seven without an article": (
        ([2000, 2008], 2000, 2008),
        [(year, year) for year in range(2000, 2009)],
    ),
    "eight": (([2000, 2009], 2000, 2009), [(2000, 2000), (2001, 2008), (2009, 2009)]),
    "the ends, which need have none": (
        ([], 2000, 2009),
        [(2000, 2000), (2001, 2008), (2009, 2009)],
    ),
}


@pytest.mark.parametrize(("given", "expected"), SLOTS.values(), ids=SLOTS)
def test_many_years_without_an_article_share_a_slot(
    given: tuple[list[int], int, int], expected: list[tuple[int, int]]
) -> None:
    years, first, last = given
    slots = slots_of(years, first=first, last=last)
    assert slots == tuple(Slot(first=start, last=end) for start, end in expected)


def counted(years: int, articles: int, *, first: int = 2000) -> tuple[bool, bool]:
    """Whether a wide and a narrow axis have room for numbers, the largest of which is given."""
    counts = {first + n: articles for n in range(years)}
    slots = slots_of(list(counts), first=first, last=first + years - 1)
    return wide_axis(slots, counts, {}).is_counted, narrow_axis(slots, counts, {}).is_counted


# how many years, how many articles each → whether there is room on wide and narrow screens
ROOM = {
    "one digit beside the year": ((13, 9), (True, True)),
    "and in a year more": ((14, 9), (False, True)),
    "two digits": ((12, 10), (True, True)),
    "and in a year more, for them": ((13, 10), (False, True)),
    "three digits": ((10, 100), (True, True)),
    "and in a year more, for these": ((11, 100), (False, True)),
    "three digits below the year": ((12, 100), (False, True)),
    "four digits": ((9, 1000), (True, True)),
    "and in a year more, for four": ((10, 1000), (False, False)),
}


@pytest.mark.parametrize(("given", "expected"), ROOM.values(), ids=ROOM)
def test_numbers_are_written_where_every_cell_has_room(
    given: tuple[int, int], expected: tuple[bool, bool]
) -> None:
    assert counted(*given) == expected


def test_a_cell_at_the_end_may_be_too_small_for_a_number() -> None:
    # 29 years are in cells of five but for the first year, which has 11 pixels.
    assert counted(29, 1, first=2004) == (False, True)
    assert counted(29, 10, first=2004) == (False, False)


def test_years_of_one_cell_do_not_reach_over_a_gap() -> None:
    years = [1951, *range(1991, 2026)]
    slots = slots_of(years, first=1951, last=2025)
    axis = narrow_axis(slots, dict.fromkeys(years, 1), {})
    assert axis.cells[:4] == (
        Cell(first=1951, last=1951, articles=1, anchor="y1951", is_labelled=True),
        Cell(first=1952, last=1990, is_gap=True),
        Cell(first=1991, last=1994, slots=4, articles=4, anchor="y1994", is_labelled=False),
        Cell(first=1995, last=1999, slots=5, articles=5, anchor="y1999", is_labelled=True),
    )


def test_a_cell_leads_to_its_newest_year_that_has_articles() -> None:
    years = range(2000, 2030)
    slots = slots_of(list(years), first=2000, last=2029)
    pages: dict[int | None, str] = {2011: "2011/", 2021: "2021/", None: "undated/"}
    axis = narrow_axis(slots, {2010: 1, 2011: 2, 2020: 3, 2021: 0}, pages)
    cells = {cell.first: (cell.articles, cell.path, cell.anchor) for cell in axis.cells}
    assert (cells[2005], cells[2010], cells[2020]) == (
        (0, None, None),
        (3, "2011/", "y2011"),
        (3, None, "y2020"),
    )


def test_the_largest_number_needs_the_most_room() -> None:
    counts = {2000 + n: 1 for n in range(13)}
    slots = slots_of(list(counts), first=2000, last=2012)
    assert wide_axis(slots, counts, {}).is_counted
    assert not wide_axis(slots, counts | {2005: 10}, {}).is_counted


def test_however_long_an_axis_is_no_cell_has_more_than_twenty_years() -> None:
    years = range(1700, 2000)
    slots = slots_of(list(years), first=1700, last=1999)
    axis = narrow_axis(slots, dict.fromkeys(years, 1), {})
    assert {cell.slots for cell in axis.cells} == {20}
