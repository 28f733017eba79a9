"""LaTeX in names and titles → the text that it prints."""

from __future__ import annotations

from generator.text.html import clean_text

_MOST_BRACES = 100


def without_latex(text: str) -> str | None:
    r"""Return the text that LaTeX would print; as it stands where that cannot be told.

    >>> without_latex(r"Kol{\o}, J\"org")
    'Kolø, Jörg'
    """
    if text.count("{") > _MOST_BRACES:  # pybtex calls itself for each
        return clean_text(text)
    from pybtex.richtext import Text  # late: most text holds none
    from pybtex.scanner import PybtexError

    try:
        return clean_text(str(Text.from_latex(text)))
    except (PybtexError, UnicodeError):
        return clean_text(text)
