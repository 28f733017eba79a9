"""Find what a reference of the owner's to an article means.

A reference is a URL, a title, an id, or the last part of a permalink.
"""

from __future__ import annotations

import difflib
from collections import defaultdict
from collections.abc import Iterable, Iterator

from generator.model.articles import Mention
from generator.model.entries import Entry, FirstStatement
from generator.text.addresses import Addresses, address_base
from generator.text.titles import fold_text, fold_title, without_known_parenthesis
from generator.text.urls import (
    absolute_url,
    canonical_url,
    short_hash,
    slug_of_url,
    slugify,
    url_host,
)

# The fewest letters of a part of a name that say which is meant.
_LEAST_PART = 5


class Names:
    """The names of all entries of a list, as they compare."""

    def __init__(self, entries: Iterable[Entry], language: str) -> None:
        self._addresses = _learn_addresses(entries)
        self._language = language
        self._of: dict[int, tuple[Entry, frozenset[str]]] = {}
        self._meant: dict[str, frozenset[str]] = {}

    def address(self, url: str) -> str:
        """Return a URL as it compares, with what tells it apart in the source of any entry."""
        return self._addresses.key(url)

    def title(self, title: str) -> str:
        """Return a title as it compares."""
        return fold_title(title, self._language)

    def without_known_parenthesis(self, title: str, known: frozenset[str]) -> str:
        """Return the title without a trailing parenthesis that holds one of `known`."""
        return without_known_parenthesis(title, known, self._language)

    def of(self, entry: Entry) -> frozenset[str]:
        """Return every reference that can name the article of the entry."""
        # The entry is kept as well, so that no other one is given its id().
        known = self._of.get(id(entry))
        if known is None:
            known = self._of[id(entry)] = entry, frozenset(self._names_of(entry))
        return known[1]

    def _names_of(self, entry: Entry) -> Iterator[str]:
        first = first_of(entry)
        if entry.called:
            yield f"title {self.title(entry.called)}"
        for url in (first.url, entry.url, *entry.former_urls):
            if url:
                yield f"url {self.address(url)}"
                yield from self._plain_names(url, None)
        distinguishing = self.distinguishing_part(first.url) if first.url else ""
        for choices in {"", distinguishing}:
            yield from map(short_hash, self.id_names(entry, choices))
        yield from self._plain_names(first.url, first.title)

    def meant_by(self, reference: str) -> frozenset[str]:
        """Return all that a reference can mean; it names what has one of these for a name."""
        known = self._meant.get(reference)
        if known is None:
            url = absolute_url(reference)
            located = [f"url {self.address(url)}"] if url else []
            known = frozenset((*located, f"title {self.title(reference)}", reference))
            self._meant[reference] = known
        return known

    def is_named(self, entry: Entry, reference: str) -> bool:
        """Return whether a reference names the article of the entry."""
        return not self.of(entry).isdisjoint(self.meant_by(reference))

    def distinguishing_part(self, url: str) -> str:
        """Return the part of a URL that counts besides its canonical form; mostly ""."""
        return self._addresses.distinguishing_part(url)

    def whole_url(self, url: str) -> str:
        """Return the canonical form of a URL with what counts in it besides."""
        return canonical_url(url) + self.distinguishing_part(url)

    def plain_name(self, entry: Entry) -> str:
        """Return what the id of the entry's article is the hash of if no other is called so."""
        first = first_of(entry)
        return canonical_url(first.url) if first.url else self.title(first.title or "")

    def id_names(self, entry: Entry, distinguishing: str) -> list[str]:
        """Return what the id of the entry's article may be the hash of: the first that is free.

        It is made of the first statement, and stays when that is corrected. `distinguishing` is
        what counted in its address then, besides the canonical form.
        """
        first = first_of(entry)
        name, title = self.plain_name(entry) + distinguishing, self.title(first.title or "")
        longer = [name, f"{name}\n{title}", f"{name}\n{title}\n{first.date or ''}"]
        return [*longer, "\n".join([*longer, entry.guid or first.where])]

    def slug(
        self, url: str | None, title: str | None, fallback: str, distinguishing: str = ""
    ) -> str:
        """Return the last part of the permalink of an article, if no other has it."""
        return slug_of_url(url, fallback, distinguishing) if url else slugify(title or "", fallback)

    def _plain_names(self, url: str | None, title: str | None) -> Iterator[str]:
        """Yield the ids and slugs that an article of that URL or title can have by that alone."""
        plain_id = short_hash(canonical_url(url) if url else self.title(title or ""))
        yield from (plain_id, self.slug(url, title, plain_id))
        if url and (distinguishing := self.distinguishing_part(url)):
            own_id = short_hash(self.address(url))
            yield from (own_id, self.slug(url, title, own_id, distinguishing))

    def did_you_mean(self, reference: str, named: Iterable[Entry | Mention]) -> str:
        """Return `; did you mean “Toy Models”?`, the nearest name, else one that it is part of.

        "" if there is neither.
        """
        shown: dict[str, str] = {}
        for item in named:
            for name in self._plain_names(item.url, item.title):
                shown.setdefault(name, name)
            if item.title:
                shown.setdefault(self.title(item.title), item.title)
            if item.url:
                shown.setdefault(self.address(item.url), item.url)
        url = absolute_url(reference)
        meant = self.address(url) if url else self.title(reference)
        near = _nearest(meant, shown)
        if near is None and len(meant) >= _LEAST_PART:
            near = min((name for name in shown if meant in name), key=len, default=None)
        return f"; did you mean “{shown[near]}”?" if near else ""


def first_of(entry: Entry) -> FirstStatement:
    """Return how the entry was stated first; of one that is in no log, as it is."""
    return entry.first or FirstStatement(
        moment=entry.first_seen.edtf if entry.first_seen else "~",  # a note's: after all others
        where=entry.where,
        url=entry.url,
        title=entry.called,
        date=entry.published.raw if entry.published else None,
    )


def list_of(entry: Entry) -> str:
    """Return the log that an entry is part of: what it holds twice is two entries."""
    if entry.first_seen is None:
        return entry.where  # each note of the owner's is one by itself
    return f"{entry.source}\n{entry.capture.rpartition('/')[0]}"


def different_entries(entries: Iterable[Entry]) -> Iterator[tuple[str, Entry]]:
    """Yield the entries that their sources tell apart, each with the list that does.

    The owner's notes are one list here, but for those on one page under one title.
    """
    titled: set[tuple[str, str, str]] = set()
    for entry in entries:
        if not entry.url or not entry.creates or entry.repeats or entry.prose:
            continue
        if entry.first_seen:
            yield list_of(entry), entry
            continue
        name = (entry.source, address_base(entry.url), fold_text(entry.title or ""))
        if name not in titled:
            titled.add(name)
            yield entry.source, entry


def _learn_addresses(entries: Iterable[Entry]) -> Addresses:
    """Return the parts of addresses that count, learned from the different entries of sources.

    The addresses that an entry had before count as well, for ids are made of the first of them. Of
    those that differ in nothing else one is enough: they are of one entry.
    """
    lists: dict[str, list[str]] = defaultdict(list)
    marked: set[tuple[str, str]] = set()
    for source, entry in different_entries(entries):
        if entry.url and entry.marks:
            marked |= {(url_host(entry.url), mark) for mark in entry.marks}
        had: dict[str, str] = {}
        for url in (first_of(entry).url, *entry.former_urls, entry.url):
            if url:
                had.setdefault(address_base(url), url)
        lists[source] += had.values()
    addresses = Addresses()
    addresses.leave_out(marked)
    for urls in lists.values():
        addresses.learn(urls)
    return addresses


def _nearest(meant: str, names: Iterable[str]) -> str | None:
    """Return what difflib.get_close_matches would choose, without comparing the hopeless."""
    near, name_of_it = 0.8, ""
    matcher = difflib.SequenceMatcher(b=meant)
    for name in names:
        matcher.set_seq1(name)
        if matcher.real_quick_ratio() >= near and matcher.quick_ratio() >= near:
            near, name_of_it = max((near, name_of_it), (matcher.ratio(), name))
    return name_of_it or None
