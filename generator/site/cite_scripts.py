"""The articles → what assets/cite.js cites.

search/cite-2025.js   the BibTeX and RIS of each article of a year, as library.bib and library.ris
                      have them; those of the undated ones in cite-undated.js
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial

from generator.model import Article, Page
from generator.site.catalogue import Catalogue
from generator.site.citation_formats import bibtex, ris
from generator.site.data_script import data_script
from generator.site.paths import search_path
from generator.site.search import parts_of


def cite_pages(catalogue: Catalogue) -> Iterator[Page]:
    """Return a script a year."""
    for name, articles in parts_of(catalogue):
        inputs = {
            "articles": catalogue.hashes_of(articles),
            "keys": [catalogue.citation_keys[article.id] for article in articles],
            "kinds": catalogue.library.config.kinds,
        }
        body = partial(_part, catalogue, articles)
        yield Page(path=search_path(f"cite-{name}"), inputs=inputs, body=body)


def _part(catalogue: Catalogue, articles: Sequence[Article]) -> str:
    cited = [catalogue.cited(article) for article in articles]
    return data_script("octavo.citations", [[c.article.id, bibtex(c), ris(c)] for c in cited])
