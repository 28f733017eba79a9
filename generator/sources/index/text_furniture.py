"""Lines that stand with entries and name none: what they are is told by all lines together."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise

import msgspec

from generator.sources.index.labels import is_onward
from generator.sources.index.text_line import Line
from generator.text.titles import fold_text

_TIME_FIRST = re.compile(r"\d{1,2}:\d\d(?::\d\d)?(?: ?[ap]m)?[ ,·|–—-]+(?=\S)", re.IGNORECASE)
_OF_PAGE = re.compile(
    r"\b(?:last|zuletzt|dernière) (?:modified|updated?|edited|changed|geändert)\b", re.IGNORECASE
)
_COMMIT = re.compile(r"(?=[a-f]*\d)[0-9a-f]{7,40}")
META = re.compile(
    r"(?:posted in|filed under|tagged(?: with)?|tags?|categor(?:y|ies)|in|by|speakers?|authors?"
    r"|written by|posted by|venue|where|location|von|par|por|comments?)\b.{0,80}",
    re.IGNORECASE,
)
_STATES = ("Latest", "Pre-release", "Draft")
_SHORTEST_TITLE = 6
_MOST_WORDS_BEFORE = 6
_NEAR = 8


def without_furniture(lines: Sequence[Line]) -> list[Line]:
    """The lines, those known as marks that count something, or that say a title over again."""
    found = _without_date_of_page(_without_leading_times(lines))
    found = [_as_mark(line) if _COMMIT.fullmatch(line.text) else line for line in found]
    return _without_echoes(_without_counts(found))


def _as_mark(line: Line) -> Line:
    return msgspec.structs.replace(line, kind="mark") if line.kind == "text" else line


def _without_leading_times(lines: Sequence[Line]) -> list[Line]:
    """Return the lines, the time of day after their dates left out where most have one."""
    both = [line for line in lines if line.kind == "both"]
    if sum(bool(_TIME_FIRST.match(line.rest)) for line in both) * 2 <= len(both):
        return list(lines)
    return [
        msgspec.structs.replace(line, rest=_TIME_FIRST.sub("", line.rest, count=1))
        if line.kind == "both"
        else line
        for line in lines
    ]


def _without_date_of_page(lines: Sequence[Line]) -> list[Line]:
    """Return the lines, the one that says when the page was changed known as part of its frame."""
    of_page = [
        line
        for line in lines
        if _OF_PAGE.search(line.text) and any(map(str.isdigit, line.text)) and not line.is_prose
    ]
    if len(of_page) != 1:
        return list(lines)  # of each entry, perhaps
    return [
        msgspec.structs.replace(line, kind="frame", dated=None) if line is of_page[0] else line
        for line in lines
    ]


def _without_counts(lines: Sequence[Line]) -> list[Line]:
    """Return the lines, those that begin with a number and are else the same known: `9 claps`."""
    dates = sum(line.kind == "date" for line in lines)
    counts = Counter(_masked(line.text) for line in lines if line.text[:1].isdigit())
    return [
        _as_mark(line)
        if line.text[:1].isdigit() and counts[_masked(line.text)] * 2 > max(dates, 2)
        else line
        for line in lines
    ]


def _masked(text: str) -> str:
    return re.sub(r"\d+", "#", text)


def _without_echoes(lines: Sequence[Line]) -> list[Line]:
    """The lines, those that repeat a title known: `v1.2` below it, `Read more about` and the title.

    Where each date has such a title, no other line is one.
    """
    dates = sum(line.kind == "date" for line in lines)
    echoes = dict(_echoes(lines))
    titles = set(echoes.values())
    if not dates or len(titles) * 2 <= dates:
        return list(lines)
    found = [
        msgspec.structs.replace(line, kind=_kind_of_echo(line, lines[echoes[number]]))
        if number in echoes
        else line
        for number, line in enumerate(lines)
    ]
    if len(titles) != dates:
        return found
    return [
        line if number in titles or line.is_prose else _as_mark(line)
        for number, line in enumerate(found)
    ]


def _kind_of_echo(line: Line, title: Line) -> str:
    before = line.text.removesuffix(title.text)
    return "end" if before != line.text and is_onward(before) else "mark"


def _echoes(lines: Sequence[Line]) -> Iterator[tuple[int, int]]:
    """Lines that repeat one shortly above, and that: below its date, or with words before it."""
    times = Counter(line.text for line in lines)
    seen: dict[str, int] = {}
    dated = -1
    for number, line in enumerate(lines):
        if line.kind == "date":
            dated = number
        if line.kind not in ("text", "end"):
            continue
        for said in _endings(line.text):
            at = seen.get(said, -1)
            is_own = times[said] <= 2 and (at < dated or said != line.text)
            if at >= 0 and number - at <= _NEAR and is_own:
                yield number, at
                break
        else:
            if line.kind == "text" and not line.is_prose:
                seen[line.text] = number


def _endings(text: str) -> Iterator[str]:
    """What a line may repeat: all of it, without its first words, without a state after it."""
    yield text
    for state in _STATES:
        yield text.removesuffix(state).rstrip()
    words = text.split(" ")
    for number in range(1, min(len(words), _MOST_WORDS_BEFORE)):
        said = " ".join(words[number:])
        if len(said) >= _SHORTEST_TITLE:
            yield said


def with_marks(lines: Sequence[Line]) -> list[Line]:
    """The lines, what recurs with most dates known as a mark, and its like in lines of dates."""
    dates = sum(line.kind in ("date", "both") for line in lines)
    least = max(2, (dates or sum(line.kind == "heading" for line in lines)) / 2)
    texts = [line.text for line in lines if line.kind == "text"]
    recurs = Counter(text for part in _parts(lines) for text in part)
    leads = Counter(_lead(text) for text in texts if META.fullmatch(text))
    rests = Counter(fold_text(line.rest) for line in lines if line.rest)

    def kind(line: Line) -> str:
        if line.kind == "frame" and recurs[fold_text(line.text)] >= least:
            return "mark"
        if line.kind == "both":
            return "date" if rests[fold_text(line.rest)] >= least else "both"
        if line.kind != "text":
            return line.kind
        is_meta = META.fullmatch(line.text) and leads[_lead(line.text)] >= least
        # A sentence may be said of several entries.
        is_said = line.is_prose and not line.text.endswith(":")
        is_meta = is_meta or (not is_said and recurs[fold_text(line.text)] >= least)
        return "mark" if is_meta else "text"

    return [msgspec.structs.replace(line, kind=kind(line)) for line in lines]


def _parts(lines: Sequence[Line]) -> list[set[str]]:
    """Return the texts between two dates each; beyond the page's menu and before its foot only."""
    dated = [number for number, line in enumerate(lines) if line.dated]
    frames = [number for number, line in enumerate(lines) if line.kind == "frame"]
    if not dated:
        return []
    start = max((at for at in frames if at < dated[0]), default=-1) + 1
    end = min((at for at in frames if at > dated[-1]), default=len(lines))
    ends = [start, *dated, end]
    return [
        {fold_text(line.text) for line in lines[first:last] if line.kind == "text"}
        for first, last in pairwise(ends)
    ]


def _lead(text: str) -> str:
    """Return the first word of a line: of "Speaker: A. Name" that is "speaker"."""
    return re.split(r"[\s:]", text, maxsplit=1)[0].casefold()
