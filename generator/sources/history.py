"""All captures of one source → its newest statement of each entry. Nothing is forgotten.

An entry that only older captures hold stays. Whether it has vanished is said only where a newer
capture proves it: a sound one that still holds an entry older than it. A rolling window, an
empty or a broken capture proves no absence; the last entry of a broken one may be cut off.
"""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from generator.model import DateClaim, Entry
from generator.sources.capture_files import Contents, Received
from generator.text.dates import first_day
from generator.text.titles import fold_title
from generator.text.urls import canonical_url


class History:
    """What one resource's captures, oldest first, say together: after all or the first of them.

    What they said after each follows from what they said before it, and is worked out once.
    """

    def __init__(self, log: Sequence[tuple[Received, Contents]], language: str) -> None:
        self._log = log
        self._language = language
        self._after: list[list[Entry]] = [[]]

    def after(self, count: int) -> tuple[Entry, ...]:
        """The entries in the source's order, each as last stated in the first `count` captures."""
        for received, contents in self._log[len(self._after) - 1 : count]:
            older, newer = self._after[-1], list(contents.entries)
            merged = _merge(newer, older, received, contents.sound, self._language)
            self._after.append(merged)
        return tuple(
            msgspec.structs.replace(entry, position=number)
            for number, entry in enumerate(self._after[count])
        )


def _merge(
    newer: list[Entry], older: list[Entry], received: Received, sound: bool, language: str
) -> list[Entry]:
    """The newer entries, with those that only the older list holds kept beside their neighbours."""
    if not older:
        return newer
    match = match_entries(newer, older, language)
    known: dict[int, list[Entry]] = {}
    for here, there in match.items():
        known.setdefault(there, []).append(older[here])
    after: dict[int, list[Entry]] = {}
    anchor = next(iter(match.values()), len(newer)) - 1
    last_kept = max(match, default=-1)
    oldest = min((_stated_day(e.published) for e in newer if e.published), default=None)
    for here, entry in enumerate(older):
        if here in match:
            anchor = match[here]
            continue
        vanished = sound and _proves_absence(oldest, entry, stood_above=here < last_kept)
        if vanished and not entry.missing_since:
            entry = msgspec.structs.replace(entry, missing_since=received.date)
        after.setdefault(anchor, []).append(entry)
    merged = after.pop(-1, [])
    whole = len(newer) if sound else len(newer) - 1
    for there, entry in enumerate(newer):
        merged.append(_with_known(entry, known.get(there, ()), is_whole=there < whole))
        merged.extend(after.get(there, ()))
    return merged


def _with_known(entry: Entry, older: Sequence[Entry], *, is_whole: bool) -> Entry:
    """The entry as it stands now, with when it was first seen, and its URL if none stands here.

    A text capture holds no links: that takes none away, and an article keeps its name. An entry
    that may have been cut off says nothing of what is known: it stays as it was stated before.
    """
    if older and not is_whole:
        entry = msgspec.structs.replace(older[0], missing_since=None)
    seen = [one.first_seen for one in (entry, *older) if one.first_seen]
    urls = (one.url for one in (entry, *older) if one.url)
    return msgspec.structs.replace(
        entry, first_seen=min(seen, key=first_day, default=None), url=next(urls, None)
    )


def _proves_absence(oldest: tuple[int, int, int] | None, entry: Entry, stood_above: bool) -> bool:
    """Whether a newer list, by its oldest day, holds something older: the entry did not roll off.

    Of an entry without a date only its place tells: it stood above one that is still there.
    """
    if entry.published is None:
        return stood_above
    return oldest is not None and oldest < _stated_day(entry.published)


def _stated_day(claim: DateClaim) -> tuple[int, int, int]:
    return first_day(claim.stated or claim.date)


def match_entries(newer: list[Entry], older: list[Entry], language: str) -> dict[int, int]:
    """Older places → the newer place of the same entry, by guid, URL, or title and date."""
    matched: dict[int, int] = {}
    taken: set[int] = set()
    for keys in (_guids, _urls, _dated_titles, _titles):
        places = _unique(keys(newer, language))
        if taken.issuperset(places.values()):
            continue
        for key, here in _unique(keys(older, language)).items():
            there = places.get(key)
            if here in matched or there is None or there in taken:
                continue
            if keys in (_dated_titles, _titles) and newer[there].url and older[here].url:
                continue  # two URLs never join by title
            matched[here] = there
            taken.add(there)
    # A list that holds one URL twice is still the same entry's newest statement.
    firsts: dict[str | None, int] = {}
    for there, url in enumerate(_urls(newer, language)):
        firsts.setdefault(url, there)
    for here, url in enumerate(_urls(older, language)):
        if here not in matched and url and url in firsts:
            matched[here] = firsts[url]
    return dict(sorted(matched.items()))


def _guids(entries: list[Entry], language: str) -> list[str | None]:
    return [entry.guid for entry in entries]


def _urls(entries: list[Entry], language: str) -> list[str | None]:
    return [canonical_url(entry.url) if entry.url else None for entry in entries]


def _dated_titles(entries: list[Entry], language: str) -> list[str | None]:
    return [
        f"{entry.published.raw}\n{fold_title(entry.title, language)}"
        if entry.title and entry.published
        else None
        for entry in entries
    ]


def _titles(entries: list[Entry], language: str) -> list[str | None]:
    return [fold_title(entry.title, language) if entry.title else None for entry in entries]


def _unique(keys: Sequence[str | None]) -> dict[str, int]:
    """Each key that only one entry has → its place."""
    places: dict[str, int] = {}
    twice: set[str] = set()
    for place, key in enumerate(keys):
        if key is None:
            continue
        if key in places:
            twice.add(key)
        places[key] = place
    return {key: place for key, place in places.items() if key not in twice}
