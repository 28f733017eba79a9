"""All captures of one source → its newest statement of each entry. Nothing is forgotten.

An entry that only older captures hold stays. It is called gone only where a newer
capture proves it: a sound one whose window reaches back behind it. A rolling window, an empty or a
broken capture proves no absence; the last entry of a broken one may be cut off. A capture that lost
much proves nothing until another, a day later, lost the same.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from functools import cached_property
from typing import Literal, NamedTuple

import msgspec

from generator.model.entries import DateClaim, Entry, FirstStatement
from generator.model.record import Problem
from generator.sources.capture_files import Contents, Received
from generator.sources.identity import (
    RememberedNames,
    find_repetitions,
    match_entries,
    without_repetitions,
)
from generator.text.addresses import Addresses
from generator.text.dates import first_day, is_reached, last_day, lies_within, overlap
from generator.text.numbers import pluralize
from generator.text.titles import fold_title


class _KnownEntry(NamedTuple):
    """One entry, with those of the same capture that repeat it."""

    entry: Entry
    repetitions: tuple[Entry, ...]
    #: The capture that should hold it and does not, as long as no second one agrees.
    doubted_by: Received | None = None


class History:
    """The captures of one resource, oldest first, and the entries after all or the first of them.

    The entries after each capture follow from those before it, and are worked out once.
    """

    def __init__(self, log: Sequence[tuple[Received, Contents]], language: str) -> None:
        self._log = log
        self._language = language
        self._addresses = Addresses()
        self._names = RememberedNames()
        self._sizes: dict[str, int] = {}
        self._after: list[list[_KnownEntry]] = [[]]

    def after(self, count: int) -> tuple[Entry, ...]:
        """Return the entries in the source's order, as last stated in the first `count` captures.

        What repeats an entry comes right after it.
        """
        for received, contents in self._log[len(self._after) - 1 : count]:
            self._after.append(self._merge(self._after[-1], received, contents))
        return tuple(_all_entries(self._after[count]))

    def doubts(self, count: int) -> tuple[Problem, ...]:
        """Return a problem if so much is missing that no absence is certain.

        What is listed at another address, with its title and date, is not counted.
        """
        self.after(count)
        known = self._after[count]
        if not any(one.doubted_by for one in known):
            return ()
        newest = max(one.entry.stated for one in known)
        listed = {self._title_and_date(one.entry) for one in known if one.entry.stated == newest}
        doubted = [
            one.doubted_by
            for one in known
            if one.doubted_by and self._title_and_date(one.entry) not in listed
        ]
        if not doubted:
            return ()
        missing = pluralize(len(doubted), "entry", "entries")
        message = (
            f"{missing} missing that it should hold, more than a third of them: nothing is called "
            "gone before another capture, a day later, lacks the same"
        )
        return (Problem(where=doubted[0].path, message=message, severity="warning"),)

    def _title_and_date(self, entry: Entry) -> tuple[str, str]:
        date = entry.published.date.edtf if entry.published else ""
        return fold_title(entry.title or "", self._language), date

    def _merge(
        self, older: list[_KnownEntry], received: Received, contents: Contents
    ) -> list[_KnownEntry]:
        """Return the newer entries, and those only in the older list beside their neighbours."""
        moment = received.moment
        listed = [_stated(entry, moment) for entry in contents.entries]
        self._addresses.learn(known.entry.url for known in older if known.entry.url)
        repetitions = find_repetitions(listed, self._addresses, self._language)
        newer = [_KnownEntry(*one) for one in without_repetitions(listed, repetitions)]
        self._sizes[moment] = len(newer)
        if not older:
            return newer
        match = match_entries(
            [known.entry for known in newer],
            [known.entry for known in older],
            self._addresses,
            self._language,
            self._names,
        )
        is_cut = not contents.sound and len(listed) - 1 not in repetitions
        whole = len(newer) - is_cut
        absent = self._absent_of(contents, newer, older, match, received)
        after: dict[int, list[_KnownEntry]] = {}
        anchor = next(iter(match.values()), len(newer)) - 1
        for here, known in enumerate(older):
            if here in match:
                anchor = match[here]
                continue
            after.setdefault(anchor, []).append(absent.get(here, known))
        of_older = {there: older[here] for here, there in match.items()}
        merged = after.pop(-1, [])
        for there, known in enumerate(newer):
            merged.append(self._with_older(known, of_older.get(there), is_whole=there < whole))
            merged.extend(after.get(there, ()))
        return merged

    def _absent_of(
        self,
        contents: Contents,
        newer: Sequence[_KnownEntry],
        older: Sequence[_KnownEntry],
        match: dict[int, int],
        received: Received,
    ) -> dict[int, _KnownEntry]:
        """Return what a capture proves of the older entries that it lacks, by their places."""
        if not contents.sound or contents.extent == "part":
            return {}
        if contents.extent == "newest":
            return self._absent(newer, older, match, received)
        listed = [here for here, known in enumerate(older) if not known.entry.missing_since]
        lost = [here for here in listed if here not in match]
        proof = _proof_of_loss(len(lost), len(listed))
        return {here: _with_absence(older[here], proof, received) for here in lost}

    def _absent(
        self,
        newer: Sequence[_KnownEntry],
        older: Sequence[_KnownEntry],
        match: dict[int, int],
        received: Received,
    ) -> dict[int, _KnownEntry]:
        """Return what a sound capture proves of older entries that it lacks, by their places."""
        by_day, by_place = (_Window(len(newer), self._sizes) for _ in range(2))
        for there in set(range(len(newer))).difference(match.values()):
            entry = newer[there].entry
            by_place.add_first(entry.stated)
            if entry.published:
                by_day.add_first(entry.stated)
                by_day.hold(_stated_day(entry.published), was_known=False)
        for here, there in match.items():
            claims = (newer[there].entry.published, older[here].entry.published)
            first = older[here].entry.first
            by_place.hold((-here,), was_known=True)
            by_place.add_first(first.moment if first else "")
            # An entry that was dated back, or is listed again, ends no window.
            if days := [_stated_day(claim) for claim in claims if claim]:
                by_day.hold(max(days), was_known=True)
                by_day.add_first(first.moment if first else "")
        absent: dict[int, tuple[_Window, tuple[int, ...]]] = {}
        for here, (entry, _, _) in enumerate(older):
            if here not in match and not entry.missing_since:
                # Of an entry without a date only its place tells: it stood above one that is there.
                at = _stated_day(entry.published) if entry.published else (-here,)
                window = by_day if entry.published else by_place
                window.miss(at, entry.stated)
                absent[here] = window, at
        return {
            here: _with_absence(older[here], window.proves(at, older[here].entry.stated), received)
            for here, (window, at) in absent.items()
        }

    def _with_older(
        self, known: _KnownEntry, older: _KnownEntry | None, *, is_whole: bool
    ) -> _KnownEntry:
        """Return the entry as it is stated now, with the name and the addresses that it had before.

        A text capture holds no links: that takes none away. An entry that may have been cut off
        says nothing of what is known: it stays as it was stated before.
        """
        if older is None:
            return known
        before = older.entry
        if not is_whole:
            entry = msgspec.structs.replace(before, missing_since=None)
            return _KnownEntry(entry, older.repetitions)
        entry = keep_first_date(known.entry, before)
        url, former = entry.url or before.url, before.former_urls
        if before.url and url:
            key = self._addresses.key
            stated = dict.fromkeys((*former, before.url))
            former = tuple(one for one in stated if key(one) != key(url))
        added = [claim for claim in (before.added, entry.added) if claim]
        first = {
            "first_seen": before.first_seen,
            "first": _first(before.first, entry.first),
            "added": min(added, key=_stated_day, default=None),
        }
        return _KnownEntry(
            msgspec.structs.replace(entry, url=url, former_urls=former, **first),
            tuple(msgspec.structs.replace(one, **first) for one in known.repetitions),
        )


def _all_entries(listed: Sequence[_KnownEntry]) -> Iterator[Entry]:
    for known in listed:
        yield known.entry
        yield from known.repetitions


def _stated(entry: Entry, moment: str) -> Entry:
    """Return an entry of a capture with its moment, also as that of the first known statement."""
    if not entry.url and not entry.called:
        return msgspec.structs.replace(entry, stated=moment)
    first = FirstStatement(
        moment=moment,
        where=entry.where,
        url=entry.url,
        title=entry.called,
        date=entry.published.raw if entry.published else None,
    )
    return msgspec.structs.replace(entry, stated=moment, first=first)


def _first(older: FirstStatement | None, newer: FirstStatement | None) -> FirstStatement | None:
    """Return the older statement, with the first URL: a title may name what never had one."""
    if older and newer and not older.url:
        return msgspec.structs.replace(older, url=newer.url)
    return older or newer


def _with_absence(known: _KnownEntry, proof: _Proof, received: Received) -> _KnownEntry:
    """Return an entry that a sound capture does not hold, with what is known of its absence now."""
    doubted_by = known.doubted_by
    if proof == "none":
        return known._replace(doubted_by=None) if doubted_by else known
    if proof == "doubtful" and not (doubted_by and _is_a_day_later(received, doubted_by)):
        return known._replace(doubted_by=doubted_by or received)
    since = (doubted_by or received).date
    entry, *repetitions = (
        msgspec.structs.replace(entry, missing_since=since) for entry in _all_entries([known])
    )
    return _KnownEntry(entry, tuple(repetitions))


def _is_a_day_later(later: Received, earlier: Received) -> bool:
    if later.time and earlier.time:
        moments = (f"{one.date.edtf}T{one.time}" for one in (later, earlier))
        later_time, earlier_time = map(datetime.fromisoformat, moments)
        return later_time - earlier_time >= timedelta(days=1)
    return first_day(later.date) > last_day(earlier.date)


def _stated_day(claim: DateClaim) -> tuple[int, int, int]:
    return first_day(claim.stated or claim.date)


# How far back a list reaches, and what its newest capture proves of the entries it does not hold.
#
# Most feeds hold their newest entries only, so that what is older than all of them has rolled off.
# An entry that stands apart (one that always stays on top, or was dated back) is not the end of
# such a window; and of a list that lost much at once nobody knows whether it is broken.

# What a capture proves of an entry that it does not hold: that it is gone; nothing; that it is
# gone if another capture agrees.
_Proof = Literal["gone", "none", "doubtful"]
# Where an entry stands: its day, or its place counted from below. What is newer is greater.
Place = tuple[int, ...]
# A list that lost a greater part of what it should hold may be broken; and what stands apart
# from the others is a smaller part of them.
_PART = 3


def _proof_of_loss(lost: int, known: int) -> _Proof:
    """Return the proof that a complete list gives of the known entries that it lacks."""
    return "gone" if lost * _PART <= known else "doubtful"


class _End(NamedTuple):
    """The oldest place that a window reaches, and whether it certainly reaches it."""

    place: Place
    is_certain: bool


class _Window:
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

    def add_first(self, first: str) -> None:
        """Add the moment when an entry that the capture holds was stated first."""
        self._came.append(first)

    def miss(self, place: Place, stated: str) -> None:
        """Add an entry that older captures hold and this one does not, and the last of them."""
        self._missed[stated].append(place)

    def proves(self, place: Place, stated: str) -> _Proof:
        """Return the proof that the capture gives of an entry it misses."""
        end = self._end
        if end is None or place <= end.place or self._may_have_rolled_off(place, stated):
            return "none"
        return "gone" if end.is_certain else "doubtful"

    def _may_have_rolled_off(self, place: Place, stated: str) -> bool:
        """Return whether new entries replaced it and all older ones, but for a few apart.

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
        """The end: the farthest place up to which not too great a part is missing."""
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


# Which date an entry of a feed keeps where its captures state several.
#
# Feeds date entries again: at an edit, at a move, some at each request. So the first date
# that a feed states of an entry holds, unless a later statement lies before it, or inside it.

# What a feed states; a heading and a page are believed as they are now.
_STAMPS = ("instant", "added", "placeholder")
# Of fewer entries it says nothing that all have a later date.
_LEAST_RESTAMPED = 2


def keep_first_date(entry: Entry, before: Entry) -> Entry:
    """Return the entry with the date that holds, of its own and of what older captures state.

    A date that does not hold and contradicts is `restated`, that of the newest capture first.
    """
    new, old = entry.published, before.published
    if new is None or old is None:
        kept = new or old
    elif new.kind not in _STAMPS or old.kind not in _STAMPS or _supersedes(new, old, entry):
        kept = new
    else:
        kept = old
    other = old if kept is new else new
    is_lost = kept and other and kept.kind in _STAMPS and _contradicts(other, kept)
    return msgspec.structs.replace(
        entry, published=kept, restated=other if is_lost else before.restated
    )


def _supersedes(new: DateClaim, old: DateClaim, entry: Entry) -> bool:
    """Return whether what an entry says of its date now outweighs its first statement."""
    if entry.first_seen and not is_reached(old.date, entry.first_seen):
        return True  # a plan, or a slip: it has been replaced before it came true
    if new.kind == "placeholder" and old.kind == "instant" and old.date.day == 1:
        return True  # the feed has shown meanwhile that its first days are filled up
    if new.of_change and not old.of_change:
        return False
    if old.of_change and not new.of_change:
        return first_day(new.date) <= last_day(old.date)
    is_finer = new.date != old.date and lies_within(new.date, old.date)
    return is_finer or last_day(new.date) < first_day(old.date)


def _contradicts(other: DateClaim, kept: DateClaim) -> bool:
    """Return whether the other cannot be true as well: a change may come after publication."""
    if other.of_change and not kept.of_change and first_day(other.date) > last_day(kept.date):
        return False
    return not overlap(other.date, kept.date)


def count_restamped(entries: Sequence[Entry], contents: Contents, received: Received) -> int:
    """Return how many entries a capture gives a later date; 0 unless it is all that were known.

    `entries` are what all captures up to this one come to.
    """
    stated = {entry.where: entry.published for entry in contents.entries}
    moved = known = 0
    for entry in entries:
        new, kept = stated.get(entry.where), entry.published
        if new and kept and kept.kind in _STAMPS and entry.first_seen != received.date:
            known += 1
            moved += first_day(new.date) > last_day(kept.date)
    return moved if moved == known and known >= _LEAST_RESTAMPED else 0


def as_bounds(entries: Sequence[Entry]) -> tuple[Entry, ...]:
    """Return the entries of a feed that dates them at each request: that bounds their dates."""
    return tuple(
        msgspec.structs.replace(
            entry, published=msgspec.structs.replace(entry.published, of_change=True)
        )
        if entry.published and entry.published.kind in _STAMPS
        else entry
        for entry in entries
    )
