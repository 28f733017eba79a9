"""Entries → groups that are one article each. Similar is not the same.

The canonical URL decides. Two different canonical URLs never join by title; an entry without a
URL joins by its title, folded, if that is unique on both sides. `same` and `not_same` overrides
have the last word. Every join is recorded with its rule.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from generator.config.overrides import Overrides, SameRule
from generator.model import Entry, Problem
from generator.reconcile.ids import (
    Group,
    GroupBuilder,
    did_you_mean,
    is_named,
    meanings_of,
    name_groups,
    names_of,
)
from generator.text.titles import fold_title, without_known_parenthesis
from generator.text.urls import canonical_url

BY_URL = "same canonical URL"
BY_TITLE = "same title, and one of them has no URL"
BY_PREFIX = "its title is where the glued title ends"
BY_NOTE = "the owner's note names the article"


def group_entries(
    entries: Sequence[Entry],
    overrides: Overrides,
    known_titles: frozenset[str],
    language: str,
) -> tuple[tuple[Group, ...], tuple[Problem, ...]]:
    """The groups, and a problem for every entry that could not be placed for certain.

    `entries` are in order of trust; `known_titles` are folded titles of the thread itself, which
    previews put in a parenthesis.
    """
    joiner = _Joiner(overrides, known_titles, language)
    for entry in entries:
        if entry.creates and entry.url:
            joiner.add_by_url(entry)
    joiner.add_by_title([e for e in entries if e.creates and not e.url and e.title])
    joiner.join_same()
    joiner.add_previews([entry for entry in entries if entry.preview and not entry.creates])
    joiner.add_notes([entry for entry in entries if entry.about])
    joiner.doubt_references(entries)
    order = {id(entry): place for place, entry in enumerate(entries)}
    return name_groups(joiner.drafts, order, language), tuple(joiner.problems)


class _Joiner:
    """Drafts of articles, as one entry after another finds its place."""

    def __init__(self, overrides: Overrides, known_titles: frozenset[str], language: str) -> None:
        self.drafts: list[GroupBuilder] = []
        self.problems: list[Problem] = []
        self._by_url: dict[str, list[GroupBuilder]] = defaultdict(list)
        self._same = overrides.same
        self._not_same = overrides.not_same
        self._known_titles = known_titles
        self._language = language

    def add_by_url(self, entry: Entry) -> None:
        url = canonical_url(entry.url or "")
        for draft in self._by_url[url]:
            if not self._kept_apart(draft, entry):
                draft.members.append((entry, BY_URL))
                return
        self._by_url[url].append(self._start(entry))

    def add_by_title(self, entries: Sequence[Entry]) -> None:
        """Joins entries without a URL to the one draft of their title, or to each other."""
        drafts = self._drafts_by_title()
        homonyms: dict[str, list[Entry]] = defaultdict(list)
        for entry in entries:
            homonyms[fold_title(entry.title or "", self._language)].append(entry)
        for title, group in homonyms.items():
            found = drafts.get(title, [])
            holders = [e.source for draft in found for e in draft.holders(title, self._language)]
            sources = [*holders, *(entry.source for entry in group)]
            if len(found) > 1 or any(sources.count(entry.source) > 1 for entry in group):
                self._keep_homonyms(group, len(found) + len(group))
            else:
                self._join_homonyms(group, found)

    def _join_homonyms(self, group: list[Entry], found: list[GroupBuilder]) -> None:
        target = found[0] if found else None
        for entry in group:
            if target is None or self._kept_apart(target, entry):
                target = self._start(entry)
            else:
                target.members.append((entry, _title_rule(target)))

    def _keep_homonyms(self, group: list[Entry], count: int) -> None:
        for entry in group:
            self._start(entry)
            if any(self._is_in(pair, entry) for pair in (*self._same, *self._not_same)):
                continue
            message = (
                f"“{entry.title}” has no URL here and is the title of {count} entries, so nothing "
                "tells which it belongs to; it stands alone (an override `same` can join it)"
            )
            self._doubt(entry.where, message)

    def join_same(self) -> None:
        """Joins what the owner calls the same, whatever its URLs."""
        for pair in self._same:
            named = self._named(pair)
            for other in named[1:]:
                rule = f"override: {pair.reason}"
                named[0].members.extend((entry, rule) for entry, _rule in other.members)
                self.drafts.remove(other)

    def _named(self, pair: SameRule) -> list[GroupBuilder]:
        """The drafts that a pair's references name; one that names several is taken for none."""
        named: dict[GroupBuilder, None] = {}
        for reference in pair.articles:
            found = [draft for draft in self.drafts if self._is(draft, reference)]
            if len(found) == 1:
                named[found[0]] = None
            elif found and pair in self._same:
                count = len(found)
                message = f"does nothing: “{reference}” names {count} articles; use a URL or an id"
                self._doubt(pair.where, message)
        return list(named)

    def add_previews(self, entries: Sequence[Entry]) -> None:
        """Joins each preview to the one article it is of; any other number is a problem."""
        titled, located = self._drafts_by_title(), self._drafts_by_url()
        for entry in entries:
            found, rule = self._target_of_note(entry)
            if not found and entry.url:
                found, rule = located.get(canonical_url(entry.url), []), BY_URL
            if not found and entry.title:
                found, rule = titled.get(self._title_of_preview(entry), []), BY_TITLE
                found = [draft for draft in found if not (entry.url and draft.has_url)]
            self._add_preview(
                entry, [draft for draft in found if not self._kept_apart(draft, entry)], rule
            )

    def _add_preview(self, entry: Entry, found: list[GroupBuilder], rule: str) -> None:
        if len(found) == 1:
            found[0].members.append((entry, rule))
            return
        count = "no article" if not found else f"{len(found)} articles"
        message = f"left out: this preview (“{entry.title or entry.url}”) matches {count}"
        self._doubt(entry.where, message)

    def add_notes(self, entries: Sequence[Entry]) -> None:
        """Joins each of the owner's notes to the one article that it names."""
        named: dict[str, set[int]] = defaultdict(set)  # the places of the drafts of each name
        for place, draft in enumerate(self.drafts) if entries else ():
            for member, _rule in draft.members:
                for name in names_of(member, self._language):
                    named[name].add(place)
        for entry in entries:
            meanings = meanings_of(entry.about or "", self._language)
            found = set[int]().union(*(named.get(name, ()) for name in meanings))
            if len(found) == 1:
                (place,) = found
                self.drafts[place].members.append((entry, BY_NOTE))
                for name in names_of(entry, self._language):
                    named[name].add(place)
                continue
            count = f"{len(found)} articles; use a URL or an id" if found else "no article"
            self._doubt(entry.where, f"left out: this note is on “{entry.about}”, which is {count}")

    def _target_of_note(self, entry: Entry) -> tuple[list[GroupBuilder], str]:
        """What the owner calls the same as a preview, and the rule that says so."""
        for pair in self._same:
            if self._is_in(pair, entry):
                return self._named(pair), f"override: {pair.reason}"
        return [], ""

    def _title_of_preview(self, entry: Entry) -> str:
        title = without_known_parenthesis(entry.title or "", self._known_titles, self._language)
        return fold_title(title, self._language)

    def doubt_references(self, entries: Sequence[Entry]) -> None:
        """Tells of each reference in `same` and `not_same` that names nothing."""
        for pair in (*self._same, *self._not_same):
            for reference in pair.articles:
                if not any(is_named(entry, reference, self._language) for entry in entries):
                    hint = did_you_mean(reference, entries, self._language)
                    self._doubt(pair.where, f"nothing is named “{reference}”{hint}")

    def _doubt(self, where: str, message: str) -> None:
        self.problems.append(Problem(where=where, message=message, severity="warning"))

    def _is(self, draft: GroupBuilder, reference: str) -> bool:
        return any(is_named(entry, reference, self._language) for entry, _rule in draft.members)

    def _is_in(self, pair: SameRule, entry: Entry) -> bool:
        return any(is_named(entry, reference, self._language) for reference in pair.articles)

    def _start(self, entry: Entry) -> GroupBuilder:
        draft = GroupBuilder(entry)
        self.drafts.append(draft)
        return draft

    def _drafts_by_url(self) -> dict[str, list[GroupBuilder]]:
        found: dict[str, list[GroupBuilder]] = defaultdict(list)
        for draft in self.drafts:
            for url in {canonical_url(entry.url) for entry, _rule in draft.members if entry.url}:
                found[url].append(draft)
        return found

    def _drafts_by_title(self) -> dict[str, list[GroupBuilder]]:
        found: dict[str, list[GroupBuilder]] = defaultdict(list)
        for draft in self.drafts:
            for title in draft.titles(self._language):
                found[title].append(draft)
        return found

    def _kept_apart(self, draft: GroupBuilder, entry: Entry) -> bool:
        return any(
            self._is_pair(pair, member, entry)
            for pair in self._not_same
            for member, _rule in draft.members
        )

    def _is_pair(self, pair: SameRule, one: Entry, other: Entry) -> bool:
        ones = {ref for ref in pair.articles if is_named(one, ref, self._language)}
        others = {ref for ref in pair.articles if is_named(other, ref, self._language)}
        return bool(ones and others and ones != others)


def _title_rule(draft: GroupBuilder) -> str:
    return BY_PREFIX if any(e.parted_by == "prefix" for e, _ in draft.members) else BY_TITLE
