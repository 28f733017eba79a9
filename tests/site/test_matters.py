"""What the articles of a dated series are about, and how lists show it."""

from __future__ import annotations

import pytest

from generator.site.catalogue import make_catalogue, matters_of
from generator.site.list_pages import rows_of
from tests.site.sample_library import make_article, make_library

# summaries of a series' articles → what each is about
SERIES: dict[str, tuple[list[str | None], list[str | None]]] = {
    "an announcement that two have": (
        [
            "A collection of small updates: five hurdles, dark matter.",
            "A collection of small updates: pivot tables.",
            "A collection of small updates from the team.",
        ],
        [
            "Five hurdles, dark matter",
            "Pivot tables",
            "A collection of small updates from the team",
        ],
    ),
    "a colon that only one has": (
        ["Harm pressure: a short update.", "On features."],
        ["Harm pressure: a short update", "On features"],
    ),
    "the same words in two": (
        ["From the team.", "From the team.", "On SAEs."],
        [None, None, "On SAEs"],
    ),
    "a question, two sentences, and none": (
        ["How does it work?", "One. Two.", None],
        ["How does it work?", "One. Two.", None],
    ),
    "too long for a heading": (["a" * 161, "b" * 160], [None, "B" + "b" * 159]),
    "an announcement among others, in any order": (
        ["Updates: b.", "A note.", "What follows.", "Updates: a."],
        ["B", "A note", "What follows", "A"],
    ),
    "the last in the alphabet, alone": (["A note.", "Harm: short."], ["A note", "Harm: short"]),
    "only the first colon announces": (
        ["Updates: one: two.", "Updates: three."],
        ["One: two", "Three"],
    ),
    "an announcement as long as one may be": (
        ["a" * 60 + ": one.", "a" * 60 + ": two."],
        ["One", "Two"],
    ),
    "a longer one": (
        ["a" * 61 + ": one.", "a" * 61 + ": two."],
        ["A" + "a" * 60 + ": one", "A" + "a" * 60 + ": two"],
    ),
    "the announcement alone": (
        ["News", "News: all", "News: more"],
        ["News", "All", "More"],
    ),
    "nothing after the colon": (["News: ", "News: all"], [None, "All"]),
    "what is cut off stays cut off": (["It goes on..."], ["It goes on..."]),
}


@pytest.mark.parametrize(("summaries", "expected"), SERIES.values(), ids=SERIES)
def test_what_an_article_of_a_series_is_about(
    summaries: list[str | None], expected: list[str | None]
) -> None:
    articles = [make_article(str(n), summary=text) for n, text in enumerate(summaries)]
    found = matters_of(articles)
    assert [found.get(article.id) for article in articles] == expected


def test_only_where_the_title_says_no_more_than_the_month_the_matter_stands_for_it() -> None:
    dated = {"series": "updates", "summary": "On harm."}
    repeating = make_article("a", "2025-07", title="Updates — July 2025", **dated)
    telling = make_article(
        "b", "2025-08", title="Updates: a paper", **dated | {"summary": "On it."}
    )
    alone = make_article("c", "2025-07", title="Alone — July 2025", summary="On itself.")
    catalogue = make_catalogue(make_library(repeating, telling, alone))
    assert [
        (row.title, row.part_of, row.summary) for row in rows_of(catalogue, catalogue.articles)
    ] == [
        ("Updates: a paper", None, "On it."),
        ("On harm", "Updates — July 2025", None),
        ("Alone — July 2025", None, "On itself."),
    ]
