"""Read static files, the owner's and those of the package, into files of the site."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from pathlib import Path, PurePosixPath

from generator.errors import ConfigError
from generator.model.pages import File

_CHUNK = 1 << 20


def static_files(folder: Path) -> dict[str, Path]:
    """Return the files of a static folder by their path in it; none without the folder.

    Links are left out, and so is what Python keeps.
    """
    found = {path.relative_to(folder): path for path in folder.rglob("*")}
    return {
        place.as_posix(): path
        for place, path in found.items()
        if path.is_file() and not path.is_symlink() and "__pycache__" not in place.parts
    }


def files_of(static: Mapping[str, Path]) -> Iterator[File]:
    """Yield static files as they are, in the order of their paths; none is held whole.

    Raises:
        ConfigError: one cannot be read; raised while its pieces are.
    """
    for path, file in sorted(static.items()):
        yield File(path=path, pieces=_pieces(file))


def refuse_taken(static: Mapping[str, Path], pages: Collection[str]) -> None:
    """Refuse static files of the owner's that are in the way of a page.

    Raises:
        ConfigError: names the file, and the page.
    """
    for path, file in sorted(static.items()):
        if path in pages:
            raise ConfigError(
                f"{file}: the site makes {path} itself; take the file away, or change what is made "
                "by a template of your own (docs/theming.md)"
            )
        folders = {str(folder) for folder in PurePosixPath(path).parents}
        beside = [page for page in pages if page in folders or page.startswith(f"{path}/")]
        if beside:
            raise ConfigError(
                f"{file}: cannot stand beside {min(beside)}, which the site makes itself"
            )


def _pieces(file: Path) -> Iterator[bytes]:
    try:
        with file.open("rb") as source:
            while piece := source.read(_CHUNK):
                yield piece
    except OSError as error:
        raise ConfigError(f"{file}: cannot be read: {error.strerror}") from error
