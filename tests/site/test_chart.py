"""The chart: what stands where."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from generator.model.articles import Article
from generator.model.record import PartialDate
from generator.site.catalogue import make_catalogue
from generator.site.chart import Axis, Cell, Chart, Column, Mark, make_chart
from generator.site.timeline import Part
from tests.site.sample_library import make_article, make_library


def make_cell(year: int, articles: int, path: str | None = None) -> Cell:
    return Cell(
        first=year,
        last=year,
        articles=articles,
        path=path,
        anchor=f"y{year}" if articles else None,
        is_labelled=True,
    )


def chart_of(*articles: Article) -> Chart | None:
    return make_chart(make_catalogue(make_library(*articles)), articles)


def test_a_chart_has_a_mark_an_article() -> None:
    chart = chart_of(
        make_article("a", "2025-02"),
        make_article("b", "2025-02", kind="paper"),
        make_article("c", "2025"),
        make_article("d", None),
    )
    assert chart == Chart(
        columns=(
            Column(
                date=PartialDate(year=2025),
                anchor="m2025-00",
                articles=1,
                left="0",
                width="100",
                marks=(Mark(glyph="diamond", y=44.0),),
            ),
            Column(
                date=PartialDate(year=2025, month=2),
                anchor="m2025-02",
                articles=2,
                left="8.333",
                width="8.333",
                marks=(
                    Mark(glyph="disc", y=22.0),
                    Mark(glyph="diamond", y=10.0),
                ),
            ),
        ),
        first=2025,
        last=2025,
        wide=Axis(cells=(make_cell(2025, 3),), is_counted=True),
        narrow=None,
        gaps=(),
        glyphs=("diamond", "disc"),
        height=52,
        baseline=30,
        dense=False,
    )


def test_a_range_reaches_from_its_start_and_widens_the_axis() -> None:
    chart = chart_of(make_article("a", "2020-07/2021-07"))
    assert chart is not None
    assert chart.wide.cells == (make_cell(2020, 0), make_cell(2021, 1))
    [mark] = chart.columns[0].marks
    assert (chart.columns[0].left, chart.columns[0].width) == ("75", "4.167")
    assert (mark.start, mark.x) == ("-1200", "50")


def test_a_range_of_years_reaches_from_the_first_january() -> None:
    chart = chart_of(make_article("a", "2019/2021-07"), make_article("b", "2018-01"))
    assert chart is not None
    assert [[mark.start for mark in column.marks] for column in chart.columns] == [
        [None],
        ["-3000"],
    ]


def test_many_articles_of_a_month_become_bars_of_their_kinds() -> None:
    articles = [make_article(f"a{n}", "2025-02") for n in range(30)]
    chart = chart_of(
        *articles, make_article("b", "2025-02", kind="paper"), make_article("c", "2025-05")
    )
    assert chart is not None
    assert [column.marks for column in chart.columns] == [
        (
            Mark(glyph="disc", y=144.4, height=4.6),
            Mark(glyph="diamond", y=5.0, height=139.4),
        ),
        (Mark(glyph="diamond", y=144.4, height=4.6),),
    ]


def test_what_stands_elsewhere_is_linked_there() -> None:
    articles = [
        *(make_article("a", "2025-02"), make_article("b", "2024-12")),
        *(make_article("c", "2024"), make_article("d", "2023-01"), make_article("e", "2023")),
    ]
    elsewhere = [
        Part(year=2024, articles=(), path="2024/"),
        Part(year=None, articles=(), path="undated/"),
    ]
    chart = make_chart(make_catalogue(make_library(*articles)), articles, elsewhere)
    assert chart is not None
    assert [(column.date.edtf, column.path) for column in chart.columns] == [
        ("2023", None),
        ("2023-01", None),
        ("2024", "2024/"),
        ("2024-12", "2024/"),
        ("2025-02", None),
    ]
    assert chart.wide.cells == (
        make_cell(2023, 2),
        make_cell(2024, 2, "2024/"),
        make_cell(2025, 1),
    )


def test_a_year_of_unknown_months_has_room_for_one_mark_above_the_line() -> None:
    chart = chart_of(make_article("a", "2025"))
    assert chart is not None
    assert (chart.baseline, chart.height, type(chart.baseline)) == (18, 40, int)


def test_a_column_of_as_many_marks_as_are_stacked_is_no_bar() -> None:
    months = {count: [make_article(f"a{n}", "2025-02") for n in range(count)] for count in (12, 13)}
    charts = {count: chart_of(*articles) for count, articles in months.items()}
    assert {
        count: (len(chart.columns[0].marks), chart.columns[0].marks[0].height, chart.baseline)
        for count, chart in charts.items()
        if chart
    } == {12: (12, None, 150), 13: (1, 144.0, 150)}


def test_below_a_year_hang_no_more_than_twelve_of_its_articles() -> None:
    chart = chart_of(*(make_article(f"a{n}", "2025") for n in range(13)))
    assert chart is not None
    [column] = chart.columns
    places = "4.167 12.5 20.83 29.17 37.5 45.83 54.17 62.5 70.83 79.17 87.5 95.83"
    assert (column.articles, [mark.x for mark in column.marks]) == (13, places.split())


# the first and the last year → whether marks are strokes, the years written at both widths
AXES = {
    "eight years": (2018, 2025, False, range(2018, 2026), range(2018, 2026)),
    "nine years": (2017, 2025, False, range(2017, 2026), range(2017, 2026)),
    "eleven": (2015, 2025, False, range(2015, 2026), range(2016, 2025, 2)),
    "twelve": (2014, 2025, True, range(2014, 2026), range(2014, 2025, 2)),
    "twenty": (2006, 2025, True, range(2006, 2026, 2), (2008, 2012, 2016, 2020)),
    "thirty-three": (1993, 2025, True, range(1994, 2025, 2), (1995, 2000, 2005, 2010, 2015, 2020)),
    "fifty": (1976, 2025, True, range(1976, 2021, 4), (1980, 1990, 2000, 2010, 2020)),
    "a century": (1926, 2025, True, range(1930, 2021, 10), (1926, 1940, 1960, 1980, 2000)),
}


@pytest.mark.parametrize(("first", "last", "dense", "wide", "narrow"), AXES.values(), ids=AXES)
def test_the_longer_an_axis_is_the_less_it_writes(
    first: int, last: int, dense: bool, wide: Sequence[int], narrow: Sequence[int]
) -> None:
    chart = chart_of(*(make_article(f"a{year}", f"{year}-01") for year in range(first, last + 1)))
    assert chart is not None
    assert (chart.first, chart.last, chart.dense, chart.gaps) == (first, last, dense, ())
    assert (labels(chart.wide), labels(chart.narrow or chart.wide)) == ([*wide], [*narrow])


def labels(axis: Axis) -> list[int]:
    return [cell.first for cell in axis.cells if cell.is_labelled]


def test_an_axis_of_many_years_has_cells_that_a_finger_can_touch() -> None:
    years = [1996, 1999, *range(2000, 2025, 2)]
    chart = chart_of(*(make_article(f"a{year}", f"{year}-01") for year in years))
    assert chart is not None
    assert chart.narrow is not None
    assert chart.narrow.cells[:3] == (
        Cell(first=1996, last=1999, slots=4, articles=2, anchor="y1999", is_labelled=True),
        Cell(first=2000, last=2004, slots=5, articles=3, anchor="y2004", is_labelled=True),
        Cell(first=2005, last=2009, slots=5, articles=2, anchor="y2008", is_labelled=True),
    )
    assert (chart.wide.is_counted, chart.narrow.is_counted) == (False, True)


def test_many_years_without_an_article_are_drawn_as_one() -> None:
    chart = chart_of(
        make_article("a", "1978-12"), make_article("b", "2023-01"), make_article("c", "2024-12")
    )
    assert chart is not None
    assert chart.wide.cells == (
        make_cell(1978, 1),
        Cell(first=1979, last=2022, is_gap=True),
        make_cell(2023, 1),
        make_cell(2024, 1),
    )
    assert chart.gaps == (("25", "25"),)
    assert [column.left for column in chart.columns] == ["22.92", "50", "97.92"]


def test_eight_years_without_an_article_are_a_gap_and_seven_are_not() -> None:
    found = {
        first: chart_of(make_article("a", f"{first}"), make_article("b", "2024"))
        for first in (2015, 2016)
    }
    assert {first: chart.gaps for first, chart in found.items() if chart} == {
        2015: (("33.33", "33.33"),),
        2016: (),
    }


def test_years_that_a_range_covers_are_no_gap() -> None:
    chart = chart_of(make_article("a", "2004/2024"), make_article("b", "2004"))
    assert chart is not None
    assert chart.gaps == ()


def test_undated_articles_alone_make_no_chart() -> None:
    assert chart_of(make_article("a", None)) is None
