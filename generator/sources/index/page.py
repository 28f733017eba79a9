"""A page's nodes, dates and possible titles, and the link of an entry that leads to it."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from generator.sources.index.labels import is_called_title, is_label, is_onward, leads_to_list
from generator.sources.index.page_dates import PageDate
from generator.sources.index.tree import BLOCKS, HEADINGS, Node, Tree
from generator.text.html import fold_space
from generator.text.titles import fold_text
from generator.text.urls import absolute_url

_MANY = 40
_RECURS = 3
_LONGEST_TITLE = 240


class Unit(NamedTuple):
    """The part of a page that holds one entry: an element, or siblings that follow each other."""

    #: One element, or siblings in the order of the page.
    nodes: tuple[Node, ...]

    @property
    def first(self) -> Node:
        """The element, or the first of the siblings."""
        return self.nodes[0]

    @property
    def start(self) -> int:
        """The number of its first node."""
        return self.nodes[0].start

    @property
    def end(self) -> int:
        """The number of the first node after it."""
        return self.nodes[-1].end

    @property
    def is_run(self) -> bool:
        """Return whether it is several siblings."""
        return len(self.nodes) > 1

    def holds(self, node: Node) -> bool:
        """Return whether the node stands in it."""
        return self.start <= node.start < self.end


class DatedUnit(NamedTuple):
    """A unit with the date that it states of itself; None where it states none."""

    unit: Unit
    date: PageDate | None


class PageNodes:
    """A page's nodes, dates and possible titles, by their places."""

    def __init__(self, tree: Tree, root: Node, dates: Sequence[PageDate]) -> None:
        self.tree = tree
        self.root = root
        self.dates = list(dates)
        self._starts = [date.node.start for date in self.dates]
        self.left: set[int] = set()
        self._links: dict[int, str] = {}
        self.anchors = self._without_recurring(list(self._find_anchors()))
        self._anchor_starts = [anchor.start for anchor in self.anchors]

    def leave(self, dates: Sequence[PageDate]) -> None:
        """Remember which dates still belong to nothing."""
        self.left = {date.node.start for date in dates}

    def dates_in(self, start: int, end: int) -> list[PageDate]:
        """Return the dates between two places, of many the first."""
        first = bisect_left(self._starts, start)
        return self.dates[
            first : bisect_left(self._starts, end, first, self._until(first, self.dates))
        ]

    def anchors_in(self, start: int, end: int) -> list[Node]:
        """Return headings and links that may be titles between two places, of many the first."""
        first = bisect_left(self._anchor_starts, start)
        return self.anchors[
            first : bisect_left(self._anchor_starts, end, first, self._until(first, self.anchors))
        ]

    @staticmethod
    def _until(first: int, found: Sequence[object]) -> int:
        return min(first + _MANY, len(found))

    def is_date(self, node: Node) -> bool:
        """Return whether the node is in one that is only a date, or holds just that."""
        first = bisect_left(self._starts, node.start)
        inside = self.dates[first : first + 1]
        if inside and inside[0].is_whole and node.holds(inside[0].node):
            return self.tree.length(node) <= self.tree.length(inside[0].node)
        return any(self.dates[at].node.holds(node) for at in (first - 1,) if at >= 0)

    def anchor_text(self, anchor: Node) -> str:
        """Return the text of a heading or a link, folded; it is made but once."""
        if anchor.start not in self._links:
            self._links[anchor.start] = fold_text(self.tree.string(anchor)[:300])
        return self._links[anchor.start]

    def _without_recurring(self, anchors: list[Node]) -> list[Node]:
        """Return the anchors without links that recur with most dates, as an author's do."""
        links = Counter((self.anchor_text(one), one.href) for one in anchors if one.name == "a")
        least = max(_RECURS, len(self.dates) / 2)
        return [one for one in anchors if links[self.anchor_text(one), one.href] < least]

    def _find_anchors(self) -> Iterator[Node]:
        passed = 0
        for node in self.tree.inside(self.root):
            if node.start < passed or node.in_frame:
                continue
            if node.name in HEADINGS:
                passed = node.end
                if self.tree.length(node) and not self.is_date(node):
                    yield node
            elif node.name != "a" and is_called_title(node):
                if 0 < self.tree.length(node) < _LONGEST_TITLE and not self._is_wrapper(node):
                    passed = node.end
                    yield node
            elif node.name == "a" and node.href:
                if not self.tree.length(node) or self.is_date(node) or leads_to_list(node):
                    continue
                if not any(one.name in HEADINGS for one in self.tree.inside(node)) and not is_label(
                    self.tree.string(node)[:300]
                ):
                    passed = node.end
                    yield node

    def _is_wrapper(self, node: Node) -> bool:
        """Return whether an element holds the title that is meant, or is a date."""
        inside = self.tree.inside(node)
        return self.is_date(node) or any(
            one.name in HEADINGS or (one is not node and one.name == "a" and one.href)
            for one in inside
        )

    def block_of(self, node: Node) -> Node:
        """Return the nearest block around a node."""
        return node.nearest(BLOCKS) or self.root

    def leads(self, anchor: Node) -> bool:
        """Return whether nothing stands before an anchor in its block, but for a date."""
        block = self.block_of(anchor)
        before = self.tree.length_between(block.start, anchor.start)
        return before == 0 or before <= sum(
            self.tree.length(date.node) + 4 for date in self.dates_in(block.start, anchor.start)
        )


# Which link of an entry leads to it.

# What is longer before a link is a sentence.
_LONGEST_LEAD = 40
_PEOPLE = re.compile(
    r"(?:speakers?|presenters?|authors?|who|name|affiliation|hosts?|chair)", re.IGNORECASE
)
_ADDRESS_LABELS = (
    *("arxiv", "abs", "doi", "html", "link", "website", "url", "publisher"),
    *("journal", "paper", "abstract", "pdf", "preprint"),
)


class Title(NamedTuple):
    """A possible title of a unit: its text, and the node that holds it."""

    text: str
    node: Node
    #: The link that leads to the entry where the title is one, or holds one.
    link: Node | None


class Links:
    """The links of all units of a page."""

    def __init__(self, page: PageNodes, base: str | None, units: Sequence[DatedUnit]) -> None:
        self._page = page
        self._base = base
        self._heads: dict[int, Node | None] = {}
        self._resolved: dict[int, str | None] = {}
        self._addresses = Counter(address for one in units for address in set(self.of(one.unit)))
        self._is_many = len(units) >= _RECURS

    def is_unique(self, address: str) -> bool:
        """Return whether one unit alone links to an address."""
        return self._addresses[address] == 1

    def of(self, unit: Unit) -> Iterator[str]:
        """Yield the addresses that a unit links to."""
        for node in self._page.tree.nodes[unit.start : unit.end]:
            if node.name == "a" and (address := self.resolved(node)):
                yield address

    def resolved(self, link: Node) -> str | None:
        """Return the address of a link; None for a place on the page itself, and for a script."""
        if link.start not in self._resolved:
            href = link.href
            is_none = not href or href.startswith("#") or href.lower().startswith("javascript:")
            self._resolved[link.start] = None if is_none else absolute_url(href, self._base)
        return self._resolved[link.start]

    def address(self, dated: DatedUnit, title: Title) -> str | None:
        """Return the address of the title's link, else of the link that leads to the entry."""
        if title.link and (own := self.resolved(title.link)):
            return own
        unit = dated.unit
        links = [
            node
            for node in self._page.tree.nodes[unit.start : unit.end]
            if node.name == "a" and node.href
        ]
        links += [outer for outer in unit.first.around() if outer.name == "a" and outer.href][:1]
        links = [link for link in links if not self._is_of_speaker(link, unit)]
        for group in self._by_likelihood(links, dated, title):
            for link in group:
                address = self.resolved(link)
                if address and not (self._is_many and self._addresses[address] > 1):
                    return address
        return None

    def _is_of_speaker(self, link: Node, unit: Unit) -> bool:
        """Return whether a link is in the column of a table that is headed as that of people."""
        if unit.first.name != "tr":
            return False
        table = unit.first.nearest(("table",))
        head = self.head_of(table) if table else None
        at = [number for number, cell in enumerate(cells_of(unit.first)) if cell.holds(link)]
        names = cells_of(head) if head else []
        return (
            bool(at)
            and at[0] < len(names)
            and bool(_PEOPLE.fullmatch(self._page.tree.string(names[at[0]]).strip()))
        )

    def _by_likelihood(
        self, links: Sequence[Node], dated: DatedUnit, title: Title
    ) -> Iterator[list[Node]]:
        date = dated.date
        strings = {link.start: fold_space(self._page.tree.string(link)[:300]) for link in links}
        own = [link for link in links if not leads_to_list(link)]
        named = [link for link in own if strings[link.start] == title.text]
        yield [link for link in named if any("primary" in one for one in link.classes)]
        yield named
        yield [link for link in own if not strings[link.start]]
        yield [link for link in own if date and (link.holds(date.node) or date.node.holds(link))]
        yield [link for link in own if is_onward(strings[link.start])]
        yield [link for link in own if "permalink" in " ".join(link.classes)]
        yield [
            link
            for link in own
            if not (is_label(strings[link.start]) or self._is_in_sentence(link))
        ]
        for name in _ADDRESS_LABELS:
            starts = {link.start: strings[link.start].strip("[]() ").casefold() for link in own}
            yield [link for link in own if starts[link.start].startswith(name)]

    def _is_in_sentence(self, link: Node) -> bool:
        """Return whether a long text stands before a link in its block, as in a sentence."""
        block = self._page.block_of(link)
        return self._page.tree.length_between(block.start, link.start) > _LONGEST_LEAD

    def head_of(self, table: Node) -> Node | None:
        """Return the first row of a table."""
        if table.start not in self._heads:
            rows = (node for node in self._page.tree.inside(table) if node.name == "tr")
            self._heads[table.start] = next(rows, None)
        return self._heads[table.start]


def cells_of(row: Node) -> list[Node]:
    """Return the cells of a row."""
    return [child for child in row.children if child.name in ("td", "th")]
