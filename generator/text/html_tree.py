"""A page as received → the tree of its elements, if it is small enough to be worked on.

libxml2 parses a megabyte in a fifth of a second. What Python does with the tree takes a time that
grows with the number of elements, and with the square of their nesting.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from lxml.html import HtmlElement

# Of a page that is gone through in Python, and of one that is left to libxml2.
MOST_ELEMENTS = 100_000
MOST_TO_PARSE = 500_000
DEEPEST = 1_000
_MOST_ATTRIBUTES = 1_000
# An end tag that closes nothing has libxml2 look through all elements that are open.
_MOST_LOOKS = 30_000_000
_PART = 1 << 14


def parse_page(html: str) -> HtmlElement | None:
    """Return the root of the page; None where it holds nothing.

    Raises:
        ValueError: it has more than 500,000 elements, or they stand too deep in each other.
    """
    import lxml.etree  # late: most captures are no pages
    import lxml.html

    check_page(html, MOST_TO_PARSE)
    # Else libxml2 leaves out what stands more than 256 elements deep.
    parser = lxml.html.HTMLParser(encoding="utf-8", huge_tree=True)
    try:
        return lxml.html.document_fromstring(html.encode(errors="replace"), parser=parser)
    except lxml.etree.ParserError:
        return None


def text_in(element: HtmlElement, between: str = "") -> str:
    """Return the texts in an element, without its comments, with `between` between each two."""
    texts: Any = element.xpath(".//text()")
    return between.join(texts)


def check_page(html: str, most_elements: int = MOST_ELEMENTS) -> None:
    """Look through the page once, and stop where it is more than any page needs.

    Raises:
        ValueError: it has more elements, more than 1,000 that stand in each other (fewer where it
            has very many end tags), or one of more than 1,000 attributes.
    """
    from lxml import etree

    end_tags = max(1, html.count("</"))
    counter: Any = _Counter(most_elements, min(DEEPEST, _MOST_LOOKS // end_tags))
    parser = etree.HTMLParser(target=counter, recover=True, encoding="utf-8")
    data = html.encode(errors="replace")
    try:
        # An exception of the counter's is raised at the end of the part that was fed.
        for start in range(0, len(data), _PART):
            parser.feed(data[start : start + _PART])
        parser.close()
    except etree.XMLSyntaxError:
        return  # nothing in it to count


class _Counter:
    """A parser's target that counts elements and comments, and stops where they are too many."""

    def __init__(self, most: int, deepest: int) -> None:
        self._most = most
        self._deepest = deepest
        self._depth = self._elements = 0

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        self._depth += 1
        if self._depth > self._deepest:
            raise ValueError(
                f"more than {self._deepest:,} elements stand in each other; no page needs that"
            )
        if len(attributes) > _MOST_ATTRIBUTES:
            raise ValueError(
                f"an element with more than {_MOST_ATTRIBUTES:,} attributes; no page needs that"
            )
        self.comment(tag)

    def end(self, tag: str) -> None:
        self._depth -= 1

    def comment(self, text: str) -> None:
        self._elements += 1
        if self._elements > self._most:
            raise ValueError(f"more than {self._most:,} elements; no page needs that")

    def close(self) -> None:
        """Do nothing; the parser requires this method."""
