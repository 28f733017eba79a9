"""Drafts of articles → groups with ids and permalinks that stay.

An id comes of the canonical URL, without one of the title. A permalink comes of the URL's path.
Neither looks at what may be corrected later: a date, an override, the order of a list.
"""

from __future__ import annotations

import difflib
from collections import defaultdict
from collections.abc import Iterable, Sequence
from functools import cached_property, lru_cache

from generator.model import Entry, Mention, Record
from generator.text.titles import fold_title
from generator.text.urls import (
    REMEMBERED,
    absolute_url,
    canonical_url,
    short_hash,
    slug_of_url,
    slugify,
)

NAMED_BY_URL = "its canonical URL names the article"
NAMED_BY_TITLE = "its title names the article: it has no URL"


class Group(Record, kw_only=True):
    """The entries of one article, most trusted first, each with the rule that joined it."""

    id: str
    slug: str
    entries: tuple[Entry, ...]
    rules: tuple[str, ...]

    @property
    def namer(self) -> Entry:
        """The entry whose URL, or else whose title, names the article."""
        return _namer([entry for entry in self.entries if entry.creates])


class GroupBuilder:
    """A group while it grows. `members` are its entries, each with the rule that joined it."""

    def __init__(self, entry: Entry) -> None:
        rule = NAMED_BY_URL if entry.url else NAMED_BY_TITLE
        self.members: list[tuple[Entry, str]] = [(entry, rule)]

    def titles(self, language: str) -> set[str]:
        """The folded titles of all its entries."""
        return {fold_title(e.title, language) for e, _rule in self.members if e.title}

    def holders(self, title: str, language: str) -> list[Entry]:
        """Its entries of that folded title."""
        return [e for e, _ in self.members if e.title and fold_title(e.title, language) == title]

    @property
    def has_url(self) -> bool:
        """Whether a source gives the article a URL."""
        return any(entry.url for entry, _rule in self.members)

    @property
    def creators(self) -> list[Entry]:
        """Its entries that can make an article: what names it may not depend on the others."""
        return [entry for entry, _rule in self.members if entry.creates]


def is_named(entry: Entry, reference: str, language: str) -> bool:
    """Whether an override's reference names what the entry is of.

    A reference is a URL, a title, an id, or the last part of a permalink.
    """
    return not names_of(entry, language).isdisjoint(meanings_of(reference, language))


class NamedGroups:
    """Groups by all their names, so that not every reference is held against every entry."""

    def __init__(self, groups: Sequence[Group], language: str) -> None:
        self._groups = groups
        self._language = language

    def by(self, reference: str) -> tuple[Group, ...]:
        """The groups that a reference names: by id or permalink, else by a URL or a title."""
        own, others = self._places
        meanings = meanings_of(reference, self._language)
        places = own.get(reference) or {p for name in meanings for p in others.get(name, ())}
        return tuple(self._groups[place] for place in sorted(places))

    @cached_property
    def _places(self) -> tuple[dict[str, set[int]], dict[str, set[int]]]:
        """Where the groups of an id or a permalink stand, and those with an entry of a name."""
        own, others = defaultdict[str, set[int]](set), defaultdict[str, set[int]](set)
        for place, group in enumerate(self._groups):
            for name in (group.id, group.slug):
                own[name].add(place)
            for entry in group.entries:
                for name in names_of(entry, self._language):
                    others[name].add(place)
        return own, others


def names_of(entry: Entry, language: str) -> frozenset[str]:
    """All that a reference to what the entry is of can mean."""
    return _names_of(entry.url, entry.title, language)


# An override may be held against every entry, so what each means is worked out once.
@lru_cache(maxsize=REMEMBERED)
def _names_of(url: str | None, title: str | None, language: str) -> frozenset[str]:
    canonical = [f"url {canonical_url(url)}"] if url else []
    folded = [f"title {fold_title(title, language)}"] if title else []
    return frozenset((*canonical, *folded, *_id_and_slug(url, title, language)))


@lru_cache(maxsize=REMEMBERED)
def _id_and_slug(url: str | None, title: str | None, language: str) -> tuple[str, str]:
    id_ = short_hash(canonical_url(url) if url else fold_title(title or "", language))
    return id_, _plain_slug(url, title, id_)


@lru_cache(maxsize=REMEMBERED)
def meanings_of(reference: str, language: str) -> frozenset[str]:
    """All that a reference can mean; it names what has one of these among its names."""
    url = absolute_url(reference)
    canonical = [f"url {canonical_url(url)}"] if url else []
    return frozenset((*canonical, f"title {fold_title(reference, language)}", reference))


def did_you_mean(reference: str, named: Iterable[Entry | Mention], language: str) -> str:
    """`; did you mean “Toy Models”?`, the nearest of all names; "" where none is near."""
    shown: dict[str, str] = {}
    for item in named:
        for name in _id_and_slug(item.url, item.title, language):
            shown.setdefault(name, name)
        if item.title:
            shown.setdefault(fold_title(item.title, language), item.title)
        if item.url:
            shown.setdefault(canonical_url(item.url), item.url)
    url = absolute_url(reference)
    meant = canonical_url(url) if url else fold_title(reference, language)
    near = _nearest(meant, shown)
    return f"; did you mean “{shown[near]}”?" if near else ""


def _nearest(meant: str, names: Iterable[str]) -> str | None:
    """What difflib.get_close_matches would choose, without comparing what cannot be nearer."""
    near, name_of_it = 0.8, ""
    matcher = difflib.SequenceMatcher(b=meant)
    for name in names:
        matcher.set_seq1(name)
        if matcher.real_quick_ratio() >= near and matcher.quick_ratio() >= near:
            near, name_of_it = max((near, name_of_it), (matcher.ratio(), name))
    return name_of_it or None


def name_groups(
    drafts: Sequence[GroupBuilder], order: dict[int, int], language: str
) -> tuple[Group, ...]:
    """The drafts with their ids and slugs; `order` is the place of each entry in order of trust.

    What was received first is named first, so that a newcomer never takes an article's permalink.
    """
    for draft in drafts:
        draft.members.sort(key=lambda member: order[id(member[0])])
    creators = [draft.creators for draft in drafts]
    ids: set[str] = set()
    slugs: set[str] = set()
    groups: dict[int, Group] = {}
    for place in sorted(range(len(drafts)), key=lambda place: _age(creators[place], language)):
        article_id = _unique_id(creators[place], ids, language)
        namer = _namer(creators[place])
        slug = _unique_slug(_plain_slug(namer.url, namer.title, article_id), article_id, slugs)
        ids.add(article_id)
        slugs.add(slug)
        entries, rules = zip(*drafts[place].members, strict=True)
        groups[place] = Group(id=article_id, slug=slug, entries=entries, rules=rules)
    return tuple(groups[place] for place in range(len(drafts)))


def _age(creators: Sequence[Entry], language: str) -> tuple[str, ...]:
    """Sorts articles by when they were first seen, then by names that stay as they are."""
    # Notes, which are in no log, come after all that was received.
    first_seen = min(e.first_seen.edtf if e.first_seen else "~" for e in creators)
    namer = _namer(creators)
    own_name = namer.guid or namer.where
    return first_seen, _name(namer, language), _claims(creators), namer.source, own_name


def _unique_id(creators: Sequence[Entry], taken: set[str], language: str) -> str:
    """The hash of the canonical URL, else of the folded title; of more where that is taken."""
    namer = _namer(creators)
    name = _name(namer, language)
    if (plain := short_hash(name)) not in taken:
        return plain
    title = fold_title(namer.title or "", language)
    names = [name, f"{name}\n{title}", f"{name}\n{title}\n{_claims(creators)}"]
    for longer in names[1:]:
        if short_hash(longer) not in taken:
            return short_hash(longer)
    return short_hash("\n".join([*names, namer.guid or namer.where]))


def _unique_slug(plain: str, article_id: str, taken: set[str]) -> str:
    """The plain slug, or where that is taken with the id after it."""
    # The id of an article is no secret: somebody's URL may end in it. None has two hyphens.
    choices = (plain, f"{plain}-{article_id}", f"{plain}--{article_id}")
    return next(choice for choice in choices if choice not in taken)


def _namer(creators: Sequence[Entry]) -> Entry:
    """The most trusted entry with a URL, else the most trusted."""
    return next((entry for entry in creators if entry.url), creators[0])


def _name(entry: Entry, language: str) -> str:
    return canonical_url(entry.url) if entry.url else fold_title(entry.title or "", language)


def _claims(creators: Sequence[Entry]) -> str:
    return "\n".join(entry.published.raw for entry in creators if entry.published)


def _plain_slug(url: str | None, title: str | None, article_id: str) -> str:
    """The permalink's last part, if no other article has it."""
    return slug_of_url(url, article_id) if url else slugify(title or "", article_id)
