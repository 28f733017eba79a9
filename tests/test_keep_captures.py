""".github/keep-captures: what the scheduled run commits, in real repositories."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest

SCRIPT = Path(__file__).parent.parent / ".github/keep-captures"
# Nobody's own settings, and no signing or hooks of this machine.
ENVIRONMENT = {
    "PATH": os.environ["PATH"],
    "GIT_CONFIG_GLOBAL": os.devnull,
    "GIT_CONFIG_SYSTEM": os.devnull,
    "GIT_AUTHOR_NAME": "A",
    "GIT_AUTHOR_EMAIL": "a@example.org",
    "GIT_COMMITTER_NAME": "A",
    "GIT_COMMITTER_EMAIL": "a@example.org",
}

pytestmark = pytest.mark.skipif(shutil.which("git") is None, reason="no git here")


def git(folder: Path, *arguments: str, **environment: str) -> str:
    done = subprocess.run(
        ["git", *arguments],
        cwd=folder,
        env=ENVIRONMENT | environment,
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout.strip()


def make_clone(folder: Path, **environment: str) -> Path:
    """A clone with one capture and its state, committed and pushed."""
    git(folder, "init", "--quiet", "--bare", "--initial-branch=main", "remote.git")
    git(folder, "clone", "--quiet", "remote.git", "clone")
    clone = folder / "clone"
    (clone / "content/captures/feed").mkdir(parents=True)
    (clone / "content/captures/feed/2026-01-01.xml").write_text("1")
    (clone / "content/captures/state.json").write_text("1")
    git(clone, "checkout", "--quiet", "-B", "main")
    git(clone, "add", ".")
    git(clone, "commit", "--quiet", "--message", "begin", **environment)
    git(clone, "push", "--quiet", "--set-upstream", "origin", "main")
    return clone


def keep(clone: Path) -> str:
    """Runs the script; the commit that it tells the workflow to build."""
    output = clone.parent / "output"
    output.touch()
    subprocess.run(
        [SCRIPT], cwd=clone, env=ENVIRONMENT | {"GITHUB_OUTPUT": str(output)}, check=True
    )
    return output.read_text().strip().removeprefix("head=")


def pushed(clone: Path) -> list[str]:
    """The subjects of the remote's commits, newest first."""
    return git(clone.parent / "remote.git", "log", "--format=%s", "main").splitlines()


def test_nothing_new_makes_no_commit(tmp_path: Path) -> None:
    clone = make_clone(tmp_path)
    assert keep(clone) == git(clone, "rev-parse", "HEAD")
    assert pushed(clone) == ["begin"]


def test_a_new_capture_is_committed_and_the_state_with_it(tmp_path: Path) -> None:
    clone = make_clone(tmp_path)
    (clone / "content/captures/feed/2026-01-02.xml").write_text("2")
    (clone / "content/captures/state.json").write_text("2")
    (clone / "content/captures/.lock").touch()
    (clone / "content/site.toml").write_text("not this")
    head = keep(clone)
    assert pushed(clone) == ["Keep what the sources say now", "begin"]
    assert git(clone.parent / "remote.git", "rev-parse", "main") == head
    assert git(clone, "show", "--name-only", "--format=").splitlines() == [
        "content/captures/feed/2026-01-02.xml",
        "content/captures/state.json",
    ]


def test_the_state_alone_waits_for_the_next_month(tmp_path: Path) -> None:
    clone = make_clone(tmp_path)
    (clone / "content/captures/state.json").write_text("2")
    keep(clone)
    assert pushed(clone) == ["begin"]


def test_the_state_alone_is_committed_once_a_month(tmp_path: Path) -> None:
    clone = make_clone(tmp_path, GIT_COMMITTER_DATE="2020-01-31T23:59:59Z")
    (clone / "content/captures/state.json").write_text("2")
    keep(clone)
    (clone / "content/captures/state.json").write_text("3")
    keep(clone)
    assert pushed(clone) == ["Keep what is known of the sources", "begin"]


def test_what_others_pushed_meanwhile_is_kept(tmp_path: Path) -> None:
    clone = make_clone(tmp_path)
    git(tmp_path, "clone", "--quiet", "remote.git", "other")
    (tmp_path / "other/words.md").write_text("words")
    git(tmp_path / "other", "add", ".")
    git(tmp_path / "other", "commit", "--quiet", "--message", "others")
    git(tmp_path / "other", "push", "--quiet")
    (clone / "content/captures/feed/2026-01-02.xml").write_text("2")
    keep(clone)
    assert pushed(clone) == ["Keep what the sources say now", "others", "begin"]
