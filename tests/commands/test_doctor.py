"""doctor: everything at once, in real repositories, and what to do."""

from __future__ import annotations

import json
import shutil
from datetime import UTC, datetime
from pathlib import Path

import pytest
from click.testing import CliRunner

from generator.cli import cli
from generator.commands.doctor import Finding, examine, format_findings
from generator.fetch.state import FetchStates, save_states
from generator.model.entries import FetchState
from tests.git import ENVIRONMENT, git

pytestmark = pytest.mark.skipif(shutil.which("git") is None, reason="no git here")

NOW = datetime(2026, 5, 20, tzinfo=UTC)
NAMES = ("good", "waiting", "gone", "dead", "failing", "moved", "other")
FEED = (
    '<rss version="2.0"><channel><title>F</title><item><title>On A</title>'
    "<link>https://thread.example/a</link></item></channel></rss>"
)
WORKFLOW = "jobs:\n  build:\n    env:\n      OCTAVO: {}\n    steps:\n      - run: octavo build\n"


@pytest.fixture(autouse=True)
def nobodys_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in ENVIRONMENT.items():
        monkeypatch.setenv(name, value)


def make_list(folder: Path, *names: str) -> Path:
    """A list of feeds in a repository that is pushed; returns its content."""
    content = folder / "talks/content"
    (content / "captures/good").mkdir(parents=True)
    (content / "captures/good/2026-05-01.xml").write_text(FEED)
    sources = "".join(
        f'[[source]]\nname = "{name}"\nreader = "feed"\ntitle = "F"\n'
        f'url = "https://feeds.example/{name}"\n'
        for name in ("good", *names)
    )
    (content / "site.toml").write_text(f'[site]\nid = "a"\ntitle = "A"\n{sources}')
    for name in names:
        (content / "captures" / name).mkdir()
    home = content.parent
    (home / ".gitignore").write_text(".cache/\ncontent/captures/state.json\n")
    (home / ".github/workflows").mkdir(parents=True)
    (home / ".github/workflows/pages.yml").write_text(WORKFLOW.format('"octavo==1.0"'))
    git(folder, "init", "--quiet", "--bare", "remote.git")
    git(home, "init", "--quiet", "--initial-branch=main")
    git(home, "add", ".")
    git(home, "commit", "--quiet", "--message", "begin")
    git(home, "remote", "add", "origin", str(folder / "remote.git"))
    git(home, "push", "--quiet", "--set-upstream", "origin", "main")
    return content


def told(content: Path) -> list[str]:
    """The lines of what is not well, paths as in the list's folder."""
    findings = (one for one in examine(content, NOW) if one.severity != "info")
    text = format_findings(findings).replace(f"{content.parent}/", "")
    return [" ".join(line.split()) for line in text.splitlines()]


def test_where_all_is_well_it_says_what_it_looked_at(tmp_path: Path) -> None:
    content = make_list(tmp_path)
    assert examine(content, NOW) == tuple(
        Finding(about=about, severity="info", message=message)
        for about, message in (
            ("settings", "site.toml names 1 source"),
            ("sources", "octavo fetch would ask good"),
            ("captures", "they hold 1 entry"),
            ("files", f"{content} holds 0.0 MB"),
            ("git", "all commits are pushed"),
            ("workflow", "pages.yml runs octavo"),
        )
    )


def state(name: str, **fields: object) -> FetchState:
    return FetchState(url=f"https://feeds.example/{name}", asked="2026-05-19T00:00:00Z", **fields)  # type: ignore[arg-type]


STATES = {
    "waiting": state("waiting", wait_until="2026-05-21T00:00:00Z"),
    "gone": state("gone", gone="2026-05-02T00:00:00Z", failures=1),
    "dead": state(
        "dead",
        failures=9,
        failing_since="2026-05-02T00:00:00Z",
        error_at="2026-05-19T00:00:00Z",
        error="answers 403",
    ),
    "failing": state(
        "failing",
        failures=1,
        failing_since="2026-05-19T00:00:00Z",
        error_at="2026-05-19T00:00:00Z",
        error="answers 500",
    ),
    "moved": state("moved", moved_to="https://new.example/"),
}


def test_of_each_source_it_says_how_it_is_and_what_would_be_asked(tmp_path: Path) -> None:
    content = make_list(tmp_path, *STATES)
    save_states(content, FetchStates(sources=STATES, previews={}))
    found = [one for one in examine(content, NOW) if one.about == "sources"]
    assert [line[11:] for line in format_findings(found).splitlines()] == [
        'ok     "waiting" is not asked before 2026-05-21T00:00:00Z',
        'to do  "gone": its server says since 2026-05-02 that it is gone for good',
        '       give it another address, or none with fetch_url = ""',
        'to do  "dead": it has failed since 2026-05-02, 9 times: answers 403',
        '       give it another address, or none with fetch_url = ""',
        'to do  "failing" failed at the last attempt: answers 500',
        "       it is asked again by itself",
        'to do  "moved" moved for good',
        '       write url = "https://new.example/" in its [[source]]',
        "ok     octavo fetch would ask good, dead, failing, moved",
    ]


def test_what_cannot_be_used_or_read_is_said(tmp_path: Path) -> None:
    content = make_list(tmp_path)
    (content / "captures/good/2026-05-02.xml").write_text("no feed")
    (content / "captures/bad").mkdir()
    (content / "captures/bad/2026-05-02.xml").write_text(FEED)
    (content / "captures/state.json").write_text("[]")
    lines = told(content)
    assert [line for line in lines if line.startswith(("captures", "state"))] == [
        next(line for line in lines if "good/2026-05-02.xml" in line),
        "captures to do captures/bad: not read: no [[source]] in site.toml has this name",
        next(line for line in lines if "is damaged: it holds no table" in line),
    ]
    (content / "site.toml").write_text("[site]\ntitel = 1\n")
    [first, *_] = told(content)
    assert first.startswith("settings wrong")
    assert 'unknown key "titel"' in first


def test_what_a_build_warns_of_overrides_and_pictures_is_said(tmp_path: Path) -> None:
    content = make_list(tmp_path)
    (content / "overrides.toml").write_text(
        '[[set]]\narticle = "On A"\nimage = "static/none.png"\nreason = "r"\n'
        '[[hide]]\narticle = "On Z"\nreason = "r"\n'
    )
    assert [line for line in told(content) if not line.startswith("git")][:2] == [
        "settings to do overrides.toml:5: names nothing: no article or mention is “On Z”",
        'settings to do overrides.toml:1: not shown: image "static/none.png": '
        "there is no such file",
    ]


def test_what_git_would_lose_is_said(tmp_path: Path) -> None:
    content = make_list(tmp_path)
    home = content.parent
    (content / "captures/good/2026-05-02.xml").write_text(FEED)
    (content / "captures/state.json").write_text("{}")
    git(home, "add", "--force", "content/captures/state.json")
    assert [line for line in told(content) if not line.startswith("captures")] == [
        "git to do 2 paths below content not committed",
        "git add content && git commit",
        "git to do content/captures/state.json is committed, and changes at every fetch",
        "git rm --cached content/captures/state.json, write content/captures/state.json into "
        ".gitignore, and commit both",
    ]
    git(home, "commit", "--quiet", "--message", "state")
    assert "git to do 1 commit here that is not pushed" in told(content)
    git(home, "branch", "--unset-upstream")
    message = "git to do the branch follows none elsewhere, so nothing is published from it"
    assert message in told(content)
    shutil.rmtree(home / ".git")
    message = "git to do no repository: nothing but this disk keeps what was received"
    assert message in told(content)


def test_a_merge_that_stopped_is_said(tmp_path: Path) -> None:
    content = make_list(tmp_path)
    home = content.parent
    about = content / "about.md"
    for branch in ("one", "two"):
        git(home, "checkout", "--quiet", "-b", branch, "main")
        about.write_text(branch)
        git(home, "add", "content")
        git(home, "commit", "--quiet", "--message", branch)
    git(home, "merge", "one", check=False)
    assert "git wrong a merge stopped in content/about.md" in told(content)


def test_a_workflow_that_would_not_run_is_said(tmp_path: Path) -> None:
    content = make_list(tmp_path)
    home = content.parent
    workflow = home / ".github/workflows/pages.yml"
    workflow.write_text(WORKFLOW.format('""'))
    assert "workflow wrong pages.yml does not say what pip is to install" in told(content)
    # A list in a folder of a repository: GitHub looks at the top alone.
    shutil.rmtree(home / ".git")
    git(tmp_path, "init", "--quiet")
    (line,) = [line for line in told(content) if line.startswith("workflow")]
    assert line == (
        "workflow to do GitHub reads workflows at the top of a repository only, "
        "not in .github/workflows"
    )


def test_a_program_reads_it_as_json_and_sees_by_the_status_whether_there_is_something_to_do(
    tmp_path: Path,
) -> None:
    content = make_list(tmp_path)
    arguments = ["doctor", "--json", "--content", str(content)]
    well = CliRunner().invoke(cli, arguments)
    assert well.exit_code == 0
    assert json.loads(well.stdout)[0] == {
        "about": "settings",
        "severity": "info",
        "message": "site.toml names 1 source",
        "advice": "",
    }
    (content / "captures/bad").mkdir()
    assert CliRunner().invoke(cli, arguments).exit_code == 3
