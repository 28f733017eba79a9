"""What a feed holds: the form that RSS, RDF, Atom and JSON Feed are all read to."""

from __future__ import annotations

from generator.model import Attachment, Problem, Record
from generator.text.html import sanitise
from generator.text.timestamps import Timestamp


class HtmlFragment(Record, kw_only=True):
    """A piece of HTML as received, and the URL that its relative links are relative to."""

    html: str
    base: str | None

    def sanitised(self) -> str:
        """The HTML as it may stand in our pages; may be ""."""
        return sanitise(self.html, base=self.base)


class Item(Record, kw_only=True):
    """One item of a feed, cleaned. `raw_title` is with its markup, `where` names the item.

    `content` is its full text, apart from the summary. `doubts` say what of it could not be
    read. `left_out` is the reason why the item is no article at all (a draft in an export).
    """

    where: str
    title: str | None = None
    raw_title: str | None = None
    url: str | None = None
    guid: str | None = None
    authors: tuple[str, ...] = ()
    summary: str | None = None
    content: HtmlFragment | None = None
    tags: tuple[str, ...] = ()
    attachments: tuple[Attachment, ...] = ()
    published: Timestamp | None = None
    updated: Timestamp | None = None
    doubts: tuple[str, ...] = ()
    left_out: str | None = None

    @property
    def timestamp(self) -> Timestamp | None:
        """When it was published, else when it was last changed."""
        return self.published or self.updated


class Channel(Record, kw_only=True):
    """A whole feed: its format by name, its title, its items in order.

    `sound` is false where the feed is damaged or cut off.
    """

    format: str
    title: str | None
    items: tuple[Item, ...]
    problems: tuple[Problem, ...] = ()
    sound: bool = True
