"""The colours: every pair that meets on a page has the contrast that WCAG asks for."""

from __future__ import annotations

import re
from itertools import product

import pytest

from generator.resources import static_folder

SHEET = static_folder() / "assets/site.css"
TOKEN = re.compile(r"--([a-z]+): light-dark\((#[0-9a-f]{6}), (#[0-9a-f]{6})\);")
TOKENS = {
    name: {"light": light, "dark": dark}
    for name, light, dark in TOKEN.findall(SHEET.read_text("utf-8"))
}
# WCAG 2.2: 1.4.3, text; 1.4.11, what must be seen to understand. The thread and hairlines are
# neither: without them nothing is lost.
TEXT = 4.5
SHAPE = 3.0
PAIRS = {
    **dict.fromkeys(product(("ink", "soft", "mute", "verdigris", "copper"), ("paper",)), TEXT),
    **dict.fromkeys(product(("ink", "soft", "mute", "verdigris", "copper"), ("sheet",)), TEXT),
    ("paper", "verdigris"): TEXT,
    ("paper", "ink"): TEXT,
    ("ink", "selection"): TEXT,
    ("update", "paper"): SHAPE,
    ("ghost", "paper"): SHAPE,
}
DECORATION = {"thread", "hairline"}


def luminance(colour: str) -> float:
    """The relative luminance. WCAG 2.2, terms."""
    channels = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def test_black_on_white_has_the_contrast_that_wcag_says() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("pair", PAIRS, ids="-on-".join)
def test_what_is_written_or_drawn_can_be_seen(pair: tuple[str, str], theme: str) -> None:
    colour, ground = (TOKENS[name][theme] for name in pair)
    assert contrast(colour, ground) >= PAIRS[pair]


def test_every_token_is_in_a_pair_or_decoration() -> None:
    paired = {name for pair in PAIRS for name in pair}
    assert TOKENS.keys() - paired == DECORATION


def test_no_rule_names_a_colour_outside_of_the_tokens() -> None:
    sheet = SHEET.read_text("utf-8")
    rules = sheet[sheet.index("}") :]
    assert re.findall(r"#[0-9a-fA-F]{3,8}\b(?![^{]*\{)", rules) == []
