"""Articles → the chart of articles per month: columns of marks over an axis of years.

Places along the axis are per cents of its width, those in a column per cents of the column's, and
heights are pixels, so that the drawing stretches with the page while its marks keep their shape.
"""

from __future__ import annotations

import itertools
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence

from msgspec.structs import replace

from generator.model.articles import Article
from generator.model.record import PartialDate, Record
from generator.site.catalogue import Catalogue
from generator.site.paths import month_anchor, year_anchor
from generator.site.timeline import Part

ROW = 12
HANGING = 22
# A column of more marks than this is drawn as bars of a height in proportion.
STACK = 12
# Over this many months, or on a narrow screen, marks are strokes instead of glyphs.
DENSE = 132


class Mark(Record, kw_only=True):
    """One article, or a bar of several of one kind."""

    glyph: str
    #: Its middle, of a bar its top, in pixels from the top of the chart.
    y: float
    #: Its middle, in per cent of the column's width.
    x: str = "50"
    #: The height of a bar in pixels; None for one article.
    height: float | None = None
    #: Where the article's range begins, in per cent of the column's width; None for no range.
    start: str | None = None


class Column(Record, kw_only=True):
    """The articles of one month, or those of a year whose month is unknown."""

    #: The month, or the year alone.
    date: PartialDate
    #: The page that shows the month; None where it is this one.
    path: str | None = None
    #: The id of the month there.
    anchor: str
    #: How many articles it stands for.
    articles: int
    #: In per cent of the axis.
    left: str
    #: In per cent of the axis.
    width: str
    marks: tuple[Mark, ...]


class Chart(Record, kw_only=True):
    """The drawing of a list."""

    #: The first year.
    first: int
    #: The last year.
    last: int
    columns: tuple[Column, ...]
    #: The axis of wide screens.
    wide: Axis
    #: The axis of narrow screens; None where that of wide ones does for all.
    narrow: Axis | None
    #: Where the axis breaks, as years without articles are shortened: left and width in per cent.
    gaps: tuple[tuple[str, str], ...]
    #: The glyphs that occur in it.
    glyphs: tuple[str, ...]
    #: In pixels.
    height: int
    #: The height of the line that dated columns stand on, in pixels from the top.
    baseline: int
    #: Whether marks are strokes instead of glyphs.
    dense: bool


def make_chart(
    catalogue: Catalogue, articles: Sequence[Article], elsewhere: Sequence[Part] = ()
) -> Chart | None:
    """Return the chart of these articles over the years of the whole library.

    None if none is dated.

    Years that stand `elsewhere` are linked there.
    """
    dates = [article.date for article in catalogue.articles if article.date]
    if not any(article.date for article in articles):
        return None
    first, last = min(date.year for date in dates), dates[0].place.year
    years = {year for date in dates for year in range(date.year, date.place.year + 1)}
    slots = slots_of(sorted(years), first=first, last=last)
    groups = defaultdict(list)
    for article in articles:
        if article.date:
            groups[article.date.place.year, article.date.place.month].append(article)
    tallest = max((len(group) for (_, month), group in groups.items() if month), default=1)
    baseline = ROW * min(tallest, STACK) + ROW // 2
    scale = _Scale(
        places={slot.first: place for place, slot in enumerate(slots)},
        months=12 * len(slots),
        baseline=baseline,
        tallest=tallest,
    )
    pages = {part.year: part.path for part in elsewhere}
    counts = Counter(article.date.place.year for article in articles if article.date)
    wide, narrow = wide_axis(slots, counts, pages), narrow_axis(slots, counts, pages)
    columns = tuple(
        _column(catalogue, scale, key, groups[key], pages.get(key[0]))
        for key in sorted(groups, key=_time)
    )
    return Chart(
        first=first,
        last=last,
        columns=columns,
        wide=wide,
        narrow=narrow if narrow != wide else None,
        gaps=tuple(
            (scale.x(12 * place), scale.x(12)) for place, slot in enumerate(slots) if slot.is_gap
        ),
        glyphs=tuple(sorted({mark.glyph for column in columns for mark in column.marks})),
        height=baseline + HANGING,
        baseline=baseline,
        dense=scale.months > DENSE,
    )


class _Scale(Record, kw_only=True):
    #: The place on the axis of each year that is drawn, from 0.
    places: dict[int, int]
    months: int
    baseline: int
    tallest: int

    def start(self, year: int) -> int:
        """Return how many months lie between the beginning of the axis and that of a year."""
        return 12 * self.places[year]

    def x(self, months: float) -> str:
        """Return the place of a month, counted from the beginning of the axis, in per cent."""
        return f"{100 * months / self.months:.4g}"


def _time(key: tuple[int, int | None]) -> tuple[int, int]:
    return key[0], key[1] or 0


def _column(
    catalogue: Catalogue,
    scale: _Scale,
    key: tuple[int, int | None],
    articles: list[Article],
    path: str | None,
) -> Column:
    year, month = key
    start = scale.start(year)
    kinds = [kind.name for kind in catalogue.kinds]
    articles = sorted(articles, key=lambda article: kinds.index(article.kind))
    if month is None:
        marks = _hanging(catalogue, scale, articles)
    elif scale.tallest > STACK:
        marks = _bars(catalogue, scale, articles)
    else:
        marks = tuple(
            Mark(
                glyph=catalogue.kind(article).glyph,
                y=scale.baseline - ROW * (row + 0.5) - 2,
                start=_range_start(scale, article, start + month - 1),
            )
            for row, article in enumerate(articles)
        )
    return Column(
        date=PartialDate(year=year, month=month),
        path=path,
        anchor=month_anchor(year, month),
        articles=len(articles),
        left=scale.x(start + (month or 1) - 1),
        width=scale.x(1 if month else 12),
        marks=marks,
    )


def _hanging(catalogue: Catalogue, scale: _Scale, articles: list[Article]) -> tuple[Mark, ...]:
    """Mark under the middle of their year, at most twelve: one that fits a month each."""
    shown = articles[:12]
    left = 6 - len(shown) / 2
    return tuple(
        Mark(
            glyph=catalogue.kind(article).glyph,
            x=f"{100 * (left + place + 0.5) / 12:.4g}",
            y=scale.baseline + HANGING / 2 + 3,
        )
        for place, article in enumerate(shown)
    )


def _bars(catalogue: Catalogue, scale: _Scale, articles: list[Article]) -> tuple[Mark, ...]:
    counts: dict[str, int] = defaultdict(int)
    for article in articles:
        counts[catalogue.kind(article).glyph] += 1
    unit = (scale.baseline - ROW / 2) / scale.tallest
    marks, y = [], scale.baseline - 1.0
    for glyph, count in counts.items():
        y -= count * unit
        height = round(count * unit, 1)
        marks.append(Mark(glyph=glyph, y=round(y, 1), height=height))
    return tuple(marks)


def _range_start(scale: _Scale, article: Article, month: int) -> str | None:
    """Return where an article's range begins, seen from the month in which it ends."""
    date = article.date
    if date is None or date.end is None:
        return None
    return f"{100 * (scale.start(date.year) + (date.month or 1) - 1 - month):.4g}"


# Years → the axis under a chart: cells that a finger can touch, labels that do not collide.
#
# Which years share a cell and which carry a label depends on the width, so there is one axis for
# wide and one for narrow screens. Years without articles are shortened where there are many.

# As many years without articles in a row are drawn as one.
GAP = 8
# Pixels. The least widths of the two drawings: static/assets/site.css parts them at 48rem.
WIDE, NARROW = 700, 320
TOUCHED = 24
DIGIT = 7.5
STEPS = (1, 2, 5, 10, 20)
# Of as many years one is written; where a cell holds several, it is the first of one.
SPANS = (1, 2, 4, 5, 10, 20, 50, 100, 200, 500)


class Slot(Record, kw_only=True):
    """One step of the axis: a year, or a gap of many years without articles."""

    #: The first year.
    first: int
    #: The last year; that of one year is its first.
    last: int

    @property
    def is_gap(self) -> bool:
        """True where no year of it has an article."""
        return self.first != self.last


class Cell(Record, kw_only=True):
    """Neighbouring years, and the link to the newest of them that has articles."""

    #: The first year.
    first: int
    #: The last year.
    last: int
    #: How many steps of the axis it is wide.
    slots: int = 1
    #: How many articles its years have.
    articles: int = 0
    #: The page that shows the newest year with articles; None where it is this one.
    path: str | None = None
    #: The id of that year on its page; None where no year has an article.
    anchor: str | None = None
    #: Whether it is a gap of many years without articles.
    is_gap: bool = False
    #: Whether its first year is written below it.
    is_labelled: bool = False


class Axis(Record, kw_only=True):
    """The axis of a chart for one width of screens."""

    cells: tuple[Cell, ...]
    #: Whether every cell has room for its number of articles.
    is_counted: bool


def slots_of(years: Sequence[int], *, first: int, last: int) -> tuple[Slot, ...]:
    """Return the slots of an axis from `first` to `last`; `years` are those that are drawn."""
    drawn = sorted({first, *years, last})
    slots = [Slot(first=first, last=first)]
    for before, year in itertools.pairwise(drawn):
        if year - before - 1 >= GAP:
            slots.append(Slot(first=before + 1, last=year - 1))
        else:
            slots += [Slot(first=n, last=n) for n in range(before + 1, year)]
        slots.append(Slot(first=year, last=year))
    return tuple(slots)


def wide_axis(
    slots: Sequence[Slot], counts: Mapping[int, int], pages: Mapping[int | None, str]
) -> Axis:
    """Return the axis for wide screens, where the number stands beside the year.

    Args:
        slots: What the axis shows.
        counts: The number of articles of each year.
        pages: The page of each year that is not shown on this one.
    """
    return _axis(slots, counts, pages, WIDE / len(slots), is_wide=True)


def narrow_axis(
    slots: Sequence[Slot], counts: Mapping[int, int], pages: Mapping[int | None, str]
) -> Axis:
    """Return the axis for narrow screens, where the number stands below the year."""
    return _axis(slots, counts, pages, NARROW / len(slots), is_wide=False)


def _axis(
    slots: Sequence[Slot],
    counts: Mapping[int, int],
    pages: Mapping[int | None, str],
    pixels: float,
    *,
    is_wide: bool,
) -> Axis:
    """Return the axis for slots that are so many pixels wide."""
    label = 4 * DIGIT + (8 if is_wide else 3)
    step = next((step for step in STEPS if step * pixels >= TOUCHED), STEPS[-1])
    cells = [_cell(part, counts, pages) for part in _parts(slots, step)]
    every = next((span for span in SPANS if span % step == 0 and span * pixels >= label), SPANS[-1])
    labelled = _labelled(cells, every, pixels, label)
    digits = max(len(str(cell.articles)) for cell in cells) * DIGIT
    if is_wide:
        needed, are_labelled = label + 5 + digits, len(labelled) == len(cells)
    else:
        needed, are_labelled = digits + 3, True
    return Axis(
        cells=tuple(
            replace(cell, is_labelled=place in labelled) for place, cell in enumerate(cells)
        ),
        is_counted=are_labelled and all(cell.slots * pixels >= needed for cell in cells),
    )


def _parts(slots: Sequence[Slot], step: int) -> Iterator[Sequence[Slot]]:
    """Part the slots where a multiple of `step` begins, and around gaps."""
    start = 0
    for place in range(1, len(slots) + 1):
        if (
            place == len(slots)
            or slots[place].first % step == 0
            or slots[place].is_gap
            or slots[place - 1].is_gap
        ):
            yield slots[start:place]
            start = place


def _cell(
    slots: Sequence[Slot], counts: Mapping[int, int], pages: Mapping[int | None, str]
) -> Cell:
    first, last = slots[0].first, slots[-1].last
    if slots[0].is_gap:
        return Cell(first=first, last=last, is_gap=True)
    years = [slot.first for slot in slots]
    newest = max((year for year in years if counts.get(year)), default=None)
    return Cell(
        first=first,
        last=last,
        slots=len(slots),
        articles=sum(counts.get(year, 0) for year in years),
        path=pages.get(newest) if newest else None,
        anchor=year_anchor(newest) if newest else None,
    )


def _labelled(cells: Sequence[Cell], every: int, pixels: float, label: float) -> set[int]:
    """Return the places of the cells whose year is written: round years first, then the ends."""
    starts, x = [], 0.0
    for cell in cells:
        starts.append(x)
        x += cell.slots * pixels
    free = [place for place, cell in enumerate(cells) if not cell.is_gap]
    round_years = [place for place in free if cells[place].first % every == 0]
    ends = [place for place in free if place == 0 or cells[place - 1].is_gap]
    chosen: set[int] = set()
    for place in (*round_years, *ends):
        if starts[place] + label <= x and all(
            abs(starts[place] - starts[other]) >= label for other in chosen
        ):
            chosen.add(place)
    return chosen
