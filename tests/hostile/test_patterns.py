"""No regular expression of ours backtracks badly: time grows with the text, not with its square.

Every pattern that generator compiles, for text or for bytes, is tried in the way it is used on
texts that repeat what patterns stumble over: the usual signs and the pattern's own words. Under
--thorough they repeat every part of texts that the pattern itself matches as well, with what stands
before that part and after it.
"""

from __future__ import annotations

import ast
import importlib
import pkgutil
import re
import time
from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import generator
from generator.sources.index import text_lines
from generator.text import dates, search_terms

# Exponential time is seen at the first, before anything longer is tried.
FEW, SMALL, LARGE = 24, 1_000, 4_000
# Quadratic time would give 16; below this many seconds nothing can be told from noise.
WORST_RATIO, LEAST_SECONDS, LONG_SECONDS = 9.0, 0.004, 0.1
# What looks slow is measured this often: another program may have had the processor's memory.
TRIES = 20
LONGEST_EXAMPLE, LONGEST_PART = 24, 12
# What stands behind a sign that is repeated, how many texts are made that a pattern matches (making
# one takes longer than trying all signs), and how many parts of these are tried.
SOME, ALL = (("\x01",), 0, 0), (("", "\x01"), 30, 200)

SEEDS = (
    "a", "A", "aA", "0", " ", "\n", "\t", "a ", "A ", " a", "\na", "\n\n", " \n", "a\n", "- ", "-",
    "_", "*", "**", "`", "```", "#", "# ", "<", "<a", "<a ", "<p>", "</", "<!", "<!--", ">",
    "<!---->", "<?xml ", "<!DOCTYPE ", "<!ENTITY ", "<![CDATA[", 'encoding="', "\x80", "charset=",
    "&#", "&#1", "&", "[", "](", "[x](",
    "(", ")", "((", ".", ". ", ",", ", ", "A, ", "a and ", "a et al. ", "2024", "2024-", "1, 2, ",
    "July ", "July 2024", "July 2024 - ", '"', "'", '="', 'a="', "x: ", ":", "/", "//", "http://a ",
    "https://", "|", "| ", "---|", "~~~", "> ", "1. ", "{", "{:", "[^", "[^1]: ", "\\", "%", "%a",
    "Concept", "58.0", "55/100", "4/5", "High(", "... (truncated", "\u2026", "\u2014", "\ufeff",
    "Mon, 01 Jan 2024 ", "&amp;", "<a href=\"", "<img ", "</p>", "<br>", "&nbsp;", "et al",
)  # fmt: skip

# Those that a function makes for a language, and how they are used.
LANGUAGES = ("en", "de", "pt", "ru")
BUILT = {
    "text/dates.py": [
        *(dates._heading_pattern(language) for language in LANGUAGES),
        *(
            pattern
            for language in LANGUAGES
            for with_year in (True, False)
            for make in (dates._patterns, dates._edges)
            for pattern in make(language, with_year)
        ),
    ],
    "text/dates.py, around": [dates._weekday_pattern(language) for language in (*LANGUAGES, "ja")],
    "text/dates.py, a month": [dates._month_pattern(language) for language in LANGUAGES],
    "text/dates.py, at the end": [dates._trailing_pattern(language) for language in LANGUAGES],
    "sources/index/text_lines.py": [
        pattern
        for language in LANGUAGES
        for pattern in (*text_lines._glued(language), text_lines._day_last(language))
    ],
    "text/search_terms.py": [re.compile(search_terms._WORD)],
}
FULLY_MATCHED = ("text/dates.py",)
# The functions that make them, and two that put a text which is given to them, escaped, into one.
MAKERS = {
    "config/toml_file.py _key_line",
    "sources/feed/item.py _has_cut_email",
    "sources/index/text_lines.py _day_last",
    "sources/index/text_lines.py _glued",
    "text/dates.py _edges",
    "text/dates.py _heading_pattern",
    "text/dates.py _month_pattern",
    "text/dates.py _patterns",
    "text/dates.py _trailing_pattern",
    "text/dates.py _weekday_pattern",
}
USES = ("match", "fullmatch", "search", "sub", "subn", "split", "findall", "finditer")

Used = tuple[re.Pattern[Any], str, frozenset[str]]


def modules() -> Iterator[tuple[str, Any, str]]:
    for module in pkgutil.walk_packages(generator.__path__, "generator."):
        if not module.name.endswith("__main__"):
            loaded = importlib.import_module(module.name)
            path = Path(loaded.__file__ or "")
            name = path.relative_to(Path(generator.__file__).parent).as_posix()
            yield name, loaded, path.read_text("utf-8")


def patterns() -> Iterator[Used]:
    """Every pattern, its name, and the methods by which it is used."""
    for path, module, source in modules():
        for name, value in vars(module).items():
            for number, pattern in enumerate(patterns_in(value)):
                uses = frozenset(re.findall(rf"\b{name}\.({'|'.join(USES)})\b", source))
                yield (
                    pattern,
                    f"{path} {name}[{number}]",
                    uses or frozenset({"search", "fullmatch"}),
                )
        # Few modules state one where they use it: the others need not be parsed.
        stating = re.search(rf"\bre\.({'|'.join(USES)})\(", source)
        for node, function in calls(ast.parse(source)) if stating else ():
            stated = node.args[0]
            if function != "compile" and isinstance(stated, ast.Constant):
                yield re.compile(stated.value), f"{path}:{node.lineno}", frozenset({function})
    for name, built in BUILT.items():
        uses = frozenset({"fullmatch"} if name in FULLY_MATCHED else {"search"})
        for number, pattern in enumerate(built):
            yield pattern, f"{name} built[{number}]", uses


def calls(tree: ast.AST) -> Iterator[tuple[ast.Call, str]]:
    """Every call of a function of `re` that takes a pattern, and the function's name."""
    for node in ast.walk(tree):
        match node:
            case ast.Call(func=ast.Attribute(value=ast.Name("re"), attr=name)):
                if name in (*USES, "compile"):
                    yield node, name


def patterns_in(value: object) -> list[re.Pattern[Any]]:
    if isinstance(value, re.Pattern):
        return [value]
    if isinstance(value, dict):
        value = tuple(value.values())
    if isinstance(value, tuple | list | frozenset):
        return [part for part in value if isinstance(part, re.Pattern)]
    return []


def test_every_pattern_is_known_here() -> None:
    makers = {
        f"{path} {function.name}"
        for path, _, source in modules()
        for function in ast.walk(ast.parse(source))
        if isinstance(function, ast.FunctionDef)
        for call, _name in calls(function)
        if not isinstance(call.args[0], ast.Constant)
    }
    # It looks up a constant of its module, which is tried as such.
    assert makers - {"text/search_terms.py search_words"} == MAKERS


def seconds(pattern: re.Pattern[Any], uses: frozenset[str], text: Any) -> float:
    """The processor's time for every match in the text; the best of four if it is long."""
    best = float("inf")
    for _ in range(4):
        if best < LEAST_SECONDS:
            break
        start = time.process_time()
        if uses - {"match", "fullmatch"}:
            for _match in pattern.finditer(text):
                pass
        if "match" in uses:
            pattern.match(text)
        if "fullmatch" in uses:
            pattern.fullmatch(text)
        best = min(best, time.process_time() - start)
    return best


Pump = tuple[Any, Any, Any]


def pumps(
    pattern: re.Pattern[Any], ends: Sequence[str], number_of_examples: int, most: int
) -> Iterator[Pump]:
    """What stands before a part, the part to be repeated, and what stands after it."""
    stated: Any = pattern.pattern
    plain = stated if isinstance(stated, str) else stated.decode("latin-1")
    literal = re.sub(r"\\.|\(\?[:=!<>P][=!]?|[\[\](){}?*+|^$\\]", " ", plain).split()
    for seed in (*SEEDS, *(part for part in literal if len(part) < 30)):
        for end in ends:
            if isinstance(stated, str):
                yield "", seed, end
            elif seed.isascii() or seed == "\x80":
                yield b"", seed.encode("latin-1"), end.encode()
    if number_of_examples:
        parts = list(parts_of_examples(examples(pattern, number_of_examples)))
        yield from islice(parts, 0, None, max(1, len(parts) // most))


def parts_of_examples(texts: set[Any]) -> Iterator[Pump]:
    found: dict[Pump, None] = {}
    for example in sorted(texts, key=len):
        text = example[:LONGEST_EXAMPLE]
        for length in range(1, min(len(text), LONGEST_PART) + 1):
            for start in range(len(text) - length + 1):
                part = text[start : start + length]
                found[text[:start], part, text[start + length :]] = None
                found[text[:start], part, text[:0]] = None
    yield from found


def examples(pattern: re.Pattern[Any], number: int) -> set[Any]:
    """Texts that hold what the pattern matches, the same ones in every run."""
    found: set[Any] = set()

    @settings(
        max_examples=number, derandomize=True, database=None,
        suppress_health_check=list(HealthCheck),
    )  # fmt: skip
    @given(st.from_regex(pattern))
    def find(text: Any) -> None:
        found.add(text)

    find()
    return found


def is_slow(pattern: re.Pattern[Any], uses: frozenset[str], pump: Pump) -> bool:
    """Does the time grow faster than the text? The shortest times of all tries are compared."""
    before, part, after = pump
    shorter = longer = float("inf")
    if seconds(pattern, uses, before + part * FEW + after) >= LONG_SECONDS:
        return True
    for _ in range(TRIES):
        now = seconds(pattern, uses, before + part * (SMALL // len(part)) + after)
        shorter = min(shorter, now)
        if shorter >= LONG_SECONDS:
            return True
        now = seconds(pattern, uses, before + part * (LARGE // len(part)) + after)
        longer = min(longer, now)
        if longer <= LEAST_SECONDS or longer <= WORST_RATIO * shorter:
            return False
    return True


PATTERNS = {pattern: (name, uses) for pattern, name, uses in patterns()}


@pytest.mark.parametrize("pattern", PATTERNS, ids=[name for name, _ in PATTERNS.values()])
def test_the_time_of_a_pattern_grows_with_its_text(
    pattern: re.Pattern[Any], thorough: bool
) -> None:
    uses = PATTERNS[pattern][1]
    every = pumps(pattern, *(ALL if thorough else SOME))
    assert next((pump for pump in every if is_slow(pattern, uses, pump)), None) is None
