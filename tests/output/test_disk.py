"""A disk that is full, or may not be written: an error with the file's name, the old site whole."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from generator.errors import OutputError
from generator.model.pages import File
from tests.output.publishing import publish_files
from tests.output.small import tree

OLD = [File(path=f"{n}/index.html", pieces=[b"old %d" % n]) for n in range(20)]
# More than the small disk holds besides the old.
LARGE = [File(path=f"{n}/index.html", pieces=[b"%d" % n * 60_000]) for n in range(20)]
NEW = [File(path=f"{n}/index.html", pieces=[b"new %d" % n]) for n in range(10, 30)]


Mount = Callable[[Path], None]


@pytest.fixture
def mount() -> Iterator[Mount]:
    """Mounts a disk in memory, of half a megabyte, in a folder."""
    if not hasattr(os, "geteuid") or os.geteuid() != 0:
        pytest.skip("only root may mount a small disk")
    mounted = []

    def mount(folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        command = ["mount", "-t", "tmpfs", "-o", "size=512k", "tmpfs", str(folder)]
        try:
            works = subprocess.run(command, capture_output=True, check=False).returncode == 0
        except FileNotFoundError:
            works = False
        if not works:
            pytest.skip("no disk may be mounted here")
        mounted.append(folder)

    yield mount
    for folder in reversed(mounted):
        subprocess.run(["umount", str(folder)], check=True)


@pytest.fixture
def small_disk(tmp_path: Path, mount: Mount) -> Path:
    """A small disk."""
    mount(tmp_path / "disk")
    return tmp_path / "disk"


@pytest.mark.parametrize("place", ["_site", ".cache"])
def test_the_output_and_the_cache_may_be_disks_of_their_own(
    place: str, tmp_path: Path, mount: Mount
) -> None:
    output = tmp_path / "_site"
    mount(tmp_path / place)
    publish_files(OLD, output)
    publish_files(NEW, output)
    assert {path: data for path, data in tree(output).items() if path != ".octavo"} == {
        file.path: file.data for file in NEW
    }


def test_a_disk_of_its_own_in_the_output_is_named(tmp_path: Path, mount: Mount) -> None:
    mount(tmp_path / "_site" / "12")
    output = tmp_path / "_site"
    with pytest.raises(OutputError, match=r"_site: holds files that octavo did not make"):
        publish_files(NEW, output)
    message = "_site/12/index.html: cannot be written: Invalid cross-device link"
    with pytest.raises(OutputError, match=message):
        publish_files(NEW, output, force=True)


def test_on_a_full_disk_the_old_site_stays_and_the_next_build_succeeds(small_disk: Path) -> None:
    output = small_disk / "_site"
    publish_files(OLD, output)
    before = tree(output)
    with pytest.raises(OutputError, match="No space left on device"):
        publish_files(LARGE, output)
    assert tree(output) == before
    publish_files(NEW, output)
    assert {path for path in tree(output) if path != ".octavo"} == {file.path for file in NEW}


def test_a_disk_that_fills_while_publishing_is_finished_later(small_disk: Path) -> None:
    """The last bytes are taken once all is staged: what a build then misses, the next one does."""
    output, filler = small_disk / "_site", small_disk / "filler"
    publish_files(OLD, output)

    def files() -> Iterator[File]:
        yield from NEW
        with pytest.raises(OSError, match="No space"):
            _fill(filler)

    with pytest.raises(OutputError, match="No space left on device"):
        publish_files(files(), output)
    allowed = {file.path: {file.data} for file in OLD}
    for file in NEW:
        allowed.setdefault(file.path, set()).add(file.data)
    assert all(data in allowed[path] for path, data in tree(output).items() if path != ".octavo")
    filler.unlink()
    publish_files(NEW, output)
    assert {path: data for path, data in tree(output).items() if path != ".octavo"} == {
        file.path: file.data for file in NEW
    }


def _fill(path: Path) -> None:
    with path.open("wb", buffering=0) as file:
        while True:
            file.write(b"x" * 4096)


READ_ONLY = {"the output": "_site", "a folder in it": "_site/12"}


@pytest.mark.skipif(not hasattr(os, "fork"), reason="this system does not fork")
@pytest.mark.parametrize("folder", READ_ONLY.values(), ids=READ_ONLY)
def test_a_read_only_folder_is_named_and_the_next_build_succeeds(
    folder: str, tmp_path: Path
) -> None:
    home = tmp_path / "home"
    output = home / "_site"
    publish_files(OLD, output)
    before = tree(output)
    _give_away(home)
    (home / folder).chmod(0o555)
    assert _as_nobody(lambda: publish_files(NEW, output), tmp_path) == "Permission denied"
    if folder == "_site":  # else some were moved already, and the manifest knows the rest
        assert tree(output) == before
    (home / folder).chmod(0o755)
    publish_files(NEW, output)
    assert {path: data for path, data in tree(output).items() if path != ".octavo"} == {
        file.path: file.data for file in NEW
    }


@pytest.mark.skipif(not hasattr(os, "fork"), reason="this system does not fork")
def test_only_the_output_itself_has_to_be_writable(tmp_path: Path) -> None:
    """Beside it is no more than the lock."""
    home = tmp_path / "home"
    (home / "_site").mkdir(parents=True)
    _give_away(home)
    home.chmod(0o555)
    assert _as_nobody(lambda: publish_files(NEW, home / "_site"), tmp_path) == "published"
    home.chmod(0o755)
    assert {path for path in tree(home / "_site") if path != ".octavo"} == {
        file.path for file in NEW
    }


def _give_away(folder: Path) -> None:
    """Gives a folder and all that is in it to nobody: root may write anywhere."""
    if os.geteuid() == 0:
        for path in (folder, *folder.rglob("*")):
            os.chown(path, 65534, 65534)


def _as_nobody(work: Callable[[], object], top: Path) -> str:
    """Does the work in a process of its own that is no root's; returns how it went."""
    child = os.fork()
    if child == 0:
        _work_as_nobody(work, top)
    status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    return {0: "published", 7: "Permission denied"}.get(status, f"failed with {status}")


def _work_as_nobody(work: Callable[[], object], top: Path) -> None:
    try:
        if os.geteuid() == 0:
            for folder in (top, *top.parents):
                if not folder.stat().st_mode & 0o001:  # pytest's own, which only root may enter
                    folder.chmod(folder.stat().st_mode | 0o711)
            os.setgid(65534)
            os.setuid(65534)
        work()
        os._exit(0)
    except OutputError as error:
        os._exit(7 if "Permission denied" in str(error) else 8)
    finally:
        os._exit(9)
