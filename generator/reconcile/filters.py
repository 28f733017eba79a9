"""Apply the filters of sources to their entries.

The owner's `show` comes before any filter. What only adds to articles that are left out (a preview,
a note) is left out with them, and overrides that name nothing else are idle.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from typing import TypeVar

import msgspec

from generator.config.filters import SECONDS, Pattern, PatternTimeout
from generator.config.overrides import ArticleRule, FieldRule, Overrides, SameRule
from generator.config.records import Config, Source
from generator.errors import ConfigError
from generator.model.articles import Filtered
from generator.model.entries import Entry
from generator.model.record import PartialDate, Problem, Record
from generator.reconcile.overrides import names_many, names_nothing
from generator.reconcile.references import Names, list_of
from generator.text.dates import first_day, last_day, parse_edtf
from generator.text.titles import fold_text
from generator.text.urls import short_hash

Rule = TypeVar("Rule", FieldRule, ArticleRule, SameRule)
#: A filter's key, and why it leaves an entry out.
Reason = tuple[str, str]
# What words are looked for in.
_WHERE = "its title, summary and byline"


class FilterResult(Record, kw_only=True):
    """The result of filters."""

    #: The entries that they leave.
    entries: tuple[Entry, ...]
    #: The overrides about any of these.
    overrides: Overrides
    #: The other entries.
    left_out: tuple[Entry, ...] = ()
    #: For each of the other entries, why it is left out.
    filtered: tuple[Filtered, ...] = ()
    problems: tuple[Problem, ...] = ()


def apply_filters(
    entries: Sequence[Entry], overrides: Overrides, config: Config, names: Names
) -> FilterResult:
    """Apply the filters of every source to its entries.

    Raises:
        ConfigError: a regular expression takes too long.
    """
    shown, problems = _shown(entries, overrides.show, names)
    reasons: dict[int, Reason] = {}
    for source in config.sources:
        if source.filters:
            own = [entry for entry in entries if entry.source == source.name]
            reasons |= _left_out_of(own, source, config, shown)
    if reasons:
        left = [entry for entry in entries if id(entry) in reasons]
        kept = [e for e in entries if e.creates and id(e) not in reasons]
        is_left_out = _names_only_filtered(left, kept, names)
        overrides = _without_idle(overrides, is_left_out)
        for entry in entries:
            if not entry.creates and any(map(is_left_out, _references(entry))):
                reasons[id(entry)] = ("", "the article that it is on is left out")
    left_out = tuple(entry for entry in entries if id(entry) in reasons)
    return FilterResult(
        entries=tuple(entry for entry in entries if id(entry) not in reasons),
        overrides=overrides,
        left_out=left_out,
        filtered=tuple(_filtered(entry, *reasons[id(entry)], names) for entry in left_out),
        problems=tuple(problems),
    )


def _shown(
    entries: Sequence[Entry], rules: Sequence[ArticleRule], names: Names
) -> tuple[set[int], list[Problem]]:
    """Return the entries, by id(), that the owner shows despite filters, and problems with that."""
    if not rules:
        return set(), []
    found: dict[str, dict[int, Entry]] = defaultdict(dict)
    creating = [entry for entry in entries if entry.creates]
    for entry in creating:
        for name in names.of(entry):
            found[name][id(entry)] = entry
    shown: set[int] = set()
    problems = []
    for rule in rules:
        meant: dict[int, Entry] = {}
        for meaning in names.meant_by(rule.article):
            meant |= found.get(meaning, {})
        lists = Counter(list_of(entry) for entry in meant.values() if not entry.repeats)
        most = max(lists.values(), default=0)
        if most > 1:
            problems.append(names_many(rule, most))
        elif not meant:
            problems.append(names_nothing(rule, creating, names))
        else:
            shown |= meant.keys()
    return shown, problems


def _left_out_of(
    entries: Sequence[Entry], source: Source, config: Config, shown: set[int]
) -> dict[int, Reason]:
    """Return why entries of a source are left out, by id().

    What repeats another one goes with it.
    """
    filters = _Filters(source, config)
    alone = {entry.where: entry for entry in entries if not entry.repeats}
    reasons: dict[int, Reason] = {}
    left: list[Entry] = []
    for entry in entries:
        if id(entry) in shown or (entry.repeats and entry.repeats.where in alone):
            continue
        if reason := next(filters.reasons(entry), None):
            reasons[id(entry)] = reason
        else:
            left.append(entry)
    if source.newest is not None:
        left.sort(key=_newness, reverse=True)
        reason = ("newest", f"it is not among the newest {source.newest}")
        reasons |= dict.fromkeys(map(id, left[source.newest :]), reason)
    for entry in entries:
        original = alone.get(entry.repeats.where) if entry.repeats else None
        if original and id(original) in reasons and id(entry) not in shown:
            reasons[id(entry)] = reasons[id(original)]
    return reasons


class _Filters:
    """The filters of one source that look at an entry alone: all but `newest`."""

    def __init__(self, source: Source, config: Config) -> None:
        self._source = source
        self._site_toml = f"{config.folder}/site.toml"
        self._include_tags = {fold_text(tag) for tag in source.include_tags}
        self._exclude_tags = {fold_text(tag): tag for tag in source.exclude_tags}
        self._include = [Pattern(text) for text in source.include]
        self._exclude = [Pattern(text) for text in source.exclude]
        self._since = first_day(parse_edtf(source.since)) if source.since else None

    def reasons(self, entry: Entry) -> Iterator[Reason]:
        """Yield why the entry is left out; nothing where it is not.

        Raises:
            ConfigError: a regular expression takes too long.
        """
        source = self._source
        tags = {fold_text(tag) for tag in entry.tags}
        if self._include_tags and tags.isdisjoint(self._include_tags):
            yield "include_tags", f"it has none of the tags {_listed(source.include_tags)}"
        for tag in sorted(tags & self._exclude_tags.keys()):
            yield "exclude_tags", f"it has the tag “{self._exclude_tags[tag]}”"
        if self._include and not any(self._holds("include", one, entry) for one in self._include):
            yield "include", f"nothing in {_WHERE} is {_listed(source.include, ' or ')}"
        for pattern in self._exclude:
            if self._holds("exclude", pattern, entry):
                yield "exclude", f"“{pattern.text}” is in {_WHERE}"
        date = _date(entry)
        if self._since and date and last_day(date) < self._since:
            yield "since", f"it is of {date.edtf}, before {source.since}"
        if source.show == "approved":
            yield "show", "nobody has approved it, as octavo show does"

    def _holds(self, key: str, pattern: Pattern, entry: Entry) -> bool:
        try:
            return pattern.is_in(_texts(entry))
        except PatternTimeout:
            raise ConfigError(
                f'{self._site_toml}: "{pattern.text}" in {key} of source "{self._source.name}" '
                f"takes more than {SECONDS:.0f} seconds; write a simpler expression"
            ) from None


def _listed(texts: Sequence[str], separator: str = ", ") -> str:
    return separator.join(f"“{text}”" for text in texts)


def _texts(entry: Entry) -> Iterator[str]:
    """Yield the texts in which words are looked for."""
    for text in (entry.called, entry.summary, *(entry.authors or entry.feed_authors)):
        if text:
            yield text


def _date(entry: Entry) -> PartialDate | None:
    """Return when it was published, else a bound: when it came to its list."""
    claim = entry.published or entry.added
    return claim.date if claim else None


def _newness(entry: Entry) -> tuple[bool, tuple[int, int, int], str]:
    """Return the sort key of an entry by its date, the undated before all others."""
    date, claim = _date(entry), entry.published or entry.added
    if date is None or claim is None:
        return False, (0, 0, 0), ""
    place = date.place
    return (
        entry.published is not None,
        (place.year, place.month or 0, place.day or 0),
        claim.instant or "",
    )


def _names_only_filtered(
    left: Sequence[Entry], kept: Sequence[Entry], names: Names
) -> Callable[[str], bool]:
    """Return a test: whether a reference names only what is left out."""

    @cache  # most lists have nothing to ask about, and names take long to make
    def known() -> tuple[set[str], set[str]]:
        return set[str]().union(*map(names.of, left)), set[str]().union(*map(names.of, kept))

    def is_left_out(reference: str) -> bool:
        meant, (left_names, kept_names) = names.meant_by(reference), known()
        return not meant.isdisjoint(left_names) and meant.isdisjoint(kept_names)

    return is_left_out


def _references(entry: Entry) -> Iterator[str]:
    """Yield the references by which an entry that only adds to an article names it."""
    for reference in (entry.about, entry.url) if entry.about or entry.url else (entry.title,):
        if reference:
            yield reference


def _without_idle(overrides: Overrides, is_left_out: Callable[[str], bool]) -> Overrides:
    """Return the overrides without those about only what is left out."""
    tables = ("set", "hide", "mention", "article", "same", "not_same")
    about = {
        table: tuple(
            left for rule in getattr(overrides, table) if (left := _about_others(rule, is_left_out))
        )
        for table in tables
    }
    return msgspec.structs.replace(overrides, **about)


def _about_others(rule: Rule, is_left_out: Callable[[str], bool]) -> Rule | None:
    if not isinstance(rule, SameRule):
        return None if is_left_out(rule.article) else rule
    articles = tuple(article for article in rule.articles if not is_left_out(article))
    return msgspec.structs.replace(rule, articles=articles) if len(articles) > 1 else None


def _filtered(entry: Entry, key: str, reason: str, names: Names) -> Filtered:
    return Filtered(
        id=short_hash(names.plain_name(entry)),
        source=entry.source,
        where=entry.where,
        url=entry.url,
        title=entry.called,
        key=key,
        reason=reason,
    )
