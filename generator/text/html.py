"""HTML ↔ plain text, HTML from anywhere → HTML that is safe; bytes → text. HTML living standard.

The sanitiser's output is what html5ever writes: every tag closed, `<`, `>` and `"` escaped in
text and attributes alike. The patterns below read that output only, never what was received.
"""

from __future__ import annotations

import html as entities
import re
import unicodedata
from collections.abc import Callable, Iterable
from contextlib import suppress
from functools import lru_cache, partial
from typing import TYPE_CHECKING

from generator.model.record import SCHEMES, is_web_url
from generator.text import formulas
from generator.text.formulas import characters_of_scripts, html_of_mathml, without_foreign
from generator.text.urls import absolute_url, owner_url

if TYPE_CHECKING:
    import nh3
    from bs4 import Tag

# XML 1.0, production 2 (Char); the controls C0 and C1, which mean nothing in text; and what
# Unicode says is no character (§23.7), the last two of each of its seventeen planes among them.
_LAST_OF_PLANES = "".join(
    chr((plane << 16) | end) for plane in range(17) for end in (0xFFFE, 0xFFFF)
)
_ILLEGAL = re.compile(
    f"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufdd0-\ufdef{_LAST_OF_PLANES}]"
)
_CONTROLS = bytes(code for code in range(128) if _ILLEGAL.match(chr(code)))
_BREAKS = re.compile(r"[\x0b\x0c\x1c-\x1f\x85\u2028\u2029]|\r\n?")
_BLANK_LINES = re.compile(r"\n\s*\n")

_BLOCKS = frozenset(
    "p div hr blockquote pre ul ol li dl dt dd table caption thead tbody tfoot tr th td "
    "h1 h2 h3 h4 h5 h6 figure figcaption".split()
)
# Blocks whose own meaning has no place inside an article; they become divisions.
_DIVISIONS = frozenset(
    "address article aside center details fieldset footer form header hgroup main menu nav "
    "section summary".split()
)
_SEPARATE = _BLOCKS | _DIVISIONS | {"br"}
_INLINE = frozenset(
    "a b strong i em u s del ins sub sup small mark q cite abbr dfn code samp kbd var br wbr "
    "ruby rt rp bdi bdo img".split()
)
# What stands in these is never meant to be read.
_UNREAD = formulas.UNREAD | frozenset(
    "script style template iframe noembed noframes object title".split()
)
_ATTRIBUTES = {
    "a": {"href"},
    "img": {"src", "alt"},
    "ol": {"start"},
    "th": {"colspan", "rowspan"},
    "td": {"colspan", "rowspan"},
    **{name: set(attributes) for name, attributes in formulas.ELEMENTS.items()},
}
# html5ever takes a time that grows with the square of the nesting and of a tag's attributes; up
# to this length the worst input costs about half a second. Nobody writes a page by hand that
# long, and a cached copy stops after 3,000 characters.
LONGEST_MARKUP = 100_000

_TAG = re.compile(r"<[^<>]*+>")
_BLOCK_TAG = re.compile(rf"</?(?:{'|'.join(sorted(_SEPARATE))})\b[^<>]*+>")
_HANDLED_TAG = re.compile(rf"<(/?)(a|img|h[1-6]|{'|'.join(sorted(_DIVISIONS))})(?: ([^<>]*+))?>")
_ATTRIBUTE = re.compile(r'(?<![a-z])([a-z]++)="([^"]*)"')
_TARGET = re.compile(r'(?:[a-z]+="[^"]*" )*?href="([^"]*)"')
_HREF = re.compile(r'<a (?:[a-z]+="[^"]*" )*?href="([^"]*)"')
_LANGUAGE = re.compile(r"[A-Za-z]{2,8}(?:-[A-Za-z0-9]{1,8})*")
_HOLLOW = re.compile(r"<(p|div|li|h[1-6])>(?:\s|&nbsp;|<br>)*+</\1>")
_RAW_TAG = re.compile(r"<(/?)([A-Za-z][^\s<>/]*+)[^<>]*+>|<[!?][^<>]*+>")

# The bytes that Windows-1252 leaves open; browsers read them as the control of that number.
_OPEN_BYTES = {0xDC00 + byte: byte for byte in (0x81, 0x8D, 0x8F, 0x90, 0x9D)}
_OPEN_CONTROLS = {byte: surrogate for surrogate, byte in _OPEN_BYTES.items()}
# The first byte of a UTF-8 sequence, misread, and one that can follow it.
_MISREAD = re.compile("[\xc2-\xf4][^\x00-\x7f]")
# A document in one of these begins with "<", and may do so without a mark (XML 1.0, appendix F).
_WIDE = (
    (b"<\x00\x00\x00", "utf-32-le"),
    (b"\x00\x00\x00<", "utf-32-be"),
    (b"<\x00", "utf-16-le"),
    (b"\x00<", "utf-16-be"),
)
_BOMS = (
    (b"\xef\xbb\xbf", "utf-8"),
    (b"\xff\xfe\x00\x00", "utf-32-le"),
    (b"\x00\x00\xfe\xff", "utf-32-be"),
    (b"\xff\xfe", "utf-16-le"),
    (b"\xfe\xff", "utf-16-be"),
)
_DECLARED = re.compile(rb"""(?:encoding|charset)\s*=\s*["']?([A-Za-z0-9._-]{2,40})""")


def fold_space(text: str) -> str:
    """Return the text with every run of white space, no-break spaces included, as one space."""
    return " ".join(text.split())


def without_illegal(text: str) -> str:
    """Return the text without control characters and what XML cannot hold. Line ends stay."""
    # Most text is ASCII, where this tells in a sixth of the pattern's time that there is none.
    if text.isascii() and len(text.encode().translate(None, _CONTROLS)) == len(text):
        return text
    return _ILLEGAL.sub("", text)


def clean_text(text: str) -> str | None:
    """Return plain text as the model wants it: NFC, one line, no controls; None if empty."""
    text = fold_space(text)
    if not text.isprintable():
        text = fold_space(_ILLEGAL.sub("", text))
    return unicodedata.normalize("NFC", text) or None


def unique_texts(texts: Iterable[object]) -> tuple[str, ...]:
    """Return the texts, cleaned, each once; what is none is left out."""
    cleaned = (clean_text(text) for text in texts if isinstance(text, str))
    return tuple(dict.fromkeys(text for text in cleaned if text))


def text_of_html(html: str) -> str | None:
    """Return the plain text of a fragment, its entities decoded once; None if it has none.

    >>> text_of_html("<p>R&amp;D</p><p>AT&amp;amp;T</p>")
    'R&D AT&amp;T'
    """
    if "<" not in html and "&" not in html and not html.startswith("\ufeff"):
        return clean_text(html)
    if len(html) > LONGEST_MARKUP:
        return clean_text(_text_of_long_html(html))
    return text_of_sanitised(_cleaned(html_of_mathml(mend_references(html))))


def text_of_sanitised(html: str) -> str | None:
    """Return the plain text of what `sanitise` gave, in a fraction of the time.

    None if it has none.
    """
    if "<math" in html:
        html = html_of_mathml(html)
    text = _TAG.sub("", _BLOCK_TAG.sub(" ", characters_of_scripts(html)))
    return clean_text(entities.unescape(text))


def blocks_of_sanitised(html: str) -> list[str]:
    """Return the plain text of what `sanitise` gave, block by block, without empty blocks.

    >>> blocks_of_sanitised("<h2>R&amp;D</h2><p>of <b>two</b></p><hr>")
    ['R&D', 'of two']
    """
    if "<math" in html:
        html = html_of_mathml(html)
    # Sanitised HTML holds no such character.
    parted = _BLOCK_TAG.sub("\0", characters_of_scripts(html.replace("<br>", " ")))
    pieces = filter(str.strip, entities.unescape(_TAG.sub("", parted)).split("\0"))
    texts = map(clean_text, pieces)
    return [text for text in texts if text]


def text_of_element(element: Tag) -> str | None:
    """Return the plain text of an element of a parsed page; None if it has none."""
    if element.find(["sup", "sub"]) is None:
        return clean_text(element.get_text())
    return text_of_html(element.decode_contents())


def _text_of_long_html(html: str) -> str:
    """Return the text by the tags alone, in one pass: less exact than a parser, never slow."""
    html = mend_references(html)
    parts, position, unread = [], 0, ""
    for tag in _RAW_TAG.finditer(html):
        name = (tag[2] or "").lower()
        if not unread:
            parts.append(html[position : tag.start()])
            parts.append("\n\n" if name in _SEPARATE else "")
            unread = name if name in _UNREAD and not tag[1] else ""
        elif tag[1] and name == unread:
            unread = ""
        position = tag.end()
    parts.append("" if unread else html[position:])
    return entities.unescape("".join(parts))


def html_of_paragraphs(text: str) -> str:
    """Return plain text as an escaped `<p>` for each run of lines; may be "".

    Line ends inside a paragraph stay, as `<br>`.
    """
    paragraphs = []
    for part in _BLANK_LINES.split(_BREAKS.sub("\n", text)):
        lines = (clean_text(line) for line in part.split("\n"))
        escaped = "<br>\n".join(entities.escape(line, quote=False) for line in lines if line)
        paragraphs.extend([f"<p>{escaped}</p>"] if escaped else [])
    return "\n".join(paragraphs)


def sanitise(
    html: str,
    top_heading: int = 3,
    id_prefix: str | None = None,
    base: str | None = None,
    longest: int = LONGEST_MARKUP,
) -> str:
    """Return HTML from anywhere as balanced HTML that can stand in our pages; may be "".

    Only the markup that docs/security.md lists and http(s) links stay. An image becomes a link to
    it. Headings are moved so that the highest have the level `top_heading` and none skips a level
    or lies below 6. Links within the text become plain text, as ids go; with `id_prefix` the text
    is the owner's: ids stay under that prefix, links to them, relative links and mailto: too. With
    `base` relative links are kept, resolved against it. Text of more than 100,000 characters is
    reduced to paragraphs, unless the caller knows that it is well-formed, and allows more.
    """
    if len(html) > longest:
        return html_of_paragraphs(_text_of_long_html(html))
    target = partial(owner_url, id_prefix=id_prefix) if id_prefix else partial(_target, base=base)
    cleaned = without_foreign(without_illegal(_cleaned(html, id_prefix)))
    return _HOLLOW.sub("", _rewrite_tags(cleaned, top_heading, target)).strip()


def _target(url: str, base: str | None) -> str | None:
    """Return the target of a received link; None if that is nowhere outside the text."""
    # A place within the text has no id any more, so a link to it leads nowhere.
    joined = absolute_url(url, base) if base and not url.strip().startswith("#") else None
    return absolute_url(url) or joined


def _cleaned(html: str, id_prefix: str | None = None) -> str:
    html = mend_references(html)
    try:
        return _cleaner(id_prefix).clean(html)
    except UnicodeEncodeError:  # half a character, which only JSON can hold
        return _cleaner(id_prefix).clean(without_illegal(html))


@lru_cache(maxsize=16)
def _cleaner(id_prefix: str | None) -> nh3.Cleaner:
    import nh3

    owned = id_prefix is not None
    return nh3.Cleaner(
        tags=set(_SEPARATE | _INLINE | formulas.ELEMENTS.keys()),
        clean_content_tags=set(_UNREAD),
        attributes=_ATTRIBUTES | {"*": {"id", "lang"} if owned else {"lang"}},
        attribute_filter=_checked_attribute,
        # The last word on a URL is `target`'s, which sees what is written.
        url_schemes={*SCHEMES, "mailto"} if owned else set(SCHEMES),
        id_prefix=id_prefix,
        link_rel=None if owned else "noopener noreferrer nofollow ugc",
    )


def _checked_attribute(tag: str, name: str, value: str) -> str | None:
    if name in {"start", "colspan", "rowspan"}:
        return value if value.isascii() and value.isdigit() and len(value) <= 3 else None
    if name == "lang":
        return value if _LANGUAGE.fullmatch(value) else None
    if tag in formulas.ELEMENTS:
        return value if formulas.is_value(value) else None
    return value


def _rewrite_tags(html: str, top_heading: int, target_of: Callable[[str], str | None]) -> str:
    """Return the HTML with headings moved, images as links, and no link without a target.

    `target_of` gives the URL to write for one that was received; None: none.
    """
    parts: list[str] = []
    links: list[str] = []  # the targets of the links that are open, "": not kept
    above: list[int] = []  # the levels, as received, of the headings that the text stands under
    position = 0
    for tag in _HANDLED_TAG.finditer(html):
        slash, name, attributes = tag.groups("")
        parts.append(html[position : tag.start()])
        position = tag.end()
        if name == "a" and slash:
            target = links.pop()
            hollow = not parts[-1].strip() and parts[-2].startswith("<a ")
            parts.append((target if hollow else "") + "</a>" if target else "")
        elif name == "a":
            found = None if any(links) else _TARGET.match(attributes)
            target = _escaped(target_of(entities.unescape(found[1]))) if found else ""
            links.append(target)
            start, end = found.span(1) if found else (0, 0)
            parts.append(f"<a {attributes[:start]}{target}{attributes[end:]}>" if target else "")
        elif name == "img":
            image = dict(_ATTRIBUTE.findall(attributes))
            target = _escaped(target_of(entities.unescape(image.get("src", ""))))
            label = image.get("alt", "").strip() or target
            parts.append(_link_to_image(target, label) if target and not any(links) else label)
        else:
            new_name = "div"
            if _is_heading(name):
                if not slash:
                    above = [*(level for level in above if level < int(name[1])), int(name[1])]
                new_name = f"h{min(6, top_heading + len(above) - 1)}"
            parts.append(f"<{slash}{new_name}{' ' if attributes else ''}{attributes}>")
    return "".join(parts) + html[position:]


def _is_heading(name: str) -> bool:
    return len(name) == 2 and name[1].isdigit()


def _escaped(url: str | None) -> str:
    return entities.escape(url or "", quote=False).replace('"', "&quot;")


def _link_to_image(target: str, label: str) -> str:
    return f'<a href="{target}" rel="noopener noreferrer nofollow ugc">{label}</a>'


def links_of_html(html: str) -> tuple[str, ...]:
    """Return the http(s) targets of the links in a sanitised fragment, in order, each once."""
    targets = (entities.unescape(target) for target in _HREF.findall(html))
    return tuple(dict.fromkeys(url for url in targets if is_web_url(url)))


def decode(data: bytes) -> str:
    """Return the text of bytes, without their byte order mark.

    UTF-8, or 16 or 32 with a mark or in a document; else what the bytes declare; else
    Windows-1252, which always succeeds.
    """
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            return data[len(mark) :].decode(encoding, errors="replace")
    for start, wide in _WIDE:
        if data.startswith(start):
            return data.decode(wide, errors="replace")
    with suppress(UnicodeDecodeError):
        return data.decode("utf-8")
    declared = _DECLARED.search(data[:1024])
    if declared and (stated := text_encoding(declared[1].decode("ascii"))):
        with suppress(UnicodeDecodeError):
            return data.decode(stated)
    return data.decode("cp1252", errors="surrogateescape").translate(_OPEN_BYTES)


def repair_mojibake(text: str) -> str:
    """Return the text with UTF-8 that was read as Latin-1 or Windows-1252 read again, as UTF-8.

    Only where the whole text comes through without an error: a single character outside of the
    old encoding, or a lone accented letter, shows that nothing went wrong.

    >>> repair_mojibake("cafÃ©"), repair_mojibake("café")
    ('café', 'café')
    """
    if text.isascii() or not _MISREAD.search(text):
        return text
    for misread in (text, text.translate(_OPEN_CONTROLS)):
        encoding = "latin-1" if misread is text else "cp1252"
        try:
            return misread.encode(encoding, errors="surrogateescape").decode("utf-8")
        except UnicodeError:
            continue
    return text


# Numeric character references that parsers stumble over → references that every parser reads.
#
# Some writers escape UTF-16 and so give an emoji as two references; others give numbers that no
# character has. An XML parser ends the document there, and Python raises an exception.
#
# Source: HTML living standard, "Numeric character reference end state"; XML 1.0, §2.2 and §4.1.

# Several in a row are read together, since two can be the halves of one character.
_RUN = re.compile(r"(?:&#(?:[xX][0-9a-fA-F]+|[0-9]+);?)+")
_ONE = re.compile(r"&#(?:[xX]([0-9a-fA-F]+)|([0-9]+));?")
_PLAIN_RUN = re.compile(r"(?:&#(?:x[0-9a-fA-F]{1,6}|[0-9]{1,7});)+")
# A CDATA section holds no references; one that does not end goes on to the end of the text.
_CDATA_OR_RUN = re.compile(rf"<!\[CDATA\[(?:.*?\]\]>|.*)|{_RUN.pattern}", re.DOTALL)
_MOST_DIGITS = 7
# White space in HTML or in Python, which XML cannot hold.
_BREAKING_CONTROLS = re.compile("[\x0b\x0c\x1c-\x1f]")
# What else XML cannot hold; control characters mean nothing in text.
_ILLEGAL_CONTROLS = re.compile("[\x01-\x08\x0e-\x1b\ufffe\uffff]")
# Half a character, and what stands for a number that no character has.
_NOTHING = re.compile("[\ud800-\udfff\x00]")

OnUnreadable = Callable[[str], object]


def mend_references(html: str, on_unreadable: OnUnreadable | None = None) -> str:
    """Return the HTML with each numeric reference naming a character that XML can hold.

    The two halves of a character become that character, and control characters go. What names
    no character becomes U+FFFD, and `on_unreadable` is called with it as it was written.

    >>> mend_references("&#55357;&#56832; &#X41; &#xD800; &#1;")
    '&#x1F600; &#x41; &#xFFFD; '
    """
    if "&#" not in html:
        return html
    return _RUN.sub(lambda run: _mended(run[0], on_unreadable), html)


def mend_xml_references(data: bytes, on_unreadable: OnUnreadable | None = None) -> bytes:
    """Return an XML document with its references mended likewise, and its CDATA sections as is.

    Its encoding must be one that writes ASCII as ASCII.
    """
    if b"&#" not in data:
        return data

    def mended(found: re.Match[str]) -> str:
        return found[0] if found[0].startswith("<") else _mended(found[0], on_unreadable)

    # Latin-1 gives every byte back as it was, whatever the encoding really is.
    return _CDATA_OR_RUN.sub(mended, data.decode("latin-1")).encode("latin-1")


def _mended(run: str, on_unreadable: OnUnreadable | None) -> str:
    units = "".join(map(_unit, _ONE.finditer(run)))
    # UTF-16 joins the halves of a character; a half that is alone stays one.
    text = units.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "surrogatepass")
    readable = _NOTHING.sub("\ufffd", text)
    if readable != text and on_unreadable:
        on_unreadable(run)
    legal = _ILLEGAL_CONTROLS.sub("", _BREAKING_CONTROLS.sub(" ", readable))
    if legal == units and _PLAIN_RUN.fullmatch(run):
        return run
    return "".join(f"&#x{ord(character):X};" for character in legal)


def _unit(reference: re.Match[str]) -> str:
    """Return the character, or half of one, that has the reference's number.

    U+0000 where none has.
    """
    digits = (reference[1] or reference[2]).lstrip("0")
    code = int(digits or "0", 16 if reference[1] else 10) if len(digits) <= _MOST_DIGITS else 0
    return chr(code) if code <= 0x10FFFF else "\x00"


# The name of an encoding that a document declares → a codec that may read it.

# Python also calls an encoding what unescapes a text, or takes a whole domain for one character.
# The backslash stands once, before what can be unescaped: Python warns of what cannot.
_ASCII = bytes({*range(0x20, 0x7F)} - {0x5C}) + rb" \ud800 +2AA- xn--4ca"


def text_encoding(name: str) -> str | None:
    """Return the name if it is that of an encoding of text that writes ASCII as ASCII.

    >>> text_encoding("windows-1251"), text_encoding("unicode_escape"), text_encoding("utf-16")
    ('windows-1251', None, None)
    """
    try:
        return name if _ASCII.decode(name) == _ASCII.decode("ascii") else None
    except (LookupError, ValueError):  # no encoding; UnicodeError is a ValueError
        return None
