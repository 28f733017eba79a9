"""A text whose lines hold days → its entries, each day paired with one title over the whole text.

A day stands over its title, under it, or at the end of its summary. Which of them holds is
decided for all entries at once; if more than one can hold, or none, the text is refused.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise

import msgspec

from generator.model.record import Record
from generator.sources.index.fields import split_byline
from generator.sources.index.records import Heading, IndexEntry, IndexPage, Line, is_prose
from generator.text.names import parse_byline

# A date at the edge of one line may be a chance; and an entry has three lines at most.
_LEAST = 2
_MOST_LINES = 3
# Of entries so many may be other than the rest; they are counted and reported.
_MOST_ODD = 0.1
_LONGEST_MARK = 3
# A title with its summary in its line, where most lines have both.
_TITLE_AND_SAID = re.compile(r"(.{4,120}?)\. ([^\W\d_a-z].*[.…])")
_SPEAKER = re.compile(r"(?:speakers?|authors?|by): ?(.{2,100})", re.IGNORECASE)
_WAYS = ("lead", "under", "end")
_SHAPES = {
    "lead": "a date over each title, as text",
    "under": "a date under each title, as text",
    "end": "a date at the end of each entry, as text",
}


class _BetweenDates(Record, kw_only=True):
    """The lines between two dates, or before the first, or after the last."""

    #: What stands before the line that ends an entry, and what after it; None where none does.
    before: tuple[Line, ...]
    after: tuple[Line, ...] | None

    @property
    def all(self) -> tuple[Line, ...]:
        """All of its lines."""
        return self.before + (self.after or ())


def read_days(lines: Sequence[Line]) -> IndexPage | None:
    """Return the entries of the text; None where fewer than two days stand in it.

    Raises:
        ValueError: it is uncertain which day belongs to which title.
    """
    both = [line for line in lines if line.kind == "both"]
    dates = [line for line in lines if line.kind == "date"]
    # Outside of all entries a date is that of the page itself.
    places = [number for number, line in enumerate(lines) if line.kind == "both"]
    inner = [line for line in lines[places[0] : places[-1]] if line.kind == "date"] if both else []
    is_enough = len(both) >= max(_LEAST, len(dates), 2 * len(inner))
    if is_enough and (page := _read_lines(lines, both, inner)):
        return page
    is_mark = [len(line.rest.split()) <= _LONGEST_MARK for line in both]
    if len(both) > len(dates) and not all(is_mark):
        return None
    lines = [_as_date_or_text(line) if line.kind == "both" else line for line in lines]
    if sum(line.kind == "date" for line in lines) >= _LEAST:
        return _Pairs(lines).read()
    return _months_below(lines) if not (both or dates) else None


def _months_below(lines: Sequence[Line]) -> IndexPage | None:
    """Read a text whose months stand under titles, and not over them as everywhere else."""
    lines = [
        msgspec.structs.replace(line, kind="date") if _is_month(line) else line for line in lines
    ]
    if sum(line.kind == "date" for line in lines) < _LEAST:
        return None
    pairs = _Pairs(lines)
    return pairs.read_as("under") if pairs.is_surely_under() else None


def _is_month(line: Line) -> bool:
    dated = line.dated if line.kind == "heading" else None
    return dated is not None and dated.date is not None and dated.date.month is not None


def _as_date_or_text(line: Line) -> Line:
    is_mark = len(line.rest.split()) <= _LONGEST_MARK
    return msgspec.structs.replace(line, kind="date" if is_mark else "text")


def _read_lines(
    lines: Sequence[Line], both: Sequence[Line], dates: Sequence[Line]
) -> IndexPage | None:
    """Read a text whose entries have a line each; None if other lines may be titles as well."""
    places = [number for number, line in enumerate(lines) if line.kind == "both"]
    inner = [line for line in lines[places[0] : places[-1]] if line.kind == "text"]
    titles = [line for line in inner if not line.is_prose]
    texts = sum(line.kind in ("text", "both") for line in lines)
    if len(titles) > len(both) * _MOST_ODD or len(both) < texts / _MOST_LINES:
        return None
    listed: list[IndexEntry] = []
    is_open = False
    has_summaries = bool(inner)
    are_said = sum(bool(_TITLE_AND_SAID.fullmatch(line.rest)) for line in both) * 2 > len(both)
    for line in lines:
        if line.kind == "both":
            names, rest = _names_of(line.rest)
            parts = _TITLE_AND_SAID.fullmatch(rest) if are_said else None
            listed.append(
                IndexEntry(
                    heading=None,
                    title=parts[1] if parts else rest,
                    own=line.dated,
                    byline=names,
                    summary=parts[2] if parts else None,
                )
            )
            is_open = has_summaries
        elif line.kind in ("heading", "frame", "end", "date") or line.gap:
            is_open = False
        elif is_open and line.kind == "text" and not any(line is title for title in titles):
            summary = " ".join(filter(None, [listed[-1].summary, line.text]))
            listed[-1] = msgspec.structs.replace(listed[-1], summary=summary)
    return IndexPage(
        title=None,
        listed=tuple(listed),
        shape="a day in each line, as text",
        left_out=tuple(line.text for line in (*dates, *titles)),
    )


def _names_of(rest: str) -> tuple[str | None, str]:
    """Return the names at the end of a line, after "by", and the title before them."""
    title, sign, names = rest.rpartition(" · ")
    if sign and (found := split_byline(names)[0]):
        return found, title
    return None, rest


class _Pairs:
    """Pairs of each date of a text with its title."""

    def __init__(self, lines: Sequence[Line]) -> None:
        self._lines = list(lines)
        self._places = [n for n, line in enumerate(lines) if line.kind == "date"]
        self._dates = [lines[place] for place in self._places]
        ends = [-1, *self._places, len(lines)]
        self._parts = [self._part(start + 1, end) for start, end in pairwise(ends)]

    def read(self) -> IndexPage:
        ways = [way for way in _WAYS if self._is_feasible(way)]
        if "under" in ways and "end" in ways:
            ways.remove("end")  # no summaries: both are the same
        if len(ways) == 2:
            ways = self._by_gaps(ways)
        if len(ways) != 1:
            raise ValueError(self._doubt())
        return self.read_as(ways[0])

    def is_surely_under(self) -> bool:
        """Return whether the dates stand under titles, and could stand over none."""
        if not self._is_feasible("under"):
            return False
        is_over = self._is_feasible("lead")
        return not self._parts[-1].all or (
            is_over and self._by_gaps(["lead", "under"]) == ["under"]
        )

    def _part(self, start: int, end: int) -> _BetweenDates:
        """Return the lines between two dates, cut where an entry ends."""
        lines = self._lines[start:end]
        next_date = self._lines[end] if end < len(self._lines) else None
        cuts = [n for n, line in enumerate(lines) if _ends_entry(line, next_date)]
        texts = [
            [line for line in some if line.kind == "text"]
            for some in ((lines[: cuts[0]], lines[cuts[-1] + 1 :]) if cuts else (lines, ()))
        ]
        return _BetweenDates(before=tuple(texts[0]), after=tuple(texts[1]) if cuts else None)

    # Which way

    def _is_feasible(self, way: str) -> bool:
        if not self._fits_at_ends(way):
            return False
        odd = sum(not self._fits(way, part) for part in self._parts[1:-1])
        return odd <= _MOST_ODD * len(self._dates)

    def _fits_at_ends(self, way: str) -> bool:
        head, tail = self._parts[0], self._parts[-1]
        if way == "lead":
            return bool(tail.before) and not tail.before[0].is_prose
        before = head.all if head.after is None else head.after
        if way == "under":
            return bool(before) and not before[-1].is_prose
        inner = [part.all for part in self._parts[1:-1]]
        is_bare = any(len(lines) == 1 for lines in inner)
        own = _ending(before)
        return bool(own) and (is_bare or len(own) > 1)

    def _fits(self, way: str, part: _BetweenDates) -> bool:
        """Return whether just one line between two dates is a title, at the expected place."""
        if sum(not _is_about_entry(line) for line in part.all) != 1:
            return False
        before, after = part.before, part.after
        if way == "lead":
            return not after and bool(before) and not before[0].is_prose
        if way == "under":
            own = before if after is None else after
            return bool(own) and not own[-1].is_prose
        own = before if after is None else after
        return bool(own) and not own[0].is_prose and (after is None or not before)

    def _by_gaps(self, ways: Sequence[str]) -> list[str]:
        """Return the ways that leave the same space between all dates and their titles."""
        above = [min(line.gap, 1) for line in self._dates]
        below = [min(self._lines[place + 1].gap, 1) for place in self._places[:-1]]
        last = self._lines[self._places[-1] + 1 :][:1]
        below += [min(line.gap, 1) for line in last]
        alike = {"lead": len(set(below)) == 1, "under": len(set(above)) == 1}
        alike["end"] = alike["under"]
        kept = [way for way in ways if alike[way]]
        if len(kept) == 2 and above[0] != below[0]:
            return [way for way in kept if (way == "lead") == (below[0] < above[0])]
        return kept

    def _doubt(self) -> str:
        """Return why the title of the first date cannot be decided."""
        first = self._dates[0].text
        above, below = (self._line_by(way) for way in ("under", "lead"))
        if above and below and not above.is_prose and not below.is_prose:
            return (
                f"“{first}” can be the date of “{above.text}” above it, "
                f"or of “{below.text}” below, and the other dates do not tell which"
            )
        sides = ((above, "above it"), (below, "below it"))
        beside = " and ".join(f"“{line.text}” {side}" for line, side in sides if line)
        return (
            f"“{first}” and the other dates stand neither over titles nor under "
            f"({beside or 'no text'} can be no title)"
        )

    def _line_by(self, way: str) -> Line | None:
        lines = self._parts[0].all[-1:] if way == "under" else self._parts[1].all[:1]
        return lines[0] if lines else None

    # Entries

    def read_as(self, way: str) -> IndexPage:
        """Return the entries of the text if all dates stand on one side of their titles."""
        make: Callable[[int], tuple[Line | None, Sequence[Line]]] = {
            "lead": self._led,
            "under": self._followed,
            "end": self._ended,
        }[way]
        found = [make(number) for number in range(len(self._dates))]
        listed, left_out = [], []
        for date, place, (title, summary) in zip(self._dates, self._places, found, strict=True):
            if title is None or date.dated is None:
                left_out.append(date.text)
            else:
                marks = self._marks(place, title)
                listed.append(_entry(date.dated, date, title, summary, marks))
        about_title, about = self._about(found[-1])
        return IndexPage(
            title=None,
            listed=tuple(listed),
            shape=_SHAPES[way],
            about_title=about_title,
            about=about,
            left_out=tuple(left_out),
        )

    def _led(self, number: int) -> tuple[Line | None, Sequence[Line]]:
        part = self._parts[number + 1]
        if number < len(self._dates) - 1:
            is_odd = not self._fits("lead", part)
            return (None, ()) if is_odd else (part.before[0], part.before[1:])
        return part.before[0], self._last_summary(part.before[1:], 1)

    def _followed(self, number: int) -> tuple[Line | None, Sequence[Line]]:
        part, after = self._parts[number], self._parts[number + 1]
        if number and not self._fits("under", part):
            return None, ()
        summary: Sequence[Line]
        if number == len(self._dates) - 1:
            summary = self._last_summary(after.before, 0)
        else:
            summary = after.before if after.after is not None else after.before[:-1]
        own = part.before if part.after is None else part.after
        return own[-1], summary

    def _ended(self, number: int) -> tuple[Line | None, Sequence[Line]]:
        part = self._parts[number]
        own = part.before if part.after is None else part.after
        if number == 0:
            own = _ending(part.all if part.after is None else part.after)
        elif not self._fits("end", part):
            return None, ()
        return own[0], own[1:]

    def _last_summary(self, lines: Sequence[Line], titles: int) -> Sequence[Line]:
        """Return the summary of the last entry: no more lines than of any other.

        `titles` is how many lines of a part stand before its summary.
        """
        others = [len(part.before) - (part.after is None or titles) for part in self._parts[1:-1]]
        most = max(others, default=1)
        taken = []
        for line in lines[: max(most, 0)]:
            if not _is_about_entry(line):
                break
            taken.append(line)
        return taken

    def _marks(self, place: int, title: Line) -> list[Line]:
        """Return the marks around a date, up to the next text, date or end on either side."""
        found = []
        for step in (-1, 1):
            at = place + step
            while 0 <= at < len(self._lines) and (
                self._lines[at].kind == "mark" or self._lines[at] is title
            ):
                found.append(self._lines[at])
                at += step
        return [line for line in found if line.kind == "mark"]

    def _about(
        self, last: tuple[Line | None, Sequence[Line]]
    ) -> tuple[str | None, tuple[str, ...]]:
        """Return the page's description of itself after all entries, below an About title."""
        lines = self._parts[-1].all
        for number, line in enumerate(lines):
            if line.text.startswith("About ") and line is not last[0]:
                return line.text, tuple(one.text for one in lines[number + 1 :])
        return None, ()


def _ends_entry(line: Line, next_date: Line | None) -> bool:
    """Return whether an entry ends at a line that leads on, or is a heading over the next date."""
    if line.kind in ("end", "frame"):
        return True
    if line.kind != "heading" or line.dated is None or line.dated.date is None:
        return False
    if next_date is None or next_date.dated is None or next_date.dated.date is None:
        return True
    end = line.dated.date.end or line.dated.date
    return line.dated.date.year <= next_date.dated.date.year <= end.year


def _is_about_entry(line: Line) -> bool:
    """Return whether a line is about an entry, and no title."""
    return line.is_prose or parse_byline(line.text) is not None


def _ending(lines: Sequence[Line]) -> tuple[Line, ...]:
    """Return the last title of some lines with the sentences after it; () where there is none."""
    for start in range(len(lines) - 1, -1, -1):
        if not lines[start].is_prose:
            return tuple(lines[start:])
    return ()


def _entry(
    own: Heading, date: Line, title: Line, summary: Sequence[Line], marks: Sequence[Line]
) -> IndexEntry:
    texts = [line.text for line in summary]
    bylines = [text for text in texts if parse_byline(text)]
    named = next(_names([date.rest, *(line.text for line in marks), *texts]), None)
    kept = [text for text in texts if text not in bylines and not split_byline(text)[0]]
    return IndexEntry(
        heading=None,
        title=title.text,
        own=own,
        byline=bylines[0] if bylines else named,
        summary=" ".join(kept) or None,
    )


def _names(texts: Sequence[str]) -> Iterator[str]:
    """Yield the names that texts state after "by" or "Speaker:"."""
    for text in texts:
        if is_prose(text):
            continue
        for part in text.split(" · "):
            if found := split_byline(part)[0]:
                yield found
            elif match := _SPEAKER.fullmatch(part):
                yield match[1]
