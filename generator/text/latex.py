"""LaTeX in names and titles → the text that it prints."""

from __future__ import annotations

from generator.text.html import clean_text


def without_latex(text: str) -> str | None:
    r"""Return the text that LaTeX would print; as it stands where that cannot be told.

    >>> without_latex(r"Kol{\o}, J\"org")
    'Kolø, Jörg'
    """
    from pybtex.richtext import Text  # late: most text holds none
    from pybtex.scanner import PybtexError

    try:
        return clean_text(str(Text.from_latex(text)))
    except PybtexError:
        return clean_text(text)
