"""Evidence → plain sentences: the key of a string in strings.toml, and the values in it."""

from __future__ import annotations

from datetime import datetime
from email.utils import parsedate_to_datetime

from generator.model import Article, PartialDate, Record
from generator.site.catalogue import Catalogue


class Sentence(Record, kw_only=True):
    """A string of the interface to be said with these values. Dates are put into words there."""

    key: str
    source: str | None = None
    raw: str | None = None
    reason: str | None = None
    placeholder: PartialDate | None = None
    neighbour: Article | None = None


def how_dated(catalogue: Catalogue, article: Article) -> Sentence:
    """How the date of an article is known, or why it is not."""
    evidence = article.date_evidence
    source = catalogue.source_title(evidence.source)
    if evidence.rule == "neighbour" and evidence.named_by in catalogue.by_id:
        beside = catalogue.by_id[evidence.named_by]
        return Sentence(key="how-neighbour", source=source, neighbour=beside)
    if evidence.rule == "override" and evidence.reason:
        return Sentence(key="how-override", reason=evidence.reason)
    if evidence.rule == "year":
        day = _day(evidence.raw)
        if day is not None and source is not None:
            return Sentence(key="how-placeholder", source=source, placeholder=day)
        return Sentence(key="how-year", source=source, raw=evidence.raw)
    if evidence.rule in ("title", "not stated"):
        return Sentence(key=f"how-{evidence.rule.replace(' ', '-')}")
    return Sentence(key=f"how-{evidence.rule}", source=source, raw=evidence.raw)


def _day(raw: str | None) -> PartialDate | None:
    """The day that a feed's date names as received; None where it names no day."""
    for parse in (parsedate_to_datetime, datetime.fromisoformat):
        try:
            day = parse(raw or "")
        except (ValueError, TypeError):
            continue
        return PartialDate(year=day.year, month=day.month, day=day.day)
    return None
