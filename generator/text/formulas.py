"""Formulas, superscripts and subscripts in HTML → what says the same in a line of plain text."""

from __future__ import annotations

import html as entities
import re
import unicodedata
from functools import lru_cache
from itertools import chain
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lxml.html import HtmlElement

# MathML in HTML: what of it is allowed, and HTML that says the same in a line.
#
# In a text that is read as HTML it stays. Publishers put it into titles, which are plain text:
# there it becomes `<sup>`, `<sub>` and fractions with a slash: if its elements went, 10⁻⁶ would
# read 10-6. Source: MathML Core.

#: The elements that may be shown, with the attributes that each may have besides `lang`. No other
#: element may stand in them: not what holds HTML (`annotation-xml`), nor what links.
ELEMENTS: dict[str, frozenset[str]] = {
    **dict.fromkeys(
        "mrow mn ms mtext msqrt mroot merror mphantom msub msup msubsup mmultiscripts mprescripts "
        "mtable mtr semantics mpadded".split(),
        frozenset(),
    ),
    "math": frozenset({"display"}),
    "mi": frozenset({"mathvariant"}),
    "mo": frozenset("stretchy fence separator form lspace rspace minsize maxsize".split()),
    "mspace": frozenset({"width"}),
    "mfrac": frozenset({"linethickness"}),
    **dict.fromkeys(("munder", "mover", "munderover"), frozenset({"accent", "accentunder"})),
    "mstyle": frozenset({"displaystyle", "scriptlevel"}),
    "mtd": frozenset({"columnspan", "rowspan"}),
}
#: What says the same once more, in TeX or otherwise, and is left out with all that it holds.
UNREAD = frozenset({"annotation", "annotation-xml"})
# A word, a small number, or a length of less than ten of a letter's.
_VALUE = re.compile(r"[a-z-]{1,25}|[-+]?\d|-?\d?(?:\.\d{1,6})?em", re.ASCII)
_TAG = re.compile(r"</?([A-Za-z][^\s<>/]*+)[^<>]*+>")

_NAMES = frozenset(
    "math mrow mi mn mo ms mtext mspace mfrac msqrt mroot mstyle merror mpadded mphantom mfenced "
    "menclose msub msup msubsup munder mover munderover mmultiscripts mprescripts mtable mtr mtd "
    "maction semantics annotation annotation-xml".split()
)
_MATHML = re.compile(rf"<(?:\w+:)?(?:{'|'.join(sorted(_NAMES))})\b", re.IGNORECASE)


def is_value(value: str) -> bool:
    """Return whether an attribute of MathML may have the value.

    >>> is_value("true"), is_value("0.1667em"), is_value("expression(x)"), is_value("99em")
    (True, True, False, False)
    """
    return _VALUE.fullmatch(value) is not None


def without_foreign(html: str) -> str:
    """Return sanitised HTML whose formulas hold nothing but MathML, and whose text holds none.

    So no parser can read a formula's end, or what is in it, as anything else.
    """
    if "<m" not in html:
        return html
    depth = 0

    def checked(tag: re.Match[str]) -> str:
        nonlocal depth
        name, is_end = tag[1], tag[0].startswith("</")
        if name == "math":
            depth += -1 if is_end else 1
            return tag[0] if depth == (0 if is_end else 1) else ""
        return tag[0] if (name in ELEMENTS) == (depth > 0) else ""

    return _TAG.sub(checked, html)


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
    """Put all that the part holds into one element of that name."""
    from lxml import html

    wrapper = html.Element(name)
    wrapper.text, part.text = part.text, None
    wrapper.extend(list(part))
    part.append(wrapper)


# Superscripts and subscripts in HTML → characters, so that no plain text reads 10-6 for 10⁻⁶.
#
# Unicode has such characters for digits, signs and most letters; `^` and `_` stand for the others.

_MARKS = {"sup": "^", "sub": "_"}
_DECOMPOSED_AS = {"sup": "<super> ", "sub": "<sub> "}
# An element that holds no other: those further out come next.
_INNERMOST = re.compile(r"<(su[pb])(?: [^<>]*)?>((?:[^<]|<(?!/?su[pb]\b))*)</\1>")
_ANY_TAG = re.compile(r"<[^<>]*>")
_SIGN = re.compile(r"([+−–-]) ")
# What looks raised by itself, what is read aloud as part of a number, and the mark of a footnote.
_RAISED = re.compile(r"[*∗†‡§®©™℠°′″'ºª]+")
_ORDINAL = re.compile(r"(?:st|nd|rd|th|er?|re|ère|eme|ème|e|o|a|de|ste|te)")
_TRADE_MARKS = {"tm": "™", "sm": "℠"}
# What follows ^ or _ without parentheses.
_ONE_TERM = re.compile(r"[+−-]?[^\W⁰-₟²³¹]+|.")
# The blocks of Unicode that hold them: Latin-1, letters that modify others, scripts, Latin C.
_BLOCKS = (range(0xAA, 0x2E5), range(0x1D2C, 0x1DC0), range(0x2070, 0x20A0), range(0x2C7C, 0x2C7E))
# Nobody raises what is raised more often than this.
_DEEPEST = 4


def characters_of_scripts(html: str) -> str:
    """Return sanitised HTML with every `<sup>` and `<sub>` as characters.

    >>> characters_of_scripts("10<sup>-6</sup> of H<sub>2</sub>O, x<sup>q</sup>")
    '10⁻⁶ of H₂O, x^q'
    """
    for _ in range(_DEEPEST):
        if "<su" not in html:
            break
        html = _INNERMOST.sub(_characters, html)
    return html


def _characters(element: re.Match[str]) -> str:
    name, text = element[1], entities.unescape(_ANY_TAG.sub("", element[2]))
    text = _SIGN.sub(r"\1", " ".join(text.split()))
    # As far back as a tag may be long.
    before = _ANY_TAG.sub("", element.string[max(0, element.start() - 100) : element.start()])[-1:]
    if name == "sup" and text.casefold() in _TRADE_MARKS:
        return _TRADE_MARKS[text.casefold()]
    # With nothing to stand on, words are a label ("new"), while a number is that of an isotope.
    is_label = (not before or before.isspace()) and not any(map(str.isdigit, text))
    is_ordinal = before.isdigit() and _ORDINAL.fullmatch(text)
    if not text or is_label or text.startswith("[") or _RAISED.fullmatch(text) or is_ordinal:
        return entities.escape(text, quote=False)
    small = _table(name)
    if all(char in small for char in text):
        return "".join(small[char] for char in text)
    raised = text if _ONE_TERM.fullmatch(text) else f"({text})"
    return _MARKS[name] + entities.escape(raised, quote=False)


@lru_cache
def _table(name: str) -> dict[str, str]:
    """Return the characters that Unicode has for others in that place (UnicodeData, field 5)."""
    start = _DECOMPOSED_AS[name]
    table: dict[str, str] = {}
    for code in chain(*_BLOCKS):
        decomposed = unicodedata.decomposition(chr(code))
        if decomposed.startswith(start) and " " not in decomposed[len(start) :]:
            table[chr(int(decomposed[len(start) :], 16))] = chr(code)
    return table | dict.fromkeys("-‐‑–", table["−"]) | {" ": " "}
