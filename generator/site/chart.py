"""Articles → the chart of articles per month: columns of marks over an axis of years.

Places along the axis are per cents of its width, those in a column per cents of the column's, and
heights are pixels, so that the drawing stretches with the page while its marks keep their shape.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence

from generator.model import Article, PartialDate, Record
from generator.site.axis import Axis, narrow_axis, slots_of, wide_axis
from generator.site.catalogue import Catalogue
from generator.site.paths import month_anchor
from generator.site.timeline import Part

ROW = 12
HANGING = 22
# A column of more marks than this is drawn as bars of a height in proportion.
STACK = 12
# Over this many months, or on a narrow screen, marks are strokes instead of glyphs.
DENSE = 132


class Mark(Record, kw_only=True):
    """One article, or a bar of several of one kind: its glyph, and its middle or a bar's top.

    `x` and `start`, where the article's range begins, are per cents of the column's width. `height`
    is that of a bar, None for a glyph.
    """

    glyph: str
    y: float
    x: str = "50"
    height: float | None = None
    start: str | None = None


class Column(Record, kw_only=True):
    """The articles of one month, or those of a year whose month is unknown (`date` a year).

    `left` and `width` are in per cent. `path` is the page that shows the month, None for this one,
    and `anchor` the id of the month there.
    """

    date: PartialDate
    path: str | None = None
    anchor: str
    articles: int
    left: str
    width: str
    marks: tuple[Mark, ...]


class Chart(Record, kw_only=True):
    """The drawing, from the year `first` to `last`.

    `baseline` is the height of the line that dated columns stand on, and `gaps` are where it breaks
    because years without articles are shortened: left and width in per cent. `narrow` is None where
    the axis of wide screens does for all.
    """

    first: int
    last: int
    columns: tuple[Column, ...]
    wide: Axis
    narrow: Axis | None
    gaps: tuple[tuple[str, str], ...]
    glyphs: tuple[str, ...]
    height: int
    baseline: int
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
        """Months from the axis's begin to that of a year."""
        return 12 * self.places[year]

    def x(self, months: float) -> str:
        """Months since the axis begins → per cent of its width."""
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
