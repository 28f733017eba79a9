"""A text that lists publications → entries: a citation in each line, or title, names and place.

A publication states its own year, or stands under one. How many names stand before a title only
their forms tell, so a text is read only where nearly all of its lines have these.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

import msgspec

from generator.sources.index.labels import is_label
from generator.sources.index.records import Heading, IndexEntry, IndexPage, Line, is_prose
from generator.text.dates import make_date

_LEAST = 2
_LEAST_SHARE = 3 / 4
_LONGEST = 1_500
_DESCRIPTOR = re.compile(r"(?:title|titel|titre|título|titolo): ?(\S.{2,300})", re.IGNORECASE)
_INITIALS = r"[^\W\d_a-z]\.(?:[ -]?[^\W\d_a-z]\.)*+"
_SURNAME = r"(?:(?:van|von|de|der|den|del|la|di|da) )*+[^\W\d_a-z][\w'’-]++"
_AND = r"(?:, (?:and |& )?|; | and | & )"
_FIRST = rf"(?:{_INITIALS}|[^\W\d_a-z][\w'’-]++(?: {_INITIALS})?) {_SURNAME}"
_LAST = rf"{_SURNAME}, {_INITIALS}"
_NAMES = rf"(?:{_LAST}(?:{_AND}{_LAST})*+|{_FIRST}(?:{_AND}{_FIRST})*+)(?:,? et al\.?)?"
_IN_QUOTES = re.compile(
    rf"(?P<names>{_NAMES})[.,:]? [“\"„«](?P<title>[^“”\"„«»]{{8,250}})[”\"“»](?P<rest>.*)"
)
_AFTER_YEAR = re.compile(
    rf"(?P<names>{_NAMES})[.,]? \((?:19|20)\d\d[a-z]?\)[.,:]? "
    r"(?P<title>[^.?!]{8,250}[?!]?)(?P<rest>(?:[.?! ].*)?)"
)
_AFTER_STOP = re.compile(
    rf"(?P<names>{_NAMES})(?:(?<=\.)|[.:]) (?P<title>[^.?!]{{8,250}}[?!]?)(?P<rest>[.?! ].*)"
)
_NAMES_LINE = re.compile(rf"(?:by )?(?P<names>{_NAMES})[*†.,:]{{0,2}}")
_SEVERAL = re.compile(r", | and | & |(?<!\w)[^\W\d_a-z]\. ")
_YEAR = re.compile(r"(?<![\d/.-])(?:19|20)\d\d(?![\d/]|[-–]\d)")
_NUMBER = re.compile(r"^(?:\[?\d{1,3}[\].]|[-•*–]) ?")
_LABELS = re.compile(r"[\s|,/·•\[\]()]+")
_LAST_LABEL = re.compile(r"[\[(]([^\W\d][^\[\]()]{1,30})[\])]$")


def read_papers(lines: Sequence[Line]) -> IndexPage | None:
    """Return the publications that a text lists; None where it seems to list none."""
    days = [line for line in lines if line.kind in ("date", "both")]
    ways = {
        "publications with a title that says so, as text": _labelled,
        "publications cited in a line each, as text": _cited,
        "publications cited in a paragraph each, as text": _cited_in_blocks,
        "publications with title, names and year below each other, as text": _in_blocks,
    }
    for shape, way in ways.items():
        if way is not _labelled and len(days) >= _LEAST:
            return None  # entries with days of their own
        listed = tuple(way(lines))
        if len(listed) >= _LEAST:
            return IndexPage(title=None, listed=listed, shape=shape)
    return None


def _with_headings(lines: Sequence[Line]) -> Iterator[tuple[int, Line, Heading | None]]:
    """Yield the lines that are no dates and no frame, each with the date above it."""
    heading = None
    for number, line in enumerate(lines):
        dated = line.dated
        is_alone = line.kind != "both" or line.rest.startswith("(")
        if is_alone and dated and dated.date and line.text.startswith(dated.text):
            heading = dated
        elif line.kind not in ("frame", "heading", "date"):
            yield number, line, heading


def _labelled(lines: Sequence[Line]) -> list[IndexEntry]:
    """Return the entries of `Title: …` under days; () where one of them stands under none."""
    listed: list[IndexEntry] = []
    for number, line, heading in _with_headings(lines):
        if match := _DESCRIPTOR.fullmatch(line.text):
            if heading is None:
                return []
            below = lines[number + 1].text if number + 1 < len(lines) else ""
            listed.append(IndexEntry(heading=heading, title=match[1], byline=_names_in(below)))
    return listed


def _cited(lines: Sequence[Line]) -> list[IndexEntry]:
    """Return the entries of a text of citations; () where other lines stand between them."""
    listed: list[IndexEntry] = []
    odd = unsure = 0
    for _number, line, heading in _with_headings(lines):
        if _is_labels(line.text) or line.kind in ("mark", "end"):
            continue
        text = _NUMBER.sub("", line.text[:_LONGEST], count=1)
        match = _IN_QUOTES.fullmatch(text) or _AFTER_YEAR.fullmatch(text)
        match = match or _AFTER_STOP.fullmatch(text)
        own = _year_of(text)
        if match is None or not (own or heading):
            unsure += bool(listed)
            continue
        odd, unsure = odd + unsure, 0  # what stands after the last is the page's foot
        listed.append(
            IndexEntry(
                heading=heading,
                own=own if heading is None else None,
                title=match["title"].strip(" ,."),
                byline=match["names"],
                summary=_place(match["rest"], own),
            )
        )
    return listed if len(listed) >= _LEAST_SHARE * (len(listed) + odd) else []


def _cited_in_blocks(lines: Sequence[Line]) -> list[IndexEntry]:
    """Return the entries of a text whose citations run over the lines between two empty ones."""
    if sum(_names_in(line.text) is not None for line in lines) < _LEAST:
        return []
    joined: list[Line] = []
    for line in lines:
        before = joined[-1] if joined else None
        is_more = before and not line.gap and {before.kind, line.kind} <= {"text", "mark"}
        is_more = is_more and before and len(before.text) < _LONGEST
        if before and is_more and not _is_labels(line.text) and not _names_in(line.text):
            text = f"{before.text} {line.text}"
            joined[-1] = msgspec.structs.replace(before, text=text, kind="text")
        else:
            joined.append(line)
    return _cited(joined)


def _in_blocks(lines: Sequence[Line]) -> list[IndexEntry]:
    """Return the entries of a text in which names stand below each title.

    () where titles may be names.
    """
    texts = list(_with_headings(lines))
    starts = [
        at
        for at, (number, line, _heading) in enumerate(texts[1:])
        if _names_in(texts[at + 1][1].text)
        and number - texts[at][0] == 1
        and not line.gap
        and _is_title(texts[at][1])
    ]
    listed = []
    for at, end in pairwise([*starts, len(texts)]):
        (_, title, heading), (_, names, _) = texts[at : at + 2]
        below = [line.text for _number, line, _heading in texts[at + 2 : min(end, at + 4)]]
        own = next((year for text in below if (year := _year_of(text))), None)
        if _names_in(title.text) or not (heading or own):
            return []
        listed.append(
            IndexEntry(
                heading=heading,
                own=own if heading is None else None,
                title=title.text,
                byline=_names_in(names.text),
            )
        )
    return listed


def _is_title(line: Line) -> bool:
    return line.kind == "text" and not is_prose(line.text) and not _is_labels(line.text)


def _names_in(text: str) -> str | None:
    """Return the names that a line is; one name without initials may be a title, and is none."""
    match = _NAMES_LINE.fullmatch(text[:_LONGEST])
    return match["names"] if match and _SEVERAL.search(text) else None


def _is_labels(text: str) -> bool:
    """Return whether a line says only what its links lead to: `PDF Cite DOI`."""
    return all(map(is_label, filter(None, _LABELS.split(text))))


def _year_of(text: str) -> Heading | None:
    """Return the last year of a line, as of its publication."""
    years = _YEAR.findall(text)
    return Heading(text=years[-1], date=make_date(int(years[-1]))) if years else None


def _place(rest: str, own: Heading | None) -> str | None:
    """Return the place of publication: the text after a title, without the year and links."""
    text = rest.strip(" .,")
    while (match := _LAST_LABEL.search(text)) and _is_labels(match[1]):
        text = text[: match.start()].rstrip(" .,")
    text = text.removesuffix(own.text).rstrip(" ,(") if own else text
    return f"{text}." if any(map(str.isalpha, text)) else None
