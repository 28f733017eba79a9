"""OPML, BibTeX and bookmark files → the feeds and articles that they list.

OPML 2.0; BibTeX through pybtex; the Netscape bookmark file format, as browsers write it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from generator.errors import SourceError
from generator.model import Record
from generator.text.dates import parse_edtf, parse_heading
from generator.text.html import clean_text, decode
from generator.text.latex import without_latex
from generator.text.references import mend_references, mend_xml_references
from generator.text.urls import absolute_url

_MOST_UNFOLDED = 20_000_000


class ListedFeed(Record, kw_only=True):
    """A feed of an OPML file; `folder` is the innermost that holds it, None for none."""

    url: str
    title: str | None = None
    folder: str | None = None


class ListedArticle(Record, kw_only=True):
    """An article of a BibTeX or bookmarks file. `date` is in EDTF, None where none is given."""

    title: str | None
    url: str | None = None
    authors: tuple[str, ...] = ()
    date: str | None = None
    summary: str | None = None
    tags: tuple[str, ...] = ()


class ListFile(Record, kw_only=True):
    """What a file lists, and its own title, if it has one."""

    title: str | None = None
    feeds: tuple[ListedFeed, ...] = ()
    articles: tuple[ListedArticle, ...] = ()


def read_list(data: bytes, name: str) -> ListFile | None:
    """What the file lists, whatever its name says; None if it is no such list.

    Raises:
        SourceError: it is one, but damaged, or lists nothing.
    """
    start = data[:2000].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if b"<opml" in start:
        found = _read_opml(data, name)
    elif b"netscape-bookmark-file" in start:
        found = _read_bookmarks(data)
    elif start.startswith((b"@", b"%")) or name.lower().endswith(".bib"):
        found = _read_bibtex(decode(data), name)
    else:
        return None
    if not (found.feeds or found.articles):
        raise SourceError(f"{name}: lists nothing with a title or an address")
    return found


def _read_opml(data: bytes, name: str) -> ListFile:
    from lxml import etree

    parser = etree.XMLParser(resolve_entities=False, no_network=True, recover=True)
    root = etree.fromstring(mend_xml_references(data), parser)
    if root is None:
        raise SourceError(f"{name}: is no XML")
    return ListFile(
        title=clean_text(root.findtext("head/title") or ""),
        feeds=tuple(_outlines(root.find("body"), None)),
    )


def _outlines(parent: Any, folder: str | None) -> Iterator[ListedFeed]:
    for outline in parent.findall("outline") if parent is not None else ():
        title = clean_text(outline.get("title") or outline.get("text") or "")
        url = absolute_url(outline.get("xmlUrl"))
        if url:
            yield ListedFeed(url=url, title=title, folder=folder)
        yield from _outlines(outline, title or folder)


def _read_bookmarks(data: bytes) -> ListFile:
    from lxml import etree

    # No tree: the items, which no end tag closes, would stand thousands deep in each other.
    found = _Bookmarks()
    parser: Any = etree.HTMLParser(target=found, encoding="utf-8")  # type: ignore[call-overload]
    etree.fromstring(mend_references(decode(data)).encode(errors="replace"), parser)
    articles = (_bookmark(*link) for link in found.links)
    return ListFile(title=None, articles=tuple(article for article in articles if article))


class _Bookmarks:
    """What lxml calls while it reads a file of bookmarks."""

    def __init__(self) -> None:
        #: Each link's attributes and text, and the heading of the folder before it ("" for none).
        self.links: list[tuple[Mapping[str, str], str, str]] = []
        self._folder = ""
        self._open: tuple[str, Mapping[str, str]] | None = None
        self._text: list[str] = []

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        if tag in ("a", "h3"):
            self.close()
            self._open, self._text = (tag, dict(attributes)), []

    def data(self, text: str) -> None:
        self._text.append(text)

    def end(self, tag: str) -> None:
        if self._open and tag == self._open[0]:
            self.close()

    def close(self) -> None:
        tag, attributes = self._open or ("", {})
        self._open = None
        if tag == "h3":
            self._folder = "".join(self._text)
        elif tag == "a":
            self.links.append((attributes, "".join(self._text), self._folder))


def _bookmark(attributes: Mapping[str, str], text: str, folder: str) -> ListedArticle | None:
    """A bookmark; when it was made is not when the article was published, so it has no date."""
    url = absolute_url(attributes.get("href"))
    if url is None:
        return None
    tags = [*attributes.get("tags", "").split(","), folder]
    return ListedArticle(
        title=clean_text(text),
        url=url,
        tags=tuple(dict.fromkeys(tag for text in tags if (tag := clean_text(text)))),
    )


def _read_bibtex(text: str, name: str) -> ListFile:
    from pybtex.database.input.bibtex import Parser
    from pybtex.scanner import PybtexError
    from pybtex.utils import CaseInsensitiveDict

    class Strings(CaseInsensitiveDict):  # type: ignore[misc]
        """What @string defines; one made of others ten times over unfolds without end."""

        left = _MOST_UNFOLDED

        def __getitem__(self, key: str) -> str:
            value: str = super().__getitem__(key)
            self.left -= len(value)
            if self.left < 0:
                raise SourceError(
                    f"{name}: what @string defines unfolds to more than "
                    f"{_MOST_UNFOLDED:,} characters; no list needs that"
                )
            return value

    parser = Parser()
    parser.macros = Strings(parser.macros)
    try:
        entries = parser.parse_string(text).entries.values()
    except PybtexError as error:
        raise SourceError(f"{name}: is no BibTeX: {error}") from error
    articles = (_bibtex_entry(entry) for entry in entries)
    return ListFile(articles=tuple(a for a in articles if a.title or a.url))


def _bibtex_entry(entry: Any) -> ListedArticle:
    fields = {key.lower(): without_latex(value) for key, value in entry.fields.items()}
    people = entry.persons.get("author", entry.persons.get("editor", ()))
    names = (without_latex(" ".join(_parts(person))) for person in people)
    url, doi = (_address(entry.fields.get(key, "")) for key in ("url", "doi"))
    keywords = (fields.get("keywords") or "").replace(";", ",").split(",")
    return ListedArticle(
        title=fields.get("title"),
        url=absolute_url(url) or (absolute_url(f"https://doi.org/{doi}") if doi else None),
        authors=tuple(name for name in names if name and name.lower() != "others"),
        date=_date(fields),
        summary=fields.get("abstract"),
        tags=tuple(dict.fromkeys(tag for word in keywords if (tag := clean_text(word)))),
    )


def _address(text: str) -> str:
    r"""An address in BibTeX, which is no LaTeX but for a few escapes: `\url{a\_b}` → `a_b`."""
    wrapped = re.fullmatch(r"\\url\{(.*)\}", text.strip())
    return re.sub(r"\\([&_%#~$])", r"\1", wrapped[1] if wrapped else text.strip())


def _parts(person: Any) -> list[str]:
    return [
        *person.first_names,
        *person.middle_names,
        *person.prelast_names,
        *person.last_names,
        *person.lineage_names,
    ]


def _date(fields: dict[str, str | None]) -> str | None:
    """`date`, else year and month, else the year: the first that is a date."""
    year, month = fields.get("year") or "", fields.get("month") or ""
    numbered = f"{year}-{month:0>2}"
    named = parse_heading(f"{month} {year}")
    stated = (fields.get("date"), numbered, named.edtf if named else None, year)
    return next((date for text in stated if (date := _edtf(text))), None)


def _edtf(text: str | None) -> str | None:
    try:
        return parse_edtf(text or "").edtf
    except ValueError:
        return None
