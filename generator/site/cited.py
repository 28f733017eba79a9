"""An article as it is cited, before any format has its say: its key, its type, its authors."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable

from generator.config.records import Kind
from generator.model import Article, AuthorName, ItemType, Publication, Record
from generator.text.names import without_others
from generator.text.urls import slugify

# What a key leaves out of a title.
_SMALL_WORDS = frozenset(
    "a an the on of in at to for from by with and or as is are how what why when where who "
    "towards toward der die das ein eine le la les un une el los las".split()
)
_LETTERS = "abcdefghijklmnopqrstuvwxyz"


class Author(Record, kw_only=True):
    """An author by the whole name, and by its parts where a source states them."""

    whole: str
    parts: AuthorName | None = None

    @property
    def family(self) -> str | None:
        """The family's name with its particle, of a person whose parts are known; else None."""
        if self.parts is None or self.parts.is_group:
            return None
        return " ".join(filter(None, (self.parts.particle, self.parts.family)))


class Cited(Record, kw_only=True):
    """What every format says of an article. `has_others`: there are more authors than these."""

    article: Article
    key: str
    type: ItemType
    authors: tuple[Author, ...]
    has_others: bool
    publication: Publication

    @property
    def pages(self) -> tuple[str, str]:
        """The first and the last page; "" for what is not known."""
        first, *last = re.split(r" ?[-\u2013]+ ?", self.publication.pages or "", maxsplit=1)
        return first, last[0] if last else ""


def as_cited(article: Article, kind: Kind, key: str) -> Cited:
    """Return an article as it is cited."""
    names, has_others = without_others(article.authors)
    return Cited(
        article=article,
        key=key,
        type=_type(article, kind),
        authors=tuple(Author(whole=name, parts=article.name_parts.get(name)) for name in names),
        has_others=has_others,
        publication=article.publication or Publication(),
    )


def _type(article: Article, kind: Kind) -> ItemType:
    """What a bibliography states, else what the owner says of its kind, else what it looks like."""
    publication = article.publication or Publication()
    if stated := publication.type or kind.cited_as:
        return stated
    return "preprint" if kind.large or publication.arxiv else "blogPost"


def citation_keys(articles: Iterable[Article]) -> dict[str, str]:
    """Return the key of each article by its id: `elhage2022toy`, or that of its bibliography.

    Of several that would have the same key the first that was added has it, and has it for good.
    """
    keys: dict[str, str] = {}
    taken: set[str] = set()
    count: dict[str, int] = defaultdict(int)
    for article in sorted(articles, key=_age):
        wanted = _wanted_key(article)
        key = wanted
        while key.lower() in taken:
            number = count[wanted.lower()]
            count[wanted.lower()] += 1
            key = wanted + (_LETTERS[number] if number < len(_LETTERS) else f"-{number}")
        taken.add(key.lower())
        keys[article.id] = key
    return keys


def _age(article: Article) -> tuple[bool, str, str]:
    is_made = article.publication is None or article.publication.key is None
    return is_made, article.added.edtf if article.added else "", article.id


def _wanted_key(article: Article) -> str:
    if article.publication and article.publication.key:
        return article.publication.key
    year = str(article.date.place.year) if article.date else ""
    words = [word for word in _words(article.title) if word not in _SMALL_WORDS and word != year]
    names, _ = without_others(article.authors)
    author = _words(_called(names[0], article.name_parts.get(names[0])))[-1:] if names else []
    key = "".join((*author, year, *words[:1]) if author else (*words[:3], year))
    return key if author or words else article.slug


def _called(name: str, parts: AuthorName | None) -> str:
    """Return what an author goes by in a key: the family's name, else the last word."""
    return re.sub(r"[\s'’-]", "", parts.family) if parts and not parts.is_group else name


def _words(text: str | None) -> list[str]:
    return [word for word in slugify(text or "", "").split("-") if word]
