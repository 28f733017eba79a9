"""Find articles that may have moved, and suggest what to write in overrides.toml.

An entry that went and one that came, of one title and one date, may be the same at a new address.
Nothing tells for certain, so nothing is joined: the owner says so, for all of a site at once
([[moved]]) or for each ([[same]]).
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import takewhile
from typing import NamedTuple

from generator.config.overrides import MoveRule, Overrides
from generator.model.entries import Entry
from generator.model.record import Problem
from generator.reconcile.ids import Group
from generator.reconcile.references import Names, first_of, list_of
from generator.text.titles import fold_title
from generator.text.urls import move_url

# Of more articles than these that share a title and a day, the title says little.
_MOST_ALIKE = 4


class Moved(NamedTuple):
    """Two entries that may be one, moved to another address."""

    #: The entry that left its list.
    old: Entry
    #: The entry that came with the same title and date.
    new: Entry


def moves_in(entries: Iterable[Entry], language: str) -> Iterator[Moved]:
    """Yield the entries that may have moved in each list: one left before the other came."""
    alike: dict[tuple[str, str, str], list[Entry]] = defaultdict(list)
    for entry in entries:
        if entry.url and entry.title and entry.creates and not (entry.repeats or entry.prose):
            name = (list_of(entry), fold_title(entry.title, language), _date(entry))
            alike[name].append(entry)
    for found in alike.values():
        if len(found) == 2:
            old, new = sorted(found, key=lambda entry: first_of(entry).moment)
            if old.stated and old.stated < first_of(new).moment:
                yield Moved(old, new)


def moves_between(gone: Iterable[Entry], new: Iterable[Entry], language: str) -> Iterator[Moved]:
    """Yield the entries that may have moved from one capture to the next."""
    sides: list[dict[tuple[str, str], list[Entry]]] = [defaultdict(list), defaultdict(list)]
    for side, entries in zip(sides, (gone, new), strict=True):
        for entry in entries:
            if entry.url and entry.title:
                side[fold_title(entry.title, language), _date(entry)].append(entry)
    for name, found in sides[0].items():
        others = sides[1].get(name, [])
        if len(found) == len(others) == 1:
            yield Moved(found[0], others[0])


def _day_of_publication(entry: Entry) -> str | None:
    claim = entry.published
    return claim.date.edtf if claim and claim.date.day and not claim.of_change else None


def _date(entry: Entry) -> str:
    return entry.published.date.edtf if entry.published else ""


def open_moves(moves: Iterable[Moved], overrides: Overrides, names: Names) -> list[Moved]:
    """Return the moves of which the owner says nothing yet."""
    return [
        moved
        for moved in moves
        if names.address(moved.old.url or "") != names.address(moved.new.url or "")
        and not _is_decided(moved, overrides, names)
    ]


def _is_decided(moved: Moved, overrides: Overrides, names: Names) -> bool:
    there = names.address(moved.new.url or "")
    for _move, here in moved_addresses(moved.old.url or "", overrides.moved):
        if names.address(here) == there:
            return True
    return any(
        _names_all(pair.articles, moved, names) for pair in (*overrides.same, *overrides.not_same)
    )


def moved_addresses(url: str, moves: Sequence[MoveRule]) -> Iterator[tuple[MoveRule, str]]:
    """Yield each move of an address, one after the other, with where it has come to stand by then.

    >>> rule = MoveRule(from_="https://e.org/p/", to="https://e.org/q/", reason="", where="")
    >>> [address for _move, address in moved_addresses("https://e.org/p/1", [rule])]
    ['https://e.org/q/1']
    """
    for move in moves:
        if moved_to := move_url(url, move.from_, move.to):
            url = moved_to
            yield move, url


def _names_all(references: Sequence[str], entries: Iterable[Entry], names: Names) -> bool:
    return all(
        any(names.is_named(entry, reference) for reference in references) for entry in entries
    )


def move_problems(moves: Iterable[Moved]) -> Iterator[Problem]:
    """Yield a problem for each list, and one for each entry whose address changed otherwise."""
    lists: dict[str, list[Moved]] = defaultdict(list)
    for moved in moves:
        lists[list_of(moved.new)].append(moved)
    for found in lists.values():
        yield from map(_problem, suggest_overrides(found))


def _problem(advice: OverrideSuggestion) -> Problem:
    first = advice.moves[0].new
    where = first.capture if len(advice.moves) > 1 else first.where
    return Problem(where=where, message=advice.message, severity="warning", advice=advice.table)


class OverrideSuggestion(NamedTuple):
    """Some moves, and the table of overrides.toml that joins them, line by line."""

    moves: Sequence[Moved]
    table: tuple[str, ...]

    @property
    def message(self) -> str:
        """Return the message that describes the moves."""
        count = len(self.moves)
        if count == 1:
            return (
                f"“{self.moves[0].new.title}” is new, with the title and date of one that went; "
                "if it moved, [[same]] in overrides.toml joins the two"
            )
        return (
            f"{count} new ones have the titles and dates of {count} that went; if they moved, "
            "[[moved]] in overrides.toml joins them"
        )


def suggest_overrides(moves: Iterable[Moved]) -> Iterator[OverrideSuggestion]:
    """Yield the tables to write for the moves, those together that one table joins."""
    together: dict[tuple[str, str], list[Moved]] = defaultdict(list)
    for moved in moves:
        together[_changed(moved)].append(moved)
    for (before, after), found in together.items():
        if len(found) > 1:
            start, end = _at_boundary(before, after, [one.old.url or "" for one in found])
            yield OverrideSuggestion(found, _table("moved", {"from": start, "to": end}))
            continue
        for one in found:
            urls = [one.old.url or "", one.new.url or ""]
            yield OverrideSuggestion([one], _table("same", {"articles": urls}))


def _changed(moved: Moved) -> tuple[str, str]:
    """Return the parts of two addresses before their longest common end."""
    old, new = moved.old.url or "", moved.new.url or ""
    common = _common_length(old[::-1], new[::-1])
    return old[: len(old) - common], new[: len(new) - common]


def _at_boundary(before: str, after: str, urls: Sequence[str]) -> tuple[str, str]:
    """Return the two beginnings, longer by whole parts of the path that all addresses share."""
    rests = [url[len(before) :] for url in urls]
    rest = rests[0][: _common_length(min(rests), max(rests))]
    shared = rest[: rest.rfind("/") + 1]
    return before + shared, after + shared


def _common_length(one: str, other: str) -> int:
    """Return how long the common beginning of two texts is."""
    pairs = zip(one, other, strict=False)
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], pairs))


def _table(name: str, values: Mapping[str, object], reason: str = "It moved.") -> tuple[str, ...]:
    # A TOML text, and a list of texts, are written as in JSON.
    written = {**values, "reason": reason}
    lines = (f"{key} = {json.dumps(value, ensure_ascii=False)}" for key, value in written.items())
    return (f"[[{name}]]", *lines)


def twin_problems(
    groups: Sequence[Group], moves: Iterable[Moved], overrides: Overrides, names: Names
) -> Iterator[Problem]:
    """Yield a problem for articles of one title and day at several addresses.

    They may be one post on two sites, which nothing proves. Those of `moves` are left out.
    """
    reported = {frozenset((moved.old.where, moved.new.where)) for moved in moves}
    alike: dict[tuple[str, str], dict[int, Entry]] = defaultdict(dict)
    for place, group in enumerate(groups):
        for entry in group.entries:
            day = _day_of_publication(entry)
            if entry.creates and entry.url and entry.title and day and not entry.prose:
                alike[names.title(entry.title), day].setdefault(place, entry)
    for entries in alike.values():
        found = list(entries.values())
        addresses = {names.address(entry.url or "") for entry in found}
        if not 2 <= len(found) <= _MOST_ALIKE or len(addresses) < len(found):
            continue
        if frozenset(entry.where for entry in found) in reported:
            continue
        if any(_names_all(pair.articles, found, names) for pair in overrides.not_same):
            continue
        urls = [entry.url or "" for entry in found]
        message = (
            f"“{found[0].title}” stands at {len(found)} addresses, with one date; if it is one "
            "article, [[same]] in overrides.toml joins them"
        )
        table = _table("same", {"articles": urls}, "It stands at several addresses.")
        yield Problem(where=found[0].where, message=message, severity="info", advice=table)
