"""The sentences of the evidence in the site's language.

They are data: articles.json has them in English. A language's table [de.reasons] has them by their
English, in which `{source}` stands for any text.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache
from string import Formatter

# Several sentences, as reconcile/claims.py joins them.
_JOINT = "; "


def reason_in(
    reasons: Mapping[str, str],
    text: str,
    joint: str = _JOINT,
    pair: Callable[[str, str], str] = "{}: {}".format,
) -> str | None:
    """Return a sentence in the language of the table; None where the table has no such sentence.

    Of several sentences in one text all must be there. What fills a place may be a phrase of the
    table itself, and what stands before a colon is the name of a source. `joint` and `pair` put
    such texts together.

    >>> table = {"same DOI": "dieselbe DOI", "{source} is trusted more": "{source} zählt mehr"}
    >>> reason_in(table, "dblp: same DOI; the feed is trusted more")
    'dblp: dieselbe DOI; the feed zählt mehr'
    """
    if text in reasons:
        return reasons[text]
    parts = [_part(reasons, part, pair) for part in text.split(_JOINT)]
    known = [part for part in parts if part is not None]
    return joint.join(known) if len(known) == len(parts) else _whole(reasons, text)


def _part(reasons: Mapping[str, str], text: str, pair: Callable[[str, str], str]) -> str | None:
    own = _whole(reasons, text)
    name, _, rest = text.partition(": ")
    named = _whole(reasons, rest) if own is None else None
    return own if named is None else pair(name, named)


def _whole(reasons: Mapping[str, str], text: str) -> str | None:
    if text in reasons:
        return reasons[text]
    for english, own in reasons.items():
        values = _values_of(english, text) if "{" in english else None
        if values is not None:
            return own.format(**{name: reasons.get(one, one) for name, one in values.items()})
    return None


def _values_of(english: str, text: str) -> dict[str, str] | None:
    """Return what stands in a text where an English sentence has places; None if it is another."""
    parts = _parts(english)
    values = {}
    start, place = parts[0]
    if not text.startswith(start):
        return None
    at = len(start)
    for words, following in parts[1:]:
        end = text.find(words, at) if following else len(text) - len(words)
        if end <= at or not text.startswith(words, end):
            return None
        values[place] = text[at:end]
        at, place = end + len(words), following
    return values


@cache
def _parts(english: str) -> tuple[tuple[str, str], ...]:
    """Return the words of a sentence, each with the place that follows; "" after the last."""
    parts = [(words, name or "") for words, name, _, _ in Formatter().parse(english)]
    return tuple(parts if not parts[-1][1] else [*parts, ("", "")])
