"""What a page shows → its path below _site/. No output name is made anywhere else."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from generator.model.articles import Article
from generator.model.record import PartialDate
from generator.text.urls import short_hash, slugify

HOME = "index.html"
UNDATED = "undated/index.html"
SOURCES = "evidence/index.html"
CONFLICTS = "evidence/differences/index.html"
VAGUE = "evidence/differences/vague/index.html"
MENTIONS = "evidence/named/index.html"
ABOUT = "about/index.html"
NEWS = "new/index.html"
OFFLINE = "offline/index.html"
MAP = "map/index.html"
KINDS = "kind/index.html"
ALL_SERIES = "series/index.html"
TAGS = "tag/index.html"
AUTHORS = "author/index.html"
COPIES = "copies/index.html"
FEEDS = "feeds/index.html"
NOT_FOUND = "404.html"
ATOM = "feed.xml"
JSON_FEED = "feed.json"
ADDED = "added.xml"
CHANGES = "changes.xml"
RECORDS = "articles.json"
TABLE = "articles.csv"
MARKDOWN = "list.md"
WORDS = "assets/words.js"
WEB_MANIFEST = "manifest.webmanifest"
BUILD_VERSION = "assets/build.js"
BIBTEX = "library.bib"
RIS = "library.ris"
CSL_JSON = "library.json"
BOOKMARKS = "bookmarks.html"
OPML = "sources.opml"
SITEMAP = "sitemap.xml"
PICTURE = "og.png"
ROBOTS = "robots.txt"
NO_JEKYLL = ".nojekyll"
# Where the pages of the evidence stood before they stood together.
_OLD_FOLDERS = {
    "evidence/differences/": "conflicts/",
    "evidence/named/": "mentions/",
    "evidence/source/": "sources/",
    SOURCES: "sources/index.html",
}


def year_path(year: int) -> str:
    """Return the page of a year.

    >>> year_path(2025)
    '2025/index.html'
    """
    return f"{year:04d}/index.html"


def month_path(year: int, month: int) -> str:
    """Return the page of a month.

    >>> month_path(2025, 7)
    '2025/07/index.html'
    """
    return f"{year:04d}/{month:02d}/index.html"


def date_path(date: PartialDate | None) -> str:
    """Return the narrowest page with everything of that date: its month, its year, or home."""
    if date is None:
        return f"{HOME}#undated"
    place = date.place
    return month_path(place.year, place.month) if place.month else year_path(place.year)


def article_path(article: Article) -> str:
    """Return the page of an article."""
    return f"a/{article.slug}/index.html"


def forward_path(slug: str) -> str:
    """Return where the page of a permalink that is gone stands."""
    return f"a/{slug}/index.html"


def copy_path(article: Article) -> str:
    """Return where on its page the cached copy of an article stands."""
    return f"{article_path(article)}#copy"


def kind_path(name: str) -> str:
    """Return the page of a kind, by its name in site.toml."""
    return f"kind/{name}/index.html"


def series_path(name: str) -> str:
    """Return the page of a series, by its name in site.toml."""
    return f"series/{name}/index.html"


def source_path(name: str) -> str:
    """Return the page of what only one source lists, by its name in site.toml."""
    return f"evidence/source/{name}/index.html"


def old_path(path: str) -> str:
    """Return where a page of the evidence stood in sites that are built already.

    >>> old_path("evidence/differences/2025/index.html")
    'conflicts/2025/index.html'
    """
    new, old = next(pair for pair in _OLD_FOLDERS.items() if path.startswith(pair[0]))
    return path.replace(new, old, 1)


def feed_path(page: str) -> str:
    """Return the feed of what a page lists.

    >>> feed_path("tag/c/index.html")
    'tag/c/feed.xml'
    """
    return page.removesuffix(HOME) + ATOM


def part_path(path: str, year: int | None) -> str:
    """Return the page of one year of a list that is split, or of what is undated in it.

    >>> part_path("kind/paper/index.html", 2025)
    'kind/paper/2025/index.html'
    """
    return f"{path.removesuffix(HOME)}{f'{year:04d}' if year else 'undated'}/{HOME}"


def sitemap_path(number: int) -> str:
    """Return one of several sitemaps, counted from 1."""
    return f"sitemap-{number}.xml"


def search_path(name: str) -> str:
    """Return a script of the search."""
    return f"search/{name}.js"


def copy_text_path(article: Article) -> str:
    """Return the script that holds the text of an article's cached copy."""
    return search_path(f"c-{article.id}")


def named_paths(folder: str, names: Iterable[str]) -> dict[str, str]:
    """Return a page for each name, in the names' order; names of the same slug carry their hash.

    >>> named_paths("author", ["Lindsey", "Lindsey et al."])["Lindsey et al."]
    'author/lindsey-et-al/index.html'
    """
    slugs = {name: slugify(name, short_hash(name)) for name in names}
    uses = Counter(slugs.values())
    paths = {}
    for name, slug in slugs.items():
        if uses[slug] > 1:
            # Somebody may be called by what looks like another's slug and hash: none has "--".
            with_hash = f"{slug}-{short_hash(name)}"
            slug = f"{slug}--{short_hash(name)}" if with_hash in uses else with_hash
        paths[name] = f"{folder}/{slug}/index.html"
    return paths


def year_anchor(year: int) -> str:
    """Return the id of a year in a timeline."""
    return f"y{year}"


def month_anchor(year: int, month: int | None) -> str:
    """Return the id of a month in a timeline; that of the unknown month ends in 00."""
    return f"m{year}-{month or 0:02d}"
