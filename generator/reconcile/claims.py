"""Which value of a field wins: the first that says something, in order of trust.

What the others say is a conflict, unless it is equal after folding, coarser, or cut short.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from generator.config.overrides import Setting
from generator.model import Conflict, Entry, Evidence, Record
from generator.text.titles import fold_text
from generator.text.urls import canonical_url

TRUSTED = "first in order of trust"
ONLY = "the only source that says it"
NOT_STATED = Evidence(rule="not stated")
_PARTED = {
    "prefix": "glued title, parted where another source's title ends",
    "byline": "glued title, parted at its byline",
    "seam": "glued title, parted at a seam that a sentence follows",
    "whole": "as received: the glued title shows no seam",
}


class Settled(Record, kw_only=True):
    """A field's value with its evidence and conflicts; None or () where nobody states it."""

    value: Any
    evidence: Evidence
    conflicts: tuple[Conflict, ...] = ()


def settle(
    field: str,
    entries: Sequence[Entry],
    settings: Sequence[Setting],
    agrees: Callable[[Any, Any], bool],
) -> Settled:
    """The field's value over all entries of an article, most trusted first.

    What the owner set wins. `agrees(said, value)` tells whether a losing value says nothing else
    than the winner. Silence (None, or an empty list) is no claim and no conflict.
    """
    claims = [(entry, said) for entry in entries if (said := getattr(entry, field))]
    override = overridden(field, settings)
    if override:
        value, evidence = override
        losers, rule = claims, "override"
    elif claims:
        winner, value = claims[0]
        raw = winner.raw.get(field) or shown(value)
        known_by = _rule(field, winner, alone=len(claims) == 1)
        evidence = Evidence(rule=known_by, source=winner.source, raw=raw)
        losers, rule = claims[1:], f"{winner.source} is trusted more"
    else:
        silent = getattr(entries[0], field)
        return Settled(value=silent, evidence=NOT_STATED)
    if not losers:
        return Settled(value=value, evidence=evidence)
    conflicts = (
        Conflict(
            field=field,
            source=entry.source,
            value=shown(said),
            raw=entry.raw.get(field) or shown(said),
            rule=rule,
        )
        for entry, said in losers
        if said != value and not agrees(said, value)
    )
    return Settled(value=value, evidence=evidence, conflicts=tuple(dict.fromkeys(conflicts)))


def overridden(field: str, settings: Sequence[Setting]) -> tuple[Any, Evidence] | None:
    """What the owner set the field to, with the reason; None where it is left to the sources.

    Of several settings the last counts.
    """
    for setting in reversed(settings):
        value = getattr(setting, field)
        if value is not None:
            raw, reason = shown(value), setting.reason
            return value, Evidence(rule="override", source=setting.where, raw=raw, reason=reason)
    return None


def shown(value: str | tuple[str, ...]) -> str:
    """A value as one line of text."""
    return value if isinstance(value, str) else ", ".join(value)


def _rule(field: str, winner: Entry, *, alone: bool) -> str:
    if winner.parted_by and field in winner.raw:
        return _PARTED[winner.parted_by]
    return ONLY if alone else TRUSTED


def same_url(said: str, value: str) -> bool:
    """Whether two URLs have one canonical form."""
    return canonical_url(said) == canonical_url(value)


def same_text(said: str, value: str) -> bool:
    """Whether two texts are equal after folding, or one is the other cut short."""
    one, other = fold_text(said).rstrip(" .…"), fold_text(value).rstrip(" .…")
    return one == other or one.startswith(other) or other.startswith(one)


def same_authors(said: tuple[str, ...], value: tuple[str, ...]) -> bool:
    """Whether two bylines name the same people, as far as the coarser one names them."""
    one, other = [fold_text(name) for name in said], [fold_text(name) for name in value]
    return one == other or _abridges(one, other) or _abridges(other, one)


def _abridges(short: Sequence[str], full: Sequence[str]) -> bool:
    """Whether `short` names by "et al.", or by surnames alone, what `full` names in full."""
    if len(short) == 1 and short[0].endswith(" et al.") and len(full) > 1:
        return _is_surname(short[0].removesuffix(" et al."), full[0])
    return len(short) == len(full) and all(map(_is_surname, short, full))


def _is_surname(short: str, full: str) -> bool:
    return f" {full}".endswith(f" {short}")


def same_tags(said: tuple[str, ...], value: tuple[str, ...]) -> bool:
    """Whether every tag that was said is among the tags that won."""
    return {fold_text(tag) for tag in said} <= {fold_text(tag) for tag in value}
