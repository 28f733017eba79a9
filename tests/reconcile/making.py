"""Small entries, readings and sites to reconcile: only what a case is about is written down."""

from __future__ import annotations

from typing import Any

from generator.config.overrides import Overrides
from generator.config.records import Config, Kind, Series, Site, Source
from generator.model.articles import Article, Reconciled
from generator.model.entries import DateClaim, DateKind, Entry, Preview, Reading
from generator.model.record import PartialDate
from generator.reconcile import reconcile
from generator.text.dates import parse_edtf

KINDS = (
    Kind(name="update", title="Update", plural="Updates", title_starts=("Circuits Updates",)),
    Kind(name="background", title="Background", plural="Background", hosts=("distill.pub",)),
    Kind(name="paper", title="Paper", plural="Papers", byline=True, tags=("paper",)),
    Kind(name="note", title="Note", plural="Notes"),
)
CONFIG = Config(
    folder="content",
    site=Site(id="list", title="A list"),
    sources=(
        Source(name="index", reader="index", title="The thread’s index"),
        Source(name="feed", reader="feed", title="A feed"),
        Source(name="previews", reader="preview", title="A wiki"),
    ),
    kinds=KINDS,
    series=(
        Series(
            name="updates",
            title="Circuits Updates",
            title_starts=("Circuits Updates",),
            dated=True,
        ),
    ),
)


def entry(source: str, **fields: Any) -> Entry:
    """An entry of `source`; `published` may be a claim, `first_seen` EDTF."""
    position = fields.get("position", 0)
    first_seen = fields.pop("first_seen", "2026-04-05")
    standard: dict[str, Any] = {
        "source": source,
        "capture": f"captures/{source}/{first_seen}.txt",
        "where": f"captures/{source}/{first_seen}.txt, entry {position + 1}",
        "position": position,
        "first_seen": parse_edtf(first_seen) if source != "notes" else None,
    }
    return Entry(**{**standard, **fields})


def preview(
    title: str | None,
    *,
    url: str | None = None,
    fetched: str | None = None,
    source: str = "previews",
) -> Entry:
    """A preview's entry, as its reader makes it."""
    capture = f"captures/{source}/{title or url}/{fetched or '2026-04-07'}.txt"
    date = parse_edtf(fetched) if fetched else None
    return Entry(
        source=source,
        capture=capture,
        where=capture,
        position=0,
        first_seen=PartialDate(year=2026),
        url=url,
        title=title,
        preview=Preview(source=source, capture=capture, title=title, fetched=date),
        creates=False,
    )


def claim(
    kind: DateKind, date: str, raw: str | None = None, stated: str | None = None
) -> DateClaim:
    """A date claim, its dates in EDTF."""
    return DateClaim(
        date=parse_edtf(date),
        kind=kind,
        raw=raw or date,
        stated=parse_edtf(stated) if stated else None,
    )


def reconciled(
    *entries: Entry,
    overrides: Overrides = Overrides(),  # noqa: B008 - it is frozen
    config: Config = CONFIG,
    thread_titles: tuple[str, ...] = (),
) -> Reconciled:
    """What comes of the entries, which stand in order of trust."""
    reading = Reading(
        entries=entries, reports=(), quotes=(), problems=(), thread_titles=thread_titles
    )
    return reconcile(reading, overrides, config)


def only_article(result: Reconciled) -> Article:
    """The one article that came of it, without problems."""
    assert result.problems == ()
    (article,) = result.articles
    return article


def joins(result: Reconciled) -> list[list[tuple[str, str]]]:
    """Who lists each article, and by which rule each of them belongs to it."""
    return [
        [(statement.source, statement.rule) for statement in article.statements]
        for article in result.articles
    ]
