"""TOML is read within bounds."""

from __future__ import annotations

import pytest

from generator.text.toml import parse_toml


def test_a_key_may_have_a_hundred_parts() -> None:
    keys = ".".join("a" * 100)
    found: object = parse_toml(f"x = 1\n{keys} = 2")
    assert isinstance(found, dict)
    assert found.pop("x") == 1
    for _ in range(100):
        assert isinstance(found, dict)
        found = found["a"]
    assert found == 2


@pytest.mark.parametrize("part", ["a", '"a b"', "'a.b'", "a-1_ \t"])
def test_a_key_of_more_is_refused_with_its_line(part: str) -> None:
    keys = ". ".join([part] * 101)
    with pytest.raises(ValueError, match="parts") as refusal:
        parse_toml(f"x = 1\n\n[{keys}]")
    assert str(refusal.value) == "a key has more than 100 parts (at line 3, column 1)"
    with pytest.raises(ValueError, match=r"\(at line 1, column 1\)"):
        parse_toml(f"{keys} = 1")


def test_what_is_nested_beyond_sense_is_refused() -> None:
    with pytest.raises(ValueError, match="lists or tables stand too deep in each other"):
        parse_toml("a = " + "[" * 5_000 + "]" * 5_000)
