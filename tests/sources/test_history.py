"""What many captures of one source come to: the newest statements, and what has vanished."""

from __future__ import annotations

from pathlib import Path
from string import ascii_uppercase
from typing import Literal

import msgspec
import pytest

from generator.config.records import Source
from generator.model.entries import Entry, FirstStatement
from generator.model.record import PartialDate
from generator.sources.capture_files import Contents, Received, parse_name
from generator.sources.history import History
from generator.sources.identity import RememberedNames, match_entries
from generator.sources.source_log import log_of, statements
from generator.text.addresses import Addresses
from tests.reconcile.making import claim, entry

# A is the newest.
_DAYS = {letter: f"2026-01-{31 - place:02}" for place, letter in enumerate(ascii_uppercase)}


def listed(
    letters: str,
    *,
    dated: bool = True,
    sound: bool = True,
    extent: Literal["newest", "all", "part"] = "newest",
    **fields: object,
) -> Contents:
    """A capture that lists A, B, C … in this order; A is the newest of them."""
    entries = tuple(
        entry(
            "feed",
            url=f"https://example.org/{letter}",
            title=letter,
            published=claim("instant", _DAYS[letter]) if dated else None,
            position=place,
            **fields,
        )
        for place, letter in enumerate(letters)
    )
    return Contents(entries=entries, sound=sound, extent=extent)


def received(date: str) -> Received:
    day, time = parse_name(date)
    return Received(
        path=f"captures/feed/{date}.xml", file=Path("x"), resource=None, date=day, time=time
    )


def states(*captures: Contents) -> str:
    """The entries after all captures, one of each month from January on; vanished ones as `x3`.

    `Ax3` is A, missing since March.
    """
    log = [(received(f"2026-{month:02}"), one) for month, one in enumerate(captures, 1)]
    return " ".join(
        f"{one.title}x{one.missing_since.month}" if one.missing_since else f"{one.title}"
        for one in stated(log)
    )


TEN = "A B C D E F G H I J"
CASES = {
    "the same again": ([listed("ABC"), listed("ABC")], "A B C"),
    "a new entry": ([listed("BC"), listed("ABC")], "A B C"),
    "one is gone, an older one stays": ([listed("ABC"), listed("AC")], "A Bx2 C"),
    "the newest is gone": ([listed("ABC"), listed("BC")], "Ax2 B C"),
    "the oldest is gone: a rolling window": ([listed("ABC"), listed("AB")], "A B C"),
    "a window that rolled by several": ([listed("BCD"), listed("AB")], "A B C D"),
    "a window that rolled past all": ([listed("CD"), listed("AB")], "A B C D"),
    "gone, and back again": ([listed("ABC"), listed("AC"), listed("ABC")], "A B C"),
    "gone since the first capture that proves it": (
        [listed("ABC"), listed("AC"), listed("AC")],
        "A Bx2 C",
    ),
    "gone, back, and gone again": (
        [listed("ABC"), listed("AC"), listed("ABC"), listed("AC")],
        "A Bx4 C",
    ),
    "a damaged capture proves nothing": ([listed("ABC"), listed("AC", sound=False)], "A B C"),
    "what a damaged capture left open a sound one proves": (
        [listed("ABC"), listed("AC", sound=False), listed("AC")],
        "A Bx3 C",
    ),
    "a list of all there is lacks its oldest": (
        [listed("ABC", extent="all"), listed("AB", extent="all")],
        "A B Cx2",
    ),
    "a list of all there is loses most: nothing is sure before a second capture agrees": (
        [listed("ABC", extent="all"), listed("A", extent="all")],
        "A B C",
    ),
    "a list of all there is has lost most": (
        [listed("ABC", extent="all"), listed("A", extent="all"), listed("A", extent="all")],
        "A Bx2 Cx2",
    ),
    "a list of which a part cannot be read proves nothing": (
        [listed("ABC", extent="all"), listed("AC", extent="part")],
        "A B C",
    ),
    "an empty capture proves nothing": ([listed("ABC"), listed("")], "A B C"),
    "half of a short list is gone: nothing is sure before a second capture agrees": (
        [listed("AB"), listed("B")],
        "A B",
    ),
    "the second capture agrees: gone since the first": (
        [listed("AB"), listed("B"), listed("B")],
        "Ax2 B",
    ),
    "a list that collapses to one that is old": ([listed("ABCDEFGHIJ"), listed("J")], TEN),
    "one that has collapsed for good": (
        [listed("ABCDEFGHIJ"), listed("J"), listed("J")],
        "Ax2 Bx2 Cx2 Dx2 Ex2 Fx2 Gx2 Hx2 Ix2 J",
    ),
    "one that collapsed and was mended": (
        [listed("ABCDEFGHIJ"), listed("J"), listed("ABCDEFGHIJ")],
        TEN,
    ),
    "one that collapsed, was mended, and collapses again": (
        [listed("ABCDEFGHIJ"), listed("J"), listed("ABCDEFGHIJ"), listed("J")],
        TEN,
    ),
    "one that collapsed twice, the second time with damage": (
        [listed("ABCDEFGHIJ"), listed("J"), listed("J", sound=False)],
        TEN,
    ),
    "one that lost its newest half, and one entry came back": (
        [listed("ABCDEFGHIJ"), listed("FGHIJ"), listed("CFGHIJ")],
        "Ax2 Bx2 C Dx2 Ex2 F G H I J",
    ),
    "one that lost a third, which is not too much": (
        [listed("ABCDEFGHI"), listed("DEFGHI")],
        "Ax2 Bx2 Cx2 D E F G H I",
    ),
    "one that lost more than a third": ([listed("ABCDEFGH"), listed("DEFGH")], "A B C D E F G H"),
    "one that lost all but its ends": ([listed("ABCDEFGHIJ"), listed("AJ")], TEN),
    "one that lost all but its ends for good": (
        [listed("ABCDEFGHIJ"), listed("AJ"), listed("AJ")],
        "A Bx2 Cx2 Dx2 Ex2 Fx2 Gx2 Hx2 Ix2 J",
    ),
    "an old entry that always stays is not the window's end": (
        [listed("DEFGZ"), listed("ABCDZ"), listed("ABCDZ")],
        "A B C D E F G Z",
    ),
    "what is missing inside the window is gone, whatever old entry stays": (
        [listed("CDEFGHIZ"), listed("ABCEFGZ"), listed("ABCEFGZ")],
        "A B C Dx2 E F G H I Z",
    ),
    "a window rolls by what is new, so nothing new and less in all: gone": (
        [listed("ABCDEFGHZ"), listed("ABDEFZ")],
        "A B Cx2 D E F Gx2 Hx2 Z",
    ),
    "a list that has grown did not roll": ([listed("CDZ"), listed("ABCYZ")], "A B C Dx2 Y Z"),
    "an old entry that stays while one rolls off each time": (
        [listed("DEFGHIZ"), listed("CDEFGHZ"), listed("BCDEFGZ"), listed("ABCDEFZ")],
        "A B C D E F G H I Z",
    ),
    "two old entries that always stay": (
        [listed("EFGHIJYZ"), listed("ABCDEFYZ"), listed("ABCDEFYZ")],
        "A B C D E F G H I J Y Z",
    ),
    "of undated entries their place proves it": (
        [listed("ABC", dated=False), listed("AC", dated=False)],
        "A Bx2 C",
    ),
    "an undated list that collapses": (
        [listed("ABCDEFGHIJ", dated=False), listed("J", dated=False)],
        TEN,
    ),
    "an undated list that has collapsed for good": (
        [listed("ABCDEF", dated=False), listed("F", dated=False), listed("F", dated=False)],
        "Ax2 Bx2 Cx2 Dx2 Ex2 F",
    ),
    "the last undated entry may have rolled off": (
        [listed("ABC", dated=False), listed("AB", dated=False)],
        "A B C",
    ),
}


@pytest.mark.parametrize(("captures", "expected"), CASES.values(), ids=CASES)
def test_nothing_is_forgotten_and_only_what_is_proven_has_vanished(
    captures: list[Contents], expected: str
) -> None:
    assert states(*captures) == expected


AT_LEAST_A_DAY = {
    "the same day": (("2026-02-05", "2026-02-05"), False),
    "the next day": (("2026-02-05", "2026-02-06"), True),
    "a few hours later, on the next day": (("2026-02-05T230000Z", "2026-02-06T050000Z"), False),
    "a day later to the second": (("2026-02-05T031500Z", "2026-02-06T031500Z"), True),
    "later in the same month": (("2026-02", "2026-02-20"), False),
    "the next month": (("2026-02", "2026-03"), True),
    "a day and a time on it": (("2026-02-05", "2026-02-05T235959Z"), False),
    "a time and the day after it": (("2026-02-05T235959Z", "2026-02-06"), True),
}


@pytest.mark.parametrize(("names", "is_gone"), AT_LEAST_A_DAY.values(), ids=AT_LEAST_A_DAY)
def test_the_second_capture_is_at_least_a_day_later(names: tuple[str, str], is_gone: bool) -> None:
    log = [(received("2026-01"), listed("ABCDEF")), *((received(n), listed("F")) for n in names)]
    since = [one.missing_since for one in stated(log)][:5]
    first, _ = parse_name(names[0])
    assert since == [first if is_gone else None] * 5
    problems = History(log, "en").doubts(3)
    assert [problem.message for problem in problems] == ([] if is_gone else [DOUBT])


DOUBT = (
    "5 entries missing that it should hold, more than a third of them: nothing is called gone "
    "before another capture, a day later, lacks the same"
)


def test_an_entry_that_is_dated_back_is_not_the_windows_end() -> None:
    def back(name: str, letters: str) -> tuple[Received, Contents]:
        contents = listed(letters)
        last = msgspec.structs.replace(contents.entries[-1], published=claim("instant", "2010"))
        return received(name), Contents(entries=(*contents.entries[:-1], last))

    known = back("2026-02", "DEF")
    log = [(received("2026-01"), listed("FGH")), known, back("2026-03", "ABCD")]
    assert [one.title for one in stated(log) if one.missing_since] == []


# the day of the oldest of four entries that stays, and what is missing with it: whether it is gone
LAST_DAYS = {
    "an older day": ("2026-01-27", False),
    "the last day, of which the list may hold a part": ("2026-01-28", False),
    "a newer day": ("2026-01-29", True),
}


@pytest.mark.parametrize(("day", "is_gone"), LAST_DAYS.values(), ids=LAST_DAYS)
def test_what_is_missing_is_gone_if_it_is_newer_than_the_oldest_that_is_listed(
    day: str, is_gone: bool
) -> None:
    one = entry("feed", url=URL, title="One", published=claim("instant", day))
    known = Contents(entries=(*listed("ABCD").entries, one))
    log = [(received("2026-01"), known), (received("2026-02"), listed("ABCD"))]
    assert [entry.title for entry in stated(log) if entry.missing_since] == ["One"] * is_gone


def test_what_repeats_a_vanished_entry_has_vanished_with_it() -> None:
    twice = Contents(entries=(*listed("ABCD").entries[:1], *listed("ABCD").entries))
    log = [(received("2026-01"), twice), (received("2026-02"), listed("BCD"))]
    assert [(one.title, bool(one.missing_since)) for one in stated(log)] == [
        ("A", True),
        ("A", True),
        ("B", False),
        ("C", False),
        ("D", False),
    ]


def stated(log: list[tuple[Received, Contents]]) -> tuple[Entry, ...]:
    """What all captures say together."""
    return History(log, "en").after(len(log))


def merged(older: Entry, newer: Entry) -> tuple[Entry, ...]:
    log = [
        (received("2026-01"), Contents(entries=(older,))),
        (received("2026-02"), Contents(entries=(newer,))),
    ]
    return stated(log)


URL = "https://example.org/a"
SAME = {
    "by the guid, whatever else changed": (
        entry("feed", guid="1", url=URL, title="A"),
        entry("feed", guid="1", url="https://example.org/b", title="B"),
    ),
    "by the canonical URL": (
        entry("feed", url=URL, title="A"),
        entry("feed", url="http://www.example.org/a/?utm_id=1", title="B"),
    ),
    "by title and date": (
        entry("index", title="A", published=claim("heading", "2024-03")),
        entry("index", title="a", published=claim("heading", "2024-03")),
    ),
    "by title, where one of them has no URL": (
        entry("index", title="A"),
        entry("index", url=URL, title="A"),
    ),
}
OTHER = {
    "two URLs of one title": (
        entry("feed", url=URL, title="A"),
        entry("feed", url="https://example.org/b", title="A"),
    ),
    "two titles without a URL": (entry("index", title="A"), entry("index", title="B")),
}


@pytest.mark.parametrize(("older", "newer"), SAME.values(), ids=SAME)
def test_of_one_entry_the_newest_statement_wins(older: Entry, newer: Entry) -> None:
    (one,) = merged(older, newer)
    assert (one.title, one.guid) == (newer.title, newer.guid)


@pytest.mark.parametrize(("older", "newer"), OTHER.values(), ids=OTHER)
def test_two_entries_stay_two(older: Entry, newer: Entry) -> None:
    assert sorted(one.title or "" for one in merged(older, newer)) == sorted(
        [older.title or "", newer.title or ""]
    )


def test_of_two_entries_that_say_the_same_one_is_found_again() -> None:
    twice = Contents(entries=(entry("index", title="A"), entry("index", title="A", position=1)))
    once = Contents(entries=(entry("index", title="A"),))
    log = [(received("2026-01"), twice), (received("2026-02"), once), (received("2026-03"), twice)]
    assert [len(stated(log[:count])) for count in (1, 2, 3)] == [2, 2, 2]


def test_a_title_that_two_entries_have_matches_neither() -> None:
    twice = Contents(entries=(entry("index", title="A"), entry("index", title="A", position=1)))
    once = Contents(entries=(entry("index", title="A", summary="Another."),))
    log = [(received("2026-01"), twice), (received("2026-02"), once)]
    assert len(stated(log)) == 3


def test_a_capture_without_links_takes_no_url_away() -> None:
    older = entry("index", url=URL, title="A", summary="Old.")
    (one,) = merged(older, entry("index", title="A", summary="New."))
    assert (one.url, one.summary) == (URL, "New.")


def test_the_last_entry_of_a_broken_capture_changes_nothing_that_is_known() -> None:
    whole, cut = listed("AB", summary="whole"), listed("ABC", summary="cut", dated=False)
    log = [(received("2026-01"), whole), (received("2026-02"), cut)]
    assert [one.summary for one in stated(log)] == ["cut", "cut", "cut"]
    broken = msgspec.structs.replace(listed("AB", summary="cut", dated=False), sound=False)
    first, last = stated([(received("2026-01"), whole), (received("2026-02"), broken)])
    # That an entry has no date any more takes none away.
    assert (first.summary, first.published) == ("cut", whole.entries[0].published)
    assert (last.summary, last.published) == ("whole", whole.entries[1].published)
    new = msgspec.structs.replace(listed("ABC"), sound=False)
    assert [one.title for one in stated([log[0], (received("2026-02"), new)])] == ["A", "B", "C"]


def test_when_an_entry_was_first_seen_stays() -> None:
    captures = [
        (received(date), Contents(entries=(entry("feed", url=URL, title=date, first_seen=date),)))
        for date in ("2024", "2025-03", "2026-01-05")
    ]
    (one,) = stated(captures)
    assert (one.title, one.first_seen) == ("2026-01-05", PartialDate(year=2024))


def test_an_entry_that_was_listed_twice_was_first_seen_when_the_first_was() -> None:
    older = Contents(
        entries=(
            entry("feed", url=URL, title="A", first_seen="2024"),
            entry("feed", url=URL, title="A", first_seen="2025", position=1),
        )
    )
    newer = Contents(entries=(entry("feed", url=URL, title="A", first_seen="2026"),))
    (one,) = stated([(received("2025"), older), (received("2026"), newer)])
    assert one.first_seen == PartialDate(year=2024)


def test_the_first_address_that_is_stated_of_an_entry_is_that_of_its_first_statement() -> None:
    """Its title was known before: the id of its article is made of the address all the same."""
    older = entry("feed", title="A", guid="a")
    newer = entry("feed", title="A", guid="a", url="https://example.org/a")
    (one,) = merged(older, newer)
    assert one.first == FirstStatement(
        moment="2026-01-00T",
        where=older.where,
        url="https://example.org/a",
        title="A",
        date=None,
    )


def test_an_entry_was_added_on_the_earliest_day_that_is_stated() -> None:
    days = ("2024-03-05", "2024-03-04", "2024-03-06")
    log = [
        (
            received(f"2026-{month:02}"),
            Contents(entries=(entry("feed", url=URL, title="A", added=claim("added", day)),)),
        )
        for month, day in enumerate(days, 1)
    ]
    (one,) = stated(log)
    assert one.added == claim("added", "2024-03-04")


def test_former_addresses_stand_in_the_order_in_which_they_were_given_up() -> None:
    log = [
        (
            received(f"2026-{month:02}"),
            Contents(entries=(entry("feed", url=f"{URL}/{month}", title="A", guid="a"),)),
        )
        for month in (1, 2, 3)
    ]
    (one,) = stated(log)
    assert (one.url, one.former_urls) == (f"{URL}/3", (f"{URL}/1", f"{URL}/2"))


def test_an_undated_entry_is_found_again_beside_a_dated_one_of_its_address_and_title() -> None:
    def both(summary: str) -> list[Entry]:
        dated = entry("feed", url=URL, title="A", published=claim("instant", "2024-03-05"))
        return [dated, entry("feed", url=URL, title="A", summary=summary, position=1)]

    assert match_entries(both("new"), both("old"), Addresses(), "en") == {0: 0, 1: 1}


ONE, TWO = "https://example.org/1", "https://example.org/2"
THREE, FOUR = "https://example.org/3", "https://example.org/4"
MONDAY, TUESDAY = "2024-03-04", "2024-03-05"
# what an older and a newer capture state (guid, address, title, day) → which are the same
MATCHES: dict[str, tuple[list[tuple[str | None, ...]], list[tuple[str | None, ...]], set[str]]] = {
    "by guid and title, where several have the guid and all have moved": (
        [("g", ONE, "A", None), ("g", TWO, "B", None)],
        [("g", THREE, "B", None), ("g", FOUR, "A", None)],
        {"0=1", "1=0"},
    ),
    "by guid and address, where several have either and all titles are new": (
        [("g", ONE, "A", None), ("g", TWO, "B", None), ("h", ONE, "C", None)],
        [("h", ONE, "D", None), ("g", ONE, "E", None), ("g", TWO, "F", None)],
        {"0=1", "1=2", "2=0"},
    ),
    "by address, title and day, where several have the first two": (
        [(None, ONE, "A", MONDAY), (None, ONE, "A", TUESDAY)],
        [(None, ONE, "A", TUESDAY), (None, ONE, "A", MONDAY)],
        {"0=1", "1=0"},
    ),
    "by address and title, where several have the address and all guids are new": (
        [("a", ONE, "A", None), ("b", ONE, "B", None)],
        [("c", ONE, "B", None), ("d", ONE, "A", None)],
        {"0=1", "1=0"},
    ),
    "not by those, where they are of two days": (
        [("a", ONE, "A", MONDAY), ("b", ONE, "B", MONDAY)],
        [("c", ONE, "B", TUESDAY), ("d", ONE, "A", MONDAY)],
        {"0=1"},
    ),
    "by address, where title and guid are new": (
        [("a", ONE, "A", MONDAY)],
        [("b", ONE, "B", MONDAY)],
        {"0=0"},
    ),
    "not by that, where title and day are others": (
        [(None, ONE, "A", MONDAY)],
        [(None, ONE, "B", TUESDAY)],
        set(),
    ),
    "by it all the same, where the guid is the same": (
        [("a", ONE, "A", MONDAY)],
        [("a", ONE, "B", TUESDAY)],
        {"0=0"},
    ),
    "or where the guids differ in nothing that an address has": (
        [(f"{ONE}#0", ONE, "A", MONDAY)],
        [(f"{ONE}#3", ONE, "B", TUESDAY)],
        {"0=0"},
    ),
    "not by it, where one guid is now that of another": (
        [("a", ONE, "A", MONDAY)],
        [("b", ONE, "C", None), ("a", TWO, "B", MONDAY)],
        {"0=1"},
    ),
    "by address and title, though one guid is now that of another": (
        [("a", ONE, "A", MONDAY)],
        [("b", ONE, "A", TUESDAY), ("a", TWO, "B", MONDAY)],
        {"0=0"},
    ),
    "by guid, where address and title are new": (
        [("a", ONE, "A", MONDAY)],
        [("a", TWO, "B", MONDAY)],
        {"0=0"},
    ),
    "not by that, where the day is another too": (
        [("a", ONE, "A", MONDAY)],
        [("a", TWO, "B", TUESDAY)],
        set(),
    ),
    "by it, where one has no address": (
        [("a", None, "A", MONDAY)],
        [("a", TWO, "B", TUESDAY)],
        {"0=0"},
    ),
    "by title and day, where several have the title": (
        [(None, None, "A", MONDAY), (None, None, "A", TUESDAY)],
        [(None, ONE, "A", TUESDAY), (None, TWO, "A", MONDAY)],
        {"0=1", "1=0"},
    ),
    "by title, where one has no address": (
        [(None, None, "A", MONDAY)],
        [("b", ONE, "A", TUESDAY)],
        {"0=0"},
    ),
    "not by title, where both have one": (
        [(None, TWO, "A", MONDAY)],
        [(None, ONE, "A", MONDAY)],
        set(),
    ),
    "not by title, where guids and days are two": (
        [("a", None, "A", MONDAY)],
        [("b", ONE, "A", TUESDAY)],
        set(),
    ),
    "by title, where guids are two and the day is one": (
        [("a", None, "A", MONDAY)],
        [("b", ONE, "A", MONDAY)],
        {"0=0"},
    ),
}


@pytest.mark.parametrize(("older", "newer", "expected"), MATCHES.values(), ids=MATCHES)
def test_an_entry_is_found_again_by_what_only_it_has(
    older: list[tuple[str | None, ...]], newer: list[tuple[str | None, ...]], expected: set[str]
) -> None:
    def entries(stated: list[tuple[str | None, ...]], summary: str) -> list[Entry]:
        return [
            entry(
                "feed",
                guid=guid,
                url=url,
                title=title,
                published=claim("instant", day) if day else None,
                summary=summary,
                position=place,
            )
            for place, (guid, url, title, day) in enumerate(stated)
        ]

    found = match_entries(entries(newer, "new"), entries(older, "old"), Addresses(), "en")
    assert {f"{here}={there}" for here, there in found.items()} == expected


def test_positions_are_those_of_the_merged_list() -> None:
    log = [(received("2026-01"), listed("BCD")), (received("2026-02"), listed("AC"))]
    source = Source(name="feed", reader="feed", title="Feed")
    entries = statements(log_of(source, log, (), "en"))
    assert [(one.title, one.position) for one in entries] == [
        ("A", 0),
        ("B", 1),
        ("C", 2),
        ("D", 3),
    ]


def test_what_the_first_captures_state_does_not_depend_on_earlier_calls() -> None:
    log = [
        (received("2026-01"), listed("BCD")),
        (received("2026-02"), listed("AB")),
        (received("2026-03"), listed("DA")),
    ]
    history = History(log, "en")
    for count in (3, 1, 0, 2, 3):
        assert history.after(count) == stated(log[:count])


def test_each_capture_is_merged_once_however_often_is_asked(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    merged_with: list[int] = []

    def pluralize(
        newer: list[Entry],
        older: list[Entry],
        addresses: Addresses,
        language: str,
        *more: RememberedNames,
    ) -> dict[int, int]:
        merged_with.append(len(older))
        return match_entries(newer, older, addresses, language, *more)

    monkeypatch.setattr("generator.sources.history.match_entries", pluralize)
    log = [(received(f"2026-{month:02}"), listed("AB")) for month in range(1, 10)]
    history = History(log, "en")
    for count in range(len(log) + 1):
        history.after(count)
    assert merged_with == [2] * 8
