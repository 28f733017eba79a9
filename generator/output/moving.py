"""Files → their places below an output folder, and never through a link out of it."""

from __future__ import annotations

import contextlib
from collections.abc import Iterable
from pathlib import Path

from generator.errors import OutputError


class Mover:
    """Moves and removes files below an output folder. `stale` are those that will go."""

    def __init__(self, output: Path, stale: Iterable[str]) -> None:
        self._output = output
        self._stale = frozenset(stale)
        self._folders: set[str] = set()

    def check(self, paths: Iterable[str]) -> None:
        """Changes nothing.

        Raises:
            OutputError: what is not ours stands where one of the paths is to be.
        """
        paths = tuple(paths)
        for folder in dict.fromkeys(folder for path in paths for folder in _above(path)):
            place = self._output / folder
            if place.is_symlink():
                raise OutputError(f"{place}: a link out of the site; remove it")
            if place.is_file() and folder not in self._stale:
                raise OutputError(f"{place}: is not ours, and a folder of the site must be there")
        for path in paths:
            foreign = self._foreign_below(path)
            if foreign:
                raise OutputError(f"{foreign}: is not ours, and stands where a page must be")

    def _foreign_below(self, path: str) -> Path | None:
        """A file that is not ours in the folder that stands where a file is to go."""
        folder = self._output / path
        if folder.is_symlink() or not folder.is_dir():
            return None
        below = (file for file in sorted(folder.rglob("*")) if file.is_symlink() or file.is_file())
        stale = {self._output / name for name in self._stale}
        return next((file for file in below if file not in stale), None)

    def move(self, staged: Path, path: str) -> None:
        """Moves a staged file to its place, unless that has been done."""
        if staged.is_symlink() or not staged.exists():
            return
        for folder in _above(path):
            if folder not in self._folders:
                self._make_folder(folder)
                self._folders.add(folder)
        target = self._output / path
        if target.is_dir() and not target.is_symlink():
            for name in sorted(self._stale, reverse=True):
                if name.startswith(f"{path}/"):
                    self.remove(name)
        staged.replace(target)

    def _make_folder(self, folder: str) -> None:
        place = self._output / folder
        if place.is_symlink():
            raise OutputError(f"{place}: a link out of the site; remove it")
        if folder in self._stale and place.is_file():
            place.unlink()
        place.mkdir(exist_ok=True)

    def remove(self, path: str) -> None:
        """Removes a stale file, and the folders that it leaves empty."""
        if any((self._output / folder).is_symlink() for folder in _above(path)):
            return
        with contextlib.suppress(FileNotFoundError, NotADirectoryError, IsADirectoryError):
            (self._output / path).unlink()
        for folder in reversed(_above(path)):
            try:
                (self._output / folder).rmdir()
            except OSError:  # not empty, or not there
                return


def is_inside(path: object) -> bool:
    """Whether a path stays in its folder; manifests and journals could have been edited."""
    if not isinstance(path, str) or not path or "\0" in path or "\\" in path:
        return False
    return not {"", ".", ".."} & set(path.split("/"))


def _above(path: str) -> list[str]:
    """The folders that a path lies in, the outermost first.

    >>> _above("2025/07/index.html")
    ['2025', '2025/07']
    """
    parts = path.split("/")[:-1]
    return ["/".join(parts[:end]) for end in range(1, len(parts) + 1)]
