"""The library → the pages about its sources: what each holds, where they differ, what is left."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from generator.config.records import Source
from generator.model.articles import Article, Conflict
from generator.model.entries import Capture, FetchState, Publication, SourceReport
from generator.model.pages import Page
from generator.model.record import PartialDate, Problem, Record
from generator.site import paths
from generator.site.catalogue import Catalogue
from generator.site.list_pages import elsewhere_of, list_pages
from generator.site.list_rows import Reference
from generator.site.timeline import WHOLE, Part
from generator.text.dates import edtf_or_none, parse_edtf
from generator.text.names import join_names

# A page that leads on: no search engine needs to know it.
FORWARD = "forward.html"
# A list inside a page about something else; a longer one is a page of its own, but for captures,
# whose files the owner has: of them the newest are listed.
ASIDE = 200


class Account(Record, kw_only=True):
    """The account of one source: what was read and fetched of it, and what it contributed."""

    source: Source
    #: None where it has no report.
    report: SourceReport | None
    #: The newest captures, as many as the page names, the newest first.
    captures: tuple[Capture, ...]
    #: How many bytes all of its captures have.
    size: int
    #: What is known of its address; None where nothing is.
    source_status: SourceStatus | None
    #: How many articles it lists.
    listed: int
    #: How many articles only it lists; 0 where `page` lists all of its articles.
    alone: int
    #: The first and the last year of these; None where none of them is dated.
    span: tuple[int, int] | None
    #: These; None where they are so many that they have a page of their own.
    shown: tuple[Reference, ...] | None
    #: Where the feed of what it lists is; None where it has none.
    feed: str | None
    #: The page of all that it lists, in a list of several blogs; else None.
    page: str | None
    #: The filters that leave entries of it out, each with how many.
    filtered: tuple[tuple[str, int], ...]


class Doubts(Record, kw_only=True):
    """The problems of a build on a page."""

    #: The first of them.
    shown: tuple[Problem, ...]
    #: How many there are.
    count: int


def evidence(catalogue: Catalogue) -> Iterator[Page]:
    """Yield the pages of the evidence: sources, differences, and what is named but not listed.

    At the old address of each, from before they were in one folder, a page leads to the new one.
    """
    for kind in (_sources, _differences, _mentions):
        for page in kind(catalogue):
            yield page
            inputs = {"to": page.path, "label": None, "named": "evidence"}
            yield Page(path=paths.old_path(page.path), template=FORWARD, inputs=inputs)


def _sources(catalogue: Catalogue) -> Iterator[Page]:
    """Yield the page of all sources, and the pages of single sources.

    A source has a page of its own in a list of several blogs; in others only where it alone lists
    so much.
    """
    listed: dict[str, list[Article]] = defaultdict(list)
    for article in catalogue.articles:
        for name in article.sources:
            listed[name].append(article)
    accounts, long = [], []
    for source in catalogue.library.config.sources:
        account = _account(catalogue, source, listed[source.name])
        accounts.append(account)
        if account.page:
            long.append((source, tuple(listed[source.name])))
        elif account.shown is None:
            long.append((source, _alone(listed[source.name])))
    inputs = {"accounts": accounts, "doubts": _doubts(catalogue)}
    yield Page(path=paths.SOURCES, template="evidence-sources.html", inputs=inputs)
    for source, articles in long:
        group = {"group": "source", "name": source.title, "chart": bool(catalogue.blogs)}
        yield from list_pages(catalogue, paths.source_path(source.name), articles, group)


def _alone(listed: Iterable[Article]) -> tuple[Article, ...]:
    """Return the articles that only one source lists."""
    return tuple(article for article in listed if len(article.sources) == 1)


def _account(catalogue: Catalogue, source: Source, listed: Sequence[Article]) -> Account:
    library = catalogue.library
    report = {one.name: one for one in library.reports}.get(source.name)
    state = dict(library.states).get(source.name)
    captures = report.captures[::-1] if report else ()
    has_page = source.name in catalogue.blogs and listed
    alone = () if has_page else _alone(listed)
    filtered = Counter(one.key for one in library.filtered if one.source == source.name)
    path = paths.source_path(source.name)
    return Account(
        source=source,
        report=report,
        captures=captures[:ASIDE],
        size=sum(capture.bytes for capture in captures),
        source_status=source_status(state) if state else None,
        listed=len(listed),
        alone=len(alone),
        span=catalogue.span(alone),
        shown=catalogue.references(alone) if len(alone) <= ASIDE else None,
        page=path if has_page else None,
        feed=paths.feed_path(path) if path in catalogue.fed else None,
        filtered=tuple((key, filtered[key]) for key in source.filters if filtered[key]),
    )


def _doubts(catalogue: Catalogue) -> Doubts:
    problems = catalogue.library.problems
    return Doubts(shown=problems[:WHOLE], count=len(problems))


def _differences(catalogue: Catalogue) -> Iterator[Page]:
    """Yield the page of what the sources disagree on; of many conflicts also a page a year."""
    disputed = [article for article in catalogue.articles if article.conflicts]
    vague = tuple(article for article in catalogue.articles if _is_vague(article))
    parts: list[Part] = []
    if sum(len(article.conflicts) for article in disputed) > WHOLE:
        for year, group in groupby(disputed, _year):
            path = paths.part_path(paths.CONFLICTS, year)
            parts.append(Part(year=year, articles=tuple(group), path=path))
    inputs = {
        "disputed": [] if parts else disputes(catalogue, disputed),
        "elsewhere": elsewhere_of(parts),
        "part_of": None,
        "vague": catalogue.references(vague[:ASIDE]),
        "more_vague": len(vague) if len(vague) > ASIDE else 0,
        "doubts": _doubts(catalogue),
    }
    yield Page(path=paths.CONFLICTS, template="evidence-differences.html", inputs=inputs)
    for link, part in zip(elsewhere_of(parts), parts, strict=True):
        disputed_then = disputes(catalogue, part.articles)
        own = {"part_of": link, "disputed": disputed_then, "elsewhere": (), "vague": ()}
        yield Page(path=part.path, template="evidence-differences.html", inputs={**inputs, **own})
    if len(vague) > ASIDE:
        group_of = {"group": "vague", "name": None, "chart": False}
        yield from list_pages(catalogue, paths.VAGUE, vague, group_of)


def has_doubts(catalogue: Catalogue) -> bool:
    """Return whether there is anything on the page of conflicts and doubts."""
    doubtful = any(article.conflicts or _is_vague(article) for article in catalogue.articles)
    return doubtful or bool(catalogue.library.problems)


def _is_vague(article: Article) -> bool:
    return article.date is None or article.date.place.month is None


def _year(article: Article) -> int | None:
    return article.date.place.year if article.date else None


def _mentions(catalogue: Catalogue) -> Iterator[Page]:
    """Yield the page of what the sources list that is no article, each with the reason."""
    listed = [(one, catalogue.source_title(one.source)) for one in catalogue.library.mentions]
    yield Page(path=paths.MENTIONS, template="evidence-named.html", inputs={"mentions": listed})


# The order of the fields on the page; fields it does not name follow.
_FIELDS = ("date", "title", "authors", "tags", "url")


class Dispute(Record, kw_only=True):
    """One statement that lost against another."""

    #: The article that both are about.
    article: Reference
    #: The field that both are about, by its name in the model.
    field: str
    #: The value that the article has, as text; None where the field is left empty.
    believed: str | None
    #: The title of the source that was believed; None where none was.
    source: str | None
    #: The value that lost, as text.
    value: str
    #: The title of the source that states it.
    other_source: str
    #: Why it lost, in words.
    rule: str
    #: `believed`, where the field is the date.
    date: PartialDate | None = None
    #: `value`, where the field is the date.
    other_date: PartialDate | None = None


def disputes(catalogue: Catalogue, articles: Iterable[Article]) -> list[tuple[str, list[Dispute]]]:
    """Return every conflict of the articles, by field, in the articles' order."""
    by_field: dict[str, list[Dispute]] = defaultdict(list)
    for article in articles:
        for dispute in disputes_of(catalogue, article):
            by_field[dispute.field].append(dispute)
    known = [field for field in _FIELDS if field in by_field]
    return [(field, by_field[field]) for field in [*known, *sorted(set(by_field) - set(known))]]


def disputes_of(catalogue: Catalogue, article: Article) -> list[Dispute]:
    """Return the conflicts of one article, each with what was believed instead."""
    return [_dispute(catalogue, article, conflict) for conflict in article.conflicts]


def _dispute(catalogue: Catalogue, article: Article, conflict: Conflict) -> Dispute:
    field = conflict.field
    is_date = field == "date"
    date = article.date if is_date else None
    value = date.edtf if date else getattr(article, field)
    evidence = article.date_evidence if is_date else article.evidence[field]
    return Dispute(
        article=catalogue.reference(article),
        field=field,
        believed=_believed(value),
        source=catalogue.source_title(evidence.source),
        value=conflict.value,
        other_source=catalogue.source_title(conflict.source) or conflict.source,
        rule=conflict.rule,
        date=date,
        other_date=edtf_or_none(conflict.value) if is_date else None,
    )


def _believed(value: object) -> str | None:
    if isinstance(value, Publication):
        return value.text
    if isinstance(value, tuple):
        return join_names(value)
    return None if value is None else str(value)


class SourceStatus(Record, kw_only=True):
    """The state of an address that is fetched; all times are days in UTC."""

    #: When it was last read well.
    succeeded: PartialDate | None
    #: When it last failed; None where it has succeeded since.
    failed: PartialDate | None
    #: How many times it has failed since it succeeded.
    failures: int
    #: The message of the last failure.
    error: str | None
    #: When it said that it is gone for good.
    gone: PartialDate | None
    #: The address to which it has moved for good.
    moved_to: str | None


def source_status(state: FetchState) -> SourceStatus:
    """Return the state with its times as days; no clock is asked how long ago they are."""
    return SourceStatus(
        succeeded=_day(state.success),
        failed=_day(state.error_at),
        failures=state.failures if state.error_at else 0,  # a state may have been edited
        error=state.error,
        gone=_day(state.gone),
        moved_to=state.moved_to,
    )


def _day(moment: str | None) -> PartialDate | None:
    return parse_edtf(moment[:10]) if moment else None
