"""An article → its row in lists, worked out once for all the lists that show it."""

from __future__ import annotations

from generator.model import Article, PartialDate, Record
from generator.site.catalogue import Catalogue
from generator.site.heads import coins
from generator.site.paths import article_path

# Of more authors than these, a row says how many there are.
AUTHORS_SHOWN = 6


class Row(Record, kw_only=True):
    """What a list shows of an article.

    `title` and `repeated` are the parts of its title (Catalogue.title_parts). `span` is its date
    where that is a range, `day` where it is known to the day. `kept` says that there is a cached
    copy to read, `differs` that sources do. `coins` is its ContextObject.
    """

    id: str
    path: str
    glyph: str
    kind: str
    large: bool
    title: str
    repeated: str
    authors: str
    more_authors: int
    summary: str | None
    span: PartialDate | None
    day: PartialDate | None
    kept: bool
    differs: bool
    coins: str


class Rows(dict[str, Row]):
    """The rows by their articles' ids, each made when it is first asked for."""

    def __init__(self, catalogue: Catalogue) -> None:
        super().__init__()
        self._catalogue = catalogue

    def __missing__(self, article_id: str) -> Row:
        row = self[article_id] = _make_row(self._catalogue, self._catalogue.by_id[article_id])
        return row


def _make_row(catalogue: Catalogue, article: Article) -> Row:
    kind = catalogue.kind(article)
    title, repeated = catalogue.title_parts(article)
    date = article.date
    return Row(
        id=article.id,
        path=article_path(article),
        glyph=kind.glyph,
        kind=kind.title,
        large=kind.large,
        title=title,
        repeated=repeated,
        authors=", ".join(article.authors[:AUTHORS_SHOWN]),
        more_authors=max(0, len(article.authors) - AUTHORS_SHOWN),
        summary=catalogue.excerpt(article),
        span=date if date and date.end else None,
        day=date.place if date and date.place.day else None,
        kept=article.preview is not None and article.preview.has_body,
        differs=bool(article.conflicts),
        coins=coins(article, kind),
    )
