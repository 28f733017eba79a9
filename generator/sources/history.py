"""All captures of one source → its newest statement of each entry. Nothing is forgotten.

An entry that only older captures hold stays. Whether it has vanished is said only where a newer
capture proves it: a sound one that still holds an entry older than it. A rolling window, an
empty or a broken capture proves no absence; the last entry of a broken one may be cut off.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import msgspec

from generator.model import DateClaim, Entry, FirstStatement
from generator.sources.capture_files import Contents, Received
from generator.sources.first_dates import keep_first_date
from generator.sources.identity import (
    find_repetitions,
    match_entries,
    without_repetitions,
)
from generator.text.addresses import Addresses
from generator.text.dates import first_day


class _Known(NamedTuple):
    """One entry, with those of the same capture that repeat it."""

    entry: Entry
    repetitions: tuple[Entry, ...]


class History:
    """What one resource's captures, oldest first, say together: after all or the first of them.

    What they said after each follows from what they said before it, and is worked out once.
    """

    def __init__(self, log: Sequence[tuple[Received, Contents]], language: str) -> None:
        self._log = log
        self._language = language
        self._addresses = Addresses()
        self._after: list[list[_Known]] = [[]]

    def after(self, count: int) -> tuple[Entry, ...]:
        """The entries in the source's order, each as last stated in the first `count` captures.

        What repeats an entry comes right after it.
        """
        for received, contents in self._log[len(self._after) - 1 : count]:
            self._after.append(self._merge(self._after[-1], received, contents))
        return tuple(
            msgspec.structs.replace(entry, position=number)
            for number, entry in enumerate(_all_entries(self._after[count]))
        )

    def _merge(self, older: list[_Known], received: Received, contents: Contents) -> list[_Known]:
        """The newer entries, with those that only the older list holds beside their neighbours."""
        moment = received.moment
        listed = [_stated(entry, moment) for entry in contents.entries]
        self._addresses.learn(known.entry.url for known in older if known.entry.url)
        repetitions = find_repetitions(listed, self._addresses, self._language)
        newer = [_Known(*one) for one in without_repetitions(listed, repetitions)]
        if not older:
            return newer
        match = match_entries(
            [known.entry for known in newer],
            [known.entry for known in older],
            self._addresses,
            self._language,
        )
        is_cut = not contents.sound and len(listed) - 1 not in repetitions
        whole = len(newer) - is_cut
        missing = _missing(newer, older, match, received) if contents.sound else {}
        after: dict[int, list[_Known]] = {}
        anchor = next(iter(match.values()), len(newer)) - 1
        for here, known in enumerate(older):
            if here in match:
                anchor = match[here]
                continue
            after.setdefault(anchor, []).append(missing.get(here, known))
        of_older = {there: older[here] for here, there in match.items()}
        merged = after.pop(-1, [])
        for there, known in enumerate(newer):
            merged.append(self._with_older(known, of_older.get(there), is_whole=there < whole))
            merged.extend(after.get(there, ()))
        return merged

    def _with_older(self, known: _Known, older: _Known | None, *, is_whole: bool) -> _Known:
        """The entry as it is stated now, with the name and the addresses that it had before.

        A text capture holds no links: that takes none away. An entry that may have been cut off
        says nothing of what is known: it stays as it was stated before.
        """
        if older is None:
            return known
        before = older.entry
        if not is_whole:
            entry = msgspec.structs.replace(before, missing_since=None)
            return _Known(entry, older.repetitions)
        entry, repetitions = keep_first_date(known.entry, before), known.repetitions
        url, former = entry.url or before.url, before.former_urls
        if before.url and url and self._addresses.key(before.url) != self._addresses.key(url):
            former = tuple(dict.fromkeys((*former, before.url)))
        first = {"first_seen": before.first_seen, "first": _first(before.first, entry.first)}
        return _Known(
            msgspec.structs.replace(entry, url=url, former_urls=former, **first),
            tuple(msgspec.structs.replace(one, **first) for one in repetitions),
        )


def _all_entries(listed: Sequence[_Known]) -> Iterator[Entry]:
    for known in listed:
        yield known.entry
        yield from known.repetitions


def _stated(entry: Entry, moment: str) -> Entry:
    """An entry of a capture, with when that states it, for the first time as far as it is known."""
    if not entry.url and not entry.title:
        return msgspec.structs.replace(entry, stated=moment)
    first = FirstStatement(
        moment=moment,
        where=entry.where,
        url=entry.url,
        title=entry.title,
        date=entry.published.raw if entry.published else None,
    )
    return msgspec.structs.replace(entry, stated=moment, first=first)


def _first(older: FirstStatement | None, newer: FirstStatement | None) -> FirstStatement | None:
    """The older statement, with its first URL: a title names an article that never had one."""
    if older and newer and not older.url:
        return msgspec.structs.replace(older, url=newer.url)
    return older or newer


def _missing(
    newer: Sequence[_Known], older: Sequence[_Known], match: dict[int, int], received: Received
) -> dict[int, _Known]:
    """The older entries, by their places, that a sound capture should hold and does not."""
    last_kept = max(match, default=-1)
    days = (_stated_day(known.entry.published) for known in newer if known.entry.published)
    oldest = min(days, default=None)
    missing = {}
    for here, (entry, repetitions) in enumerate(older):
        if here in match or entry.missing_since:
            continue
        if _proves_absence(oldest, entry, stood_above=here < last_kept):
            gone = msgspec.structs.replace(entry, missing_since=received.date)
            missing[here] = _Known(gone, repetitions)
    return missing


def _proves_absence(oldest: tuple[int, int, int] | None, entry: Entry, stood_above: bool) -> bool:
    """Whether a newer list, by its oldest day, holds something older: the entry did not roll off.

    Of an entry without a date only its place tells: it stood above one that is still there.
    """
    if entry.published is None:
        return stood_above
    return oldest is not None and oldest < _stated_day(entry.published)


def _stated_day(claim: DateClaim) -> tuple[int, int, int]:
    return first_day(claim.stated or claim.date)
