"""Links within the list: which articles each links to or cites, and the map of them."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from urllib.parse import quote

from generator.model.articles import Article
from generator.model.pages import Page
from generator.model.record import Record
from generator.site.catalogue import Catalogue
from generator.site.paths import MAP, article_path
from generator.text.addresses import Addresses


def citations(articles: Iterable[Article]) -> dict[str, dict[str, str]]:
    """Return the links of articles to others of the list: by the id of the one, from link to id.

    Links are those of the cached copies, and the references that sources state. They lead to an
    article by its address, by its DOI or by its number at arXiv; one to an address that several
    articles have leads to none of them.
    """
    articles = tuple(articles)
    addresses = Addresses()
    addresses.learn(article.url for article in articles if article.url)
    listed: dict[str, set[str]] = defaultdict(set)
    for article in articles:
        for address in _addresses(article):
            listed[addresses.key(address)].add(article.id)
    by_url = {address: ids.pop() for address, ids in listed.items() if len(ids) == 1}
    known: dict[str, str | None] = {}
    cites = {}
    for article in articles:
        links = (*(article.preview.links if article.preview else ()), *article.references)
        for link in links:
            if link not in known:
                known[link] = by_url.get(addresses.key(link))
        cited = {link: found for link in links if (found := known[link]) and found != article.id}
        if cited:
            cites[article.id] = cited
    return cites


def _addresses(article: Article) -> Iterator[str]:
    if article.url:
        yield article.url
    if article.publication and article.publication.doi:
        yield f"https://doi.org/{quote(article.publication.doi)}"
    if article.publication and article.publication.arxiv:
        yield f"https://arxiv.org/abs/{article.publication.arxiv}"


# Links within the list → the map: the articles along the thread, a line from each to its own.
#
# Heights are counted in rows, of which a heading of a year is one as well, so the drawing
# stretches with the letters. Across, the thread is at 100 and a line swings out towards 0.

MOST_ARTICLES = 300
MOST_LINES = 3000
# As control points of a curve, for it swings out three quarters as far as they lie; and how far for
# each row at most, so that a short line stays round.
_SHORTEST, _LONGEST, _A_ROW = 16, 130, 24

#: An article, and one that it links to or cites.
Link = tuple[Article, Article]


class MapLine(Record, kw_only=True):
    """A line to another article."""

    #: How many rows away that is; negative for one above.
    rows: int
    #: Where the curve's bend lies, in parts of a hundred across.
    bend: int


class MapRow(Record, kw_only=True):
    """An article of the map."""

    #: The path of its page.
    path: str
    #: Its title, or how its text begins.
    label: str
    #: The glyph of its kind.
    glyph: str
    #: Whether its kind is shown large.
    large: bool
    #: The labels of the articles that it links to or cites.
    builds_on: tuple[str, ...]
    #: The lines to these.
    to: tuple[MapLine, ...]
    #: The lines to those that link to it or cite it.
    back: tuple[MapLine, ...]


class MapYear(Record, kw_only=True):
    """The articles of a year, newest first."""

    #: None for the articles without a date.
    year: int | None
    rows: tuple[MapRow, ...]


def link_map(catalogue: Catalogue) -> Iterator[Page]:
    """Yield the map; no page where no article links to another one."""
    every = [
        (article, cited)
        for article in catalogue.articles
        for cited in catalogue.cites.get(article.id, ())
    ]
    if not every:
        return
    lines = _most_linked(every)
    inputs = {
        "years": _years(catalogue, lines),
        "shown": (len(_ends(lines)), len(lines)),
        "all": (len(_ends(every)), len(every)),
    }
    yield Page(path=MAP, template="map.html", inputs=inputs)


def _ends(lines: Sequence[Link]) -> set[str]:
    return {article.id for line in lines for article in line}


def _most_linked(lines: Sequence[Link]) -> list[Link]:
    """Return the lines of the articles with the most, as far as there is room for both."""
    links = Counter(article.id for line in lines for article in line)
    most = sorted(lines, key=lambda line: -links[line[0].id] - links[line[1].id])
    shown: set[str] = set()
    kept: list[Link] = []
    for line in most[:MOST_LINES]:
        ends = shown | _ends([line])
        if len(ends) <= MOST_ARTICLES:
            shown = ends
            kept.append(line)
    return kept


def _years(catalogue: Catalogue, lines: Sequence[Link]) -> tuple[MapYear, ...]:
    ends = _ends(lines)
    articles = [article for article in catalogue.articles if article.id in ends]
    years = [(year, list(group)) for year, group in groupby(articles, key=_year)]
    places: dict[str, int] = {}
    for headings, (_, group) in enumerate(years, 1):
        places |= {one.id: headings + at for at, one in enumerate(group, len(places))}
    to: dict[str, list[Article]] = {article.id: [] for article in articles}
    back: dict[str, list[Article]] = {article.id: [] for article in articles}
    for citing, cited in sorted(lines, key=lambda line: [places[end.id] for end in line]):
        to[citing.id].append(cited)
        back[cited.id].append(citing)
    longest = max(abs(places[one.id] - places[other.id]) for one, other in lines)

    def row(article: Article) -> MapRow:
        kind, place = catalogue.kind(article), places[article.id]
        return MapRow(
            path=article_path(article),
            label=article.label,
            glyph=kind.glyph,
            large=kind.large,
            builds_on=tuple(other.label for other in to[article.id]),
            to=tuple(_line(places[other.id] - place, longest) for other in to[article.id]),
            back=tuple(_line(places[other.id] - place, longest) for other in back[article.id]),
        )

    return tuple(MapYear(year=year, rows=tuple(map(row, group))) for year, group in years)


def _year(article: Article) -> int | None:
    return article.date.place.year if article.date else None


def _line(rows: int, longest: int) -> MapLine:
    """Return a line over so many rows; the longest of all swings out farthest."""
    reach = (abs(rows) / longest) ** 0.5 * (_LONGEST - _SHORTEST)
    return MapLine(rows=rows, bend=100 - round(_SHORTEST + min(reach, _A_ROW * abs(rows))))
