"""How the addresses of a list compare: by their canonical form, and by what else tells them apart.

A fragment or a parameter that looks like a tracker says nothing of an article, as a rule. In some
lists it is all that tells the entries apart: the versions of a changelog (`/log#2.0`), the pages
of an application (`#/talk/1`), `item?ref=100`. Of such an address it counts, wherever that stands.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from functools import lru_cache

from generator.text.marks import without_known_marks, without_parameters
from generator.text.urls import (
    REMEMBERED,
    canonical_url,
    dropped_parts,
    parameter_name,
    url_host,
)
from generator.text.works import work_of

# Of more parts than these no more are looked at: nobody needs them.
_MOST_PARTS = 20


class _Known:
    """What one list states of one base: its addresses, and what each of their keys leaves out."""

    def __init__(self) -> None:
        self.urls: dict[str, None] = {}
        self.dropped: dict[str, dict[str, str]] = {}
        #: What counted when the keys were made.
        self.counting: tuple[str, ...] | None = None
        self.is_given_up = False


class Addresses:
    """What is known of the addresses of some lists; it only grows."""

    def __init__(self) -> None:
        self._counting: dict[str, tuple[str, ...]] = {}
        self._known: dict[tuple[str, str], _Known] = defaultdict(_Known)
        self._marks: dict[str, frozenset[str]] = {}
        #: How often it was learned that addresses compare otherwise.
        self.changes = 0

    def leave_out(self, marks: Iterable[tuple[str, str]]) -> None:
        """Take parameters, each with its host, for marks that feeds add to their addresses.

        One that has several values at a host tells its addresses apart, and is none.
        """
        found: dict[tuple[str, str], set[str]] = defaultdict(set)
        for host, parameter in marks:
            found[host, parameter_name(parameter)].add(parameter)
        for (host, _name), parameters in found.items():
            if len(parameters) == 1:
                self._marks[host] = self._marks.get(host, frozenset()) | parameters
                self.changes += 1

    def base(self, url: str) -> str:
        """Return the name of the work at an address, else its canonical form without marks."""
        if "?" not in url:
            return address_base(url)
        marks = self._marks.get(url_host(url)) if self._marks else None
        plain = without_known_marks(url)
        return address_base(without_parameters(plain, marks) if marks else plain)

    def key(self, url: str) -> str:
        """Return what equals the key of every other address of the same thing, and of no other."""
        base = self.base(url)
        names = self._counting.get(base)
        return base + self._told_apart_by(url, names) if names else base

    def told_apart_by(self, url: str) -> str:
        """Return what counts in an address besides its canonical form; mostly ""."""
        names = self._counting.get(self.base(url))
        return self._told_apart_by(url, names) if names else ""

    def _told_apart_by(self, url: str, names: tuple[str, ...]) -> str:
        dropped = dropped_parts(url)
        parameters = "&".join(dropped[name] for name in names if name != "#" and name in dropped)
        fragment = dropped.get("#", "") if "#" in names else ""
        return (f"?{parameters}" if parameters else "") + fragment

    def learn(self, urls: Iterable[str]) -> bool:
        """Learn from the addresses of different entries of one list; return whether it was new.

        Only what tells them apart comes to count: first the fragment, then one parameter after
        the other.
        """
        by_base: dict[str, dict[str, None]] = defaultdict(dict)
        for url in urls:
            by_base[self.base(url)][url] = None
        alike = [(base, unique) for base, unique in by_base.items() if len(unique) > 1]
        return sum(self._tell_apart(base, unique) for base, unique in alike) > 0

    def add(self, source: str, url: str) -> None:
        """Learn from the address of one more entry of a list, which no other entry need have.

        To add all of a list one by one takes a time that grows with their number.
        """
        base = self.base(url)
        known = self._known[source, base]
        if known.counting != self._counting.get(base):
            known.counting = self._counting.get(base)
            known.dropped = {self.key(one): dropped_parts(one) for one in known.urls}
        key, dropped = self.key(url), dropped_parts(url)
        is_told_apart = known.dropped.setdefault(key, dropped) == dropped
        known.urls[url] = None
        if not is_told_apart and not known.is_given_up:
            known.is_given_up = not self._tell_apart(base, known.urls)

    def _tell_apart(self, base: str, urls: Iterable[str]) -> bool:
        dropped = [dropped_parts(url) for url in urls]
        names = sorted({name for parts in dropped for name in parts})[:_MOST_PARTS]  # "#" is first
        known = self._counting.get(base, ())
        counting = list(known)
        coarser = {tuple(parts.get(name) for name in counting) for parts in dropped}
        for name in names:
            finer = {tuple(parts.get(one) for one in (*counting, name)) for parts in dropped}
            if len(finer) > len(coarser):
                counting.append(name)
                coarser = finer
        self._counting[base] = tuple(counting)
        self.changes += len(counting) > len(known)
        return len(counting) > len(known)


@lru_cache(maxsize=REMEMBERED)
def address_base(url: str) -> str:
    """Return the name of the work at an address, where that is known, else its canonical form."""
    return work_of(url) or canonical_url(url)


def is_route(url: str) -> bool:
    """Return whether the fragment of an address is a path: that of an application in one page."""
    return dropped_parts(url).get("#", "").startswith(("#/", "#!"))
