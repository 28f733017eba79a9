"""Dates with a time of day, as feeds and pages write them, and the zones that they are in."""

from __future__ import annotations

from functools import cache
from zoneinfo import ZoneInfo, available_timezones, reset_tzpath


@cache
def time_zone(name: str) -> ZoneInfo:
    """Return the rules of the time zone of an IANA name, as the package tzdata has them.

    Not as the system has them, which differ from one machine to the next: the search path of
    `zoneinfo` is emptied, for the whole process.

    Raises:
        ValueError: there is no such zone.
    """
    if name not in time_zone_names():
        raise ValueError(f'there is no time zone "{name}"')
    return ZoneInfo.no_cache(name)


def time_zone_names() -> set[str]:
    """Return the names of all time zones."""
    reset_tzpath(())
    return available_timezones()
