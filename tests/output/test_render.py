"""Pages to files: escaping, links, words and what a broken template says."""

from __future__ import annotations

import re
from fractions import Fraction
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from generator.config.records import Site
from generator.errors import RenderError
from generator.model.pages import File, Page
from generator.model.record import PartialDate
from generator.output.render import Renderer
from generator.output.wording import load_wording
from generator.resources import templates_folder
from generator.text.dates import parse_edtf

STRINGS = """
[en]
greeting = "Hello, {name} <3"
counted = "{n} of them"
plain = "Plain & simple"
braces = "{{{name}}} <"
padded = "{name:>9}"
lone = "a { b"
articles = { one = "{n} article", other = "{n} articles" }
date-day = "{day} {month} {year}"
date-month = "{month} {year}"
date-range = "{start} – {end}"
[de]
plain = "Schlicht"
date-month = "{month} {year}"
"""


SITE = Site(id="s", title="S")


def render_one(folder: Path, template: str, path: str = "x.html", **inputs: Any) -> str:
    (folder / "strings.toml").write_text(STRINGS, "utf-8")
    (folder / "t").write_text(template, "utf-8")
    site = Site(id="s", title="S", language=inputs.pop("language", "en"))
    page = Page(path=path, template="t", inputs=inputs)
    file = Renderer([folder], {"site": site}).render(page)
    assert file.path == path
    return file.data.decode()


CASES: dict[str, tuple[str, dict[str, Any], str]] = {
    "values are escaped": ("{{ v }}", {"v": "<b>&\"'"}, "&lt;b&gt;&amp;&#34;&#39;"),
    "words are text, and so are the values in them": (
        "{{ 'greeting'|t(name='<b>') }}",
        {},
        "Hello, &lt;b&gt; &lt;3",
    ),
    "words may hold markup that a template made": (
        "{{ 'greeting'|t(name='<b>x</b>'|safe) }}",
        {},
        "Hello, <b>x</b> &lt;3",
    ),
    "numbers in words have separators": ("{{ 'counted'|t(n=1234) }}", {}, "1,234 of them"),
    "words keep their braces": ("{{ 'braces'|t(name=1) }}", {}, "{1} &lt;"),
    "what words do not name is left out, whatever its name": (
        "{{ 'greeting'|t(name=1, other='x', key='y', self='z') }}",
        {},
        "Hello, 1 &lt;3",
    ),
    "a key may come of the page": (
        "{{ v|t(name='<b>') }}",
        {"v": "greeting"},
        "Hello, &lt;b&gt; &lt;3",
    ),
    "values may come of a table": (
        "{{ 'greeting'|t(**v) }}",
        {"v": {"name": "<b>"}},
        "Hello, &lt;b&gt; &lt;3",
    ),
    "words may stand in a value": (
        "{{ 'greeting'|t(name='greeting'|t(name='<b>')) }}",
        {},
        "Hello, Hello, &lt;b&gt; &lt;3 &lt;3",
    ),
    "one is said otherwise than many": (
        "{{ 'articles'|t(n=1) }}, {{ 'articles'|t(n=0) }}",
        {},
        "1 article, 0 articles",
    ),
    "another language’s words come first": ("{{ 'plain'|t }}", {"language": "de-AT"}, "Schlicht"),
    "what a language does not say is said in English": (
        "{{ 'articles'|t(n=2) }}",
        {"language": "de"},
        "2 articles",
    ),
    "an owner may want a value as it is": (
        "{% autoescape false %}{{ v }}{% endautoescape %}{{ v }}",
        {"v": "<b>"},
        "<b>&lt;b&gt;",
    ),
    "a choice of the page's may decide that": (
        "{% autoescape not v %}{{ v }}{% endautoescape %}",
        {"v": "<b>"},
        "<b>",
    ),
    "a list may be shown by its own rule": (
        "{% for x in v recursive %}{{ x[0] }}({{ loop(x[1]) }}){% endfor %}",
        {"v": [["<", [["a", []], ["b", []]]], ["c", []]]},
        "&lt;(a()b())c()",
    ),
    "what is set may hold markup": (
        "{% set x %}<b>{{ v }}</b>{% endset %}{{ x }}{{ x|length }}",
        {"v": "<"},
        "<b>&lt;</b>11",
    ),
    "without an else there is nothing": ("[{{ 'x' if v }}]", {"v": False}, "[]"),
    "nothing may have something in its place": (
        "{{ ('x' if v)|default('y') }}{% set z = 'x' if v %}{{ z is defined }}",
        {"v": False},
        "yFalse",
    ),
    "blocks leave no lines behind": ("{% if true %}\n  a\n{% endif %}\nb\n", {}, "  a\nb\n"),
    "links go by the root": (
        "{{ link('a/x/index.html') }}",
        {"path": "2025/07/index.html"},
        "../../a/x/index.html",
    ),
    "what looks like a mark is text": ("{{ v }}", {"v": "a\0b"}, "a\0b"),
    "links may pass through filters": (
        "{{ {'a': link(path='x')}|tojson }} {{ link('é')|urlencode }} {{ link('x')|upper }}",
        {"path": "a/b"},
        '{"a": "../x"} ../%C3%A9 ../X',
    ),
    "words escape their values everywhere": (
        "{% autoescape false %}{{ 'greeting'|t(name=v) }}{% endautoescape %}",
        {"v": "<b>"},
        "Hello, &lt;b&gt; &lt;3",
    ),
    "a page that is served anywhere links by its root": (
        "{{ link('index.html') }}",
        {"root": "https://me.example/"},
        "https://me.example/index.html",
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_a_template_becomes_text(case: str, tmp_path: Path) -> None:
    template, inputs, expected = CASES[case]
    assert render_one(tmp_path, template, **inputs) == expected


DATES = {
    "2025": "2025",
    "2025-07": "July 2025",
    "2025-07-25": "25 July 2025",
    "2020-03/2021-04": "March 2020 – April 2021",
}


@pytest.mark.parametrize("edtf", DATES)
def test_a_date_is_said_as_precisely_as_it_is_known(edtf: str) -> None:
    assert load_wording([templates_folder()], "en").date(parse_edtf(edtf)) == DATES[edtf]


def test_months_have_the_names_of_the_language() -> None:
    wording = load_wording([templates_folder()], "de")
    assert wording.date(PartialDate(year=2025, month=3)) == "März 2025"


def test_what_xml_forbids_never_reaches_an_xml_file(tmp_path: Path) -> None:
    forbidden = "".join(map(chr, [0, 8, 11, 12, 14, 31, 0xFFFE, 0xFFFF]))
    text = render_one(tmp_path, "<a>{{ v }}</a>", "feed.xml", v=f"x{forbidden}\ty\n")
    assert text == "<a>x\ty\n</a>"


def test_what_is_no_letter_is_shown_as_a_question(tmp_path: Path) -> None:
    assert render_one(tmp_path, "{{ v }}", v="a\ud800b") == "a?b"


def test_links_of_an_xml_file_go_by_the_root(tmp_path: Path) -> None:
    text = render_one(tmp_path, "<a>{{ link('x') }}</a>", "feed.xml", root="https://e.org/?a&b=")
    assert text == "<a>https://e.org/?a&amp;b=x</a>"


def test_a_page_without_a_template_is_written_as_it_stands(tmp_path: Path) -> None:
    (tmp_path / "strings.toml").write_text(STRINGS, "utf-8")
    renderer = Renderer([tmp_path], {"site": SITE})
    text = renderer.render(Page(path="a.json", body=lambda: '"<ü>"'))
    assert text == File(path="a.json", pieces=('"<ü>"'.encode(),))
    pieces = renderer.render(Page(path="b.bin", body=lambda: iter([b"\0", b"\xff"])))
    assert (pieces.path, pieces.data) == ("b.bin", b"\0\xff")


def test_a_template_sees_what_follows_from_its_inputs_too(tmp_path: Path) -> None:
    (tmp_path / "strings.toml").write_text(STRINGS, "utf-8")
    (tmp_path / "t").write_text("{{ v }} {{ w }}", "utf-8")
    page = Page(path="x.html", template="t", inputs={"v": 1}, derived=lambda: {"w": "<"})
    assert Renderer([tmp_path], {"site": SITE}).render(page).data == b"1 &lt;"


def test_an_earlier_folder_replaces_templates_and_single_words(tmp_path: Path) -> None:
    own = tmp_path / "own"
    own.mkdir()
    (own / "strings.toml").write_text('[en]\nplain = "Mine"\n', "utf-8")
    (own / "page.html").write_text("{{ 'plain'|t }} {{ 'articles'|t(n=1) }}", "utf-8")
    (tmp_path / "strings.toml").write_text(STRINGS, "utf-8")
    (tmp_path / "page.html").write_text("theirs", "utf-8")
    renderer = Renderer([own, tmp_path], {"site": SITE})
    file = renderer.render(Page(path="x.html", template="page.html"))
    assert file.data == b"Mine 1 article"


BROKEN = {
    "an unknown name": ("a\n{{ artcle }}", "{folder}/t:2: 'artcle' is undefined"),
    "a link to an unknown name": ("{{ link(nothere) }}", "{folder}/t:1: 'nothere' is undefined"),
    "an unknown field": ("{{ site.titel }}", "{folder}/t:1: "),
    "a slip of the pen": ("a\n\n{% if %}", "{folder}/t:3: Expected an expression"),
    "a missing template": ("{% include 'nowhere' %}", "{folder}/t:1: there is no template nowhere"),
    "an unknown word": ("{{ 'nothing'|t }}", '{folder}/t:1: strings.toml has no "nothing"'),
    "a word that lacks a value": ("\n{{ 'greeting'|t }}", "{folder}/t:2: "),
    "a word that wants a value of a form": (
        "{{ 'padded'|t(name=1) }}",
        '{folder}/t:1: only {{name}} can stand in "{{name:>9}}"',
    ),
    "a word that lacks one of its values": (
        "\n{{ 'greeting'|t(other=1) }}",
        '{folder}/t:2: "greeting" in strings.toml wants a value "name"',
    ),
    "a word with a lone brace": ("\n{{ 'lone'|t(name=1) }}", "{folder}/t:2: "),
    "a word with forms where nothing is counted": (
        "{{ 'articles'|t }}",
        '{folder}/t:1: "articles" in strings.toml has forms, but nothing is counted here',
    ),
    "a template that extends itself": (
        "{% extends 't' %}",
        "{folder}/t:1: it extends or includes itself (for x.html)",
    ),
    "a template that includes itself": (
        "\n{% include 't' %}",
        "{folder}/t:2: it extends or includes itself (for x.html)",
    ),
    "an expression that is nested too deeply": (
        "{{ " + "(" * 3000 + "1" + ")" * 3000 + " }}",
        "t: it extends or includes itself (for x.html), or is nested too deeply",
    ),
    "loops that are nested too deeply": (
        "{% for a in [1] %}" * 25 + "{% endfor %}" * 25,
        "{folder}/t: it cannot be compiled: too many statically nested blocks",
    ),
    "a value that is given twice": (
        "{{ dict(a=1, a=2) }}",
        "{folder}/t: it cannot be compiled: keyword argument repeated: a",
    ),
    "something that cannot be computed": ("{{ 1 / 0 }}", "{folder}/t:1: division by zero"),
}


@pytest.mark.parametrize("case", BROKEN)
def test_a_broken_template_says_where(case: str, tmp_path: Path) -> None:
    template, message = BROKEN[case]
    with pytest.raises(RenderError) as raised:
        render_one(tmp_path, template)
    assert str(raised.value).startswith(message.format(folder=tmp_path))


def test_an_error_in_what_a_template_calls_is_told_with_its_line(tmp_path: Path) -> None:
    for calls in (partial(eval, "1 // 0"), partial(divmod, 1, 0), partial(Fraction, 1, 0)):
        with pytest.raises(RenderError) as raised:
            render_one(tmp_path, "\n{{ v() }}", v=calls)
        assert str(raised.value).startswith(f"{tmp_path}/t:2: ")


def test_an_error_before_any_line_of_a_template_is_told_with_its_name(tmp_path: Path) -> None:
    (tmp_path / "strings.toml").write_text(STRINGS, "utf-8")
    page = Page(path="x.html", template="t", derived=lambda: {"v": int("x")})
    with pytest.raises(RenderError, match=r"^t: invalid literal .* \(for the page x\.html\)$"):
        Renderer([tmp_path], {"site": SITE}).render(page)


def test_a_template_that_is_not_utf8_is_named(tmp_path: Path) -> None:
    render_one(tmp_path, "fine")
    (tmp_path / "t").write_text("{% include 'part' %}", "utf-8")
    (tmp_path / "part").write_bytes(b"one\ncaf\xe9")
    renderer = Renderer([tmp_path], {"site": SITE})
    with pytest.raises(RenderError) as raised:
        renderer.render(Page(path="x.html", template="t"))
    assert str(raised.value) == f"{tmp_path}/part:2: not UTF-8 at byte 7; save it as UTF-8"


WRONG_WORDS = {
    "no table": ("en = 3", '"en" stands in no table; write it below its language, as [en]'),
    "text in no table": ('plain = "x"', '"plain" stands in no table; write it below its language'),
    "a number": ("[en]\nplain = 5", '"plain" in [en] is text in quotes, or { one = "…", other'),
    "a list": ("[de]\nplain = [1]", '"plain" in [de] is text in quotes, or { one = "…", other'),
    "other forms": ('[en]\nplain = { two = "x" }', '"plain" in [en] is text in quotes, or {'),
    "a form that is no text": ("[en]\nplain = { one = 1, other = 2 }", '"plain" in [en] is text'),
    "a list for a direction": ("[en]\ndirection = []", '"direction" in [en] is "ltr" or "rtl"'),
    "no direction": ('[en]\ndirection = "up"', '"direction" in [en] is "ltr" or "rtl"'),
}


@pytest.mark.parametrize(("words", "message"), WRONG_WORDS.values(), ids=WRONG_WORDS)
def test_words_that_cannot_be_said_are_refused(words: str, message: str, tmp_path: Path) -> None:
    (tmp_path / "strings.toml").write_text(words, "utf-8")
    with pytest.raises(RenderError) as raised:
        load_wording([tmp_path], "en")
    assert str(raised.value).startswith(f"{tmp_path / 'strings.toml'}: {message}")


# A language → a day, a month, a year and a range, with the strings that come with Octavo.
WRITTEN = {
    "en": ("28 September 2026", "September 2026", "2026", "March 2020 – April 2021"),
    "en-GB": ("28 September 2026", "September 2026", "2026", "March 2020 – April 2021"),
    "de": ("28. September 2026", "September 2026", "2026", "März 2020 – April 2021"),
    "fr": ("28 septembre 2026", "septembre 2026", "2026", "mars 2020 – avril 2021"),
    "es": (
        "28 de septiembre de 2026",
        "septiembre de 2026",
        "2026",
        "marzo de 2020 – abril de 2021",
    ),
    "ru": ("28 сентября 2026 г.", "сентябрь 2026 г.", "2026", "март 2020 г. – апрель 2021 г."),
    "ja": ("2026年9月28日", "2026年9月", "2026年", "2020年3月～2021年4月"),
    "ko": ("2026년 9월 28일", "2026년 9월", "2026년", "2020년 3월 ~ 2021년 4월"),
    "hu": ("2026. szeptember 28.", "2026. szeptember", "2026.", "2020. március – 2021. április"),
}


@pytest.mark.parametrize("language", WRITTEN)
def test_dates_are_written_as_the_language_does(language: str, tmp_path: Path) -> None:
    wording = load_wording([tmp_path, templates_folder()], language)
    dates = ("2026-09-28", "2026-09", "2026", "2020-03/2021-04")
    written = (wording.date(parse_edtf(date)) for date in dates)
    # Some put thin spaces beside a dash, or before a full stop, and which dash stands
    # between two months is not the same in every release of Unicode's locale data.
    shown = tuple(re.sub(r"\s", " ", text).replace("\u2014", "\u2013") for text in written)
    assert shown == WRITTEN[language]


# The owner's strings.toml → a day on a site in German: the owner wins.
OWNERS = {
    "of the language": ('[de]\ndate-day = "{day}/{month}/{year}"\n', "28/September/2026"),
    "of English": ('[en]\ndate-day = "{month} {day}, {year}"\n', "September 28, 2026"),
    "of another key": ('[de]\ndate-month = "{month}"\n', "28. September 2026"),
}


@pytest.mark.parametrize(("words", "expected"), OWNERS.values(), ids=OWNERS)
def test_the_owners_way_to_write_dates_wins(words: str, expected: str, tmp_path: Path) -> None:
    (tmp_path / "strings.toml").write_text(words, "utf-8")
    wording = load_wording([tmp_path, templates_folder()], "de")
    assert wording.date(parse_edtf("2026-09-28")) == expected
    # And so do the scripts.
    assert wording.date_patterns().days[8].format(day=28, year=2026) == expected


@pytest.mark.parametrize(
    "pattern", ["{mont} {year}", "{month", "{month:x}", "{year.x}", "{month[0]}{}"]
)
def test_a_date_that_wants_what_no_date_has_is_refused(pattern: str, tmp_path: Path) -> None:
    (tmp_path / "strings.toml").write_text(f'[en]\ndate-month = "{pattern}"\n', "utf-8")
    wording = load_wording([tmp_path, templates_folder()], "en")
    with pytest.raises(LookupError) as raised:
        wording.date(parse_edtf("2025-07"))
    said = f'"date-month" in strings.toml, "{pattern}", may hold {{month}}, {{year}} only'
    assert raised.value.args == (said,)


def test_broken_words_say_where(tmp_path: Path) -> None:
    (tmp_path / "strings.toml").write_text("[en\n", "utf-8")
    with pytest.raises(RenderError, match=r"strings\.toml: Expected ']'"):
        load_wording([tmp_path], "en")


def test_missing_words_say_which_file_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(RenderError, match=r"strings\.toml: missing"):
        load_wording([tmp_path], "en")
