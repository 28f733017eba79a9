"""Choose the value of each field: the first that is stated, in order of trust.

What the others say is a conflict, unless it is equal after folding, or coarser. Summaries make
none, for each says the same in words of its own; nor do fields that the owner set: that is decided.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from sys import intern
from typing import Any

import msgspec

from generator.config.overrides import FieldRule
from generator.config.records import Config
from generator.model.articles import Article, Conflict, DateEvidence, Evidence, Statement
from generator.model.entries import Attachment, Entry, Preview
from generator.model.record import Problem, Record
from generator.reconcile.classify import kind_of, series_of
from generator.reconcile.dating import added_date
from generator.reconcile.ids import Group
from generator.reconcile.references import Names
from generator.text.addresses import address_base
from generator.text.dates import is_reached, parse_edtf
from generator.text.html import fold_space
from generator.text.names import in_reading_order, join_names
from generator.text.titles import fold_text, fold_title, without_known_parenthesis
from generator.text.urls import canonical_url

TRUSTED = "first in order of trust"
ONLY = "the only source that says it"
OF_FEED = "the feed's own author: the entry names none"
NOTHING_OF_ITS_OWN = "what was received in its place states none"
NOT_STATED = Evidence(rule="not stated")
_PARTED = {
    "prefix": "it ran together with what follows; parted where another source’s title ends",
    "page": "it ran together with what follows; parted where its page has white space",
    "byline": "it ran together with what follows; parted at the byline",
    "seam": "it ran together with what follows; parted where a sentence begins",
    "whole": "as received; nothing shows where the title ends",
}


class ChosenValue(Record, kw_only=True):
    """A field's value with its evidence and conflicts; None or () where nobody states it."""

    #: Of the type of the field.
    value: Any
    evidence: Evidence
    conflicts: tuple[Conflict, ...] = ()


def choose_value(
    field: str,
    entries: Sequence[Entry],
    settings: Sequence[FieldRule],
    agrees: Callable[[Any, Any], bool],
) -> ChosenValue:
    """Return the field's value over all entries of an article, most trusted first.

    What the owner set wins, without a conflict. `agrees(stated, value)` returns whether a losing
    value says nothing else than the winner. None and an empty list are no claim and no conflict.
    """
    claims = [(entry, stated) for entry in entries if (stated := getattr(entry, field))]
    if override := overridden(field, settings):
        return ChosenValue(value=override[0], evidence=override[1])
    if claims:
        winner, value = claims[0]
        raw = winner.raw.get(field) or shown(value)
        known_by = _rule(field, winner, alone=len(claims) == 1)
        evidence = Evidence(rule=known_by, source=winner.source, raw=raw)
        losers, rule = claims[1:], f"{winner.source} is trusted more"
    else:
        return ChosenValue(value=getattr(entries[0], field), evidence=_received(field, entries))
    if not losers:
        return ChosenValue(value=value, evidence=evidence)
    conflicts = (
        Conflict(
            field=field,
            source=entry.source,
            value=shown(stated),
            raw=entry.raw.get(field) or shown(stated),
            rule=rule,
            is_minor=field == "title" and _is_cut(stated, value),
        )
        for entry, stated in losers
        if stated != value and not agrees(stated, value)
    )
    return ChosenValue(value=value, evidence=evidence, conflicts=tuple(dict.fromkeys(conflicts)))


def _is_cut(one: str, other: str) -> bool:
    """Return whether one title begins with the other: a subtitle or more follows."""
    short, long = sorted((fold_text(one), fold_text(other)), key=len)
    return long.startswith(short) and not long.removeprefix(short).lstrip()[:1].isalnum()


def _received(field: str, entries: Sequence[Entry]) -> Evidence:
    """Return the evidence for a field that nobody states: the text in its place, if any."""
    for entry in entries:
        if raw := entry.raw.get(field):
            return Evidence(rule=NOTHING_OF_ITS_OWN, source=entry.source, raw=raw)
    return NOT_STATED


def overridden(field: str, settings: Sequence[FieldRule]) -> tuple[Any, Evidence] | None:
    """Return what the owner set the field to, with the reason.

    None where it is left to the sources.

    Of several settings the last counts.
    """
    for setting in reversed(settings):
        value = getattr(setting, field)
        if value is not None:
            raw, reason = shown(value), setting.reason
            return value, Evidence(rule="override", source=setting.where, raw=raw, reason=reason)
    return None


def shown(value: str | tuple[str, ...]) -> str:
    """Return a value as one line of text."""
    return value if isinstance(value, str) else join_names(value)


def _rule(field: str, winner: Entry, *, alone: bool) -> str:
    if field in winner.known_by:
        return winner.known_by[field]
    if winner.parted_by and field in winner.raw:
        return _PARTED[winner.parted_by]
    return ONLY if alone else TRUSTED


def same_url(stated: str, value: str) -> bool:
    """Return whether two URLs have one canonical form, or are known to be of one work."""
    return address_base(stated) == address_base(value)


def same_summary(stated: str, value: str) -> bool:
    """Return that two summaries agree: they always do, as only their wording differs."""
    return True


def same_authors(stated: tuple[str, ...], value: tuple[str, ...]) -> bool:
    """Return whether two bylines name the same people, as far as the coarser one names them."""
    one, other = _as_compared(stated), _as_compared(value)
    return one == other or _abridges(one, other) or _abridges(other, one)


def _as_compared(names: Sequence[str]) -> list[str]:
    return [fold_text(in_reading_order(name)) for name in names]


def _abridges(short: Sequence[str], full: Sequence[str]) -> bool:
    """Return whether `short` names by "et al.", or by surnames alone, what `full` names in full."""
    if len(short) == 1 and short[0].endswith(" et al.") and len(full) > 1:
        return _is_surname(short[0].removesuffix(" et al."), full[0])
    return len(short) == len(full) and all(map(_is_surname, short, full))


def _is_surname(short: str, full: str) -> bool:
    return f" {full}".endswith(f" {short}")


def same_tags(stated: tuple[str, ...], value: tuple[str, ...]) -> bool:
    """Return whether every stated tag is among the chosen ones."""
    return {fold_text(tag) for tag in stated} <= {fold_text(tag) for tag in value}


# A field of an article → whether a losing value says nothing else than the winner.
Agreements = Mapping[str, Callable[[Any, Any], bool]]


def agreements(known_titles: frozenset[str], names: Names, language: str) -> Agreements:
    """Return, by field, the function that tells whether two of its values agree.

    A title may end in one of `known_titles`, which is folded.

    The fields are in the order in which their conflicts are listed.
    """

    def same_title(stated: str, value: str) -> bool:
        plain = without_known_parenthesis(stated, known_titles, language)
        return fold_title(plain, language) == fold_title(value, language)

    def is_unmarked(stated: str, value: str) -> bool:
        return names.address(stated) == names.address(value)

    return {
        "title": same_title,
        "url": lambda stated, value: same_url(stated, value) or is_unmarked(stated, value),
        "authors": same_authors,
        "summary": same_summary,
        "tags": same_tags,
    }


def make_article(
    group: Group, settings: Sequence[FieldRule], config: Config, agreeing: Agreements
) -> Article:
    """Return the article that the group's entries and the owner's settings make.

    Its date is None.
    """
    fields = {
        field: choose_value(field, group.entries, settings, agrees)
        for field, agrees in agreeing.items()
    }
    if any(setting.add_tags for setting in settings):
        fields["tags"] = _with_added_tags(group.entries, settings)
    values = {field: settled.value for field, settled in fields.items()}
    sources = tuple(entry.source for entry in group.entries)
    kind, kind_evidence = overridden("kind", settings) or kind_of(
        config.kinds, sources=sources, **values
    )
    series, series_evidence = overridden("series", settings) or series_of(
        config.series, values["title"]
    )
    preview, preview_evidence = _preview(group)
    feed_authors, of_feed = _feed_authors(group.entries, fields["authors"])
    added, added_evidence = added_date(group.entries)
    untitled = [entry for entry in group.entries if entry.opening and not values["title"]]
    return Article(
        **values,
        feed_authors=feed_authors,
        opening=untitled[0].opening if untitled else None,
        discussed_at=tuple(dict.fromkeys(e.discussed_at for e in group.entries if e.discussed_at)),
        external_url=next((e.external_url for e in group.entries if e.external_url), None),
        id=group.id,
        slug=group.slug,
        date=None,
        kind=kind,
        series=series,
        attachments=_attachments(group),
        preview=preview,
        notes=tuple(entry.note for entry in group.entries if entry.note),
        references=tuple(dict.fromkeys(one for e in group.entries for one in e.references)),
        updated=_updated(group.entries),
        added=added,
        rank=_rank(group.entries, config),
        date_evidence=DateEvidence(rule="not stated"),
        evidence={
            **_names(group),
            **{field: settled.evidence for field, settled in fields.items()},
            **of_feed,
            "kind": kind_evidence,
            "series": series_evidence,
            "preview": preview_evidence,
            **({"added": added_evidence} if added_evidence else {}),
        },
        conflicts=tuple(conflict for settled in fields.values() for conflict in settled.conflicts),
        statements=_statements(group),
    )


def _with_added_tags(entries: Sequence[Entry], settings: Sequence[FieldRule]) -> ChosenValue:
    """Return the tags with those that the owner added.

    What a source says of these is no conflict.
    """
    adding = [setting for setting in settings if setting.add_tags]
    added = tuple(tag for setting in adding for tag in setting.add_tags or ())
    tags = choose_value(
        "tags", entries, settings, lambda one, other: same_tags(one, (*other, *added))
    )
    by_name = {fold_text(tag): tag for tag in reversed((*tags.value, *added))}
    value = tuple(dict.fromkeys(by_name[fold_text(tag)] for tag in (*tags.value, *added)))
    if tags.value:
        reasons = [tags.evidence.reason, *(setting.reason for setting in adding)]
        evidence = msgspec.structs.replace(
            tags.evidence,
            rule=f"{tags.evidence.rule}; the owner added {join_names(added)}",
            reason=" ".join(dict.fromkeys(reason for reason in reasons if reason)),
        )
    else:
        last = adding[-1]
        evidence = Evidence(
            rule="override", source=last.where, raw=join_names(added), reason=last.reason
        )
    return ChosenValue(value=value, evidence=evidence, conflicts=tags.conflicts)


def _feed_authors(
    entries: Sequence[Entry], authors: ChosenValue
) -> tuple[tuple[str, ...], dict[str, Evidence]]:
    """Return the authors of the first feed that has any, where the article's own are not stated.

    It is the weakest claim: whoever keeps a feed need not have written what it lists.
    """
    if authors.value or authors.evidence.rule == "override":
        return (), {}
    for entry in entries:
        if entry.feed_authors:
            raw = join_names(entry.feed_authors)
            evidence = Evidence(rule=OF_FEED, source=entry.source, raw=raw)
            return entry.feed_authors, {"feed_authors": evidence}
    return (), {}


def _updated(entries: Sequence[Entry]) -> str | None:
    """Return when the most trusted source changed it last, but for times that are still to come."""
    for entry in entries:
        if entry.updated:
            day = parse_edtf(entry.updated[:10])
            if entry.as_of is None or is_reached(day, entry.as_of):
                return entry.updated
    return None


def _names(group: Group) -> dict[str, Evidence]:
    """Return the evidence for the id, the permalink and the list of sources."""
    named, first = group.first, group.entries[0]
    joins = dict.fromkeys(
        f"{entry.source}: {rule}" for entry, rule in zip(group.entries, group.rules, strict=True)
    )
    path, path_rule = named.title, "the title: there is no URL"
    name, id_rule = named.title, "hash of the folded title"
    if not any(entry.title for entry in group.entries if entry.creates):
        path_rule = "how the text begins: there is neither a URL nor a title"
        id_rule = "hash of how the text begins, folded"
    if named.url:
        path, path_rule = named.url, "the URL's path"
        name, id_rule = canonical_url(named.url), "hash of the canonical URL"
        if group.hashed != name:
            name, id_rule = fold_space(group.hashed), "hash of the URL and what tells it apart"
    return {
        "id": Evidence(rule=id_rule, source=group.named_by, raw=name),
        "path": Evidence(rule=path_rule, source=group.named_by, raw=path),
        "sources": Evidence(rule=intern("; ".join(joins)), source=first.source, raw=first.where),
    }


def _attachments(group: Group) -> tuple[Attachment, ...]:
    """Return the files and images of all sources, most trusted first, each address once."""
    found: dict[str, Attachment] = {}
    for entry in group.entries:
        for attachment in entry.attachments:
            found.setdefault(canonical_url(attachment.url), attachment)
    return tuple(found.values())


def _preview(group: Group) -> tuple[Preview | None, Evidence]:
    """Return the preview of the most trusted source, of several the one fetched last."""
    joined = [
        (entry.preview, rule)
        for entry, rule in zip(group.entries, group.rules, strict=True)
        if entry.preview
    ]
    if not joined:
        return None, NOT_STATED
    (preview, rule), *others = joined
    for other, other_rule in others:
        if other.source == preview.source and _fetched(other) > _fetched(preview):
            preview, rule = other, other_rule
    return preview, Evidence(rule=rule, source=preview.source, raw=preview.title)


def _fetched(preview: Preview) -> str:
    return preview.fetched.edtf if preview.fetched else ""


def unused_previews(group: Group, article: Article) -> tuple[Problem, ...]:
    """Return a problem for each preview in place of which another one is shown."""
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
    """Return the place of the most trusted source that lists the article, and the place in it."""
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
            title=entry.called,
            urls=tuple(dict.fromkeys(url for url in (entry.url, *entry.former_urls) if url)),
            missing_since=entry.missing_since,
        )
        for entry, rule in zip(group.entries, group.rules, strict=True)
    )
