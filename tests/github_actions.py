"""What GitHub Actions would run of a workflow: its jobs and steps, by the `if`s and `needs`.

Source: https://docs.github.com/en/actions/reference/workflows-and-actions/expressions
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from types import SimpleNamespace
from typing import Any, Literal, NamedTuple

Result = Literal["success", "failure", "cancelled", "skipped"]

_STATUS_FUNCTION = re.compile(r"\b(?:success|failure|always|cancelled)\(\)")


class Run(NamedTuple):
    """One run of a workflow: the result of each job, and the actions (`uses`) that ran."""

    results: dict[str, Result]
    actions: tuple[str, ...]


def run_workflow(
    workflow: Mapping[str, Any],
    event: str,
    broken: frozenset[str] = frozenset(),
    cancelled: bool = False,
) -> Run:
    """Run every job in the order of its needs; the jobs in `broken` fail, if they run."""
    jobs: Mapping[str, Mapping[str, Any]] = workflow["jobs"]
    results: dict[str, Result] = {}
    actions: list[str] = []
    while remaining := [name for name in jobs if name not in results]:
        name = next(name for name in remaining if set(_needs(jobs[name])) <= results.keys())
        before = [results[other] for other in _all_needs(jobs, name)]
        needs = {other: SimpleNamespace(result=results[other]) for other in _needs(jobs[name])}
        if not _is_run(jobs[name].get("if"), event, before, cancelled, needs=needs):
            results[name] = "skipped"
        elif cancelled:
            results[name] = "cancelled"
        else:
            results[name] = "failure" if name in broken else "success"
            steps = jobs[name].get("steps", ()) if name not in broken else ()  # one may call a file
            actions += run_steps(steps, event)
    return Run(results, tuple(actions))


def run_steps(
    steps: Iterable[Mapping[str, Any]], event: str, inputs: Mapping[str, str] | None = None
) -> list[str]:
    """Return the actions that run, without their versions, where no step fails."""
    values = {name: evaluate(text, event, [], False) for name, text in (inputs or {}).items()}
    seen = {name: str(value).lower() for name, value in values.items()}  # inputs are strings
    return [
        step["uses"].partition("@")[0]
        for step in steps
        if _is_run(step.get("if"), event, [], False, inputs=seen) and "uses" in step
    ]


def evaluate(
    text: str,
    event: str,
    before: list[Result],
    cancelled: bool,
    needs: Mapping[str, Any] | None = None,
    inputs: Mapping[str, Any] | None = None,
) -> Any:
    """Return what an expression comes to; a text without `${{ }}` is itself."""
    found = re.fullmatch(r"\s*\$\{\{(.*)\}\}\s*", text, re.DOTALL)
    if found is None:
        return text
    expression = found[1].replace("&&", " and ").replace("||", " or ")
    expression = re.sub(r"!(?!=)", " not ", expression).strip()
    names = {
        "github": SimpleNamespace(event_name=event),
        "needs": SimpleNamespace(**needs or {}),
        "inputs": SimpleNamespace(**inputs or {}),
        "always": lambda: True,
        "cancelled": lambda: cancelled,
        # Of all jobs before this one, however far: one that was skipped is no success.
        "success": lambda: not cancelled and all(result == "success" for result in before),
        "failure": lambda: not cancelled and "failure" in before,
        "true": True,
        "false": False,
    }
    return eval(expression, {"__builtins__": {}}, names)  # our own workflows, no stranger's


def _is_run(
    condition: str | None,
    event: str,
    before: list[Result],
    cancelled: bool,
    **contexts: Mapping[str, Any],
) -> bool:
    """Return whether a job or step runs. Without a status function, success() is understood."""
    inner = "success()" if condition is None else str(condition).strip()
    inner = inner.removeprefix("${{").removesuffix("}}").strip()
    if not _STATUS_FUNCTION.search(inner):
        inner = f"success() && ({inner})"
    return bool(evaluate(f"${{{{ {inner} }}}}", event, before, cancelled, **contexts))


def is_run(condition: str | None, event: str, before: Mapping[str, Result]) -> bool:
    """Return whether a job runs after those that it needs, or a step after the one before it."""
    needs = {name: SimpleNamespace(result=result) for name, result in before.items()}
    return _is_run(condition, event, list(before.values()), False, needs=needs)


def _needs(job: Mapping[str, Any]) -> list[str]:
    needs = job.get("needs", [])
    return [needs] if isinstance(needs, str) else list(needs)


def _all_needs(jobs: Mapping[str, Mapping[str, Any]], name: str) -> list[str]:
    """Return the jobs that this one waits for, those they wait for, and so on, each once."""
    found: dict[str, None] = {}
    waiting = _needs(jobs[name])
    while waiting:
        other = waiting.pop()
        if other not in found:
            found[other] = None
            waiting += _needs(jobs[other])
    return list(found)
