"""The workflow that `octavo init` writes, its steps run one after the other in clean clones."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from textwrap import dedent
from typing import Any

import pytest
import yaml

from generator.commands.init import Installed, NewList, write_list
from generator.config.records import Source
from tests.git import git
from tests.installable import make_repository
from tests.loopback import Loopback, Reply, loopback
from tests.workflow_runner import Runner

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(sys.platform == "win32", reason="runs bash, as GitHub's Linux does"),
    pytest.mark.skipif(shutil.which("git") is None, reason="no git here"),
]


@pytest.fixture(scope="module")
def octavo(tmp_path_factory: pytest.TempPathFactory) -> Installed:
    """What pip can install: a repository and a commit."""
    folder = tmp_path_factory.mktemp("octavo")
    return Installed(requirement=f"git+file://{folder}@{make_repository(folder)}")


@pytest.fixture(scope="module")
def programs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An environment as actions/setup-python makes it: python and pip."""
    folder = tmp_path_factory.mktemp("python") / "venv"
    subprocess.run([sys.executable, "-m", "venv", str(folder)], check=True)
    return folder / "bin"


@pytest.fixture
def server() -> Iterator[Loopback]:
    with loopback() as server:
        yield server


def feed(*titles: str) -> bytes:
    items = "".join(
        f"<item><title>{title}</title><link>https://thread.example/{title}</link></item>"
        for title in titles
    )
    return f'<rss version="2.0"><channel><title>A</title>{items}</channel></rss>'.encode()


def make_remote(folder: Path, server: Loopback, octavo: Installed) -> Path:
    """A repository of a list of one feed, as its owner pushes it; returns the owner's clone."""
    source = Source(name="feed", reader="feed", title="A feed", url=f"{server.url}/feed")
    new = NewList(
        id="talks", title="Talks", language="en", sources=(source,), kinds=(), octavo=octavo
    )
    home = folder / "talks"
    assert write_list(home, new) == ()
    site = home / "content/site.toml"
    kind = '\n[[kind]]\nname = "article"\ntitle = "A"\nplural = "As"\nglyph = "disc"\n'
    site.write_text(site.read_text().replace("pause_seconds = 1.0", "pause_seconds = 0") + kind)
    git(folder, "init", "--quiet", "--bare", "--initial-branch=main", "remote.git")
    git(home, "init", "--quiet", "--initial-branch=main")
    git(home, "add", ".")
    git(home, "commit", "--quiet", "--message", "begin")
    git(home, "remote", "add", "origin", str(folder / "remote.git"))
    git(home, "push", "--quiet", "--set-upstream", "origin", "main")
    return home


def workflow(home: Path) -> Mapping[str, Any]:
    """The workflow of a list, which may ask this machine."""
    text = (home / ".github/workflows/pages.yml").read_text()
    assert text.count("octavo fetch --github") == 1
    changed = text.replace("octavo fetch --github", "octavo fetch --github --allow-loopback")
    loaded: Mapping[str, Any] = yaml.safe_load(changed)
    return loaded


def subjects(folder: Path) -> list[str]:
    return git(folder / "remote.git", "log", "--format=%s", "main").splitlines()


ALL_WELL = dict.fromkeys(("build", "keep", "deploy"), "success")


def test_a_list_publishes_itself_day_after_day(
    tmp_path: Path, server: Loopback, octavo: Installed, programs: Path
) -> None:
    """What its owner does once is push it; nothing of it is edited."""
    home = make_remote(tmp_path, server, octavo)
    runner = Runner(tmp_path / "remote.git", tmp_path, programs)
    good = (("ETag", '"1"'),)
    server.replies["/feed"] = [Reply(200, feed("On-A"), good), Reply(304), Reply(500)]

    first = runner.run(workflow(home), "workflow_dispatch")
    assert first.results == ALL_WELL, first.output
    assert "On-A" in (runner.deployed / "index.html").read_text()
    assert 'href="https://owner.example/list/' in (runner.deployed / "index.html").read_text()
    assert subjects(tmp_path) == ["Keep what the sources say now", "begin"]
    kept = git(tmp_path / "remote.git", "show", "--name-only", "--format=", "main").splitlines()
    assert [path.rpartition("/")[0] for path in kept] == ["content/captures/feed"]

    # Nothing is new: nothing is committed, and nothing is read or rendered again.
    second = runner.run(workflow(home), "schedule")
    assert second.results == ALL_WELL, second.output
    assert server.asked[-1].headers["if-none-match"] == '"1"'
    assert subjects(tmp_path) == ["Keep what the sources say now", "begin"]
    assert "worked out 0 captures and 0 pages anew" in second.output

    # The owner pushes: it is built and published, and no server is asked.
    git(home, "pull", "--quiet", "--rebase")
    (home / "content/notes").mkdir()
    (home / "content/notes/mine.md").write_text("---\ntitle: Mine\ndate: 2026\n---\nWords.\n")
    git(home, "add", "content")
    git(home, "commit", "--quiet", "--message", "a note")
    git(home, "push", "--quiet")
    asked = len(server.asked)
    third = runner.run(workflow(home), "push")
    assert third.results == {"build": "success", "keep": "skipped", "deploy": "success"}
    assert len(server.asked) == asked
    assert "Mine" in (runner.deployed / "index.html").read_text()

    # Another octavo begins anew: nothing that an older one left can stop it.
    with (home / ".github/workflows/pages.yml").open("a") as file:
        file.write("# Another one.\n")
    git(home, "commit", "--quiet", "--all", "--message", "another octavo")
    git(home, "push", "--quiet")
    (runner.folder / "run-3/cache/_site/index.html").unlink()
    (runner.folder / "run-3/cache/_site/.octavo").write_text("of another format")
    fourth = runner.run(workflow(home), "push")
    assert fourth.results["deploy"] == "success", fourth.output
    assert "worked out 1 capture " in fourth.output


@pytest.mark.thorough
def test_what_could_not_be_pushed_is_received_again(
    tmp_path: Path, server: Loopback, octavo: Installed, programs: Path
) -> None:
    home = make_remote(tmp_path, server, octavo)
    runner = Runner(tmp_path / "remote.git", tmp_path, programs)
    server.replies["/feed"] = Reply(200, feed("On-A"), (("ETag", '"1"'),))
    runner.run(workflow(home), "schedule")
    server.replies["/feed"] = Reply(200, feed("On-A", "On-B"), (("ETag", '"2"'),))
    hook = tmp_path / "remote.git/hooks/pre-receive"
    hook.write_text("#!/bin/sh\nexit 1\n")
    hook.chmod(0o755)
    quick = yaml.safe_load(
        yaml.safe_dump(workflow(home), sort_keys=False).replace(
            "for pause in 0 5 20", "for pause in 0"
        )
    )
    assert runner.run(quick, "schedule").results["keep"] == "failure"
    hook.unlink()
    assert runner.run(workflow(home), "schedule").results == ALL_WELL
    assert subjects(tmp_path) == [*["Keep what the sources say now"] * 2, "begin"]


@pytest.mark.thorough
def test_a_list_of_files_is_published_without_fetching(
    tmp_path: Path, server: Loopback, octavo: Installed, programs: Path
) -> None:
    home = make_remote(tmp_path, server, octavo)
    site = home / "content/site.toml"
    lines = [line for line in site.read_text().splitlines() if not line.startswith("url =")]
    site.write_text("\n".join(lines).replace('reader = "feed"', 'reader = "list"'))
    (home / "content/captures/feed").mkdir(parents=True)
    (home / "content/captures/feed/2026-05-01.bib").write_text("@misc{a, title={On A}, year=2026}")
    git(home, "add", "content")
    git(home, "commit", "--quiet", "--message", "a bibliography")
    git(home, "push", "--quiet")
    runner = Runner(tmp_path / "remote.git", tmp_path, programs)
    run = runner.run(workflow(home), "schedule")
    assert run.results == ALL_WELL, run.output
    assert "nothing is fetched: no source of site.toml has a URL to fetch" in run.output
    assert "On A" in (runner.deployed / "index.html").read_text()
    assert subjects(tmp_path)[0] == "a bibliography"


def test_a_source_that_fails_is_said_and_stops_nothing(
    tmp_path: Path, server: Loopback, octavo: Installed, programs: Path
) -> None:
    home = make_remote(tmp_path, server, octavo)
    (home / "content/notes").mkdir()
    (home / "content/notes/mine.md").write_text("---\ntitle: Mine\ndate: 2026\n---\nWords.\n")
    git(home, "add", "content")
    git(home, "commit", "--quiet", "--message", "a note")
    git(home, "push", "--quiet")
    server.replies["/feed"] = Reply(500)
    runner = Runner(tmp_path / "remote.git", tmp_path, programs)
    run = runner.run(workflow(home), "schedule")
    assert run.results == ALL_WELL, run.output
    message = f"{server.url}/feed: answers 500 Internal Server Error"
    assert f"::warning title=feed::{message}\n" in run.output
    assert run.summary == dedent(
        f"""\
        | source | came | |
        | --- | --- | --- |
        | feed | failed | {message} |
        """
    )
    assert "Mine" in (runner.deployed / "index.html").read_text()


def test_where_nobody_knows_what_to_install_the_first_step_says_what_init_said(
    tmp_path: Path, server: Loopback, programs: Path
) -> None:
    nowhere = Installed(requirement="", message='installed "here": write `$(x)` after OCTAVO')
    home = make_remote(tmp_path, server, nowhere)
    run = Runner(tmp_path / "remote.git", tmp_path, programs).run(workflow(home), "push")
    assert run.results == {"build": "failure", "keep": "skipped", "deploy": "skipped"}
    assert run.output == f"::error::{nowhere.message}\n"


@pytest.mark.thorough
def test_what_was_received_is_kept_also_where_nothing_can_be_built_of_it(
    tmp_path: Path, server: Loopback, octavo: Installed, programs: Path
) -> None:
    home = make_remote(tmp_path, server, octavo)
    (home / "content/overrides.toml").write_text("[[hide]]\nnonsense = 1\n")
    git(home, "add", "content")
    git(home, "commit", "--quiet", "--message", "a slip")
    git(home, "push", "--quiet")
    server.replies["/feed"] = Reply(200, feed("On-A"))
    run = Runner(tmp_path / "remote.git", tmp_path, programs).run(workflow(home), "schedule")
    assert run.results == {"build": "failure", "keep": "success", "deploy": "skipped"}
    assert subjects(tmp_path)[0] == "Keep what the sources say now"
