"""What the template of a saved page leaves in its copy, and its article never said."""

from __future__ import annotations

import re

# Distill's template, on which many research threads are written, has these where it knows nothing.
_LABELS = "Authors?|Affiliations?|Published|DOI"
_UNFILLED = re.compile(
    rf"<(h[1-6])>(?:{_LABELS})</\1>\s?"
    r"(?:<p>(?:<em>)?(?:Not published yet|No DOI yet)\.?(?:</em>)?</p>\s?|(?=<h[1-6]>))"
)
# The number of a footnote, which stood at the end of the sentence before it.
_FOOTNOTE_NUMBER = re.compile(r"(?<=[.!?:”\"])</p>(\s?)<p>\[?\d{1,3}\]?</p>(?=\s?<p>[^\W\d])")


def without_husks(html: str) -> str:
    """Return the sanitised HTML of a copy without unfilled fields and numbers that stand alone.

    >>> without_husks("<h3>Authors</h3><h3>DOI</h3><p><em>No DOI yet.</em></p><p>One.</p>")
    '<p>One.</p>'
    """
    return _FOOTNOTE_NUMBER.sub(r"</p>", _UNFILLED.sub("", html))
