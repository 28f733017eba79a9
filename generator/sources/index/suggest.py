"""A page that is refused → the selectors that could read it, tried on the page itself."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import msgspec

from generator.config.records import Selectors
from generator.model import Record
from generator.sources.index.labels import is_called_title, is_label
from generator.sources.index.page_dates import find_dates, is_year_or_month
from generator.sources.index.records import IndexEntry
from generator.sources.index.selectors import ITSELF, read_selected
from generator.sources.index.text_lines import read_day
from generator.sources.index.tree import HEADINGS, Node, Tree, is_class_of_one
from generator.text.front_matter import toml_value
from generator.text.urls import absolute_url

_LEAST = 2
_FARTHEST = 14
_MOST_SHAPES = 8
_LEAST_SHARE = 2 / 3
_PAGE = ("#page", "html", "body", "main", "table", "tbody", "ul", "ol", "dl")


class Suggestion(Record, kw_only=True):
    """Selectors that read a page, and the first entry that they give."""

    selectors: Selectors
    first: IndexEntry
    count: int

    @property
    def lines(self) -> tuple[str, ...]:
        """What to put into site.toml, and what comes of it."""
        dated = next(
            (one for one in (self.first.own, self.first.heading) if one and one.date), None
        )
        date = dated.date.edtf if dated and dated.date else "no date"
        return (
            f"selectors = {toml_value(self.selectors.given)}",
            f"would give {self.count} entries, the first “{self.first.title}”, {date}, "
            f"{self.first.url or 'without an address'}",
        )


def suggest_selectors(html: str, url: str | None, language: str) -> Suggestion | None:
    """Selectors for the shape that repeats most with a date in it; None where none would do."""
    try:
        tree = Tree(html)
    except ValueError:
        return None
    base_node = next((n for n in tree.nodes if n.name == "base" and n.href), None)
    base = absolute_url(base_node.href, url) if base_node else url
    for selectors in _likely(tree, language):
        entries = list(read_selected(html, base, language, selectors).listed)
        titles = {entry.title for entry in entries if entry.title}
        dated = [one for one in entries if one.title and _is_dated(one, selectors)]
        named = [title for title in titles if read_day(title, language) is None]
        is_good = len(dated) >= _LEAST_SHARE * len(entries) and len(named) * 2 > len(entries)
        if len(entries) >= _LEAST and is_good and entries[0] in dated:
            return Suggestion(selectors=selectors, first=entries[0], count=len(entries))
    return None


def _is_dated(entry: IndexEntry, selectors: Selectors) -> bool:
    """Whether an entry has its date where the selectors say, and a title that is no whole text."""
    if not (selectors.title or entry.url or selectors.date == ITSELF):
        return False
    dated = entry.own if selectors.date else entry.heading
    return dated is not None and dated.date is not None


def _likely(tree: Tree, language: str) -> Iterator[Selectors]:
    """Yield the selectors worth a trial, the likeliest first."""
    dates = find_dates(tree, tree.root, language)
    nodes = [date.node for date in dates if not is_year_or_month(date)]
    shapes = _shapes_around(nodes)
    best = sorted(shapes, key=lambda some: (-_value(some, nodes), _depth(some[0])))
    headings = [date.node for date in dates if is_year_or_month(date) and date.is_whole]
    headings = [node for node in headings if not node.is_text]
    for units in best[:_MOST_SHAPES]:
        if _value(units, nodes) >= _LEAST:
            date = next(node for node in nodes if units[0].holds(node))
            selectors = _selectors(tree, units, date)
            yield selectors
            if headings and not any(unit.holds(headings[0]) for unit in units):
                yield msgspec.structs.replace(selectors, heading=_path(headings[0]))
    links = [
        node
        for node in tree.nodes
        if node.name == "a" and node.href and not node.in_frame and not is_label(tree.string(node))
    ]
    if len(headings) >= _LEAST:
        under = _shapes_around([link for link in links if link.start > headings[0].start])
        for units in sorted(under, key=lambda some: (-_value(some, links), _depth(some[0])))[:3]:
            yield Selectors(entry=_path(units[0]), heading=_path(headings[0]))


def _depth(node: Node) -> int:
    return sum(1 for _outer in node.around())


def _shapes_around(inner: Sequence[Node]) -> list[list[Node]]:
    """Return the elements around some nodes, those of one shape together."""
    shapes: dict[int, dict[int, Node]] = {}
    for node in inner:
        for level, outer in enumerate(node.around()):
            if level >= _FARTHEST or outer.name in _PAGE:
                break
            if outer.element is not None:
                shapes.setdefault(outer.shape, {})[outer.start] = outer
    return [list(found.values()) for found in shapes.values()]


def _value(units: Sequence[Node], inner: Sequence[Node]) -> int:
    """Return how many elements hold just one of the nodes, less those that hold more."""
    at = 0
    value = 0
    for unit in sorted(units, key=lambda one: one.start):
        while at < len(inner) and inner[at].start < unit.start:
            at += 1
        held = 0
        while at + held < len(inner) and inner[at + held].start < unit.end:
            held += 1
        value += 1 if held == 1 else -2
    return value


def _selectors(tree: Tree, units: Sequence[Node], date: Node) -> Selectors:
    unit = units[0]
    title = _title_in(tree, unit, date)
    every = [one for one in tree.inside(unit) if one.name == "a" and one.href]
    links = [one for one in every if not one.href.startswith("#")]
    own = [link for link in links if not is_label(tree.string(link)) and not link.holds(date)]
    named = [link for link in own if title and (title.holds(link) or link.holds(title))]
    alike = [link for link in own if title and tree.text(link) == tree.text(title)]
    likely = [*(one for one in named if one in links), *alike, *own, *links]
    link = likely[0] if likely else None
    return Selectors(
        entry=_path(unit),
        title=_inner(title, unit) if title and title is not link else None,
        link=_inner(link, unit) if link and link is not every[0] else None,
        date=_inner(date, unit),
    )


def _title_in(tree: Tree, unit: Node, date: Node) -> Node | None:
    inside = [one for one in tree.inside(unit)[1:] if not one.is_text and not one.holds(date)]
    headings = [one for one in inside if one.name in HEADINGS]
    named = [one for one in inside if is_called_title(one)]
    links = [
        one
        for one in inside
        if one.name == "a" and one.href and not is_label(tree.string(one)) and tree.length(one)
    ]
    return next(iter([*headings, *named, *links]), None)


def _inner(node: Node, unit: Node) -> str:
    """Return a selector for an element inside of an entry."""
    element = node
    while element.element is None and element.parent is not None:
        element = element.parent
    return ITSELF if element is unit or not unit.holds(element) else _name(element)


def _path(node: Node) -> str:
    """A selector for all elements of a shape: with a class, else with what is around them."""
    steps = [_name(node)]
    for outer in node.around():
        if "." in steps[0] or outer.element is None or outer.name in ("html", "body"):
            break
        steps.insert(0, _name(outer))
    return " > ".join(steps)


def _name(node: Node) -> str:
    import soupsieve  # late: almost no page is refused

    own = next((one for one in node.classes if not is_class_of_one(one)), None)
    name = soupsieve.escape(node.name)  # a page may call its elements anything
    return f"{name}.{soupsieve.escape(own)}" if own else name
