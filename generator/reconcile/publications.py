"""Choose an article's publication and identifiers from its entries and its address."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from msgspec import structs

from generator.config.overrides import FieldRule
from generator.model.articles import Article, Conflict, Evidence
from generator.model.entries import Entry, Publication
from generator.reconcile.claims import ONLY, TRUSTED, overridden
from generator.text.bibliography import identifiers_in
from generator.text.names import without_others

IN_ADDRESS = "an identifier in its address"
# The volume that one source states does not belong to the journal of another.
_TOGETHER = ("type", "container", "volume", "issue", "pages", "publisher", "issn")
_APART = ("key", "doi", "arxiv", "pmid", "isbn")

# An entry, and what it states.
Claim = tuple[Entry, Mapping[str, Any]]


def with_publication(
    article: Article, entries: Sequence[Entry], settings: Sequence[FieldRule]
) -> Article:
    """Return the article with the publication that its entries state, most trusted first.

    Of identifiers and keys each is the first that is stated, else what stands in the address; what
    the owner set counts for more. The parts of a name are those that any entry states of that name.
    """
    names, _ = without_others(article.authors)
    stated = {name: parts for e in reversed(entries) for name, parts in e.name_parts.items()}
    article = structs.replace(article, name_parts={n: stated[n] for n in names if n in stated})
    claims = [(entry, stated) for entry in entries if (stated := _stated(entry))]
    known = identifiers_in(article.url) if article.url else {}
    own = {
        name: found
        for name in (Publication.__struct_fields__ if settings else ())
        if (found := overridden(name, settings))
    }
    if not claims and not known and not own:
        return article
    value = _joined([stated for _, stated in claims], known)
    value |= {name: set_to for name, (set_to, _) in own.items()}
    return structs.replace(
        article,
        publication=structs.replace(Publication(), **value),
        evidence={**article.evidence, "publication": _evidence(article, claims, known, own)},
        conflicts=(*article.conflicts, *_conflicts(claims, value, own)),
    )


def _evidence(
    article: Article,
    claims: Sequence[Claim],
    known: Mapping[str, str],
    own: Mapping[str, tuple[str, Evidence]],
) -> Evidence:
    """Return why it was published there: as the first source says, or as the owner says in part."""
    reasons = dict.fromkeys(found.reason for _, found in own.values() if found.reason)
    reason = " ".join(reasons)
    if not claims and not known:
        raw = _shown({name: value for name, (value, _) in own.items()})
        where = next(found.source for _, found in own.values())
        return Evidence(rule="override", source=where, raw=raw, reason=reason)
    evidence = Evidence(rule=IN_ADDRESS, source=article.evidence["url"].source, raw=article.url)
    if claims:
        winner, stated = claims[0]
        rule = ONLY if len(claims) == 1 else TRUSTED
        evidence = Evidence(rule=rule, source=winner.source, raw=_shown(stated))
    if own:
        rule = f"{evidence.rule}; the owner set {', '.join(own)}"
        evidence = structs.replace(evidence, rule=rule, reason=reason)
    return evidence


def _stated(entry: Entry) -> dict[str, Any]:
    stated = entry.publication.stated if entry.publication else {}
    return {"doi": entry.doi, **stated} if entry.doi else stated


def _joined(claims: Sequence[Mapping[str, Any]], known: Mapping[str, str]) -> dict[str, Any]:
    together = ({name: stated[name] for name in _TOGETHER if name in stated} for stated in claims)
    found = next((fields for fields in together if fields), {})
    for stated in (*claims, known):
        found = {name: stated[name] for name in _APART if name in stated} | found
    return found


def _conflicts(
    claims: Sequence[Claim], value: Mapping[str, Any], own: Collection[str]
) -> tuple[Conflict, ...]:
    """Return the conflicts of fields that others state otherwise; the owner's values make none.

    Keys are each bibliography's own.
    """
    found: dict[Conflict, None] = {}
    for entry, stated in claims[1:]:
        differing = {
            name: text
            for name, text in stated.items()
            if name not in ("key", *own)
            and name in value
            and text.casefold() != value[name].casefold()
        }
        if differing:
            rule = f"{claims[0][0].source} is trusted more"
            shown = _shown(differing)
            one = Conflict(
                field="publication", source=entry.source, value=shown, raw=_shown(stated), rule=rule
            )
            found[one] = None
    return tuple(found)


def _shown(stated: Mapping[str, str]) -> str:
    return "; ".join(f"{name} {text}" for name, text in stated.items())
