"""How a cached copy is shown on the page of its article."""

from __future__ import annotations

import pytest

from generator.output.copies import CopyHeading, shown_copy
from generator.sources.copies.entry import without_template_remains


def test_a_link_to_an_article_of_the_list_leads_to_its_page_and_then_to_the_original() -> None:
    html = (
        '<p><a href="https://e.org/else" rel="nofollow">One else</a>, '
        '<a href="https://e.org/?a=1&amp;b=2" rel="nofollow">One <em>word</em></a>, '
        '<a href="https://e.org/other" rel="nofollow">another</a></p>'
    )
    own = [("https://e.org/?a=1&b=2", "a/one/index.html")]
    shown = shown_copy(html, own, lambda path: f"../../{path}", 'the "original"')
    assert shown.html == (
        '<p><a href="https://e.org/else" rel="nofollow">One else</a>, '
        '<a href="../../a/one/index.html">One <em>word</em></a>'
        '<a href="https://e.org/?a=1&amp;b=2" rel="nofollow"'
        ' aria-label="the &#34;original&#34;"></a>, '
        '<a href="https://e.org/other" rel="nofollow">another</a></p>'
    )


def headings_of(html: str) -> tuple[CopyHeading, ...]:
    return shown_copy(html, (), str, "").headings


def test_the_contents_are_the_highest_headings_of_which_there_are_three() -> None:
    html = "<h3>T</h3><h4>A &amp; <em>B</em></h4><h5>x</h5><h4> </h4><h4>C</h4><h4>D</h4>"
    assert headings_of(html) == (
        CopyHeading(id="copy-2", text="A & B"),
        CopyHeading(id="copy-5", text="C"),
        CopyHeading(id="copy-6", text="D"),
    )
    assert '<h4 id="copy-5">C</h4>' in shown_copy(html, (), str, "").html
    assert headings_of("<h3>A</h3><h3>B</h3>") == ()
    assert len(headings_of("<h3>A</h3>" * 61)) == 60


@pytest.mark.parametrize(
    ("html", "minutes"),
    [
        ("<p>one</p>", 1),
        ("<p>" + "word " * 344 + "</p>", 1),
        ("<p>" + "word " * 345 + "</p>", 2),
        ("<p>" + "word " * 2070 + "</p>", 9),
        ("<p>" + "it's well-known 3,000 " * 345 + "</p>", 3),
        ("<p>" + "字" * 599 + "</p>", 1),
        ("<p>" + "字" * 600 + "</p>", 2),
        ("<p>" + "字" * 4000 + "</p>", 10),
        ('<p><a href="https://e.org/' + "a/" * 5000 + '">x</a></p>', 1),
    ],
)
def test_how_long_reading_takes(html: str, minutes: int) -> None:
    assert shown_copy(html, (), str, "").minutes == minutes


@pytest.mark.parametrize(
    ("html", "left"),
    [
        (
            "<h3>T</h3> <h4>Authors</h4> <h4>Affiliations</h4> <h4>Published</h4> "
            "<p><em>Not published yet.</em></p> <h4>DOI</h4> <p><em>No DOI yet.</em></p> <p>A.</p>",
            "<h3>T</h3> <p>A.</p>",
        ),
        ("<p>It was.</p>\n<p>1</p>\n<p>This is.</p>", "<p>It was.</p>\n<p>This is.</p>"),
        # what an article says itself
        ("<h4>Authors</h4><p>Ann Roe</p>", "<h4>Authors</h4><p>Ann Roe</p>"),
        ("<h4>DOI</h4><p>10.1/x</p>", "<h4>DOI</h4><p>10.1/x</p>"),
        ("<p>Scores.</p><p>1</p><p>2</p><p>3</p>", "<p>Scores.</p><p>1</p><p>2</p><p>3</p>"),
        ("<p>The number is</p><p>1</p><p>not</p>", "<p>The number is</p><p>1</p><p>not</p>"),
        ("<p>Not published yet.</p>", "<p>Not published yet.</p>"),
    ],
)
def test_what_a_template_left_is_no_content(html: str, left: str) -> None:
    assert without_template_remains(html) == left
