"""A command loads only what it needs: most of what a short one takes is the loading of modules."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.bench.corpus import make_works, write_ours

ROOT = Path(__file__).parents[2]
WORKS = list(make_works(6))
PREVIEW = "content/captures/previews/0000000000000002/2026-07-01.txt"

# What asks the network, directly or by importing what could.
NETWORK = {"generator.fetch.client", "httpx", "urllib.request", "http.client", "ssl"}
# What reads HTML pages, other languages' months, front matter, bibliographies.
SELDOM = {"bs4", "html5lib", "lxml", "soupsieve", "babel", "yaml", "pybtex", "trafilatura"}
# What turns captures into articles.
READING = {
    "feedparser",
    "generator.config.overrides",
    "generator.reconcile",
    "generator.build.replay",
    "generator.config.load",
    "generator.sources.feed",
    "generator.sources.history",
    "generator.config.toml_file",
}
BUILDING = {"jinja2", "generator.build.pipeline", "generator.site"}


def modules_of(folder: Path, *arguments: str) -> set[str]:
    """The modules that a command has loaded when it ends, in a Python of its own."""
    program = (
        f"import sys; sys.argv = ['octavo', *{list(arguments)}]\n"
        "from generator.__main__ import main\n"
        "try:\n    main()\n"
        "except SystemExit as end:\n    assert not end.code\n"
        "print('', *sys.modules)\n"
    )
    # make cov measures what tests start, and loads modules of its own for it.
    not_measured = {n: value for n, value in os.environ.items() if not n.startswith("COVERAGE_")}
    done = subprocess.run(
        [sys.executable, "-c", program],
        cwd=folder,
        env={**not_measured, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=True,
    )
    return set(done.stdout.splitlines()[-1].split())


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A list of one feed and a few text previews, built."""
    folder = tmp_path_factory.mktemp("imports")
    write_ours(WORKS, folder / "content")
    modules_of(folder, "build", "--quiet")
    return folder


COMMANDS = {
    "the version": (("--version",), NETWORK | SELDOM | READING | BUILDING),
    "what a build takes": (("build", "--help"), NETWORK | SELDOM | READING | BUILDING),
    "a build of a feed and text previews, from nothing": (
        ("build", "--quiet", "--no-cache"),
        {"generator.fetch.client", "httpx", "generator.sources.feed.plain_text"} | SELDOM,
    ),
    "how an article is known": (("why", WORKS[1].title), {"jinja2", "httpx"} | SELDOM),
}


@pytest.mark.slow
@pytest.mark.parametrize(("arguments", "needless"), COMMANDS.values(), ids=COMMANDS)
def test_a_command_loads_only_what_it_needs(
    site: Path, arguments: tuple[str, ...], needless: set[str]
) -> None:
    assert modules_of(site, *arguments) & needless == set()


@pytest.mark.slow
def test_one_changed_preview_loads_no_reader_of_feeds(site: Path) -> None:
    text = (site / PREVIEW).read_text("utf-8")
    (site / PREVIEW).write_text(text.replace("circuit", "wire", 1), "utf-8")
    loaded = modules_of(site, "build", "--quiet")
    assert "generator.sources.copies.wiki" in loaded
    assert loaded & (NETWORK | SELDOM | {"feedparser", "multiprocessing"}) == set()


@pytest.mark.slow
def test_a_build_with_nothing_to_do_loads_a_handful_of_modules(site: Path) -> None:
    modules_of(site, "build", "--quiet")
    loaded = modules_of(site, "build", "--quiet")
    assert {name for name in loaded if name.startswith("generator")} == {
        "generator",
        "generator.__main__",
        "generator.build",
        "generator.build.fingerprint",
    }
    assert loaded & {"click", "msgspec", "pathlib", "typing"} == set()
