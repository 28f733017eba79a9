"""The HTML of an index page → what it lists.

Three ways, the first that applies: the selectors of site.toml; a `.toc` with `div.date` headings
and links that hold an `h3`, a `.byline`, a `.description` and tags after it; else the shapes that
repeat (shapes.py).
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import takewhile

from generator.config.records import Selectors
from generator.sources.index.page_dates import find_dates
from generator.sources.index.records import Heading, IndexEntry, IndexPage
from generator.sources.index.selectors import read_selected
from generator.sources.index.shapes import read_shapes
from generator.sources.index.tree import HEADINGS, Node, Tree
from generator.text.dates import parse_heading
from generator.text.html import clean_text
from generator.text.urls import absolute_url


def read_index_html(
    html: str, url: str | None, language: str, selectors: Selectors | None = None
) -> IndexPage:
    """Return what the page lists, with links resolved against its own base, else against `url`.

    Raises:
        ValueError: it has too many elements, or which date is whose cannot be told.
    """
    tree = Tree(html)
    base_node = next((n for n in tree.nodes if n.name == "base" and n.href), None)
    base = absolute_url(base_node.href, url) if base_node else url
    left_out: tuple[str, ...] = ()
    listed: tuple[IndexEntry, ...]
    if selectors:
        listed, left_out = read_selected(html, base, language, selectors)
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
        yield date.said.text


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
