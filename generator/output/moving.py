"""Files → their places below an output folder, and never through a link out of it."""

from __future__ import annotations

import contextlib
import os
import stat
from collections.abc import Iterable
from pathlib import Path

from generator.errors import OutputError

_OUTSIDE = frozenset(("", ".", ".."))


class Mover:
    """Moves and removes files below an output folder. `stale` are those that will go."""

    def __init__(self, output: Path, stale: Iterable[str]) -> None:
        self._output = str(output)
        self._stale = frozenset(stale)
        self._folders = {""}

    def check(self, paths: Iterable[str]) -> None:
        """Changes nothing.

        Raises:
            OutputError: what is not ours stands where one of the paths is to be.
        """
        paths = tuple(paths)
        standing = {""}
        for folder in dict.fromkeys(folder for path in paths for folder in folders_above(path)):
            mode = self._mode(folder)
            if stat.S_ISLNK(mode):
                raise self._leads_out(folder)
            if stat.S_ISREG(mode) and folder not in self._stale:
                place = f"{self._output}/{folder}"
                raise OutputError(f"{place}: is not ours, and a folder of the site must be there")
            if mode:
                standing.add(folder)
        for path in paths:
            if _folder_of(path) in standing and stat.S_ISDIR(self._mode(path)):
                self._check_below(path)

    def _mode(self, path: str) -> int:
        """What stands at a path, in the bits of `stat`: 0 where nothing does."""
        try:
            return os.lstat(f"{self._output}/{path}").st_mode
        except (FileNotFoundError, NotADirectoryError):
            return 0

    def _leads_out(self, folder: str) -> OutputError:
        return OutputError(f"{self._output}/{folder}: a link out of the site; remove it")

    def _check_below(self, folder: str) -> None:
        """Where a file is to stand instead of a folder, all that is in it must be ours."""
        stale = {Path(self._output, name) for name in self._stale}
        for file in sorted(Path(self._output, folder).rglob("*")):
            if file not in stale and (file.is_symlink() or file.is_file()):
                raise OutputError(f"{file}: is not ours, and stands where a page must be")

    def move(self, staged: str, path: str) -> None:
        """Moves a staged file to its place."""
        if _folder_of(path) not in self._folders:
            for folder in folders_above(path):
                if folder not in self._folders:
                    self._make_folder(folder)
                    self._folders.add(folder)
        target = f"{self._output}/{path}"
        try:
            os.replace(staged, target)
        except IsADirectoryError:
            for name in sorted(self._stale, reverse=True):
                if name.startswith(f"{path}/"):
                    self.remove(name)
            os.replace(staged, target)

    def _make_folder(self, folder: str) -> None:
        place = f"{self._output}/{folder}"
        try:
            os.mkdir(place)
        except FileExistsError:
            mode = self._mode(folder)
            if stat.S_ISLNK(mode):
                raise self._leads_out(folder) from None
            if stat.S_ISDIR(mode):
                return
            if folder not in self._stale:
                raise
            os.unlink(place)
            os.mkdir(place)

    def remove(self, path: str) -> None:
        """Removes a stale file, and the folders that it leaves empty."""
        if any(stat.S_ISLNK(self._mode(folder)) for folder in folders_above(path)):
            return
        with contextlib.suppress(FileNotFoundError, NotADirectoryError, IsADirectoryError):
            os.unlink(f"{self._output}/{path}")
        for folder in reversed(folders_above(path)):
            try:
                os.rmdir(f"{self._output}/{folder}")
            except OSError:  # not empty, or not there
                return


def is_inside(path: object) -> bool:
    """Whether a path stays in its folder; manifests and journals could have been edited."""
    if not isinstance(path, str) or not path or "\0" in path or "\\" in path:
        return False
    return _OUTSIDE.isdisjoint(path.split("/"))


def _folder_of(path: str) -> str:
    return path.rpartition("/")[0]


def folders_above(path: str) -> list[str]:
    """The folders that a path lies in, the outermost first.

    >>> folders_above("2025/07/index.html")
    ['2025', '2025/07']
    """
    parts = path.split("/")[:-1]
    return ["/".join(parts[:end]) for end in range(1, len(parts) + 1)]
