"""Letters that Unicode does not decompose → what readers type for them on a plain keyboard.

Sorting and searching share this table, in Python and in the scripts (templates/words.js). Slugs
have a table of their own (text/urls.py): they are permalinks, which a new letter must not change.
"""

from __future__ import annotations

LETTERS = {
    **{"ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "ł": "l"},
    **{"ħ": "h", "ŧ": "t", "ı": "i", "ŋ": "n"},
    "ς": "σ",  # what the small sigma is at the end of a word
}
