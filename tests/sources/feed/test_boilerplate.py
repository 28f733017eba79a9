"""What a program writes into all entries of a feed, and what only resembles it."""

from __future__ import annotations

import pytest

from generator.sources.feed.conventions.boilerplate import without_boilerplate
from generator.sources.feed.item import Item


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
