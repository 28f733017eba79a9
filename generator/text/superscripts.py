"""Superscripts and subscripts in HTML → characters, so that no plain text reads 10-6 for 10⁻⁶.

Unicode has such characters for digits, signs and most letters; `^` and `_` stand for the others.
"""

from __future__ import annotations

import html as entities
import re
import unicodedata
from functools import lru_cache
from itertools import chain

_MARKS = {"sup": "^", "sub": "_"}
_DECOMPOSED_AS = {"sup": "<super> ", "sub": "<sub> "}
# An element that holds no other: those further out come next.
_INNERMOST = re.compile(r"<(su[pb])(?: [^<>]*)?>((?:[^<]|<(?!/?su[pb]\b))*)</\1>")
_TAG = re.compile(r"<[^<>]*>")
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
    name, text = element[1], entities.unescape(_TAG.sub("", element[2]))
    text = _SIGN.sub(r"\1", " ".join(text.split()))
    # As far back as a tag may be long.
    before = _TAG.sub("", element.string[max(0, element.start() - 100) : element.start()])[-1:]
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
