"""Real repositories in temporary folders, with nobody's own settings."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType

# No signing or hooks of this machine, and no name of whoever runs the tests.
ENVIRONMENT = {
    "PATH": os.environ["PATH"],
    "GIT_CONFIG_GLOBAL": os.devnull,
    "GIT_CONFIG_SYSTEM": os.devnull,
    "GIT_AUTHOR_NAME": "A",
    "GIT_AUTHOR_EMAIL": "a@example.org",
    "GIT_COMMITTER_NAME": "A",
    "GIT_COMMITTER_EMAIL": "a@example.org",
}


def git(
    folder: Path,
    *arguments: str,
    check: bool = True,
    environment: Mapping[str, str] = MappingProxyType({}),
) -> str:
    """Run git in a folder; what it printed."""
    done = subprocess.run(
        ["git", *arguments],
        cwd=folder,
        env={**ENVIRONMENT, **environment},
        capture_output=True,
        text=True,
        check=check,
    )
    return done.stdout.strip()
