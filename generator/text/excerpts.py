"""The beginning of a text, and of sanitised HTML: cut between two words, never inside markup."""

from __future__ import annotations

import html as entities
import re
import unicodedata

# In a text without spaces, or in an address, the end of a word is not looked for any further back.
_LONGEST_WORD = 40
# What a no-break space joins ("10 km") is one word.
_BREAK = re.compile(r"[^\S\u00a0\u202f]")
_CUT_WORD = re.compile(rf"[^\S\u00a0\u202f][\S\u00a0\u202f]{{0,{_LONGEST_WORD}}}\Z")
_TAG = re.compile(r"(<[^<>]*+>)")
_NAME = re.compile(r"</?([a-z][a-z0-9]*+)")
_VOID = frozenset(("br", "hr", "wbr"))
# A part of a formula is another formula.
_WHOLE = ("math",)


def cut_at_word(text: str, length: int) -> str:
    """Return the beginning of a text, up to so many characters, without a cut last word.

    >>> cut_at_word("One two three", 9)
    'One two'
    """
    while 0 < length < len(text) and _is_within_letter(text, length):
        length -= 1
    beginning = text[:length]
    if len(text) <= length or _BREAK.match(text, length):
        return beginning.rstrip()
    return _CUT_WORD.sub("", beginning).rstrip()


def _is_within_letter(text: str, place: int) -> bool:
    """Return whether a character is drawn as part of the one before, as a vowel in Thai."""
    joined = "\u200d" in text[place - 1 : place + 1]  # a family of emoji
    return joined or unicodedata.category(text[place]).startswith("M")


def cut_html(html: str, length: int) -> str:
    """Return the beginning of sanitised HTML whose text has at most so many characters; may be "".

    All that is open where it ends is closed. HTML of no more text is returned as it is.
    """
    parts: list[str] = []
    opened: list[str] = []
    left, whole = length, 0  # how many parts stood before the formula that is open
    for piece in _TAG.split(html):
        if piece.startswith("<"):
            name = _NAME.match(piece)
            if name and piece.startswith("</"):
                opened.pop()
            elif name and name[1] not in _VOID:
                opened.append(name[1])
                whole = len(parts) if name[1] in _WHOLE else whole
            parts.append(piece)
            continue
        text = entities.unescape(piece)
        if len(text) <= left:
            parts.append(piece)
            left -= len(text)
            continue
        if any(name in _WHOLE for name in opened):
            del parts[whole:], opened[opened.index("math") :]
        else:
            parts.append(entities.escape(cut_at_word(text, left), quote=False))
        return _closed(parts, opened)
    return html


def length_of_html(html: str) -> int:
    """Return the number of characters of text in sanitised HTML."""
    return len(entities.unescape(_TAG.sub("", html)))


def _closed(parts: list[str], opened: list[str]) -> str:
    """Return the parts with open elements closed, without empty elements at their end."""
    while parts and not _TAG.sub("", parts[-1]).strip() and not parts[-1].startswith("</"):
        name = _NAME.match(parts.pop())
        if name and name[1] not in _VOID:
            opened.pop()
    return "".join(parts).rstrip() + "".join(f"</{name}>" for name in reversed(opened))
