"""Choose the date of an article. Strongest first; nothing is invented.

    1 override   the owner's
    2 index      the index page's heading over the entry
    3 title      a title that names its own month, in a series declared as dated
    4 feed       the feed's date, where it knows at least the month
      list       the date in a bibliography or another list
      note, preview   their own dates
      updated   when a feed says that an entry was last changed, and says no more: a bound
      added     when somebody saved it in a collection: a bound as well
    5 neighbour  another entry's residue names this entry, and that one's date is known by 1 to 4
    6 year       the year alone: of a placeholder, of a byline, of the URL

Inside a rule the order is that of trust; of several dates of change the earliest counts, and none
counts where a year before it is known. A finer value inside the winner refines it, but not the
owner's, whose year may mean that no source knows the day; a value outside it is a conflict.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

from generator.model.articles import Conflict, DateEvidence, DateRule, Evidence
from generator.model.entries import DateClaim, Entry
from generator.model.record import PartialDate, Problem, Record
from generator.text.dates import (
    first_day,
    is_reached,
    last_day,
    lies_within,
    overlap,
    trailing_month,
)
from generator.text.urls import url_year

RULES: tuple[DateRule, ...] = (
    "override",
    "index",
    "title",
    "feed",
    "list",
    "note",
    "preview",
    "updated",
    "added",
    "neighbour",
    "year",
)
# What the owner sets is decided, and outranks nobody.
_WORDS: Mapping[DateRule, str] = {
    "index": "a heading of the index page",
    "title": "a month in the title",
    "feed": "a feed’s date",
    "list": "a list’s date",
    "note": "a note’s date",
    "preview": "a preview’s date",
    "updated": "a date of change",
    "added": "the day on which it was saved",
    "neighbour": "the month of an article listed beside it",
    "year": "a year alone",
}
STATED_ADDED = "the earliest day on which a list says that it was added"
# They say only when an article had appeared at the latest.
_BOUNDS = ("updated", "added")
_RULE_OF_KIND: Mapping[str, DateRule] = {
    "heading": "index",
    "instant": "feed",
    "listed": "list",
    "added": "added",
    "placeholder": "feed",
    "note": "note",
    "preview": "preview",
}


class DateCandidate(Record, kw_only=True):
    """A date that a source states, the rule by which it would win, and the text as received.

    `stated` is the day that a placeholder claims and does not know.
    """

    date: PartialDate
    #: The rule by which it would win.
    rule: DateRule
    #: The name of the source.
    source: str
    #: The text as received.
    raw: str
    stated: PartialDate | None = None
    #: The owner's, for overrides.
    reason: str | None = None
    #: The id of the article whose residue names this one (rule "neighbour").
    named_by: str | None = None
    #: The time in UTC, if one is stated.
    instant: str | None = None
    #: Why it cannot be believed, whatever else is known.
    doubt: str | None = None


class Dated(Record, kw_only=True):
    """An article's date with its evidence, and what spoke against it."""

    #: None where nothing dates it.
    date: PartialDate | None
    evidence: DateEvidence
    #: The candidates that were not chosen.
    conflicts: tuple[Conflict, ...] = ()
    #: The time in UTC (RFC 3339), if one is stated.
    instant: str | None = None


def choose_date(candidates: Iterable[DateCandidate]) -> Dated:
    """Return the date that the candidates give by the rules above; None where there is none."""
    stated = list(candidates)
    believed = _in_order([candidate for candidate in stated if not candidate.doubt])
    doubted = [candidate for candidate in stated if candidate.doubt]
    if not believed:
        evidence = DateEvidence(rule="not stated")
        return Dated(date=None, evidence=evidence, conflicts=_unique(map(_doubted, doubted)))
    winner, *others = believed
    date, finer = _refined(winner, others)
    evidence = DateEvidence(
        rule=winner.rule,
        source=winner.source,
        raw=winner.raw,
        refined_by=finer.source if finer else None,
        reason=winner.reason,
        named_by=winner.named_by,
    )
    if winner.rule == "override":  # what the owner set is decided
        return Dated(date=date, evidence=evidence)
    outranked = [_outranked(other, winner) for other in others if _contradicts(other, date)]
    rejected = [_doubted(other) for other in doubted if _contradicts(other, date)]
    return Dated(
        date=date,
        evidence=evidence,
        conflicts=_unique([*outranked, *rejected]),
        instant=_instant(date, winner, others),
    )


def _instant(
    date: PartialDate, winner: DateCandidate, others: Sequence[DateCandidate]
) -> str | None:
    """Return the time of the strongest candidates of this day; that of a change is no evidence."""
    stated = [winner, *(other for other in others if other.rule not in _BOUNDS)]
    return next((one.instant for one in stated if one.date == date and one.instant), None)


def _unique(conflicts: Iterable[Conflict]) -> tuple[Conflict, ...]:
    return tuple(dict.fromkeys(conflicts))


def _in_order(candidates: Sequence[DateCandidate]) -> list[DateCandidate]:
    """Return the candidates, strongest first."""
    years = [last_day(candidate.date) for candidate in candidates if candidate.rule == "year"]

    def strength(candidate: DateCandidate) -> tuple[int, tuple[int, int, int]]:
        place, day = RULES.index(candidate.rule), first_day(candidate.date)
        if candidate.rule not in _BOUNDS:
            return place, (0, 0, 0)
        return len(RULES) if any(year < day for year in years) else place, day

    return sorted(candidates, key=strength)


def _refined(
    winner: DateCandidate, others: Sequence[DateCandidate]
) -> tuple[PartialDate, DateCandidate | None]:
    """Return the winner's date, made finer by the others, and the last that did so."""
    date, finer = winner.date, None
    for other in others if winner.rule != "override" else ():
        if other.rule in _BOUNDS and winner.rule not in _BOUNDS:
            continue  # a change inside the month does not say when in it the article appeared
        if other.date != date and lies_within(other.date, date):
            date, finer = other.date, other
    return date, finer


def _contradicts(other: DateCandidate, date: PartialDate) -> bool:
    """Return whether what the other says lies outside the date: a change may come after it."""
    stated = _stated_date(other)
    if other.rule in _BOUNDS and not other.doubt and first_day(stated) > last_day(date):
        return False
    return not overlap(stated, date)


def _outranked(other: DateCandidate, winner: DateCandidate) -> Conflict:
    weaker = "a date given where the day is not known" if other.stated else _WORDS[other.rule]
    rule = f"{_WORDS[winner.rule]} counts for more than {weaker}"
    if other.rule == winner.rule:
        rule = f"{winner.source} is trusted more"
    is_minor = other.stated is not None and overlap(other.date, winner.date)
    return _conflict(other, rule, is_minor=is_minor)


def _doubted(other: DateCandidate) -> Conflict:
    return _conflict(other, other.doubt or "")


def _conflict(other: DateCandidate, rule: str, *, is_minor: bool = False) -> Conflict:
    return Conflict(
        field="date",
        source=other.source,
        value=_stated_date(other).edtf,
        raw=other.raw,
        rule=rule,
        is_minor=is_minor,
    )


def _stated_date(candidate: DateCandidate) -> PartialDate:
    """Return the date that the candidate states.

    That of a placeholder is its month; where it knows only the year, the day that it claims.
    """
    return candidate.date if candidate.date.month else candidate.stated or candidate.date


def claimed_dates(entries: Sequence[Entry]) -> Iterator[DateCandidate]:
    """Yield the candidates of the entries: headings, instants, placeholders, bylines, URLs."""
    captured = _captured(entries)
    for entry in entries:
        if entry.published:
            yield _from_claim(entry, entry.published, _doubt(entry.published.date, captured))
        if entry.published and entry.restated:
            doubt = _why_overruled(entry.restated, entry.published)
            yield _from_claim(entry, entry.restated, doubt)
        if entry.byline_year:
            raw = entry.raw.get("authors") or str(entry.byline_year)
            yield _year(entry, entry.byline_year, raw, _doubt_year(entry.byline_year, captured))
    for entry in entries:
        year = url_year(entry.url) if entry.url else None
        # An address may name a year to come for any reason.
        if entry.url and year and not _doubt_year(year, captured):
            yield _year(entry, year, entry.url)
            return


def _from_claim(entry: Entry, claim: DateClaim, doubt: str | None) -> DateCandidate:
    rule = "updated" if claim.of_change else _RULE_OF_KIND[claim.kind]
    if claim.kind == "placeholder" and claim.date.month is None:
        rule = "year"
    return DateCandidate(
        date=claim.date,
        rule=rule,
        source=entry.source,
        raw=claim.raw,
        stated=claim.stated,
        instant=claim.instant,
        doubt=doubt,
    )


def _why_overruled(restated: DateClaim, kept: DateClaim) -> str:
    """Return why a source's date does not hold against one that another of its captures states."""
    if first_day(restated.date) > last_day(kept.date):
        return "an earlier date counts, wherever its source states it"
    if restated.of_change:
        return "a date of publication counts for more than one of change"
    return "the source replaced it before it came true"


def _year(entry: Entry, year: int, raw: str, doubt: str | None = None) -> DateCandidate:
    date = PartialDate(year=year)
    return DateCandidate(date=date, rule="year", source=entry.source, raw=raw, doubt=doubt)


def _captured(entries: Iterable[Entry]) -> tuple[PartialDate, ...]:
    """Return the days of the newest captures of the entries' sources, each once.

    Of the entries of an article there may be thousands, where a page repeats an address.
    """
    return tuple(dict.fromkeys(entry.as_of for entry in entries if entry.as_of))


def _doubt_year(year: int, captured: Collection[PartialDate]) -> str | None:
    return _doubt(PartialDate(year=year), captured)


def _doubt(date: PartialDate, captured: Collection[PartialDate]) -> str | None:
    """Return why the date is doubted: no capture of the article's sources has reached it."""
    if not captured or any(is_reached(date, as_of) for as_of in captured):
        return None
    newest = max(captured, key=last_day)
    return f"it lies after the day on which its source was last received ({newest.edtf})"


def doubted_dates(entries: Sequence[Entry]) -> Iterator[Problem]:
    """Yield a problem for each entry whose date is doubted."""
    captured = _captured(entries)
    for entry in entries:
        claim = entry.published
        if claim and (doubt := _doubt(claim.date, captured)):
            message = f"its date “{claim.raw}” is doubted, and dates nothing: {doubt}"
            yield Problem(where=entry.where, message=message, severity="warning")


def added_date(entries: Sequence[Entry]) -> tuple[PartialDate | None, Evidence | None]:
    """Return when an article came to the list: the earliest stated day, else the first capture's.

    The evidence is that of a stated day. Both are None where a note alone makes the article.
    """
    stated = [(entry, claim) for entry in entries if (claim := _stated_added(entry))]
    if stated:
        entry, claim = min(stated, key=lambda one: first_day(one[1].date))
        return claim.date, Evidence(rule=STATED_ADDED, source=entry.source, raw=claim.raw)
    seen = [entry.first_seen for entry in entries if entry.first_seen and entry.creates]
    return min(seen, key=first_day, default=None), None


def _stated_added(entry: Entry) -> DateClaim | None:
    """Return when an entry states that it was added.

    Of a collection that states only when an entry was saved, it is that date.
    """
    is_saved = entry.published and entry.published.kind == "added"
    return entry.added or (entry.published if is_saved else None)


def title_date(
    title: str | None, source: str, entries: Sequence[Entry], language: str
) -> Iterator[DateCandidate]:
    """Yield the month that a title of a dated series ends in."""
    found = trailing_month(title, language) if title else None
    if title and found:
        doubt = _doubt(found[1], _captured(entries))
        yield DateCandidate(date=found[1], rule="title", source=source, raw=title, doubt=doubt)


def neighbour_dates(
    named_by: Sequence[tuple[str, str, str]], dates: Mapping[str, Dated]
) -> Iterator[DateCandidate]:
    """Yield the dates of neighbours: of (id, source, residue) of each that names the article.

    What was swallowed stood in the same section of the page, so its month is shared, not its day.
    """
    for article_id, source, residue in named_by:
        neighbour = dates[article_id]
        known = neighbour.evidence.rule in ("override", "index", "title", "feed", "list")
        if known and neighbour.date and neighbour.date.month:
            date = neighbour.date
            if not date.end:
                date = PartialDate(year=date.year, month=date.month)
            yield DateCandidate(
                date=date, rule="neighbour", source=source, raw=residue, named_by=article_id
            )
