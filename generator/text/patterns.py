"""What an owner looks for in texts: words, or /regular expressions/, bounded in time."""

from __future__ import annotations

import math
import re
import time
from collections.abc import Iterable
from functools import lru_cache
from typing import TYPE_CHECKING

from generator.text.titles import fold_text

if TYPE_CHECKING:
    import regex

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
    """A pattern takes longer than any pattern should."""


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
    import regex  # late: 20 ms, and few lists have filters

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
