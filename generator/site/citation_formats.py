"""An article → how it is cited: BibTeX, RIS, CSL-JSON. What is not known is left out of each.

BibTeX is plain UTF-8, as biblatex and biber read it, with the fields of classic styles beside
theirs. RIS follows the specification of 2011, CSL-JSON the schema csl-data 1.0.2.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable

from generator.config.records import Kind
from generator.model.articles import Article
from generator.model.entries import AuthorName, ItemType, Publication
from generator.model.record import PartialDate, Record
from generator.text.bibliography import WORDS
from generator.text.latex import as_latex
from generator.text.names import without_others
from generator.text.urls import slugify

_INDENT = "  "
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
# What BibTeX would take for the end of a field, or of an argument.
_IN_URLS = str.maketrans({"{": "%7B", "}": "%7D", "\\": "%5C", " ": "%20"})
# What BibTeX calls the place and the publisher of some sorts of work.
_CONTAINERS: dict[ItemType, str] = {"conferencePaper": "booktitle", "bookSection": "booktitle"}
_PUBLISHERS: dict[ItemType, str] = {"thesis": "school", "report": "institution"}
# https://url.spec.whatwg.org/#url-code-points: all of ASCII that is none of them.
_NOT_IN_URLS = {
    char: f"%{ord(char):02X}"
    for char in map(chr, range(128))
    if not char.isalnum() and char not in "!$&'()*+,-./:;=?@_~"
}


def bibtex(cited: Cited, *, short: bool = False) -> str:
    """Return the BibTeX entry, ending without a line break.

    A `short` one has no abstract and keywords.
    """
    article, type_ = cited.article, WORDS[cited.type].bibtex
    fields = {
        "author": _braced(_bibtex_authors(cited)),
        "title": f"{{{{{as_latex(article.title)}}}}}" if article.title else "",
        **_bibtex_publication(cited),
        **_bibtex_date(article.date),
        "howpublished": _braced(rf"\url{{{url}}}")
        if (url := _bibtex_url(article.url)) and type_ in ("misc", "online")
        else "",
        "url": _braced(url),
        **_bibtex_identifiers(cited),
    }
    if not short:
        fields["abstract"] = _braced(as_latex(article.summary or ""))
        fields["keywords"] = _braced(", ".join(map(_bibtex_keyword, article.tags)))
    if article.slug != cited.key:  # its permalink stays, whatever its author, date and title become
        fields["ids"] = _braced(article.slug)
    lines = [f"{_INDENT}{name} = {value}," for name, value in fields.items() if value]
    return "\n".join([f"@{type_}{{{cited.key},", *lines, "}"])


def _braced(text: str) -> str:
    return f"{{{text}}}" if text else ""


def _bibtex_authors(cited: Cited) -> str:
    others = ["others"] if cited.has_others and cited.authors else []
    return " and ".join([*map(_bibtex_author, cited.authors), *others])


def _bibtex_author(author: Author) -> str:
    """Return `van Last, Jr., First` where the parts are known.

    Else the name is whole, in braces.
    """
    family, parts = author.family, author.parts
    if family is None or parts is None or not parts.given:
        name = as_latex(author.whole)
        is_one_word = author.whole.isalpha() and author.whole.lower() not in ("and", "others")
        return name if is_one_word and not (parts and parts.is_group) else _braced(name)
    return ", ".join(_bibtex_part(part) for part in (family, parts.suffix, parts.given) if part)


def _bibtex_part(text: str) -> str:
    """Return a part of a name, in braces where BibTeX would part it once more."""
    latex = as_latex(text)
    return _braced(latex) if "," in text or " and " in f" {text.lower()} " else latex


def _bibtex_publication(cited: Cited) -> dict[str, str]:
    published = cited.publication
    return {
        _CONTAINERS.get(cited.type, "journal"): _braced(as_latex(published.container or "")),
        "volume": _braced(as_latex(published.volume or "")),
        "number": _braced(as_latex(published.issue or "")),
        "pages": _braced("--".join(map(as_latex, filter(None, cited.pages)))),
        _PUBLISHERS.get(cited.type, "publisher"): _braced(as_latex(published.publisher or "")),
    }


def _bibtex_date(date: PartialDate | None) -> dict[str, str]:
    """Return the year and month of classic styles; `date`, biblatex's field, where it says more."""
    if date is None:
        return {}
    place = date.place
    says_more = date.end or place.day or place.year < 1000
    return {
        "year": _braced(str(place.year)),
        "month": _MONTHS[place.month - 1] if place.month else "",
        "date": _braced(date.edtf) if says_more else "",
    }


def _bibtex_url(url: str | None) -> str:
    return (url or "").translate(_IN_URLS)


def _bibtex_identifiers(cited: Cited) -> dict[str, str]:
    found = cited.publication
    return {
        "doi": _braced(_bibtex_url(found.doi)),
        "eprint": _braced(found.arxiv or ""),
        "eprinttype": "{arxiv}" if found.arxiv else "",
        "archiveprefix": "{arXiv}" if found.arxiv else "",
        "pmid": _braced(found.pmid or ""),
        "isbn": _braced(found.isbn or ""),
        "issn": _braced(found.issn or ""),
    }


def _bibtex_keyword(tag: str) -> str:
    return _braced(as_latex(tag)) if set(",;") & set(tag) else as_latex(tag)


def ris(cited: Cited) -> str:
    """Return the RIS record, its lines ended as the specification has it.

    It has no word for "et al.".
    """
    article, published = cited.article, cited.publication
    first, last = cited.pages
    numbers = [f"arXiv:{published.arxiv}"] if published.arxiv else []
    numbers += [f"PMID:{published.pmid}"] if published.pmid else []
    lines = [
        ("TY", WORDS[cited.type].ris),
        ("ID", cited.key),
        *(("AU", _ris_author(author)) for author in cited.authors),
        ("TI", article.title),
        ("T2", published.container),
        ("VL", published.volume),
        ("IS", published.issue),
        ("SP", first),
        ("EP", last),
        ("PB", published.publisher),
        *_ris_date(article.date),
        ("DO", published.doi),
        *(("AN", number) for number in numbers),
        ("SN", published.isbn or published.issn),
        ("UR", article.url),
        ("AB", article.summary),
        *(("KW", tag) for tag in article.tags),
    ]
    stated = ((tag, _one_line(value)) for tag, value in lines if value)
    return "".join(f"{tag}  - {value}\r\n" for tag, value in stated) + "ER  - \r\n"


def _ris_author(author: Author) -> str:
    if author.family is None or author.parts is None:
        return author.whole
    return ", ".join(filter(None, (author.family, author.parts.given, author.parts.suffix)))


def _ris_date(date: PartialDate | None) -> list[tuple[str, str]]:
    """Return the year and the date.

    A range is its end, with its start where other words may stand.
    """
    if date is None:
        return []
    place = date.place
    parts = [f"{place.year:04d}", *(f"{n:02d}" if n else "" for n in (place.month, place.day))]
    start = f"from {date.edtf.partition('/')[0]}" if date.end else ""
    return [("PY", parts[0]), ("DA", "/".join([*parts, start]))]


def csl_item(cited: Cited) -> dict[str, object]:
    """Return the CSL-JSON item; a name of which no parts are known is a literal."""
    article, published = cited.article, cited.publication
    authors = [_csl_author(author) for author in cited.authors]
    if cited.has_others and authors:
        authors.append({"literal": "others"})
    date = article.date
    ends = [end for end in (date, date and date.end) if end]
    item: dict[str, object] = {
        "id": cited.key,
        "type": WORDS[cited.type].csl,
        "title": article.title,
        "author": authors,
        "container-title": published.container,
        "volume": published.volume,
        "issue": published.issue,
        "page": published.pages,
        "number": f"arXiv:{published.arxiv}" if published.arxiv else None,
        "publisher": published.publisher,
        "issued": {"date-parts": [_date_parts(end) for end in ends]} if ends else None,
        "DOI": published.doi,
        "PMID": published.pmid,
        "ISBN": published.isbn,
        "ISSN": published.issn,
        "URL": article.url,
        "abstract": article.summary,
        "keyword": ("; " if any("," in tag for tag in article.tags) else ", ").join(article.tags),
    }
    return {name: value for name, value in item.items() if value}


def _csl_author(author: Author) -> dict[str, str]:
    """Zotero drops a particle that stands apart, so that it stands with the family's name."""
    if author.family is None or author.parts is None:
        return {"literal": author.whole}
    parts = {"family": author.family, "given": author.parts.given, "suffix": author.parts.suffix}
    return {name: part for name, part in parts.items() if part}


def downloads(cited: Cited) -> tuple[tuple[str, str, str], ...]:
    """Return the citation to take along: what it is called, the name of the file, its data: URL.

    Without files of its own an article's citation can be taken from disk too. CSL-JSON is left to
    library.json: it would make every page heavier by 130 bytes.
    """
    slug = cited.article.slug
    record = _percent(ris(cited))
    return (
        ("BibTeX", f"{slug}.bib", f"data:application/x-bibtex,{_percent(bibtex(cited))}"),
        ("RIS", f"{slug}.ris", f"data:application/x-research-info-systems,{record}"),
    )


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _percent(text: str) -> str:
    """Return the text as a data: URL has it; letters beyond ASCII may stand there as they are."""
    # Few of them occur, and to replace these few takes a third of what str.translate does.
    found = _NOT_IN_URLS.keys() & set(text)
    for char in sorted(found, key=lambda char: char != "%"):
        text = text.replace(char, _NOT_IN_URLS[char])
    return text


def _date_parts(date: PartialDate) -> list[int]:
    return [part for part in (date.year, date.month, date.day) if part]


# An article as it is cited, before any format has its say: its key, its type, its authors.

# What a key leaves out of a title.
_SMALL_WORDS = frozenset(
    "a an the on of in at to for from by with and or as is are how what why when where who "
    "towards toward der die das ein eine le la les un une el los las".split()
)
_LETTERS = "abcdefghijklmnopqrstuvwxyz"


class Author(Record, kw_only=True):
    """An author."""

    #: The whole name, as it is read.
    whole: str
    #: None where no source states them.
    parts: AuthorName | None = None

    @property
    def family(self) -> str | None:
        """The family's name with its particle, of a person whose parts are known; else None."""
        if self.parts is None or self.parts.is_group:
            return None
        return " ".join(filter(None, (self.parts.particle, self.parts.family)))


class Cited(Record, kw_only=True):
    """An article as bibliographies of every format cite it."""

    article: Article
    #: The key that stands for it in texts: "doe2021tides".
    key: str
    #: The sort of work.
    type: ItemType
    authors: tuple[Author, ...]
    #: Whether there are more authors than these ("et al.").
    has_others: bool
    #: Empty where no source states any.
    publication: Publication

    @property
    def pages(self) -> tuple[str, str]:
        """The first and the last page; "" for what is not known."""
        first, *last = re.split(r" ?[-\u2013]+ ?", self.publication.pages or "", maxsplit=1)
        return first, last[0] if last else ""


def as_cited(article: Article, kind: Kind, key: str) -> Cited:
    """Return an article as it is cited."""
    names, has_others = without_others(article.authors)
    return Cited(
        article=article,
        key=key,
        type=_type(article, kind),
        authors=tuple(Author(whole=name, parts=article.name_parts.get(name)) for name in names),
        has_others=has_others,
        publication=article.publication or Publication(),
    )


def _type(article: Article, kind: Kind) -> ItemType:
    """Return the type that a bibliography states, else that of the kind, else the likeliest."""
    publication = article.publication or Publication()
    if stated := publication.type or kind.cited_as:
        return stated
    return "preprint" if kind.large or publication.arxiv else "blogPost"


def citation_keys(articles: Iterable[Article]) -> dict[str, str]:
    """Return the key of each article by its id: `elhage2022toy`, or that of its bibliography.

    Of several that would have the same key the first that was added has it, and has it for good.
    """
    keys: dict[str, str] = {}
    taken: set[str] = set()
    count: dict[str, int] = defaultdict(int)
    for article in sorted(articles, key=_age):
        wanted = _wanted_key(article)
        key = wanted
        while key.lower() in taken:
            number = count[wanted.lower()]
            count[wanted.lower()] += 1
            key = wanted + (_LETTERS[number] if number < len(_LETTERS) else f"-{number}")
        taken.add(key.lower())
        keys[article.id] = key
    return keys


def _age(article: Article) -> tuple[bool, str, str]:
    is_made = article.publication is None or article.publication.key is None
    return is_made, article.added.edtf if article.added else "", article.id


def _wanted_key(article: Article) -> str:
    if article.publication and article.publication.key:
        return article.publication.key
    year = str(article.date.place.year) if article.date else ""
    words = [word for word in _words(article.title) if word not in _SMALL_WORDS and word != year]
    names, _ = without_others(article.authors)
    author = _words(_called(names[0], article.name_parts.get(names[0])))[-1:] if names else []
    key = "".join((*author, year, *words[:1]) if author else (*words[:3], year))
    return key if author or words else article.slug


def _called(name: str, parts: AuthorName | None) -> str:
    """Return what an author goes by in a key: the family's name, else the last word."""
    return re.sub(r"[\s'’-]", "", parts.family) if parts and not parts.is_group else name


def _words(text: str | None) -> list[str]:
    return [word for word in slugify(text or "", "").split("-") if word]
