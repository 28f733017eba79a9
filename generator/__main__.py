"""`python -m generator` and `octavo`: the command line, unless a build has nothing to do.

That is found out before anything else is imported.
"""

from __future__ import annotations

import gc
import os
import sys

from generator.stamps import LastBuild, identity_of, place_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import TextIO


def main() -> None:
    """Runs the command line and exits, after a build without taking Python apart.

    That costs 20 ms where 60 articles were built, and a build has written and closed everything by
    then. (A profiler that is started around the program sees nothing of it: let it call `run`.)
    """
    # What was started with a closed stream, as by `octavo build >&-`, has None in its place.
    sys.stdout = sys.stdout or _nowhere()
    sys.stderr = sys.stderr or _nowhere()
    try:
        run()
        status = 0
    except SystemExit as end:
        if sys.argv[1:2] != ["build"] or not isinstance(end.code, int):
            raise
        status = end.code
    try:
        sys.stdout.flush()
        sys.stderr.flush()
    except (OSError, ValueError):  # nobody reads it any more
        sys.exit(status)
    os._exit(status)


def run() -> None:
    """Runs the command line; raises SystemExit, unless a build has nothing to do."""
    arguments = sys.argv[1:]
    last_build = None
    if arguments[:1] == ["build"] and "--no-cache" not in arguments:
        last_build = LastBuild(place_of(arguments), identity_of(arguments))
        if last_build.is_current():
            sys.stderr.write(last_build.told)
            return
    # What is imported is no garbage: to look for some in it costs 8 ms of the shortest build.
    gc.set_threshold(100_000)
    if arguments[:1] == ["build"] and _built_plainly(arguments[1:], last_build):
        return
    from generator.cli import main as run_command

    run_command(last_build)


def _built_plainly(arguments: Sequence[str], last_build: LastBuild | None) -> bool:
    """Whether the options were plain to see, and a build was made: Click is not loaded for it."""
    from generator.options import plain_options

    options = plain_options(arguments)
    if options is None:
        return False
    from generator.building import run_build
    from generator.errors import GeneratorError

    try:
        run_build(options, last_build)
    except (GeneratorError, OSError, UnicodeEncodeError, KeyboardInterrupt) as error:
        from generator.cli import fail

        fail(error)
    return True


def _nowhere() -> TextIO:
    return open(os.devnull, "w")


if __name__ == "__main__":
    main()
