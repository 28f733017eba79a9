"""No regular expression of ours backtracks badly: time grows with the text, not with its square.

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
from pathlib import Path

import pytest

import generator

SMALL, LARGE = 1_000, 4_000
# Quadratic time would give 16; below this many seconds nothing is told from noise.
WORST_RATIO, LEAST_SECONDS, LONG_SECONDS = 9.0, 0.004, 0.1

SEEDS = (
    "a", "A", "aA", "0", " ", "\n", "\t", "a ", "A ", " a", "\na", "\n\n", " \n", "a\n", "- ", "-",
    "_", "*", "**", "`", "```", "#", "# ", "<", "<a", "<a ", "<p>", "</", "<!", "<!--", ">",
    "&", "[", "](", "[x](",
    "(", ")", "((", ".", ". ", ",", ", ", "A, ", "a and ", "a et al. ", "2024", "2024-", "1, 2, ",
    "July ", "July 2024", "July 2024 - ", '"', "'", '="', 'a="', "x: ", ":", "/", "//", "http://a ",
    "https://", "|", "| ", "---|", "~~~", "> ", "1. ", "{", "{:", "[^", "[^1]: ", "\\", "%", "%a",
    "Concept", "58.0", "55/100", "4/5", "High(", "... (truncated", "\u2026", "\u2014", "\ufeff",
    "Mon, 01 Jan 2024 ", "&amp;", "&#", "<a href=\"", "<img ", "</p>", "<br>", "&nbsp;", "et al",
)  # fmt: skip


def patterns() -> Iterator[tuple[re.Pattern[str], tuple[str, bool]]]:
    """Every pattern for text that a module holds: its name, and whether text is searched for it."""
    for module in pkgutil.walk_packages(generator.__path__, "generator."):
        if module.name.endswith("__main__"):
            continue
        loaded = importlib.import_module(module.name)
        source = Path(loaded.__file__ or "").read_text("utf-8")
        for name, value in vars(loaded).items():
            uses = set(re.findall(rf"\b{name}\.([a-z]+)\(", source))
            searched = not uses or bool(uses - {"match", "fullmatch"})
            for number, pattern in enumerate(_patterns_in(value)):
                if isinstance(pattern.pattern, str):
                    yield pattern, (f"{module.name}.{name}[{number}]", searched)


def _patterns_in(value: object) -> list[re.Pattern[str]]:
    if isinstance(value, re.Pattern):
        return [value]
    if isinstance(value, dict):
        value = tuple(value.values())
    if isinstance(value, tuple | list):
        return [part for part in value if isinstance(part, re.Pattern)]
    return []


# They read only what the sanitiser has written: no "<" in it but a tag's, no quote but a value's.
AFTER_THE_SANITISER = ("markup._TAG", "markup._HANDLED_TAG", "markup._ATTRIBUTE")
PATTERNS = {
    pattern: named
    for pattern, named in patterns()
    if not named[0].startswith(tuple(f"generator.text.{name}[" for name in AFTER_THE_SANITISER))
}


def seconds(pattern: re.Pattern[str], text: str) -> float:
    """The processor's time for every match in the text; the better of two if it is long."""
    best = float("inf")
    for _ in range(2):
        if best < LEAST_SECONDS:
            break
        start = time.process_time()
        if PATTERNS[pattern][1]:
            for _match in pattern.finditer(text):
                pass
        pattern.match(text)
        pattern.fullmatch(text)
        best = min(best, time.process_time() - start)
    return best


def texts(pattern: re.Pattern[str], size: int) -> Iterator[tuple[str, str]]:
    literal = re.sub(r"\\.|\(\?[:=!<][=!]?|[\[\](){}?*+|^$\\]", " ", pattern.pattern).split()
    for seed in (*SEEDS, *(part for part in literal if len(part) < 30)):
        yield seed, seed * (size // len(seed))
        yield f"{seed} then the end", seed * (size // len(seed)) + "\x01"


@pytest.mark.parametrize("pattern", PATTERNS, ids=[name for name, _ in PATTERNS.values()])
def test_the_time_of_a_pattern_grows_with_its_text(pattern: re.Pattern[str]) -> None:
    slow = {}
    for (seed, small), (_, large) in zip(texts(pattern, SMALL), texts(pattern, LARGE), strict=True):
        shorter = seconds(pattern, small)
        longer = seconds(pattern, large) if shorter < LONG_SECONDS else LONG_SECONDS
        if longer > LEAST_SECONDS and (longer > WORST_RATIO * shorter or shorter > LONG_SECONDS):
            slow[seed] = longer
            break
    assert slow == {}
