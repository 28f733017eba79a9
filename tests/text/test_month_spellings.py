"""Months as they are usually spelled, beyond what the Unicode CLDR has."""

from __future__ import annotations

import pytest

from generator.text.dates import parse_written

SPELLED = {
    ("5 fév 2024", "fr"): "2024-02-05",
    ("5 févr. 2024", "fr"): "2024-02-05",
    ("5 aout 2024", "fr"): "2024-08-05",
    ("10 ژون 2024", "fa"): "2024-06-10",
    ("14 במאי 2026", "he"): "2026-05-14",
    ("במאי 2026", "he"): "2026-05",
}


@pytest.mark.parametrize(("written", "expected"), SPELLED.items(), ids=str)
def test_usual_spellings_of_months_are_read(written: tuple[str, str], expected: str) -> None:
    date = parse_written(*written)
    assert date is not None
    assert date.edtf == expected
