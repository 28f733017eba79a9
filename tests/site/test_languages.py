"""The tables of words that come with Octavo, and a site in each of these languages."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Callable, Iterator, Mapping
from functools import cache, partial
from pathlib import Path
from string import Formatter
from typing import Any

import pytest
from babel import Locale
from bs4 import BeautifulSoup, Tag

from generator.build.pipeline import build
from generator.output.wording import load_wording
from generator.resources import PACKAGE, templates_folder
from generator.text.toml import parse_toml

HERE = Path(__file__).parent
LANGUAGES = ("de", "es", "fr", "ja", "pt", "zh")
# Dates are written by the Unicode CLDR's patterns.
DATES = {"date-day", "date-month", "date-range"}
# Forms that only millions have, where words stay as they are.
MILLIONS = {"many"}


def table(language: str) -> dict[str, Any]:
    """The strings of a language, as its file has them."""
    name = "strings.toml" if language == "en" else f"strings.{language}.toml"
    tables = parse_toml((templates_folder() / name).read_text("utf-8"))
    assert list(tables) == [language]
    found: dict[str, Any] = tables[language]
    return found


ENGLISH = table("en")
REASONS = set(table("de")["reasons"])


def forms(text: object) -> dict[str, str]:
    return text if isinstance(text, dict) else {"other": str(text)}


def places(text: str) -> set[str]:
    """The names of the values that are filled into a text."""
    return {name for _, name, _, _ in Formatter().parse(text) if name}


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_table_has_every_key_and_no_other(language: str) -> None:
    assert table(language).keys() == (ENGLISH.keys() - DATES) | {"reasons"}
    assert set(table(language)["reasons"]) == REASONS


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_table_fills_in_what_the_english_fills_in(language: str) -> None:
    own = table(language)
    reasons = own.pop("reasons")
    wrong = [
        f"{key}: {text}"
        for key, said in own.items()
        for form, text in forms(said).items()
        for english in [forms(ENGLISH[key])]
        if places(text)
        not in (places(english.get(form, english["other"])), places(english["other"]))
    ]
    wrong += [english for english in reasons if places(english) != places(reasons[english])]
    assert wrong == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_counted_has_the_forms_that_the_language_needs(language: str) -> None:
    needed = {*Locale.parse(language).plural_form.tags, "other"} - MILLIONS
    counted = {key: set(text) for key, text in table(language).items() if isinstance(text, dict)}
    del counted["reasons"]
    assert {key for key, text in ENGLISH.items() if isinstance(text, dict)} <= counted.keys()
    assert {key: found for key, found in counted.items() if found != needed} == {}


def texts(language: str) -> Iterator[str]:
    own = table(language)
    for said in (*own.pop("reasons").values(), *own.values()):
        yield from forms(said).values()


UNTYPICAL = {
    "de": r"[“\"][^“]*”|'",
    "es": r"[“”\"']",
    "fr": r"[“”\"']| [:;?!»]|« |[^\u202f \u00a0A-Z0]:|[^\u202f ][;?!»]",
    "ja": r"[\u3040-\u9fff] ?[,.:;?!()]|[“”\"']",
    "pt": r"[«»\"']",
    "zh": r"[\u3040-\u9fff] ?[,.:;?!()]|[「」\"']",
}


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_table_has_the_quotes_and_spaces_of_its_language(language: str) -> None:
    assert [text for text in texts(language) if re.search(UNTYPICAL[language], text)] == []


# As they come out of a pattern with words of its own.
MADE = {f"no entry has a {name}" for name in ("title", "date", "link")}
MADE |= {"it has no date", "read as {format}: 1 article", "read as {format}: {n} articles"}
BEFORE = re.compile("^(recognised: |read as (?!{))")


def test_every_reason_that_is_translated_is_one_that_a_module_gives() -> None:
    code = "".join(path.read_text("utf-8") for path in PACKAGE.rglob("*.py"))
    joined = re.sub(r'"\s*f?"', "", code)
    unknown = {
        reason
        for reason in REASONS
        if not all(words in joined for words, *_ in Formatter().parse(BEFORE.sub("", reason)))
    }
    assert unknown <= MADE


def in_language(folder: Path, language: str) -> Path:
    """Build the golden site, in which no file has anything but English, in another language.

    The name of its folder is the language.
    """
    content = folder / f"content-{language}"
    shutil.copytree(HERE / "content", content)
    config = content / "site.toml"
    text = config.read_text("utf-8")
    config.write_text(text.replace('language = "en"', f'language = "{language}"'), "utf-8")
    build(content, folder / language)
    return folder / language


SiteIn = Callable[[str], Path]


@pytest.fixture(scope="module")
def site_in(tmp_path_factory: pytest.TempPathFactory) -> SiteIn:
    """Gives the golden site in a language, which is built once."""
    return cache(partial(in_language, tmp_path_factory.mktemp("languages")))


@pytest.fixture(scope="module", params=["en", *LANGUAGES])
def site(request: pytest.FixtureRequest, site_in: SiteIn) -> Path:
    """The golden site in each language, which is the name of its folder."""
    return site_in(request.param)


ATTRIBUTES = ("aria-label", "title", "placeholder")


def shown(page: Path) -> Iterator[str]:
    """What people read or hear of a page, piece by piece; what is marked as English left out."""
    soup = BeautifulSoup(page.read_text("utf-8"), "lxml")
    for part in soup.select("script, style, [lang=en], .Z3988"):
        part.decompose()
    yield from (" ".join(piece.split()) for piece in soup.find_all(string=True))
    for tag in soup.find_all(True):
        assert isinstance(tag, Tag)
        yield from (str(tag[name]) for name in ATTRIBUTES if name in tag.attrs)


def patterns_of(english: Mapping[str, object], own: Mapping[str, object]) -> list[re.Pattern[str]]:
    """What matches each English text that the language says otherwise."""
    spoken = {text for said in own.values() for text in forms(said).values()}
    said = {text for text in english.values() for text in forms(text).values()} - spoken
    filled = dict.fromkeys(("n", "first", "last", "year", "maximum"), r"[\d,]+")
    return [
        re.compile(
            "".join(
                re.escape(words) + (filled.get(name, ".+") if name else "")
                for words, name, *_ in Formatter().parse(text)
            )
        )
        for text in said
        if any(char.isalpha() for words, *_ in Formatter().parse(text) for char in words)
    ]


@pytest.mark.slow
def test_a_page_holds_no_english_word_of_the_interface(site: Path) -> None:
    language = site.name
    if language == "en":
        return
    wanted = patterns_of({k: v for k, v in ENGLISH.items() if k not in DATES}, table(language))
    received = json.dumps(json.loads((site / "articles.json").read_bytes()), ensure_ascii=False)
    pieces = {
        (path.relative_to(site).as_posix(), piece)
        for path in site.rglob("*.html")
        for piece in shown(path)
        if json.dumps(piece, ensure_ascii=False)[1:-1] not in received
    }
    assert len(pieces) > 400
    left = [one for one in sorted(pieces) if any(p.fullmatch(one[1]) for p in wanted)]
    assert left == []


@pytest.mark.slow
def test_the_evidence_of_articles_is_told_in_the_language(site: Path) -> None:
    language = site.name
    english = [
        cell.get_text()
        for path in (site / "a").rglob("index.html")
        for cell in BeautifulSoup(path.read_text("utf-8"), "lxml").select("#accounts ~ * [lang=en]")
    ]
    assert (language, english) == (language, [])


@pytest.mark.slow
def test_the_foot_lists_formats_with_the_comma_of_the_language(site: Path) -> None:
    text = (site / "index.html").read_text("utf-8")
    foot = BeautifulSoup(text, "lxml").select_one("footer.foot")
    assert foot is not None
    said = " ".join(foot.get_text().split())
    comma = load_wording([templates_folder()], site.name).strings["comma"]
    for names in (("Atom", "JSON"), ("CSV", "Markdown"), ("BibTeX", "RIS", "CSL-JSON")):
        assert comma.join(names) in said
    for row in foot.select("li"):  # a link is a box: what follows one that wraps begins a line
        long = [link.get_text() for link in row.select("a")[:-1] if len(link.get_text()) > 12]
        assert long == []


@pytest.mark.slow
def test_the_scripts_have_the_same_words_in_every_language(site: Path) -> None:
    script = (site / "assets/words.js").read_text("utf-8")
    said = json.loads(script.partition("octavo.words = ")[2].partition(";\n")[0])
    own = load_wording([templates_folder()], site.name).strings
    listed = (
        (templates_folder() / "words.js").read_text("utf-8").partition("] %}")[0].partition("[")[2]
    )
    keys = re.findall(r'"([a-z][a-z-]+)"', listed)
    assert len(keys) > 40
    assert {key: said.get(key) for key in keys} == {key: forms(own[key])["other"] for key in keys}
    counted = {key for key in keys if isinstance(own[key], dict)}
    for key in counted:
        assert said[f"{key}-one"] == own[key].get("one", own[key]["other"])
    assert len(said) == len(keys) + len(counted)


@pytest.mark.slow
def test_what_site_toml_leaves_without_a_name_is_called_by_the_interface(tmp_path: Path) -> None:
    content = tmp_path / "content"
    (content / "captures/list").mkdir(parents=True)
    (content / "captures/list/2026-06-01.txt").write_text("https://a.example/one\n", "utf-8")
    (content / "notes").mkdir()
    note = "---\narticle: https://a.example/one\n---\nGelesen.\n"
    (content / "notes/one.md").write_text(note, "utf-8")
    source = '[[source]]\nname = "list"\nreader = "list"\ntitle = "L"\n'
    site = '[site]\nid = "a"\ntitle = "A"\nlanguage = "de"\n'
    (content / "site.toml").write_text(site + source, "utf-8")
    build(content, tmp_path / "site")
    page = next((tmp_path / "site/a").rglob("index.html"))
    said = set(shown(page))
    assert {"Artikel", "die eigenen Notizen"} <= said
    assert said.isdisjoint({"Article", "Articles", "the owner’s notes"})


# What other programs read is the same whatever language the pages have.
SAME: tuple[str, ...] = ("articles.json", "feed.json", "library.bib", "library.ris", "library.json")
SAME += ("bookmarks.html", "articles.csv", "sources.opml", "sitemap.xml", "robots.txt")


@pytest.mark.slow
@pytest.mark.parametrize("language", LANGUAGES)
def test_data_hold_no_word_of_the_interface(language: str, site_in: SiteIn) -> None:
    english, other = site_in("en"), site_in(language)
    there = [name for name in SAME if (english / name).exists()]
    assert len(there) >= 7

    def data(folder: Path, name: str) -> str:
        text = (folder / name).read_text("utf-8")
        return text.replace(f'"language": "{language}"', '"language": "en"')

    assert [name for name in there if data(english, name) != data(other, name)] == []
