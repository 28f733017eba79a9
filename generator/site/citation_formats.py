"""An article → how it is cited: BibTeX, RIS, CSL-JSON. What is not known is left out of each.

BibTeX is plain UTF-8, as biblatex and biber read it. RIS follows the specification of 2011,
CSL-JSON the schema csl-data 1.0.2.
"""

from __future__ import annotations

import re

from generator.config.records import Kind
from generator.model import Article, PartialDate
from generator.text.names import is_inverted

_INDENT = "  "
# What TeX takes for itself. A backslash is first turned into a word, braces stay a pair.
_ESCAPES = str.maketrans(
    {c: f"\\{c}" for c in "&%$#_{}"}
    | {"\\": r"\textbackslash{}", "~": r"\textasciitilde{}", "^": r"\textasciicircum{}"}
)
_ESCAPED = re.compile("[" + re.escape("".join(map(chr, _ESCAPES))) + "]")
_ET_AL = " et al."
# https://url.spec.whatwg.org/#url-code-points: all of ASCII that is none of them.
_NOT_IN_URLS = {
    char: f"%{ord(char):02X}"
    for char in map(chr, range(128))
    if not char.isalnum() and char not in "!$&'()*+,-./:;=?@_~"
}


def bibtex(article: Article) -> str:
    """The BibTeX entry, ending without a line break.

    `Lindsey et al.` becomes `Lindsey and others`, BibTeX's own words for it.
    """
    fields = {
        "author": " and ".join(_bibtex_author(author) for author in article.authors),
        "title": f"{{{_escape(article.title)}}}" if article.title else "",
        **_bibtex_date(article),
        "url": article.url or "",
    }
    lines = [f"{_INDENT}{name} = {{{value}}}," for name, value in fields.items() if value]
    return "\n".join([f"@misc{{{article.slug},", *lines, "}"])


def ris(article: Article, kind: Kind) -> str:
    """The RIS record, its lines ended as the specification has it; a range stands at its end."""
    lines = [("TY", "ELEC" if kind.large else "BLOG"), ("ID", article.slug)]
    lines += [("AU", _one_line(author)) for author in first_authors(article)]
    if article.title:
        lines.append(("TI", _one_line(article.title)))
    if article.date:
        place = article.date.place
        parts = (f"{part:02d}" if part else "" for part in (place.month, place.day))
        lines += [("PY", f"{place.year:04d}"), ("DA", "/".join([f"{place.year:04d}", *parts, ""]))]
    if article.url:
        lines.append(("UR", article.url))
    if article.summary:
        lines.append(("AB", _one_line(article.summary)))
    lines += [("KW", _one_line(tag)) for tag in article.tags]
    return "".join(f"{tag}  - {value}\r\n" for tag, value in lines) + "ER  - \r\n"


def csl_item(article: Article, kind: Kind) -> dict[str, object]:
    """The CSL-JSON item. Names are given whole: which part is a family's is not known."""
    item: dict[str, object] = {
        "id": article.slug,
        "type": "article" if kind.large else "post-weblog",
    }
    if article.title:
        item["title"] = article.title
    if article.authors:
        item["author"] = [{"literal": author} for author in article.authors]
    if article.date:
        ends = (article.date, article.date.end) if article.date.end else (article.date,)
        item["issued"] = {"date-parts": [_date_parts(end) for end in ends]}
    if article.url:
        item["URL"] = article.url
    if article.summary:
        item["abstract"] = article.summary
    if article.tags:
        item["keyword"] = ", ".join(article.tags)
    return item


def downloads(article: Article, kind: Kind, bib: str) -> tuple[tuple[str, str, str], ...]:
    """The citation to take along: what it is called, the name of the file, its data: URL.

    `bib` is the article's BibTeX entry.

    Without files of its own an article's citation can be taken from disk too. CSL-JSON is left to
    library.json: it would make every page heavier by 130 bytes.
    """
    record = ris(article, kind)
    return (
        ("BibTeX", f"{article.slug}.bib", f"data:application/x-bibtex,{_percent(bib)}"),
        (
            "RIS",
            f"{article.slug}.ris",
            f"data:application/x-research-info-systems,{_percent(record)}",
        ),
    )


def first_authors(article: Article) -> tuple[str, ...]:
    """The bylines without their "et al.", for formats that would take it for a name."""
    return tuple(author.removesuffix(_ET_AL) for author in article.authors)


def _bibtex_date(article: Article) -> dict[str, str]:
    """`date` is biblatex's field and takes EDTF; `year` is for classic styles."""
    if article.date is None:
        return {}
    return {"year": str(article.date.place.year), "date": article.date.edtf}


def _bibtex_author(name: str) -> str:
    if name.endswith(_ET_AL):
        return f"{_bibtex_author(name.removesuffix(_ET_AL))} and others"
    escaped = _escape(name)
    # BibTeX takes "and" for the end of a name, and a comma for that of a family's name.
    torn = " and " in f" {name} " or ("," in name and not is_inverted(name))
    return f"{{{escaped}}}" if torn else escaped


def _escape(text: str) -> str:
    return _one_line(text.translate(_ESCAPES) if _ESCAPED.search(text) else text)


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _percent(text: str) -> str:
    """The text as a data: URL has it; letters beyond ASCII may stand there as they are."""
    # Few of them occur, and to replace these few takes a third of what str.translate does.
    found = _NOT_IN_URLS.keys() & set(text)
    for char in sorted(found, key=lambda char: char != "%"):
        text = text.replace(char, _NOT_IN_URLS[char])
    return text


def _date_parts(date: PartialDate) -> list[int]:
    return [part for part in (date.year, date.month, date.day) if part]
