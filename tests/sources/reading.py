"""What a content folder says, with the texts of its copies."""

from __future__ import annotations

from pathlib import Path

from generator.build.capture_cache import CaptureCache
from generator.config.records import Config
from generator.model.entries import CopyBody, Reading
from generator.sources import read_sources


def read_with_bodies(config: Config) -> tuple[Reading, dict[str, CopyBody]]:
    """Return what all sources say, and the bodies of copies by their keys."""
    with CaptureCache(None, Path(config.folder)) as captures:
        reading = read_sources(config, captures)
        return reading, dict(captures.bodies)
