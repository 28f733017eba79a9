r"""The formulas of a page, as programs have left them → `<math>`, or their TeX in `<code>`.

KaTeX and MathJax draw a formula with hundreds of elements and keep what it means beside them;
Wikipedia and LaTeXML hide MathML behind an image. What is drawn goes, what is meant stays: MathML
where there is any, else TeX between `\(` and `\)`, in lines of its own between `\[` and `\]`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from generator.text.html import fold_space

if TYPE_CHECKING:
    from lxml.html import HtmlElement

#: The class of the elements that hold TeX.
TEX = "tex"

_CLASS = "contains(concat(' ', normalize-space(@class), ' '), ' {} ')"
# What holds one formula in all its forms.
_HOLDERS = (
    *(_CLASS.format(name) for name in ("katex-display", "katex", "mwe-math-element")),
    *(_CLASS.format(name) for name in ("MathJax_Display", "MathJax", "MathJax_SVG")),
    *(_CLASS.format(name) for name in ("MathJax_CHTML", "MJXc-display", "mjx-chtml")),
    *("self::mjx-container", "self::d-math", "self::tex-math"),
    *("@data-mathml", "@data-tex", "@data-latex"),
    "self::img[@alt]",
)
_FORMULA_IMAGE = re.compile(
    r"(?:^| )(?:latex|tex|math|mathtex|ltx_Math|ltx_equation|mwe-math-fallback-image-\w+)(?: |$)"
)
_FORMULA_SOURCE = re.compile(r"latex\.php|codecogs\.com|/latex\?|mathtex\.cgi|zhihu\.com/equation")
# What MathJax 2 puts before the script that holds a formula's source.
_DRAWN = frozenset("MathJax_Preview MathJax_Display MathJax MathJax_SVG MathJax_CHTML".split())
_WRAPPED = re.compile(
    r"\{\\(?:displaystyle|textstyle)\s?(?P<styled>.*)\}|\\[(\[](?P<delimited>.*)\\[)\]]", re.S
)
# Programs put two or three around each other; whoever puts thousands wants to take time.
_MOST_WRAPPERS = 8
_FENCES = ("(", ")", ",")
_CONTENT = ("annotation", "annotation-xml", "mglyph", "malignmark")


def plain_formulas(root: HtmlElement) -> None:
    """Make of each formula in a page one element, `<math>` or `<code class="tex">`."""
    for element in root.iter():
        if isinstance(element.tag, str) and element.tag.startswith(("m:", "mml:")):
            element.tag = element.tag.partition(":")[2]
    for script in list(root.iter("script")):
        if script.get("type", "").startswith("math/"):
            _replace(script, _formula_of_script(script))
    for holder in list(_outermost(root.xpath(f"//*[{' or '.join(_HOLDERS)}]"))):
        formula = _formula_in(holder)
        if formula is not None:
            _replace(holder, formula)
    for math in list(root.iter("math")):
        if not _is_tidied(math):
            _replace(math, _tex_element(math.get("alttext", ""), math.get("display") == "block"))


def _formula_of_script(script: HtmlElement) -> HtmlElement | None:
    """Return the formula of which a script holds the source; what is drawn of it is taken out."""
    kind, source = script.get("type", ""), script.text or ""
    is_block = "mode=display" in kind.replace(" ", "")
    formula = _parsed(source) if kind.startswith("math/mml") else None
    while (drawn := script.getprevious()) is not None and not (drawn.tail or "").strip():
        if _DRAWN.isdisjoint((drawn.get("class") or "").split()):
            break
        if formula is None:
            formula = _math_in(drawn)
        drawn.drop_tree()
    if formula is None:
        return _tex_element(source, is_block)
    if is_block:
        formula.set("display", "block")
    return formula


def _outermost(holders: list[HtmlElement]) -> Iterator[HtmlElement]:
    done: set[HtmlElement] = set()
    for holder in holders:  # in the order of the page, so that the outer ones come first
        if done.isdisjoint(holder.iterancestors()):
            done.add(holder)
            yield holder


def _formula_in(holder: HtmlElement) -> HtmlElement | None:
    """Return the formula that an element holds in its forms.

    None where it holds none that is known.
    """
    classes = holder.get("class", "")
    is_block = "isplay" in classes or holder.get("display") in ("true", "block")
    if holder.tag == "img":
        is_formula = _FORMULA_IMAGE.search(classes) or _FORMULA_SOURCE.search(holder.get("src", ""))
        return _tex_element(holder.get("alt", ""), is_block) if is_formula else None
    math = _math_in(holder)
    if math is None:
        return _tex_element(_tex_of(holder), is_block or "block" in holder.attrib)
    if is_block:
        math.set("display", "block")
    return math


def _math_in(holder: HtmlElement) -> HtmlElement | None:
    """Return the MathML in an element or in what it states; None where that is none, or empty."""
    math = next(holder.iter("math"), None)
    if math is None:
        stated = (one.get("data-mathml") for one in holder.iter())
        math = _parsed(next(filter(None, stated), ""))
    return math if math is not None and _text(math) else None


def _parsed(mathml: str) -> HtmlElement | None:
    from lxml import etree
    from lxml.html import fragment_fromstring

    if "<" not in mathml:
        return None
    try:
        return next(fragment_fromstring(mathml, create_parent="div").iter("math"), None)
    except etree.ParserError:
        return None


def _tex_of(holder: HtmlElement) -> str:
    """Return the TeX that an element states beside what it draws, or holds; may be ""."""
    for name in ("data-tex", "data-latex", "alttext"):
        if stated := next((one.get(name) for one in holder.iter() if one.get(name)), None):
            return stated
    if holder.tag in ("d-math", "tex-math"):
        return holder.text_content()
    for annotation in holder.iter("annotation"):
        if "tex" in annotation.get("encoding", ""):
            return annotation.text or ""
    return next((image.get("alt", "") for image in holder.iter("img")), "")


def _unwrapped(tex: str) -> str:
    r"""Return TeX without what says only that it is a formula, and how large.

    >>> _unwrapped(r"\[{\displaystyle x}\]"), _unwrapped("$$x$$"), _unwrapped("$")
    ('x', 'x', '$')
    """
    for _ in range(_MOST_WRAPPERS):
        if len(tex) > 1 and tex[0] == tex[-1] == "$":
            inner = tex.strip("$")  # a pattern for this takes the cube of the time
        elif wrapped := _WRAPPED.fullmatch(tex):
            inner = wrapped[wrapped.lastgroup or 0]
        else:
            break
        tex = fold_space(inner)
    return tex


def _tex_element(tex: str, is_block: bool) -> HtmlElement | None:
    """Return TeX as an element, between the marks by which TeX distinguishes a formula."""
    from lxml.html import Element

    plain = _unwrapped(fold_space(tex))
    if not plain:
        return None
    start, end = (r"\[", r"\]") if is_block else (r"\(", r"\)")
    element = Element("code", {"class": TEX})
    element.text = f"{start}{plain}{end}"
    return element


def _replace(holder: HtmlElement, formula: HtmlElement | None) -> None:
    """Put the formula in the place of what holds it."""
    parent: Any = holder.getparent()
    if formula is None or parent is None:
        holder.drop_tree()
        return
    tail = holder.tail
    parent.replace(holder, formula)
    formula.tail = tail


def _is_tidied(math: HtmlElement) -> bool:
    """Take out of MathML what is no presentation; whether anything is left."""
    for element in list(math.iterdescendants()):
        if element.tag in _CONTENT:
            element.tail = None
            element.drop_tree()
        elif element.tag == "mfenced":  # which browsers do not know any more
            _unfence(element)
    return bool(_text(math))


def _unfence(fenced: HtmlElement) -> None:
    from lxml.html import Element

    opened, closed, separators = (
        fenced.get(name, default)
        for name, default in zip(("open", "close", "separators"), _FENCES, strict=True)
    )
    children = list(fenced)
    fenced.tag, fenced.text = "mrow", None
    fenced.attrib.clear()
    signs = [*separators.split()] or [""]
    row = [(opened, True)]
    for number, _child in enumerate(children):
        row.append(("", False))
        if number < len(children) - 1:
            row.append((signs[min(number, len(signs) - 1)], True))
    row.append((closed, True))
    waiting = iter(children)
    for sign, is_sign in row:
        if is_sign and sign:
            element = Element("mo")
            element.text = sign
            fenced.append(element)
        elif not is_sign:
            fenced.append(next(waiting))


def _text(element: HtmlElement) -> str:
    return "".join(element.itertext()).strip()
