"""What one job of a scheduled run packs and another one commits, in real repositories."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from tests.git import ENVIRONMENT, git

SCRIPTS = Path(__file__).parent.parent / "templates/init"

pytestmark = pytest.mark.skipif(shutil.which("git") is None, reason="no git here")


def make_clone(folder: Path, **environment: str) -> Path:
    """A clone with one capture, and the state of a list that committed it, pushed."""
    git(folder, "init", "--quiet", "--bare", "--initial-branch=main", "remote.git")
    git(folder, "clone", "--quiet", "remote.git", "clone")
    clone = folder / "clone"
    (clone / "content/captures/feed").mkdir(parents=True)
    (clone / "content/captures/feed/2026-01-01.xml").write_text("1")
    (clone / "content/captures/state.json").write_text("1")
    git(clone, "checkout", "--quiet", "-B", "main")
    git(clone, "add", ".")
    git(clone, "commit", "--quiet", "--message", "begin", environment=environment)
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


def test_a_new_capture_is_committed_and_what_was_learned_with_it(tmp_path: Path) -> None:
    clone = make_clone(tmp_path)
    (clone / "content/captures/feed/2026-01-02.xml").write_text("2")
    (clone / "content/captures/addresses.json").write_text("2")
    (clone / "content/captures/state.json").write_text("2")
    (clone / "content/captures/.lock").touch()
    (clone / "content/site.toml").write_text("not this")
    keep(clone)
    assert pushed(clone) == ["Keep what the sources say now", "begin"]
    assert git(clone, "show", "--name-only", "--format=").splitlines() == [
        "content/captures/addresses.json",
        "content/captures/feed/2026-01-02.xml",
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
    assert shown.splitlines() == [NEW]
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


def test_the_state_is_never_committed(tmp_path: Path) -> None:
    clone = make_clone(tmp_path)
    (clone / "content/captures/state.json").write_text("2")
    patch = packed(clone)
    assert patch.read_bytes() == b""
    keep(clone)
    assert pushed(clone) == ["begin"]


def test_a_month_without_a_commit_gets_a_word_that_keeps_the_schedule_alive(
    tmp_path: Path,
) -> None:
    clone = make_clone(tmp_path, GIT_COMMITTER_DATE="2020-01-31T23:59:59Z")
    keep(clone)
    keep(clone)
    assert pushed(clone) == ["Keep the schedule alive", "begin"]
    assert git(clone, "show", "--name-only", "--format=") == ".github/alive"


def test_a_push_that_is_refused_once_is_tried_again(tmp_path: Path) -> None:
    clone = make_clone(tmp_path)
    hook = tmp_path / "remote.git/hooks/pre-receive"
    hook.write_text("#!/bin/sh\n[ -e tried ] && exit 0\ntouch tried\nexit 1\n")
    hook.chmod(0o755)
    (clone / "content/captures/feed/2026-01-02.xml").write_text("2")
    keep(clone)
    assert pushed(clone) == ["Keep what the sources say now", "begin"]


@pytest.mark.slow
def test_of_what_two_learned_of_addresses_neither_stops_the_captures(tmp_path: Path) -> None:
    clone = make_clone(tmp_path)
    (clone / NEW).write_bytes(BYTES)
    (clone / "content/captures/addresses.json").write_text("ours")
    patch = packed(clone)
    git(tmp_path, "clone", "--quiet", "remote.git", "other")
    (tmp_path / "other/content/captures/addresses.json").write_text("theirs")
    git(tmp_path / "other", "add", ".")
    git(tmp_path / "other", "commit", "--quiet", "--message", "others")
    git(tmp_path / "other", "push", "--quiet")
    git(clone, "pull", "--quiet")
    run("keep-captures", clone, "content/captures", str(patch))
    assert pushed(clone) == ["Keep what the sources say now", "others", "begin"]
    assert (clone / NEW).read_bytes() == BYTES
    assert (clone / "content/captures/addresses.json").read_text() == "theirs"


def test_of_what_two_committed_of_addresses_neither_stops_the_push(tmp_path: Path) -> None:
    clone = make_clone(tmp_path)
    git(tmp_path, "clone", "--quiet", "remote.git", "other")
    for place, text in ((tmp_path / "other", "theirs"), (clone, "ours")):
        (place / "content/captures/addresses.json").write_text(text)
    git(tmp_path / "other", "add", ".")
    git(tmp_path / "other", "commit", "--quiet", "--message", "others")
    git(tmp_path / "other", "push", "--quiet")
    keep(clone)
    assert pushed(clone) == ["Keep what the sources say now", "others", "begin"]
    assert (clone / "content/captures/addresses.json").read_text() == "ours"


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
