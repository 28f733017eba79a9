"""Headings over entries, and lines that are sentences."""

from __future__ import annotations

import pytest

from generator.sources.index.records import ends_sentence, is_prose, read_heading

# A text, and the year above it → its date; None for what only has the form of one.
HEADINGS: dict[tuple[str, int | None], str | None] = {
    ("March 2024", None): "2024-03",
    ("March 2020 - April 2021", None): "2020-03/2021-04",
    ("2024", None): "2024",
    ("2024-03-05", None): "2024-03-05",
    ("5 March 2024", None): "2024-03-05",
    ("2024 (12)", None): "2024",
    ("2024[120]", None): "2024",
    ("March", 2024): "2024-03",
    ("5 March", 2024): "2024-03-05",
    ("Marchember 2024", None): None,
    ("30 February 2024", None): None,
}


@pytest.mark.parametrize("stated", HEADINGS)
def test_a_heading_is_a_date_or_meant_as_one(stated: tuple[str, int | None]) -> None:
    found = read_heading(stated[0], "en", stated[1])
    assert found is not None
    assert found.text == stated[0]
    assert (found.date.edtf if found.date else None) == HEADINGS[stated]


@pytest.mark.parametrize("text", ["March", "5 March", "On Lamps", "Lamps of 2024", "2024 (a)", ""])
def test_other_texts_are_no_such_headings(text: str) -> None:
    assert read_heading(text, "en", None) is None


SENTENCES = (
    *("It is so.", "It is so…", "It says:", "是这样。", "ऐसा है।", "هل هو كذلك؟", "یہ ایسا ہے۔"),
    *("“It is so.”", "(It is so.)", "'It is so.'", "«It is so.»", "[It is so.]", '"It is so."'),
)


@pytest.mark.parametrize("text", SENTENCES)
def test_a_sentence_is_known_by_its_end(text: str) -> None:
    assert ends_sentence(text)
    assert is_prose(text)


@pytest.mark.parametrize("text", ["On Lamps", "Why?", "Lamps!", "“Lamps”", ".com", ". A", ""])
def test_a_title_ends_otherwise(text: str) -> None:
    assert not ends_sentence(text)
    assert not is_prose(text)


def test_what_is_longer_than_a_title_is_prose() -> None:
    assert [is_prose("x" * length) for length in (90, 91)] == [False, True]
