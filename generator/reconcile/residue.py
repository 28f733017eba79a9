"""Residue → which entries it names. A residue is a piece of the page cut at a wrong offset.

It holds the entries that follow on the page, spaced where the title is glued; so an entry is
named where its glued text stands in the residue, white space aside, at the start of a word.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

from generator.model import Entry
from generator.text.titles import squeeze

_START = 12  # letters by which a title is looked up before it is compared whole


def named_entries(entries: Sequence[Entry]) -> Iterator[tuple[Entry, Entry]]:
    """Pairs (the entry that names, the entry that is named) within each source."""
    by_start: dict[tuple[str, str], list[Entry]] = defaultdict(list)
    for entry in entries:
        if entry.parted_by and (glued := squeeze(entry.raw["title"])):
            by_start[entry.source, glued[:_START]].append(entry)
    for naming in entries:
        squeezed = squeeze(naming.residue or "")
        for place in _word_starts(naming.residue or ""):
            start = squeezed[place : place + _START]
            for named in by_start.get((naming.source, start), ()):
                if named is not naming and _holds(squeezed, place, named):
                    yield naming, named


def _word_starts(text: str) -> Iterator[int]:
    """Where in the squeezed text each word but the first begins."""
    place = 0
    for number, word in enumerate(text.split()):
        if number:
            yield place
        place += len(word)


def _holds(squeezed: str, place: int, entry: Entry) -> bool:
    """Whether the residue goes on with the entry's whole text, or stops inside its abstract."""
    glued, title = squeeze(entry.raw["title"]), squeeze(entry.title or "")
    if squeezed.startswith(glued, place):
        return True
    rest = squeezed[place : place + len(glued)]
    return len(title) < len(rest) < len(glued) and glued.startswith(rest)
