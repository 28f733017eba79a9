"""What is known of one article and how: every field, who said what, who won, by which rule."""

from __future__ import annotations

import difflib
import textwrap
from collections.abc import Iterator

import msgspec

from generator.errors import ConfigError, one_line
from generator.model import Article, Mention, Publication
from generator.site import Library
from generator.site.articles_json import article_record
from generator.text.addresses import Addresses
from generator.text.names import join_names
from generator.text.titles import fold_text, fold_title
from generator.text.urls import absolute_url

_LONGEST = 240  # what is received can be a whole page
_MOST_LISTED = 20
_FIELDS = ("title", "url", "authors", "summary", "kind", "series", "tags", "publication", "preview")


def why(library: Library, reference: str) -> str:
    """Return the account of the article or mention that a reference names (see find_item)."""
    item = find_item(library, reference)
    told = _account(item, library) if isinstance(item, Article) else _account_of_mention(item)
    return "\n".join(map(one_line, told))


def why_record(library: Library, reference: str) -> dict[str, object]:
    """Return the same for a program: an article as articles.json has it, and its statements."""
    item = find_item(library, reference)
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
    return {"article": {**article_record(item), "statements": statements}}


def find_item(library: Library, reference: str) -> Article | Mention:
    """Return the article or mention that a URL, title, id or permalink names.

    Where none is named so, the only one whose title holds the reference.

    Raises:
        ConfigError: nothing is found, and the message has the nearest titles; or several are, and
            it lists them.
    """
    found, said = _named(library, reference), "is the name of several"
    if not found:
        found, said = _titled(library, reference), "is part of several titles"
    if len(found) > 1:
        listed = [f"  {_told(item)}" for item in found[:_MOST_LISTED]]
        if len(found) > _MOST_LISTED:
            listed.append(f"  and {len(found) - _MOST_LISTED} more")
        message = f"“{reference}” {said}; name one by its address or permalink:"
        raise ConfigError(message, *listed)
    if found:
        return found[0]
    titles = [article.label for article in library.timeline.articles]
    near = difflib.get_close_matches(reference, titles, n=3, cutoff=0.4)
    hint = f"; near: {', '.join(f'“{title}”' for title in near)}" if near else ""
    raise ConfigError(f"no article or mention is “{reference}”{hint}")


def _items(library: Library) -> tuple[Article | Mention, ...]:
    return (*library.timeline.articles, *library.mentions)


def _named(library: Library, reference: str) -> list[Article | Mention]:
    """What has the reference for an id or a permalink, else for a URL or a title."""
    site = library.config.site
    name = reference.removeprefix(site.base_url).removeprefix("a/").rstrip("/")
    exact = [item for item in _items(library) if name in (item.id, getattr(item, "slug", None))]
    if exact:
        return exact
    addresses = Addresses()
    addresses.learn(item.url for item in _items(library) if item.url)
    url = absolute_url(reference)
    address, title = addresses.key(url) if url else None, fold_title(reference, site.language)
    return [
        item
        for item in _items(library)
        if (item.url and addresses.key(item.url) == address)
        or (item.title and fold_title(item.title, site.language) == title)
    ]


def _titled(library: Library, reference: str) -> list[Article | Mention]:
    """What has the reference in its title."""
    part = fold_text(reference)
    return [
        item for item in _items(library) if part and item.title and part in fold_text(item.title)
    ]


def _told(item: Article | Mention) -> str:
    """One of several: its title, and what names it alone."""
    names = (item.url, f"a/{item.slug}/") if isinstance(item, Article) else (item.url, item.id)
    return f"{item.title or 'without a title'} ({', '.join(name for name in names if name)})"


def _account(article: Article, library: Library) -> Iterator[str]:
    yield article.label
    yield f"  id {article.id}, permalink a/{article.slug}/"
    evidence = article.date_evidence
    yield ""
    doubted = any(conflict.field == "date" for conflict in article.conflicts)
    unknown = "(nobody says one that can be true)" if doubted else "(nobody says)"
    yield f"date: {article.date.edtf if article.date else unknown}"
    yield f"  rule: {evidence.rule}"
    yield from _said(evidence.source, evidence.raw, evidence.reason)
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
        yield from _said(known.source, known.raw, known.reason)
        yield from _conflicts(article, field)
    yield ""
    yield "sources:"
    for statement in article.statements:
        yield f"  {statement.source}: {statement.where}"
        yield f"    joined by: {statement.rule}"
        if statement.missing_since:
            yield f"    no longer there since {statement.missing_since.edtf}"


def _shown(article: Article, field: str) -> str:
    value = getattr(article, field)
    if field == "preview" and value:
        return str(value.capture)
    if isinstance(value, Publication):
        return value.text
    if isinstance(value, tuple):
        value = join_names(value)
    return value or "(nobody says)"


def _said(source: str | None, raw: str | None, reason: str | None) -> Iterator[str]:
    if source and raw:
        yield f"  {source} says: {textwrap.shorten(raw, _LONGEST, placeholder=' …')}"
    if reason:
        yield f"  because: {reason}"


def _conflicts(article: Article, field: str) -> Iterator[str]:
    for conflict in article.conflicts:
        if conflict.field == field:
            yield f"  but {conflict.source} says: {conflict.raw} ({conflict.rule})"


def _account_of_mention(mention: Mention) -> Iterator[str]:
    yield f"{mention.title or mention.url} (a mention, not an article)"
    yield f"  {mention.where}"
    yield f"  {mention.reason}"
