"""The dates of a page, from top to bottom, each with the node that states it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from generator.model.record import PartialDate
from generator.sources.index.records import Heading, read_heading
from generator.sources.index.tree import BLOCKS, HEADINGS, Node, Tree
from generator.text.dates import date_at_edge, make_date, parse_written, readings, unclear_at_edge
from generator.text.html import clean_text, fold_space
from generator.text.timestamps import Timestamp, timestamp_or_doubt

_SEPARATORS = " \n\t()[]<>@,:·•–—-|"
_LONGEST = 60
_LONGEST_MONTH = 20
_LONGEST_WORD = 12
# In a longer text a date at the edge belongs to a sentence, unless a sign parts it from the rest.
_LONGEST_LINE = 100
_PART = re.compile(r" ?[·•|｜] ?| [–—] ")
_LEADS = re.compile(r"[^\w\s]*[\w.,/’' -]{4,40}?\s*(?:[:|–—·)\]]|-\s)")
_YEAR = re.compile(r"(?:19|20)\d\d")
# `11-17` under a year.
_IN_YEAR = re.compile(r"(\d{1,2})([-/.])(\d{1,2})\.?")
_COUNTED = re.compile(r"(\d{4})[\s:,(\[]+\d+ [^\W\d_]{2,15}[)\]]?")
_IN_WORDS = re.compile(r"([^()\[\]]{4,40}) ?[(\[][^()\[\]]{1,60}[)\]]")
_IN_END_BRACKETS = re.compile(r".*\S ?[(\[]([^()\[\]]{4,20})[)\]]")
_CHANGED = re.compile(
    r"(?:last |zuletzt |dernière )?(?:updated?|modified|edited|revised|changed|aktualisiert"
    r"|geändert|bearbeitet|modifi[ée]e?|mise? à jour|actualizado|atualizado|aggiornato|обновлено"
    r"|更新于|更新)"
    r"(?: (?:on|at|am|le|el|em|il))?:? ?",
    re.IGNORECASE,
)
_TIME_OF_CHANGE = {"updated", "modified", "dt-updated", "dateModified", "lastmod"}
_HEADING_LIKE = (*HEADINGS, "dt", "summary", "th", "caption", "strong", "b")
_NO_DATES_IN = ("pre", "code", "blockquote")


class PageDate(NamedTuple):
    """A date, its place, and the rest of the text that holds it."""

    #: The element or text that states it.
    node: Node
    #: The text of the date, and the date.
    heading: Heading
    #: Whether the node says nothing else.
    is_whole: bool
    #: The rest of the text where it is not whole.
    rest: str = ""
    #: Whether it is a year alone, which may be anything.
    is_year: bool = False

    @property
    def date(self) -> PartialDate | None:
        """The date; None if it has two readings, or does not exist."""
        return self.heading.date

    @property
    def place(self) -> tuple[int, bool]:
        """The kind of place, which the dates of entries of one shape have in common."""
        return self.node.shape, self.is_whole


class _Reader:
    """A walk down a page, which remembers the year above each place."""

    def __init__(self, tree: Tree, language: str) -> None:
        self._tree = tree
        self._language = language
        self._year: int | None = None
        self._level = 0
        self._day_first = _day_first(tree)

    def read(self, root: Node) -> Iterator[PageDate]:
        passed = 0
        for node in self._tree.inside(root):
            if node.start < passed or node.in_frame:
                continue
            if node.name in _NO_DATES_IN:
                passed = node.end
            elif node.is_text:
                for one in self._in_text(node):
                    if one.is_year and is_over_list(node):
                        self._note_year(one, 7)
                    yield one
            elif self._may_be_date(node) and (found := self._whole(node)):
                passed = node.end
                self._note(found)
                yield found
            elif self._year and (split := self._in_siblings(node)):
                found, passed = split
                yield found
            elif self._ends_year(node):
                self._year, self._level = None, 0

    def _ends_year(self, node: Node) -> bool:
        """Return whether another section begins, with a heading that is no entry's title."""
        if node.name not in HEADINGS or int(node.name[1]) > self._level:
            return False
        return not any(one.name == "a" and one.href for one in self._tree.inside(node))

    def _may_be_date(self, node: Node) -> bool:
        if self._tree.has_digits(node) or node.name == "time":
            return True
        return self._year is not None and 2 < self._tree.length(node) <= _LONGEST_MONTH

    def _whole(self, node: Node) -> PageDate | None:
        """Return the date that an element is, and nothing else."""
        if node.name == "time" and (stated := self._stated(node)):
            is_year = stated.date is not None and stated.date.month is None
            return PageDate(node, stated, is_whole=True, is_year=is_year)
        if self._tree.length(node) > _LONGEST or node.name in ("#page", "html", "body"):
            return None
        inside = self._tree.inside(node)
        is_more = any(
            one.name == "time" or (one.name == "a" and not self._may_be_date(one))
            for one in inside[1:]
        )
        text = "" if is_more else self._own_text(node, inside)
        if heading := self.read_text(text):
            is_inner = _IN_YEAR.fullmatch(heading.text) and not self._is_at_edge(node)
            return None if is_inner else PageDate(node, heading, is_whole=True)
        return self._counted(node, text)

    def _is_at_edge(self, node: Node) -> bool:
        """Return whether an element begins or ends its block: `1-12` within a line are pages."""
        block = node.nearest(BLOCKS | {"line"})
        return block is None or any(
            self._tree.length_between(*ends) == 0
            for ends in ((block.start, node.start), (node.end, block.end))
        )

    def _counted(self, node: Node, text: str) -> PageDate | None:
        """Return the year, month or range that a heading is, perhaps with a count after it."""
        bare = _COUNTED.sub(r"\1", text)
        if node.name in _HEADING_LIKE and (counted := _IN_WORDS.fullmatch(text)):
            heading = self.read_text(counted[1])
            if heading:
                return PageDate(node, heading, is_whole=True)
        heading = read_heading(bare, self._language, self._year)
        if heading is None or (heading.date is None and node.name not in _HEADING_LIKE):
            return None
        date = heading.date
        is_year = date is not None and date.month is None and date.end is None
        if is_year and not _YEAR.match(bare):
            return None
        if is_year and self._is_cell(node):
            is_year = False  # of what the other cells name
        return PageDate(node, Heading(text=text, date=date), is_whole=True, is_year=is_year)

    def _is_cell(self, node: Node) -> bool:
        """Return whether an element is one of several cells of a row that say something."""
        row = node.nearest(("tr",))
        cells = [cell for cell in row.children if self._tree.length(cell)] if row else []
        return len(cells) > 1

    def _note(self, found: PageDate) -> None:
        """Remember the year of a heading for the months and days under it."""
        has_year = found.is_year or bool(_YEAR.search(found.heading.text))
        if found.date and has_year and (found.is_year or found.node.name in _HEADING_LIKE):
            name = found.node.name
            self._note_year(found, int(name[1]) if name in HEADINGS else 7)

    def _note_year(self, found: PageDate, level: int) -> None:
        self._year = found.date.year if found.date else None
        self._level = level

    def _in_siblings(self, node: Node) -> tuple[PageDate, int] | None:
        """Return a day and a month that stand in elements beside each other, and where they end."""
        if node.name not in ("span", "b", "strong", "em", "i", "small", "sup") or not node.parent:
            return None
        after = self._tree.nodes[node.end : node.end + 3]
        other = next((one for one in after if not one.is_text), node)
        if other.parent is not node.parent or other.name != node.name or other is node:
            return None
        if not all(0 < self._tree.length(one) <= _LONGEST_WORD for one in (node, other)):
            return None
        text = f"{self._tree.string(node)} {self._tree.string(other)}"
        heading = self.read_text(fold_space(text)) if len(text) <= _LONGEST else None
        return (PageDate(node, heading, is_whole=True), other.end) if heading else None

    def _own_text(self, node: Node, inside: list[Node]) -> str:
        """Return its text, without a count that stands raised beside it: `2024 <sup>5</sup>`."""
        ends = 0
        kept = []
        for one in inside:
            if one.name in ("sup", "small") and one is not node:
                ends = one.end
            if one.start >= ends:
                kept.append(one)
        joined = "".join(one.text if one.is_text else " " for one in kept)
        return clean_text(joined) or clean_text(self._tree.string(node)) or ""

    def _stated(self, node: Node) -> Heading | None:
        """Return the date of a `<time>`: its `datetime`, else its text."""
        return stated_by(node.attributes, self._tree.string(node), self._language, self._year)

    def read_text(self, text: str) -> Heading | None:
        """Return the month or the day that a text is, or the date of two readings."""
        bare = text.strip(_SEPARATORS)
        if not bare or len(bare) > _LONGEST:
            return None
        date = parse_written(bare, self._language, self._year) or self._in_year(bare)
        if date and date.month:
            return Heading(text=bare, date=date)
        if len(readings(bare)) > 1:
            return Heading(text=bare, date=None)
        if ":" in bare or re.search(r"\dT\d", bare):
            timestamp = timestamp_or_doubt(bare, self._language, [])
            if timestamp and timestamp.date.day:
                return of_timestamp(bare, timestamp)
        return None

    def _in_year(self, text: str) -> PartialDate | None:
        match = _IN_YEAR.fullmatch(text)
        if match is None or self._year is None:
            return None
        one, other = int(match[1]), int(match[3])
        first = self._day_first.get(match[2])
        if first is None:
            return None
        day, month = (one, other) if first else (other, one)
        try:
            return make_date(self._year, month, day)
        except ValueError:
            return None

    def _in_text(self, node: Node) -> Iterator[PageDate]:
        """Yield the first date of a text that holds more than it."""
        text = fold_space(node.text)
        if not any(map(str.isdigit, text)) and self._year is None:
            return
        changed = _CHANGED.search(text)
        if changed and any(map(str.isdigit, text[: changed.start()])):
            text = text[: changed.start()].rstrip(_SEPARATORS)  # published first
        if whole := self.read_text(text):
            if _IN_YEAR.fullmatch(whole.text) and not self._is_at_edge(node):
                return
            yield PageDate(node, whole, is_whole=node.parent is None or _is_lone(node))
            return
        stripped = text.strip(_SEPARATORS)
        if len(stripped) == 4 and _YEAR.fullmatch(stripped):
            date = make_date(int(stripped))
            yield PageDate(node, Heading(text=stripped, date=date), is_whole=False, is_year=True)
            return
        for part in _PART.split(text[:500]):
            if found := self._at_edge(part, text):
                heading, rest = found
                yield PageDate(node, heading, is_whole=False, rest=rest)
                return

    def _at_edge(self, part: str, text: str) -> tuple[Heading, str] | None:
        if whole := self.read_text(part):
            return whole, text.replace(part, " ", 1)
        if len(part) > _LONGEST_LINE and not _LEADS.match(part):
            return None
        bracketed = _IN_END_BRACKETS.fullmatch(part)
        if bracketed and (heading := self.read_text(bracketed[1])):
            return heading, text.replace(bracketed[1], " ", 1)
        bare = part.strip(" \n\t,:·•–—-|")
        if found := date_at_edge(bare, self._language, self._year):
            date, raw, rest = found
            return Heading(text=raw.strip(_SEPARATORS), date=date), rest
        if unclear := unclear_at_edge(bare):
            return Heading(text=unclear[0], date=None), unclear[1]
        return self._before_title(bare)

    def _before_title(self, text: str) -> tuple[Heading, str] | None:
        """Return the date of `11-17 A Title` under a year, and of `Posted on …:` before a time."""
        match = re.match(r"(\d{1,2}[-/.]\d{1,2}\.?)[\s:|–—-]+(\S.*)", text)
        if match and (date := self._in_year(match[1])):
            return Heading(text=match[1], date=date), match[2]
        label = re.match(r"[^\W\d_]+(?: [^\W\d_]+){0,2}:? (?=\S*\d)", text)
        if label is None:
            return None
        rest = text[label.end() :]
        if heading := self.read_text(rest):
            return heading, text[: label.end()]
        found = date_at_edge(rest, self._language, self._year)
        is_sentence = found and (found[2].endswith(".") or ". " in found[2])
        if found and rest.startswith(found[1]) and not is_sentence:
            return Heading(text=found[1].strip(_SEPARATORS), date=found[0]), found[2]
        return None


def is_year_or_month(date: PageDate) -> bool:
    """Return whether a date is no day, and so may stand over several entries."""
    return date.is_year or (date.date is not None and date.date.day is None)


def heading_of(text: str, language: str, year: int | None) -> Heading | None:
    """Return the year, month or day that a heading is, perhaps with a count: `2023 3 papers`."""
    bare = _COUNTED.sub(r"\1", text)
    if heading := read_heading(bare, language, year):
        return Heading(text=text, date=heading.date)
    counted = _IN_WORDS.fullmatch(text)
    date = parse_written(counted[1], language, year) if counted else None
    return Heading(text=text, date=date) if date else None


def is_over_list(node: Node) -> bool:
    """Return whether a text is a heading over lists: its element holds these and nothing else."""
    parent = node.parent
    if parent is None or parent.name not in ("li", "div", "section"):
        return False
    others = [one for one in parent.children if one is not node and not one.is_blank]
    return bool(others) and all(one.name in ("ul", "ol", "dl", "div", "table") for one in others)


def _is_lone(node: Node) -> bool:
    """Return whether a text is all that stands in its element."""
    siblings = node.parent.children if node.parent else []
    return all(one is node or one.is_blank for one in siblings)


def _day_first(tree: Tree) -> dict[str, bool]:
    """Return, for each sign between two numbers, whether the page shows the day to be first."""
    shown: dict[str, set[bool]] = {}
    seen = set()
    for node in tree.nodes:
        match = _IN_YEAR.match(node.text.strip()) if node.is_text else None
        if match is None:
            continue
        seen.add(match[2])
        if int(match[1]) > 12 >= int(match[3]):
            shown.setdefault(match[2], set()).add(True)
        elif int(match[3]) > 12 >= int(match[1]):
            shown.setdefault(match[2], set()).add(False)
    found = {sign: next(iter(both)) for sign, both in shown.items() if len(both) == 1}
    # ISO 8601 has the month first, and whoever writes dots the day.
    return {"-": False, ".": True} | found


def stated_by(
    attributes: dict[str, str], text: str, language: str, year: int | None
) -> Heading | None:
    """Return the date that an element states: `datetime` of a `<time>`, else its text."""
    stated = attributes.get("datetime", "").strip()
    plain = (clean_text(text) or "").lstrip("@<")
    timestamp = timestamp_or_doubt(stated, language, [])
    if timestamp:
        return of_timestamp(stated, timestamp)
    date = parse_written(plain, language, year)
    if date is None and (raw := unclear(stated) or unclear(plain)):
        return Heading(text=raw, date=None)
    if date is None and (found := date_at_edge(plain.strip(_SEPARATORS), language, year)):
        return Heading(text=found[1], date=found[0])
    return Heading(text=plain, date=date) if date else None


def of_timestamp(text: str, timestamp: Timestamp) -> Heading:
    """Return the date in a text; the time of day is kept where there is one."""
    has_time = timestamp.time is not None
    return Heading(text=text, date=timestamp.date, timestamp=timestamp if has_time else None)


def unclear(text: str) -> str | None:
    """Return the date of two readings that a text is, or begins or ends with."""
    if len(readings(text)) > 1:
        return text
    found = unclear_at_edge(text)
    return found[0] if found else None


def is_of_change(node: Node) -> bool:
    """Return whether a `<time>` says when the entry was changed."""
    names = {*node.classes, node.attributes.get("itemprop", "")}
    return not _TIME_OF_CHANGE.isdisjoint(names) and "published" not in names


def find_dates(tree: Tree, root: Node, language: str) -> list[PageDate]:
    """Return the dates of a page outside of its frame, from top to bottom."""
    found = [one for one in _Reader(tree, language).read(root) if not is_of_change(one.node)]
    published = [one for one in found if not _is_led_by_change(tree, one)]
    # Where an entry says no more than when it was changed, that is its date.
    return published if len(published) * 2 >= len(found) else found


def _is_led_by_change(tree: Tree, date: PageDate) -> bool:
    """Return whether "updated" stands right before a date, or leads its text."""
    node = date.node
    if not date.is_whole:
        return _CHANGED.match(node.text.strip()) is not None
    before = reversed(tree.nodes[max(node.start - 6, 0) : node.start])
    lead = next((one.text.strip() for one in before if one.text.strip()), "")
    return _CHANGED.fullmatch(re.split(r"[·•|,;()]", lead)[-1].strip()) is not None
