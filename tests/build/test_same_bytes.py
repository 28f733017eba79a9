"""The same inputs give the same bytes, however they are worked out."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import msgspec
import pytest

from generator.build import capture_cache, page_files, workers
from generator.build.capture_cache import CaptureCache
from generator.build.pipeline import build, read_library
from generator.output.render import Renderer
from generator.resources import templates_folder
from tests.bench.corpus import make_works, write_ours
from tests.build.thread import files_of
from tests.site.rendering import all_pages, shared_by_templates

REPOSITORY = Path(__file__).parents[2]
ARTICLES = 15


@pytest.fixture(scope="module")
def content(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A thread of a few articles."""
    content = tmp_path_factory.mktemp("same") / "content"
    write_ours(list(make_works(ARTICLES)), content)
    return content


@pytest.fixture(scope="module")
def expected(content: Path) -> dict[str, bytes]:
    """The site as one process makes it without a cache."""
    output = content.parent / "expected"
    build(content, output)
    return files_of(output)


@pytest.mark.slow
def test_pages_that_are_rendered_in_another_order_are_the_same(
    content: Path, expected: dict[str, bytes]
) -> None:
    with CaptureCache(None, content) as captures:
        library = read_library(content, read=captures)
        library = msgspec.structs.replace(library, bodies=captures.bodies)
        renderer = Renderer([templates_folder()], shared_by_templates(library))
        for page in reversed(list(all_pages(library))):
            assert renderer.render(page).data == expected[page.path], page.path


@pytest.mark.slow
def test_one_process_makes_what_two_make(
    content: Path,
    expected: dict[str, bytes],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(page_files, "_WORTH_TWO", 0)
    monkeypatch.setattr(capture_cache, "_WORTH_TWO", 0)
    monkeypatch.setattr(workers, "can_fork", lambda: True)
    build(content, tmp_path / "two")
    monkeypatch.setattr(workers, "can_fork", lambda: False)
    build(content, tmp_path / "one")
    assert files_of(tmp_path / "one") == files_of(tmp_path / "two") == expected


@pytest.mark.slow
@pytest.mark.parametrize(("room", "is_alone"), [(ARTICLES, False), (ARTICLES - 1, True)])
def test_a_list_that_two_processes_have_no_room_for_is_made_in_one(
    room: int,
    is_alone: bool,
    content: Path,
    expected: dict[str, bytes],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    forks: list[int] = []
    fork = os.fork

    def counted_fork() -> int:
        forks.append(1)
        return fork()

    monkeypatch.setattr(os, "fork", counted_fork)
    monkeypatch.setattr(workers, "can_fork", lambda: True)
    monkeypatch.setattr(page_files, "_WORTH_TWO", 0)
    monkeypatch.setattr(page_files, "_ROOM_FOR_TWO", room)
    build(content, tmp_path / "site")
    assert (not forks) == is_alone
    assert files_of(tmp_path / "site") == expected


@pytest.mark.slow
def test_a_cold_cache_a_warm_one_and_none_make_the_same(
    content: Path, expected: dict[str, bytes], tmp_path: Path
) -> None:
    build(content, tmp_path / "cold", cache=tmp_path / "cache")
    build(content, tmp_path / "warm", cache=tmp_path / "cache")
    assert files_of(tmp_path / "cold") == files_of(tmp_path / "warm") == expected


MACHINES = {
    "another hash seed": {"PYTHONHASHSEED": "4711"},
    "another time zone and locale": {"TZ": "Pacific/Kiritimati", "LC_ALL": "C", "LANG": "C"},
    "another encoding": {"PYTHONUTF8": "0", "LC_ALL": "C", "PYTHONCOERCECLOCALE": "0"},
}


@pytest.mark.slow
@pytest.mark.parametrize("variables", MACHINES.values(), ids=MACHINES)
def test_any_machine_makes_the_same(
    content: Path, expected: dict[str, bytes], tmp_path: Path, variables: dict[str, str]
) -> None:
    arguments = ["build", "--content", str(content), "--output", str(tmp_path / "site")]
    subprocess.run(
        [sys.executable, "-m", "generator", *arguments],
        cwd=REPOSITORY,
        env={**os.environ, **variables},
        capture_output=True,
        check=True,
    )
    assert files_of(tmp_path / "site") == expected


@pytest.mark.slow
def test_any_order_of_the_file_system_makes_the_same(
    content: Path,
    expected: dict[str, bytes],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    listed: Callable[[Path], list[str]] = os.listdir
    monkeypatch.setattr(os, "listdir", lambda folder=".": sorted(listed(folder), reverse=True))
    build(content, tmp_path / "site")
    assert files_of(tmp_path / "site") == expected
