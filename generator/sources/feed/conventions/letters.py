"""Letters, messages and stories that a service passes on, with lines of its own in them."""

from __future__ import annotations

import re
from email.utils import parseaddr

from generator.sources.feed.conventions.lines import without_lines
from generator.sources.feed.conventions.texts import is_cut, texts_of, with_text
from generator.sources.feed.conventions.whole import with_value
from generator.sources.feed.item import Item
from generator.text.html import text_of_html
from generator.text.titles import fold_text

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
