"""init and add: a page that no rule reads, and the selectors that are offered for it."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from generator.build.pipeline import read_library
from generator.fetch.host import Host
from tests.command_line import Octavo
from tests.loopback import Loopback, Reply, loopback

TITLES = ("Tides in the Harbour", "Ropes and Knots", "On Lamps")
DATES = ("March 5, 2024", "February 14, 2024", "December 1, 2023")
# Below the list nobody can tell which date is whose.
PAGE = (
    "<!doctype html><html lang=en><head><title>A log</title></head><body>"
    + "".join(
        f"<div class=e><a href=/{number}>{title}</a><p class=d>{date}</p></div>"
        for number, (title, date) in enumerate(zip(TITLES, DATES, strict=True))
    )
    + "<h3>One</h3><p>May 1, 2023</p><h3>Two</h3><p>May 2, 2023</p><h3>Three</h3><p>May 3, 2023</p>"
    "<h3>Four</h3>"
).encode()
SELECTORS = {"entry": "div.e", "date": "p.d"}
SITE = (
    '[site]\nid = "mine"\ntitle = "Mine"\n[[source]]\nname = "first"\nreader = "feed"\n'
    'title = "First"\n[[kind]]\nname = "article"\ntitle = "Article"\nplural = "Articles"\n'
)


@pytest.fixture
def server(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Loopback]:
    """A server of the page, which no pauses are made for; the test stands in an empty folder."""
    begin = Host.__init__
    no_sleep = {"sleep": lambda seconds: None}
    monkeypatch.setattr(
        Host, "__init__", lambda self, *given, **named: begin(self, *given, **(named | no_sleep))
    )
    monkeypatch.chdir(tmp_path)
    Path("saved.html").write_bytes(PAGE.replace(b"href=/", b"href=https://example.org/"))
    with loopback() as running:
        running.replies["/log/"] = Reply(200, PAGE)
        yield running


def sources(content: str) -> list[dict[str, Any]]:
    text = Path(content, "site.toml").read_text("utf-8")
    found: list[dict[str, Any]] = tomllib.loads(text)["source"]
    return [one for one in found if one["name"] != "first"]


def titles(content: str) -> set[str | None]:
    return {article.title for article in read_library(Path(content)).timeline.articles}


def offered(server: Loopback) -> list[str]:
    """What is said before the page is read so."""
    return [
        'offered    selectors = { entry = "div.e", date = "p.d" }',
        "offered    would give 3 entries, the first “Tides in the Harbour”, 2024-03-05, "
        f"{server.url}/0",
    ]


@pytest.mark.slow
def test_init_takes_them_with_the_option(octavo: Octavo, server: Loopback) -> None:
    ran = octavo("init", "log", f"{server.url}/log/", "--selectors", "--allow-loopback")
    assert (ran.status, ran.err.splitlines()[:2]) == (0, offered(server))
    assert [one["selectors"] for one in sources("log/content")] == [SELECTORS]
    assert titles("log/content") == set(TITLES)


@pytest.mark.slow
def test_init_asks_a_terminal(octavo: Octavo, server: Loopback) -> None:
    asked = ("init", "log", f"{server.url}/log/", "--allow-loopback")
    refused = octavo(*asked, answers="n\n")
    assert refused.err.splitlines()[:2] == offered(server)
    assert refused.status == 1
    assert not Path("log").exists()
    assert octavo(*asked, answers="y\n").status == 0
    assert titles("log/content") == set(TITLES)


def test_without_a_terminal_and_the_option_it_is_said_what_to_do(
    octavo: Octavo, server: Loopback
) -> None:
    ran = octavo("init", "log", f"{server.url}/log/", "--allow-loopback")
    assert ran.status == 1
    assert ran.err.splitlines()[1:] == [
        "as an index: “May 1, 2023” stands between titles, and can be the date of “One” above it, "
        "or of “Two” below",
        "if this is the list, put into its source in site.toml:",
        'selectors = { entry = "div.e", date = "p.d" }',
        f"would give 3 entries, the first “Tides in the Harbour”, 2024-03-05, {server.url}/0",
        "the option --selectors of init and add does that",
    ]


def test_add_takes_them_for_an_address_and_a_file(octavo: Octavo, server: Loopback) -> None:
    Path("content").mkdir()
    Path("content/site.toml").write_text(SITE)
    places = (f"{server.url}/log/", "saved.html")
    ran = octavo("add", *places, "--selectors", "--allow-loopback")
    assert ran.status == 0, ran.err
    assert [one["selectors"] for one in sources("content")] == [SELECTORS, SELECTORS]
    assert titles("content") == set(TITLES)


def test_add_asks_a_terminal_whether_a_page_is_an_index(octavo: Octavo, server: Loopback) -> None:
    Path("content").mkdir()
    Path("content/site.toml").write_text(SITE)
    asked = ("add", f"{server.url}/log/", "--allow-loopback")
    assert octavo(*asked, answers="y\n").status == 0
    assert [one["selectors"] for one in sources("content")] == [SELECTORS]
    assert titles("content") == set(TITLES)


def test_an_article_that_says_its_date_is_not_asked_about(octavo: Octavo, server: Loopback) -> None:
    Path("content").mkdir()
    Path("content/site.toml").write_text(SITE)
    dated = b'<meta name="citation_publication_date" content="2025/7"></head>'
    server.replies["/it"] = Reply(200, PAGE.replace(b"</head>", dated))
    ran = octavo("add", f"{server.url}/it", "--allow-loopback", answers="")
    assert (ran.status, "offered" in ran.err) == (0, False)
    assert sources("content") == []
