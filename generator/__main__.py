"""`python -m generator` and `octavo`: the command line, unless a build has nothing to do.

That is found out before anything else is imported.
"""

from __future__ import annotations

import os
import sys

from generator.build.fingerprint import Fingerprint, identity_of, place_for

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import TextIO


def main() -> None:
    """Run the command line; raise SystemExit, unless a build has nothing to do."""
    # What was started with a closed stream, as by `octavo build >&-`, has None in its place.
    sys.stdout = sys.stdout or _nowhere()
    sys.stderr = sys.stderr or _nowhere()
    arguments = sys.argv[1:]
    if arguments[:1] == ["--debug"]:  # it changes nothing in what is built
        arguments = arguments[1:]
    fingerprint = None
    if arguments[:1] == ["build"] and "--no-cache" not in arguments:
        fingerprint = Fingerprint(place_for(arguments), identity_of(arguments))
        if fingerprint.is_current():
            sys.stderr.write(fingerprint.message)
            return
    from generator.cli import main as run_command

    run_command(fingerprint)


def _nowhere() -> TextIO:
    return open(os.devnull, "w")


if __name__ == "__main__":
    main()
