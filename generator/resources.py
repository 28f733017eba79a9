"""Where the templates and the static files are: beside the package, or inside it once installed.

A checkout has them at its top, where people look for them; the wheel carries them in the package
(pyproject.toml puts them there), because nothing else of a wheel has a place of its own.
"""

from __future__ import annotations

from pathlib import Path

PACKAGE = Path(__file__).resolve().parent


def templates_folder() -> Path:
    """Return the folder of the templates that come with the generator."""
    return _folder("templates")


def static_folder() -> Path:
    """Return the folder of the static files that come with the generator."""
    return _folder("static")


def _folder(name: str) -> Path:
    installed = PACKAGE / name
    return installed if installed.is_dir() else PACKAGE.parent / name
