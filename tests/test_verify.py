"""What make fetches is what was tried, or it is not kept."""

from __future__ import annotations

import re
import subprocess
import sys
from hashlib import sha512
from pathlib import Path

import pytest

from tests.site.test_html import CHECKER

ROOT = Path(__file__).parents[1]
WANTED = ROOT / ".ci/checker.sha512"


def verify(file: Path, sums: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, str(ROOT / ".ci/verify"), str(file), str(sums)]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def test_what_has_the_wanted_sum_passes(tmp_path: Path) -> None:
    file, sums = tmp_path / "file", tmp_path / "sums"
    file.write_bytes(b"as tried")
    sums.write_text(f"{sha512(b'as tried').hexdigest()}  file\n")
    done = verify(file, sums)
    assert (done.returncode, done.stderr) == (0, "")


def test_what_has_another_sum_is_told(tmp_path: Path) -> None:
    file, sums = tmp_path / "file", tmp_path / "sums"
    file.write_bytes(b"something else")
    sums.write_text(f"{sha512(b'as tried').hexdigest()}  file\n")
    done = verify(file, sums)
    assert done.returncode == 1
    assert done.stderr == (
        f"{file}: is not what was tried.\n"
        f"  its SHA-512  {sha512(b'something else').hexdigest()}\n"
        f"  wanted       {sha512(b'as tried').hexdigest()} ({sums})\n"
    )


def test_what_was_not_fetched_is_told(tmp_path: Path) -> None:
    done = verify(tmp_path / "file", WANTED)
    assert (done.returncode, done.stderr) == (1, f"{tmp_path / 'file'}: was not fetched.\n")


def test_the_checker_has_its_sum_and_make_holds_it_against_it() -> None:
    assert re.fullmatch(r"[0-9a-f]{128}  vnu\.jar\n", WANTED.read_text())
    makefile = (ROOT / "Makefile").read_text("utf-8")
    recipe = makefile.partition("\nchecker:")[2].partition("\n\n")[0]
    assert re.search(r"npm install.*\.ci/verify.*\|\| \{[\s\\]*rm -rf", recipe, re.DOTALL)


def test_the_checker_that_is_here_is_the_one_that_was_tried() -> None:
    if not CHECKER.is_file():
        pytest.skip("no Nu checker here")
    assert sha512(CHECKER.read_bytes()).hexdigest() == WANTED.read_text().split()[0]
