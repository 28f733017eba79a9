"""No regular expression of ours backtracks badly: four times the text takes about four times as long.

Every compiled pattern of every module is tried on texts that repeat what patterns stumble over:
their own literal characters, white space, openings without an end. What is linear at these sizes
is read at a megabyte too, the least that a capture may hold by default many times over.
"""

from __future__ import annotations

import importlib
import pkgutil
import re
import time
from collections.abc import Iterator

import pytest

import generator

SMALL, LARGE = 1_000, 4_000
# Quadratic time would give 16; below this many seconds nothing is told from noise.
WORST_RATIO, LEAST_SECONDS = 9.0, 0.004

SEEDS = (
    "a", "A", "aA", "0", " ", "\n", "\t", "a ", "A ", " a", "\na", "\n\n", " \n", "a\n", "- ", "-",
    "_", "*", "**", "`", "```", "#", "# ", "<", "<a", "<a ", "<p>", "</", "<!", "<!--", ">", "&", "[", "](", "[x](",
    "(", ")", "((", ".", ". ", ",", ", ", "A, ", "a and ", "a et al. ", "2024", "2024-", "1, 2, ",
    "July ", "July 2024", "July 2024 - ", '"', "'", '="', 'a="', "x: ", ":", "/", "//", "http://a ",
    "https://", "|", "| ", "---|", "~~~", "> ", "1. ", "{", "{:", "[^", "[^1]: ", "\\", "%", "%a",
    "Concept", "58.0", "55/100", "4/5", "High(", "... (truncated", "\u2026", "\u2014", "\ufeff",
    "Mon, 01 Jan 2024 ", "&amp;", "&#", "<a href=\"", "<img ", "</p>", "<br>", "&nbsp;", "et al",
)  # fmt: skip


def patterns() -> Iterator[tuple[str, re.Pattern[str]]]:
    """Every pattern for text that a module holds, by module and name."""
    for module in pkgutil.walk_packages(generator.__path__, "generator."):
        if module.name.endswith("__main__"):
            continue
        loaded = importlib.import_module(module.name)
        for name, value in vars(loaded).items():
            for number, pattern in enumerate(_patterns_in(value)):
                if isinstance(pattern.pattern, str):
                    yield f"{module.name}.{name}[{number}]", pattern


def _patterns_in(value: object) -> list[re.Pattern[str]]:
    if isinstance(value, re.Pattern):
        return [value]
    if isinstance(value, dict):
        value = tuple(value.values())
    if isinstance(value, tuple | list):
        return [part for part in value if isinstance(part, re.Pattern)]
    return []


PATTERNS = {pattern: name for name, pattern in patterns()}


def seconds(pattern: re.Pattern[str], text: str) -> float:
    """The processor's time for every match in the text, the better of two."""
    best = float("inf")
    for _ in range(2):
        if best < LEAST_SECONDS:
            break
        start = time.process_time()
        for _match in pattern.finditer(text):
            pass
        pattern.fullmatch(text)
        best = min(best, time.process_time() - start)
    return best


def texts(pattern: re.Pattern[str], size: int) -> Iterator[tuple[str, str]]:
    literal = re.sub(r"\\.|\(\?[:=!<][=!]?|[\[\](){}?*+|^$\\]", " ", pattern.pattern).split()
    for seed in (*SEEDS, *(part for part in literal if len(part) < 30)):
        yield seed, seed * (size // len(seed))
        yield f"{seed} then the end", seed * (size // len(seed)) + "\x01"


@pytest.mark.parametrize("pattern", PATTERNS, ids=PATTERNS.values())
def test_the_time_of_a_pattern_grows_with_its_text(pattern: re.Pattern[str]) -> None:
    slow = {}
    for (seed, small), (_, large) in zip(
        texts(pattern, SMALL), texts(pattern, LARGE), strict=True
    ):
        shorter = seconds(pattern, small)
        if shorter > LEAST_SECONDS or shorter * WORST_RATIO < seconds(pattern, large) > LEAST_SECONDS:
            slow[seed] = shorter
            break
    assert slow == {}
