"""Numbers as received → whole numbers that can be kept; what is counted → words."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from babel import Locale

# What every reader of JSON can hold (RFC 8259 §6); sizes and counts are far below it.
_LARGEST = 2**53
_MOST_DIGITS = 16


def whole_number(value: object) -> int | None:
    """Return the number from 0 to 2**53 that a number or its digits say; None for anything else.

    >>> whole_number("9999999999999999999999")
    """
    if isinstance(value, str):
        digits = value.strip()
        if not (digits.isascii() and digits.isdigit() and len(digits) <= _MOST_DIGITS):
            return None
        value = int(digits)
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    return int(value) if 0 <= value <= _LARGEST else None


def pluralize(number: int, one: str, more: str | None = None) -> str:
    """Return a count with its noun: `1 entry`, `2 entries`; `more` is an irregular plural.

    >>> pluralize(1, "entry", "entries")
    '1 entry'
    """
    return f"1 {one}" if number == 1 else f"{number} {more or one + 's'}"


def separated(number: float, language: str) -> str:
    """Return a number as a language writes it; `language` is one that month_names knows.

    >>> separated(1234, "en"), separated(1234, "de"), separated(0.5, "fr")
    ('1,234', '1.234', '0,5')
    """
    if isinstance(number, int) and 0 <= number < 1_000:
        return str(number)
    if _is_english(language):
        return f"{number:,}" if isinstance(number, int) else f"{number:,g}"
    from babel.numbers import format_decimal  # late, as in text/date_names.py

    return format_decimal(number, locale=_locale(language))


def plural_form(number: int, language: str) -> str:
    """Return the form that what is counted takes, by the name that the Unicode CLDR gives it.

    >>> plural_form(1, "en"), plural_form(0, "fr"), plural_form(1, "ja"), plural_form(3, "pl")
    ('one', 'one', 'other', 'few')
    """
    if _is_english(language):
        return "one" if number == 1 else "other"
    return str(_locale(language).plural_form(number))


def _is_english(language: str) -> bool:
    return language.split("-")[0].lower() == "en"


@cache
def _locale(language: str) -> Locale:
    from babel import Locale

    return Locale.parse(language, sep="-")
