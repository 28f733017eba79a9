"""The articles → what assets/search.js searches: scripts, for a page on a disk may not fetch.

search/index.js       what there is: the kinds, the series, the years and how many articles each has
search/2025.js        the articles of a year, as they are listed; the undated ones in undated.js
search/s-2025-a.js    of many articles: the words that begin with "a", and which of the year's
                      articles hold them

Up to SCANNED articles a year's script holds their words too, and is searched from one end to the
other. Above that, words have scripts of their own. All but index.js depend on the articles of their
year alone. What an article is found by is in search_words.py.
"""

from __future__ import annotations

from bisect import insort
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import lru_cache, partial
from itertools import accumulate, chain, zip_longest
from mmap import mmap
from operator import sub

import msgspec

from generator.model import Article, Draft, Page, Preview
from generator.site.catalogue import Catalogue
from generator.site.paths import article_path, search_path
from generator.site.search_words import LETTERS, Shards, letter_of, shards_of, weights_of, words_of

SCANNED = 3000
_SHARD = "octavo.shard"
_SHARD_ARGUMENTS = msgspec.json.Decoder(tuple[str, str, list[tuple[str, list[int]]]])


def search_drafts(catalogue: Catalogue) -> Iterator[Draft]:
    """All scripts of the search."""
    years = [(f"{year.year:04d}", year.articles) for year in catalogue.library.timeline.years]
    undated = catalogue.library.timeline.undated
    parts = [*years, *([("undated", undated)] if undated else [])]
    scanned = len(catalogue.articles) <= SCANNED
    for name, articles in parts:
        make = partial(_part_page, catalogue, name, articles, with_words=scanned)
        yield Draft(
            path=search_path(name),
            template=None,
            make=make,
            shows=_captures(articles) if scanned else (),
            mend=partial(_mended_part, catalogue, name, articles),
        )
    if not scanned:
        yield from _shard_drafts(catalogue, parts)
    counts = [(name, len(articles)) for name, articles in parts]
    make = partial(_index_page, catalogue, counts, scanned)
    yield Draft(path=search_path("index"), template=None, make=make)


def _shard_drafts(
    catalogue: Catalogue, parts: list[tuple[str, tuple[Article, ...]]]
) -> Iterator[Draft]:
    """A draft a year and letter.

    Two years take turns: where two processes make every other page, each has years of its own,
    whose words it works out once. Two years' words are also all that is held at a time.
    """
    known = dict(parts)

    @lru_cache(maxsize=2)
    def shards(name: str) -> Shards:
        return shards_of([catalogue.whole(article) for article in known[name]])

    def drafts(name: str) -> list[Draft]:
        shows = _captures(known[name])
        changes = _Changes(catalogue, known[name])
        return [
            Draft(
                path=search_path(f"s-{name}-{letter}"),
                template=None,
                make=partial(_shard_page, shards, name, letter),
                shows=shows,
                mend=partial(_mended_shard, changes, name, letter),
            )
            for letter in LETTERS
        ]

    names = list(known)
    for first, second in zip_longest(names[::2], names[1::2]):
        turns = zip_longest(drafts(first), drafts(second) if second else ())
        yield from filter(None, chain.from_iterable(turns))


def _captures(articles: Sequence[Article]) -> tuple[str, ...]:
    return tuple(article.preview.capture for article in articles if article.preview)


def _part_page(
    catalogue: Catalogue, name: str, articles: Sequence[Article], *, with_words: bool
) -> Page:
    rows = [_row(catalogue, article, with_words=with_words) for article in articles]
    return _script(name, "octavo.take", name, rows)


def _mended_part(
    catalogue: Catalogue,
    name: str,
    articles: Sequence[Article],
    old: mmap,
    touched: Mapping[str, Preview],
) -> Page:
    """The script of a year with the lines of those articles anew whose previews changed."""
    text = old[:].decode()
    for article in articles:
        if article.preview and article.preview.capture in touched:
            # Strings hold no line breaks, so this stands nowhere but at the article's beginning.
            start = text.index(f"\n[{_safe(_literal(article.id))},") + 1
            end = text.index("\n", start)
            row = _safe(_literal(tuple(_row(catalogue, article, with_words=True))))
            text = f"{text[:start]}{row}{text[end - (text[end - 1] == ',') :]}"
    return Page(path=search_path(name), body=text)


def _row(catalogue: Catalogue, article: Article, *, with_words: bool) -> list[object]:
    """An article as assets/search.js takes it apart."""
    words = words_of(catalogue.whole(article)) if with_words else ()
    has_copy = article.preview is not None and article.preview.has_body
    return [
        article.id,
        article_path(article),
        article.label,
        article.authors,
        article.date.edtf if article.date else None,
        article.kind,
        article.series,
        has_copy + 2 * bool(article.conflicts),
        catalogue.excerpt(article),
        *("".join(f" {word}" for word in own) for own in words),
    ]


def _shard_page(shards: Callable[[str], Shards], name: str, letter: str) -> Page:
    pairs = [(word, _steps(places)) for word, places in shards(name)[letter].items()]
    return _shard_script(name, letter, pairs)


def _shard_script(name: str, letter: str, pairs: list[tuple[str, list[int]]]) -> Page:
    return _script(f"s-{name}-{letter}", _SHARD, name, letter, pairs)


class _Changes:
    """Of a year's articles whose previews changed: by letter, the words that count otherwise now.

    Each with the article's place, and what it counts there; None where it is there no more.
    """

    def __init__(self, catalogue: Catalogue, articles: Sequence[Article]) -> None:
        self._catalogue = catalogue
        self._articles = articles
        self._found: dict[str, list[tuple[str, int, int | None]]] = {}

    def of(self, letter: str, touched: Mapping[str, Preview]) -> list[tuple[str, int, int | None]]:
        """Those of one letter; `touched` are the previews as they were, by their capture."""
        if not self._found:
            self._found = {letter: [] for letter in LETTERS}
            for place, article in enumerate(self._articles):
                if article.preview and article.preview.capture in touched:
                    before = touched[article.preview.capture]
                    self._compare(place, article, msgspec.structs.replace(article, preview=before))
        return self._found[letter]

    def _compare(self, place: int, article: Article, before: Article) -> None:
        counted, counts = weights_of(before), weights_of(self._catalogue.whole(article))
        for word in counted.keys() | counts.keys():
            if counted.get(word) != counts.get(word):
                self._found[letter_of(word)].append((word, place, counts.get(word)))


def _mended_shard(
    changes: _Changes, name: str, letter: str, old: mmap, touched: Mapping[str, Preview]
) -> Page:
    """The script of a year's letter of its bytes as they were, with the words that changed anew."""
    changed = changes.of(letter, touched)
    if not changed:
        return Page(path=search_path(f"s-{name}-{letter}"), body=(old[:],))
    *_, pairs = _SHARD_ARGUMENTS.decode(b"[%b]" % old[len(_SHARD) + 1 : -len(");\n")])
    steps = dict(pairs)
    for word, place, weight in changed:
        numbers = [n for n in accumulate(steps.get(word, ())) if n // 16 != place]
        if weight is not None:
            insort(numbers, 16 * place + weight)
        steps[word] = _steps(numbers)
    pairs = [(word, steps[word]) for word in sorted(steps) if steps[word]]
    return _shard_script(name, letter, pairs)


def _steps(numbers: Sequence[int]) -> list[int]:
    """The first number, then the way from each to the next, which takes half the room."""
    return [*numbers[:1], *map(sub, numbers[1:], numbers)]


def _index_page(catalogue: Catalogue, counts: list[tuple[str, int]], scanned: bool) -> Page:
    kinds = [(kind.name, kind.title, kind.glyph) for kind in catalogue.kinds]
    series = [(one.name, one.title) for one in catalogue.library.config.series]
    return _script("index", "octavo.begin", kinds, series, counts, not scanned)


def _script(name: str, function: str, *arguments: object) -> Page:
    """A script that hands data over, each item of a list on a line of its own.

    Nothing in it can end a script, open a comment in one, or end a line.
    Source: HTML, "Restrictions for contents of script elements"; ECMAScript, LineTerminator.
    """
    encoded = _safe(",\n".join(_literal(argument) for argument in arguments))
    return Page(path=search_path(name), body=f"{function}({encoded});\n")


def _safe(encoded: str) -> str:
    for character in "<\u2028\u2029":
        encoded = encoded.replace(character, f"\\u{ord(character):04x}")
    return encoded


def _literal(value: object) -> str:
    if isinstance(value, list):
        return "[\n" + ",\n".join(msgspec.json.encode(item).decode() for item in value) + "\n]"
    return msgspec.json.encode(value).decode()
