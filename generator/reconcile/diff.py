"""Compare the articles before and after a capture: what it changed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from generator.model.articles import Article, Change
from generator.model.record import PartialDate, Record
from generator.text.names import join_names
from generator.text.titles import fold_title

_FIELDS = ("title", "url", "authors", "date", "summary", "tags")


class LogMoment(Record, kw_only=True):
    """The moment of a capture."""

    #: Its day.
    date: PartialDate
    #: HHMMSS in UTC; "" where its name has none.
    time: str
    #: Its path below content/.
    capture: str


def compare(
    before: Sequence[Article], after: Sequence[Article], moment: LogMoment, language: str
) -> tuple[Change, ...]:
    """Return the changes: added, corrected, returned to a source, vanished, in this order."""
    same = _same(before, after, language)
    found: list[Change] = []
    for article in after:
        if article.id not in same:
            found.append(_change(article, moment, kind="added", source=_first(article.sources)))
    for article in after:
        if article.id in same:
            found += _corrections(same[article.id], article, moment)
            found += _presence_changes(same[article.id], article, moment)
    order = ("added", "corrected", "returned", "vanished")
    return tuple(sorted(found, key=lambda change: order.index(change.kind)))


def _same(before: Sequence[Article], after: Sequence[Article], language: str) -> dict[str, Article]:
    """Return the articles before by their ids after, which differ where a URL became known."""
    known = {article.id: article for article in before}
    same = {article.id: known[article.id] for article in after if article.id in known}
    lost = _by_title((article for article in before if article.id not in same), language)
    found = _by_title((article for article in after if article.id not in same), language)
    same |= {article.id: lost[title] for title, article in found.items() if title in lost}
    return same


def _by_title(articles: Iterable[Article], language: str) -> dict[str, Article]:
    """Return the articles by their titles, as far as only one has that."""
    titles: dict[str, list[Article]] = {}
    for article in articles:
        if article.title:
            titles.setdefault(fold_title(article.title, language), []).append(article)
    return {title: listed[0] for title, listed in titles.items() if len(listed) == 1}


def _corrections(before: Article, after: Article, moment: LogMoment) -> Iterator[Change]:
    for field in _FIELDS:
        was, value = _text(before, field), _text(after, field)
        if was != value:
            evidence = after.date_evidence if field == "date" else after.evidence[field]
            yield _change(
                after,
                moment,
                kind="corrected",
                field=field,
                was=was,
                value=value,
                source=evidence.source,
            )


def _presence_changes(before: Article, after: Article, moment: LogMoment) -> Iterator[Change]:
    was_gone, is_gone = _gone_from(before), _gone_from(after)
    for source in sorted(is_gone - was_gone):
        yield _change(after, moment, kind="vanished", source=source)
    for source in sorted(was_gone - is_gone):
        yield _change(after, moment, kind="returned", source=source)


def _gone_from(article: Article) -> set[str]:
    here = {s.source for s in article.statements if s.missing_since is None}
    return {s.source for s in article.statements} - here


def _text(article: Article, field: str) -> str | None:
    if field == "date":
        return article.date.edtf if article.date else None
    value = getattr(article, field)
    return join_names(value) or None if isinstance(value, tuple) else value


def _first(names: Sequence[str]) -> str | None:
    return names[0] if names else None


def _change(article: Article, moment: LogMoment, **what: object) -> Change:
    return Change(
        date=moment.date,
        time=moment.time,
        capture=moment.capture,
        article=article.id,
        label=article.label,
        url=article.url,
        **what,  # type: ignore[arg-type]
    )
