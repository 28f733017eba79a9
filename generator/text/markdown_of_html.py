"""Sanitised HTML → CommonMark that gives the same HTML again; what has no sign stays a tag."""

from __future__ import annotations

import html as entities
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from lxml.html import HtmlElement

_INLINE = frozenset(
    "a b strong i em u s del ins sub sup small mark q cite abbr dfn code samp kbd var br wbr "
    "ruby rt rp bdi bdo math".split()
)
_MARKS = {"b": "**", "strong": "**", "i": "*", "em": "*"}
# What could be taken for a mark: of emphasis, code, a link, a tag, a reference.
_SIGN = re.compile(r"[\\`*]|(?<![^\W_])_|_(?![^\W_])|\](?=[(\[:])|!(?=\[)|<(?=[A-Za-z/!?])")
_REFERENCE = re.compile(r"&(?=#?\w{1,40};)")
# What begins another block than a paragraph at the start of a line.
_BEGINNING = re.compile(r"([>|=~]|#{1,6}(?=\s|$)|[-+](?=\s|$|-)|\d{1,9}(?=[.)](?:\s|$)))")
_BREAK = "\0"  # which no sanitised text holds
_SPACE = re.compile(r"\s+")
_TICKS = re.compile(r"`+")


def markdown_of_html(html: str) -> str:
    r"""Return sanitised HTML as Markdown.

    >>> markdown_of_html("<h2>On <i>tin</i></h2><p>It is 2 * 3<sup>4</sup>.</p>")
    '## On *tin*\n\nIt is 2 \\* 3<sup>4</sup>.'
    """
    from lxml.html import fragment_fromstring

    return "\n\n".join(_blocks(fragment_fromstring(html, create_parent="div")))


def _blocks(element: HtmlElement) -> Iterator[str]:
    """Yield the blocks of an element; what stands in a line between two of them is one, too."""
    line = _escaped(element.text)
    for child in element:
        if child.tag in _INLINE:
            line += _inline_element(child)
        else:
            yield from _paragraph(line)
            yield from _block(child)
            line = ""
        line += _escaped(child.tail)
    yield from _paragraph(line)


def _paragraph(line: str) -> Iterator[str]:
    lines = (_BEGINNING.sub(_as_text, part.strip(), count=1) for part in line.split(_BREAK))
    text = _BREAK.join(lines).strip(_BREAK)
    if text:
        yield text.replace(_BREAK, "\\\n")


def _as_text(start: re.Match[str]) -> str:
    sign = start[1]
    if start.start():
        return start[0]
    return f"{sign}\\" if sign.isdigit() else f"\\{sign}"


def _block(element: HtmlElement) -> Iterator[str]:
    tag = str(element.tag)
    if len(tag) == 2 and tag[1].isdigit():
        text = _inline(element).replace(_BREAK, " ").strip()
        yield from [f"{'#' * int(tag[1])} {text}"] if text else []
    elif tag in ("ul", "ol"):
        yield _list(element)
    elif tag == "blockquote":
        lines = "\n\n".join(_blocks(element)).split("\n")
        yield "\n".join(f"> {line}".rstrip() for line in lines)
    elif tag == "pre":
        text = "".join(element.itertext()).strip("\n")
        fence = "`" * max(3, 1 + max((len(run) for run in _TICKS.findall(text)), default=0))
        yield f"{fence}\n{text}\n{fence}"
    elif tag == "hr":
        yield "* * *"
    elif tag == "table":
        yield _table(element) or _raw(element)
    elif tag == "dl":
        yield _raw(element)
    else:
        yield from _blocks(element)


def _list(element: HtmlElement) -> str:
    number = int(element.get("start") or 1)
    items = []
    for item in element:
        mark = "- " if element.tag == "ul" else f"{number}. "
        number += 1
        blocks = list(_blocks(item))
        is_loose = any(child.tag in ("p", "pre", "blockquote", "div") for child in item)
        text = ("\n\n" if is_loose else "\n").join(blocks)
        items.append(mark + text.replace("\n", "\n" + " " * len(mark)))
    return "\n".join(items)


def _table(element: HtmlElement) -> str | None:
    """Return a table of plain cells whose first row is its head; None for every other one."""
    rows: list[Any] = list(element.iter("tr"))
    cells = [list(row) for row in rows]
    inside = [one for row in cells for cell in row for one in cell.iterdescendants()]
    is_plain = (
        cells
        and all(cell.tag == "th" for cell in cells[0])
        and all(cell.tag == "td" for row in cells[1:] for cell in row)
        and len(set(map(len, cells))) == 1
        and element.find("caption") is None
        and all(one.tag in _INLINE - {"br"} for one in inside)
        # `lang` has no place in Markdown, but changes nothing that is seen.
        and all(set(cell.attrib) <= {"lang"} for row in cells for cell in row)
    )
    if not is_plain:
        return None
    lines = [
        f"| {' | '.join(_inline(cell).strip().replace('|', chr(92) + '|') for cell in row)} |"
        for row in cells
    ]
    return "\n".join([lines[0], "|---" * len(cells[0]) + "|", *lines[1:]])


def _raw(element: HtmlElement) -> str:
    """Return the element as HTML, without the blank lines that would end it."""
    from lxml.html import tostring

    return re.sub(r"\n\s*\n", "\n", tostring(element, encoding="unicode", with_tail=False))


def _inline(element: HtmlElement) -> str:
    parts = [_escaped(element.text)]
    for child in element:
        parts.append(_inline_element(child) if child.tag in _INLINE else _inline(child))
        parts.append(_escaped(child.tail))
    return _SPACE.sub(" ", "".join(parts))


def _inline_element(element: HtmlElement) -> str:
    if element.tag == "br":
        return _BREAK
    if element.tag == "math":
        return _SPACE.sub(" ", _raw(element))
    if element.tag == "code" and not len(element):
        return _code(_SPACE.sub(" ", element.text or ""))
    text = _inline(element)
    inner = text.strip()
    if not inner or _BREAK in inner:
        return text
    before, after = text[: len(text) - len(text.lstrip())], text[len(text.rstrip()) :]
    return f"{before}{_marked(element, inner)}{after}"


def _marked(element: HtmlElement, inner: str) -> str:
    """Return what an element holds between the marks of that element."""
    tag = str(element.tag)
    if tag == "a":
        target = element.get("href", "").replace("<", "%3C").replace(">", "%3E").replace(" ", "%20")
        is_plain = not set(target) & set("()\\*_&")
        return f"[{inner}]({target if is_plain else f'<{entities.escape(target)}>'})"
    if tag in _MARKS and inner[0].isalnum() and inner[-1].isalnum() and "*" not in inner:
        return f"{_MARKS[tag]}{inner}{_MARKS[tag]}"
    language = f' lang="{element.get("lang")}"' if element.get("lang") else ""
    return f"<{tag}{language}>{inner}</{tag}>"


def _code(text: str) -> str:
    if not text.strip():
        return text
    ticks = "`" * (1 + max((len(run) for run in _TICKS.findall(text)), default=0))
    pad = " " if text[0] in "` " or text[-1] in "` " else ""
    return f"{ticks}{pad}{text}{pad}{ticks}"


def _escaped(text: str | None) -> str:
    if not text:
        return ""
    folded = _SPACE.sub(" ", _REFERENCE.sub("&amp;", text))
    return _SIGN.sub(lambda sign: f"\\{sign[0]}", folded)
