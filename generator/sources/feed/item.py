"""What a feed holds: the form that RSS, RDF, Atom and JSON Feed are all read to."""

from __future__ import annotations

import msgspec

from generator.model import Attachment, Problem, Publication, Record
from generator.text.html import fold_space, sanitise, without_illegal
from generator.text.timestamps import Timestamp


class HtmlFragment(Record, kw_only=True):
    """A piece of HTML as received, and the URL that its relative links are relative to."""

    html: str
    base: str | None

    def sanitised(self) -> str:
        """Return the HTML as it may stand in our pages; may be ""."""
        return sanitise(self.html, base=self.base)


class Item(Record, kw_only=True):
    """One item of a feed, cleaned. `where` names the item.

    `content` is its full text, apart from the summary. `doubts` say what of it could not be
    read. `left_out` is the reason why the item is no article at all (a draft in an export).
    `raw` holds fields as received, `known_by` the rule that gave a field, if no statement did.

    What conventions are recognised by: `people` are the fields for authors, `markup` is the
    description in HTML, `elements` are the texts of elements that only some feeds have, by
    feedparser's names for them.
    """

    where: str
    title: str | None = None
    url: str | None = None
    external_url: str | None = None
    #: Where it is discussed.
    discussed_at: str | None = None
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
    raw: dict[str, str] = msgspec.field(default_factory=dict)
    known_by: dict[str, str] = msgspec.field(default_factory=dict)
    people: tuple[str, ...] = ()
    markup: HtmlFragment | None = None
    elements: dict[str, str] = msgspec.field(default_factory=dict)
    #: Who keeps the feed, where the item names nobody else.
    feed_authors: tuple[str, ...] = ()
    doi: str | None = None
    publication: Publication | None = None
    #: Parameters of its address that all of the feed have, as they are written.
    marks: tuple[str, ...] = ()
    #: When it was saved in a collection, which is not when it was published.
    added: Timestamp | None = None
    #: A later date that the feed states too, against which `published` counts.
    overruled: Timestamp | None = None
    #: The names of the conventions that changed it.
    changed_by: tuple[str, ...] = ()

    @property
    def timestamp(self) -> Timestamp | None:
        """When it was published, else when it was last changed."""
        return self.published or self.updated


class Channel(Record, kw_only=True):
    """A whole feed: its format by name, its title, its items in order.

    `authors` are those of the feed itself. `sound` is false where it is damaged or cut off.
    `link`, `name` (its id) and `generator` are as the feed states them, "" where it does not.
    `home_page` is the page whose feed it is.
    """

    format: str
    title: str | None
    items: tuple[Item, ...]
    authors: tuple[str, ...] = ()
    problems: tuple[Problem, ...] = ()
    sound: bool = True
    link: str = ""
    name: str = ""
    generator: str = ""
    home_page: str | None = None


def as_received(**fields: str) -> dict[str, str]:
    """Return the texts of fields as they came, each on one line, without those that are empty."""
    lines = {name: without_illegal(fold_space(text)) for name, text in fields.items()}
    return {name: line for name, line in lines.items() if line}
