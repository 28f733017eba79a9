"""What a program writes into every entry of a feed, and no author: taken off where all have it.

WordPress ends its texts in "The post X appeared first on Y." and calls what has no category
"Uncategorized". One entry alone proves nothing: somebody may quote such a sentence.
"""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from generator.sources.feed.item import HtmlFragment, Item
from generator.text.html import html_of_paragraphs, text_of_html
from generator.text.titles import fold_text

# One entry is no habit.
_LEAST = 2
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
    if len(tagged) >= _LEAST and all(_has_no_category(item) for item in tagged):
        found = [_without_category(item) for item in found]
        traits.append("every entry is tagged as in no category, which was taken off")
    return found, tuple(traits)


def _all_end_in(items: Sequence[Item], before: str, after: str) -> bool:
    texts = [(item, _text(item)) for item in items if item.summary or item.content]
    return len(texts) >= _LEAST and all(
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
