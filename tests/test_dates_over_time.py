"""Captures one after another: which dates the articles have, and what is said of the others."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator.build.pipeline import build, read_library
from generator.model.articles import Article
from generator.site import Library
from tests.test_inputs import SITE, messages, source, written


def feed(*items: str) -> str:
    return f'<rss version="2.0"><channel><title>F</title>{"".join(items)}</channel></rss>'


def item(name: str, date: str | None) -> str:
    """An item with a guid; a day in `date` stands for its noon in UTC."""
    stated = f"{date}T12:00:00Z" if date and len(date) == 10 else date
    dated = f"<pubDate>{stated}</pubDate>" if stated else ""
    link = f"<link>https://example.org/{name.lower()}</link>"
    return f"<item><title>{name}</title>{link}<guid>{name}</guid>{dated}</item>"


def library_of(folder: Path, captures: dict[str, str], site: str = "") -> Library:
    """What the captures of one feed come to, each named by its date."""
    files = {f"captures/feed/{name}.xml": capture for name, capture in captures.items()}
    return read_library(written(folder, {"site.toml": SITE + site + source("feed"), **files}))


def dates(library: Library) -> dict[str, str | None]:
    """The dates of the articles in the order of the timeline."""
    return {a.label: a.date.edtf if a.date else None for a in library.timeline.articles}


def conflicts(article: Article) -> list[tuple[str, str, str]]:
    return [(conflict.source, conflict.value, conflict.rule) for conflict in article.conflicts]


# The name of a capture, and a date in it → whether it may be true.
REACHED = {
    "the day of the capture": ("2024-03-05", "2024-03-05", True),
    "the day after, elsewhere on the globe": ("2024-03-05", "2024-03-06", True),
    "the day after that": ("2024-03-05", "2024-03-07", False),
    "the last day of a month that names the capture": ("2024-03", "2024-03-31", True),
    "the day after it": ("2024-03", "2024-04-01", True),
    "the second day after it": ("2024-03", "2024-04-02", False),
    "the last day of a year that names the capture": ("2024", "2024-12-31", True),
    "a day long after": ("2024-03-05T120000Z", "2099-02-26", False),
    "the month of the capture": ("2024-03-05", "2024-03", True),
    "the month after it": ("2024-03-05", "2024-04", False),
    "the year of the capture": ("2024-03-05", "2024", True),
    "the end of time": ("2024-03-05", "9999-12-31", False),
    "a capture at the end of time": ("9999-12-31", "9999-12-31", True),
}


@pytest.mark.parametrize(("capture", "date", "is_reached"), REACHED.values(), ids=REACHED)
def test_a_date_after_its_capture_is_doubted_and_said(
    tmp_path: Path, capture: str, date: str, is_reached: bool
) -> None:
    library = library_of(tmp_path, {capture: feed(item("A", "2024-03-01"), item("B", date))})
    assert dates(library) == {"A": "2024-03-01", "B": date if is_reached else None}
    said = [message for message in messages(library) if "is doubted" in message]
    if is_reached:
        assert said == []
        return
    stated = f"{date}T12:00:00Z" if len(date) == 10 else date
    named = capture.partition("T")[0]
    doubt = f"it lies after the day on which its source was last received ({named})"
    assert said == [
        f"captures/feed/{capture}.xml, item 2: its date “{stated}” is doubted, and dates nothing: "
        f"{doubt}"
    ]
    assert conflicts(library.timeline.articles[-1]) == [("feed", date, doubt)]


def test_a_doubted_date_is_believed_once_a_later_capture_has_reached_it(tmp_path: Path) -> None:
    announced = feed(item("Talk", "2024-05-01"), item("A", "2024-03-01"))
    library = library_of(tmp_path, {"2024-03-05": announced})
    assert dates(library) == {"A": "2024-03-01", "Talk": None}
    # The entry has rolled off, but nothing speaks against its date any more.
    library = library_of(tmp_path, {"2024-05-02": feed(item("B", "2024-05-02"))})
    assert dates(library) == {"B": "2024-05-02", "Talk": "2024-05-01", "A": "2024-03-01"}
    assert [m for m in messages(library) if "doubted" in m] == []


def test_a_doubted_date_is_first_in_no_feed(tmp_path: Path) -> None:
    atom = """<feed xmlns="http://www.w3.org/2005/Atom"><title>F</title><id>urn:f</id>
<entry><title>Later</title><id>urn:1</id><link href="https://example.org/1"/>
<published>2031-01-01T12:00:00Z</published><updated>2031-01-01T12:00:00Z</updated></entry>
<entry><title>Now</title><id>urn:2</id><link href="https://example.org/2"/>
<published>2024-03-01T12:00:00Z</published><updated>2024-03-01T12:00:00Z</updated></entry>
</feed>"""
    files: dict[str, str | bytes] = {
        "site.toml": SITE + source("feed"),
        "captures/feed/2024-03-05.xml": atom,
    }
    content = written(tmp_path / "content", files)
    build(content, tmp_path / "out")
    assert "Later" not in (tmp_path / "out/feed.xml").read_text("utf-8")
    page = (tmp_path / "out/a/1/index.html").read_text("utf-8")
    assert "no source gives a date that can be true" in page
    assert "Now" in (tmp_path / "out/feed.xml").read_text("utf-8")


def test_what_else_dates_the_article_counts_for_a_doubted_date(tmp_path: Path) -> None:
    far = item("A", "2031-01-01").replace("/a<", "/2023/a<")
    (article,) = library_of(tmp_path, {"2024-03-05": feed(far)}).timeline.articles
    assert (article.date and article.date.edtf, article.date_evidence.rule) == ("2023", "year")
    assert [conflict.value for conflict in article.conflicts] == ["2031-01-01"]


def test_a_year_to_come_in_an_address_is_no_date(tmp_path: Path) -> None:
    vision = item("A", None).replace("/a<", "/2050/a<")
    (article,) = library_of(tmp_path, {"2024-03-05": feed(vision)}).timeline.articles
    assert (article.date, article.conflicts) == (None, ())


def test_the_owner_settles_a_doubt(tmp_path: Path) -> None:
    said = '[[set]]\narticle = "A"\ndate = "2024-02-01"\nreason = "I was there."\n'
    written(tmp_path, {"overrides.toml": said})
    library = library_of(tmp_path, {"2024-03-05": feed(item("A", "2031-01-01"))})
    assert dates(library) == {"A": "2024-02-01"}
    assert [m for m in messages(library) if "doubted" in m] == []


def test_headings_and_saved_pages_are_doubted_too(tmp_path: Path) -> None:
    files: dict[str, str | bytes] = {
        "site.toml": SITE + source("index", "index") + source("pages", "preview"),
        "captures/index/2024-03.html": "<h2>May 2031</h2><ul><li>"
        '<a href="https://example.org/1">One</a></li></ul><h2>March 2024</h2><ul><li>'
        '<a href="https://example.org/2">Two</a></li></ul>',
        "captures/pages/one/2024-03-07.html": "<!doctype html><html><head><title>Two</title>"
        '<link rel="canonical" href="https://example.org/2"><meta name="date" '
        'content="2031-01-01"></head><body><p>Text.</p></body></html>',
    }
    library = read_library(written(tmp_path, files))
    assert dates(library) == {"Two": "2024-03", "One": None}
    assert [m.partition(":")[0] for m in messages(library) if "is doubted" in m] == [
        "captures/index/2024-03.html, entry 1",
        "captures/pages/one/2024-03-07.html",
    ]


def atom_of(*entries: tuple[str, str]) -> str:
    """An Atom feed whose entries give no more than when they were changed."""
    listed = "".join(
        f'<entry><title>{name}</title><id>urn:{name}</id><link href="https://example.org/{name}"/>'
        f"<updated>{date}T12:00:00Z</updated></entry>"
        for name, date in entries
    )
    return (
        '<feed xmlns="http://www.w3.org/2005/Atom"><title>F</title><id>urn:f</id>'
        f"<updated>2024-06-01T00:00:00Z</updated>{listed}</feed>"
    )


EARLIER_COUNTS = "an earlier date counts, wherever its source states it"


def test_a_date_that_is_stamped_anew_does_not_move_an_article(tmp_path: Path) -> None:
    captures = {
        "2024-04-01": feed(item("B", "2024-03-01"), item("A", "2023-01-05")),
        "2024-06-01": feed(item("B", "2024-03-01"), item("A", "2024-05-20")),
    }
    library = library_of(tmp_path, captures)
    assert dates(library) == {"B": "2024-03-01", "A": "2023-01-05"}
    article = library.timeline.articles[-1]
    assert article.date_evidence.raw == "2023-01-05T12:00:00Z"
    assert conflicts(article) == [("feed", "2024-05-20", EARLIER_COUNTS)]
    assert [change for change in library.changes if change.field == "date"] == []


def test_of_dates_of_change_the_earliest_counts(tmp_path: Path) -> None:
    captures = {
        "2024-04-01": atom_of(("A", "2023-01-05"), ("B", "2024-03-01")),
        "2024-06-01": atom_of(("A", "2024-05-20"), ("B", "2024-03-01")),
    }
    library = library_of(tmp_path, captures)
    assert dates(library) == {"B": "2024-03-01", "A": "2023-01-05"}
    assert library.timeline.articles[-1].date_evidence.rule == "updated"
    assert conflicts(library.timeline.articles[-1]) == [("feed", "2024-05-20", EARLIER_COUNTS)]


def test_a_later_statement_that_is_earlier_or_finer_counts(tmp_path: Path) -> None:
    firsts = [item(f"P{n}", f"{2010 + n}-01-01T00:00:00Z") for n in range(10)]
    finer = [item(f"P{n}", f"{2010 + n}-07-01T00:00:00Z") for n in range(10)]
    captures = {"2024-04-01": feed(*firsts), "2024-06-01": feed(*finer)}
    library = library_of(tmp_path / "finer", captures)
    assert list(dates(library).values()) == [f"{2010 + n}-07" for n in reversed(range(10))]
    assert all(article.conflicts == () for article in library.timeline.articles)
    captures = {
        "2024-04-01": feed(item("A", "2024-03-20")),
        "2024-06-01": feed(item("A", "2023-01-05")),
    }
    library = library_of(tmp_path / "earlier", captures)
    assert dates(library) == {"A": "2023-01-05"}
    assert conflicts(library.timeline.articles[0]) == [("feed", "2024-03-20", EARLIER_COUNTS)]


def test_a_source_of_more_trust_moves_an_article(tmp_path: Path) -> None:
    files: dict[str, str | bytes] = {
        "site.toml": SITE + source("trusted") + source("feed"),
        "captures/feed/2024-04-01.xml": feed(item("A", "2023-01-05")),
        "captures/trusted/2024-06-01.xml": feed(item("A", "2024-05-20")),
    }
    library = read_library(written(tmp_path, files))
    assert dates(library) == {"A": "2024-05-20"}
    assert [conflict.value for conflict in library.timeline.articles[0].conflicts] == ["2023-01-05"]


def test_a_feed_that_dates_everything_at_each_request_is_recognised_and_said(
    tmp_path: Path,
) -> None:
    captures = {
        "2024-04-01": feed(item("A", "2024-04-01"), item("B", "2024-04-01")),
        "2024-05-01": feed(
            item("C", "2024-05-01"), item("A", "2024-05-01"), item("B", "2024-05-01")
        ),
    }
    library = library_of(tmp_path, captures)
    assert dates(library) == {"C": "2024-05-01", "A": "2024-04-01", "B": "2024-04-01"}
    rules = {article.label: article.date_evidence.rule for article in library.timeline.articles}
    assert rules == {"A": "updated", "B": "updated", "C": "updated"}
    assert [message for message in messages(library) if "request" in message] == [
        "captures/feed/2024-05-01.xml: it gives all 2 entries that were known a later date, as "
        "feeds do that date what they list at each request; the first dates count, as bounds"
    ]


def test_one_entry_that_is_stamped_anew_among_others_is_no_such_feed(tmp_path: Path) -> None:
    captures = {
        "2024-04-01": feed(item("A", "2024-03-01"), item("B", "2024-03-02")),
        "2024-05-01": feed(item("A", "2024-05-01"), item("B", "2024-03-02")),
    }
    library = library_of(tmp_path, captures)
    assert {article.date_evidence.rule for article in library.timeline.articles} == {"feed"}
    assert [message for message in messages(library) if "request" in message] == []


def test_a_date_that_a_newer_capture_leaves_out_stays(tmp_path: Path) -> None:
    captures = {
        "2024-04-01": feed(item("A", "2023-01-05"), item("B", "2023-01-04")),
        "2024-05-01": feed(item("A", None), item("B", "2023-01-04")),
    }
    assert dates(library_of(tmp_path, captures)) == {"A": "2023-01-05", "B": "2023-01-04"}


def test_times_of_one_day_order_the_articles_of_all_sources(tmp_path: Path) -> None:
    files: dict[str, str | bytes] = {
        "site.toml": SITE + source("one") + source("two") + source("index", "index"),
        "captures/one/2024-04.xml": feed(
            item("Noon", "2024-03-05"), item("Early", "2024-03-05T09:30:00+02:00")
        ),
        "captures/two/2024-04.xml": feed(
            item("Ten", "Tue, 05 Mar 2024 10:00:00 GMT"), item("Local", "2024-03-05 08:00")
        ),
        "captures/index/2024-04.html": "<h2>March 2024</h2><ul><li>"
        '<a href="https://example.org/month">Month</a></li></ul>',
    }
    library = read_library(written(tmp_path, files))
    assert list(dates(library)) == ["Noon", "Ten", "Local", "Early", "Month"]


def test_a_heading_of_a_day_takes_the_time_of_that_day_from_the_feed(tmp_path: Path) -> None:
    files: dict[str, str | bytes] = {
        "site.toml": SITE + source("index", "index") + source("feed"),
        "captures/index/2024-04.html": "<h2>5 March 2024</h2><ul>"
        '<li><a href="https://example.org/a">A</a></li>'
        '<li><a href="https://example.org/b">B</a></li></ul>',
        "captures/feed/2024-04.xml": feed(
            item("A", "2024-03-05T08:00:00Z"), item("B", "2024-03-05T09:00:00Z")
        ),
    }
    assert list(dates(read_library(written(tmp_path, files)))) == ["B", "A"]
