"""`python -m generator` and `octavo`: the command line, unless a build has nothing to do.

That is found out before anything else is imported.
"""

from __future__ import annotations

import sys

from generator.stamps import LastBuild, identity_of, place_of


def main() -> None:
    """Runs the command line and exits."""
    arguments = sys.argv[1:]
    last_build = None
    if arguments[:1] == ["build"] and "--no-cache" not in arguments:
        last_build = LastBuild(place_of(arguments), identity_of(arguments))
        if last_build.is_current():
            sys.stderr.write(last_build.told)
            return
    from generator.cli import main as run

    run(last_build)


if __name__ == "__main__":
    main()
