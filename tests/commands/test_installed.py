"""What pip recorded of octavo → what pip is to install on another machine."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from generator.commands.init import Installed, find_installed
from generator.resources import PACKAGE

COMMIT = "0123456789abcdef0123456789abcdef01234567"


def install(folder: Path, direct: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """Record octavo 1.2.0 as installed in a folder; with a direct_url.json unless that is None."""
    info = folder / "octavo-1.2.0.dist-info"
    info.mkdir()
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: octavo\nVersion: 1.2.0\n")
    if direct is not None:
        (info / "direct_url.json").write_text(direct if type(direct) is str else json.dumps(direct))
    monkeypatch.syspath_prepend(str(folder))


def of_git(url: str, **more: object) -> dict[str, object]:
    return {"url": url, "vcs_info": {"vcs": "git", "commit_id": COMMIT}, **more}


KNOWN = {
    "a repository": (
        of_git("https://git.example/octavo.git"),
        f"octavo @ git+https://git.example/octavo.git@{COMMIT}",
    ),
    "a repository with a name and a password": (
        of_git("https://me:secret@git.example:8443/octavo"),
        f"octavo @ git+https://git.example:8443/octavo@{COMMIT}",
    ),
    "a repository with a token": (
        of_git("https://token@git.example/octavo"),
        f"octavo @ git+https://git.example/octavo@{COMMIT}",
    ),
    "a folder of a repository": (
        of_git("https://git.example/all", subdirectory="a/octavo"),
        f"octavo @ git+https://git.example/all@{COMMIT}#subdirectory=a/octavo",
    ),
    "a wheel": (
        {
            "url": "https://files.example/octavo-1.2.0-py3-none-any.whl",
            "archive_info": {"hashes": {"sha256": "ab12"}},
        },
        "octavo @ https://files.example/octavo-1.2.0-py3-none-any.whl#sha256=ab12",
    ),
    "an address that would be an expression of a workflow": (
        of_git("https://git.example/${{secrets.a}} b"),
        f"octavo @ git+https://git.example/%24%7B%7Bsecrets.a%7D%7D%20b@{COMMIT}",
    ),
}


@pytest.mark.parametrize(("direct", "expected"), KNOWN.values(), ids=KNOWN)
def test_an_address_is_written_with_its_commit_and_without_credentials(
    direct: Any, expected: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    install(tmp_path, direct, monkeypatch)
    assert find_installed() == Installed(requirement=expected)


def test_what_came_from_an_index_is_its_version(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / PACKAGE.name).symlink_to(PACKAGE)
    install(tmp_path, None, monkeypatch)
    assert find_installed() == Installed(requirement="octavo==1.2.0")


ADVICE = (
    "write after OCTAVO: in .github/workflows/pages.yml what pip is to install there, like "
    "git+https://… with the address of octavo's repository, an @ and a commit"
)
NOWHERE = {
    "a folder, as by pip install .": (
        {"url": "file:///home/me/octavo", "dir_info": {}},
        "a folder of this machine",
    ),
    "a repository of this machine": (of_git("file:///home/me/octavo"), "a folder of this machine"),
    "a repository by ssh": (
        of_git("ssh://git@git.example/octavo"),
        "an address that needs a key of yours",
    ),
    "a wheel behind a signature": (
        {"url": "https://files.example/octavo.whl?token=secret", "archive_info": {}},
        "an address that needs a key of yours",
    ),
    "a host of the own network": (of_git("https://git/octavo"), "an address of your own network"),
    "a private address": (of_git("https://10.0.0.1/octavo"), "an address of your own network"),
    "another octavo's version": (None, "a checkout"),
    "no JSON": ("{", "what pip has not recorded well"),
    "another JSON": ([], "what pip has not recorded well"),
    "no commit": (
        {"url": "https://git.example/octavo", "vcs_info": {"vcs": "git"}},
        "what pip has not recorded well",
    ),
}


@pytest.mark.parametrize(("direct", "place"), NOWHERE.values(), ids=NOWHERE)
def test_what_no_other_machine_can_reach_is_said_and_nothing_is_guessed(
    direct: Any, place: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    install(tmp_path, direct, monkeypatch)
    message = f"octavo is installed here from {place}, which GitHub's machines cannot reach: "
    assert find_installed() == Installed(requirement="", message=f"{message}{ADVICE}")
