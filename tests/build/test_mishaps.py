"""What goes wrong between two builds leaves a site as if it were built from nothing."""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from generator.building import run_build
from generator.options import BuildOptions
from generator.stamps import LastBuild, identity_of, place_of

from generator.errors import GeneratorError
from tests.bench.corpus import make_works, write_ours


def octavo(*options: str, before: Callable[[], None] = lambda: None, **named: Any) -> None:
    """Builds as the command line does; `before` is done once it is known whether there is a need.

    Raises:
        GeneratorError: nothing was published.
    """
    arguments = ["build", *options, *(f"--{name}={value}" for name, value in named.items())]
    last_build = LastBuild(place_of(arguments), identity_of(arguments))
    if "no_cache" not in named and last_build.is_current():
        return
    before()
    run_build(BuildOptions(quiet=True, **named), last_build)


def site(folder: str = "_site") -> dict[str, bytes]:
    """What is in an output folder, by path."""
    paths = (path for path in sorted(Path(folder).rglob("*")) if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in paths}


def made_anew() -> dict[str, bytes]:
    """The site of the content as it is now, built without anything that is kept."""
    shutil.rmtree("clean", ignore_errors=True)
    octavo(output=Path("clean/_site"), no_cache=True)
    return site("clean/_site")


def replace(path: Path, old: str, new: str) -> None:
    """Changes the first of a text that is there."""
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), "utf-8")


def preview(number: int) -> Path:
    """The capture of a preview."""
    return Path(f"content/captures/previews/{number:016x}/2026-07-01.txt")


@pytest.fixture(autouse=True)
def _thread(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A built thread of eight articles, in the folder that the test stands in."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("generator.cache._GARBAGE", 0)
    # As if hours lay between one build and the next: no stamp is too young to be believed.
    monkeypatch.setattr("generator.stamps._TICK_NS", 0)
    monkeypatch.setattr("generator.stamps._COARSE_TICK_NS", 0)
    write_ours(list(make_works(8)), Path("content"))
    octavo()


def rename_thread() -> None:
    replace(Path("content/site.toml"), 'title = "', 'title = "Another ')


def words_of(number: int) -> bytes:
    """Words that only the copy in this preview has, as the cache holds them."""
    copy = preview(number).read_text("utf-8").partition("HTTP 200")[2]
    runs: list[str] = re.findall(r"[a-z ]+", copy)
    return max(runs, key=len).encode()


def refused_strictly() -> None:
    odd = Path("content/captures/previews/00000000000000ff/2026-07-01.txt")
    odd.parent.mkdir()
    odd.write_text("no preview of anything\n")
    with pytest.raises(GeneratorError, match="--strict"):
        octavo(strict=True)


def broken_template() -> None:
    for number in range(8):  # until they are most of what the cache holds
        replace(preview(number), "HTTP 200", "HTTP 200\n\n" + 3000 * "circuits of wire ")
    octavo()
    broken = Path("content/templates/article.html")
    broken.parent.mkdir()
    broken.write_text("{% broken")
    with pytest.raises(GeneratorError, match=r"article\.html"):
        octavo()
    shutil.rmtree(broken.parent)


def damaged_preview() -> None:
    cache = Path(".cache/octavo/worked-out")
    data, words = cache.read_bytes(), words_of(3)
    assert words in data
    cache.write_bytes(data.replace(words, words.upper()))
    rename_thread()


def cut_off_cache() -> None:
    cache = Path(".cache/octavo/worked-out")
    data = cache.read_bytes()
    cache.write_bytes(data[: data.index(words_of(3))])
    rename_thread()


def another_base_url_beside() -> None:
    octavo(output=Path("other"), base_url="https://example.org/x/")
    replace(preview(3), "circuit", "wire")


def damaged_record() -> None:
    record = Path(place_of(["build"]))
    head, line, body = record.read_bytes().partition(b"\n")
    numbers = head.split(b" ")
    numbers[4] = b"0"  # that is how long the number of the inputs is
    record.write_bytes(b" ".join(numbers) + line + body)


def links_in_a_ring() -> None:
    for name, to in (("one", "two"), ("two", "one"), ("self", "self")):
        (Path("content") / name).mkdir()
        (Path("content") / name / "link").symlink_to(Path("..") / to)
    Path("content/itself").symlink_to("itself")
    Path("content/root").symlink_to("/")


def link_for_a_capture() -> None:
    elsewhere = Path("elsewhere.txt").absolute()
    shutil.copy(preview(3), elsewhere)
    preview(3).unlink()
    preview(3).symlink_to(elsewhere)


def link_to_nothing() -> None:
    preview(3).unlink()
    preview(3).symlink_to("nowhere")


def pipe_for_a_capture() -> None:
    preview(3).unlink()
    os.mkfifo(preview(3))


MISHAPS = (
    refused_strictly,
    broken_template,
    damaged_preview,
    cut_off_cache,
    another_base_url_beside,
    damaged_record,
    links_in_a_ring,
    link_for_a_capture,
    link_to_nothing,
    pipe_for_a_capture,
)


@pytest.mark.parametrize("mishap", MISHAPS)
def test_the_next_build_makes_what_one_from_nothing_makes(mishap: Callable[[], None]) -> None:
    mishap()
    octavo()
    assert site() == made_anew()
    octavo()
    assert site() == made_anew()


def test_a_link_that_becomes_a_file_is_read() -> None:
    link_for_a_capture()
    shutil.rmtree(".cache")
    octavo()
    data = preview(3).read_bytes()
    preview(3).unlink()
    preview(3).write_bytes(data)
    octavo()
    assert site() == made_anew()


@pytest.mark.parametrize("moves", [0, 1, 2])
def test_what_a_build_that_was_cut_off_has_moved_is_not_taken_for_what_was_there(
    moves: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = preview(3).read_bytes()
    replace(preview(3), "circuit", "wire")
    with monkeypatch.context() as cut_off:
        cut_off.setattr("os.replace", _killed_after(moves))
        with pytest.raises(KeyboardInterrupt):
            octavo(no_cache=True)
    preview(3).write_bytes(before)
    replace(preview(5), "circuit", "wire")
    octavo()
    assert site() == made_anew()


def _killed_after(moves: int) -> Callable[[object, object], None]:
    """Moves so many files and then no more."""
    real, left = os.replace, list(range(moves))

    def move(source: Any, target: Any) -> None:
        if not left:
            raise KeyboardInterrupt
        left.pop()
        real(source, target)

    return move


def test_a_build_that_began_and_ended_meanwhile_is_noticed() -> None:
    replace(preview(3), "circuit", "wire")

    def other() -> None:
        octavo(no_cache=True, base_url="https://example.org/x/")

    octavo(before=other)
    assert site() == made_anew()
