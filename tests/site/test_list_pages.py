"""What stands on the pages of lists, and from how many articles on they are split or shortened."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest

from generator.config.records import Source
from generator.model.articles import Article, Conflict
from generator.model.entries import Preview
from generator.model.pages import Page
from generator.model.record import PartialDate
from generator.site.catalogue import Catalogue, make_catalogue
from generator.site.chart import make_chart
from generator.site.list_pages import (
    authors,
    copies,
    elsewhere_of,
    home,
    kinds,
    list_pages,
    month_rows,
    rows_of,
    series,
    tags,
    timeline_rows,
    years,
)
from generator.site.list_pages import months as months_of_catalogue
from generator.site.list_rows import Elsewhere, MonthRows, NameRow, Row, TimelineRows, YearRows
from generator.site.metadata import coins
from generator.site.timeline import Part, Split, arrange
from generator.text.dates import parse_edtf
from tests.site.sample_library import CONFIG, make_article, make_library, make_statement

GROUP = {"group": "tag", "name": "A", "chart": False}


def months(counts: dict[str, int]) -> list[Article]:
    """As many articles of each month."""
    return [
        make_article(f"{date}-{number}", date)
        for date, count in counts.items()
        for number in range(count)
    ]


# how many articles the months of a year have → how many of each month its page shows, or None
FOLDED = {
    "a year that is shown whole": (
        {"2025-03": 200, "2025-02": 200, "2025-01": 1100},
        [200, 200, 1100],
    ),
    "a year of one more, whose later months are folded": (
        {"2025-03": 200, "2025-02": 200, "2025-01": 1101},
        [200, None, None],
    ),
    "months that are shown as long as there is room": (
        {"2025-03": 200, "2025-02": 100, "2025-01": 1201},
        [200, 100, None],
    ),
    "a month that is unknown, which has no page of its own": (
        {"2025-03": 301, "2025-02": 1200, "2025": 10},
        [301, None, 10],
    ),
}


@pytest.mark.parametrize(("counts", "expected"), FOLDED.values(), ids=FOLDED)
def test_a_long_year_folds_all_but_its_newest_months(
    counts: dict[str, int], expected: list[int | None]
) -> None:
    (page,) = years(make_catalogue(make_library(*months(counts))))
    year = page.inputs["year"]
    assert [month.count for month in year.months] == list(counts.values())
    assert [month.rows and len(month.rows) for month in year.months] == expected
    assert year.count == sum(counts.values())


def pages_of(*articles: Article) -> list[Page]:
    """The pages of a tag that all of these have."""
    return list(list_pages(make_catalogue(make_library(*articles)), "tag/a/", articles, GROUP))


def test_a_list_is_one_page_until_it_is_long() -> None:
    articles = months({"2026-01": 100, "2025-01": 400, "2024-01": 1000})
    assert [page.path for page in pages_of(*articles)] == ["tag/a/"]


def test_a_long_list_has_a_page_for_each_year_that_it_does_not_show() -> None:
    articles = months({"2026-01": 100, "2025-01": 400, "2024-01": 1001})
    whole, *parts = pages_of(*articles)
    links = {
        2025: Elsewhere(year=2025, path="tag/a/2025/index.html", count=400),
        2024: Elsewhere(year=2024, path="tag/a/2024/index.html", count=1001),
    }
    assert (whole.inputs["elsewhere"], whole.inputs["part_of"]) == (tuple(links.values()), None)
    beside = ("part_of", "whole", "newer", "older", "count", "elsewhere", "span")
    assert [[page.path, *(page.inputs[name] for name in beside)] for page in parts] == [
        [links[2025].path, links[2025], "tag/a/", None, links[2024], 400, (), (2025, 2025)],
        [links[2024].path, links[2024], "tag/a/", links[2025], None, 1001, (), (2024, 2024)],
    ]


def test_all_that_a_row_shows_of_an_article() -> None:
    article = make_article(
        "a",
        "2020-03/2021-04-05",
        title="Updates — April 2021",
        kind="paper",
        series="updates",
        summary="What it says.",
        authors=("Doe, Jane", "Bo Li"),
        added=PartialDate(year=2026, month=5, day=3),
        preview=Preview(source="wiki", capture="captures/wiki/1.txt", body="0123"),
        conflicts=(Conflict(field="date", source="feed", value="2001", raw="2001", rule="trust"),),
    )
    older = make_article("b", "2019", added=PartialDate(year=2026, month=5, day=1))
    catalogue = make_catalogue(make_library(article, older))
    row, first = rows_of(catalogue, [article, older])
    assert first.listed_since is None  # the list began with it
    assert msgspec.structs.asdict(row) == {
        "id": "id-a",
        "path": "a/a/index.html",
        "glyph": "disc",
        "kind": "Paper",
        "large": True,
        "title": "What it says",
        "repeated": "",
        "part_of": "Updates — April 2021",
        "untitled": False,
        "authors": "Doe, Jane; Bo Li",
        "more_authors": 0,
        "summary": None,
        "span": article.date,
        "day": PartialDate(year=2021, month=4, day=5),
        "added": None,
        "kept": True,
        "coins": coins(catalogue.cited(article)),
        "listed_since": "2026-05-03",
        "differs_on": ("date",),
        "blog": None,
    }
    assert rows_of(catalogue, [article])[0] is row


# fields of an article → fields of its row
ROWS: dict[str, tuple[dict[str, Any], dict[str, Any]]] = {
    "a day": ({"date": "2025-07-25"}, {"span": None, "day": parse_edtf("2025-07-25")}),
    "a month": ({"date": "2025-07"}, {"span": None, "day": None}),
    "no date": ({"date": None}, {"span": None, "day": None, "added": None}),
    "no date, and when it was added": (
        {"date": None, "added": parse_edtf("2026-05-03")},
        {"span": None, "day": None, "added": parse_edtf("2026-05-03")},
    ),
    "a date, and when it was added": (
        {"date": "2025-07", "added": parse_edtf("2026-05-03")},
        {"added": None},
    ),
    "a copy of which no text is left": (
        {"preview": Preview(source="wiki", capture="captures/wiki/1.txt")},
        {"kept": False},
    ),
    "a placeholder, the title without its end, and tags that differ": (
        {
            "conflicts": tuple(
                Conflict(field=field, source="feed", value="x", raw="x", rule="", is_minor=minor)
                for field, minor in [("date", True), ("title", True), ("tags", False)]
            )
        },
        {"differs_on": ("tags",)},
    ),
    "no copy, and nothing that differs": ({}, {"kept": False, "differs_on": ()}),
    "how its text begins instead of a title": (
        {"title": None, "opening": "It begins.", "summary": "It begins. And goes on."},
        {"title": "It begins.", "untitled": True, "summary": None},
    ),
    "a title, and how its text begins": (
        {"title": "T", "opening": "It begins.", "summary": "It begins. And goes on."},
        {"title": "T", "untitled": False, "summary": "It begins. And goes on."},
    ),
    "neither": (
        {"title": None, "summary": "What it says."},
        {"untitled": False, "summary": "What it says."},
    ),
}


@pytest.mark.parametrize(("fields", "expected"), ROWS.values(), ids=ROWS)
def test_a_row_shows_what_is_known(fields: dict[str, Any], expected: dict[str, Any]) -> None:
    row = row_of(make_article("a", **fields))
    assert {name: getattr(row, name) for name in expected} == expected


def test_in_a_list_of_several_blogs_a_row_names_its_own() -> None:
    other = Source(name="other", reader="feed", title="another", url="https://other.example/")
    article = make_article("a", statements=(make_statement("other"), make_statement("feed")))
    catalogue = make_catalogue(make_library(article, sources=(*CONFIG.sources, other)))
    assert [row.blog for row in rows_of(catalogue, [article])] == ["another"]


SOME = (
    make_article("a", "2025-07", tags=("x",)),
    make_article("b", "2025-07", kind="paper", series="updates", tags=("x", "y")),
    make_article("c", "2025-05"),
    make_article("d", "2023", tags=("y",)),
    make_article("e", None),
)


def test_a_timeline_is_shown_by_year_and_month() -> None:
    catalogue = make_catalogue(make_library(*SOME))
    a, b, c, d, e = rows_of(catalogue, SOME)
    whole = TimelineRows(
        years=(
            YearRows(
                year=2025,
                months=(
                    MonthRows(year=2025, month=7, count=2, rows=(a, b)),
                    MonthRows(year=2025, month=5, count=1, rows=(c,)),
                ),
                count=3,
                of=7,
            ),
            YearRows(
                year=2023, months=(MonthRows(year=2023, month=None, count=1, rows=(d,)),), count=1
            ),
        ),
        undated=(e,),
    )
    parts = (Part(year=2025, articles=SOME + SOME[:2], path="2025/"),)
    timeline = catalogue.library.timeline
    assert timeline_rows(catalogue, Split(timeline=timeline, elsewhere=parts)) == whole
    assert elsewhere_of(parts) == (Elsewhere(year=2025, path="2025/", count=7),)
    folded = month_rows(catalogue, timeline.years[0].months[0], folded=True)
    assert folded == MonthRows(year=2025, month=7, count=2, rows=None)


def shown(catalogue: Catalogue, *articles: Article) -> TimelineRows:
    return timeline_rows(catalogue, Split(timeline=arrange(articles)))


def inputs_of(catalogue: Catalogue, articles: tuple[Article, ...], **own: Any) -> dict[str, Any]:
    """What the page of a short list shows."""
    chart = make_chart(catalogue, articles) if own["chart"] else None
    return {
        "timeline": shown(catalogue, *articles),
        "elsewhere": (),
        "count": len(articles),
        "span": catalogue.span(articles),
        "part_of": None,
        "feed": None,
        **own,
        "chart": chart,
    }


def test_the_home_page_shows_everything() -> None:
    catalogue = make_catalogue(make_library(*SOME))
    kinds = {kind.name: kind for kind in catalogue.kinds}
    assert list(home(catalogue)) == [
        Page(
            path="index.html",
            template="home.html",
            inputs={
                "timeline": shown(catalogue, *SOME),
                "elsewhere": (),
                "legend": [
                    (kinds["paper"], 1),
                    (kinds["note"], 4),
                    (kinds["update"], 0),
                    (kinds["unused"], 0),
                ],
                "count": 5,
                "chart": make_chart(catalogue, SOME),
                "span": (2023, 2025),
            },
        )
    ]


def test_the_home_page_of_a_long_list_leads_to_its_years_and_to_the_undated() -> None:
    undated = [make_article("u", None), make_article("v", None)]
    articles = [*months({"2026-01": 100, "2025-01": 400, "2024-01": 1001}), *undated]
    catalogue = make_catalogue(make_library(*articles))
    page, alone = home(catalogue)
    links = (
        Elsewhere(year=2025, path="2025/index.html", count=400),
        Elsewhere(year=2024, path="2024/index.html", count=1001),
        Elsewhere(year=None, path="undated/index.html", count=2),
    )
    assert page.inputs["elsewhere"] == links
    chart = page.inputs["chart"]
    assert [(cell.first, cell.path) for cell in chart.wide.cells] == [
        (2024, "2024/index.html"),
        (2025, "2025/index.html"),
        (2026, None),
    ]
    assert alone == Page(
        path="undated/index.html",
        template="list.html",
        inputs=inputs_of(catalogue, tuple(undated), group="undated", name=None, chart=False),
    )
    dated = make_catalogue(make_library(*articles[:-2]))
    assert [page.path for page in home(dated)] == ["index.html"]


def test_a_year_of_a_long_list_is_whole_without_a_chart_and_names_the_feed_of_the_list() -> None:
    articles = months({"2026-01": 300, "2025-01": 1, "2024-02": 301, "2024-01": 1200, "2023-01": 1})
    catalogue = make_catalogue(make_library(*articles))
    path, feed = "kind/note/index.html", "kind/note/feed.xml"
    context = {"group": "kind", "name": "Notes", "chart": True}
    whole, *parts = list_pages(catalogue, path, catalogue.articles, context)
    links = tuple(
        Elsewhere(year=year, path=f"kind/note/{year}/index.html", count=count)
        for year, count in ((2025, 1), (2024, 1501), (2023, 1))
    )
    chart = whole.inputs["chart"]
    assert [(cell.first, cell.path) for cell in chart.wide.cells] == [
        (2023, links[2].path),
        (2024, links[1].path),
        (2025, links[0].path),
        (2026, None),
    ]
    listed = [catalogue.library.timeline.years[place].articles for place in (1, 2, 3)]
    beside = [(None, links[1]), (links[0], links[2]), (links[1], None)]
    assert parts == [
        Page(
            path=link.path,
            template="list.html",
            inputs={
                **inputs_of(catalogue, found, **{**context, "chart": False}),
                **{"part_of": link, "whole": path, "newer": newer, "older": older, "feed": feed},
            },
        )
        for link, found, (newer, older) in zip(links, listed, beside, strict=True)
    ]


def test_years_and_months_lead_to_those_beside_them() -> None:
    catalogue = make_catalogue(make_library(*SOME, make_article("f", "2024-01")))
    a, b, c, d = rows_of(catalogue, SOME[:4])
    (f,) = rows_of(catalogue, [catalogue.by_id["id-f"]])
    july = MonthRows(year=2025, month=7, count=2, rows=(a, b))
    may = MonthRows(year=2025, month=5, count=1, rows=(c,))
    january = MonthRows(year=2024, month=1, count=1, rows=(f,))
    vague = MonthRows(year=2023, month=None, count=1, rows=(d,))

    def year_page(year: int, months: tuple[MonthRows, ...], **beside: int | None) -> Page:
        count = sum(month.count for month in months)
        rows = YearRows(year=year, months=months, count=count)
        inputs = {"year": rows, **beside}
        return Page(path=f"{year}/index.html", template="year.html", inputs=inputs)

    assert list(years(catalogue)) == [
        year_page(2025, (july, may), newer=None, older=2024),
        year_page(2024, (january,), newer=2025, older=2023),
        year_page(2023, (vague,), newer=2024, older=None),
    ]
    dates = [parse_edtf(date) for date in ("2025-07", "2025-05", "2024-01")]
    paths = ("2025/07/index.html", "2025/05/index.html", "2024/01/index.html")
    assert list(months_of_catalogue(catalogue)) == [
        Page(
            path=path,
            template="month.html",
            inputs={"month": month, "date": date, "newer": newer, "older": older},
        )
        for path, month, date, newer, older in zip(
            paths,
            (july, may, january),
            dates,
            (None, *dates[:2]),
            (*dates[1:], None),
            strict=True,
        )
    ]


def test_each_kind_and_each_series_has_a_page_and_all_of_them_a_list() -> None:
    catalogue = make_catalogue(make_library(*SOME))
    a, b, c, d, e = SOME
    by_kind = {"update": (), "paper": (b,), "note": (a, c, d, e), "unused": ()}
    all_kinds = {kind.name: kind for kind in catalogue.library.config.kinds}
    *pages, overview = kinds(catalogue)
    assert pages == [
        Page(
            path=f"kind/{name}/index.html",
            template="list.html",
            inputs=inputs_of(
                catalogue,
                articles,
                group="kind",
                name=all_kinds[name].plural,
                kind=all_kinds[name],
                feed=f"kind/{name}/feed.xml" if articles else None,
                chart=True,
            ),
        )
        for name, articles in by_kind.items()
    ]
    spans = {"paper": (1, (2025, 2025)), "note": (4, (2023, 2025))}
    groups = [(kind, *spans.get(kind.name, (0, None))) for kind in catalogue.kinds]
    assert overview == Page(
        path="kind/index.html", template="kinds.html", inputs={"groups": groups}
    )
    (one,) = catalogue.library.config.series
    assert list(series(catalogue)) == [
        Page(
            path="series/updates/index.html",
            template="list.html",
            inputs=inputs_of(
                catalogue,
                (b,),
                group="series",
                name="Updates",
                feed="series/updates/feed.xml",
                chart=True,
            ),
        ),
        Page(
            path="series/index.html",
            template="series.html",
            inputs={"groups": [(one, 1, (2025, 2025))]},
        ),
    ]


def test_each_tag_each_byline_and_what_is_kept_has_a_page() -> None:
    preview = Preview(source="wiki", capture="captures/wiki/1.txt", body="0123")
    copied = make_article("k", "2022", preview=preview, authors=("Ann", "Bo"))
    emptied = make_article(
        "l", "2022", preview=msgspec.structs.replace(preview, body=None), authors=("Bo",)
    )
    catalogue = make_catalogue(make_library(*SOME, copied, emptied))
    a, b, _c, d, _e = SOME

    def list_page(path: str, *articles: Article, **own: Any) -> Page:
        inputs = inputs_of(catalogue, articles, chart=False, **own)
        return Page(path=path, template="list.html", inputs=inputs)

    def name_row(name: str, path: str, *glyphs: str) -> NameRow:
        return NameRow(name=name, path=path, count=len(glyphs), glyphs=glyphs)

    assert list(tags(catalogue)) == [
        list_page("tag/x/index.html", a, b, group="tag", name="x"),
        list_page("tag/y/index.html", b, d, group="tag", name="y"),
        Page(
            path="tag/index.html",
            template="names.html",
            inputs={
                "group": "tags",
                "names": [
                    name_row("x", "tag/x/index.html", "diamond", "disc"),
                    name_row("y", "tag/y/index.html", "disc", "diamond"),
                ],
            },
        ),
    ]
    assert list(authors(catalogue)) == [
        list_page("author/ann/index.html", copied, group="author", name="Ann"),
        list_page("author/bo/index.html", copied, emptied, group="author", name="Bo"),
        Page(
            path="author/index.html",
            template="names.html",
            inputs={
                "group": "authors",
                "names": [
                    name_row("Ann", "author/ann/index.html", "diamond"),
                    name_row("Bo", "author/bo/index.html", "diamond", "diamond"),
                ],
            },
        ),
    ]
    assert list(copies(catalogue)) == [
        list_page("copies/index.html", copied, group="copies", name=None)
    ]


def row_of(article: Article) -> Row:
    (row,) = rows_of(make_catalogue(make_library(article)), [article])
    return row


@pytest.mark.parametrize(("count", "more"), [(0, 0), (1, 0), (6, 0), (7, 1), (40, 34)])
def test_a_row_names_six_authors_and_counts_the_others(count: int, more: int) -> None:
    names = tuple(f"Author {number}" for number in range(count))
    row = row_of(make_article("a", authors=names))
    assert (row.authors, row.more_authors) == (", ".join(names[:6]), more)


def test_beside_a_name_stand_the_glyphs_of_a_dozen_articles_or_their_number() -> None:
    articles = [
        *(make_article(f"a{n}", authors=("Of twelve", "Of thirteen")) for n in range(12)),
        make_article("b", authors=("Of thirteen",), kind="paper"),
    ]
    *_pages, page = authors(make_catalogue(make_library(*articles)))
    assert page.inputs["names"] == [
        NameRow(name="Of thirteen", path="author/of-thirteen/index.html", count=13, glyphs=()),
        NameRow(
            name="Of twelve",
            path="author/of-twelve/index.html",
            count=12,
            glyphs=("diamond",) * 12,
        ),
    ]


@pytest.mark.parametrize(("count", "glyphs"), [(500, ("diamond",)), (501, ())])
def test_a_page_of_many_names_shows_numbers(count: int, glyphs: tuple[str, ...]) -> None:
    names = tuple(f"Author {number:03}" for number in range(count))
    article = make_article("a", authors=names)
    *_pages, page = authors(make_catalogue(make_library(article)))
    assert {row.glyphs for row in page.inputs["names"]} == {glyphs}
