"""Names → the order in which readers look for them. After the root order of UTS #10, roughly."""

from __future__ import annotations

import re
import unicodedata

from generator.text.letters import LETTERS

_LETTERS = str.maketrans(LETTERS)
_PARTS = re.compile(r"(\d+)")


def collation_key(name: str) -> tuple[list[tuple[int, str]], str]:
    """Return what names are sorted by: letters without accents and case, numbers by their value.

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
