"""The site of all payloads, built once for all tests that look at it."""

from __future__ import annotations

import pytest

from tests.hostile.site import Hostile


@pytest.fixture(scope="session")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Hostile:
    return Hostile(tmp_path_factory.mktemp("hostile"))
