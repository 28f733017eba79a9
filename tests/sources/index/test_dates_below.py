"""The text of a page whose dates stand under its titles, and not over them."""

from __future__ import annotations

import pytest

from generator.sources.index.text import read_index_text

IndexEntry = list[tuple[str | None, str | None, str | None]]


def read(text: str) -> IndexEntry:
    """The title, date and summary of each entry."""
    listed = []
    for entry in read_index_text(text, "en").listed:
        dated = entry.own or entry.heading
        date = dated.date.edtf if dated and dated.date else None
        listed.append((entry.title, date, entry.summary))
    return listed


BELOW: IndexEntry = [("First Article", "2024-03-05", None), ("Second Article", "2024-02-04", None)]
SAID = "It says something."
PAGES: dict[str, tuple[str, IndexEntry]] = {
    "a date under each title": (
        "First Article\n\nMarch 5, 2024\n\nSecond Article\n\nFebruary 4, 2024\n",
        BELOW,
    ),
    "right under it": ("First Article\nMarch 5, 2024\n\nSecond Article\nFebruary 4, 2024", BELOW),
    "below the page's title": (
        "Blog\n\nFirst Article\n\n5 March 2024\n\nSecond Article\n\n4 February 2024",
        BELOW,
    ),
    "as ISO 8601": ("First Article\n2024-03-05\nSecond Article\n2024-02-04", BELOW),
    "over what the page says at its end": (
        "First Article\n\nMarch 5, 2024\n\nSecond Article\n\nFebruary 4, 2024\n\nImprint\n\nFeed",
        BELOW,
    ),
    "over abstracts": (
        f"First Article\n\nMarch 5, 2024\n\n{SAID}\n\nSecond Article\n\nFebruary 4, 2024\n\n{SAID}",
        [(title, date, SAID) for title, date, _ in BELOW],
    ),
    "a month under each title": (
        "First Article\n\nMarch 2024\n\nSecond Article\n\nFebruary 2024\n",
        [("First Article", "2024-03", None), ("Second Article", "2024-02", None)],
    ),
    "a month over titles, the last over nothing": (
        f"Blog\n\nMarch 2024\n\nFirst Article\n\n{SAID}\n\nFebruary 2024\n",
        [("First Article", "2024-03", SAID)],
    ),
    "over each title": (
        "March 5, 2024\n\nFirst Article\n\nFebruary 4, 2024\n\nSecond Article",
        BELOW,
    ),
    "over each title, below the page's": (
        "Blog\n\nMarch 5, 2024\n\nFirst Article\n\nFebruary 4, 2024\n\nSecond Article",
        BELOW,
    ),
    "over titles and abstracts": (
        f"Blog\n\nMarch 5, 2024\n\nFirst Article\n\n{SAID}\n\n"
        f"February 4, 2024\n\nSecond Article\n\n{SAID}",
        [(title, date, SAID) for title, date, _ in BELOW],
    ),
}


@pytest.mark.parametrize(("text", "expected"), PAGES.values(), ids=PAGES)
def test_the_whole_page_tells_whether_dates_lead_or_follow(text: str, expected: IndexEntry) -> None:
    assert read(text) == expected


NEITHER = {
    "dates side by side": "First Article\n\nMarch 5, 2024\n\nFebruary 4, 2024\n\nSecond Article\n\n"
    "May 5, 2023\n",
    "prose": f"{SAID}\n\nMarch 5, 2024\n\n{SAID}\n\nFebruary 4, 2024\n\n{SAID}",
}


@pytest.mark.parametrize("text", NEITHER.values(), ids=NEITHER)
def test_a_page_that_neither_explains_is_refused_with_the_reason(text: str) -> None:
    with pytest.raises(ValueError, match="“March 5, 2024” and the other dates stand neither"):
        read(text)
