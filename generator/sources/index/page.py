"""What is known of a page before its entries are sought: nodes, dates and possible titles."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from generator.sources.index.labels import is_called_title, is_label, leads_to_list
from generator.sources.index.page_dates import PageDate
from generator.sources.index.tree import BLOCKS, HEADINGS, Node, Tree
from generator.text.titles import fold_text

_MANY = 40
_RECURS = 3
_LONGEST_TITLE = 240


class Unit(NamedTuple):
    """What holds one entry: an element, or siblings that follow each other."""

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
        """Whether it is several siblings."""
        return len(self.nodes) > 1

    def holds(self, node: Node) -> bool:
        """Return whether the node stands in it."""
        return self.start <= node.start < self.end


class Page:
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
        """Headings and links that may be titles, between two places, of many the first."""
        first = bisect_left(self._anchor_starts, start)
        return self.anchors[
            first : bisect_left(self._anchor_starts, end, first, self._until(first, self.anchors))
        ]

    @staticmethod
    def _until(first: int, found: Sequence[object]) -> int:
        return min(first + _MANY, len(found))

    def is_date(self, node: Node) -> bool:
        """Whether the node stands in one that is a date and nothing else, or holds just that."""
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
        """The anchors without links that recur with most dates: an author's, a category's."""
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
