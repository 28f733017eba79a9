"""Sorts of works, and what each is called in CSL, RIS and BibTeX: the one place that says it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal, NamedTuple

from generator.model import ItemType


class Words(NamedTuple):
    """What a sort of work is called in each format; Zotero's word is its name."""

    csl: str
    ris: str
    bibtex: str


# RIS has no word for a preprint: of the type for unpublished works Zotero makes a journal article.
WORDS: Mapping[ItemType, Words] = {
    "preprint": Words("article", "ELEC", "online"),
    "blogPost": Words("post-weblog", "BLOG", "online"),
    "webpage": Words("webpage", "ELEC", "online"),
    "forumPost": Words("post", "ICOMM", "online"),
    "journalArticle": Words("article-journal", "JOUR", "article"),
    "magazineArticle": Words("article-magazine", "MGZN", "article"),
    "newspaperArticle": Words("article-newspaper", "NEWS", "article"),
    "conferencePaper": Words("paper-conference", "CONF", "inproceedings"),
    "book": Words("book", "BOOK", "book"),
    "bookSection": Words("chapter", "CHAP", "incollection"),
    "thesis": Words("thesis", "THES", "phdthesis"),
    "report": Words("report", "RPRT", "techreport"),
    "manuscript": Words("manuscript", "MANSCPT", "unpublished"),
    "dataset": Words("dataset", "DATA", "misc"),
    "computerProgram": Words("software", "COMP", "misc"),
    "presentation": Words("speech", "SLIDE", "misc"),
    "videoRecording": Words("motion_picture", "VIDEO", "misc"),
    "podcast": Words("broadcast", "SOUND", "misc"),
    "document": Words("document", "GEN", "misc"),
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
