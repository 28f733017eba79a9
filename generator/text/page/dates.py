"""When a page says that its article was published. What is modified, or said elsewhere, is none."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from generator.text.dates import make_date
from generator.text.page.linked_data import Thing, text_of
from generator.text.page.markup import (
    classes_of,
    is_elsewhere,
    value_of,
    with_class,
    with_property,
)
from generator.text.timestamps import Timestamp, read_timestamp, timestamp_or_doubt

if TYPE_CHECKING:
    from lxml.html import HtmlElement

# "Online" is when this version appeared (arXiv), or the only day that is known.
_BEFORE_JSON_LD = ("citation_publication_date", "citation_date", "citation_online_date")
_AFTER_JSON_LD = (
    *("article:published_time", "og:article:published_time", "article:published"),
    *("parsely-pub-date", "sailthru.date", "dc.date.issued", "dcterms.issued"),
    *("datepublished", "dc.date.created", "dcterms.created", "dc.date", "dcterms.date"),
    *("pubdate", "publishdate", "publish-date", "publish_date", "publication_date", "date"),
)
_CHANGED = re.compile(r"(?:^|[_-])(?:updated|modified|lastmod|dt-updated|datemodified)(?:$|[_-])")
_LABEL = re.compile(
    r"(?:(?:first )?(?:published|posted|written|created)(?: on| at)?|date)[: ]\s*", re.IGNORECASE
)
# What stands in a line with a date and is longer is a sentence.
_SHORT = 60
# Beside a title or a byline.
_BESIDE = re.compile(r"(?:^|[\s_-])(?:byline|by-line|meta|metadata|dateline|date|info|posted)")


def published(
    root: HtmlElement, said: Mapping[str, Sequence[str]], article: Thing, language: str
) -> tuple[Timestamp | None, list[str]]:
    """Return the date of publication that the page states first, and what stated none before it."""
    doubts: list[str] = []
    of_article = text_of(article, "datePublished")
    highwire = [text for name in _BEFORE_JSON_LD for text in said.get(name, ())]
    texts = [
        *highwire,
        *([of_article] if of_article else []),
        *(text for name in _AFTER_JSON_LD for text in said.get(name, ())),
    ]
    for number, text in enumerate(texts):
        if timestamp := timestamp_or_doubt(text, language, doubts):
            others = [*_readable(texts[number + 1 :], language), *_in_markup(root, language)]
            is_highwire = number < len(highwire)
            return _nearer(timestamp, others, may_be_year=is_highwire), doubts
    return next(_in_markup(root, language), None), doubts


def _in_markup(root: HtmlElement, language: str) -> Iterator[Timestamp]:
    for stated in _stated_in_markup(root):
        if timestamp := _the_only(stated, language):
            yield timestamp


def _readable(texts: Sequence[str], language: str) -> Iterator[Timestamp]:
    for text in texts:
        try:
            yield read_timestamp(text, language)
        except ValueError:
            continue


def _nearer(stated: Timestamp, others: Sequence[Timestamp], *, may_be_year: bool) -> Timestamp:
    """Return another statement of the same date if that says more of it.

    One moment in UTC and in the page's own time: the second is the day as its readers see it. The
    first of January in Highwire's tags, where another statement names a later day of that year:
    only the year was meant (bioRxiv).
    """
    if stated.is_utc and stated.instant:
        same = (one for one in others if one.instant == stated.instant and not one.is_utc)
        return next(same, stated)
    year = stated.date.year
    if may_be_year and stated.date == make_date(year, 1, 1):
        finer = (one for one in others if one.date.year == year and one.date.day)
        return next((one for one in finer if one.date != stated.date), stated)
    return stated


def _the_only(elements: list[HtmlElement], language: str) -> Timestamp | None:
    """Return the date that all of the elements state which state any; None if they disagree."""
    found: list[Timestamp] = []
    for element in elements:
        text = _LABEL.sub("", value_of(element) or "", count=1)
        try:
            found.append(read_timestamp(text, language))
        except ValueError:
            continue
    return found[0] if len({one.date for one in found}) == 1 else None


def _stated_in_markup(root: HtmlElement) -> Iterator[list[HtmlElement]]:
    """Yield the elements that state the date of the article, the surest kinds first."""
    yield _own(with_property(root, "datePublished"))
    yield _own(one for one in root.iter("time") if one.get("pubdate") is not None)
    yield _own(one for one in with_class(root, "published") if one.tag in ("time", "abbr"))
    entries = list(with_class(root, "h-entry"))
    if len(entries) == 1:
        yield _own(with_class(entries[0], "dt-published"))
    yield _own(one for one in root.iter("span", "div", "time") if _is_date_in_rdfa(one))
    times = [one for one in root.iter("time") if one.get("datetime") and not is_elsewhere(one)]
    times = [one for one in times if not any(True for _ in one.iterancestors("footer"))]
    if len(times) == 1 and not _is_changed(times[0]) and _is_beside_title(times[0]):
        yield times


def _is_date_in_rdfa(element: HtmlElement) -> bool:
    """Return whether an element is the date of an article, in RDFa as Drupal writes it."""
    stated = set((element.get("property") or "").split())
    dates = {"schema:datePublished", "schema:dateCreated", "dc:created", "dcterms:created"}
    return bool(stated & dates) and element.get("content") is not None


def _own(elements: Iterator[HtmlElement]) -> list[HtmlElement]:
    return [one for one in elements if not is_elsewhere(one) and not _is_changed(one)]


def _is_changed(element: HtmlElement) -> bool:
    """Return whether what an element states is when the article was changed, and only that."""
    names = classes_of(element)
    if "published" in names or (element.get("itemprop") or "") == "datePublished":
        return False
    parent = element.getparent()
    around = classes_of(parent) if parent is not None else []
    names.append((element.get("itemprop") or "").lower())
    if any(map(_CHANGED.search, (*names, *around))):
        return True
    before = element.getprevious()
    text = (before.tail if before is not None else parent.text if parent is not None else "") or ""
    return bool(re.search(r"\b(?:updated|modified|edited|revised)\b", text, re.IGNORECASE))


def _is_beside_title(time: HtmlElement) -> bool:
    """Whether a time stands by itself near the heading or in the byline, and in no sentence."""
    parent = time.getparent()
    if parent is None or len(_text(parent)) - len(_text(time)) > _SHORT:
        return False
    for number, outer in enumerate(time.iterancestors()):
        if outer.tag in ("body", "html") or number > 3:
            return False
        if outer.tag == "header" or _BESIDE.search(" ".join(classes_of(outer))):
            return True
        if next(outer.iter("h1"), None) is not None:
            return number < 3 and not any(len(_text(one)) > _SHORT for one in _before(time, outer))
    return False


def _before(time: HtmlElement, outer: HtmlElement) -> Iterator[HtmlElement]:
    """Yield the paragraphs before a time."""
    for element in outer.iter("p", "time"):
        if element is time:
            return
        yield element


def _text(element: HtmlElement) -> str:
    return " ".join("".join(element.itertext()).split())
