"""resources: the templates and static files are found from a checkout and beside the package."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from generator import resources

PRINT_BOTH = (
    "from generator import resources; "
    "print(resources.templates_folder(), resources.static_folder(), sep='\\n')"
)


def folders_seen_from(place: Path) -> list[Path]:
    """What a program sees that finds the package in `place`, as in a site-packages folder."""
    run = subprocess.run(
        [sys.executable, "-c", PRINT_BOTH], cwd=place, capture_output=True, text=True, check=True
    )
    return [Path(line) for line in run.stdout.splitlines()]


@pytest.fixture
def package(tmp_path: Path) -> Path:
    (tmp_path / "generator").mkdir()
    for name in ("__init__.py", "resources.py"):
        shutil.copy(Path(resources.__file__).parent / name, tmp_path / "generator")
    return tmp_path / "generator"


def test_a_checkout_has_them_at_its_top(package: Path) -> None:
    top = package.parent
    assert folders_seen_from(top) == [top / "templates", top / "static"]


def test_an_installed_package_has_them_inside(package: Path) -> None:
    (package / "templates").mkdir()
    (package / "static").mkdir()
    # What site-packages holds beside the package is not ours.
    (package.parent / "static").mkdir()
    assert folders_seen_from(package.parent) == [package / "templates", package / "static"]
