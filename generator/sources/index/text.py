"""The text of a month-grouped index page → what it lists.

Month headings stand on a line of their own, often without a blank line before them. Under each
stand the entries: title, blank line, abstract, sometimes a line of tags right below it. A byline
stands between title and abstract, or at the abstract's first line.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

import msgspec

from generator.model import Record
from generator.sources.index.records import Heading, IndexEntry, IndexPage, read_heading
from generator.text.bylines import parse_byline
from generator.text.dates import date_at_edge, parse_heading, parse_written, unclear_at_edge
from generator.text.html import clean_text

_PARAGRAPHS_OF_ENTRY = 3  # title, byline, abstract
_TAG_LINE = re.compile(r"[a-z][a-z -]*(?:, [a-z][a-z -]*)*")
# What may be meant as a heading over entries though it names no month ("Marchember 2024").
_HEADING_LIKE = re.compile(r"[^\W\d_]+\.? \d{4,}(?: ?[-–—] ?[^\W\d_]+\.? \d{4,})?")
_Block = tuple[str, ...]


class _Section(Record, kw_only=True):
    heading: Heading | None
    blocks: tuple[_Block, ...]


def read_index_text(text: str, language: str) -> IndexPage:
    """What the page lists. The last title with several paragraphs is its About text.

    Raises:
        ValueError: its dates stand neither over the titles nor under them.
    """
    lines = tuple(clean_text(line) for line in text.splitlines())
    if dated := read_lines(lines, language):
        first = next((line for line in lines if line), None)
        title = None if first and date_at_edge(first, language) else first
        return IndexPage(title=title, listed=dated, shape="a day in each line, as text")
    if followed := _read_dates_below(lines, language):
        return followed
    head, *sections = _sections(lines, language)
    about: _Section | None = None
    if sections:
        sections[-1], about = _split_about(sections[-1])
    abstracts = _has_abstracts(sections)
    first_lines = [line for block in head.blocks for line in block]
    return IndexPage(
        shape="month headings over titles and abstracts, as text",
        title=first_lines[0] if first_lines else None,
        listed=tuple(listed for section in sections for listed in _entries(section, abstracts)),
        about_title=about.blocks[0][0] if about else None,
        about=tuple(" ".join(block) for block in about.blocks[1:]) if about else (),
    )


def _sections(lines: Sequence[str | None], language: str) -> list[_Section]:
    """The page cut at its headings; the first section is what stands above them all."""
    sections: list[_Section] = []
    heading: Heading | None = None
    start = 0
    for number, line in enumerate(lines):
        year = heading.date.year if heading and heading.date else None
        if line and (found := _heading(line, lines[number + 1 :], language, year)):
            blocks = tuple(_blocks(lines[start:number]))
            sections.append(_Section(heading=heading, blocks=blocks))
            heading, start = found, number + 1
    sections.append(_Section(heading=heading, blocks=tuple(_blocks(lines[start:]))))
    return sections


def _heading(
    line: str, following: Sequence[str | None], language: str, year: int | None
) -> Heading | None:
    """The heading that a line is. One that names no month must have a title below it."""
    date = parse_heading(line, language) or parse_written(line, language, year)
    if date is None:
        below = next((other for other in following if other), ".")
        if not _HEADING_LIKE.fullmatch(line) or _ends_sentence(below):
            return None
    return Heading(text=line, date=date)


def _blocks(lines: Sequence[str | None]) -> Iterator[_Block]:
    """Lines that stand together, without the blank ones between them."""
    block: list[str] = []
    for line in (*lines, None):
        if line is not None:
            block.append(line)
        elif block:
            yield tuple(block)
            block = []


def _split_about(section: _Section) -> tuple[_Section, _Section | None]:
    """The last section's entries, and the About text: a title with paragraphs up to the end.

    An entry has one abstract. So the last title is the page's own if two or more paragraphs come
    after it, or if it begins with "About".
    """
    titles = [number for number, block in enumerate(section.blocks) if _is_title(block)]
    if not titles:
        return section, None
    for start in titles:
        is_last = start == titles[-1]
        named = section.blocks[start][0].startswith("About ")
        if is_last and (named or len(section.blocks) - start > _PARAGRAPHS_OF_ENTRY):
            before = _Section(heading=section.heading, blocks=section.blocks[:start])
            return before, _Section(heading=None, blocks=section.blocks[start:])
    return section, None


def _entries(section: _Section, abstracts: bool) -> Iterator[IndexEntry]:
    """Each title with its byline and its abstract. `abstracts`: whether the page has them."""
    blocks = section.blocks
    end = 0
    while end < len(blocks):
        start, end = end, end + 1
        if end < len(blocks) and _is_byline(blocks[end][0]):
            end += 1
        wants_abstract = len(blocks[start]) == 1
        while end < len(blocks) and not _begins_entry(blocks[end], wants_abstract):
            wants_abstract = False
            end += 1
        if wants_abstract and abstracts and _is_odd_abstract(blocks, end):
            end += 1
        yield _entry(section.heading, blocks[start:end])


def _begins_entry(block: _Block, wants_abstract: bool) -> bool:
    """Whether a block is a line alone without a full stop, or begins with one.

    The latter only where no title still waits for its abstract.
    """
    return _is_title(block) or (not wants_abstract and not _ends_sentence(block[0]))


def _is_odd_abstract(blocks: tuple[_Block, ...], place: int) -> bool:
    """Whether a line without a full stop is an abstract all the same: a title follows it."""
    after = blocks[place + 1 : place + 2]
    return place < len(blocks) and (not after or _is_title(after[0]))


def _has_abstracts(sections: Sequence[_Section]) -> bool:
    """Whether at least every second line that may be a title has prose below it."""
    blocks = [block for section in sections for block in section.blocks]
    titles = sum(map(_is_title, blocks))
    return titles <= 2 * (len(blocks) - titles)


def _is_title(block: _Block) -> bool:
    return len(block) == 1 and not _ends_sentence(block[0]) and not _is_byline(block[0])


def _ends_sentence(line: str) -> bool:
    return line.endswith((".", "…", ":"))


def _is_byline(line: str) -> bool:
    return parse_byline(line) is not None


def _entry(heading: Heading | None, blocks: tuple[_Block, ...]) -> IndexEntry:
    (title, *first), *others = blocks
    lines = [*first, *(line for block in others for line in block)]
    byline = lines.pop(0) if lines and _is_byline(lines[0]) else None
    tags: tuple[str, ...] = ()
    if len(lines) > 1 and _TAG_LINE.fullmatch(lines[-1]):
        tags = tuple(lines.pop().split(", "))
    return IndexEntry(
        heading=heading,
        title=title,
        byline=byline,
        summary=" ".join(lines) or None,
        tags=tags,
    )


# A date at the edge of one line may be a chance; and an entry has three lines at most.
_LEAST = 2
_MOST_LINES = 3


def read_lines(lines: Sequence[str | None], language: str) -> tuple[IndexEntry, ...]:
    """The entries of a text whose lines begin or end with a day; () where they do not.

    A blank line is None. Lines right below an entry are its summary. A year may stand above.
    """
    listed: list[IndexEntry] = []
    year: int | None = None
    is_open = False
    for line in lines:
        if line is None:
            is_open = False
        elif heading := read_heading(line, language, year):
            year, is_open = heading.date.year if heading.date else None, False
        elif dated := date_at_edge(line, language, year):
            date, raw, title = dated
            own = Heading(text=raw, date=date)
            listed.append(IndexEntry(heading=None, title=title, own=own))
            is_open = True
        elif unclear := unclear_at_edge(line):
            own = Heading(text=unclear[0], date=None)
            listed.append(IndexEntry(heading=None, title=unclear[1], own=own))
            is_open = True
        elif is_open:
            said = " ".join(filter(None, [listed[-1].summary, line]))
            listed[-1] = msgspec.structs.replace(listed[-1], summary=said)
    enough = max(_LEAST, sum(line is not None for line in lines) / _MOST_LINES)
    return tuple(listed) if len(listed) >= enough else ()


def _read_dates_below(lines: Sequence[str | None], language: str) -> IndexPage | None:
    """Read a page whose dates stand under the titles; None where they stand over them, or nowhere.

    Where both would do, they stand over them.

    Raises:
        ValueError: neither does.
    """
    dates: list[Heading] = []
    groups: list[list[str]] = [[]]
    for line in filter(None, lines):
        date = parse_heading(line, language) or parse_written(line, language)
        if date:
            dates.append(Heading(text=line, date=date))
            groups.append([])
        else:
            groups[-1].append(line)
    if len(dates) < _LEAST or not groups[0]:
        return None
    first, *inner, last = groups
    leads = all(group and not _ends_sentence(group[0]) for group in (*inner, last))
    follows = not _ends_sentence(first[-1]) and all(map(_ends_in_title, inner))
    is_alike = all(len(group) == 1 for group in (first, *inner)) and len(last) > 1
    if leads and not (follows and is_alike):
        return None
    if not follows and not all(day.date and day.date.day for day in dates):
        return None  # a month may well stand over nothing
    if not follows:
        raise ValueError(
            f"“{dates[0].text}” and the other dates stand neither over titles nor under"
        )
    return _page_of_dates_below(dates, groups)


def _ends_in_title(group: Sequence[str]) -> bool:
    """Whether lines between two dates are the abstract of one entry and the title of the next."""
    return bool(group) and not _ends_sentence(group[-1]) and all(map(_ends_sentence, group[:-1]))


def _page_of_dates_below(dates: Sequence[Heading], groups: Sequence[Sequence[str]]) -> IndexPage:
    first, *inner, last = groups
    length = max(len(group) - 1 for group in inner) if inner else 0
    summaries = [*(group[:-1] for group in inner), last[:length]]
    return IndexPage(
        title=first[0] if len(first) > 1 else None,
        listed=tuple(
            IndexEntry(heading=None, title=group[-1], summary=" ".join(summary) or None, own=day)
            for group, summary, day in zip(groups, summaries, dates, strict=False)
        ),
        shape="a date under each title, as text",
        about=tuple(last[length:]),
    )
