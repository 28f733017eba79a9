"""What one job of a scheduled run packs and another one commits, in real repositories."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest

SCRIPTS = Path(__file__).parent.parent / ".github"
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


def run(script: str, clone: Path, *arguments: str) -> None:
    subprocess.run([SCRIPTS / script, *arguments], cwd=clone, env=ENVIRONMENT, check=True)


def keep(clone: Path, folder: str = "content/captures") -> None:
    run("keep-captures", clone, folder)


def pushed(clone: Path) -> list[str]:
    """The subjects of the remote's commits, newest first."""
    return git(clone.parent / "remote.git", "log", "--format=%s", "main").splitlines()


def test_nothing_new_makes_no_commit(tmp_path: Path) -> None:
    clone = make_clone(tmp_path)
    keep(clone)
    assert pushed(clone) == ["begin"]


def test_a_new_capture_is_committed_and_the_state_with_it(tmp_path: Path) -> None:
    clone = make_clone(tmp_path)
    (clone / "content/captures/feed/2026-01-02.xml").write_text("2")
    (clone / "content/captures/state.json").write_text("2")
    (clone / "content/captures/.lock").touch()
    (clone / "content/site.toml").write_text("not this")
    keep(clone)
    assert pushed(clone) == ["Keep what the sources say now", "begin"]
    assert git(clone, "show", "--name-only", "--format=").splitlines() == [
        "content/captures/feed/2026-01-02.xml",
        "content/captures/state.json",
    ]


def packed(clone: Path, folder: str = "content/captures") -> Path:
    """What another clone of the same commit changed below the folder, as a patch."""
    patch = clone.parent / "packed/captures.patch"
    run("pack-captures", clone, folder, str(patch))
    git(clone, "reset", "--quiet", "--hard")
    git(clone, "clean", "--quiet", "--force", "-d")
    return patch


NEW = "content/captures/feed/2026-01-02 ü.xml"
BYTES = b"\x00\xff\r\n2"


def test_what_one_job_received_another_one_commits(tmp_path: Path) -> None:
    clone = make_clone(tmp_path)
    (clone / NEW).write_bytes(BYTES)
    (clone / "content/captures/state.json").write_text("2")
    (clone / "content/captures/.lock").touch()
    (clone / "content/site.toml").write_text("not this")
    patch = packed(clone)
    assert not (clone / NEW).exists()
    run("keep-captures", clone, "content/captures", str(patch))
    assert pushed(clone) == ["Keep what the sources say now", "begin"]
    shown = git(clone, "-c", "core.quotePath=off", "show", "--name-only", "--format=")
    assert shown.splitlines() == [NEW, "content/captures/state.json"]
    assert (clone / NEW).read_bytes() == BYTES


def test_a_list_may_stand_at_the_root_of_its_repository(tmp_path: Path) -> None:
    clone = make_clone(tmp_path)
    (clone / "captures").mkdir()
    (clone / "captures/1.xml").write_text("1")
    run("keep-captures", clone, "./captures", str(packed(clone, "./captures")))
    assert git(clone, "show", "--name-only", "--format=") == "captures/1.xml"


def test_where_nothing_was_received_nothing_is_committed(tmp_path: Path) -> None:
    clone = make_clone(tmp_path)
    patch = packed(clone)
    assert patch.read_bytes() == b""
    run("keep-captures", clone, "content/captures", str(patch))
    assert pushed(clone) == ["begin"]


def test_of_a_patch_nothing_is_written_outside_of_the_captures(tmp_path: Path) -> None:
    clone = make_clone(tmp_path)
    for name in (NEW, "content/captures.sh", ".github/workflows/pages.yml", "content/site.toml"):
        (clone / name).parent.mkdir(parents=True, exist_ok=True)
        (clone / name).write_text("new")
    run("keep-captures", clone, "content/captures", str(packed(clone, ".")))
    assert git(clone, "status", "--porcelain") == ""
    assert [path.name for path in sorted(clone.rglob("*")) if ".git/" not in f"{path}/"] == [
        *("content", "captures", "feed", "2026-01-01.xml", Path(NEW).name, "state.json")
    ]


def test_a_patch_that_holds_no_captures_is_refused(tmp_path: Path) -> None:
    clone = make_clone(tmp_path)
    (clone / "content/site.toml").write_text("new")
    patch = packed(clone, ".")
    with pytest.raises(subprocess.CalledProcessError):
        run("keep-captures", clone, "content/captures", str(patch))
    assert pushed(clone) == ["begin"]


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
