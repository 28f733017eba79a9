"""One small made-up site, whole: what is read, reconciled and written, held byte for byte.

`make golden` writes tests/site/expected/ anew. Read the difference before you commit it: it is
what every site's readers will see.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from generator.build import build
from generator.commands.check import check

HERE = Path(__file__).parent / "site"
EXPECTED = HERE / "expected"
BASE_URL = "https://lists.example/tides/"
# What other programs read; its every byte is a promise.
DATA = ("articles.json", "changes.xml", "feed.json", "feed.xml", "robots.txt", "sitemap.xml")


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site, built."""
    output = tmp_path_factory.mktemp("golden") / "site"
    build(HERE / "content", output, base_url=BASE_URL)
    return output


@pytest.mark.parametrize("path", DATA)
def test_data_for_other_programs_is_byte_for_byte_as_it_was(
    site: Path, path: str, golden: Callable[[Path, bytes], None]
) -> None:
    golden(EXPECTED / path, (site / path).read_bytes())


def test_the_files_of_the_site_are_those_that_they_were(
    site: Path, golden: Callable[[Path, bytes], None]
) -> None:
    paths = sorted(path.relative_to(site).as_posix() for path in site.rglob("*") if path.is_file())
    golden(EXPECTED / "files.txt", "".join(f"{path}\n" for path in paths).encode())


def test_every_link_of_the_golden_site_resolves(site: Path) -> None:
    assert check(site) == ()
