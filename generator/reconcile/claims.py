"""Which value of a field wins: the first that says something, in order of trust.

What the others say is a conflict, unless it is equal after folding, coarser, or cut short.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Generic, TypeVar

from generator.model import Conflict, Entry, Evidence
from generator.text.titles import fold_text

T = TypeVar("T")

_PARTED = {
    "prefix": "glued title, parted where another source's title ends",
    "byline": "glued title, parted at its byline",
    "seam": "glued title, parted at a seam that a sentence follows",
    "whole": "as received: the glued title shows no seam",
}
TRUSTED = "first in order of trust"
ONLY = "the only source that says it"
NOT_STATED = Evidence(rule="not stated")


class Settled(Generic[T]):
    """A field's value, None or () where nobody states it, with its evidence and conflicts."""

    def __init__(self, value: T, evidence: Evidence, conflicts: tuple[Conflict, ...] = ()) -> None:
        self.value = value
        self.evidence = evidence
        self.conflicts = conflicts


def settle(
    field: str,
    entries: Sequence[Entry],
    empty: T,
    agrees: Callable[[T, T], bool],
    override: tuple[T, str, str] | None = None,
    shown: Callable[[T], str] = str,
) -> Settled[T]:
    """The field's value over all entries of an article, most trusted first.

    `override` is (value, reason, where) if the owner set the field. `agrees` tells whether a
    losing value says nothing else than the winner; `shown` is how a conflict's value is shown.
    """
    claims = list(_claims(field, entries))
    if override:
        value, reason, where = override
        evidence = Evidence(rule="override", source=where, raw=shown(value), reason=reason)
        losers, rule = claims, "override"
    elif claims:
        winner, value = claims[0]
        rule = _rule(field, winner, alone=len(claims) == 1)
        raw = winner.raw.get(field) or shown(value)
        evidence = Evidence(rule=rule, source=winner.source, raw=raw)
        losers, rule = claims[1:], f"{winner.source} is trusted more"
    else:
        return Settled(empty, NOT_STATED)
    conflicts = (
        Conflict(
            field=field,
            source=entry.source,
            value=shown(said),
            raw=entry.raw.get(field) or shown(said),
            rule=rule,
        )
        for entry, said in losers
        if not agrees(said, value)
    )
    return Settled(value, evidence, tuple(dict.fromkeys(conflicts)))


def _claims(field: str, entries: Sequence[Entry]) -> Iterator[tuple[Entry, T]]:
    """What each entry says of the field; silence is no claim."""
    for entry in entries:
        value = getattr(entry, field)
        if value:
            yield entry, value


def _rule(field: str, winner: Entry, *, alone: bool) -> str:
    if winner.parted_by and field in ("title", "authors", "summary", "tags"):
        return _PARTED[winner.parted_by]
    return ONLY if alone else TRUSTED


def same_text(said: str | None, value: str | None) -> bool:
    """Whether two texts are equal after folding, or one is the other cut short."""
    one, other = fold_text(said or "").rstrip(" .…"), fold_text(value or "").rstrip(" .…")
    return one == other or one.startswith(other) or other.startswith(one)


def same_authors(said: tuple[str, ...], value: tuple[str, ...]) -> bool:
    """Whether two bylines name the same people, as far as the coarser one names them."""
    one, other = [fold_text(name) for name in said], [fold_text(name) for name in value]
    return one == other or _abridges(one, other) or _abridges(other, one)


def _abridges(short: Sequence[str], full: Sequence[str]) -> bool:
    """Whether `short` names by "et al.", or by surnames alone, what `full` names in full."""
    if len(short) == 1 and short[0].endswith(" et al."):
        return full[0].endswith(short[0].removesuffix(" et al."))
    return len(short) == len(full) and all(
        name.endswith(f" {surname}") for surname, name in zip(short, full, strict=True)
    )


def same_tags(said: tuple[str, ...], value: tuple[str, ...]) -> bool:
    """Whether every tag that was said is among the tags that won."""
    return {fold_text(tag) for tag in said} <= {fold_text(tag) for tag in value}
