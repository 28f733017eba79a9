"""A unit of an index page → title, address, byline, summary and tags of its entry.

What is the title is decided over all units of the page: it is no label, no date, and no text that
most of them have.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from generator.sources.index.labels import (
    is_called_title,
    is_label,
    is_reading_time,
    leads_to_list,
)
from generator.sources.index.page import DatedUnit, Links, PageNodes, Title, Unit, cells_of
from generator.sources.index.page_dates import PageDate
from generator.sources.index.records import Heading, IndexEntry
from generator.sources.index.tree import BLOCKS, HEADINGS, Node, joined
from generator.text.html import clean_text, fold_space
from generator.text.titles import fold_text

# Before a month at the end of a title: of a series that is named by it.
_BEFORE_MONTH = ("–", "—")
_SEPARATORS = " \t\n-–—:|,·•()[]«»"
_BYLINE_CLASSES = re.compile(
    r"(?:[a-z]+[-_]+)*(?:byline|authors?|speakers?)(?:[-_]+names?)?", re.IGNORECASE
)
_TAG_CLASSES = frozenset({"tag"})
_SUMMARY_CLASSES = re.compile(
    r"(?:[a-z]+[-_]+)*(?:excerpt|summary|description|abstract|teaser|subtitle|dek|lead|intro)",
    re.IGNORECASE,
)
_BY = re.compile(r"(?:[Bb]y|[Vv]on|[Pp]ar|[Pp]or)\s+([^\W\d_a-z].{1,100})")
_SENTENCE = re.compile(r"[^\W\d_]{2}[.;:]\s")
_NAMES = re.compile(
    r"(?:[^\W\d_a-z][\w.'’-]*|and|et|al\.|und|y|&|van|von|de|der|den|del|la|di|da|\*)"
    r"(?:,? (?:[^\W\d_a-z][\w.'’*-]*|and|et|al\.|und|y|&|van|von|de|der|den|del|la|di|da))+[,.:]?"
)
# Before its title an entry may name a sort or a number, but not begin a sentence.
LONGEST_LEAD = 30
_LONGEST_TITLE = 300
_QUOTED = re.compile(r"[“\"„«](?P<title>[^“”\"„«»]{8,250})[”\"“»]")
_AFTER_YEAR = re.compile(
    r"([^()]{4,300}?)[ ,.]*\((?:19|20)\d\d[a-z]?\)[.,:]? (?P<title>[^.?!]{8,250}[?!]?)(?:[.?! ].*)?"
)
_DESCRIPTOR = re.compile(
    r"(?:title|titel|titre|título|titolo|talk|speaker|topic): ?", re.IGNORECASE
)
_RECURS = 3
# In one entry no more links are looked at, nor nodes before one.
_MANY = 60
_EMPHASIS = ("strong", "b", "em", "i", "cite", "q", "u")
_COLUMN = re.compile(
    r"(?:title|talk|topic|paper|subject|thema|titel|titre|título|titolo|post|article|event)"
    r"(?: title)?",
    re.IGNORECASE,
)
# Beside a column of titles it is that of people.
_NAME_COLUMN = re.compile("name", re.IGNORECASE)


class Fields:
    """A reader of the entries of a page's units."""

    def __init__(self, page: PageNodes, base: str | None, units: Sequence[DatedUnit]) -> None:
        self._page = page
        self._tree = page.tree
        self._links = Links(page, base, units)
        self._titles = {one.unit.start: list(self._possible(one)) for one in units}
        self._most = max(_RECURS, len(units) / 2 + 0.5)
        self._recurring = Counter(
            fold_text(text)
            for titles in self._titles.values()
            for text in {title.text for title in titles}
        )
        self._beside = Counter(
            text for one in units for text in {_masked(part) for part in self._texts_of(one)}
        )
        self._is_many = len(units) >= _RECURS

    def title_of(self, dated: DatedUnit) -> Title | None:
        """Return the first possible title that is no text of most units."""
        for title in self._titles.get(dated.unit.start, ()):
            if self._recurring[fold_text(title.text)] < self._most:
                return title
        # All may be called the same, and be several all the same: "Open thread".
        for title in self._titles.get(dated.unit.start, ()):
            address = self._links.resolved(title.link) if title.link else None
            if address and self._links.is_unique(address):
                return title
        return None

    def entry_of(self, dated: DatedUnit, heading: Heading | None) -> IndexEntry | None:
        """Return the entry; None where the unit has no title."""
        title = self.title_of(dated)
        if title is None:
            return None
        byline_node = self._byline_node(dated.unit, title)
        inline, blocks = self._rest(dated, title, byline_node)
        names, inline = split_byline(inline)
        authors = self._before(dated, title) or self._beside_date(dated, title)
        byline = clean_text(self._tree.string(byline_node)) if byline_node else names or authors
        if byline and (match := _BY.fullmatch(byline)):
            byline = match[1]
        summary = " ".join(blocks) or (inline if title.node.name not in HEADINGS else "")
        return IndexEntry(
            heading=heading,
            title=title.text,
            own=dated.date.heading if dated.date else None,
            url=self._links.address(dated, title),
            byline=byline or None,
            summary=clean_text(summary),
            tags=self._tags(dated.unit),
        )

    # Titles

    def _possible(self, dated: DatedUnit) -> Iterator[Title]:
        """Yield possible titles, the likeliest first."""
        unit, date = dated
        nodes = self._tree.nodes[unit.start : unit.end]
        anchors = [
            anchor
            for anchor in self._page.anchors_in(unit.start, unit.end)
            if not _is_dated_by(anchor, date)
        ]
        headings = [anchor for anchor in anchors if anchor.name in HEADINGS]
        links = [anchor for anchor in anchors if anchor.name == "a"]
        named = [
            node
            for node in nodes
            if is_called_title(node) and not node.in_frame and not _is_dated_by(node, date)
        ]
        column = self._cell_of_title(unit)
        groups: list[Sequence[Node]] = [headings[:2], named[:2]]
        if column is not None:
            groups.append([link for link in links if column.holds(link)][:1] or [column])
        groups.append(self._leading(unit, date, links))
        groups.append([node for node in nodes if self._is_emphasised(node, unit, date)])
        seen: set[str] = set()
        if not headings[:1] + named[:1] + links[:1]:
            yield from self._cited(unit, nodes)
        for group in groups:
            for node in group:
                title = self._title(node, unit, date)
                if title and title.text not in seen:
                    seen.add(title.text)
                    yield title
        yield from self._unmarked(dated, nodes)

    def _is_emphasised(self, node: Node, unit: Unit, date: PageDate | None) -> bool:
        """Return whether an element marks a title: in a citation that stands after names only."""
        if node.name not in _EMPHASIS or node.in_frame or _is_dated_by(node, date):
            return False
        lead = self._lead(unit, date, node)
        return len(lead) <= LONGEST_LEAD or is_names(lead)

    def _cited(self, unit: Unit, nodes: Sequence[Node]) -> Iterator[Title]:
        """Yield the title of a citation: in quotes, or after names and a year in brackets."""
        if self._tree.length_between(unit.start, unit.end) > 2 * _LONGEST_TITLE:
            return
        text = fold_space(joined(list(nodes)))
        match = _QUOTED.search(text)
        if match is None and (cited := _AFTER_YEAR.fullmatch(text)) and is_names(cited[1]):
            match = cited
        if match:
            title = match["title"].strip(" ,.")
            first = next((n for n in nodes if n.is_text and title[:12] in fold_space(n.text)), None)
            if first:
                yield Title(title, first, None)

    def _title(self, node: Node, unit: Unit, date: PageDate | None) -> Title | None:
        text = self._without_date(node, date)
        text = _DESCRIPTOR.sub("", text, count=1) if text else None
        if not text or is_label(text) or is_reading_time(text) or len(text) > _LONGEST_TITLE:
            return None
        link = node if node.name == "a" else None
        if link is None:
            inside = [one for one in self._tree.inside(node) if one.name == "a" and one.href]
            link = next((one for one in inside if not is_label(self._tree.string(one))), None)
            link = link or next((o for o in node.around() if o.name == "a" and o.href), None)
        if link is None and node.name == "a":
            link = node
        return Title(text, node, link)

    def _without_date(self, node: Node, date: PageDate | None) -> str | None:
        """Return the text of a possible title, without the date that stands in it."""
        if date is None or not (node.holds(date.node) or date.node.holds(node)):
            inside = self._tree.inside(node)
            if any(one.name in ("small", "time") or one.in_frame for one in inside):
                return clean_text(joined(_kept(inside, ("small", "time"))))
            return self._tree.text(node)
        if date.node.holds(node) and date.is_whole:
            return None
        if date.is_whole:
            inside = self._tree.inside(node)
            kept = [one for one in inside if not date.node.holds(one)]
            return (clean_text(joined(kept)) or "").strip(_SEPARATORS) or None
        text = clean_text(self._tree.string(node)) or ""
        if _ends_in_month(text, date):
            return text
        return _cut(text, date.heading.text).strip(" \t\n-–—:|,·•") or None

    def _leading(self, unit: Unit, date: PageDate | None, links: Sequence[Node]) -> list[Node]:
        """Return the links that lead their blocks, then the others, the longest first."""
        leading: list[Node] = []
        others: list[Node] = []
        for link in links:
            lead = self._lead(unit, date, link)
            (leading if len(lead) <= LONGEST_LEAD else others).append(link)
        others = [link for link in others if _NAMES.fullmatch(self._lead(unit, date, link).strip())]
        return [*leading, *sorted(others, key=self._tree.length, reverse=True)]

    def _lead(self, unit: Unit, date: PageDate | None, link: Node) -> str:
        """Return the text before a link in its block, without the date and labels."""
        block = self._page.block_of(link)
        start = max(block.start, unit.start, link.start - _MANY)
        nodes = self._tree.nodes[start : link.start]
        if date and date.is_whole:
            nodes = [node for node in nodes if not date.node.holds(node)]
        text = fold_space(joined([node for node in nodes if node.is_text]))
        return _cut(text, date.heading.text).strip(_SEPARATORS) if date else text.strip(_SEPARATORS)

    def _cell_of_title(self, unit: Unit) -> Node | None:
        """Return the cell of a row whose column is headed as that of titles."""
        row = unit.first
        if row.name != "tr":
            return None
        table = row.nearest(("table",))
        if table is None:
            return None
        head = self._links.head_of(table) or row
        names = [clean_text(self._tree.string(cell)) or "" for cell in cells_of(head)]
        cells = cells_of(row)
        for column in (_COLUMN, _NAME_COLUMN) if head is not row else ():
            for name, cell in zip(names, cells, strict=False):
                if column.fullmatch(name):
                    return cell if self._tree.length(cell) else None
        return None

    def _unmarked(self, dated: DatedUnit, nodes: Sequence[Node]) -> Iterator[Title]:
        """Yield texts that no element marks, the longest first, sentences last."""
        unit, date = dated
        blocks: dict[int, list[Node]] = {}
        for node in nodes:
            if node.is_text and node.text.strip() and not node.in_frame:
                if date and date.is_whole and date.node.holds(node):
                    continue
                block = self._page.block_of(node)
                block = block if block.start >= unit.start else unit.first
                blocks.setdefault(block.start, []).append(node)
        found = []
        for group in blocks.values():
            kept = [n for n in group if not self._is_beside(n, unit)]
            text = clean_text("".join(node.text for node in kept)) or ""
            if date and not date.is_whole and date.node in group:
                text = _cut(text, date.heading.text)
            text = text.strip(_SEPARATORS.replace("(", "").replace(")", ""))
            if text and not is_label(text) and not is_reading_time(text):
                found.append((len(text) > _LONGEST_TITLE, -len(text), text, group[0]))
        for is_long, _length, text, node in sorted(found, key=lambda one: one[:2]):
            if not is_long and sum(map(str.isalpha, text)) > 1:
                yield Title(text, node, self._only_link(node, unit))

    def _only_link(self, node: Node, unit: Unit) -> Node | None:
        """Return the one link beside a text that is more than a label."""
        inside = self._tree.inside(node.parent or node)
        links = [one for one in inside if one.name == "a" and one.href and unit.holds(one)]
        own = [link for link in links if not is_label(self._tree.string(link))]
        return own[0] if len(own) == 1 else None

    def _is_beside(self, node: Node, unit: Unit) -> bool:
        """Return whether a text stands in a label, or names a tag or an author."""
        for outer in node.around():
            if not unit.holds(outer):
                break
            if outer.name == "a":
                return is_label(self._tree.string(outer)) or leads_to_list(outer)
            if outer.classes and any(map(_BYLINE_CLASSES.fullmatch, outer.classes)):
                return True
        return False

    # Byline, summary, tags

    def _byline_node(self, unit: Unit, title: Title) -> Node | None:
        for node in self._tree.nodes[unit.start : unit.end]:
            if node.is_text or title.node.holds(node) or node.holds(title.node):
                continue
            is_named = node.name == "address" or "author" in node.attributes.get("rel", "").split()
            is_named = is_named or any(map(_BYLINE_CLASSES.fullmatch, node.classes))
            if is_named and self._tree.length(node):
                return node
        return None

    def _before(self, dated: DatedUnit, title: Title) -> str | None:
        """Return the names that stand before a title in its line, as in lists of publications."""
        unit, date = dated
        block = self._page.block_of(title.node)
        start = max(block.start, unit.start)
        if title.node.is_text:
            return None
        nodes = [n for n in self._tree.nodes[start : title.node.start] if n.is_text]
        if date and date.is_whole:
            nodes = [node for node in nodes if not date.node.holds(node)]
        text = fold_space("".join(node.text for node in nodes))
        text = text.strip(' \t\n-–—:|·•“"').removesuffix("(").strip()
        if date:
            text = _cut(text, date.heading.text).strip(" ()[]")
        is_list = "," in text or " and " in text
        return text.strip(", :") if is_list and _NAMES.fullmatch(text) else None

    def _beside_date(self, dated: DatedUnit, title: Title) -> str | None:
        """Return the names after "by" in the block of the date, where that is not the title's."""
        unit, date = dated
        block = self._page.block_of(date.node) if date else None
        if date is None or block is None or not unit.holds(block) or block.holds(title.node):
            return None
        text = clean_text(_cut(self._tree.string(block)[:_LONGEST_TITLE], date.heading.text)) or ""
        return split_byline(text.strip(_SEPARATORS))[0]

    def _tags(self, unit: Unit) -> tuple[str, ...]:
        found = [
            clean_text(self._tree.string(node))
            for node in self._tree.nodes[unit.start : unit.end]
            if "tag" in node.attributes.get("rel", "").split()
            or not _TAG_CLASSES.isdisjoint(node.classes)
        ]
        return tuple(dict.fromkeys(text for text in found if text))

    def _texts_of(self, dated: DatedUnit) -> Iterator[str]:
        """Yield the texts of a unit's blocks, of those that may be cut for they stand in all."""
        for node in self._tree.nodes[dated.unit.start : dated.unit.end]:
            is_short = 0 < self._tree.length(node) < _LONGEST_TITLE
            if node.name in BLOCKS and is_short and (text := clean_text(self._tree.string(node))):
                yield text

    def _rest(self, dated: DatedUnit, title: Title, byline: Node | None) -> tuple[str, list[str]]:
        """Return the text after the title in its own block, and the paragraphs of the unit."""
        unit, date = dated
        own_block = self._page.block_of(title.node)
        inline: list[str] = []
        blocks: dict[int, tuple[Node, list[Node]]] = {}
        for node in self._tree.nodes[unit.start : unit.end]:
            if not node.is_text or node.in_frame:
                continue
            if title.node.holds(node) or (byline and byline.holds(node)):
                continue
            if date and date.is_whole and date.node.holds(node):
                continue
            if self._is_beside(node, unit) or _is_aside(node, unit):
                continue
            block = self._page.block_of(node)
            if block is own_block:
                if node.start > title.node.start:
                    inline.append(self._cut_of(node, date))
            elif unit.holds(block):
                blocks.setdefault(block.start, (block, []))[1].append(node)
        rest = fold_space("".join(inline)).strip(_SEPARATORS)
        rest = rest.lstrip(".;/ ")
        if rest.endswith(".") and rest[:-1].rstrip().endswith(","):
            rest = f"{rest[:-1].rstrip(' ,')}."  # where the year stood
        if is_reading_time(rest) or self._recurs(rest):
            rest = ""
        return rest, list(self._paragraphs(blocks.values(), date))

    def _cut_of(self, node: Node, date: PageDate | None) -> str:
        return _cut(node.text, date.heading.text) if date and date.node is node else node.text

    def _paragraphs(
        self, blocks: Iterable[tuple[Node, list[Node]]], date: PageDate | None
    ) -> Iterator[str]:
        dated_block = self._page.block_of(date.node) if date else None
        found = []
        for block, nodes in blocks:
            if block is dated_block or (date and date.node.holds(block)):
                continue
            if block.name in HEADINGS:
                continue
            text = clean_text("".join(node.text for node in nodes)) or ""
            if not text or is_label(text) or is_reading_time(text) or self._recurs(text):
                continue
            is_own = any(
                map(_SUMMARY_CLASSES.fullmatch, (*block.classes, *(block.parent or block).classes))
            )
            is_paragraph = is_own or block.name in ("p", "dd")
            found.append((is_paragraph, text))
        some = [text for is_paragraph, text in found if is_paragraph]
        yield from some or [text for _is_paragraph, text in found if len(text) >= 40]

    def _recurs(self, text: str) -> bool:
        return self._is_many and self._beside[_masked(text)] >= self._most


def _is_dated_by(node: Node, date: PageDate | None) -> bool:
    """Return whether a node is the date, or stands in it."""
    return date is not None and date.is_whole and date.node.holds(node)


def _ends_in_month(text: str, date: PageDate) -> bool:
    """Return whether a month or a year belongs to a title: "Updates — July 2024"."""
    before, found, after = text.rpartition(date.heading.text)
    is_day = date.date is not None and date.date.day is not None
    return bool(found) and not after and not is_day and before.rstrip()[-1:] in _BEFORE_MONTH


def _is_aside(node: Node, unit: Unit) -> bool:
    """Return whether a text stands in the foot of an entry, or in a part that is no text of it."""
    for outer in node.around():
        if not unit.holds(outer):
            return False
        if outer.name in ("footer", "nav", "button", "form", "figure", "small", "sup"):
            return outer.name not in ("sup",)
    return False


def _kept(nodes: Sequence[Node], names: tuple[str, ...]) -> list[Node]:
    """Return the nodes without those of some names, and what stands in them."""
    found, passed = [], 0
    for node in nodes:
        if node.start >= passed and (node.name in names or node.in_frame):
            passed = node.end
        if node.start >= passed:
            found.append(node)
    return found


def _cut(text: str, part: str) -> str:
    """Return the text without a part of it, in any spacing, and without the part's brackets."""
    before, found, after = f" {fold_space(text)} ".partition(fold_space(part))
    if not found:
        return text
    if before.endswith(("(", "[")) and after.startswith((")", "]")):
        before, after = before[:-1], after[1:]
    return f"{before} {after}"


def _masked(text: str) -> str:
    """Return a text as it recurs: numbers in it may differ."""
    return re.sub(r"\d+", "#", fold_text(text))


def is_names(text: str) -> bool:
    """Return whether a text is a list of names, as before the title of a publication."""
    return bool(_NAMES.fullmatch(text.strip(" ,.:")))


def split_byline(text: str) -> tuple[str | None, str]:
    """Return the names in `by A. Author`, and no text; any other text is returned as it is.

    >>> split_byline("by A. Author and B. Author")
    ('A. Author and B. Author', '')
    """
    match = _BY.fullmatch(text)
    return (match[1], "") if match and not _SENTENCE.search(text) else (None, text)
