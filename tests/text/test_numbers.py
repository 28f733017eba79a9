"""Numbers: as received, and as counted in messages."""

from __future__ import annotations

import pytest

from generator.text.numbers import pluralize

COUNTED = {
    "none": (0, "source", None, "0 sources"),
    "one": (1, "source", None, "1 source"),
    "several": (2, "source", None, "2 sources"),
    "one of an odd word": (1, "entry", "entries", "1 entry"),
    "several of an odd word": (30, "entry", "entries", "30 entries"),
}


@pytest.mark.parametrize(("number", "one", "more", "expected"), COUNTED.values(), ids=COUNTED)
def test_what_is_counted_is_named_by_its_number(
    number: int, one: str, more: str | None, expected: str
) -> None:
    assert pluralize(number, one, more) == expected
