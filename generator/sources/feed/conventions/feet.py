"""Lines that a program writes into every text of a feed, at its beginning or at its end.

`Published on March 5, 2024`, `Discuss`, `12 posts - 8 participants`, `Continue reading on X`. Such
a line has one skeleton in all texts, and is set apart from them: by markup together with a link, a
label, a date or counts, or by a link to the entry itself.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Sequence

from generator.sources.feed.conventions.citations import has_sign
from generator.sources.feed.conventions.lines import Line, last_link, skeleton, without_lines
from generator.sources.feed.conventions.texts import Field, Text, texts_of, with_text
from generator.sources.feed.conventions.whole import LEAST, Feed, Outcome, is_at, most
from generator.sources.feed.item import Item
from generator.text.addresses import address_base
from generator.text.titles import fold_text
from generator.text.urls import absolute_url, url_host

_LONGEST = 300
_MOST_LINES = 4
_SAMPLE = 20
_WORD = re.compile(r"[^\W\d_]{2,}")
# What programs say of an entry itself, and of what was made of it.
_OF_ENTRIES = re.compile(
    r"\b(?:published|posted|submitted|written|updated|created|shared|filed|tagged|posts?"
    r"|participants?|replies|reply|comments?|views?|points?|votes?|likes?|photo|video|minutes?|min"
    r"|words?|reading time|via|from)\b"
)
_LEADS_ON = re.compile(
    r"(?:continue reading|read (?:more|the rest|on)|keep reading|weiterlesen|lire la suite|"
    r"seguir leyendo|sigue leyendo|leer más|continua a leggere|leggi tutto|lees verder|ler mais|"
    r"czytaj dalej|читать далее|続きを読む|继续阅读|阅读全文|繼續閱讀)"
)
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
                is_every = most(len(found), len({text.place for text in texts_of(items, fields)}))
                where = "ends in" if at_end else "begins with"
                which = "every text" if is_every else "a text that goes on elsewhere"
                traits.append(f"{which} {where} a line like “{sample[:80]}”, which was taken off")
    return Outcome(items if traits else feed.items, tuple(dict.fromkeys(traits)))


def _habit(
    items: Sequence[Item], fields: Sequence[Field], feed: Feed, *, at_end: bool
) -> list[tuple[Text, Line]]:
    """Return the texts whose first or last lines have the one skeleton that nearly all have."""
    texts = [text for text in texts_of(items, fields) if any(line.text for line in text.lines)]
    if len({text.place for text in texts}) < LEAST:
        return []
    ends = [(text, _end_of(text, at_end=at_end)) for text in texts]
    for with_links in (True, False):
        # Where a few have nothing in common, nearly all have not.
        if _common(ends[:_SAMPLE], items, feed, with_links=with_links)[1] * 2 < len(ends[:_SAMPLE]):
            continue
        common, count = _common(ends, items, feed, with_links=with_links)
        if not most(count, len(texts)):
            continue
        found = [
            (text, line)
            for text, line in ends
            if skeleton(line, items[text.place], [feed.title], with_links=with_links) == common
        ]
        if _is_written(common, found, items, feed):
            return found
    return _last_links(texts, items, feed) if at_end else []


def _end_of(text: Text, *, at_end: bool) -> Line:
    """Return the first line that holds text, or the last."""
    lines = text.lines[::-1] if at_end else text.lines
    return next(line for line in lines if line.text)


def _common(
    ends: Sequence[tuple[Text, Line]], items: Sequence[Item], feed: Feed, *, with_links: bool
) -> tuple[str, int]:
    """Return the skeleton that most of the lines have, and how many have it."""
    bones = (
        skeleton(line, items[text.place], [feed.title], with_links=with_links)
        for text, line in ends
    )
    return Counter(bones).most_common(1)[0]


def _last_links(
    texts: Sequence[Text], items: Sequence[Item], feed: Feed
) -> list[tuple[Text, Line]]:
    """The links home that end the last lines of nearly all texts, called the same in each."""
    found: dict[str, list[tuple[Text, Line]]] = defaultdict(list)
    for text in texts:
        last = _end_of(text, at_end=True)
        link = last_link(last)
        item = items[text.place]
        if link and _ended(last.text.removesuffix(link.text)) and _links_to_itself(link, item):
            called = skeleton(link, item, [feed.title], with_links=True)
            found[called].append((text, link))
    called, common = max(found.items(), key=lambda one: len(one[1]), default=("", []))
    # Texts that are whole have no such link, those that a program cut have.
    leads_on = len(common) >= LEAST and _LEADS_ON.match(called)
    return common if leads_on or most(len(common), len(texts)) else []


def _is_written(
    common: str, found: Sequence[tuple[Text, Line]], items: Sequence[Item], feed: Feed
) -> bool:
    """Return whether a program wrote these lines, and they are set apart from the texts."""
    if _repeats_fields(common, found, items):
        return True
    if not _WORD.search(common) or any(len(line.text) > _LONGEST for _text, line in found):
        return False
    if all(has_sign(fold_text(line.text)) for _text, line in found):
        return False  # a citation, of which more is known
    if not _leads_nowhere_else(found, items, feed):
        return False
    own = [_links_home(line, items[text.place], feed) for text, line in found]
    apart = sum(len(text.lines) > 1 for text, _line in found)
    if not all(own) and apart * 2 < len(found):
        return False
    linked = all(line.links for _text, line in found)
    varies = len({line.text for _text, line in found}) > 1
    return linked or (varies and bool(_OF_ENTRIES.search(common)))


def _repeats_fields(common: str, found: Sequence[tuple[Text, Line]], items: Sequence[Item]) -> bool:
    """Return whether the lines are title, author and date of their entries over again (Drupal)."""
    if common.count("{}") < LEAST or "0" not in common or _WORD.search(common):
        return False
    return all(
        fold_text(line.text).startswith(fold_text(title)) and len(text.lines) > 1
        for text, line in found
        if (title := items[text.place].title)
    )


def _leads_nowhere_else(
    found: Sequence[tuple[Text, Line]], items: Sequence[Item], feed: Feed
) -> bool:
    """Return whether each link of these lines leads home, or to one place from all of them."""
    elsewhere: Counter[str] = Counter()
    for text, line in found:
        away = {url for url in _targets(line, items[text.place]) if not _is_home(url, feed)}
        if not _links_to_itself(line, items[text.place]):
            elsewhere.update(away)
    return all(most(count, len(found)) for count in elsewhere.values())


def _is_home(url: str, feed: Feed) -> bool:
    return is_at(url_host(url), feed.hosts)


def _links_home(line: Line, item: Item, feed: Feed) -> bool:
    """Return whether a line links to the entry itself, below it, or to the feed's site."""
    return _links_to_itself(line, item) or any(_is_home(u, feed) for u in _targets(line, item))


def _links_to_itself(line: Line, item: Item) -> bool:
    """Return whether a line links to its entry, or to what is below that."""
    here = address_base(item.url) if item.url else None
    return here is not None and any(
        address_base(url).startswith(here) for url in _targets(line, item)
    )


def _targets(line: Line, item: Item) -> list[str]:
    urls = (absolute_url(target, item.url) for target, _text in line.links)
    return [url for url in urls if url]


def _ended(text: str) -> bool:
    """Return whether a text that a link follows has come to its end."""
    return text.rstrip().endswith((".", "!", "?", "…", "]", ")", "”", '"', ":", "|", "-", "–", "—"))
