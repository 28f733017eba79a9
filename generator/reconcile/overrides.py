"""Apply the owner's overrides: which entries are articles, what is set, what is left out.

An override that names nothing, or more than one article, is a problem and does nothing.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

import msgspec

from generator.config.overrides import ArticleRule, FieldRule, Overrides
from generator.model.articles import Article, Mention
from generator.model.entries import Entry
from generator.model.record import Problem
from generator.reconcile.ids import Group, NamedGroups
from generator.reconcile.references import Names
from generator.text.urls import absolute_url, short_hash


def split_mentions(
    entries: Sequence[Entry], promotions: Sequence[ArticleRule], names: Names
) -> tuple[list[Entry], tuple[Mention, ...], list[Problem]]:
    """Return the entries that stand for articles, and the mentions.

    The owner's `article` goes first.

    A link in running text to what is an article elsewhere is no mention, and keeps its `prose`.
    """
    promoted = {
        id(entry): naming
        for entry in entries
        for naming in promotions
        if names.is_named(entry, naming.article)
    }
    articles_of = {
        names.address(entry.url)
        for entry in entries
        if entry.url and entry.creates and (not entry.prose or id(entry) in promoted)
    }
    listed: list[Entry] = []
    mentions: dict[str, Mention] = {}
    for entry in entries:
        listed_elsewhere = entry.url is not None and names.address(entry.url) in articles_of
        if id(entry) in promoted:
            listed.append(msgspec.structs.replace(entry, prose=None))
        elif entry.prose is None or listed_elsewhere:
            listed.append(entry)
        else:
            mention = _mention(entry, entry.prose, names)
            mentions[mention.id] = _merge_mentions(mentions.get(mention.id), mention)
    used = {id(naming) for naming in promoted.values()}
    unused = [
        names_nothing(naming, entries, names) for naming in promotions if id(naming) not in used
    ]
    return listed, tuple(mentions.values()), unused


def _merge_mentions(first: Mention | None, mention: Mention) -> Mention:
    """Return the first of two mentions of one page, with both places."""
    if first is None:
        return mention
    return msgspec.structs.replace(first, where=f"{first.where}; {mention.where}")


def _mention(entry: Entry, reason: str, names: Names) -> Mention:
    name = names.address(entry.url) if entry.url else names.title(entry.called or "")
    return Mention(
        id=short_hash(name),
        url=entry.url,
        title=entry.called,
        reason=reason,
        source=entry.source,
        where=entry.where,
    )


def settings_of(
    groups: Sequence[Group], settings: Iterable[FieldRule], names: Names
) -> tuple[dict[str, list[FieldRule]], list[Problem]]:
    """Return the owner's settings by article id, in the order of the file; the last counts."""
    found: dict[str, list[FieldRule]] = defaultdict(list)
    problems = []
    named_groups = NamedGroups(groups, names)
    for setting in settings:
        named = named_groups.by(setting.article)
        if len(named) == 1:
            found[named[0].id].append(setting)
        elif named:
            problems.append(names_many(setting, len(named)))
        else:
            problems.append(names_nothing(setting, _entries_of(groups), names))
    return dict(found), problems


def leave_out(
    groups: Sequence[Group],
    articles: Iterable[Article],
    mentions: Iterable[Mention],
    overrides: Overrides,
    names: Names,
) -> tuple[tuple[Article, ...], tuple[Mention, ...], list[Problem]]:
    """Return the articles and mentions without what the owner hides, or calls a mention.

    This comes last, so that what an article says of its neighbours counts all the same.
    """
    listed = {article.id: article for article in articles}
    mentioned = {mention.id: mention for mention in mentions}
    problems: list[Problem] = []
    named_groups = NamedGroups(groups, names)
    for naming in (*overrides.mention, *overrides.hide):
        ids = {group.id for group in named_groups.by(naming.article)}
        ids |= {
            id_
            for id_, mention in mentioned.items()
            if _names_mention(mention, naming.article, names)
        }
        if not ids:
            known: list[Entry | Mention] = [*_entries_of(groups), *mentioned.values()]
            problems.append(names_nothing(naming, known, names))
            continue
        if len(ids) > 1:
            problems.append(names_many(naming, len(ids)))
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


def _names_mention(mention: Mention, reference: str, names: Names) -> bool:
    if reference == mention.id:
        return True
    url = absolute_url(reference)
    if url and mention.url and names.address(url) == names.address(mention.url):
        return True
    return mention.title is not None and names.title(mention.title) == names.title(reference)


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


def names_nothing(
    override: ArticleRule | FieldRule, known: Iterable[Entry | Mention], names: Names
) -> Problem:
    """Return a problem of an override whose reference means nothing that is known."""
    hint = names.did_you_mean(override.article, known)
    message = f"names nothing: no article or mention is “{override.article}”{hint}"
    return Problem(where=override.where, message=message, severity="warning")


def names_many(override: ArticleRule | FieldRule, count: int) -> Problem:
    """Return a problem of an override whose reference means several articles."""
    message = f"does nothing: “{override.article}” names {count} articles; use a URL or an id"
    return Problem(where=override.where, message=message, severity="warning")
