"""The sample library, as pages and as files."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from generator.site import Library
from tests.site.rendering import Site, site_of
from tests.site.sample_library import ARTICLES, REST, SAMPLE, make_library


@pytest.fixture(scope="session")
def rendered() -> Callable[[Library], Site]:
    """Renders a library: path → text."""
    return site_of


@pytest.fixture(scope="session")
def site(rendered: Callable[[Library], Site]) -> Site:
    """The sample library without a base URL."""
    return rendered(SAMPLE)


@pytest.fixture(scope="session")
def site_with_address(rendered: Callable[[Library], Site]) -> Site:
    """The sample library under a base URL."""
    return rendered(make_library(*ARTICLES, base_url="https://me.example/list/", **REST))
