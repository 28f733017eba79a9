"""The command line in this process, and a list to use it on."""

from __future__ import annotations

import io
import shutil
import sys
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest

from generator.__main__ import main

CONTENT = Path(__file__).parent / "site" / "content"


class Ran(NamedTuple):
    """How a run ended, and what it wrote."""

    status: int
    out: str
    err: str


Octavo = Callable[..., Ran]


@pytest.fixture
def content(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the golden site's content, called content/ from where the test stands."""
    monkeypatch.chdir(tmp_path)
    shutil.copytree(CONTENT, tmp_path / "content")
    return Path("content")


@pytest.fixture
def octavo(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Octavo:
    """Runs the command line; an exception that nobody catches fails the test.

    With `answers` it is as on a terminal where somebody types them, else as in a pipe.
    """

    def run(*arguments: str, given: bytes = b"", answers: str | None = None) -> Ran:
        stdin = io.TextIOWrapper(io.BytesIO(given if answers is None else answers.encode()))
        monkeypatch.setattr(stdin, "isatty", lambda: answers is not None)
        monkeypatch.setattr(sys, "stdin", stdin)
        monkeypatch.setattr(sys, "argv", ["octavo", *arguments])
        capsys.readouterr()
        status: object = 0
        try:
            main()
        except SystemExit as exit_:
            status = exit_.code or 0
        out, err = capsys.readouterr()
        assert isinstance(status, int)
        return Ran(status, out, err)

    return run
