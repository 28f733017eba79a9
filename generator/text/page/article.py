"""Find the article of a page: the element that holds it alone, in the page's own markup.

trafilatura judges which texts are the article's. What it returns has lost formulas, notes,
captions and much markup, so it is given a copy in which every text ends in a mark; the marks that
come back say which texts of the tree to keep. The marks are signs of SignWriting, two for each
text: no page is written in them, and no rule of trafilatura's takes them for a word.
"""

from __future__ import annotations

import re
from copy import deepcopy
from typing import TYPE_CHECKING, Any

from generator.model.record import Record
from generator.text.page.formulas import TEX, plain_formulas
from generator.text.page.structured_data import is_link_to_itself

if TYPE_CHECKING:
    from lxml.html import HtmlElement

_FIRST_SIGN, _SIGNS = 0x1D800, 512
_MARK = re.compile(f"([{chr(_FIRST_SIGN)}-{chr(_FIRST_SIGN + _SIGNS - 1)}])" * 2)
# trafilatura takes a second for 15,000 elements, and for spans the square of their number.
_MOST_ELEMENTS, _MANY_SPANS = 20_000, 2_000
# A second for three million steps: twenty thousand elements, each seventy-five deep.
_MOST_STEPS = 3_000_000
# Of a page of so many characters a copy of fewer than these has missed the article.
_SHORT_COPY, _LONG_PAGE = 60, 1_000
_LONGEST_NOTE, _LONGEST_ROW = 5_000, 1_000
#: Of an article's markup, all elements of which are closed and none stands very deep.
LONGEST_ARTICLE = 1_000_000

_UNREAD = (
    "script style template noscript svg canvas iframe object embed applet audio video map button "
    "select textarea dialog input datalist progress d-front-matter"
).split()
# What trafilatura leaves out whole, though some pages have all of their text in one.
_FRAME = "form aside footer header nav menu fieldset figure section label".split()
_OF_HEAD = frozenset("title meta link base basefont isindex".split())
# The rest may hold a part of an article: its heading, a picture.
_NEVER_TEXT = "form aside footer nav menu".split()
_INLINE = frozenset(
    "a abbr acronym b bdi bdo big br cite code data del dfn em font i img ins kbd label mark math "
    "nobr picture q rp rt ruby s samp small source span strike strong sub sup time tt u var "
    "wbr".split()
)
# Where the article is if trafilatura cannot tell, best first.
_MAIN = (
    *("//d-article", "//main//article", "//article", "//main", "//*[@role='main']"),
    *("//*[@id='content']", "//body"),
)
# What holds blocks and means nothing beside them.
_DIVISIONS = frozenset("div section article main center form body header hgroup d-article".split())
_WRAPPERS = _DIVISIONS | {"td"}
_EMPTY = frozenset("img br wbr math".split())
_ATTRIBUTES = frozenset("href src alt start colspan rowspan lang display".split())
_OTHER_TEXT = (
    ".//text()[normalize-space() and not(ancestor::figcaption or ancestor::pre or "
    "ancestor::table or ancestor::math or parent::code[@class='tex'])]"
)
_NUMBER = re.compile(r"\([\w.]{1,8}\)|[.,;]|")  # of a formula in its own line
_HIDDEN = "//*[@hidden or contains(translate(@style, ' ', ''), 'display:none')]"
_REFERENCE = re.compile(r"\W{0,3}(?:\d{1,3}|[a-z*†‡§¶])\W{0,3}|\[?(?:note|fn|n) ?\d{1,3}\]?", re.I)


class ArticleText(Record, kw_only=True):
    """The article of a page."""

    #: Not sanitised yet; "" if there is none.
    html: str = ""
    #: Sentences on what is uncertain.
    doubts: tuple[str, ...] = ()


def find_article(root: HtmlElement) -> ArticleText:
    """Return the article of the page whose root this is; the tree is used up."""
    from lxml import etree

    plain_formulas(root)
    etree.strip_elements(root, *_UNREAD, etree.Comment, with_tail=False)
    _show_lazy_images(root)
    for link in list(root.iter("a")):
        # What documentation puts behind each heading, to link to it.
        if is_link_to_itself(link) and (_text(link) in ("¶", "#") or _is_in_heading(link)):
            link.drop_tree()
    if sum(1 for _ in root.iter("span")) > _MANY_SPANS:
        etree.strip_tags(root, "span")
    if (number := sum(1 for _ in root.iter())) > _MOST_ELEMENTS:
        doubt = f"its {number:,} elements are too many to tell the article from its frame"
        return ArticleText(html=_plain_html(_main_element(root)), doubts=(doubt,))
    body = _body_of(root)
    length = len(_text(body))
    _rename_what_misleads(body, length)
    article = _Marked(root, body).article()
    if article is None:
        return ArticleText(html=_plain_html(_main_element(root)))
    copied = len(_text(article))
    if copied >= _SHORT_COPY or length < _LONG_PAGE:
        return ArticleText(html=_plain_html(article))
    doubt = f"its copy has only {copied} of the page's {length:,} characters"
    return ArticleText(html=_plain_html(article), doubts=(doubt,))


def _is_in_heading(link: HtmlElement) -> bool:
    return next(link.iterancestors("h1", "h2", "h3", "h4", "h5", "h6"), None) is not None


def _body_of(root: HtmlElement) -> HtmlElement:
    """Return the page's body, with what libxml2 left in its head though it is none: `<article>`."""
    from lxml.html import Element

    body, head = root.find("body"), root.find("head")
    if body is None:
        body = Element("body")
        root.append(body)
    for element in reversed(list(head) if head is not None else []):
        if element.tag not in _OF_HEAD:
            body.insert(0, element)
    return body


def _plain_html(root: HtmlElement | None) -> str:
    """Return the contents of an element as HTML, without empty divisions and attributes."""
    from lxml.html import tostring

    if root is None:
        return ""
    formulas = {inside for formula in root.iter("math") for inside in formula.iter()}
    for element in [one for one in root.iterdescendants() if one not in formulas]:
        for name in set(element.attrib) - _ATTRIBUTES:
            del element.attrib[name]
        if element.tag in _DIVISIONS:
            if all(child.tag in _INLINE for child in element):
                element.tag = "p"
            elif not _has_own_text(element):
                element.drop_tag()
    if root.tag not in _DIVISIONS or (root.text and root.text.strip()):
        return tostring(root, encoding="unicode", with_tail=False)
    return "".join(tostring(child, encoding="unicode") for child in root).strip()


def _has_own_text(element: HtmlElement) -> bool:
    """Return whether text stands in an element beside its blocks."""
    texts = (element.text, *(child.tail for child in element))
    return any(text and text.strip() for text in texts) or any(
        child.tag in _INLINE for child in element
    )


def _text(element: HtmlElement) -> str:
    return " ".join(" ".join(element.itertext()).split())


def _rename_what_misleads(body: HtmlElement, length: int) -> None:
    """Make divisions of what holds the article though its name says otherwise, and the reverse."""
    for element in list(body.iter(*_FRAME)):
        text = len(_text(element))
        links = sum(len(_text(link)) for link in element.iter("a"))
        if 2 * text > length and 2 * links < text:
            element.tag = "div"
    for cell in list(body.iter("td")):  # of a table that lays out the page
        if 2 * len(_text(cell)) > length:
            table = next(cell.iterancestors("table"))
            for part in list(table.iter("table", "tbody", "tr", "td")):
                if part.tag == "td" or cell in part.iterdescendants():
                    part.tag = "div"
    articles = list(body.iter("article"))
    if all(4 * len(_text(article)) < length for article in articles):
        for article in articles:
            article.tag = "div"
    for element in list(body.xpath(_HIDDEN)):
        if 4 * len(_text(element)) < length:
            element.drop_tree()


def _block_of(element: HtmlElement) -> HtmlElement:
    """Return the element, or the block in whose line it stands."""
    parent = element.getparent()
    while element.tag in _INLINE and parent is not None:
        element, parent = parent, parent.getparent()
    return element


def _show_lazy_images(root: HtmlElement) -> None:
    for image in root.iter("img"):
        if image.get("src", "data:").startswith("data:"):
            image.set("src", image.get("data-src") or image.get("data-original") or "")


def _main_element(root: HtmlElement) -> HtmlElement | None:
    """Return the element that should hold the article by its name, without the page's frame."""
    from lxml import etree

    for path in _MAIN:
        found: Any = root.xpath(path)
        if len(found) == 1 and _text(found[0]):
            etree.strip_elements(found[0], *_NEVER_TEXT, with_tail=False)
            return found[0]  # type: ignore[no-any-return]
    return None


class _Marked:
    """A tree whose texts are numbered.

    A run is what stands in a line between two blocks or line breaks: it stays or goes as a whole.
    """

    def __init__(self, root: HtmlElement, body: HtmlElement) -> None:
        self.root = root
        self.body = body
        #: The runs of each element's beginning, of its own text, and of what follows it.
        self.start: dict[HtmlElement, int] = {}
        self.inner: dict[HtmlElement, int] = {}
        self.tail: dict[HtmlElement, int] = {}
        #: From the top down to every element and back, as trafilatura's second opinions go.
        self.steps = 0
        self.number_runs()
        self.kept: set[int] = set()

    def number_runs(self) -> None:
        from lxml import etree

        run, depth, formula = 0, 0, None
        for event, element in etree.iterwalk(self.body, events=("start", "end")):
            if event == "start" and element.tag == "math" and formula is None:
                formula = element
            run += formula is None and element.tag not in _INLINE
            if event == "end" and element is formula:
                formula = None
            depth += 1 if event == "start" else -1
            self.steps += depth
            if event == "start":
                self.start[element] = self.inner[element] = run
            else:
                self.tail[element] = run

    def article(self) -> HtmlElement | None:
        """Return the tree without foreign parts, down to the element that holds all the article."""
        self.kept = self.article_runs()
        if not self.kept:
            return None
        self.add_rows()
        self.add_notes()
        self.add_figures()
        self.prune()
        found = self.body
        while len(found) == 1 and not (found.text or "").strip() and found[0].tag in _WRAPPERS:
            if (found[0].tail or "").strip():
                break
            found = found[0]
        return found

    def article_runs(self) -> set[int]:
        """Return the runs that trafilatura takes for the article's."""
        import trafilatura

        for recall in (False, True):
            copy, runs = self.marked_copy()
            text = trafilatura.extract(
                copy,
                include_comments=False,
                include_tables=True,
                favor_recall=recall,
                fast=self.steps > _MOST_STEPS,
            )
            found = _MARK.findall(text or "")
            if len(text or "") - 2 * len(found) >= _SHORT_COPY:
                break
        numbers = (
            (ord(one) - _FIRST_SIGN) * _SIGNS + ord(other) - _FIRST_SIGN for one, other in found
        )
        frame = {
            self.inner[inside]
            for element in self.body.iter(*_NEVER_TEXT)
            for inside in element.iter()
        }
        return {runs[number] for number in numbers if number < len(runs)} - frame

    def marked_copy(self) -> tuple[HtmlElement, list[int]]:
        """Return a copy of the tree with a mark after each text, and the run of each mark."""
        copy = deepcopy(self.root)
        runs: list[int] = []

        def marked(text: str | None, run: int) -> str | None:
            if not text or not text.strip() or len(runs) >= _SIGNS**2:
                return text
            number, plain = len(runs), _MARK.sub("", text)
            runs.append(run)
            mark = chr(_FIRST_SIGN + number // _SIGNS) + chr(_FIRST_SIGN + number % _SIGNS)
            end = len(plain.rstrip())
            return plain[:end] + mark + plain[end:]

        body: Any = copy.find("body")
        for own, copied in list(zip(self.body.iter(), body.iter(), strict=True)):
            if own in self.inner:
                copied.text = marked(copied.text, self.inner[own])
                if own is not self.body:
                    copied.tail = marked(copied.tail, self.tail[own])
        for formula in list(copy.iter("math")):
            text, tail = "formula", formula.tail
            formula.clear()
            formula.tag, formula.text, formula.tail = "span", text, tail
        return copy, runs

    def has_kept(self, element: HtmlElement) -> bool:
        return self.has_own_kept(element) or any(
            self.has_own_kept(inside)
            or (self.tail[inside] in self.kept and bool((inside.tail or "").strip()))
            for inside in element.iterdescendants()
        )

    def add_rows(self) -> None:
        """Keep all cells of the rows of which any is kept, so that a table stays whole."""
        for row in self.body.iter("tr"):
            if len(_text(row)) < _LONGEST_ROW and self.has_kept(row):
                self.keep(row)

    def add_notes(self) -> None:
        """Keep the notes to which a number or a sign in the kept text leads."""
        by_id = {one.get("id") or one.get("name"): one for one in self.body.iter()}
        waiting = [one for one in self.body.iter("a") if self.start[one] in self.kept]
        for link in waiting:
            target = by_id.get(link.get("href", "").removeprefix("#"))
            if not link.get("href", "").startswith("#") or target is None:
                continue
            if not _REFERENCE.fullmatch(_text(link)):
                continue
            target = _block_of(target)
            if target is self.body or len(_text(target)) > _LONGEST_NOTE or self.has_kept(target):
                continue
            self.keep(target)

    def add_figures(self) -> None:
        """Keep the images, figures and formulas that stand alone among the kept texts."""
        first, last = min(self.kept), max(self.kept)
        seen = {self.body}
        for figure in list(self.body.iter("figure", "img", "math", "code")):
            if figure.tag == "code" and figure.get("class") != TEX:
                continue
            block = _block_of(figure)
            if block in seen or any(True for _ in block.iterancestors(*_NEVER_TEXT)):
                continue
            seen.add(block)
            siblings: Any = block.getparent()
            if not first < self.start[figure] < last and (
                figure.tag != "figure" or not any(map(self.has_own_kept, siblings))
            ):
                continue
            others: Any = block.xpath(_OTHER_TEXT)
            if all(_NUMBER.fullmatch(other.strip()) for other in others):
                self.keep(block)

    def has_own_kept(self, element: HtmlElement) -> bool:
        return self.inner[element] in self.kept and bool((element.text or "").strip())

    def keep(self, element: HtmlElement) -> None:
        for inside in element.iter():
            self.kept |= {self.start[inside], self.inner[inside]}
        self.kept |= {self.tail[inside] for inside in element.iterdescendants()}

    def prune(self) -> None:
        """Take out what is not kept."""
        formulas = {
            inside for formula in self.body.iter("math") for inside in formula.iterdescendants()
        }
        for element in reversed(list(self.body.iterdescendants())):
            if element in formulas:
                continue
            if self.inner[element] not in self.kept and element.tag != "math":
                element.text = " " if element.text else None
            if self.tail[element] not in self.kept:
                element.tail = " " if element.tail else None
            if not self.is_needed(element):
                element.drop_tree()
        if self.inner[self.body] not in self.kept:
            self.body.text = None

    def is_needed(self, element: HtmlElement) -> bool:
        """Return whether anything is left in an element, or it is something itself."""
        start, tag = self.start[element], element.tag
        if tag == "hr":
            return element.getnext() is not None and element.getprevious() is not None
        if tag in _EMPTY:
            return start in self.kept
        if tag in ("tr", "table", "tbody"):
            return any(True for _ in element.iter("img", "math")) or bool(_text(element))
        return bool(len(element) or (element.text or "").strip() or tag in ("td", "th"))
