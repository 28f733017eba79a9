"""What a capture changed: articles before it, articles after it."""

from __future__ import annotations

from typing import Any

import pytest

from generator.model.articles import Article, Change, DateEvidence, Evidence
from generator.model.record import PartialDate
from generator.reconcile.diff import LogMoment, compare
from tests.site.sample_library import make_article, make_statement

APRIL = LogMoment(
    date=PartialDate(year=2026, month=4), time="101500", capture="captures/feed/2026-04.xml"
)
FIELDS = ("title", "url", "authors", "summary", "tags")


def made(slug: str = "a", *, title: str | None = "A", **fields: Any) -> Article:
    """An article of which each field is known by a source of its own."""
    evidence = {field: Evidence(rule="stated", source=f"{field} source") for field in FIELDS}
    return make_article(slug, title=title, **{"evidence": evidence, **fields})


def change(kind: str, article: Article, **fields: Any) -> Change:
    values: dict[str, Any] = {
        "kind": kind,
        "date": APRIL.date,
        "time": APRIL.time,
        "capture": APRIL.capture,
        "article": article.id,
        "label": article.label,
        "url": article.url,
    }
    return Change(**{**values, **fields})


# field → its value before and after, in an article; the same as changes have them
CORRECTED: dict[str, tuple[Any, Any, str | None, str | None]] = {
    "title": ("A", "B", "A", "B"),
    "url": (None, "https://example.org/b", None, "https://example.org/b"),
    "authors": (("Ann Roe",), ("Roe, Ann", "Bo Li"), "Ann Roe", "Roe, Ann; Bo Li"),
    "summary": ("Old.", None, "Old.", None),
    "tags": (("one",), (), "one", None),
}


@pytest.mark.parametrize("field", CORRECTED)
def test_a_field_that_changed_is_corrected_on_the_word_of_its_source(field: str) -> None:
    was, value, was_shown, shown = CORRECTED[field]
    before, after = made(**{field: was}), made(**{field: value})
    assert compare([before], [after], APRIL, "en") == (
        change(
            "corrected", after, field=field, was=was_shown, value=shown, source=f"{field} source"
        ),
    )
    assert compare([after], [after], APRIL, "en") == ()


def test_a_date_that_changed_is_corrected_on_the_word_of_its_source() -> None:
    said = DateEvidence(rule="index", source="index", raw="May 2025")
    before = made(date=None)
    after = made(date="2025-05/2025-07", date_evidence=said)
    assert compare([before], [after], APRIL, "en") == (
        change("corrected", after, field="date", was=None, value="2025-05/2025-07", source="index"),
    )


def by(*statements: tuple[str, bool]) -> Article:
    """An article that sources list (True), or listed once (False)."""
    since = PartialDate(year=2026, month=4)
    return made(
        statements=tuple(
            make_statement(source, missing_since=None if here else since)
            for source, here in statements
        )
    )


# who listed it before, who lists it after → from whom it vanished, to whom it returned
LISTS = {
    "it stays": ([("b", True)], [("b", True)], ()),
    "it stays away": ([("b", False)], [("b", False)], ()),
    "it vanishes from two": (
        [("b", True), ("a", True), ("c", True)],
        [("b", False), ("a", False), ("c", True)],
        (("vanished", "a"), ("vanished", "b")),
    ),
    "it returns to two": (
        [("b", False), ("a", False)],
        [("b", True), ("a", True)],
        (("returned", "a"), ("returned", "b")),
    ),
    "it returns to one and vanishes from another": (
        [("a", True), ("b", False)],
        [("a", False), ("b", True)],
        (("returned", "b"), ("vanished", "a")),
    ),
    "one of a source's two entries is still there": (
        [("a", True), ("a", True)],
        [("a", False), ("a", True)],
        (),
    ),
}


@pytest.mark.parametrize(("before", "after", "expected"), LISTS.values(), ids=LISTS)
def test_it_is_said_who_lists_an_article_no_more_and_who_does_again(
    before: list[tuple[str, bool]],
    after: list[tuple[str, bool]],
    expected: tuple[tuple[str, str], ...],
) -> None:
    article = by(*after)
    assert compare([by(*before)], [article], APRIL, "en") == tuple(
        change(kind, article, source=source) for kind, source in expected
    )


def test_what_is_new_comes_first_then_corrections_then_who_lists_it() -> None:
    before = [by(("x", True), ("y", False)), made("z", title="Old")]
    new = made("new", title="New", statements=(make_statement("b"), make_statement("a")))
    nobody = made("nobody", title="Nobody's", statements=())
    after = [by(("x", False), ("y", True)), new, made("z", title="Mended"), nobody]
    assert compare(before, after, APRIL, "en") == (
        change("added", new, source="b"),
        change("added", nobody, source=None),
        change(
            "corrected", after[2], field="title", was="Old", value="Mended", source="title source"
        ),
        change("returned", after[0], source="y"),
        change("vanished", after[0], source="x"),
    )


def test_an_article_that_got_its_address_is_the_one_of_its_title() -> None:
    before = made("t", url=None, title="Neues – Juli 2024")
    after = made("u", url="https://example.org/u", title="Neues: Juli 2024")
    corrected = [one.field for one in compare([before], [after], APRIL, "de")]
    assert corrected == ["title", "url"]
    # In English, Juli is no month before which a dash is any dash.
    assert compare([before], [after], APRIL, "en") == (change("added", after, source="feed"),)


def test_a_title_that_two_have_tells_neither() -> None:
    before = [made("t", url=None)]
    after = [made("u"), made("v")]
    assert [one.kind for one in compare(before, after, APRIL, "en")] == ["added", "added"]
    twice = [made("t", url=None), made("s", url=None)]
    assert [one.kind for one in compare(twice, after[:1], APRIL, "en")] == ["added"]
    # Who stays is known by the id, and says nothing of the two others.
    stays = made("s")
    (url,) = compare([stays, made("t", url=None)], [stays, made("u")], APRIL, "en")
    assert (url.kind, url.field) == ("corrected", "url")
    nameless = made("t", url=None, title=None)
    assert [one.kind for one in compare([nameless], [made("u", title=None)], APRIL, "en")] == [
        "added"
    ]
