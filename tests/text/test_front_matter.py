"""Front matter in YAML and TOML → fields and text."""

from __future__ import annotations

import datetime
from typing import Any

import pytest

from generator.text.front_matter import split_front_matter, toml_front_matter, toml_value

SPLIT: dict[str, tuple[str, tuple[dict[str, Any], str]]] = {
    "YAML": (
        "---\ntitle: A\ntags: [x, y]\n---\nText\n",
        ({"title": "A", "tags": ["x", "y"]}, "Text\n"),
    ),
    "YAML that three dots end": ("---\ntitle: A\n...\nText", ({"title": "A"}, "Text")),
    "values of YAML are texts": (
        "---\na: 1984\nb: no\nc: 2025-02-30\nd: ~\n---\n",
        ({"a": "1984", "b": "no", "c": "2025-02-30", "d": "~"}, ""),
    ),
    "TOML": (
        '+++\ntitle = "A"\ndate = 2025-03-09\n+++\nText',
        ({"title": "A", "date": datetime.date(2025, 3, 9)}, "Text"),
    ),
    "nothing in it": ("---\n---\nText", ({}, "Text")),
    "none": ("Text\n---\nno: front matter\n---\n", ({}, "Text\n---\nno: front matter\n---\n")),
    "a rule at the start that is none": ("----\nText", ({}, "----\nText")),
    "line ends of Windows": ("---\r\ntitle: A\r\n---\r\nText\r\n", ({"title": "A"}, "Text\n")),
    "as long as it may be": (f"---\n{'#' * 99_999}\n---\n", ({}, "")),
    "a star in it": ("---\na: b*c\n---\n", ({"a": "b*c"}, "")),
    "after another line": ("Text\n+++\na = 1\n+++\n", ({}, "Text\n+++\na = 1\n+++\n")),
    "dashes inside a value": ("---\ntitle: a --- b\n---\n", ({"title": "a --- b"}, "")),
}


@pytest.mark.parametrize(("text", "expected"), SPLIT.values(), ids=SPLIT)
def test_front_matter_is_parted_from_the_text(
    text: str, expected: tuple[dict[str, Any], str]
) -> None:
    assert split_front_matter(text) == expected


BROKEN = {
    "it does not end": ("---\ntitle: A\n", 'does not end; close it with "---"'),
    "it is no YAML": ("---\ntitle: 'A\n---\n", "no YAML: line 3"),
    "it is a list": ("---\n- a\n---\n", "holds no keys and values"),
    "it uses an alias": ("---\na: &b c\nd: *b\n---\n", "uses an alias (*name)"),
    "it is too long": (f"---\n{'#' * 100_000}\n---\n", "longer than 100,000 characters"),
    "it is no TOML": ("+++\ntitle: A\n+++\n", "no TOML"),
}


@pytest.mark.parametrize(("text", "message"), BROKEN.values(), ids=BROKEN)
def test_broken_front_matter_is_reported(text: str, message: str) -> None:
    with pytest.raises(ValueError, match="front matter") as refusal:
        split_front_matter(text)
    assert message in str(refusal.value)


def test_no_tag_makes_anything_but_text() -> None:
    assert split_front_matter("---\na: !!python/name:os.system x\n---\n") == ({"a": "x"}, "")


HINTS = {
    "article: A: B": '; write article: "A: B"',
    'title: The "A": a B': '; write title: "The \\"A\\": a B"',
    "title: 'A": "",
}


@pytest.mark.parametrize(("line", "hint"), HINTS.items())
def test_a_colon_in_a_value_has_a_hint_to_quote(line: str, hint: str) -> None:
    with pytest.raises(ValueError, match=r"no YAML: line [23]") as caught:
        split_front_matter(f"---\n{line}\n---\n")
    assert str(caught.value).partition("not allowed here")[2] == hint
    if hint:
        assert split_front_matter(f"---\n{hint.removeprefix('; write ')}\n---\n")[0]


@pytest.mark.parametrize("line", ["a: [x: y: z", "a: {b: c", "a: >b: c", "a: |b: c", 'a: "b: c'])
def test_what_begins_a_value_of_another_sort_has_no_hint(line: str) -> None:
    with pytest.raises(ValueError, match="no YAML") as caught:
        split_front_matter(f"---\n{line}\n---\n")
    assert "; write " not in str(caught.value)


def test_values_are_written_as_toml_that_is_read_back() -> None:
    fields = {"a": [1, ("b", True, {"x": 0}), []], "c": {"d": 'é\x7f"', "e": ["f"]}}
    assert toml_value(fields) == (
        '{ a = [1, ["b", true, { x = 0 }], []], c = { d = "é\\u007f\\"", e = ["f"] } }'
    )
    text = toml_front_matter([*fields.items(), ("none", None), ("empty", ())])
    assert split_front_matter(f"{text}Text") == (
        {"a": [1, ["b", True, {"x": 0}], []], "c": {"d": 'é\x7f"', "e": ["f"]}},
        "Text",
    )
