"""A disk that is full, or may not be written: an error with the file's name, the old site whole."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from generator.errors import OutputError
from generator.model import File
from generator.output.publish import publish
from tests.output.small import tree

OLD = [File(path=f"{n}/index.html", pieces=[b"old %d" % n]) for n in range(20)]
# More than the small disk holds besides the old.
LARGE = [File(path=f"{n}/index.html", pieces=[b"%d" % n * 60_000]) for n in range(20)]
NEW = [File(path=f"{n}/index.html", pieces=[b"new %d" % n]) for n in range(10, 30)]


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of half a megabyte in memory."""
    if not hasattr(os, "geteuid") or os.geteuid() != 0:
        pytest.skip("only root may mount a small disk")
    disk = tmp_path / "disk"
    disk.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=512k", "tmpfs", str(disk)]
    try:
        mounted = subprocess.run(mount, capture_output=True, check=False).returncode == 0
    except FileNotFoundError:
        mounted = False
    if not mounted:
        pytest.skip("no disk may be mounted here")
    yield disk
    subprocess.run(["umount", str(disk)], check=True)


def test_on_a_full_disk_the_old_site_stays_and_the_next_build_succeeds(small_disk: Path) -> None:
    output = small_disk / "_site"
    publish(OLD, output)
    before = tree(output)
    with pytest.raises(OutputError, match="No space left on device"):
        publish(LARGE, output)
    assert tree(output) == before
    publish(NEW, output)
    assert {path for path in tree(output) if path != ".octavo"} == {file.path for file in NEW}


def test_a_disk_that_fills_while_publishing_is_finished_later(small_disk: Path) -> None:
    """The last bytes are taken once all is staged: what a build then misses, the next one does."""
    output, filler = small_disk / "_site", small_disk / "filler"
    publish(OLD, output)

    def files() -> Iterator[File]:
        yield from NEW
        with pytest.raises(OSError, match="No space"):
            _fill(filler)

    with pytest.raises(OutputError, match="No space left on device"):
        publish(files(), output)
    allowed = {file.path: {file.data} for file in OLD}
    for file in NEW:
        allowed.setdefault(file.path, set()).add(file.data)
    assert all(data in allowed[path] for path, data in tree(output).items() if path != ".octavo")
    filler.unlink()
    publish(NEW, output)
    assert {path: data for path, data in tree(output).items() if path != ".octavo"} == {
        file.path: file.data for file in NEW
    }


def _fill(path: Path) -> None:
    with path.open("wb", buffering=0) as file:
        while True:
            file.write(b"x" * 4096)


READ_ONLY = {"the folder beside it": "", "the output": "_site", "a folder in it": "_site/12"}


@pytest.mark.skipif(not hasattr(os, "fork"), reason="this system does not fork")
@pytest.mark.parametrize("folder", READ_ONLY.values(), ids=READ_ONLY)
def test_a_read_only_folder_is_told_and_the_next_build_succeeds(
    folder: str, tmp_path: Path
) -> None:
    home = tmp_path / "home"
    output = home / "_site"
    publish(OLD, output)
    before = tree(output)
    everything = [home, *home.rglob("*")]
    for path in everything:
        if os.geteuid() == 0:
            os.chown(path, 65534, 65534)
    (home / folder).chmod(0o555)
    if folder == "":
        (home / ".cache" / "octavo").chmod(0o555)
        (home / ".cache" / "octavo" / "_site.lock").chmod(0o444)
    child = os.fork()
    if child == 0:
        _publish_as_nobody(output, tmp_path)
    status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    assert status == 7
    if folder != "_site/12":  # there some were moved already, and the journal knows the rest
        assert tree(output) == before
    for path in (home / folder, home / ".cache" / "octavo"):
        path.chmod(0o755)
    publish(NEW, output)
    assert {path: data for path, data in tree(output).items() if path != ".octavo"} == {
        file.path: file.data for file in NEW
    }


def _publish_as_nobody(output: Path, top: Path) -> None:
    """Leaves with 7 if it was told that the disk refuses. Root may write anywhere, so it goes."""
    try:
        if os.geteuid() == 0:
            for folder in (top, *top.parents[:2]):  # pytest's own, which only root may enter
                folder.chmod(folder.stat().st_mode | 0o711)
            os.setgid(65534)
            os.setuid(65534)
        publish(NEW, output)
    except OutputError as error:
        os._exit(7 if "Permission denied" in str(error) else 8)
    finally:
        os._exit(9)
