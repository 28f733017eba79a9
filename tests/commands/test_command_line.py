"""What all commands share: where they work, and in which order things may be typed."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from generator import __version__
from generator.build.fingerprint import identity_of, place_for
from tests.command_line import Octavo

ROOT = Path(__file__).parents[2]
UNCHANGED = "unchanged  nothing to do in "


def test_the_version_is_told_shortly(octavo: Octavo) -> None:
    assert octavo("-V") == (0, f"octavo, version {__version__}\n", "")


def test_an_empty_folder_says_how_to_begin(
    octavo: Octavo, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    for command in ("build", "status", "fetch"):
        ran = octavo(command)
        assert (ran.status, ran.out) == (1, "")
        assert ran.err == (
            "octavo: content/site.toml: no such file; octavo init begins a list, "
            "--content or -C names another folder\n"
        )
    assert list(tmp_path.iterdir()) == []


def test_a_build_that_cannot_begin_leaves_nothing_behind(octavo: Octavo, content: Path) -> None:
    (content / "overrides.toml").write_text("[[set")
    assert octavo("build").status == 1
    Path("mine").mkdir()
    Path("mine/words.txt").write_text("mine")
    (content / "overrides.toml").unlink()
    assert octavo("build", "-o", "mine").status == 1
    assert sorted(path.name for path in Path().iterdir()) == ["content", "mine"]


ORDERS = {
    "behind the command": ("build", "--content", "content", "--output", "public"),
    "before the command": ("--content", "content", "--output", "public", "-v", "build"),
    "with signs of equality": ("--content=content", "--output=public", "build"),
    "short": ("-o", "public", "build"),
    "shorter": ("build", "-vopublic"),
    "with --debug": ("--debug", "-o", "public", "build"),
    "with --debug in between": ("-o", "public", "--debug", "build"),
    "with --debug at the end": ("build", "-o", "public", "--debug"),
}


@pytest.mark.usefixtures("content")
@pytest.mark.parametrize("arguments", ORDERS.values(), ids=ORDERS)
def test_options_stand_before_or_behind_the_command(
    octavo: Octavo, arguments: tuple[str, ...]
) -> None:
    assert octavo(*arguments).status == 0
    assert Path("public/index.html").is_file()
    assert Path(".cache/octavo/public.json").is_file()
    assert not Path("_site").exists()
    assert octavo(*arguments).err.startswith(f"{UNCHANGED}public\n")


def test_it_works_as_if_started_in_another_folder(
    octavo: Octavo, content: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "lists").mkdir()
    content.resolve().rename(tmp_path / "lists" / "content")
    assert octavo("-C", "lists", "build").status == 0
    assert (tmp_path / "lists/_site/index.html").is_file()
    monkeypatch.chdir(tmp_path)
    assert octavo("-Clists", "build").err == f"{UNCHANGED}_site\n"
    monkeypatch.chdir(tmp_path)
    assert (
        octavo("-C", "nowhere", "build").err == "octavo: -C 'nowhere': No such file or directory\n"
    )
    assert octavo("-C").status == 2
    assert octavo("--content", "content") == octavo()


@pytest.mark.slow
def test_the_environment_names_the_folders(
    octavo: Octavo, content: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    content.rename("mine")
    monkeypatch.setenv("OCTAVO_CONTENT", "mine")
    monkeypatch.setenv("OCTAVO_OUTPUT", "public")
    assert octavo("build").status == 0
    assert octavo("build").err == f"{UNCHANGED}public\n"
    assert octavo("check").err == "checked    every link of public resolves\n"
    assert octavo("build", "-q", "-o", "other").status == 0
    assert Path("other/index.html").is_file()
    assert "Buoys" in octavo("why", "Buoys").out
    monkeypatch.setenv("OCTAVO_CONTENT", "nowhere")
    assert octavo("build").status == 1


def test_the_record_of_a_build_is_that_of_its_folders(monkeypatch: pytest.MonkeyPatch) -> None:
    for arguments in (["-o", "x"], ["-ox"], ["-qox"], ["-vvo", "x"], ["--output=x"]):
        assert Path(place_for(["build", *arguments])) == Path(".cache/octavo/x.json").absolute()
    before = identity_of(["build"])
    monkeypatch.setenv("OCTAVO_OUTPUT", "x")
    assert Path(place_for(["build"])) == Path(".cache/octavo/x.json").absolute()
    assert identity_of(["build"]) != before


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="$BROWSER is of other systems")
@pytest.mark.usefixtures("content")
def test_the_site_is_opened_in_the_browser_once_it_is_served(octavo: Octavo) -> None:
    octavo("build", "-q")
    Path("content").rename("mine")  # so that it is shown as it is
    browser = Path("browser")
    browser.write_text('#!/bin/sh\nprintf %s "$1" > opened.new && mv opened.new opened\n')
    browser.chmod(0o755)
    process = subprocess.Popen(
        [sys.executable, "-m", "generator", "serve", "--port", "0", "--open"],
        env={**os.environ, "PYTHONPATH": str(ROOT), "BROWSER": f"{browser.resolve()} %s"},
        stderr=subprocess.PIPE,
        text=True,
    )
    with process:
        assert process.stderr is not None
        address = process.stderr.readline().split(" is at ")[1].split()[0]
        while not Path("opened").exists() and process.poll() is None:
            os.sched_yield()
        os.kill(process.pid, signal.SIGINT)
    assert Path("opened").read_text() == address
