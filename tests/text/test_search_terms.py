"""Text → words to search by: what is one word, and what is the same word."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.text.search_terms import search_words

CASES = {
    "case goes": ("Toy MODELS", {"toy", "models"}),
    "accents go": ("Gödel, naïve, Łódź", {"godel", "naive", "lodz"}),
    "letters without accents become those of a plain keyboard": (
        "Søren, Łódź, Đorđe, Þórr, ÆTHER, œuvre, Straße STRAẞE, ığdır, Ħal ǿre",
        {"soren", "lodz", "dorde", "thorr", "aether", "oeuvre", "strasse", "igdir", "hal", "ore"},
    ),
    "compatibility forms are one": ("ﬁne Ⅳ ＡＢＣ", {"fine", "iv", "abc"}),
    "all Greek sigmas are one": ("ΛΌΓΟΣ λόγος", {"λογοσ"}),
    "punctuation parts": ("GPT-4’s “k,v”_x", {"gpt", "4", "s", "k", "v", "x"}),
    "of Chinese each character with the next": (
        "稀疏特征 2024",
        {"稀疏", "疏特", "特征", "征", "2024"},
    ),
    "and of Japanese": ("ガ行 か", {"カ行", "行", "か"}),
    "Korean is folded to its letters": ("한국", {unicodedata.normalize("NFD", "한국")}),
    "vowel signs are part of a Hindi word": ("मॉडल की", {"मॉडल", "की"}),
    "Hebrew and Arabic lose their points": ("שָׁלוֹם مُلَاحَظَة", {"שלום", "ملاحظة"}),
    "letters of the north, and of Africa": ("ŧest ŋoma", {"test", "noma"}),
    "marks from the first to the last": (
        "a\u0300b c\u036fd e\u0591f g\u05c7h i\u064bj k\u065fl m\u0670n",
        {"ab", "cd", "ef", "gh", "ij", "kl", "mn"},
    ),
    "the voicing of kana by itself": ("か\u3099 か\u309a", {"か"}),
    "emoji are no words": ("🎉 done", {"done"}),
    "nothing is nothing": ("", set()),
    "nor is what is not stated": (None, set()),
}


@pytest.mark.parametrize(("text", "expected"), CASES.values(), ids=CASES)
def test_the_words_of(text: str | None, expected: set[str]) -> None:
    assert set(search_words(text)) == expected


@given(st.text())
def test_words_hold_together_once_they_are_folded(text: str) -> None:
    words = search_words(text)
    assert len(set(words)) == len(words)
    assert not any(character.isspace() for word in words for character in word)


@given(st.lists(st.sampled_from(["Toy", "Modèles", "of", "稀疏", "GPT-4", "—"])))
def test_pieces_give_the_same_words_alone_and_together(pieces: list[str]) -> None:
    together = set(search_words(" ".join(pieces)))
    assert together == {word for piece in pieces for word in search_words(piece)}
