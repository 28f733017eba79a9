"""Markdown → HTML: CommonMark for what was received, Python-Markdown for what the owner writes."""

from __future__ import annotations

import re
from typing import Any

from generator.text.html import LONGEST_MARKUP, html_of_paragraphs, sanitise, without_illegal

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
    """Whether plain text is meant as Markdown: a link, a heading on its own, or two other marks."""
    if "](" in text and _LINK.search(text):
        return True
    if "#" in text and _LONE_HEADING.search(text):
        return True
    kinds = {mark.lastgroup for mark in _LINE_MARK.finditer(text)}
    # Looking for a character first is ten times as fast as a pattern that begins with a choice.
    is_strong = ("**" in text or "__" in text) and _STRONG.search(text)
    holds_code = "`" in text and _CODE.search(text)
    return len(kinds) + bool(is_strong) + bool(holds_code) >= 2


def html_of_markdown(text: str) -> str:
    """CommonMark, with tables, as HTML. What it holds of raw HTML passes: sanitise it.

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
    """Return what the owner wrote in Markdown, as sanitised HTML that keeps its ids, prefixed.

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
    """Where the part begins that says how the text ends: after a blank line, if that is sure."""
    start = data.rfind(b"\n\n") + 2
    # Fences span blank lines; an indented line may go on with a list.
    is_sure = start > 1 and data[start : start + 1] not in {b" ", b"\t"}
    return start if is_sure and b"```" not in data and b"~~~" not in data else 0


def _without_broken_end(data: bytes, marks: list[Mark]) -> bytes:
    """The text without the marks of the last link, image or tag that begins and does not end."""
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
