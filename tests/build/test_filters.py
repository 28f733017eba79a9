"""What of a source is shown: whole builds of small feeds with filters, and what is told of them."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from bs4 import BeautifulSoup

from generator.build.pipeline import build, read_library
from generator.commands.check import check
from generator.commands.why import why, why_record
from generator.errors import ConfigError
from generator.site import Library
from tests.making_feeds import content, item, rss

POSTS = {
    "On attention": ("2023-05-01", "Ann Roe", ("ML",), "How heads attend."),
    "On bread": ("2024-02-03", "Bo Lind", ("Food", "ml"), "How dough rises."),
    "Podcast 7": ("2024-06-09", "Ann Roe", ("Audio",), "We talk about attention."),
    "Machine learning in C++": ("2025-01-01", "Cleo Poe", ("ML", "Code"), "No summary."),
    "A note": (None, "Ann Roe", (), "Of no day."),
}
ALL = ["Machine learning in C++", "Podcast 7", "On bread", "On attention", "A note"]


def url(title: str) -> str:
    return f"https://blog.example/{list(POSTS).index(title)}"


def post(title: str) -> str:
    day, author, tags, summary = POSTS[title]
    more = f"<dc:creator>{author}</dc:creator><description>{summary}</description>"
    more += "".join(f"<category>{tag}</category>" for tag in tags)
    more += f"<dc:date>{day}</dc:date>" if day else ""
    return item(title, url(title), url(title), more=more)


def feed(*titles: str) -> str:
    begun = rss(*map(post, titles or POSTS))
    return begun.replace("<rss", '<rss xmlns:dc="http://purl.org/dc/elements/1.1/"', 1)


def site(filters: str, reader: str = "feed") -> str:
    return (
        '[site]\nid = "list"\ntitle = "List"\n[[source]]\nname = "blog"\ntitle = "The Blog"\n'
        f'reader = "{reader}"\n{filters}\n'
    )


class Built:
    """A site that was built: its articles, and what its pages say."""

    def __init__(self, folder: Path, filters: str, **more: str) -> None:
        self.content = folder / "content"
        captures: dict[str, str | bytes] = {"blog/2026-01-01.xml": feed()}
        content(self.content, captures, site=site(filters), **more)
        self.output = folder / "_site"
        self.library: Library = build(self.content, self.output).library

    @property
    def records(self) -> list[dict[str, Any]]:
        articles: list[dict[str, Any]] = json.loads(self.read("articles.json"))["articles"]
        return articles

    @property
    def titles(self) -> list[str]:
        return [record["title"] for record in self.records]

    def read(self, path: str) -> str:
        return (self.output / path).read_text("utf-8")

    def said(self, path: str = "evidence/index.html") -> str:
        """The text of a page."""
        main = BeautifulSoup(self.read(path), "lxml").main
        return " ".join(main.get_text(" ").split()) if main else ""


def excerpt(text: str, begin: str, end: str) -> str:
    return begin + text.partition(begin)[2].partition(end)[0]


FILTERS = {
    "tags, in any letters": ('include_tags = ["ml"]', [0, 2, 3]),
    "one of several tags": ('include_tags = ["food", "audio"]', [1, 2]),
    "tags that are not": ('exclude_tags = ["ml"]', [1, 4]),
    "some tags but not others": ('include_tags = ["ml"]\nexclude_tags = ["Food"]', [0, 3]),
    "a word of title or summary": ('include = ["attention"]', [1, 3]),
    "a word is whole": ('include = ["atten"]', []),
    "a phrase": ('include = ["MACHINE  learning"]', [0]),
    "a word that ends in signs": ('include = ["c++"]', [0]),
    "an author": ('include = ["Ann Roe"]', [1, 3, 4]),
    "an expression": ('include = ["/^podcast \\\\d+$/"]', [1]),
    "words that are not": ('exclude = ["podcast", "/dough|day/"]', [0, 3]),
    "the newest": ("newest = 2", [0, 1]),
    "the newest, undated last": ("newest = 4", [0, 1, 2, 3]),
    "the newest of what is left": ('include_tags = ["ml"]\nnewest = 2', [0, 2]),
    "since a year": ('since = "2024"', [0, 1, 2, 4]),
    "since a month": ('since = "2024-06"', [0, 1, 4]),
    "since a day": ('since = "2024-06-10"', [0, 4]),
    "since a day without quotes": ("since = 2024-06-09", [0, 1, 4]),
    "nothing that is approved": ('show = "approved"', []),
    "everything": ('show = "all"', [0, 1, 2, 3, 4]),
}


@pytest.mark.slow
@pytest.mark.parametrize(("filters", "kept"), FILTERS.values(), ids=FILTERS)
def test_a_source_shows_what_its_filters_leave(
    tmp_path: Path, filters: str, kept: list[int]
) -> None:
    built = Built(tmp_path, filters)
    assert built.titles == [ALL[place] for place in kept]
    assert len(built.library.filtered) == len(ALL) - len(kept)


@pytest.mark.slow
def test_a_list_without_filters_says_nothing_of_them(tmp_path: Path) -> None:
    assert "left out" not in Built(tmp_path, "").said()


@pytest.mark.slow
def test_the_sources_page_counts_what_each_filter_leaves_out(tmp_path: Path) -> None:
    built = Built(tmp_path, 'exclude_tags = ["Food"]\nsince = "2024"\nnewest = 1')
    said = excerpt(built.said(), "5 entries", "What was")
    assert said == (
        "5 entries; 1 article of this list. 4 entries are left out by the filters of this list: "
        "exclude_tags 1, since 1, newest 2 "
    )


@pytest.mark.slow
def test_no_file_of_the_site_names_what_is_left_out(tmp_path: Path) -> None:
    built = Built(tmp_path, 'show = "approved"')
    whole = b"".join(path.read_bytes() for path in built.output.rglob("*") if path.is_file())
    assert not [title for title in POSTS if title.encode() in whole or url(title).encode() in whole]


WHY = {
    "a title": ("On bread", 'exclude_tags = ["food"]', "exclude_tags: it has the tag “food”"),
    "a part of it": ("bread", 'exclude = ["rises"]',
        "exclude: “rises” is in its title, summary and byline"),
    "an address": (url("On bread"), 'include_tags = ["audio", "code"]',
        "include_tags: it has none of the tags “audio”, “code”"),
    "no word": ("On bread", 'include = ["a", "b"]',
        "include: nothing in its title, summary and byline is “a” or “b”"),
    "its day": ("On bread", 'since = "2025"', "since: it is of 2024-02-03, before 2025"),
    "others": ("On bread", "newest = 2", "newest: it is not among the newest 2"),
    "nobody": ("On bread", 'show = "approved"',
        "show: nobody has approved it, as octavo show does"),
}  # fmt: skip


@pytest.mark.slow
@pytest.mark.parametrize(("reference", "filters", "reason"), WHY.values(), ids=WHY)
def test_why_says_which_filter_leaves_an_entry_out(
    tmp_path: Path, reference: str, filters: str, reason: str
) -> None:
    library = Built(tmp_path, filters).library
    assert why(library, reference) == (
        "On bread (not in the list)\n"
        "  left out of blog: captures/blog/2026-01-01.xml, item 2\n"
        f"    {reason}"
    )


@pytest.mark.slow
def test_why_tells_programs_of_filters_too(tmp_path: Path) -> None:
    library = Built(tmp_path, "newest = 2").library
    assert why_record(library, "On bread") == {
        "filtered": [
            {
                "id": library.filtered[1].id,
                "source": "blog",
                "where": "captures/blog/2026-01-01.xml, item 2",
                "url": url("On bread"),
                "title": "On bread",
                "key": "newest",
                "reason": "it is not among the newest 2",
            }
        ]
    }


def test_why_of_an_article_names_the_source_that_leaves_it_out(tmp_path: Path) -> None:
    tables = site("newest = 1") + '[[source]]\nname = "other"\ntitle = "O"\nreader = "feed"\n'
    captures: dict[str, str | bytes] = {
        "blog/2026-01-01.xml": feed(),
        "other/2026-01-01.xml": feed("On bread"),
    }
    library = read_library(content(tmp_path, captures, site=tables))
    assert [article.title for article in library.timeline.articles] == [ALL[0], "On bread"]
    assert why(library, "On bread").splitlines()[-2:] == [
        "  left out of blog: captures/blog/2026-01-01.xml, item 2",
        "    newest: it is not among the newest 1",
    ]


SHOW = "".join(
    f'[[show]]\narticle = "{reference}"\nreason = "worth it"\n'
    for reference in (url("On attention"), "Podcast 7")
)


@pytest.mark.slow
def test_what_the_owner_shows_is_approved(tmp_path: Path) -> None:
    built = Built(tmp_path, 'show = "approved"', overrides=SHOW)
    assert built.titles == ["Podcast 7", "On attention"]


@pytest.mark.slow
def test_what_the_owner_shows_passes_every_filter(tmp_path: Path) -> None:
    filters = 'include_tags = ["code"]\nexclude = ["attention"]\nsince = "2025"\nnewest = 1'
    built = Built(tmp_path, filters, overrides=SHOW)
    assert built.titles == [ALL[0], "Podcast 7", "On attention"]


@pytest.mark.slow
def test_hiding_goes_before_showing(tmp_path: Path) -> None:
    hide = '[[hide]]\narticle = "Podcast 7"\nreason = "no"\n'
    built = Built(tmp_path, 'show = "approved"', overrides=SHOW + hide)
    assert built.titles == ["On attention"]


MISTAKEN = {
    "nothing": ("On bred", "names nothing: no article or mention is “On bred”"),
    "several": ("Twice", "does nothing: “Twice” names 2 articles; use a URL or an id"),
}


@pytest.mark.parametrize(("reference", "message"), MISTAKEN.values(), ids=MISTAKEN)
def test_what_shows_nothing_or_several_is_said(
    tmp_path: Path, reference: str, message: str
) -> None:
    twice = rss(*(item("Twice", f"https://blog.example/t/{number}") for number in "12"))
    rule = f'[[show]]\narticle = "{reference}"\nreason = "r"\n'
    captures: dict[str, str | bytes] = {"blog/2026-01-01.xml": twice}
    where = content(tmp_path, captures, site=site('show = "approved"'), overrides=rule)
    library = read_library(where)
    assert not library.timeline.articles
    said = [(one.where, one.message) for one in library.problems if one.severity == "warning"]
    assert [place for place, _ in said] == ["overrides.toml:1"]
    assert said[0][1].startswith(message)


@pytest.mark.slow
def test_a_list_of_nothing_is_built_and_said(tmp_path: Path) -> None:
    built = Built(tmp_path, 'show = "approved"')
    assert "No article here yet." in built.said("index.html")
    assert built.records == []


def test_overrides_and_copies_of_what_is_left_out_are_no_problem(tmp_path: Path) -> None:
    tables = site("newest = 1") + '[[source]]\nname = "copies"\ntitle = "C"\nreader = "preview"\n'
    copy = f'+++\nurl = "{url("On bread")}"\ntitle = "On bread"\n+++\nDough.\n'
    rules = (
        f'[[set]]\narticle = "{url("On bread")}"\ndate = "2024"\nreason = "r"\n'
        '[[hide]]\narticle = "Podcast 7"\nreason = "r"\n'
        f'[[same]]\narticles = ["On bread", "On attention"]\nreason = "r"\n'
    )
    captures: dict[str, str | bytes] = {
        "blog/2026-01-01.xml": feed(),
        "copies/bread/2026-01-01.md": copy,
    }
    where = content(tmp_path, captures, site=tables, overrides=rules)
    (where / "notes").mkdir()
    (where / "notes/bread.md").write_text("---\narticle: On bread\n---\nI baked it.\n")
    library = read_library(where)
    assert [article.title for article in library.timeline.articles] == [ALL[0]]
    assert [one for one in library.problems if one.severity != "info"] == []
    assert why(library, "On bread").splitlines() == [
        "On bread (not in the list)",
        "  left out of blog: captures/blog/2026-01-01.xml, item 2",
        "    newest: it is not among the newest 1",
        "  left out of copies: captures/copies/bread/2026-01-01.md",
        "    the article that it is on is left out",
    ]


def test_changes_tell_only_of_what_is_shown(tmp_path: Path) -> None:
    captures: dict[str, str | bytes] = {
        "blog/2026-01-01.xml": feed("On attention"),
        "blog/2026-02-01.xml": feed("On bread", "Podcast 7", "On attention"),
    }
    library = read_library(content(tmp_path, captures, site=site('exclude_tags = ["food"]')))
    assert [(one.kind, one.label) for one in library.changes] == [("added", "Podcast 7")]


def test_what_repeats_an_entry_goes_with_it(tmp_path: Path) -> None:
    twice = rss(
        item("One", "https://blog.example/1", "a", "Mon, 08 Jan 2024 10:00:00 GMT"),
        item("Two", "https://blog.example/2", "b", "Thu, 08 Feb 2024 10:00:00 GMT"),
        item("Two", "https://blog.example/2", "c", "Thu, 08 Feb 2024 10:00:00 GMT"),
    )
    captures: dict[str, str | bytes] = {"blog/2026-01-01.xml": twice}
    library = read_library(content(tmp_path, captures, site=site("newest = 2")))
    assert [(a.title, len(a.statements)) for a in library.timeline.articles] == [
        ("Two", 2),
        ("One", 1),
    ]


HOSTILE = ("/(a+)+$/", "/(a|aa)+$/", "/(.*a){20}$/", "/^(([a-z])+.)+[A-Z]([a-z])+$/")


@pytest.mark.slow
@pytest.mark.parametrize("expression", HOSTILE)
def test_an_expression_that_takes_for_ever_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, expression: str
) -> None:
    monkeypatch.setattr("generator.config.filters.SECONDS", 0.2)
    long = rss(item("a" * 5000 + "!", "https://blog.example/a"))
    captures: dict[str, str | bytes] = {"blog/2026-01-01.xml": long}
    where = content(tmp_path / "content", captures, site=site(f"exclude = ['{expression}']"))
    with pytest.raises(ConfigError) as refusal:
        build(where, tmp_path / "_site")
    assert str(refusal.value).startswith(
        f'{where}/site.toml: "{expression}" in exclude of source "blog" takes more than '
    )
    assert not (tmp_path / "_site").exists()


@pytest.mark.slow
def test_what_the_time_of_an_expression_is_counted_over_all_entries(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("generator.config.filters.SECONDS", 0.2)
    slow = [item(f"{'a' * 18}{n}!", f"https://blog.example/{n}") for n in range(1000)]
    captures: dict[str, str | bytes] = {"blog/2026-01-01.xml": rss(*slow)}
    where = content(tmp_path, captures, site=site("include = ['/(a|aa)+$/']"))
    with pytest.raises(ConfigError, match="takes more than"):
        read_library(where)


FIRST, LATER = "https://one.example/p", "https://two.example/p"
TWO = rss(
    item("First", FIRST, FIRST, "Mon, 08 Jan 2024 10:00:00 GMT"),
    item("Other", "https://one.example/other", "o", "Mon, 08 Jan 2024 10:00:00 GMT"),
)
THREE = rss(
    item("Later", LATER, LATER, "Thu, 08 Feb 2024 10:00:00 GMT"),
    item("First", FIRST, FIRST, "Mon, 08 Jan 2024 10:00:00 GMT"),
    item("Other", "https://one.example/other", "o", "Mon, 08 Jan 2024 10:00:00 GMT"),
)


def permalinks(folder: Path, filters: str, **more: str) -> dict[str, str]:
    """The last part of each permalink → the title of its article, or "gone"."""
    captures: dict[str, str | bytes] = {"blog/2024-02-01.xml": TWO, "blog/2024-03-01.xml": THREE}
    where = content(folder, captures, site=site(filters), **more)
    output = folder.parent / f"{folder.name}-site"
    build(where, output)
    records = json.loads((output / "articles.json").read_text("utf-8"))["articles"]
    titles = {record["path"].split("/")[1]: record["title"] for record in records}
    pages = sorted(path.parent.name for path in output.glob("a/*/index.html"))
    assert check(output) == ()
    return {slug: titles.get(slug, "gone") for slug in pages}


@pytest.mark.slow
def test_a_filter_takes_no_permalink_away_and_gives_it_to_no_other(tmp_path: Path) -> None:
    before = permalinks(tmp_path / "1", "")
    assert sorted(before.values()) == ["First", "Later", "Other"]
    later = next(slug for slug, title in before.items() if title == "Later")
    assert before["p"] == "First"
    for number, filters in enumerate(('exclude = ["first"]', 'since = "2024-02"', "newest = 1"), 2):
        found = permalinks(tmp_path / str(number), filters)
        assert found[later] == "Later", filters
        assert found["p"] == "gone", filters
        assert found.keys() == before.keys(), filters


@pytest.mark.slow
def test_what_nobody_has_approved_has_no_page_but_keeps_its_permalink(tmp_path: Path) -> None:
    rule = f'[[show]]\narticle = "{LATER}"\nreason = "r"\n'
    found = permalinks(tmp_path / "1", 'show = "approved"', overrides=rule)
    assert list(found.values()) == ["Later"]
    assert "p" not in found


@pytest.mark.slow
def test_where_filters_left_an_article_out_a_page_says_so(tmp_path: Path) -> None:
    built = Built(tmp_path, 'exclude = ["rises"]')
    assert built.said("a/1/index.html") == ("This is no article of the list any more. Timeline")


def test_what_another_source_lists_too_leads_there(tmp_path: Path) -> None:
    tables = site('exclude = ["paper"]') + '[[source]]\nname = "o"\ntitle = "O"\nreader = "feed"\n'
    captures: dict[str, str | bytes] = {
        "blog/2026-01-01.xml": rss(
            item("A Paper", "https://arxiv.org/pdf/2401.00001"), item("B", "https://e.org/b")
        ),
        "o/2026-01-01.xml": rss(item("A Paper", "https://arxiv.org/abs/2401.00001")),
    }
    library = read_library(content(tmp_path, captures, site=tables))
    (paper,) = [one for one in library.timeline.articles if one.title == "A Paper"]
    assert [(one.slug, one.leads_to) for one in library.forwards] == [("pdf-2401-00001", paper.id)]


def test_of_what_filters_leave_out_the_first_received_have_pages(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("generator.reconcile.forwards.MOST_LEFT_OUT", 2)
    captures: dict[str, str | bytes] = {"blog/2024-02-01.xml": TWO, "blog/2024-03-01.xml": THREE}
    library = read_library(content(tmp_path, captures, site=site('since = "2025"')))
    assert [one.slug for one in library.forwards] == ["other", "p"]


@pytest.mark.slow
def test_a_filter_reads_no_capture_again(tmp_path: Path) -> None:
    where = content(tmp_path / "content", {"blog/2026-01-01.xml": feed()}, site=site(""))
    cache = tmp_path / "cache"
    build(where, tmp_path / "_site", cache=cache)
    (where / "site.toml").write_text(site("newest = 1"))
    result = build(where, tmp_path / "_site", cache=cache)
    assert (result.read, [a.title for a in result.library.timeline.articles]) == (0, [ALL[0]])


WORDS = {
    "Chinese has no spaces": ("人工智能", "关于人工智能的研究"),
    "a word beside such": ("AI", "关于AI的研究"),
    "a possessive": ("AI", "The AI’s mind"),
    "another hyphen": ("GPT-4", "On GPT\u20114"),
    "in quotes": ("it’s", "“It's”"),
}


@pytest.mark.parametrize(("word", "title"), WORDS.values(), ids=WORDS)
def test_words_are_found_as_they_are_written(tmp_path: Path, word: str, title: str) -> None:
    titles = (title, "OpenAI said GPT-4o, its best")
    blog = rss(*(item(one, f"https://blog.example/{n}") for n, one in enumerate(titles)))
    captures: dict[str, str | bytes] = {"blog/2026-01-01.xml": blog}
    library = read_library(content(tmp_path, captures, site=site(f'include = ["{word}"]')))
    assert [article.title for article in library.timeline.articles] == [title]


@pytest.mark.slow
def test_the_log_says_how_many_are_left_out(tmp_path: Path) -> None:
    lines: list[str] = []
    where = content(tmp_path / "c", {"blog/2026-01-01.xml": feed()}, site=site("newest = 2"))
    build(where, tmp_path / "_site", say=lines.append)
    (line,) = [line for line in lines if re.match("reconciled", line)]
    assert line.endswith("2 articles and 0 mentions, 0 conflicts; filters left out 3 entries")
