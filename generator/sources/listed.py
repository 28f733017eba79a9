"""What an index page lists: the form that its HTML and its text are both read to."""

from __future__ import annotations

from generator.model import PartialDate, Record


class Heading(Record, kw_only=True):
    """A heading over entries, and its date; None where it names no month."""

    text: str
    date: PartialDate | None


class Listed(Record, kw_only=True):
    """One entry of an index page. `heading` is None for entries above the first heading."""

    heading: Heading | None
    title: str | None
    url: str | None = None
    byline: str | None = None
    summary: str | None = None
    tags: tuple[str, ...] = ()


class IndexPage(Record, kw_only=True):
    """An index page: its title, its entries from top to bottom, and its About text."""

    title: str | None
    listed: tuple[Listed, ...]
    about_title: str | None = None
    about: tuple[str, ...] = ()
