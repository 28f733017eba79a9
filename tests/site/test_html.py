"""Every kind of page is valid HTML, by the Nu checker, the one that the standard's authors keep.

It needs Java and its program, which `make checker` fetches. Where one of them is missing the test
is skipped; with REQUIRE_CHECKER=1 it fails instead.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from pathlib import Path

import pytest

from generator.build.pipeline import build

pytestmark = pytest.mark.slow
ROOT = Path(__file__).parents[2]
CHECKER = ROOT / ".cache/checker/node_modules/vnu-jar/build/dist/vnu.jar"

NOT_MEANT = (
    # It takes a policy's 'self' for the folder of each file, not for the site.
    "Resource violates Content Security Policy (meta tag): external",
    # And JSON-LD for a script, which is data and never runs: HTML, 4.12.1.1, "prepare the script
    # element", returns before it asks the policy. test_pages.py knows of no other.
    "Inline script violates Content Security Policy",
)


def checker() -> list[str]:
    """The command that checks files; skips the test where it cannot be run."""
    java = shutil.which("java")
    if java and CHECKER.is_file():
        return [java, "-Xss4m", "-jar", str(CHECKER), "--format", "json", "--also-check-svg"]
    message = "no Nu checker here (it needs Java; `make checker` fetches it)"
    if os.environ.get("REQUIRE_CHECKER") == "1":
        pytest.fail(message)
    pytest.skip(message)


def faults(folder: Path) -> list[str]:
    files = [
        str(path)
        for path in sorted(folder.rglob("*"))
        if path.suffix in (".html", ".svg") and path.name != "bookmarks.html"
    ]
    done = subprocess.run([*checker(), *files], capture_output=True, text=True, check=False)
    messages = json.loads(done.stderr)["messages"]
    return [
        f"{message['url'].removeprefix(folder.as_uri())}: {message['message']}"
        for message in messages
        if not message["message"].startswith(NOT_MEANT)
    ]


def test_the_sample_is_valid(site_with_address: dict[str, str], tmp_path: Path) -> None:
    for name, text in site_with_address.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    assert faults(tmp_path) == []


def test_the_real_list_is_valid(tmp_path: Path) -> None:
    build(ROOT / "tests/data/content", tmp_path / "site")
    assert faults(tmp_path / "site") == []


def test_the_checker_is_asked_and_answers(tmp_path: Path) -> None:
    (tmp_path / "x.html").write_text("<!doctype html><title>x</title><p><li>", "utf-8")
    assert any("li" in fault for fault in faults(tmp_path))
