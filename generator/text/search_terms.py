"""Text → the words by which it is searched, and the order in which it is looked for.

Without case, accents and compatibility forms. assets/search.js folds what is typed in the same way;
a change here is a change there.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from string import ascii_letters, digits

# Letters that Unicode does not decompose → what readers type for them on a plain keyboard. Sorting
# and searching share this table, in Python and in the scripts (templates/words.js). Slugs have a
# table of their own (text/urls.py): they are permalinks, which a new letter must not change.
LETTERS = {
    **{"ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "ł": "l"},
    **{"ħ": "h", "ŧ": "t", "ı": "i", "ŋ": "n"},
    "ς": "σ",  # what the small sigma is at the end of a word
}
# What stands on letters or under them: accents, Hebrew points, Arabic vowels, kana's voicing. The
# vowel signs of Indian scripts are no such thing, they are letters of the word.
_MARKS = dict.fromkeys(
    (*range(0x300, 0x370), *range(0x591, 0x5C8), *range(0x64B, 0x660), 0x670, 0x3099, 0x309A)
)
_WITHOUT_MARKS = str.maketrans(_MARKS)
_LETTERS = str.maketrans(LETTERS)

# Of scripts written without spaces a word is all that stands together. (The pattern is slow to
# compile, so it waits for a word that needs it.)
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
    # Most of any text is ASCII, which needs no slow pattern.
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


# Names → the order in which readers look for them. After the root order of UTS #10, roughly.

_PARTS = re.compile(r"(\d+)")


def collation_key(name: str) -> tuple[list[tuple[int, str]], str]:
    """Return the key that sorts names: letters without accents and case, numbers by their value.

    Signs in front do not count, and numbers stand before letters. Names that differ in nothing
    else stand in the order of their characters.

    >>> sorted(["Part 10", "Łukasz", "part 2", "Luke", "“Ödön”"], key=collation_key)
    ['Łukasz', 'Luke', '“Ödön”', 'part 2', 'Part 10']
    """
    decomposed = unicodedata.normalize("NFKD", name.casefold())
    plain = "".join(char for char in decomposed if not unicodedata.combining(char))
    plain = plain.translate(_LETTERS)
    start = next((place for place, char in enumerate(plain) if char.isalnum()), 0)
    parts = _PARTS.split(plain[start:])
    # What is at the odd places are the numbers: of any length, so never made one. Of two without
    # zeros in front the longer is the larger.
    numbers = [part.lstrip("0") for part in parts[1::2]]
    parts[1::2] = numbers
    return [(len(part) * (place % 2), part) for place, part in enumerate(parts)], name
