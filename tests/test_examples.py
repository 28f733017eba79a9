"""The lists in examples/: each builds without a remark, and shows what its README says."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from generator.build.pipeline import build
from generator.commands.check import check

EXAMPLES = Path(__file__).parents[1] / "examples"
LISTS = {
    "thread": [
        ("2026-05-12", "update", "Tide updates, May 2026"),
        ("2026-04-21", "article", "Why harbours ring"),
        ("2026-04-09", "article", "Gauges and what they miss"),
        ("2026-03-16", "article", "Reading a tide table"),
        ("2025-12", "article", "The moon is late"),
    ],
    "planet": [
        ("2026-05-10", "clocks", "A pendulum in warm air"),
        ("2026-05-08", "article", "Threading from the middle"),
        ("2026-05-02", "paper", "Wheat paste that keeps"),
        ("2026-04-24", "clocks", "Cleaning a verge"),
        ("2026-03-07", "paper", "Finding the grain"),
        ("2026-02-18", "clocks", "Which oil, and how little"),
        ("2026-01-15", "article", "A selvedge that stays straight"),
    ],
    "bibliography": [
        ("2026-04", "paper", "Lists That Forget Their Ends"),
        ("2023", "paper", "What Names a Thing That Moves"),
        ("2021-09", "talk", "Slow Sorting, Measured"),
        ("2019-03", "paper", "Merging Lists That Disagree"),
    ],
}


def test_every_example_is_tried() -> None:
    assert {path.parent.parent.name for path in EXAMPLES.glob("*/content/site.toml")} == set(LISTS)


@pytest.mark.slow
@pytest.mark.parametrize(("name", "expected"), LISTS.items(), ids=LISTS)
def test_an_example_builds_without_a_remark(
    name: str, expected: list[tuple[str, str, str]], tmp_path: Path
) -> None:
    built = build(EXAMPLES / name / "content", tmp_path / "_site", strict=True)
    assert built.library.problems == ()
    assert check(tmp_path / "_site") == ()
    articles = json.loads((tmp_path / "_site/articles.json").read_bytes())["articles"]
    assert [(one["date"], one["kind"], one["title"]) for one in articles] == expected
    assert all(one["conflicts"] == [] for one in articles)
