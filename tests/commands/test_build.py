"""`octavo build`: how it ends, and what it prints."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

import pytest

from generator.__main__ import main
from generator.errors import GeneratorError

ENDS: dict[str, tuple[BaseException, str]] = {
    "what the owner can cause": (GeneratorError("no list"), "octavo: no list\n"),
    "a folder that may not be listed": (PermissionError(13, "no", "x"), "octavo: x: no\n"),
    "an interruption": (KeyboardInterrupt(), "\nAborted!\n"),
    "nobody who reads": (BrokenPipeError(32, "gone"), ""),
}
SITE = '[site]\nid = "s"\ntitle = "S"\n[[source]]\nname = "feed"\nreader = "feed"\ntitle = "F"\n'


@pytest.fixture(autouse=True)
def _here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


@pytest.mark.parametrize(("error", "message"), ENDS.values(), ids=ENDS)
def test_a_build_that_fails_ends_in_a_message(
    error: BaseException,
    message: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    def raising(*_: object, **__: object) -> None:
        raise error

    monkeypatch.setattr("generator.commands.build.run_build", raising)
    monkeypatch.setattr("sys.argv", ["octavo", "build"])
    with pytest.raises(SystemExit) as end:
        main()
    assert (end.value.code, capsys.readouterr().err) == (1, message)


def test_what_was_received_does_not_steer_a_terminal(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Neither of a build that finds the problem nor of one that has nothing to do."""
    folder = Path("content/captures/feed")
    folder.mkdir(parents=True)
    Path("content/site.toml").write_text(SITE)
    item = r'{"id": "1", "url": "https://e.org/1", "title": "T", "date_published": "\u001b[31mx"}'
    feed = '{"version": "https://jsonfeed.org/version/1.1", "title": "F", "items": [%s]}'
    (folder / "2026-01.json").write_text(feed % item)
    monkeypatch.setattr("sys.argv", ["octavo", "build"])
    for first in ("read", "unchanged"):
        with suppress(SystemExit):
            main()
        printed = capsys.readouterr().err
        assert printed.startswith(first)
        assert r"“\x1b[31mx”" in printed
        assert "\x1b" not in printed
