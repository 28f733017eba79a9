"""The keys of a [[source]] that say which of its entries are shown, and how much of its copies.

And the patterns by which entries are filtered.
"""

from __future__ import annotations

import math
import re
import time
from collections.abc import Iterable
from functools import lru_cache
from typing import TYPE_CHECKING

from generator.config.records import LISTING, Source
from generator.config.toml_file import TomlFile
from generator.text.dates import parse_edtf
from generator.text.titles import fold_text

if TYPE_CHECKING:
    import regex

_COPYING = ("feed", "preview")


def check_filters(file: TomlFile, number: int, source: Source) -> None:
    """Refuse filters that cannot be used, or that this reader has no use for.

    Raises:
        ConfigError: the first of them, and why.
    """

    def fail(key: str, message: str) -> None:
        file.fail(file.line("source", number, key), message)

    for key in source.filters:
        if source.reader not in LISTING:
            fail(key, f'"{key}" in [[source]] is for reader = {_any_of(LISTING)} only')
    if source.content != "auto" and source.reader not in _COPYING:
        fail("content", f'"content" in [[source]] is for reader = {_any_of(_COPYING)} only')
    for key in ("include", "exclude"):
        for text in getattr(source, key):
            try:
                Pattern(text)
            except ValueError as error:
                fail(key, f'"{text}" in {key}: {error}')
    if source.newest is not None and source.newest < 1:
        fail("newest", f"newest = {source.newest}: give a number from 1")
    if source.newest and source.show == "approved":
        fail("newest", '"newest" beside show = "approved" does nothing: all approved are shown')
    if source.since is not None:
        try:
            is_range = parse_edtf(source.since).end is not None
        except ValueError:
            is_range = True
        if is_range:
            fail("since", f'since = "{source.since}": give a year, a month or a day: "2024-05"')


def _any_of(readers: tuple[str, ...]) -> str:
    *others, last = (f'"{reader}"' for reader in readers)
    return f"{', '.join(others)} or {last}"


# What an owner looks for in texts: words, or /regular expressions/, bounded in time.

#: How many seconds of the processor one pattern may take over all texts of a source.
SECONDS = 5.0
# `regex` writes such repetitions out: ((a{100}){100}){100} takes all of the memory.
_MOST_REPEATED = 1_000_000
_LEAST_COUNT = re.compile(r"\{(\d++)")
# Scripts that are written without spaces have no ends of words to look for.
_UNSPACED = r"[\p{Han}\p{Hiragana}\p{Katakana}\p{Thai}\p{Lao}\p{Khmer}\p{Myanmar}]"
_SPACED = rf"[\w--{_UNSPACED}]"
_START, _END = rf"(?:(?={_UNSPACED})|(?<!{_SPACED}))", rf"(?:(?<={_UNSPACED})|(?!{_SPACED}))"


class PatternTimeout(Exception):
    """An error: a pattern takes longer than any pattern should."""


class Pattern:
    """One word or phrase, found whole, or one regular expression between two slashes.

    Neither tells capitals from small letters. A word is also found in other quotes and dashes.

    Raises:
        ValueError: it is no regular expression, and why.
    """

    def __init__(self, text: str) -> None:
        self.text = text
        self._is_expression = is_expression(text)
        self._compiled = _compiled(text)
        self._left = SECONDS

    def is_in(self, texts: Iterable[str]) -> bool:
        """Return whether any of the texts holds it.

        Raises:
            PatternTimeout: all texts so far took more than SECONDS.
        """
        return any(map(self._is_in, texts))

    def _is_in(self, text: str) -> bool:
        began = time.process_time()
        try:
            text = text if self._is_expression else fold_text(text)
            return self._compiled.search(text, timeout=max(self._left, 0.001)) is not None
        except TimeoutError:
            raise PatternTimeout from None
        finally:
            self._left -= time.process_time() - began


def is_expression(text: str) -> bool:
    """Return whether a text is meant as a regular expression."""
    return len(text) > 1 and text.startswith("/") and text.endswith("/")


@lru_cache(maxsize=1000)
def _compiled(text: str) -> regex.Pattern[str]:
    import regex  # late, because few lists have filters

    if not is_expression(text):
        word = regex.escape(fold_text(text))
        return regex.compile(f"{_START}{word}{_END}", regex.V1)
    if text == "//":
        raise ValueError("the expression is empty")
    if math.prod(int(count) or 1 for count in _LEAST_COUNT.findall(text)) > _MOST_REPEATED:
        raise ValueError("it repeats more than a million times")
    try:
        return regex.compile(text[1:-1], regex.IGNORECASE)
    except regex.error as error:
        raise ValueError(str(error)) from error
