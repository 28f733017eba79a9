"""What templates may say, and where the bytecode of our own ones comes from."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from jinja2 import Environment, FileSystemLoader
from markupsafe import Markup, escape

from generator.errors import RenderError
from generator.model.pages import Page
from generator.output.render import Renderer
from generator.output.templates import BytecodeCache
from generator.resources import templates_folder
from tests.output.rendering import SITE, pages_of

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
    "{{ pair.name }}: {{ pair.arguments|join(' ') }}": "pair: a b",
    "{% call(x) around() %}{{ x }}{{ pair(own, x) }}{% endcall %}": (
        "(&lt;c&gt;&lt;own&gt;-&lt;c&gt;)"
    ),
}


@pytest.mark.parametrize("call", CALLS)
def test_a_macro_is_called_as_jinja_has_it(call: str, tmp_path: Path) -> None:
    assert pages_of(tmp_path, MACROS + call, ("a", {"own": "<own>"})) == [CALLS[call]]


WRONG_CALLS = {
    "one argument too few": (
        "{{ pair() }}",
        "{folder}/t:2: parameter 'a' was not provided (for the page a)",
    ),
    "one argument too many": (
        "{{ pair(1, 2, 3) }}",
        "{folder}/t:6: macro 'pair' takes not more than 2 argument(s) (for the page a)",
    ),
}


@pytest.mark.parametrize("case", WRONG_CALLS)
def test_a_macro_that_is_called_wrongly_says_so(case: str, tmp_path: Path) -> None:
    call, message = WRONG_CALLS[case]
    with pytest.raises(RenderError) as raised:
        pages_of(tmp_path, MACROS + call, ("a", {}))
    assert str(raised.value) == message.format(folder=tmp_path)


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


VALUES: dict[str, tuple[str, object, str]] = {
    "a number": ("{{ own }}", 7, "7"),
    "no number": ("{{ own }}", True, "True"),
    "nothing": ("{{ own }}", None, "None"),
    "a list": ("{{ own }}", ["<"], "[&#39;&lt;&#39;]"),
    "a field by its name": ("{{ own.title }}", SITE, "S"),
    "a key by its name": ("{{ own.a }}{{ own['a'] }}", {"a": "<"}, "&lt;&lt;"),
    "a key that a method has the name of": ("{{ own['items'] }}", {"items": 1}, "1"),
}


@pytest.mark.parametrize("case", VALUES)
def test_a_value_is_shown_as_jinja_shows_it(case: str, tmp_path: Path) -> None:
    template, value, expected = VALUES[case]
    assert pages_of(tmp_path, template, ("a", {"own": value})) == [expected]


def text_of(own: Path, *folders: Path, made_by: str = "") -> str:
    """The text of the template `t`, its bytecode taken from beside `own` if it is there."""
    cache = BytecodeCache(own.parent / "kept", own, made_by)
    environment = Environment(loader=FileSystemLoader([*folders, own]), bytecode_cache=cache)
    return environment.get_template("t").render()


@pytest.fixture
def own(tmp_path: Path) -> Path:
    """A folder with a template, and beside it a folder for its bytecode."""
    (tmp_path / "kept").mkdir()
    (tmp_path / "own").mkdir()
    (tmp_path / "own/t").write_text("first", "utf-8")
    return tmp_path / "own"


def the_file_beside(own: Path) -> Path:
    [file] = (own.parent / "kept").iterdir()
    return file


def make_wrong(own: Path) -> Path:
    """Have the bytecode say something that no template says, to see whether it is taken."""
    assert text_of(own) == "first"
    file = the_file_beside(own)
    file.write_bytes(file.read_bytes().replace(b"first", b"wrong"))
    assert text_of(own) == "wrong"
    return file


def test_bytecode_is_taken_as_long_as_nothing_changes(own: Path) -> None:
    make_wrong(own)


def test_bytecode_of_another_text_is_replaced(own: Path) -> None:
    file = make_wrong(own)
    (own / "t").write_text("other", "utf-8")
    assert text_of(own) == "other"
    assert the_file_beside(own) == file


def test_bytecode_that_other_code_has_made_is_replaced(own: Path) -> None:
    file = make_wrong(own)
    assert text_of(own, made_by="other code") == "first"
    assert the_file_beside(own) == file


def test_bytecode_of_templates_that_were_moved_is_replaced(own: Path) -> None:
    file = make_wrong(own)
    assert text_of(own.rename(own.with_name("moved"))) == "first"
    assert the_file_beside(own) == file


def test_bytecode_that_is_damaged_is_replaced(own: Path) -> None:
    file = make_wrong(own)
    whole = file.read_bytes()
    for length in range(0, len(whole) - 1, 7):
        file.write_bytes(whole[:length])
        assert text_of(own) == "first"
        assert len(file.read_bytes()) == len(whole)


def test_an_owner_s_template_is_compiled_each_time(own: Path) -> None:
    make_wrong(own)
    owners = own.with_name("owners")
    owners.mkdir()
    (owners / "t").write_text("first", "utf-8")
    assert text_of(own, owners) == "first"
    the_file_beside(own)


def test_without_a_folder_for_bytecode_there_is_none(own: Path) -> None:
    (own.parent / "kept").rmdir()
    assert text_of(own) == "first"
    assert not (own.parent / "kept").exists()


def robots(folder: Path, strings: str = "", **shared: object) -> str:
    """The text of our robots.txt, where an owner says these words and templates see this, too."""
    (folder / "strings.toml").write_text(strings, "utf-8")
    renderer = Renderer([folder, templates_folder()], {"site": SITE, **shared})
    return renderer.render(Page(path="robots.txt", template="robots.txt")).data.decode()


def bytecode_below(folder: Path) -> dict[Path, bytes]:
    return {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.fixture
def pycache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where Python keeps the bytecode of modules during the test."""
    monkeypatch.setattr(sys, "pycache_prefix", str(tmp_path / "pycache"))
    monkeypatch.setattr(sys, "dont_write_bytecode", False)
    module = sys.modules["generator.output.templates"].__file__
    assert module
    folder = Path(f"{tmp_path}/pycache{Path(module).parent}")
    folder.mkdir(parents=True)
    return folder


def test_the_bytecode_of_our_templates_lies_with_that_of_our_modules(
    tmp_path: Path, pycache: Path
) -> None:
    text = robots(tmp_path)
    first = bytecode_below(pycache)
    assert len(first) == 1
    assert robots(tmp_path) == text
    assert bytecode_below(pycache) == first
    # The words are compiled into templates, and of names it is known that all pages see them.
    for strings, shared in (('[en]\ntimeline = "Mine"\n', {}), ("", {"more": 1})):
        assert robots(tmp_path, strings, **shared) == text
        assert bytecode_below(pycache).keys() == first.keys()
        assert bytecode_below(pycache) != first


def test_nothing_is_kept_where_python_is_told_to_write_no_bytecode(
    tmp_path: Path, pycache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    assert robots(tmp_path, "")
    assert bytecode_below(pycache) == {}
