"""The repeated shape of a page that is an entry: elements, or runs of siblings, one entry each.

Decided from the whole page. An element is of a shape by the names of all elements around it and its
own class. The shape that explains most dates, each with a title of its own, is that of the entries.
Where no element holds an entry (titles and dates are siblings), the siblings are cut into runs, at
each title or at each date, whichever leaves nothing over.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice, pairwise

from generator.model.record import Record
from generator.sources.index.labels import is_title_like
from generator.sources.index.page import DatedUnit, PageNodes, Unit
from generator.sources.index.page_dates import PageDate
from generator.sources.index.tree import CONTAINERS, HEADINGS, Node
from generator.text.html import clean_text

# Further up from a date nothing holds one entry.
_FARTHEST = 14
_MOST_KINDS = 8
_LEAST_OF_RUNS = 2
_MANY = 40
# What stands longer than this between a title and a date is prose.
_PROSE = 120
_TOPS = ("#page", "html", "body", "main", "tbody", "table")


class Shape(Record, kw_only=True):
    """Units of one shape, with their dates, and how well that explains the page."""

    #: The units from top to bottom, each with its date.
    dated: tuple[DatedUnit, ...]
    #: Units that hold several dates, and what runs leave over.
    faults: int
    #: Dates that stand over several titles each: then all of them are headings.
    over: tuple[PageDate, ...]
    #: Headings of years and months inside of units.
    headings: int
    #: The number of elements around the first unit.
    depth: int
    #: Whether the units are runs of siblings, and no single elements.
    is_run: bool = False
    #: Runs: whether prose stands between title and date in most of them.
    is_far: bool = False

    @property
    def value(self) -> int:
        """The number of dates it explains, less what speaks against it."""
        return len(self.dated) + len(self.over) - 2 * self.faults


def find_units(page: PageNodes) -> list[DatedUnit]:
    """Return the units that state a date of their own, from top to bottom.

    Raises:
        ValueError: dates stand between titles, and may belong above or below.
    """
    found: list[DatedUnit] = []
    left = [date for date in page.dates if not date.is_year]
    while left:
        page.leave(left)
        best = _best(page, left, found)
        if best is None:
            break
        if best.over:
            stated = {id(one.date) for one in best.dated} | set(map(id, best.over))
            left = [date for date in left if id(date) not in stated]
            continue
        if found and not _is_beside(page, best, found):
            left = [date for date in left if all(date is not one.date for one in best.dated)]
            continue
        found.extend(best.dated)
        found.sort(key=lambda dated: dated.unit.start)
        left = [date for date in left if not _is_covered(date.node.start, found)]
    return found


def _is_beside(page: PageNodes, shape: Shape, found: Sequence[DatedUnit]) -> bool:
    """Return whether another shape than that of most entries holds entries as well."""
    if shape.is_run and len(shape.dated) * 4 < len(found):
        return False
    titled = [one for one in shape.dated if _title_near(page, one)]
    parents = {id(one.unit.first.parent) for one in found}
    return len(titled) * 2 > len(shape.dated) or any(
        id(one.unit.first.parent) in parents for one in shape.dated
    )


def _is_covered(place: int, found: Sequence[DatedUnit]) -> bool:
    at = bisect_left(found, place + 1, key=lambda dated: dated.unit.start) - 1
    return at >= 0 and place < found[at].unit.end


def _overlaps(unit: Unit, found: Sequence[DatedUnit]) -> bool:
    at = bisect_left(found, unit.end, key=lambda dated: dated.unit.start) - 1
    return at >= 0 and found[at].unit.end > unit.start


def _best(page: PageNodes, left: Sequence[PageDate], found: Sequence[DatedUnit]) -> Shape | None:
    """Return the shape that explains most of the dates that are left."""
    shapes = [*_element_shapes(page, left, found), *_run_shapes(page, left, found)]
    shapes = [shape for shape in shapes if shape.value > 0]
    if not shapes:
        return None
    most = max(shape.value for shape in shapes)
    best = [shape for shape in shapes if shape.value == most]
    best = [shape for shape in best if not shape.over] or best
    fewest = min(shape.headings for shape in best)
    best = [shape for shape in best if shape.headings == fewest]
    elements = [shape for shape in best if not shape.is_run]
    if elements:
        # What is around an entry and nothing else belongs to it; of one alone that is the page.
        return (min if most > 1 else max)(elements, key=lambda shape: shape.depth)
    near = [shape for shape in best if not shape.is_far] or best
    return _only_direction(page, near)


def _only_direction(page: PageNodes, runs: Sequence[Shape]) -> Shape:
    """Return the way of cutting siblings that leaves no doubt.

    Raises:
        ValueError: two ways give a date to two titles.
    """
    first, *others = runs
    titles = {one.date: title for one in first.dated if (title := _title_near(page, one))}
    for other in others:
        for one in other.dated:
            title, known = _title_near(page, one), titles.get(one.date)
            if one.date and title and known and title is not known:
                texts = sorted((known, title), key=lambda node: node.start)
                above, below = (clean_text(page.tree.string(node)) for node in texts)
                raise ValueError(
                    f"“{one.date.heading.text}” stands between titles, and can be the date of "
                    f"“{above}” above it, or of “{below}” below"
                )
    return first


def _title_near(page: PageNodes, dated: DatedUnit) -> Node | None:
    """Return the first title in a unit."""
    anchors = page.anchors_in(dated.unit.start, dated.unit.end)
    return next((one for one in anchors if not (dated.date and dated.date.node.holds(one))), None)


def _candidates(page: PageNodes, left: Sequence[PageDate]) -> dict[int, dict[int, Node]]:
    """Return the elements that hold a date, by their shapes."""
    shapes: dict[int, dict[int, Node]] = {}
    for date in left:
        node: Node = date.node
        for _level in range(_FARTHEST):
            if node.name in _TOPS or node is page.root:
                break
            if not node.is_text:
                shapes.setdefault(node.shape, {})[node.start] = node
            if node.parent is None:
                break
            node = node.parent
    return shapes


def _element_shapes(
    page: PageNodes, left: Sequence[PageDate], found: Sequence[DatedUnit]
) -> Iterator[Shape]:
    for nodes in _candidates(page, left).values():
        units = [Unit((node,)) for _start, node in sorted(nodes.items())]
        shape = _shape_of(page, [unit for unit in units if not _overlaps(unit, found)])
        if shape:
            yield shape


def _shape_of(page: PageNodes, units: Sequence[Unit], leftover: int = 0) -> Shape | None:
    """Return the shape of some units, with their dates; None if they hold no entries."""
    if not units:
        return None
    inside = [_stated_in(page, unit) for unit in units]
    place = _common_place(inside)
    dated: list[DatedUnit] = []
    over: list[PageDate] = []
    faults, headings = leftover, 0
    last = units[-1]
    for unit, dates in zip(units, inside, strict=True):
        own = [date for date in dates if date.place == place] or dates[: len(dates) == 1]
        if len(own) == 1 or (own and _are_same(own)):
            if not has_title(page, unit, own[0]):
                continue
            if is_group(page, unit, own[0]):
                over.append(own[0])
                continue
            dated.append(DatedUnit(unit, own[0]))
            headings += any(_is_heading(date) for date in dates if date is not own[0])
        elif own or (unit.is_run and not dates and unit is not last):
            faults += 1
    if not (dated or over) or not _are_distinct(page, dated):
        return None
    first = units[0]
    return Shape(
        dated=tuple(dated),
        faults=faults,
        over=tuple(over),
        headings=headings,
        depth=sum(1 for _ in first.first.around()),
        is_run=any(unit.is_run for unit in units),
        is_far=sum(_is_far(page, one) for one in dated) * 2 > len(dated),
    )


def _stated_in(page: PageNodes, unit: Unit) -> list[PageDate]:
    dates = page.dates_in(unit.start, unit.end)
    return [date for date in dates if date.node.start in page.left]


def _common_place(inside: Iterable[Sequence[PageDate]]) -> tuple[int, bool] | None:
    """Return the place at which most units state just one date; of several the first."""
    once: Counter[tuple[int, bool]] = Counter()
    for dates in inside:
        counted = Counter(date.place for date in dates)
        once.update(place for place, times in counted.items() if times == 1)
        once.update(dict.fromkeys(counted, 0))
    return max(once, key=lambda place: once[place]) if once else None


def _are_same(dates: Sequence[PageDate]) -> bool:
    return all(date.date == dates[0].date for date in dates)


def _is_heading(date: PageDate) -> bool:
    """Return whether it is a year or a month that stands alone, as over a group of entries."""
    return date.is_whole and date.date is not None and date.date.day is None


def has_title(page: PageNodes, unit: Unit, date: PageDate) -> bool:
    """Return whether a unit says more than its date: something that may be a title."""
    if any(not date.node.holds(anchor) for anchor in page.anchors_in(unit.start, unit.end)):
        return True
    if unit.end - unit.start > _MANY:
        return True
    inside = page.tree.nodes[unit.start : unit.end]
    text = " ".join(node.text for node in inside if node.is_text and not date.node.holds(node))
    return is_title_like(f"{text} {date.rest if not date.is_whole else ''}")


def _is_far(page: PageNodes, dated: DatedUnit) -> bool:
    """Return whether prose stands between a date and its title, or the title is far below."""
    unit, date = dated
    anchors = page.anchors_in(unit.start, unit.end)
    if not anchors or date is None:
        return False
    nearest = min(anchors, key=lambda anchor: abs(anchor.start - date.node.start))
    start, end = sorted((nearest.start, date.node.start))
    begins = nearest.end if nearest.start == start else date.node.end
    return page.tree.length_between(begins, end) > _PROSE or (
        nearest.start > date.node.start and page.tree.length_between(begins, end) > 0
    )


def _are_distinct(page: PageNodes, dated: Sequence[DatedUnit]) -> bool:
    """Return whether the units have titles of their own, and not the name of one author in each."""
    if len(dated) < 3:
        return True
    texts: list[str] = []
    for unit, date in dated:
        if date is None:
            continue
        anchors = page.anchors_in(unit.start, unit.end)
        anchors = [anchor for anchor in anchors if not date.node.holds(anchor)] or anchors
        if anchors:
            links = [f"{page.anchor_text(anchor)} {anchor.href}" for anchor in anchors[:3]]
            texts.append(" ".join(links))
        else:
            nodes = page.tree.nodes[unit.start : min(unit.end, unit.start + 60)]
            texts.append("".join(one.text for one in nodes if not date.node.holds(one)))
            texts[-1] += date.rest
    return len(set(texts)) * 2 > len(texts)


def is_group(page: PageNodes, unit: Unit, date: PageDate) -> bool:
    """Return whether the date belongs to several entries in the unit, or to one that is a block."""
    anchors = [a for a in page.anchors_in(unit.start, unit.end) if not date.node.holds(a)]
    if not anchors:
        return False
    inner = [_inner_container(unit, anchor) for anchor in anchors]
    nested = [one for one in inner if one and not one.holds(date.node)]
    most = max(Counter(one.shape for one in nested).values(), default=0)
    if unit.first.name == "pair" and not unit.is_run:
        return most > 1
    if nested and len(nested) == len(anchors):
        # In one line a title, and in the next its date.
        return most > 1 or any(one.name != "line" for one in nested)
    return unit.first.name not in CONTAINERS and _has_titles(page, anchors, date)


def _has_titles(page: PageNodes, anchors: Sequence[Node], date: PageDate) -> bool:
    """Return whether several possible titles are alike: headings, or blocks that links lead."""
    headings = [anchor for anchor in anchors if anchor.name in HEADINGS]
    if headings:
        top = min(int(anchor.name[1]) for anchor in headings)
        shapes = Counter(anchor.shape for anchor in headings if int(anchor.name[1]) == top)
        return shapes[headings[0].shape] > 1
    blocks = [page.block_of(anchor) for anchor in anchors if page.leads(anchor)]
    counted = Counter(block.shape for block in blocks if not block.holds(date.node))
    return max(counted.values(), default=0) > 1


def _inner_container(unit: Unit, node: Node) -> Node | None:
    """Return the outermost container inside the unit that the node stands in."""
    found = None
    for outer in node.around():
        if not unit.start <= outer.start or outer.end > unit.end:
            break
        if outer is unit.first:
            break
        if outer.name in CONTAINERS:
            found = outer
    return found


def _run_shapes(
    page: PageNodes, left: Sequence[PageDate], found: Sequence[DatedUnit]
) -> Iterator[Shape]:
    """Yield siblings cut into runs, in each possible way, for all parents of one shape together."""
    parents: dict[int, Node] = {}
    for date in left:
        for parent in _flat_parents(page, date):
            parents[parent.start] = parent
    kinds: dict[tuple[int, tuple[int, bool, bool]], tuple[list[Unit], int]] = {}
    for parent in parents.values():
        if len(page.dates_in(parent.start, parent.end)) < _LEAST_OF_RUNS:
            continue
        children = [child for child in parent.children if not child.is_blank]
        named = [_kind(page, child) for child in children]
        counted = Counter(named)
        for kind, times in counted.most_common(_MOST_KINDS):
            if times < _LEAST_OF_RUNS:
                break
            units, leftover = kinds.setdefault((parent.path, kind), ([], 0))
            cut, before = _cut(page, children, named, kind)
            units.extend(unit for unit in cut if not _overlaps(unit, found))
            kinds[parent.path, kind] = units, leftover + before
    for units, leftover in kinds.values():
        if shape := _shape_of(page, sorted(units, key=lambda unit: unit.start), leftover):
            yield shape


def _flat_parents(page: PageNodes, date: PageDate) -> Iterator[Node]:
    """Yield the nearest elements around a date that hold a possible title, and a marked one."""
    is_found = False
    for outer in islice(date.node.around(), _FARTHEST):
        if is_found or has_title(page, Unit((outer,)), date):
            anchors = page.anchors_in(outer.start, outer.end)
            is_marked = any(not date.node.holds(anchor) for anchor in anchors)
            if is_marked or not is_found:
                yield outer
            is_found = True
            if is_marked:
                return


def _kind(page: PageNodes, node: Node) -> tuple[int, bool, bool]:
    dates = page.dates_in(node.start, node.end)
    is_date = bool(dates) and page.tree.length(node) <= page.tree.length(dates[0].node) + 20
    return node.shape, is_date, bool(page.anchors_in(node.start, node.end))


def _cut(
    page: PageNodes,
    children: Sequence[Node],
    named: Sequence[tuple[int, bool, bool]],
    kind: tuple[int, bool, bool],
) -> tuple[list[Unit], int]:
    """Return the runs that begin with a kind of child, and how many dates or titles precede them.

    A run ends before a heading that is higher than all that the runs begin with.
    """
    starts = [number for number, one in enumerate(named) if one == kind]
    units = []
    for start, end in pairwise([*starts, len(children)]):
        units.append(Unit(tuple(_until_section(children[start:end]))))
    before = children[: starts[0]]
    with_dates = sum(len(page.dates_in(node.start, node.end)) for node in before)
    anchors = [a for node in before for a in page.anchors_in(node.start, node.end)]
    shapes = {a.shape for unit in units for a in page.anchors_in(unit.start, unit.end)[:3]}
    is_over = any(anchor.shape in shapes for anchor in anchors[-1:])
    return units, int(bool(with_dates) or is_over)


def _until_section(run: Sequence[Node]) -> Iterator[Node]:
    """Yield the run, up to a heading that begins something else."""
    level = int(run[0].name[1]) if run[0].name in HEADINGS else 0
    for number, node in enumerate(run):
        if number and level and node.name in HEADINGS and int(node.name[1]) < level:
            return
        yield node
