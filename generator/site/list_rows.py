"""What pages show of articles in lists: plain data, worked out before a template sees it."""

from __future__ import annotations

from generator.model.record import PartialDate, Record


class Reference(Record, kw_only=True):
    """A reference to an article: its page, its label, its date, the glyph of its kind."""

    path: str
    label: str
    date: PartialDate | None
    glyph: str


class Neighbours(Record, kw_only=True):
    """The articles next to one article in a list, None at its ends."""

    newer: Reference | None
    older: Reference | None


NO_NEIGHBOURS = Neighbours(newer=None, older=None)


class Row(Record, kw_only=True, eq=False):
    """One row of a list: what it shows of an article.

    `title` and `repeated` are the parts of its title (Catalogue.title_parts); it is `untitled`
    where how its text begins stands for that. In a dated series `title` is what the article is
    about, and `part_of` its whole title; None where the title stands for itself. `span` is its
    date where that is a range, `day` where it is known to the day. `kept` says that there is a
    cached copy to read. `blog` is the title of the source that lists it, where a list has
    several. `coins` is its ContextObject. An article has one row, which is equal to
    itself alone: to tell rows apart by all that they hold takes longer than to show them.
    """

    id: str
    path: str
    glyph: str
    kind: str
    large: bool
    title: str
    repeated: str
    part_of: str | None
    untitled: bool
    authors: str
    more_authors: int
    summary: str | None
    span: PartialDate | None
    day: PartialDate | None
    #: When it came to the list, where it has no date.
    added: PartialDate | None
    #: When it came to the list after that began, in EDTF: by this scripts know what is new.
    listed_since: str | None
    kept: bool
    #: The fields on which sources differ in more than a placeholder or a wording.
    differs_on: tuple[str, ...]
    blog: str | None
    coins: str


class MonthRows(Record, kw_only=True):
    """The articles of one month; `month` None: month unknown. `rows` None: the page only links.

    `count` is how many articles there are.
    """

    year: int
    month: int | None
    count: int
    rows: tuple[Row, ...] | None


class YearRows(Record, kw_only=True):
    """The months of a year that a page shows, and how many articles are in them.

    `of` is how many the whole year has on its own page, where this page shows but a part.
    """

    year: int
    months: tuple[MonthRows, ...]
    count: int
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
    """A year that stands on a page of its own, or what is undated (`year` None)."""

    year: int | None
    path: str
    count: int


class NameRow(Record, kw_only=True):
    """A tag or a byline, its page, and how many articles have it; `glyphs` are theirs, if few."""

    name: str
    path: str
    count: int
    glyphs: tuple[str, ...]
