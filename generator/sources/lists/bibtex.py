"""BibTeX and biblatex → articles; bibtexparser tells the entries apart, pylatexenc reads LaTeX.

Read as Zotero, JabRef, DBLP, the ACL Anthology, Google Scholar and arXiv write it. An entry that
cannot be read costs only itself.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Mapping, Sequence
from typing import Any

from generator.errors import SourceError
from generator.model.entries import AuthorName, Publication
from generator.sources.lists.item import (
    Doubt,
    ListContents,
    ListItem,
    place_of,
    publication_of,
    url_of,
    without_empty,
)
from generator.text.bibliography import (
    arxiv_in,
    citation_key_in,
    doi_in,
    isbn_in,
    issn_in,
    item_type,
)
from generator.text.date_names import month_number
from generator.text.dates import parse_edtf
from generator.text.html import clean_text, unique_texts
from generator.text.latex import without_latex

_MOST_UNFOLDED = 20_000_000
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
# What an entry has of the one that its crossref names, where it does not say itself.
_INHERITED = ("author", "editor", "date", "year", "month", "day")
_COLLECTIONS = ("proceedings", "collection", "mvcollection", "mvproceedings")
_KNOWN = frozenset(
    "title subtitle author editor date year month day url howpublished doi eprint archiveprefix "
    "eprinttype keywords keyword abstract annote annotation crossref timestamp added-at "
    "date-added bibsource biburl file owner mendeley-groups urldate journal journaltitle "
    "booktitle volume number issue pages publisher school institution pmid isbn issn ids".split()
)
_URL = re.compile(r"\\(?:url|href)\s*\{([^{}]*)\}|(https?://[^\s{}]+)")
# As Google Scholar and Zotero name the number of a preprint.
_ARXIV = re.compile(r"\barXiv:(\d{4}\.\d{4,5}(?:v\d+)?)", re.IGNORECASE)
# What @misc and @online are, where their number is one of arXiv.
_UNTYPED = ("misc", "online", "electronic", "www", "unpublished")
_ESCAPED = re.compile(r"\\([&_%#~$])")
_PIECE = re.compile(r'\s*(?:(?P<quoted>[{"])|(?P<bare>[^\s#{}"]+)|(?P<joined>#))')
# DBLP tells people of one name apart by a number.
_HOMONYM = re.compile(r" \d{4}$")
_KEY = re.compile(r"@\s*+(\w*+)\s*+[{(]\s*+([^\s,{}()=]*+)")
_EXTENDED = re.compile(r"\s*(family|given|prefix|suffix)\s*=\s*(.+?)\s*$", re.DOTALL)


def read_bibtex(text: str, language: str) -> ListContents:
    """Return the entries in their order; what stands between them is a comment.

    Raises:
        SourceError: what @string defines would fill the memory.
    """
    from bibtexparser import model
    from bibtexparser.splitter import Splitter

    # What it warns of becomes a problem of the list.
    logging.getLogger("bibtexparser").setLevel(logging.CRITICAL)
    strings = _Strings()
    entries: list[_BibtexEntry] = []
    doubts: list[Doubt] = []
    number = 1
    for block in Splitter(text).split().blocks:
        read: model.Block | None = block
        where = place_of(number, (block.start_line or 0) + 1, _key_of(block))
        if isinstance(block, model.DuplicateBlockKeyBlock):
            read = block.ignore_error_block
            if isinstance(read, model.Entry):
                message = "its key is that of another entry too; both are read"
                doubts.append(Doubt(where=where, message=message))
        elif isinstance(block, model.DuplicateFieldKeyBlock):
            read = block.ignore_error_block
            message = f"it states more than once: {', '.join(sorted(block.duplicate_keys))}"
            doubts.append(Doubt(where=where, message=f"{message}; the first counts"))
        elif isinstance(block, model.ParsingFailedBlock):
            doubts.append(Doubt(where=where, message=_why_unread(block), severity="error"))
        if isinstance(read, model.String):
            strings.define(read.key, read.value)
        elif isinstance(read, model.Entry):
            entries.append(_BibtexEntry(read, where, strings))
        number += isinstance(block, model.ParsingFailedBlock) or isinstance(read, model.Entry)
    return _contents(entries, doubts, language)


def _key_of(block: Any) -> str | None:
    found = _KEY.match(block.raw or "")
    return found[2] or None if found else None


def _why_unread(block: Any) -> str:
    reason = getattr(block.error, "abort_reason", None) or block.error
    return f"cannot be read, and is left out: {str(reason).strip()}"


class _Strings:
    """The definitions of @string, unfolded up to a limit, as each can repeat others."""

    def __init__(self) -> None:
        self._values = {month: month for month in _MONTHS}
        self._left = _MOST_UNFOLDED

    def define(self, name: str, raw: str) -> None:
        self._values[name.lower()] = self.value(raw)

    def value(self, raw: str) -> str:
        """Return the text of a field: texts in braces or quotes, numbers and names, joined by #."""
        if "#" not in raw and raw[:1] in '{"' and raw[-1:] in '}"':
            return raw[1:-1]
        parts, at = [], 0
        while piece := _PIECE.match(raw, at):
            at = piece.end()
            if piece["quoted"]:
                end = _end_of(raw, at, '"' if piece["quoted"] == '"' else "}")
                parts.append(raw[at:end])
                at = end + 1
            elif piece["bare"]:
                parts.append(self._named(piece["bare"]))
        return "".join(parts)

    def _named(self, name: str) -> str:
        # A name that nothing defines, as in month = juli, is what was meant to be a text.
        value = self._values.get(name.lower(), name)
        self._left -= len(value)
        if self._left < 0:
            raise SourceError(
                f"what @string defines unfolds to more than {_MOST_UNFOLDED:,} characters; "
                "no list needs that"
            )
        return value


def _end_of(raw: str, start: int, closing: str) -> int:
    """Return the place that closes a brace or quote, past pairs of braces; the end if none does."""
    depth = 0
    for at in range(start, len(raw)):
        char = raw[at]
        if at > start and raw[at - 1] == "\\":  # as bibtexparser, to which it is no brace
            continue
        if char == closing and not depth:
            return at
        depth += (char == "{") - (char == "}")
    return len(raw)


class _BibtexEntry:
    """An entry with its fields as they stand, by their names in small letters."""

    def __init__(self, block: Any, where: str, strings: _Strings) -> None:
        self.key: str = block.key.strip()
        self.type: str = block.entry_type.lower()
        self.where = where
        self.fields: dict[str, str] = {}
        for field in block.fields:
            self.fields.setdefault(field.key.lower(), strings.value(str(field.value)))


def _contents(entries: Sequence[_BibtexEntry], doubts: list[Doubt], language: str) -> ListContents:
    by_key = {entry.key.lower(): entry for entry in reversed(entries)}
    named = {entry.fields.get("crossref", "").strip().lower() for entry in entries} - {""}
    items = []
    for entry in entries:
        if entry.key.lower() in named and entry.type in (*_COLLECTIONS, "book"):
            message = "no article of its own: other entries are parts of it"
            doubts.append(Doubt(where=entry.where, message=message, severity="info"))
            continue
        parent = by_key.get(entry.fields.get("crossref", "").strip().lower())
        inherited = {k: v for k, v in parent.fields.items() if k in _INHERITED} if parent else {}
        items.append(_item(entry, inherited | entry.fields, language))
    articles = without_empty(items, doubts)
    seen = dict.fromkeys(name for entry in entries for name in entry.fields)
    not_kept = tuple(name for name in seen if name not in _KNOWN and not name.startswith("bdsk-"))
    return ListContents(items=articles, doubts=tuple(doubts), not_kept=not_kept)


def _item(entry: _BibtexEntry, fields: Mapping[str, str], language: str) -> ListItem:
    people = fields.get("author") or fields.get("editor") or ""
    authors, name_parts = _people(people)
    doi = doi_in(_address(fields.get("doi", "")))
    title, subtitle = (without_latex(fields.get(name, "")) for name in ("title", "subtitle"))
    raw = {"title": fields.get("title", ""), "authors": people, "url": fields.get("url", "")}
    date, written = _date(fields, language)
    keywords = fields.get("keywords") or fields.get("keyword") or ""
    return ListItem(
        where=entry.where,
        key=entry.key or None,
        title=f"{title}: {subtitle}" if title and subtitle else title,
        url=_url(fields, doi),
        doi=doi,
        authors=authors,
        name_parts=name_parts,
        publication=_publication(entry, fields, doi),
        date=date,
        summary=without_latex(fields.get("abstract", "")),
        tags=_keywords(keywords),
        remark=without_latex(fields.get("annote") or fields.get("annotation") or ""),
        added=_added(fields),
        raw={n: v for n, text in raw.items() if (v := clean_text(text))} | written,
    )


def _publication(
    entry: _BibtexEntry, fields: Mapping[str, str], doi: str | None
) -> Publication | None:
    def first(*names: str) -> str | None:
        found = (without_latex(fields.get(name, "")) for name in names)
        return next((text for text in found if text), None)

    archive = (fields.get("archiveprefix") or fields.get("eprinttype") or "").lower()
    places = (fields.get(name, "") for name in ("howpublished", "note", "journal"))
    arxiv = (
        arxiv_in(_address(fields.get("eprint", "")))
        if archive == "arxiv"
        else next((number for text in places if (number := arxiv_in(text))), None)
    )
    pages = first("pages")
    return publication_of(
        type="preprint" if arxiv and entry.type in _UNTYPED else item_type(entry.type, "bibtex"),
        container=first("journaltitle", "journal", "booktitle"),
        volume=first("volume"),
        issue=first("number", "issue"),
        pages=re.sub(r" ?[-\u2013]+ ?", "-", pages) if pages else None,
        publisher=first("publisher", "school", "institution"),
        key=citation_key_in(entry.key),
        doi=doi,
        arxiv=arxiv,
        pmid=first("pmid"),
        isbn=isbn_in(first("isbn")),
        issn=issn_in(first("issn")),
    )


def _keywords(text: str) -> tuple[str, ...]:
    """Return the keywords between commas or semicolons; one in braces is whole."""
    parts, depth, start = [], 0, 0
    for place, char in enumerate(text):
        depth += (char == "{") - (char == "}")
        if char in ",;" and depth == 0:
            parts.append(text[start:place])
            start = place + 1
    return unique_texts(without_latex(part) for part in (*parts, text[start:]))


def _url(fields: Mapping[str, str], doi: str | None) -> str | None:
    """Return `url`, else that of the DOI, of the eprint, else one in `howpublished` or `note`."""
    eprint = _address(fields.get("eprint", ""))
    archive = fields.get("archiveprefix") or fields.get("eprinttype") or ""
    if url := url_of(_address(fields.get("url", "")), doi):
        return url
    if archive.lower() == "arxiv" and eprint:
        return url_of(f"https://arxiv.org/abs/{eprint.removeprefix('arXiv:')}", None)
    for name in ("eprint", "howpublished", "note", "journal"):
        found = _URL.search(fields.get(name, ""))
        if found and (url := url_of(_address(found[1] or found[2]), None)):
            return url
        if found := _ARXIV.search(fields.get(name, "")):
            return url_of(f"https://arxiv.org/abs/{found[1]}", None)
    return None


def _address(text: str) -> str:
    r"""Return an address in BibTeX, which is no LaTeX but for a few escapes: `\url{a\_b}`."""
    wrapped = re.fullmatch(r"\\url\s*\{(.*)\}", text.strip(), re.DOTALL)
    return _ESCAPED.sub(r"\1", wrapped[1] if wrapped else text.strip())


def _people(text: str) -> tuple[tuple[str, ...], dict[str, AuthorName]]:
    """Return the names, the family's last, and their parts; `and others` becomes "et al."."""
    from bibtexparser.middlewares.names import split_multiple_persons_names

    found: list[str] = []
    parts: dict[str, AuthorName] = {}
    for name in split_multiple_persons_names(text):
        if name.strip().lower() == "others":
            found[-1:] = [f"{one} et al." for one in found[-1:]]
        elif stated := _name(name):
            order = (stated.given, stated.particle, stated.family, stated.suffix)
            whole = " ".join(part for part in order if part)
            found.append(whole)
            parts.setdefault(whole, stated)
    return tuple(dict.fromkeys(found)), parts


def _name(text: str) -> AuthorName | None:
    """Return the parts of a name as BibTeX and biblatex part it.

    What is in braces is whole, a group.
    """
    from bibtexparser.middlewares.names import parse_single_name_into_parts

    text = _HOMONYM.sub("", text)
    stated = [_EXTENDED.fullmatch(part) for part in text.split(",")]
    if len(stated) > 1 and all(stated):
        parts = {part[1]: part[2].strip('"') for part in stated if part}
    else:
        split = parse_single_name_into_parts(text, strict=False)
        words = {"given": split.first, "prefix": split.von, "family": split.last}
        parts = {name: " ".join(part) for name, part in (words | {"suffix": split.jr}).items()}
    plain = {name: without_latex(part) for name, part in parts.items()}
    family = plain.get("family")
    if not family:  # none but a given name, or a particle
        whole = " ".join(part for part in plain.values() if part)
        return AuthorName(family=whole) if whole else None
    return AuthorName(
        family=family,
        given=plain.get("given"),
        particle=plain.get("prefix"),
        suffix=plain.get("suffix"),
        is_group=not any(parts.get(name) for name in ("given", "prefix", "suffix"))
        and _end_of(parts["family"], 1, "}") == len(parts["family"]) - 1
        and parts["family"].startswith("{"),
    )


def _date(fields: Mapping[str, str], language: str) -> tuple[str | None, dict[str, str]]:
    """Return the first date of `date`, year with month and day, or year, and its text."""
    year, month, day = (
        (without_latex(fields.get(name, "")) or "") for name in ("year", "month", "day")
    )
    # Some write the day into the month: month = jan # "~3", month = {3 January}.
    words = re.findall(r"[^\W\d_]+|\d+", month)
    names = [word for word in words if not word.isdigit()]
    number = (month_number(names[0], "en") or month_number(names[0], language)) if names else None
    days = [word for word in words if word.isdigit()] if number else []
    if number is None and len(words) == 1 and not names and len(words[0]) < 3:
        number = int(words[0])
    numbered = f"{year}-{number:02d}" if number else year
    with_day = f"{numbered}-{(day or (days[0] if days else '')):0>2}" if number else year
    stated = fields.get("date", "").strip()
    written = stated or " ".join(part for part in (day, month, year) if part)
    for text in (stated, with_day, numbered, year):
        try:
            parse_edtf(text)
        except ValueError:
            continue
        return text, {"date": written}
    return written or None, {}


def _added(fields: Mapping[str, str]) -> str | None:
    """Return the date on which JabRef, BibDesk or BibSonomy added it.

    DBLP's timestamp is its own.
    """
    if "biburl" in fields or "bibsource" in fields:
        return None
    stated = (fields.get(name, "").strip() for name in ("date-added", "added-at", "timestamp"))
    return next((text for text in stated if text), None)
