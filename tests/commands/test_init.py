"""init and add: from addresses and files to a list that builds."""

from __future__ import annotations

import json
import tomllib
from datetime import UTC, datetime
from html import escape
from pathlib import Path
from typing import Any

import msgspec
import pytest
import yaml

from generator.build.pipeline import build, read_library
from generator.commands.fetch import fetch
from generator.commands.init import find_installed, init
from generator.commands.note import ListedArticle, note_text
from generator.config.load import load_config
from generator.config.overrides import Overrides, load_overrides
from generator.errors import ConfigError, FetchError, GeneratorError, SourceError
from generator.fetch.sources import Settings
from generator.sources.lists.opml import ListedFeed, Subscriptions, read_opml
from tests.git import git
from tests.loopback import Reply, loopback

SETTINGS = Settings(
    allow_loopback=True, now=datetime(2026, 5, 1, 4, 43, tzinfo=UTC), sleep=lambda _: None
)


def rss(*titles: str, thread: str = "A thread") -> bytes:
    items = "".join(
        f"<item><title>{title}</title><link>https://thread.example/{title}</link>"
        "<pubDate>Tue, 04 Mar 2025 09:00:00 GMT</pubDate></item>"
        for title in titles
    )
    head = f"<title>{escape(thread)}</title>"
    return f'<rss version="2.0"><channel>{head}{items}</channel></rss>'.encode()


def page(head: str = "", body: str = "<p>Words.") -> bytes:
    return f"<!doctype html><html lang=de><head><title>A page</title>{head}<body>{body}".encode()


INDEX = "".join(
    f'<div class="date">{month} 2025</div><a class="paper" href="/{month}"><h3>Of {month}</h3></a>'
    for month in ("März", "April", "Mai")
)
INDEX = f'<div class="toc">{INDEX}</div>'


def made(folder: Path, *places: str, title: str | None = None) -> tuple[dict[str, Any], list[str]]:
    """The site.toml of a new list, and what was said on the way."""
    said: list[str] = []
    init(folder, title, places, SETTINGS, said.append)
    return tomllib.loads((folder / "content/site.toml").read_text()), said


def sources(site: dict[str, Any]) -> list[tuple[str, str, str | None]]:
    return [(one["name"], one["reader"], one.get("url")) for one in site["source"]]


ANNOUNCED = '<link rel="alternate" type="application/rss+xml" href="{}">'
FOUND: dict[str, tuple[dict[str, Reply], str, list[tuple[str, str, str]]]] = {
    "a feed": ({"/f": Reply(200, rss("a"))}, "/f", [("feed", "feed", "/f")]),
    "a page that announces its feed": (
        {"/p": Reply(200, page(ANNOUNCED.format("f"))), "/f": Reply(200, rss("a"))},
        "/p",
        [("feed", "feed", "/f")],
    ),
    "a page that announces the feed of its comments first": (
        {
            "/p": Reply(200, page(ANNOUNCED.format("/comments/f") + ANNOUNCED.format("/f"))),
            "/comments/f": Reply(200, rss("comment")),
            "/f": Reply(200, rss("a")),
        },
        "/p",
        [("feed", "feed", "/f")],
    ),
    "a page that announces a feed that is none": (
        {
            "/p": Reply(200, page(ANNOUNCED.format("/404") + ANNOUNCED.format("/f"))),
            "/f": Reply(200, rss("a")),
        },
        "/p",
        [("feed", "feed", "/f")],
    ),
    "a page whose feed is where feeds usually are": (
        {"/blog/": Reply(200, page()), "/blog/index.xml": Reply(200, rss("a"))},
        "/blog/",
        [("feed", "feed", "/blog/index.xml")],
    ),
    "a page whose feed is at the root": (
        {"/blog/": Reply(200, page()), "/feed.xml": Reply(200, rss("a"))},
        "/blog/",
        [("feed", "feed", "/feed.xml")],
    ),
    "an index grouped by date": (
        {"/i": Reply(200, page(body=INDEX.replace("März", "March").replace("Mai", "May")))},
        "/i",
        [("index", "index", "/i")],
    ),
    "an index that announces a feed": (
        {
            "/i": Reply(
                200,
                page(ANNOUNCED.format("/f"), INDEX.replace("März", "March").replace("Mai", "May")),
            ),
            "/f": Reply(200, rss("a")),
        },
        "/i",
        [("index", "index", "/i"), ("feed", "feed", "/f")],
    ),
    "a bibliography": (
        {"/papers.bib": Reply(200, b"@misc{a, title={A}, url={https://a.example/}}")},
        "/papers.bib",
        [("list", "list", "/papers.bib")],
    ),
    "another list": (
        {"/articles.json": Reply(200, b'{"version": 2, "articles": [{"id": "a", "title": "A"}]}')},
        "/articles.json",
        [("list", "list", "/articles.json")],
    ),
    "an index with a style sheet, whose rules begin as BibTeX does": (
        {
            "/i": Reply(
                200,
                page(
                    "<style>\n@media{a,b{color:red}}\n</style>",
                    INDEX.replace("März", "March").replace("Mai", "May"),
                ),
            )
        },
        "/i",
        [("index", "index", "/i")],
    ),
    "what moved for good is listed where it is now": (
        {"/old": Reply(301, headers=(("Location", "/f"),)), "/f": Reply(200, rss("a"))},
        "/old",
        [("feed", "feed", "/f")],
    ),
}


@pytest.mark.parametrize(("replies", "path", "expected"), FOUND.values(), ids=FOUND)
def test_sources_are_found_behind_an_address(
    tmp_path: Path,
    replies: dict[str, Reply],
    path: str,
    expected: list[tuple[str, str, str]],
) -> None:
    with loopback() as server:
        server.replies |= replies
        site, _ = made(tmp_path / "list", server.url + path)
        assert sources(site) == [(name, kind, server.url + at) for name, kind, at in expected]


def test_a_new_list_has_all_it_needs_and_builds_at_once(tmp_path: Path) -> None:
    with loopback() as server:
        server.replies["/f"] = Reply(200, rss("a", "b", thread="Tom & “Jerry” <3"))
        site, said = made(tmp_path / "list", f"{server.url}/f")
        assert said == [
            f"found      feed with 2 entries: {server.url}/f",
            f"wrote      {tmp_path}/list/content/site.toml with 1 source",
            f"to do      {find_installed().message}",
            "changed    feed: 2 entries: 2 new → captures/feed/2026-05-01T044300Z.xml",
        ]
    assert site["site"] == {
        "id": "tom-jerry-3",
        "title": "Tom & “Jerry” <3",
        "description": "",
        "language": "en",
        "timezone": "UTC",
        "base_url": "",
    }
    files = (path for path in (tmp_path / "list").rglob("*") if path.is_file())
    assert sorted(path.relative_to(tmp_path / "list").as_posix() for path in files) == [
        ".gitattributes",
        ".github/workflows/pages.yml",
        ".gitignore",
        "Makefile",
        "README.md",
        "content/captures/.lock",
        "content/captures/feed/2026-05-01T044300Z.xml",
        "content/captures/state.json",
        "content/overrides.toml",
        "content/pages/about.md",
        "content/site.toml",
    ]
    built = build(tmp_path / "list/content", tmp_path / "_site", strict=True)
    assert [article.title for article in built.library.timeline.articles] == ["a", "b"]


def test_what_is_there_already_is_kept_and_said(tmp_path: Path) -> None:
    (tmp_path / ".gitignore").write_text("*.pyc\n_site/\n")
    (tmp_path / ".gitattributes").write_text("content/captures/** -text\n")
    (tmp_path / "Makefile").write_text("all:\n")
    with loopback() as server:
        server.replies["/f"] = Reply(200, rss("a"))
        _, said = made(tmp_path, f"{server.url}/f")
    assert [line for line in said if line.startswith("kept")] == [
        f"kept       {tmp_path}/Makefile as it is; octavo's own is not written",
        f"kept       {tmp_path}/.gitignore as it is; add to it: "
        ".cache/  content/captures/.lock  content/captures/state.json",
    ]
    assert (tmp_path / "Makefile").read_text() == "all:\n"
    assert (tmp_path / ".gitignore").read_text() == "*.pyc\n_site/\n"


def test_a_list_inside_of_another_repository_is_told_where_its_workflow_is_not_read(
    tmp_path: Path,
) -> None:
    git(tmp_path, "init", "--quiet")
    with loopback() as server:
        server.replies["/f"] = Reply(200, rss("a"))
        _, said = made(tmp_path / "talks", f"{server.url}/f")
        git(tmp_path / "talks", "init", "--quiet")
        (tmp_path / "talks/content/site.toml").unlink()
        _, again = made(tmp_path / "talks", f"{server.url}/f")
    message = f"to do      {tmp_path}/talks is in the repository {tmp_path}, and GitHub reads"
    assert [any(line.startswith(message) for line in lines) for lines in (said, again)] == [
        True,
        False,
    ]


def test_the_workflow_says_what_init_said_where_it_cannot_install_octavo(tmp_path: Path) -> None:
    with loopback() as server:
        server.replies["/f"] = Reply(200, rss("a"))
        _, said = made(tmp_path, f"{server.url}/f")
    workflow = yaml.safe_load((tmp_path / ".github/workflows/pages.yml").read_text())
    job = workflow["jobs"]["build"]
    assert (job["env"], f"to do      {job['steps'][0]['env']['MISSING']}" in said) == (
        {"OCTAVO": ""},
        True,
    )


def test_a_list_that_follows_a_list_fetches_what_is_new_there(tmp_path: Path) -> None:
    def listing(*names: str) -> Reply:
        articles = [
            {"id": n, "title": n, "url": f"https://x.example/{n}", "date": "2024-03"} for n in names
        ]
        return Reply(200, json.dumps({"version": 2, "articles": articles}).encode())

    with loopback() as server:
        server.replies["/articles.json"] = listing("a", "b")
        made(tmp_path, f"{server.url}/articles.json")
        later = msgspec.structs.replace(SETTINGS, now=datetime(2026, 5, 9, tzinfo=UTC))
        server.replies["/articles.json"] = listing("c", "b")
        (fetched,) = fetch(tmp_path / "content", later)
    assert fetched.message == ("2 entries: 1 new, 1 gone → captures/list/2026-05-09T000000Z.json")
    library = read_library(tmp_path / "content")
    titles = {a.title: a.date.edtf for a in library.timeline.articles if a.date}
    assert titles == {"a": "2024-03", "b": "2024-03", "c": "2024-03"}


def test_the_language_is_that_of_the_index(tmp_path: Path) -> None:
    with loopback() as server:
        server.replies["/f"] = Reply(200, rss("a"))
        server.replies["/i"] = Reply(200, page(body=INDEX))
        site, _ = made(tmp_path, f"{server.url}/i")
    assert site["site"]["language"] == "de"


def test_what_a_new_list_says_itself_is_in_its_language(tmp_path: Path) -> None:
    with loopback() as server:
        server.replies["/i"] = Reply(200, page(body=INDEX))
        site, _ = made(tmp_path, f"{server.url}/i")
    assert site["kind"] == [
        {"name": "article", "title": "Artikel", "plural": "Artikel", "glyph": "disc"}
    ]
    about = (tmp_path / "content/pages/about.md").read_text(encoding="utf-8")
    assert about.startswith("Diese Liste entsteht von Hand und mit einem Programm: ")


def test_a_language_written_as_a_locale_is_written_as_a_language(tmp_path: Path) -> None:
    index = page(body=INDEX).replace(b"lang=de", b"lang=de_AT")
    with loopback() as server:
        server.replies["/i"] = Reply(200, index)
        site, _ = made(tmp_path, f"{server.url}/i")
    assert site["site"]["language"] == "de-AT"


HEADS = {
    "RSS": (
        b'<rss version="2.0"><channel><title>A</title><link>https://a.example/</link>'
        b"<description>Of &amp;lt;b&amp;gt; things</description><language>de-at</language>"
        b"<item><title>x</title><link>https://a.example/x</link></item></channel></rss>",
        ("de-at", "Of <b> things", "https://a.example/", ""),
    ),
    "Atom": (
        b'<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="fr"><title>A</title>'
        b'<subtitle>Of things</subtitle><link href="https://a.example/"/>'
        b'<link rel="self" href="https://a.example/feed.xml"/><entry><title>x</title>'
        b'<link href="https://a.example/x"/></entry></feed>',
        ("fr", "Of things", "https://a.example/feed.xml", None),
    ),
    "JSON Feed": (
        b'{"version": "https://jsonfeed.org/version/1.1", "title": "A", "language": "pt_BR",'
        b'"description": "Of things", "home_page_url": "https://a.example/",'
        b'"feed_url": "https://a.example/feed.json", "items": [{"id": "1", "title": "x"}]}',
        ("pt-BR", "Of things", "https://a.example/feed.json", None),
    ),
    "a feed that says no more than its title": (rss("x"), ("en", "", None, None)),
    "a language that is none": (
        rss("x").replace(b"<item>", b"<language>of the sea</language><item>"),
        ("en", "", None, None),
    ),
}


@pytest.mark.slow
@pytest.mark.parametrize(("data", "expected"), HEADS.values(), ids=HEADS)
def test_a_saved_feed_says_language_description_and_address(
    tmp_path: Path, data: bytes, expected: tuple[str, str, str | None, str | None]
) -> None:
    (tmp_path / "saved.xml").write_bytes(data)
    site, _ = made(tmp_path / "list", str(tmp_path / "saved.xml"))
    (source,) = site["source"]
    own = site["site"]
    found = (own["language"], own["description"], source.get("url"), source.get("fetch_url"))
    assert found == expected
    built = build(tmp_path / "list/content", tmp_path / "_site", strict=True)
    assert [article.title for article in built.library.timeline.articles] == ["x"]


def test_a_feed_behind_an_address_says_language_and_description(tmp_path: Path) -> None:
    with loopback() as server:
        server.replies["/f"] = Reply(200, HEADS["Atom"][0])
        site, _ = made(tmp_path, f"{server.url}/f")
    assert (site["site"]["language"], site["site"]["description"]) == ("fr", "Of things")
    assert site["source"][0]["url"] == f"{server.url}/f"


def test_opml_without_a_title_is_called_after_no_host(tmp_path: Path) -> None:
    with loopback() as server:
        server.replies["/a"] = Reply(200, rss("a"))
        outline = f'<outline text="A" xmlUrl="{server.url}/a"/>'
        (tmp_path / "feeds.opml").write_text(f"<opml><body>{outline}</body></opml>")
        site, _ = made(tmp_path / "list", str(tmp_path / "feeds.opml"))
    assert (site["site"]["id"], site["site"]["title"]) == ("reading-list", "Reading list")


def test_a_new_list_has_overrides_that_only_their_comments_hold_back(tmp_path: Path) -> None:
    with loopback() as server:
        server.replies["/f"] = Reply(200, rss("a"))
        made(tmp_path, f"{server.url}/f")
    path = tmp_path / "content/overrides.toml"
    assert load_overrides(load_config(tmp_path / "content")) == Overrides()
    lines = path.read_text().splitlines()
    first = next(place for place, line in enumerate(lines) if line.startswith("# [["))
    path.write_text("\n".join(line.removeprefix("# ") for line in lines[first:]))
    overrides = load_overrides(load_config(tmp_path / "content"))
    for table in ("set", "hide", "show", "mention", "same", "not_same", "moved"):
        assert len(getattr(overrides, table)) == 1


def test_several_addresses_make_one_list(tmp_path: Path) -> None:
    with loopback() as server:
        server.replies |= {
            f"/{name}": Reply(200, rss(name, thread=name)) for name in ("x", "y", "z")
        }
        places = [f"{server.url}/{name}" for name in ("x", "y", "z")]
        site, _ = made(tmp_path, *places, title="All of it")
    assert site["site"]["title"] == "All of it"
    assert [source["name"] for source in site["source"]] == ["x", "y", "z"]


OPML = """<?xml version="1.0"?>
<!DOCTYPE opml [<!ENTITY secret SYSTEM "file:///etc/hostname">]>
<opml version="2.0"><head><title>Feeds &amp; more &secret;</title></head><body>
<outline text="Labs"><outline type="rss" text="Lab A" xmlUrl="{0}/a"/>
<outline text="Deep"><outline type="rss" title="Lab B" text="b" xmlUrl="{0}/b"/></outline></outline>
<outline type="rss" xmlUrl="{0}/c"/><outline text="no feed" htmlUrl="{0}/"/>
</body></opml>"""


def test_opml_becomes_feeds_and_its_folders_kinds(tmp_path: Path) -> None:
    with loopback() as server:
        server.replies |= {f"/{name}": Reply(200, rss(name)) for name in "abc"}
        (tmp_path / "feeds.opml").write_text(OPML.format(server.url))
        site, _ = made(tmp_path / "list", str(tmp_path / "feeds.opml"))
        library = read_library(tmp_path / "list/content")
        assert [(one["name"], one["title"], one["url"]) for one in site["source"]] == [
            ("lab-a", "Lab A", f"{server.url}/a"),
            ("lab-b", "Lab B", f"{server.url}/b"),
            ("127-0-0-1", "127.0.0.1", f"{server.url}/c"),
        ]
    assert site["site"]["title"] == "Feeds & more"
    assert [(kind["name"], kind.get("sources")) for kind in site["kind"]] == [
        ("labs", ["lab-a"]),
        ("deep", ["lab-b"]),
        ("article", None),
    ]
    kinds = {article.title: article.kind for article in library.timeline.articles}
    assert kinds == {"a": "labs", "b": "deep", "c": "article"}


def test_an_opml_file_is_read_as_readers_of_feeds_write_it() -> None:
    outlines = (
        '<outline text="Sea"><!-- <outline text="Off" xmlUrl="https://x.example/off"/> -->'
        '<outline text="A" xmlUrl="feed://x.example/a" htmlUrl="https://x.example/"/>'
        '<outline text="B" xmlurl="feed:https://x.example/b"/>'
        '<outline text="Moon"><outline title="A again" xmlUrl="http://x.example/a"/></outline>'
        '<outline text="Not" isComment="true" xmlUrl="https://x.example/not"/></outline>'
        '<outline text="C" xmlUrl="https://x.example/c"/><outline text="D" xmlUrl="mailto:x"/>'
    )
    data = f"<opml><head><title>T &amp; U</title></head><body>{outlines}</body></opml>".encode()
    assert read_opml(data, "feeds.opml") == Subscriptions(
        title="T & U",
        feeds=(
            ListedFeed(url="http://x.example/a", title="A", folder="Sea"),
            ListedFeed(url="https://x.example/b", title="B", folder="Sea"),
            ListedFeed(url="https://x.example/c", title="C"),
        ),
    )


@pytest.mark.parametrize("data", [b"<opml><body/></opml>", b"<opml"])
def test_an_opml_file_without_a_feed_is_told(data: bytes) -> None:
    with pytest.raises(SourceError, match=r"feeds\.opml: lists no feed"):
        read_opml(data, "feeds.opml")


BIBTEX = rb"""
@article{one, title={An {\"O}ffnung of {BERT} \& Co}, author={G{\"o}del, Kurt and others},
  year=2021, month=mar, url={https://x.example/a\_b?c=1\&d=2}, keywords={logic; proof}}
@misc{two, title="Another", author="Ann van der Berg", date={2020-05-06}, doi={10.1000/1_2}}
@book{three, title={No date}, editor={Ed Itor}, abstract={Words.}}
"""


def test_what_cannot_be_read_of_a_file_is_counted_at_once(tmp_path: Path) -> None:
    (tmp_path / "papers.bib").write_text(
        "@misc{a, title={On A, year=2020}\n@misc{b, title={On B}}\n@misc{c, title={On C}}\n"
    )
    _site, said = made(tmp_path / "list", str(tmp_path / "papers.bib"))
    (line,) = [line for line in said if line.startswith("found")]
    assert line == (
        "found      list with 2 entries and 1 problem, which octavo build names: "
        f"{tmp_path / 'papers.bib'}"
    )


def test_files_become_sources_with_their_first_capture(tmp_path: Path) -> None:
    (tmp_path / "papers.bib").write_bytes(BIBTEX)
    (tmp_path / "saved.xml").write_bytes(rss("a"))
    places = [str(tmp_path / name) for name in ("papers.bib", "saved.xml")]
    site, said = made(tmp_path / "list", *places, title="Papers")
    assert sources(site) == [("list", "list", None), ("feed", "feed", None)]
    assert [one["title"] for one in site["source"]] == ["papers.bib (list)", "A thread (feed)"]
    assert f"found      list with 3 entries: {places[0]}" in said
    capture = tmp_path / "list/content/captures/list/2026-05-01T044300Z.bib"
    assert capture.read_bytes() == BIBTEX
    assert not (tmp_path / "list/content/notes").exists()
    built = build(tmp_path / "list/content", tmp_path / "_site", strict=True)
    dated = {a.title: a.date.edtf if a.date else None for a in built.library.timeline.articles}
    assert dated == {
        "An Öffnung of BERT & Co": "2021-03",
        "Another": "2020-05-06",
        "No date": None,
        "a": "2025-03-04",
    }


REFUSED: dict[str, tuple[tuple[str, ...], type[GeneratorError], str]] = {
    "nothing at all": ((), ConfigError, "name at least one address or file"),
    "a file that is not there": (("feeds.OPML",), ConfigError, r"^feeds\.OPML: no such file$"),
    "a file in a folder that is not there": (
        ("saved/missing.bib",),
        ConfigError,
        r"^saved/missing\.bib: no such file$",
    ),
    "no host": (("my papers",), ConfigError, "^my papers: is no file and no http or https URL$"),
    "a path to nothing": (("./here/list",), ConfigError, r"^\./here/list: no such file$"),
    "no address": (("ftp://x.example/",), ConfigError, "is no file and no http or https URL"),
    "a page without anything": (("{}/p",), FetchError, "is no feed, announces none, and is no"),
    "an address that answers nothing": (("{}/404",), FetchError, "answers 404 Not Found"),
    "a file that is nothing known": (
        ("{tmp}/words.txt",),
        ConfigError,
        r"a feed, an index grouped by date, OPML, or a list \(.*bookmarks, .*CSL-JSON",
    ),
    "a list of which nothing can be read": (
        ("{tmp}/cut.bib",),
        ConfigError,
        r"cut\.bib: is BibTeX, but lists nothing .*entry 1 \(line 1, “a”\): cannot be read",
    ),
    "JSON that is no list": (("{tmp}/some.json",), ConfigError, "is none of what is known"),
}


@pytest.mark.parametrize(("places", "error", "message"), REFUSED.values(), ids=REFUSED)
def test_what_makes_no_list_is_told_and_nothing_is_written(
    tmp_path: Path, places: tuple[str, ...], error: type[GeneratorError], message: str
) -> None:
    (tmp_path / "words.txt").write_text("words")
    (tmp_path / "cut.bib").write_text("@article{a, title={")
    dated = [{"date": f"March {day}, 2024", "title": "A", "url": "/a"} for day in (1, 2, 3)]
    (tmp_path / "some.json").write_text(json.dumps(dated, indent=1))
    with loopback() as server:
        server.replies["/p"] = Reply(200, page())
        filled = [place.format(server.url, tmp=tmp_path) for place in places]
        with pytest.raises(error, match=message):
            made(tmp_path / "list", *filled)
    assert not (tmp_path / "list").exists()


def test_a_list_that_is_there_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "content").mkdir()
    (tmp_path / "content/site.toml").write_text("mine")
    with pytest.raises(ConfigError, match="is there already"):
        made(tmp_path, "https://x.example/")
    assert (tmp_path / "content/site.toml").read_text() == "mine"


def test_a_note_holds_any_text() -> None:
    article = ListedArticle(title='"+++" \\ \x7f 𝄞', tags=("a, b", "]"))
    fields = tomllib.loads(note_text(article).split("+++\n", 1)[1].rsplit("+++", 1)[0])
    assert fields == {"title": '"+++" \\ \x7f 𝄞', "tags": ["a, b", "]"]}
