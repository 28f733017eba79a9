"""Fields that feeds of all formats have."""

from __future__ import annotations

import pytest

from generator.sources.feed.item import BY_GUID, Address, address_of, names_in, people_in

# fields for authors → the names in them, in a feed called "A Daily"
NAMES = {
    "a name": (["Jane Doe"], ("Jane Doe",)),
    "several in one field": (["Jane Doe, Bo Lind"], ("Jane Doe", "Bo Lind")),
    "several fields, one name twice": (
        ["Jane Doe", "Bo Lind", "Jane Doe"],
        ("Jane Doe", "Bo Lind"),
    ),
    "with the feed's title behind it": (["Jane Doe, a daily"], ("Jane Doe, a daily",)),
    "with the feed's title before it": (["A Daily, Jane Doe"], ("A Daily", "Jane Doe")),
    "the feed's title alone": (["A Daily"], ("A Daily",)),
    "nobody": (["N/A", ""], ()),
}


@pytest.mark.parametrize(("texts", "expected"), NAMES.values(), ids=NAMES)
def test_each_name_in_a_field_is_an_author(texts: list[str], expected: tuple[str, ...]) -> None:
    assert names_in(texts, "A Daily") == expected


@pytest.mark.parametrize("text", "N/A none null nil undefined NaN - -- --- – — #".split())
def test_what_stands_where_nothing_is_to_be_written_is_no_author(text: str) -> None:
    assert names_in([text, "Jane Doe"], "A Daily") == ("Jane Doe",)


BASE = "https://e.example/feed/"
# an item's link and guid, whether that is called a permalink → its address
ADDRESSES = {
    "a link": (("https://e.example/a", "g", False), Address(url="https://e.example/a")),
    "a relative link": ((" ../a ", "g", False), Address(url="https://e.example/a")),
    "a link beside a permalink": (
        ("https://e.example/a", "https://e.example/b", True),
        Address(url="https://e.example/a"),
    ),
    "a permalink": (("", "https://e.example/b", True), Address(url="https://e.example/b")),
    "a guid that is called none": (
        ("N/A", " https://e.example/b ", False),
        Address(url="https://e.example/b", known_by=BY_GUID),
    ),
    "a relative guid": (("", "b", True), Address(url=None)),
    "a guid that stands for nothing": ((" - ", "none", False), Address(url=None)),
    "a link that is no web address": (
        ("mailto:a@e.example", "https://e.example/b", True),
        Address(
            url="https://e.example/b",
            doubts=("its link “mailto:a@e.example” is no http or https URL",),
        ),
    ),
    "a host without its scheme": (
        ("WWW.e.example/a", "", False),
        Address(url=None, doubts=("its link “WWW.e.example/a” is no http or https URL",)),
    ),
    "a page that is called like one": (
        ("www.html", "", False),
        Address(url="https://e.example/feed/www.html"),
    ),
}


@pytest.mark.parametrize(("stated", "expected"), ADDRESSES.values(), ids=ADDRESSES)
def test_the_address_of_an_item_is_its_link_else_a_guid_that_is_one(
    stated: tuple[str, str, bool], expected: Address
) -> None:
    link, guid, is_permalink = stated
    assert address_of(link, guid, BASE, is_permalink=is_permalink) == expected


# a field that lists mailboxes → the names in it
MAILBOXES = {
    "ann@e.example (Ann Roe), bo@e.example (Bo Lind)": ("Ann Roe", "Bo Lind"),
    "ann@e.example (Ann Roe);bo@e.example (Lind, Bo)": ("Ann Roe", "Lind, Bo"),
    "ann@e.example (Ann Roe) and bo@e.example (Bo Lind)": ("Ann Roe", "Bo Lind"),
    "ann@e.example (Ann Roe), and bo@e.example (Bo Lind)": ("Ann Roe", "Bo Lind"),
    "ann@e.example (Ann Roe), & bo@e.example (Bo Lind)": ("Ann Roe", "Bo Lind"),
    "Ann Roe <ann@e.example> & Bo Lind <bo@e.example>": ("Ann Roe", "Bo Lind"),
    "\"Roe, Ann\" <ann@e.example>, 'Bo Lind' <bo@e.example>": ("Roe, Ann", "Bo Lind"),
    "Ann Roe <ann@e.example>, Bo Lind": ("whole",),
    "ann@e.example (Ann Roe)": ("whole",),
    "ann@e.example (Ann Roe)andbo@e.example (Bo Lind)": ("whole",),
}


@pytest.mark.parametrize(("field", "names"), MAILBOXES.items(), ids=MAILBOXES)
def test_a_field_of_several_mailboxes_is_a_name_of_each(field: str, names: tuple[str, ...]) -> None:
    assert people_in({"author": field, "authors": [{"name": "whole"}]}) == names


# the people that feedparser finds → the names
PEOPLE: dict[str, tuple[dict[str, object], tuple[str, ...]]] = {
    "a name in the quotes of a mailbox": ({"authors": [{"name": '"Roe, Ann"'}]}, ("Roe, Ann",)),
    "a name with quotes in it": ({"authors": [{"name": '"Ann" "Roe"'}]}, ('"Ann" "Roe"',)),
    "quotes alone": ({"authors": [{"name": '""'}]}, ('""',)),
    "Blogger’s placeholder": (
        {"authors": [{"name": "Unknown", "email": "noreply@blogger.com"}, {"name": "Ann Roe"}]},
        ("Ann Roe",),
    ),
    "somebody called like it": (
        {"authors": [{"name": "Unknown", "email": "ann@e.example"}]},
        ("Unknown",),
    ),
    "an address alone": ({"authors": [{"email": "ann@e.example"}]}, ()),
    "a list in an element of its own": ({"_uthors": "Ann Roe, Bo Lind"}, ("Ann Roe, Bo Lind",)),
    "that list beside a name": (
        {"authors": [{"name": "Cy Wu"}], "_uthors": "Ann Roe, Bo Lind"},
        ("Cy Wu",),
    ),
    "an address that was cut": (
        {
            "author": "ann@e.example (Ann Roe)",
            "author_detail": {"email": "ann@e.exam"},
            "authors": [{"name": "ple Ann Roe"}],
        },
        ("Ann Roe",),
    ),
    "one that was not": (
        {
            "author": "ann@e.org (Ann Roe)",
            "author_detail": {"email": "ann@e.org"},
            "authors": [{"name": "Ann"}],
        },
        ("Ann",),
    ),
    "what is of no such type": ({"author": 1, "authors": ["x", {"name": 2}], "_uthors": []}, ()),
}


@pytest.mark.parametrize(("record", "names"), PEOPLE.values(), ids=PEOPLE)
def test_people_are_those_with_a_name(record: dict[str, object], names: tuple[str, ...]) -> None:
    assert people_in(record) == names
