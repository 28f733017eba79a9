"""The command line: exit statuses, what goes where, no traceback for what an owner can cause."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from generator.commands.check import check
from tests.command_line import Octavo, Ran

ROOT = Path(__file__).parents[1]
CONTENT = Path(__file__).parent / "site" / "content"

MISSING = "no such file; octavo init begins a list, --content or -C names another folder"


def in_a_process(*arguments: str, cwd: Path, **environment: str) -> Ran:
    """Runs the command line in a process of its own."""
    done = subprocess.run(
        [sys.executable, "-m", "generator", *arguments],
        cwd=cwd,
        env={**os.environ, "PYTHONPATH": str(ROOT), **environment},
        capture_output=True,
        encoding="utf-8",
        errors="replace",
        check=False,
    )
    return Ran(done.returncode, done.stdout, done.stderr)


def test_build_tells_its_stages_on_stderr_and_exits_with_0(content: Path, octavo: Octavo) -> None:
    ran = octavo("build")
    assert (ran.status, ran.out) == (0, "")
    assert re.fullmatch(
        r"read       15 entries in 5 captures of 3 sources\n"
        r"reconciled 9 articles and \d mentions?, 2 conflicts\n"
        r"worked out 5 captures and \d+ pages anew\n"
        r"published  \d+ files written, 0 unchanged, 0 removed in _site\n",
        ran.err,
    )


def test_nothing_to_do_is_told(content: Path, octavo: Octavo) -> None:
    octavo("build")
    assert octavo("build") == Ran(0, "", "unchanged  nothing to do in _site\n")


def test_quiet_says_nothing(content: Path, octavo: Octavo) -> None:
    assert octavo("build", "--quiet") == Ran(0, "", "")
    assert octavo("build", "-q") == Ran(0, "", "")


def test_verbose_names_every_problem(content: Path, octavo: Octavo) -> None:
    hidden = "info: captures/feed/2024-03-01T061500Z.xml, item 2: hidden by overrides.toml:10"
    assert hidden not in octavo("build").err
    assert hidden in octavo("build", "--verbose").err


def test_a_problem_is_told_and_the_site_is_built(content: Path, octavo: Octavo) -> None:
    (content / "captures" / "feed" / "today.xml").write_text("<rss/>")
    ran = octavo("build")
    assert ran.status == 0
    assert "error: captures/feed/today.xml: not read: “today” is no date" in ran.err.replace(
        '"', "“", 1
    ).replace('"', "”", 1)
    assert Path("_site/index.html").is_file()


def test_of_many_problems_the_first_are_told(content: Path, octavo: Octavo) -> None:
    for number in range(12):
        (content / "captures" / "feed" / f"x{number:02}.xml").write_text("<rss/>")
    err = octavo("build").err
    assert err.count("error: ") == 10
    assert err.endswith("and 2 more problems: --verbose names all\n")


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="other disks hold no such names")
def test_the_name_of_a_page_that_is_not_utf8_is_told(content: Path, octavo: Octavo) -> None:
    file = content / "static/\udcff"
    file.parent.mkdir(exist_ok=True)
    file.write_text("<rss/>")
    for command in (["build"], ["build", "--no-cache", "--output", "other"]):
        ran = octavo(*command)
        assert (ran.status, ran.out) == (1, "")
        *_, last = ran.err.splitlines()
        assert last.startswith("octavo: ")
        assert last.endswith(f"{ascii(file.name)[1:-1]}: its name is not UTF-8; rename it")


def test_strictly_a_problem_is_a_failure(content: Path, octavo: Octavo) -> None:
    assert octavo("build", "--strict").status == 0
    (content / "captures" / "feed" / "today.xml").write_text("<rss/>")
    ran = octavo("build", "--strict", "--output", "strict")
    assert (ran.status, ran.out) == (1, "")
    assert re.search(r"^octavo: 1 problem, and --strict allows none:$", ran.err, re.MULTILINE)
    assert not Path("strict").exists()


def test_why_accounts_for_every_field_on_stdout(content: Path, octavo: Octavo) -> None:
    ran = octavo("why", "Buoys")
    assert (ran.status, ran.err) == (0, "")
    lines = ran.out.splitlines()
    assert lines[0] == "Buoys"
    assert "date: 2024-01" in lines
    assert "  index says: January 2024" in lines
    assert any(
        line.startswith("  but feed says: Mon, 20 Nov 2023 09:00:00 +0000 (") for line in lines
    )
    fields = ["date", "title", "url", "authors", "summary", "kind", "series", "tags", "preview"]
    told = [line.partition(":")[0] for line in lines if re.match(r"[a-z]+:", line)]
    assert told == [*fields, "sources"]


NAMES = {
    "a URL in another form": "http://www.tides.example/2024/buoys/index.html",
    "a title in other letters": "  BUOYS ",
    "a permalink's last part": "2024-buoys",
    "a permalink": "a/2024-buoys/",
    "a part of its title alone": "UOY",
}


@pytest.mark.parametrize("name", NAMES.values(), ids=NAMES)
def test_why_takes_every_name_of_an_article(content: Path, octavo: Octavo, name: str) -> None:
    assert octavo("why", name).out.startswith("Buoys\n")


def test_why_gives_the_owners_reasons(content: Path, octavo: Octavo) -> None:
    assert "because: The index names them without a link." in octavo("why", "charts").out
    assert "An advertisement." in octavo("why", "https://shop.example/cafe").out


def test_why_tells_who_refined_a_date(content: Path, octavo: Octavo) -> None:
    lines = octavo("why", "On Harbours").out.splitlines()
    place = lines.index("date: 2024-02-07")
    assert lines[place + 1 : place + 4] == [
        "  rule: index",
        "  index says: February 2024",
        "  refined by feed",
    ]


def test_why_tells_what_vanished(content: Path, octavo: Octavo) -> None:
    assert "no longer there since 2024-03-01" in octavo("why", "moorings").out


def test_why_takes_a_page_of_this_site_by_its_address(content: Path, octavo: Octavo) -> None:
    site = content / "site.toml"
    text = site.read_text()
    assert 'base_url = ""' in text
    site.write_text(text.replace('base_url = ""', 'base_url = "https://me.example/x"'))
    assert octavo("why", "https://me.example/x/a/2024-buoys/").out.startswith("Buoys\n")


def test_why_of_nothing_known_names_what_is_near(content: Path, octavo: Octavo) -> None:
    ran = octavo("why", "Buoyz")
    assert (ran.status, ran.out) == (1, "")
    assert ran.err == "octavo: no article or mention is “Buoyz”; near: “Buoys”\n"


@pytest.mark.slow
def test_check_exits_with_1_where_a_link_is_broken(content: Path, octavo: Octavo) -> None:
    octavo("build")
    assert octavo("check") == Ran(0, "", "checked    every link of _site resolves\n")
    Path("_site/a/2024-buoys/index.html").unlink()
    ran = octavo("check")
    assert ran.status == 1
    assert 'there is no "a/2024-buoys/index.html"' in ran.out
    assert re.fullmatch(r"octavo: \d+ broken links in _site\n", ran.err)


USAGE = {
    "no such command": ["bild"],
    "no such option": ["build", "--contents", "x"],
    "an option without its value": ["build", "--content"],
    "quiet and verbose": ["build", "-q", "-v"],
    "a word too many": ["build", "content"],
    "why without an article": ["why"],
    "the output is a file": ["build", "--output", "content/site.toml"],
    "the content is a file": ["build", "--content", "content/site.toml"],
}


@pytest.mark.parametrize("arguments", USAGE.values(), ids=USAGE)
def test_wrong_usage_exits_with_2(content: Path, octavo: Octavo, arguments: list[str]) -> None:
    ran = octavo(*arguments)
    assert (ran.status, ran.out) == (2, "")
    assert "Error: " in ran.err
    assert not Path("_site").exists()


def _remove_content(content: Path) -> None:
    shutil.rmtree(content)


def _no_sites_toml(content: Path) -> None:
    (content / "site.toml").unlink()


def _folder_for_site_toml(content: Path) -> None:
    _no_sites_toml(content)
    (content / "site.toml").mkdir()


def _latin_site_toml(content: Path) -> None:
    (content / "site.toml").write_bytes(b'[site]\ntitle = "caf\xe9"\n')


def _no_toml(content: Path) -> None:
    (content / "site.toml").write_text("[site]\ntitle =\n")


def _folder_for_overrides(content: Path) -> None:
    (content / "overrides.toml").unlink()
    (content / "overrides.toml").mkdir()


def _no_captures(content: Path) -> None:
    shutil.rmtree(content / "captures")


def _file_for_captures(content: Path) -> None:
    shutil.rmtree(content / "captures")
    (content / "captures").write_text("x")


def _foreign_output(_content: Path) -> None:
    Path("_site").mkdir()
    Path("_site/thesis.txt").write_text("years of work")


def _link_for_output(content: Path) -> None:
    Path("_site").symlink_to(content)


def _damaged_manifest(_content: Path) -> None:
    Path("_site").mkdir()
    Path("_site/.octavo").write_text("{")


def _folder_for_manifest(_content: Path) -> None:
    Path("_site/.octavo").mkdir(parents=True)


def _folder_for_about(content: Path) -> None:
    (content / "pages" / "about.md").unlink()
    (content / "pages" / "about.md").mkdir()


def _broken_template(content: Path) -> None:
    (content / "templates").mkdir()
    (content / "templates" / "home.html").write_text("{% for %}")


def _latin_template(content: Path) -> None:
    (content / "templates").mkdir()
    (content / "templates" / "home.html").write_bytes(b"caf\xe9")


def _missing_include(content: Path) -> None:
    (content / "templates").mkdir()
    (content / "templates" / "home.html").write_text('{% include "nowhere.html" %}')


# what the owner did → what is said
FAILURES: dict[str, tuple[Callable[[Path], None], str]] = {
    "no content": (_remove_content, r"content/site\.toml: no such file"),
    "no site.toml": (_no_sites_toml, r"content/site\.toml: no such file"),
    "site.toml is a folder": (
        _folder_for_site_toml,
        r"content/site\.toml: cannot be read: Is a directory",
    ),
    "site.toml is not UTF-8": (_latin_site_toml, r"content/site\.toml: not UTF-8 at byte 19"),
    "site.toml is no TOML": (_no_toml, r"content/site\.toml:2: Invalid value"),
    "overrides.toml is a folder": (
        _folder_for_overrides,
        r"content/overrides\.toml: cannot be read: Is a directory",
    ),
    "no captures": (_no_captures, r"no source gives an entry, so nothing is built:\n  captures/"),
    "captures is a file": (_file_for_captures, "no source gives an entry, so nothing is built:"),
    "the output is of somebody else": (
        _foreign_output,
        "_site: holds files that octavo did not make; name another --output, or use --force",
    ),
    "the output is a link": (_link_for_output, "_site: not a folder; name another --output"),
    "the manifest is damaged": (
        _damaged_manifest,
        r"_site/\.octavo: damaged; remove the folder or use --force",
    ),
    "the manifest is a folder": (
        _folder_for_manifest,
        r"_site/\.octavo: cannot be read: not a file; remove it",
    ),
    "about.md is a folder": (
        _folder_for_about,
        r"content/pages/about\.md: cannot be read: Is a directory",
    ),
    "a template is broken": (_broken_template, r"content/templates/home\.html:1: "),
    "a template is not UTF-8": (
        _latin_template,
        r"content/templates/home\.html:1: not UTF-8 at byte 3; save it as UTF-8",
    ),
    "a template includes what is not there": (
        _missing_include,
        r"content/templates/home\.html:1: there is no template nowhere\.html",
    ),
}


@pytest.mark.parametrize(("damage", "message"), FAILURES.values(), ids=FAILURES)
def test_what_an_owner_can_cause_ends_in_a_message(
    content: Path, octavo: Octavo, damage: Callable[[Path], None], message: str
) -> None:
    damage(content)
    ran = octavo("build", "-q")
    assert (ran.status, ran.out) == (1, "")
    assert re.match(rf"octavo: {message}", ran.err), ran.err


def test_a_bad_base_url_is_told(content: Path, octavo: Octavo) -> None:
    ran = octavo("build", "--base-url", "example.org")
    assert ran == Ran(
        1, "", 'octavo: --base-url: base URL "example.org" is no http or https URL of a folder\n'
    )


def test_an_output_below_a_file_is_told(content: Path, octavo: Octavo) -> None:
    (content.parent / "file").write_text("a file")
    ran = octavo("build", "-q", "--output", "file/site")
    assert (ran.status, ran.out) == (1, "")
    assert re.match(r"octavo: file(/site)?: ", ran.err)


ODD_CAPTURES: dict[str, tuple[Callable[[Path], object], str]] = {
    "a link to nowhere": (
        lambda folder: (folder / "2024-05.xml").symlink_to("nowhere"),
        "captures/feed/2024-05.xml: ",
    ),
    "a link to nowhere in a resource's folder": (
        lambda folder: (folder.parent / "wiki/harbours/2024-05.txt").symlink_to("nowhere"),
        "captures/wiki/harbours/2024-05.txt: ",
    ),
    "a pipe": (
        lambda folder: os.mkfifo(folder / "2024-05.xml"),
        "captures/feed/2024-05.xml: ",
    ),
    "an empty file": (
        lambda folder: (folder / "2024-05.xml").write_bytes(b""),
        "captures/feed/2024-05.xml: ",
    ),
    "bytes of no meaning": (
        lambda folder: (folder / "2024-05.xml").write_bytes(bytes(range(256)) * 9),
        "captures/feed/2024-05.xml: ",
    ),
    "a date before all time zones": (
        lambda folder: (folder / "2024-05.xml").write_text(
            "<rss version='2.0'><channel><title>x</title><item><title>Old</title>"
            "<pubDate>Mon, 01 Jan 0001 00:00:00 +1200</pubDate></item></channel></rss>"
        ),
        "captures/feed/2024-05.xml, item 1: ",
    ),
}


@pytest.mark.parametrize(("put", "where"), ODD_CAPTURES.values(), ids=ODD_CAPTURES)
def test_an_odd_capture_is_a_problem_and_no_more(
    content: Path, octavo: Octavo, put: Callable[[Path], object], where: str
) -> None:
    put(content / "captures" / "feed")
    ran = octavo("build", "-v")
    assert ran.status == 0
    assert re.search(rf"^(error|warning|info): {re.escape(where)}", ran.err, re.MULTILINE), ran.err
    assert "Buoys" in Path("_site/index.html").read_text("utf-8")


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read and write everything")
@pytest.mark.parametrize("path", ["content/site.toml", "content/captures/feed", "content/captures"])
def test_what_may_not_be_read_is_told(content: Path, octavo: Octavo, path: str) -> None:
    mode = Path(path).stat().st_mode
    Path(path).chmod(0)
    try:
        ran = octavo("build", "-q")
    finally:
        Path(path).chmod(mode)
    assert (ran.status, ran.out) == (1, "")
    assert re.match(r"octavo: .*: (cannot be read: )?Permission denied", ran.err), ran.err


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read and write everything")
def test_where_nothing_may_be_written_that_is_told(content: Path, octavo: Octavo) -> None:
    Path("locked").mkdir(mode=0o500)
    ran = octavo("build", "-q", "--output", "locked/site")
    assert (ran.status, ran.out) == (1, "")
    assert re.match(r"octavo: .*: cannot be written: Permission denied", ran.err), ran.err


@pytest.mark.slow
@pytest.mark.parametrize("encoding", ["ascii", "latin-1"])
def test_a_terminal_without_our_letters_gets_others(content: Path, encoding: str) -> None:
    for arguments in (["why", "Tide Notes: February 2024"], ["--help"], ["why", "→ nothing"]):
        ran = in_a_process(*arguments, cwd=Path.cwd(), PYTHONIOENCODING=encoding)
        assert ran.status == (1 if "nothing" in arguments[-1] else 0)
        assert "Traceback" not in ran.err


@pytest.mark.slow
def test_a_build_leaves_its_process_with_its_status_and_all_that_it_said(content: Path) -> None:
    built = in_a_process("build", cwd=Path.cwd())
    assert (built.status, built.out) == (0, "")
    assert [line.split()[0] for line in built.err.splitlines()] == [
        "read",
        "reconciled",
        "worked",
        "published",
    ]
    again = in_a_process("build", cwd=Path.cwd())
    assert again == (0, "", "unchanged  nothing to do in _site\n")
    failed = in_a_process("build", "--content", "nowhere", cwd=Path.cwd())
    assert failed == (1, "", f"octavo: nowhere/site.toml: {MISSING}\n")


@pytest.mark.slow
def test_a_build_needs_nobody_to_talk_to(content: Path) -> None:
    built = f"{sys.executable} -m generator build >&- 2>&-"
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    for _ in ("something to do", "nothing to do"):
        done = subprocess.run(["/bin/sh", "-c", built], env=environment, check=False)
        assert done.returncode == 0
    assert Path("_site/index.html").is_file()


@pytest.mark.slow
def test_a_reader_that_stops_early_is_no_failure_of_ours(content: Path) -> None:
    piped = f"{sys.executable} -m generator why Buoys | head -c 1"
    done = subprocess.run(
        ["/bin/sh", "-c", piped],
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.stdout, done.stderr) == ("B", "")


def _bytes_of(site: Path) -> dict[str, bytes]:
    return {str(p.relative_to(site)): p.read_bytes() for p in site.rglob("*") if p.is_file()}


@pytest.mark.slow
def test_another_place_and_an_optimised_python_change_no_byte(
    content: Path, octavo: Octavo
) -> None:
    here = Path.cwd()
    assert octavo("build", "-q", "--output", "one").status == 0
    elsewhere = here / "else where"
    elsewhere.mkdir()
    arguments = ["build", "-q", "--content", "../content", "--output", "../two"]
    ran = in_a_process(*arguments, cwd=elsewhere, PYTHONOPTIMIZE="2", HOME="/nonexistent")
    assert ran == Ran(0, "", "")
    assert _bytes_of(here / "one") == _bytes_of(here / "two")


BASES = {"no base URL": [], "a sub-path": ["--base-url", "https://lists.example/tides/"]}


@pytest.mark.slow
@pytest.mark.parametrize("arguments", BASES.values(), ids=BASES)
def test_every_link_of_the_default_site_resolves(
    tmp_path: Path, octavo: Octavo, arguments: list[str]
) -> None:
    output = tmp_path / "site"
    content = str(ROOT / "tests/data/content")
    assert octavo(
        "build", "-q", "--strict", "--content", content, "--output", str(output), *arguments
    ) == Ran(0, "", "")
    assert check(output) == ()


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_completion_is_a_script_for_the_shell(octavo: Octavo, shell: str) -> None:
    ran = octavo("completion", shell)
    assert (ran.status, ran.err) == (0, "")
    assert f"_OCTAVO_COMPLETE={shell}_complete" in ran.out


COMPLETIONS = {
    "commands": ("fe", "fetch"),
    "sources that are fetched": ("fetch i", "index"),
    "options": ("fetch --dr", "--dry-run"),
}


@pytest.mark.parametrize(("typed", "expected"), COMPLETIONS.values(), ids=COMPLETIONS)
def test_words_are_completed(typed: str, expected: str) -> None:
    from click.shell_completion import ShellComplete

    from generator.cli import cli

    words = typed.split()
    completion = ShellComplete(cli, {}, "octavo", "_OCTAVO_COMPLETE")
    found = completion.get_completions(words[:-1], words[-1])
    assert [item.value for item in found] == [expected]
