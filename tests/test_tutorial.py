"""docs/tutorial.md, typed: every command of it, one after the other, up to the published list."""

from __future__ import annotations

import re
import shutil
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest
import yaml

from tests.documents import Shell, blocks_of, is_as_said
from tests.git import ENVIRONMENT, git
from tests.installable import make_repository
from tests.loopback import Loopback, Reply, loopback
from tests.workflow_runner import Runner

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(sys.platform == "win32", reason="runs bash"),
    pytest.mark.skipif(shutil.which("git") is None, reason="no git here"),
]

DOCUMENT = Path(__file__).parents[1] / "docs/tutorial.md"
ELSEWHERE = "https://example.org"
# What pipx does, as far as the tutorial needs it: an environment, and the command on the PATH.
PIPX = f"""#!/bin/sh
set -eu
test "$1" = install
home=$(dirname "$0")
"{sys.executable}" -m venv "$home/venv"
"$home/venv/bin/pip" --quiet --disable-pip-version-check install "$2"
ln -s "$home/venv/bin/octavo" "$home/octavo"
"""
ESSAY = """<!doctype html><html lang="en"><head><title>Slow clocks</title>
<meta name="author" content="Ann Roe">
<meta property="article:published_time" content="2025-11-02"></head>
<body><article><h1>Slow clocks</h1><p>Why a clock that is slow is seldom wrong by much.</p>
</article></body></html>"""
PAGE = """<!doctype html><html lang="en"><head><title>A blog</title>
<link rel="alternate" type="application/rss+xml" href="feed.xml"></head><body><h1>A blog</h1></body>
</html>"""
POSTS = (
    ("Striking twelve", "Mon, 06 Apr 2026 09:00:00 GMT"),
    ("Winding down", "Sun, 08 Mar 2026 09:00:00 GMT"),
    ("Oil and patience", "Sat, 14 Feb 2026 09:00:00 GMT"),
)
NEWS = ("The long pendulum", "Fri, 01 May 2026 09:00:00 GMT")


def feed(*posts: tuple[str, str]) -> Reply:
    """A feed of titles and dates, each at an address made of its title."""
    items = "".join(
        f"<item><title>{title}</title><link>{ELSEWHERE}/blog/{title.split()[0]}/</link>"
        f"<pubDate>{date}</pubDate></item>"
        for title, date in posts
    )
    text = f'<rss version="2.0"><channel><title>A blog</title>{items}</channel></rss>'
    return Reply(body=text.encode())


def repositories(folder: Path) -> dict[str, str]:
    """What has git find those of the tutorial on this machine: octavo's, and that of the list."""
    (folder / "octavo").mkdir()
    make_repository(folder / "octavo")
    git(folder, "init", "--quiet", "--bare", "--initial-branch=main", "reading.git")
    places = {
        f"url.{folder}/octavo.insteadOf": "https://github.com/OWNER/octavo",
        f"url.{folder}/reading.git.insteadOf": "https://github.com/YOU/reading.git",
    }
    numbered = dict(enumerate(places.items()))
    return {
        "GIT_CONFIG_COUNT": str(len(places)),
        **{f"GIT_CONFIG_KEY_{number}": key for number, (key, _) in numbered.items()},
        **{f"GIT_CONFIG_VALUE_{number}": value for number, (_, value) in numbered.items()},
    }


def typed(script: str, server: Loopback) -> str:
    """What a reader types who lives on this machine."""
    allowed = re.sub(r"octavo (init|add|fetch)", r"octavo \1 --allow-loopback", script)
    return allowed.replace(ELSEWHERE, server.url)


def publish(folder: Path, environment: Mapping[str, str], programs: Path) -> str:
    """What GitHub does with a push: the first page of what it publishes."""
    text = git(folder / "reading.git", "show", "main:.github/workflows/pages.yml")
    workflow = yaml.safe_load(text)
    workflow["jobs"]["build"]["env"] |= environment
    runner = Runner(folder / "reading.git", folder / "github", programs)
    done = runner.run(workflow, "push")
    assert done.results == {"build": "success", "keep": "skipped", "deploy": "success"}, done.output
    return (runner.deployed / "index.html").read_text()


def test_who_types_the_tutorial_has_a_published_list(tmp_path: Path) -> None:
    programs = tmp_path / "bin"
    programs.mkdir()
    (programs / "pipx").write_text(PIPX)
    (programs / "pipx").chmod(0o755)
    at_home = repositories(tmp_path)
    path = f"{programs}:{ENVIRONMENT['PATH']}"
    (tmp_path / "home").mkdir()
    shell = Shell(tmp_path / "home", {**ENVIRONMENT, **at_home, "PATH": path})
    printed = ""
    with loopback() as server:
        server.replies["/blog/"] = Reply(body=PAGE.encode())
        server.replies["/blog/feed.xml"] = feed(*POSTS)
        server.replies["/essays/slow-clocks/"] = Reply(body=ESSAY.encode())
        for block in blocks_of(DOCUMENT):
            if block.language == "text":
                assert is_as_said(block.text, printed), f"{block.text}\nis\n{printed}"
            elif "octavo serve" in block.text:
                assert "Winding down" in shell.look(block.text.replace(" --open", "").strip())
            else:
                if "octavo fetch" in block.text:
                    server.replies["/blog/feed.xml"] = feed(NEWS, *POSTS)
                printed = shell.run(typed(block.text, server)).replace(server.url, ELSEWHERE)
    (tmp_path / "github").mkdir()
    page = publish(tmp_path, at_home, programs / "venv/bin")
    for title in (NEWS[0], *(title for title, _ in POSTS), "Slow clocks"):
        assert title in page
    assert page.count("clocks") > 1
