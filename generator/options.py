"""The options of `octavo build`, and how those that are plain to see are read without Click.

Click reads the command line, and words what is wrong with it. But it takes 10 ms to load, which is
a tenth of what the build of a short list takes.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple


class BuildOptions(NamedTuple):
    """What a build is asked for, by the names that the command line has for it."""

    content: Path = Path("content")
    output: Path = Path("_site")
    base_url: str | None = None
    strict: bool = False
    force: bool = False
    no_cache: bool = False
    quiet: bool = False
    verbose: bool = False


_FLAGS = {
    "--strict": "strict",
    "--force": "force",
    "--no-cache": "no_cache",
    "--quiet": "quiet",
    "-q": "quiet",
    "--verbose": "verbose",
    "-v": "verbose",
}
_FOLDERS = {"--content": "content", "--output": "output"}


def plain_options(arguments: Sequence[str]) -> BuildOptions | None:
    """The options as Click would read them; None where it has something to say, or may have."""
    found: dict[str, Any] = {}
    left = iter(arguments)
    for argument in left:
        if argument in _FLAGS:
            found[_FLAGS[argument]] = True
        elif argument in _FOLDERS:
            found[_FOLDERS[argument]] = Path(next(left, "-"))
        else:
            return None
    options = BuildOptions(**found)
    is_plain = _is_plain(options.content) and _is_plain(options.output)
    return options if is_plain and not (options.quiet and options.verbose) else None


def _is_plain(folder: Path) -> bool:
    """Whether a folder may stand there; one that is named like an option may be one."""
    if str(folder).startswith("-"):
        return False
    return not os.path.lexists(folder) or (folder.is_dir() and os.access(folder, os.R_OK))
