"""Names of time zones → their rules, as the package tzdata has them: the same on all machines."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import tzdata

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

_FOLDER = Path(tzdata.__file__).parent


@cache
def zone_of(name: str) -> ZoneInfo:
    """The time zone of that IANA name.

    Not `ZoneInfo(name)`, which asks the system first: a build must not change with that.

    Raises:
        KeyError: there is none.
    """
    from zoneinfo import ZoneInfo  # late: 4 ms, and one changed preview needs none

    if name not in zone_names():
        raise KeyError(name)
    with (_FOLDER / "zoneinfo" / name).open("rb") as file:
        return ZoneInfo.from_file(file, key=name)


@cache
def zone_names() -> frozenset[str]:
    """The names of all time zones."""
    return frozenset((_FOLDER / "zones").read_text("utf-8").split())
