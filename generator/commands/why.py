"""Explain how an article is known: each field, what sources state, which rule chose it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

import msgspec

from generator.commands.workspace import Item, find_item
from generator.errors import ConfigError, one_line
from generator.model.articles import Article, Filtered, Mention
from generator.model.entries import Publication
from generator.site import Library
from generator.site.articles_json import article_record, found_fields
from generator.text.excerpts import cut_at_word
from generator.text.names import join_names
from generator.text.titles import fold_text, fold_title
from generator.text.urls import absolute_url, canonical_url

_LONGEST = 240  # what is received can be a whole page
_MOST_LISTED = 20
_FIELDS = ("title", "url", "authors", "summary", "kind", "series", "tags", "publication", "preview")


def why(library: Library, reference: str) -> str:
    """Return the account of the article or mention that a reference names (see find_item).

    Raises:
        ConfigError: it names nothing, or several.
    """
    try:
        item = _find(library, reference)
    except ConfigError:
        if left_out := _filtered(library, reference):
            return "\n".join(map(one_line, _account_of_filtered(left_out)))
        raise
    lines = _account(item, library) if isinstance(item, Article) else _account_of_mention(item)
    return "\n".join(map(one_line, lines))


def why_record(library: Library, reference: str) -> dict[str, object]:
    """Return the same as a record for JSON: as articles.json has it, with its statements.

    Raises:
        ConfigError: it names nothing, or several.
    """
    try:
        item = _find(library, reference)
    except ConfigError:
        if left_out := _filtered(library, reference):
            return {"filtered": msgspec.to_builtins(left_out)}
        raise
    if isinstance(item, Mention):
        return {"mention": msgspec.to_builtins(item)}
    statements = [
        {
            "source": one.source,
            "where": one.where,
            "rule": one.rule,
            "missing_since": one.missing_since.edtf if one.missing_since else None,
        }
        for one in item.statements
    ]
    record = {**article_record(item), **found_fields(library, item)}
    return {"article": {**record, "statements": statements}}


def _find(library: Library, reference: str) -> Item:
    items: list[Item] = [*library.timeline.articles, *library.mentions]
    return find_item(items, library.config.site, reference, library.forwards)


def _filtered(library: Library, reference: str) -> list[Filtered]:
    """Return the filtered entries that a reference names, else those with it in their title."""
    language = library.config.site.language
    url, title = absolute_url(reference), fold_title(reference, language)
    address = canonical_url(url) if url else None
    exact = [
        one
        for one in library.filtered
        if reference == one.id
        or (one.url and canonical_url(one.url) == address)
        or (one.title and fold_title(one.title, language) == title)
    ]
    part = fold_text(reference)
    return exact or [
        one for one in library.filtered if part and one.title and part in fold_text(one.title)
    ]


def _account(article: Article, library: Library) -> Iterator[str]:
    yield article.label
    yield f"  id {article.id}, permalink a/{article.slug}/"
    evidence = article.date_evidence
    yield ""
    doubted = any(conflict.field == "date" for conflict in article.conflicts)
    unknown = "(nobody says one that can be true)" if doubted else "(nobody says)"
    yield f"date: {article.date.edtf if article.date else unknown}"
    yield f"  rule: {evidence.rule}"
    yield from _origin_lines(evidence.source, evidence.raw, evidence.reason)
    for neighbour in library.timeline.articles:
        if neighbour.id == evidence.named_by:
            yield f"  that is the description of “{neighbour.label}”"
    if evidence.refined_by:
        yield f"  refined by {evidence.refined_by}"
    yield from _conflicts(article, "date")
    for field in _FIELDS:
        known = article.evidence.get(field)
        if known is None:  # of most articles nobody states where they were published
            continue
        yield ""
        yield f"{field}: {_shown(article, field)}"
        yield f"  rule: {known.rule}"
        yield from _origin_lines(known.source, known.raw, known.reason)
        yield from _conflicts(article, field)
    yield ""
    yield "sources:"
    for statement in article.statements:
        yield f"  {statement.source}: {statement.where}"
        yield f"    joined by: {statement.rule}"
        if statement.missing_since:
            yield f"    no longer there since {statement.missing_since.edtf}"
    if article.url:
        yield from _left_out(_filtered(library, article.url))


def _shown(article: Article, field: str) -> str:
    value = getattr(article, field)
    if field == "preview" and value:
        return str(value.capture)
    if isinstance(value, Publication):
        return value.text
    if isinstance(value, tuple):
        value = join_names(value)
    return value or "(nobody says)"


def _origin_lines(source: str | None, raw: str | None, reason: str | None) -> Iterator[str]:
    if source and raw:
        yield f"  {source} says: {_shortened(raw)}"
    if reason:
        yield f"  because: {reason}"


def _shortened(raw: str) -> str:
    text = " ".join(raw.split())
    return text if len(text) <= _LONGEST else f"{cut_at_word(text, _LONGEST)} …"


def _conflicts(article: Article, field: str) -> Iterator[str]:
    for conflict in article.conflicts:
        if conflict.field == field:
            yield f"  but {conflict.source} says: {conflict.raw} ({conflict.rule})"


def _account_of_filtered(found: Sequence[Filtered]) -> Iterator[str]:
    yield f"{found[0].title or found[0].url} (not in the list)"
    yield from _left_out(found[:_MOST_LISTED])
    if len(found) > _MOST_LISTED:
        yield f"  and {len(found) - _MOST_LISTED} more"


def _left_out(found: Iterable[Filtered]) -> Iterator[str]:
    for one in found:
        yield f"  left out of {one.source}: {one.where}"
        yield f"    {one.key}: {one.reason}" if one.key else f"    {one.reason}"


def _account_of_mention(mention: Mention) -> Iterator[str]:
    yield f"{mention.title or mention.url} (a mention, not an article)"
    yield f"  {mention.where}"
    yield f"  {mention.reason}"
