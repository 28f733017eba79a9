"""What the code imports is what pyproject.toml asks for: a wheel brings nothing else along."""

from __future__ import annotations

import ast
import re
import sys
import tomllib
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]

# What is asked for without an import of ours, and why.
UNIMPORTED = {
    "lxml-html-clean": "trafilatura needs it",
    "tzdata": "zoneinfo reads the rules of time zones from it",
}


def imported(folder: Path) -> set[str]:
    """The packages, by the name before the first dot, that the modules of a folder import."""
    names = set()
    for path in folder.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Import):
                names |= {alias.name.partition(".")[0] for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
                names.add(node.module.partition(".")[0])
    return names - sys.stdlib_module_names - {"generator"}


def normal(name: str) -> str:
    """A distribution's name as they compare. PEP 503."""
    return re.sub(r"[-_.]+", "-", name).lower()


EXTRAS = PROJECT["optional-dependencies"]
DECLARED = {normal(re.split(r"[^\w.-]", line)[0]) for line in PROJECT["dependencies"]}


@pytest.mark.slow
def test_the_package_imports_what_it_declares_and_nothing_else() -> None:
    owners = packages_distributions()
    used = {normal(owners[name][0]) for name in imported(ROOT / "generator")}
    assert used | UNIMPORTED.keys() == DECLARED


@pytest.mark.slow
def test_the_tests_import_what_is_declared_for_them_or_for_the_package() -> None:
    extras = {normal(re.split(r"[^\w.-]", line)[0]) for line in EXTRAS["test"] + EXTRAS["fuzz"]}
    owners = packages_distributions()
    used = {normal(owners.get(name, [name])[0]) for name in imported(ROOT / "tests") - {"tests"}}
    assert used <= DECLARED | extras


def test_the_lock_holds_all_that_is_declared() -> None:
    lock = (ROOT / "requirements.lock.txt").read_text("utf-8")
    assert set(re.findall(r"^([\w.-]+)==", lock, re.MULTILINE)) >= DECLARED
