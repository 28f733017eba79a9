"""Lines whose dates ran together with what stands beside them, as a browser copies some pages."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from generator.text.date_names import month_alternatives
from generator.text.html import fold_space

_NUMBERS_GLUED = re.compile(r"^(\d{1,2}[-/.]\d{1,2})(?=[^\W\d_]{2})")
# Where two digits each are written, also before and after a digit of the title.
_TWO_DIGITS_FIRST = re.compile(r"^(\d\d[-/.]\d\d)(?=\w)")
_TWO_DIGITS_LAST = re.compile(r"(?<=[\w?!.)])(\d\d[-/.]\d\d)$")


_EDIT = re.compile(r"\[(?:edit(?: source)?|bearbeiten|modifier|editar|modifica|править|编辑)\]$")


def parted(lines: Sequence[str | None], language: str) -> list[str | None]:
    """Return the lines, a date parted from its title where most lines have both without a space.

    Where a browser put none nothing but the other lines tells a date from the number before it.
    """
    found = [line and _EDIT.sub("", line) for line in lines]
    texts = [text for text in filter(None, lines) if any(map(str.isdigit, text))]
    texts = [text for text in texts if any(map(str.isalpha, text))]
    for pattern in (_TWO_DIGITS_FIRST, _TWO_DIGITS_LAST, _day_last(language)):
        if sum(bool(pattern.search(text)) for text in texts) * 2 > len(texts):
            found = [line and pattern.sub(r" \1 ", line).strip() for line in found]
    return found


@cache
def _day_last(language: str) -> re.Pattern[str]:
    month = month_alternatives(language)
    return re.compile(rf"(?<=\w)(\d\d (?:{month})\.? (?:19|20)\d\d)$", re.IGNORECASE)


@cache
def _glued(language: str) -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    month = month_alternatives(language)
    written = rf"(?:{month})\.? \d{{1,2}}, |\d{{1,2}}\.? (?:de )?(?:{month})\.? (?:de )?"
    day = rf"(?:{written}|\d{{4}}-\d\d-)(?:(?:19|20)\d\d|(?<=-)\d\d)"
    day = rf"{day}|(?:19|20)\d\d年\d{{1,2}}月\d{{1,2}}日"
    return (
        re.compile(
            rf"((?:^|[^\w])(?:{day}))(?=[^\W_])",
            re.IGNORECASE,
        ),
        re.compile(
            rf"(?<=[^\W\d_.,?!)])"
            rf"((?:{month})\.? \d{{1,2}}, (?:19|20)\d\d|(?:19|20)\d\d-\d\d-\d\d)$",
            re.IGNORECASE,
        ),
        re.compile(rf"^(\d\d ?(?:{month}))(?=[^\W\d_])", re.IGNORECASE),
    )


def unglued(text: str, language: str, year: int | None) -> str:
    """The line with white space at a date where a browser put none: `March 5, 20242 min read`."""
    after, before, in_year = _glued(language)
    text = after.sub(r"\1 · ", text, count=1)
    if (match := before.search(text)) and not text[match.start() - 1].isupper():
        text = f"{text[: match.start()]} · {match[1]}"
    if year:
        text = _NUMBERS_GLUED.sub(r"\1 ", text)
    match = in_year.match(text) if year else None
    if match and text[match.end()].isupper():
        name = match[1][2:].strip()
        text = f"{match[1][:2]} {name} · {text[match.end() :]}"
    return fold_space(text)
