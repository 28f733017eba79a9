"""Texts that a program repeats in every entry of a feed.

It writes lines and sentences into the texts, a category for none, or cuts full texts off.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Sequence

import msgspec

from generator.sources.feed.conventions.citations import has_sign
from generator.sources.feed.conventions.convention import (
    LEAST,
    Field,
    MarkupLine,
    Outcome,
    Text,
    WholeFeed,
    is_at,
    is_cut,
    is_plain,
    last_link,
    most,
    skeleton,
    texts_of,
    with_content,
    with_summary,
    with_text,
    without_lines,
)
from generator.sources.feed.item import HtmlFragment, Item
from generator.text.addresses import address_base
from generator.text.html import html_of_paragraphs, text_of_html
from generator.text.titles import fold_text
from generator.text.urls import absolute_url, url_host

# Lines that a program writes into every text of a feed, at its beginning or at its end.
#
# `Published on March 5, 2024`, `Discuss`, `12 posts - 8 participants`, `Continue reading on X`.
# Such a line has one skeleton in all texts, and is set apart from them: by markup together with a
# link, a label, a date or counts, or by a link to the entry itself.

_LONGEST = 300
_MOST_LINES = 4
_SAMPLE = 20
_WORD = re.compile(r"[^\W\d_]{2,}")
# What programs say of an entry itself, and of what was made of it. The skeleton of a line has the
# singular of what is counted, and of `5 replies` that is `0 replie`.
_OF_ENTRIES = re.compile(
    r"\b(?:published|posted|submitted|written|updated|created|shared|filed|tagged|posts?"
    r"|participants?|replies?|reply|comments?|views?|points?|votes?|likes?|photo|video|minutes?|min"
    r"|words?|reading time|via|from)\b"
)
_LEADS_ON = re.compile(
    r"(?:continue reading|read (?:more|the rest|on)|keep reading|weiterlesen|lire la suite|"
    r"seguir leyendo|sigue leyendo|leer más|continua a leggere|leggi tutto|lees verder|ler mais|"
    r"czytaj dalej|читать далее|続きを読む|继续阅读|阅读全文|繼續閱讀)"
)
_POPULATIONS: tuple[tuple[Field, ...], ...] = (("summary", "content"), ("summary",), ("content",))


def take_off_feet(feed: WholeFeed) -> Outcome:
    """Take off the lines that begin or end all texts in one way."""
    items, traits = list(feed.items), []
    for fields in _POPULATIONS:
        for at_end in (False, True):
            for _ in range(_MOST_LINES):
                found = _habit(items, fields, feed, at_end=at_end)
                if not found:
                    break
                sample = found[0][1].text
                for text, line in found:
                    html = without_lines(text.html, [line])
                    items[text.place] = with_text(items[text.place], text.field, html)
                is_every = most(len(found), len({text.place for text in texts_of(items, fields)}))
                where = "ends in" if at_end else "begins with"
                which = "every text" if is_every else "a text that goes on elsewhere"
                traits.append(f"{which} {where} a line like “{sample[:80]}”, which was taken off")
    return Outcome(items if traits else feed.items, tuple(dict.fromkeys(traits)))


def _habit(
    items: Sequence[Item], fields: Sequence[Field], feed: WholeFeed, *, at_end: bool
) -> list[tuple[Text, MarkupLine]]:
    """Return the texts whose first or last lines have the one skeleton that nearly all have."""
    texts = [text for text in texts_of(items, fields) if any(line.text for line in text.lines)]
    if len({text.place for text in texts}) < LEAST:
        return []
    ends = [(text, _end_of(text, at_end=at_end)) for text in texts]
    for with_links in (True, False):
        # Where a few have nothing in common, nearly all have not.
        if _common(ends[:_SAMPLE], items, feed, with_links=with_links)[1] * 2 < len(ends[:_SAMPLE]):
            continue
        common, count = _common(ends, items, feed, with_links=with_links)
        if not most(count, len(texts)):
            continue
        found = [
            (text, line)
            for text, line in ends
            if skeleton(line, items[text.place], [feed.title], with_links=with_links) == common
        ]
        if _is_written(common, found, items, feed):
            return found
    return _last_links(texts, items, feed) if at_end else []


def _end_of(text: Text, *, at_end: bool) -> MarkupLine:
    """Return the first line that holds text, or the last."""
    lines = text.lines[::-1] if at_end else text.lines
    return next(line for line in lines if line.text)


def _common(
    ends: Sequence[tuple[Text, MarkupLine]],
    items: Sequence[Item],
    feed: WholeFeed,
    *,
    with_links: bool,
) -> tuple[str, int]:
    """Return the skeleton that most of the lines have, and how many have it."""
    bones = (
        skeleton(line, items[text.place], [feed.title], with_links=with_links)
        for text, line in ends
    )
    return Counter(bones).most_common(1)[0]


def _last_links(
    texts: Sequence[Text], items: Sequence[Item], feed: WholeFeed
) -> list[tuple[Text, MarkupLine]]:
    """Return the links home that end the last lines of nearly all texts under one name."""
    found: dict[str, list[tuple[Text, MarkupLine]]] = defaultdict(list)
    for text in texts:
        last = _end_of(text, at_end=True)
        link = last_link(last)
        item = items[text.place]
        if link and _ended(last.text.removesuffix(link.text)) and _links_to_itself(link, item):
            called = skeleton(link, item, [feed.title], with_links=True)
            found[called].append((text, link))
    called, common = max(found.items(), key=lambda one: len(one[1]), default=("", []))
    # Texts that are whole have no such link, those that a program cut have.
    leads_on = len(common) >= LEAST and _LEADS_ON.match(called)
    return common if leads_on or most(len(common), len(texts)) else []


def _is_written(
    common: str, found: Sequence[tuple[Text, MarkupLine]], items: Sequence[Item], feed: WholeFeed
) -> bool:
    """Return whether a program wrote these lines, and they are set apart from the texts."""
    if _repeats_fields(common, found, items):
        return True
    if not _WORD.search(common) or any(len(line.text) > _LONGEST for _text, line in found):
        return False
    if all(has_sign(fold_text(line.text)) for _text, line in found):
        return False  # a citation, of which more is known
    if not _leads_nowhere_else(found, items, feed):
        return False
    own = [_links_home(line, items[text.place], feed) for text, line in found]
    apart = sum(len(text.lines) > 1 for text, _line in found)
    if not all(own) and apart * 2 < len(found):
        return False
    linked = all(line.links for _text, line in found)
    varies = len({line.text for _text, line in found}) > 1
    return linked or (varies and bool(_OF_ENTRIES.search(common)))


def _repeats_fields(
    common: str, found: Sequence[tuple[Text, MarkupLine]], items: Sequence[Item]
) -> bool:
    """Return whether the lines are title, author and date of their entries over again (Drupal)."""
    if common.count("{}") < LEAST or "0" not in common or _WORD.search(common):
        return False
    return all(
        fold_text(line.text).startswith(fold_text(title)) and len(text.lines) > 1
        for text, line in found
        if (title := items[text.place].title)
    )


def _leads_nowhere_else(
    found: Sequence[tuple[Text, MarkupLine]], items: Sequence[Item], feed: WholeFeed
) -> bool:
    """Return whether each link of these lines leads home, or all lead to one place."""
    elsewhere: Counter[str] = Counter()
    for text, line in found:
        away = {url for url in _targets(line, items[text.place]) if not _is_home(url, feed)}
        if not _links_to_itself(line, items[text.place]):
            elsewhere.update(away)
    return all(most(count, len(found)) for count in elsewhere.values())


def _is_home(url: str, feed: WholeFeed) -> bool:
    return is_at(url_host(url), feed.hosts)


def _links_home(line: MarkupLine, item: Item, feed: WholeFeed) -> bool:
    """Return whether a line links to the entry itself, below it, or to the feed's site."""
    return _links_to_itself(line, item) or any(_is_home(u, feed) for u in _targets(line, item))


def _links_to_itself(line: MarkupLine, item: Item) -> bool:
    """Return whether a line links to its entry, or to what is below that."""
    here = address_base(item.url) if item.url else None
    return here is not None and any(
        address_base(url).startswith(here) for url in _targets(line, item)
    )


def _targets(line: MarkupLine, item: Item) -> list[str]:
    urls = (absolute_url(target, item.url) for target, _text in line.links)
    return [url for url in urls if url]


def _ended(text: str) -> bool:
    """Return whether a text that a link follows has come to its end."""
    return text.rstrip().endswith((".", "!", "?", "…", "]", ")", "”", '"', ":", "|", "-", "–", "—"))


# What a program writes into every entry of a feed, and no author: taken off where all have it.
#
# WordPress ends its texts in "The post X appeared first on Y." and calls what has no category
# "Uncategorized". One entry alone proves nothing: somebody may quote such a sentence.

# The sentence in languages of WordPress: what stands before the title, and after it.
_SENTENCES = (
    ("The post", "appeared first on"),
    ("The post", "first appeared on"),
    ("Der Beitrag", "erschien zuerst auf"),
    ("L’article", "est apparu en premier sur"),
    ("Cet article", "est apparu en premier sur"),
    ("La entrada", "se publicó primero en"),
    ("La entrada", "aparece primero en"),
    ("L’articolo", "proviene da"),
    ("Het bericht", "verscheen eerst op"),
    ("O post", "apareceu primeiro em"),
    ("Artykuł", "pochodzi z serwisu"),
    ("Сообщение", "появились сначала на"),
    ("Inlägget", "dök först upp på"),
    ("Indlægget", "blev først udgivet på"),
    ("Innlegget", "dukket først opp på"),
    ("投稿", "は"),
)
_NO_CATEGORY = frozenset(
    [
        *("uncategorized", "uncategorised", "unkategorisiert", "nicht kategorisiert", "non classé"),
        *("sin categoría", "sem categoria", "senza categoria", "niet gecategoriseerd"),
        *("okategoriserade", "ukategorisert", "bez kategorii", "без рубрики", "未分類", "未分类"),
    ]
)


def without_boilerplate(items: Sequence[Item]) -> tuple[list[Item], tuple[str, ...]]:
    """Return the items without what a program wrote into all of them, and what that was."""
    traits: list[str] = []
    found = list(items)
    for before, after in _SENTENCES:
        if _all_end_in(found, before, after):
            found = [_without_sentence(item, before, after) for item in found]
            traits.append(f"every text ends in “{before} … {after} …”, which was taken off")
    tagged = [item for item in found if item.tags]
    if len(tagged) >= LEAST and all(_has_no_category(item) for item in tagged):
        found = [_without_category(item) for item in found]
        traits.append("every entry is tagged as in no category, which was taken off")
    return found, tuple(traits)


def _all_end_in(items: Sequence[Item], before: str, after: str) -> bool:
    texts = [(item, _text(item)) for item in items if item.summary or item.content]
    return len(texts) >= LEAST and all(
        _cut(text, item.title, before, after) is not None for item, text in texts
    )


def _text(item: Item) -> str:
    """Return the summary, else the last paragraph of the full text."""
    if item.summary or item.content is None:
        return item.summary or ""
    return _last_paragraph(item.content.html)[1]


def _cut(text: str, title: str | None, before: str, after: str) -> str | None:
    """Return the text without the sentence about the title at its end.

    None if it does not end so.
    """
    start, _, site = text.replace("'", "’").rpartition(f" {after} ")
    if not title or ". " in site:
        return None
    place = start.rfind(f"{before} ")
    while place >= 0 and fold_text(start[place + len(before) :]) != fold_text(title):
        place = start.rfind(f"{before} ", 0, place)
    return text[:place].rstrip() if place >= 0 else None


def _without_sentence(item: Item, before: str, after: str) -> Item:
    changes: dict[str, object] = {}
    if item.summary and (cut := _cut(item.summary, item.title, before, after)) is not None:
        changes["summary"] = cut or None
        changes["raw"] = {"summary": item.summary} | item.raw
        if item.markup:
            rest, last = _last_paragraph(item.markup.html)
            html = rest if _cut(last, item.title, before, after) == "" else html_of_paragraphs(cut)
            changes["markup"] = HtmlFragment(html=html, base=item.markup.base) if cut else None
    if item.content:
        rest, last = _last_paragraph(item.content.html)
        if _cut(last, item.title, before, after) == "":
            changes["content"] = HtmlFragment(html=rest, base=item.content.base)
    return msgspec.structs.replace(item, **changes)


def _last_paragraph(html: str) -> tuple[str, str]:
    """Return the HTML before its last paragraph, and the text from there on."""
    start = max(html.rfind("<p>"), html.rfind("<p "), 0)
    return html[:start], text_of_html(html[start:]) or ""


def _has_no_category(item: Item) -> bool:
    return any(fold_text(tag) in _NO_CATEGORY for tag in item.tags)


def _without_category(item: Item) -> Item:
    tags = tuple(tag for tag in item.tags if fold_text(tag) not in _NO_CATEGORY)
    if tags == item.tags:
        return item
    raw = item.raw | {"tags": ", ".join(item.tags)}
    return msgspec.structs.replace(item, tags=tags, raw=raw)


# Full texts that are none: a few hundred characters, or a beginning that is cut off.

# A few hundred characters.
_SHORT = 800
_IMAGE = re.compile(r"<img\b[^<>]*>", re.IGNORECASE)
_TARGET = re.compile(r"<a\b[^<>]*?\bhref\s*=\s*[\"']([^\"']*)[\"']", re.IGNORECASE)


def take_for_summaries(feed: WholeFeed) -> Outcome:
    """Take content for the summary where no entry has one, and all content is short or cut off."""
    texts = {
        place: text_of_html(item.content.html) or ""
        for place, item in enumerate(feed.items)
        if item.content and not item.summary
    }
    # A text without a title is the article itself.
    is_all = all(item.title and not (item.content and item.summary) for item in feed.items)
    if len(texts) < LEAST or not is_all:
        return Outcome(feed.items)
    cut = all(map(is_cut, texts.values()))
    short = all(len(text) <= _SHORT for text in texts.values())
    if not (cut or short) or not all(_is_plain(feed, place) for place in texts):
        return Outcome(feed.items)
    items = list(feed.items)
    for place in texts:
        content = items[place].content
        html = _IMAGE.sub("", content.html) if content else ""
        items[place] = with_content(with_summary(items[place], html), "")
    how = "is cut off" if cut else "is a few hundred characters long"
    return Outcome(items, (f"what stands for the full text {how}: it is read as the summary",))


def _is_plain(feed: WholeFeed, place: int) -> bool:
    """Return whether plain text keeps all of a content: no image in it, no link to elsewhere."""
    item = feed.items[place]
    html = item.content.html if item.content else ""
    if any((file.type or "").startswith("image") for file in item.attachments):
        html = _IMAGE.sub("", html)  # it is shown as what comes with the entry
    home = {*feed.hosts, url_host(item.url or "")}
    urls = (absolute_url(target) for target in _TARGET.findall(html))
    return is_plain(html) and all(url_host(url) in home for url in urls if url)
