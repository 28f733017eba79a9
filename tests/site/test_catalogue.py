"""What pages look up: how a title, a summary and a place are shown."""

from __future__ import annotations

import pytest

from generator.model import Article
from generator.site.catalogue import Catalogue, make_catalogue
from tests.site.sample_library import make_article, make_library


def catalogue_of(*articles: Article) -> Catalogue:
    return make_catalogue(make_library(*articles))


# the title, its date, its series → the title as it is shown, and what only repeats the month
PARTS = {
    "the month that it stands under": (
        ("Updates — July 2025", "2025-07", "updates"),
        ("Updates", " — July 2025"),
    ),
    "a day of that month": (
        ("Updates — July 2025", "2025-07-25", "updates"),
        ("Updates", " — July 2025"),
    ),
    "the month in which its range ends": (
        ("Updates — July 2025", "2025-05/2025-07", "updates"),
        ("Updates", " — July 2025"),
    ),
    "the month in which its range begins": (
        ("Updates — May 2025", "2025-05/2025-07", "updates"),
        ("Updates — May 2025", ""),
    ),
    "another month": (("Updates — May 2025", "2025-07", "updates"), ("Updates — May 2025", "")),
    "that month of another year": (
        ("Updates — July 2024", "2025-07", "updates"),
        ("Updates — July 2024", ""),
    ),
    "a month where only the year is known": (
        ("Updates — July 2025", "2025", "updates"),
        ("Updates — July 2025", ""),
    ),
    "no date": (("Updates — July 2025", None, "updates"), ("Updates — July 2025", "")),
    "no series": (("Updates — July 2025", "2025-07", None), ("Updates — July 2025", "")),
    "no month": (("Updates", "2025-07", "updates"), ("Updates", "")),
    "nothing but the month": (("July 2025", "2025-07", "updates"), ("July 2025", "")),
}


@pytest.mark.parametrize(("said", "expected"), PARTS.values(), ids=PARTS)
def test_the_end_of_a_title_that_repeats_its_own_month_is_told_from_the_rest(
    said: tuple[str, str | None, str | None], expected: tuple[str, str]
) -> None:
    title, date, series = said
    article = make_article("a", date, title=title, series=series)
    assert catalogue_of(article).title_parts(article) == expected


WORD = "word "  # five characters
SUMMARIES = {
    "none": (None, None),
    "one that just fits": (WORD * 59 + "words", WORD * 59 + "words"),
    "one that is a character too long": (WORD * 59 + "words.", WORD * 58 + "word …"),
    "no sign of punctuation before the ellipsis": (WORD * 58 + "word, " * 3, WORD * 58 + "word …"),
    "a word that is too long by itself": ("x" * 301, "x" * 300 + " …"),
}


@pytest.mark.parametrize(("summary", "expected"), SUMMARIES.values(), ids=SUMMARIES)
def test_a_long_summary_is_cut_at_a_word(summary: str | None, expected: str | None) -> None:
    article = make_article("a", summary=summary)
    assert catalogue_of(article).excerpt(article) == expected


def test_the_undated_stand_on_the_home_page_unless_that_is_split() -> None:
    articles = [make_article(f"a{number}") for number in range(1500)]
    assert catalogue_of(*articles).undated_path == "index.html#undated"
    assert catalogue_of(*articles, make_article("b")).undated_path == "undated/index.html"
