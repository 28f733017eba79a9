"""Which date an entry of a feed keeps where its captures state several.

Feeds stamp what they list anew: at an edit, at a move, some at each request. So the first date that
a feed states of an entry holds, unless a later statement lies before it, or inside it.
"""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from generator.model import DateClaim, Entry
from generator.sources.capture_files import Contents, Received
from generator.text.dates import first_day, is_reached, last_day, lies_within, overlap

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
    elif new.kind not in _STAMPS or old.kind not in _STAMPS or _counts(new, old, entry):
        kept = new
    else:
        kept = old
    other = old if kept is new else new
    is_lost = kept and other and kept.kind in _STAMPS and _contradicts(other, kept)
    return msgspec.structs.replace(
        entry, published=kept, restated=other if is_lost else before.restated
    )


def _counts(new: DateClaim, old: DateClaim, entry: Entry) -> bool:
    """Return whether what an entry says of its date now counts for more than what it said first."""
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
