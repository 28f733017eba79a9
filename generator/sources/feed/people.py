"""The authors of an item or of a feed → their names, each once. RFC 4287 §4.2.1, Dublin Core."""

from __future__ import annotations

import re
from collections.abc import Iterable
from email.utils import parseaddr

from generator.sources.feed.addresses import said
from generator.sources.feed.found import Found, record_in, records_in, text_in
from generator.text.html import text_of_html
from generator.text.names import split_names
from generator.text.titles import fold_text

# Where an element of that name, which feedparser does not know, is found: see elements.py.
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
        plain = said(text_of_html(text) or "")
        names = split_names(plain)
        if feed_title and fold_text(feed_title) in map(fold_text, names[1:]):
            names = (plain,)
        found |= dict.fromkeys(names)
    return tuple(found)


def people_in(record: Found) -> tuple[str, ...]:
    """Return what stands in the record's fields for authors: a name each, or a list of them.

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
    """Whether feedparser took the beginning of an address for all of it, the rest for a name.

    It knows no domain whose last part is longer than four letters.
    """
    email = text_in(record_in(record, "author_detail"), "email")
    return bool(email) and bool(re.search(re.escape(email) + r"[\w.-]", text_in(record, "author")))


def _is_nobody(person: Found) -> bool:
    """Blogger's stand-in for an author who gives no name."""
    return (person.get("email"), person.get("name")) == ("noreply@blogger.com", "Unknown")
