"""What only some systems have is not needed: the same comes out without it."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import urllib.request
from pathlib import Path

import pytest

from tests.bench.corpus import make_works, write_ours
from tests.build.thread import files_of
from tests.loopback import Reply, loopback

ROOT = Path(__file__).parents[1]
# Python runs it before anything else. What it takes away no Windows has, and some of it no macOS.
# (Flags of os.open are not among it: filelock, which takes this for Linux, needs them.)
WITHOUT = """
import os, signal, sys

MODULES = {"fcntl", "termios", "tty", "pty", "resource", "pwd", "grp", "curses", "readline"}

class Refuse:
    def find_spec(self, name, path=None, target=None):
        if name in MODULES:
            raise ModuleNotFoundError(f"No module named {name!r}", name=name)

sys.meta_path.insert(0, Refuse())
for name in MODULES:
    sys.modules.pop(name, None)
for name in (
    "fork", "forkpty", "sched_getaffinity", "sched_setaffinity", "mkfifo", "mknod", "geteuid",
    "getuid", "getgid", "chown", "fchown", "fchmod", "setsid", "killpg", "getpgid", "uname",
    "O_DIRECTORY", "pread", "posix_spawn", "statvfs", "sync", "wait3", "wait4", "nice",
):
    if hasattr(os, name):
        delattr(os, name)
for name in ("SIGALRM", "SIGPROF", "setitimer", "alarm", "SIGHUP", "SIGKILL", "pthread_sigmask"):
    if hasattr(signal, name):
        delattr(signal, name)
"""


@pytest.fixture
def bare(tmp_path: Path) -> dict[str, str]:
    """The environment of a Python in which all of that is missing."""
    (tmp_path / "bare").mkdir()
    (tmp_path / "bare/sitecustomize.py").write_text(WITHOUT)
    places = os.pathsep.join([str(tmp_path / "bare"), str(ROOT)])
    return {**os.environ, "PYTHONPATH": places}


def octavo(folder: Path, environment: dict[str, str], *arguments: str) -> str:
    """What a command says, on stdout and stderr."""
    done = subprocess.run(
        [sys.executable, "-m", "generator", *arguments],
        cwd=folder,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
        timeout=300,
    )
    assert done.returncode == 0, done.stdout
    return done.stdout


def test_what_is_taken_away_is_gone(tmp_path: Path, bare: dict[str, str]) -> None:
    program = "import os, filelock; print(hasattr(os, 'fork')); import fcntl"
    done = subprocess.run(
        [sys.executable, "-c", program], env=bare, capture_output=True, text=True, check=False
    )
    assert done.stdout == "False\n"
    assert "No module named 'fcntl'" in done.stderr


@pytest.mark.slow
def test_a_list_is_built_and_explained_without_them(tmp_path: Path, bare: dict[str, str]) -> None:
    """Of so many articles that two processes would share the work."""
    works = list(make_works(160))
    write_ours(works, tmp_path / "content")
    said = octavo(tmp_path, bare, "build")
    assert "worked out 161 captures" in said
    assert "nothing to do" in octavo(tmp_path, bare, "build")
    whole = {**os.environ, "PYTHONPATH": str(ROOT)}
    octavo(tmp_path, whole, "build", "--output", "elsewhere/_site", "--no-cache")
    assert files_of(tmp_path / "_site") == files_of(tmp_path / "elsewhere/_site")
    assert works[5].title in octavo(tmp_path, bare, "why", works[5].title)
    octavo(tmp_path, bare, "check")
    octavo(tmp_path, bare, "status")
    octavo(tmp_path, bare, "changes")


FEED = (
    '<rss version="2.0"><channel><title>F</title><item><title>Fetched</title>'
    "<link>https://example.org/1</link></item></channel></rss>"
)
SITE = '[site]\nid = "s"\ntitle = "S"\n[[source]]\nname = "feed"\nreader = "feed"\ntitle = "F"\n'


@pytest.mark.slow
def test_sources_are_fetched_without_them(tmp_path: Path, bare: dict[str, str]) -> None:
    (tmp_path / "content").mkdir()
    with loopback() as server:
        server.replies["/feed"] = Reply(200, FEED.encode())
        (tmp_path / "content/site.toml").write_text(f'{SITE}url = "{server.url}/feed"\n')
        for _ in range(2):
            octavo(tmp_path, bare, "fetch", "--allow-loopback")
    captures = list((tmp_path / "content/captures/feed").iterdir())
    assert [path.read_text() for path in captures] == [FEED]
    octavo(tmp_path, bare, "build")
    assert "Fetched" in (tmp_path / "_site/index.html").read_text()


@pytest.mark.slow
def test_a_site_is_served_without_them(tmp_path: Path, bare: dict[str, str]) -> None:
    write_ours(list(make_works(3)), tmp_path / "content")
    command = [sys.executable, "-m", "generator", "serve", "--port", "0"]
    with subprocess.Popen(command, cwd=tmp_path, env=bare, stderr=subprocess.PIPE, text=True) as it:
        assert it.stderr
        said = ""
        while not (address := re.search(r"is at (http\S+) until", said)):
            line = it.stderr.readline()
            assert line, said
            said += line
        try:
            with urllib.request.urlopen(address[1]) as page:
                assert b"A thread of many articles" in page.read()
        finally:
            it.terminate()


@pytest.mark.slow
@pytest.mark.parametrize("name", ["cProfile", "coverage"])
def test_what_watches_a_program_writes_its_file_at_the_end_of_a_build(
    name: str, tmp_path: Path
) -> None:
    """Nothing ends the interpreter early."""
    write_ours(list(make_works(4)), tmp_path / "content")
    watchers = {
        "cProfile": ["-m", "cProfile", "-o", "watched"],
        "coverage": ["-m", "coverage", "run", "--rcfile=/dev/null", "--data-file=watched"],
    }
    if name == "coverage":
        pytest.importorskip("coverage")
    for said in ("published", "nothing to do"):
        done = subprocess.run(
            [sys.executable, *watchers[name], "-m", "generator", "build"],
            cwd=tmp_path,
            env={**os.environ, "PYTHONPATH": str(ROOT)},
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        assert said in done.stderr
        assert (tmp_path / "watched").stat().st_size > 1000
        (tmp_path / "watched").unlink()


def test_no_file_is_opened_twice_that_is_made_to_be_removed() -> None:
    """Windows refuses the second time; temporary_file is for that."""
    opened = [path for path in ROOT.glob("generator/**/*.py") if "NamedTemp" in path.read_text()]
    assert opened == []
