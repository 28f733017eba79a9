"""What runs the tests elsewhere: nothing that they need may be missing there unnoticed."""

from __future__ import annotations

import re
from pathlib import Path

import yaml

ROOT = Path(__file__).parents[1]
# A test that needs a browser, say, is skipped where there is none, unless the variable is set.
DEMAND = re.compile(r'environ\.get\("(REQUIRE_[A-Z]+)"\)')


def demands() -> set[str]:
    """The variables that make tests fail which would be skipped."""
    texts = [path.read_text("utf-8") for path in sorted((ROOT / "tests").rglob("*.py"))]
    return {name for text in texts for name in DEMAND.findall(text)}


def test_the_workflow_lets_no_test_be_skipped_for_want_of_a_program() -> None:
    workflow = yaml.safe_load((ROOT / ".github/workflows/pages.yml").read_text("utf-8"))
    steps = [step for job in workflow["jobs"].values() for step in job["steps"]]
    [tests] = [step for step in steps if step.get("run") == "make test"]
    assert tests["env"] == dict.fromkeys(demands(), "1")


def test_what_runs_before_a_change_is_taken_knows_the_same_demands() -> None:
    script = (ROOT / ".ci/run").read_text("utf-8")
    assert set(re.findall(r"export (REQUIRE_[A-Z]+)=1", script)) == demands()
