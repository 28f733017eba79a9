"""What runs the tests elsewhere: nothing that they need may be missing there unnoticed."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import tomllib
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


def test_no_workflow_lets_a_test_be_skipped_for_want_of_a_program() -> None:
    jobs = own_workflow("tests")["jobs"].values()
    steps = [step for job in jobs for step in job["steps"]]
    tests = [step for step in steps if step.get("run") in ("make test", "make cov")]
    assert [step["run"] for step in tests] == ["make test", "make cov"]
    assert all(step["env"] == dict.fromkeys(demands(), "1") for step in tests)


def test_what_is_received_cannot_stop_the_site() -> None:
    """The workflow that publishes runs no test: an article that is new would fail one."""
    jobs = own_workflow("pages")["jobs"].values()
    run = [step["run"] for job in jobs for step in job["steps"] if "run" in step]
    assert [line.split(" ARGS=")[0] for line in run] == [
        "make fetch",
        ".github/keep-captures",
        "make build",
        "make check",
    ]


def test_every_promised_python_is_tried_on_every_promised_system() -> None:
    jobs = own_workflow("tests")["jobs"]
    pythons = ["3.11", "3.12", "3.13", "3.14"]
    assert jobs["linux"]["strategy"]["matrix"] == {"python": pythons}
    assert jobs["elsewhere"]["strategy"]["matrix"] == {
        "system": ["macos-15", "windows-2025"],
        "python": pythons,
    }
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    assert project["requires-python"] == f">={pythons[0]}"


@pytest.mark.parametrize("broken", ["test", "build", "publish"])
def test_a_release_goes_no_further_than_what_failed(broken: str) -> None:
    results = run_workflow(own_workflow("release"), "push", broken=frozenset({broken})).results
    jobs = ["test", "build", "publish", "announce"]
    place = jobs.index(broken)
    assert list(results) == jobs
    assert list(results.values()) == [
        *("success" for _ in jobs[:place]),
        "failure",
        *("skipped" for _ in jobs[place + 1 :]),
    ]


def test_a_release_is_tested_by_all_that_a_change_is_tested_by() -> None:
    assert own_workflow("release")["jobs"]["test"]["uses"] == "./.github/workflows/tests.yml"
    assert "workflow_call" in own_workflow("tests")["on"]


def test_every_action_of_others_is_pinned_to_a_commit() -> None:
    files = [*(ROOT / ".github").rglob("*.yml"), ROOT / "templates/init/pages.yml"]
    text = "\n".join(path.read_text("utf-8") for path in files)
    used = re.findall(r"uses: (.+)", text)
    others = [action for action in used if not action.startswith("./")]
    assert len(others) > 20
    pinned = re.compile(r"[\w-]+/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+")
    assert [action for action in others if not pinned.fullmatch(action)] == []


def linted(folder: Path) -> Path:
    """A repository of our workflows, and that of octavo init as `list.yml`."""
    shutil.copytree(ROOT / ".github", folder / ".github")
    write_list(folder / "list", NewList(id="a", title="A", language="en", sources=(), kinds=()))
    of_init = folder / "list/.github/workflows/pages.yml"
    of_init.rename(folder / ".github/workflows/list.yml")
    return folder


def test_zizmor_finds_nothing_unsafe_in_a_workflow(tmp_path: Path) -> None:
    # Its default settings. An exception has its reason where it is made.
    program = shutil.which("zizmor", path=Path(sys.executable).parent)
    if program is None:
        pytest.skip("no zizmor here")
    command = [program, "--offline", "--no-progress", str(linted(tmp_path) / ".github")]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_actionlint_finds_no_mistake_in_a_workflow(tmp_path: Path) -> None:
    program = shutil.which("actionlint")
    if program is None:
        pytest.skip("no actionlint here (make workflows installs it)")
    files = sorted((linted(tmp_path) / ".github/workflows").iterdir())
    done = subprocess.run([program, *map(str, files)], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def release_notes(folder: Path, changelog: str, tag: str) -> tuple[int, str]:
    """What .ci/release-notes says in a repository of version 1.2.0: its status, its text."""
    for name in (".ci/release-notes", "generator/__init__.py", "CHANGELOG.md"):
        (folder / name).parent.mkdir(exist_ok=True)
    shutil.copy(ROOT / ".ci/release-notes", folder / ".ci")
    (folder / "generator/__init__.py").write_text('__version__ = "1.2.0"\n')
    (folder / "CHANGELOG.md").write_text(changelog)
    command = [sys.executable, str(folder / ".ci/release-notes"), tag]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    return done.returncode, done.stdout + done.stderr


CHANGELOG = """# Changelog

## [Unreleased]

- What is not yet out.

## [1.2.0] - 2026-12-01

### Added

- What is new.

## [1.1.0] - 2026-11-01

- What was new.

[1.2.0]: https://example.org/
"""
NOTES = {
    "its section": (CHANGELOG, "v1.2.0", (0, "### Added\n\n- What is new.\n")),
    "the last section": (
        CHANGELOG.replace("## [1.1.0] - 2026-11-01\n\n- What was new.\n\n", ""),
        "v1.2.0",
        (0, "### Added\n\n- What is new.\n"),
    ),
    "a tag of another version": (
        CHANGELOG,
        "v1.1.0",
        (1, "the tag is v1.1.0, and generator/__init__.py says 1.2.0: make them agree\n"),
    ),
    "no section": (
        CHANGELOG.replace("[1.2.0] -", "[1.2.1] -"),
        "v1.2.0",
        (1, 'CHANGELOG.md: nothing below "## [1.2.0] - YYYY-MM-DD"\n'),
    ),
    "a section of nothing": (
        CHANGELOG.replace("### Added\n\n- What is new.\n", ""),
        "v1.2.0",
        (1, 'CHANGELOG.md: nothing below "## [1.2.0] - YYYY-MM-DD"\n'),
    ),
}


@pytest.mark.parametrize(("changelog", "tag", "expected"), NOTES.values(), ids=NOTES)
def test_a_release_is_announced_with_its_section_of_the_changelog(
    changelog: str, tag: str, expected: tuple[int, str], tmp_path: Path
) -> None:
    assert release_notes(tmp_path, changelog, tag) == expected


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


def own_workflow(name: str) -> Mapping[str, Any]:
    return load((ROOT / f".github/workflows/{name}.yml").read_text("utf-8"))


def workflows(folder: Path) -> dict[str, Mapping[str, Any]]:
    return {
        "ours": own_workflow("pages"),
        "of octavo init": new_workflow(folder),
        "in docs": documented_workflow(),
    }


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
    ours = own_workflow("pages")
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
