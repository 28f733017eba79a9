"""Places that pass on what others wrote: discussions, collections of links, letters, messages."""

from __future__ import annotations

import re
from email.utils import parseaddr
from typing import Any

import msgspec

from generator.sources.feed.conventions.convention import (
    is_cut,
    links_in,
    texts_of,
    with_content,
    with_summary,
    with_text,
    with_value,
    without_lines,
)
from generator.sources.feed.conventions.labels import read_or_none
from generator.sources.feed.item import Item
from generator.text.addresses import address_base
from generator.text.html import text_of_html
from generator.text.titles import fold_text
from generator.text.urls import absolute_url, url_host

# Places that discuss what stands elsewhere: what is linked is the article, the thread beside it.
#
# Who submitted a link has not written what is behind it. A text of somebody's own stays where it
# is, in its thread, with its writer.

# What Reddit puts around a text of somebody's own, and after it.
_BEFORE, _AFTER, _SUBMITTED = "<!-- SC_OFF -->", "<!-- SC_ON -->", "submitted by"
_IMAGE = re.compile(r"<img\b[^<>]*>", re.IGNORECASE)
_REDDIT = ("reddit.com", "redd.it")
# What hnrss, Hacker News and Lobsters say of a link instead of a summary.
_COUNTS = re.compile(
    r"(?:Article URL|Comments URL|Points|# ?Comments|Score|Author|Site)\s*:.*|Comments"
)
_COMMENTS = re.compile(r"Comments URL:\s*(?P<url>\S+)")
_ARTICLE = re.compile(r"Article URL:\s*(?P<url>\S+)")


def read_reddit(item: Item) -> Item:
    """Return the item at the address that it links, or as the text that somebody wrote."""
    field = "content" if item.content else "summary"
    html = item.content.html if item.content else item.markup.html if item.markup else ""
    links = {text.strip().casefold(): target for target, text in links_in(html)}
    thread = absolute_url(links.get("[comments]")) or item.url
    target = absolute_url(links.get("[link]")) or item.url
    _start, is_own, text = html.partition(_BEFORE)
    text = text.partition(_AFTER)[0] if is_own else html.partition(_SUBMITTED)[0]
    if not is_own and not text_of_html(_IMAGE.sub("", text)):
        text = ""
    item = with_content(item, text) if field == "content" else with_summary(item, text)
    if not thread or not target or _is_own(target, thread):
        return item
    return _linked(item, target, thread)


def _is_own(target: str, thread: str) -> bool:
    """Return whether what is linked is the thread itself, or a gallery that is shown in it."""
    if address_base(target) == address_base(thread):
        return True
    return url_host(target).endswith(_REDDIT) and "/comments/" not in target


def read_submission(item: Item) -> Item:
    """Return the item of Hacker News, hnrss or Lobsters, without what they count of it."""
    thread = absolute_url(item.elements.get("comments"))
    target = item.url
    for text in texts_of([item]):
        counting = [line for line in text.lines if _COUNTS.fullmatch(line.text)]
        for line in counting:
            if stated := _ARTICLE.fullmatch(line.text):
                target = absolute_url(stated["url"]) or target
            elif stated := _COMMENTS.fullmatch(line.text):
                thread = thread or absolute_url(stated["url"])
        if counting:
            item = with_text(item, text.field, without_lines(text.html, counting))
    if not thread or not target or address_base(target) == address_base(thread):
        return item
    if _is_thread(target, thread):  # one at another address of its own
        return item
    if item.external_url and address_base(item.external_url) == address_base(thread):
        item = msgspec.structs.replace(item, external_url=None)
    return _linked(item, target, thread)


def _is_thread(target: str, thread: str) -> bool:
    """Return whether one address of a host begins like the other: `/s/a`, `/s/a/pots`."""
    one, other = sorted((address_base(target), address_base(thread)), key=len)
    return other.startswith(f"{one}/")


def _linked(item: Item, target: str, thread: str) -> Item:
    """Return the item at what it links, with the thread beside it and nobody for its author."""
    if item.authors:
        item = with_value(item, "authors", ())
    if target != item.url:
        item = with_value(item, "url", target, "what the entry links to")
    return msgspec.structs.replace(item, discussed_at=thread)


# Collections of links and libraries: who saved a thing is not its author.

_PERMALINK = re.compile(r"[—–-]*\s*(?:Permalink|Permalien|Direct link|Lien direct|Permalink: \S+)")
_DIRECT = ("direct link", "lien direct")
_LONGEST = 20_000


def read_saved(item: Item) -> Item:
    """Return a saved link without who saved it; tags in one field become several."""
    if item.authors:
        item = with_value(item, "authors", ())
    if len(item.tags) == 1:
        (tag,) = item.tags
        tags = (part.strip() for part in (tag.split(",") if "," in tag else tag.split()))
        item = with_value(item, "tags", tuple(dict.fromkeys(part for part in tags if part)))
    return item


def read_shaarli(item: Item) -> Item:
    """Return a saved link of Shaarli, at what was saved, without the link to where it is kept."""
    for text in texts_of([item]):
        last = text.lines[-1] if text.lines else None
        if last is None or not last.links or not _PERMALINK.fullmatch(last.text):
            continue
        direct = [url for url, called in last.links if called.casefold() in _DIRECT]
        if direct and (target := absolute_url(direct[0], item.url)):
            item = with_value(item, "url", target, "the direct link at the end of its text")
        item = with_text(item, text.field, without_lines(text.html, [last]))
    return read_saved(item)


def read_zotero(item: Item) -> Item:
    """Return an entry of a library by what its record says; when it was added is kept apart."""
    creators = item.elements.get("zapi_creatorsummary", "")
    names = tuple(creators.split(" and ")) if creators else ()
    item = with_value(item, "authors", names, "zapi:creatorSummary" if names else None)
    record = _record(item)
    stated = (
        item.elements.get("zapi_parseddate"),
        record.get("date"),
        item.elements.get("zapi_year"),
    )
    dates = (read_or_none(text or "", "en") for text in stated)
    item = msgspec.structs.replace(
        item, added=item.published or item.updated, published=next(filter(None, dates), None)
    )
    if not record:
        return item
    item = with_content(item, "")
    if record.get("abstract"):
        item = with_summary(item, record["abstract"], "the abstract in its record")
    if not item.external_url:
        item = msgspec.structs.replace(item, external_url=absolute_url(record.get("url")))
    return item


def _record(item: Item) -> dict[str, str]:
    """Return the fields of the record that is the content, by their labels in lower case."""
    html = item.content.html if item.content else item.markup.html if item.markup else ""
    if record := _json_record(item.elements.get("content", "")):
        return record
    fields: dict[str, str] = {}
    for row in html[:_LONGEST].split("<tr")[1:]:
        name, found, value = row.partition("</th>")
        if found:
            label = text_of_html(f"<tr{name}") or ""
            fields[label.casefold()] = text_of_html(value.partition("</td>")[0]) or ""
    return fields


def _json_record(text: str) -> dict[str, str]:
    """Return the same fields of a record in JSON; empty if the content is none."""
    try:
        record = msgspec.json.decode(text, type=dict[str, Any]) if text.startswith("{") else {}
    except msgspec.MsgspecError:
        return {}
    fields = {name: value for name, value in record.items() if isinstance(value, str) and value}
    if "abstractNote" in fields:
        fields["abstract"] = fields["abstractNote"]
    return fields


# Letters, messages and stories that a service passes on, with lines of its own in them.

_LETTERBOX = "kill the newsletter!"
# What bridges put before a title, for an image or a file.
_BRIDGES_MARK = re.compile(r"^(?:\[[^\[\]]{0,50}\]|\W){1,20}+(?=\w)")
# An image that nobody sees, by which Medium counts its readers.
_COUNTER = re.compile(r"<img\b[^<>]*\bmedium\.com/_/stat\b[^<>]*>", re.IGNORECASE)
_OF_MEDIUM = re.compile(
    r"Continue reading on .+ »"
    r"|.+ was originally published in .+ on Medium, where people are continuing the conversation "
    r"by highlighting and responding to this story\."
)


def read_letter(item: Item) -> Item:
    """Return a letter under its sender's name, without the letter box's own line at its end."""
    senders = (_sender(name) for name in item.people or item.authors)
    names = tuple(name for name in senders if name and fold_text(name) != _LETTERBOX)
    if names != item.authors:
        item = with_value(item, "authors", names)
    for text in texts_of([item]):
        last = text.lines[-1] if text.lines else None
        if last and last.links and fold_text(last.text).startswith("kill the newsletter!"):
            item = with_text(item, text.field, without_lines(text.html, [last]))
    return item


def _sender(field: str) -> str:
    plain = text_of_html(field) or field
    name, address = parseaddr(field if "<" in field and "@" in field else plain)
    if "@" not in address:
        return plain
    return name.strip(" '\"")


def read_message(item: Item) -> Item:
    """Return a message of a channel; a title that is a cut of its text is marked as that."""
    html = item.content.html if item.content else item.markup.html if item.markup else ""
    text, title = fold_text(text_of_html(html) or ""), fold_text(item.title or "")
    start = title.removesuffix("…").removesuffix("...").rstrip() if is_cut(title) else title
    bare = _BRIDGES_MARK.sub("", start)
    if not bare or bare not in text[: len(bare) + 40] or text == bare:
        return item
    return with_value(item, "title", item.title, "how its text begins: a bridge cut it")


def read_snippet(item: Item) -> Item:
    """Return a story of Medium without the line that leads on to it, or says where it appeared."""
    for text in texts_of([item]):
        if counted := _COUNTER.search(text.html):
            html = text.html[: counted.start()] + text.html[counted.end() :]
            item = with_text(item, text.field, html)
    for text in texts_of([item]):
        last = text.lines[-1] if text.lines else None
        if last and last.links and _OF_MEDIUM.fullmatch(last.text):
            item = with_text(item, text.field, without_lines(text.html, [last]))
    return item
