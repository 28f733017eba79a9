"""Numbers as received → whole numbers that can be kept; what is counted → words."""

from __future__ import annotations

# What every reader of JSON can hold (RFC 8259 §6); sizes and counts are far below it.
_LARGEST = 2**53
_MOST_DIGITS = 16


def whole_number(value: object) -> int | None:
    """The number from 0 to 2**53 that a number or its digits say; None for anything else.

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
    """`1 entry`, `2 entries`; the plural is `more`, else the singular with an s.

    >>> pluralize(1, "entry", "entries")
    '1 entry'
    """
    return f"1 {one}" if number == 1 else f"{number} {more or one + 's'}"


def separated(number: int, language: str) -> str:
    """Return a number as a language writes it; `language` is one that month_names knows.

    >>> separated(1234, "en"), separated(1234, "de")
    ('1,234', '1.234')
    """
    if number < 1_000:
        return str(number)
    if language.split("-")[0].lower() == "en":
        return f"{number:,}"
    from babel import Locale  # late, as in text/dates.py
    from babel.numbers import format_decimal

    return format_decimal(number, locale=Locale.parse(language, sep="-"))
