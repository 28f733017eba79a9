"""A page is looked through before it is parsed: what no page needs is refused."""

from __future__ import annotations

import pytest

from generator.text.html_tree import MOST_TO_PARSE, check_page, parse_page, text_in


def nested(times: int) -> str:
    """A page in which so many elements stand in each other, html and body among them."""
    return f"<html><body>{'<b>' * (times - 2)}x"


def attributes(number: int) -> str:
    return f"<p {' '.join(f'a{n}=1' for n in range(number))}>x"


REFUSED = {
    "1,001 elements in each other": (
        nested(1_001),
        "more than 1,000 elements stand in each other; no page needs that",
    ),
    "an element of 1,001 attributes": (
        attributes(1_001),
        "an element with more than 1,000 attributes; no page needs that",
    ),
    # html, body and a paragraph are elements as well.
    "100 elements and comments": (
        "<p>" + "<b></b><!-- a -->" * 49,
        "more than 100 elements; no page needs that",
    ),
}


@pytest.mark.parametrize(("html", "message"), REFUSED.values(), ids=REFUSED)
def test_what_no_page_needs_is_refused(html: str, message: str) -> None:
    with pytest.raises(ValueError, match="no page needs that") as refusal:
        check_page(html, 100 if "100 elements" in message else MOST_TO_PARSE)
    assert str(refusal.value) == message


ALLOWED = {
    "1,000 elements in each other": nested(1_000),
    "one after the other": "<b>x</b>" * 5_000,
    "an element of 1,000 attributes": attributes(1_000),
    "nothing": "",
    "a comment alone": "<!-- x -->",
}


@pytest.mark.parametrize("html", ALLOWED.values(), ids=ALLOWED)
def test_what_a_page_may_need_is_not(html: str) -> None:
    check_page(html, MOST_TO_PARSE)


def test_elements_and_comments_are_counted_to_the_last() -> None:
    check_page("<p>" + "<b></b><!-- a -->" * 48 + "<b>", 100)


def test_where_a_page_has_very_many_end_tags_fewer_elements_may_stand_in_each_other() -> None:
    html = nested(302) + "</x>" * 99_900
    with pytest.raises(ValueError, match="more than 300 elements stand in each other"):
        check_page(html, MOST_TO_PARSE)
    check_page(nested(300) + "</x>" * 99_900, MOST_TO_PARSE)


def test_the_root_of_a_page_holds_all_of_it() -> None:
    root = parse_page(f"{'<b>' * 300}x<!-- y -->é")
    assert root is not None
    assert (text_in(root), text_in(root, "|")) == ("xé", "x|é")
    assert parse_page("") is None
