"""Items of a file before they become entries; the same for all formats."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Literal

import msgspec
from msgspec import structs

from generator.model.entries import AuthorName, ItemType, Publication
from generator.model.record import Record, Severity
from generator.text.html import clean_text, unique_texts
from generator.text.urls import absolute_url


class ListItem(Record, kw_only=True):
    """One article of a list. Every text is as the model has it, and None where none is given."""

    #: The name of the item in its file (`place_of`).
    where: str
    title: str | None
    #: The identifier that the list itself gives it: a BibTeX key, an id.
    key: str | None = None
    #: Absolute; None where neither an address nor a DOI is stated.
    url: str | None = None
    #: Without a resolver before it.
    doi: str | None = None
    #: In the order of the list, given name first.
    authors: tuple[str, ...] = ()
    #: Family name and given name by the name in `authors`, where the list states them.
    name_parts: dict[str, AuthorName] = msgspec.field(default_factory=dict)
    #: The sort of work and its journal or publisher; None where neither is stated.
    publication: Publication | None = None
    #: The date of publication: EDTF, or any form of a timestamp.
    date: str | None = None
    #: Plain text.
    summary: str | None = None
    tags: tuple[str, ...] = ()
    #: The addresses of the works it cites.
    references: tuple[str, ...] = ()
    #: A note by the owner of the list, its lines separate.
    remark: str | None = None
    #: The date when it came to the list, in the forms of `date`.
    added: str | None = None
    #: Fields as received, by their name in an Entry.
    raw: dict[str, str] = msgspec.field(default_factory=dict)


def place_of(number: int, line: int | None = None, key: str | None = None) -> str:
    """Return the name of an item in its file: its number, counted from 1, its line and its key.

    >>> place_of(3, 12, "doe2021"), place_of(3)
    ('entry 3 (line 12, “doe2021”)', 'entry 3')
    """
    more = [f"line {line}"] if line else []
    more += [f"“{key}”"] if key else []
    return f"entry {number} ({', '.join(more)})" if more else f"entry {number}"


class Doubt(Record, kw_only=True):
    """Something of a list that was left out or not understood.

    It is an error where it may be an article that cannot be read.
    """

    #: As in ListItem; "" for the whole file.
    where: str
    #: A sentence for the owner.
    message: str
    #: As in a Problem.
    severity: Severity = "warning"


class ListContents(Record, kw_only=True):
    """The contents of a file that lists articles."""

    #: In the order of the file.
    items: tuple[ListItem, ...]
    #: In the order of the file.
    doubts: tuple[Doubt, ...] = ()
    #: Its own title, where it has one.
    title: str | None = None
    #: "newest" where the file lists only the newest articles of a list.
    extent: Literal["newest", "all"] = "all"
    #: The names of fields that hold something and have no place here, in order.
    not_kept: tuple[str, ...] = ()


def without_empty(items: Iterable[ListItem], doubts: list[Doubt]) -> tuple[ListItem, ...]:
    """Return the items that can be articles; each of the others becomes a doubt."""
    found = []
    for item in items:
        if item.title or item.url:
            found.append(item)
        else:
            message = "left out: it has neither a title nor an http or https address"
            doubts.append(Doubt(where=item.where, message=message))
    return tuple(found)


_SEPARATORS = re.compile(r"[;,|]")


def url_of(url: str | None, doi: str | None) -> str | None:
    """Return an address that is stated, else that of a DOI; None where there is neither."""
    return absolute_url((url or "").strip()) or absolute_url(
        f"https://doi.org/{doi}" if doi else ""
    )


def publication_of(*, type: ItemType | None = None, **fields: str | None) -> Publication | None:
    """Return the sort of work and where it was published; None where a list states neither."""
    known = {name: text for name, value in fields.items() if (text := clean_text(value or ""))}
    return structs.replace(Publication(type=type), **known) if known or type else None


def split_tags(text: str | None, separators: re.Pattern[str] = _SEPARATORS) -> tuple[str, ...]:
    """Return the tags of a field that lists them."""
    return unique_texts(separators.split(text or ""))


def moment_of(seconds: object) -> str | None:
    """Return the time in UTC that is a number of seconds since 1970; None for what is none.

    Browsers count in seconds, some tools in thousandths or millionths of one.

    >>> moment_of("1600000000"), moment_of("0")
    ('2020-09-13T12:26:40Z', None)
    """
    try:
        number = float(str(seconds))
        if not number < 1e18:  # not even millionths; nor a number without an end
            return None
        while number >= 1e11:
            number /= 1000
        # Of 1970 is what a program writes that has no time.
        moment = datetime.fromtimestamp(number, UTC) if number >= 86_400 else None
    except (ValueError, OverflowError, OSError):
        return None
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ") if moment else None
