"""Pages and what a person read in them → how much of it Octavo reads.

    python -m tests.compare_pages DIR        a table: of each field, right, wrong and silent
    python -m tests.compare_pages -v DIR     and each page of which something is not right

DIR holds pages, and `expected.json`, which says of each file by its name what it states. What is
not said there is not compared; `null` and `[]` say that the page states none:

    {"kettles.html": {"url": "https://example.org/kettles", "title": "Kettles",
                      "authors": ["Ada Doe"], "date": "2020-03-05",
                      "with": ["made of tin"], "without": ["Related posts"]}}

`url` is where the page was found. `with` are pieces of the main text, `without` of the frame.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from generator.text.html import sanitise, text_of_sanitised
from generator.text.html_tree import parse_page
from generator.text.page.article import LONGEST_ARTICLE, find_article
from generator.text.page.metadata import PageFacts, facts_of
from generator.text.page.received import page_text
from generator.text.titles import fold_text

FIELDS = ("title", "authors", "date", "copy holds the text", "copy is only the article")
RESULTS = ("right", "wrong", "silent")


class Compared(NamedTuple):
    """What came of one field of one page."""

    file: str
    field: str
    result: str
    expected: object
    found: object


def compare(folder: Path) -> Iterator[Compared]:
    """Compare every page of a folder with what its `expected.json` says of it."""
    expectations = json.loads((folder / "expected.json").read_text("utf-8"))
    for name, expected in sorted(expectations.items()):
        try:
            page = page_text((folder / name).read_bytes())
            root = parse_page(page.html)
        except ValueError as error:
            for field in ("title", "authors", "date"):
                if field in expected:
                    yield Compared(name, field, "silent", expected[field], str(error))
            continue
        facts, text = PageFacts(), ""
        if root is not None:
            facts = facts_of(root, expected.get("url") or page.url)
            copy = sanitise(find_article(root).html, longest=LONGEST_ARTICLE)
            text = text_of_sanitised(copy) or ""
        yield from _fields(name, expected, facts)
        yield from _copy(name, expected, text)


def _fields(name: str, expected: Mapping[str, Any], facts: PageFacts) -> Iterator[Compared]:
    date = facts.published.date.edtf if facts.published else None
    found = {"title": facts.title, "authors": list(facts.authors), "date": date}
    for field, value in found.items():
        if field not in expected:
            continue
        if _folded(value) == _folded(expected[field]):
            result = "right"
        else:
            result = "wrong" if value else "silent"
        yield Compared(name, field, result, expected[field], value)


def _folded(value: Any) -> object:
    if isinstance(value, list):
        return sorted(map(fold_text, value))
    return fold_text(value) if value else None


def _copy(name: str, expected: Mapping[str, Any], text: str) -> Iterator[Compared]:
    folded = fold_text(text)
    if "with" in expected:
        lost = [piece for piece in expected["with"] if fold_text(piece) not in folded]
        result = "right" if not lost else "wrong" if text else "silent"
        yield Compared(name, FIELDS[3], result, [], lost)
    if "without" in expected:
        left = [piece for piece in expected["without"] if fold_text(piece) in folded]
        yield Compared(name, FIELDS[4], "wrong" if left else "right", [], left)


def table(compared: list[Compared]) -> str:
    """The results of all pages: of each field, how many are right, wrong and silent."""
    counts = Counter((one.field, one.result) for one in compared)
    lines = [f"{'field':26}{'pages':>7}" + "".join(f"{result:>8}" for result in RESULTS)]
    for field in FIELDS:
        numbers = [counts[field, result] for result in RESULTS]
        if any(numbers):
            lines.append(f"{field:26}{sum(numbers):7}" + "".join(f"{n:8}" for n in numbers))
    return "\n".join(lines)


def main() -> int:
    """Print the table; 1 if there is no such folder."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0] if __doc__ else None)
    parser.add_argument("-v", "--verbose", action="store_true", help="each field that is not right")
    parser.add_argument("folder", type=Path)
    arguments = parser.parse_args()
    try:
        compared = list(compare(arguments.folder))
    except OSError as error:
        sys.stderr.write(f"{error.filename}: {error.strerror}\n")
        return 1
    for one in compared if arguments.verbose else ():
        if one.result != "right":
            said = f"{one.found!r}, not {one.expected!r}"
            sys.stdout.write(f"{one.file}: {one.field} {one.result}: {said}\n")
    sys.stdout.write(f"{table(compared)}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
