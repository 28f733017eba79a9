"""What a reference can mean, and what is nearest to one that means nothing."""

from __future__ import annotations

import pytest

from generator.reconcile.references import Names
from tests.reconcile.making import entry

# a name that is known, a reference → what is suggested
NEAREST = {
    "a title": (("Toy Models", None), "Toy Modles", "Toy Models"),
    "the permalink of a title": (("Toy Models", None), "toy-mdels", "toy-models"),
    "a URL, by its canonical form": (
        ("T", "https://e.org/ac"),
        "http://www.e.org/ab/",
        "https://e.org/ac",
    ),
    "as near as need be: four letters of five": (("abcdx", None), "abcdy", "abcdx"),
    "and four letters and two more": (("abcdef", None), "abcd", "abcdef"),
    "not near enough: three letters of four": (("abcx", None), "abcy", None),
    "nor four letters and three more": (("abcdefg", None), "abcd", None),
    "nor the same letters in another order": (("abcdefgh", None), "hgfedcba", None),
}


@pytest.mark.parametrize(("known", "reference", "expected"), NEAREST.values(), ids=NEAREST)
def test_what_is_nearest_to_a_name_is_suggested(
    known: tuple[str, str | None], reference: str, expected: str | None
) -> None:
    title, url = known
    listed = entry("feed", title=title, url=url)
    names = Names([listed], "en")
    hint = f"; did you mean “{expected}”?" if expected else ""
    assert names.did_you_mean(reference, [listed]) == hint


def test_of_several_near_names_the_nearest_is_suggested() -> None:
    listed = [
        entry("feed", title=title, position=n)
        for n, title in enumerate(("abcdefgx", "abcdefgh", "abcdefxx"))
    ]
    names = Names(listed, "en")
    assert names.did_you_mean("abcdefgy", listed[1:]) == "; did you mean “abcdefgh”?"
    assert names.did_you_mean("abcdefghi", listed) == "; did you mean “abcdefgh”?"


def test_an_entry_goes_by_the_names_that_it_had_at_any_time() -> None:
    one = entry("feed", title="Toy", url="https://e.org/new", former_urls=("https://e.org/old",))
    names = Names([one], "en")
    references = {
        "https://e.org/new": True,
        "http://www.e.org/old/": True,
        "new": True,
        "old": True,
        "toy": True,
        "TOY": True,
        "other": False,
        "https://e.org/other": False,
    }
    assert {name: names.is_named(one, name) for name in references} == references
