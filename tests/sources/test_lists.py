"""Lists as sources: what a file comes to that is exported again, and our own exports read back."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from functools import partial
from pathlib import Path
from typing import Any, cast

import pytest

from generator.build.pipeline import build, read_library
from generator.build.replay import read_changes
from generator.config.overrides import load_overrides
from generator.config.records import DEFAULT_KINDS, Config, Site, Source
from generator.model.articles import Article, Evidence
from generator.model.entries import Entry
from generator.model.record import PartialDate
from generator.reconcile.dating import STATED_ADDED
from generator.site import Library
from generator.site.articles_json import articles_json_page
from generator.site.catalogue import Catalogue, make_catalogue
from generator.site.exports import all_bibtex, all_csl, all_ris, articles_csv_page
from generator.sources.capture_files import Received
from generator.sources.lists import read_list
from generator.sources.lists.bibtex import read_bibtex
from generator.sources.lists.bookmarks import read_bookmarks
from generator.sources.lists.csl import read_csl
from generator.sources.lists.exports import read_octavo
from generator.sources.lists.item import moment_of
from generator.sources.lists.opml import read_opml
from generator.sources.lists.table import delimiter_of
from generator.text.html import LONGEST_MARKUP
from tests.site.rendering import site_of
from tests.site.sample_library import ARTICLES, make_article, make_library
from tests.test_inputs import SITE, messages, source, written

ROOT = Path(__file__).parents[2]

FIRST = r"""
@article{doe, title = {On {T}ides}, author = {Doe, Jane}, year = 2021, url = {https://a.example/1}}
@article{roe, title = {On Boats}, author = {Roe, John}, year = 2020, doi = {10.1000/2}}
@inproceedings{lind, title = {Introduction}, author = {Lind, Bo}, year = 2019}
@inproceedings{poe, title = {Introduction}, author = {Poe, Cy}, year = 2019}
"""
SECOND = r"""
@article{doe, title = {On {T}ides}, author = {Doe, Jane}, year = 2022, url = {https://a.example/1}}
@inproceedings{lind, title = {Introduction}, author = {Lind, Bo}, year = 2019}
@inproceedings{poe, title = {Introductions}, author = {Poe, Cy}, year = 2019}
@misc{new, title = {New}, url = {https://a.example/new}}
"""


def test_a_bibliography_that_is_exported_again_is_reconciled(tmp_path: Path) -> None:
    content = written(
        tmp_path,
        {
            "site.toml": SITE + source("papers", "list"),
            "captures/papers/2026-01-01.bib": FIRST,
            "captures/papers/2026-02-01.bib": SECOND,
        },
    )
    library = read_library(content)
    assert messages(library) == []
    shown = [
        (
            article.title,
            article.authors,
            article.date.edtf if article.date else None,
            article.date_evidence.rule,
            article.statements[0].missing_since,
        )
        for article in library.timeline.articles
    ]
    gone = PartialDate(year=2026, month=2, day=1)
    assert shown == [
        ("On Tides", ("Jane Doe",), "2022", "list", None),
        ("On Boats", ("John Roe",), "2020", "list", gone),
        ("Introduction", ("Bo Lind",), "2019", "list", None),
        ("Introductions", ("Cy Poe",), "2019", "list", None),
        ("New", (), None, "not stated", None),
    ]
    changes = read_changes(library.config, load_overrides(library.config))
    assert sorted((one.kind, one.label, one.field, one.was, one.value) for one in changes) == [
        ("added", "New", None, None, None),
        ("corrected", "Introductions", "title", "Introduction", "Introductions"),
        ("corrected", "On Tides", "date", "2021", "2022"),
        ("vanished", "On Boats", None, None, None),
    ]


def bookmarks(*links: tuple[str, int | None]) -> str:
    """A browser's bookmarks: the last part of each address, and when it was added."""
    lines = (
        f'<DT><A HREF="https://a.example/{name}"' + (f' ADD_DATE="{at}"' if at else "") + ">T</A>\n"
        for name, at in links
    )
    return f"<!DOCTYPE NETSCAPE-Bookmark-file-1>\n<DL><p>\n{''.join(lines)}</DL>"


FOLDERS = """<!DOCTYPE NETSCAPE-Bookmark-file-1>
<DL><p>
<DT><H3>One</H3><DL><p>
<DT><A HREF="https://a.example/x" ADD_DATE="1650000000">X</A><DD>first
</DL><p>
<DT><H3>Two</H3><DL><p>
<DT><A HREF="http://www.a.example/x/" ADD_DATE="1640000000">X</A><DD>second
<DT><A HREF="https://b.example/x">Once</A>
</DL><p>
<DT><A HREF="https://b.example/x">Once more</A>
<DT><A HREF="https://c.example/x">X</A>
</DL>"""


def test_a_bookmark_is_what_its_address_is(tmp_path: Path) -> None:
    content = written(
        tmp_path,
        {"site.toml": SITE + source("list", "list"), "captures/list/2026-02-01.html": FOLDERS},
    )
    library = read_library(content)
    assert [
        (
            article.url,
            article.title,
            article.tags,
            [note.body_text for note in article.notes],
            len(article.statements),
        )
        for article in sorted(library.timeline.articles, key=lambda one: one.url or "")
    ] == [
        ("https://a.example/x", "X", ("One", "Two"), ["first", "second"], 2),
        ("https://b.example/x", "Once", ("Two",), [], 2),
        ("https://c.example/x", "X", (), [], 1),
    ]


NOTE = '+++\nurl = "https://a.example/noted"\nadded = "2026-01-15"\n+++\n'


def test_an_article_knows_when_it_was_added_and_is_not_dated_by_it(tmp_path: Path) -> None:
    content = written(
        tmp_path / "content",
        {
            "site.toml": SITE + source("one", "list") + source("two", "list") + source("feed"),
            "captures/one/2026-02-01.html": bookmarks(("x", 1650000000), ("bare", None)),
            "captures/one/2026-03-01.html": bookmarks(
                ("later", None), ("x", 1660000000), ("bare", None)
            ),
            "captures/two/2026-02-01.html": bookmarks(("x", 1600000000), ("fed", 1700000000)),
            "captures/feed/2026-02-02.xml": (
                '<rss version="2.0"><channel><title>F</title><item><title>Fed</title>'
                "<link>https://a.example/fed</link><pubDate>05 Mar 2025 12:00:00 GMT</pubDate>"
                "</item></channel></rss>"
            ),
            "notes/noted.md": NOTE,
        },
    )
    library = read_library(content)
    shown = [
        (
            (article.url or "").rpartition("/")[2],
            article.date.edtf if article.date else None,
            article.added.edtf if article.added else None,
            article.evidence.get("added"),
        )
        for article in library.timeline.articles
    ]
    stated = partial(Evidence, rule=STATED_ADDED)
    assert shown == [
        ("fed", "2025-03-05", "2023-11-14", stated(source="two", raw="1700000000")),
        ("later", None, "2026-03-01", None),
        ("bare", None, "2026-02-01", None),
        ("noted", None, "2026-01-15", stated(source="notes", raw="2026-01-15")),
        ("x", None, "2020-09-13", stated(source="two", raw="1600000000")),
    ]
    build(content, tmp_path / "_site")
    page = (tmp_path / "_site/index.html").read_text("utf-8")
    assert re.findall(r"added \d+ \w+ \d+", page) == [
        "added 1 March 2026",
        "added 1 February 2026",
        "added 15 January 2026",
        "added 13 September 2020",
    ]
    assert "added 13 September 2020" in (tmp_path / "_site/a/x/index.html").read_text("utf-8")
    assert "added 14 November" not in (tmp_path / "_site/a/fed/index.html").read_text("utf-8")


@pytest.fixture(scope="module")
def library() -> Library:
    return read_library(ROOT / "tests/data/content")


def read_back(data: bytes, url: str | None = "https://a.example/") -> tuple[Entry, ...]:
    source = Source(name="list", reader="list", title="A list that follows", url=url)
    config = Config(
        folder=".", site=Site(id="a", title="A"), sources=(source,), kinds=DEFAULT_KINDS
    )
    received = Received(
        path="it", file=Path("it"), resource=None, date=PartialDate(year=2026, month=5)
    )
    contents = read_list(data, received, source, config)
    assert contents.problems == ()
    return contents.entries


def fields_of(one: Article | Entry, *fields: str) -> dict[str, Any]:
    date = one.date if isinstance(one, Article) else one.published and one.published.date
    values = {field: getattr(one, field) for field in fields if field != "date"}
    if isinstance(one, Entry) and "added" in fields:
        values["added"] = one.added.date if one.added else None
    return {**values, "date": date.edtf if date else None}


def without_others(authors: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(author.removesuffix(" et al.") for author in authors)


def body_of(page: Any) -> bytes:
    made = page.body()
    return made.encode() if isinstance(made, str) else b"".join(cast("Iterable[bytes]", made))


WHOLE = ("title", "url", "authors", "date", "summary", "tags")
ALL = (*WHOLE, "added")
EXPORTS: dict[str, tuple[Callable[[Catalogue], Iterable[bytes]], tuple[str, ...]]] = {
    "library.bib": (all_bibtex, WHOLE),
    "library.json": (all_csl, WHOLE),
    "articles.json": (
        lambda catalogue: [body_of(articles_json_page(catalogue))],
        ALL,
    ),
    "articles.csv": (lambda catalogue: [body_of(articles_csv_page(catalogue))], ALL),
}


@pytest.mark.parametrize(("export", "fields"), EXPORTS.values(), ids=EXPORTS)
def test_what_a_list_exports_another_reads_to_every_field(
    export: Callable[[Catalogue], Iterable[bytes]], fields: tuple[str, ...], library: Library
) -> None:
    catalogue = make_catalogue(library)
    read = read_back(b"".join(export(catalogue)))
    assert len(read) == 50
    assert [fields_of(entry, *fields) for entry in read] == [
        fields_of(article, *fields) for article in catalogue.articles
    ]


def test_ris_of_a_list_is_read_to_all_that_ris_has_room_for(library: Library) -> None:
    catalogue = make_catalogue(library)
    expected = [
        {
            **fields_of(article, *WHOLE),
            "authors": without_others(article.authors),
        }
        for article in catalogue.articles
    ]
    assert [fields_of(one, *WHOLE) for one in read_back(b"".join(all_ris(catalogue)))] == expected


IMPORTED = r"""
@article{doe2021tides, title = {Tides}, author = {Doe, Jane and {Acme Team} and others},
journal = {Journal of the Sea}, volume = 12, number = 3, pages = {1--9}, publisher = {Press},
year = 2021, url = {https://a.example/tides}, doi = {10.1000/t.1}, pmid = {123},
isbn = {9783161484100}, eprint = {2101.00001}, archiveprefix = {arXiv}, keywords = {a, {b, c}}}
@phdthesis{roe, title = {On Open \textbraceleft{} Boats}, author = {{Roe} and Ana Cruz},
school = {A School}, year = 2020}
"""


@pytest.mark.parametrize("export", [all_bibtex, all_ris, all_csl, "articles.json"])
def test_what_was_imported_is_exported_with_its_type_its_journal_and_its_key(
    export: Callable[[Catalogue], Iterable[bytes]] | str, tmp_path: Path
) -> None:
    content = written(
        tmp_path,
        {"site.toml": SITE + source("list", "list"), "captures/list/2026-01-01.bib": IMPORTED},
    )
    catalogue = make_catalogue(read_library(content))
    whole = export if callable(export) else EXPORTS[export][0]
    read = read_back(b"".join(whole(catalogue)))
    assert [entry.publication for entry in read] == [one.publication for one in catalogue.articles]
    groups_apart = {"Acme Team", "Roe"} if export is all_ris else set()
    assert [entry.name_parts for entry in read] == [
        {name: parts for name, parts in one.name_parts.items() if name not in groups_apart}
        for one in catalogue.articles
    ]


@pytest.mark.slow
@pytest.mark.parametrize("base_url", ["", "https://me.example/list/"])
@pytest.mark.parametrize("name", ["feed.json", "feed.xml", "added.xml"])
def test_the_feeds_of_a_list_are_read_to_every_field(
    name: str, base_url: str, tmp_path: Path
) -> None:
    built = build(ROOT / "tests/data/content", tmp_path / "site", base_url=base_url)
    read = read_back((tmp_path / "site" / name).read_bytes())
    assert len(read) == 50
    expected = [fields_of(article, *ALL) for article in built.library.timeline.articles]
    assert sorted(map(repr, (fields_of(one, *ALL) for one in read))) == sorted(map(repr, expected))


@pytest.mark.parametrize("base_url", ["", "https://me.example/list/"])
@pytest.mark.parametrize("name", ["articles.json", "articles.csv", "feed.json", "feed.xml"])
def test_a_list_of_odd_articles_is_read_to_every_field(name: str, base_url: str) -> None:
    odd = (
        *(article for article in ARTICLES if article.label == article.label.strip()),
        make_article("comma", authors=("Doe, Jane, and others",), tags=("a, b", "c; d", "[e]")),
        make_article("formula", title="=1+1", summary="-@x;=2", tags=("+", "'=")),
        make_article("markup", title="<b>A</b> &amp; B", authors=("The <i>Team</i>",)),
        make_article("opened", title=None, opening="How it begins"),
    )
    file = site_of(make_library(*odd, base_url=base_url))[name].encode()
    # The feeds hold what has a date.
    expected = [fields_of(one, *WHOLE) for one in odd if name.startswith("articles") or one.date]
    read = [fields_of(one, *WHOLE) for one in read_back(file)]
    for one in expected:
        assert one in read
    assert len(read) == len(expected)


@pytest.mark.slow
def test_a_list_md_of_any_length_is_read_back() -> None:
    summary = "x" + " x" * 99
    listed = make_library(
        *(make_article(f"n{n}", f"{2025 - n // 100}", summary=summary) for n in range(600))
    )
    file = site_of(listed)["list.md"].encode()
    assert len(file) > LONGEST_MARKUP
    fields = ("title", "url", "summary")
    assert [fields_of(one, *fields) for one in read_back(file)] == [
        fields_of(one, *fields) for one in listed.timeline.articles
    ]


@pytest.mark.slow
def test_list_md_is_read_to_all_that_stands_in_it(tmp_path: Path) -> None:
    built = build(ROOT / "tests/data/content", tmp_path / "site")
    read = read_back((tmp_path / "site/list.md").read_bytes())
    # A heading names a year or a month: days, and where a range begins, are not there.
    expected = [
        {
            **fields_of(article, "title", "url", "authors", "summary"),
            "date": article.date.place.edtf[:7] if article.date else None,
        }
        for article in built.library.timeline.articles
    ]
    assert [fields_of(one, "title", "url", "authors", "summary") for one in read] == expected
    assert len(read) == 50
    assert {one.note for one in read} == {None}
    assert {one.tags for one in read} == {()}


@pytest.mark.slow
@pytest.mark.parametrize("url", ["https://a.example/", None])
def test_bookmarks_of_a_list_are_read_without_folders_as_tags_or_summaries_as_notes(
    url: str | None, tmp_path: Path
) -> None:
    built = build(ROOT / "tests/data/content", tmp_path / "site")
    read = read_back((tmp_path / "site/bookmarks.html").read_bytes(), url)
    fields = ("title", "url", "summary", "tags", "added")
    expected = [
        {
            **fields_of(article, *fields),
            # No time can stand for a month.
            "added": article.added if article.added and article.added.day else None,
            "date": None,
        }
        for article in built.library.timeline.articles
    ]
    assert [fields_of(one, *fields) for one in read] == expected
    assert {one.note for one in read} == {None}


@pytest.mark.slow
def test_a_list_that_follows_the_feed_of_another_makes_up_no_author_and_no_date(
    tmp_path: Path,
) -> None:
    built = build(
        ROOT / "tests/data/content", tmp_path / "site", base_url="https://me.example/list/"
    )
    fields = ("title", "url", "authors", "tags", "date")
    expected = {article.url: article for article in built.library.timeline.articles}
    for name in ("feed.xml", "feed.json"):
        feed = (tmp_path / "site" / name).read_text("utf-8")
        ending = name.rpartition(".")[2]
        content = written(
            tmp_path / ending,
            {
                "site.toml": SITE + source("other", "feed"),
                f"captures/other/2026-05-01.{ending}": feed,
            },
        )
        read = read_library(content).timeline.articles
        assert len(read) == 50
        assert [one.title for one in read if one.feed_authors] == []
        corrected = {one.url for one in built.library.changes if one.kind == "corrected"}
        assert {one.url for one in read if one.updated} == corrected
        for one in read:
            assert fields_of(one, *fields) == fields_of(expected[one.url], *fields)


NO_TABLES = {
    "a return within the first line": b"url,title\rhttps://example.org/a,A\n",
    "nothing but signs": b"\x02\r\xff},\xff\n",
    "a first line of 200,000 characters": b"url,title" + b"a" * 200_000,
}


@pytest.mark.parametrize("data", NO_TABLES.values(), ids=NO_TABLES)
def test_a_first_line_that_csv_cannot_hold_breaks_no_other_reader(data: bytes) -> None:
    text = data.decode("utf-8", errors="replace")
    assert delimiter_of(text) == ("," if text.startswith("url,title\r") else None)


# month = … → the date of an entry of 2020
MONTHS = {"ja": "2020", "x": "2020", "": "2020", "3": "2020-03", "0": "2020", "13": "2020"}


@pytest.mark.parametrize(("month", "date"), MONTHS.items(), ids=MONTHS)
def test_a_month_that_is_none_leaves_the_year(month: str, date: str) -> None:
    listed = read_bibtex(f"@misc{{a, title={{A}}, year={{2020}}, month={{{month}}}}}", "en")
    assert [item.date for item in listed.items] == [date]


# seconds, thousandths or millionths since 1970 → the time
def test_a_folder_that_every_browser_has_is_no_tag_at_the_top_and_is_one_below() -> None:
    def folder(name: str, inside: str) -> str:
        return f"<DT><H3>{name}</H3><DL><p>{inside}</DL><p>"

    link = '<DT><A HREF="https://e.example/{}">A</A>'
    deep = folder("Bookmarks", folder("Sea", folder("Other Bookmarks", link.format("b"))))
    text = f"<TITLE>Bookmarks</TITLE><DL><p>{folder('Mobile Bookmarks', link.format('a'))}{deep}"
    listed = read_bookmarks(f"{text}</DL>")
    assert [(item.url, item.tags) for item in listed.items] == [
        ("https://e.example/a", ()),
        ("https://e.example/b", ("Sea", "Other Bookmarks")),
    ]


def test_others_are_more_authors_only_at_the_end() -> None:
    names = [{"literal": name} for name in ("Ann Roe", "others", "Bo Lind")]
    people = {"A": names, "B": names[:2]}
    listed = read_csl([{"type": "book", "title": t, "author": people[t]} for t in people])
    assert [item.authors for item in listed.items] == [
        ("Ann Roe", "others", "Bo Lind"),
        ("Ann Roe et al.",),
    ]


def test_a_feed_is_in_the_innermost_folder_of_an_opml_file_that_has_a_name() -> None:
    feeds = [f'<outline xmlUrl="https://{name}.example/"/>' for name in "abc"]
    inner = f'<outline text="Inner">{feeds[1]}<outline>{feeds[2]}</outline></outline>'
    body = f'<body>{feeds[0]}<outline text="Outer">{inner}</outline></body>'
    found = read_opml(f'<opml version="2.0">{body}</opml>'.encode(), "feeds.opml")
    assert [(feed.url, feed.folder) for feed in found.feeds] == [
        ("https://a.example/", None),
        ("https://b.example/", "Inner"),
        ("https://c.example/", "Inner"),
    ]


def test_a_part_of_a_collection_has_the_date_and_the_editors_of_the_whole() -> None:
    """As biblatex writes a date; where it has none of its own."""
    whole = "@proceedings{b, title = {B}, editor = {Bo Lind}, date = {2020-05-04}}"
    parts = "@inbook{a, title = {A}, crossref = {b}} @inbook{c, title = {C}, author = {Ann Roe}, "
    listed = read_bibtex(f"{parts}date = {{2021}}, crossref = {{b}}}} {whole}", "en")
    assert [(item.title, item.date, item.authors) for item in listed.items] == [
        ("A", "2020-05-04", ("Bo Lind",)),
        ("C", "2021", ("Ann Roe",)),
    ]


def test_when_an_entry_was_added_is_said_by_the_field_that_means_it() -> None:
    """JabRef's timestamp may be that of a change."""
    fields = ("date-added = {2020-01-01}", "added-at = {2020-01-02}", "timestamp = {2020-01-03}")
    for number in range(3):
        entry = f"@misc{{a, title = {{A}}, {', '.join(reversed(fields[number:]))}}}"
        [item] = read_bibtex(entry, "en").items
        assert item.added == f"2020-01-0{number + 1}"


MOMENTS = {
    "1600000000": "2020-09-13T12:26:40Z",
    "1600000000000": "2020-09-13T12:26:40Z",
    "1600000000000000": "2020-09-13T12:26:40Z",
    "100000000000": "1973-03-03T09:46:40Z",
    "99999999999": "5138-11-16T09:46:39Z",
    "86400": "1970-01-02T00:00:00Z",
    "86399": None,
    "9" * 18: None,
    "9" * 400: None,
    "inf": None,
    "nan": None,
    "-1": None,
    "²": None,
}


@pytest.mark.parametrize(("seconds", "moment"), MOMENTS.items())
def test_a_number_of_seconds_is_a_time_or_none(seconds: str, moment: str | None) -> None:
    assert moment_of(seconds) == moment


@pytest.mark.parametrize("year", ["²", "9" * 5_000, "2020.5", "-1"])
def test_a_part_of_a_date_in_csl_that_is_no_number_is_none(year: str) -> None:
    record = {"id": "a", "type": "article", "title": "A", "issued": {"date-parts": [[year, 3]]}}
    assert [item.date for item in read_csl([record]).items] == [None]


# the keywords of an item → its tags
KEYWORDS = {
    "a, b": ("a", "b"),
    "a; b, c": ("a", "b, c"),
    "a|b": ("a", "b"),
    "a": ("a",),
    "": (),
}


@pytest.mark.parametrize(("keyword", "tags"), KEYWORDS.items())
def test_keywords_in_csl_are_parted_by_semicolons_else_by_commas(
    keyword: str, tags: tuple[str, ...]
) -> None:
    record = {"id": "a", "type": "article", "title": "A", "keyword": keyword}
    assert [item.tags for item in read_csl([record]).items] == [tags]


def test_a_tag_with_a_comma_is_one_tag_in_every_export(tmp_path: Path) -> None:
    bibtex = "@misc{a, title = {A}, keywords = {x, {Paris, France}}}"
    content = written(
        tmp_path,
        {"site.toml": SITE + source("list", "list"), "captures/list/2026-01-01.bib": bibtex},
    )
    catalogue = make_catalogue(read_library(content))
    for export in (all_bibtex, all_ris, all_csl):
        [entry] = read_back(b"".join(export(catalogue)))
        assert entry.tags == ("x", "Paris, France")


def test_what_an_article_cites_is_read_from_csl_as_crossref_writes_it() -> None:
    cited = [
        {"key": "1", "DOI": "10.1000/A"},
        {"key": "2", "URL": "https://else.example/b", "DOI": "10.1000/b"},
        {"key": "3", "unstructured": "Doe, 1999"},
        {"key": "4", "doi-asserted-by": "crossref", "DOI": "10.1000/a"},
        {"key": "5", "URL": "javascript:alert(1)"},
        "6",
    ]
    record = {"type": "article-journal", "title": "A", "reference": cited}
    found = read_csl([record, {"type": "book", "title": "B", "reference": "none"}])
    assert [item.references for item in found.items] == [
        ("https://doi.org/10.1000/a", "https://else.example/b"),
        (),
    ]
    assert found.not_kept == ()


def test_what_cites_what_in_another_list_is_read_from_its_articles_json() -> None:
    articles = [
        {"id": "a", "url": "https://e.example/a", "references": ["b", "c", "d", 1, "b"]},
        {"id": "b", "url": "https://e.example/b", "references": []},
        {"id": "c", "url": None, "title": "C"},
    ]
    found = read_octavo({"articles": articles})
    assert [item.references for item in found.items] == [("https://e.example/b",), (), ()]
    assert found.not_kept == ()
