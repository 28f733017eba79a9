"""Entries under headings that are dates: what holds each, found from their titles."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Callable, Iterator, Sequence

from generator.sources.index.fields import LONGEST_LEAD, is_names
from generator.sources.index.labels import is_called_title, is_label
from generator.sources.index.page import Page, Unit
from generator.sources.index.tree import CONTAINERS, HEADINGS, Node
from generator.sources.index.units import Dated
from generator.text.html import fold_space

_TOPS = ("#page", "html", "body", "main", "ul", "ol", "table", "tbody", "dl")
_EMPHASIS = ("strong", "b", "em", "i", "cite")
_STRONG = ("strong", "b")
_SHORTEST_TITLE = 8
_RARE = 5
_MANY_OF_A_SHAPE = 4
_MANY = 60
_LONGEST_UNLINKED = 400


class Found:
    """A page with the units that state their own dates, and the places of dated headings."""

    def __init__(self, page: Page, own: Sequence[Dated], headings: Sequence[int]) -> None:
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


def units_under(found: Found, is_under: Callable[[int], bool]) -> list[Dated]:
    """All units of a page: those with their own dates, and those that stand under headings."""
    units: dict[int, Unit] = {}
    for anchor in found.page.anchors:
        if not is_under(anchor.start) or found.is_covered(anchor.start):
            continue
        unit = _unit_of(found, anchor)
        if unit and unit.start not in units:
            units[unit.start] = unit
    units |= {unit.start: unit for unit in _unlinked(found, units, is_under)}
    kept = _of_common_shapes(found, list(units.values()))
    under = [Dated(unit, None) for unit in kept if not found.is_covered(unit.start)]
    return sorted([*found.own, *under], key=lambda one: one.unit.start)


def _of_common_shapes(found: Found, units: Sequence[Unit]) -> list[Unit]:
    """The units whose shape is that of entries: among dated ones theirs, else a common one."""
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


def _unit_of(found: Found, anchor: Node) -> Unit | None:
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


def _container_of(found: Found, anchor: Node) -> Unit | None:
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


def _block_of_lines(page: Page, line: Node) -> Node | None:
    """The block of which one line alone has a title that is marked, beside names and a place."""
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


def _holds_one(found: Found, anchor: Node, container: Node) -> bool:
    """Return whether a container is the entry of a title, and no part of the page with several."""
    if found.holds_heading(container):
        return False
    return anchor.name not in HEADINGS or found.is_alone(anchor, container)


def _run_from(found: Found, node: Node) -> Unit:
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


def _is_led_by(page: Page, link: Node) -> bool:
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
    found: Found, units: dict[int, Unit], is_under: Callable[[int], bool]
) -> Iterator[Unit]:
    """Items of lists that have no link to themselves, beside such as have, or with other marks."""
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


def is_marked(page: Page, unit: Unit) -> bool:
    """Whether it has the marks of an entry: a title that is emphasised or a link, its slides."""
    inside = page.tree.nodes[unit.start : unit.end]
    is_led = any(_is_led_by(page, one) for one in page.anchors_in(unit.start, unit.end))
    return is_led or _is_marked(page, inside)


def _is_marked(page: Page, inside: Sequence[Node]) -> bool:
    """Whether an item has the marks of an entry: an emphasised title, a link to its slides."""
    for node in inside:
        if node.name in _EMPHASIS and page.tree.length(node) >= _SHORTEST_TITLE:
            return True
        if node.name == "a" and node.href and is_label(page.tree.string(node)):
            return True
    return False
