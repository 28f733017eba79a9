"""What runs the tests elsewhere: nothing that they need may be missing there unnoticed."""

from __future__ import annotations

import re
from collections.abc import Mapping
from itertools import takewhile
from pathlib import Path
from typing import Any

import pytest
import yaml

from generator.commands.init import NewList, write_list
from tests.github_actions import run_steps, run_workflow

ROOT = Path(__file__).parents[1]
EVENTS = ("push", "schedule", "workflow_dispatch")
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


def new_workflow(folder: Path) -> Mapping[str, Any]:
    """The workflow that `octavo init` writes."""
    write_list(folder, NewList(id="talks", title="Talks", language="en", sources=(), kinds=()))
    return load((folder / ".github/workflows/pages.yml").read_text("utf-8"))


def documented_workflow() -> Mapping[str, Any]:
    """The ten lines of docs/fetching.md."""
    lines = (ROOT / "docs/fetching.md").read_text("utf-8").splitlines()
    start = lines.index("    name: Pages")
    block = takewhile(lambda line: line.startswith("    "), lines[start:])
    return load("\n".join(line[4:] for line in block))


def workflows(folder: Path) -> dict[str, Mapping[str, Any]]:
    own = load((ROOT / ".github/workflows/pages.yml").read_text("utf-8"))
    return {"ours": own, "of octavo init": new_workflow(folder), "in docs": documented_workflow()}


def load(text: str) -> Mapping[str, Any]:
    # To YAML 1.1 the key `on` is true.
    loaded = yaml.safe_load(text)
    return {("on" if key is True else key): value for key, value in loaded.items()}


def composite_action() -> Mapping[str, Any]:
    return load((ROOT / ".github/actions/pages/action.yml").read_text("utf-8"))


def actions_of(workflow: Mapping[str, Any], event: str) -> tuple[str, ...]:
    """The actions that a run without a fault uses, those of our own action among them."""
    action = composite_action()
    inputs = {name: str(value["default"]) for name, value in action["inputs"].items()}
    actions: list[str] = []
    for name in run_workflow(workflow, event).actions:
        is_ours = name.endswith(".github/actions/pages")
        actions += run_steps(action["runs"]["steps"], event, inputs) if is_ours else [name]
    return tuple(actions)


@pytest.mark.parametrize("event", EVENTS)
def test_every_event_starts_each_workflow_and_reaches_the_deployment(
    event: str, tmp_path: Path
) -> None:
    for name, workflow in workflows(tmp_path).items():
        assert event in workflow["on"], name
        actions = actions_of(workflow, event)
        assert actions[-2:] == ("actions/upload-pages-artifact", "actions/deploy-pages"), name


@pytest.mark.parametrize("event", EVENTS)
def test_nothing_is_deployed_once_a_job_before_has_failed_or_the_run_is_cancelled(
    event: str, tmp_path: Path
) -> None:
    for name, workflow in workflows(tmp_path).items():
        skipped = {
            job
            for job, result in run_workflow(workflow, event).results.items()
            if result == "skipped"
        }
        for job in set(workflow["jobs"]) - {"deploy"} - skipped:
            run = run_workflow(workflow, event, broken=frozenset({job}))
            assert "actions/deploy-pages" not in run.actions, (name, job)
        assert run_workflow(workflow, event, cancelled=True).actions == (), name


def test_a_push_fetches_nothing_and_the_other_events_do() -> None:
    ours = load((ROOT / ".github/workflows/pages.yml").read_text("utf-8"))
    results = {event: run_workflow(ours, event).results for event in EVENTS}
    assert results == {
        "push": {"fetch": "skipped", "build": "success", "deploy": "success"},
        "schedule": {"fetch": "success", "build": "success", "deploy": "success"},
        "workflow_dispatch": {"fetch": "success", "build": "success", "deploy": "success"},
    }


def test_a_job_behind_a_skipped_one_is_skipped_unless_it_asks_for_the_status_itself() -> None:
    # What is held of GitHub above: https://github.com/actions/runner/issues/491
    step = {"uses": "a/b@v1"}
    first = {"if": "false", "steps": [step]}
    second = {"needs": "first", "if": "always()", "steps": [step]}
    third = {"needs": ["second"], "steps": [step]}
    jobs = {"first": first, "second": second, "third": third}
    assert run_workflow({"jobs": jobs}, "push").results["third"] == "skipped"
    for condition in ("needs.second.result == 'success'", "success()"):
        jobs["third"] = {**third, "if": f"${{{{ {condition} }}}}"}
        assert run_workflow({"jobs": jobs}, "push").results["third"] == "skipped"
    for condition in ("always()", "!cancelled() && needs.second.result == 'success'"):
        jobs["third"] = {**third, "if": f"${{{{ {condition} }}}}"}
        assert run_workflow({"jobs": jobs}, "push").results["third"] == "success"
