"""What is wider than the page scrolls in a box of its own, with the keyboard too."""

from __future__ import annotations

import pytest

from generator.output.scrolling import scrollable

BOX = '<div tabindex="0">'
WIDE = {
    "neither": ("<p>a</p>", "<p>a</p>"),
    "a table": (
        "<p>a</p><table><tr><td>b</td></tr></table>",
        f"<p>a</p>{BOX}<table><tr><td>b</td></tr></table></div>",
    ),
    "one in another": (
        "<table><tr><td><table></table></td></tr></table><table></table>",
        f"{BOX}<table><tr><td><table></table></td></tr></table></div>{BOX}<table></table></div>",
    ),
    "code": (
        '<pre lang="en"><code>a</code></pre>',
        '<pre lang="en" tabindex="0"><code>a</code></pre>',
    ),
    "code in a table": (
        "<table><td><pre>a</pre></td></table>",
        f"{BOX}<table><td><pre>a</pre></td></table></div>",
    ),
    "words that look like one": (
        "<p>&lt;table&gt; and &lt;pre&gt;</p>",
        "<p>&lt;table&gt; and &lt;pre&gt;</p>",
    ),
}


@pytest.mark.parametrize(("html", "shown"), WIDE.values(), ids=WIDE)
def test_what_is_wide_gets_a_box_that_scrolls(html: str, shown: str) -> None:
    assert scrollable(html) == shown
