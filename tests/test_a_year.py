"""A list lives a year, for which nobody waits: what happens to it, and what is right at the end.

Each week a scheduled run fetches in one clone and pushes; now and then the owner pulls, edits, and
builds. The calendar of what their sources do is in `_happen`.
"""

from __future__ import annotations

import json
import posixpath
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from generator.cli import cli
from generator.commands.check import check
from tests.git import ENVIRONMENT, git
from tests.loopback import Loopback, Reply, loopback
from tests.making_feeds import item, rss

pytestmark = [
    pytest.mark.slow,
    pytest.mark.thorough,
    pytest.mark.skipif(shutil.which("git") is None, reason="no git here"),
    pytest.mark.skipif(sys.platform == "win32", reason="runs bash, as GitHub's Linux does"),
]

KEEP = Path(__file__).parent.parent / "templates/init/keep-captures"
REFRESH = re.compile(r'http-equiv="refresh" content="0; url=([^"]*)"')
BEGIN = datetime(2025, 1, 6, 6, tzinfo=UTC)
WEEKS = 52
# How many posts the feed of the blog holds, and how many press releases there were at first.
WINDOW, RELEASES = 10, 50
LOG_IN = b"<html><head><title>Log in</title></head><body><form>Who are you?</form></body></html>"
SITE = """
[site]
id = "year"
title = "A Year"
base_url = "https://list.example/"

[fetch]
pause_seconds = 0

[[source]]
name = "blog"
reader = "feed"
title = "The Blog"
url = "{url}/blog.xml"

[[source]]
name = "press"
reader = "feed"
title = "Press"
url = "{url}/press.xml"

[[source]]
name = "old"
reader = "feed"
title = "An Old One"
url = "{url}/old.xml"

[[source]]
name = "papers"
reader = "list"
title = "Papers"
"""
JANUARY_BIB = """
@article{tides, title={On Tides}, author={Roe, Ann}, year=2019, url={https://papers.example/tides}}
@article{bread, title={On Bred}, author={Lind, Bo}, year=2020, url={https://papers.example/bread}}
@article{sand, title={On Sand}, author={Poe, Cleo}, year=2021, url={https://papers.example/sand}}
"""
# Exported again in October: one is corrected, one is gone, one is new.
OCTOBER_BIB = """
@article{tides, title={On Tides}, author={Roe, Ann}, year=2019, url={https://papers.example/tides}}
@article{bread, title={On Bread}, author={Lind, Bo}, year=2021, url={https://papers.example/bread}}
@article{salt, title={On Salt}, author={Poe, Cleo}, year=2022, url={https://papers.example/salt}}
"""


def day_of(week: int) -> datetime:
    return BEGIN + timedelta(weeks=week)


def written(day: datetime) -> str:
    return day.strftime("%a, %d %b %Y %H:%M:%S GMT")


def post(number: int, week: int) -> str:
    """A post of the blog, as its feed has it in a week."""
    title, day = f"Post {number}", day_of(number) - timedelta(hours=2)
    if number == 3 and week < 5:
        title = "Psot 3"
    if number == 6 and week < 8:
        day += timedelta(days=3)
    path = "p/" if week < 26 else "2025/post-"
    url = f"https://blog.example/{path}{number}"
    return item(title, url, url, written(day))


def blog(week: int) -> bytes:
    """The newest posts: one comes each week, and the oldest rolls off."""
    return rss(*(post(n, week) for n in range(week, max(-1, week - WINDOW), -1))).encode()


def release(number: int) -> str:
    title = f"Podcast {number}" if number % 10 == 0 else f"Release {number}"
    url = f"https://press.example/{number}"
    return item(title, url, url, written(BEGIN - timedelta(days=400 - number)))


def press(*numbers: int) -> bytes:
    return rss(*(release(n) for n in sorted(numbers, reverse=True))).encode()


ALL_RELEASES = press(*range(RELEASES))
OLD = rss(item("An Old Post", "https://old.example/1", "1", written(BEGIN))).encode()


class Year:
    """The clones, the servers, and what was published up to a week."""

    def __init__(self, folder: Path, server: Loopback, patch: pytest.MonkeyPatch) -> None:
        self.folder = folder
        self.server = server
        self._patch = patch
        self.owner, self.robot = folder / "owner", folder / "robot"
        #: The title that each permalink was published under at last, by its last part.
        self.published: dict[str, str] = {}
        #: What was printed, by the week.
        self.output: dict[int, str] = {}
        self.week = 0

    def octavo(self, clone: Path, *arguments: str, status: int = 0, hours: int = 0) -> str:
        """Run octavo in a clone at the time of this week; what it printed."""
        moment = day_of(self.week) + timedelta(hours=hours)
        self._patch.setattr("generator.fetch.state.now", lambda: moment)
        content = ["--content", str(clone / "content")]
        done = CliRunner().invoke(cli, [*arguments, *content], catch_exceptions=False)
        assert done.exit_code == status, done.output
        self.output[self.week] = self.output.get(self.week, "") + done.output
        return done.output

    def begin(self) -> None:
        git(self.folder, "init", "--quiet", "--bare", "--initial-branch=main", "remote.git")
        git(self.folder, "clone", "--quiet", "remote.git", "owner")
        (self.owner / "content").mkdir()
        (self.owner / "content/site.toml").write_text(SITE.format(url=self.server.url))
        (self.owner / ".gitignore").write_text("content/captures/state.json\n.lock\n")
        self.export("2025-01-06", JANUARY_BIB)
        git(self.owner, "checkout", "--quiet", "-B", "main")
        self.push("begin")
        git(self.folder, "clone", "--quiet", "remote.git", "robot")

    def export(self, day: str, text: str) -> None:
        file = self.owner / f"content/captures/papers/{day}.bib"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)

    def pull(self) -> None:
        git(self.owner, "pull", "--quiet", "--no-rebase", "--no-edit", "--autostash")

    def push(self, message: str) -> None:
        git(self.owner, "add", ".")
        git(self.owner, "commit", "--quiet", "--allow-empty", "--message", message)
        git(self.owner, "push", "--quiet", "--set-upstream", "origin", "main")

    def fetch(self, *, fails: bool = False) -> None:
        """The scheduled run: it fetches, commits what is new, and pushes."""
        git(self.robot, "pull", "--quiet", "--rebase")
        self.octavo(self.robot, "fetch", "--allow-loopback", status=3 if fails else 0)
        subprocess.run([KEEP, "content/captures"], cwd=self.robot, env=ENVIRONMENT, check=True)

    def publish(self) -> None:
        """The owner pulls, builds and pushes; every permalink that there was still leads on."""
        self.pull()
        self.octavo(self.owner, "build", "--output", str(self.folder / "_site"))
        assert check(self.folder / "_site") == ()
        articles = {record["path"].split("/")[1]: record["title"] for record in self.articles}
        pages = {path.parent.name for path in (self.folder / "_site/a").glob("*/index.html")}
        assert self.published.keys() <= pages, f"in week {self.week}"
        self.published |= articles
        self.push(f"week {self.week}")

    @property
    def articles(self) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = json.loads(self.read("articles.json"))["articles"]
        return found

    def read(self, path: str) -> str:
        return (self.folder / "_site" / path).read_text("utf-8")

    @property
    def forwards(self) -> dict[str, str]:
        """Where pages lead that are no articles, by the last parts of their addresses."""
        found = {}
        for path in sorted((self.folder / "_site/a").glob("*/index.html")):
            for to in REFRESH.findall(path.read_text("utf-8")):
                found[path.parent.name] = posixpath.normpath(f"a/{path.parent.name}/{to}")
        return found


def _happen(year: Year) -> None:
    """The calendar of the year."""
    server, week = year.server, year.week
    server.replies["/blog.xml" if week < 20 else "/new.xml"] = Reply(200, blog(week))
    server.replies["/old.xml"] = Reply(200, OLD) if week < 40 else Reply(410)
    server.replies["/press.xml"] = Reply(200, ALL_RELEASES)
    if week == 20:
        server.replies["/blog.xml"] = Reply(301, headers=(("Location", "/new.xml"),))
    if week == 33:
        server.replies["/press.xml"] = Reply(200, press(0, 1))
    if 36 <= week < 39:
        server.replies["/press.xml"] = Reply(200, LOG_IN, (("Content-Type", "text/html"),))


def _write(year: Year) -> None:
    """What the owner does in the weeks in which there is something to do."""
    if year.week in (21, 27):
        year.pull()
        year.octavo(year.owner, "accept", "--all")
    elif year.week == 30:
        year.pull()
        one, other = "https://blog.example/p/15", "https://press.example/15"
        year.octavo(year.owner, "same", one, other, "--reason", "One text.")
        year.octavo(year.owner, "hide", "Release 7", "--reason", "An advertisement.")
    elif year.week == 36:
        year.octavo(year.owner, "fetch", "--allow-loopback", status=3, hours=1)
    elif year.week == 37:
        meet(year)
    elif year.week == 41:
        year.pull()
        year.export("2025-10-20", OCTOBER_BIB)
    elif year.week == 44:
        site = year.owner / "content/site.toml"
        title = 'title = "Press"'
        site.write_text(site.read_text().replace(title, f'{title}\nexclude = ["podcast"]'))
    if year.week % 16 == 3 or year.week in (21, 30, 37, 41, 44):
        year.publish()


def meet(year: Year) -> None:
    """The owner fetched as well, and commits what git could not merge, with its marks."""
    year.octavo(year.owner, "fetch", "--allow-loopback", status=3, hours=1)
    git(year.owner, "add", ".")
    git(year.owner, "commit", "--quiet", "--message", "fetched by hand")
    git(year.owner, "pull", "--quiet", "--no-rebase", "--no-edit", check=False)
    addresses = year.owner / "content/captures/addresses.json"
    assert "<<<<<<<" in addresses.read_text()
    state = year.owner / "content/captures/state.json"
    theirs = (year.robot / "content/captures/state.json").read_text()
    state.write_text(f"<<<<<<< ours\n{state.read_text()}=======\n{theirs}>>>>>>> theirs\n")
    git(year.owner, "add", ".")
    git(year.owner, "commit", "--quiet", "--message", "merged")
    said = year.octavo(year.owner, "status")
    assert said.count("has the marks of a merge that was left unfinished") == 2


@pytest.fixture(scope="module")
def year(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Year]:
    """A year that is over."""
    with pytest.MonkeyPatch.context() as patch, loopback() as server:
        year = Year(tmp_path_factory.mktemp("year"), server, patch)
        year.begin()
        for year.week in range(WEEKS):
            _happen(year)
            year.fetch(fails=year.week in (36, 37, 38, 40))
            _write(year)
        yield year


def expected_articles() -> dict[str, tuple[str | None, str]]:
    """Title → date and address of all that is on the list at the end."""
    found: dict[str, tuple[str | None, str]] = {}
    for n in range(WEEKS):
        path = "p/" if n < 17 else "2025/post-"
        day = day_of(n).date().isoformat()
        found[f"Post {n}"] = day, f"https://blog.example/{path}{n}"
    for n in range(RELEASES):
        if n not in (7, 15) and n % 10:
            day = (BEGIN - timedelta(days=400 - n)).date().isoformat()
            found[f"Release {n}"] = day, f"https://press.example/{n}"
    found["An Old Post"] = BEGIN.date().isoformat(), "https://old.example/1"
    for name, date in {"Tides": "2019", "Bread": "2021", "Sand": "2021", "Salt": "2022"}.items():
        found[f"On {name}"] = date, f"https://papers.example/{name.lower()}"
    return found


def test_at_the_end_of_the_year_the_list_is_right(year: Year) -> None:
    said = {record["title"]: (record["date"], record["url"]) for record in year.articles}
    assert said == expected_articles()
    assert len(year.articles) == len(said)


def test_what_rolled_off_or_collapsed_is_not_called_gone_and_what_was_taken_out_is(
    year: Year,
) -> None:
    gone = {record["title"]: record["missing_since"] for record in year.articles}
    assert {title: since for title, since in gone.items() if since} == {"On Sand": "2025-10-20"}


def test_every_permalink_that_was_ever_published_is_a_page_or_leads_on(year: Year) -> None:
    articles = {record["path"].split("/")[1]: record["title"] for record in year.articles}
    gone = year.published.keys() - articles.keys()
    podcasts = {str(n) for n in range(0, RELEASES, 10)}
    forwards = year.forwards
    assert gone <= forwards.keys()
    assert podcasts | {"7", "15"} <= gone
    same = {slug: year.published[slug] for slug in year.published.keys() & articles.keys()}
    corrected = {"Psot 3": "Post 3", "On Bred": "On Bread"}
    assert {slug: articles[slug] for slug in same} == {
        slug: corrected.get(title, title) for slug, title in same.items()
    }
    moved = {f"2025-post-{n}": f"a/p-{n}/index.html" for n in range(17, 26)}
    hidden = dict.fromkeys({"7"} | podcasts, "index.html")
    expected = {**moved, **hidden, "15": "a/p-15/index.html"}
    assert {slug: forwards.get(slug) for slug in expected} == expected


def test_status_tells_how_each_source_is(year: Year) -> None:
    said = year.octavo(year.owner, "status").replace(year.server.url, "https://s.example")
    assert said == STATUS


STATUS = """\
blog: The Blog
  entries       61
  captures      54; captures/blog/2025-12-29T060000Z.xml: 10 entries, 1 new
  address       https://s.example/new.xml
  last success  2025-09-22T07:00:00Z, 97 days ago

press: Press
  entries       50
  left out      5: exclude 5
  captures      3; captures/press/2025-09-01T060000Z.xml: 50 entries, 0 new
  address       https://s.example/press.xml
  last success  never
  last error    2025-09-22T07:00:00Z, 97 days ago: https://s.example/press.xml: a web page, no feed\
; give the address of the feed itself (over)

old: An Old One
  entries       1
  captures      1; captures/old/2025-01-06T060000Z.xml: 1 entry, 1 new
  address       https://s.example/old.xml
  last success  2025-09-22T07:00:00Z, 97 days ago
  last error    2025-10-13T06:00:00Z, 77 days ago: https://s.example/old.xml: answers 410 Gone
  failing since 2025-10-13T06:00:00Z, 77 days ago; 1 time
  gone          since 2025-10-13T06:00:00Z: not asked again

papers: Papers
  entries       4
  captures      2; captures/papers/2025-10-20.bib: 3 entries, 1 new
  address       none that is fetched

not known
  captures/state.json: has the marks of a merge that was left unfinished; both sides of it are read
"""


def test_changes_tells_what_the_last_captures_changed(year: Year) -> None:
    said = year.octavo(year.owner, "changes").split("\n\n")
    assert said[0] == (
        "29 December 2025, by captures/blog/2025-12-29T060000Z.xml\n"
        "  added      Post 51: source blog"
    )
    assert [one for one in said if "papers" in one] == [
        "20 October 2025, by captures/papers/2025-10-20.bib\n"
        "  added      On Salt: source papers\n"
        "  corrected  On Bread: title On Bread, was On Bred: source papers\n"
        "  corrected  On Bread: date 2021, was 2020: source papers\n"
        "  vanished   On Sand: source papers"
    ]


SAID = {
    "a move": (20, "moved for good: write {}/new.xml in site.toml"),
    "a changed scheme": (26, "9 new ones have the titles and dates of 9 that went"),
    "a log-in page": (36, "failed    press: {}/press.xml: a web page, no feed"),
    "a source that is dead for a week": (37, "has failed since"),
    "gone for good": (40, "answers 410 Gone: marked as gone, and not asked again"),
}


@pytest.mark.parametrize(("week", "message"), SAID.values(), ids=SAID)
def test_what_went_wrong_was_said_in_its_week(year: Year, week: int, message: str) -> None:
    assert message.format(year.server.url) in year.output[week]


def test_what_changes_at_every_fetch_was_never_committed(year: Year) -> None:
    assert git(year.robot, "log", "--format=%s", "--", "content/captures/state.json") == ""
    assert set(git(year.robot, "log", "--format=%s", "--grep", "Keep").splitlines()) == {
        "Keep what the sources say now"
    }
