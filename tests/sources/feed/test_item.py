"""Fields that feeds of all formats have."""

from __future__ import annotations

import pytest

from generator.sources.feed.item import names_in

# fields for authors → the names in them, in a feed called "A Daily"
NAMES = {
    "a name": (["Jane Doe"], ("Jane Doe",)),
    "several in one field": (["Jane Doe, Bo Lind"], ("Jane Doe", "Bo Lind")),
    "several fields, one name twice": (
        ["Jane Doe", "Bo Lind", "Jane Doe"],
        ("Jane Doe", "Bo Lind"),
    ),
    "with the feed's title behind it": (["Jane Doe, a daily"], ("Jane Doe, a daily",)),
    "with the feed's title before it": (["A Daily, Jane Doe"], ("A Daily", "Jane Doe")),
    "the feed's title alone": (["A Daily"], ("A Daily",)),
    "nobody": (["N/A", ""], ()),
}


@pytest.mark.parametrize(("texts", "expected"), NAMES.values(), ids=NAMES)
def test_each_name_in_a_field_is_an_author(texts: list[str], expected: tuple[str, ...]) -> None:
    assert names_in(texts, "A Daily") == expected


@pytest.mark.parametrize("text", "N/A none null nil undefined NaN - -- --- – — #".split())
def test_what_stands_where_nothing_is_to_be_written_is_no_author(text: str) -> None:
    assert names_in([text, "Jane Doe"], "A Daily") == ("Jane Doe",)
