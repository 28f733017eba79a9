"""The journals, volumes and pages that entries state in elements of PRISM and Dublin Core.

Source: PRISM 2.1, "The PRISM Namespace".
"""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

from generator.model import ItemType, Publication
from generator.sources.feed.conventions.whole import Feed, Outcome
from generator.sources.feed.item import Item
from generator.text.html import text_of_html
from generator.text.identifiers import isbn_in, issn_in, pmid_in

# What prism:aggregationType calls what something stands in.
_TYPES: Mapping[str, ItemType] = {
    "journal": "journalArticle",
    "magazine": "magazineArticle",
    "newspaper": "newspaperArticle",
}


def find_publications(feed: Feed) -> Outcome:
    """Find where entries say that they were published."""
    items = [msgspec.structs.replace(item, publication=_publication(item)) for item in feed.items]
    count = sum(item.publication is not None for item in items)
    traits = (f"entries state where they were published ({count})",) if count else ()
    return Outcome(items, traits)


def _publication(item: Item) -> Publication | None:
    """Return what stands in a journal, or has a DOI: the publisher of a blog is no publication."""
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
    """The number of PubMed's that an identifier is, which says so: other numbers are no such."""
    is_stated = (identifier or "").casefold().startswith("pmid:")
    return pmid_in(identifier) if is_stated else None


def _pages(stated: Mapping[str, str]) -> str | None:
    ends = filter(None, (stated.get("startingpage"), stated.get("endingpage")))
    return "–".join(ends) or stated.get("pagerange")
