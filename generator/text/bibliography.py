"""Sorts of works, and the identifiers of a work, as bibliographies name them."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Literal, NamedTuple
from urllib.parse import unquote, urlsplit

from generator.model.entries import ItemType
from generator.text.addresses import work_of
from generator.text.urls import url_host

# Sorts of works, and what each is called elsewhere: the one place that says it.
#
# In CSL, RIS, BibTeX and the words of schema.org.


class Words(NamedTuple):
    """The names of a sort of work in each format; Zotero's word is its name."""

    #: The type in CSL-JSON.
    csl: str
    #: The type in RIS.
    ris: str
    #: The type in BibTeX.
    bibtex: str
    #: The type in schema.org.
    schema: str


# RIS has no word for a preprint: of the type for unpublished works Zotero makes a journal article.
WORDS: Mapping[ItemType, Words] = {
    "preprint": Words("article", "ELEC", "online", "ScholarlyArticle"),
    "blogPost": Words("post-weblog", "BLOG", "online", "BlogPosting"),
    "webpage": Words("webpage", "ELEC", "online", "Article"),
    "forumPost": Words("post", "ICOMM", "online", "DiscussionForumPosting"),
    "journalArticle": Words("article-journal", "JOUR", "article", "ScholarlyArticle"),
    "magazineArticle": Words("article-magazine", "MGZN", "article", "Article"),
    "newspaperArticle": Words("article-newspaper", "NEWS", "article", "NewsArticle"),
    "conferencePaper": Words("paper-conference", "CONF", "inproceedings", "ScholarlyArticle"),
    "book": Words("book", "BOOK", "book", "Book"),
    "bookSection": Words("chapter", "CHAP", "incollection", "Chapter"),
    "thesis": Words("thesis", "THES", "phdthesis", "Thesis"),
    "report": Words("report", "RPRT", "techreport", "Report"),
    "manuscript": Words("manuscript", "MANSCPT", "unpublished", "Manuscript"),
    "dataset": Words("dataset", "DATA", "misc", "Dataset"),
    "computerProgram": Words("software", "COMP", "misc", "SoftwareSourceCode"),
    "presentation": Words("speech", "SLIDE", "misc", "PresentationDigitalDocument"),
    "videoRecording": Words("motion_picture", "VIDEO", "misc", "VideoObject"),
    "podcast": Words("broadcast", "SOUND", "misc", "AudioObject"),
    "document": Words("document", "GEN", "misc", "CreativeWork"),
}

# What else the formats call them.
_OTHERS: Mapping[str, Mapping[str, ItemType]] = {
    "csl": {"review": "journalArticle", "review-book": "journalArticle"},
    "ris": {
        **{"EJOUR": "journalArticle", "CPAPER": "conferencePaper", "UNPB": "manuscript"},
        **{"EBOOK": "book", "EDBOOK": "book", "ECHAP": "bookSection"},
    },
    "bibtex": {
        **{"conference": "conferencePaper", "inbook": "bookSection", "suppbook": "bookSection"},
        **{"mastersthesis": "thesis", "thesis": "thesis", "report": "report", "manual": "report"},
        **{"mvbook": "book", "proceedings": "book", "collection": "book", "booklet": "book"},
        **{"dataset": "dataset", "software": "computerProgram", "video": "videoRecording"},
        "inreference": "bookSection",
    },
}
# These say of a work no more than that it is one, or that it is on the web.
_UNTOLD = frozenset({"online", "misc", "ELEC", "GEN", "document"})
_BY_WORD: Mapping[str, Mapping[str, ItemType]] = {
    form: {**{getattr(WORDS[name], form): name for name in reversed(list(WORDS))}, **others}
    for form, others in _OTHERS.items()
}


def item_type(word: str | None, form: Literal["csl", "ris", "bibtex"]) -> ItemType | None:
    """Return the sort of work that a format calls by a word; None where that does not tell it.

    >>> item_type("article", "bibtex"), item_type("article", "csl"), item_type("misc", "bibtex")
    ('journalArticle', 'preprint', None)
    """
    return None if word in _UNTOLD else _BY_WORD[form].get(word or "")


# DOI, arXiv, PubMed and ISBN: the identifiers that addresses and bibliographies hold.

_DOI = re.compile(r"10\.\d{4,9}/\S+")
_ARXIV = re.compile(
    r"(?:^|\barXiv:\s*)(\d{4}\.\d{4,5}|[a-z-]+(?:\.[A-Z]{2})?/\d{7})(?:v\d+)?\b", re.IGNORECASE
)
_PMID = re.compile(r"(?:PMID:? ?)?(\d{1,9})", re.IGNORECASE)
_NO_KEY = re.compile(r"[\s,{}()\"#%~\\='@]|:/|^\d*$")
_ISBN = re.compile(r"(?<!\d)(?:97[89][- ]?(?:\d[- ]?){9}\d|(?:\d[- ]?){9}[\dXx])(?!\d)")
_ISSN = re.compile(r"(?<![\d-])(\d{4})-?(\d{3}[\dXx])(?![\d-])")
# What publishers add to a DOI to name a form of the text.
_FORM = re.compile(r"/(?:abstract|full|pdf|epdf|summary|references|meta|html)$|\.pdf$")
# "/abstract/full.pdf"
_MOST_FORMS = 3
_IN_PATH = r"10\.\d{4,9}/[^?#]+"
# How the host ends, "" for any; where in the path and query an identifier is, named as its field.
_PLACES = (
    (".doi.org", re.compile(rf"/(?P<doi>{_IN_PATH})")),
    # Many publishers use one platform. Oxford's addresses go on with a number of their own.
    ("", re.compile(rf"(?!.*/article/doi/)/(?:.*/)?doi/(?:[a-zA-Z]+/)?(?P<doi>{_IN_PATH})")),
    (".springer.com", re.compile(rf"/(?:[a-z]+/)+(?P<doi>{_IN_PATH})")),
    (".frontiersin.org", re.compile(r"/(?:.+/)?articles/(?P<doi>10\.3389/[^/?]+)")),
    (".plos.org", re.compile(rf"/.*[?&]id=(?P<doi>{_IN_PATH}?)(?:&|$)")),
    (".aps.org", re.compile(r"/\w+/\w+/(?P<doi>10\.1103/[^/?]+)")),
    (".iop.org", re.compile(rf"/article/(?P<doi>{_IN_PATH})")),
    (".biorxiv.org", re.compile(r"/content/(?P<doi>10\.\d{4,5}/[\d.]*\d)(?:v\d+.*)?$")),
    (".medrxiv.org", re.compile(r"/content/(?P<doi>10\.\d{4,5}/[\d.]*\d)(?:v\d+.*)?$")),
    (".pubmed.ncbi.nlm.nih.gov", re.compile(r"/(?P<pmid>\d{1,9})/?(?:\?|$)")),
    (".ncbi.nlm.nih.gov", re.compile(r"/pubmed/(?P<pmid>\d{1,9})/?(?:\?|$)")),
    (".europepmc.org", re.compile(r"/(?:article|abstract)/med/(?P<pmid>\d{1,9})", re.IGNORECASE)),
    ("", re.compile(r"/.*\bisbn[/=:](?P<isbn>[\dXx-]{10,17})", re.IGNORECASE)),
)


def identifiers_in(url: str) -> Mapping[str, str]:
    """Return the identifiers in an address, by their fields in a Publication; {} for most.

    >>> identifiers_in("https://arxiv.org/pdf/2301.00001v2"), identifiers_in("https://a.example/")
    ({'arxiv': '2301.00001'}, {})
    >>> identifiers_in("https://publisher.example/doi/full/10.1000/ABC.12?ref=1")
    {'doi': '10.1000/abc.12'}
    """
    found: dict[str, str] = {}
    work = work_of(url) or ""
    if work.startswith("arXiv:"):
        found["arxiv"] = work.removeprefix("arXiv:")
    parts, host = urlsplit(url), f".{url_host(url)}"
    target = f"{parts.path}?{parts.query}" if parts.query else parts.path
    for site, place in _PLACES:
        if host.endswith(site):
            for field, text in _groups(place.match(target)).items():
                found.setdefault(field, text)
    return found


def _groups(match: re.Match[str] | None) -> dict[str, str]:
    named = match.groupdict() if match else {}
    read = {field: _READ[field](text) for field, text in named.items()}
    return {field: value for field, value in read.items() if value}


def _doi_of_path(path: str) -> str | None:
    text = unquote(path)
    for _ in range(_MOST_FORMS):
        text = _FORM.sub("", text.rstrip("/"))
    return doi_in(text)


def doi_in(text: str | None) -> str | None:
    """Return the DOI that a text is, or an address that leads to one holds; None for no DOI.

    >>> doi_in("https://doi.org/10.1000/ABC"), doi_in("in press")
    ('10.1000/abc', None)
    """
    found = _DOI.search(text or "")
    return found[0].rstrip(".,;").lower() if found else None


def arxiv_in(text: str | None) -> str | None:
    """Return the number of a preprint that a text is, or names as arXiv's; None for no such.

    >>> arxiv_in("2301.00001v2"), arxiv_in("arXiv preprint arXiv:2301.00001"), arxiv_in("p. 7")
    ('2301.00001', '2301.00001', None)
    """
    found = _ARXIV.search((text or "").strip())
    return re.sub(r"\.[A-Za-z]{2}(?=/)", "", found[1].lower()) if found else None


def pmid_in(text: str | None) -> str | None:
    """Return the number of PubMed's that a text is; None for no such.

    >>> pmid_in("PMID: 38000001"), pmid_in("38000001"), pmid_in("PMC381")
    ('38000001', '38000001', None)
    """
    found = _PMID.fullmatch((text or "").strip())
    return found[1] if found else None


def citation_key_in(text: str | None) -> str | None:
    """Return the key to cite by that a text is, and no number or address.

    >>> citation_key_in("doe2021tides"), citation_key_in("12"), citation_key_in("https://a.example")
    ('doe2021tides', None, None)
    """
    return None if not text or _NO_KEY.search(text) else text


def isbn_in(text: str | None) -> str | None:
    """Return the first ISBN in a text, without hyphens; None where there is none.

    >>> isbn_in("ISBN 978-3-16-148410-0"), isbn_in("0-306-40615-2"), isbn_in("1234-5678")
    ('9783161484100', '0306406152', None)
    """
    found = _ISBN.search(text or "")
    return re.sub("[- ]", "", found[0]).upper() if found else None


def issn_in(text: str | None) -> str | None:
    """Return the first ISSN in a text; None where there is none.

    >>> issn_in("1234-567x"), issn_in("978-3-16-148410-0")
    ('1234-567X', None)
    """
    found = _ISSN.search(text or "")
    return f"{found[1]}-{found[2]}".upper() if found else None


def _sound_isbn(text: str) -> str | None:
    """Return the ISBN in a part of an address; its check digit tells it from other numbers."""
    digits = isbn_in(text) or ""
    values = [10 if digit == "X" else int(digit) for digit in digits]
    if len(digits) == 10:
        total, modulus = sum(v * (10 - place) for place, v in enumerate(values)), 11
    else:
        total, modulus = sum(v * (1 + 2 * (place % 2)) for place, v in enumerate(values)), 10
    return digits if digits and total % modulus == 0 else None


_READ: Mapping[str, Callable[[str], str | None]] = {
    "doi": _doi_of_path,
    "pmid": str,
    "isbn": _sound_isbn,
}
