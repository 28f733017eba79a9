"""init and add: from addresses and files to a list that builds."""

from __future__ import annotations

import tomllib
from datetime import UTC, datetime
from html import escape
from pathlib import Path
from typing import Any

import pytest

from generator.build.pipeline import build, read_library
from generator.commands.add import add, note_text
from generator.commands.init import init
from generator.errors import ConfigError, FetchError, GeneratorError, OutputError, SourceError
from generator.fetch.sources import Settings
from generator.sources.lists import ListedArticle, ListedFeed, ListFile, read_list
from tests.loopback import Loopback, Reply, loopback

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
        "content/pages/about.md",
        "content/site.toml",
    ]
    built = build(tmp_path / "list/content", tmp_path / "_site", strict=True)
    assert [article.title for article in built.library.timeline.articles] == ["a", "b"]


def test_the_language_is_that_of_the_index(tmp_path: Path) -> None:
    with loopback() as server:
        server.replies["/f"] = Reply(200, rss("a"))
        server.replies["/i"] = Reply(200, page(body=INDEX))
        site, _ = made(tmp_path, f"{server.url}/i")
    assert site["site"]["language"] == "de"


def test_a_language_written_as_a_locale_is_written_as_a_language(tmp_path: Path) -> None:
    index = page(body=INDEX).replace(b"lang=de", b"lang=de_AT")
    with loopback() as server:
        server.replies["/i"] = Reply(200, index)
        site, _ = made(tmp_path, f"{server.url}/i")
    assert site["site"]["language"] == "de-AT"


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


BIBTEX = rb"""
@article{one, title={An {\"O}ffnung of {BERT} \& Co}, author={G{\"o}del, Kurt and others},
  year=2021, month=mar, url={https://x.example/a\_b?c=1\&d=2}, keywords={logic; proof}}
@misc{two, title="Another", author="Ann van der Berg", date={2020-05-06}, doi={10.1000/1_2}}
@book{three, title={No date}, editor={Ed Itor}, year={forthcoming}, abstract={Words.}}
"""
BOOKMARKS = b"""<!DOCTYPE NETSCAPE-Bookmark-file-1><TITLE>Bookmarks</TITLE><DL><p>
<DT><H3>Later</H3><DL><p><DT><A HREF="https://x.example/a" ADD_DATE="1600000000" TAGS="t,u">An A</A>
<DT><A HREF="javascript:alert(1)">No</A></DL></DL>"""
LISTS: dict[str, tuple[bytes, ListFile | None]] = {
    "BibTeX": (
        BIBTEX,
        ListFile(
            articles=(
                ListedArticle(
                    title="An Öffnung of BERT & Co",
                    url="https://x.example/a_b?c=1&d=2",
                    authors=("Kurt Gödel",),
                    date="2021-03",
                    tags=("logic", "proof"),
                ),
                ListedArticle(
                    title="Another",
                    url="https://doi.org/10.1000/1_2",
                    authors=("Ann van der Berg",),
                    date="2020-05-06",
                ),
                ListedArticle(title="No date", authors=("Ed Itor",), summary="Words."),
            )
        ),
    ),
    "bookmarks, whose dates are those of bookmarking": (
        BOOKMARKS,
        ListFile(
            articles=(
                ListedArticle(title="An A", url="https://x.example/a", tags=("t", "u", "Later")),
            )
        ),
    ),
    "OPML": (
        OPML.format("https://x.example").encode(),
        ListFile(
            title="Feeds & more",
            feeds=(
                ListedFeed(url="https://x.example/a", title="Lab A", folder="Labs"),
                ListedFeed(url="https://x.example/b", title="Lab B", folder="Deep"),
                ListedFeed(url="https://x.example/c"),
            ),
        ),
    ),
    "a feed is no list": (rss("a"), None),
    "nor is a page": (page(), None),
}


@pytest.mark.parametrize(("data", "expected"), LISTS.values(), ids=LISTS)
def test_a_list_is_read(data: bytes, expected: ListFile | None) -> None:
    assert read_list(data, "file") == expected


BROKEN_LISTS = {
    "BibTeX that is cut off": (b"@article{a, title={", "is no BibTeX: "),
    "OPML without a feed": (b"<opml><body/></opml>", "lists nothing"),
    "no XML at all": (b"<opml", "lists nothing"),
}


@pytest.mark.parametrize(("data", "message"), BROKEN_LISTS.values(), ids=BROKEN_LISTS)
def test_a_broken_list_is_told(data: bytes, message: str) -> None:
    with pytest.raises(SourceError, match=message):
        read_list(data, "file")


def test_articles_whose_notes_would_have_one_name_get_a_note_each(tmp_path: Path) -> None:
    listed = (
        "@misc{a, title = {One}, url = {https://a.example/log#1.0}}\n"
        "@misc{b, title = {Two}, url = {https://a.example/log#2.0}}\n"
        "@misc{c, title = {Three}, url = {https://b.example/log}}\n"
        "@misc{d, title = {Three again}, url = {http://www.b.example/log/?utm_source=x}}\n"
        "@misc{e, title = {On Gödel}}\n"
        "@misc{f, title = {On Godel}}\n"
    )
    (tmp_path / "papers.bib").write_text(listed, "utf-8")
    made(tmp_path / "list", str(tmp_path / "papers.bib"))
    library = read_library(tmp_path / "list" / "content")
    labels = sorted(article.label for article in library.timeline.articles)
    assert labels == ["On Godel", "On Gödel", "One", "Three", "Two"]


def test_files_become_articles_and_captures(tmp_path: Path) -> None:
    (tmp_path / "papers.bib").write_bytes(BIBTEX)
    (tmp_path / "saved.xml").write_bytes(rss("a"))
    places = [str(tmp_path / name) for name in ("papers.bib", "saved.xml")]
    site, said = made(tmp_path / "list", *places, title="Papers")
    assert sources(site) == [("feed", "feed", None), ("notes", "note", None)]
    assert f"wrote      3 articles to {tmp_path}/list/content/notes" in said
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
    "a path to nothing": (("./here/list",), ConfigError, r"^\./here/list: no such file$"),
    "no address": (("ftp://x.example/",), ConfigError, "is no file and no http or https URL"),
    "a page without anything": (("{}/p",), FetchError, "is no feed, announces none, and is no"),
    "an address that answers nothing": (("{}/404",), FetchError, "answers 404 Not Found"),
    "a file that is nothing known": (("{tmp}/words.txt",), ConfigError, "is none of what is known"),
}


@pytest.mark.parametrize(("places", "error", "message"), REFUSED.values(), ids=REFUSED)
def test_what_makes_no_list_is_told_and_nothing_is_written(
    tmp_path: Path, places: tuple[str, ...], error: type[GeneratorError], message: str
) -> None:
    (tmp_path / "words.txt").write_text("words")
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


def add_from(server: Loopback, content: Path, head: str, kind: str = "text/html") -> str:
    (content / "site.toml").write_text('[site]\nid = "a"\ntitle = "A"\n[[source]]\nname = "notes"\n'
                                       'reader = "note"\ntitle = "Notes"\n')  # fmt: skip
    server.replies["/2025/it"] = Reply(200, page(head), (("Content-Type", kind),))
    path, _ = add(content, f"{server.url}/2025/it", SETTINGS)
    return path.relative_to(content).as_posix()


def test_an_article_is_put_on_the_list_with_what_its_page_says(tmp_path: Path) -> None:
    head = (
        '<meta name="citation_title" content="It"><meta name="citation_author" content="Doe, Jane">'
        '<meta name="citation_publication_date" content="2025/7"><link rel=canonical href="/it">'
        '<meta name="description" content="What &quot;it&quot; is.">'
    )
    with loopback() as server:
        assert add_from(server, tmp_path, head) == "notes/it.md"
        note = (tmp_path / "notes/it.md").read_text()
        assert note == (
            f'+++\ntitle = "It"\nurl = "{server.url}/it"\nauthors = ["Jane Doe"]\n'
            'date = "2025-07"\nsummary = "What \\"it\\" is."\n+++\n'
        )
        with pytest.raises(OutputError, match=r"it\.md: is there already"):
            add_from(server, tmp_path, head)
    library = read_library(tmp_path)
    assert [(a.title, a.authors) for a in library.timeline.articles] == [("It", ("Jane Doe",))]


def test_what_is_no_page_is_put_on_the_list_by_its_address(tmp_path: Path) -> None:
    with loopback() as server:
        add_from(server, tmp_path, "", "application/pdf")
        assert (tmp_path / "notes/2025-it.md").read_text() == (
            f'+++\nurl = "{server.url}/2025/it"\n+++\n'
        )


def test_a_note_holds_any_text() -> None:
    article = ListedArticle(title='"+++" \\ \x7f 𝄞', tags=("a, b", "]"))
    fields = tomllib.loads(note_text(article).split("+++\n", 1)[1].rsplit("+++", 1)[0])
    assert fields == {"title": '"+++" \\ \x7f 𝄞', "tags": ["a, b", "]"]}
