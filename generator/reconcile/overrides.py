"""The owner's overrides → which entries are articles, what was set, what is left out, and why.

An override that names nothing, or more than one article, is a problem and does nothing.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

import msgspec

from generator.config.overrides import ArticleRule, FieldRule, Overrides
from generator.model import Article, Entry, Mention, Problem
from generator.reconcile.ids import Group, NamedGroups, did_you_mean, is_named
from generator.text.titles import fold_title
from generator.text.urls import absolute_url, canonical_url, short_hash


def sort_out(
    entries: Sequence[Entry], promotions: Sequence[ArticleRule], language: str
) -> tuple[list[Entry], tuple[Mention, ...], list[Problem]]:
    """The entries that stand for articles, and the mentions; the owner's `article` goes first."""
    promoted = {
        id(entry): naming
        for entry in entries
        for naming in promotions
        if is_named(entry, naming.article, language)
    }
    articles_of = {
        canonical_url(entry.url)
        for entry in entries
        if entry.url and entry.creates and (not entry.prose or id(entry) in promoted)
    }
    listed: list[Entry] = []
    mentions: dict[str, Mention] = {}
    for entry in entries:
        listed_elsewhere = entry.url is not None and canonical_url(entry.url) in articles_of
        if entry.prose is None or listed_elsewhere or id(entry) in promoted:
            listed.append(entry)
        else:
            mention = _mention(entry, entry.prose, language)
            mentions[mention.id] = _together(mentions.get(mention.id), mention)
    used = {id(naming) for naming in promoted.values()}
    unused = [
        _names_nothing(naming, entries, language) for naming in promotions if id(naming) not in used
    ]
    return listed, tuple(mentions.values()), unused


def _together(first: Mention | None, mention: Mention) -> Mention:
    """The first of two mentions of one page, with both places."""
    if first is None:
        return mention
    return msgspec.structs.replace(first, where=f"{first.where}; {mention.where}")


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


def settings_of(
    groups: Sequence[Group], settings: Iterable[FieldRule], language: str
) -> tuple[dict[str, list[FieldRule]], list[Problem]]:
    """Article id → what the owner set, in the order of the file: of a field, the last counts."""
    found: dict[str, list[FieldRule]] = defaultdict(list)
    problems = []
    names = NamedGroups(groups, language)
    for setting in settings:
        named = names.by(setting.article)
        if len(named) == 1:
            found[named[0].id].append(setting)
        elif named:
            problems.append(_names_many(setting, len(named)))
        else:
            problems.append(_names_nothing(setting, _entries_of(groups), language))
    return dict(found), problems


def leave_out(
    groups: Sequence[Group],
    articles: Iterable[Article],
    mentions: Iterable[Mention],
    overrides: Overrides,
    language: str,
) -> tuple[tuple[Article, ...], tuple[Mention, ...], list[Problem]]:
    """The articles and mentions without what the owner hides, or calls a mention.

    This comes last, so that what an article says of its neighbours counts all the same.
    """
    listed = {article.id: article for article in articles}
    mentioned = {mention.id: mention for mention in mentions}
    problems: list[Problem] = []
    names = NamedGroups(groups, language)
    for naming in (*overrides.mention, *overrides.hide):
        ids = {group.id for group in names.by(naming.article)}
        ids |= {id_ for id_, mention in mentioned.items() if _is(mention, naming.article, language)}
        if not ids:
            known: list[Entry | Mention] = [*_entries_of(groups), *mentioned.values()]
            problems.append(_names_nothing(naming, known, language))
            continue
        if len(ids) > 1:
            problems.append(_names_many(naming, len(ids)))
            continue
        (chosen,) = ids
        if naming in overrides.hide:
            left_out = listed.pop(chosen, None) or mentioned.pop(chosen, None)
            problems.extend([_hidden(left_out, naming)] if left_out else [])
        elif chosen in listed:
            mentioned[chosen] = _as_mention(listed.pop(chosen), naming)
        else:
            mentioned[chosen] = msgspec.structs.replace(mentioned[chosen], reason=naming.reason)
    return tuple(listed.values()), tuple(mentioned.values()), problems


def _is(mention: Mention, reference: str, language: str) -> bool:
    if reference == mention.id:
        return True
    url = absolute_url(reference)
    if url and mention.url and canonical_url(url) == canonical_url(mention.url):
        return True
    folded = fold_title(reference, language)
    return mention.title is not None and fold_title(mention.title, language) == folded


def _as_mention(article: Article, naming: ArticleRule) -> Mention:
    first = article.statements[0]
    return Mention(
        id=article.id,
        url=article.url,
        title=article.title,
        reason=naming.reason,
        source=first.source,
        where=first.where,
    )


def _hidden(left_out: Article | Mention, naming: ArticleRule) -> Problem:
    if isinstance(left_out, Mention):
        where = left_out.where
    else:
        where = ", ".join(statement.where for statement in left_out.statements)
    message = f"hidden by {naming.where}: {naming.reason}"
    return Problem(where=where, message=message, severity="info")


def _entries_of(groups: Iterable[Group]) -> Iterator[Entry]:
    return (entry for group in groups for entry in group.entries)


def _names_nothing(
    override: ArticleRule | FieldRule, known: Iterable[Entry | Mention], language: str
) -> Problem:
    hint = did_you_mean(override.article, known, language)
    message = f"names nothing: no article or mention is “{override.article}”{hint}"
    return Problem(where=override.where, message=message, severity="warning")


def _names_many(override: ArticleRule | FieldRule, count: int) -> Problem:
    message = f"does nothing: “{override.article}” names {count} articles; use a URL or an id"
    return Problem(where=override.where, message=message, severity="warning")
