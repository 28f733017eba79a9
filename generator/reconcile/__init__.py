"""Reconcile entries into articles: join those of one article, choose values, keep evidence.

Begin with reconcile below, which takes the steps in turn: unglue.py parts titles, filters.py leaves
out, grouping.py joins entries, ids.py names articles, claims.py and dating.py choose the values,
overrides.py has the owner's last word.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

import msgspec

from generator.config.overrides import FieldRule, Overrides
from generator.config.records import Config
from generator.model.articles import Article, Filtered, Reconciled
from generator.model.entries import Entry, Reading
from generator.reconcile.claims import (
    Agreements,
    agreements,
    make_article,
    unused_previews,
)
from generator.reconcile.dating import (
    DateCandidate,
    Dated,
    choose_date,
    claimed_dates,
    doubted_dates,
    neighbour_dates,
    title_date,
)
from generator.reconcile.filters import FilterResult, apply_filters
from generator.reconcile.forwards import make_forwards
from generator.reconcile.grouping import group_entries
from generator.reconcile.ids import Group
from generator.reconcile.images import with_image
from generator.reconcile.moves import move_problems, moves_in, open_moves, twin_problems
from generator.reconcile.overrides import leave_out, settings_of, split_mentions
from generator.reconcile.publications import with_publication
from generator.reconcile.references import Names
from generator.reconcile.unglue import named_entries, split_glued_titles
from generator.text.dates import parse_edtf
from generator.text.titles import fold_title


def reconcile(reading: Reading, overrides: Overrides, config: Config) -> Reconciled:
    """Return the articles that entries are of, each with all of its entries.

    Nothing received is lost: all other entries are mentions, filtered or problems.
    """
    language = config.site.language
    entries, gluing = split_glued_titles(_usable(reading.entries), language)
    names = Names(entries, language)
    filtering = apply_filters(entries, overrides, config, names)
    overrides = filtering.overrides
    listed, mentions, sorting = split_mentions(filtering.entries, overrides.article, names)
    known_titles = _known_titles(reading, config)
    grouped = group_entries(listed, overrides, known_titles, names, filtering.left_out)
    groups = grouped.groups
    moves = open_moves(moves_in(listed, language), overrides, names)
    moving = [*move_problems(moves), *twin_problems(groups, moves, overrides, names)]
    settings, setting = settings_of(groups, overrides.set, names)
    agreeing = agreements(known_titles, names, language)
    articles = [
        _make_article(group, settings.get(group.id, ()), config, agreeing) for group in groups
    ]
    dated = _date_articles(groups, articles, settings, config)
    kept, mentions, leaving = leave_out(groups, dated, mentions, overrides, names)
    kept_ids = {article.id for article in kept}
    doubting = [
        problem
        for group in groups
        if group.id in kept_ids and not any(rule.date for rule in settings.get(group.id, ()))
        for problem in doubted_dates(group.entries)
    ]
    unused = [
        problem
        for group, article in zip(groups, articles, strict=True)
        if group.id in kept_ids
        for problem in unused_previews(group, article)
    ]
    return Reconciled(
        articles=kept,
        mentions=mentions,
        problems=(
            *(*gluing, *filtering.problems, *sorting, *grouped.problems, *moving, *setting),
            *(*leaving, *doubting, *unused),
        ),
        forwards=make_forwards(
            groups, kept_ids, names, _with_permalinks(grouped.left_out, filtering)
        ),
        filtered=filtering.filtered,
    )


def _make_article(
    group: Group, settings: Sequence[FieldRule], config: Config, agreeing: Agreements
) -> Article:
    article = make_article(group, settings, config, agreeing)
    article = with_publication(article, group.entries, settings)
    return with_image(article, group.entries, settings)


def find_filtered(reading: Reading, overrides: Overrides, config: Config) -> tuple[Filtered, ...]:
    """Return only the entries that filters leave out.

    Raises:
        ConfigError: a regular expression takes too long.
    """
    language = config.site.language
    entries, _gluing = split_glued_titles(_usable(reading.entries), language)
    return apply_filters(entries, overrides, config, Names(entries, language)).filtered


def _with_permalinks(left_out: Sequence[Group], filtering: FilterResult) -> list[Group]:
    """Return the groups that filters leave out, except those that nobody has approved."""
    pairs = zip(filtering.left_out, filtering.filtered, strict=True)
    unapproved = {id(entry) for entry, why in pairs if why.key == "show"}
    return [
        group for group in left_out if any(id(entry) not in unapproved for entry in group.entries)
    ]


def _usable(entries: Sequence[Entry]) -> list[Entry]:
    """Return the entries that have a URL, a title or text; the readers reported the others."""
    return [entry for entry in entries if entry.url or entry.called or not entry.creates]


def _known_titles(reading: Reading, config: Config) -> frozenset[str]:
    """Return the folded titles of the thread and its sources: what a parenthesis may repeat."""
    titles = [config.site.title, *(source.title for source in config.sources)]
    return frozenset(
        fold_title(title, config.site.language) for title in (*titles, *reading.thread_titles)
    )


def _date_articles(
    groups: Sequence[Group],
    articles: Sequence[Article],
    settings: Mapping[str, Sequence[FieldRule]],
    config: Config,
) -> Iterator[Article]:
    """Yield the articles with their dates: first from their own, then from their neighbours'."""
    dated = {series.name for series in config.series if series.dated}
    language = config.site.language
    candidates = {
        group.id: list(_candidates(group, article, settings.get(group.id, ()), dated, language))
        for group, article in zip(groups, articles, strict=True)
    }
    alone = {article_id: choose_date(found) for article_id, found in candidates.items()}
    final = dict(alone)
    for article_id, named_by in _neighbours(groups).items():
        lent = neighbour_dates(named_by, alone)
        final[article_id] = choose_date([*candidates[article_id], *lent])
    for article in articles:
        yield _with_date(article, final[article.id])


def _candidates(
    group: Group, article: Article, settings: Sequence[FieldRule], dated: set[str], language: str
) -> Iterator[DateCandidate]:
    """Yield the date candidates of the article itself.

    `dated` are the series whose titles end in their month.
    """
    for setting in reversed(settings):
        if setting.date:
            yield DateCandidate(
                date=parse_edtf(setting.date),
                rule="override",
                source=setting.where,
                raw=setting.date,
                reason=setting.reason,
            )
            break
    if article.series in dated:
        source = article.evidence["title"].source or ""
        yield from title_date(article.title, source, group.entries, language)
    yield from claimed_dates(group.entries)


def _neighbours(groups: Sequence[Group]) -> dict[str, list[tuple[str, str, str]]]:
    """Return, by article id, the (id, source, residue) of each article whose residue names it."""
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
        instant=dated.instant,
        date_evidence=dated.evidence,
        conflicts=(*dated.conflicts, *article.conflicts),
    )
