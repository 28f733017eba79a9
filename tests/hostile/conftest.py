"""The site of all payloads, built once for all tests that look at it."""

from __future__ import annotations

import os

import pytest
from filelock import FileLock

from tests.hostile.site import Hostile


@pytest.fixture(scope="session")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Hostile:
    """One site for all processes of pytest-xdist: whichever needs it first builds it."""
    base = tmp_path_factory.getbasetemp()
    shared = base.parent if "PYTEST_XDIST_WORKER" in os.environ else base
    hostile = Hostile(shared / "hostile")
    built = shared / "hostile-built"
    with FileLock(shared / "hostile.lock"):
        if not built.exists():
            hostile.build()
            built.touch()
    return hostile
