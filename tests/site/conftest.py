"""The sample library, as pages and as files."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from generator.output.render import render
from generator.resources import templates_folder
from generator.site import Library
from generator.site.pages import all_pages
from tests.site.sample_library import ARTICLES, REST, SAMPLE, make_library

Site = dict[str, str]


@pytest.fixture(scope="session")
def rendered() -> Callable[[Library], Site]:
    """Renders a library: path → text."""

    def make(library: Library) -> Site:
        files = render(all_pages(library), [templates_folder()])
        return {file.path: file.data.decode() for file in files}

    return make


@pytest.fixture(scope="session")
def site(rendered: Callable[[Library], Site]) -> Site:
    """The sample library without a base URL."""
    return rendered(SAMPLE)


@pytest.fixture(scope="session")
def site_with_address(rendered: Callable[[Library], Site]) -> Site:
    """The sample library under a base URL."""
    return rendered(make_library(*ARTICLES, base_url="https://me.example/list/", **REST))
