"""What each article of a dated series is about, by the summaries that the series' articles have.

Their titles all say the same ("Circuits Updates — July 2024"): in a list, what the update is about
stands large in the title's place.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable

from generator.model import Article

# A summary longer than this is no heading.
_LONGEST = 160
_LONGEST_ANNOUNCEMENT = 60


def matters_of(articles: Iterable[Article]) -> dict[str, str]:
    """Return by an article's id what it is about; articles of one series.

    A summary that another article has as well says nothing of either. What stands before a colon
    is left out where another summary begins with it too: it announces what follows.

    "A collection of small updates: five hurdles, dark matter." → "Five hurdles, dark matter"
    """
    summaries = {article.id: article.summary for article in articles if article.summary}
    uses = Counter(summaries.values())
    in_order = sorted(summaries.values())
    found = {}
    for article_id, summary in summaries.items():
        announcement, colon, rest = summary.partition(": ")
        is_announced = colon and len(announcement) <= _LONGEST_ANNOUNCEMENT
        if is_announced and _begins_two(in_order, announcement):
            summary, is_own = rest, True
        else:
            is_own = uses[summary] == 1
        if is_own and summary.strip() and len(summary) <= _LONGEST:
            found[article_id] = _as_heading(summary.strip())
    return found


def _begins_two(in_order: list[str], start: str) -> bool:
    first = bisect_left(in_order, start)
    return all(text.startswith(start) for text in in_order[first : first + 2]) and (
        first + 1 < len(in_order)
    )


def _as_heading(text: str) -> str:
    is_one_sentence = text.endswith(".") and ". " not in text and not text.endswith("..")
    text = text[:-1] if is_one_sentence else text
    return text[0].upper() + text[1:]
