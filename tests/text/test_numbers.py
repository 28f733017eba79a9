"""Numbers: as received, and as counted in messages."""

from __future__ import annotations

import pytest

from generator.text.numbers import plural_form, pluralize, separated, whole_number

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


RECEIVED: dict[object, int | None] = {
    0: 0,
    7: 7,
    2.0: 2,
    2.5: 2,
    " 12 ": 12,
    2**53: 2**53,
    str(2**53): 2**53,
    2**53 + 1: None,
    "9" * 17: None,
    -1: None,
    "-1": None,
    "²": None,
    "1.5": None,
    None: None,
    float("nan"): None,
    float("inf"): None,
}


@pytest.mark.parametrize(("value", "expected"), RECEIVED.items(), ids=map(str, RECEIVED))
def test_a_whole_number_is_one_that_every_reader_of_json_can_hold(
    value: object, expected: int | None
) -> None:
    assert whole_number(value) == expected
    assert whole_number(True) is None


WRITTEN = {
    "three digits": (999, "de", "999"),
    "nothing": (0, "de", "0"),
    "four digits": (1_000, "en", "1,000"),
    "one below nothing": (-1, "de", "-1"),
    "English in capitals": (1_234, "EN", "1,234"),
    "a part of one in English": (1234.5, "en", "1,234.5"),
    "a part of one in German": (1234.5, "de", "1.234,5"),
    "English": (1_234_567, "en-GB", "1,234,567"),
    "German": (1_234, "de", "1.234"),
    "Spanish": (12_345, "es", "12.345"),
    "French": (1_234, "fr", "1\u202f234"),
    "a script in the tag": (1_234, "zh-Hant-TW", "1,234"),
}


@pytest.mark.parametrize(("number", "language", "expected"), WRITTEN.values(), ids=WRITTEN)
def test_numbers_have_the_separators_of_the_language(
    number: float, language: str, expected: str
) -> None:
    assert separated(number, language) == expected


FORMS = {
    "en": ["other", "one", "other", "other"],
    "EN-gb": ["other", "one", "other", "other"],
    "fr": ["one", "one", "other", "other"],
    "pl": ["many", "one", "few", "many"],
    "ja": ["other", "other", "other", "other"],
}


@pytest.mark.parametrize("language", FORMS)
def test_what_is_counted_has_the_form_of_the_language(language: str) -> None:
    assert [plural_form(number, language) for number in (0, 1, 2, 5)] == FORMS[language]
