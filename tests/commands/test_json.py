"""--json: what status, why, changes and check tell, for programs."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from generator.build.pipeline import build
from generator.cli import cli
from tests.loopback import Reply, loopback

SITE = """[site]
id = "list"
title = "A list"
[[source]]
name = "feed"
reader = "feed"
title = "A feed"
url = "https://thread.example/feed"
"""


def rss(*titles: str) -> str:
    items = "".join(
        f"<item><title>{title}</title><link>https://thread.example/{number}</link></item>"
        for number, title in enumerate(titles)
    )
    return f'<rss version="2.0"><channel><title>T</title>{items}</channel></rss>'


@pytest.fixture
def content(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    captures = tmp_path / "content/captures/feed"
    captures.mkdir(parents=True)
    (captures / "2026-01-01.xml").write_text(rss("On A"))
    (captures / "2026-01-02T030405Z.xml").write_text(rss("On A, again", "\u202eOn B"))
    (captures / "today.xml").write_text("")
    (tmp_path / "content/site.toml").write_text(SITE)
    return tmp_path / "content"


def printed(*arguments: str, status: int = 0) -> Any:
    ran = CliRunner().invoke(cli, [*arguments, "--json"])
    assert ran.exit_code == status, ran.stderr
    assert "\u202e" not in ran.stdout
    return json.loads(ran.stdout)


def test_status_tells_of_each_source(content: Path) -> None:
    (content / "captures/state.json").write_text(
        '{"sources": {"feed": {"url": "https://thread.example/feed", "failures": 2, '
        '"asked": "2026-01-04T00:00:00Z", "success": "2026-01-02T00:00:00Z", '
        '"failing_since": "2026-01-03T00:00:00Z", "error_at": "2026-01-04T00:00:00Z", '
        '"error": "answers 500", "wait_until": "2026-01-04T02:00:00Z"}}}'
    )
    assert printed("status") == {
        "sources": [
            {
                "name": "feed",
                "title": "A feed",
                "reader": "feed",
                "entries": 2,
                "filtered": {},
                "captures": 2,
                "newest_capture": "captures/feed/2026-01-02T030405Z.xml",
                "newest_added": 1,
                "address": "https://thread.example/feed",
                "last_attempt": "2026-01-04T00:00:00Z",
                "last_success": "2026-01-02T00:00:00Z",
                "last_error": "answers 500",
                "last_error_at": "2026-01-04T00:00:00Z",
                "failures": 2,
                "failing_since": "2026-01-03T00:00:00Z",
                "gone_since": None,
                "moved_to": None,
                "not_before": "2026-01-04T02:00:00Z",
            }
        ],
        "moved": [],
        "unread": [
            {
                "where": "captures/feed/today.xml",
                "message": 'not read: "today" is no date (write 2025, 2025-07 or 2025-07-25)',
                "severity": "error",
                "advice": [],
            }
        ],
        "problems": [],
    }


def test_changes_are_a_list_of_what_was_what(content: Path) -> None:
    shared = {
        "date": "2026-01-02",
        "time": "030405",
        "capture": "captures/feed/2026-01-02T030405Z.xml",
    }
    assert [{key: one[key] for key in ("kind", *shared)} for one in printed("changes")] == [
        {"kind": "added", **shared},
        {"kind": "corrected", **shared},
    ]
    corrected = printed("changes")[1]
    assert (corrected["field"], corrected["value"], corrected["was"]) == (
        "title",
        "On A, again",
        "On A",
    )


def test_why_is_the_article_as_in_articles_json_with_its_statements(content: Path) -> None:
    build(content, content.parent / "_site")
    articles = json.loads((content.parent / "_site/articles.json").read_bytes())["articles"]
    article = printed("why", "On A, again")["article"]
    statements = article.pop("statements")
    assert article in articles
    assert statements == [
        {
            "source": "feed",
            "where": "captures/feed/2026-01-02T030405Z.xml, item 1",
            "rule": statements[0]["rule"],
            "missing_since": None,
        }
    ]


def test_check_lists_what_is_broken(content: Path) -> None:
    build(content, content.parent / "_site")
    assert printed("check") == {"problems": []}
    page = content.parent / "_site/index.html"
    page.write_text(page.read_text().replace("</main>", '<a href="nowhere.html">x</a></main>'))
    [problem] = printed("check", status=1)["problems"]
    assert problem["where"].startswith("index.html:")
    assert problem["message"] == 'href="nowhere.html": there is no "nowhere.html"'


def test_check_tells_of_links_to_other_sites(content: Path) -> None:
    with loopback() as server:
        server.replies |= {"/1": Reply(404), "/0": Reply(), "/feed": Reply()}
        for file in (content / "site.toml", *content.glob("captures/feed/*.xml")):
            file.write_text(file.read_text().replace("https://thread.example", server.url))
        build(content, content.parent / "_site")
        told = printed("check", "--links", "--allow-loopback", status=3)
    links = {link["url"]: link["state"]["failures"] for link in told["links"]}
    assert links == {f"{server.url}{path}": path == "/1" for path in ("/0", "/1", "/feed")}


@pytest.mark.parametrize("command", ["status", "changes"])
def test_what_builds_have_read_is_not_read_again(
    command: str, content: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ran = CliRunner().invoke(cli, ["build"])
    assert ran.exit_code == 0, ran.output
    first = CliRunner().invoke(cli, [command]).stdout

    def refuse(*_arguments: object) -> None:
        raise AssertionError("a capture is read")

    monkeypatch.setattr("generator.build.capture_cache.read_capture", refuse)
    monkeypatch.setattr("generator.sources.read_capture", refuse)
    assert CliRunner().invoke(cli, [command]).stdout == first != ""
