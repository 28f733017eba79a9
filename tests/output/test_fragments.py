"""{% shared %}: what is rendered once for many pages, and what may not be."""

from __future__ import annotations

from pathlib import Path

import pytest
from markupsafe import Markup

from generator.errors import RenderError
from generator.output import fragments
from tests.output.rendering import pages_of


def test_what_pages_share_is_rendered_once_for_pages_of_all_depths(tmp_path: Path) -> None:
    template = "{% shared %}{{ next() }} {{ link('x') }} {% endshared %}{{ own }}"
    pages = [("a", {"own": 1}), ("b", {"own": 2}), ("c/d", {"own": 3}), ("e", {"own": 4})]
    assert pages_of(tmp_path, template, *pages) == ["1 x 1", "1 x 2", "1 ../x 3", "1 x 4"]


def test_what_is_shared_is_rendered_again_for_each_other_value(tmp_path: Path) -> None:
    template = "{% shared a=own, b=1 %}{{ next() }} {{ a }}{{ b }}{% endshared %}"
    pages = [("a", {"own": "<x>"}), ("b", {"own": "y"}), ("c", {"own": "<x>"})]
    assert pages_of(tmp_path, template, *pages) == ["1 &lt;x&gt;1", "2 y1", "1 &lt;x&gt;1"]


def test_a_text_is_not_taken_for_markup_of_the_same_letters(tmp_path: Path) -> None:
    template = "{% shared a=own %}{{ a }}{% endshared %}"
    markup, text = {"own": Markup("<b>")}, {"own": "<b>"}
    pages = pages_of(tmp_path, template, ("a", markup), ("b", text), ("c", markup))
    assert pages == ["<b>", "&lt;b&gt;", "<b>"]


def test_a_value_that_is_escaped_on_one_page_only_is_not_shared_by_the_other(
    tmp_path: Path,
) -> None:
    template = "{% autoescape escaped %}{% shared a=own %}{{ a }}{% endshared %}{% endautoescape %}"
    bare, escaped = {"own": "<b>", "escaped": False}, {"own": "<b>", "escaped": True}
    pages = pages_of(tmp_path, template, ("a", bare), ("b", escaped), ("c", bare))
    assert pages == ["<b>", "&lt;b&gt;", "<b>"]


def test_a_list_may_be_given_and_is_rendered_each_time(tmp_path: Path) -> None:
    template = "{% shared a=own %}{{ next() }}{{ a|join }}{% endshared %}"
    given: dict[str, object] = {"own": ["x", "<"]}
    assert pages_of(tmp_path, template, ("a", given), ("b", given)) == ["1x&lt;", "2x&lt;"]


def test_what_is_shared_is_dropped_when_it_is_very_much(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fragments, "_MOST_KEPT", 2)
    template = "{% shared a=own %}{{ a }}{{ next() }}{% endshared %}"
    pages = [(str(number), {"own": own}) for number, own in enumerate("xyxzx")]
    assert pages_of(tmp_path, template, *pages) == ["x1", "y2", "x1", "z3", "x4"]


def test_shared_parts_on_one_line_are_two(tmp_path: Path) -> None:
    template = "{% shared a=1 %}1{% endshared %}{% shared a=1 %}2{% endshared %}"
    assert pages_of(tmp_path, template, ("a", {}), ("b", {})) == ["12", "12"]


def test_parts_that_are_shared_do_not_take_each_other_s_place(tmp_path: Path) -> None:
    (tmp_path / "other").write_text("{% shared %}other{% endshared %}", "utf-8")
    template = "{% shared %}1{% endshared %}\n{% shared %}2{% endshared %}\n{% include 'other' %}"
    assert pages_of(tmp_path, template, ("a", {}), ("b", {})) == ["12other"] * 2


ALLOWED = {
    "what it is given, in a part within": (
        "{% shared a=own %}{% shared b=a %}{{ b }}{% endshared %}{% endshared %}",
        "1",
    ),
    "what it sets itself": ("{% shared %}{% set a = 2 %}{{ a }}{% endshared %}", "2"),
    "a loop of its own": (
        "{% shared %}{% for a in [1, 2] %}{{ loop.index }}{{ a }}{% endfor %}{% endshared %}",
        "1122",
    ),
    "a macro of its own": (
        "{% shared %}{% macro m(a) %}{{ a }}{% endmacro %}{{ m(3) }}{% endshared %}",
        "3",
    ),
    "a macro of another template": (
        "{% shared %}{% import 'other' as o %}{{ o.m(4) }}{% endshared %}",
        "4",
    ),
    "a macro of another template by its name": (
        "{% shared %}{% from 'other' import m as n %}{{ n(5) }}{% endshared %}",
        "5",
    ),
    "what all pages see": ("{% shared %}{{ site.title }}{% endshared %}", "S"),
}


@pytest.mark.parametrize("case", ALLOWED)
def test_what_is_the_same_on_all_pages_is_shared(case: str, tmp_path: Path) -> None:
    (tmp_path / "other").write_text("{% macro m(a) %}{{ a }}{% endmacro %}", "utf-8")
    template, expected = ALLOWED[case]
    assert pages_of(tmp_path, template, ("a", {"own": 1})) == [expected]


OF_ONE_PAGE = '{folder}/t:1: "{name}" is of one page: give it to the tag, {% shared name=… %}'
REFUSED = {
    "a name of the page": (
        "\n{% shared a=1 %}\n{{ own }}{% endshared %}",
        OF_ONE_PAGE.replace("{name}", "own").replace(":1:", ":2:"),
    ),
    "two names of the page, of which the first by the alphabet is told": (
        "{% shared %}{{ own }}{{ b }}{{ a }}{{ c }}{{ d }}{% endshared %}",
        OF_ONE_PAGE.replace("{name}", "a"),
    ),
    "what the page sets": (
        "{% set a = 1 %}{% shared %}{{ a }}{% endshared %}",
        OF_ONE_PAGE.replace("{name}", "a"),
    ),
    "a name of the page that a loop has used": (
        "{% shared %}{% for own in [2] %}{% endfor %}{{ own }}{% endshared %}",
        OF_ONE_PAGE.replace("{name}", "own"),
    ),
    "a name of the page that is set later": (
        "{% shared %}{{ own }}{% set own = 2 %}{% endshared %}",
        OF_ONE_PAGE.replace("{name}", "own"),
    ),
    "a name of the page in a macro": (
        "{% shared %}{% macro m() %}{{ own }}{% endmacro %}{{ m() }}{% endshared %}",
        OF_ONE_PAGE.replace("{name}", "own"),
    ),
    "a macro of the page": (
        "{% macro m() %}{{ own }}{% endmacro %}{% shared %}{{ m() }}{% endshared %}",
        OF_ONE_PAGE.replace("{name}", "m"),
    ),
    "a loop of the page": (
        "{% for a in [1, 2] %}{% shared %}{{ loop.index }}{% endshared %}{% endfor %}",
        OF_ONE_PAGE.replace("{name}", "loop"),
    ),
    "the blocks of the page": (
        "{% block x %}{% endblock %}{% shared %}{{ self.x() }}{% endshared %}",
        OF_ONE_PAGE.replace("{name}", "self"),
    ),
    "another template": (
        "{% shared %}{% include 'other' %}{% endshared %}",
        "{folder}/t:1: include cannot stand in what pages share",
    ),
    "a block": (
        "{% shared %}{% block x %}{% endblock %}{% endshared %}",
        "{folder}/t:1: block cannot stand in what pages share",
    ),
    "a template that sees the page": (
        "{% shared %}{% import 'other' as o with context %}{{ o.m() }}{% endshared %}",
        "{folder}/t:1: import with context cannot stand in what pages share",
    ),
    "a macro that sees the page": (
        "{% shared %}{% from 'other' import m with context %}{{ m() }}{% endshared %}",
        "{folder}/t:1: import with context cannot stand in what pages share",
    ),
    "one name twice": (
        "{% shared a=1, a=own %}{{ a }}{% endshared %}",
        '{folder}/t:1: "a" is given twice',
    ),
    "what does not exist": (
        "{% shared %}\n{{ 1|nothing }}{% endshared %}",
        "{folder}/t:2: No filter named 'nothing'.",
    ),
}


@pytest.mark.parametrize("case", REFUSED)
def test_what_could_differ_from_page_to_page_is_not_shared(case: str, tmp_path: Path) -> None:
    template, message = REFUSED[case]
    with pytest.raises(RenderError) as raised:
        pages_of(tmp_path, template, ("a", {"own": 1}))
    assert str(raised.value) == message.replace("{folder}", str(tmp_path))
