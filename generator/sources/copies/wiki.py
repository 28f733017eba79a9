"""Text of a Longterm Wiki resource page → the cached copy, the wiki's words, its article's claims.

The page's text has lost its tags: headings are lines, table cells and chips are run together.
Every section may be missing or stand elsewhere. What was received and cannot be read becomes a
problem that quotes it; nothing is filled in.
"""

from __future__ import annotations

import re
from typing import Any

from generator.errors import SourceError
from generator.model.entries import CopyBody, DateClaim, Preview
from generator.model.record import PartialDate, Problem
from generator.sources.copies.entry import body_fields, make_body
from generator.sources.copies.wiki_sections import (
    ARTICLE,
    READERS,
    is_sentence,
    read_fetch,
    size_in_kb,
    unread,
)
from generator.text.html import (
    clean_text,
    decode,
    fold_space,
    html_of_paragraphs,
    repair_mojibake,
    sanitise,
    text_of_html,
)
from generator.text.markdown import html_of_markdown, looks_like_markdown, trim_cut_markdown
from generator.text.titles import fold_text

# The group's name is the section's.
_HEADING = re.compile(
    r"\s*(?:(?P<rating>credibility\s+rating)|(?P<metadata>metadata)|(?P<summary>summary)"
    r"|(?P<points>key\s+points)|(?P<cited>cited\s+by\s+[\d,]+\s+pages?)"
    r"|(?P<cached>cached\s+content\s+preview)|(?P<abstract>abstract)|(?P<review>review)"
    r"|(?P<authors>authors?)|(?P<details>(?:paper|forum\s+post|policy\s+document)\s+details)"
    r"|(?P<facts>[\d,]+\s+factbase\s+facts?\s+citing\s+this\s+source)"
    r"|(?P<ids>(?:resource|stable)\s+id:\s*[^\s|]+(?:\s*\|.*)?))\s*",
    re.IGNORECASE,
)
_TRUNCATED = re.compile(r"(?:\.\.\.|…) \(truncated(?:, ([^()]{1,40}?) total)?\)$")

_HEADING_MARK = re.compile(r"^ {0,3}#{1,6}[ \t]+(.+)$", re.MULTILINE)
_LONGEST_TITLE = 300
_LONGEST_MARK = 80


# Headings that an article may have as well.
_COMMON = frozenset({"", "end", "summary", "abstract", "review", "authors"})


def read_preview(
    data: bytes, capture: str, resource: str | None, source: str
) -> tuple[Preview, dict[str, Any], CopyBody | None, tuple[Problem, ...]]:
    """Read a capture of a resource page.

    Return what it says, what it claims about its article (by the names of an Entry's fields), its
    copy's text, and what could not be read. `capture` is the file's path below content/,
    `resource` the folder it lies in, which names the resource where the page does not.

    Raises:
        SourceError: the file is no such page.
    """
    lines = repair_mojibake(decode(data)).splitlines()
    sections, copy = _split_page(lines)
    found = len(sections.keys() - {"", "end"}) + (copy is not None)
    if found < 2 or (copy is None and sections.keys() <= _COMMON):
        first = next((text for line in lines if (text := clean_text(line))), "")
        raise SourceError(
            f'{capture}: no page of a wiki about a resource: begins with "{first[:80]}", holds no '
            '"Credibility Rating" or "Cached Content Preview"; is it the right file?'
        )
    fields: dict[str, Any] = {}
    doubts: list[str] = []
    for name, section in sections.items():
        _add_fields(fields, READERS[name](section, doubts), doubts)
    copied, body = _read_copy(copy or [], doubts)
    _settle_title(fields, copied.pop("title", None), is_rated="rating" in sections)
    fields |= copied
    claims = _claims({name: fields.pop(name) for name in ARTICLE if name in fields})
    stated = fields.get("resource_id")
    if stated and resource and stated != resource:
        doubts.append(f'the page says "Resource ID: {stated}", its folder says "{resource}"')
    fields["resource_id"] = stated or resource
    problems = tuple(Problem(where=capture, message=doubt, severity="warning") for doubt in doubts)
    return Preview(source=source, capture=capture, **fields), claims, body, problems


def _add_fields(fields: dict[str, Any], stated: dict[str, Any], doubts: list[str]) -> None:
    """Add what a section says; of a field that another one states otherwise, the newer counts."""
    details = (*fields.get("details", ()), *stated.pop("details", ()))
    twice = [key for key in sorted(fields.keys() & stated.keys()) if fields[key] != stated[key]]
    doubts.extend(unread("the page", [str(fields[key]) for key in twice]))
    fields |= stated
    if details:
        fields["details"] = details


def _settle_title(fields: dict[str, Any], copied: str | None, *, is_rated: bool) -> None:
    """Tell a title in the page's head from a note, where a sentence stands there alone.

    The note stands after the rating, where there is one. Else what is no title of the copy's is
    a note; and a page without a title has the copy's.
    """
    title = fields.get("title")
    is_alone = not is_rated and fields.keys().isdisjoint({"medium", "url", "context_note"})
    if (
        title
        and copied
        and is_alone
        and is_sentence(title)
        and fold_text(title) != fold_text(copied)
    ):
        fields["context_note"] = fields.pop("title")
    if copied:
        fields.setdefault("title", copied)


def _claims(stated: dict[str, Any]) -> dict[str, Any]:
    """Return the page's claims about its article, as fields of an Entry."""
    year, names = stated.get("year"), {"url": "url", "authors": "authors", "abstract": "summary"}
    claims = {name: stated[field] for field, name in names.items() if stated.get(field)}
    if year:
        date = PartialDate(year=year)
        claims["published"] = DateClaim(date=date, kind="preview", raw=str(year))
    return claims


def _split_page(lines: list[str]) -> tuple[dict[str, list[str]], list[str] | None]:
    """Return the lines of each section by its name, and those of the cached copy, if there is one.

    The copy is an article, which may have a heading "Summary" itself: what stands between the
    copy's heading and its end is not searched for sections.
    """
    start = next((i for i, line in enumerate(lines) if _heading(line) == "cached"), None)
    if start is None:
        return _sections(lines, ""), None
    after = range(len(lines) - 1, start, -1)
    foot = next((i for i in after if _heading(lines[i]) == "ids"), len(lines))
    end = _end_of_copy(lines, start + 1, foot)
    sections = _sections(lines[:start], "")
    for name, section in _sections(lines[end:], "end").items():
        sections.setdefault(name, []).extend(section)
    return sections, lines[start + 1 : end]


def _heading(line: str) -> str | None:
    """Return the name of the section that a line opens, None if it opens none."""
    match = _HEADING.fullmatch(line)
    return match.lastgroup if match else None


def _end_of_copy(lines: list[str], start: int, foot: int) -> int:
    """Return the line at which the copy ends: after a mark of truncation that is the page's own."""
    for i in range(foot - 1, start - 1, -1):
        # The word first: the pattern is slow, and nearly no line has it.
        if " (truncated" in lines[i] and _TRUNCATED.search(lines[i].rstrip()):
            follower = next((lines[j] for j in range(i + 1, foot) if lines[j].strip()), None)
            if follower is None or _heading(follower):
                return i + 1
    return foot


def _sections(lines: list[str], name: str) -> dict[str, list[str]]:
    """Return the lines that are not empty by their sections, in order; `name` is the first."""
    sections: dict[str, list[str]] = {}
    for line in lines:
        opened = _heading(line)
        name = opened or ("end" if name == "ids" else name)
        section = sections.setdefault(name, [])
        # These two headings say something themselves.
        if line.strip() and (opened is None or opened in {"cited", "ids"}):
            section.append(line)
    return {key: section for key, section in sections.items() if section or key not in {"", "end"}}


def _read_copy(lines: list[str], doubts: list[str]) -> tuple[dict[str, Any], CopyBody | None]:
    """Return the body of the copy, with its title and the facts of its request."""
    text = "\n".join(lines).strip()
    first, _, rest = text.partition("\n")
    fetch = read_fetch(fold_space(first)) if first.startswith(("HTTP", "Fetched")) else None
    fields: dict[str, Any] = {}
    if fetch:
        text = rest.strip()
        fields = {"status": fetch.status, "fetched": fetch.fetched, "size_kb": fetch.size_kb}
        doubts.extend(unread("the line over the cached copy", fetch.unread))
    if cut := _TRUNCATED.search(text, max(0, len(text) - _LONGEST_MARK)):
        total, stated_kb = size_in_kb(cut[0]), fields.get("size_kb")
        if None not in {total, stated_kb} and total != stated_kb:
            doubts.append(f'the size is "{stated_kb} KB" and also "{total} KB"')
        fields |= {"truncated": True, "size_kb": total if stated_kb is None else stated_kb}
        text = text[: cut.start()].rstrip()
    is_markdown = looks_like_markdown(text)
    whole = trim_cut_markdown(text) if cut and is_markdown else text
    html = sanitise(html_of_markdown(whole) if is_markdown else html_of_paragraphs(whole))
    body = make_body(html)
    if title := _first_title(text, is_markdown):
        fields["title"] = title
    return fields | body_fields(body), body


def _first_title(text: str, is_markdown: bool) -> str | None:
    """Return the first heading of Markdown, else the first line, unless that is too long."""
    if is_markdown:
        heading = _HEADING_MARK.search(text)
        title = text_of_html(html_of_markdown(heading[1])) if heading else None
    else:
        title = clean_text(text.partition("\n")[0])
    return title if title and len(title) <= _LONGEST_TITLE else None
