"""Identity of the entries of one source: inside one capture, and from one capture to the next.

Inside a capture nothing is taken for a repetition whose date of publication differs. What agrees
besides must be two of address, title and guid: many feeds give one address, or one guid, to all.
From one capture to the next less is enough, for what was listed once is expected to be listed
again; but where all that is stated of two entries differs except for a guid or an address, they
are two.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterable, Sequence
from typing import NamedTuple

import msgspec

from generator.model.entries import DateClaim, Entry, Repetition
from generator.text.addresses import Addresses, is_route, work_of
from generator.text.dates import overlap
from generator.text.titles import fold_text, fold_title
from generator.text.urls import absolute_url, canonical_url

BY_ADDRESS = "its capture states this address and title twice"
BY_GUID_AND_TITLE = "its capture states this guid and title twice"
BY_GUID_AND_ADDRESS = "its capture states this guid and address twice, under two titles"
BY_WORK = "its capture states two addresses of one work under this title"
# A guid that stands at more titles than a correction makes is the name of none of them.
_MOST_TITLES = 2


class _EntryNames(NamedTuple):
    """The identifiers of an entry in the form in which they compare; None for those it lacks."""

    guid: str | None
    address: str | None
    #: Its title, or its text where it has none.
    text: str | None
    #: The date of publication as received.
    date: str | None


def _names_of(entry: Entry, addresses: Addresses, language: str) -> _EntryNames:
    claim = _publication(entry)
    return _EntryNames(
        guid=entry.guid,
        address=addresses.key(entry.url) if entry.url else None,
        text=_text_of(entry, language),
        date=fold_text(claim.raw) if claim else None,
    )


def _text_of(entry: Entry, language: str) -> str | None:
    """Return the folded title; of an entry without one its text, in a form that no title has."""
    if entry.title:
        return fold_title(entry.title, language)
    body = entry.preview.body if entry.preview else None
    return f"\n{fold_text(entry.summary or entry.opening or '')}\n{body or ''}"


def _publication(entry: Entry) -> DateClaim | None:
    """Return the date of publication; None for one of change, which tells no entries apart."""
    claim = entry.published
    return claim if claim and not claim.of_change else None


class Repeated(NamedTuple):
    """The place of the entry that another one of its capture repeats, and the rule."""

    #: The index of the repeated entry in its capture, from 0.
    place: int
    #: What shows the repetition, in words.
    rule: str


def find_repetitions(
    entries: Sequence[Entry], addresses: Addresses, language: str
) -> dict[int, Repeated]:
    """Return the places of entries that say no more than another one of the same capture.

    `addresses` learn from the others what tells the addresses of this source apart.
    """
    if len(entries) == 1:
        return {}
    while True:
        names = [_names_of(entry, addresses, language) for entry in entries]
        found = _repetitions(entries, names)
        distinct = (
            entry.url
            for place, entry in enumerate(entries)
            if entry.url and (place not in found or is_route(entry.url))
        )
        if not addresses.learn(distinct):
            return found


def _repetitions(entries: Sequence[Entry], names: Sequence[_EntryNames]) -> dict[int, Repeated]:
    """Return the places of the repetitions; `names` are the identifiers of the entries.

    Undated entries come last: they repeat a dated one only where there is just one to repeat.
    """
    titles: dict[str, set[str | None]] = defaultdict(set)
    for one in names:
        if one.guid:
            titles[one.guid].add(one.text)
    found: dict[int, Repeated] = {}
    known = _Distinct()
    for place in sorted(range(len(names)), key=lambda place: names[place].date is None):
        shared = list(_shared_names(names[place], titles))
        repeated = known.find(entries[place], names[place], shared)
        if repeated:
            found[place] = repeated
        else:
            known.add(place, entries[place], names[place], shared)
    return found


# What two repetitions have in common, with the rule that it makes.
_Shared = tuple[str, tuple[str, str]]


def _shared_names(names: _EntryNames, titles: dict[str, set[str | None]]) -> Iterable[_Shared]:
    guid, address, text, _date = names
    if address and text:
        yield BY_ADDRESS, (address, text)
    if guid and text:
        yield BY_GUID_AND_TITLE, (guid, text)
    if guid and address and len(titles[guid]) <= _MOST_TITLES:
        yield BY_GUID_AND_ADDRESS, (guid, address)


class _Distinct:
    """The places of the entries that repeat none, by all that others may share with them."""

    def __init__(self) -> None:
        self._dated: dict[tuple[_Shared, str | None], int] = {}
        self._all: dict[_Shared, list[int]] = defaultdict(list)
        # Of those at an address of a known work, by the address as it was written.
        self._written: dict[_Shared, dict[str, int]] = defaultdict(dict)

    def add(self, place: int, entry: Entry, names: _EntryNames, shared: Sequence[_Shared]) -> None:
        for one in shared:
            self._dated.setdefault((one, names.date), place)
            self._all[one].append(place)
            if one[0] == BY_ADDRESS and entry.url and work_of(entry.url):
                self._written[one].setdefault(canonical_url(entry.url), place)

    def find(self, entry: Entry, names: _EntryNames, shared: Sequence[_Shared]) -> Repeated | None:
        """Return what an entry repeats: one of the same date, or any if just one has a date."""
        for one in shared:
            place = self._dated.get((one, names.date))
            if place is None and names.date is None and len(self._all[one]) == 1:
                (place,) = self._all[one]
            if place is not None:
                return Repeated(place, one[0])
            # Each version of a paper has an address and a date of its own.
            for written, other in self._written.get(one, {}).items():
                if entry.url and written != canonical_url(entry.url):
                    return Repeated(other, BY_WORK)
        return None


def without_repetitions(
    entries: Sequence[Entry], found: dict[int, Repeated]
) -> list[tuple[Entry, tuple[Entry, ...]]]:
    """Return the entries that repeat none, each with its repetitions, in the capture's order."""
    repetitions: dict[int, list[Entry]] = defaultdict(list)
    for place, (of, rule) in sorted(found.items()):
        repetition = Repetition(where=entries[of].where, rule=rule)
        repetitions[of].append(msgspec.structs.replace(entries[place], repeats=repetition))
    return [
        (entry, tuple(repetitions.get(place, ())))
        for place, entry in enumerate(entries)
        if place not in found
    ]


class RememberedNames:
    """The identifiers of the entries of one log, kept from one of its captures to the next."""

    def __init__(self) -> None:
        self._known: dict[int, tuple[Entry, _EntryNames]] = {}
        self._changes = 0

    def of(self, entry: Entry, addresses: Addresses, language: str) -> _EntryNames:
        """Return the identifiers of an entry, as addresses compare now."""
        if self._changes != addresses.changes:
            self._known.clear()
            self._changes = addresses.changes
        # The entry is kept as well, so that no other one is given its id().
        known = self._known.get(id(entry))
        if known is None:
            known = self._known[id(entry)] = entry, _names_of(entry, addresses, language)
        return known[1]


def match_entries(
    newer: Sequence[Entry],
    older: Sequence[Entry],
    addresses: Addresses,
    language: str,
    remembered: RememberedNames | None = None,
) -> dict[int, int]:
    """Return, by its older place, the newer place of each entry that is the same.

    No entry of either list repeats another.
    """
    names_of = (remembered or RememberedNames()).of
    new = [names_of(entry, addresses, language) for entry in newer]
    old = [names_of(entry, addresses, language) for entry in older]
    # What has no name in common with any newer entry is none of them: nearly all of a long log.
    guids, urls, texts = ({names[part] for names in new} - {None} for part in range(3))
    alike = [
        here
        for here, (guid, url, text, _date) in enumerate(old)
        if guid in guids or url in urls or text in texts
    ]
    found = _matched(
        _Match(newer, [older[here] for here in alike], new, [old[here] for here in alike])
    )
    return {alike[here]: there for here, there in sorted(found.items())}


def _matched(match: _Match) -> dict[int, int]:
    match.in_order(match.everything)
    match.by(lambda names: (names.guid, names.address, names.text))
    match.by(lambda names: (names.guid, names.text))
    match.by(lambda names: (names.guid, names.address))
    match.by(lambda names: (names.address, names.text, names.date or ""))
    match.by(lambda names: (names.address, names.text), unless=match.is_another_time)
    match.by(lambda names: (names.address,), unless=match.is_another_at_its_address)
    match.by(lambda names: (names.guid,), unless=match.is_another_under_its_guid)
    match.by(lambda names: (names.text, names.date), unless=match.has_other_address)
    match.by(lambda names: (names.text,), unless=match.has_other_address_or_guid)
    return match.matched


class _Match:
    """The entries of two lists, matched by one kind of identifier after the other.

    What entries are matched by must be unique in each of the lists. `new` and `old` are their
    identifiers.
    """

    def __init__(
        self,
        newer: Sequence[Entry],
        older: Sequence[Entry],
        new: Sequence[_EntryNames],
        old: Sequence[_EntryNames],
    ) -> None:
        self.newer, self.older = newer, older
        self._new, self._old = new, old
        #: Older places → newer places.
        self.matched: dict[int, int] = {}
        self._taken: set[int] = set()
        self._new_guids = {names.guid for names in self._new}
        self._old_guids = {names.guid for names in self._old}
        shared = (Counter(names.address for names in side) for side in (self._new, self._old))
        self._shared = {address for side in shared for address, n in side.items() if n > 1}

    def everything(self, entry: Entry) -> Hashable:
        """Return the whole entry; equal ones differ by their order alone."""
        raw = entry.published.raw if entry.published else None
        return entry.guid, entry.url, entry.called, raw, entry.summary

    def in_order(self, key: Callable[[Entry], Hashable]) -> None:
        """Match the first entry of a key in one list with the first in the other, and so on."""
        places: dict[Hashable, list[int]] = defaultdict(list)
        for there, entry in enumerate(self.newer):
            places[key(entry)].append(there)
        for found in places.values():
            found.reverse()
        for here, entry in enumerate(self.older):
            if left := places.get(key(entry)):
                self._add(here, left.pop())

    def by(
        self,
        key: Callable[[_EntryNames], tuple[str | None, ...]],
        unless: Callable[[int, int], bool] = lambda here, there: False,
    ) -> None:
        """Match what is left by a key of which no part is missing."""
        if len(self._taken) == len(self.newer) or len(self.matched) == len(self.older):
            return
        places = _unique(map(key, self._new))
        for name, here in _unique(map(key, self._old)).items():
            there = places.get(name)
            if here in self.matched or there is None or there in self._taken:
                continue
            if not unless(here, there):
                self._add(here, there)

    def _add(self, here: int, there: int) -> None:
        self.matched[here] = there
        self._taken.add(there)

    def is_another_time(self, here: int, there: int) -> bool:
        """Return whether two entries of one title at an address of many are of different dates."""
        return self._old[here].address in self._shared and self._dates_differ(here, there)

    def is_another_at_its_address(self, here: int, there: int) -> bool:
        """Return whether an address has come to be that of another entry."""
        if not self.newer[there].creates:
            return False  # copies of one page
        old, new = self._old[here], self._new[there]
        if old.address in self._shared:
            return True
        if self._guids_agree(here, there):
            return False
        is_elsewhere = old.guid in self._new_guids or new.guid in self._old_guids
        if old.guid and new.guid and is_elsewhere and not self._dates_agree(here, there):
            return True
        return self._titles_differ(here, there) and self._dates_differ(here, there)

    def is_another_under_its_guid(self, here: int, there: int) -> bool:
        """Return whether a guid is given again and again, with nothing else that agrees."""
        old, new = self._old[here], self._new[there]
        moved = bool(old.address and new.address)  # else they would be matched by it
        return moved and self._titles_differ(here, there) and self._dates_differ(here, there)

    def has_other_address(self, here: int, there: int) -> bool:
        """Return whether both have addresses, which never join by title, or one has no title."""
        return bool(
            (self._old[here].address and self._new[there].address) or not self.newer[there].title
        )

    def has_other_address_or_guid(self, here: int, there: int) -> bool:
        """Return whether there are two addresses, or two guids and two dates."""
        old, new = self._old[here].guid, self._new[there].guid
        named_apart = bool(old and new and old != new)
        return self.has_other_address(here, there) or (
            named_apart and self._dates_differ(here, there)
        )

    def _guids_agree(self, here: int, there: int) -> bool:
        """Return whether the guids are equal, or differ in no part that an address has.

        The BBC counts the versions of a story in the fragment of its guid.
        """
        old, new = self.older[here], self.newer[there]
        if old.guid == new.guid:
            return old.guid is not None
        guids = [absolute_url(entry.guid) for entry in (old, new)]
        urls = [entry.url for entry in (old, new) if entry.url and "#" not in entry.url]
        stated = {canonical_url(guid) if guid else None for guid in guids}
        return len(urls) == len(guids) and stated == {canonical_url(url) for url in urls}

    def _titles_differ(self, here: int, there: int) -> bool:
        titled = self.older[here].title and self.newer[there].title
        return bool(titled) and self._old[here].text != self._new[there].text

    def _dates_differ(self, here: int, there: int) -> bool:
        old, new = _publication(self.older[here]), _publication(self.newer[there])
        return old is not None and new is not None and not overlap(old.date, new.date)

    def _dates_agree(self, here: int, there: int) -> bool:
        old, new = _publication(self.older[here]), _publication(self.newer[there])
        return old is not None and new is not None and overlap(old.date, new.date)


def _unique(keys: Iterable[tuple[str | None, ...]]) -> dict[tuple[str | None, ...], int]:
    """Return the place of each key that only one entry has, and no part of which is missing."""
    places: dict[tuple[str | None, ...], int] = {}
    twice = set()
    for place, key in enumerate(keys):
        if None in key:
            continue
        if key in places:
            twice.add(key)
        places[key] = place
    return {key: place for key, place in places.items() if key not in twice}
