"""Texts that stand with many entries and name none of them: what a link is for, reading times."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise

import msgspec

from generator.sources.index.records import Line
from generator.sources.index.tree import Node
from generator.text.html import fold_space
from generator.text.titles import fold_text

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
    """Return whether a link's text names no entry: "Read more", "[pdf]", "3 comments", "#".

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
        piece = part.strip(_AROUND)
        rest = piece
        while match := _META.match(rest):
            rest = rest[match.end() :]
        if _VERSION.fullmatch(rest):
            return True
        if sum(map(str.isalpha, rest)) < 2 or is_label(piece) or is_reading_time(piece):
            continue
        if not _BY.fullmatch(piece):
            return True
    return False


def leads_to_list(link: Node) -> bool:
    """Return whether a link leads to the entries of a tag, category or author, or is marked so."""
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


# Lines that stand with entries and name none: all lines together show what they are.

_TIME_FIRST = re.compile(r"\d{1,2}:\d\d(?::\d\d)?(?: ?[ap]m)?[ ,·|–—-]+(?=\S)", re.IGNORECASE)
_OF_PAGE = re.compile(
    r"\b(?:last|zuletzt|dernière) (?:modified|updated?|edited|changed|geändert)\b", re.IGNORECASE
)
_COMMIT = re.compile(r"(?=[a-f]*\d)[0-9a-f]{7,40}")
META = re.compile(
    r"(?:posted in|filed under|tagged(?: with)?|tags?|categor(?:y|ies)|in|by|speakers?|authors?"
    r"|written by|posted by|venue|where|location|von|par|por|comments?)\b.{0,80}",
    re.IGNORECASE,
)
_STATES = ("Latest", "Pre-release", "Draft")
_SHORTEST_TITLE = 6
_MOST_WORDS_BEFORE = 6
_NEAR = 8


def without_furniture(lines: Sequence[Line]) -> list[Line]:
    """Return the lines; those that count something or repeat a title become marks."""
    found = _without_date_of_page(_without_leading_times(lines))
    found = [_as_mark(line) if _COMMIT.fullmatch(line.text) else line for line in found]
    return _without_echoes(_without_counts(found))


def _as_mark(line: Line) -> Line:
    return msgspec.structs.replace(line, kind="mark") if line.kind == "text" else line


def _without_leading_times(lines: Sequence[Line]) -> list[Line]:
    """Return the lines without the time of day after their dates, where most have one."""
    both = [line for line in lines if line.kind == "both"]
    if sum(bool(_TIME_FIRST.match(line.rest)) for line in both) * 2 <= len(both):
        return list(lines)
    return [
        msgspec.structs.replace(line, rest=_TIME_FIRST.sub("", line.rest, count=1))
        if line.kind == "both"
        else line
        for line in lines
    ]


def _without_date_of_page(lines: Sequence[Line]) -> list[Line]:
    """Return the lines; the one that states when the page was changed becomes frame."""
    of_page = [
        line
        for line in lines
        if _OF_PAGE.search(line.text) and any(map(str.isdigit, line.text)) and not line.is_prose
    ]
    if len(of_page) != 1:
        return list(lines)  # of each entry, perhaps
    return [
        msgspec.structs.replace(line, kind="frame", dated=None) if line is of_page[0] else line
        for line in lines
    ]


def _without_counts(lines: Sequence[Line]) -> list[Line]:
    """Return the lines; those that differ only in the number they begin with become marks."""
    dates = sum(line.kind == "date" for line in lines)
    counts = Counter(_masked(line.text) for line in lines if line.text[:1].isdigit())
    return [
        _as_mark(line)
        if line.text[:1].isdigit() and counts[_masked(line.text)] * 2 > max(dates, 2)
        else line
        for line in lines
    ]


def _masked(text: str) -> str:
    return re.sub(r"\d+", "#", text)


def _without_echoes(lines: Sequence[Line]) -> list[Line]:
    """Return the lines; those that repeat a title become marks: `v1.2`, `Read more about` it.

    Where each date has such a title, no other line is one.
    """
    dates = sum(line.kind == "date" for line in lines)
    echoes = dict(_echoes(lines))
    titles = set(echoes.values())
    if not dates or len(titles) * 2 <= dates:
        return list(lines)
    found = [
        msgspec.structs.replace(line, kind=_kind_of_echo(line, lines[echoes[number]]))
        if number in echoes
        else line
        for number, line in enumerate(lines)
    ]
    if len(titles) != dates:
        return found
    return [
        line if number in titles or line.is_prose else _as_mark(line)
        for number, line in enumerate(found)
    ]


def _kind_of_echo(line: Line, title: Line) -> str:
    before = line.text.removesuffix(title.text)
    return "end" if before != line.text and is_onward(before) else "mark"


def _echoes(lines: Sequence[Line]) -> Iterator[tuple[int, int]]:
    """Yield lines that repeat one shortly above, and that: below its date, or after other words."""
    times = Counter(line.text for line in lines)
    seen: dict[str, int] = {}
    dated = -1
    for number, line in enumerate(lines):
        if line.kind == "date":
            dated = number
        if line.kind not in ("text", "end"):
            continue
        for piece in _endings(line.text):
            at = seen.get(piece, -1)
            is_own = times[piece] <= 2 and (at < dated or piece != line.text)
            if at >= 0 and number - at <= _NEAR and is_own:
                yield number, at
                break
        else:
            if line.kind == "text" and not line.is_prose:
                seen[line.text] = number


def _endings(text: str) -> Iterator[str]:
    """Yield what a line may repeat: all of it, all but its first words, all but its state."""
    yield text
    for state in _STATES:
        yield text.removesuffix(state).rstrip()
    words = text.split(" ")
    for number in range(1, min(len(words), _MOST_WORDS_BEFORE)):
        piece = " ".join(words[number:])
        if len(piece) >= _SHORTEST_TITLE:
            yield piece


def with_marks(lines: Sequence[Line]) -> list[Line]:
    """Return the lines; what recurs with most dates becomes a mark, also in lines of dates."""
    dates = sum(line.kind in ("date", "both") for line in lines)
    least = max(2, (dates or sum(line.kind == "heading" for line in lines)) / 2)
    texts = [line.text for line in lines if line.kind == "text"]
    recurs = Counter(text for part in _parts(lines) for text in part)
    leads = Counter(_lead(text) for text in texts if META.fullmatch(text))
    rests = Counter(fold_text(line.rest) for line in lines if line.rest)

    def kind(line: Line) -> str:
        if line.kind == "frame" and recurs[fold_text(line.text)] >= least:
            return "mark"
        if line.kind == "both":
            return "date" if rests[fold_text(line.rest)] >= least else "both"
        if line.kind != "text":
            return line.kind
        is_meta = META.fullmatch(line.text) and leads[_lead(line.text)] >= least
        # A sentence may describe several entries.
        is_said = line.is_prose and not line.text.endswith(":")
        is_meta = is_meta or (not is_said and recurs[fold_text(line.text)] >= least)
        return "mark" if is_meta else "text"

    return [msgspec.structs.replace(line, kind=kind(line)) for line in lines]


def _parts(lines: Sequence[Line]) -> list[set[str]]:
    """Return the texts between two dates each; beyond the page's menu and before its foot only."""
    dated = [number for number, line in enumerate(lines) if line.dated]
    frames = [number for number, line in enumerate(lines) if line.kind == "frame"]
    if not dated:
        return []
    start = max((at for at in frames if at < dated[0]), default=-1) + 1
    end = min((at for at in frames if at > dated[-1]), default=len(lines))
    ends = [start, *dated, end]
    return [
        {fold_text(line.text) for line in lines[first:last] if line.kind == "text"}
        for first, last in pairwise(ends)
    ]


def _lead(text: str) -> str:
    """Return the first word of a line: of "Speaker: A. Name" that is "speaker"."""
    return re.split(r"[\s:]", text, maxsplit=1)[0].casefold()
