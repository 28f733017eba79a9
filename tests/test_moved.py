"""What moved keeps its name, what may have moved is said, and no permalink ends in nothing."""

from __future__ import annotations

import json
import posixpath
import re
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from click.testing import CliRunner

from generator.build.pipeline import build
from generator.cli import cli
from generator.commands.check import check
from generator.commands.fetch import advice, fetch
from generator.errors import ConfigError, GeneratorError
from generator.fetch.sources import Settings
from generator.model.articles import Article
from generator.site import Library
from generator.text.urls import short_hash
from tests.loopback import Reply, loopback
from tests.making_feeds import DATES, content, item, library, listed, messages, rss

OLD, NEW = "https://e.org/p/9", "https://e.org/2026/post-9"
Captures = dict[str, str | bytes]


def only(found: Library) -> Article:
    (article,) = found.timeline.articles
    return article


def moved_guid(title: str = "A", new: str = NEW) -> Captures:
    """A feed whose one entry keeps its guid and gets another address."""
    return {
        "feed/2024-06-01.xml": rss(item("A", OLD, "g", DATES[0])),
        "feed/2024-07-01.xml": rss(item(title, new, "g", DATES[0])),
    }


@pytest.mark.parametrize("title", ["A", "A, revised"])
def test_a_stable_guid_at_a_new_address_keeps_its_id_and_permalink(
    tmp_path: Path, title: str
) -> None:
    captures = moved_guid(title)
    before = only(library(tmp_path / "1", dict(list(captures.items())[:1])))
    after = only(library(tmp_path / "2", captures))
    assert (before.url, after.url) == (OLD, NEW)
    assert (after.title, after.id, after.slug) == (title, short_hash(OLD), "p-9")
    assert (before.id, before.slug) == (after.id, after.slug)
    assert after.evidence["id"].raw == OLD
    assert after.conflicts == ()


def test_subscribers_get_what_moved_under_the_name_that_they_know(tmp_path: Path) -> None:
    captures = moved_guid()
    names = []
    for number in (1, 2):
        folder = content(tmp_path / str(number), dict(list(captures.items())[:number]))
        build(folder, tmp_path / f"out{number}", base_url="https://me.example/")
        feed = (tmp_path / f"out{number}" / "feed.xml").read_text("utf-8")
        names.append(re.findall(r"<id>(.*)</id>", feed))
    assert len(names[0]) == 2
    assert names[0] == names[1]


def test_what_moves_back_has_its_old_name_still(tmp_path: Path) -> None:
    captures = moved_guid()
    captures["feed/2024-08-01.xml"] = captures["feed/2024-06-01.xml"]
    article = only(library(tmp_path, captures))
    assert (article.url, article.id) == (OLD, short_hash(OLD))


@pytest.mark.parametrize("reference", [OLD, NEW, "p-9", short_hash(OLD)])
def test_what_moved_goes_by_its_old_address_and_its_new_one(tmp_path: Path, reference: str) -> None:
    rule = f'[[set]]\narticle = "{reference}"\ntitle = "Z"\nreason = "Mine."\n'
    assert only(library(tmp_path, moved_guid(), overrides=rule)).title == "Z"


def test_another_source_that_lists_the_old_address_lists_the_same_article(tmp_path: Path) -> None:
    captures = moved_guid() | {"other/2024-07-01.xml": rss(item("A, they say", OLD))}
    article = only(library(tmp_path, captures))
    assert [statement.rule for statement in article.statements] == [
        "its canonical URL names the article",
        "an address that the source gave it before",
    ]


def test_an_address_that_was_given_to_another_entry_is_that_one_s(tmp_path: Path) -> None:
    captures: Captures = {
        "feed/2024-06-01.xml": rss(item("A", OLD, "g1", DATES[0])),
        "feed/2024-07-01.xml": rss(item("B", OLD, "g2", DATES[1]), item("A", NEW, "g1", DATES[0])),
        "other/2024-07-01.xml": rss(item("B, they say", OLD)),
    }
    found = library(tmp_path, captures)
    assert {a.label: (a.url, a.sources) for a in found.timeline.articles} == {
        "A": (NEW, ("feed",)),
        "B": (OLD, ("feed", "other")),
    }
    ids = {article.label: article.id for article in found.timeline.articles}
    assert ids["A"] == short_hash(OLD)


def test_a_copy_and_a_note_of_the_old_address_stay_with_the_article(tmp_path: Path) -> None:
    page = (
        f'<html><head><link rel="canonical" href="{OLD}"><title>Another title</title></head>'
        "<body><main><p>Text.</p></main></body></html>"
    )
    folder = content(tmp_path, moved_guid() | {"copies/x/2024-06-02.html": page})
    (folder / "notes").mkdir()
    (folder / "notes/n.md").write_text(f"---\narticle: {OLD}\n---\nRead it.\n", "utf-8")
    article = only(library(tmp_path, {}, site=(folder / "site.toml").read_text("utf-8")))
    assert article.preview is not None
    assert [note.body_text for note in article.notes] == ["Read it."]


def test_a_title_that_is_mended_under_a_stable_guid_without_address_keeps_its_name(
    tmp_path: Path,
) -> None:
    captures: Captures = {
        "feed/2024-06-01.xml": rss(item("A Tittle", None, "g", DATES[0])),
        "feed/2024-07-01.xml": rss(item("A Title", None, "g", DATES[0])),
    }
    article = only(library(tmp_path, captures))
    assert (article.title, article.slug) == ("A Title", "a-tittle")
    assert article.id == short_hash("a tittle")


MARCH = [f"{day:02} Mar 2024 10:00:00 GMT" for day in range(1, 29)]


def posts(address: str, numbers: Sequence[int], *, dated: bool = True) -> str:
    """Posts that stand at an address with their number in it, which is also their guid."""
    return rss(
        *(
            item(f"Post {n}", address.format(n), address.format(n), MARCH[n] if dated else None)
            for n in sorted(numbers, reverse=True)
        )
    )


ELEVEN, EIGHT = range(1, 12), range(4, 12)


def test_a_changed_scheme_is_said_with_what_to_write(tmp_path: Path) -> None:
    captures: Captures = {
        "feed/2024-06-01.xml": posts("https://e.org/p/{}", ELEVEN),
        "feed/2024-07-01.xml": posts("https://e.org/2026/post-{}", EIGHT),
    }
    found = library(tmp_path, captures)
    assert len(found.timeline.articles) == 19
    (problem,) = found.problems
    assert (problem.where, problem.message, problem.severity) == (
        "captures/feed/2024-07-01.xml",
        "8 new ones have the titles and dates of 8 that went; if they moved, [[moved]] in "
        "overrides.toml joins them",
        "warning",
    )
    assert problem.advice == (
        "[[moved]]",
        'from = "https://e.org/p/"',
        'to = "https://e.org/2026/post-"',
        'reason = "It moved."',
    )


# Where eleven posts stood, and where the newest eight of them stand now.
ADVISED = {
    "another path": ("https://e.org/p/{}", "https://e.org/2026/post-{}"),
    "one part of the path more": ("https://e.org/p/{}", "https://e.org/blog/p/{}"),
    "one part of the path less": ("https://e.org/blog/{}", "https://e.org/{}"),
    "another host": ("https://old.example/{}", "https://new.example/{}"),
    "another host, below a path": ("https://old.example/blog/{}", "https://new.example/{}"),
    "a name of the host": ("https://e.org/{}.html", "https://blog.e.org/{}.html"),
    "a query that became a path": ("https://e.org/?p={}", "https://e.org/post/{}"),
    "a path that became a query": ("https://e.org/post/{}", "https://e.org/read?id={}"),
    "an ending that all keep": ("https://e.org/p/{}.html", "https://e.org/q/{}.html"),
    "numbers that begin alike": ("https://e.org/p/1{}", "https://e.org/q/1{}"),
}


@pytest.mark.parametrize(("old", "new"), ADVISED.values(), ids=ADVISED)
@pytest.mark.parametrize("dated", [True, False], ids=["dated", "undated"])
def test_what_is_advised_joins_all_that_moved(
    tmp_path: Path, old: str, new: str, dated: bool
) -> None:
    captures: Captures = {
        "feed/2024-06-01.xml": posts(old, ELEVEN, dated=dated),
        "feed/2024-07-01.xml": posts(new, EIGHT, dated=dated),
    }
    before = library(tmp_path / "1", dict(list(captures.items())[:1]))
    (advised,) = (p for p in library(tmp_path / "2", captures).problems if p.advice)
    after = library(tmp_path / "3", captures, overrides="\n".join(advised.advice))
    assert messages(after) == []
    assert {(a.id, a.slug, a.title) for a in after.timeline.articles} == {
        (a.id, a.slug, a.title) for a in before.timeline.articles
    }
    urls = {article.title: article.url for article in after.timeline.articles}
    assert urls == {f"Post {n}": (new if n in EIGHT else old).format(n) for n in ELEVEN}


ENDINGS = {
    "an ending that went": ("https://e.org/p/{}.html", "https://e.org/2026/post-{}"),
    "an ending alone that went": ("https://e.org/{}.html", "https://e.org/{}"),
    "a path by day": ("https://e.org/2024/{0:02}/post-{0}", "https://e.org/post/{}/read"),
}


@pytest.mark.parametrize(("old", "new"), ENDINGS.values(), ids=ENDINGS)
def test_where_endings_changed_each_has_a_table_of_its_own(
    tmp_path: Path, old: str, new: str
) -> None:
    captures: Captures = {
        "feed/2024-06-01.xml": posts(old, range(1, 6)),
        "feed/2024-07-01.xml": posts(new, range(3, 6)),
    }
    advised = [p.advice for p in library(tmp_path / "1", captures).problems if p.advice]
    assert advised == [
        (
            "[[same]]",
            f'articles = ["{old.format(n)}", "{new.format(n)}"]',
            'reason = "It moved."',
        )
        for n in (5, 4, 3)
    ]
    tables = "\n".join(line for table in advised for line in table)
    after = library(tmp_path / "2", captures, overrides=tables)
    assert [article.title for article in after.timeline.articles] == [
        f"Post {n}" for n in (5, 4, 3, 2, 1)
    ]
    assert after.timeline.articles[0].id == short_hash(old.format(5))


NOT_MOVED = {
    "two posts of one title and day that were listed together": [
        rss(item("Links", "https://e.org/1", "1", DATES[0])),
        rss(
            item("Links", "https://e.org/2", "2", DATES[0]),
            item("Links", "https://e.org/1", "1", DATES[0]),
        ),
    ],
    "weekly posts of one title": [
        rss(item("Links", "https://e.org/1", "1", DATES[0])),
        rss(item("Links", "https://e.org/2", "2", DATES[1])),
    ],
    "what went and nothing came": [
        rss(item("A", "https://e.org/1"), item("B", "https://e.org/2")),
        rss(item("B", "https://e.org/2")),
    ],
}


@pytest.mark.parametrize("feeds", NOT_MOVED.values(), ids=NOT_MOVED)
def test_what_did_not_move_is_not_said_to_have(tmp_path: Path, feeds: list[str]) -> None:
    captures: Captures = {f"feed/2024-0{n}-01.xml": feed for n, feed in enumerate(feeds, 6)}
    found = library(tmp_path, captures)
    assert [problem for problem in found.problems if "went" in problem.message] == []


@pytest.mark.parametrize("verb", ["same", "not_same"])
def test_what_the_owner_told_of_is_said_no_more(tmp_path: Path, verb: str) -> None:
    captures: Captures = {
        "feed/2024-06-01.xml": rss(item("A", OLD, "1", DATES[0])),
        "feed/2024-07-01.xml": rss(item("A", NEW, "2", DATES[0])),
    }
    rule = f'[[{verb}]]\narticles = ["{OLD}", "{NEW}"]\nreason = "I know."\n'
    assert messages(library(tmp_path, captures, overrides=rule)) == []


def move(before: str, after: str, more: str = 'reason = "New."') -> str:
    return f'[[moved]]\nfrom = "{before}"\nto = "{after}"\n{more}\n'


def test_a_site_that_moved_twice_is_followed_all_the_way(tmp_path: Path) -> None:
    captures: Captures = {
        f"feed/2024-0{month}-01.xml": posts(address, numbers)
        for month, address, numbers in (
            (6, "http://a.example/{}", range(1, 9)),
            (7, "https://b.example/{}", range(4, 9)),
            (8, "https://c.example/p/{}", range(6, 9)),
        )
    }
    moves = move("https://a.example", "https://b.example") + move(
        "https://www.b.example/", "https://c.example/p/"
    )
    found = library(tmp_path, captures, overrides=moves)
    articles = found.timeline.articles
    assert [article.slug for article in articles] == [str(n) for n in range(8, 0, -1)]
    assert [len(article.statements) for article in articles] == [3, 3, 3, 2, 2, 1, 1, 1]
    assert articles[0].url == "https://c.example/p/8"
    assert {statement.rule for statement in articles[0].statements[1:]} == {"override: New."}


def test_a_move_holds_across_sources(tmp_path: Path) -> None:
    captures: Captures = {
        "feed/2024-06-01.xml": posts("https://e.org/2026/post-{}", range(1, 6)),
        "list/2024-06-01.xml": posts("https://e.org/p/{}", range(1, 6)),
    }
    moves = move("https://e.org/p/", "https://e.org/2026/post-")
    found = library(tmp_path, captures, overrides=moves)
    assert [article.sources for article in found.timeline.articles] == [("feed", "list")] * 5


UNUSED = {
    "nothing begins so": (
        move("https://e.org/q/", "https://e.org/2026/post-"),
        "overrides.toml:1: [[moved]] names nothing: no address begins with “https://e.org/q/”",
    ),
    "nothing stands there": (
        move("https://e.org/p/", "https://e.org/2027/post-"),
        "overrides.toml:1: [[moved]] joins nothing: no article that stood below "
        "“https://e.org/p/” stands below “https://e.org/2027/post-”",
    ),
    "a host that only begins so": (
        move("https://e.or", "https://e.org/2026/post-"),
        "overrides.toml:1: [[moved]] names nothing: no address begins with “https://e.or”",
    ),
}


@pytest.mark.parametrize(("moves", "message"), UNUSED.values(), ids=UNUSED)
def test_a_move_that_does_nothing_is_a_problem(tmp_path: Path, moves: str, message: str) -> None:
    captures: Captures = {
        "feed/2024-06-01.xml": posts("https://e.org/p/{}", range(1, 4)),
        "feed/2024-07-01.xml": posts("https://e.org/2026/post-{}", range(1, 4)),
    }
    assert message in messages(library(tmp_path, captures, overrides=moves))


REFUSED = {
    "no reason": (
        move("https://e.org/a", "https://e.org/b", 'reason = " "'),
        "[[moved]]: give a reason",
    ),
    "no from": ('[[moved]]\nto = "https://e.org/b"\nreason = "x"\n', '[moved] has no "from"'),
    "no web address": (
        move("/p/", "https://e.org/b"),
        'overrides.toml:2: "/p/" is no http or https URL',
    ),
    "no web address to go to": (
        move("https://e.org/", "mailto:a@e.org"),
        'overrides.toml:3: "mailto:a@e.org" is no http or https URL',
    ),
    "nowhere": (
        move("https://e.org/a/", "http://www.e.org/a"),
        '[[moved]]: "from" and "to" are the same',
    ),
    "a misspelt key": (
        '[[moved]]\nform = "https://e.org/a"\nto = "https://e.org/b"\nreason = "x"\n',
        'unknown key "form" in [moved]; did you mean "from"?',
    ),
}


@pytest.mark.parametrize(("moves", "message"), REFUSED.values(), ids=REFUSED)
def test_a_move_that_cannot_be_used_fails_with_its_line(
    tmp_path: Path, moves: str, message: str
) -> None:
    with pytest.raises(ConfigError, match=re.escape(message)):
        library(tmp_path, {"feed/2024-06-01.xml": rss(item("A", OLD))}, overrides=moves)


def test_status_and_strict_builds_say_what_may_have_moved(tmp_path: Path) -> None:
    captures: Captures = {
        "feed/2024-06-01.xml": posts("https://e.org/p/{}", ELEVEN),
        "feed/2024-07-01.xml": posts("https://e.org/2026/post-{}", EIGHT),
    }
    folder = content(tmp_path / "content", captures)
    said = CliRunner().invoke(cli, ["status", "--content", str(folder)]).output
    table = '    [[moved]]\n    from = "https://e.org/p/"\n    to = "https://e.org/2026/post-"\n'
    assert "8 new ones have the titles and dates of 8 that went" in said
    assert table in said
    with pytest.raises(GeneratorError) as refused:
        build(folder, tmp_path / "out", strict=True)
    assert table in str(refused.value)
    (folder / "overrides.toml").write_text(move("https://e.org/p/", "https://e.org/2026/post-"))
    assert "went" not in CliRunner().invoke(cli, ["status", "--content", str(folder)]).output
    build(folder, tmp_path / "out", strict=True)


def test_fetch_says_what_may_have_moved_and_keeps_the_capture(tmp_path: Path) -> None:
    with loopback() as server:
        folder = content(tmp_path, {})
        (folder / "site.toml").write_text(
            '[site]\nid = "s"\ntitle = "S"\n[fetch]\npause_seconds = 0\n[[source]]\nname = "feed"\n'
            f'reader = "feed"\ntitle = "F"\nurl = "{server.url}/feed"\n'
        )
        server.replies["/feed"] = [
            Reply(200, posts(address, numbers).encode())
            for address, numbers in (
                ("https://e.org/p/{}", ELEVEN),
                ("https://e.org/2026/post-{}", EIGHT),
                ("https://e.org/2027/post-{}", EIGHT),
            )
        ]
        said = []
        for hour in (1, 2, 3):
            if hour == 3:
                (folder / "overrides.toml").write_text(
                    move("https://e.org/2026/post-", "https://e.org/2027/post-")
                )
            now = datetime(2026, 5, 1, hour, tzinfo=UTC)
            (one,) = fetch(folder, Settings(allow_loopback=True, now=now, named=("feed",)))
            assert one.outcome == "changed"
            said.append(list(advice(folder, [one])))
    assert said[0] == said[2] == []
    assert said[1] == [
        "feed: 8 new ones have the titles and dates of 8 that went; if they moved, [[moved]] in "
        "overrides.toml joins them",
        "    [[moved]]",
        '    from = "https://e.org/p/"',
        '    to = "https://e.org/2026/post-"',
        '    reason = "It moved."',
    ]


TWINS: Captures = {
    "a/2024-06-01.xml": rss(item("A Post of Ours", "https://a.example/x", None, DATES[0])),
    "b/2024-06-01.xml": rss(item("A post of ours", "https://b.example/y", None, DATES[0])),
}


def test_one_title_and_day_at_two_addresses_is_said_and_not_joined(tmp_path: Path) -> None:
    found = library(tmp_path, TWINS)
    assert len(found.timeline.articles) == 2
    (problem,) = found.problems
    assert (problem.where, problem.message, problem.severity) == (
        "captures/a/2024-06-01.xml, item 1",
        "“A Post of Ours” stands at 2 addresses, with one date; if it is one article, [[same]] in "
        "overrides.toml joins them",
        "info",
    )
    assert problem.advice == (
        "[[same]]",
        'articles = ["https://a.example/x", "https://b.example/y"]',
        'reason = "It stands at several addresses."',
    )
    joined = library(tmp_path / "2", TWINS, overrides="\n".join(problem.advice))
    assert (len(joined.timeline.articles), messages(joined)) == (1, [])


def test_articles_json_and_the_sources_page_have_the_lines_to_write(tmp_path: Path) -> None:
    build(content(tmp_path / "content", TWINS), tmp_path / "out")
    (problem,) = json.loads((tmp_path / "out/articles.json").read_bytes())["problems"]
    assert problem["advice"][0] == "[[same]]"
    page = BeautifulSoup((tmp_path / "out/evidence/index.html").read_text("utf-8"), "lxml")
    assert page.select(".problems pre")[0].text.splitlines() == problem["advice"]


ALIKE = {
    "one title on two days": ("A", DATES[0], "A", DATES[1]),
    "two titles on one day": ("A", DATES[0], "B", DATES[0]),
    "no dates": ("A", None, "A", None),
    "one date": ("A", DATES[0], "A", None),
}


@pytest.mark.parametrize(("one", "day", "other", "other_day"), ALIKE.values(), ids=ALIKE)
def test_what_is_merely_alike_is_not_said_to_be_one(
    tmp_path: Path, one: str, day: str | None, other: str, other_day: str | None
) -> None:
    captures: Captures = {
        "a/2024-06-01.xml": rss(item(one, "https://a.example/x", None, day)),
        "b/2024-06-01.xml": rss(item(other, "https://b.example/y", None, other_day)),
    }
    assert not any(problem.advice for problem in library(tmp_path, captures).problems)


def forwards(output: Path) -> dict[str, str]:
    """Where pages lead that are no articles, by the last part of their address."""
    found = {}
    for path in sorted(output.glob("a/*/index.html")):
        page = BeautifulSoup(path.read_text("utf-8"), "lxml")
        for refresh in page.select("meta[http-equiv=refresh]"):
            to = str(refresh["content"]).removeprefix("0; url=")
            leads = posixpath.normpath(f"a/{path.parent.name}/{to}")
            found[path.parent.name] = leads.removesuffix("/index.html")
    return found


GONE = {
    "moved by its guid": (moved_guid(), "", {"2026-post-9": "a/p-9"}),
    "moved by an override": (
        {
            "feed/2024-06-01.xml": posts("https://e.org/p/{}", range(1, 3)),
            "feed/2024-07-01.xml": posts("https://e.org/2026/post-{}", range(1, 3)),
        },
        move("https://e.org/p/", "https://e.org/2026/post-"),
        {f"2026-post-{n}": f"a/p-{n}" for n in (1, 2)},
    ),
    "merged": (
        TWINS,
        '[[same]]\narticles = ["https://a.example/x", "https://b.example/y"]\nreason = "One."\n',
        {"y": "a/x"},
    ),
    "merged, of one permalink": (
        {
            "a/2024-06-01.xml": rss(item("A", "https://a.example/x")),
            "b/2024-06-01.xml": rss(item("A", "https://b.example/x")),
        },
        '[[same]]\narticles = ["https://a.example/x", "https://b.example/x"]\nreason = "One."\n',
        {f"x-{short_hash('https://b.example/x')}": "a/x"},
    ),
    "of one work": (
        {
            "a/2024-06-01.xml": rss(item("A", "https://arxiv.org/abs/2401.00001")),
            "b/2024-06-01.xml": rss(item("A", "https://arxiv.org/pdf/2401.00001")),
        },
        "",
        {"pdf-2401-00001": "a/abs-2401-00001"},
    ),
    "hidden": (
        moved_guid() | {"other/2024-06-01.xml": rss(item("Other", "https://e.org/other"))},
        f'[[hide]]\narticle = "{OLD}"\nreason = "Not here."\n',
        {"p-9": "index.html", "2026-post-9": "index.html"},
    ),
    "a mention": (
        {"feed/2024-06-01.xml": rss(item("A", OLD), item("B", NEW))},
        f'[[mention]]\narticle = "{OLD}"\nreason = "Only a link."\n',
        {"p-9": "evidence/named"},
    ),
    "a title that was mended": (
        {
            "feed/2024-06-01.xml": rss(item("A Tittle", None, "g")),
            "feed/2024-07-01.xml": rss(item("A Title", None, "g")),
        },
        "",
        {"a-title": "a/a-tittle"},
    ),
    "a permalink that another article has now": (
        {
            "feed/2024-06-01.xml": rss(item("A", OLD, "g1", DATES[0])),
            "feed/2024-07-01.xml": rss(item("A", NEW, "g1", DATES[0])),
            "feed/2024-08-01.xml": rss(
                item("B", NEW, "g2", DATES[1]), item("A", "https://e.org/3", "g1", DATES[0])
            ),
        },
        "",
        {"3": "a/p-9"},
    ),
}


@pytest.mark.slow
@pytest.mark.parametrize(("captures", "rules", "expected"), GONE.values(), ids=GONE)
def test_a_permalink_that_is_gone_leads_on(
    tmp_path: Path, captures: Captures, rules: str, expected: dict[str, str]
) -> None:
    folder = content(tmp_path / "content", captures, **({"overrides": rules} if rules else {}))
    build(folder, tmp_path / "out", base_url="https://me.example/")
    assert forwards(tmp_path / "out") == expected
    assert check(tmp_path / "out") == ()
    sitemap = (tmp_path / "out/sitemap.xml").read_text("utf-8")
    assert not [slug for slug in expected if f"/a/{slug}/" in sitemap]


@pytest.mark.slow
def test_a_feed_that_collapses_makes_nothing_vanish_before_a_second_capture_agrees(
    tmp_path: Path,
) -> None:
    items = [
        item(f"Post {n}", f"https://e.org/{n}", f"g{n}", f"{n % 28 + 1:02} Mar 2023 10:00:00 GMT")
        for n in range(153)
    ]
    old = item("An old one", "https://e.org/old", "old", "01 Jan 2020 10:00:00 GMT")
    captures: Captures = {
        "feed/2024-06-01.xml": rss(*items, old),
        "feed/2024-06-02T010000Z.xml": rss(old),
        "feed/2024-06-02T130000Z.xml": rss(old),
    }
    found = library(tmp_path, captures)
    gone = [a for a in found.timeline.articles if any(s.missing_since for s in a.statements)]
    assert (len(found.timeline.articles), gone) == (154, [])
    assert messages(found) == [
        "captures/feed/2024-06-02T010000Z.xml: 153 entries missing that it should hold, more than "
        "a third of them: nothing is called gone before another capture, a day later, lacks the "
        "same"
    ]
    captures["feed/2024-06-03T020000Z.xml"] = rss(old)
    found = library(tmp_path, captures)
    gone = [a for a in found.timeline.articles if any(s.missing_since for s in a.statements)]
    assert (len(gone), messages(found)) == (153, [])


def test_the_order_of_the_list_is_that_of_its_dates_whatever_moved(tmp_path: Path) -> None:
    captures: Captures = {
        "feed/2024-06-01.xml": posts("https://e.org/p/{}", ELEVEN),
        "feed/2024-07-01.xml": posts("https://e.org/2026/post-{}", EIGHT),
    }
    moves = move("https://e.org/p/", "https://e.org/2026/post-")
    lines = listed(library(tmp_path, captures, overrides=moves))
    assert lines[0] == "Post 11 2024-03-12 ×2"
    assert lines[-1] == "Post 1 2024-03-02"
