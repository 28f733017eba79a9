"""Text → the words by which it is searched: without case, accents and compatibility forms.

Letters that have no accent to lose (ø, ł, ß) become those of letters.LETTERS.

assets/search.js folds what is typed in the same way; a change here is a change there.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from string import ascii_letters, digits

from generator.text.letters import LETTERS

# What stands on letters or under them: accents, Hebrew points, Arabic vowels, kana's voicing. The
# vowel signs of Indian scripts are no such thing, they are letters of the word.
_MARKS = dict.fromkeys(
    (*range(0x300, 0x370), *range(0x591, 0x5C8), *range(0x64B, 0x660), 0x670, 0x3099, 0x309A)
)
_WITHOUT_MARKS = str.maketrans(_MARKS)
_LETTERS = str.maketrans(LETTERS)

# Of scripts that are written without spaces a word is all that stands together. (A pattern that
# takes 3 ms to compile, so it waits for a word that needs it.)
_WORD = (
    r"([\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]+)"
    r"|(?:[^\W_\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]"
    r"|[\u0900-\u109f])+"
)
_ASCII_WORDS = str.maketrans(
    {code: " " for code in range(128) if chr(code) not in ascii_letters + digits}
)


def search_words(text: str | None) -> tuple[str, ...]:
    """Return the words of a text, folded, each once; those with other letters than a-z come last.

    >>> search_words("Café, “Łódź” and ΛΌΓΟΣ: GPT-4’s café")
    ('and', 'cafe', 'lodz', 'λογοσ', 'gpt', '4', 's')
    >>> search_words("注意機構 head")
    ('head', '注意', '意機', '機構', '構')
    """
    if not text:
        return ()
    if text.isascii():
        return tuple(dict.fromkeys(text.lower().translate(_ASCII_WORDS).split()))
    # Most of any text is ASCII, and that goes ten times as fast.
    pieces = dict.fromkeys(text.split())
    plain = " ".join([piece for piece in pieces if piece.isascii()])
    other = " ".join([piece for piece in pieces if not piece.isascii()])
    bare = unicodedata.normalize("NFKD", other).translate(_WITHOUT_MARKS)
    folded = bare.lower().translate(_LETTERS)
    words = (word for found in re.finditer(_WORD, folded) for word in _parts(found))
    return tuple(dict.fromkeys((*search_words(plain), *words)))


def _parts(found: re.Match[str]) -> Iterator[str]:
    """Yield a word; of one without spaces each character with the next, and the last alone.

    So what is typed is found wherever it stands: it is made of such pairs.
    """
    unspaced = found[1]
    if unspaced is None:
        yield found[0]
    else:
        yield from (unspaced[place : place + 2] for place in range(len(unspaced)))
