"""Records of an index page: its headings and entries, and one line of its text."""

from __future__ import annotations

import re

from generator.model.record import PartialDate, Record
from generator.text.dates import is_meant_as_date, parse_heading, parse_written
from generator.text.timestamps import Timestamp

_COUNT = re.compile(r"(?<!\s)\s*[(\[]\d+[)\]]$")


class Heading(Record, kw_only=True):
    """A heading over entries, or a date beside one, and its date; None where it names none.

    `timestamp` is what a `<time>` states, where it states a time of day.
    """

    #: As written.
    text: str
    #: None where the text names none, or has two readings.
    date: PartialDate | None
    timestamp: Timestamp | None = None


class IndexEntry(Record, kw_only=True):
    """One entry of an index page. `heading` is None for entries above the first heading.

    `own` is a date that stands with the entry itself.
    """

    heading: Heading | None
    #: On one line; None where the page shows none.
    title: str | None
    own: Heading | None = None
    #: Absolute; None where no link leads to the entry.
    url: str | None = None
    #: The text that names authors, perhaps with a year.
    byline: str | None = None
    #: Plain text.
    summary: str | None = None
    #: As written.
    tags: tuple[str, ...] = ()


class IndexPage(Record, kw_only=True):
    """An index page: its title, its entries from top to bottom, and its About text.

    `shape` says in plain words how its entries were recognised.
    """

    #: The page's own title; None where it shows none.
    title: str | None
    #: From top to bottom, may be empty.
    listed: tuple[IndexEntry, ...]
    shape: str
    #: The heading over `about`.
    about_title: str | None = None
    #: The paragraphs in which the page describes itself.
    about: tuple[str, ...] = ()
    #: The dates on a page without entries, as written.
    dates: tuple[str, ...] = ()
    #: The dates, as written, of what has the shape of an entry and became none.
    left_out: tuple[str, ...] = ()

    @property
    def is_in_doubt(self) -> bool:
        """Return whether less than two thirds of what is dated became entries."""
        if not self.listed:
            return False
        dated = len(self.listed) + len(self.left_out)
        return len(self.listed) * 3 < dated * 2


def read_heading(text: str, language: str, year: int | None) -> Heading | None:
    """Return the heading that a text is: `March 2024`, `2024 (12)`, a range; with `year`, `March`.

    Its date is None if it has the form of a date and is none ("Marchember 2024"); a text that
    has not even the form is no such heading.
    """
    bare = _COUNT.sub("", text)
    date = parse_heading(bare, language) or parse_written(bare, language, year)
    if date is None and not is_meant_as_date(bare):
        return None
    return Heading(text=text, date=date)


# One line of an index page's text.

# What is longer, or ends as a sentence does, says what an entry is about and does not name it.
_PROSE = 90


class Line(Record, kw_only=True):
    """A line of the text, and what it is.

    `kind`: "date" (a day, perhaps with marks beside it), "both" (a day and what may be a title),
    "heading" (a year or a month), "end" (what leads on to the whole entry, and so ends it), "frame"
    (the page's menu and foot), "mark" (what stands with every entry) or "text".
    """

    text: str
    kind: str
    #: The number of empty lines above it.
    gap: int = 0
    #: The date in the line; None where it has none.
    dated: Heading | None = None
    #: The other words in the line of a date.
    rest: str = ""

    @property
    def is_prose(self) -> bool:
        """Return whether a text says what an entry is about."""
        return is_prose(self.text)


def is_prose(text: str) -> bool:
    """Return whether a text is a sentence, or as long as one."""
    return len(text) > _PROSE or ends_sentence(text)


def ends_sentence(text: str) -> bool:
    """Return whether a line ends as a sentence does."""
    return text.rstrip("”\"’'»)]").endswith((".", "…", ":", "。", "।", "؟", "۔"))
