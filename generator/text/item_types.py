"""Sorts of works, and what each is called elsewhere: the one place that says it.

In CSL, RIS, BibTeX and the words of schema.org.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal, NamedTuple

from generator.model import ItemType


class Words(NamedTuple):
    """What a sort of work is called in each format; Zotero's word is its name."""

    csl: str
    ris: str
    bibtex: str
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
