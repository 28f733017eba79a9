"""What pages show of articles in lists: plain data, worked out before a template sees it."""

from __future__ import annotations

from generator.model.record import PartialDate, Record


class Reference(Record, kw_only=True):
    """A reference to an article."""

    #: The path of its page.
    path: str
    #: Its title, or how its text begins.
    label: str
    #: None where nothing dates it.
    date: PartialDate | None
    #: The glyph of its kind.
    glyph: str


class Neighbours(Record, kw_only=True):
    """The articles next to one article in a list, newest first; None at its ends."""

    newer: Reference | None
    older: Reference | None


NO_NEIGHBOURS = Neighbours(newer=None, older=None)


class Row(Record, kw_only=True, eq=False):
    """One row of a list: what it shows of an article.

    An article has one row, which is equal to itself alone: rows are keys of rendered fragments, and
    to compare all that they hold takes longer than to render them.
    """

    #: The id of the article.
    id: str
    #: The path of the article's page.
    path: str
    #: The glyph of its kind.
    glyph: str
    #: The title of its kind.
    kind: str
    #: Whether its kind is shown large.
    large: bool
    #: Its title, without what `repeated` holds; in a dated series what it is about, if known.
    title: str
    #: The end of its title that repeats the month of the list, or "" (Catalogue.title_parts).
    repeated: str
    #: Its whole title, where `title` is what it is about; else None.
    part_of: str | None
    #: Whether `title` is how its text begins, for want of a title.
    untitled: bool
    #: The first of its authors, as one text.
    authors: str
    #: How many authors there are besides.
    more_authors: int
    #: Cut at a word where it is long.
    summary: str | None
    #: Its date, where that is a range.
    span: PartialDate | None
    #: Its date, where that is known to the day; of a range the last day.
    day: PartialDate | None
    #: When it came to the list, where it has no date.
    added: PartialDate | None
    #: When it came to the list after that began, in EDTF: by this scripts know what is new.
    listed_since: str | None
    #: Whether there is a cached copy to read.
    kept: bool
    #: The fields on which sources differ in more than a placeholder or a wording.
    differs_on: tuple[str, ...]
    #: The title of the source that lists it, where the list has several blogs.
    blog: str | None
    #: Its ContextObject (metadata.coins).
    coins: str


class MonthRows(Record, kw_only=True):
    """The articles of one month."""

    year: int
    #: None for the articles of the year whose month is not known.
    month: int | None
    #: How many articles there are.
    count: int
    #: None where the page only links to the month.
    rows: tuple[Row, ...] | None


class YearRows(Record, kw_only=True):
    """The months of a year that a page shows."""

    year: int
    #: Newest first.
    months: tuple[MonthRows, ...]
    #: How many articles are in these months.
    count: int
    #: How many articles the whole year has, where the page shows only a part of it.
    of: int | None = None

    @property
    def rows(self) -> tuple[Row, ...]:
        """Every row that is shown."""
        return tuple(row for month in self.months for row in month.rows or ())


class TimelineRows(Record, kw_only=True):
    """The rows of a timeline on one page, newest first, and the undated ones."""

    years: tuple[YearRows, ...]
    undated: tuple[Row, ...] = ()

    @property
    def rows(self) -> tuple[Row, ...]:
        """Every row that is shown."""
        return tuple(row for year in self.years for row in year.rows) + self.undated


class Elsewhere(Record, kw_only=True):
    """A year that has a page of its own."""

    #: None for the undated articles.
    year: int | None
    #: The path of the page.
    path: str
    #: How many articles the page lists.
    count: int


class NameRow(Record, kw_only=True):
    """A tag or a byline in the list of all of them."""

    name: str
    #: The path of its page.
    path: str
    #: How many articles have it.
    count: int
    #: The glyphs of these articles' kinds, in their order; none where they are many.
    glyphs: tuple[str, ...]
