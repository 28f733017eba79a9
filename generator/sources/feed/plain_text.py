"""The text of an RSS feed whose tags were lost → RSS again. RSS 2.0, RFC 822 dates.

Such a text holds, in a row: title, link, description, docs, generator, language, date of the
channel, then title, link, description, guid, date of each item. Restoring the tags, and not
the entries, lets a text capture take the very way that the feed itself would take.
"""

from __future__ import annotations

import re
from xml.sax.saxutils import escape

from generator.errors import SourceError
from generator.model.record import Problem, Record
from generator.text.html import clean_text

_DATE = re.compile(
    r"(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun), \d{1,2} (?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)"
    r" \d{4} \d\d:\d\d(?::\d\d)? (?:[+-]\d{4}|GMT|UTC|Z)(?= |$)"
)
_URL = re.compile(r"https?://\S+")
_NAME = re.compile(r"(?:https?://|tag:|urn:)\S+$")


class _RestoredItem(Record, kw_only=True):
    title: str
    link: str | None
    description: str
    guid: str | None
    date: str


def restore_rss(text: str, path: str) -> tuple[bytes, tuple[Problem, ...]]:
    """Return the feed as RSS 2.0, and a problem for each stretch that cannot be divided.

    Raises:
        SourceError: the text holds no dated item with a link.
    """
    folded = clean_text(text) or ""
    blocks, rest = _blocks(folded)
    items, problems, head = [], [], ""
    for number, (block, date) in enumerate(blocks):
        if number == 0 and not _is_item(block):
            head = block
            continue
        if number == 0:
            head, block = _cut_head(block)
            problems.append(_doubt(path, block, "the channel's head may stand in its title"))
        if block:
            items.append(_parse_item(block, date))
    if not any(item.link for item in items):
        raise SourceError(f"{path}: no entries; is this a feed, or the text of one?")
    if rest:
        problems.append(_doubt(path, rest, "text after the last date was not read"))
    return _rss(head, items), tuple(problems)


def _blocks(text: str) -> tuple[list[tuple[str, str]], str]:
    """Return the text before each date with that date, and the text after the last."""
    blocks, start = [], 0
    for match in _DATE.finditer(text):
        blocks.append((text[start : match.start()].strip(), match[0]))
        start = match.end()
    return blocks, text[start:].strip()


def _is_item(block: str) -> bool:
    """Return whether a block ends in a guid, and not in a language or a generator as heads do."""
    return _NAME.search(block) is not None


def _cut_head(block: str) -> tuple[str, str]:
    """Split a head without a date of its own from the first item, after the head's last URL."""
    guid = block.rsplit(" ", 1)[-1]
    before = block[: block.index(guid)]
    urls = list(_URL.finditer(before))
    end = urls[-1].end() if urls else 0
    return block[:end], block[end:].strip()


def _parse_item(block: str, date: str) -> _RestoredItem:
    urls = list(_URL.finditer(block))
    if not urls:
        return _RestoredItem(title=block, link=None, description="", guid=None, date=date)
    name = _NAME.search(block)
    # A guid often repeats the link: then the title may hold another URL. Else the first is it.
    twins = (url for url in urls if name and url[0] == name[0] and url.start() < name.start())
    link = next(twins, urls[0])
    has_guid = name is not None and name.start() > link.start()
    end = name.start() if name and has_guid else len(block)
    return _RestoredItem(
        title=block[: link.start()].strip(),
        link=link[0],
        description=block[link.end() : end].strip(),
        guid=name[0] if name and has_guid else None,
        date=date,
    )


def _rss(head: str, items: list[_RestoredItem]) -> bytes:
    title, link = head, ""
    if url := _URL.search(head):
        title, link = head[: url.start()].strip(), url[0]
    channel = _tag("title", title) + _tag("link", link)
    body = "".join(
        "<item>"
        + _tag("title", item.title)
        + _tag("link", item.link)
        + _tag("description", item.description)
        + _tag("guid", item.guid, ' isPermaLink="false"')
        + _tag("pubDate", item.date)
        + "</item>"
        for item in items
    )
    return f'<rss version="2.0"><channel>{channel}{body}</channel></rss>'.encode()


def _tag(name: str, text: str | None, attributes: str = "") -> str:
    return f"<{name}{attributes}>{escape(text)}</{name}>" if text else ""


def _doubt(path: str, text: str, message: str) -> Problem:
    return Problem(where=f"{path}, “{text[:60]}…”", message=message, severity="warning")
