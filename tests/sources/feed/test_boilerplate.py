"""What a program writes into all entries of a feed, and what only resembles it."""

from __future__ import annotations

from typing import Any

import pytest

from generator.model.entries import Attachment
from generator.sources.feed.conventions.boilerplate import (
    take_for_summaries,
    take_off_feet,
    without_boilerplate,
)
from generator.sources.feed.item import HtmlFragment, Item
from tests.sources.feed.making import feed_of, item_of


def items(*texts: tuple[str, str], tags: tuple[str, ...] = ()) -> list[Item]:
    return [Item(where="x", title=title, summary=text, tags=tags) for title, text in texts]


SENTENCES = {
    "English": "The post {} appeared first on A Blog.",
    "English, another order": "The post {} first appeared on A Blog.",
    "German": "Der Beitrag {} erschien zuerst auf Ein Blog.",
    "French": "L’article {} est apparu en premier sur Un blog.",
    "French, with a plain apostrophe": "L'article {} est apparu en premier sur Un blog.",
    "French, of an article": "Cet article {} est apparu en premier sur Un blog.",
    "Spanish": "La entrada {} se publicó primero en Un blog.",
    "Spanish, another verb": "La entrada {} aparece primero en Un blog.",
    "Italian": "L'articolo {} proviene da Un blog.",
    "Dutch": "Het bericht {} verscheen eerst op Een blog.",
    "Portuguese": "O post {} apareceu primeiro em Um blog.",
    "Polish": "Artykuł {} pochodzi z serwisu Blog.",
    "Russian": "Сообщение {} появились сначала на Блог.",
    "Swedish": "Inlägget {} dök först upp på En blogg.",
    "Danish": "Indlægget {} blev først udgivet på En blog.",
    "Norwegian": "Innlegget {} dukket først opp på En blogg.",
    "Japanese": "投稿 {} は ブログ に最初に表示されました。",
}
TITLES = ("On Rain", "The post office", "“Snow”, it appeared first on Monday", "It's hail")


@pytest.mark.parametrize("sentence", SENTENCES.values(), ids=SENTENCES)
def test_the_sentence_at_the_end_of_all_texts_is_taken_off(sentence: str) -> None:
    received = items(*((title, f"It fell. {sentence.format(title)}") for title in TITLES))
    found, traits = without_boilerplate(received)
    assert [item.summary for item in found] == ["It fell."] * 4
    assert [item.raw["summary"] for item in found] == [item.summary for item in received]
    assert len(traits) == 1


ORDINARY = {
    "one entry": items(("A", "Text. The post A appeared first on B.")),
    "not in all entries": items(("A", "Text. The post A appeared first on B."), ("C", "Text.")),
    "of another title": items(
        ("A", "Text. The post B appeared first on D."),
        ("C", "Text. The post E appeared first on D."),
    ),
    "with more text after it": items(
        ("A", "The post A appeared first on B. It was short."),
        ("C", "The post C appeared first on B. It was long."),
    ),
    "a sentence of the author's own": items(
        ("Mail", "The post office appeared first on Main Street."),
        ("Posts", "The post appeared first on a fence."),
    ),
    "no texts": [Item(where="x", title="A"), Item(where="x", title="B")],
    "a category in some entries": [
        *items(("A", "Text."), tags=("Uncategorized",)),
        *items(("B", "Text."), tags=("weather",)),
    ],
    "a category of one entry": items(("A", "Text."), tags=("Uncategorized",)),
    "a category of all entries": items(("A", "Text."), ("B", "Text."), tags=("General",)),
}


@pytest.mark.parametrize("received", ORDINARY.values(), ids=ORDINARY)
def test_what_only_resembles_it_stays(received: list[Item]) -> None:
    assert without_boilerplate(received) == (received, ())


# what programs call it, in their languages
NO_CATEGORY = [
    *("Uncategorized", "uncategorised", "Unkategorisiert", "Nicht kategorisiert", "Non classé"),
    *("Sin categoría", "Sem categoria", "Senza categoria", "Niet gecategoriseerd"),
    *("Okategoriserade", "Ukategorisert", "Bez kategorii", "Без рубрики", "未分類", "未分类"),
]


@pytest.mark.parametrize("name", NO_CATEGORY)
def test_the_category_of_what_has_none_is_taken_off(name: str) -> None:
    received = [
        *items(("A", "Text."), tags=(name,)),
        *items(("B", "Text."), tags=("weather", name)),
        *items(("C", "Text.")),
    ]
    found, traits = without_boilerplate(received)
    assert [item.tags for item in found] == [(), ("weather",), ()]
    assert [item.raw.get("tags") for item in found] == [name, f"weather, {name}", None]
    assert traits == ("every entry is tagged as in no category, which was taken off",)


# what programs say of an entry, at the end of each text, with a number of its own
OF_ENTRIES = (
    *("published {}", "posted {}", "submitted {}", "written {}", "updated {}", "created {}"),
    *("shared {}", "filed {}", "tagged {}", "{} post", "{} posts", "{} participant"),
    *("{} participants", "{} replies", "{} reply", "{} comment", "{} comments", "{} view"),
    *("{} views", "{} point", "{} points", "{} vote", "{} votes", "{} like", "{} likes"),
    *("photo {}", "video {}", "{} minute", "{} minutes", "{} min", "{} word", "{} words"),
    *("reading time {}", "via {}", "from {}"),
)


@pytest.mark.parametrize("line", OF_ENTRIES)
def test_a_last_line_that_counts_or_dates_every_entry_is_taken_off(line: str) -> None:
    texts = (("Pots boil.", line.format(2)), ("Pans fry.", line.format(34)))
    found = take_off_feet(feed_of(item_of(f"<p>{text}</p><p>{last}</p>") for text, last in texts))
    assert [item.summary for item in found.items] == ["Pots boil.", "Pans fry."]


OF_ANOTHER_SORT = (
    *(("kettle 2", "kettle 34"), ("5 posts", "5 posts"), ("2", "34")),
    *(("reposted 2", "reposted 34"), ("postal 2", "postal 34")),
)


@pytest.mark.parametrize("lines", OF_ANOTHER_SORT)
def test_a_last_line_of_another_sort_stays(lines: tuple[str, str]) -> None:
    texts = zip(("Pots boil.", "Pans fry."), lines, strict=True)
    feed = feed_of(item_of(f"<p>{text}</p><p>{last}</p>") for text, last in texts)
    assert take_off_feet(feed) == (feed.items, ())


def test_the_one_text_of_ten_that_has_no_such_line_keeps_its_last() -> None:
    lines = [*(f"{number} comments" for number in range(2, 11)), "Pots leak."]
    feed = feed_of(item_of(f"<p>Pots {n}.</p><p>{line}</p>") for n, line in enumerate(lines))
    found = take_off_feet(feed).items
    assert [item.summary for item in found] == [
        *(f"Pots {number}." for number in range(9)),
        "Pots 9. Pots leak.",
    ]


# what links are called that lead on to the rest of a text
LEADING_ON = (
    *("Continue reading", "Read more", "Read the rest", "Read on", "Keep reading", "Weiterlesen"),
    *("Lire la suite", "Seguir leyendo", "Sigue leyendo", "Leer más", "Continua a leggere"),
    *("Leggi tutto", "Lees verder", "Ler mais", "Czytaj dalej", "Читать далее", "続きを読む"),
    *("继续阅读", "阅读全文", "繼續閱讀"),
)


def cut_in_half(called: str) -> list[Item]:
    """Four entries, of which two lead on to themselves by a link of this name."""
    ends = (f' <a href="https://e.example/{{}}">{called}</a>', "") * 2
    return [
        item_of(f"Pots boil {n}.{end.format(n)}", url=f"https://e.example/{n}", title=f"On {n}")
        for n, end in enumerate(ends)
    ]


@pytest.mark.parametrize("called", LEADING_ON)
def test_a_link_that_leads_on_is_taken_off_where_half_of_the_texts_have_it(called: str) -> None:
    found = take_off_feet(feed_of(cut_in_half(called), link="https://e.example/"))
    assert [item.summary for item in found.items] == [f"Pots boil {n}." for n in range(4)]


@pytest.mark.parametrize("called", ["The recipe", "A list to read more"])
def test_another_link_that_half_of_the_texts_have_stays(called: str) -> None:
    feed = feed_of(cut_in_half(called), link="https://e.example/")
    assert take_off_feet(feed) == (feed.items, ())


def content(html: str, **stated: Any) -> Item:
    return item_of(**{"title": "A", "content": HtmlFragment(html=html, base=None), **stated})


LONG = "Tin. " * 160
IMAGE = '<img src="https://i.example/1.png"/>'
ENCLOSED = (Attachment(url="https://i.example/1.png", type="image/png", title=None),)
# two contents → what is read as the first summary; None: they stay
SHORT: dict[str, tuple[tuple[Item, Item], str | None]] = {
    "short texts": ((content("Tin."), content("Iron.")), "Tin."),
    "of 800 characters": ((content(LONG), content("Iron.")), LONG.strip()),
    "a longer one": ((content(LONG + "Tin. "), content("Iron.")), None),
    "long ones that are cut off": ((content(f"{LONG}More …"), content("Tin …")), f"{LONG}More …"),
    "a long one that is cut off beside another": (
        (content(f"{LONG}More …"), content("Iron.")),
        None,
    ),
    "one of them without a title": ((content("Tin."), content("Iron.", title=None)), None),
    "one of them with a summary besides": (
        (content("Tin."), content("Iron.", summary="Iron.")),
        None,
    ),
    "with an image": ((content(f"Tin. {IMAGE}"), content("Iron.")), None),
    "with an image that comes with the entry": (
        (content(f"Tin. {IMAGE}", attachments=ENCLOSED), content("Iron.")),
        "Tin.",
    ),
    "with a link home": (
        (content('<a href="https://e.example/2">Tin</a>.'), content("Iron.")),
        "Tin.",
    ),
    "with a link to where the entry is": (
        (
            content('<a href="https://f.example/2">Tin</a>.', url="https://f.example/1"),
            content("Iron."),
        ),
        "Tin.",
    ),
    "with a link to elsewhere": (
        (content('<a href="https://f.example/2">Tin</a>.'), content("Iron.")),
        None,
    ),
}


@pytest.mark.parametrize(("received", "summary"), SHORT.values(), ids=SHORT)
def test_contents_that_are_all_short_or_cut_off_are_summaries(
    received: tuple[Item, Item], summary: str | None
) -> None:
    feed = feed_of(received, link="https://e.example/")
    found = take_for_summaries(feed)
    if summary is None:
        assert found == (feed.items, ())
        return
    assert (found.items[0].summary, found.items[0].content) == (summary, None)
    how = "is cut off" if summary.endswith("…") else "is a few hundred characters long"
    assert found.traits == (f"what stands for the full text {how}: it is read as the summary",)
