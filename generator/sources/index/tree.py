"""A page as a tree of plain nodes, numbered from top to bottom, so that lookups are cheap.

Two kinds of node are no elements of the page: a `line` holds what stands between two `<br>`, and a
`pair` a `<dt>` with the `<dd>` after it. What a reader sees as one thing is then one node.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from generator.text.html import clean_text, mend_references, text_of_html

if TYPE_CHECKING:
    from lxml.html import HtmlElement

HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
# Elements that hold one entry each, if they hold any.
CONTAINERS = ("li", "dd", "tr", "article", "pair", "line")
BLOCKS = frozenset(
    "address article aside blockquote body caption center dd details div dl dt fieldset figcaption "
    "figure footer form h1 h2 h3 h4 h5 h6 header hgroup li line main nav ol p pair pre section "
    "summary table tbody td tfoot th thead tr ul".split()
)
#: A page of more elements is none that anybody reads.
MOST_ELEMENTS = 100_000
_UNREAD = frozenset("script style template noscript svg iframe button select textarea".split())
_FRAME = frozenset("nav footer aside form header menu dialog".split())
_FRAME_CLASSES = re.compile(
    r"(?:site-?|page-?|main-?|global-?)?(?:footer|header|nav|navbar|navigation|menu|sidebar)"
    r"|comments?-?list|comments-area|comment(?:-body)?|pagination|pager|breadcrumbs?|skip-link|social|share|related|comments|copyright|colophon"
    r"|page-numbers|paginate|post-navigation|toolbar|visually-hidden|screen-reader-text"
)
_IN_ENTRY = ("article", "li", "tr", "dd")
_CLASS_OF_ONE = re.compile(
    r".*\d.*|odd|even|first|last|alt|alternate|active|featured|sticky|hidden|unread|current"
)


def is_class_of_one(name: str) -> bool:
    """Return whether a class identifies one entry of a list, and tells nothing of its shape."""
    return _CLASS_OF_ONE.fullmatch(name) is not None


class Node:
    """An element, or a text of the page (its name is "#text")."""

    __slots__ = (
        "attributes",
        "children",
        "classes",
        "element",
        "end",
        "in_frame",
        "name",
        "parent",
        "path",
        "shape",
        "start",
        "text",
    )

    def __init__(self, name: str, parent: Node | None, text: str = "") -> None:
        self.name = name
        self.parent = parent
        self.text = text
        self.attributes: dict[str, str] = {}
        self.classes: tuple[str, ...] = ()
        self.children: list[Node] = []
        #: Its number, and that of the first node after it that it does not hold.
        self.start = self.end = 0
        #: A number for the names of the elements around it, and one that knows its own class too.
        self.path = self.shape = 0
        self.in_frame: bool = parent.in_frame if parent else False
        self.element: HtmlElement | None = None

    @property
    def is_text(self) -> bool:
        """Return whether it is a text."""
        return self.name == "#text"

    @property
    def is_blank(self) -> bool:
        """Return whether it is white space."""
        return self.name == "#text" and not self.text.strip()

    @property
    def href(self) -> str:
        """The target of a link, as written."""
        return self.attributes.get("href", "").strip()

    def holds(self, other: Node) -> bool:
        """Return whether the other stands in it, or is it."""
        return self.start <= other.start < self.end

    def around(self) -> Iterator[Node]:
        """Yield the elements around it, from the inside out."""
        outer = self.parent
        while outer is not None:
            yield outer
            outer = outer.parent

    def nearest(self, names: tuple[str, ...] | frozenset[str]) -> Node | None:
        """Return the nearest element around it that has one of the names."""
        return next((outer for outer in self.around() if outer.name in names), None)


class Tree:
    """All nodes of a page in its order."""

    def __init__(self, html: str) -> None:
        self.nodes: list[Node] = []
        self._paths: dict[tuple[int, str], int] = {}
        self._lengths = [0]
        self._digits = [0]
        self._raised = [0]
        self.root = _grow(html)
        self._number(self.root)

    def _number(self, root: Node) -> None:
        stack: list[tuple[Node, bool]] = [(root, False)]
        while stack:
            node, is_done = stack.pop()
            if is_done:
                node.end = len(self.nodes)
                continue
            node.start = len(self.nodes)
            self.nodes.append(node)
            self._shape(node)
            text = node.text
            self._lengths.append(self._lengths[-1] + len(text.strip()))
            self._digits.append(self._digits[-1] + any(map(str.isdigit, text)))
            self._raised.append(self._raised[-1] + (node.name in ("sup", "sub")))
            stack.append((node, True))
            stack.extend((child, False) for child in reversed(node.children))

    def _shape(self, node: Node) -> None:
        outer = node.parent.path if node.parent else 0
        node.path = self._paths.setdefault((outer, node.name), len(self._paths) + 1)
        own = next((one for one in node.classes if not is_class_of_one(one)), "")
        node.shape = self._paths.setdefault((node.path, f".{own}"), len(self._paths) + 1)

    def inside(self, node: Node) -> list[Node]:
        """Return the node and all that stand in it, in the page's order."""
        return self.nodes[node.start : node.end]

    def length(self, node: Node) -> int:
        """Return how many characters its texts have."""
        return self._lengths[node.end] - self._lengths[node.start]

    def length_between(self, start: int, end: int) -> int:
        """Return how many characters the texts have that begin between two places."""
        return self._lengths[end] - self._lengths[start]

    def has_digits(self, node: Node) -> bool:
        """Return whether a number stands in it."""
        return self._digits[node.end] > self._digits[node.start]

    def string(self, node: Node) -> str:
        """Return its text as it stands, with a line end after each block."""
        return joined(self.inside(node))

    def text(self, node: Node) -> str | None:
        """Return its text, clean; what is raised or lowered keeps its place."""
        if self._raised[node.end] > self._raised[node.start] and node.element is not None:
            from lxml import etree

            html = etree.tostring(node.element, encoding="unicode", method="html", with_tail=False)
            return text_of_html(html)
        return clean_text(self.string(node))


def joined(nodes: list[Node]) -> str:
    """Return the texts of nodes that follow each other, the words of two blocks kept apart."""
    parts: list[str] = []
    ends: list[int] = []
    for node in nodes:
        while ends and ends[-1] <= node.start:
            ends.pop()
            parts.append("\n")
        if node.is_text:
            parts.append(node.text)
        elif node.name == "br":
            parts.append("\n")
        elif node.name in BLOCKS:
            parts.append("\n")
            ends.append(node.end)
    return "".join(parts)


def _grow(html: str) -> Node:
    """Return the tree, not yet numbered.

    Raises:
        ValueError: it has more elements than any page needs.
    """
    import lxml.etree  # late: captures that are text do without
    import lxml.html

    root = Node("#page", None)
    # Else libxml2 leaves out what stands more than 256 elements deep.
    parser = lxml.html.HTMLParser(
        encoding="utf-8", huge_tree=True, remove_comments=True, remove_pis=True
    )
    try:
        top = lxml.html.document_fromstring(
            mend_references(html).encode(errors="replace"), parser=parser
        )
    except lxml.etree.ParserError:
        return root
    number = 0
    stack: list[tuple[HtmlElement, Node]] = [(top, root)]
    while stack:
        element, parent = stack.pop()
        number += 1
        if number > MOST_ELEMENTS:
            raise ValueError(f"more than {MOST_ELEMENTS:,} elements; no page needs that")
        node = _node_of(element, parent)
        for child in element:
            if isinstance(child.tag, str):
                stack.append((child, node))
    _arrange(root)
    return root


def _node_of(element: HtmlElement, parent: Node) -> Node:
    """Return the node of an element; its children are put into their places when all are there."""
    node = Node(str(element.tag), parent)
    node.element = element
    node.attributes = {str(key): str(value) for key, value in element.attrib.items()}
    node.classes = tuple(node.attributes.get("class", "").split())
    if not node.in_frame:
        node.in_frame = _is_frame(node)
    parent.children.append(node)
    return node


def _is_frame(node: Node) -> bool:
    """Return whether it belongs to the page's frame: its navigation, its foot, its head."""
    if node.name in _UNREAD or node.name == "head" or "hidden" in node.attributes:
        return True
    is_named = node.attributes.get("role") in ("navigation", "contentinfo", "search", "banner")
    is_named = is_named or node.name in _FRAME
    if node.name in ("div", "section", "ul", "ol", "p", "span", "a"):
        is_named = is_named or any(map(_FRAME_CLASSES.fullmatch, node.classes))
    if not is_named:
        return False
    if node.name in ("nav", "form", "menu", "dialog"):
        return True
    inner = (*_IN_ENTRY, "section", "main") if node.name == "header" else _IN_ENTRY
    return node.nearest(inner) is None


def _arrange(root: Node) -> None:
    """Put texts between elements, and lines and pairs around what belongs together."""
    stack = [root]
    while stack:
        node = stack.pop()
        elements = node.children[::-1]
        stack.extend(elements)
        if node.element is None:
            node.children = elements
            continue
        node.children = _with_texts(node, elements)
        if node.name not in ("a", *HEADINGS) and any(one.name == "br" for one in elements):
            node.children = _lines(node)
        elif node.name == "dl" or any(one.name == "dt" for one in elements):
            node.children = _pairs(node)


def _with_texts(node: Node, elements: list[Node]) -> list[Node]:
    found: list[Node] = []
    if node.element is not None and node.element.text and node.name not in _UNREAD:
        found.append(Node("#text", node, node.element.text))
    for one in elements:
        if one.name not in _UNREAD or one.name == "button":
            found.append(one)
        if one.element is not None and one.element.tail:
            found.append(Node("#text", node, one.element.tail))
    return found


def _lines(node: Node) -> list[Node]:
    """Return the children, what stands between two `<br>` or blocks as a line each."""
    found: list[Node] = []
    line = Node("line", node)
    for child in node.children:
        if child.name == "br" or child.name in BLOCKS:
            if line.children:
                found.append(line)
                line = Node("line", node)
            if child.name != "br":
                found.append(child)
        else:
            child.parent = line
            line.children.append(child)
    return [*found, line] if line.children else found


def _pairs(node: Node) -> list[Node]:
    """Return the children, each `<dt>` with what follows it up to the next as a pair."""
    found: list[Node] = []
    pair: Node | None = None
    last = ""
    for child in node.children:
        if child.name in HEADINGS:
            pair = None
        if child.name == "dt" and last != "dt":
            pair = Node("pair", node)
            found.append(pair)
        if not child.is_text:
            last = child.name
        if pair is None:
            found.append(child)
        else:
            child.parent = pair
            pair.children.append(child)
    return found
