"""Texts that stand with many entries and name none of them: what a link is for, reading times."""

from __future__ import annotations

import re

from generator.sources.index.tree import Node
from generator.text.html import fold_space

_AROUND = " \t\n()[]{}<>|:;,.…!·•→←»«›‹▸▶►↗⟶➜➔#¶§*+-–—‐&/\\\"'“”"
# On to the entry itself.
_ONWARD = frozenset(
    "read more|read|read on|read it|read post|read article|read the article|read the post|"
    "read full post|read the full post|read the rest|continue|continue reading|keep reading|"
    "learn more|see more|view|view post|view more|details|more|more details|full text|full post|"
    "full story|permalink|permanent link|link|go|open|weiterlesen|mehr|mehr lesen|weiter|lire|"
    "lire la suite|en savoir plus|suite|lire plus|leer más|leer mas|seguir leyendo|más|ver más|"
    "leia mais|ler mais|continue lendo|mais|leggi|leggi tutto|continua|lees meer|lees verder|"
    "meer|läs mer|les mer|læs mere|lue lisää|czytaj dalej|więcej|číst dál|více|читать|"
    "читать далее|читать дальше|далее|подробнее|devamını oku|devamı|阅读全文|阅读更多|更多|"
    "继续阅读|閱讀全文|繼續閱讀|続きを読む|もっと見る|더 보기|더보기|계속 읽기|اقرأ المزيد|"
    "المزيد|ادامه مطلب|קרא עוד|המשך קריאה|đọc tiếp|xem thêm|selengkapnya|baca selengkapnya".split(
        "|"
    )
)
_ONWARD_STARTS = ("read more", "continue reading", "read the full")
# To something that belongs to it.
_BESIDE = frozenset(
    "slides|slide|pdf|video|videos|recording|code|bib|bibtex|bib tex|abs|abstract|html|arxiv|doi|"
    "rsvp|register|registration|poster|website|site|project|project page|demo|data|dataset|supp|"
    "supplement|supplementary|paper|preprint|talk|notes|comment|comments|reply|share|edit|source|"
    "github|download|cite|citation|export|print|ps|url|web|blog|post|award|oral|spotlight|handout|"
    "audio|podcast|listen|watch|transcript|materials|appendix|tex|x|twitter|tweet|email|ical|rss|"
    "scholar|pubmed|publisher|journal|eprint|other|show abstract|google scholar|semantic scholar|"
    "openreview|hal|ssrn|folien|vidéo|diapositives|new|draft|pinned|top|up|back|home|next|"
    "previous|prev|older|newer|older posts|newer posts|compare|assets|unreleased".split("|")
)
_NUMBERED = re.compile(
    r"\d+ ?(?:comments?|kommentare?|commentaires?|comentarios?|replies|likes?|views?|points?|words?"
    r"|notes?|条评论|个评论)|no comments|leave a comment|(?:arxiv|doi)[: ].*|10\.\d{4,}/\S+"
    r"|\[?\d+\]?|v\d+",
    re.IGNORECASE,
)
_VERSION = re.compile(r"\d+\.\d+\.\d[\d.]*")
_READING = re.compile(
    r"(?:less than |under |~ ?|about |ca\. )?(?:a |\d+) ?(?:[-–] ?\d+ ?)?"
    r"(?:min(?:ute)?s?|mins?\.?|minuten?|minut[oi]s?|мин(?:ут[аы]?)?\.?|分钟?|分鐘|분|分で読めます|dk|dakika)"
    r"(?: ?(?:read(?:ing)?(?: time)?|lesezeit|de lecture|de lectura|de leitura|di lettura|чтения|"
    r"阅读|소요|okuma(?: süresi)?))?"
    r"|(?:reading time|lesezeit|temps de lecture|estimated reading time)\b.*|\d+ ?words?|\d+ ?字",
    re.IGNORECASE,
)
_LISTS = re.compile(
    r"(?<!/releases)/(?:tags?|categor(?:y|ies)|authors?|topics?|labels?|keywords?|users?|people|profile|speakers?"
    r"|archives?/(?:tag|category)|kategorien?|schlagwort|etiquetas?|by)/[^/]*/?(?:index\.html|#.*)?$",
    re.IGNORECASE,
)
_TITLE_CLASSES = re.compile(
    r"(?:[a-z]+[-_]+)*(?:title|headline|p-name|post-name|titre|titel)(?:[-_]+(?:text|link))?",
    re.IGNORECASE,
)
_CLASSES_OF_TAGS = re.compile(
    r"(?:p-|post-|entry-|article-)?(?:tags?|categor(?:y|ies)|cat|badge|label|chip|topic|keyword"
    r"|author|byline|avatar|venue|abbr|vcard)(?:s|-links?|-item|-name|-list)?",
    re.IGNORECASE,
)


_OUTSIDE_OF_TAGS = ("li", "article", "tr", "div", "section", "td", "body")


def is_called_title(node: Node) -> bool:
    """Return whether a class of an element says that it is a title."""
    return bool(node.classes) and any(map(_TITLE_CLASSES.fullmatch, node.classes))


def is_onward(text: str) -> bool:
    """Return whether a link's text only says that it leads to the whole entry ("Read more →")."""
    bare = fold_space(text).strip(_AROUND).casefold()
    return bare in _ONWARD or (
        len(bare) < 25 and bare.startswith(("read more", "continue reading"))
    )


def is_label(text: str) -> bool:
    """Whether a link's text names no entry: "Read more", "[pdf]", "3 comments", "#", a number.

    >>> is_label("[PDF]"), is_label("Continue reading →"), is_label("On Comments")
    (True, True, False)
    """
    bare = fold_space(text).strip(_AROUND).casefold()
    if not any(map(str.isalpha, bare)):
        return not _VERSION.fullmatch(bare)
    return is_onward(bare) or bare in _BESIDE or bool(_NUMBERED.fullmatch(bare))


def is_reading_time(text: str) -> bool:
    """Return whether a text says how long an entry is.

    >>> is_reading_time("(5 min read)"), is_reading_time("Five minutes")
    (True, False)
    """
    return bool(_READING.fullmatch(fold_space(text).strip(_AROUND)))


_BY = re.compile(r"(?:posted |written )?(?:by|von|par|por|от|di|av|af)\b.{2,60}", re.IGNORECASE)
_META = re.compile(
    r"(?:post(?:ed)?|published|date|updated|written|created|veröffentlicht|publié|publicado|on|at|in"
    r"|am|le|el|the|last|modified|estimated|reading|time)\b[ :]*",
    re.IGNORECASE,
)


def is_title_like(text: str) -> bool:
    """Return whether a text may hold a title: more than labels, names after "by" and reading times.

    >>> is_title_like("Posted on"), is_title_like("5 min · by A. Author"), is_title_like("On Soil")
    (False, False, True)
    """
    for part in re.split(r"[·•|,]|\s[-–—]\s", fold_space(text)):
        said = part.strip(_AROUND)
        rest = said
        while match := _META.match(rest):
            rest = rest[match.end() :]
        if _VERSION.fullmatch(rest):
            return True
        if sum(map(str.isalpha, rest)) < 2 or is_label(said) or is_reading_time(said):
            continue
        if not _BY.fullmatch(said):
            return True
    return False


def leads_to_list(link: Node) -> bool:
    """Whether a link leads to the entries of one tag, category or author, or is marked so."""
    rel = link.attributes.get("rel", "").split()
    if "tag" in rel or "author" in rel or "category" in rel or _LISTS.search(link.href):
        return True
    for node in (link, *link.around()):
        if (
            node.name in ("li", "article", "tr", "div", "section", "td", "body")
            and node is not link
        ):
            return node.name in ("div", "li") and any(map(_CLASSES_OF_TAGS.fullmatch, node.classes))
        if any(map(_CLASSES_OF_TAGS.fullmatch, node.classes)):
            return True
    return False
