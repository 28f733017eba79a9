"""Years → the axis under a chart: cells that a finger can touch, labels that do not collide.

Which years share a cell and which carry a label depends on the width, so there is one axis for wide
and one for narrow screens. Years without articles are shortened where there are many.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping, Sequence

from msgspec.structs import replace

from generator.model import Record
from generator.site.paths import year_anchor

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
    """What one year's width shows: a year, or a gap of many years without articles."""

    first: int
    last: int

    @property
    def is_gap(self) -> bool:
        """Whether no year of it has an article."""
        return self.first != self.last


class Cell(Record, kw_only=True):
    """Neighbouring years, `slots` wide, and the link to the newest of them that has articles.

    `path` is the page that shows that year, None for this one; `anchor` is None where there is no
    article.
    """

    first: int
    last: int
    slots: int = 1
    articles: int = 0
    path: str | None = None
    anchor: str | None = None
    is_gap: bool = False
    is_labelled: bool = False


class Axis(Record, kw_only=True):
    """The cells for one width. `is_counted`: every cell has room for its number of articles."""

    cells: tuple[Cell, ...]
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
