"""The HTML of an index page → what it lists.

Three ways, the first that applies: the selectors of site.toml; a `.toc` with `div.date` headings
and links that hold an `h3`, a `.byline`, a `.description` and tags after it; else the shapes that
repeat (shapes.py). For a page that is refused, selectors are sought that could read it.
"""

from __future__ import annotations

import warnings
from collections.abc import Iterator, Sequence
from itertools import takewhile
from typing import TYPE_CHECKING, NamedTuple

import msgspec

from generator.config.records import Selectors
from generator.model.record import Record
from generator.sources.index.labels import is_called_title, is_label
from generator.sources.index.page_dates import find_dates, heading_of, is_year_or_month, stated_by
from generator.sources.index.records import Heading, IndexEntry, IndexPage
from generator.sources.index.shapes import read_shapes
from generator.sources.index.text_lines import day_in, read_day
from generator.sources.index.tree import HEADINGS, Node, Tree, is_class_of_one
from generator.text.dates import parse_heading
from generator.text.front_matter import toml_value
from generator.text.html import clean_text, mend_references, text_of_element
from generator.text.urls import absolute_url

if TYPE_CHECKING:
    from bs4 import Tag


def read_index_html(
    html: str, url: str | None, language: str, selectors: Selectors | None = None
) -> IndexPage:
    """Return the entries of the page, with links resolved against its own base, else against `url`.

    Raises:
        ValueError: it has too many elements, or it is uncertain which date is whose.
    """
    tree = Tree(html)
    base_node = next((n for n in tree.nodes if n.name == "base" and n.href), None)
    base = absolute_url(base_node.href, url) if base_node else url
    left_out: tuple[str, ...] = ()
    listed: tuple[IndexEntry, ...]
    if selectors:
        listed, left_out = _read_selected(html, base, language, selectors)
        shape = "by the selectors of site.toml"
    elif tocs := _tables_of_contents(tree):
        listed = tuple(_listed(tree, tocs, base, language))
        shape = "a .toc with div.date headings over links"
    else:
        listed, shape, left_out = read_shapes(tree, base, language)
    title = next((node for node in tree.nodes if node.name == "title"), None)
    about_title, about = _about(tree)
    return IndexPage(
        title=tree.text(title) if title else None,
        listed=listed,
        shape=shape,
        about_title=about_title,
        about=about,
        left_out=left_out,
        dates=() if listed else tuple(_dates(tree, language)),
    )


def _dates(tree: Tree, language: str) -> Iterator[str]:
    """Yield the dates that stand on the page, as written."""
    for date in find_dates(tree, tree.root, language):
        yield date.heading.text


def _tables_of_contents(tree: Tree) -> list[Node]:
    """Return the outermost elements of class `toc`, if one of them holds dates or titles."""
    found: list[Node] = []
    is_dated = False
    for node in tree.nodes:
        if found and found[-1].holds(node):
            is_dated = is_dated or node.name == "h3" or "date" in node.classes
        elif "toc" in node.classes:
            found.append(node)
    return found if is_dated else []


def _listed(tree: Tree, tocs: list[Node], base: str | None, language: str) -> Iterator[IndexEntry]:
    for toc in tocs:
        heading = None
        for node in tree.inside(toc):
            if node.name == "div" and "date" in node.classes:
                text = tree.text(node) or ""
                heading = Heading(text=text, date=parse_heading(text, language))
            elif node.name == "a" and (title := _first(tree, node, *HEADINGS)):
                yield _entry(tree, node, title, heading, base)


def _entry(
    tree: Tree, link: Node, title: Node, heading: Heading | None, base: str | None
) -> IndexEntry:
    byline, description = _first(tree, link, ".byline"), _first(tree, link, ".description")
    return IndexEntry(
        heading=heading,
        title=tree.text(title),
        url=absolute_url(link.href, base),
        byline=tree.text(byline) if byline else None,
        summary=tree.text(description) if description else None,
        tags=_tags(tree, description),
    )


def _first(tree: Tree, outer: Node, *names: str) -> Node | None:
    """Return the first element in another of one of the names, or of a class: `.name`."""
    for node in tree.inside(outer)[1:]:
        if node.name in names or any(f".{name}" in names for name in node.classes):
            return node
    return None


def _tags(tree: Tree, description: Node | None) -> tuple[str, ...]:
    """Return the words after the description, inside the same link."""
    if description is None or description.parent is None:
        return ()
    after = [node for node in description.parent.children if node.start > description.start]
    rest = clean_text(" ".join(tree.string(node) for node in after))
    return tuple(tag for part in (rest or "").split(",") if (tag := part.strip()))


def _about(tree: Tree) -> tuple[str | None, tuple[str, ...]]:
    """Return the heading that begins with "About", and the paragraphs up to the next heading."""
    for heading in (node for node in tree.nodes if node.name in HEADINGS):
        title = tree.text(heading)
        is_listed = any("toc" in outer.classes for outer in heading.around())
        if title and title.startswith("About") and not is_listed:
            after = tree.nodes[heading.end :]
            following = (node for node in after if node.name in (*HEADINGS, "p"))
            paragraphs = takewhile(lambda node: node.name == "p", following)
            texts = (tree.text(paragraph) for paragraph in paragraphs)
            return title, tuple(text for text in texts if text)
    return None, ()


# What the selectors of site.toml find on a page.

#: The selector of the entry itself, for what stands in no element of its own.
_ITSELF = ":scope"
_AROUND = " \n:|,·•–—-()[]"
_LINE_ENDS = ("br", "p", "div", "li", "dd", "td")


class Selected(NamedTuple):
    """The entries that selectors find, and the dates of similar elements that they miss."""

    #: From top to bottom.
    listed: tuple[IndexEntry, ...]
    #: As written.
    left_out: tuple[str, ...]


def _read_selected(html: str, base: str | None, language: str, selectors: Selectors) -> Selected:
    """Return the entries that the owner's selectors find, in the page's order."""
    from bs4 import BeautifulSoup, XMLParsedAsHTMLWarning  # late: slow; few captures need it

    with warnings.catch_warnings():
        warnings.simplefilter("ignore", XMLParsedAsHTMLWarning)  # XHTML is no less a page
        soup = BeautifulSoup(mend_references(html), "lxml")
    for tag in soup.find_all(_LINE_ENDS):
        # Else the words before and after it run together. (To insert it after the tag, Beautiful
        # Soup looks for the tag among all of its parent's children.)
        tag.append("\n")
    headings = {id(tag) for tag in soup.select(selectors.heading)} if selectors.heading else set()
    both = f"{selectors.heading}, {selectors.entry}" if selectors.heading else selectors.entry
    heading: Heading | None = None
    year: int | None = None
    listed: list[IndexEntry] = []
    found = soup.select(both)
    for tag in found:
        if id(tag) in headings:
            text = _text(tag) or ""
            heading = heading_of(text, language, year) or Heading(text=text, date=None)
            year = heading.date.year if heading.date else year
            continue
        listed.append(_SelectedEntry(tag, selectors).read(heading, year, base, language))
    entries = [tag for tag in found if id(tag) not in headings]
    return Selected(tuple(listed), tuple(_left_out(entries, found, language)))


def _left_out(entries: Sequence[Tag], found: Sequence[Tag], language: str) -> Iterator[str]:
    """Yield the dates of dated elements that stand beside entries, are of their name, and none."""
    known = {id(tag) for tag in found}
    names = {(id(tag.parent), tag.name) for tag in entries}
    parents = {id(tag.parent): tag.parent for tag in entries if tag.parent}
    for parent in parents.values():
        for child in parent.find_all(recursive=False):
            if id(child) in known or (id(parent), child.name) not in names:
                continue
            if child.find(lambda tag: id(tag) in known):
                continue
            times = child.find_all("time")
            dated = _date(times[0], language, None) if times else None
            dated = dated or day_in(child.get_text(), language, None)
            if dated and (times or dated.date):
                yield dated.text


class _SelectedEntry:
    """One element that is an entry, and what the selectors find in it."""

    def __init__(self, tag: Tag, selectors: Selectors) -> None:
        self._tag = tag
        self._selectors = selectors

    def read(
        self, heading: Heading | None, year: int | None, base: str | None, language: str
    ) -> IndexEntry:
        """Read the entry, which stands under a heading and belongs to a year."""
        tag, given = self._tag, self._selectors
        link = self._first(given.link or "a[href]") or (tag if tag.has_attr("href") else None)
        title = self._first(given.title) if given.title else link
        date = self._first(given.date)
        href = str(link.get("href") or "").strip() if link else ""
        own = _date(date, language, year) if date else None
        named = _text(title) or (None if given.title else _text(tag))
        if named and own and (title is None or date is tag or date is title):
            named = clean_text(named.replace(own.text, " ", 1).strip(_AROUND))
        is_address = not (href.startswith("#") or href.lower().startswith("javascript:"))
        return IndexEntry(
            heading=heading,
            title=named,
            own=own,
            url=absolute_url(href, base) if href and is_address else None,
            byline=_text(self._first(given.byline)),
            summary=_text(self._first(given.summary)),
            tags=tuple(text for one in self._tags() if (text := _text(one))),
        )

    def _first(self, selector: str | None) -> Tag | None:
        if selector == _ITSELF:
            return self._tag
        return self._tag.select_one(selector) if selector else None

    def _tags(self) -> Sequence[Tag]:
        return self._tag.select(self._selectors.tags) if self._selectors.tags else ()


def _date(tag: Tag, language: str, year: int | None) -> Heading | None:
    """Return the date that an element states, whatever else it says; of none the text."""
    stated = {"datetime": str(tag.get("datetime") or "")}
    text = tag.get_text()
    cleaned = clean_text(text) or ""
    found = stated_by(stated, cleaned, language, year) or day_in(text, language, year)
    found = found or heading_of(cleaned, language, year)
    return found or (Heading(text=cleaned, date=None) if cleaned else None)


def _text(element: Tag | None) -> str | None:
    return text_of_element(element) if element else None


# A page that is refused → the selectors that could read it, tried on the page itself.

_LEAST = 2
_FARTHEST = 14
_MOST_SHAPES = 8
_LEAST_SHARE = 2 / 3
_PAGE = ("#page", "html", "body", "main", "table", "tbody", "ul", "ol", "dl")


class Suggestion(Record, kw_only=True):
    """Selectors that read a page, and the first entry that they give."""

    #: As site.toml takes them.
    selectors: Selectors
    #: The first of the entries that they find.
    first: IndexEntry
    #: The number of entries that they find.
    count: int

    @property
    def lines(self) -> tuple[str, ...]:
        """The lines to put into site.toml, and their effect."""
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
    """Return selectors for the dated shape that repeats most; None where none would do."""
    try:
        tree = Tree(html)
    except ValueError:
        return None
    base_node = next((n for n in tree.nodes if n.name == "base" and n.href), None)
    base = absolute_url(base_node.href, url) if base_node else url
    for selectors in _likely(tree, language):
        entries = list(_read_selected(html, base, language, selectors).listed)
        titles = {entry.title for entry in entries if entry.title}
        dated = [one for one in entries if one.title and _is_dated(one, selectors)]
        named = [title for title in titles if read_day(title, language) is None]
        is_good = len(dated) >= _LEAST_SHARE * len(entries) and len(named) * 2 > len(entries)
        if len(entries) >= _LEAST and is_good and entries[0] in dated:
            return Suggestion(selectors=selectors, first=entries[0], count=len(entries))
    return None


def _is_dated(entry: IndexEntry, selectors: Selectors) -> bool:
    """Return whether an entry has the date that selectors name, and a title, not a whole text."""
    if not (selectors.title or entry.url or selectors.date == _ITSELF):
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
    return _ITSELF if element is unit or not unit.holds(element) else _name(element)


def _path(node: Node) -> str:
    """Return a selector for all elements of a shape: by a class, else by elements around them."""
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
