"""Give groups of entries ids and permalinks that stay.

An id comes of the canonical URL, without one of the title. A permalink comes of the URL's path.
Both are those of the first statement, and do not look at what may be corrected later: an address,
a title, a date, an override, the order of a list.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from typing import NamedTuple

from generator.model.entries import Entry, FirstStatement
from generator.model.record import Problem, Record
from generator.reconcile.references import Names, different_entries, first_of, list_of
from generator.text.addresses import Addresses
from generator.text.urls import short_hash

NAMED_BY_URL = "its canonical URL names the article"
NAMED_BY_TITLE = "its title names the article: it has no URL"
NAMED_BY_TEXT = "how its text begins names the article: it has neither URL nor title"


class Group(Record, kw_only=True):
    """The entries of one article, most trusted first, each with the rule that joined it."""

    id: str
    #: The last part of the permalink.
    slug: str
    entries: tuple[Entry, ...]
    #: For each entry, the rule that joined it.
    rules: tuple[str, ...]
    #: The source of the entry that names the article, and how that first stated it.
    named_by: str
    first: FirstStatement
    #: What the id is the hash of.
    hashed: str


class Grouped(NamedTuple):
    """The groups, those of what filters leave out, and what could not be placed for certain."""

    groups: tuple[Group, ...]
    #: The groups of entries that filters leave out.
    left_out: tuple[Group, ...]
    problems: tuple[Problem, ...]


class GroupBuilder:
    """A group while it grows. `members` are its entries, each with the rule that joined it."""

    def __init__(self, entry: Entry) -> None:
        rule = NAMED_BY_TITLE if entry.title else NAMED_BY_TEXT
        rule = NAMED_BY_URL if entry.url else rule
        self.members: list[tuple[Entry, str]] = [(entry, rule)]

    def holders(self, title: str, names: Names) -> list[Entry]:
        """Return its entries of that folded title."""
        return [e for e, _ in self.members if e.title and names.title(e.title) == title]

    @property
    def has_url(self) -> bool:
        """Return whether a source gives the article a URL."""
        return any(entry.url for entry, _rule in self.members)

    @property
    def creators(self) -> list[Entry]:
        """Return its entries that can make an article; its name must not depend on others."""
        return [entry for entry, _rule in self.members if entry.creates and not entry.prose]


def filtered_groups(
    left_out: Sequence[Entry], kept: Sequence[Entry], names: Names
) -> list[GroupBuilder]:
    """Return a builder for each article that filters leave out, by its address, else its title."""
    creating = [entry for entry in left_out if entry.creates and not entry.prose]
    others = [entry for entry in kept if entry.creates and not entry.prose] if creating else []
    listed = Counter(
        (list_of(entry), names.plain_name(entry))
        for entry in (*creating, *others)
        if not entry.repeats
    )
    shared = {name for (_list, name), count in listed.items() if count > 1}

    def name_of(entry: Entry) -> tuple[str, str]:
        name = names.plain_name(entry)
        return name, names.title(first_of(entry).title or "") if name in shared else ""

    known = {name_of(entry) for entry in others}
    builders: dict[tuple[str, str], GroupBuilder] = {}
    for entry in creating:
        name = name_of(entry)
        if name in builders:
            builders[name].members.append((entry, NAMED_BY_URL))
        elif name not in known:
            builders[name] = GroupBuilder(entry)
    return list(builders.values())


class NamedGroups:
    """Groups by all their names, so that not every reference is held against every entry."""

    def __init__(self, groups: Sequence[Group], names: Names) -> None:
        self._groups = groups
        self._names = names

    def by(self, reference: str) -> tuple[Group, ...]:
        """Return the groups that a reference names: by id or permalink, else by URL or title."""
        own, others = self._places
        meanings = self._names.meant_by(reference)
        places = own.get(reference) or {p for name in meanings for p in others.get(name, ())}
        return tuple(self._groups[place] for place in sorted(places))

    @cached_property
    def _places(self) -> tuple[dict[str, set[int]], dict[str, set[int]]]:
        """Return the places of groups by id or permalink, and by the names of their entries."""
        own, others = defaultdict[str, set[int]](set), defaultdict[str, set[int]](set)
        for place, group in enumerate(self._groups):
            for name in (group.id, group.slug):
                own[name].add(place)
            for entry in group.entries:
                for name in self._names.of(entry):
                    others[name].add(place)
        return own, others


def name_groups(
    builders: Sequence[GroupBuilder], order: Mapping[int, int], names: Names
) -> tuple[Group, ...]:
    """Return the builders with their ids and slugs.

    `order` is the place of each entry in order of trust.

    What was received first is named first, so that a newcomer never takes an article's permalink.
    """
    for builder in builders:
        _sort_members(builder, order)
    namers = [_naming_entry(builder.creators) for builder in builders]
    ages = [_age(builder, namer, names) for builder, namer in zip(builders, namers, strict=True)]
    known = _AddressHistory(entry for builder in builders for entry in builder.creators)
    taken: tuple[set[str], set[str]] = (set(), set())
    groups: dict[int, Group] = {}
    for place in sorted(range(len(builders)), key=ages.__getitem__):
        namer = namers[place]
        addresses = known.until(ages[place][0])
        hashed, slug = _free_names(namer, names, addresses, taken)
        entries, rules = zip(*builders[place].members, strict=True)
        groups[place] = Group(
            id=short_hash(hashed),
            slug=slug,
            entries=entries,
            rules=rules,
            named_by=namer.source,
            first=first_of(namer),
            hashed=hashed,
        )
    return tuple(groups[place] for place in range(len(builders)))


def _sort_members(builder: GroupBuilder, order: Mapping[int, int]) -> None:
    """Sort by trust; of several in one list that the owner joined, the newest first."""
    builder.members.sort(key=lambda member: order[id(member[0])])
    lists: dict[str, int] = {}
    for entry, _rule in builder.members:
        lists.setdefault(list_of(entry), len(lists))
    if len(lists) < len(builder.members):
        builder.members.sort(key=lambda member: member[0].stated, reverse=True)
        builder.members.sort(key=lambda member: lists[list_of(member[0])])


class _AddressHistory:
    """The differences between addresses that count, as they were known at each moment.

    A name is made of what was known when it was given, and stays whatever comes later.
    """

    def __init__(self, entries: Iterable[Entry]) -> None:
        self._addresses = Addresses()
        stated = (
            (first.moment, source, first.url)
            for source, entry in different_entries(entries)
            if (first := first_of(entry)).url
        )
        self._coming = sorted(stated, key=lambda one: one[0], reverse=True)

    def until(self, moment: str) -> Addresses:
        """Return what was known at a moment; moments must be given in order."""
        while self._coming and self._coming[-1][0] <= moment:
            _moment, source, url = self._coming.pop()
            self._addresses.add(source, url or "")
        return self._addresses


def _age(builder: GroupBuilder, namer: Entry, names: Names) -> tuple[str, ...]:
    """Return a sort key: when an article was first seen, then names that stay as they are."""
    first, moment = first_of(namer), min(first_of(entry).moment for entry in builder.creators)
    name, title = names.plain_name(namer), names.title(first.title or "")
    return moment, name, first.date or "", namer.source, title, namer.guid or first.where


def _naming_entry(creators: Sequence[Entry]) -> Entry:
    """Return the entry that names the article: of the most trusted source that first had a URL.

    Of several entries of that source it is the one that was stated first.
    """
    located = [entry for entry in creators if first_of(entry).url] or creators
    of_source = [entry for entry in located if entry.source == located[0].source]
    return min(of_source, key=lambda entry: first_of(entry).moment)


def _free_names(
    namer: Entry, names: Names, addresses: Addresses, taken: tuple[set[str], set[str]]
) -> tuple[str, str]:
    """Take the first free id and slug; return what that id is the hash of, and the slug."""
    ids, slugs = taken
    first = first_of(namer)
    distinguishing = addresses.distinguishing_part(first.url) if first.url else ""
    choices = names.id_names(namer, distinguishing)
    hashed = next(choice for choice in choices if short_hash(choice) not in ids)
    article_id = short_hash(hashed)
    slug = names.slug(first.url, first.title, article_id, distinguishing)
    # The id of an article is no secret: somebody's URL may end in it. None has two hyphens.
    longer = (slug, f"{slug}-{article_id}", f"{slug}--{article_id}")
    slug = next(choice for choice in longer if choice not in slugs)
    ids.add(article_id)
    slugs.add(slug)
    return hashed, slug
