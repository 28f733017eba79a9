"""Names stand where readers look for them."""

from __future__ import annotations

import random

from generator.text.search_terms import collation_key

IN_ORDER = [
    "2 Guys",
    "10 Guys",
    "Aaberg",
    "Æsir",
    "Ähre",
    "‘Ali",
    "de Boer",
    "Đoković",
    "Éclair",
    "Łukasz",
    "Müller",
    "Mulligan",
    "Ødegård",
    "part 2",
    "Part 010",
    "Part 10",
    "Straße",
    "Zoë",
    "Ωmega",
    "Яковлев",
]


def test_accents_case_and_signs_do_not_part_letters_and_numbers_go_by_value() -> None:
    mixed = IN_ORDER.copy()
    random.Random(1).shuffle(mixed)
    assert sorted(mixed, key=collation_key) == IN_ORDER


def test_names_that_differ_in_accents_only_have_one_order() -> None:
    assert sorted(["e", "é", "E", "É"], key=collation_key) == ["E", "e", "É", "é"]


def test_a_name_of_signs_alone_has_a_place() -> None:
    assert sorted(["a", "!?", ""], key=collation_key) == ["", "!?", "a"]


def test_a_number_of_any_length_has_a_place() -> None:
    longer = "1" + "0" * 5_000
    assert sorted([f"{longer}0", longer, "9", "0"], key=collation_key) == [
        "0", "9", longer, f"{longer}0",
    ]  # fmt: skip
