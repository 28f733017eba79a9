"""Sanitised HTML → Markdown → the same HTML."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.text.html import sanitise
from generator.text.markdown import html_of_markdown, markdown_of_html

BLOCK = re.compile(r"\s*(</?(?:p|div|ul|ol|li|h[1-6]|t\w+|blockquote|pre|hr|dl|dt|dd)\b[^>]*>)\s*")


def compared(html: str) -> str:
    """HTML without what Markdown has no sign for, and nobody sees."""
    html = BLOCK.sub(r"\1", sanitise(html, top_heading=1))
    html = re.sub(r"<(/?)(?:strong|b)>", r"<\1b>", html)
    html = re.sub(r"<(/?)(?:em|i)>", r"<\1i>", html)
    return html.replace("\n", " ").replace("<br> ", "<br>")


SAME = {
    "headings": "<h1>On tin</h1><p>a</p><h2>More</h2>",
    "marks of all kinds": (
        "<p>a <b>b</b> <i>c</i> x<sup>2</sup> <code>d `e`</code> <mark>f</mark></p>"
    ),
    "emphasis inside words and round signs": (
        '<p>un<i>for</i>seen, a<b>"b"</b>c, <b><i>d</i></b></p>'
    ),
    "signs that are none": (
        "<p>2 * 3 * 4 snake_case _a_ `b` [c](d) [e]: f &lt;b&gt; &amp;amp; \\* ![g](h)</p>"
    ),
    "beginnings that are none": (
        "<p># a</p><p>1. b</p><p>- c</p><p>&gt; d</p><p>+ e<br>- f<br>2) g</p>"
    ),
    "a year at the beginning": "<p>1898. A year</p>",
    "lists": "<ul><li>a<ul><li>b</li></ul></li><li>c</li></ul><ol start='3'><li>d</li></ol>",
    "a list of many": f"<ol>{'<li>a</li>' * 12}</ol><p>b</p>",
    "signs before what they do not mark": "<p>#a</p><p>-b</p><p>+c</p><p>1.d</p><p>2)</p><p>--</p>",
    "ticks at the ends of code": "<p><code>`a`</code> <code>`</code> <code>a``b</code></p>",
    "text between blocks": "<p>a</p><p>b</p><p>c</p><ul><li>d</li></ul><p>e</p>",
    "a list of paragraphs": "<ul><li><p>a</p><p>b</p></li><li><p>c</p></li></ul>",
    "code": "<pre><code>def a():\n\n    return `b`\n```\n</code></pre>",
    "a quotation": "<blockquote><p>a</p><p>b</p></blockquote>",
    "a table": (
        "<table><thead><tr><th>a</th><th>b|c</th>"
        "</tr></thead><tbody><tr><td>1</td><td>2</td></tr></tbody></table>"
    ),
    "a table that Markdown cannot write": (
        "<table><tbody><tr><td colspan='2'><p>a</p></td></tr></tbody></table>"
    ),
    "definitions": "<dl><dt>a</dt><dd>b</dd></dl>",
    "a rule": "<p>a</p><hr><p>b</p>",
    "links": '<p><a href="https://example.org/a_(b)?c=1&amp;d=2">e [f]</a></p>',
}  # fmt: skip


@pytest.mark.parametrize("html", SAME.values(), ids=SAME)
def test_markdown_gives_the_same_html_again(html: str) -> None:
    clean = sanitise(html, top_heading=1)
    assert compared(html_of_markdown(markdown_of_html(clean))) == compared(clean)


@given(st.text("ab1 *_`[](){}<>&#.-+=~|!\\:;\"'/x", max_size=40))
def test_any_text_of_signs_stays_that_text(text: str) -> None:
    folded = " ".join(text.split())
    clean = sanitise(folded.replace("&", "&amp;").replace("<", "&lt;"))
    html = f"<p>{clean}</p>" if clean else ""
    assert compared(html_of_markdown(markdown_of_html(html))) == compared(html)
