"""Where a page says that its article was published, by which identifiers, and by whom in parts."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence

from msgspec import structs

from generator.model import AuthorName, ItemType, Publication
from generator.text.html import clean_text
from generator.text.identifiers import arxiv_in, doi_in, isbn_in, issn_in
from generator.text.names import in_reading_order, split_names, stated_parts
from generator.text.page.linked_data import LinkedData, Thing, is_organization, text_of
from generator.text.urls import absolute_url

Said = Mapping[str, Sequence[str]]

# Highwire's tag for the place of an article → what that makes of it.
_CONTAINERS: Mapping[str, ItemType] = {
    "citation_journal_title": "journalArticle",
    "citation_conference_title": "conferencePaper",
    "citation_conference": "conferencePaper",
    "citation_inbook_title": "bookSection",
    "citation_book_title": "bookSection",
}


def publication_in(said: Said) -> Publication | None:
    """Return what Highwire's tags say, as journals and archives write them for Google Scholar."""

    def first(name: str) -> str | None:
        return next((text for one in said.get(name, ()) if (text := clean_text(one))), None)

    place = next((name for name in _CONTAINERS if first(name)), None)
    pages = [page for name in ("firstpage", "lastpage") if (page := first(f"citation_{name}"))]
    found = {
        "type": _CONTAINERS[place] if place else None,
        "container": first(place) if place else None,
        "volume": first("citation_volume"),
        "issue": first("citation_issue"),
        "pages": "-".join(pages) or None,
        "doi": doi_in(first("citation_doi")),
        "arxiv": arxiv_in(first("citation_arxiv_id")),
        "pmid": first("citation_pmid"),
        "isbn": isbn_in(first("citation_isbn")),
        "issn": issn_in(first("citation_issn")),
    }
    return structs.replace(Publication(), **found) if any(found.values()) else None


def references_in(said: Said) -> tuple[str, ...]:
    """Return the addresses of the DOIs that the page states of what it cites, each once."""
    dois = map(doi_in, said.get("citation_reference", ()))
    urls = (absolute_url(f"https://doi.org/{doi}") for doi in dois if doi)
    return tuple(dict.fromkeys(url for url in urls if url))


def name_parts_in(
    said: Said, data: LinkedData, article: Thing, authors: Collection[str]
) -> dict[str, AuthorName]:
    """Return the parts of the authors' names, as far as the page states them."""
    stated = (*_in_tags(said), *_in_data(data, article))
    return {name: parts for name, parts in reversed(stated) if name in authors}


def _in_tags(said: Said) -> Iterator[tuple[str, AuthorName]]:
    """Yield `Gödel, Kurt`, which citation_author allows."""
    for field in ("citation_author", "citation_authors"):
        for text in said.get(field, ()):
            for name in split_names(clean_text(text) or ""):
                if parts := stated_parts(name):
                    yield in_reading_order(name), parts


def _in_data(data: LinkedData, article: Thing) -> Iterator[tuple[str, AuthorName]]:
    for author in data.resolved(article.get("author")):
        name = text_of(author, "name") if isinstance(author, dict) else None
        if name is None:
            continue
        family, given = text_of(author, "familyName"), text_of(author, "givenName")
        # Some programs say of the person whose site it is that it is both.
        if is_organization(author) and "Person" not in str(author.get("@type")):
            yield name, AuthorName(family=name, is_group=True)
        elif family and given:
            yield name, AuthorName(family=family, given=given)
