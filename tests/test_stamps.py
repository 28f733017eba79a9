"""Nothing to do is found out from stamps, and an edit is never missed."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from generator.stamps import LastBuild, identity_of, place_of

from tests.bench.corpus import make_works, write_ours


@pytest.fixture
def recorded(tmp_path: Path) -> Callable[[], LastBuild]:
    """A folder of two inputs and one output, recorded; the function reads the record anew."""
    (tmp_path / "in/sub").mkdir(parents=True)
    (tmp_path / "in/a.txt").write_text("one")
    (tmp_path / "in/sub/b.txt").write_text("two")
    (tmp_path / "out.html").write_text("page")
    _age(tmp_path)
    record(tmp_path)
    return lambda: LastBuild(str(tmp_path / ".cache/stamps"), "same")


def record(folder: Path, identity: str = "same") -> None:
    build = LastBuild(str(folder / ".cache/stamps"), identity)
    build.take([str(folder / "in")], without=[])
    build.keep("said before\n", str(folder), ["out.html"], {})


def _age(folder: Path) -> None:
    """Waits until what was just written is older than a tick of any clock here."""
    time.sleep(0.08)


def _append_in_same_tick(path: Path) -> None:
    """Another text of the same length, with the times that the file had."""
    before = path.stat()
    path.write_text(path.read_text().swapcase())
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))


CHANGES: dict[str, tuple[Callable[[Path], object], bool]] = {
    "nothing at all": (lambda folder: None, True),
    "a touched input that holds the same": (lambda folder: (folder / "in/a.txt").touch(), True),
    "an input with another text": (lambda folder: (folder / "in/a.txt").write_text("two"), False),
    "another text with the old times": (
        lambda folder: _append_in_same_tick(folder / "in/sub/b.txt"),
        False,
    ),
    "an input that is gone": (lambda folder: (folder / "in/a.txt").unlink(), False),
    "a new input": (lambda folder: (folder / "in/sub/c.txt").write_text(""), False),
    "a new folder": (lambda folder: (folder / "in/new").mkdir(), False),
    "a renamed input": (
        lambda folder: (folder / "in/a.txt").rename(folder / "in/z.txt"),
        False,
    ),
    "what Python keeps beside its modules": (
        lambda folder: (folder / "in/__pycache__").mkdir(),
        True,
    ),
    "an output that was edited": (lambda folder: (folder / "out.html").write_text("mine"), False),
    "an output that is gone": (lambda folder: (folder / "out.html").unlink(), False),
    "a record that was cut off": (
        lambda folder: os.truncate(folder / ".cache/stamps", 200),
        False,
    ),
    "a record without an end": (
        lambda folder: os.truncate(
            folder / ".cache/stamps", (folder / ".cache/stamps").stat().st_size - 1
        ),
        False,
    ),
    "no record": (lambda folder: (folder / ".cache/stamps").unlink(), False),
    "a record that is something else": (
        lambda folder: (folder / ".cache/stamps").write_text("{}\n"),
        False,
    ),
}


@pytest.mark.parametrize(("change", "current"), CHANGES.values(), ids=CHANGES)
def test_a_build_is_current_only_if_nothing_changed(
    tmp_path: Path,
    recorded: Callable[[], LastBuild],
    change: Callable[[Path], object],
    current: bool,
) -> None:
    change(tmp_path)
    assert recorded().is_current() is current


def test_what_the_last_build_said_is_kept(recorded: Callable[[], LastBuild]) -> None:
    build = recorded()
    assert build.is_current()
    assert build.told == "said before\n"


def test_other_arguments_or_libraries_are_another_build(
    tmp_path: Path, recorded: Callable[[], LastBuild]
) -> None:
    assert recorded().is_current()
    assert not LastBuild(str(tmp_path / ".cache/stamps"), "other").is_current()


def test_a_file_as_young_as_the_record_is_compared_by_what_it_holds(tmp_path: Path) -> None:
    """Written again within one tick of the disk's clock, it has the stamp that it had."""
    (tmp_path / "in").mkdir()
    young = tmp_path / "in/a.txt"
    young.write_text("one")
    (tmp_path / "out.html").write_text("page")
    soon = time.time_ns() + 3_600_000_000_000
    os.utime(young, ns=(soon, soon))
    record(tmp_path)
    build = LastBuild(str(tmp_path / ".cache/stamps"), "same")
    assert build.is_current()
    stamp = young.stat()
    recorded_stamp, _ = build.inputs[str(young)]
    assert recorded_stamp != (stamp.st_size, stamp.st_mtime_ns, stamp.st_ctime_ns, stamp.st_ino)


def test_a_touched_file_is_read_once_and_then_believed(
    tmp_path: Path, recorded: Callable[[], LastBuild]
) -> None:
    (tmp_path / "in/a.txt").touch()
    _age(tmp_path)
    assert recorded().is_current()
    before = (tmp_path / ".cache/stamps").read_bytes()
    assert recorded().is_current()
    assert (tmp_path / ".cache/stamps").read_bytes() == before


def test_only_changed_files_are_read_for_their_hash(
    tmp_path: Path, recorded: Callable[[], LastBuild]
) -> None:
    build = recorded()
    assert build.is_current()
    first = build.take([str(tmp_path / "in")], without=[])
    (tmp_path / "in/sub/b.txt").write_text("four")
    again = recorded()
    assert not again.is_current()
    second = again.take([str(tmp_path / "in")], without=[])
    changed = {path for path in second if second[path] != first[path]}
    assert changed == {str(tmp_path / "in/sub/b.txt")}


def test_what_another_build_recorded_in_the_meantime_is_not_mixed_in(
    tmp_path: Path, recorded: Callable[[], LastBuild]
) -> None:
    (tmp_path / "in/a.txt").write_text("new")
    build = recorded()
    assert not build.is_current()
    record(tmp_path)
    (tmp_path / "in/sub/b.txt").write_text("newer")
    fresh = LastBuild(str(tmp_path / ".cache/other"), "same")
    roots = [str(tmp_path / "in")]
    assert build.take(roots, without=[]) == fresh.take(roots, without=[])
    assert build.standing_outputs() == set()


def test_an_output_that_is_edited_during_a_build_is_found_by_the_next(
    tmp_path: Path, recorded: Callable[[], LastBuild]
) -> None:
    """One that the build had no cause to write: it knows the stamp of what it found there."""
    (tmp_path / "in/a.txt").write_text("new")
    build = recorded()
    assert not build.is_current()
    build.take([str(tmp_path / "in")], without=[])
    (tmp_path / "out.html").write_text("mine")
    _age(tmp_path)
    build.keep("", str(tmp_path), ["out.html"], {}, kept=["out.html"])
    assert not recorded().is_current()


def test_a_root_that_was_not_there_at_the_last_build_is_taken_too(
    tmp_path: Path, recorded: Callable[[], LastBuild]
) -> None:
    build = recorded()
    build.learn()
    (tmp_path / "later").mkdir()
    (tmp_path / "later/c.txt").write_text("three")
    roots = [str(tmp_path / "in"), str(tmp_path / "later")]
    taken = build.take(roots, without=[])
    names = [path.removeprefix(f"{tmp_path}/") for path in sorted(taken)]
    assert names == ["in/", "in/a.txt", "in/sub/", "in/sub/b.txt", "later/", "later/c.txt"]


def test_of_a_build_that_was_waited_for_nothing_is_kept_that_it_replaced(
    tmp_path: Path, recorded: Callable[[], LastBuild]
) -> None:
    """A build with other arguments leaves a record that says nothing to this one."""
    (tmp_path / "in/a.txt").write_text("new")
    waiting = recorded()
    assert not waiting.is_current()
    assert waiting.inputs
    assert waiting.outputs
    waiting.identity = "other"
    waiting.learn()
    assert (waiting.inputs, waiting.outputs, waiting.before) == ({}, {}, {})


def test_folders_that_are_no_input_are_left_out(tmp_path: Path) -> None:
    for name in ("in/kept/_site", "in/.git", "in/_site", "in/static/.well-known"):
        (tmp_path / name).mkdir(parents=True)
    (tmp_path / "in/loop").symlink_to(tmp_path / "in")
    build = LastBuild(str(tmp_path / ".cache/stamps"), "same")
    taken = build.take([str(tmp_path / "in")], without=[str(tmp_path / "in/_site")])
    below = sorted(path.removeprefix(f"{tmp_path}/in/") for path in taken)
    assert below == ["", "kept/", "kept/_site/", "static/", "static/.well-known/"]


def test_the_record_lies_beside_the_output(tmp_path: Path) -> None:
    arguments = ["build", "--output", str(tmp_path / "public")]
    assert place_of(arguments) == str(tmp_path / ".cache/octavo/public.stamps")
    assert place_of(["build", f"--output={tmp_path}/x/"]) == str(
        tmp_path / ".cache/octavo/x.stamps"
    )
    assert identity_of(arguments) != identity_of(["build"])


ROOT = Path(__file__).parent.parent


def _octavo(
    folder: Path, *arguments: str, checkout: Path = ROOT
) -> subprocess.CompletedProcess[str]:
    """The command line in a Python of its own, which then names the libraries that it loaded."""
    program = (
        f"import sys; sys.argv = ['octavo', *{list(arguments)}]\n"
        "from generator.__main__ import run\n"
        "try:\n    run()\nfinally:\n"
        "    print(*sorted({'click', 'msgspec', 'jinja2', 'feedparser'} & set(sys.modules)))\n"
    )
    return subprocess.run(
        [sys.executable, "-c", program],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(checkout)},
        capture_output=True,
        text=True,
        check=True,
    )


def test_a_build_that_changes_nothing_loads_and_writes_nothing(tmp_path: Path) -> None:
    write_ours(list(make_works(4)), tmp_path / "content")
    built = _octavo(tmp_path, "build")
    assert "published" in built.stderr
    before = _as_written(tmp_path / "_site")
    again = _octavo(tmp_path, "build")
    assert (again.stdout, again.stderr) == ("\n", "unchanged  nothing to do in _site\n")
    assert _as_written(tmp_path / "_site") == before


def _as_written(folder: Path) -> dict[Path, tuple[float, ...]]:
    """All that tells of a file's writing; only the time of access is left out, being of reading."""
    found: dict[Path, tuple[float, ...]] = {}
    for path in sorted(folder.rglob("*")):
        stat = path.stat()
        found[path] = (*stat[:7], stat.st_mtime_ns, stat.st_ctime_ns)
    return found


def test_a_build_by_another_octavo_is_another_build(tmp_path: Path) -> None:
    write_ours(list(make_works(4)), tmp_path / "content")
    for name in ("generator", "templates", "static"):
        shutil.copytree(ROOT / name, tmp_path / "other" / name)
    for checkout in (ROOT, tmp_path / "other"):
        assert "published" in _octavo(tmp_path, "build", checkout=checkout).stderr


def test_a_failed_build_leaves_something_to_do(tmp_path: Path) -> None:
    write_ours(list(make_works(4)), tmp_path / "content")
    site = (tmp_path / "content/site.toml").read_text()
    _octavo(tmp_path, "build")
    (tmp_path / "content/site.toml").write_text("[site")
    with pytest.raises(subprocess.CalledProcessError):
        _octavo(tmp_path, "build")
    (tmp_path / "content/site.toml").write_text(site)
    assert "published" in _octavo(tmp_path, "build").stderr
