"""wording: which words a language has, and how they are counted and put together."""

from __future__ import annotations

import logging
from pathlib import Path

import pytest

from generator.errors import RenderError
from generator.output.reasons import reason_in
from generator.output.wording import Wording, load_wording
from generator.resources import templates_folder


def words(language: str, own: str = "", folder: Path | None = None) -> Wording:
    """The words of a language as a build has them, with the owner's strings.toml before them."""
    if folder is None:
        return load_wording([templates_folder()], language)
    (folder / "strings.toml").write_text(own, "utf-8")
    return load_wording([folder, templates_folder()], language)


COUNTED = {
    "English has two forms": ("en", ["0 articles", "1 article", "1,234 articles"]),
    "so has German, whose word is one": ("de", ["0 Artikel", "1 Artikel", "1.234 Artikel"]),
    "French counts none as one": ("fr", ["0 article", "1 article", "1\u202f234 articles"]),
    "Spanish": ("es", ["0 artículos", "1 artículo", "1.234 artículos"]),
    "Portuguese, as Brazil counts": ("pt", ["0 artigo", "1 artigo", "1.234 artigos"]),
    "Japanese has one form": ("ja", ["記事0件", "記事1件", "記事1,234件"]),
    "Chinese has one form": ("zh", ["0 篇文章", "1 篇文章", "1,234 篇文章"]),
}


@pytest.mark.parametrize(("language", "expected"), COUNTED.values(), ids=COUNTED)
def test_what_is_counted_has_the_form_of_its_language(language: str, expected: list[str]) -> None:
    wording = words(language)
    assert [str(wording.text("articles", n=n)) for n in (0, 1, 1234)] == expected


def test_a_table_of_the_owner_has_all_forms_of_its_language(tmp_path: Path) -> None:
    own = '[pl.articles]\none = "{n} artykuł"\nfew = "{n} artykuły"\nmany = "{n} artykułów"\n'
    wording = words("pl", own + 'other = "{n} artykułu"\n', tmp_path)
    said = [str(wording.text("articles", n=n)) for n in (1, 3, 5)]
    assert said == ["1 artykuł", "3 artykuły", "5 artykułów"]


def test_what_stays_english_is_counted_as_english_is() -> None:
    assert str(words("ru").text("articles", n=21)) == "21 articles"  # Russian would say one


NEAREST = {
    "a region has the words of its language": ("pt-BR", "Cronologia"),
    "whatever the case of the tag": ("PT-br", "Cronologia"),
    "so has a script": ("zh-Hant", "时间线"),
    "a language without a table is spoken to in English": ("nl", "Timeline"),
}


@pytest.mark.parametrize(("language", "expected"), NEAREST.values(), ids=NEAREST)
def test_the_nearest_table_is_taken(language: str, expected: str) -> None:
    assert str(words(language).text("timeline")) == expected


def test_the_owners_words_win_key_by_key(tmp_path: Path) -> None:
    own = '[de]\ntimeline = "Leseliste"\n[de.reasons]\n"same DOI" = "gleiche DOI"\n'
    wording = words("de", own, tmp_path)
    assert (wording.text("timeline"), wording.text("tags")) == ("Leseliste", "Schlagwörter")
    assert wording.reason("same DOI") == "gleiche DOI"
    assert wording.reason("not stated") == "nicht angegeben"


def test_a_region_may_differ_from_its_language_in_some_words(tmp_path: Path) -> None:
    wording = words("de-AT", '[de-AT]\ntimeline = "Zeitachse"\n', tmp_path)
    assert (wording.text("timeline"), wording.text("tags")) == ("Zeitachse", "Schlagwörter")


def test_a_language_may_have_a_file_of_its_own_beside_the_owners_words(tmp_path: Path) -> None:
    (tmp_path / "strings.nl.toml").write_text('[nl]\ntimeline = "Tijdlijn"\n', "utf-8")
    wording = words("nl", '[nl]\ntags = "Labels"\n', tmp_path)
    assert (wording.text("timeline"), wording.text("tags")) == ("Tijdlijn", "Labels")


def test_what_stays_english_is_logged(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO, "generator")  # commands that ran before set its own
    words("de")
    assert caplog.messages == []
    words("sv")
    assert caplog.messages == ["words      English, for there are none in [sv]"]
    caplog.clear()
    english = words("en").strings
    every = "".join(f'{key} = "x"\n' for key in english if key not in ("direction", "tags"))
    own = f"[nl]\n{every}".replace('nouns = "x"', 'nouns = "small"')
    missing = words("nl", own.replace('date-day = "x"', ""), tmp_path).missing
    assert missing == ("direction", "tags")
    assert caplog.messages == ["words      English where [nl] has none: direction, tags"]


def test_scripts_have_a_form_for_one_in_every_language() -> None:
    assert words("en").forms("articles") == {"one": "{n} article", "other": "{n} articles"}
    assert words("ja").forms("articles") == {"one": "記事{n}件", "other": "記事{n}件"}
    assert words("de").forms("timeline") == {"other": str(words("de").text("timeline"))}
    with pytest.raises(LookupError, match=r'^strings\.toml has no "nothing"$'):
        words("de").forms("nothing")


def test_scripts_have_the_pattern_of_each_month() -> None:
    patterns = words("en").date_patterns()
    assert len(patterns.days) == len(patterns.months) == 12
    assert (patterns.days[0], patterns.days[11]) == (
        "{day} January {year}",
        "{day} December {year}",
    )
    assert (patterns.months[0], patterns.months[11]) == ("January {year}", "December {year}")
    assert (patterns.year, patterns.range) == ("{year}", "{start} – {end}")


REASONS = {
    "a sentence": ("same DOI", "dieselbe DOI"),
    "with a place in it": ("it is tagged “Café & Tee”", "er trägt das Schlagwort „Café &amp; Tee“"),
    "with phrases that are in the table": (
        "a month in the title counts for more than a year alone",
        "ein Monat im Titel zählt mehr als ein bloßes Jahr",
    ),
    "several, each of a source": (
        "index: its canonical URL names the article; feed: same DOI",
        "index: die kanonische Adresse benennt den Artikel; feed: dieselbe DOI",
    ),
    "one of which holds the sign that parts them": (
        "as received; nothing shows where the title ends",
        "wie empfangen; nichts zeigt, wo der Titel endet",
    ),
    "one that the table lacks stays English, and says so": (
        "same DOI; <new>",
        '<span lang="en" dir="ltr">same DOI; &lt;new&gt;</span>',
    ),
}


@pytest.mark.parametrize(("english", "expected"), REASONS.values(), ids=REASONS)
def test_a_reason_in_german(english: str, expected: str) -> None:
    assert words("de").reason(english) == expected


TABLE = {
    "seen: twice": "gesehen: zweimal",
    "the {what} counts": "das {what} zählt",
    "of {one}f": "von {one}",
    "day": "Tag",
}
OF_THE_TABLE = {
    "a name stands before the first colon": ("dblp: seen: twice", "dblp: gesehen: zweimal"),
    "a place holds a phrase": ("the day counts", "das Tag zählt"),
    "a place that holds nothing is none": ("the  counts", None),
    "what ends before it has begun is none": ("of f", None),
    "what begins otherwise is none": ("a the day counts", None),
    "of several one that is not there": ("day; night", None),
    "a name of what is not there": ("dblp: night", None),
}


@pytest.mark.parametrize(("english", "expected"), OF_THE_TABLE.values(), ids=OF_THE_TABLE)
def test_a_reason_is_of_the_table_as_a_whole_or_not_at_all(
    english: str, expected: str | None
) -> None:
    assert reason_in(TABLE, english) == expected


def test_reasons_are_put_together_as_the_language_does() -> None:
    english = "dblp: same DOI; index: same DOI"
    assert words("ja").reason(english) == "dblp：DOIが同じ。index：DOIが同じ"


def test_what_the_owner_wrote_is_no_english_of_ours() -> None:
    assert words("de").reason("Eine Anzeige.", is_ours=False) == "Eine Anzeige."
    assert words("en").reason("<b>") == "&lt;b&gt;"


WRONG = {
    "nouns that are neither": ('nouns = "big"', '"nouns" in [nl] is "small" or "capital"'),
    "no form for all else": ('a = { one = "x" }', '"a" in [nl] is text in quotes, or'),
    "a form that no language has": (
        'a = { some = "x", other = "y" }',
        '"a" in [nl] is text in quotes, or',
    ),
    "several places that the English has not, of which the first by the alphabet is told": (
        '[nl.reasons]\n"same DOI" = "{d} {c} {a} {b}"',
        '"reasons" in [nl] has a "{a}" for "same DOI", which has none',
    ),
    "a place that the English has not": (
        '[nl.reasons]\n"same DOI" = "{doi}"',
        '"reasons" in [nl] has a "{doi}" for "same DOI", which has none',
    ),
}


@pytest.mark.parametrize(("own", "message"), WRONG.values(), ids=WRONG)
def test_a_wrong_table_names_its_file_and_key(own: str, message: str, tmp_path: Path) -> None:
    with pytest.raises(RenderError) as raised:
        words("nl", f"[nl]\n{own}\n", tmp_path)
    assert str(raised.value).startswith(f"{tmp_path / 'strings.toml'}: {message}")
