"""CSL-JSON (the schema csl-data 1.0.2), as Zotero, Pandoc and Octavo write it → articles."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from generator.model.entries import AuthorName, Publication
from generator.sources.lists.item import (
    Doubt,
    ListContents,
    ListItem,
    place_of,
    publication_of,
    split_tags,
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
from generator.text.html import clean_text, text_of_html
from generator.text.numbers import whole_number

_KNOWN = frozenset(
    "id type title author editor issued abstract URL DOI keyword annote citation-key PMID ISBN "
    "ISSN container-title volume issue number page publisher reference".split()
)
# Where keywords are parted by semicolons, one may hold a comma.
_SEMICOLON, _COMMA = re.compile("[;|]"), re.compile("[,|]")


def is_csl(value: Any) -> bool:
    """Return whether a value read from JSON is a list of CSL items."""
    return (
        isinstance(value, list)
        and bool(value)
        and all(isinstance(one, dict) and isinstance(one.get("type"), str) for one in value)
        and any("title" in one or "issued" in one or "author" in one for one in value)
    )


def read_csl(value: Sequence[Mapping[str, Any]]) -> ListContents:
    """Return the items in their order."""
    doubts: list[Doubt] = []
    items = without_empty((_item(one, number) for number, one in enumerate(value, 1)), doubts)
    not_kept = dict.fromkeys(name for stated in value for name in stated if name not in _KNOWN)
    return ListContents(items=items, doubts=tuple(doubts), not_kept=tuple(not_kept))


def _item(stated: Mapping[str, Any], number: int) -> ListItem:
    key = _text(stated.get("citation-key")) or _text(stated.get("id"))
    doi = doi_in(_text(stated.get("DOI")))
    keywords = _text(stated.get("keyword")) or ""
    date, raw = _date(stated.get("issued"))
    authors, name_parts = _people(stated.get("author"))
    if not authors:
        authors, name_parts = _people(stated.get("editor"))
    return ListItem(
        where=place_of(number, key=key),
        key=key,
        title=text_of_html(_text(stated.get("title")) or ""),
        url=url_of(_text(stated.get("URL")), doi),
        doi=doi,
        authors=authors,
        name_parts=name_parts,
        publication=_publication(stated, key, doi),
        date=date,
        summary=text_of_html(_text(stated.get("abstract")) or ""),
        tags=split_tags(keywords, _SEMICOLON if ";" in keywords else _COMMA),
        remark=_text(stated.get("annote")),
        references=_references(stated.get("reference")),
        raw={"date": raw or "", "url": _text(stated.get("URL")) or ""},
    )


def _text(value: Any) -> str | None:
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return None
    return clean_text(str(value))


def _publication(stated: Mapping[str, Any], key: str | None, doi: str | None) -> Publication | None:
    number = _text(stated.get("number")) or ""
    return publication_of(
        type=item_type(_text(stated.get("type")), "csl"),
        container=text_of_html(_text(stated.get("container-title")) or ""),
        volume=_text(stated.get("volume")),
        issue=_text(stated.get("issue")),
        pages=_text(stated.get("page")),
        publisher=_text(stated.get("publisher")),
        key=citation_key_in(key),
        doi=doi,
        arxiv=arxiv_in(number) if number.lower().startswith("arxiv:") else None,
        pmid=_text(stated.get("PMID")),
        isbn=isbn_in(_text(stated.get("ISBN"))),
        issn=issn_in(_text(stated.get("ISSN"))),
    )


def _references(value: Any) -> tuple[str, ...]:
    """Return the addresses of what Crossref and DataCite say that it cites, each once."""
    cited = [one for one in value if isinstance(one, dict)] if isinstance(value, list) else []
    urls = (url_of(_text(one.get("URL")), doi_in(_text(one.get("DOI")))) for one in cited)
    return tuple(dict.fromkeys(url for url in urls if url))


def _people(value: Any) -> tuple[tuple[str, ...], dict[str, AuthorName]]:
    """Return the names in reading order, and their parts; a literal is one as it stands.

    The literal "others" at the end is "et al.".
    """
    people = [one for one in value if isinstance(one, dict)] if isinstance(value, list) else []
    found: list[str] = []
    parts: dict[str, AuthorName] = {}
    for number, one in enumerate(people, 1):
        literal = _text(one.get("literal") or one.get("name"))
        if literal == "others" and found and number == len(people):
            found[-1] += " et al."
        elif whole := literal or _name(one):
            found.append(whole)
            parts.setdefault(whole, _parts(one, literal or whole))
    return tuple(dict.fromkeys(found)), parts


def _parts(name: Mapping[str, Any], whole: str) -> AuthorName:
    family = _text(name.get("family"))
    if family is None:
        return AuthorName(family=whole, is_group="given" not in name)
    dropping = (_text(name.get("dropping-particle")), _text(name.get("non-dropping-particle")))
    return AuthorName(
        family=family,
        given=_text(name.get("given")),
        particle=" ".join(filter(None, dropping)) or None,
        suffix=_text(name.get("suffix")),
    )


def _name(name: Mapping[str, Any]) -> str:
    order = ("given", "dropping-particle", "non-dropping-particle", "family")
    whole = " ".join(part for key in order if (part := _text(name.get(key))))
    suffix = _text(name.get("suffix"))
    comma = "," if name.get("comma-suffix") else ""
    return f"{whole}{comma} {suffix}" if suffix else whole


def _date(issued: Any) -> tuple[str | None, str | None]:
    """Return the date as EDTF, or as it stands, and as received where that is another text."""
    if not isinstance(issued, dict):
        return _text(issued), None
    given = issued.get("date-parts")
    parts = given if isinstance(given, list) else []
    ends = [numbers for one in parts[:2] if (numbers := _numbers(one))]
    written = ["-".join([f"{end[0]:04d}", *(f"{part:02d}" for part in end[1:])]) for end in ends]
    stated = _text(issued.get("raw")) or _text(issued.get("literal"))
    return "/".join(dict.fromkeys(written)) or stated, stated if written else None


def _numbers(value: Any) -> list[int]:
    """Return the year, the month and the day, as far as they are numbers; Zotero writes texts."""
    numbers = []
    for one in value[:3] if isinstance(value, list) else ():
        number = whole_number(_text(one))
        if number is None:
            break
        numbers.append(number)
    return numbers
