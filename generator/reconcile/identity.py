"""Entries → groups that are one article each. Similar is not the same.

The canonical URL decides. Two different canonical URLs never join by title; an entry without a
URL joins by its title, folded, if that is unique on both sides. `same` and `not_same` overrides
have the last word. Every join is recorded with its rule.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

from generator.model import Entry, Problem, Record
from generator.overrides import Overrides, Pair
from generator.text.titles import fold_title, without_known_parenthesis
from generator.text.urls import canonical_url, short_hash, slug_of_url, slugify

BY_URL = "same canonical URL"
BY_TITLE = "same title, and one of them has no URL"
BY_PREFIX = "its title is where the glued title ends"
NAMED_BY_URL = "its canonical URL names the article"
NAMED_BY_TITLE = "its title names the article: it has no URL"


class Group(Record, kw_only=True):
    """The entries of one article, most trusted first, each with the rule that joined it."""

    id: str
    slug: str
    entries: tuple[Entry, ...]
    rules: tuple[str, ...]

    @property
    def url(self) -> str | None:
        """The most trusted URL, as received; None where no source gives one."""
        return next((entry.url for entry in self.entries if entry.url), None)


class _Draft:
    """A group while it grows."""

    def __init__(self, entry: Entry) -> None:
        rule = NAMED_BY_URL if entry.url else NAMED_BY_TITLE
        self.members: list[tuple[Entry, str]] = [(entry, rule)]

    def titles(self, language: str) -> set[str]:
        return {fold_title(e.title, language) for e, _rule in self.members if e.title}


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
    joiner.add_previews([entry for entry in entries if not entry.creates])
    joiner.join_same(overrides.same)
    order = {id(entry): place for place, entry in enumerate(entries)}
    return _groups(joiner.drafts, order, language), tuple(joiner.problems)


class _Joiner:
    def __init__(self, overrides: Overrides, known_titles: frozenset[str], language: str) -> None:
        self.drafts: list[_Draft] = []
        self.problems: list[Problem] = []
        self._by_url: dict[str, list[_Draft]] = defaultdict(list)
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
            per_source = {entry.source for entry in group}
            found = drafts.get(title, [])
            if len(per_source) < len(group) or len(found) > 1:
                self._keep_homonyms(group, found)
            else:
                self._join_homonyms(group, found)

    def _join_homonyms(self, group: list[Entry], found: list[_Draft]) -> None:
        target = found[0] if found else None
        for entry in group:
            if target is None or self._kept_apart(target, entry):
                target = self._start(entry)
            else:
                target.members.append((entry, _title_rule(target)))

    def _keep_homonyms(self, group: list[Entry], found: list[_Draft]) -> None:
        for entry in group:
            self._start(entry)
            count = len(group) + len(found)
            message = (
                f"“{entry.title}” has no URL here and is the title of {count} entries, so nothing "
                "tells which it belongs to; it stands alone (an override `same` can join it)"
            )
            self.problems.append(Problem(where=entry.where, message=message, severity="warning"))

    def add_previews(self, entries: Sequence[Entry]) -> None:
        """Joins each preview to the one article it is of; any other number is a problem."""
        titled = self._drafts_by_title()
        for entry in entries:
            self._add_preview(entry, titled)

    def _add_preview(self, entry: Entry, titled: dict[str, list[_Draft]]) -> None:
        found, rule = self._preview_targets(entry, titled)
        found = [draft for draft in found if not self._kept_apart(draft, entry)]
        if len(found) == 1:
            found[0].members.append((entry, rule))
            return
        count = "no article" if not found else f"{len(found)} articles"
        message = f"left out: this preview (“{entry.title or entry.url}”) matches {count}"
        self.problems.append(Problem(where=entry.where, message=message, severity="warning"))

    def _preview_targets(
        self, entry: Entry, titled: dict[str, list[_Draft]]
    ) -> tuple[list[_Draft], str]:
        if entry.url:
            return self._by_url.get(canonical_url(entry.url), []), BY_URL
        if not entry.title:
            return [], BY_TITLE
        title = without_known_parenthesis(entry.title, self._known_titles, self._language)
        return titled.get(fold_title(title, self._language), []), BY_TITLE

    def join_same(self, pairs: Iterable[Pair]) -> None:
        for pair in pairs:
            found = [self._named(reference) for reference in pair.articles]
            missing = [ref for ref, draft in zip(pair.articles, found, strict=True) if not draft]
            if missing:
                message = f"nothing is named {', '.join(f'“{ref}”' for ref in missing)}"
                problem = Problem(where=pair.where, message=message, severity="warning")
                self.problems.append(problem)
            drafts = list(dict.fromkeys(draft for draft in found if draft))
            for other in drafts[1:]:
                rule = f"override: {pair.reason}"
                drafts[0].members.extend((entry, rule) for entry, _rule in other.members)
                self.drafts.remove(other)

    def _named(self, reference: str) -> _Draft | None:
        matching = (
            draft
            for draft in self.drafts
            if any(is_named(entry, reference, self._language) for entry, _ in draft.members)
        )
        return next(matching, None)

    def _start(self, entry: Entry) -> _Draft:
        draft = _Draft(entry)
        self.drafts.append(draft)
        return draft

    def _drafts_by_title(self) -> dict[str, list[_Draft]]:
        found: dict[str, list[_Draft]] = defaultdict(list)
        for draft in self.drafts:
            for title in draft.titles(self._language):
                found[title].append(draft)
        return found

    def _kept_apart(self, draft: _Draft, entry: Entry) -> bool:
        return any(
            self._is_pair(pair, member, entry)
            for pair in self._not_same
            for member, _rule in draft.members
        )

    def _is_pair(self, pair: Pair, one: Entry, other: Entry) -> bool:
        ones = {ref for ref in pair.articles if is_named(one, ref, self._language)}
        others = {ref for ref in pair.articles if is_named(other, ref, self._language)}
        return bool(ones and others and len(ones | others) > 1)


def _title_rule(draft: _Draft) -> str:
    return BY_PREFIX if any(e.parted_by == "prefix" for e, _ in draft.members) else BY_TITLE


def is_named(entry: Entry, reference: str, language: str) -> bool:
    """Whether an override's reference (a URL, a title, an id) names what the entry is of."""
    if entry.url:
        url = canonical_url(entry.url)
        if reference == short_hash(url):
            return True
        if "://" in reference and canonical_url(reference) == url:
            return True
    if not entry.title:
        return False
    title = fold_title(entry.title, language)
    return reference == short_hash(title) or fold_title(reference, language) == title


def _groups(drafts: list[_Draft], order: dict[int, int], language: str) -> tuple[Group, ...]:
    """The drafts with their ids and slugs, members in order of trust."""
    for draft in drafts:
        draft.members.sort(key=lambda member: order[id(member[0])])
    ids: set[str] = set()
    slugs: set[str] = set()
    groups: dict[int, Group] = {}
    for draft in sorted(drafts, key=_age):
        entries = tuple(entry for entry, _rule in draft.members)
        article_id = _unique_id(entries, ids, language)
        slug = _slug(entries, article_id)
        if slug in slugs:
            slug = f"{slug}-{article_id}"
        ids.add(article_id)
        slugs.add(slug)
        rules = tuple(rule for _entry, rule in draft.members)
        groups[id(draft)] = Group(id=article_id, slug=slug, entries=entries, rules=rules)
    return tuple(groups[id(draft)] for draft in drafts)


def _age(draft: _Draft) -> tuple[str, str, int]:
    """Sorts what was received first to the front: a newcomer never takes an article's slug."""
    creating = [entry for entry, _rule in draft.members if entry.creates]
    oldest = min(creating, key=lambda entry: entry.first_seen.edtf)
    return oldest.first_seen.edtf, oldest.source, oldest.position


def _unique_id(entries: Sequence[Entry], taken: set[str], language: str) -> str:
    """The hash of the canonical URL, else of the folded title; of more where that is taken."""
    url = next((canonical_url(entry.url) for entry in entries if entry.url), None)
    title = next((fold_title(entry.title, language) for entry in entries if entry.title), "")
    claims = [entry.published.raw for entry in entries if entry.published]
    names = [url or title, "\n".join([url or "", title]), "\n".join([url or "", title, *claims])]
    for name in names:
        if short_hash(name) not in taken:
            return short_hash(name)
    return short_hash("\n".join([*names, entries[0].where]))


def _slug(entries: Sequence[Entry], article_id: str) -> str:
    url = next((entry.url for entry in entries if entry.url), None)
    if url:
        return slug_of_url(url, article_id)
    title = next((entry.title for entry in entries if entry.title), "")
    return slugify(title, article_id)
