"""Which link of an entry leads to it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from generator.sources.index.labels import is_label, is_onward, leads_to_list
from generator.sources.index.page import Page, Unit
from generator.sources.index.tree import Node
from generator.sources.index.units import Dated
from generator.text.html import fold_space
from generator.text.urls import absolute_url

_RECURS = 3
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
    """What may be the title of a unit: its text, and the node that holds it."""

    text: str
    node: Node
    #: The link that leads to the entry where the title is one, or holds one.
    link: Node | None


class Links:
    """The links of all units of a page."""

    def __init__(self, page: Page, base: str | None, units: Sequence[Dated]) -> None:
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

    def address(self, dated: Dated, title: Title) -> str | None:
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
        """Whether a link stands in the column of a table whose head says that it has people."""
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
        self, links: Sequence[Node], dated: Dated, title: Title
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
        yield [link for link in own if not (is_label(strings[link.start]) or self._is_said(link))]
        for name in _ADDRESS_LABELS:
            starts = {link.start: strings[link.start].strip("[]() ").casefold() for link in own}
            yield [link for link in own if starts[link.start].startswith(name)]

    def _is_said(self, link: Node) -> bool:
        """Return whether a link stands in a sentence, and leads to what that speaks of."""
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
