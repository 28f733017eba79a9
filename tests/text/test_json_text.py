"""JSON as it is written → its values, also where a character of it is wrong."""

from __future__ import annotations

import math
from typing import Any

import pytest

from generator.text.json import parse_json

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
