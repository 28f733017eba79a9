"""Which date an article has: the rules in their order, what refines, what conflicts, who lends."""

from __future__ import annotations

import itertools
from collections.abc import Sequence

import msgspec
import pytest

from generator.config.overrides import FieldRule, Overrides
from generator.model.articles import Conflict, DateEvidence, DateRule, Evidence
from generator.model.entries import DateClaim, Entry
from generator.model.record import Problem
from generator.reconcile.dating import (
    RULES,
    STATED_ADDED,
    DateCandidate,
    Dated,
    added_date,
    choose_date,
    claimed_dates,
    doubted_dates,
    neighbour_dates,
    title_date,
)
from generator.text.dates import parse_edtf
from tests.reconcile.making import claim, entry, only_article, reconciled

URL = "https://example.org/a"


def says(rule: DateRule, date: str, stated: str | None = None, source: str = "") -> DateCandidate:
    """A candidate whose source is called like its rule, and whose raw text is its date."""
    return DateCandidate(
        date=parse_edtf(date),
        rule=rule,
        source=source or rule,
        raw=stated or date,
        stated=parse_edtf(stated) if stated else None,
    )


# candidates → date, rule, refined by, [what conflicts]
CASES = {
    "nobody says anything": ([], (None, "not stated", None, [])),
    "the owner before all": (
        [says("override", "2025-07"), says("index", "2024-03"), says("feed", "2024-04-01")],
        ("2025-07", "override", None, []),
    ),
    "the index before the title": (
        [says("title", "2024-04"), says("index", "2024-03")],
        ("2024-03", "index", None, ["title says 2024-04"]),
    ),
    "the title before the feed": (
        [says("feed", "2025-01-01"), says("title", "2024-12")],
        ("2024-12", "title", None, ["feed says 2025-01-01"]),
    ),
    "the feed before a note": (
        [says("note", "2025-02-01"), says("feed", "2025-01-01")],
        ("2025-01-01", "feed", None, ["note says 2025-02-01"]),
    ),
    "a note before a preview": (
        [says("preview", "2025-02-01"), says("note", "2025-01-01")],
        ("2025-01-01", "note", None, ["preview says 2025-02-01"]),
    ),
    "a preview before a neighbour": (
        [says("neighbour", "2025-07"), says("preview", "2025-06-03")],
        ("2025-06-03", "preview", None, ["neighbour says 2025-07"]),
    ),
    "a preview's date before a date of change, which came later": (
        [says("updated", "2025-06-09"), says("preview", "2025-06-03")],
        ("2025-06-03", "preview", None, []),
    ),
    "a change before what was published is a conflict": (
        [says("feed", "2025-06-09"), says("updated", "2025-06-03")],
        ("2025-06-09", "feed", None, ["updated says 2025-06-03"]),
    ),
    "a date of change where nothing else is known": (
        [says("updated", "2025-06-09"), says("year", "2025")],
        ("2025-06-09", "updated", None, []),
    ),
    "the earliest of several dates of change, whoever is trusted more": (
        [says("updated", "2025-06-09", source="one"), says("updated", "2025-06-03", source="two")],
        ("2025-06-03", "updated", None, []),
    ),
    "a year before the change is nearer to the truth": (
        [says("updated", "2025-06-09"), says("year", "2024")],
        ("2024", "year", None, []),
    ),
    "a change in the year itself": (
        [says("updated", "2024-12-31"), says("year", "2024")],
        ("2024-12-31", "updated", None, []),
    ),
    "a change on the last day of what was published": (
        [says("feed", "2025-06-09"), says("updated", "2025-06-09")],
        ("2025-06-09", "feed", None, []),
    ),
    "a change is no reason to look no further": (
        [says("index", "2025-06"), says("updated", "2025-06-09"), says("year", "2024")],
        ("2025-06", "index", None, ["year says 2024"]),
    ),
    "of two changes the earlier, as fine as it is known": (
        [says("updated", "2025"), says("updated", "2025-06-09", source="two")],
        ("2025-06-09", "updated", "two", []),
    ),
    "a year before the change, and one after it": (
        [says("updated", "2023-05-09"), says("year", "2020"), says("year", "2025")],
        ("2020", "year", None, ["year says 2025"]),
    ),
    "a date of change before a neighbour's, which is no year": (
        [says("neighbour", "2025-05"), says("updated", "2025-06-09")],
        ("2025-06-09", "updated", None, ["neighbour says 2025-05"]),
    ),
    "a day on which it was saved, which may be later": (
        [says("feed", "2025-06-03"), says("added", "2025-06-09")],
        ("2025-06-03", "feed", None, []),
    ),
    "a neighbour refines a year, though a change comes first": (
        [says("list", "2025"), says("updated", "2025-06-09"), says("neighbour", "2025-07")],
        ("2025-07", "list", "neighbour", ["updated says 2025-06-09"]),
    ),
    "a list before a note": (
        [says("note", "2025-02-01"), says("list", "2025-01-01")],
        ("2025-01-01", "list", None, ["note says 2025-02-01"]),
    ),
    "a year after the change is not": (
        [says("updated", "2025-06-09"), says("year", "2026")],
        ("2025-06-09", "updated", None, ["year says 2026"]),
    ),
    "a change does not say when in its month an article appeared": (
        [says("index", "2025-06"), says("updated", "2025-06-09")],
        ("2025-06", "index", None, []),
    ),
    "a neighbour before a placeholder, which is shown as it stands": (
        [says("year", "2025", "2025-01-01", "feed"), says("neighbour", "2025-07")],
        ("2025-07", "neighbour", None, ["feed says 2025-01-01"]),
    ),
    "a year alone": ([says("year", "2025")], ("2025", "year", None, [])),
    "a placeholder alone is the year": (
        [says("year", "2025", "2025-01-01")],
        ("2025", "year", None, []),
    ),
    "a placeholder that happens to be right is no conflict": (
        [says("index", "2024-01"), says("year", "2024", "2024-01-01", "feed")],
        ("2024-01", "index", None, []),
    ),
    "a finer value inside the winner refines it": (
        [says("index", "2025-07"), says("feed", "2025-07-25")],
        ("2025-07-25", "index", "feed", []),
    ),
    "of two finer values the stronger refines, the other conflicts": (
        [says("index", "2025-07"), says("feed", "2025-07-25"), says("note", "2025-07-26")],
        ("2025-07-25", "index", "feed", ["note says 2025-07-26"]),
    ),
    "a month refines a year, and a day that month": (
        [says("index", "2025"), says("title", "2025-07"), says("feed", "2025-07-25")],
        ("2025-07-25", "index", "feed", []),
    ),
    "the owner's date is not refined: it may say that no source knows the day": (
        [says("override", "2025"), says("feed", "2025-01-01")],
        ("2025", "override", None, []),
    ),
    "a finer value outside the winner does not refine it": (
        [says("index", "2025-07"), says("feed", "2025-08-02")],
        ("2025-07", "index", None, ["feed says 2025-08-02"]),
    ),
    "a month refines a year": (
        [says("index", "2025"), says("title", "2025-07")],
        ("2025-07", "index", "title", []),
    ),
    "a day inside a range refines it": (
        [says("index", "2020-03/2021-04"), says("feed", "2020-05-09")],
        ("2020-05-09", "index", "feed", []),
    ),
    "a day inside a placeholder's month is no conflict": (
        [says("feed", "2025-07", "2025-07-01"), says("index", "2025-07-25")],
        ("2025-07-25", "index", None, []),
    ),
    "a placeholder's day refines nothing": (
        [says("index", "2020-01/2020-04"), says("year", "2020", "2020-01-01", "feed")],
        ("2020-01/2020-04", "index", None, []),
    ),
    "a placeholder's month refines a range": (
        [says("index", "2020-01/2020-04"), says("feed", "2020-03", "2020-03-01")],
        ("2020-03", "index", "feed", []),
    ),
    "a range and a placeholder before it": (
        [says("index", "2020-03/2021-04"), says("year", "2020", "2020-01-01", "feed")],
        ("2020-03/2021-04", "index", None, ["feed says 2020-01-01"]),
    ),
    "a coarser value is no conflict": (
        [says("index", "2025-07-25"), says("feed", "2025-07"), says("year", "2025")],
        ("2025-07-25", "index", None, []),
    ),
    "an equal value is no conflict": (
        [says("index", "2025-07"), says("feed", "2025-07", "2025-07-01")],
        ("2025-07", "index", None, []),
    ),
    "another year of the URL": (
        [says("index", "2024-12"), says("year", "2025", source="feed")],
        ("2024-12", "index", None, ["feed says 2025"]),
    ),
    "inside a rule the first is trusted more": (
        [says("feed", "2025-07-01", source="one"), says("feed", "2025-07-02", source="two")],
        ("2025-07-01", "feed", None, ["two says 2025-07-02"]),
    ),
    "who says the same twice is told once": (
        [says("index", "2024-03"), says("year", "2022"), says("year", "2022")],
        ("2024-03", "index", None, ["year says 2022"]),
    ),
}


@pytest.mark.parametrize(("candidates", "expected"), CASES.values(), ids=CASES)
def test_the_strongest_evidence_dates_an_article(
    candidates: Sequence[DateCandidate], expected: tuple[object, ...]
) -> None:
    dated = choose_date(candidates)
    found = (
        dated.date.edtf if dated.date else None,
        dated.evidence.rule,
        dated.evidence.refined_by,
        [f"{conflict.source} says {conflict.value}" for conflict in dated.conflicts],
    )
    assert found == expected


def test_what_cannot_be_believed_dates_nothing_and_is_a_conflict_with_the_reason() -> None:
    doubted = msgspec.structs.replace(says("feed", "2031-01-02"), doubt="It is still to come.")
    conflict = Conflict(
        field="date",
        source="feed",
        value="2031-01-02",
        raw="2031-01-02",
        rule="It is still to come.",
    )
    assert choose_date([doubted, doubted]) == Dated(
        date=None, evidence=DateEvidence(rule="not stated"), conflicts=(conflict,)
    )
    change = msgspec.structs.replace(doubted, rule="updated")
    assert choose_date([change, says("note", "2024-03")]).conflicts == (conflict,)
    assert choose_date([doubted, says("note", "2024-03")]) == Dated(
        date=parse_edtf("2024-03"),
        evidence=DateEvidence(rule="note", source="note", raw="2024-03"),
        conflicts=(conflict,),
    )
    within = msgspec.structs.replace(says("feed", "2024-03-05"), doubt="It is still to come.")
    assert choose_date([within, says("note", "2024-03")]).conflicts == ()


def at(rule: DateRule, date: str, instant: str | None) -> DateCandidate:
    return msgspec.structs.replace(says(rule, date), instant=instant)


# candidates, the strongest first → the time of the article
TIMES = {
    "the winner's": ([at("feed", "2024-03-05", "T10"), at("note", "2024-03-05", "T11")], "T10"),
    "that of who refines": ([at("index", "2024-03", None), at("feed", "2024-03-05", "T10")], "T10"),
    "the strongest of those who state the day": (
        [
            at("index", "2024-03-05", None),
            at("feed", "2024-03-04", "T09"),
            at("note", "2024-03-05", "T11"),
            at("preview", "2024-03-05", "T12"),
        ],
        "T11",
    ),
    "none of a change": (
        [at("index", "2024-03-05", None), at("updated", "2024-03-05", "T10")],
        None,
    ),
    "none of another day": (
        [at("index", "2024-03-05", None), at("feed", "2024-03-04", "T10")],
        None,
    ),
    "that of a change where nothing else is known": ([at("updated", "2024-03-05", "T10")], "T10"),
}


@pytest.mark.parametrize(("candidates", "expected"), TIMES.values(), ids=TIMES)
def test_the_time_is_that_of_the_strongest_who_states_the_day(
    candidates: list[DateCandidate], expected: str | None
) -> None:
    assert choose_date(candidates).instant == expected


def test_rules_stand_in_the_order_of_the_design() -> None:
    assert RULES == (
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


def test_the_order_in_which_sources_are_asked_does_not_matter() -> None:
    candidates = [
        says("index", "2024-03"),
        says("title", "2024-03"),
        says("feed", "2024-01-01"),
        says("year", "2024"),
    ]
    dated = {choose_date(order).evidence for order in itertools.permutations(candidates)}
    assert dated == {DateEvidence(rule="index", source="index", raw="2024-03")}


# entries → date, evidence, conflicts; each as the whole pipeline of reconcile() has it
ARTICLES = {
    "a heading over the entry": (
        [entry("index", title="A", published=claim("heading", "2024-03", "March 2024"))],
        ("2024-03", DateEvidence(rule="index", source="index", raw="March 2024"), ()),
    ),
    "a title of a dated series": (
        [entry("feed", url=URL, title="Circuits Updates — July 2024")],
        (
            "2024-07",
            DateEvidence(rule="title", source="feed", raw="Circuits Updates — July 2024"),
            (),
        ),
    ),
    "a title of no series": ([entry("feed", url=URL, title="Notes — July 2024")], None),
    "a feed's instant": (
        [entry("feed", url=URL, title="A", published=claim("instant", "2024-07-25", "Thu, 25"))],
        ("2024-07-25", DateEvidence(rule="feed", source="feed", raw="Thu, 25"), ()),
    ),
    "a list's date": (
        [entry("feed", url=URL, title="A", published=claim("listed", "2024-07", "Jul 2024"))],
        ("2024-07", DateEvidence(rule="list", source="feed", raw="Jul 2024"), ()),
    ),
    "a list's year": (
        [entry("feed", url=URL, title="A", published=claim("listed", "2024"))],
        ("2024", DateEvidence(rule="list", source="feed", raw="2024"), ()),
    ),
    "the day on which it was saved": (
        [entry("feed", url=URL, title="A", published=claim("added", "2024-07-25", "25 July"))],
        ("2024-07-25", DateEvidence(rule="added", source="feed", raw="25 July"), ()),
    ),
    "a preview's date": (
        [entry("feed", url=URL, title="A", published=claim("preview", "2024-07-25", "25 July"))],
        ("2024-07-25", DateEvidence(rule="preview", source="feed", raw="25 July"), ()),
    ),
    "a date of change": (
        [
            entry(
                "feed",
                url=URL,
                title="A",
                published=DateClaim(
                    date=parse_edtf("2024-07-25"), kind="instant", raw="Thu, 25", of_change=True
                ),
            )
        ],
        ("2024-07-25", DateEvidence(rule="updated", source="feed", raw="Thu, 25"), ()),
    ),
    "a placeholder that knows its month": (
        [entry("feed", url=URL, title="A", published=claim("placeholder", "2024-07", "Mon, 1"))],
        ("2024-07", DateEvidence(rule="feed", source="feed", raw="Mon, 1"), ()),
    ),
    "a placeholder that knows its year": (
        [
            entry(
                "feed",
                url=URL,
                title="A",
                published=claim("placeholder", "2024", "Mon, 1", "2024-01-01"),
            )
        ],
        ("2024", DateEvidence(rule="year", source="feed", raw="Mon, 1"), ()),
    ),
    "the year of a byline": (
        [
            entry(
                "feed",
                url=URL,
                title="A",
                authors=("Kamath et al.",),
                byline_year=2025,
                raw={"authors": "Kamath et al., 2025"},
            )
        ],
        ("2025", DateEvidence(rule="year", source="feed", raw="Kamath et al., 2025"), ()),
    ),
    "the year of the URL": (
        [entry("feed", url="https://example.org/2023/a/", title="A")],
        ("2023", DateEvidence(rule="year", source="feed", raw="https://example.org/2023/a/"), ()),
    ),
    "nothing at all": ([entry("feed", url=URL, title="A")], None),
    "an overruled placeholder": (
        [
            entry("index", title="A", published=claim("heading", "2022-09", "September 2022")),
            entry(
                "feed",
                url=URL,
                title="A",
                published=claim("placeholder", "2022", "Sat, 01 Jan 2022", "2022-01-01"),
            ),
        ],
        (
            "2022-09",
            DateEvidence(rule="index", source="index", raw="September 2022"),
            (
                Conflict(
                    field="date",
                    source="feed",
                    value="2022-01-01",
                    raw="Sat, 01 Jan 2022",
                    rule="a heading of the index page counts for more than"
                    " a date given where the day is not known",
                    is_minor=True,
                ),
            ),
        ),
    ),
}


@pytest.mark.parametrize(("entries", "expected"), ARTICLES.values(), ids=ARTICLES)
def test_an_article_is_dated_by_what_its_entries_say(
    entries: list[Entry], expected: tuple[object, ...] | None
) -> None:
    article = only_article(reconciled(*entries))
    date = article.date.edtf if article.date else None
    wanted = expected or (None, DateEvidence(rule="not stated"), ())
    assert (date, article.date_evidence, article.conflicts) == wanted


def test_the_owner_sets_a_date_and_says_why() -> None:
    setting = FieldRule(article=URL, date="2024-05-06", reason="I was there.", where="overrides:3")
    feed = entry("feed", url=URL, title="A", published=claim("instant", "2024-05-01"))
    article = only_article(reconciled(feed, overrides=Overrides(set=(setting,))))
    assert article.date_evidence == DateEvidence(
        rule="override", source="overrides:3", raw="2024-05-06", reason="I was there."
    )
    assert article.conflicts == ()


def glued(name: str, text: str, published: str, residue: str = "s.") -> Entry:
    """An entry of a feed of glued titles, its date a placeholder or a month."""
    stated = f"{published}-01-01" if len(published) == 4 else f"{published}-01"
    return entry(
        "feed",
        url=f"https://example.org/{name}",
        title=f"{name}{text}",
        glued=True,
        published=claim("placeholder", published, stated, stated),
        residue=residue,
    )


# residues of One (dated July 2025) and of Three (of 2025) → dates of One, Two, Three
NEIGHBOURS = {
    "a residue that names an entry lends it its month": (
        ". Two We count to two. Circuits",
        "s.",
        ("2025-07", "2025-07", "2025"),
    ),
    "a residue that stops inside the abstract": (
        ". Two We count to",
        "s.",
        ("2025-07", "2025-07", "2025"),
    ),
    "a residue that stops inside the title names nothing": (
        ". Tw",
        "s.",
        ("2025-07", "2025", "2025"),
    ),
    "a title alone names nothing": (". Two", "s.", ("2025-07", "2025", "2025")),
    "a title followed by something else names nothing": (
        ". Two is a number.",
        "s.",
        ("2025-07", "2025", "2025"),
    ),
    "the tail of another word names nothing": (
        ". xTwo We count to two.",
        "s.",
        ("2025-07", "2025", "2025"),
    ),
    "an abstract that goes on otherwise names nothing": (
        ". Two We count to x",
        "s.",
        ("2025-07", "2025", "2025"),
    ),
    "a residue may name several": (
        ". Two We count to two. Three We count to three.",
        "s.",
        ("2025-07", "2025-07", "2025-07"),
    ),
    "what a neighbour lent is not lent on": (
        ". Two We count to two.",
        ". Two We count to two.",
        ("2025-07", "2025-07", "2025"),
    ),
    "who knows only the year lends nothing": (
        "s.",
        ". Two We count to two.",
        ("2025-07", "2025", "2025"),
    ),
    "nobody lends to himself": ("s.", ". Three We count to three.", ("2025-07", "2025", "2025")),
}


@pytest.mark.parametrize(("of_one", "of_three", "expected"), NEIGHBOURS.values(), ids=NEIGHBOURS)
def test_a_neighbour_lends_its_month_to_whom_its_residue_names(
    of_one: str, of_three: str, expected: tuple[str, str, str]
) -> None:
    result = reconciled(
        glued("One", "We count to one.", "2025-07", of_one),
        glued("Two", "We count to two.", "2025"),
        glued("Three", "We count to three.", "2025", of_three),
    )
    assert tuple(article.date and article.date.edtf for article in result.articles) == expected


def test_a_lent_date_tells_who_lent_it() -> None:
    residue = ". Two We count to two. Circuits"
    one, two = reconciled(
        glued("One", "We count to one.", "2025-07", residue),
        glued("Two", "We count to two.", "2025"),
    ).articles
    assert two.date_evidence == DateEvidence(
        rule="neighbour", source="feed", raw=residue, named_by=one.id
    )
    assert [(conflict.value, conflict.rule) for conflict in two.conflicts] == [
        (
            "2025-01-01",
            "the month of an article listed beside it counts for more than a date given"
            " where the day is not known",
        )
    ]


def test_a_neighbour_shares_its_month_and_not_its_day() -> None:
    setting = FieldRule(article="One", date="2025-07-25", reason="It says so.", where="overrides:1")
    _one, two = reconciled(
        glued("One", "We count to one.", "2025-07", ". Two We count to two."),
        glued("Two", "We count to two.", "2025"),
        overrides=Overrides(set=(setting,)),
    ).articles
    assert two.date == parse_edtf("2025-07")


def test_a_date_that_only_a_note_states_is_not_lent() -> None:
    note = entry("notes", url="https://example.org/One", published=claim("note", "2025-07"))
    one, two = reconciled(
        glued("One", "We count to one.", "2025", ". Two We count to two."),
        glued("Two", "We count to two.", "2025"),
        note,
    ).articles
    assert (one.date, two.date) == (parse_edtf("2025-07"), parse_edtf("2025"))


# the rule by which a neighbour is dated, its date → what it lends
LENT = {
    "the owner's day": ("override", "2025-07-25", "2025-07"),
    "a heading's month": ("index", "2025-07", "2025-07"),
    "a title's month": ("title", "2025-07", "2025-07"),
    "a feed's day": ("feed", "2025-07-25", "2025-07"),
    "a list's day": ("list", "2025-07-25", "2025-07"),
    "a range, whole": ("index", "2024-11/2025-07", "2024-11/2025-07"),
    "a feed's year lends nothing": ("feed", "2025", None),
    "a note's day lends nothing": ("note", "2025-07-25", None),
    "a preview's day lends nothing": ("preview", "2025-07-25", None),
    "a day of change lends nothing": ("updated", "2025-07-25", None),
    "a lent month is not lent on": ("neighbour", "2025-07", None),
    "a year lends nothing": ("year", "2025", None),
}


@pytest.mark.parametrize(("rule", "date", "lent"), LENT.values(), ids=LENT)
def test_a_neighbour_lends_what_is_known_of_it_by_the_strongest_rules(
    rule: DateRule, date: str, lent: str | None
) -> None:
    evidence = DateEvidence(rule=rule, source="feed", raw="as it stood there")
    one = Dated(date=parse_edtf(date), evidence=evidence)
    named_by = [("id-of-one", "feed", "s. Two We count")]
    assert list(neighbour_dates(named_by, {"id-of-one": one})) == [
        DateCandidate(
            date=parse_edtf(month),
            rule="neighbour",
            source="feed",
            raw="s. Two We count",
            named_by="id-of-one",
        )
        for month in (lent,)
        if month
    ]


def test_a_month_that_stands_in_a_title_is_lent() -> None:
    one = entry(
        "feed",
        url="https://example.org/one",
        title="Circuits Updates — July 2025",
        glued=True,
        residue=". Two We count to two.",
    )
    _one, two = reconciled(one, glued("Two", "We count to two.", "2025")).articles
    assert two.date == parse_edtf("2025-07")


# the date that a source replaced, the one that holds → why the former does not
OVERRULED = {
    "a later one": (
        claim("instant", "2024-03-09"),
        claim("instant", "2024-03-01"),
        "an earlier date counts, wherever its source states it",
    ),
    "a later change": (
        DateClaim(date=parse_edtf("2024-03-09"), kind="instant", raw="9", of_change=True),
        claim("instant", "2024-03-01"),
        "an earlier date counts, wherever its source states it",
    ),
    "an earlier change": (
        DateClaim(date=parse_edtf("2024-02-01"), kind="instant", raw="1", of_change=True),
        claim("instant", "2024-03-01"),
        "a date of publication counts for more than one of change",
    ),
    "a change on the same day": (
        DateClaim(date=parse_edtf("2024-03-01"), kind="instant", raw="1", of_change=True),
        claim("instant", "2024-03-01"),
        "a date of publication counts for more than one of change",
    ),
    "an earlier one": (
        claim("instant", "2024-02-01"),
        claim("instant", "2024-03-01"),
        "the source replaced it before it came true",
    ),
}


@pytest.mark.parametrize(("restated", "kept", "why"), OVERRULED.values(), ids=OVERRULED)
def test_a_date_that_its_source_replaced_is_doubted(
    restated: DateClaim, kept: DateClaim, why: str
) -> None:
    said = claimed_dates([entry("feed", url=URL, published=kept, restated=restated)])
    assert [(candidate.raw, candidate.doubt) for candidate in said] == [
        (kept.raw, None),
        (restated.raw, why),
    ]


BEYOND = "it lies after the day on which its source was last received (2024-06-01)"


def test_what_lies_after_the_newest_capture_is_doubted() -> None:
    seen, earlier = parse_edtf("2024-06-01"), parse_edtf("2024-05-01")
    entries = [
        entry(
            "index", url="https://e.org/2024/a", published=claim("heading", "2024-06-03", "3 June")
        ),
        entry("feed", as_of=seen, published=claim("instant", "2024-06-02"), byline_year=2025),
        entry("other", as_of=earlier, byline_year=2024, url="https://e.org/2025/a"),
    ]
    assert list(claimed_dates(entries)) == [
        DateCandidate(
            date=parse_edtf("2024-06-03"),
            rule="index",
            source="index",
            raw="3 June",
            doubt=BEYOND,
        ),
        says("feed", "2024-06-02"),
        DateCandidate(
            date=parse_edtf("2025"), rule="year", source="feed", raw="2025", doubt=BEYOND
        ),
        DateCandidate(date=parse_edtf("2024"), rule="year", source="other", raw="2024"),
        DateCandidate(
            date=parse_edtf("2024"), rule="year", source="index", raw="https://e.org/2024/a"
        ),
    ]
    # Zones differ by a day, so the feed's date is none to come.
    # Only what is dated is a problem, once.
    assert list(doubted_dates(entries)) == [
        Problem(
            where=entries[0].where,
            message=f"its date “3 June” is doubted, and dates nothing: {BEYOND}",
            severity="warning",
        )
    ]
    assert next(claimed_dates(entries[1:2])).doubt is None
    assert list(doubted_dates(entries[1:])) == []


def test_the_year_of_an_address_that_is_still_to_come_gives_way_to_another() -> None:
    later = entry("index", url="https://e.org/2031/a", as_of=parse_edtf("2024-06-01"))
    earlier = entry("feed", url="https://e.org/2023/a")
    assert list(claimed_dates([later, earlier])) == [
        DateCandidate(
            date=parse_edtf("2023"), rule="year", source="feed", raw="https://e.org/2023/a"
        )
    ]


def test_without_a_capture_nothing_is_doubted() -> None:
    told = entry("notes", published=claim("note", "2031-01-01"))
    assert list(claimed_dates([told])) == [says("note", "2031-01-01", source="notes")]


def test_a_feed_s_time_is_that_of_the_article() -> None:
    stated = DateClaim(
        date=parse_edtf("2024-07-25"), kind="instant", raw="Thu, 25", instant="2024-07-25T10:00:00Z"
    )
    article = only_article(reconciled(entry("feed", url=URL, title="A", published=stated)))
    assert article.instant == "2024-07-25T10:00:00Z"


def test_a_source_that_is_trusted_less_conflicts_by_its_name() -> None:
    one, two = says("feed", "2025-07-01", source="one"), says("feed", "2025-07-02", source="two")
    conflict = Conflict(
        field="date",
        source="two",
        value="2025-07-02",
        raw="2025-07-02",
        rule="one is trusted more",
    )
    assert choose_date([one, two]).conflicts == (conflict,)
    heading = says("index", "2025-06")
    (first, second) = choose_date([heading, one, two]).conflicts
    assert (first.rule, second.rule) == (
        ("a heading of the index page counts for more than a feed’s date",) * 2
    )


# by which rule the winner dates → what is said of it where it outranks another
WORDS = {
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


@pytest.mark.parametrize(("stronger", "weaker"), tuple(itertools.pairwise(WORDS)))
def test_a_conflict_says_what_counts_for_more(stronger: DateRule, weaker: DateRule) -> None:
    (conflict,) = choose_date([says(weaker, "2024"), says(stronger, "2025")]).conflicts
    assert conflict.rule == f"{WORDS[stronger]} counts for more than {WORDS[weaker]}"


# a heading, the date of a feed that does not know the day → whether they differ in little
MINOR = {
    "a day that it does not know, in that year": ("2024-07", "2024", "2024-01-01", [True]),
    "a day of another year": ("2024-07", "2023", "2023-01-01", [False]),
    "another month, which it knows": ("2024-07", "2024-05", "2024-05-01", [False]),
}


@pytest.mark.parametrize(("heading", "date", "stated", "is_minor"), MINOR.values(), ids=MINOR)
def test_a_day_that_its_source_does_not_know_differs_in_little(
    heading: str, date: str, stated: str, is_minor: list[bool]
) -> None:
    placeholder = says("feed" if "-" in date else "year", date, stated)
    conflicts = choose_date([says("index", heading), placeholder]).conflicts
    assert [conflict.is_minor for conflict in conflicts] == is_minor
    assert {conflict.rule for conflict in conflicts} == {
        "a heading of the index page counts for more than a date given where the day is not known"
    }


def test_a_day_that_is_known_differs_in_more_than_little() -> None:
    stated = [says("index", "2025-07"), says("feed", "2025-07-01"), says("note", "2025-07-02")]
    assert [(one.source, one.is_minor) for one in choose_date(stated).conflicts] == [
        ("note", False)
    ]


# what entries say → since when the article is on the list, and how that is known
ADDED = {
    "the earliest day that lists state": (
        [
            entry("index", added=claim("added", "2024-05-02")),
            entry("feed", added=claim("added", "2024-05-01", "1 May")),
        ],
        ("2024-05-01", Evidence(rule=STATED_ADDED, source="feed", raw="1 May")),
    ),
    "the day on which it was saved, where no other is stated": (
        [entry("feed", published=claim("added", "2024-05-01", "1 May"))],
        ("2024-05-01", Evidence(rule=STATED_ADDED, source="feed", raw="1 May")),
    ),
    "what says so before the day on which it was saved": (
        [
            entry(
                "feed",
                added=claim("added", "2024-06-01", "June"),
                published=claim("added", "2024-05-01"),
            )
        ],
        ("2024-06-01", Evidence(rule=STATED_ADDED, source="feed", raw="June")),
    ),
    "else the day of the first capture, whenever it was published": (
        [
            entry("index", first_seen="2026-04-05", published=claim("instant", "2024-05-01")),
            entry("feed", first_seen="2026-04-04"),
        ],
        ("2026-04-04", None),
    ),
    "but not that of a mention": (
        [entry("index", first_seen="2026-04-05"), entry("feed", first_seen="2026", creates=False)],
        ("2026-04-05", None),
    ),
    "nothing, of a note alone": ([entry("notes")], (None, None)),
}


@pytest.mark.parametrize(("entries", "expected"), ADDED.values(), ids=ADDED)
def test_an_article_was_added_when_a_list_says_so_or_when_it_was_received(
    entries: list[Entry], expected: tuple[str | None, Evidence | None]
) -> None:
    date, evidence = added_date(entries)
    assert (date.edtf if date else None, evidence) == expected


def test_a_month_in_a_title_is_read_in_the_language_of_the_site() -> None:
    seen = entry("feed", title="A", as_of=parse_edtf("2024-06-01"))
    juli = DateCandidate(
        date=parse_edtf("2023-07"), rule="title", source="feed", raw="Neues – Juli 2023"
    )
    assert list(title_date("Neues – Juli 2023", "feed", [seen], "de")) == [juli]
    assert list(title_date("Neues – Juli 2023", "feed", [seen], "en")) == []
    assert list(title_date(None, "feed", [seen], "de")) == []
    later = msgspec.structs.replace(
        juli,
        date=parse_edtf("2024-07"),
        raw="Neues – Juli 2024",
        doubt="it lies after the day on which its source was last received (2024-06-01)",
    )
    assert list(title_date("Neues – Juli 2024", "feed", [seen], "de")) == [later]


def test_the_year_of_the_first_address_that_has_one_counts_and_no_other() -> None:
    entries = [
        entry("index", url="https://example.org/a"),
        entry("feed", url="https://example.org/2023/a"),
        entry("notes", url="https://example.org/2024/a"),
    ]
    assert list(claimed_dates(entries)) == [
        DateCandidate(
            date=parse_edtf("2023"), rule="year", source="feed", raw="https://example.org/2023/a"
        )
    ]


def test_an_ordinary_summary_names_no_neighbours() -> None:
    one = entry("feed", url=URL, title="One", published=claim("instant", "2025-07-01"))
    two = entry("feed", url=f"{URL}2", title="Two", summary="After One came Two.")
    assert [article.date is None for article in reconciled(one, two).articles] == [False, True]
