"""From how many articles on a list is split, folded or shortened."""

from __future__ import annotations

import pytest

from generator.model import Article, Page
from generator.site.catalogue import make_catalogue
from generator.site.list_pages import authors, list_pages, years
from generator.site.list_rows import Elsewhere, NameRow, Row
from generator.site.rows import rows_of
from tests.site.sample_library import make_article, make_library

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
