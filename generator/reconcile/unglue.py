"""Split glued titles into title, byline, summary and tags, guided by other sources' titles."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import msgspec

from generator.model.entries import Entry, FirstStatement
from generator.model.record import Problem
from generator.text.titles import (
    Unglued,
    ends_at_seam,
    fold_title,
    seams,
    squeeze,
    unglue,
    unglue_at,
)


def split_glued_titles(
    entries: Sequence[Entry], language: str
) -> tuple[tuple[Entry, ...], tuple[Problem, ...]]:
    """Return the same entries, none glued any more, and a problem for each title left in doubt.

    Another source's title that is a prefix ending at a seam decides, if it is unique on both
    sides; else the text of its page, the byline, or a seam that a sentence follows. The received
    text stays in `raw`.
    """
    glued = [entry for entry in entries if entry.glued and entry.title]
    if not glued:
        return tuple(entries), ()
    known = _known_titles(entries, language)
    known_words = _known_words(entries)
    prefixes = {id(entry): _prefixes(entry, known, language) for entry in glued}
    used = Counter(
        (entry.source, title) for entry in glued for title, _place in prefixes[id(entry)]
    )
    parted: list[Entry] = []
    problems: list[Problem] = []
    for entry in entries:
        if not entry.glued or not entry.title:
            parted.append(entry)
            continue
        found = prefixes[id(entry)]
        if len(found) == 1 and used[entry.source, found[0][0]] == 1:
            parts = unglue_at(entry.title, found[0][1])
        else:
            parts = unglue(entry.title, known_words)
            if entry.ends_at and entry.title[: entry.ends_at].strip() != parts.title:
                parts = unglue_at(entry.title, entry.ends_at, "page")
            problems.extend(_doubts(entry, parts, [title for title, _place in found]))
        parted.append(_with_parts(entry, parts))
    return tuple(parted), tuple(problems)


def _known_titles(entries: Iterable[Entry], language: str) -> dict[str, set[str]]:
    """Return the sources that state a title unglued, by the folded title."""
    known: dict[str, set[str]] = defaultdict(set)
    for entry in entries:
        if entry.creates and entry.title and not entry.glued:
            known[fold_title(entry.title, language)].add(entry.source)
    return known


def _known_words(entries: Iterable[Entry]) -> frozenset[str]:
    """Return the words with a capital inside (`GitHub`) in texts that are not glued."""
    texts = (f"{e.title or ''} {e.summary or ''}" for e in entries if not e.glued)
    return frozenset(
        word
        for text in texts
        for raw in text.split()
        if next(seams(word := raw.strip(".,:;!?()[]“”\"'‘’")), None) is not None
    )


def _prefixes(
    entry: Entry, known: dict[str, set[str]], language: str
) -> tuple[tuple[str, int], ...]:
    """Return the other sources' titles that the glued one begins with, and where each ends."""
    text = entry.title or ""
    places = [place for place in range(1, len(text)) if ends_at_seam(text, place)]
    titles = ((fold_title(text[:place], language), place) for place in places)
    return tuple(
        (title, place) for title, place in titles if known.get(title, set()) - {entry.source}
    )


def _doubts(entry: Entry, parts: Unglued, candidates: list[str]) -> Iterable[Problem]:
    if candidates:
        message = (
            f"the glued title begins with more than one known title, or one that others begin "
            f"with too ({', '.join(candidates)}); it is split by itself: “{parts.title}”"
        )
        yield Problem(where=entry.where, message=message, severity="warning")


def _with_parts(entry: Entry, parts: Unglued) -> Entry:
    """Return the entry with its parts; what the feed says in a field of its own stays."""
    glued = entry.raw.get("title") or entry.title or ""
    taken: dict[str, Any] = {"title": parts.title}
    if not entry.summary:
        taken["summary"] = parts.summary
    if not entry.authors:
        taken["authors"] = parts.authors
    if not entry.tags:
        taken["tags"] = parts.tags
    return msgspec.structs.replace(
        entry,
        **taken,
        glued=False,
        parted_by=parts.rule,
        byline_year=parts.byline_year,
        raw={**entry.raw, **dict.fromkeys(taken, glued)},
        first=_parted_first(entry, parts),
    )


def _parted_first(entry: Entry, parts: Unglued) -> FirstStatement | None:
    """Return how the entry was stated first, its title parted too: it may name the article."""
    first = entry.first
    if first is None or first.title is None:
        return first
    title = parts.title if first.title == entry.title else unglue(first.title).title
    return msgspec.structs.replace(first, title=title)


_START = 12  # letters by which a title is looked up before it is compared whole


def named_entries(entries: Sequence[Entry]) -> Iterator[tuple[Entry, Entry]]:
    """Yield pairs (the entry that names, the entry that is named) within each source."""
    by_start: dict[tuple[str, str], list[Entry]] = defaultdict(list)
    for entry in entries:
        if entry.parted_by and (glued := squeeze(entry.raw["title"])):
            by_start[entry.source, glued[:_START]].append(entry)
    for naming in entries:
        squeezed = squeeze(naming.residue or "")
        for place in _word_starts(naming.residue or ""):
            start = squeezed[place : place + _START]
            for named in by_start.get((naming.source, start), ()):
                if named is not naming and _holds(squeezed, place, named):
                    yield naming, named


def _word_starts(text: str) -> Iterator[int]:
    """Yield where in the squeezed text each word but the first begins."""
    place = 0
    for number, word in enumerate(text.split()):
        if number:
            yield place
        place += len(word)


def _holds(squeezed: str, place: int, entry: Entry) -> bool:
    """Return whether the residue goes on with the entry's text, or stops inside its abstract."""
    glued, title = squeeze(entry.raw["title"]), squeeze(entry.title or "")
    if squeezed.startswith(glued, place):
        return True
    rest = squeezed[place : place + len(glued)]
    return len(title) < len(rest) < len(glued) and glued.startswith(rest)
