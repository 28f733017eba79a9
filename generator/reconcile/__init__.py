"""Entries → articles: which entries are the same, which value wins, and how that is known."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

import msgspec

from generator.config import Config
from generator.model import Article, Entry, Mention, Problem, Reading, Reconciled
from generator.overrides import Naming, Overrides, Setting
from generator.reconcile.dating import (
    Candidate,
    Dated,
    claimed_dates,
    neighbour_dates,
    settle_date,
    title_date,
)
from generator.reconcile.gluing import part_glued
from generator.reconcile.identity import Group, group_entries, is_named
from generator.reconcile.residue import named_entries
from generator.reconcile.settle import settle_article, unused_previews
from generator.text.dates import parse_edtf
from generator.text.titles import fold_title
from generator.text.urls import canonical_url, short_hash


def reconcile(reading: Reading, overrides: Overrides, config: Config) -> Reconciled:
    """One article per real article. Nothing received is lost: the rest are mentions or problems."""
    language = config.site.language
    entries, gluing = part_glued(_usable(reading.entries), language)
    listed, mentions, sorting = _sort_out(entries, overrides, language)
    known_titles = _known_titles(reading, config)
    groups, joining = group_entries(listed, overrides, known_titles, language)
    groups, hidden = _without_hidden(groups, overrides.hide, language)
    settings, unknown = _settings(groups, overrides.set, language)
    articles = [
        settle_article(group, settings.get(group.id), config, known_titles) for group in groups
    ]
    dated = _date_articles(groups, articles, settings, config)
    unused = [
        problem
        for group, article in zip(groups, articles, strict=True)
        for problem in unused_previews(group, article)
    ]
    return Reconciled(
        articles=tuple(dated),
        mentions=mentions,
        problems=(*gluing, *sorting, *joining, *hidden, *unknown, *unused),
    )


def _usable(entries: Sequence[Entry]) -> list[Entry]:
    """What has a name at all; the readers have reported the others."""
    return [entry for entry in entries if entry.url or entry.title or not entry.creates]


def _known_titles(reading: Reading, config: Config) -> frozenset[str]:
    """The folded titles of the thread and its sources: what a parenthesis may repeat."""
    titles = [config.site.title, *(source.title for source in config.sources)]
    return frozenset(
        fold_title(title, config.site.language) for title in (*titles, *reading.thread_titles)
    )


def _sort_out(
    entries: Sequence[Entry], overrides: Overrides, language: str
) -> tuple[list[Entry], tuple[Mention, ...], list[Problem]]:
    """The entries that stand for articles, and the mentions; the owner's word goes first."""
    articles_of = {canonical_url(e.url) for e in entries if e.url and e.creates and not e.prose}
    listed: list[Entry] = []
    mentions: dict[str, Mention] = {}
    used: set[int] = set()
    for entry in entries:
        promoted = _named_by(overrides.article, entry, language, used)
        demoted = _named_by(overrides.mention, entry, language, used)
        listed_elsewhere = entry.url is not None and canonical_url(entry.url) in articles_of
        reason = None if promoted or listed_elsewhere else entry.prose
        if demoted and entry.creates:
            reason = demoted.reason
        if reason is None:
            listed.append(entry)
        else:
            mention = _mention(entry, reason, language)
            mentions.setdefault(mention.id, mention)
    namings = (*overrides.article, *overrides.mention)
    problems = [_names_nothing(naming) for naming in namings if id(naming) not in used]
    return listed, tuple(mentions.values()), problems


def _named_by(
    namings: Sequence[Naming], entry: Entry, language: str, used: set[int]
) -> Naming | None:
    for naming in namings:
        if is_named(entry, naming.article, language):
            used.add(id(naming))
            return naming
    return None


def _names_nothing(override: Naming | Setting) -> Problem:
    message = f"names nothing: no article or mention is “{override.article}”"
    return Problem(where=override.where, message=message, severity="warning")


def _mention(entry: Entry, reason: str, language: str) -> Mention:
    name = canonical_url(entry.url) if entry.url else fold_title(entry.title or "", language)
    return Mention(
        id=short_hash(name),
        url=entry.url,
        title=entry.title,
        reason=reason,
        source=entry.source,
        where=entry.where,
    )


def _without_hidden(
    groups: Sequence[Group], hide: Sequence[Naming], language: str
) -> tuple[tuple[Group, ...], list[Problem]]:
    """The groups that stay, and a note on each that the owner hides."""
    hidden: set[str] = set()
    problems = []
    for naming in hide:
        found = [group for group in groups if _is_group(group, naming.article, language)]
        if not found:
            problems.append(_names_nothing(naming))
        for group in found:
            hidden.add(group.id)
            where = ", ".join(entry.where for entry in group.entries)
            message = f"hidden by {naming.where}: {naming.reason}"
            problems.append(Problem(where=where, message=message, severity="info"))
    return tuple(group for group in groups if group.id not in hidden), problems


def _is_group(group: Group, reference: str, language: str) -> bool:
    names = (group.id, group.slug)
    return reference in names or any(is_named(e, reference, language) for e in group.entries)


def _settings(
    groups: Sequence[Group], settings: Sequence[Setting], language: str
) -> tuple[dict[str, Setting], list[Problem]]:
    """Article id → what the owner set; of two settings of one article each field's last wins."""
    found: dict[str, Setting] = {}
    problems = []
    for setting in settings:
        named = [group for group in groups if _is_group(group, setting.article, language)]
        if len(named) == 1:
            found[named[0].id] = _with_earlier(setting, found.get(named[0].id))
        elif named:
            message = f"set nothing: “{setting.article}” names {len(named)} articles; use an id"
            problems.append(Problem(where=setting.where, message=message, severity="warning"))
        else:
            problems.append(_names_nothing(setting))
    return found, problems


def _with_earlier(setting: Setting, earlier: Setting | None) -> Setting:
    if earlier is None:
        return setting
    fields = {name: getattr(setting, name) for name in setting.__struct_fields__}
    return msgspec.structs.replace(
        earlier, **{name: value for name, value in fields.items() if value is not None}
    )


def _date_articles(
    groups: Sequence[Group],
    articles: Sequence[Article],
    settings: Mapping[str, Setting],
    config: Config,
) -> Iterator[Article]:
    """The articles with their dates: first what dates them alone, then what neighbours lend."""
    candidates = {
        group.id: list(_candidates(group, article, settings.get(group.id), config))
        for group, article in zip(groups, articles, strict=True)
    }
    alone = {article_id: settle_date(found) for article_id, found in candidates.items()}
    final = dict(alone)
    for article_id, named_by in _neighbours(groups).items():
        lent = neighbour_dates(named_by, alone)
        final[article_id] = settle_date([*candidates[article_id], *lent])
    for article in articles:
        yield _with_date(article, final[article.id])


def _candidates(
    group: Group, article: Article, setting: Setting | None, config: Config
) -> Iterator[Candidate]:
    if setting and setting.date:
        yield Candidate(
            date=parse_edtf(setting.date),
            rule="override",
            source=setting.where,
            raw=setting.date,
            reason=setting.reason,
        )
    dated = {series.name for series in config.series if series.dated}
    if article.series in dated:
        source = article.evidence["title"].source or ""
        yield from title_date(article.title, source, config.site.language)
    yield from claimed_dates(group.entries)


def _neighbours(groups: Sequence[Group]) -> dict[str, list[tuple[str, str, str]]]:
    """Article id → (id, source, residue) of every article whose residue names it."""
    owner = {id(entry): group.id for group in groups for entry in group.entries}
    named_by: dict[str, list[tuple[str, str, str]]] = defaultdict(list)
    for naming, named in named_entries([e for group in groups for e in group.entries]):
        link = (owner[id(naming)], naming.source, naming.residue or "")
        if owner[id(named)] != link[0] and link not in named_by[owner[id(named)]]:
            named_by[owner[id(named)]].append(link)
    return named_by


def _with_date(article: Article, dated: Dated) -> Article:
    return msgspec.structs.replace(
        article,
        date=dated.date,
        date_evidence=dated.evidence,
        conflicts=(*dated.conflicts, *article.conflicts),
    )
