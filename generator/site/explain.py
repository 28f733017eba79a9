"""Evidence → plain sentences: the key of a string in strings.toml, and the values in it."""

from __future__ import annotations

from datetime import datetime

import msgspec

from generator.model import Article, PartialDate, Record
from generator.site.catalogue import Catalogue
from generator.site.list_rows import Reference


class Sentence(Record, kw_only=True):
    """A string of the interface to be said with these values. Dates are put into words there.

    `refined_by` is the source of a date's finer part, if there is one.
    """

    key: str
    source: str | None = None
    raw: str | None = None
    reason: str | None = None
    placeholder: PartialDate | None = None
    neighbour: Reference | None = None
    refined_by: str | None = None


def how_dated(catalogue: Catalogue, article: Article) -> Sentence:
    """How the date of an article is known, or why it is not."""
    refined_by = catalogue.source_title(article.date_evidence.refined_by)
    return msgspec.structs.replace(_how_dated(catalogue, article), refined_by=refined_by)


def _how_dated(catalogue: Catalogue, article: Article) -> Sentence:
    evidence = article.date_evidence
    source = catalogue.source_title(evidence.source)
    if evidence.rule == "neighbour" and evidence.named_by in catalogue.by_id:
        beside = catalogue.reference(catalogue.by_id[evidence.named_by])
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
    from email.utils import parsedate_to_datetime  # late: 4 ms, for dates out of feeds only

    for parse in (parsedate_to_datetime, datetime.fromisoformat):
        try:
            day = parse(raw or "")
        except (ValueError, TypeError):
            continue
        return PartialDate(year=day.year, month=day.month, day=day.day)
    return None
