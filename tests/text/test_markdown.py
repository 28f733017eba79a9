"""Markdown → HTML, told from plain text, and mended where it was cut off."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.text.html import sanitise, text_of_html
from generator.text.markdown import (
    html_of_markdown,
    html_of_owner_markdown,
    looks_like_markdown,
    trim_cut_markdown,
)

MEANT = {
    "a link": ("See [a](https://e.org/).", True),
    "an image from the same host": ("![a](/b.png)", True),
    "a heading on its own": ("# Title\n\nText", True),
    "a heading between blank lines": ("Text\n \n### Title\n\nText", True),
    "two kinds of marks": ("- a\n- b\n\nand `code`", True),
    "emphasis and a fence": ("**a** b\n\n```\nc\n```", True),
    "a table and a quote": ("a | b\n--- | ---\n\n> c", True),
    "a list of dashes alone, which plain text has too": ("- a\n- b", False),
    "a comment in a line of code": ("run\n# this\nthen that", False),
    "formulae": ("W_U W_{OV} W_E, 5 * 3 * 2 and f(x)[0](y)", False),
    "brackets": ("as in [1] (see there) and [0, 1)", False),
    "nothing": ("", False),
}


@pytest.mark.parametrize(("text", "expected"), MEANT.values(), ids=MEANT.keys())
def test_markdown_is_told_from_plain_text(text: str, expected: bool) -> None:
    assert looks_like_markdown(text) is expected


RENDERED = {
    "escapes in a link's target are the parser's": (
        "[a](https://e.org/i.html\\#b)",
        '<p><a href="https://e.org/i.html#b">a</a></p>\n',
    ),
    "tables are understood": (
        "| a |\n|---|\n| b |",
        "<table><thead><tr><th>a</th></tr></thead><tbody>\n<tr><td>b</td></tr>\n</tbody></table>\n",
    ),
    "quotes and dashes stay as written": ('"a" -- b...', '<p>"a" -- b...</p>\n'),
    "controls go": ("a\x00\ud800b", "<p>ab</p>\n"),
}


@pytest.mark.parametrize(("text", "expected"), RENDERED.values(), ids=RENDERED.keys())
def test_markdown_is_rendered(text: str, expected: str) -> None:
    assert html_of_markdown(text) == expected


def test_markdown_that_is_too_long_is_taken_for_paragraphs() -> None:
    assert html_of_markdown("*a*\n\n" * 30_000) == "\n".join(["<p>*a*</p>"] * 30_000)


OWNED = {
    "headings begin below the page's own": ("# a\n\n## b", "<h2>a</h2>\n<h3>b</h3>"),
    "ids and links to them stay, under a prefix": (
        "## a {#b}\n\n[c](#b)",
        '<h2 id="text-b">a</h2>\n<p><a href="#text-b">c</a></p>',
    ),
    "footnotes lead there and back": (
        "a[^1]\n\n[^1]: b",
        '<p>a<sup id="text-fnref:1"><a href="#text-fn:1">1</a></sup></p>\n<div>\n<hr>\n<ol>\n'
        '<li id="text-fn:1">\n<p>b&nbsp;<a href="#text-fnref:1">↩</a></p>\n</li>\n</ol>\n</div>',
    ),
    "relative links and addresses stay": (
        "[a](years/2025.html) <b@e.org>",
        '<p><a href="years/2025.html">a</a> <a href="mailto:b@e.org">b@e.org</a></p>',
    ),
    "links are the owner's recommendation": (
        "[a](https://e.org/)",
        '<p><a href="https://e.org/">a</a></p>',
    ),
    "tables and fenced code": (
        "a | b\n--|--\nc | d\n\n```py\nx < 1\n```",
        "<table>\n<thead>\n<tr>\n<th>a</th>\n<th>b</th>\n</tr>\n</thead>\n<tbody>\n<tr>\n"
        "<td>c</td>\n<td>d</td>\n</tr>\n</tbody>\n</table>\n<pre><code>x &lt; 1\n</code></pre>",
    ),
    "scripts do not stay": ("a <script>b</script> [c](javascript:d)", "<p>a  c</p>"),
}


@pytest.mark.parametrize(("text", "expected"), OWNED.values(), ids=OWNED.keys())
def test_what_the_owner_writes_is_rendered(text: str, expected: str) -> None:
    assert html_of_owner_markdown(text) == expected


MENDED = {
    "a link cut in its target, as a real page has it": (
        '- features which are the ["variables" of the computation](https://t',
        '- features which are the "variables" of the computation',
    ),
    "a link cut before its target": ("see [a](", "see a"),
    "a link cut in its title": ('see [a](https://e.org "The ti', "see a"),
    "a link cut in its label": ("see [the lab", "see the lab"),
    "a label with marks of its own": ("see [a **b** `c`](https://t", "see a **b** `c`"),
    "only the last link": ("[a](https://e.org/) and [b](htt", "[a](https://e.org/) and b"),
    "brackets inside the target's rest": ("[a](b [c] d", "a"),
    "an image in a link": (
        "[![a](https://e.org/i.png)](https://t",
        "![a](https://e.org/i.png)",
    ),
    "an image in a link, both cut": ("[![the al", "the al"),
    "an image cut in its target": ("![a](https://t", "a"),
    "an image cut before its target": ("![a]", "a"),
    "a reference at the very end stays": ("as shown in [1]", "as shown in [1]"),
    "an interval is no link": ("for x in [0, 1) and", "for x in [0, 1) and"),
    "a target that holds a space is no link": ("see [a](b c) and on", "see [a](b c) and on"),
    "an escaped bracket before code": ("a \\[`b`", "a \\[`b`"),
    "a rule after an open bracket": ("a [b\n\n---", "a [b\n\n---"),
    "escaped brackets are no link": ("a \\[b](c", "a \\[b](c"),
    "brackets in code are no link": ("`[a](b` c", "`[a](b` c"),
    "a cut address": ("see <https://e.or", "see"),
    "a cut tag": ('a <span class="b', "a"),
    "a cut comment": ("a <!-- b c", "a"),
    "a comparison is no tag": ("x <y", "x <y"),
    "open emphasis is closed": ("a **b c", "a **b c**"),
    "emphasis in emphasis": ("**a _b", "**a _b_**"),
    "emphasis closed by half": ("a **b*", "a **b**"),
    "a mark of emphasis that opens nothing yet": ("a **", "a"),
    "multiplication is no emphasis": ("5 * 3 and snake_case", "5 * 3 and snake_case"),
    "an open code span is closed": ("a `b c", "a `b c`"),
    "a code span in emphasis": ("a **b `c", "a **b `c`**"),
    "an open fence is closed": ("```py\nx = [1", "```py\nx = [1\n```"),
    "a fence closed by half": ("```py\nx\n``", "```py\nx\n```"),
    "a fence that is closed": ("```\nx\n```", "```\nx\n```"),
    "a mark under a line is no underline of a heading": ("a line\n-", "a line"),
    "a list's mark alone": ("- a\n-", "- a"),
    "a heading's mark alone": ("a\n\n##", "a"),
    "a rule stays": ("a\n\n* * *", "a\n\n* * *"),
    "half an entity stays": ("a &am", "a &am"),
    "half a word stays": ("an interpre", "an interpre"),
    "an earlier paragraph is not touched": ("a [b\n\nc", "a [b\n\nc"),
    "a definition after the last paragraph": ("a *b\n\n[c]: https://e", "a *b\n\n[c]: https://e"),
    "letters of more than a byte before the cut": ("é — “[ü](h", "é — “ü"),
    "nothing": ("", ""),
}


@pytest.mark.parametrize(("text", "expected"), MENDED.values(), ids=MENDED.keys())
def test_a_cut_end_is_mended(text: str, expected: str) -> None:
    assert trim_cut_markdown(text) == expected


MARKDOWN = (
    'Some *words* and **strong ones**, a [link with `code`](https://e.org/a_(b) "title"),\n'
    "an ![image](https://e.org/i.png).\n\n- an _item_\n- [another](https://e.org/)\n\n"
    "> a quote with [![picture](https://e.org/p.png)](https://e.org/)\n\n## A heading\n\n"
    "```py\nx = [1]\n```\n\nThe end, **at [last](https://e.org/z)**."
)


def test_a_text_cut_anywhere_keeps_its_words_and_shows_no_target() -> None:
    whole = text_of_html(html_of_markdown(MARKDOWN)) or ""
    known = {*(word.strip("*_`[]!.,") for word in whole.split()), "image", "picture"}
    wrong = []
    for cut in range(len(MARKDOWN) + 1):
        shown = text_of_html(sanitise(html_of_markdown(trim_cut_markdown(MARKDOWN[:cut])))) or ""
        # Every word shown is a word of the whole text, the last one perhaps in part.
        *words, last = [word.strip("*_`[]!.,") for word in shown.split()] or [""]
        is_part = any(name.startswith(last) for name in known)
        if "](" in shown or not known.issuperset(words) or not is_part:
            wrong.append((cut, shown))
    assert wrong == []


@given(st.text(st.sampled_from('ab [](){}<>!*_`~#-+=|>:"\\/&; \n'), max_size=60))
def test_mending_never_fails_and_adds_no_words(text: str) -> None:
    mended = trim_cut_markdown(text)
    assert mended.count("a") <= text.count("a")
    assert mended.count("b") <= text.count("b")


HOSTILE: dict[str, Callable[[int], str]] = {
    "deep quotes": lambda size: ">" * size,
    "lines after a deep quote": lambda size: "> " * (size // 8) + "a\n" + "b\n" * (size // 4),
    "deep lists": lambda size: "- " * (size // 2) + "x",
    "open brackets": lambda size: "[" * size,
    "brackets open and closed": lambda size: "[" * (size // 2) + "]" * (size // 2),
    "stars": lambda size: "*" * size,
    "open emphasis": lambda size: "*a **b " * (size // 7),
    "open links": lambda size: "[a](b" * (size // 5),
    "broken links": lambda size: "[a](b c) " * (size // 9),
    "a wide table": lambda size: (
        "|a" * (size // 4) + "|\n" + "|-" * (size // 4) + "|\n" + "x\n" * 99
    ),
    "headings": lambda size: "\n\n# a" * (size // 5),
    "ticks": lambda size: " ".join("`" * i for i in range(int((2 * size) ** 0.5))),
    "tags": lambda size: "<div>" * (size // 5),
}


def rendered(text: str) -> str:
    return sanitise(html_of_markdown(text))


@pytest.mark.slow
@pytest.mark.parametrize("hostile", HOSTILE.values(), ids=HOSTILE.keys())
@pytest.mark.parametrize("function", [rendered, trim_cut_markdown, looks_like_markdown])
def test_a_megabyte_of_the_worst_takes_no_longer_than_its_length(
    function: Callable[[str], object],
    hostile: Callable[[int], str],
    assert_linear: Callable[[Callable[[str], object], Callable[[int], str]], None],
) -> None:
    assert_linear(function, hostile)
