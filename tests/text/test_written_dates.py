"""Dates in words and numbers, as people write them."""

from __future__ import annotations

import pytest

from generator.text.dates import date_at_edge, is_meant_as_date, parse_written, unclear_at_edge

WHOLE = {
    "a month": ("March 2024", "en", None, "2024-03"),
    "a short month with a stop": ("Sept. 2024", "en", None, "2024-09"),
    "a day before its month": ("5 March 2024", "en", None, "2024-03-05"),
    "a day after its month": ("March 5th, 2024", "en", None, "2024-03-05"),
    "a day of the week": ("Tuesday, 5 March 2024", "en", None, "2024-03-05"),
    "a day of the week without a comma": ("Mon 18 December 2017", "en", None, "2017-12-18"),
    "a day of the week in full": ("Monday 18 December 2017", "en", None, "2017-12-18"),
    "a day of the week after the day": ("18 December 2017 (Mon.)", "en", None, "2017-12-18"),
    "short days of the week": ("Thur 7 March 2024", "en", None, "2024-03-07"),
    "a month after a day of the week": ("Sunday, March 2024", "en", None, None),
    "a year after a day of the week": ("Sun 2024", "en", None, None),
    "a word that is no day of the week": ("Chapter 18 December 2017", "en", None, None),
    "hyphens around a month": ("18-Dec-2017", "en", None, "2017-12-18"),
    "a month, hyphens and a year": ("Dec-18-2017", "en", None, "2017-12-18"),
    "a month between hyphens": ("2017-Dec-18", "en", None, "2017-12-18"),
    "a comma without a space": ("March 5,2024", "en", None, "2024-03-05"),
    "a year that runs into its day": ("March 52024", "en", None, None),
    "a year": ("2024", "en", None, "2024"),
    "an ISO date in brackets": ("[2024-03-05]", "en", None, "2024-03-05"),
    "an ISO month": ("2024-03", "en", None, "2024-03"),
    "slashes, year first": ("2024/03/05", "en", None, "2024-03-05"),
    "dots, year first": ("2020.01.10", "en", None, "2020-01-10"),
    "dots and spaces, year first": ("2020. 1. 10.", "en", None, "2020-01-10"),
    "two signs": ("2024-03/05", "en", None, None),
    "a month and a year in numbers": ("03/2024", "en", None, "2024-03"),
    "a German day": ("3. März 2024", "de", None, "2024-03-03"),
    "a German day in numbers": ("03.04.2024", "de", None, "2024-04-03"),
    "an English month on a German page": ("3 March 2024", "de", None, "2024-03-03"),
    "a Spanish month": ("marzo de 2024", "es", None, "2024-03"),
    "a Spanish day": ("5 de marzo de 2024", "es", None, "2024-03-05"),
    "a Catalan day": ("5 d’agost del 2024", "ca", None, "2024-08-05"),
    "the first in French": ("1er mars 2024", "fr", None, "2024-03-01"),
    "a Russian month alone": ("Март 2024", "ru", None, "2024-03"),
    "a Russian month after a day": ("5 марта 2024", "ru", None, "2024-03-05"),
    "a Hungarian month": ("2024. március", "hu", None, "2024-03"),
    "a German day of the week": ("Mittwoch 5. März 2025", "de", None, "2025-03-05"),
    "a Japanese day of the week": ("2024年3月5日(火)", "ja", None, "2024-03-05"),
    "a day of the week that is a month's sign": ("2024 年 3 月", "ja", None, "2024-03"),
    "a Japanese day": ("2024年3月5日", "ja", None, "2024-03-05"),
    "a Chinese month": ("2024 年 3 月", "zh", None, "2024-03"),
    "a Korean month": ("2024년 3월", "ko", None, "2024-03"),
    "Arabic digits": ("٥ مارس ٢٠٢٤", "ar", None, "2024-03-05"),
    "a month under a year": ("March", "en", 2024, "2024-03"),
    "a day and a month under a year": ("Mar 5", "en", 2024, "2024-03-05"),
    "a month with a year of its own under another": ("March 2023", "en", 2024, "2023-03"),
    "a month without a year": ("March", "en", None, None),
    "a day and a month that could be the other way round": ("03/04/2024", "en", None, None),
    "one that could not": ("13/04/2024", "en", None, "2024-04-13"),
    "one that could not, month first": ("04/13/2024", "en", None, "2024-04-13"),
    "one with hyphens that could": ("05-03-2024", "en", None, None),
    "one with hyphens that could not": ("18-04-2021", "en", None, "2021-04-18"),
    "one that is none either way": ("13/13/2024", "en", None, None),
    "one that is the same both ways": ("04/04/2024", "en", None, "2024-04-04"),
    "a day that does not exist": ("30 February 2024", "en", None, None),
    "a leap day that does not exist": ("29 February 2023", "en", None, None),
    "a month that does not exist": ("Marchember 2024", "en", None, None),
    "a thirteenth month": ("2024-13", "en", None, None),
    "the year 0": ("March 0000", "en", None, None),
    "the year 99999": ("March 99999", "en", None, None),
    "a sentence with a date": ("On 5 March 2024 we met", "en", None, None),
    "nothing": ("", "en", None, None),
}


@pytest.mark.parametrize(("text", "language", "year", "expected"), WHOLE.values(), ids=WHOLE)
def test_a_text_is_a_date_or_none(
    text: str, language: str, year: int | None, expected: str | None
) -> None:
    date = parse_written(text, language, year)
    assert (date.edtf if date else None) == expected


EDGES = {
    "a day at the start": ("2024-03-05 A Title", None, ("2024-03-05", "A Title")),
    "a day and a dash": ("5 March 2024 — A Title", None, ("2024-03-05", "A Title")),
    "a day and a colon": ("March 5, 2024: A Title", None, ("2024-03-05", "A Title")),
    "a day at the end": ("A Title, 5 March 2024", None, ("2024-03-05", "A Title")),
    "a day in brackets at the end": ("A Title (5 March 2024)", None, ("2024-03-05", "A Title")),
    "a day under a year": ("5 March A Title", 2024, ("2024-03-05", "A Title")),
    "a month at the end may be the title's": ("Updates — July 2024", None, None),
    "a month at the start may be too": ("July 2024 in review", None, None),
    "a day in the middle is none of the edges": ("On 5 March 2024 we met", None, None),
    "a day alone has no rest": ("5 March 2024", None, None),
    "a day that does not exist": ("30 February 2024 A Title", None, None),
    "a day in numbers with one reading": ("18-04-2021 A Title", None, ("2021-04-18", "A Title")),
    "a day of the week before it": (
        "Mon 18 December 2017 A Title",
        None,
        ("2017-12-18", "A Title"),
    ),
    "a day of the week at the end": (
        "A Title — Monday, 18 December 2017",
        None,
        ("2017-12-18", "A Title"),
    ),
    "a word that is a day of the week too": (
        "The Sun 18 December 2017",
        None,
        ("2017-12-18", "The Sun"),
    ),
    "a day in numbers with two": ("05-03-2024 A Title", None, None),
}


@pytest.mark.parametrize(("text", "year", "expected"), EDGES.values(), ids=EDGES)
def test_a_line_begins_or_ends_with_a_day(
    text: str, year: int | None, expected: tuple[str, str] | None
) -> None:
    found = date_at_edge(text, "en", year)
    assert (found and (found[0].edtf, found[2])) == expected


UNCLEAR = {
    "two readings at the start": ("05-03-2024 A Title", ("05-03-2024", "A Title")),
    "two readings at the end": ("A Title (05/03/2024)", ("05/03/2024", "A Title")),
    "one reading, the day first": ("18-04-2024 A Title", None),
    "one reading, the month first": ("A Title 04/18/2024", None),
    "one day either way": ("04-04-2024 A Title", None),
    "no such day": ("13-13-2024 A Title", None),
    "two signs": ("05-03/2024 A Title", None),
    "a title alone": ("A Title", None),
}


@pytest.mark.parametrize(("text", "expected"), UNCLEAR.values(), ids=UNCLEAR)
def test_a_line_begins_or_ends_with_a_date_of_two_readings(
    text: str, expected: tuple[str, str] | None
) -> None:
    assert unclear_at_edge(text) == expected


MEANT = {
    "a month that does not exist": ("Marchember 2024", True),
    "a day that does not exist": ("30 February 2024", True),
    "a year of five digits": ("March 99999", True),
    "the year 0": ("0000", True),
    "a heading of words": ("About the thread", False),
    "a title with a year at its end": ("A look back at all of 2024", False),
    "a number": ("42", False),
}


@pytest.mark.parametrize(("text", "expected"), MEANT.values(), ids=MEANT)
def test_a_text_has_the_form_of_a_date(text: str, expected: bool) -> None:
    assert is_meant_as_date(text) is expected
