"""A page that has no marks of its own → its entries, decided from all of it.

First the shape that holds a date with each entry (units.py), then what stands under headings that
are dates. What has a date and the shape of an entry, and became none, is counted.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from generator.sources.index.fields import LONGEST_LEAD, Fields, is_names
from generator.sources.index.labels import is_called_title, is_label
from generator.sources.index.page import DatedUnit, PageNodes, Unit
from generator.sources.index.page_dates import PageDate, find_dates, is_over_list
from generator.sources.index.records import Heading, IndexEntry
from generator.sources.index.tree import CONTAINERS, HEADINGS, Node, Tree
from generator.sources.index.units import find_units, has_title, is_group
from generator.text.dates import make_date
from generator.text.html import fold_space

_LEAST_OF_YEARS = 3
_LAST_YEAR = re.compile(r"(?:.*\D|^)((?:19|20)\d\d)(?!\d|[-–]\d)[)\]]?[^\d]{0,20}", re.DOTALL)
_IN_BRACKETS = re.compile(r"[(\[]((?:19|20)\d\d)[)\]]")
_LEAST_SHARE = 2 / 3


class ShapesRead(NamedTuple):
    """The entries of a page, the shape that shows them, and the dates that became no entry."""

    #: From top to bottom.
    listed: tuple[IndexEntry, ...]
    #: How the entries were recognised, in words.
    shape: str
    #: As written.
    left_out: tuple[str, ...]


class Section(NamedTuple):
    """A place of the page from which a heading holds; None ends the one before."""

    #: The number of a node of the page.
    place: int
    heading: Heading | None
    #: The name of the heading's element.
    name: str


def read_shapes(tree: Tree, base: str | None, language: str) -> ShapesRead:
    """Return the dated entries of the page.

    Raises:
        ValueError: it is uncertain which date belongs to which title, or too much is left over.
    """
    mains = [node for node in tree.nodes if node.name == "main"]
    for root in [*(mains if len(mains) == 1 else []), tree.root]:
        dates = find_dates(tree, root, language)
        # A link whose text is a month may be a title, but only where there is no other.
        titles = [date for date in dates if _is_linked_month(date)]
        for some in (dates, [date for date in dates if date not in titles]):
            read = _read(PageNodes(tree, root, some), base)
            if read.listed or not titles:
                break
        if not read.listed:
            read = _read_years(PageNodes(tree, root, _find_years(tree, root)), base, read)
        if read.listed:
            break
    return read


def _read_years(page: PageNodes, base: str | None, other: ShapesRead) -> ShapesRead:
    """Return a list of publications, each of which says its year; else what was read otherwise."""
    units = [one for one in find_units(page) if _is_marked_unit(page, one.unit)]
    if len(units) < _LEAST_OF_YEARS or len(units) < _LEAST_SHARE * len(page.dates):
        return other
    fields = Fields(page, base, units)
    entries = [entry for one in units if (entry := fields.entry_of(one, None))]
    if len(entries) < len(units):
        return other
    return ShapesRead(tuple(entries), "publications dated by a year in each", ())


def _find_years(tree: Tree, root: Node) -> list[PageDate]:
    """Return the years that end texts of a page, or are in brackets, as in publications."""
    found = []
    for node in tree.inside(root):
        if not node.is_text or node.in_frame or node.nearest(("a", *HEADINGS)):
            continue
        match = _IN_BRACKETS.search(node.text) or _LAST_YEAR.fullmatch(node.text)
        if match:
            heading = Heading(text=match[1], date=make_date(int(match[1])))
            found.append(
                PageDate(node, heading, is_whole=False, rest=node.text.replace(match[1], ""))
            )
    return found


def _is_linked_month(date: PageDate) -> bool:
    node = date.node
    return (
        date.is_whole
        and not date.is_year
        and node.name not in HEADINGS
        and any(one.name == "a" and one.href for one in (node, *node.children, node.parent or node))
    )


def _read(page: PageNodes, base: str | None) -> ShapesRead:
    own = _completed(page, find_units(page))
    sections = list(_sections(page, own))
    found = _FoundUnits(page, own, [section.place for section in sections if section.heading])
    places = [section.place for section in sections]

    def section_of(place: int) -> Section | None:
        at = bisect_right(places, place) - 1
        return sections[at] if at >= 0 else None

    def is_under(place: int) -> bool:
        section = section_of(place)
        return section is not None and section.heading is not None

    units = _units_under(found, is_under)
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
                left_out.append(one.date.heading.text)
            continue
        if one.date:
            ways[f"by a {_kind_of_date(one.date)} with each"] = None
        if section and section.heading:
            ways[f"by headings ({section.name}) over them"] = None
        listed.append(entry)
    left_out += _unused(page, units, sections)
    left_out += _untitled(page, units)
    shape = f"entries dated {' and '.join(ways)}" if ways else "no dated entries"
    return ShapesRead(tuple(listed), shape, tuple(left_out))


def _kind_of_date(date: PageDate) -> str:
    if date.node.name == "time" or "date" in date.node.classes:
        return f"<{date.node.name}>"
    return "date"


def _completed(page: PageNodes, found: Sequence[DatedUnit]) -> list[DatedUnit]:
    """Return the units, and siblings of their shape that state a date elsewhere, or none."""
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
                    more.append(DatedUnit(unit, dates[0]))
            elif not dates and page.anchors_in(unit.start, unit.end):
                more.append(DatedUnit(unit, None))
    more.sort(key=lambda one: (one.unit.start, -one.unit.end))
    kept: list[DatedUnit] = []
    for one in more:
        if not kept or one.unit.start >= kept[-1].unit.end:
            kept.append(one)
    return kept


def _sections(page: PageNodes, own: Sequence[DatedUnit]) -> Iterator[Section]:
    """Yield the sections of the page: those under dated headings, and those that end them."""
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
                len(word) == 4 and word.isdigit() for word in date.heading.text.split()
            )
            level = int(node.name[1]) if node.name in HEADINGS else 7
            yield Section(node.start, date.heading, both if is_month and year_name else name)
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


def _is_heading(page: PageNodes, date: PageDate) -> bool:
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


def _untitled(page: PageNodes, units: Sequence[DatedUnit]) -> Iterator[str]:
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
                    yield days[0].heading.text


def _unused(page: PageNodes, units: Sequence[DatedUnit], sections: Sequence[Section]) -> list[str]:
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
            unused.append(date.heading.text)
    return unused


# Entries under headings that are dates: what holds each, found from their titles.

_TOPS = ("#page", "html", "body", "main", "ul", "ol", "table", "tbody", "dl")
_EMPHASIS = ("strong", "b", "em", "i", "cite")
_STRONG = ("strong", "b")
_SHORTEST_TITLE = 8
_RARE = 5
_MANY_OF_A_SHAPE = 4
_MANY = 60
_LONGEST_UNLINKED = 400


class _FoundUnits:
    """A page with the units that state their own dates, and the places of dated headings."""

    def __init__(self, page: PageNodes, own: Sequence[DatedUnit], headings: Sequence[int]) -> None:
        self.page = page
        self.own = list(own)
        self.headings = list(headings)
        self.own_shapes = {one.unit.first.shape for one in own if not one.unit.is_run}
        self._starts = [one.unit.start for one in own]
        self._anchors: dict[int, list[int]] = {}
        for anchor in page.anchors:
            self._anchors.setdefault(anchor.shape, []).append(anchor.start)

    def is_covered(self, place: int) -> bool:
        """Return whether a place lies in a unit that states its own date."""
        at = bisect_right(self._starts, place) - 1
        return at >= 0 and place < self.own[at].unit.end

    def is_alone(self, anchor: Node, outer: Node) -> bool:
        """Return whether an element holds no other title of the shape, and no dated heading."""
        places = self._anchors.get(anchor.shape, [])
        first = bisect_left(places, outer.start)
        if bisect_left(places, outer.end, first) - first > 1:
            return False
        return not self.holds_heading(outer)

    def holds_heading(self, outer: Node) -> bool:
        """Return whether a dated heading stands in an element."""
        at = bisect_left(self.headings, outer.start)
        return at < len(self.headings) and self.headings[at] < outer.end


def _units_under(found: _FoundUnits, is_under: Callable[[int], bool]) -> list[DatedUnit]:
    """Return all units of a page: those with their own dates, and those under headings."""
    units: dict[int, Unit] = {}
    for anchor in found.page.anchors:
        if not is_under(anchor.start) or found.is_covered(anchor.start):
            continue
        unit = _unit_of(found, anchor)
        if unit and unit.start not in units:
            units[unit.start] = unit
    units |= {unit.start: unit for unit in _unlinked(found, units, is_under)}
    kept = _of_common_shapes(found, list(units.values()))
    under = [DatedUnit(unit, None) for unit in kept if not found.is_covered(unit.start)]
    return sorted([*found.own, *under], key=lambda one: one.unit.start)


def _of_common_shapes(found: _FoundUnits, units: Sequence[Unit]) -> list[Unit]:
    """Return the units with the shape of the dated ones, else with the commonest shape."""
    shapes = Counter(unit.first.shape for unit in units)
    own = {one.unit.first.shape for one in found.own}
    if len(found.own) >= len(units):
        return [unit for unit in units if unit.first.shape in own]
    most = max(shapes.values(), default=0)
    return [
        unit
        for unit in units
        if unit.first.shape in own or _is_common(shapes[unit.first.shape], most)
    ]


def _is_common(times: int, most: int) -> bool:
    """Return whether a shape is that of entries, of which another has the most."""
    return times * _RARE >= most and (times > 1 or most < _MANY_OF_A_SHAPE)


def _unit_of(found: _FoundUnits, anchor: Node) -> Unit | None:
    """Return the unit that a title leads; None for a link in a sentence."""
    page = found.page
    node: Node = anchor
    if anchor.name == "a" and not _is_led_by(page, anchor):
        return None
    if unit := _container_of(found, anchor):
        return unit
    while node.parent is not None and node.parent.name not in _TOPS:
        if node.shape in found.own_shapes:
            return Unit((node,))
        outer = node.parent
        if outer is page.root or not found.is_alone(anchor, outer):
            break
        node = outer
    if node.name in HEADINGS or node is anchor:
        return _run_from(found, node)
    return Unit((node,))


def _container_of(found: _FoundUnits, anchor: Node) -> Unit | None:
    """Return the item, row or line that is the entry of a title."""
    page = found.page
    container = anchor.nearest(CONTAINERS)
    if container and container.name == "dd" and container.parent:
        pair = container.parent
        is_only = sum(child.name == "dd" for child in pair.children) == 1
        if pair.name == "pair" and is_only and not found.holds_heading(pair):
            return Unit((pair,))
    if container and container.name == "line" and (block := _block_of_lines(page, container)):
        container = block.nearest(CONTAINERS)
        if not container or not page.root.holds(container) or not found.is_alone(anchor, container):
            return Unit((block,))
    if container and page.root.holds(container) and _holds_one(found, anchor, container):
        return Unit((container,))
    return None


def _block_of_lines(page: PageNodes, line: Node) -> Node | None:
    """Return the block of a line that alone has a marked title, beside names and a place."""
    block = line.parent
    if block is None or block.name in _TOPS:
        return None
    lines = [one for one in block.children if one.name == "line"]
    marked = [
        one
        for one in lines
        if any(n.name in _STRONG or is_called_title(n) for n in page.tree.inside(one))
    ]
    return block if len(lines) > 1 and len(marked) == 1 else None


def _holds_one(found: _FoundUnits, anchor: Node, container: Node) -> bool:
    """Return whether a container is the entry of a title, and no part of the page with several."""
    if found.holds_heading(container):
        return False
    return anchor.name not in HEADINGS or found.is_alone(anchor, container)


def _run_from(found: _FoundUnits, node: Node) -> Unit:
    """Return a title with the paragraphs that follow it."""
    nodes = [node]
    siblings = node.parent.children if node.parent else []
    if node.name in HEADINGS:
        at = bisect_left(siblings, node.start, key=lambda one: one.start)
        for sibling in siblings[at + 1 :]:
            if sibling.is_blank:
                continue
            if sibling.name not in ("p", "dd", "div") or found.page.dates_in(
                sibling.start, sibling.end
            ):
                break
            if sibling.name == "div" and found.page.anchors_in(sibling.start, sibling.end):
                break
            nodes.append(sibling)
    return Unit(tuple(nodes))


def _is_led_by(page: PageNodes, link: Node) -> bool:
    """Return whether a link leads what holds it: a sort, a number or names may stand before it."""
    if page.leads(link):
        return True
    block = page.block_of(link)
    if block.name not in CONTAINERS or link.start - block.start > _MANY:
        return False
    nodes = page.tree.nodes[block.start : link.start]
    if any(node.name == "a" and node.href and page.tree.length(node) for node in nodes):
        return False
    lead = fold_space("".join(node.text for node in nodes if node.is_text)).strip()
    return len(lead) <= LONGEST_LEAD or is_names(lead)


def _unlinked(
    found: _FoundUnits, units: dict[int, Unit], is_under: Callable[[int], bool]
) -> Iterator[Unit]:
    """Yield items of lists without a link to themselves, beside others that have one."""
    page = found.page
    parents = {id(unit.first.parent): unit.first.shape for unit in units.values()}
    for node in page.tree.inside(page.root):
        if node.name not in ("li", "tr", "dd") or node.in_frame or node.start in units:
            continue
        if not is_under(node.start) or found.is_covered(node.start):
            continue
        length = page.tree.length(node)
        if not length > _SHORTEST_TITLE or page.anchors_in(node.start, node.end):
            continue
        inside = page.tree.inside(node)
        if any(one.name in ("li", "tr", "th") for one in inside[1:]):
            continue
        is_sibling = parents.get(id(node.parent)) == node.shape and length < _LONGEST_UNLINKED
        if is_sibling or _is_marked(page, inside):
            yield Unit((node,))


def _is_marked_unit(page: PageNodes, unit: Unit) -> bool:
    """Return whether a unit has the marks of an entry: an emphasised or linked title, slides."""
    inside = page.tree.nodes[unit.start : unit.end]
    is_led = any(_is_led_by(page, one) for one in page.anchors_in(unit.start, unit.end))
    return is_led or _is_marked(page, inside)


def _is_marked(page: PageNodes, inside: Sequence[Node]) -> bool:
    """Return whether an item has the marks of an entry: an emphasised title, a link to slides."""
    for node in inside:
        if node.name in _EMPHASIS and page.tree.length(node) >= _SHORTEST_TITLE:
            return True
        if node.name == "a" and node.href and is_label(page.tree.string(node)):
            return True
    return False
