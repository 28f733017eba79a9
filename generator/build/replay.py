"""The log of captures, replayed → what its newest captures changed. No clock, no network.

replay          the log, moment by moment → entries
reconcile       entries → articles
compare         articles before and after → changes
"""

from __future__ import annotations

from generator.config.overrides import Overrides
from generator.config.records import Config
from generator.model.articles import Article, Change
from generator.reconcile import reconcile
from generator.reconcile.diff import LogMoment, compare
from generator.sources import ReadCaptures, read_captures, replay

# How far back changes are told; each moment costs about as much as reconciling does.
MOMENTS = 16


def read_changes(
    config: Config, overrides: Overrides, read: ReadCaptures = read_captures
) -> tuple[Change, ...]:
    """Return what the newest captures changed, newest capture first.

    Nothing where there is but one.

    Raises:
        ConfigError: an override cannot be used, or a folder of captures does not exist.
    """
    found: list[Change] = []
    before: tuple[Article, ...] | None = None
    for received, reading in replay(config, MOMENTS, read):
        after = reconcile(reading, overrides, config).articles
        if before is not None:
            moment = LogMoment(date=received.date, time=received.time, capture=received.path)
            found[:0] = compare(before, after, moment, config.site.language)
        before = after
    return tuple(found)
