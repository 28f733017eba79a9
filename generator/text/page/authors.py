"""Authors of the article on a page: people, or a body where the page says so; never the site."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from copy import deepcopy
from typing import TYPE_CHECKING, Any

from generator.text.html import clean_text
from generator.text.names import in_reading_order, is_full_name, split_names
from generator.text.page.structured_data import (
    LinkedData,
    Thing,
    classes_of,
    is_elsewhere,
    text_of_thing,
    value_of,
    with_class,
    with_property,
)
from generator.text.page.structured_data import text_of_node as text_of_element
from generator.text.titles import fold_text

if TYPE_CHECKING:
    from lxml.html import HtmlElement

_META = (
    *("article:author", "og:article:author", "dc.creator", "dc.creator.personalname"),
    *("dcterms.creator", "parsely-author", "sailthru.author", "author", "byl"),
)
# As WordPress has it in its languages.
_WRITTEN_BY = (
    *("written by", "author", "by", "posted by", "écrit par", "verfasst von", "escrito por"),
    *("geschreven door", "scritto da", "skrivet av", "skrevet af", "skrevet av", "автор"),
    *("написано автором", "napisane przez", "yazan", "作者", "撰写", "執筆者", "글쓴이"),
)
# What stands before a name in a byline, and after it.
_BEFORE = re.compile(
    r"(?:(?:written|posted|published|story|text|words|article)\s+)?by\b[:\s]+"
    r"|(?:view |see )?(?:all )?(?:posts|articles|stories|more) (?:by|from)\b[:\s]+|authors?:\s+",
    re.IGNORECASE,
)
# In an element for a byline: `Por Ana Gil`. Not "Di", with which names begin.
_BEFORE_ABROAD = re.compile(r"(?:par|por|von|door)\b[:\s]+", re.IGNORECASE)
_AFTER = re.compile(
    r"(?:,| \||\s[-–—•·])\s+[\w ,&/-]{0,60}\b(?:writer|editor|reporter|correspondent|columnist|"
    r"contributor|journalist|staff|author|producer|professor|analyst|founder|ceo|cto)\b.{0,60}$",
    re.IGNORECASE,
)
# An address, a handle, a profile: `facebook.com/ada`, `@ada`, `ada@example.org`.
_ADDRESS = re.compile(
    r"(?!\S*\s)(?:\S*://\S*|@\S+|\S+@\S+|[\w-]+(?:\.[\w-]+)*\.[a-z]{2,}(?:/\S*)?)"
)
# What stands behind a name: ` (@ada)`, ` <ada@example.org>`.
_CONTACT = re.compile(r" \(?@\w{1,30}\)?$| ?[(<]\S{1,60}@\S{1,60}[)>]$")
# `ada@example.org (Ada Example)`, `Ada Example for The Almanac`.
_MAILBOX = re.compile(r"^[^\s@]{1,60}@[^\s@]{1,60} \(([^()]+)\)$")
_FOR = re.compile(r"([^,]{3,60}?) for .{2,60}")
_NOBODY = frozenset(
    "admin administrator anonymous author authors byline editor guest unknown none null undefined "
    "n/a na nil no noauthor root site staff system test user webmaster wordpress".split()
) | {"no author", "by", "guest author", "guest post", "site admin", "unknown author", "not set"}
_MOST_WORDS, _LONGEST = 12, 100
# More than these wrote no article; a list of many authors is that of a page of links.
_MOST_IN_MARKUP = 8


def authors_of(
    root: HtmlElement,
    statements: Mapping[str, Sequence[str]],
    data: LinkedData,
    article: Thing,
    sites: Collection[str],
) -> tuple[str, ...]:
    """Return the authors of the first kind of statement that names any.

    `sites` are the folded names of the site, which are no authors.
    """
    sites = frozenset(sites) - {fold_text(name) for name in data.people_who_publish()}
    # PubMed has all in one field.
    stated = statements.get("citation_author") or statements.get("citation_authors", ())
    names = _checked(stated, sites)
    if names:
        # `Gödel, Kurt`, which citation_author allows, the way it is read: `Kurt Gödel`.
        return tuple(dict.fromkeys(map(in_reading_order, names)))
    kinds: list[Callable[[], Iterable[str | None]]] = [
        lambda: _of_thing(data, article),
        *(lambda name=name: statements.get(name, ()) for name in _META),
        lambda: _labelled(statements),
        lambda: _of_property(root),
        lambda: _linked(root),
        lambda: _of_entry(root),
        lambda: _of_rdfa(root),
        lambda: _of_latexml(root),
        lambda: _of_byline(root),
    ]
    return next((names for kind in kinds if (names := _checked(kind(), sites))), ())


def _checked(texts: Iterable[str | None], sites: Collection[str]) -> tuple[str, ...]:
    """Return the names in what was stated, each once, without what names no person."""
    names: dict[str, str] = {}
    for text in texts:
        plain = _without_labels(clean_text(text or "") or "")
        if not plain or _ADDRESS.fullmatch(plain) or _is_nobody(plain, sites):
            continue
        parts = plain.split(" | ")
        people = [part for part in parts if is_full_name(part)]
        for name in people if len(parts) > 1 and people else split_names(plain):
            name = _without_labels(name)
            if name and not _ADDRESS.fullmatch(name) and not _is_nobody(name, sites):
                names.setdefault(fold_text(name), name)
    return tuple(names.values())


def _without_labels(text: str) -> str:
    text = _BEFORE.sub("", text, count=1) if _BEFORE.match(text) else text
    text = _CONTACT.sub("", _MAILBOX.sub(r"\1", text))
    if (stated := _FOR.fullmatch(text)) and is_full_name(stated[1]):
        text = stated[1]
    name = _AFTER.sub("", text)
    return (name if name != text and is_full_name(name) else text).strip(" ,;|-–—·•")


def _is_nobody(name: str, sites: Collection[str]) -> bool:
    folded = fold_text(name)
    return (
        folded in _NOBODY
        or folded in sites
        or folded.removeprefix("the ") in sites
        or len(name) > _LONGEST * 10
        or (len(name.split()) > _MOST_WORDS and not split_names(name)[1:])
        or not any(char.isalpha() for char in name)
    )


def _of_thing(data: LinkedData, article: Thing) -> Iterator[str | None]:
    for key in ("author", "creator"):
        found = [
            text_of_thing(author, "name") if isinstance(author, dict) else author
            for author in data.resolved(article.get(key))
        ]
        if any(found):
            yield from found
            return


def _labelled(statements: Mapping[str, Sequence[str]]) -> Iterator[str]:
    """Yield the name in `twitter:data1` whose `twitter:label1` is "Written by"."""
    for number in (1, 2, 3):
        labels, values = (
            statements.get(f"twitter:{part}{number}", ()) for part in ("label", "data")
        )
        if labels and values and fold_text(labels[0]).rstrip(":") in _WRITTEN_BY:
            yield values[0]


def _few(elements: Iterable[HtmlElement], text: Callable[[Any], str | None]) -> list[str | None]:
    """Return the texts of elements beside the article; nothing if they are too many."""
    texts = [text(one) for one in elements if not is_elsewhere(one)]
    unique = list(dict.fromkeys(one for one in texts if one and len(one) <= _LONGEST))
    return list(unique) if len(unique) <= _MOST_IN_MARKUP else []


def _of_property(root: HtmlElement) -> list[str | None]:
    def name(element: HtmlElement) -> str | None:
        named = next(with_property(element, "name"), element)
        return value_of(named)

    return _few(with_property(root, "author"), name)


def _linked(root: HtmlElement) -> list[str | None]:
    links = (one for one in root.iter("a") if "author" in (one.get("rel") or "").lower().split())
    return _few(links, text_of_element)


def _of_entry(root: HtmlElement) -> list[str | None]:
    """Return the authors in h-entry and hAtom, if the page is one entry."""
    entries = [*with_class(root, "h-entry", "hentry")]
    entries = [one for one in entries if not any(other in entries for other in one.iterancestors())]
    if len(entries) != 1:
        return []

    def name(element: HtmlElement) -> str | None:
        return text_of_element(next(with_class(element, "p-name", "fn"), element))

    found = _few(with_class(entries[0], "p-author"), name)
    return found or _few(with_class(entries[0], "vcard", "h-card"), name)


def _of_rdfa(root: HtmlElement) -> list[str | None]:
    """Return the names that Drupal links to its articles as their authors."""
    links = (
        one
        for one in root.iter("span", "div", "a", "p")
        if {"schema:author", "sioc:has_creator"} & set((one.get("rel") or "").split())
    )

    def name(element: HtmlElement) -> str | None:
        named = next((one for one in element.iter() if _is_name_in_rdfa(one)), None)
        if named is not None:
            return text_of_element(named)
        text = text_of_element(element) or ""
        return text if is_full_name(text) else None

    return _few(links, name)


def _is_name_in_rdfa(element: HtmlElement) -> bool:
    """Return whether an element is the name of somebody, in RDFa as Drupal writes it."""
    return bool({"schema:name", "foaf:name"} & set((element.get("property") or "").split()))


def _of_latexml(root: HtmlElement) -> list[str | None]:
    """Return the authors of a paper in the markup of LaTeXML.

    An empty list if any of the elements for authors holds more than a name.
    """
    found: list[str | None] = []
    for element in with_class(root, "ltx_personname"):
        if not any("ltx_role_author" in classes_of(one) for one in element.iterancestors("span")):
            return []
        names = split_names(_without_notes(element))
        if not names or not all(is_full_name(name) for name in names):
            return []
        found += names
    return found


def _without_notes(element: HtmlElement) -> str:
    """Return the text of an element without the notes that stand behind names."""
    plain = deepcopy(element)
    for note in [*plain.iter("sup"), *with_class(plain, "ltx_note")]:
        if note.getparent() is not None:
            note.drop_tree()
    return text_of_element(plain) or ""


def _of_byline(root: HtmlElement) -> list[str | None]:
    """Return the names in a byline, by its class and its "By", if nothing else stands in it."""
    found: list[str | None] = []
    for element in with_class(root, "byline", "by-line", "author", "post-author", "article-author"):
        text = text_of_element(element) or ""
        start = _BEFORE.match(text) or _BEFORE_ABROAD.match(text)
        if start is None or len(text) > _LONGEST or is_elsewhere(element):
            continue
        names = split_names(text[start.end() :])
        if all(is_full_name(name) for name in names):
            found += names
    return found if len(set(found)) <= _MOST_IN_MARKUP else []
