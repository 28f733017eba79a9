"""The library with everything that pages look up in it, worked out once."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping
from hashlib import blake2b

import msgspec

from generator.config.records import Config, Kind, Series, Site, Source
from generator.model.articles import Article
from generator.model.entries import Outage
from generator.model.record import Record
from generator.site import Library
from generator.site.citation_formats import Cited, as_cited, citation_keys
from generator.site.list_rows import NO_NEIGHBOURS, Neighbours, Reference, Row
from generator.site.paths import (
    HOME,
    SOURCES,
    UNDATED,
    article_path,
    kind_path,
    named_paths,
    series_path,
    source_path,
)
from generator.site.timeline import WHOLE
from generator.text.dates import first_day, trailing_month
from generator.text.excerpts import cut_at_word
from generator.text.search_terms import collation_key
from generator.text.urls import url_host

# In a list, a summary longer than this is cut at a word.
EXCERPT_LENGTH = 300
_SEPARATORS = " \t-–—:,|·"

Groups = Mapping[str, tuple[Article, ...]]


# With fewer articles a tag or an author has no feed, and no more of either have one than this.
LEAST_OF_FEED = 3
MOST_FEEDS = 100


class FedGroup(Record, kw_only=True):
    """A part of the list that has a feed of its own."""

    #: Names it in the feed's id, which never changes: "tag:mosses".
    key: str
    title: str
    #: Where people find the same articles.
    page: str
    articles: tuple[Article, ...]


class Catalogue(Record, kw_only=True):
    """A library with its indexes. Articles are in the timeline's order throughout."""

    library: Library
    articles: tuple[Article, ...]
    by_id: dict[str, Article]
    by_kind: Groups
    by_series: Groups
    by_author: Groups
    by_tag: Groups
    #: The paths of the pages of bylines, by the byline.
    author_paths: dict[str, str]
    #: The paths of the pages of tags, by the tag.
    tag_paths: dict[str, str]
    #: The articles of this list that an article links to or cites, by its id.
    cites: Groups
    #: The articles of this list that link to an article or cite it, by its id.
    cited_by: Groups
    #: The place of each article in `articles`, by its id.
    places: dict[str, int]
    #: The place of each article in its series, by its id.
    series_places: dict[str, int]
    #: Since when the pages of articles have not answered, by the article's id.
    outages: dict[str, Outage]
    #: The titles of sources, by their names.
    titles: dict[str, str]
    kinds_by_name: dict[str, Kind]
    #: What the articles of dated series are about, by id, where their summaries say it.
    matters: dict[str, str]
    #: The sources that articles name, by name; none in a list of one blog.
    blogs: dict[str, Source]
    #: When the list began, in EDTF: what it had then is new to nobody.
    began: str
    #: The rows that were made so far, by the article's id.
    rows: dict[str, Row]
    #: The keys by which bibliographies cite articles, by the article's id.
    citation_keys: dict[str, str]
    #: The hash of all that an article says but for its copy, by its id: for lists of all of them.
    hashes: dict[str, str]
    #: What has a feed, by the path of its page.
    fed: dict[str, FedGroup]

    @property
    def site(self) -> Site:
        """The table [site]."""
        return self.library.config.site

    @property
    def kinds(self) -> list[Kind]:
        """The kinds as they are shown: large ones first, then those with the most articles."""
        return sorted(
            self.library.config.kinds,
            key=lambda kind: (not kind.large, -len(self.by_kind.get(kind.name, ()))),
        )

    @property
    def undated_path(self) -> str:
        """The page of the undated articles: at the end of the timeline, or alone if it is split."""
        return UNDATED if len(self.articles) > WHOLE else f"{HOME}#undated"

    def kind(self, article: Article) -> Kind:
        """Return the kind of an article."""
        return self.kinds_by_name[article.kind]

    def cited(self, article: Article) -> Cited:
        """Return an article as it is cited."""
        return as_cited(article, self.kind(article), self.citation_keys[article.id])

    def hashes_of(self, articles: Iterable[Article]) -> list[str]:
        """Return what stands for articles in the inputs of a page that shows nothing of copies."""
        return [self.hashes[article.id] for article in articles]

    def series(self, name: str) -> Series:
        """Return the series of that name."""
        return next(series for series in self.library.config.series if series.name == name)

    def blog(self, article: Article) -> Source | None:
        """Return the source to name beside the article, most trusted first.

        None where all have one.
        """
        return next((self.blogs[name] for name in article.sources if name in self.blogs), None)

    def source_title(self, name: str | None) -> str | None:
        """Return what a source is called: its title, or its name where it is not in site.toml."""
        return name and self.titles.get(name, name)

    def in_time(self, article: Article) -> Neighbours:
        """Return the articles next to this one in the whole timeline."""
        return self._neighbours(self.articles, self.places[article.id])

    def in_series(self, article: Article) -> Neighbours:
        """Return the articles next to this one in its series; none if it is in none."""
        if article.series is None:
            return NO_NEIGHBOURS
        return self._neighbours(self.by_series[article.series], self.series_places[article.id])

    def _neighbours(self, articles: tuple[Article, ...], place: int) -> Neighbours:
        newer, older = articles[max(0, place - 1) : place], articles[place + 1 : place + 2]
        return Neighbours(
            newer=self.reference(newer[0]) if newer else None,
            older=self.reference(older[0]) if older else None,
        )

    def reference(self, article: Article) -> Reference:
        """Return the article as other pages name it."""
        return Reference(
            path=article_path(article),
            label=article.label,
            date=article.date,
            glyph=self.kind(article).glyph,
        )

    def references(self, articles: Iterable[Article]) -> tuple[Reference, ...]:
        """Return the articles as other pages list them."""
        return tuple(map(self.reference, articles))

    def title_parts(self, article: Article) -> tuple[str, str]:
        """Return an article's label in two parts: what to show, and the month that it repeats.

        The second part is "" where it repeats none.


        Only titles of a dated series repeat it: `Circuits Updates` and ` — July 2024`.
        """
        if article.series is None or article.date is None or not self.series(article.series).dated:
            return article.label, ""
        split = trailing_month(article.label, self.site.language)
        if split is None or first_day(split[1])[:2] != first_day(article.date.place)[:2]:
            return article.label, ""
        shown = split[0].rstrip(_SEPARATORS)
        return (shown, article.label[len(shown) :]) if shown else (article.label, "")

    def differs_on(self, article: Article) -> tuple[str, ...]:
        """Return on which fields the sources differ in more than a placeholder or a wording."""
        fields = (one.field for one in article.conflicts if not one.is_minor)
        return tuple(dict.fromkeys(fields))

    def excerpt(self, article: Article) -> str | None:
        """Return the summary as lists show it: whole, or cut at a word with an ellipsis."""
        summary = article.summary
        if summary is None or len(summary) <= EXCERPT_LENGTH:
            return summary
        return f"{cut_at_word(summary, EXCERPT_LENGTH).rstrip(' ,;:.')} …"

    def host(self, article: Article) -> str | None:
        """Return where the article itself stands, None without an address."""
        return url_host(article.url) if article.url else None

    def span(self, articles: Iterable[Article]) -> tuple[int, int] | None:
        """Return the first and the last year of articles in timeline order.

        None if none is dated.
        """
        years = [article.date.place.year for article in articles if article.date]
        return (years[-1], years[0]) if years else None


def make_catalogue(library: Library) -> Catalogue:
    """Return the library with its indexes."""
    articles = library.timeline.articles
    by_series = _grouped(articles, lambda article: [article.series] if article.series else [])
    by_author = _grouped(articles, lambda article: article.authors)
    by_tag = _grouped(articles, lambda article: article.tags)
    by_kind = _grouped(articles, lambda article: [article.kind])
    author_paths, tag_paths = named_paths("author", by_author), named_paths("tag", by_tag)
    by_id = {article.id: article for article in articles}
    cited_by = defaultdict(list)
    for article in articles:
        for cited in dict.fromkeys(library.cites.get(article.id, {}).values()):
            cited_by[cited].append(article)
    return Catalogue(
        library=library,
        articles=articles,
        by_id=by_id,
        by_kind=by_kind,
        by_series=by_series,
        by_author=by_author,
        by_tag=by_tag,
        author_paths=author_paths,
        tag_paths=tag_paths,
        cites={
            citing: tuple(by_id[article_id] for article_id in dict.fromkeys(cited.values()))
            for citing, cited in library.cites.items()
        },
        cited_by={key: tuple(values) for key, values in cited_by.items()},
        places={article.id: place for place, article in enumerate(articles)},
        series_places={
            article.id: place for group in by_series.values() for place, article in enumerate(group)
        },
        outages=dict(library.outages),
        titles={source.name: source.title for source in library.config.sources},
        kinds_by_name={kind.name: kind for kind in library.config.kinds},
        began=min((one.added.edtf for one in articles if one.added), default=""),
        matters={
            article_id: matter
            for series in library.config.series
            if series.dated
            for article_id, matter in matters_of(by_series.get(series.name, ())).items()
        },
        blogs={source.name: source for source in library.config.blogs},
        rows={},
        citation_keys=citation_keys(articles),
        hashes={article.id: _hash_without_copy(article) for article in articles},
        fed={
            **_fed_by_config(library.config, by_kind, by_series, articles),
            **_fed_by_name("tag", by_tag, tag_paths),
            **_fed_by_name("author", by_author, author_paths),
        },
    )


def _hash_without_copy(article: Article) -> str:
    described = msgspec.msgpack.encode(msgspec.structs.replace(article, preview=None))
    return blake2b(described, digest_size=16).hexdigest()


def _fed_by_config(
    config: Config, by_kind: Groups, by_series: Groups, articles: Iterable[Article]
) -> dict[str, FedGroup]:
    """Return every kind, series and source that lists anything."""
    by_source = _grouped(articles, lambda article: article.sources)
    blogs = {source.name for source in config.blogs}
    found = [
        *((kind_path(k.name), "kind", k.name, k.plural, by_kind) for k in config.kinds),
        *((series_path(s.name), "series", s.name, s.title, by_series) for s in config.series),
        *(
            (source_path(s.name), "source", s.name, s.title, by_source)
            for s in config.sources
            if s.reader != "preview"
        ),
    ]
    return {
        path: FedGroup(
            key=f"{axis}:{name}",
            title=title,
            page=path if axis != "source" or name in blogs else f"{SOURCES}#{name}",
            articles=groups[name],
        )
        for path, axis, name, title, groups in found
        if any(map(_is_timed, groups.get(name, ())))
    }


def _is_timed(article: Article) -> bool:
    """Return whether a feed can say when the article was published or changed."""
    return bool(article.date or article.updated)


def _fed_by_name(axis: str, groups: Groups, paths: Mapping[str, str]) -> dict[str, FedGroup]:
    """Return the names with the most articles, in the order of all names."""
    large = [name for name, found in groups.items() if sum(map(_is_timed, found)) >= LEAST_OF_FEED]
    most = set(sorted(large, key=lambda name: -len(groups[name]))[:MOST_FEEDS])
    return {
        paths[name]: FedGroup(
            key=f"{axis}:{name}", title=name, page=paths[name], articles=groups[name]
        )
        for name in large
        if name in most
    }


def _grouped(articles: Iterable[Article], names: Callable[[Article], Iterable[str]]) -> Groups:
    groups: dict[str, list[Article]] = defaultdict(list)
    for article in articles:
        for name in dict.fromkeys(names(article)):
            groups[name].append(article)
    return {name: tuple(groups[name]) for name in sorted(groups, key=collation_key)}


# What each article of a dated series is about, by the summaries that the series' articles have.
#
# Their titles all say the same ("Circuits Updates — July 2024"): in a list, what the update is
# about stands large in the title's place.

# A summary longer than this is no heading.
_LONGEST = 160
_LONGEST_ANNOUNCEMENT = 60


def matters_of(articles: Iterable[Article]) -> dict[str, str]:
    """Return by an article's id what it is about; articles of one series.

    A summary that another article has as well says nothing of either. What stands before a colon
    is left out where another summary begins with it too: it announces what follows.

    "A collection of small updates: five hurdles, dark matter." → "Five hurdles, dark matter"
    """
    summaries = {article.id: article.summary for article in articles if article.summary}
    uses = Counter(summaries.values())
    in_order = sorted(summaries.values())
    found = {}
    for article_id, summary in summaries.items():
        announcement, colon, rest = summary.partition(": ")
        is_announced = colon and len(announcement) <= _LONGEST_ANNOUNCEMENT
        if is_announced and _begins_two(in_order, announcement):
            summary, is_own = rest, True
        else:
            is_own = uses[summary] == 1
        if is_own and summary.strip() and len(summary) <= _LONGEST:
            found[article_id] = _as_heading(summary.strip())
    return found


def _begins_two(in_order: list[str], start: str) -> bool:
    first = bisect_left(in_order, start)
    return all(text.startswith(start) for text in in_order[first : first + 2]) and (
        first + 1 < len(in_order)
    )


def _as_heading(text: str) -> str:
    is_one_sentence = text.endswith(".") and ". " not in text and not text.endswith("..")
    text = text[:-1] if is_one_sentence else text
    return text[0].upper() + text[1:]
