"""Who the authors of a feed's entries are, by the shape of all its fields, and who is none."""

from __future__ import annotations

import pytest

from generator.sources.feed.conventions.authors import drop_stand_ins, is_stand_in, part_names
from tests.sources.feed.making import feed_of, item_of


def parted(*fields: str, title: str = "") -> list[tuple[str, ...]]:
    """The authors of entries with one field each, of which the field itself is what was read."""
    items = (item_of(people=(field,), authors=(field,)) for field in fields)
    return [item.authors for item in part_names(feed_of(items, title=title)).items]


# a field for authors → the names in it, wherever it stands
FIELDS = {
    '<a href="/1">Ann Roe</a>, <a href="/2">Bo Lind</a>': ("Ann Roe", "Bo Lind"),
    '<a href="/1">Ann Roe</a> (1, (2)) and <a href="/2">Bo Lind</a>': ("Ann Roe", "Bo Lind"),
    '<a href="/1">Ann Roe</a> &amp; <a href="/2">Bo Lind</a>': ("Ann Roe", "Bo Lind"),
    '<a href="/1">Ann Roe</a>; | · <a href="/2">Bo Lind</a>': ("Ann Roe", "Bo Lind"),
    '<a href="/1">Ann Ro\\"e</a>, <a href="/2">Bo Lind</a>': ("Ann Roë", "Bo Lind"),
    "Ann Ro\\'e": ("Ann Roé",),
    "Ann {Roe}": ("Ann Roe",),
    "Ann Roe | Bo Lind": ("Ann Roe", "Bo Lind"),
    "Ann Roe / Bo Lind": ("Ann Roe", "Bo Lind"),
    "Ann Roe · Bo Lind": ("Ann Roe", "Bo Lind"),
    "Ann Roe • Bo Lind": ("Ann Roe", "Bo Lind"),
    "Ann Roe*": ("Ann Roe",),
    "Ann Roe*, Bo Lind†": ("Ann Roe", "Bo Lind"),
    "Ann Roe‡§; Bo Lind¶#": ("Ann Roe", "Bo Lind"),
    "Ann Roe¹², Bo Lind³": ("Ann Roe", "Bo Lind"),
    "Ann Roe^(1,2), Bo Lind^(3)": ("Ann Roe", "Bo Lind"),
    "Ann Roe (1), Bo Lind (2)": ("Ann Roe", "Bo Lind"),
    "Ann Roe1, Bo Lind2,3": ("Ann Roe", "Bo Lind"),
    "Ann Roe (1), Bo Lind (2) and Cy Wu (3)": ("Ann Roe", "Bo Lind", "Cy Wu"),
}


@pytest.mark.parametrize(("field", "names"), FIELDS.items(), ids=FIELDS)
def test_a_field_is_parted_by_links_tex_notes_and_bars(field: str, names: tuple[str, ...]) -> None:
    assert parted(field) == [names]


# fields that prove nothing
WHOLE = (
    "Pots | Pans",
    "Ann Roe (Kettles)",
    "Roe, A. B., Lind, Cy",
    "a" * 20_001 + ", Bo Lind*",
)


@pytest.mark.parametrize("field", WHOLE, ids=lambda field: field[:20])
def test_a_field_that_proves_nothing_stays_as_it_was_read(field: str) -> None:
    assert parted(field) == [(field,)]


# fields of a feed → the authors of the last
SHAPES: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "pairs with initials, where two put the family's name first": (
        ("Roe, A.", "Lind, B.", "Roe, A. B., Lind, Cy"),
        ("Roe, A. B.", "Lind, Cy"),
    ),
    "with a generation behind it": (
        ("Roe, A.", "Lind, B.", "Roe, A. B., Jr., Lind, Cy"),
        ("Roe, A. B., Jr.", "Lind, Cy"),
    ),
    "with a group": (
        ("Roe, A.", "Lind, B.", "Roe, A. B., Lind, Cy, The ODD Consortium"),
        ("Roe, A. B.", "Lind, Cy", "The ODD Consortium"),
    ),
    "where a part is left": (
        ("Roe, A.", "Lind, B.", "Roe, A. B., Lind, Cy, pots"),
        ("Roe, A. B., Lind, Cy, pots",),
    ),
    "where one alone does": (("Roe, A.", "Roe, A. B., Lind, Cy"), ("Roe, A. B., Lind, Cy",)),
    "where one puts it last": (
        ("Roe, A.", "Lind, B.", "Ann Roe, Bo Lind", "Roe, A. B., Lind, Cy"),
        ("Roe, A. B., Lind, Cy",),
    ),
}


@pytest.mark.parametrize(("fields", "names"), SHAPES.values(), ids=SHAPES)
def test_a_list_is_read_by_the_shape_that_all_of_its_feed_have(
    fields: tuple[str, ...], names: tuple[str, ...]
) -> None:
    assert parted(*fields)[-1] == names


def test_handles_before_all_names_are_no_part_of_them() -> None:
    assert parted("@annroe Ann Roe", "@bolind Bo Lind", "@cywu") == [
        *(("Ann Roe",), ("Bo Lind",)),
        ("@cywu",),
    ]
    assert parted("@annroe Ann Roe", "Bo Lind") == [("@annroe Ann Roe",), ("Bo Lind",)]


def test_an_affiliation_beside_names_is_no_author() -> None:
    fields = ("Ann Roe", "Bo Lind", "a Department of Tin, University of Kettles, North")
    found = part_names(feed_of([item_of(people=fields, authors=fields)]))
    assert [item.authors for item in found.items] == [("Ann Roe", "Bo Lind")]
    assert found.traits == ("authors were told apart by the shape of all names (1)",)


# names that programs write where nobody is named
STAND_INS = (
    *("(author unknown)", "Author unknown", "Unknown author", "(unknown)", "[anonymous]"),
    *("(anonymous)", "[deleted]", "(deleted)", "noreply", "no-reply", "no author"),
    *("Kill the Newsletter!", "Admin", "Administrator", "Webmaster", "System"),
    *("ann.roe+tin@mail.example.org", "mailto:ann@example.org", "https://example.org/ann"),
    *("ann%roe@example.co", "http://example.org"),
)


@pytest.mark.parametrize("name", STAND_INS)
def test_nobody_is_called_what_programs_write_where_nobody_is_named(name: str) -> None:
    assert is_stand_in(name)
    [found] = drop_stand_ins(feed_of([item_of(authors=("Ann Roe", name))])).items
    assert found.authors == ("Ann Roe",)


@pytest.mark.parametrize("name", ["Ann Roe", "Unknown Mortal", "annroe", "ann@home", "Admin Roe"])
def test_a_name_that_only_resembles_it_is_one(name: str) -> None:
    assert not is_stand_in(name)


@pytest.mark.parametrize("element", ["dc_source", "prism_publicationname", "source"])
def test_a_publication_is_not_its_own_author(element: str) -> None:
    feed = feed_of([item_of(authors=("Pots Today", "Ann Roe"), elements={element: "pots today"})])
    [found] = drop_stand_ins(feed).items
    assert (found.authors, found.feed_authors) == (("Ann Roe",), ())


# the title of a feed, its entry's authors → those that stay, and those of the feed
FEEDS: dict[str, tuple[str, tuple[str, ...], tuple[tuple[str, ...], tuple[str, ...]]]] = {
    "a feed called like a person": ("Ann Roe", ("Ann Roe",), ((), ("Ann Roe",))),
    "who stands beside another": ("Ann Roe", ("Ann Roe", "Bo Lind"), (("Bo Lind",), ())),
    "a feed called like none": ("Pots", ("Pots",), ((), ())),
    "another name": ("Pots", ("Ann Roe",), (("Ann Roe",), ())),
}


@pytest.mark.parametrize(("title", "authors", "expected"), FEEDS.values(), ids=FEEDS)
def test_a_feed_is_not_the_author_of_its_entries_but_may_be_called_like_him(
    title: str,
    authors: tuple[str, ...],
    expected: tuple[tuple[str, ...], tuple[str, ...]],
) -> None:
    found = drop_stand_ins(feed_of([item_of(authors=authors)], title=title))
    assert [(item.authors, item.feed_authors) for item in found.items] == [expected]
    assert len(found.traits) == (expected[0] != authors)


@pytest.mark.parametrize("summary", ["null", "undefined", "No content.", "No description."])
def test_a_summary_of_what_programs_write_for_none_is_none(summary: str) -> None:
    found = drop_stand_ins(feed_of([item_of(summary), item_of("no description")]))
    assert [item.summary for item in found.items] == [None, None]
    assert found.traits == ("summaries without a word in them are none",)


@pytest.mark.parametrize("summary", ["…", "- -", "—!", "(?)"])
def test_a_summary_of_signs_alone_is_none(summary: str) -> None:
    [found] = drop_stand_ins(feed_of([item_of(summary)])).items
    assert found.summary is None


@pytest.mark.parametrize("summary", ["nullable", "No content here.", "5", "+", "tin."])
def test_a_summary_of_a_word_or_a_number_stays(summary: str) -> None:
    feed = feed_of([item_of(summary)])
    assert drop_stand_ins(feed) == (feed.items, ())
