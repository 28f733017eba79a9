"""What is known of one article and how: every field, who said what, who won, by which rule."""

from __future__ import annotations

import difflib
import textwrap
from collections.abc import Iterator

from generator.errors import ConfigError
from generator.model import Article, Mention
from generator.site import Library
from generator.text.titles import fold_title
from generator.text.urls import absolute_url, canonical_url

_LONGEST = 240  # what is received can be a whole page
_FIELDS = ("title", "url", "authors", "summary", "kind", "series", "tags", "preview")


def why(library: Library, reference: str) -> str:
    """The account of the article or mention that a URL, title, id or permalink names.

    Raises:
        ConfigError: nothing is named so; the message has the nearest titles.
    """
    for article in library.timeline.articles:
        if _is_named(article, reference, library.config.site.language):
            return "\n".join(_account(article, library))
    for mention in library.mentions:
        if _is_named(mention, reference, library.config.site.language):
            return "\n".join(_account_of_mention(mention))
    titles = [article.label for article in library.timeline.articles]
    near = difflib.get_close_matches(reference, titles, n=3, cutoff=0.4)
    hint = f"; near: {', '.join(f'“{title}”' for title in near)}" if near else ""
    raise ConfigError(f"no article or mention is “{reference}”{hint}")


def _is_named(item: Article | Mention, reference: str, language: str) -> bool:
    names = {item.id, item.url, item.title, getattr(item, "slug", None)}
    if reference in names:
        return True
    if item.title and fold_title(item.title, language) == fold_title(reference, language):
        return True
    url = absolute_url(reference)
    return bool(url and item.url) and canonical_url(url or "") == canonical_url(item.url or "")


def _account(article: Article, library: Library) -> Iterator[str]:
    yield article.label
    yield f"  id {article.id}, permalink a/{article.slug}/"
    evidence = article.date_evidence
    yield f"\ndate: {article.date.edtf if article.date else '(nobody says)'}"
    yield f"  rule: {evidence.rule}"
    yield from _said(evidence.source, evidence.raw, evidence.reason)
    for neighbour in library.timeline.articles:
        if neighbour.id == evidence.named_by:
            yield f"  that is the description of “{neighbour.label}”"
    if evidence.refined_by:
        yield f"  refined by {evidence.refined_by}"
    yield from _conflicts(article, "date")
    for field in _FIELDS:
        known = article.evidence[field]
        yield f"\n{field}: {_shown(article, field)}"
        yield f"  rule: {known.rule}"
        yield from _said(known.source, known.raw, known.reason)
        yield from _conflicts(article, field)
    yield "\nsources:"
    for statement in article.statements:
        yield f"  {statement.source}: {statement.where}"
        yield f"    joined by: {statement.rule}"
        if statement.missing_since:
            yield f"    no longer there since {statement.missing_since.edtf}"


def _shown(article: Article, field: str) -> str:
    value = getattr(article, field)
    if field == "preview" and value:
        return str(value.capture)
    if isinstance(value, tuple):
        value = ", ".join(value)
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
