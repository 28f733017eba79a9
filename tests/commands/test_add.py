"""add: articles, feeds, index pages, DOIs, files and what is piped in, put on a list that lives."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from generator.build.pipeline import build, read_library
from generator.commands.add import ArticleArguments, Counts, add
from generator.errors import ConfigError
from generator.fetch.discover import Place, Resolvers, place_of
from generator.fetch.sources import Settings
from generator.model.articles import Article
from generator.model.record import PartialDate
from tests.command_line import Octavo
from tests.loopback import Loopback, Reply, loopback

SITE = """\
# My list.

[site]
id = "mine"
title = "Mine"

[[source]]
name = "feed"
reader = "feed"
title = "the feed"      # trusted most

# Kinds: the last takes the rest.

[[kind]]
name = "paper"
title = "Paper"
plural = "Papers"
hosts = ["papers.example"]

[[kind]]
name = "article"
title = "Article"
plural = "Articles"
"""


def rss(*titles: str, thread: str = "A thread") -> bytes:
    items = "".join(
        f"<item><title>{title}</title><link>https://thread.example/{title}</link>"
        "<pubDate>Tue, 04 Mar 2025 09:00:00 GMT</pubDate></item>"
        for title in titles
    )
    return (f'<rss version="2.0"><channel><title>{thread}</title>{items}</channel></rss>').encode()


def page(head: str = "", body: str = "<p>Words.") -> bytes:
    return f"<!doctype html><html><head><title>A page</title>{head}<body>{body}".encode()


ARTICLE = page(
    '<meta name="citation_title" content="It"><meta name="citation_author" content="Doe, Jane">'
    '<meta name="citation_publication_date" content="2025/7">'
    '<link rel="alternate" type="application/rss+xml" href="/feed.xml">'
    '<meta name="description" content="What &quot;it&quot; is.">'
)
INDEX = page(
    body="".join(
        f'<h2>{month} 2025</h2><ul><li><a href="/{month}">Of {month}</a></ul>'
        for month in ("March", "April", "May")
    )
)
BIBTEX = b"@misc{one, title={One}, url={https://x.example/1}}\n"
MORE = BIBTEX + b"@misc{two, title={Two}, doi={10.1000/2}}\n@misc{three, title={Three}}\n"
FEED_CAPTURE = "content/captures/feed/2026-04-01.xml"


@pytest.fixture(autouse=True)
def _list(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A list of one feed, called content/ from where the test stands."""
    monkeypatch.chdir(tmp_path)
    Path(FEED_CAPTURE).parent.mkdir(parents=True)
    Path(FEED_CAPTURE).write_bytes(rss("a"))
    Path("content/site.toml").write_text(SITE)


@pytest.fixture
def server() -> Iterator[Loopback]:
    with loopback() as running:
        yield running


class Told(list[str]):
    """What was said, and what came of it."""

    counts: Counts


def added(
    *whats: str,
    given: ArticleArguments | None = None,
    piped: bytes = b"",
    resolvers: Resolvers | None = None,
    day: int = 1,
) -> Told:
    told = Told()
    settings = Settings(
        allow_loopback=True,
        now=datetime(2026, 5, day, 4, 43, tzinfo=UTC),
        sleep=lambda _: None,
        say=told.append,
    )
    content = Path("content")
    told.counts = add(content, whats, settings, given, standard_input=piped, resolvers=resolvers)
    return told


def listed() -> dict[str, Article]:
    """The articles after a strict build, by title or else address."""
    built = build(Path("content"), Path("_site"), strict=True)
    return {one.label: one for one in built.library.timeline.articles}


def sources() -> list[dict[str, Any]]:
    tables: list[dict[str, Any]] = tomllib.loads(Path("content/site.toml").read_text())["source"]
    return tables


def test_an_article_becomes_a_note_with_what_its_page_says(server: Loopback) -> None:
    server.replies["/2025/it"] = Reply(200, ARTICLE)
    url = f"{server.url}/2025/it"
    told = added(url)
    assert told == ["new        It → content/notes/2025-it.md"]
    assert Path("content/notes/2025-it.md").read_text() == (
        f'+++\ntitle = "It"\nurl = "{url}"\nauthors = ["Jane Doe"]\n'
        'date = "2025-07"\nsummary = "What \\"it\\" is."\nadded = "2026-05-01"\n+++\n'
    )
    article = listed()["It"]
    assert (article.authors, article.added) == (
        ("Jane Doe",),
        PartialDate(year=2026, month=5, day=1),
    )
    again = added(f"{url}/?utm_source=x")
    assert again == [f"known      {url}/?utm_source=x: “It” is on the list"]
    assert (again.counts, server.paths) == (Counts(known=1), ["/2025/it"])


def test_what_a_source_lists_is_known(server: Loopback) -> None:
    told = added("https://thread.example/a", "www.thread.example/a/")
    assert told.counts == Counts(known=2)
    assert told[1] == "known      www.thread.example/a/: “a” is on the list"
    assert not Path("content/notes").exists()


def test_what_is_no_page_is_listed_by_its_address(server: Loopback) -> None:
    server.replies["/it.pdf"] = Reply(200, b"%PDF-1.7", (("Content-Type", "application/pdf"),))
    added(f"{server.url}/it.pdf")
    assert Path("content/notes/it.md").read_text() == (
        f'+++\nurl = "{server.url}/it.pdf"\nadded = "2026-05-01"\n+++\n'
    )


def test_what_the_owner_says_counts_for_more_than_the_page(server: Loopback) -> None:
    server.replies["/2025/it"] = Reply(200, ARTICLE)
    given = ArticleArguments(
        title="Mine", date="2024", tags=("a", "b"), kind="paper", words="Read **it**."
    )
    assert added(f"{server.url}/2025/it", given=given).counts == Counts(new=1)
    article = listed()["Mine"]
    assert (article.date, article.tags, article.kind) == (
        PartialDate(year=2024),
        ("a", "b"),
        "paper",
    )
    assert [note.body_text for note in article.notes] == ["Read it."]


def no_server() -> str:
    with loopback() as gone:
        return gone.url


@pytest.mark.parametrize("path", ["/403", "/404", "/robots", "gone"])
def test_a_page_that_refuses_is_listed_with_a_title(server: Loopback, path: str) -> None:
    server.replies |= {"/403": Reply(403), "/404": Reply(404)}
    if path == "/robots":
        server.replies["/robots.txt"] = Reply(200, b"User-agent: *\nDisallow: /")
    url = f"{no_server()}/x" if path == "gone" else server.url + path
    told = added(url)
    assert told.counts == Counts(refused=1)
    assert told[0].startswith(f"refused    {url}: ")
    assert told[0].endswith("; with --title it is put on the list all the same")
    assert not Path("content/notes").exists()
    told = added(url, given=ArticleArguments(title="Gone", date="2019", tags=("lost",)))
    assert told.counts == Counts(new=1)
    assert told[0].startswith(f"warning    {url}: ")
    article = listed()["Gone"]
    assert (article.url, article.date, article.tags) == (url, PartialDate(year=2019), ("lost",))


def test_a_feed_becomes_the_last_source_and_is_fetched_at_once(server: Loopback) -> None:
    server.replies["/feed"] = Reply(200, rss("a", "b", thread="Other"))
    told = added(f"{server.url}/feed")
    assert told.counts == Counts(new=1, known=1)
    assert told == [
        "wrote      content/site.toml: the source “other”, Other (feed)",
        "changed    other: 2 entries: 2 new → captures/other/2026-05-01T044300Z.xml",
    ]
    new = '[[source]]\nname = "other"\nreader = "feed"\ntitle = "Other (feed)"\n'
    new += f'url = "{server.url}/feed"\n'
    head, tail = SITE.split("\n# Kinds:")
    assert Path("content/site.toml").read_text() == f"{head}\n{new}\n# Kinds:{tail}"
    assert listed().keys() == {"a", "b"}
    assert added(f"{server.url}/feed").counts == Counts(known=1)
    assert len(sources()) == 2


def test_a_feed_that_cannot_be_fetched_is_said(server: Loopback) -> None:
    server.replies["/feed"] = [Reply(200, rss("b")), Reply(500)]
    told = added(f"{server.url}/feed")
    assert told.counts == Counts(refused=1)
    assert "500 Internal Server Error" in told[-1]


def test_an_index_page_becomes_a_source(server: Loopback) -> None:
    server.replies["/talks/"] = Reply(200, INDEX)
    assert added(f"{server.url}/talks/").counts == Counts(new=3)
    assert [one["reader"] for one in sources()] == ["feed", "index"]
    assert listed().keys() == {"a", "Of March", "Of April", "Of May"}


def test_an_article_that_lists_others_by_date_is_one_article(server: Loopback) -> None:
    dated = '<meta name="citation_publication_date" content="2025/7">'
    server.replies["/it"] = Reply(200, INDEX.replace(b"<body>", f"{dated}<body>".encode()))
    assert added(f"{server.url}/it").counts == Counts(new=1)
    assert listed().keys() == {"a", "A page"}


def test_the_owner_says_whether_it_is_an_article_or_a_source(server: Loopback) -> None:
    server.replies |= {"/talks/": Reply(200, INDEX), "/it": Reply(200, ARTICLE)}
    server.replies["/feed.xml"] = Reply(200, rss("z"))
    assert added(f"{server.url}/talks/", given=ArticleArguments(is_article=True)).counts == Counts(
        new=1
    )
    assert "A page" in listed()
    assert added(f"{server.url}/it", given=ArticleArguments(is_source=True)).counts == Counts(new=1)
    assert sources()[-1]["url"] == f"{server.url}/feed.xml"


def test_the_first_page_of_a_site_is_its_feed(server: Loopback) -> None:
    server.replies |= {"/": Reply(200, ARTICLE), "/feed.xml": Reply(200, rss("z", thread="Z"))}
    assert added(server.url).counts == Counts(new=1)
    assert sources()[-1] == {
        "name": "z",
        "reader": "feed",
        "title": "Z (feed)",
        "url": f"{server.url}/feed.xml",
    }


CSL = {
    "type": "article-journal",
    "title": "Of <i>Tides</i>",
    "author": [{"given": "Ann", "family": "Roe"}],
    "issued": {"date-parts": [[2021, 3]]},
    "DOI": "10.1000/Tides",
}


def test_a_doi_is_asked_of_its_registry_and_an_arxiv_id_of_its_page(server: Loopback) -> None:
    server.replies |= {
        "/doi/10.1000/Tides": Reply(302, headers=(("Location", "/csl"),)),
        "/csl": Reply(200, json.dumps(CSL).encode()),
        "/abs/2301.00001v2": Reply(200, ARTICLE),
    }
    resolvers = Resolvers(doi=f"{server.url}/doi/", arxiv=f"{server.url}/abs/")
    told = added("doi:10.1000/Tides", "arXiv:2301.00001v2", resolvers=resolvers)
    assert told.counts == Counts(new=2)
    assert "csl+json" in server.asked[1].headers["accept"]
    work, paper = listed()["Of Tides"], listed()["It"]
    assert (work.url, work.authors) == ("https://doi.org/10.1000/Tides", ("Ann Roe",))
    assert work.date == PartialDate(year=2021, month=3)
    assert paper.url == "https://arxiv.org/abs/2301.00001v2"
    again = added("10.1000/tides", "https://arxiv.org/pdf/2301.00001", resolvers=resolvers)
    assert again.counts == Counts(known=2)


def test_a_doi_that_only_a_page_answers_keeps_its_address(server: Loopback) -> None:
    server.replies["/doi/10.1000/x"] = Reply(200, ARTICLE)
    added("10.1000/x", resolvers=Resolvers(doi=f"{server.url}/doi/"))
    assert listed()["It"].url == "https://doi.org/10.1000/x"


def test_a_bibliography_becomes_a_source_and_its_next_export_one_more_capture() -> None:
    Path("papers.bib").write_bytes(BIBTEX)
    assert added("papers.bib").counts == Counts(new=1)
    assert sources()[-1] == {"name": "papers-bib", "reader": "list", "title": "papers.bib (list)"}
    assert added("papers.bib", day=2).counts == Counts(known=1)
    Path("papers.bib").write_bytes(MORE)
    told = added("papers.bib", day=3)
    capture = "content/captures/papers-bib/2026-05-03T044300Z.bib"
    assert told == [f"kept       papers-bib: 3 entries → {capture}"]
    assert told.counts == Counts(new=2, known=1)
    assert sorted(path.name for path in Path(capture).parent.iterdir()) == [
        "2026-05-01T044300Z.bib",
        "2026-05-03T044300Z.bib",
    ]
    assert Path(capture).read_bytes() == MORE
    assert listed().keys() == {"a", "One", "Two", "Three"}
    assert len(sources()) == 2


def test_what_cannot_be_read_of_a_file_is_counted_at_once() -> None:
    Path("papers.bib").write_text("@misc{a, title={On A, year=2020}\n@misc{b, title={On B}}\n")
    capture = "content/captures/papers-bib/2026-05-01T044300Z.bib"
    assert added("papers.bib")[-1] == (
        f"kept       papers-bib: 1 entry and 1 problem, which octavo build names → {capture}"
    )


def test_another_file_of_the_same_name_is_another_source() -> None:
    for folder, numbers in (("mine", "123"), ("yours", "456"), ("mine/later", "1237")):
        Path(folder).mkdir()
        lines = "".join(f"https://{number}.example/\n" for number in numbers)
        Path(folder, "links.txt").write_text(lines)
    assert added("mine/links.txt", "yours/links.txt").counts == Counts(new=6)
    assert [one["name"] for one in sources()] == ["feed", "links-txt", "links-txt-2"]
    assert added("mine/later/links.txt", day=2).counts == Counts(new=1, known=3)
    captures = [path.parent.name for path in sorted(Path("content/captures/").glob("links*/*"))]
    assert captures == ["links-txt", "links-txt", "links-txt-2"]


def test_a_saved_feed_becomes_a_source_that_is_not_fetched() -> None:
    Path("feed.xml").write_bytes(rss("b", thread="B"))
    assert added("feed.xml").counts == Counts(new=1)
    assert listed().keys() == {"a", "b"}


def test_opml_becomes_a_source_a_feed(server: Loopback) -> None:
    server.replies |= {"/x": Reply(200, rss("x")), "/y": Reply(404)}
    outlines = "".join(f'<outline text="{n}" xmlUrl="{server.url}/{n}"/>' for n in "xy")
    Path("feeds.opml").write_text(
        f'<opml><body><outline text="F">{outlines}</outline></body></opml>'
    )
    told = added("feeds.opml")
    assert told.counts == Counts(new=1, refused=1)
    assert told[0].startswith("note       folders of feeds.opml are not kept")
    assert [one["name"] for one in sources()] == ["feed", "x", "y"]
    assert added("feeds.opml").counts == Counts(known=2)


def test_lines_that_are_piped_in_are_added_one_by_one(server: Loopback) -> None:
    server.replies |= {"/it": Reply(200, ARTICLE), "/doi/10.1000/x": Reply(200, page())}
    lines = f"# mine\n{server.url}/it\n\n10.1000/x\nhttps://thread.example/a\n{server.url}/no\n"
    resolvers = Resolvers(doi=f"{server.url}/doi/")
    told = added("-", piped=lines.encode(), resolvers=resolvers)
    assert told.counts == Counts(new=2, known=1, refused=1)
    assert listed().keys() == {"a", "It", "A page"}


def test_a_bibliography_that_is_piped_in_is_a_source_each_time() -> None:
    assert added("-", piped=BIBTEX).counts == Counts(new=1)
    assert added("-", piped=BIBTEX, day=2).counts == Counts(known=1)
    assert added("-", piped=MORE, day=2).counts == Counts(new=2, known=1)
    assert [one["name"] for one in sources()] == ["feed", "standard-input", "standard-input-2"]
    assert listed().keys() == {"a", "One", "Two", "Three"}


def test_a_list_without_entries_can_be_added_to(server: Loopback) -> None:
    Path(FEED_CAPTURE).unlink()
    server.replies["/it"] = Reply(200, ARTICLE)
    assert added(f"{server.url}/it").counts == Counts(new=1)
    library = read_library(Path("content"))
    assert [article.title for article in library.timeline.articles] == ["It"]


def test_a_note_is_written_where_the_list_reads_its_notes(server: Loopback) -> None:
    Path("content/words").mkdir()
    source = '[[source]]\nname = "own"\nreader = "note"\ntitle = "Mine"\ncaptures = "words"\n'
    Path("content/site.toml").write_text(f"{SITE}\n{source}")
    server.replies["/it"] = Reply(200, ARTICLE)
    added(f"{server.url}/it")
    assert Path("content/words/it.md").is_file()


PLACES = {
    "10.1000/182": ("https://doi.org/10.1000/182", True),
    "DOI: 10.1000/a(b)": ("https://doi.org/10.1000/a(b)", True),
    "https://dx.doi.org/10.1000/182": ("https://doi.org/10.1000/182", True),
    "2301.00001": ("https://arxiv.org/abs/2301.00001", True),
    "arXiv:math.GT/0309136v1": ("https://arxiv.org/abs/math.GT/0309136v1", True),
    "hep-th/9901001": ("https://arxiv.org/abs/hep-th/9901001", True),
    "example.org/feed.xml": ("https://example.org/feed.xml", False),
    "http://wiki/feed.xml": ("http://wiki/feed.xml", False),
    "localhost:8000/x": ("https://localhost:8000/x", False),
    "bücher.example/x": ("https://bücher.example/x", False),
}


@pytest.mark.parametrize(("what", "expected"), PLACES.items(), ids=list(PLACES))
def test_what_is_typed_is_an_address(what: str, expected: tuple[str, bool]) -> None:
    place = place_of(what)
    assert (place.url, place.is_work, place.file) == (*expected, None)


NO_PLACES = {
    "feed.xml": "feed.xml: no such file",
    "papers.bib": "papers.bib: no such file",
    "saved/papers.bib": "saved/papers.bib: no such file",
    "../x": "../x: no such file",
    "..": "..: is a folder; name the files in it",
    "./": "./: is a folder; name the files in it",
    "C:\\x\\papers.bib": "no such file",
    "my papers.bib": "no such file",
    "words": "is no file and no http or https URL",
    "a b.example": "is no file and no http or https URL",
    "x" * 300: "is no file and no http or https URL",
    "ftp://x.example/": "is no file and no http or https URL",
    f"https://{'x' * 64}.example/": "is no file and no http or https URL",
    "https://xn--\u00fc.example/": "is no file and no http or https URL",
    "": "is no file and no http or https URL",
}


@pytest.mark.parametrize(("what", "message"), NO_PLACES.items(), ids=range(len(NO_PLACES)))
def test_what_is_no_place_is_said_without_asking_anybody(what: str, message: str) -> None:
    told = added(what)
    assert told.counts == Counts(refused=1)
    assert told[0].endswith(message)
    assert "idna" not in told[0]


def test_a_file_that_is_there_is_one_whatever_it_is_called() -> None:
    Path("10.1000").mkdir()
    Path("10.1000/x").write_bytes(BIBTEX)
    assert place_of("10.1000/x") == Place(what="10.1000/x", file=Path("10.1000/x"))


WRONG: dict[str, tuple[tuple[str, ...], int, str]] = {
    "nothing": ((), 2, "Missing argument 'WHAT...'"),
    "no date": (("https://x.example/", "--date", "99"), 1, '--date: "99" is no date'),
    "no kind": (("https://x.example/", "--kind", "papr"), 1, 'did you mean "paper"?'),
    "one title for two": (("a.example", "b.example", "--title", "x"), 2, "are for one article"),
    "a title for a source": (("a.example", "--source", "--title", "x"), 2, "is for no article"),
    "a title for a file": (("papers.bib", "--title", "x"), 1, "papers.bib: is a file; --title and"),
    "a file of nothing": (("words.txt",), 1, "words.txt: is none of what is known"),
    "broken JSON": (("cut.json",), 1, "as JSON: Input data was truncated"),
    "an empty standard input": (("-",), 1, "standard input: is empty"),
}


@pytest.mark.parametrize(("arguments", "status", "message"), WRONG.values(), ids=WRONG)
def test_what_is_wrong_is_said_and_nothing_is_written(
    octavo: Octavo, arguments: tuple[str, ...], status: int, message: str
) -> None:
    Path("papers.bib").write_bytes(BIBTEX)
    Path("words.txt").write_text("words")
    Path("cut.json").write_text('[{"title": "Buoys"},')
    ran = octavo("add", *arguments)
    assert (ran.status, ran.out, message in ran.err) == (status, "", True), ran.err
    assert Path("content/site.toml").read_text() == SITE
    assert not Path("content/notes").exists()


@pytest.mark.parametrize("name", ["site.toml", "overrides.toml"])
def test_a_broken_file_is_never_overwritten(octavo: Octavo, name: str) -> None:
    Path("papers.bib").write_bytes(BIBTEX)
    Path("content", name).write_text("[[set\n")
    ran = octavo("add", "papers.bib")
    assert (ran.status, ran.out) == (1, "")
    assert f"content/{name}:1: " in ran.err
    assert Path("content", name).read_text() == "[[set\n"
    assert not Path("content/captures/papers-bib").exists()


def test_how_much_was_new_known_and_refused_is_said(octavo: Octavo, server: Loopback) -> None:
    server.replies["/it"] = Reply(200, ARTICLE)
    Path("papers.bib").write_bytes(MORE)
    whats = (f"{server.url}/it", "papers.bib", "https://thread.example/a", "no.bib")
    ran = octavo("add", "--allow-loopback", *whats)
    assert (ran.status, ran.out) == (3, "")
    assert ran.err.splitlines()[-1] == "added      4 new, 1 known, 1 refused"
    assert "refused    no.bib: no such file" in ran.err


def test_a_site_toml_that_cannot_be_used_stops_it_at_once() -> None:
    Path("content/site.toml").write_text('[site]\nid = "a"\n')
    with pytest.raises(ConfigError, match="title"):
        added("https://x.example/")
