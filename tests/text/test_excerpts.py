"""Texts and HTML are cut between words, and never inside markup."""

from __future__ import annotations

import pytest

from generator.text.excerpts import cut_at_word, cut_html, length_of_html

TEXTS = {
    "shorter": ("One two", 9, "One two"),
    "as long": ("One two", 7, "One two"),
    "inside a word": ("One two three", 9, "One two"),
    "after a word": ("One two three", 7, "One two"),
    "before a word": ("One two three", 8, "One two"),
    "no spaces": ("关于人工智能的研究", 4, "关于人工"),
    "no space but at the start": ("第一 " + "长" * 100, 60, "第一 " + "长" * 57),
    "one long word": ("a" * 50, 20, "a" * 20),
    "inside a letter of Thai": ("ภาษาที่ใช้", 5, "ภาษา"),
    "inside a letter with an accent": ("cafe\u0301s", 4, "caf"),
    "no break": ("It is 10\u00a0km long", 9, "It is"),
    "inside a family": ("a👩\u200d👩\u200d👧b", 4, "a"),
    "after a space": (" One two", 6, " One"),
    "two spaces after a word": ("One  two", 5, "One"),
    "a long word that a space precedes": ("a " + "b" * 60, 42, "a"),
    "one that is too long to look for its start": ("a " + "b" * 60, 43, "a " + "b" * 41),
    "nothing": ("One", 0, ""),
}


@pytest.mark.parametrize(("text", "length", "expected"), TEXTS.values(), ids=TEXTS)
def test_a_text_is_cut_between_words(text: str, length: int, expected: str) -> None:
    assert cut_at_word(text, length) == expected


LINK = '<a href="https://e.org/?a=1&amp;b=2" rel="noopener">'
HTML = {
    "whole": ("<p>One <b>two</b></p>", 7, "<p>One <b>two</b></p>"),
    "a paragraph": ("<p>One</p><p>Two three</p>", 8, "<p>One</p><p>Two</p>"),
    "open elements": ("<ul><li><b>One two</b></li></ul>", 5, "<ul><li><b>One</b></li></ul>"),
    "before an element": ("<p>One two</p><p><b>Three</b></p>", 7, "<p>One two</p>"),
    "a link that says nothing yet": (f"<p>One {LINK}two</a></p>", 4, "<p>One</p>"),
    "inside a link": (f"<p>{LINK}One two</a></p>", 5, f"<p>{LINK}One</a></p>"),
    "entities are one character": ("<p>R&amp;D &lt;b&gt; more</p>", 7, "<p>R&amp;D &lt;b&gt;</p>"),
    "a line break": ("<p>One<br>two three</p>", 3, "<p>One</p>"),
    "a formula": (
        "<p>So <math><mi>a</mi><mo>=</mo><mi>bcd</mi></math> holds</p>", 6, "<p>So</p>"
    ),
    "after a formula": (
        "<p>So <math><mi>a</mi></math> holds</p>", 5, "<p>So <math><mi>a</mi></math></p>"
    ),
    "whole, with a break behind": ("<p>One</p><p><br></p>", 3, "<p>One</p><p><br></p>"),
    "no text": ("<p><br></p>", 3, "<p><br></p>"),
    "nothing": ("<p>One</p>", 0, ""),
}  # fmt: skip


@pytest.mark.parametrize(("html", "length", "expected"), HTML.values(), ids=HTML)
def test_html_is_cut_between_words_and_closed(html: str, length: int, expected: str) -> None:
    assert cut_html(html, length) == expected


def test_the_length_of_html_is_that_of_its_text() -> None:
    assert length_of_html("<p>R&amp;D <b>one</b></p>") == len("R&D one")
