"""How far back a list reaches, and what its newest capture proves of the entries it does not hold.

Most feeds hold their newest entries only, so that what is older than all of them has rolled off. An
entry that stands apart (one that always stays on top, or was dated back) is not the end of such a
window; and of a list that lost much at once nobody knows whether it is broken.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Mapping
from functools import cached_property
from typing import Literal, NamedTuple

# What a capture proves of an entry that it does not hold: that it is gone; nothing; that it is
# gone if another capture agrees.
Proof = Literal["gone", "none", "doubtful"]
# Where an entry stands: its day, or its place counted from below. What is newer is greater.
Place = tuple[int, ...]
# A list that lost a greater part of what it should hold may be broken; and what stands apart
# from the others is a smaller part of them.
_PART = 3


def proof_of_loss(lost: int, known: int) -> Proof:
    """Return what a list that holds all there is proves of what it lacks of the known entries."""
    return "gone" if lost * _PART <= known else "doubtful"


class _End(NamedTuple):
    """The oldest place that a window reaches, and whether it is certain that it reaches it."""

    place: Place
    is_certain: bool


class Window:
    """The places of the entries that a capture holds, and of those known before that it misses.

    All of them are given before the first question. Moments are those of captures, as text. `size`
    is how many entries the capture holds, `sizes` how many each one before it held, by its moment.
    """

    def __init__(self, size: int, sizes: Mapping[str, int]) -> None:
        self._size = size
        self._sizes = sizes
        self._held: list[tuple[Place, bool]] = []
        self._missed: dict[str, list[Place]] = defaultdict(list)
        self._came: list[str] = []

    def hold(self, place: Place, *, was_known: bool) -> None:
        """Add an entry that the capture holds."""
        self._held.append((place, was_known))

    def come(self, first: str) -> None:
        """Add the moment when an entry that the capture holds was stated first."""
        self._came.append(first)

    def miss(self, place: Place, stated: str) -> None:
        """Add an entry that older captures hold and this one does not, and the last of them."""
        self._missed[stated].append(place)

    def proves(self, place: Place, stated: str) -> Proof:
        """Return what is known of an entry that the capture misses."""
        end = self._end
        if end is None or place <= end.place or self._may_have_rolled_off(place, stated):
            return "none"
        return "gone" if end.is_certain else "doubtful"

    def _may_have_rolled_off(self, place: Place, stated: str) -> bool:
        """Whether new entries took its place and those of all older ones, but for a few apart.

        A list that has grown is none that only holds so many.
        """
        if self._size > self._sizes[stated]:
            return False
        came = len(self._moments) - bisect_right(self._moments, stated)
        left = bisect_right(self._left[stated], place)
        apart = bisect_left(self._places, place)
        return left <= came and apart * _PART <= len(self._places)

    @cached_property
    def _end(self) -> _End | None:
        """The end: the furthest back where no greater part is missing than may be."""
        if not self._held:
            return None
        held = sorted(self._held, reverse=True)
        missed = sorted(place for places in self._missed.values() for place in places)
        kept, known, end = 0, 0, None
        for count, (place, was_known) in enumerate(held, 1):
            known += was_known
            if count < len(held) and held[count][0] == place:
                continue
            lost = len(missed) - bisect_right(missed, place)
            if lost * _PART <= known + lost:
                kept, end = count, place
        apart = len(held) - kept
        if end is not None and apart * _PART <= len(held):
            return _End(end, is_certain=True)
        return _End(held[-1][0], is_certain=False)

    @cached_property
    def _moments(self) -> list[str]:
        return sorted(self._came)

    @cached_property
    def _left(self) -> dict[str, list[Place]]:
        return {stated: sorted(places) for stated, places in self._missed.items()}

    @cached_property
    def _places(self) -> list[Place]:
        return sorted(place for place, _was_known in self._held)
