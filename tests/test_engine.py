"""What of the templates' work is done once: parts that pages share, and compiling."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from jinja2 import Environment, FileSystemLoader
from markupsafe import Markup, escape

from generator.config.records import Site
from generator.errors import RenderError
from generator.model import Page
from generator.output.compiled import CompiledTemplates
from generator.output.render import render

SITE = Site(id="s", title="S")


def pages_of(folder: Path, template: str, *pages: tuple[str, dict[str, Any]]) -> list[str]:
    """The template's texts for pages of these paths and contexts; `next()` counts its calls."""
    (folder / "strings.toml").write_text('[en]\nword = "Word"\n', "utf-8")
    (folder / "t").write_text(template, "utf-8")
    numbers = iter(range(1, 100))
    seen = {"site": SITE, "next": lambda: next(numbers)}
    made = [Page(path=path, template="t", context=given, seen=seen) for path, given in pages]
    return [file.data.decode() for file in render(made, [folder])]


def test_what_pages_share_is_rendered_once_for_pages_of_all_depths(tmp_path: Path) -> None:
    template = "{% shared %}{{ next() }} {{ link('x') }} {% endshared %}{{ own }}"
    pages = [("a", {"own": 1}), ("b", {"own": 2}), ("c/d", {"own": 3}), ("e", {"own": 4})]
    assert pages_of(tmp_path, template, *pages) == ["1 x 1", "1 x 2", "1 ../x 3", "1 x 4"]


def test_what_is_shared_is_rendered_anew_for_each_value_that_it_is_given(tmp_path: Path) -> None:
    template = "{% shared a=own, b=1 %}{{ next() }} {{ a }}{{ b }}{% endshared %}"
    pages = [("a", {"own": "<x>"}), ("b", {"own": "y"}), ("c", {"own": "<x>"})]
    assert pages_of(tmp_path, template, *pages) == ["1 &lt;x&gt;1", "2 y1", "1 &lt;x&gt;1"]


def test_a_text_is_not_taken_for_markup_of_the_same_letters(tmp_path: Path) -> None:
    template = "{% shared a=own %}{{ a }}{% endshared %}"
    markup, text = {"own": Markup("<b>")}, {"own": "<b>"}
    pages = pages_of(tmp_path, template, ("a", markup), ("b", text), ("c", markup))
    assert pages == ["<b>", "&lt;b&gt;", "<b>"]


def test_shared_parts_on_one_line_are_two(tmp_path: Path) -> None:
    template = "{% shared a=1 %}1{% endshared %}{% shared a=1 %}2{% endshared %}"
    assert pages_of(tmp_path, template, ("a", {}), ("b", {})) == ["12", "12"]


def test_parts_that_are_shared_do_not_take_each_other_s_place(tmp_path: Path) -> None:
    (tmp_path / "other").write_text("{% shared %}other{% endshared %}", "utf-8")
    template = "{% shared %}1{% endshared %}\n{% shared %}2{% endshared %}\n{% include 'other' %}"
    assert pages_of(tmp_path, template, ("a", {}), ("b", {})) == ["12other"] * 2


MACROS = """
{%- macro pair(a, b="<b>") %}{{ a }}-{{ b }}{% endmacro %}
{%- macro rest(a) %}{{ a }} {{ varargs|join("+") }} {{ kwargs["c"] }}{% endmacro %}
{%- macro more(a) %}{{ a }}{{ varargs|length }}{% endmacro %}
{%- macro around() %}({{ caller("<c>") }}){% endmacro %}
"""
CALLS = {
    "{{ pair(1, 2) }}": "1-2",
    "{{ pair('<a>') }}": "&lt;a&gt;-&lt;b&gt;",
    "{{ pair(b='&', a=own) }}": "&lt;own&gt;-&amp;",
    "{{ pair(*[1, 2]) }}": "1-2",
    "{{ pair(**{'a': 1}) }}": "1-&lt;b&gt;",
    "{{ pair(pair(1, 2), 3) }}": "1-2-3",
    "{{ pair('<a>', 2)|upper }}": "&LT;A&GT;-2",
    "{{ more(1, 2, 3) }}": "12",
    "{{ rest(1, 2, '<', c=4) }}": "1 2+&lt; 4",
    "{% call(x) around() %}{{ x }}{{ pair(own, x) }}{% endcall %}": (
        "(&lt;c&gt;&lt;own&gt;-&lt;c&gt;)"
    ),
}


@pytest.mark.parametrize("call", CALLS)
def test_a_macro_is_called_as_jinja_has_it(call: str, tmp_path: Path) -> None:
    assert pages_of(tmp_path, MACROS + call, ("a", {"own": "<own>"})) == [CALLS[call]]


def test_a_macro_that_lacks_an_argument_says_so(tmp_path: Path) -> None:
    with pytest.raises(RenderError, match="parameter 'a' was not provided"):
        pages_of(tmp_path, MACROS + "{{ pair() }}", ("a", {}))


def test_a_macro_that_gets_too_many_arguments_says_so(tmp_path: Path) -> None:
    with pytest.raises(RenderError, match=r"/t:6: macro pair\(\) takes .* but 3 were given"):
        pages_of(tmp_path, MACROS + "{{ pair(1, 2, 3) }}", ("a", {}))


INCLUDED = {
    "text alone": ("<b>{ } %}\n", "<b>{ } %}\n"),
    "nothing": ("", ""),
    "what the page gives": ("{{ own }}", "&lt;own&gt;"),
    "a remark": ("{# nothing #}.", "."),
}


@pytest.mark.parametrize("case", INCLUDED)
def test_what_is_included_is_shown_as_it_is_made(case: str, tmp_path: Path) -> None:
    source, expected = INCLUDED[case]
    (tmp_path / "other").write_text(source, "utf-8")
    assert pages_of(tmp_path, "[{% include 'other' %}]", ("a", {"own": "<own>"})) == [
        f"[{expected}]"
    ]


TEXTS = ["", "plain", "<&>\"'", "a < b & c", "é <", '\N{PILE OF POO}"', "x" * 2000 + "<"]


@pytest.mark.parametrize("text", TEXTS)
def test_a_value_is_escaped_as_markupsafe_escapes_it(text: str, tmp_path: Path) -> None:
    assert pages_of(tmp_path, "{{ own }}", ("a", {"own": text})) == [str(escape(text))]
    assert pages_of(tmp_path, "{{ own }}", ("a", {"own": Markup(text)})) == [text]


VALUES: dict[str, tuple[object, str]] = {
    "a number": (7, "7"),
    "no number": (True, "True"),
    "nothing": (None, "None"),
    "a list": (["<"], "[&#39;&lt;&#39;]"),
}


@pytest.mark.parametrize("case", VALUES)
def test_a_value_that_is_no_text_is_shown_as_its_text(case: str, tmp_path: Path) -> None:
    value, expected = VALUES[case]
    assert pages_of(tmp_path, "{{ own }}", ("a", {"own": value})) == [expected]


REFUSED = {
    "a name of the page": (
        "\n{% shared a=1 %}{{ own }}{% endshared %}",
        '{folder}/t:2: "own" is of one page: give it to the tag, {% shared name=… %}',
    ),
    "what the page sets": (
        "{% set a = 1 %}{% shared %}{{ a }}{% endshared %}",
        '{folder}/t:1: "a" is of one page: give it to the tag, {% shared name=… %}',
    ),
    "another template": (
        "{% shared %}{% include 'other' %}{% endshared %}",
        "{folder}/t:1: include cannot stand in what pages share",
    ),
    "a block": (
        "{% shared %}{% block x %}{% endblock %}{% endshared %}",
        "{folder}/t:1: block cannot stand in what pages share",
    ),
}


@pytest.mark.parametrize("case", REFUSED)
def test_what_could_differ_from_page_to_page_is_not_shared(case: str, tmp_path: Path) -> None:
    template, message = REFUSED[case]
    with pytest.raises(RenderError) as raised:
        pages_of(tmp_path, template, ("a", {"own": 1}))
    assert str(raised.value) == message.replace("{folder}", str(tmp_path))


@pytest.fixture
def kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where Python keeps compiled code during the test."""
    monkeypatch.setattr(sys, "pycache_prefix", str(tmp_path / "kept"))
    monkeypatch.setattr(sys, "dont_write_bytecode", False)
    return tmp_path / "kept"


def compiled(own: Path, *folders: Path, said: tuple[str, ...] = ()) -> str:
    """What the template `t` says, its code taken from where it is kept if it is there."""
    loader = FileSystemLoader([*folders, own])
    bytecode = CompiledTemplates(own, said)
    return Environment(loader=loader, bytecode_cache=bytecode).get_template("t").render()


def files_in(folder: Path) -> Iterator[Path]:
    return (path for path in folder.rglob("*") if path.is_file())


def test_the_code_of_our_templates_is_kept_and_taken_again(tmp_path: Path, kept: Path) -> None:
    (tmp_path / "t").write_text("first", "utf-8")
    assert compiled(tmp_path) == "first"
    [code] = files_in(kept)
    code.write_bytes(code.read_bytes().replace(b"first", b"again"))
    assert compiled(tmp_path) == "again"


CHANGES = {"the template": ("other", ()), "the words": ("first", ("word: other",))}


@pytest.mark.parametrize("change", CHANGES)
def test_code_that_was_made_of_something_else_is_not_taken(
    change: str, tmp_path: Path, kept: Path
) -> None:
    (tmp_path / "t").write_text("first", "utf-8")
    compiled(tmp_path)
    [code] = files_in(kept)
    code.write_bytes(code.read_bytes().replace(b"first", b"wrong"))
    text, said = CHANGES[change]
    (tmp_path / "t").write_text(text, "utf-8")
    assert compiled(tmp_path, said=said) == text
    assert list(files_in(kept)) == [code]


def test_code_that_is_damaged_is_made_again(tmp_path: Path, kept: Path) -> None:
    (tmp_path / "t").write_text("first", "utf-8")
    compiled(tmp_path)
    [code] = files_in(kept)
    whole = code.read_bytes()
    for length in (0, 10, 16, len(whole) // 2):
        code.write_bytes(whole[:length])
        assert compiled(tmp_path) == "first"
        assert code.read_bytes() == whole


def test_the_code_of_an_owner_s_template_is_not_kept(tmp_path: Path, kept: Path) -> None:
    own = tmp_path / "own"
    own.mkdir()
    (own / "t").write_text("mine", "utf-8")
    assert compiled(tmp_path, own) == "mine"
    assert not kept.exists()


def test_nothing_is_kept_where_python_is_told_to_write_no_code(
    tmp_path: Path, kept: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    (tmp_path / "t").write_text("first", "utf-8")
    assert compiled(tmp_path) == "first"
    assert not kept.exists()
