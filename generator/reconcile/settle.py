"""A group of entries → an article: every field with its evidence, the date still to come."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from generator.config import Config, Setting
from generator.model import (
    Article,
    Conflict,
    DateEvidence,
    Entry,
    Evidence,
    Preview,
    Problem,
    Statement,
)
from generator.reconcile.claims import Settled, same_authors, same_tags, same_text, settle
from generator.reconcile.identity import Group
from generator.reconcile.sorting import kind_of, series_of
from generator.text.titles import fold_title, without_known_parenthesis
from generator.text.urls import canonical_url


def settle_article(
    group: Group, setting: Setting | None, config: Config, known_titles: frozenset[str]
) -> Article:
    """The article that the group's entries and the owner's settings make. Its date is None."""
    entries, language = group.entries, config.site.language

    def same_title(said: str | None, value: str | None) -> bool:
        plain = without_known_parenthesis(said or "", known_titles, language)
        return fold_title(plain, language) == fold_title(value or "", language)

    title: Settled[str | None] = settle(
        "title", entries, None, same_title, _set(setting, "title"), _text
    )
    url: Settled[str | None] = settle("url", entries, None, _same_url, _set(setting, "url"), _text)
    authors: Settled[tuple[str, ...]] = settle(
        "authors", entries, (), same_authors, _set(setting, "authors"), _list
    )
    summary: Settled[str | None] = settle(
        "summary", entries, None, same_text, _set(setting, "summary"), _text
    )
    tags: Settled[tuple[str, ...]] = settle(
        "tags", entries, (), same_tags, _set(setting, "tags"), _list
    )
    kind, kind_evidence = kind_of(config.kinds, title.value, url.value, authors.value, tags.value)
    series, series_evidence = series_of(config.series, title.value)
    kind, kind_evidence = _overruled(setting, "kind", kind, kind_evidence)
    series, series_evidence = _overruled(setting, "series", series, series_evidence)
    preview, preview_evidence = _preview(group)
    fields = {"title": title, "url": url, "authors": authors, "summary": summary, "tags": tags}
    return Article(
        id=group.id,
        slug=group.slug,
        url=url.value,
        title=title.value,
        authors=authors.value,
        date=None,
        summary=summary.value,
        kind=kind,
        series=series,
        tags=tags.value,
        preview=preview,
        updated=next((entry.updated for entry in entries if entry.updated), None),
        rank=_rank(entries, config),
        date_evidence=DateEvidence(rule="not stated"),
        evidence={
            **_names(group),
            **{name: settled.evidence for name, settled in fields.items()},
            "kind": kind_evidence,
            "series": series_evidence,
            "preview": preview_evidence,
        },
        conflicts=_conflicts(fields),
        statements=_statements(group),
    )


def _set(setting: Setting | None, field: str) -> tuple[Any, str, str] | None:
    value = getattr(setting, field) if setting else None
    return (value, setting.reason, setting.where) if setting and value is not None else None


def _overruled(
    setting: Setting | None, field: str, value: str | None, evidence: Evidence
) -> tuple[Any, Evidence]:
    override = _set(setting, field)
    if override is None:
        return value, evidence
    chosen, reason, where = override
    return chosen, Evidence(rule="override", source=where, raw=chosen, reason=reason)


def _text(value: str | None) -> str:
    return value or ""


def _list(values: tuple[str, ...]) -> str:
    return ", ".join(values)


def _same_url(said: str | None, value: str | None) -> bool:
    return bool(said and value) and canonical_url(said or "") == canonical_url(value or "")


def _conflicts(fields: Mapping[str, Settled[Any]]) -> tuple[Conflict, ...]:
    return tuple(conflict for settled in fields.values() for conflict in settled.conflicts)


def _names(group: Group) -> dict[str, Evidence]:
    """Where the id, the permalink and the list of sources come from."""
    first = group.entries[0]
    source = next((entry.source for entry in group.entries if entry.url), first.source)
    named_by = canonical_url(group.url) if group.url else first.title
    part = "canonical URL" if group.url else "folded title"
    joins = dict.fromkeys(
        f"{entry.source}: {rule}" for entry, rule in zip(group.entries, group.rules, strict=True)
    )
    path_rule = "the URL's path" if group.url else "the title: there is no URL"
    return {
        "id": Evidence(rule=f"hash of the {part}", source=source, raw=named_by),
        "path": Evidence(rule=path_rule, source=source, raw=group.url or first.title),
        "sources": Evidence(rule="; ".join(joins), source=first.source, raw=first.where),
    }


def _preview(group: Group) -> tuple[Preview | None, Evidence]:
    """The preview of the most trusted source, of several the one fetched last."""
    joined = [
        (entry.preview, rule)
        for entry, rule in zip(group.entries, group.rules, strict=True)
        if entry.preview
    ]
    if not joined:
        return None, Evidence(rule="not stated")
    source = joined[0][0].source
    preview, rule = max(
        (item for item in joined if item[0].source == source), key=lambda item: _fetched(item[0])
    )
    return preview, Evidence(rule=rule, source=source, raw=preview.title)


def _fetched(preview: Preview) -> str:
    return preview.fetched.edtf if preview.fetched else ""


def unused_previews(group: Group, article: Article) -> tuple[Problem, ...]:
    """A note on each preview that another one of the same article stands in for."""
    return tuple(
        Problem(
            where=entry.where,
            message=f"not shown: {article.preview.capture} is a preview of the same article",
            severity="info",
        )
        for entry in group.entries
        if entry.preview and article.preview and entry.preview != article.preview
    )


def _rank(entries: Sequence[Entry], config: Config) -> tuple[int, int]:
    """The place of the source that lists the article and is trusted most, and the place in it."""
    trust = {source.name: place for place, source in enumerate(config.sources)}
    return min(
        (trust.get(entry.source, len(trust)), entry.position) for entry in entries if entry.creates
    )


def _statements(group: Group) -> tuple[Statement, ...]:
    return tuple(
        Statement(
            source=entry.source,
            capture=entry.capture,
            where=entry.where,
            rule=rule,
            missing_since=entry.missing_since,
        )
        for entry, rule in zip(group.entries, group.rules, strict=True)
    )
