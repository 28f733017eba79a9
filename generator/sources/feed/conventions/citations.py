"""Publications of articles: journal, volume, pages, DOI, in lines of a text or in elements."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from itertools import takewhile

import msgspec

from generator.model.entries import ItemType, Publication
from generator.sources.feed.conventions.convention import (
    FIELDS,
    LEAST,
    MarkupLine,
    Outcome,
    Text,
    WholeFeed,
    is_plain,
    lines_of,
    most,
    neutral,
    texts_of,
    with_content,
    with_summary,
    with_text,
    with_text_beside,
    without_lines,
    without_twin,
)
from generator.sources.feed.item import Item
from generator.text.bibliography import isbn_in, issn_in, pmid_in
from generator.text.html import text_of_html
from generator.text.titles import fold_text

# Lines that say where an article appeared, and no more: its journal, volume, pages, month, DOI.

# What may stand in a citation beside numbers, months and the journal's name.
_WORDS = frozenset(
    "volume vol issue iss no nr number page pages pp p article articles early view earlyview ahead "
    "of print online published first advance access in press doi pmid pmcid pmc epub e just "
    "accepted vor version record https http www org dx the on".split()
)
# One of these must stand in it, or the page numbers of a volume.
_SIGNS = re.compile(
    r"\bvol(?:ume|\.)?\b|\bissue\b|\bearly ?view\b|\bahead of print\b|\bpages?\b|\bpp\.|\bdoi\b"
    r"|\bpublished online\b|\bonline first\b|\badvance access\b|\bin press\b|\bpmid\b"
    r"|\b(?:19|20)\d\d, ?\d{1,5}, ?\d"
    r"|\bjust accepted\b|\barticle e?\d|\d ?\(\d{1,6}\) ?: ?e?\d|\d ?: ?e?\d{1,8} ?- ?e?\d"
)
_DOI = re.compile(r"(?:https?://(?:dx\.)?doi\.org/|doi: ?)?10\.\d{4,9}/\S+")
_IDENTIFIER = re.compile(r"(?:https?://(?:dx\.)?doi\.org/|doi: ?)?\b10\.\d{4,9}/\S+|https?://\S+")
_CODE = re.compile(r"\b[a-z]?\d[\w./:-]*")
_LONGEST = 250
_MOST_LINES = 5
_ABSTRACT = re.compile(
    r"^(?:<[^<>]*+>|\s)*+(?:abstract|summary|zusammenfassung|résumé|resumen)(?=[\s:.<]|$)"
    r"(?:\s|</?(?!(?:img|p|div|ul|ol|table|blockquote)\b)[^<>]*+>)*+[:.]?\s*+",
    re.IGNORECASE,
)
_ABSTRACT_WORD = re.compile(r"(?:abstract|summary|zusammenfassung|résumé|resumen)[:.]?", re.I)
_LABELLED = re.compile(r"(?:(?i:abstract|summary): ?|(?:Abstract|ABSTRACT)\.? )[A-Z]")
_NO_ABSTRACT = re.compile(
    r"\W*(?:no abstract(?: (?:is )?available)?|abstract not available)\W*", re.IGNORECASE
)


def take_off_citations(feed: WholeFeed) -> Outcome:
    """Take off the lines of all texts that only cite; what is left is the text."""
    items = list(feed.items)
    touched: set[int] = set()
    for field in FIELDS:
        texts = [
            text for text in texts_of(items, (field,)) if _letters(text_of_html(text.html) or "")
        ]
        ends = [_ends(text, items[text.place], feed) for text in texts]
        common = Counter(rest for end in ends for rest in {rest for _line, rest in end})
        shared = {
            rest
            for rest, count in common.items()
            if rest == "" or (count >= LEAST if rest[0] != "=" else most(count, len(texts)))
        }
        taken = [_taken(end, shared) for end in ends]
        count = sum(map(bool, taken))
        if count < LEAST or count * 3 < len(texts) * 2:
            continue
        for text, lines in zip(texts, taken, strict=True):
            if lines:
                touched.add(text.place)
                html = without_lines(text.html, lines)
                item = with_text(items[text.place], field, html, is_abstract=True)
                items[text.place] = _without_beside(item) if field == "content" else item
    if not touched:
        return _without_labels(feed, items, ())
    items = [
        _with_other_text(item) if place in touched else item for place, item in enumerate(items)
    ]
    trait = "texts cite where their articles appeared, which was taken off"
    return _without_labels(feed, items, (trait,), touched)


def _ends(text: Text, item: Item, feed: WholeFeed) -> list[tuple[MarkupLine, str]]:
    """Return the first and last lines of a text, each with the words that no citation explains.

    "" stands for those of its own journal; "=" stands before a line that may be a name alone.
    """
    lines = [line for line in text.lines if line.text]
    return [
        (line, _rest_of_citation(line.text, item, feed))
        for line in dict.fromkeys((*lines[:_MOST_LINES], *lines[::-1][:_MOST_LINES]))
        if line.text != " ".join(called for _target, called in line.links)
        or has_sign(fold_text(line.text))
    ]


def _taken(ends: Sequence[tuple[MarkupLine, str]], shared: Collection[str]) -> list[MarkupLine]:
    """Return the lines at both ends that cite; none where there are only names."""
    lines = sorted(ends)
    head = takewhile(lambda end: end[1] in shared, lines)
    tail = takewhile(lambda end: end[1] in shared, reversed(lines))
    found = list(dict.fromkeys(line for line, _rest in (*head, *tail)))
    return found if any(has_sign(fold_text(line.text)) for line in found) else []


def has_sign(folded: str) -> bool:
    """Return whether a folded line has what only citations have: a volume, an issue, a DOI."""
    return bool(_SIGNS.search(folded) or _DOI.fullmatch(folded))


def _rest_of_citation(text: str, item: Item, feed: WholeFeed) -> str:
    """Return the words of a line beside those of citations; "" for those of its own journal."""
    folded = fold_text(text)
    title = fold_text(item.title or "")
    if title and folded.rstrip(".").endswith(title.rstrip(".")):
        folded = folded.rstrip(".").removesuffix(title.rstrip(".")).rstrip(" :")
    if len(folded) > _LONGEST:
        return f"={folded}"
    elements = ("dc_source", "prism_publicationname", "source")
    names = [fold_text(feed.title), *(fold_text(item.elements.get(key, "")) for key in elements)]
    is_citation = has_sign(folded)
    if not (is_citation or any(name.startswith(folded) for name in names)):
        return f"={folded}" if _letters(folded) else ""
    plain = _CODE.sub(" ", neutral(_IDENTIFIER.sub(" ", folded)))
    words = [word for word in _letters(plain) if word not in _WORDS]
    if not is_citation:
        return "" if words or not _letters(folded) else f"={folded}"
    own = {word for name in names for word in _letters(name)}
    is_own = all(any(one.startswith(word) for one in own) for word in words)
    return "" if is_own else " ".join(words)


def _letters(text: str) -> list[str]:
    return re.findall(r"[^\W\d_]+", text)


def _without_beside(item: Item) -> Item:
    """Return the item without the received content, which is no other text than what was cut."""
    elements = {name: text for name, text in item.elements.items() if name != "content"}
    return msgspec.structs.replace(item, elements=elements)


def _with_other_text(item: Item) -> Item:
    """Return the item with the longer text beside it as its summary, where none is left."""
    item = with_text_beside(item)
    if item.markup and (html := _without_label(item.markup.html)) != item.markup.html:
        item = with_summary(item, html)
    if item.summary and item.content and is_plain(item.content.html):
        item = with_content(item, _without_label(item.content.html))
    return without_twin(item)


def _without_labels(
    feed: WholeFeed, items: Sequence[Item], traits: tuple[str, ...], touched: set[int] | None = None
) -> Outcome:
    """Take the label "Abstract" off the beginning of the texts, where most have it."""
    texts = texts_of(items)
    labelled = [text for text in texts if _label_of(text)]
    changed = list(items)
    in_most = len(labelled) >= LEAST and len(labelled) * 2 > len(texts)
    # A heading of its own over one text is as good as over another: reviews have none.
    headed = {text.place for text in labelled if _has_heading(text)}
    is_habit = in_most or len(headed) >= LEAST
    for text in labelled:
        is_headed = is_habit and text.place in headed
        if in_most or is_headed or text.place in (touched or ()):
            html = "" if _says_none(text) else _without_label(text.html)
            item = with_text(changed[text.place], text.field, html, is_abstract=True)
            changed[text.place] = without_twin(item)
    if is_habit:
        which = "most texts begin" if in_most else "some texts begin"
        traits = (*traits, f"{which} with the word “Abstract”, which was taken off")
    return Outcome(changed if traits else feed.items, traits)


def _says_none(text: Text) -> bool:
    return bool(_NO_ABSTRACT.fullmatch(" ".join(line.text for line in text.lines)))


def _label_of(text: Text) -> bool:
    """Return whether a text begins with the label, set apart by markup, a colon or capitals."""
    if _says_none(text):
        return True
    if _has_heading(text):
        return True
    first = next((line.text for line in text.lines if line.text), "")
    return bool(_LABELLED.match(first))


def _has_heading(text: Text) -> bool:
    """Return whether the label is a line of its own over the text."""
    first = next((line.text for line in text.lines if line.text), "")
    return bool(_ABSTRACT_WORD.fullmatch(first)) and len(text.lines) > 1


def _without_label(html: str) -> str:
    """Return the text without the label, in a line of its own or before the first."""
    first = next((line for line in lines_of(html) if line.text), None)
    if first is None:
        return html
    if _ABSTRACT_WORD.fullmatch(first.text):
        return without_lines(html, [first])
    return html[: first.start] + _ABSTRACT.sub("", first.html, count=1) + html[first.end :]


# The journals, volumes and pages that entries state in elements of PRISM and Dublin Core.
#
# Source: PRISM 2.1, "The PRISM Namespace".

# What prism:aggregationType calls what something stands in.
_TYPES: Mapping[str, ItemType] = {
    "journal": "journalArticle",
    "magazine": "magazineArticle",
    "newspaper": "newspaperArticle",
}


def find_publications(feed: WholeFeed) -> Outcome:
    """Find where entries say that they were published."""
    items = [msgspec.structs.replace(item, publication=_publication(item)) for item in feed.items]
    count = sum(item.publication is not None for item in items)
    traits = (f"entries state where they were published ({count})",) if count else ()
    return Outcome(items, traits)


def _publication(item: Item) -> Publication | None:
    """Return the publication of an entry in a journal or with a DOI; None for a blog's."""
    texts = {name: text_of_html(text) for name, text in item.elements.items()}
    stated = {name.removeprefix("prism_"): text for name, text in texts.items() if text}
    container = stated.get("publicationname")
    if not container and not item.doi:
        return None
    found = Publication(
        type=_type(stated, item),
        container=container,
        volume=stated.get("volume"),
        issue=stated.get("number") or stated.get("issueidentifier"),
        pages=_pages(stated),
        publisher=stated.get("publisher"),
        pmid=_pmid(stated.get("dc_identifier")),
        isbn=isbn_in(stated.get("isbn")),
        issn=issn_in(stated.get("issn")) or issn_in(stated.get("eissn")),
    )
    return found if found.stated else None


def _type(stated: Mapping[str, str], item: Item) -> ItemType | None:
    """Return the sort of work, as stated.

    What has a place in a numbered journal is an article of it.
    """
    if aggregation := stated.get("aggregationtype"):
        return _TYPES.get(aggregation.casefold())
    numbered = item.doi or any(map(stated.get, ("volume", "number", "startingpage", "issn")))
    return "journalArticle" if stated.get("publicationname") and numbered else None


def _pmid(identifier: str | None) -> str | None:
    """Return the PubMed number of an identifier that says it is one; None for other numbers."""
    is_stated = (identifier or "").casefold().startswith("pmid:")
    return pmid_in(identifier) if is_stated else None


def _pages(stated: Mapping[str, str]) -> str | None:
    ends = filter(None, (stated.get("startingpage"), stated.get("endingpage")))
    return "–".join(ends) or stated.get("pagerange")
