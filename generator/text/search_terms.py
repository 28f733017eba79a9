"""Text → the words by which it is searched: without case, accents and compatibility forms.

Letters that have no accent to lose (ø, ł, ß) become those of letters.LETTERS.

assets/search.js folds what is typed in the same way; a change here is a change there.
"""

from __future__ import annotations

import re
import unicodedata
from string import ascii_letters, digits

from generator.text.letters import LETTERS

# What stands on letters or under them: accents, Hebrew points, Arabic vowels, kana's voicing. The
# vowel signs of Indian scripts are no such thing, they are letters of the word.
_MARKS = dict.fromkeys(
    (*range(0x300, 0x370), *range(0x591, 0x5C8), *range(0x64B, 0x660), 0x670, 0x3099, 0x309A)
)
_WITHOUT_MARKS = str.maketrans(_MARKS)
_LETTERS = str.maketrans(LETTERS)

# Scripts that are written without spaces are searched by the character. (A pattern that takes 3 ms
# to compile, so it waits for a word that needs it.)
_WORD = (
    r"[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]"
    r"|(?:[^\W_\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]"
    r"|[\u0900-\u109f])+"
)
_ASCII_WORDS = str.maketrans(
    {code: " " for code in range(128) if chr(code) not in ascii_letters + digits}
)


def search_words(text: str | None) -> tuple[str, ...]:
    """The words of a text, folded, each once; those with other letters than a-z come last.

    >>> search_words("Café, “Łódź” and ΛΌΓΟΣ: GPT-4’s café")
    ('and', 'cafe', 'lodz', 'λογοσ', 'gpt', '4', 's')
    >>> search_words("注意 head")
    ('head', '注', '意')
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
    return tuple(dict.fromkeys((*search_words(plain), *re.findall(_WORD, folded))))
