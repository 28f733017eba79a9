"""The text of a month-grouped index page → what it lists.

Month headings stand on a line of their own, often without a blank line before them. Under each
stand the entries: title, blank line, abstract, sometimes a line of tags right below it. A byline
stands between title and abstract, or at the abstract's first line.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence

import msgspec

from generator.model.record import Record
from generator.sources.index.fields import is_names
from generator.sources.index.labels import is_label
from generator.sources.index.records import Heading, IndexEntry, IndexPage, Line, ends_sentence
from generator.sources.index.text_days import read_days
from generator.sources.index.text_lines import may_be_date, read_day, read_line_kinds
from generator.sources.index.text_papers import read_papers
from generator.text.dates import is_meant_as_date, make_date, parse_heading, parse_written
from generator.text.html import clean_text
from generator.text.names import parse_byline

_PARAGRAPHS_OF_ENTRY = 3  # title, byline, abstract
_TAG_LINE = re.compile(r"[a-z][a-z -]*(?:, [a-z][a-z -]*)*")
# What may be meant as a heading over entries though it names no month ("Marchember 2024").
_HEADING_LIKE = re.compile(r"[^\W\d_]+\.? \d{4,}(?: ?[-–—] ?[^\W\d_]+\.? \d{4,})?")
# What a publication's last link is called, at the end of its line.
_LAST_LINK = re.compile(r"[\[(][^\[\]()]{1,20}[\])]$")
_LONGEST_TITLE = 250
_SHORTEST_TITLE = 3
_DAY_FIRST = re.compile(r"(\d{1,2})\.? (?:[:–—-] )?(\S.*)")
_LONGEST_WITH_LINKS = 1_000
_Block = tuple[str, ...]


class _TextSection(Record, kw_only=True):
    heading: Heading | None
    blocks: tuple[_Block, ...]


def read_index_text(text: str, language: str) -> IndexPage:
    """Return the entries of the page. The last title with several paragraphs is its About text.

    Raises:
        ValueError: its dates stand neither over the titles nor under them.
    """
    lines = [clean_text(line) for line in text.splitlines()]
    if table := _read_table(text, lambda cell: read_day(cell, language)):
        first = next((line for line in lines if line), None)
        return msgspec.structs.replace(table, title=first)
    kinds = read_line_kinds(lines, language)
    if page := read_papers(kinds) or read_days(kinds):
        return msgspec.structs.replace(page, title=_page_title(kinds, page.listed))
    lines = _without_marks(kinds)
    sections = _sections(lines, language)[1:]
    about: _TextSection | None = None
    if sections:
        sections[-1], about = _split_about(sections[-1])
    sections = list(_with_entries_apart(sections))
    abstracts = _has_abstracts(sections)
    own = {line.text: line for line in kinds if line.kind == "both"}
    listed = _with_own_dates(
        [listed for section in sections for listed in _entries(section, abstracts)], own
    )
    if not any(one.own or (one.heading and one.heading.date) for one in listed):
        listed = ()
    listed = _with_days(listed)
    return IndexPage(
        shape="month headings over titles and abstracts, as text",
        title=_page_title(kinds, listed),
        listed=listed,
        left_out=_unused(kinds, listed),
        dates=() if listed else tuple(line.dated.text for line in kinds if line.dated),
        about_title=about.blocks[0][0] if about else None,
        about=tuple(" ".join(block) for block in about.blocks[1:]) if about else (),
    )


def _page_title(lines: Sequence[Line], listed: Sequence[IndexEntry] = ()) -> str | None:
    """Return the first line, if it is no date and no entry."""
    first = lines[0] if lines else None
    is_entry = first is None or any(entry.title == first.text for entry in listed)
    return first.text if first and not first.dated and not is_entry else None


def _without_marks(lines: Sequence[Line]) -> list[str | None]:
    """Return the lines that entries under months are read from, an empty line as None.

    What leads on parts two entries as an empty line does; the menu and the foot are left out.
    """
    dated = [number for number, line in enumerate(lines) if line.dated]
    found: list[str | None] = []
    for number, line in enumerate(lines):
        found += [None] * min(line.gap, 1)
        is_inner = bool(dated) and number > dated[0]
        if line.kind == "frame" and is_inner and not any(one.dated for one in lines[number:]):
            break
        if line.kind in ("end", "frame"):
            found.append(None)
        elif line.kind != "mark":
            found.append(line.text)
    return found


def _sections(lines: Sequence[str | None], language: str) -> list[_TextSection]:
    """Return the page cut at its headings; the first section is what stands above them all."""
    sections: list[_TextSection] = []
    heading: Heading | None = None
    start = 0
    for number, line in enumerate(lines):
        year = heading.date.year if heading and heading.date else None
        if line and (found := _heading(line, lines, number, language, year)):
            blocks = tuple(_blocks(lines[start:number]))
            sections.append(_TextSection(heading=heading, blocks=blocks))
            heading, start = found, number + 1
    sections.append(_TextSection(heading=heading, blocks=tuple(_blocks(lines[start:]))))
    return sections


def _heading(
    line: str, lines: Sequence[str | None], number: int, language: str, year: int | None
) -> Heading | None:
    """Return the heading that a line is. One that names no month must have a title below it."""
    if not may_be_date(line, year):
        return None
    date = parse_heading(line, language) or parse_written(line, language, year)
    if date is None:
        below = _below(lines, number)
        is_meant = _HEADING_LIKE.fullmatch(line) or is_meant_as_date(line)
        if not is_meant or ends_sentence(below):
            return None
    return Heading(text=line, date=date)


def _below(lines: Sequence[str | None], number: int) -> str:
    """Return the first line with words below another; where there is none, what is no title."""
    for at in range(number + 1, len(lines)):
        if line := lines[at]:
            return line
    return "."


def _blocks(lines: Sequence[str | None]) -> Iterator[_Block]:
    """Yield lines that stand together, without the blank ones between them."""
    block: list[str] = []
    for line in (*lines, None):
        if line is not None:
            block.append(line)
        elif block:
            yield tuple(block)
            block = []


def _split_about(section: _TextSection) -> tuple[_TextSection, _TextSection | None]:
    """Return the last section's entries, and the About text: a title with paragraphs up to the end.

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
            before = _TextSection(heading=section.heading, blocks=section.blocks[:start])
            return before, _TextSection(heading=None, blocks=section.blocks[start:])
    return section, None


def _unused(lines: Sequence[Line], listed: Sequence[IndexEntry]) -> tuple[str, ...]:
    """Return the days of the text that belong to no entry."""
    used = {dated.text for one in listed for dated in (one.own, one.heading) if dated}
    days = [line for line in lines if line.kind in ("both", "date") and line.dated]
    return tuple(
        line.dated.text
        for line in days
        if line.dated and line.dated.text not in used and line.text not in used
    )


def _with_entries_apart(sections: Sequence[_TextSection]) -> Iterator[_TextSection]:
    """Yield the sections with entries that follow without an empty line as separate blocks.

    Raises:
        ValueError: it is uncertain which lines are titles.
    """
    blocks = [block for section in sections for block in section.blocks]
    lines = [line for block in blocks for line in block]
    is_list = not any(map(ends_sentence, lines)) and not any(map(_has_initials, lines))
    is_list = is_list and all(len(section.blocks) == 1 for section in sections if section.blocks)
    for section in sections:
        apart = [part for block in section.blocks for part in _apart(block, is_list)]
        for first, *others in (part for part in apart if len(part) > 1):
            below = others[1] if _is_byline(others[0]) and len(others) > 1 else others[0]
            if not ends_sentence(below) and not _is_byline(below) and not _is_tags(below):
                raise ValueError(
                    f"under “{section.heading.text if section.heading else ''}” “{below}” stands "
                    f"right below “{first}”, and whether it is a title as well cannot be told"
                )
        yield msgspec.structs.replace(section, blocks=tuple(apart))


def _apart(block: _Block, is_list: bool) -> Iterator[_Block]:
    """Yield the entries of a block: a title may follow summary and tags of the one before."""
    start = 0
    for number, line in enumerate(block[1:], 1):
        before = block[number - 1]
        is_said = ends_sentence(before) or (number - 1 > start and _is_tags(before))
        is_title = not ends_sentence(line) and not _is_byline(line) and not _is_tags(line)
        if is_title and (is_list or (is_said and number - 1 > start)):
            yield block[start:number]
            start = number
    yield block[start:]


def _is_tags(line: str) -> bool:
    return _TAG_LINE.fullmatch(line) is not None


def _has_initials(line: str) -> bool:
    """Return whether a line names people as publications do: `A. Author, B. Author`."""
    return re.search(r"(?<!\w)[^\W\d_a-z]\. ?[^\W\d_a-z]", line) is not None


def _with_own_dates(
    listed: Sequence[IndexEntry], own: Mapping[str, Line]
) -> tuple[IndexEntry, ...]:
    """Return the entries, those whose title's line holds a day with that.

    Raises:
        ValueError: titles are names, or most are sentences, so they are none.
    """
    titles = [entry.title or "" for entry in listed]
    if named := next((one for one in titles if _has_initials(one) and is_names(one)), None):
        raise ValueError(f"“{named}” stands where a title should, and seems to be names")
    odd = [entry for entry in listed if _is_no_title(entry.title or "")]
    if len(odd) * 3 > len(listed):
        raise ValueError(f"“{odd[0].title}” stands where a title should, as do others like it")
    return tuple(
        msgspec.structs.replace(entry, title=line.rest, own=line.dated)
        if entry.title and (line := own.get(entry.title))
        else entry
        for entry in listed
    )


def _with_days(listed: tuple[IndexEntry, ...]) -> tuple[IndexEntry, ...]:
    """Return the entries, those under months with the day that leads all of their titles."""
    days: list[IndexEntry] = []
    for entry in listed:
        month = entry.heading.date if entry.heading and not entry.own else None
        match = _DAY_FIRST.fullmatch(entry.title or "") if month and month.month else None
        if match is None or month is None:
            return listed
        try:
            date = make_date(month.year, month.month, int(match[1]))
        except ValueError:
            return listed
        own = Heading(text=match[1], date=date)
        days.append(msgspec.structs.replace(entry, title=match[2], own=own))
    numbers = [entry.own.date.day for entry in days if entry.own and entry.own.date]
    is_counted = numbers == list(range(1, len(numbers) + 1))
    return listed if is_counted else tuple(days)


def _is_no_title(text: str) -> bool:
    bare = text.strip()
    if len(bare) > _LONGEST_WITH_LINKS or sum(map(str.isalnum, bare)) < _SHORTEST_TITLE:
        return True
    while match := _LAST_LINK.search(bare):
        bare = bare[: match.start()].rstrip()
    return ends_sentence(bare) or len(bare) > _LONGEST_TITLE


def _entries(section: _TextSection, abstracts: bool) -> Iterator[IndexEntry]:
    """Yield each title with its byline and its abstract. `abstracts`: whether the page has them."""
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
    """Return whether a block is a line alone without a full stop, or begins with one.

    The latter only where no title still waits for its abstract.
    """
    return _is_title(block) or (not wants_abstract and not ends_sentence(block[0]))


def _is_odd_abstract(blocks: tuple[_Block, ...], place: int) -> bool:
    """Return whether a line without a full stop is an abstract all the same: a title follows it."""
    after = blocks[place + 1 : place + 2]
    return place < len(blocks) and (not after or _is_title(after[0]))


def _has_abstracts(sections: Sequence[_TextSection]) -> bool:
    """Return whether at least every second line that may be a title has prose below it."""
    blocks = [block for section in sections for block in section.blocks]
    titles = sum(map(_is_title, blocks))
    return titles <= 2 * (len(blocks) - titles)


def _is_title(block: _Block) -> bool:
    return len(block) == 1 and not ends_sentence(block[0]) and not _is_byline(block[0])


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


# Rows of a table as a browser copies them, a tab between two cells → dates and titles.

_LEAST = 2
_TITLE = re.compile(
    r"(?:title|talk|topic|paper|subject|thema|titel|titre|título|titolo|post|article|event)"
    r"(?: title)?",
    re.IGNORECASE,
)
# Beside a column of titles it is that of people.
_NAME = re.compile("name", re.IGNORECASE)
_NAMES = re.compile(
    r"(?:speakers?|presenters?|authors?|who|names?|redner|vortragende|autor|auteur)", re.IGNORECASE
)
_LABELS = re.compile(r"(?: ?[|,·/] ?)")

Row = Sequence[str | None]
ReadDate = Callable[[str], Heading | None]


def _read_table(text: str, read_date: ReadDate) -> IndexPage | None:
    """Return the entries of a table whose rows state a date each; None where there is none.

    Raises:
        ValueError: more than one column may hold the titles.
    """
    rows = [[clean_text(cell) for cell in line.split("\t")] for line in text.splitlines()]
    rows = [row for row in rows if sum(map(bool, row)) > 1]
    dated = [(row, at) for row in rows for at in _dates(row, read_date)[:1]]
    if len(dated) < _LEAST or len(dated) * 2 < len(rows):
        return None
    column = Counter(at for _row, at in dated).most_common(1)[0][0]
    listing = [row for row, at in dated if at == column]
    first = rows.index(listing[0])
    head = rows[first - 1] if first else []
    titles = _column_of_titles(head, listing, column)
    names = _column_named(head, _NAMES)
    listed: list[IndexEntry] = []
    left_out: list[str] = []
    for row in listing:
        date = row[column] or ""
        title = row[titles] if titles < len(row) else None
        if title is None or is_label(title):
            left_out.append(date)
            continue
        byline = row[names] if names is not None and names != titles and names < len(row) else None
        own = read_date(date)
        listed.append(IndexEntry(heading=None, title=title, own=own, byline=byline))
    return IndexPage(
        title=None,
        listed=tuple(listed),
        shape="rows of a table with a date each, as text",
        left_out=tuple(left_out),
    )


def _dates(row: Row, read_date: ReadDate) -> list[int]:
    return [number for number, cell in enumerate(row) if cell and read_date(cell)]


def _column_named(head: Row, names: re.Pattern[str]) -> int | None:
    return next((at for at, name in enumerate(head) if name and names.fullmatch(name)), None)


def _column_of_titles(head: Row, rows: Sequence[Row], dates: int) -> int:
    """Return the column whose head says that it has the titles, else the only one that can.

    Raises:
        ValueError: several can.
    """
    for title in (_TITLE, _NAME):
        named = _column_named(head, title)
        if named is not None and named != dates:
            return named
    possible = []
    for at in range(max(map(len, rows))):
        cells = [row[at] for row in rows if at < len(row) and row[at]]
        own = {cell for cell in cells if cell and not all(map(is_label, _LABELS.split(cell)))}
        if at != dates and len(own) * 2 > len(rows):
            possible.append(at)
    if len(possible) != 1:
        beside = " or ".join(f"“{rows[0][at]}”" for at in possible if at < len(rows[0]))
        raise ValueError(
            f"“{rows[0][dates]}” stands in a row, and whether its title is {beside} cannot be told"
            if beside
            else f"“{rows[0][dates]}” stands in a row without a title"
        )
    return possible[0]
