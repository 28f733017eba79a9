"""Dates with a time of day as they are written, and time zones whatever the system has of them."""

from __future__ import annotations

import zoneinfo
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest
import tzdata

from generator.text.timestamps import time_zone, time_zone_names

NOON = datetime(2026, 7, 1, 12)
FOLDER = Path(tzdata.__file__).parent / "zoneinfo"


@pytest.fixture
def odd_system(tmp_path: Path) -> Iterator[None]:
    """A system that takes Paris for Kiritimati."""
    (tmp_path / "Europe").mkdir()
    (tmp_path / "Europe/Paris").write_bytes((FOLDER / "Pacific/Kiritimati").read_bytes())
    zoneinfo.reset_tzpath([str(tmp_path)])
    zoneinfo.ZoneInfo.clear_cache()
    time_zone.cache_clear()
    yield
    zoneinfo.reset_tzpath()
    zoneinfo.ZoneInfo.clear_cache()


@pytest.mark.usefixtures("odd_system")
def test_what_the_system_takes_for_a_zone_does_not_count() -> None:
    assert NOON.replace(tzinfo=zoneinfo.ZoneInfo("Europe/Paris")).utcoffset() == timedelta(hours=14)
    assert NOON.replace(tzinfo=time_zone("Europe/Paris")).utcoffset() == timedelta(hours=2)


def test_every_zone_that_is_named_is_there() -> None:
    assert {"UTC", "Europe/Paris", "America/Argentina/Ushuaia"} <= time_zone_names()
    assert all(time_zone(name).key == name for name in time_zone_names())


@pytest.mark.parametrize("name", ["", "America", "Europe/Pariss", "../zones", "/etc/localtime"])
def test_there_is_no_zone_of_another_name(name: str) -> None:
    with pytest.raises(ValueError, match="there is no time zone"):
        time_zone(name)
