"""The chart: what stands where."""

from __future__ import annotations

import pytest

from generator.model import Article, PartialDate
from generator.site.catalogue import make_catalogue
from generator.site.chart import AxisYear, Chart, Column, Mark, make_chart
from generator.site.timeline import Part
from tests.site.sample_library import make_article, make_library


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
                marks=(Mark(glyph="diamond", x="50", y=44.0),),
            ),
            Column(
                date=PartialDate(year=2025, month=2),
                anchor="m2025-02",
                articles=2,
                left="8.333",
                width="8.333",
                marks=(
                    Mark(glyph="disc", x="12.5", y=22.0),
                    Mark(glyph="diamond", x="12.5", y=10.0),
                ),
            ),
        ),
        years=(AxisYear(year=2025, articles=3, labelled=True),),
        glyphs=("diamond", "disc"),
        height=52,
        baseline=30,
        dense=False,
    )


def test_a_range_reaches_from_its_start_and_widens_the_axis() -> None:
    chart = chart_of(make_article("a", "2020-07/2021-07"))
    assert chart is not None
    assert [year.year for year in chart.years] == [2020, 2021]
    [mark] = chart.columns[0].marks
    assert (mark.start, mark.x) == ("25", "77.08")


def test_a_range_of_years_reaches_from_the_first_january() -> None:
    chart = chart_of(make_article("a", "2019/2021-07"), make_article("b", "2018-01"))
    assert chart is not None
    assert [[mark.start for mark in column.marks] for column in chart.columns] == [[None], ["25"]]


def test_many_articles_of_a_month_become_bars_of_their_kinds() -> None:
    articles = [make_article(f"a{n}", "2025-02") for n in range(30)]
    chart = chart_of(
        *articles, make_article("b", "2025-02", kind="paper"), make_article("c", "2025-05")
    )
    assert chart is not None
    assert [column.marks for column in chart.columns] == [
        (
            Mark(glyph="disc", x="12.5", y=144.4, height=4.6),
            Mark(glyph="diamond", x="12.5", y=5.0, height=139.4),
        ),
        (Mark(glyph="diamond", x="37.5", y=144.4, height=4.6),),
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
    assert chart.years == (
        AxisYear(year=2023, articles=2, labelled=True),
        AxisYear(year=2024, articles=2, labelled=True, path="2024/"),
        AxisYear(year=2025, articles=1, labelled=True),
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


# the first and the last year → whether marks are strokes, which years are labelled
AXES = {
    "eleven years": (2015, 2025, False, list(range(2015, 2026))),
    "twelve": (2014, 2025, True, list(range(2014, 2026))),
    "thirteen": (2013, 2025, True, [2015, 2020, 2025]),
    "fifty": (1976, 2025, True, list(range(1980, 2026, 5))),
    "fifty-one": (1975, 2025, True, [1980, 1990, 2000, 2010, 2020]),
}


@pytest.mark.parametrize(("first", "last", "dense", "labelled"), AXES.values(), ids=AXES)
def test_the_longer_an_axis_is_the_less_it_shows(
    first: int, last: int, dense: bool, labelled: list[int]
) -> None:
    chart = chart_of(make_article("a", f"{first}-01"), make_article("b", f"{last}-12"))
    assert chart is not None
    assert [year.year for year in chart.years] == list(range(first, last + 1))
    assert (chart.dense, [year.year for year in chart.years if year.labelled]) == (dense, labelled)


def test_undated_articles_alone_make_no_chart() -> None:
    assert chart_of(make_article("a", None)) is None
