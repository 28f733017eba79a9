"""A page that has no marks of its own → its entries, decided from all of it.

First the shape that holds a date with each entry (units.py), then what stands under headings that
are dates. What has a date and the shape of an entry, and became none, is counted.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from generator.sources.index.fields import Fields
from generator.sources.index.page import Page, Unit
from generator.sources.index.page_dates import PageDate, find_dates, is_over_list
from generator.sources.index.records import Heading, IndexEntry
from generator.sources.index.tree import HEADINGS, Node, Tree
from generator.sources.index.under_headings import Found, is_marked, units_under
from generator.sources.index.units import Dated, find_units, has_title, is_group
from generator.text.dates import make_date

_LEAST_OF_YEARS = 3
_LAST_YEAR = re.compile(r"(?:.*\D|^)((?:19|20)\d\d)(?!\d|[-–]\d)[)\]]?[^\d]{0,20}", re.DOTALL)
_IN_BRACKETS = re.compile(r"[(\[]((?:19|20)\d\d)[)\]]")
_LEAST_SHARE = 2 / 3


class ShapesRead(NamedTuple):
    """What a page lists, how it was recognised, and how many dated things became no entry."""

    listed: tuple[IndexEntry, ...]
    shape: str
    left_out: tuple[str, ...]


class Section(NamedTuple):
    """A place of the page from which a heading holds; None ends the one before."""

    place: int
    heading: Heading | None
    name: str


def read_shapes(tree: Tree, base: str | None, language: str) -> ShapesRead:
    """Return the dated entries of the page.

    Raises:
        ValueError: which date belongs to which title cannot be told, or too much is left over.
    """
    mains = [node for node in tree.nodes if node.name == "main"]
    for root in [*(mains if len(mains) == 1 else []), tree.root]:
        dates = find_dates(tree, root, language)
        # A link whose text is a month may be a title, but only where there is no other.
        titles = [date for date in dates if _is_linked_month(date)]
        for some in (dates, [date for date in dates if date not in titles]):
            read = _read(Page(tree, root, some), base)
            if read.listed or not titles:
                break
        if not read.listed:
            read = _read_years(Page(tree, root, _find_years(tree, root)), base, read)
        if read.listed:
            break
    return read


def _read_years(page: Page, base: str | None, other: ShapesRead) -> ShapesRead:
    """Return a list of publications, each of which says its year; else what was read otherwise."""
    units = [one for one in find_units(page) if is_marked(page, one.unit)]
    if len(units) < _LEAST_OF_YEARS or len(units) < _LEAST_SHARE * len(page.dates):
        return other
    fields = Fields(page, base, units)
    entries = [entry for one in units if (entry := fields.entry_of(one, None))]
    if len(entries) < len(units):
        return other
    return ShapesRead(tuple(entries), "publications dated by a year in each", ())


def _find_years(tree: Tree, root: Node) -> list[PageDate]:
    """The years in which texts of a page end, or that stand in brackets, as in publications."""
    found = []
    for node in tree.inside(root):
        if not node.is_text or node.in_frame or node.nearest(("a", *HEADINGS)):
            continue
        match = _IN_BRACKETS.search(node.text) or _LAST_YEAR.fullmatch(node.text)
        if match:
            said = Heading(text=match[1], date=make_date(int(match[1])))
            found.append(PageDate(node, said, is_whole=False, rest=node.text.replace(match[1], "")))
    return found


def _is_linked_month(date: PageDate) -> bool:
    node = date.node
    return (
        date.is_whole
        and not date.is_year
        and node.name not in HEADINGS
        and any(one.name == "a" and one.href for one in (node, *node.children, node.parent or node))
    )


def _read(page: Page, base: str | None) -> ShapesRead:
    own = _completed(page, find_units(page))
    sections = list(_sections(page, own))
    found = Found(page, own, [section.place for section in sections if section.heading])
    places = [section.place for section in sections]

    def section_of(place: int) -> Section | None:
        at = bisect_right(places, place) - 1
        return sections[at] if at >= 0 else None

    def is_under(place: int) -> bool:
        section = section_of(place)
        return section is not None and section.heading is not None

    units = units_under(found, is_under)
    fields = Fields(page, base, units)
    ways: dict[str, None] = {}
    listed: list[IndexEntry] = []
    left_out: list[str] = []
    for one in units:
        section = section_of(one.unit.start)
        heading = section.heading if section else None
        entry = fields.entry_of(one, heading)
        if entry is None:
            if one.date:
                left_out.append(one.date.said.text)
            continue
        if one.date:
            ways[f"by a {_way(one.date)} with each"] = None
        if section and section.heading:
            ways[f"by headings ({section.name}) over them"] = None
        listed.append(entry)
    left_out += _unused(page, units, sections)
    left_out += _untitled(page, units)
    shape = f"entries dated {' and '.join(ways)}" if ways else "no dated entries"
    return ShapesRead(tuple(listed), shape, tuple(left_out))


def _way(date: PageDate) -> str:
    if date.node.name == "time" or "date" in date.node.classes:
        return f"<{date.node.name}>"
    return "date"


def _completed(page: Page, found: Sequence[Dated]) -> list[Dated]:
    """The units, and their siblings of the same shape that state a date elsewhere, or none."""
    known = {one.unit.start for one in found}
    more = list(found)
    shapes = {
        (id(one.unit.first.parent), one.unit.first.shape) for one in found if not one.unit.is_run
    }
    parents = {id(one.unit.first.parent): one.unit.first.parent for one in found}
    for parent in parents.values():
        if parent is None:
            continue
        for child in parent.children:
            if (id(parent), child.shape) not in shapes or child.start in known or child.in_frame:
                continue
            unit = Unit((child,))
            dates = [d for d in page.dates_in(unit.start, unit.end) if not d.is_year]
            if (dates and len({date.date for date in dates}) == 1) or (dates and dates[0].is_whole):
                if has_title(page, unit, dates[0]) and not is_group(page, unit, dates[0]):
                    more.append(Dated(unit, dates[0]))
            elif not dates and page.anchors_in(unit.start, unit.end):
                more.append(Dated(unit, None))
    more.sort(key=lambda one: (one.unit.start, -one.unit.end))
    kept: list[Dated] = []
    for one in more:
        if not kept or one.unit.start >= kept[-1].unit.end:
            kept.append(one)
    return kept


def _sections(page: Page, own: Sequence[Dated]) -> Iterator[Section]:
    """Yield where headings begin to hold: those that are dates, and those that end the last."""
    spans = [(one.unit.start, one.unit.end) for one in own]
    starts = [start for start, _end in spans]

    def is_in_unit(node: Node) -> bool:
        at = bisect_right(starts, node.start) - 1
        return at >= 0 and node.start < spans[at][1]

    dates = {date.node.start: date for date in page.dates}
    level, year_name = 0, ""
    for node in page.tree.inside(page.root):
        date = dates.get(node.start)
        if date and date.node is node:
            if is_in_unit(node) or not _is_heading(page, date):
                continue
            name = _name_of(node)
            if date.is_year:
                year_name = name
            both = f"{year_name} and {name}"
            is_month = date.date is not None and not any(
                len(word) == 4 and word.isdigit() for word in date.said.text.split()
            )
            level = int(node.name[1]) if node.name in HEADINGS else 7
            yield Section(node.start, date.said, both if is_month and year_name else name)
        elif node.name in HEADINGS and not node.in_frame and int(node.name[1]) <= level:
            is_linked = any(one.name == "a" and one.href for one in page.tree.inside(node))
            if not is_linked and not is_in_unit(node):
                level = 0
                yield Section(node.start, None, "")


def _name_of(node: Node) -> str:
    """Return the name of the element that a heading is; of a line what stands in it."""
    if node.is_text and node.parent:
        return node.parent.name
    inner = [child for child in node.children if not child.is_text]
    return inner[0].name if node.name == "line" and inner else node.name


_HEADING_NAMES = (*HEADINGS, "dt", "summary", "th", "caption", "strong", "b", "line")


def _is_heading(page: Page, date: PageDate) -> bool:
    """Return whether a date stands by itself, over what follows."""
    node = date.node
    if node.is_text:
        return is_over_list(node)
    if not date.is_whole:
        return False
    if node.name in _HEADING_NAMES:
        return True
    block = node if node.name in ("div", "p", "li", "td", "section") else page.block_of(node)
    return page.tree.length(block) <= page.tree.length(node) + 12 or any(
        word in name for name in node.classes for word in ("date", "year", "month")
    )


def _untitled(page: Page, units: Sequence[Dated]) -> Iterator[str]:
    """Yield the days in siblings of entries that are of their shape, and have no title."""
    starts = {one.unit.start for one in units}
    own = [one for one in units if one.date and not one.unit.is_run]
    shapes = {(id(one.unit.first.parent), one.unit.first.shape) for one in own}
    used = {one.date.place for one in own if one.date}  # those _unused counts
    parents = {id(one.unit.first.parent): one.unit.first.parent for one in own}
    for parent in filter(None, parents.values()):
        for child in parent.children:
            if (id(parent), child.shape) in shapes and child.start not in starts:
                dates = page.dates_in(child.start, child.end)
                days = [date for date in dates if date.date and date.date.day]
                if len(days) == 1 and days[0].place not in used:
                    yield days[0].said.text


def _unused(page: Page, units: Sequence[Dated], sections: Sequence[Section]) -> list[str]:
    """Return the dates at the place of those that entries have, which belong to none."""
    used = Counter(one.date.place for one in units if one.date)
    spans = [(one.unit.start, one.unit.end) for one in units]
    starts = [start for start, _end in spans]
    headings = {section.place for section in sections}
    unused = []
    for date in page.dates:
        at = bisect_right(starts, date.node.start) - 1
        if at >= 0 and date.node.start < spans[at][1]:
            continue
        if date.place in used and date.node.start not in headings and not date.is_year:
            unused.append(date.said.text)
    return unused
