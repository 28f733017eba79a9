"""What holds of every log: nothing listed is lost, and no name that an article has had goes."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.model.entries import Entry
from generator.sources.capture_files import Contents, Received, parse_name
from generator.sources.history import History
from generator.text.addresses import address_base
from tests.reconcile.making import claim, entry, reconciled

# Few values, so that they often meet; addresses that differ in what mostly says nothing.
_GUIDS = [None, "g1", "g2", "https://e.org/a#1", "https://e.org/a#2"]
_URLS = ["https://e.org/a", "https://e.org/a#1", "https://e.org/a#2", "http://www.e.org/a/?ref=1"]
_URLS += ["https://e.org/b", "https://e.org/#/a", "https://e.org/#/b"]
_TITLES = [None, "A", "a", "B"]
_DATES = [None, "2024-03-05", "2024-03-06", "2024-04-05"]

listed = st.tuples(
    st.sampled_from(_GUIDS),
    st.sampled_from(_URLS),
    st.sampled_from(_TITLES),
    st.sampled_from(_DATES),
)
captures = st.lists(st.lists(listed, max_size=5), min_size=1, max_size=4)

Listed = tuple[str | None, str, str | None, str | None]


def log_of(contents: list[list[Listed]]) -> list[tuple[Received, Contents]]:
    """A log of captures, one a month."""
    log = []
    for month, capture in enumerate(contents, 1):
        date, time = parse_name(f"2024-{month:02}-01")
        path = f"captures/feed/2024-{month:02}-01.xml"
        received = Received(path=path, file=Path("x"), resource=None, date=date, time=time)
        entries = tuple(
            made(path, place, one, first_seen=f"2024-{month:02}-01")
            for place, one in enumerate(capture)
        )
        log.append((received, Contents(entries=entries)))
    return log


def made(path: str, place: int, one: Listed, first_seen: str) -> Entry:
    guid, url, title, date = one
    return entry(
        "feed",
        guid=guid,
        url=url,
        title=title,
        published=claim("instant", date) if date else None,
        position=place,
        capture=path,
        where=f"{path}, item {place + 1}",
        first_seen=first_seen,
    )


@pytest.mark.slow
@settings(max_examples=300)
@given(captures)
def test_what_the_newest_capture_lists_is_all_there_once(contents: list[list[Listed]]) -> None:
    log = log_of(contents)
    after = History(log, "en").after(len(log))
    wheres = [one.where for one in after]
    assert len(set(wheres)) == len(wheres)
    assert {one.where for one in log[-1][1].entries} <= set(wheres)


@pytest.mark.slow
@settings(max_examples=300)
@given(captures)
def test_every_statement_is_part_of_one_article(contents: list[list[Listed]]) -> None:
    log = log_of(contents)
    after = History(log, "en").after(len(log))
    result = reconciled(*after)
    stated = [s.where for article in result.articles for s in article.statements]
    assert sorted(stated) == sorted(one.where for one in after)


@pytest.mark.slow
@settings(max_examples=300)
@given(st.lists(listed, max_size=6))
def test_what_is_joined_inside_a_capture_agrees_in_two_things_and_in_its_date(
    capture: list[Listed],
) -> None:
    after = History(log_of([capture]), "en").after(1)
    leaders = {one.where: one for one in after if not one.repeats}
    for one in after:
        if one.repeats:
            other = leaders[one.repeats.where]
            alike = (
                one.guid is not None and one.guid == other.guid,
                address_base(one.url or "") == address_base(other.url or ""),
                (one.title or "").lower() == (other.title or "").lower(),
            )
            assert sum(alike) >= 2
            assert (
                len({claimed.raw for claimed in (one.published, other.published) if claimed}) <= 1
            )


@pytest.mark.slow
@settings(max_examples=300)
@given(captures)
def test_no_id_and_no_permalink_goes_when_captures_come(contents: list[list[Listed]]) -> None:
    log = log_of(contents)
    history = History(log, "en")
    known: set[tuple[str, str]] = set()
    for count in range(1, len(log) + 1):
        articles = reconciled(*history.after(count)).articles
        names = {(article.id, article.slug) for article in articles}
        assert known <= names
        known = names


@pytest.mark.slow
@settings(max_examples=100)
@given(captures)
def test_the_same_captures_again_add_nothing(contents: list[list[Listed]]) -> None:
    once = History(log_of(contents), "en").after(len(contents))
    again = [*contents, contents[-1]]
    twice = History(log_of(again), "en").after(len(again))
    assert len(twice) <= len(once)
