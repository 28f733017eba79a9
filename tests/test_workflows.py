"""What runs the tests elsewhere: nothing that they need may be missing there unnoticed."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Iterator, Mapping
from itertools import takewhile
from pathlib import Path
from typing import Any

import pytest
import yaml

from generator.commands.init import Installed, NewList, write_list
from tests.github_actions import run_steps, run_workflow

ROOT = Path(__file__).parents[1]
NEW_LIST = NewList(
    id="talks",
    title="Talks",
    language="en",
    sources=(),
    kinds=(),
    octavo=Installed(requirement="octavo==1.0"),
)
EVENTS = ("push", "schedule", "workflow_dispatch")
# A test that needs a browser, say, is skipped where there is none, unless the variable is set.
DEMAND = re.compile(r'environ\.get\("(REQUIRE_[A-Z]+)"\)')
# Demanded by a job of its own; elsewhere the tests of other engines run where these are.
ELSEWHERE = {"REQUIRE_ENGINES"}


def demands() -> set[str]:
    """The variables that make tests fail which would be skipped."""
    texts = [path.read_text("utf-8") for path in sorted((ROOT / "tests").rglob("*.py"))]
    return {name for text in texts for name in DEMAND.findall(text)} - ELSEWHERE


def test_no_workflow_lets_a_test_be_skipped_for_want_of_a_program() -> None:
    jobs = own_workflow("tests")["jobs"].values()
    steps = [step for job in jobs for step in job["steps"]]
    tests = [step for step in steps if step.get("run") in ("make test-thorough", "make cov")]
    assert [step["run"] for step in tests] == ["make test-thorough", "make cov"]
    assert all(step["env"] == dict.fromkeys(demands(), "1") for step in tests)


def test_a_job_of_its_own_demands_the_other_engines() -> None:
    steps = own_workflow("tests")["jobs"]["engines"]["steps"]
    assert [step["run"] for step in steps if "run" in step][1:] == ["make engines"]
    recipe = (ROOT / "Makefile").read_text("utf-8").partition("\nengines:")[2].partition("\n\n")[0]
    assert set(re.findall(r"(REQUIRE_[A-Z]+)=1", recipe)) == {*ELSEWHERE, "REQUIRE_BROWSER"}


def test_what_is_received_cannot_stop_the_site() -> None:
    """The workflow that publishes runs no test: an article that is new would fail one."""
    jobs = own_workflow("pages")["jobs"].values()
    steps = [step for job in jobs for step in job["steps"]]
    assert [step.get("run") for step in steps] == [None] * 5
    scripts = [
        step["run"] for step in action_steps("pages") + action_steps("keep") if "run" in step
    ]
    commands = [word for line in scripts for word in re.findall(r"-m generator (\w+)", line)]
    assert commands == ["fetch", "build", "check"]
    assert not any("test" in re.sub(r"test \$\? -eq 3", "", line) for line in scripts)


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
    pinned = re.compile(r"[\w-]+/[\w/-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+")
    assert [action for action in others if not pinned.fullmatch(action)] == []


def linted(folder: Path) -> Path:
    """A repository of our workflows, and that of octavo init as `list.yml`."""
    shutil.copytree(ROOT / ".github", folder / ".github")
    write_list(folder / "list", NEW_LIST)
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
    write_list(folder, NEW_LIST)
    return load((folder / ".github/workflows/pages.yml").read_text("utf-8"))


def documented_workflow() -> Mapping[str, Any]:
    """The lines in docs/fetching.md."""
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


def composite_action(name: str) -> Mapping[str, Any]:
    return load((ROOT / f".github/actions/{name}/action.yml").read_text("utf-8"))


def action_steps(name: str) -> list[Mapping[str, Any]]:
    return list(composite_action(name)["runs"]["steps"])


def name_of_ours(uses: str) -> str | None:
    """The name of an action of this repository; None for one of others."""
    found = re.fullmatch(r"(?:\.|OWNER/octavo)/\.github/actions/(\w+)(?:@main)?", uses)
    return found and found[1]


def actions_of(workflow: Mapping[str, Any], event: str) -> tuple[str, ...]:
    """The actions that a run without a fault uses, those of our own actions among them."""
    actions: list[str] = []
    for uses in run_workflow(workflow, event).actions:
        if (name := name_of_ours(uses)) is None:
            actions.append(uses)
            continue
        inputs = composite_action(name)["inputs"]
        given = {name: str(value["default"]) for name, value in inputs.items()}
        actions += run_steps(action_steps(name), event, given)
    return tuple(actions)


@pytest.mark.parametrize("event", EVENTS)
def test_every_event_starts_each_workflow_and_reaches_the_deployment(
    event: str, tmp_path: Path
) -> None:
    for name, workflow in workflows(tmp_path).items():
        assert event in workflow["on"], name
        actions = actions_of(workflow, event)
        built, deployed = map(
            actions.index, ("actions/upload-pages-artifact", "actions/deploy-pages")
        )
        assert built < deployed == len(actions) - 1, name


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


def test_a_push_fetches_nothing_and_the_other_events_do(tmp_path: Path) -> None:
    kept = {"actions/upload-artifact", "actions/download-artifact"}
    found = workflows(tmp_path)
    for name, workflow in found.items():
        used = {event: kept.intersection(actions_of(workflow, event)) for event in EVENTS}
        assert used == {"push": set(), "schedule": kept, "workflow_dispatch": kept}, name


def test_what_was_received_is_kept_also_if_nothing_could_be_built_of_it(tmp_path: Path) -> None:
    for name, workflow in workflows(tmp_path).items():
        run = run_workflow(workflow, "schedule", broken=frozenset({"build"}))
        results = {"build": "failure", "keep": "success", "deploy": "skipped"}
        assert run.results == results, name
    # It is packed before anything is built.
    uses = [
        step.get("uses", step.get("run", "")).partition("@")[0] for step in action_steps("pages")
    ]
    assert uses.index("actions/upload-artifact") < uses.index("actions/configure-pages")


# All that a job may run that may write to a repository or publish: nothing that others wrote is
# installed there, and no code of the list or of octavo runs but what is named.
TRUSTED = {
    "actions/checkout",
    "actions/download-artifact",
    "actions/deploy-pages",
    "pypa/gh-action-pypi-publish",
}


def all_workflows(folder: Path) -> dict[str, Mapping[str, Any]]:
    names = [path.stem for path in sorted((ROOT / ".github/workflows").glob("*.yml"))]
    return workflows(folder) | {name: own_workflow(name) for name in names}


def writes(job: Mapping[str, Any], workflow: Mapping[str, Any]) -> bool:
    """Whether a job may write anything; without `permissions` it may do all that others give it."""
    permissions = job.get("permissions", workflow.get("permissions", "write-all"))
    values = permissions if isinstance(permissions, str) else permissions.values()
    return "write" in values or "write-all" in values


def steps_of(job: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    """The steps of a job, those of our own actions among them."""
    for step in job.get("steps", ()):
        if name := name_of_ours(step.get("uses", "")):
            yield from action_steps(name)
        else:
            yield step


def is_ours(script: str) -> bool:
    """Whether a script is nothing but keep-captures, which runs git alone, or GitHub's own."""
    commands = (ROOT / "templates/init/keep-captures").read_text("utf-8").partition("\n\n")[2]
    called = '"$GITHUB_ACTION_PATH/../../../templates/init/keep-captures" '
    inlined = script.partition("\n")[2] == commands and script.startswith("set -euo pipefail -- ")
    return script == "" or inlined or script.startswith((called, "gh "))


def test_a_job_that_may_write_installs_nothing_and_reads_nothing_of_strangers(
    tmp_path: Path,
) -> None:
    writing: list[str] = []
    for name, workflow in all_workflows(tmp_path).items():
        for job_name, job in workflow["jobs"].items():
            if not writes(job, workflow):
                continue
            writing.append(f"{name}: {job_name}")
            for step in steps_of(job):
                action, script = step.get("uses", "").partition("@")[0], step.get("run", "")
                assert action in TRUSTED | {""}, f"{name}: {job_name}"
                assert is_ours(script), f"{name}: {job_name}"
    assert writing == [
        *("ours: keep", "ours: deploy", "of octavo init: keep", "of octavo init: deploy"),
        *("in docs: keep", "in docs: deploy", "pages: keep", "pages: deploy"),
        *("release: publish", "release: announce"),
    ]


def test_the_composite_action_installs_wheels_with_their_hashes_and_nothing_else() -> None:
    scripts = [step["run"] for step in action_steps("pages") if "run" in step]
    lines = [line for script in scripts for line in script.replace("\\\n", "").splitlines()]
    (installing,) = [" ".join(line.split()) for line in lines if "pip" in line]
    assert installing == (
        '"$RUNNER_TEMP/octavo/bin/python" -m pip install --quiet --require-hashes '
        '--only-binary :all: --requirement "$GITHUB_ACTION_PATH/../../../requirements.lock.txt"'
    )
    locked = (ROOT / "requirements.lock.txt").read_text("utf-8").replace("\\\n", "")
    wanted = [line for line in locked.splitlines() if line and not line.lstrip().startswith("#")]
    assert [line for line in wanted if "==" not in line or "--hash=sha256:" not in line] == []


def test_what_a_run_keeps_for_the_next_one_is_what_that_restores(tmp_path: Path) -> None:
    caches = {
        "the action": action_steps("pages"),
        "the workflow of octavo init": workflows(tmp_path)["of octavo init"]["jobs"]["build"][
            "steps"
        ],
    }
    for name, steps in caches.items():
        restored, saved = (
            [
                (step["with"]["path"].splitlines(), step["with"]["key"])
                for step in steps
                if step.get("uses", "").startswith(f"actions/cache/{verb}@")
            ]
            for verb in ("restore", "save")
        )
        assert sorted(restored) == sorted(saved), name
        paths = {path.rpartition("/")[2] for listed, _key in restored for path in listed}
        assert paths == {".cache", "_site", "state.json"}, name


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
