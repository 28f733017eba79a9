"""An article → a BibTeX entry, in plain UTF-8 as biblatex and biber read it."""

from __future__ import annotations

from generator.model import Article

_INDENT = "  "
# What TeX takes for itself. A backslash is first turned into a word, braces stay a pair.
_ESCAPES = str.maketrans(
    {c: f"\\{c}" for c in "&%$#_{}"}
    | {"\\": r"\textbackslash{}", "~": r"\textasciitilde{}", "^": r"\textasciicircum{}"}
)
_ET_AL = " et al."


def bibtex(article: Article) -> str:
    """The entry, ending without a line break. What is not known is left out.

    `Lindsey et al.` becomes `Lindsey and others`, BibTeX's own words for it.
    """
    fields = {
        "author": " and ".join(_author(author) for author in article.authors),
        "title": f"{{{_escape(article.title)}}}" if article.title else "",
        **_date(article),
        "url": article.url or "",
    }
    lines = [f"{_INDENT}{name} = {{{value}}}," for name, value in fields.items() if value]
    return "\n".join([f"@misc{{{article.slug},", *lines, "}"])


def _date(article: Article) -> dict[str, str]:
    """`date` is biblatex's field and takes EDTF; `year` is for classic styles."""
    if article.date is None:
        return {}
    return {"year": str(article.date.place.year), "date": article.date.edtf}


def _author(name: str) -> str:
    if name.endswith(_ET_AL):
        return f"{_author(name.removesuffix(_ET_AL))} and others"
    escaped = _escape(name)
    # A name with the word "and" in it would be taken for two.
    return f"{{{escaped}}}" if " and " in f" {name} " else escaped


def _escape(text: str) -> str:
    return " ".join(text.translate(_ESCAPES).split())
