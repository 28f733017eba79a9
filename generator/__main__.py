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
    arguments = _arranged(sys.argv[1:])
    # --debug changes nothing in what is built.
    command = [one for one in arguments if one != "--debug"]
    fingerprint = None
    if command[:1] == ["build"] and "--no-cache" not in command:
        fingerprint = Fingerprint(place_for(command), identity_of(command))
        if fingerprint.is_current():
            sys.stderr.write(fingerprint.message)
            return
    from generator.cli import main as run_command

    run_command(fingerprint, arguments)


# What is octavo's own and no command's; and what of the others takes a value.
_OWN = ("--debug", "-h", "--help", "-V", "--version")
_WITH_VALUE = ("--content", "--output", "-o", "--base-url")


def _arranged(arguments: list[str]) -> list[str]:
    """Enter the folder that -C names; return the arguments with options behind their command.

    --debug stands in front, wherever it was written.
    """
    own, moved, rest = [], [], list(arguments)
    while rest and rest[0].startswith("-"):
        option = rest.pop(0)
        if option.startswith("-C"):
            _enter(option[2:] or (rest.pop(0) if rest else ""))
        elif option in _OWN:
            own.append(option)
        else:
            moved.append(option)
            moved += [rest.pop(0)] if option in _WITH_VALUE and rest else []
    if "--debug" in rest and "--" not in rest:
        own, rest = [*own, "--debug"], [one for one in rest if one != "--debug"]
    return [*own, *rest[:1], *moved, *rest[1:]] if rest else own


def _enter(folder: str) -> None:
    try:
        os.chdir(folder)
    except OSError as error:
        sys.stderr.write(f"octavo: -C {folder!a}: {error.strerror}\n")
        raise SystemExit(2) from None


def _nowhere() -> TextIO:
    return open(os.devnull, "w")


if __name__ == "__main__":
    main()
