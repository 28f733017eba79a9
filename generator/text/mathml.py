"""MathML in HTML → HTML that says the same in a line: `<sup>`, `<sub>`, fractions with a slash.

Publishers put it into titles. The sanitiser takes it out with all that it holds; and if only its
elements went, 10⁻⁶ would read 10-6. Source: MathML Core.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lxml.html import HtmlElement

_NAMES = frozenset(
    "math mrow mi mn mo ms mtext mspace mfrac msqrt mroot mstyle merror mpadded mphantom mfenced "
    "menclose msub msup msubsup munder mover munderover mmultiscripts mprescripts mtable mtr mtd "
    "maction semantics annotation annotation-xml".split()
)
_MATHML = re.compile(rf"<(?:\w+:)?(?:{'|'.join(sorted(_NAMES))})\b", re.IGNORECASE)


def html_of_mathml(html: str) -> str:
    """Return the HTML with its MathML as a line of text; what holds none as it is.

    >>> html_of_mathml("<msup><mn>10</mn><mn>6</mn></msup>")
    '<div><span><span>10</span><span><sup>6</sup></span></span></div>'
    """
    if not _MATHML.search(html):
        return html
    from lxml import etree
    from lxml import html as lxml_html

    root = lxml_html.fragment_fromstring(html, create_parent="div")
    for element in list(root.iter(etree.Element)):
        name = str(element.tag).rpartition(":")[2]
        if name not in _NAMES:
            continue
        element.tag = "span"
        match (name, list(element.iterchildren(etree.Element))):
            case ("msup", [_, raised]):
                _mark(raised, "sup")
            case ("msub" | "munder", [_, lowered]):
                _mark(lowered, "sub")
            case ("msubsup" | "munderover", [_, lowered, raised]):
                _mark(lowered, "sub")
                _mark(raised, "sup")
            case ("mfrac", [above, _]):
                above.tail = "/"
            case ("msqrt", _):
                element.text = f"√{element.text or ''}"
            case ("annotation" | "annotation-xml", _):  # the same in TeX
                element.clear()
    return lxml_html.tostring(root, encoding="unicode")


def _mark(part: HtmlElement, name: str) -> None:
    """Puts all that the part holds into one element of that name."""
    from lxml import html

    wrapper = html.Element(name)
    wrapper.text, part.text = part.text, None
    wrapper.extend(list(part))
    part.append(wrapper)
