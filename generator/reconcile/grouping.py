"""Group entries so that each group is one article. Similar is not the same.

A reader marks what its source lists twice (Entry.repeats); all other entries of a source are
several articles. Across sources the address decides, or where a source gives one to several
articles, the address and the title. Two different addresses never join by title; an entry without
a URL joins by its title, folded, if that is unique on both sides. `same` and `not_same` overrides
have the last word. Every join is recorded with its rule.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from functools import cached_property

from generator.config.overrides import MoveRule, Overrides, SameRule
from generator.model.entries import Entry
from generator.model.record import Problem
from generator.reconcile.ids import GroupBuilder, Grouped, filtered_groups, name_groups
from generator.reconcile.moves import moved_addresses
from generator.reconcile.references import Names, list_of
from generator.text.addresses import work_of
from generator.text.dates import overlap
from generator.text.urls import canonical_url

BY_URL = "same canonical URL"
BY_WORK = "both addresses are known to be of one work"
BY_UNMARKED = "same address but for what a feed adds to all of its addresses"
BY_DOI = "same DOI"
BY_URL_AND_TITLE = "same canonical URL and title; the URL is that of several articles"
BY_FORMER_URL = "an address that the source gave it before"
BY_LINK = "a link in running text to its address"
BY_TITLE = "same title, and one of them has no URL"
BY_PREFIX = "its title is where the glued title ends"
BY_NOTE = "the owner's note names the article"


def group_entries(
    entries: Sequence[Entry],
    overrides: Overrides,
    known_titles: frozenset[str],
    names: Names,
    left_out: Sequence[Entry] = (),
) -> Grouped:
    """Return the groups, and a problem for every entry that could not be placed for certain.

    `entries` are in order of trust; `known_titles` are folded titles of the thread itself, which
    previews put in a parenthesis. What filters leave out keeps its names from all others, so that
    no permalink depends on a filter.
    """
    grouper = _Grouper(overrides, known_titles, names)
    creators = [entry for entry in entries if entry.creates and not entry.prose]
    places = {(entry.source, entry.where) for entry in creators if not entry.repeats}
    repetitions = [e for e in creators if e.repeats and (e.source, e.repeats.where) in places]
    repeated = {id(entry) for entry in repetitions}
    alone = [entry for entry in creators if id(entry) not in repeated]
    grouper.add_by_url([entry for entry in alone if entry.url])
    grouper.add_by_title([entry for entry in alone if not entry.url and entry.title])
    grouper.add_untitled([entry for entry in alone if not entry.url and not entry.title])
    grouper.join_dois()
    grouper.add_repetitions(repetitions)
    grouper.add_links([entry for entry in entries if entry.creates and entry.prose])
    grouper.join_moved(overrides.moved)
    grouper.join_same()
    grouper.add_previews([entry for entry in entries if entry.preview and not entry.creates])
    grouper.add_notes([entry for entry in entries if entry.about])
    grouper.report_unknown_references(entries)
    order = {id(entry): place for place, entry in enumerate((*entries, *left_out))}
    others = filtered_groups(left_out, entries, names)
    named = name_groups([*grouper.builders, *others], order, names)
    count = len(grouper.builders)
    return Grouped(named[:count], named[count:], tuple(grouper.problems))


class _Grouper:
    """Builds the groups of articles, one entry after the other."""

    def __init__(self, overrides: Overrides, known_titles: frozenset[str], names: Names) -> None:
        self.builders: dict[GroupBuilder, None] = {}  # in order, and quick to take out of
        self.problems: list[Problem] = []
        self._merged: dict[GroupBuilder, GroupBuilder] = {}
        self._names = names
        self._same = dict.fromkeys(overrides.same)
        self._not_same = dict.fromkeys(overrides.not_same)
        self._known_titles = known_titles
        self._pairs = _by_meaning((*overrides.same, *overrides.not_same), names)

    def add_by_url(self, entries: Sequence[Entry]) -> None:
        """Join entries of one address; where a list gives it to several, of one title as well."""
        listed = Counter(
            (list_of(entry), self._names.address(entry.url)) for entry in entries if entry.url
        )
        shared = {address for (_list, address), count in listed.items() if count > 1}
        located: dict[str, list[GroupBuilder]] = defaultdict(list)
        for entry in entries:
            address = self._names.address(entry.url or "")
            if address in shared:
                continue
            for builder in located[address]:
                if not self._kept_apart(builder, entry):
                    builder.members.append((entry, _url_rule(builder, entry)))
                    break
            else:
                located[address].append(self._start(entry))
        at_shared = [e for e in entries if e.url and self._names.address(e.url) in shared]
        self._add_by_url_and_title(at_shared)
        self._join_former(located, shared)

    def _add_by_url_and_title(self, entries: Sequence[Entry]) -> None:
        """Join entries at addresses of several articles where title and date leave no doubt."""
        alike: dict[tuple[str, str], dict[str, list[Entry]]] = defaultdict(dict)
        for entry in entries:
            name = (self._names.address(entry.url or ""), self._names.title(entry.title or ""))
            alike[name].setdefault(list_of(entry), []).append(entry)
        for (_address, title), lists in alike.items():
            if not title or len(lists) == 1:
                for entry in (one for listed in lists.values() for one in listed):
                    self._start(entry)
            elif all(len(listed) == 1 for listed in lists.values()):
                self._join_alike([listed[0] for listed in lists.values()])
            else:
                self._join_dated(lists)

    def _join_alike(self, entries: Sequence[Entry]) -> None:
        """Join entries of which each list holds one, unless the dates contradict each other."""
        builders: list[GroupBuilder] = []
        for entry in entries:
            for builder in builders:
                if not self._kept_apart(builder, entry) and not _contradicts(builder, entry):
                    builder.members.append((entry, BY_URL_AND_TITLE))
                    break
            else:
                builders.append(self._start(entry))

    def _join_dated(self, lists: dict[str, list[Entry]]) -> None:
        """Join entries of one address and title by their days, which several of a list have."""
        dated: dict[str, list[Entry]] = defaultdict(list)
        for listed in lists.values():
            days = Counter(_day(entry) for entry in listed)
            for entry in listed:
                day = _day(entry)
                if day and days[day] == 1:
                    dated[day].append(entry)
                    continue
                self._start(entry)
                message = (
                    f"“{entry.title}” at {entry.url} is the title of several entries there, so "
                    "nothing tells which of another source it is; it stands alone"
                )
                self._doubt(entry.where, message)
        for entries in dated.values():
            self._join_alike(entries)

    def _join_former(self, located: dict[str, list[GroupBuilder]], shared: set[str]) -> None:
        """Join what another source still lists at the address that a source gave up."""
        moved: dict[str, list[GroupBuilder]] = defaultdict(list)
        for builder in self.builders:
            for entry in builder.creators:
                for url in entry.former_urls:
                    moved[self._names.address(url)].append(builder)
        for address, builders in moved.items():
            others = located.get(address, [])
            if address in shared or len(set(builders)) > 1 or len(others) != 1:
                continue
            builder, other = self._merged_into(builders[0]), self._merged_into(others[0])
            mine = {list_of(entry) for entry in builder.creators}
            is_apart = any(self._kept_apart(builder, entry) for entry in other.creators)
            if mine.isdisjoint(map(list_of, other.creators)) and not is_apart:
                self._merge(builder, other, BY_FORMER_URL)

    def add_by_title(self, entries: Sequence[Entry]) -> None:
        """Join entries without a URL to the one builder of their title, or to each other."""
        builders = self._builders_by_title()
        homonyms: dict[str, list[Entry]] = defaultdict(list)
        for entry in entries:
            homonyms[self._names.title(entry.title or "")].append(entry)
        for title, group in homonyms.items():
            found = builders.get(title, [])
            holders = [entry for builder in found for entry in builder.holders(title, self._names)]
            lists = Counter(map(list_of, (*holders, *group)))
            if len(found) > 1 or any(lists[list_of(entry)] > 1 for entry in group):
                self._keep_homonyms(group, len(found) + len(group), is_doubtful=len(lists) > 1)
            else:
                self._join_homonyms(group, found)

    def add_untitled(self, entries: Sequence[Entry]) -> None:
        """Start an article with each entry that is text alone: two that begin alike are two."""
        for entry in entries:
            self._start(entry)

    def _join_homonyms(self, group: list[Entry], found: list[GroupBuilder]) -> None:
        target = found[0] if found else None
        for entry in group:
            if target is None or self._kept_apart(target, entry):
                target = self._start(entry)
            else:
                target.members.append((entry, _title_rule(target)))

    def _keep_homonyms(self, group: list[Entry], count: int, *, is_doubtful: bool) -> None:
        for entry in group:
            self._start(entry)
            if not is_doubtful or self._pairs_of(entry):
                continue
            message = (
                f"“{entry.title}” has no URL here and is the title of {count} entries, so nothing "
                "tells which it belongs to; it stands alone (an override `same` can join it)"
            )
            self._doubt(entry.where, message)

    def join_dois(self) -> None:
        """Join entries of one DOI, except for one that a list gives to several titles."""
        stated: dict[str, dict[GroupBuilder, None]] = defaultdict(dict)
        for builder in self.builders:
            for entry in builder.creators:
                if entry.doi:
                    stated[_work_of_doi(entry.doi)][builder] = None
        located = self._builders_by_url() if stated else {}
        for work, builders in stated.items():
            builders |= dict.fromkeys(located.get(work, ()))
            left = list(dict.fromkeys(map(self._merged_into, builders)))
            for builder in left[1:] if self._is_of_one_work(left) else ():
                if not any(self._kept_apart(left[0], entry) for entry in builder.creators):
                    self._merge(left[0], builder, BY_DOI)

    def _is_of_one_work(self, builders: Sequence[GroupBuilder]) -> bool:
        """Return whether no list gives the shared DOI to several titles that are not versions."""
        titles: dict[str, set[str]] = defaultdict(set)
        works: dict[str, set[str | None]] = defaultdict(set)
        for builder in builders:
            for entry in builder.creators:
                titles[list_of(entry)].add(self._names.title(entry.title or ""))
                works[list_of(entry)].add(work_of(entry.url) if entry.url else None)
        return all(
            len(found) == 1 or (len(works[listed]) == 1 and None not in works[listed])
            for listed, found in titles.items()
        )

    def add_repetitions(self, entries: Sequence[Entry]) -> None:
        """Join what says no more than another entry of its capture, unless the owner objects."""
        builders = {
            (entry.source, entry.where): builder
            for builder in self.builders
            for entry, _rule in builder.members
        }
        for entry in entries:
            if entry.repeats:
                builder = builders[entry.source, entry.repeats.where]
                if self._kept_apart(builder, entry):
                    self._start(entry)
                else:
                    builder.members.append((entry, entry.repeats.rule))

    def add_links(self, entries: Sequence[Entry]) -> None:
        """Join links in running text to the one article at their address."""
        located = self._builders_by_url() if entries else {}
        for entry in entries:
            found = located.get(self._names.address(entry.url or ""), [])
            if len(found) == 1:
                found[0].members.append((entry, BY_LINK))
            else:
                message = f"left out: a link in running text to {entry.url}, which is {{}} articles"
                self._doubt(entry.where, message.format(len(found)))

    def join_moved(self, moves: Sequence[MoveRule]) -> None:
        """Join entries at addresses that the owner calls old to those at the new ones."""
        located = self._builders_by_url() if moves else {}
        begun: Counter[MoveRule] = Counter()
        joined: Counter[MoveRule] = Counter()
        for builder in list(self.builders) if moves else ():
            urls = {url for entry in builder.creators for url in (entry.url, *entry.former_urls)}
            for url in sorted(url for url in urls if url):
                for move, moved_to in moved_addresses(url, moves):
                    address = self._names.address(moved_to)
                    begun[move] += 1
                    found = [one for one in located.get(address, ()) if one in self.builders]
                    if len(found) == 1 and found[0] is not builder and builder in self.builders:
                        self._merge(found[0], builder, f"override: {move.reason}")
                        joined[move] += 1
        for move in moves:
            if not begun[move]:
                message = f"[[moved]] names nothing: no address begins with “{move.from_}”"
                self._doubt(move.where, message)
            elif not joined[move]:
                message = (
                    f"[[moved]] joins nothing: no article that stood below “{move.from_}” stands "
                    f"below “{move.to}”"
                )
                self._doubt(move.where, message)

    def join_same(self) -> None:
        """Join what the owner calls the same, whatever its URLs."""
        for pair in self._same:
            named = self._named(pair)
            for other in named[1:]:
                self._merge(named[0], other, f"override: {pair.reason}")

    def _named(self, pair: SameRule) -> list[GroupBuilder]:
        """Return the builders that a pair's references name.

        One that names several is taken for none.
        """
        named: dict[GroupBuilder, None] = {}
        for reference in pair.articles:
            found = self._builders_named(reference)
            if len(found) == 1:
                named |= found
            elif found:
                count = len(found)
                message = f"does nothing: “{reference}” names {count} articles; use a URL or an id"
                self._doubt(pair.where, message)
        return list(named)

    def _builders_named(self, reference: str) -> dict[GroupBuilder, None]:
        found: dict[GroupBuilder, None] = {}
        for meaning in self._names.meant_by(reference):
            found |= self._by_name.get(meaning, {})
        return found

    @cached_property
    def _by_name(self) -> dict[str, dict[GroupBuilder, None]]:
        """Return the builders by all names of their entries, kept up to date by later steps."""
        found: dict[str, dict[GroupBuilder, None]] = defaultdict(dict)
        for builder in self.builders:
            for entry, _rule in builder.members:
                for name in self._names.of(entry):
                    found[name][builder] = None
        return found

    def _merge(self, builder: GroupBuilder, other: GroupBuilder, rule: str) -> None:
        builder.members.extend((entry, rule) for entry, _rule in other.members)
        del self.builders[other]
        self._merged[other] = builder
        if "_by_name" in self.__dict__:
            for entry, _rule in other.members:
                for name in self._names.of(entry):
                    self._by_name[name].pop(other, None)
                    self._by_name[name][builder] = None

    def _merged_into(self, builder: GroupBuilder) -> GroupBuilder:
        """Return the builder that holds the entries of one that may have been merged since."""
        while builder in self._merged:
            builder = self._merged[builder]
        return builder

    def add_previews(self, entries: Sequence[Entry]) -> None:
        """Join each preview to the one article it is of; any other number is a problem."""
        titled, located = self._builders_by_title(), self._builders_by_url()
        for entry in entries:
            found, rule = self._target_of_preview(entry)
            title = self._title_of_preview(entry) if entry.title else ""
            if not found and entry.url:
                found, rule = located.get(self._names.address(entry.url), []), BY_URL
                if len(found) > 1:
                    found = [builder for builder in found if builder in titled.get(title, [])]
                    rule = BY_URL_AND_TITLE
            if not found and entry.title:
                found, rule = titled.get(title, []), BY_TITLE
                found = [builder for builder in found if not (entry.url and builder.has_url)]
            self._add_preview(
                entry, [builder for builder in found if not self._kept_apart(builder, entry)], rule
            )

    def _add_preview(self, entry: Entry, found: list[GroupBuilder], rule: str) -> None:
        if len(found) == 1:
            found[0].members.append((entry, rule))
            return
        count = "no article" if not found else f"{len(found)} articles"
        message = f"left out: this preview (“{entry.title or entry.url}”) matches {count}"
        self._doubt(entry.where, message)

    def add_notes(self, entries: Sequence[Entry]) -> None:
        """Join each of the owner's notes to the one article that it names."""
        named: dict[str, set[int]] = defaultdict(set)  # the places of the builders of each name
        builders = list(self.builders) if entries else []
        for place, builder in enumerate(builders):
            for member, _rule in builder.members:
                for name in self._names.of(member):
                    named[name].add(place)
        for entry in entries:
            meanings = self._names.meant_by(entry.about or "")
            found = set[int]().union(*(named.get(name, ()) for name in meanings))
            if len(found) == 1:
                (place,) = found
                builders[place].members.append((entry, BY_NOTE))
                for name in self._names.of(entry):
                    named[name].add(place)
                continue
            count = f"{len(found)} articles; use a URL or an id" if found else "no article"
            self._doubt(entry.where, f"left out: this note is on “{entry.about}”, which is {count}")

    def _target_of_preview(self, entry: Entry) -> tuple[list[GroupBuilder], str]:
        """Return the articles that the owner calls the same as a preview, and the rule for it."""
        for pair in self._pairs_of(entry):
            if pair in self._same:
                return self._named(pair), f"override: {pair.reason}"
        return [], ""

    def _title_of_preview(self, entry: Entry) -> str:
        title = entry.title or ""
        return self._names.title(self._names.without_known_parenthesis(title, self._known_titles))

    def report_unknown_references(self, entries: Sequence[Entry]) -> None:
        """Report each reference in `same` and `not_same` that names nothing."""
        pairs = (*self._same, *self._not_same)
        known = set[str]().union(*map(self._names.of, entries)) if pairs else set()
        for pair in pairs:
            for reference in pair.articles:
                if known.isdisjoint(self._names.meant_by(reference)):
                    hint = self._names.did_you_mean(reference, entries)
                    self._doubt(pair.where, f"nothing is named “{reference}”{hint}")

    def _doubt(self, where: str, message: str) -> None:
        self.problems.append(Problem(where=where, message=message, severity="warning"))

    def _pairs_of(self, entry: Entry) -> list[SameRule]:
        """Return the overrides that name the entry, in the order of the file."""
        if not self._pairs:
            return []
        found = {
            place: pair
            for name in self._names.of(entry)
            for place, pair in self._pairs.get(name, {}).items()
        }
        return [found[place] for place in sorted(found)]

    def _start(self, entry: Entry) -> GroupBuilder:
        builder = GroupBuilder(entry)
        self.builders[builder] = None
        return builder

    def _builders_by_url(self) -> dict[str, list[GroupBuilder]]:
        """Return the builders by their addresses; by a former one where that is no other's now."""
        now: dict[str, list[GroupBuilder]] = defaultdict(list)
        before: dict[str, list[GroupBuilder]] = defaultdict(list)
        for builder in self.builders:
            entries = [entry for entry, _rule in builder.members]
            urls = (entry.url for entry in entries if entry.url)
            former = (url for entry in entries for url in entry.former_urls)
            for found, stated in ((now, urls), (before, former)):
                for address in {self._names.address(url) for url in stated}:
                    found[address].append(builder)
        return before | now

    def _builders_by_title(self) -> dict[str, list[GroupBuilder]]:
        found: dict[str, list[GroupBuilder]] = defaultdict(list)
        for builder in self.builders:
            titles = (entry.title for entry, _rule in builder.members if entry.title)
            for title in {self._names.title(title) for title in titles}:
                found[title].append(builder)
        return found

    def _kept_apart(self, builder: GroupBuilder, entry: Entry) -> bool:
        pairs = [pair for pair in self._pairs_of(entry) if pair in self._not_same]
        return any(self._is_pair(pair, one, entry) for pair in pairs for one, _ in builder.members)

    def _is_pair(self, pair: SameRule, one: Entry, other: Entry) -> bool:
        ones = {ref for ref in pair.articles if self._names.is_named(one, ref)}
        others = {ref for ref in pair.articles if self._names.is_named(other, ref)}
        return bool(ones and others and ones != others)


def _by_meaning(pairs: Iterable[SameRule], names: Names) -> dict[str, dict[int, SameRule]]:
    """Return the pairs by all that their references can mean, each with its place in the file."""
    found: dict[str, dict[int, SameRule]] = defaultdict(dict)
    for place, pair in enumerate(pairs):
        for reference in pair.articles:
            for meaning in names.meant_by(reference):
                found[meaning][place] = pair
    return found


def _url_rule(builder: GroupBuilder, entry: Entry) -> str:
    """Return the rule by which an entry joins others at its address, or at one of its work."""
    url = entry.url or ""
    is_same = any(e.url and canonical_url(e.url) == canonical_url(url) for e in builder.creators)
    if is_same:
        return BY_URL
    return BY_WORK if work_of(url) else BY_UNMARKED


def _work_of_doi(doi: str) -> str:
    url = f"https://doi.org/{doi}"
    return work_of(url) or url


def _title_rule(builder: GroupBuilder) -> str:
    return BY_PREFIX if any(e.parted_by == "prefix" for e, _ in builder.members) else BY_TITLE


def _day(entry: Entry) -> str | None:
    """Return the date of publication, which tells entries of one title apart."""
    claim = entry.published
    return claim.date.edtf if claim and not claim.of_change else None


def _contradicts(builder: GroupBuilder, entry: Entry) -> bool:
    """Return whether the entry was published at another time than those of the builder."""
    dated = [one.published for one in (entry, *builder.creators) if one.published and _day(one)]
    return bool(_day(entry)) and any(not overlap(dated[0].date, one.date) for one in dated[1:])
