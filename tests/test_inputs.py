"""Several sources at once, the owner's words, and what is broken: from files to articles."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator.build.capture_cache import CaptureCache
from generator.build.pipeline import build, read_library
from generator.errors import GeneratorError
from generator.model.articles import Article
from generator.site import Library

SITE = '[site]\nid = "site"\ntitle = "A Site"\n'


def written(folder: Path, files: dict[str, str | bytes]) -> Path:
    """A content folder that holds these files."""
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode() if isinstance(content, str) else content)
    return folder


def source(name: str, reader: str = "feed", more: str = "") -> str:
    return f'[[source]]\nname = "{name}"\nreader = "{reader}"\ntitle = "Source {name}"\n{more}\n'


def rss(*items: str) -> str:
    return f'<rss version="2.0"><channel><title>F</title>{"".join(items)}</channel></rss>'


def item(title: str, link: str, day: int = 5, more: str = "") -> str:
    date = f"{day:02d} Mar 2025 12:00:00 GMT"
    return f"<item><title>{title}</title><link>{link}</link><pubDate>{date}</pubDate>{more}</item>"


def messages(library: Library) -> list[str]:
    return [f"{problem.where}: {problem.message}" for problem in library.problems]


def only(library: Library) -> Article:
    (article,) = library.timeline.articles
    return article


def test_two_feeds_that_disagree_are_one_article_with_every_statement(tmp_path: Path) -> None:
    first = item("One", "https://example.org/1", 5, "<category>a</category>")
    second = item(
        "One, revised", "http://www.example.org/1/", 6, "<description>Short.</description>"
    )
    content = written(
        tmp_path,
        {
            "site.toml": SITE + source("trusted") + source("other"),
            "captures/trusted/2025-04.xml": rss(first),
            "captures/other/2025-04.xml": rss(second),
        },
    )
    article = only(read_library(content))
    assert (article.title, article.url) == ("One", "https://example.org/1")
    assert article.date is not None
    assert article.date.edtf == "2025-03-05"
    assert (article.summary, article.tags) == ("Short.", ("a",))
    assert [(c.field, c.source, c.value) for c in article.conflicts] == [
        ("date", "other", "2025-03-06"),
        ("title", "other", "One, revised"),
    ]
    assert article.sources == ("trusted", "other")


def test_the_order_of_sources_is_the_order_of_trust(tmp_path: Path) -> None:
    files = {
        "captures/a/2025-04.xml": rss(item("By A", "https://example.org/1")),
        "captures/b/2025-04.xml": rss(item("By B", "https://example.org/1")),
    }
    content = written(tmp_path / "1", {"site.toml": SITE + source("a") + source("b"), **files})
    turned = written(tmp_path / "2", {"site.toml": SITE + source("b") + source("a"), **files})
    assert only(read_library(content)).title == "By A"
    assert only(read_library(turned)).title == "By B"


def test_an_article_known_by_three_urls_is_one_where_the_owner_says_so(tmp_path: Path) -> None:
    urls = ["https://example.org/1", "https://short.example.com/x", "https://mirror.example.net/1"]
    files: dict[str, str | bytes] = {
        f"captures/s{n}/2025-04.xml": rss(item("One", url)) for n, url in enumerate(urls)
    }
    files["site.toml"] = SITE + "".join(source(f"s{n}") for n in range(3))
    content = written(tmp_path, files)
    assert len(read_library(content).timeline.articles) == 3
    same = f'[[same]]\narticles = ["{urls[0]}", "{urls[1]}", "{urls[2]}"]\nreason = "Mirrors."\n'
    written(tmp_path, {"overrides.toml": same})
    article = only(read_library(content))
    assert article.url == urls[0]
    assert [(c.field, c.value) for c in article.conflicts] == [("url", urls[1]), ("url", urls[2])]


def test_ten_threads_stand_in_one_site(tmp_path: Path) -> None:
    files: dict[str, str | bytes] = {
        f"captures/t{n}/2025-04.xml": rss(
            item(f"Of {n}", f"https://t{n}.example.org/1", n + 1),
            item("Updates", f"https://t{n}.example.org/updates", n + 1),
        )
        for n in range(10)
    }
    files["site.toml"] = SITE + "".join(source(f"t{n}") for n in range(10))
    library = read_library(written(tmp_path, files))
    assert len(library.timeline.articles) == 20
    assert len({article.slug for article in library.timeline.articles}) == 20
    assert messages(library) == []


def test_formats_are_mixed_in_one_site(tmp_path: Path) -> None:
    index = '<h2>March 2025</h2><ul><li><a href="https://example.org/1">One</a></li></ul>'
    page = (
        '<html><head><link rel="canonical" href="https://example.org/1"><title>One</title></head>'
        "<body><main><p>All of it.</p></main></body></html>"
    )
    json_feed = (
        '{"version": "https://jsonfeed.org/version/1.1", "title": "F", "items": [{"id": "1", '
        '"url": "https://example.org/1", "title": "One", "date_published": "2025-03-05T12:00Z"}]}'
    )
    content = written(
        tmp_path,
        {
            "site.toml": SITE
            + source("index", "index")
            + source("feed")
            + source("pages", "preview"),
            "captures/index/2025-04.html": index,
            "captures/feed/2025-04.json": json_feed,
            "captures/pages/one/2025-04.html": page,
            "notes/one.md": "---\narticle: https://example.org/1\n---\nRead it.\n",
        },
    )
    with CaptureCache(None, content) as captures:
        article = only(read_library(content, read=captures))
        bodies = dict(captures.bodies)
    assert article.date is not None
    assert (article.date.edtf, article.date_evidence.rule) == ("2025-03-05", "index")
    assert article.date_evidence.refined_by == "feed"
    assert article.preview is not None
    assert article.preview.body is not None
    assert bodies[article.preview.body].words == ("all", "of", "it")
    assert [note.body_text for note in article.notes] == ["Read it."]
    assert article.sources == ("index", "feed", "pages", "notes")


PREVIEWS = {
    "a canonical URL that is the article's joins": (
        "https://example.org/1",
        "Whatever",
        ["One"],
    ),
    "one that is no article's does not, even by the same title": (
        "https://example.org/other",
        "One",
        [],
    ),
    "one that is no article's joins by title where the article has no URL": (
        "https://example.org/other",
        "Unlinked",
        ["Unlinked"],
    ),
    "a title alone joins": (None, "One", ["One"]),
    "a title that two articles have does not": (None, "Twice", []),
    "a title that none has does not": (None, "Nothing", []),
}


@pytest.mark.parametrize(("url", "title", "expected"), PREVIEWS.values(), ids=PREVIEWS)
def test_a_preview_joins_one_article_or_is_a_problem(
    tmp_path: Path, url: str | None, title: str, expected: list[str]
) -> None:
    feed = rss(
        item("One", "https://example.org/1"),
        "<item><title>Unlinked</title></item>",
        item("Twice", "https://example.org/2"),
        item("Twice", "https://example.org/3"),
    )
    link = f'<link rel="canonical" href="{url}">' if url else ""
    page = f"<html><head>{link}<title>{title}</title></head><body><p>Text.</p></body></html>"
    content = written(
        tmp_path,
        {
            "site.toml": SITE + source("feed") + source("pages", "preview"),
            "captures/feed/2025-04.xml": feed,
            "captures/pages/x/2025-04.html": page,
        },
    )
    library = read_library(content)
    assert [a.title for a in library.timeline.articles if a.preview] == expected
    told = [m for m in messages(library) if m.startswith("captures/pages/x/2025-04.html: left out")]
    assert len(told) == (0 if expected else 1)


NOTES = {
    "by URL": ("https://www.example.org/1/", True),
    "by title": ("  one ", True),
    "by the last part of its permalink": ("1", True),
    "by nothing that exists": ("https://example.org/9", False),
    "by a title that two have": ("Twice", False),
}


@pytest.mark.parametrize(("reference", "joins"), NOTES.values(), ids=NOTES)
def test_a_note_is_on_the_one_article_that_it_names(
    tmp_path: Path, reference: str, joins: bool
) -> None:
    feed = rss(
        item("One", "https://example.org/1"),
        item("Twice", "https://example.org/2"),
        item("Twice", "https://example.org/3"),
    )
    content = written(
        tmp_path,
        {
            "site.toml": SITE + source("feed"),
            "captures/feed/2025-04.xml": feed,
            "notes/n.md": f'---\narticle: "{reference}"\n---\nText.\n',
        },
    )
    library = read_library(content)
    noted = [article.url for article in library.timeline.articles if article.notes]
    assert noted == (["https://example.org/1"] if joins else [])
    assert any(m.startswith("notes/n.md: left out") for m in messages(library)) is not joins


def test_a_note_is_an_article_of_its_own_and_dates_what_no_source_dates(tmp_path: Path) -> None:
    content = written(
        tmp_path,
        {
            "site.toml": SITE + source("feed"),
            "captures/feed/2025-04.xml": rss(
                "<item><title>X</title><link>https://x.org/</link></item>"
            ),
            "notes/own.md": "---\ntitle: Mine\ndate: 2025-02\n---\nText.\n",
            "notes/x.md": "---\nurl: https://x.org\ndate: 2025-01-07\n---\nSeen then.\n",
        },
    )
    dated = {
        article.title: (article.date and article.date.edtf, article.date_evidence.rule)
        for article in read_library(content).timeline.articles
    }
    assert dated == {"Mine": ("2025-02", "note"), "X": ("2025-01-07", "note")}


def test_an_editors_hidden_files_are_no_notes(tmp_path: Path) -> None:
    content = written(
        tmp_path,
        {
            "site.toml": SITE + source("feed"),
            "captures/feed/2025-04.xml": rss(item("One", "https://example.org/1")),
            "notes/.#draft.md": "---\ntitle: Hidden\n---\n",
            "notes/.trash/old.md": "---\ntitle: Hidden\n---\n",
            "notes/2025/kept.md": "---\ntitle: Kept\n---\n",
        },
    )
    library = read_library(content)
    assert {article.title for article in library.timeline.articles} == {"One", "Kept"}
    assert messages(library) == []


@pytest.mark.slow
def test_what_is_broken_is_named_and_the_rest_is_built(tmp_path: Path) -> None:
    content = written(
        tmp_path / "content",
        {
            "site.toml": SITE + "".join(source(n) for n in ("good", "empty", "page", "none")),
            "captures/good/2025-04.xml": rss(item("One", "https://example.org/1")),
            "captures/empty/2025-04.xml": b"",
            "captures/page/2025-04.html": "<!doctype html><html><body>404</body></html>",
            "captures/good/today.xml": rss(),
            "notes/broken.md": "---\ntitel: x\n---\n",
            "overrides.toml": '[[hide]]\narticle = "https://example.org/9"\nreason = "Gone."\n',
        },
    )
    library = build(content, tmp_path / "out").library
    assert [article.title for article in library.timeline.articles] == ["One"]
    said = messages(library)
    for start in (
        "captures/empty/2025-04.xml: the file is empty",
        "captures/page/2025-04.html: a web page, no feed",
        "captures/none: no captures yet",
        "captures/good/today.xml: not read: ",
        'notes/broken.md: not read: unknown key "titel"; did you mean "title"?',
        "overrides.toml:1: names nothing",
    ):
        assert any(message.startswith(start) for message in said), start
    assert len(said) == 6


def test_a_broken_newer_capture_leaves_what_the_older_one_held(tmp_path: Path) -> None:
    content = written(
        tmp_path,
        {
            "site.toml": SITE + source("feed"),
            "captures/feed/2025-04.xml": rss(item("One", "https://example.org/1")),
            "captures/feed/2025-05.xml": b"<rss><channel><item><title>One</ti",
            "captures/feed/2025-06.xml": b"",
        },
    )
    library = read_library(content)
    assert any(article.title == "One" for article in library.timeline.articles)
    assert all(s.missing_since is None for a in library.timeline.articles for s in a.statements)


def test_with_every_source_broken_the_last_good_site_stays(tmp_path: Path) -> None:
    content = written(
        tmp_path / "content",
        {
            "site.toml": SITE + source("feed") + source("index", "index"),
            "captures/feed/2025-04.xml": rss(item("One", "https://example.org/1")),
            "captures/index/2025-04.html": "<h2>March 2025</h2><a href='https://example.org/1'>One</a>",
        },
    )
    output = tmp_path / "out"
    build(content, output)
    before = {path: path.read_bytes() for path in output.rglob("*") if path.is_file()}
    written(content, {"captures/feed/2025-04.xml": b"", "captures/index/2025-04.html": b"<p>No"})
    with pytest.raises(GeneratorError) as refusal:
        build(content, output)
    assert "captures/feed/2025-04.xml: the file is empty" in str(refusal.value)
    assert "captures/index/2025-04.html: no date that can be read" in str(refusal.value)
    assert {path: path.read_bytes() for path in output.rglob("*") if path.is_file()} == before


def test_with_no_capture_at_all_nothing_is_built(tmp_path: Path) -> None:
    content = written(tmp_path / "content", {"site.toml": SITE + source("feed")})
    with pytest.raises(GeneratorError, match="captures/feed: no captures yet"):
        build(content, tmp_path / "out")
    assert not (tmp_path / "out").exists()


@pytest.mark.slow
def test_a_site_in_another_language_and_direction(tmp_path: Path) -> None:
    content = written(
        tmp_path / "content",
        {
            "site.toml": SITE + 'language = "ar"\n' + source("index", "index"),
            "captures/index/2025-04.html": (
                "<h2>مارس ٢٠٢٥</h2><ul><li><a href='https://example.org/1'>أول</a></li></ul>"
            ),
            "templates/strings.toml": '[ar]\ndirection = "rtl"\ntimeline = "الجدول"\n',
        },
    )
    build(content, tmp_path / "out")
    html = (tmp_path / "out/a/1/index.html").read_text("utf-8")
    assert '<html lang="ar" dir="rtl">' in html
    assert "الجدول" in html
    assert ">مارس 2025</time>" in html
    assert '<h1 dir="auto">أول</h1>' in html


@pytest.mark.slow
def test_the_owners_words_stand_on_the_page_as_the_owners(tmp_path: Path) -> None:
    audio = '<enclosure url="https://example.org/1.mp3" length="1200" type="audio/mpeg"/>'
    content = written(
        tmp_path / "content",
        {
            "site.toml": SITE + source("feed"),
            "captures/feed/2025-04.xml": rss(item("مقالة", "https://example.org/1", 5, audio)),
            "notes/n.md": "---\narticle: https://example.org/1\ntitle: Why\n---\n"
            "Because.[^1]\n\n[^1]: So.",
        },
    )
    build(content, tmp_path / "out")
    html = (tmp_path / "out/a/1/index.html").read_text("utf-8")
    assert '<h1 dir="auto">مقالة</h1>' in html
    notes = html[html.index('id="notes"') :]
    assert "The words of this list’s owner" in notes
    assert '<b dir="auto">Why</b>' in notes
    assert '<a href="#note-n-fn:1">' in notes
    assert 'href="https://example.org/1.mp3"' in html


def test_entries_of_text_alone_are_articles_and_stay_the_same_over_captures(
    tmp_path: Path,
) -> None:
    text = "<item><description>{}</description><pubDate>0{} Mar 2025 12:00:00 GMT</pubDate></item>"
    rain, snow = text.format("Rain fell.", 5), text.format("Snow fell.", 6)
    content = written(
        tmp_path,
        {
            "site.toml": SITE + source("feed"),
            "captures/feed/2025-04.xml": rss(rain),
            "captures/feed/2025-05.xml": rss(snow, rain),
        },
    )
    library = read_library(content)
    assert [article.label for article in library.timeline.articles] == ["Snow fell.", "Rain fell."]
    assert [article.slug for article in library.timeline.articles] == ["snow-fell", "rain-fell"]


def test_texts_that_begin_alike_are_as_many_articles_as_there_are_texts(tmp_path: Path) -> None:
    same = "<item><description>Rain again.</description></item>"
    content = written(
        tmp_path, {"site.toml": SITE + source("feed"), "captures/feed/2025-04.xml": rss(same, same)}
    )
    labels = [article.label for article in read_library(content).timeline.articles]
    assert labels == ["Rain again.", "Rain again."]


def test_how_a_text_without_spaces_begins_is_not_cut_back_to_the_first_one(tmp_path: Path) -> None:
    text = f"<item><description>今日 {'雨' * 200}</description></item>"
    content = written(
        tmp_path, {"site.toml": SITE + source("feed"), "captures/feed/2025-04.xml": rss(text)}
    )
    assert only(read_library(content)).label == f"今日 {'雨' * 77} …"


def test_a_title_of_another_source_stands_before_how_a_text_begins(tmp_path: Path) -> None:
    link = "<link>https://example.org/1</link>"
    alone = f"<item>{link}<description>Rain fell.</description></item>"
    content = written(
        tmp_path,
        {
            "site.toml": SITE + source("alone") + source("titled"),
            "captures/alone/2025-04.xml": rss(alone),
            "captures/titled/2025-04.xml": rss(item("On rain", "https://example.org/1")),
        },
    )
    article = only(read_library(content))
    assert (article.label, article.opening) == ("On rain", None)
