"""Markdown ↔ HTML: CommonMark for what was received, Python-Markdown for what the owner writes."""

from __future__ import annotations

import html as entities
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from generator.text.html import LONGEST_MARKUP, html_of_paragraphs, sanitise, without_illegal

if TYPE_CHECKING:
    from lxml.html import HtmlElement

_LINK = re.compile(r"\]\((?:https?://|/|#|<)")
_LONE_HEADING = re.compile(r"(?:\A|\n[ \t]*\n) {0,3}#{1,6}[ \t][^\n]+(?:\n[ \t]*(?:\n|\Z)|\Z)")
_LINE_MARK = re.compile(
    r"^ {0,3}(?:(?P<heading>#{1,6}[ \t]+\S)|(?P<fence>```|~~~)|(?P<rule>(?:[*-] ?){3,}$)"
    r"|(?P<bullets>[*+-] \S.*\n {0,3}[*+-] \S)|(?P<numbers>\d{1,9}[.)] \S.*\n {0,3}\d{1,9}[.)] \S)"
    r"|(?P<quote>> \S)|(?P<table>\|?[ \t]*:?-{3,}:?[ \t]*\|))",
    re.MULTILINE,
)
_STRONG = re.compile(r"(?<![^\s(])(\*\*|__)[^\s*_][^*_\n]*\1")
_CODE = re.compile(r"(?<![^\s(])`[^`\n]+`")
# What the parser reports inside a block; every other start begins a block of its own.
_INLINE = frozenset({"Emphasis", "Strong", "Link", "Image"})
_OPENERS = frozenset({"[", "![", "]", "*", "_", "<"})
_CUT_TAG = re.compile(
    rb"""<(?:https?:[^\s<>]*|/[A-Za-z][A-Za-z0-9]*|!--.*|[A-Za-z][^<>]*=["'][^<>]*)\Z""", re.DOTALL
)
# One mark alone on the last line, an item or underline that lost what follows: `-` under a line
# would make that line a heading.
_LONE_MARK = re.compile(
    r"(?:(?:\A|\n)[ \t]*(?:[-+=>|*_`~#]{1,2}|#{3,6}|\d{1,9}[.)])|(?<=[^\s*_`])[ \t]+[*_`]{1,3})\Z"
)
_FENCE = re.compile(rb"`{3,}|~{3,}")
_WINDOWS_1252 = {code: bytes([code]).decode("cp1252", "ignore") for code in range(0x80, 0xA0)}


def looks_like_markdown(text: str) -> bool:
    """Return whether text is meant as Markdown: a link, a lone heading, or two other marks."""
    if "](" in text and _LINK.search(text):
        return True
    if "#" in text and _LONE_HEADING.search(text):
        return True
    kinds = {mark.lastgroup for mark in _LINE_MARK.finditer(text)}
    # A character first: a pattern that begins with a choice is slow.
    is_strong = ("**" in text or "__" in text) and _STRONG.search(text)
    holds_code = "`" in text and _CODE.search(text)
    return len(kinds) + bool(is_strong) + bool(holds_code) >= 2


def html_of_markdown(text: str) -> str:
    """Return CommonMark, with tables, as HTML. Raw HTML in it is kept: sanitise the result.

    Text of more than 100,000 characters is taken for plain paragraphs.

    Source: https://spec.commonmark.org/0.31.2/
    """
    if len(text) > LONGEST_MARKUP:
        return html_of_paragraphs(text)
    import pyromark

    html = pyromark.html(without_illegal(text), options=pyromark.Options.ENABLE_TABLES)
    # What is left of these controls comes of references (`&#150;`), which HTML reads so.
    return html.translate(_WINDOWS_1252)


def html_of_owner_markdown(text: str, top_heading: int = 2, id_prefix: str = "text-") -> str:
    """Return the owner's Markdown as sanitised HTML that keeps its ids, prefixed.

    Tables, footnotes, attribute lists and fenced code are understood.
    """
    import markdown
    from markdown.extensions.attr_list import AttrListExtension
    from markdown.extensions.fenced_code import FencedCodeExtension
    from markdown.extensions.footnotes import FootnoteExtension
    from markdown.extensions.tables import TableExtension

    # Not by their names: it would look for them in everything that is installed.
    extensions = (TableExtension(), FootnoteExtension(), AttrListExtension(), FencedCodeExtension())
    html = markdown.markdown(text, extensions=extensions, output_format="html")
    return sanitise(html, top_heading, id_prefix)


def trim_cut_markdown(text: str) -> str:
    """Return the text with what its cut end broke mended, so that no mark is shown as a character.

    A broken link or image leaves its label, a broken tag nothing; open emphasis, code spans and
    fences are closed. Words and entities that were cut stay as received.

    >>> trim_cut_markdown('the ["variables" of the computation](https://t')
    'the "variables" of the computation'
    """
    text = _LONE_MARK.sub("", text.rstrip()).rstrip()
    if len(text) > LONGEST_MARKUP:
        return text
    data = text.encode(errors="ignore")
    # A link can hold an image, and a label a tag: each round mends the outermost at the end.
    for _ in range(3):
        block, start, marks = _last_block(data)
        data, before = _without_broken_end(data, marks), data
        if data == before:
            return _closed(data, block, start, marks).decode()
    return _closed(data, *_last_block(data)).decode()


Mark = tuple[int, bytes]


def _last_block(data: bytes) -> tuple[str, int, list[Mark]]:
    """Return the kind of the block that the text ends in, its start, and its unmatched marks.

    Those are the marks that the parser took for plain characters. All places count bytes.
    """
    import pyromark

    tables = pyromark.Options.ENABLE_TABLES
    event: Any  # a name, or a mapping from one; the library's own type says less
    block, start, end, marks = "", 0, 0, list[Mark]()
    offset = _last_part(data)
    for event, span in pyromark.events_with_range(data[offset:].decode(), options=tables):
        if not isinstance(event, dict):
            continue
        place = offset + span["start"]
        begun = event.get("Start")
        name = begun if isinstance(begun, str) else next(iter(begun or {}), "")
        if name and name not in _INLINE:
            block, start, end, marks = name, place, offset + span["end"], []
        text = event.get("Text", "")
        is_mark = text in _OPENERS or (text and not text.strip("`"))
        if is_mark and data[place - 1 : place] != b"\\":
            marks.append((place, text.encode()))
    underlined = block == "Heading" and data[start : start + 1] != b"#"
    # Where the block ends before the text does, its marks are no victims of the cut.
    return block, start, [] if end < len(data) or underlined else marks


def _last_part(data: bytes) -> int:
    """Return where the part begins that decides how the text ends, after a blank line if sure."""
    start = data.rfind(b"\n\n") + 2
    # Fences span blank lines; an indented line may go on with a list.
    is_sure = start > 1 and data[start : start + 1] not in {b" ", b"\t"}
    return start if is_sure and b"```" not in data and b"~~~" not in data else 0


def _without_broken_end(data: bytes, marks: list[Mark]) -> bytes:
    """Return the text without the marks of a last link, image or tag that does not end."""
    tags = [place for place, mark in marks if mark == b"<"]
    if tags and _CUT_TAG.match(data, tags[-1]):
        return data[: tags[-1]].rstrip()
    broken_ends: list[int | None] = []
    unclosed, tail = 0, len(data)  # parentheses open at the end of the text, seen from its tail
    for place, mark in reversed(marks):
        after = data[place + len(mark) : tail]
        unclosed, tail = unclosed + after.count(b"(") - after.count(b")"), place
        if mark == b"]":
            has_target = data[place + 1 : place + 2] == b"(" and unclosed > 0
            broken_ends.append(place if has_target or place + 1 == len(data) else None)
        elif mark in {b"[", b"!["} and not broken_ends:
            # `[0, 1)` is no link: a label holds no parenthesis that it does not open.
            return data[:place] + data[place + len(mark) :] if unclosed >= 0 else data
        elif mark in {b"[", b"!["}:
            end = broken_ends.pop()
            # `[1]` at the very end may be a reference and stays; `![alt]` is an image for certain.
            if end is not None and (mark == b"![" or end + 1 < len(data)):
                return data[:place] + data[place + len(mark) : end]
    return data


def _closed(data: bytes, block: str, start: int, marks: list[Mark]) -> bytes:
    """Return the text with the emphasis, code span or fence that is open at its end closed."""
    if block == "CodeBlock":
        return _with_closed_fence(data, start)
    closers = b""
    for place, run in _runs(marks):
        before, end = data[place - 1 : place], place + len(run)
        if before and (before.isalnum() or before in b")]}.,;:!?"):
            continue
        if run.startswith(b"`"):
            return data + (b"" if data.endswith(b"`") else run) + closers
        if not data[end : end + 1].isspace():
            closers = run + closers
    return data + closers


def _runs(marks: list[Mark]) -> list[Mark]:
    """Return the marks of emphasis and code, those that touch as one."""
    runs: list[Mark] = []
    for place, mark in marks:
        if mark[:1] not in {b"*", b"_", b"`"}:
            continue
        start, run = runs[-1] if runs else (0, b"")
        if run[:1] == mark[:1] and start + len(run) == place:
            runs[-1] = (start, run + mark)
        else:
            runs.append((place, mark))
    return runs


def _with_closed_fence(data: bytes, start: int) -> bytes:
    fence = _FENCE.match(data, start)
    line_start = data.rfind(b"\n", 0, start) + 1
    if fence is None or data[line_start:start].strip():
        return data  # indented code has no fence; inside a list or a quote the end closes it
    last_line = data[data.rfind(b"\n", start) + 1 :].strip()
    is_closed = last_line.startswith(fence[0]) and not last_line.strip(fence[0][:1])
    if is_closed and b"\n" in data[start:]:
        return data
    return data + b"\n" + fence[0]


# Sanitised HTML → CommonMark that gives the same HTML again; what has no sign stays a tag.

_INLINE_TAGS = frozenset(
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
        if child.tag in _INLINE_TAGS:
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
        and all(one.tag in _INLINE_TAGS - {"br"} for one in inside)
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
        parts.append(_inline_element(child) if child.tag in _INLINE_TAGS else _inline(child))
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
    """Return the contents of an element between the marks of that element."""
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
