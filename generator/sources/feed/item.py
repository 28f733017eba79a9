"""Items of a feed: the form into which RSS, RDF, Atom and JSON Feed are all read.

And how the fields are read that all of these formats have: addresses and authors.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from email.utils import parseaddr

import msgspec

from generator.model.entries import Attachment, Publication
from generator.model.record import Problem, Record
from generator.text.html import fold_space, sanitise, text_of_html, without_illegal
from generator.text.names import split_names
from generator.text.timestamps import Timestamp
from generator.text.titles import fold_text
from generator.text.urls import absolute_url


class HtmlFragment(Record, kw_only=True):
    """A piece of HTML as received, and the URL that its relative links are relative to."""

    #: As received, not sanitised.
    html: str
    #: Absolute; None where no base is known.
    base: str | None

    def sanitised(self) -> str:
        """Return the HTML as it may stand in our pages; may be ""."""
        return sanitise(self.html, base=self.base)


class Item(Record, kw_only=True):
    """One item of a feed, cleaned."""

    #: The path of the capture, and the number of the item in it, counted from 1.
    where: str
    #: Plain text; None where the feed gives none.
    title: str | None = None
    #: The article's address, absolute; None where nothing in the item is one.
    url: str | None = None
    #: JSON Feed's `external_url`, where that is another address than `url`.
    external_url: str | None = None
    #: The address of its discussion.
    discussed_at: str | None = None
    #: The identifier that the feed gives it, as received; an Atom or RDF id is one too.
    guid: str | None = None
    #: Names in the order of the feed.
    authors: tuple[str, ...] = ()
    #: Plain text, apart from `content`.
    summary: str | None = None
    #: The full text, apart from the summary.
    content: HtmlFragment | None = None
    #: Categories and keywords.
    tags: tuple[str, ...] = ()
    #: Files, images and other media, each address once.
    attachments: tuple[Attachment, ...] = ()
    #: The stated time of publication.
    published: Timestamp | None = None
    #: The stated time of the last change.
    updated: Timestamp | None = None
    #: Sentences on what could not be read of it.
    doubts: tuple[str, ...] = ()
    #: The reason why it is no article at all, as a draft in an export is none.
    left_out: str | None = None
    #: Fields as received, where they differ, by their names in an Entry.
    raw: dict[str, str] = msgspec.field(default_factory=dict)
    #: The rule that gave a field, by its name, if no statement did.
    known_by: dict[str, str] = msgspec.field(default_factory=dict)
    #: The fields for authors as received, by which conventions are recognised.
    people: tuple[str, ...] = ()
    #: The description in HTML.
    markup: HtmlFragment | None = None
    #: Texts of elements that only some feeds have, by feedparser's names for them.
    elements: dict[str, str] = msgspec.field(default_factory=dict)
    #: The feed's own authors, where the item names nobody else.
    feed_authors: tuple[str, ...] = ()
    #: Without a resolver before it.
    doi: str | None = None
    #: The journal or another publication, where the feed states one.
    publication: Publication | None = None
    #: Parameters of its address that all addresses of the feed have, as they are written.
    marks: tuple[str, ...] = ()
    #: The time when it was saved in a collection, which is not that of publication.
    added: Timestamp | None = None
    #: A later date that the feed states too, against which `published` counts.
    overruled: Timestamp | None = None
    #: The names of the conventions that changed it.
    changed_by: tuple[str, ...] = ()

    @property
    def timestamp(self) -> Timestamp | None:
        """The time of publication, else that of the last change."""
        return self.published or self.updated


class Channel(Record, kw_only=True):
    """A whole feed."""

    #: The name of the format, as "Atom 1.0".
    format: str
    #: Plain text; None where the feed has none.
    title: str | None
    #: In the order of the feed, may be empty.
    items: tuple[Item, ...]
    #: Those of the feed itself.
    authors: tuple[str, ...] = ()
    #: Problems of the feed itself and of elements that became no item.
    problems: tuple[Problem, ...] = ()
    #: False where it is damaged or cut off.
    sound: bool = True
    #: The address of its page as it states it; "" where it does not.
    link: str = ""
    #: Its id as it states it; "" where it does not.
    name: str = ""
    #: The program that made it, as it states it; "" where it does not.
    generator: str = ""
    #: The page whose feed it is, absolute.
    home_page: str | None = None


def as_received(**fields: str) -> dict[str, str]:
    """Return the texts of fields as they came, each on one line, without those that are empty."""
    lines = {name: without_illegal(fold_space(text)) for name, text in fields.items() if text}
    return {name: line for name, line in lines.items() if line}


# The address of an item: its link, else a guid that is one. RSS 2.0, RFC 4287 §4.2.6.


#: What is written where there is nothing to write.
NOTHING = frozenset("n/a none null nil undefined nan - -- --- – — #".split())
# A host whose "https://" is missing would become a page below the site.
_BARE_HOST = re.compile(r"www\.[^\s/.]+\.", re.IGNORECASE)

BY_GUID = "its guid: the feed calls it no permalink, but gives no other address"


class Address(Record, kw_only=True):
    """The address of an item."""

    #: Absolute; None where nothing in the item is an address.
    url: str | None
    #: The rule that gave the URL; None for a link.
    known_by: str | None = None
    #: Sentences on statements that are no address.
    doubts: tuple[str, ...] = ()


def text_or_empty(text: str) -> str:
    """Return a text as received; "" for what stands for nothing: `N/A`, `-`.

    >>> text_or_empty("N/A"), text_or_empty(" /a ")
    ('', '/a')
    """
    return "" if text.strip().casefold() in NOTHING else text.strip()


def address_of(link: str, guid: str, base: str | None, *, is_permalink: bool) -> Address:
    """Return the link, resolved against `base`, else the guid if it is an http(s) address.

    `is_permalink`: whether the feed calls the guid one.
    """
    link = text_or_empty(link)
    url = None if _BARE_HOST.match(link) else absolute_url(link, base)
    if url:
        return Address(url=url)
    doubts = (f"its link “{link}” is no http or https URL",) if link else ()
    url = absolute_url(text_or_empty(guid))
    return Address(url=url, known_by=None if is_permalink or not url else BY_GUID, doubts=doubts)


# The authors of an item or of a feed → their names, each once. RFC 4287 §4.2.1, Dublin Core.

# Where an element of that name, which feedparser does not know, is found: see repair.py.
_LISTED = "_uthors"

_BETWEEN_MAILBOXES = re.compile(r"(?<=[)>])(?:\s*[,;]\s*(?:and\s+|&\s*)?|\s+(?:and|&)\s+)")
_MAILBOX = re.compile(
    r"[^\s@<>()]{1,64}@[^\s@<>()]{1,255}\s*\((?P<name>[^()]{1,100})\)"
    r"|(?P<before>[^@<>()]{1,100}?)\s*<[^\s@<>()]{1,64}@[^\s@<>()]{1,255}>"
)


def names_in(texts: Iterable[str], feed_title: str | None) -> tuple[str, ...]:
    """Return the names in fields for authors, each of which may list several.

    "Jane Doe, A Daily" stays whole in the feed of A Daily: that is no second author.
    """
    found: dict[str, None] = {}
    for text in texts:
        plain = text_or_empty(text_of_html(text) or "")
        names = split_names(plain)
        if feed_title and fold_text(feed_title) in map(fold_text, names[1:]):
            names = (plain,)
        found |= dict.fromkeys(names)
    return tuple(found)


def people_in(record: Found) -> tuple[str, ...]:
    """Return the texts of the record's fields for authors: a name each, or a list of them.

    An author known by an e-mail address only has no name to show.
    """
    if mailboxes := _mailboxes(text_in(record, "author")):
        return mailboxes
    if _has_cut_email(record):
        return (parseaddr(text_in(record, "author"))[0],)
    people = [person for person in records_in(record, "authors") if not _is_nobody(person)]
    names = [name for person in people if (name := _unquoted(text_in(person, "name")))]
    return tuple(names or filter(None, [text_in(record, _LISTED)]))


def _unquoted(name: str) -> str:
    """Return a name without the quotes of a mailbox: `"Roe, Ann" <ann@example.org>`."""
    is_quoted = len(name) > 2 and name[0] == name[-1] == '"' and name.count('"') == 2
    return name[1:-1].strip() if is_quoted else name


def _mailboxes(field: str) -> tuple[str, ...]:
    """Return the names in a field that lists several mailboxes; () for any other.

    `ada@example.org (Ada Example), bo@example.org (Bo Sample)`: feedparser takes the first address,
    and all that follows it for one name.
    """
    # A name may have a comma of its own, so each part has to be a mailbox.
    parts = [part.strip() for part in _BETWEEN_MAILBOXES.split(field)]
    found = [_MAILBOX.fullmatch(part) for part in parts]
    if len(parts) < 2 or not all(found):
        return ()
    names = (match["name"] or match["before"] for match in found if match)
    return tuple(name.strip(" \"'") for name in names if name)


def _has_cut_email(record: Found) -> bool:
    """Return whether feedparser split an address and took its rest for a name.

    It knows no domain whose last part is longer than four letters.
    """
    email = text_in(record_in(record, "author_detail"), "email")
    return bool(email) and bool(re.search(re.escape(email) + r"[\w.-]", text_in(record, "author")))


def _is_nobody(person: Found) -> bool:
    """Return whether a person is Blogger's placeholder for an author without a name."""
    return (person.get("email"), person.get("name")) == ("noreply@blogger.com", "Unknown")


# What feedparser found, by name and type.
#
# Nothing that comes out of feedparser has a type that can be relied on: an element
# `<summary_detail>` or `<image_url width="1">` of somebody's own puts a text or a dictionary where
# another was. What is not of the type that is wanted counts as not there, and costs no more than
# itself.

Found = Mapping[str, object]


def to_dict(record: Found) -> dict[str, object]:
    """Return a record of feedparser's as a plain dictionary, which answers to its own keys only.

    feedparser's answer to several names, "updated" for "published" among them, and slowly.
    """
    return dict(record.items())


def text_in(record: Found, name: str) -> str:
    """Return the text of that name; "" where there is none."""
    value = record.get(name)
    return value if isinstance(value, str) else ""


def record_in(record: Found, name: str) -> dict[str, object]:
    """Return the record of that name; an empty one where there is none."""
    value = record.get(name)
    return to_dict(value) if isinstance(value, Mapping) else {}


def records_in(record: Found, name: str) -> Iterator[dict[str, object]]:
    """Yield the records in the list of that name."""
    values = record.get(name)
    for value in values if isinstance(values, list) else ():
        if isinstance(value, Mapping):
            yield to_dict(value)
