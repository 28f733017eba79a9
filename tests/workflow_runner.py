"""A workflow of GitHub Actions, run here: every `run` of it by bash, each job in its own clone.

GitHub's own actions are played: a checkout is a clone, an artifact or a cache is a folder.
"""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Mapping
from hashlib import sha256
from pathlib import Path
from typing import Any, NamedTuple

from tests.git import ENVIRONMENT
from tests.github_actions import Result, is_run

BASE_URL = "https://owner.example/list"


class Run(NamedTuple):
    """What came of each job, what its steps printed, and the summary of the run."""

    results: dict[str, Result]
    output: str
    summary: str


class StepFailed(Exception):
    """A step ended with another status than 0."""


class Runner:
    """Runs workflows of the repository `remote`, whose caches outlive a run.

    `programs` is the folder of python and what is installed beside it; `deployed` is where the
    site is published.
    """

    def __init__(self, remote: Path, folder: Path, programs: Path) -> None:
        self.remote = remote
        self.folder = folder
        self.programs = programs
        self.caches: dict[str, Path] = {}
        self.deployed = folder / "deployed"
        self.number = 0

    def run(self, workflow: Mapping[str, Any], event: str) -> Run:
        """Run all jobs, each after those that it needs; they stand in that order."""
        self.number += 1
        run = _Run(self, self.folder / f"run-{self.number}", event)
        for name, job in workflow["jobs"].items():
            run.run_job(name, job)
        summary = run.folder / "summary.md"
        return Run(run.results, run.output, summary.read_text() if summary.exists() else "")


class _Run:
    """One run: its jobs' results, its artifacts."""

    def __init__(self, runner: Runner, folder: Path, event: str) -> None:
        self.runner = runner
        self.folder = folder
        self.event = event
        self.results: dict[str, Result] = {}
        self.output = ""
        folder.mkdir(parents=True)

    def run_job(self, name: str, job: Mapping[str, Any]) -> None:
        needs = job.get("needs", [])
        before = {
            other: self.results[other] for other in ([needs] if needs == str(needs) else needs)
        }
        if not is_run(job.get("if"), self.event, before):
            self.results[name] = "skipped"
            return
        # At one place in every run, as on GitHub: what is cached may know it.
        home = self.runner.folder / "runner" / name
        shutil.rmtree(home, ignore_errors=True)
        values = {
            "runner.temp": str(home / "temp"),
            "github.run_id": str(self.runner.number),
            "github.run_attempt": "1",
        }
        (home / "temp").mkdir(parents=True)
        (home / "work").mkdir()
        failed = False
        for step in job["steps"]:
            result: Result = "failure" if failed else "success"
            if not is_run(step.get("if"), self.event, {"step": result}):
                continue
            try:
                self._run_step(step, job.get("env", {}), home, values)
            except StepFailed:
                failed = True
        self.results[name] = "failure" if failed else "success"

    def _run_step(
        self, step: Mapping[str, Any], env: Mapping[str, str], home: Path, values: dict[str, str]
    ) -> None:
        def hash_of(path: str) -> str:
            file = home / "work" / path
            return sha256(file.read_bytes()).hexdigest() if file.exists() else ""  # as on GitHub

        def filled(text: str) -> str:
            expression = r"\$\{\{ ([\w.]+|hashFiles\('([^']+)'\)) \}\}"
            return re.sub(
                expression,
                lambda found: hash_of(found[2]) if found[2] else values[found[1]],
                text,
            )

        if "uses" not in step:
            own = {name: filled(text) for name, text in {**env, **step.get("env", {})}.items()}
            self._run_script(step["run"], home, own)
            return
        action = step["uses"].partition("@")[0].removeprefix("actions/").replace("/", "_")
        inputs = {name: filled(str(text)) for name, text in step.get("with", {}).items()}
        outputs = getattr(self, f"_{action.replace('-', '_')}")(home, inputs) or {}
        values |= {f"steps.{step.get('id')}.outputs.{name}": text for name, text in outputs.items()}

    def _run_script(self, script: str, home: Path, env: Mapping[str, str]) -> None:
        """Run a script as GitHub does, whose bash stops at the first command that fails."""
        file = home / "temp/script.sh"
        file.write_text(script)
        git = {name: text for name, text in ENVIRONMENT.items() if name.startswith("GIT_CONFIG")}
        done = subprocess.run(
            ["bash", "-e", str(file)],
            cwd=home / "work",
            env={
                **git,
                **env,
                "PATH": f"{self.runner.programs}:{ENVIRONMENT['PATH']}",
                "HOME": str(home),
                "RUNNER_TEMP": str(home / "temp"),
                "GITHUB_STEP_SUMMARY": str(self.folder / "summary.md"),
            },
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
        )
        self.output += done.stdout
        if done.returncode != 0:
            raise StepFailed

    def _checkout(self, home: Path, _inputs: Mapping[str, str]) -> None:
        command = ["git", "clone", "--quiet", "--depth=1", f"file://{self.runner.remote}", "work"]
        subprocess.run(command, cwd=home, env=ENVIRONMENT, check=True)

    def _setup_python(self, _home: Path, _inputs: Mapping[str, str]) -> None:
        """Do nothing: python is there."""

    def _cache_restore(self, home: Path, inputs: Mapping[str, str]) -> None:
        keys = [key for key in self.runner.caches if key.startswith(inputs["restore-keys"])]
        for path in inputs["path"].split() if keys else ():
            _copy(self.runner.caches[keys[-1]] / path, home / "work" / path)

    def _cache_save(self, home: Path, inputs: Mapping[str, str]) -> None:
        place = self.runner.caches[inputs["key"]] = self.folder / "cache"
        for path in inputs["path"].split():
            _copy(home / "work" / path, place / path)

    def _upload_artifact(self, _home: Path, inputs: Mapping[str, str]) -> None:
        path = Path(inputs["path"])
        assert path.exists()
        _copy(path, self.folder / "artifacts" / inputs["name"] / path.name)

    def _download_artifact(self, _home: Path, inputs: Mapping[str, str]) -> None:
        artifact = self.folder / "artifacts" / inputs["name"]
        if not artifact.exists():
            raise StepFailed
        _copy(artifact, Path(inputs["path"]))

    def _configure_pages(self, _home: Path, _inputs: Mapping[str, str]) -> dict[str, str]:
        return {"base_url": BASE_URL}

    def _upload_pages_artifact(self, home: Path, inputs: Mapping[str, str]) -> None:
        _copy(home / "work" / inputs["path"], self.folder / "pages")

    def _deploy_pages(self, _home: Path, _inputs: Mapping[str, str]) -> dict[str, str]:
        shutil.rmtree(self.runner.deployed, ignore_errors=True)
        _copy(self.folder / "pages", self.runner.deployed)
        return {"page_url": BASE_URL}


def _copy(start: Path, end: Path) -> None:
    """Copy a file or a folder with its times, as an archive does; nothing where there is none."""
    end.parent.mkdir(parents=True, exist_ok=True)
    if start.is_dir():
        shutil.copytree(start, end, symlinks=True)
    elif start.exists():
        shutil.copy2(start, end)
