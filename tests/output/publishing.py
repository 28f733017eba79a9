"""Publish files as a build does, in one call."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from generator.model.pages import File
from generator.output.publish import Published, open_output, publish, stage_file


def publish_files(
    files: Iterable[File], output: Path, *, force: bool = False, **options: Any
) -> Published:
    """Publish files; `options` are those of publish()."""
    with open_output(output, force=force) as folder:
        staged = (stage_file(file, folder.path, folder.staging) for file in files)
        return publish(staged, folder, **options)
