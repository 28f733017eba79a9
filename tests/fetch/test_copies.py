"""fetch --previews: articles' pages on loopback → copies, and what the site makes of them."""

from __future__ import annotations

import gzip
import os
import signal
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from generator.build.pipeline import build, read_library
from generator.cli import cli
from generator.commands.fetch import fetch_previews
from generator.errors import ConfigError
from generator.fetch.sources import Settings
from generator.fetch.state import load_states
from generator.model.articles import Article, Evidence
from generator.model.entries import Outage
from generator.model.record import PartialDate
from generator.text.front_matter import split_front_matter
from tests.loopback import Loopback, Reply, loopback

START = datetime(2026, 5, 1, 4, 43, tzinfo=UTC)
HTML = (("Content-Type", "text/html; charset=utf-8"),)
COPIES = '[[source]]\nname = "copies"\nreader = "preview"\ntitle = "Our copies"\n'


def sentence(number: int) -> str:
    return f"This is sentence number {number} of an article that says what it has to say. "


def page(words: int = 20, head: str = "", ends: str = "") -> bytes:
    text = "".join(f"<p>{sentence(number)}{sentence(number)}</p>" for number in range(words))
    return (
        f'<!doctype html><html lang="en"><head><title>An article</title>{head}</head><body>'
        f'<nav><a href="/">Home</a></nav><article><h1>An article</h1>{text}{ends}</article>'
        "<footer>Imprint</footer></body></html>"
    ).encode()


def make_content(
    folder: Path, server: Loopback, fetch: str = "", more: str = "", *names: str
) -> Path:
    """A list of one feed with the article /it, or with those named."""
    items = "".join(
        f"<item><title>{name}</title><link>{server.url}/{name}</link></item>"
        for name in names or ("it",)
    )
    (folder / "captures/feed").mkdir(parents=True)
    (folder / "captures/copies").mkdir()
    (folder / "captures/feed/2026-01-01.xml").write_text(
        f'<rss version="2.0"><channel><title>T</title>{items}</channel></rss>'
    )
    (folder / "site.toml").write_text(
        '[site]\nid = "a"\ntitle = "A"\n[[source]]\nname = "feed"\nreader = "feed"\ntitle = "F"\n'
        f'[fetch]\npause_seconds = 0\npreviews = "copies"\n{fetch}{COPIES}{more}'
    )
    return folder


def run(content: Path, days: float = 0, *, dry_run: bool = False) -> list[str]:
    """What came of each page, in a word."""
    settings = Settings(allow_loopback=True, dry_run=dry_run, now=START + timedelta(days=days))
    return [fetched.outcome for fetched in fetch_previews(content, settings)]


def only(content: Path) -> Article:
    (article,) = read_library(content).timeline.articles
    return article


def copies(content: Path) -> list[Path]:
    return sorted(path for path in (content / "captures/copies").rglob("*") if path.is_file())


def copy(content: Path) -> tuple[dict[str, Any], str]:
    """The newest copy: its front matter and its text."""
    return split_front_matter(copies(content)[-1].read_text())


def test_a_page_becomes_a_copy_with_all_that_is_known_of_it(tmp_path: Path) -> None:
    head = (
        '<meta name="citation_title" content="It"><meta name="citation_author" content="Doe, Jane">'
        '<meta name="citation_date" content="2025-07-25"><link rel="canonical" href="/it/">'
        '<meta name="description" content="About it.">'
    )
    body = page(100, head)
    with loopback() as server:
        server.replies["/it"] = Reply(200, body, HTML)
        content = make_content(tmp_path, server)
        assert run(content) == ["changed"]
        fields, text = copy(content)
        assert fields == {
            "url": f"{server.url}/it",
            "status": 200,
            "fetched": "2026-05-01T04:43:00Z",
            "bytes": len(body),
            "excerpt_length": len(text.strip()),
            "truncated": True,
            "title": "It",
            "authors": ["Jane Doe"],
            "published": "2025-07-25",
            "description": "About it.",
            "canonical": f"{server.url}/it/",
        }
    article = only(content)
    assert copies(content) == [content / f"captures/copies/{article.id}/2026-05-01T044300Z.md"]
    assert text.startswith("\n# An article\n\nThis is sentence number 0 of")
    assert 2900 < len(text.strip()) <= 3000
    assert "Home" not in text
    assert "Imprint" not in text
    preview = article.preview
    assert preview is not None
    assert (preview.status, preview.truncated, preview.source) == (200, True, "copies")
    assert preview.fetched is not None
    assert (preview.fetched.edtf, preview.size_kb) == ("2026-05-01", -(-len(body) // 1024))
    assert (article.date.edtf if article.date else None, article.authors) == (
        "2025-07-25",
        ("Jane Doe",),
    )


def test_a_short_page_is_copied_whole(tmp_path: Path) -> None:
    with loopback() as server:
        server.replies["/it"] = Reply(200, page(3), HTML)
        content = make_content(tmp_path, server)
        run(content)
        fields, text = copy(content)
    assert (fields["truncated"], fields["excerpt_length"]) == (False, len(text.strip()))
    assert text.count("sentence number 2") == 2


LIMITS = {
    "the list's": ("excerpt_characters = 300\n", "", 300),
    "a host's": ("", '[[host]]\nname = "127.0.0.1"\nexcerpt_characters = 200\n', 200),
    "of both, the lower": (
        "excerpt_characters = 100\n",
        '[[host]]\nname = "127.0.0.1"\nexcerpt_characters = 200\n',
        100,
    ),
}


@pytest.mark.parametrize(("fetch", "more", "most"), LIMITS.values(), ids=LIMITS)
def test_an_excerpt_is_no_longer_than_allowed(
    tmp_path: Path, fetch: str, more: str, most: int
) -> None:
    with loopback() as server:
        server.replies["/it"] = Reply(200, page(), HTML)
        content = make_content(tmp_path, server, fetch, more)
        run(content)
        fields, text = copy(content)
    assert most - 20 < fields["excerpt_length"] <= most
    assert len(text.strip()) == fields["excerpt_length"]


def robots(words: str) -> str:
    return f'<meta name="robots" content="{words}">'


FORBIDDEN = {
    "a noarchive in the page": (Reply(200, page(head=robots("index, NoArchive")), HTML), True),
    "a nosnippet in the page": (Reply(200, page(head=robots("nosnippet")), HTML), True),
    "a none in the page": (Reply(200, page(head=robots("none")), HTML), True),
    "no characters at all": (Reply(200, page(head=robots("max-snippet:0")), HTML), True),
    "a noarchive in the head of the answer": (
        Reply(200, page(), (*HTML, ("X-Robots-Tag", "noarchive"))),
        True,
    ),
    "a noarchive for another program": (
        Reply(200, page(), (*HTML, ("X-Robots-Tag", "otherbot: noarchive"))),
        False,
    ),
    "a noindex, which is about lists": (Reply(200, page(head=robots("noindex")), HTML), False),
    "a PDF": (Reply(200, b"%PDF-1.7", (("Content-Type", "application/pdf"),)), True),
    "a page without text": (Reply(200, b"<title>Nothing</title>", HTML), True),
}


@pytest.mark.parametrize(("reply", "withheld"), FORBIDDEN.values(), ids=FORBIDDEN)
def test_no_copy_is_made_of_what_forbids_it_or_has_no_text(
    tmp_path: Path, reply: Reply, withheld: bool
) -> None:
    with loopback() as server:
        server.replies["/it"] = reply
        content = make_content(tmp_path, server)
        assert run(content) == (["unchanged"] if withheld else ["changed"])
        assert (copies(content) == []) is withheld
        assert run(content, 30) == []
        assert server.paths == ["/it"]


def test_a_page_may_allow_some_characters(tmp_path: Path) -> None:
    with loopback() as server:
        server.replies["/it"] = Reply(200, page(head=robots("max-snippet: 150")), HTML)
        content = make_content(tmp_path, server)
        run(content)
        assert 130 < copy(content)[0]["excerpt_length"] <= 150


def test_of_several_numbers_of_characters_the_smallest_is_allowed(tmp_path: Path) -> None:
    head = '<meta name="robots" content="max-snippet:500, max-snippet:-1">'
    with loopback() as server:
        headers = (*HTML, ("X-Robots-Tag", "max-snippet:200"))
        server.replies["/it"] = Reply(200, page(head=head), headers)
        content = make_content(tmp_path, server)
        assert run(content) == ["changed"]
    assert 100 < len(copy(content)[1].strip()) <= 200


def test_a_copy_names_whole_addresses_where_its_page_does_not(tmp_path: Path) -> None:
    body = page().replace(b"sentence number 7", b'<a href="../more?a=1">sentence</a> 7', 1)
    with loopback() as server:
        headers = (("Content-Type", "application/xhtml+xml; charset=utf-8"),)
        server.replies["/it"] = Reply(200, body, headers)
        content = make_content(tmp_path, server)
        assert run(content) == ["changed"]
        assert f"[sentence]({server.url}/more?a=1) 7" in copy(content)[1]


def test_a_page_that_forbids_copies_later_loses_the_one_that_is_shown(tmp_path: Path) -> None:
    with loopback() as server:
        server.replies["/it"] = [
            Reply(200, page(), HTML),
            Reply(200, page(head=robots("noarchive")), HTML),
        ]
        content = make_content(tmp_path, server, "preview_max_age_days = 10\n")
        run(content)
        assert only(content).preview is not None
        assert run(content, 11) == ["unchanged"]
        article = only(content)
        assert article.preview is None
        assert (
            article.evidence["preview"].reason == f"{server.url}/it: asks for no copy (noarchive)"
        )
        assert len(copies(content)) == 1


@pytest.mark.parametrize("below", ["/it", "/"])
def test_what_was_taken_down_is_neither_fetched_nor_shown(tmp_path: Path, below: str) -> None:
    with loopback() as server:
        server.replies["/it"] = Reply(200, page(), HTML)
        content = make_content(tmp_path, server, "preview_max_age_days = 1\n")
        run(content)
        with (content / "site.toml").open("a") as site:
            site.write(f'[[takedown]]\nurl = "{server.url}{below}"\nreason = "its author asks"\n')
        article = only(content)
        assert article.preview is None
        assert article.evidence["preview"].reason == "its author asks"
        assert run(content, 100) == []
        assert len(server.paths) == 1


def test_a_host_without_characters_is_not_asked(tmp_path: Path) -> None:
    with loopback() as server:
        more = '[[host]]\nname = "127.0.0.1"\nexcerpt_characters = 0\n'
        content = make_content(tmp_path, server, more=more)
        assert run(content) == []
        assert server.asked == []


def test_a_copy_is_made_anew_once_it_is_old_and_kept_once_it_differs(tmp_path: Path) -> None:
    marks = (*HTML, ("ETag", '"1"'))
    with loopback() as server:
        server.replies["/it"] = [
            Reply(200, page(), marks),
            Reply(304),
            Reply(200, page(), marks),
            Reply(200, page(21), marks),
        ]
        content = make_content(tmp_path, server, "preview_max_age_days = 10\n")
        outcomes = [run(content, days) for days in (0, 9, 11, 15, 22, 33)]
        assert outcomes == [["changed"], [], ["unchanged"], [], ["unchanged"], ["changed"]]
        pages = [asked.headers for asked in server.asked if asked.path == "/it"]
        assert [headers.get("if-none-match") for headers in pages] == [None, '"1"', '"1"', '"1"']
    assert [path.name for path in copies(content)] == [
        "2026-05-01T044300Z.md",
        "2026-06-03T044300Z.md",
    ]


def test_without_a_greatest_age_a_copy_is_made_once(tmp_path: Path) -> None:
    with loopback() as server:
        server.replies["/it"] = Reply(200, page(), HTML)
        content = make_content(tmp_path, server)
        assert [run(content, days) for days in (0, 5000)] == [["changed"], []]


def test_what_arrived_is_kept_where_the_owner_wants_that(tmp_path: Path) -> None:
    with loopback() as server:
        server.replies["/it"] = Reply(200, page(), HTML)
        content = make_content(tmp_path, server, "keep_pages = true\n")
        run(content)
        (kept,) = (content / "captures/copies-pages").rglob("*.gz")
        assert gzip.decompress(kept.read_bytes()) == page()
        assert kept.name == "2026-05-01T044300Z.html.gz"
        assert read_library(content).problems == ()


def test_a_text_that_two_articles_of_a_host_share_is_a_copy_of_neither(tmp_path: Path) -> None:
    with loopback() as server:
        same = [Reply(200, page(3), HTML), Reply(200, page(4), HTML)]
        server.replies |= {"/a": same, "/b": Reply(200, page(3), HTML)}
        content = make_content(tmp_path, server, "preview_max_age_days = 10\n", "", "a", "b")
        assert run(content) == ["changed", "changed"]
        library = read_library(content)
        a, b = library.timeline.articles
        assert (a.preview, b.preview) == (None, None)
        reason = f"the copy has the same text as that of {b.url}, so it is of neither"
        assert a.evidence["preview"] == Evidence(rule="withheld", reason=reason)
        assert [(p.where, p.message) for p in library.problems if p.severity == "warning"] == [
            (f"captures/copies/{one.id}/2026-05-01T044300Z.md", f"not shown: {why}")
            for one, why in (
                (a, reason),
                (b, f"the copy has the same text as that of {a.url}, so it is of neither"),
            )
        ]
        assert run(content, 1) == []
        assert run(content, 11) == ["changed", "unchanged"]
        assert all(one.preview for one in read_library(content).timeline.articles)


def test_pages_that_only_begin_alike_are_copies_of_both(tmp_path: Path) -> None:
    pages = {
        f"/{name}": page(20).replace(b"<title>An article", b"<title>" + name.encode())
        for name in ("a", "b")
    }
    with loopback() as server:
        server.replies |= {
            path: Reply(200, text.replace(b"<h1>An article</h1>", b""), HTML)
            for path, text in pages.items()
        }
        content = make_content(tmp_path, server, "excerpt_characters = 300\n", "", "a", "b")
        run(content)
    articles = read_library(content).timeline.articles
    bodies = {article.preview.body for article in articles if article.preview}
    assert len(articles) == 2
    assert len(bodies) == 1


# Failures at these days → since when the page no longer answers, in the end.
DEATHS = {
    "one failure is none": ((1,), None),
    "two within a day are none": ((1, 1.5), None),
    "two with a day between": ((1, 2.1), "2026-05-02"),
    "many count from the first": ((1, 2, 4, 8), "2026-05-02"),
}


@pytest.mark.parametrize("status", [404, 410, 500])
@pytest.mark.parametrize(("days", "expected"), DEATHS.values(), ids=DEATHS)
def test_a_page_no_longer_answers_after_two_failures_a_day_apart(
    tmp_path: Path, status: int, days: tuple[float, ...], expected: str | None
) -> None:
    with loopback() as server:
        server.replies["/it"] = [Reply(200, page(), HTML), Reply(status)]
        content = make_content(tmp_path, server, "preview_max_age_days = 1\n")
        run(content)
        library = read_library(content)
        for day in days:
            assert run(content, day + 1) == ["failed"]
        library = read_library(content)
    (article,) = library.timeline.articles
    assert article.preview is not None
    since = PartialDate(year=2026, month=5, day=int(expected[-1]) + 1) if expected else None
    assert library.outages == (
        ((article.id, Outage(since=since, is_gone=status != 500)),) if since else ()
    )


def test_the_article_says_that_its_page_is_gone_and_keeps_its_copy(tmp_path: Path) -> None:
    with loopback() as server:
        server.replies["/it"] = [Reply(200, page(), HTML), Reply(404)]
        content = make_content(tmp_path / "content", server, "preview_max_age_days = 1\n")
        for day in (0, 2, 4):
            run(content, day)
    build(content, tmp_path / "_site")
    html = (tmp_path / "_site/a/it/index.html").read_text()
    assert "gone since 3 May 2026" in html
    assert "This is sentence number 0 of" in html


def test_a_page_that_comes_back_is_gone_no_longer(tmp_path: Path) -> None:
    with loopback() as server:
        server.replies["/it"] = [
            Reply(200, page(), HTML),
            Reply(404),
            Reply(404),
            Reply(200, page(), HTML),
        ]
        content = make_content(tmp_path, server, "preview_max_age_days = 1\n")
        gone = []
        for day in (0, 2, 4, 10):
            run(content, day)
            gone.append(len(read_library(content).outages))
    assert gone == [0, 0, 1, 0]


def test_a_failing_page_leaves_the_others_alone(tmp_path: Path) -> None:
    with loopback() as server:
        server.replies |= {"/a": Reply(500), "/b": Reply(200, page(), HTML)}
        content = make_content(tmp_path, server, "", "", "a", "b")
        arguments = ["fetch", "--previews", "--content", str(content), "--allow-loopback"]
        result = CliRunner().invoke(cli, arguments)
    assert result.exit_code == 3
    lines = [line.split()[0] for line in result.stderr.splitlines()]
    assert lines == ["copying", "failed", "changed", "copied"]


def test_a_page_that_upsets_a_library_leaves_the_others_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def main_text(root: object, base: str, url: str) -> str:
        if url.endswith("/a"):
            raise ValueError("invalid IPv6 URL")
        return "Some text."

    monkeypatch.setattr("generator.fetch.copies._main_text", main_text)
    with loopback() as server:
        server.replies |= {"/a": Reply(200, page(), HTML), "/b": Reply(200, page(), HTML)}
        content = make_content(tmp_path, server, "", "", "a", "b")
        arguments = ["fetch", "--previews", "--content", str(content), "--allow-loopback"]
        result = CliRunner().invoke(cli, arguments)
        known = load_states(content).previews
    assert result.exit_code == 3
    lines = [line.split()[0] for line in result.stderr.splitlines()]
    assert lines == ["copying", "failed", "changed", "copied"]
    assert {url[-2:]: state.failures for url, state in known.items()} == {"/a": 1, "/b": 0}


def test_a_copy_of_a_time_to_come_counts_for_nothing(tmp_path: Path) -> None:
    with loopback() as server:
        server.replies["/it"] = Reply(200, page(), HTML)
        content = make_content(tmp_path, server, "preview_max_age_days = 10\n")
        assert run(content, 365 * 70) == ["changed"]
        assert run(content) == ["changed"]
        assert run(content, 1) == []
        assert run(content, 11) == ["unchanged"]


def test_a_dry_run_copies_nothing(tmp_path: Path) -> None:
    with loopback() as server:
        server.replies["/it"] = Reply(200, page(), HTML)
        content = make_content(tmp_path, server, "keep_pages = true\n")
        assert run(content, dry_run=True) == ["changed"]
        assert copies(content) == []
        assert not (content / "captures/state.json").exists()
        assert not (content / "captures/.lock").exists()


def test_a_list_without_a_place_for_copies_is_told_how_to_have_one(tmp_path: Path) -> None:
    with loopback() as server:
        content = make_content(tmp_path, server)
        site = content / "site.toml"
        site.write_text(site.read_text().replace('previews = "copies"\n', ""))
        with pytest.raises(ConfigError, match='write previews = "copies" in'):
            run(content)


def test_what_comes_of_each_page_is_said_as_it_comes(tmp_path: Path) -> None:
    with loopback() as server:
        server.replies |= {"/a": Reply(200, page(), HTML), "/b": Reply(404)}
        content = make_content(tmp_path, server, "", "", "a", "b")
        command = ["fetch", "--previews", "--allow-loopback", "--content", str(content)]
        ran = CliRunner().invoke(cli, command)
        folder = copies(content)[0].relative_to(content).as_posix()
        assert (ran.exit_code, ran.stderr.splitlines()) == (
            3,
            [
                "copying    2 pages, those of one host one after the other",
                f"changed    1/2 {server.url}/a: copied → {folder}",
                f"failed     2/2 {server.url}/b: answers 404 Not Found",
                "copied     2 pages asked, 1 copy kept, 1 failed",
            ],
        )
        quiet = CliRunner().invoke(cli, [*command, "--quiet"])
        assert (quiet.exit_code, quiet.stderr) == (0, "")


@pytest.mark.slow
@pytest.mark.skipif(os.name == "nt", reason="no SIGINT to another process there")
def test_who_stops_it_is_told_what_was_kept_and_goes_on_from_there(tmp_path: Path) -> None:
    with loopback() as server:
        server.replies |= {
            "/a": Reply(200, page(), HTML),
            "/b": Reply(200, page(), HTML, drip=60),
            "/c": Reply(200, page(), HTML),
        }
        content = make_content(tmp_path, server, "timeout_seconds = 4\n", "", "a", "b", "c")
        command = ["fetch", "--previews", "--allow-loopback", "--content", str(content)]
        with subprocess.Popen(
            [sys.executable, "-m", "generator", *command], stderr=subprocess.PIPE, text=True
        ) as process:
            assert process.stderr
            lines = [process.stderr.readline() for _ in range(2)]
            process.send_signal(signal.SIGINT)
            lines += process.stderr
        assert lines[1].startswith("changed    1/3 ")
        assert lines[-3:] == [
            "stopped    1 of 3 pages asked, 1 copy kept, 0 failed; the next time it goes on from "
            "there\n",
            "\n",
            "Aborted!\n",
        ]
        assert len(copies(content)) == 1
        assert "/c" not in server.paths
        server.replies["/b"] = Reply(200, page(), HTML)
        assert run(content, 20_000) == ["changed", "changed"]
