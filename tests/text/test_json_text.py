"""JSON as it is written → its values, also where a character of it is wrong."""

from __future__ import annotations

import math
from typing import Any

import pytest

from generator.text.json import formatted, listed, parse_json

READ: dict[str, tuple[str, Any]] = {
    "half a character alone": (r'["a\ud83d", "\ude00b"]', ["a\ufffd", "\ufffdb"]),
    "half a character before another": (r'"\ud83d\u0041\ud83d\ude00"', "\ufffdA😀"),
    "a backslash and letters": (r'["\\ud83d", "\ud83d"]', ["\\ud83d", "\ufffd"]),
    "control characters in a text": ('"a\tb\nc\x01d"', "a\tb\nc\x01d"),
    "numbers beyond all bounds": (f"[1{'0' * 5_000}, -1e999]", [math.inf, -math.inf]),
    "a number of many digits": (f"[1{'0' * 30}, 1e999]", [10**30, math.inf]),
}
REFUSED = {
    "no JSON": "{'a': 1}",
    "what is cut off": '{"a": "b',
    "nothing": "",
    "an escape that is none": r'"\x41"',
    "lists in lists": "[" * 100_000,
    "lists in lists, each with an end": "[" * 100_000 + "]" * 100_000,
    "objects in objects": '{"a":' * 100_000,
    "lists in lists after a wrong character": '["\x01",' + "[" * 100_000,
}


@pytest.mark.parametrize(("text", "value"), READ.values(), ids=READ)
def test_one_wrong_character_costs_no_more_than_itself(text: str, value: Any) -> None:
    errors: list[str] = []
    assert parse_json(text, errors.append) == value
    assert len(errors) == 1


def test_a_number_is_exact_up_to_a_thousand_digits() -> None:
    assert parse_json(f'["\x01", {"9" * 1_000}]') == ["\x01", int("9" * 1_000)]
    assert parse_json(f'["\x01", {"9" * 1_001}]') == ["\x01", math.inf]


LISTS: tuple[list[Any], ...] = ([], [1], [{"a": ["b\nc", {}]}, "d", []])


@pytest.mark.parametrize("items", LISTS, ids=str)
def test_a_list_an_item_at_a_time_is_what_it_is_whole(items: list[Any]) -> None:
    assert b"".join(listed(items)) == formatted(items)
    whole = formatted({"x": {"y": items}})
    assert b'{\n "x": {\n  "y": ' + b"".join(listed(items, depth=2)) + b"\n }\n}" == whole


def test_json_is_indented_by_one_space() -> None:
    assert formatted({"a": [1, {"b": "é"}]}).decode() == (
        '{\n "a": [\n  1,\n  {\n   "b": "é"\n  }\n ]\n}'
    )


def test_of_what_is_right_nothing_is_reported() -> None:
    errors: list[str] = []
    assert parse_json(r'{"a": ["\ud83d\ude00", 1, 2.5, true, null]}', errors.append) == {
        "a": ["😀", 1, 2.5, True, None]
    }
    assert errors == []


@pytest.mark.parametrize("text", REFUSED.values(), ids=REFUSED)
def test_what_is_no_json_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"\w+"):
        parse_json(text)
