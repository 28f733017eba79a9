"""Lines that a program writes into every text of a feed, at its beginning or at its end.

`Published on March 5, 2024`, `Discuss`, `12 posts - 8 participants`, `Continue reading on X`. Such
a line has one skeleton in all texts, and is set apart from them: by markup together with a link, a
label, a date or counts, or by a link to the entry itself.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from generator.sources.feed.conventions.lines import Line, skeleton, without_lines
from generator.sources.feed.conventions.texts import Field, Text, texts_of, with_text
from generator.sources.feed.conventions.whole import LEAST, Feed, Outcome, is_at, most
from generator.sources.feed.item import Item
from generator.text.addresses import address_base
from generator.text.urls import absolute_url, url_host

_LONGEST = 300
_MOST_LINES = 4
_WORD = re.compile(r"[^\W\d_]{2,}")
_DATE = re.compile(r"\b\d{4}\b")
_POPULATIONS: tuple[tuple[Field, ...], ...] = (("summary", "content"), ("summary",), ("content",))


def take_off_feet(feed: Feed) -> Outcome:
    """Take off the lines that begin or end all texts in one way."""
    items, traits = list(feed.items), []
    for fields in _POPULATIONS:
        for at_end in (False, True):
            for _ in range(_MOST_LINES):
                found = _habit(items, fields, feed, at_end=at_end)
                if not found:
                    break
                sample = found[0][1].text
                for text, line in found:
                    html = without_lines(text.html, [line])
                    items[text.place] = with_text(items[text.place], text.field, html)
                where = "ends in" if at_end else "begins with"
                traits.append(
                    f"every text {where} a line like “{sample[:80]}”, which was taken off"
                )
    return Outcome(items if traits else feed.items, tuple(dict.fromkeys(traits)))


def _habit(
    items: Sequence[Item], fields: Sequence[Field], feed: Feed, *, at_end: bool
) -> list[tuple[Text, Line]]:
    """The texts whose first or last lines have the one skeleton that nearly all have."""
    texts = [text for text in texts_of(items, fields) if text.lines]
    if len({text.place for text in texts}) < LEAST:
        return []
    ends = [(text, text.lines[-1 if at_end else 0]) for text in texts]
    for with_links in (True, False):
        bones = [
            skeleton(line, items[text.place], [feed.title], with_links=with_links)
            for text, line in ends
        ]
        common, count = Counter(bones).most_common(1)[0]
        if not most(count, len(texts)):
            continue
        found = [end for end, bone in zip(ends, bones, strict=True) if bone == common]
        if _is_written(common, found, items, feed):
            return found
    return []


def _is_written(
    common: str, found: Sequence[tuple[Text, Line]], items: Sequence[Item], feed: Feed
) -> bool:
    """Whether a program wrote these lines, and they are set apart from the texts."""
    if not _WORD.search(common) or any(len(line.text) > _LONGEST for _text, line in found):
        return False
    own = [_links_home(line, items[text.place], feed) for text, line in found]
    apart = sum(len(text.lines) > 1 for text, _line in found)
    if not all(own) and apart * 2 < len(found):
        return False
    linked = all(line.links for _text, line in found)
    dated = "0" in common and all(_DATE.search(line.text) for _text, line in found)
    labelled = ":" in common and ("0" in common or "{}" in common)
    return linked or dated or labelled or common.count("0") > 1


def _links_home(line: Line, item: Item, feed: Feed) -> bool:
    """Whether a line links to the entry itself, below it, or to the feed's site."""
    urls = [absolute_url(target, item.url) for target, _text in line.links]
    for url in filter(None, urls):
        if is_at(url_host(url), feed.hosts):
            return True
        if item.url and address_base(url).startswith(address_base(item.url)):
            return True
    return False
