"""check --links: links to other sites, on loopback, asked politely and remembered."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner

from generator.build.pipeline import read_library
from generator.cli import cli
from generator.commands.check import outside_links
from generator.fetch.external_links import check_outside, format_links
from generator.fetch.sources import Settings
from generator.model.entries import Outage
from generator.model.record import PartialDate
from tests.loopback import Loopback, Reply, loopback

START = datetime(2026, 5, 1, tzinfo=UTC)
CONFIG = (
    '[site]\nid = "a"\ntitle = "A"\n[fetch]\npause_seconds = 0\n'
    '[[source]]\nname = "f"\nreader = "feed"\ntitle = "F"\n'
)


def make_site(folder: Path, *links: str) -> tuple[Path, Path]:
    """A site whose first page holds the links, and whose other page holds the first of them."""
    site, content = folder / "_site", folder / "content"
    (site / "other").mkdir(parents=True)
    content.mkdir()
    (content / "site.toml").write_text(CONFIG)
    (site / "index.html").write_text("".join(f'<a href="{link}">x</a>' for link in links))
    (site / "other/index.html").write_text(f'<a href="{links[0]}#part">x</a>' if links else "<p>")
    return site, content


def run(site: Path, content: Path, days: float = 0) -> tuple[str, ...]:
    settings = Settings(allow_loopback=True, now=START + timedelta(days=days))
    return format_links(check_outside(outside_links(site), content, settings))


ANSWERS: dict[str, tuple[dict[str, Reply], str | None]] = {
    "a page that is there": ({"/a": Reply(200, bytes(10**6))}, None),
    "a page that moved for a while": (
        {"/a": Reply(302, headers=(("Location", "/b"),)), "/b": Reply(200)},
        None,
    ),
    "a page that moved for good": (
        {"/a": Reply(301, headers=(("Location", "/b"),)), "/b": Reply(200)},
        "moved    {0}/a is now {0}/b (index.html and 1 more)",
    ),
    "a page that is not there": (
        {},
        "broken   {0}/a: answers 404 Not Found (since 2026-05-01; index.html and 1 more)",
    ),
    "a page that is asked for wrongly": (
        {"/a": Reply(400)},
        "broken   {0}/a: answers 400 Bad Request (since 2026-05-01; index.html and 1 more)",
    ),
    "a page of no kind of answer": ({"/a": Reply(399)}, None),
    "a page that moved to nowhere": (
        {"/a": Reply(301, headers=(("Location", "/b"),))},
        "broken   {0}/b: answers 404 Not Found (since 2026-05-01; index.html and 1 more)",
    ),
    "a page that robots.txt keeps from programs": (
        {"/robots.txt": Reply(200, b"User-agent: *\nDisallow: /")},
        "unasked  {0}/a: its robots.txt asks not to be read by programs (index.html and 1 more)",
    ),
}


@pytest.mark.parametrize(("replies", "expected"), ANSWERS.values(), ids=ANSWERS)
def test_a_link_is_asked_for_once(
    tmp_path: Path, replies: dict[str, Reply], expected: str | None
) -> None:
    with loopback() as server:
        server.replies |= replies
        site, content = make_site(tmp_path, f"{server.url}/a", "other/index.html", "mailto:a@b.c")
        assert run(site, content) == ((expected.format(server.url),) if expected else ())
        assert server.paths.count("/a") <= 1


def test_a_link_that_may_not_be_asked_for_is_not_broken_and_is_asked_for_when_it_may(
    tmp_path: Path,
) -> None:
    with loopback() as server:
        server.replies["/a"] = Reply(200)
        site, content = make_site(tmp_path, f"{server.url}/a")
        assert format_links(check_outside(outside_links(site), content, Settings(now=START))) == (
            f"unasked  {server.url}/a: 127.0.0.1 is no public address, so it is not asked; "
            "--allow-loopback asks this machine, too (index.html and 1 more)",
        )
        assert run(site, content) == ()
        assert server.paths == ["/a"]


def outcomes(server: Loopback, site: Path, content: Path, days: tuple[float, ...]) -> list[int]:
    """How many requests each run made."""
    made = []
    for day in days:
        before = len(server.paths)
        run(site, content, day)
        made.append(len(server.paths) - before)
    return made


def test_what_answered_is_asked_for_again_after_three_days(tmp_path: Path) -> None:
    with loopback() as server:
        server.replies["/a"] = Reply(200)
        site, content = make_site(tmp_path, f"{server.url}/a")
        assert outcomes(server, site, content, (0, 1, 2.9, 3, 5)) == [1, 0, 0, 1, 0]


def test_what_is_broken_keeps_the_day_since_when(tmp_path: Path) -> None:
    with loopback() as server:
        site, content = make_site(tmp_path, f"{server.url}/a")
        assert [run(site, content, day)[0].split("since ")[1][:10] for day in (0, 0.01, 10)] == [
            "2026-05-01"
        ] * 3
        assert len(server.paths) == 2
        server.replies["/a"] = Reply(200)
        assert run(site, content, 20) == ()


def test_what_is_known_is_kept_with_dates_and_forgotten_with_the_link(tmp_path: Path) -> None:
    with loopback() as server:
        server.replies["/a"] = Reply(200)
        site, content = make_site(tmp_path, f"{server.url}/a")
        run(site, content)
        kept = json.loads((content / "captures/links.json").read_bytes())
        assert list(kept["links"]) == [f"{server.url}/a"]
        assert kept["links"][f"{server.url}/a"]["success"] == "2026-05-01T00:00:00Z"
        for page in ("index.html", "other/index.html"):
            (site / page).write_text("<p>nothing")
        run(site, content)
        assert json.loads((content / "captures/links.json").read_bytes())["links"] == {}


def test_what_is_known_and_damaged_is_said_and_every_link_asked_again(tmp_path: Path) -> None:
    lines: list[str] = []
    with loopback() as server:
        server.replies["/a"] = Reply(200)
        site, content = make_site(tmp_path, f"{server.url}/a")
        for data in (b"", b"[]", b'{"links": {"x": null}}', b'{"links": 1}'):
            (content / "captures").mkdir(exist_ok=True)
            (content / "captures/links.json").write_bytes(data)
            settings = Settings(allow_loopback=True, now=START, say=lines.append)
            assert format_links(check_outside(outside_links(site), content, settings)) == ()
        assert server.paths == ["/a"] * 4
    assert [line.partition(";")[0] for line in lines] == [
        "warning: captures/links.json: is damaged: Input data was truncated",
        "warning: captures/links.json: is damaged: it holds no table",
        'warning: captures/links.json: "x": Expected `object`, got `null`',
        'warning: captures/links.json: is damaged: "links" is no table',
    ]


def test_a_link_is_not_left_alone_until_a_time_that_a_wrong_clock_has_written(
    tmp_path: Path,
) -> None:
    with loopback() as server:
        server.replies["/a"] = Reply(200)
        site, content = make_site(tmp_path, f"{server.url}/a")
        assert run(site, content, 365 * 70) == run(site, content) == run(site, content, 1) == ()
        assert server.paths == ["/a"] * 2


def test_a_link_is_asked_by_its_name_alone(tmp_path: Path) -> None:
    with loopback() as server:
        server.replies |= {"/a": Reply(200), "/b": Reply(200)}
        site, content = make_site(tmp_path, f"{server.url}/a")
        (content / "captures").mkdir()
        links = {"links": {f"{server.url}/a": {"url": f"{server.url}/b"}}}
        (content / "captures/links.json").write_text(json.dumps(links))
        run(site, content)
        assert server.paths == ["/a"]


def test_the_command_ends_in_three_where_links_are_broken(tmp_path: Path) -> None:
    with loopback() as server:
        site, content = make_site(tmp_path, f"{server.url}/a")
        arguments = ["check", str(site), "--links", "--content", str(content), "--allow-loopback"]
        result = CliRunner().invoke(cli, arguments)
    assert (result.exit_code, result.stdout.startswith("broken   ")) == (3, True)
    assert result.stderr == (
        f"checked    every link of {site} resolves\n"
        "asked      1 of 1 link to other sites, 1 broken\n"
    )


def test_the_archived_versions_of_a_page_are_not_asked_for(tmp_path: Path) -> None:
    page = "https://example.org/a?b=c"
    site, _ = make_site(tmp_path, page, f"https://web.archive.org/web/*/{page}")
    assert list(outside_links(site)) == [("index.html", page), ("other/index.html", page)]


def test_a_build_says_of_an_article_what_is_known_of_it_as_a_link(tmp_path: Path) -> None:
    item = "<item><title>{0}</title><link>{0}</link></item>"
    with loopback() as server:
        server.replies |= {"/b": Reply(200), "/c": Reply(500)}
        links = [f"{server.url}/{name}" for name in "abc"]
        site, content = make_site(tmp_path, *links)
        feed = f"<rss><channel>{''.join(map(item.format, links))}</channel></rss>"
        (content / "captures/f").mkdir(parents=True)
        (content / "captures/f/2026-05.xml").write_text(feed)
        run(site, content)
        assert read_library(content).outages == ()
        run(site, content, 2)
    library = read_library(content)
    titles = {article.id: article.title for article in library.articles}
    since = PartialDate(year=2026, month=5, day=1)
    assert {titles[name]: outage for name, outage in library.outages} == {
        links[0]: Outage(since=since, is_gone=True),
        links[2]: Outage(since=since, is_gone=False),
    }
