"""Options that are read without Click are read as Click reads them; it has the rest."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from generator.building import run_build
from generator.options import BuildOptions, plain_options
from generator.stamps import LastBuild

from generator.__main__ import run
from generator.cli import cli
from generator.errors import GeneratorError

PLAIN = {
    "none": [],
    "folders": ["--content", "list", "--output", "new"],
    "a folder elsewhere": ["--output", "../list/new/"],
    "an empty name": ["--output", ""],
    "every flag": ["--strict", "--force", "--no-cache", "--verbose"],
    "short flags": ["-q"],
    "twice": ["-v", "--verbose", "--output", "one", "--output", "two"],
}
LEFT_TO_CLICK = {
    "help": ["--help"],
    "unknown": ["--fast"],
    "an argument": ["list"],
    "an equals sign": ["--output=new"],
    "an address": ["--base-url", "https://example.org/"],
    "flags in one": ["-qv"],
    "no value": ["--output"],
    "an option for a value": ["--output", "--strict"],
    "a dash": ["--output", "-"],
    "a file for a folder": ["--content", "file"],
    "a file where the content is by default": ["--output", "file"],
    "a link to nothing": ["--output", "link"],
    "what excludes each other": ["--quiet", "-v"],
}


@pytest.fixture(autouse=True)
def _here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "list").mkdir()
    (tmp_path / "file").write_text("")
    (tmp_path / "link").symlink_to("nowhere")
    monkeypatch.chdir(tmp_path)


@pytest.mark.parametrize("arguments", PLAIN.values(), ids=PLAIN)
def test_plain_options_are_read_as_click_reads_them(
    arguments: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    read: list[BuildOptions] = []
    monkeypatch.setattr("generator.building.run_build", lambda options, _: read.append(options))
    cli.main(["build", *arguments], standalone_mode=False)
    assert [plain_options(arguments)] == read


@pytest.mark.parametrize("arguments", LEFT_TO_CLICK.values(), ids=LEFT_TO_CLICK)
def test_all_others_are_left_to_click(arguments: list[str]) -> None:
    assert plain_options(arguments) is None


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_folder_that_cannot_be_read_is_left_to_click() -> None:
    Path("list").chmod(0)
    assert plain_options(["--content", "list"]) is None


ENDS: dict[str, tuple[BaseException, str]] = {
    "what the owner can cause": (GeneratorError("no list"), "octavo: no list\n"),
    "a folder that may not be listed": (PermissionError(13, "no", "x"), "octavo: x: no\n"),
    "an interruption": (KeyboardInterrupt(), "\nAborted!\n"),
    "nobody who reads": (BrokenPipeError(32, "gone"), ""),
}


@pytest.mark.parametrize("options", [[], ["--output=_site"]], ids=["plain", "by Click"])
@pytest.mark.parametrize(("error", "said"), ENDS.values(), ids=ENDS)
def test_a_build_that_fails_ends_in_a_message(
    error: BaseException,
    said: str,
    options: list[str],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    def raising(*_: object) -> None:
        raise error

    monkeypatch.setattr("generator.building.run_build", raising)
    monkeypatch.setattr("sys.argv", ["octavo", "build", *options])
    with pytest.raises(SystemExit) as end:
        run()
    assert (end.value.code, capsys.readouterr().err) == (1, said)


def test_what_was_received_does_not_steer_a_terminal(capsys: pytest.CaptureFixture[str]) -> None:
    """Neither of a build that finds the problem nor of one that has nothing to do."""
    folder = Path("content/captures/feed")
    folder.mkdir(parents=True)
    site = (
        '[site]\nid = "s"\ntitle = "S"\n[[source]]\nname = "feed"\nreader = "feed"\ntitle = "F"\n'
    )
    Path("content/site.toml").write_text(site)
    item = r'{"id": "1", "url": "https://e.org/1", "title": "T", "date_published": "\u001b[31mx"}'
    feed = '{"version": "https://jsonfeed.org/version/1.1", "title": "F", "items": [%s]}'
    (folder / "2026-01.json").write_text(feed % item)
    for first in ("read", "unchanged"):
        last_build = LastBuild(str(Path("stamps").resolve()), "")
        if last_build.is_current():
            said = last_build.told
        else:
            run_build(BuildOptions(), last_build)
            said = capsys.readouterr().err
        assert said.startswith(first)
        assert "“[31mx”" in said
        assert "\x1b" not in said
