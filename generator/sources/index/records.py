"""What an index page lists, as its readers hand it on."""

from __future__ import annotations

import re

from generator.model import PartialDate, Record
from generator.text.dates import is_meant_as_date, parse_heading, parse_written
from generator.text.timestamps import Timestamp

_COUNT = re.compile(r"(?<!\s)\s*[(\[]\d+[)\]]$")


class Heading(Record, kw_only=True):
    """A heading over entries, or a date beside one, and its date; None where it names none.

    `timestamp` is what a `<time>` states, where it states a time of day.
    """

    text: str
    date: PartialDate | None
    timestamp: Timestamp | None = None


class IndexEntry(Record, kw_only=True):
    """One entry of an index page. `heading` is None for entries above the first heading.

    `own` is a date that stands with the entry itself.
    """

    heading: Heading | None
    title: str | None
    own: Heading | None = None
    url: str | None = None
    byline: str | None = None
    summary: str | None = None
    tags: tuple[str, ...] = ()


class IndexPage(Record, kw_only=True):
    """An index page: its title, its entries from top to bottom, and its About text.

    `shape` says in plain words how its entries were recognised.
    """

    title: str | None
    listed: tuple[IndexEntry, ...]
    shape: str
    about_title: str | None = None
    about: tuple[str, ...] = ()
    #: Of a page without entries: the dates that stand in it, as written.
    dates: tuple[str, ...] = ()
    #: The dates, as written, of what has the shape of an entry and became none.
    left_out: tuple[str, ...] = ()

    @property
    def is_in_doubt(self) -> bool:
        """Whether less than two thirds of what is dated became entries."""
        if not self.listed:
            return False
        dated = len(self.listed) + len(self.left_out)
        return len(self.listed) * 3 < dated * 2


def read_heading(text: str, language: str, year: int | None) -> Heading | None:
    """The heading that a text is: `March 2024`, `2024 (12)`, a range, with `year` also `March`.

    Its date is None if it has the form of a date and is none ("Marchember 2024"); a text that
    has not even the form is no such heading.
    """
    bare = _COUNT.sub("", text)
    date = parse_heading(bare, language) or parse_written(bare, language, year)
    if date is None and not is_meant_as_date(bare):
        return None
    return Heading(text=text, date=date)
