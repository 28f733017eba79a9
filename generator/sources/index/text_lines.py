"""The lines of an index page's text: which hold a date, and which belong to the page's frame."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache

import msgspec

from generator.sources.index.labels import (
    META,
    is_onward,
    is_reading_time,
    is_title_like,
    with_marks,
    without_furniture,
)
from generator.sources.index.records import Heading, Line, read_heading
from generator.text.date_names import is_weekday, month_alternatives
from generator.text.dates import (
    date_at_edge,
    date_or_none,
    parse_heading,
    parse_written,
    readings,
    unclear_at_edge,
)
from generator.text.html import fold_space

_LONGEST_DATED = 160
_LONGEST_MONTH = 20
_PART = re.compile(r" ?[·•|｜] ?| [–—-] ")
_LABEL = re.compile(
    r"(?:(?:posted|published|written|created|updated|date|publié|veröffentlicht|publicado)"
    r"(?: (?:on|at|in|le|am|el|em))?|on|am|le)\b:? ?"
    r"|post date ?|@(?=\S)",
    re.IGNORECASE,
)
_YEAR_LINE = re.compile(r"(?:19|20)\d\d")
_COUNTED = re.compile(
    r"((?:[^\W\d_]{3,12}\.? )?(?:\d{4})|[^\W\d_]{3,12})\s*(?:[(\[]\s*)?\d{1,4}[)\]]?"
)
_LEAST_OF_MONTHS = 3
_MONTH_LAST = re.compile(
    r"(?P<title>.*\S)(?P<sign> [-–—|·] | ?[(\[]|, )(?P<date>[^\s(\[][^()\[\]]{2,20}\d{4})[)\]]?"
)
_WORD = re.compile(r"([^\W\d_]{2,12})\.?[,،] ?\d")
_BRACKETED = re.compile(r"[\[<(]([^\[\]<>()]{6,40})[\]>)][ :–—-]*(\S.*)")
_TIME = re.compile(
    r"(?:[^\W\d_]{2,12}\.?,? )?(?:at )?\d{1,2}:\d\d(?::\d\d)?(?: ?[ap]\.?m\.?)?(?: [A-Z]{2,5})?",
    re.IGNORECASE,
)
_IN_YEAR = re.compile(r"(\d{1,2})([-/.])(\d{1,2})\.?(?:[\s:|–—-]+(\S.*))?")
_IN_YEAR_LAST = re.compile(r"(\S.*) (\d\d[-/.]\d\d)")
_FRAME = frozenset(
    "home|about|about me|about us|contact|contact us|archive|archives|blog|posts|all posts|articles"
    "|all articles|writing|news|tags|categories|projects|publications|talks|teaching|cv|resume"
    "|search|menu|rss|rss feed|feed|atom|atom feed|subscribe|newsletter|imprint|impressum"
    "|datenschutz|privacy|privacy policy|terms|terms of service|log in|login|sign in|sign up|share"
    "|newer posts|older posts|older entries|newer entries|next|next page|previous|previous page"
    "|older|newer|load more|recent posts|latest posts|recent comments|back to top|top|pinned"
    "|startseite|über|über mich|kontakt|archiv|accueil|à propos|inicio|acerca|sobre|início"
    "|contacto|contato|首页|关于|归档|标签|分类|首頁|關於|ホーム|главная|о сайте|архив"
    "|github|twitter|mastodon|linkedin|posts by year|table of contents|contents".split("|")
)
_FRAME_FORMS = re.compile(
    r"skip to\b.*|toggle\b.*|.*[©]\s?.*|copyright\b.*|.*\ball rights reserved\b.*"
    r"|.{0,60}\b(?:powered|built|generated|made|designed) (?:by|with)\b.*"
    r"|using the .{1,40} theme\b.*"
    r"|subscribe\b.{0,30}|follow\b.{0,30}|page \d+(?: of \d+)?|\d+ ?/ ?\d+|no matching items"
    r"|back to top.*|(?:older|newer|next|previous) (?:posts?|entries|page).*",
    re.IGNORECASE,
)
_TO_TOP = re.compile(r"back to (?:the )?top\b", re.IGNORECASE)
_BEFORE_TITLE = " »›→|:–—-"
_AROUND = " \t·•|»«›‹→←↑↓¶#*[]()…:-–—"


def is_frame(text: str) -> bool:
    """Return whether a line is part of the page's menu or foot: "Home About", "© 2024 A Name"."""
    bare = text.strip(_AROUND).casefold()
    if bare in _FRAME or _FRAME_FORMS.fullmatch(text):
        return True
    words = re.split(r"[ |·•/]+", bare)
    return len(words) > 1 and all(word in _FRAME for word in words)


def read_line_kinds(lines: Sequence[str | None], language: str) -> list[Line]:
    """Return the lines of a text with what each is; an empty line is None."""
    found: list[Line] = []
    lines = _parted(lines, language)
    day_first = _day_first(lines)
    gap, year = 0, None
    for text in lines:
        if text is None:
            gap += 1
            continue
        line = _line(text, language, year, day_first)
        if line.kind == "heading" and line.dated and line.dated.date:
            year = line.dated.date.year
        found.append(msgspec.structs.replace(line, gap=gap))
        gap = 0
    found = _with_months(_with_counts(found), language)
    return with_marks(_without_inner_frames(without_furniture(found)))


def _with_months(lines: Sequence[Line], language: str) -> list[Line]:
    """Return the lines; a month that ends most of them becomes their date, if no day is.

    After a long dash it may belong to the title as well ("Updates — July 2024"), and stays there.
    """
    texts = [line for line in lines if line.kind == "text" and not line.is_prose]
    ending = {id(line): found for line in texts if (found := _month_last(line.text, language))}
    is_dated = any(line.dated for line in lines)
    if is_dated or len(ending) < _LEAST_OF_MONTHS or len(ending) * 3 < len(texts) * 2:
        return list(lines)
    return [
        msgspec.structs.replace(line, kind="both", dated=found[0], rest=found[1])
        if (found := ending.get(id(line)))
        else line
        for line in lines
    ]


def _month_last(text: str, language: str) -> tuple[Heading, str] | None:
    """Return the month that a line ends in behind a sign, and its title."""
    match = _MONTH_LAST.fullmatch(text)
    date = parse_heading(match["date"], language) if match else None
    if match is None or date is None or date.month is None or date.end:
        return None
    title = text if match["sign"].strip() in ("–", "—") else match["title"]
    return Heading(text=match["date"], date=date), title


def _with_counts(lines: Sequence[Line]) -> list[Line]:
    """Return the lines; `June 2` is a month with a count where other dates have their year."""
    dates = [line for line in lines if line.kind in ("date", "both") and line.dated]
    of_year = [line for line in dates if line.dated and _has_year(line.dated.text)]
    if len(of_year) * 2 <= len(dates):
        return list(lines)
    return [
        msgspec.structs.replace(line, kind="heading")
        if line.kind == "date"
        and line.dated
        and _COUNTED.fullmatch(line.dated.text)
        and not _has_year(line.dated.text)
        else line
        for line in lines
    ]


def _has_year(text: str) -> bool:
    return re.search(r"\d{4}", text) is not None


def _without_inner_frames(lines: Sequence[Line]) -> list[Line]:
    """Return the lines; words of menus between the first and the last date become texts.

    A menu stands before all entries or after them; between them "News" may be a title.
    """
    dated = [n for n, line in enumerate(lines) if line.dated]
    inner = range(dated[0], dated[-1]) if dated else range(0)
    return [
        msgspec.structs.replace(line, kind="text")
        if line.kind == "frame" and number in inner and not _FRAME_FORMS.fullmatch(line.text)
        else line
        for number, line in enumerate(lines)
    ]


def _line(text: str, language: str, year: int | None, day_first: dict[str, bool]) -> Line:
    if is_onward(text) or _TO_TOP.match(text):
        return Line(text=text, kind="end")
    if is_frame(text):
        return Line(text=text, kind="frame")
    kind = "mark" if is_reading_time(text) or not any(map(str.isalpha, text)) else "text"
    if not may_be_date(text, year):
        return Line(text=text, kind=kind)
    counted = _COUNTED.fullmatch(text)
    for written in (text, counted[1]) if counted else (text,):
        heading = read_heading(written, language, year)
        if heading and heading.date and heading.date.day and not heading.date.end:
            break
        if heading and heading.date and (heading.date.day is None or heading.date.end):
            return Line(text=text, kind="heading", dated=heading)
    dated = None
    if len(text) <= _LONGEST_DATED or text[:4].isdigit() or text[-4:].isdigit():
        dated = _dated(_unglued(text, language, year), language, year, day_first)
    if dated:
        heading, rest = dated
        rest = rest.lstrip(_BEFORE_TITLE)
        rest = "" if _TIME.fullmatch(rest) else _without_times(rest)
        is_title = is_title_like(rest) and not META.fullmatch(rest)
        return Line(text=text, kind="both" if is_title else "date", dated=heading, rest=rest)
    return Line(text=text, kind="mark" if _has_year_part(text) else kind)


def may_be_date(text: str, year: int | None) -> bool:
    """Return whether a line may hold a date: it has a number, or may be a month under a year."""
    return any(map(str.isdigit, text)) or (year is not None and len(text) <= _LONGEST_MONTH)


def _without_times(rest: str) -> str:
    """Return the text beside a date, without a reading time."""
    return " · ".join(part for part in rest.split(" · ") if not is_reading_time(part))


def _has_year_part(text: str) -> bool:
    """Return whether a year is one of several things in a line: `2024 · sea`."""
    parts = _PART.split(text)
    return len(parts) > 1 and any(_YEAR_LINE.fullmatch(part.strip()) for part in parts)


def _dated(
    text: str, language: str, year: int | None, day_first: dict[str, bool]
) -> tuple[Heading, str] | None:
    """Return the day in a line, and the rest of the line."""
    return next(_days(text, language, year, day_first), None)


def _days(
    text: str, language: str, year: int | None, day_first: dict[str, bool]
) -> Iterator[tuple[Heading, str]]:
    """Yield the ways to find a day in a line, the surest first."""
    if whole := _whole(text, language, year, day_first):
        yield whole, ""
    if in_year := _in_year(text, year, day_first):
        yield in_year
    last = _IN_YEAR_LAST.fullmatch(text) if year else None
    if last and (in_year := _in_year(f"{last[2]} {last[1]}", year, day_first)):
        yield in_year
    label = _LABEL.match(text)
    rest = text[label.end() :] if label else ""
    found = _dated(rest, language, year, day_first) if rest else None
    if found and rest.lstrip("([<").startswith(found[0].text.lstrip("([<")):
        yield found
    match = _BRACKETED.match(text)
    if match and (whole := _whole(match[1], language, year, day_first)):
        yield whole, match[2]
    parts = _PART.split(text)
    for number, part in enumerate(parts[: len(parts) * (len(parts) > 1)]):
        if whole := _whole(_without_label(part), language, year, day_first):
            yield whole, " · ".join(parts[:number] + parts[number + 1 :])
    if edge := date_at_edge(text, language, year):
        yield Heading(text=edge[1], date=edge[0]), edge[2]
    if unclear := unclear_at_edge(text):
        yield Heading(text=unclear[0], date=None), unclear[1]
    for part in parts[: len(parts) * (len(parts) > 1)]:
        if edge := date_at_edge(_without_label(part), language, year):
            others = [one for one in parts if one is not part]
            yield Heading(text=edge[1], date=edge[0]), " · ".join([edge[2], *others])


def _without_label(text: str) -> str:
    """Return the text without "Posted on" before a date."""
    label = _LABEL.match(text)
    return text[label.end() :] if label else text


def read_day(text: str, language: str) -> Heading | None:
    """Return the day that a text is, perhaps after "Posted on" or a weekday."""
    found = _dated(text.lstrip("@<"), language, None, {})
    return found[0] if found and not found[1] else None


def day_in(text: str, language: str, year: int | None) -> Heading | None:
    """Return the day in one of a text's lines, whatever is beside it: `Posted on May 5, 2024`."""
    for line in text.splitlines():
        written = fold_space(line).strip()
        if written and may_be_date(written, year) and len(written) <= _LONGEST_DATED:
            found = _dated(
                _unglued(written, language, year), language, year, {"-": False, ".": True}
            )
            if found:
                return found[0]
    return None


def _whole(
    text: str, language: str, year: int | None, day_first: dict[str, bool]
) -> Heading | None:
    written = text.strip(" ()[]<>:|,·•–—-")
    date = parse_written(written, language, year)
    word = _WORD.match(written)
    if word and not is_weekday(word[1], language):
        return None  # a title of one word
    if date and date.day:
        return Heading(text=written, date=date)
    if len(readings(written)) > 1:
        return Heading(text=written, date=None)
    found = _in_year(written, year, day_first)
    return found[0] if found and not found[1] else None


def _in_year(text: str, year: int | None, day_first: dict[str, bool]) -> tuple[Heading, str] | None:
    """Return the date of `11-17 A Title` under a year."""
    match = _IN_YEAR.fullmatch(text)
    first = day_first.get(match[2]) if match else None
    if match is None or first is None or year is None:
        return None
    one, other = int(match[1]), int(match[3])
    date = date_or_none(year, other, one) if first else date_or_none(year, one, other)
    raw = text[: match.end(3)]
    return (Heading(text=raw, date=date), match[4] or "") if date else None


def _day_first(lines: Sequence[str | None]) -> dict[str, bool]:
    """Return, for each sign between two numbers, whether the text shows the day to be first."""
    shown: dict[str, set[bool]] = {}
    for line in filter(None, lines):
        match = _IN_YEAR.fullmatch(line)
        if match and int(match[1]) > 12 >= int(match[3]):
            shown.setdefault(match[2], set()).add(True)
        elif match and int(match[3]) > 12 >= int(match[1]):
            shown.setdefault(match[2], set()).add(False)
    found = {sign: next(iter(both)) for sign, both in shown.items() if len(both) == 1}
    # ISO 8601 has the month first, and whoever writes dots the day.
    return {"-": False, ".": True} | found


# Lines whose dates ran together with what stands beside them, as a browser copies some pages.

_NUMBERS_GLUED = re.compile(r"^(\d{1,2}[-/.]\d{1,2})(?=[^\W\d_]{2})")
# Where two digits each are written, also before and after a digit of the title.
_TWO_DIGITS_FIRST = re.compile(r"^(\d\d[-/.]\d\d)(?=\w)")
_TWO_DIGITS_LAST = re.compile(r"(?<=[\w?!.)])(\d\d[-/.]\d\d)$")


_EDIT = re.compile(r"\[(?:edit(?: source)?|bearbeiten|modifier|editar|modifica|править|编辑)\]$")


def _parted(lines: Sequence[str | None], language: str) -> list[str | None]:
    """Return the lines, a date parted from its title where most lines have both without a space.

    Where a browser put none nothing but the other lines tells a date from the number before it.
    """
    found = [line and _EDIT.sub("", line) for line in lines]
    texts = [text for text in filter(None, lines) if any(map(str.isdigit, text))]
    texts = [text for text in texts if any(map(str.isalpha, text))]
    for pattern in (_TWO_DIGITS_FIRST, _TWO_DIGITS_LAST, _day_last(language)):
        if sum(bool(pattern.search(text)) for text in texts) * 2 > len(texts):
            found = [line and pattern.sub(r" \1 ", line).strip() for line in found]
    return found


@cache
def _day_last(language: str) -> re.Pattern[str]:
    month = month_alternatives(language)
    return re.compile(rf"(?<=\w)(\d\d (?:{month})\.? (?:19|20)\d\d)$", re.IGNORECASE)


@cache
def _glued(language: str) -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    month = month_alternatives(language)
    written = rf"(?:{month})\.? \d{{1,2}}, |\d{{1,2}}\.? (?:de )?(?:{month})\.? (?:de )?"
    day = rf"(?:{written}|\d{{4}}-\d\d-)(?:(?:19|20)\d\d|(?<=-)\d\d)"
    day = rf"{day}|(?:19|20)\d\d年\d{{1,2}}月\d{{1,2}}日"
    return (
        re.compile(
            rf"((?:^|[^\w])(?:{day}))(?=[^\W_])",
            re.IGNORECASE,
        ),
        re.compile(
            rf"(?<=[^\W\d_.,?!)])"
            rf"((?:{month})\.? \d{{1,2}}, (?:19|20)\d\d|(?:19|20)\d\d-\d\d-\d\d)$",
            re.IGNORECASE,
        ),
        re.compile(rf"^(\d\d ?(?:{month}))(?=[^\W\d_])", re.IGNORECASE),
    )


def _unglued(text: str, language: str, year: int | None) -> str:
    """Return the line with the space that a browser omitted at a date: `May 5, 20242 min read`."""
    after, before, in_year = _glued(language)
    text = after.sub(r"\1 · ", text, count=1)
    if (match := before.search(text)) and not text[match.start() - 1].isupper():
        text = f"{text[: match.start()]} · {match[1]}"
    if year:
        text = _NUMBERS_GLUED.sub(r"\1 ", text)
    match = in_year.match(text) if year else None
    if match and text[match.end()].isupper():
        name = match[1][2:].strip()
        text = f"{match[1][:2]} {name} · {text[match.end() :]}"
    return fold_space(text)
