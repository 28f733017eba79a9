"""What somebody types for a source or an article, and what feeds a page announces."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator.errors import ConfigError
from generator.fetch.discover import Place, announced_feeds, place_of

NO_FILE = "no such file"
NEITHER = "is no file and no http or https URL"
ENDINGS = (
    *("opml", "xml", "rss", "atom", "rdf", "json", "html", "htm", "mhtml", "txt", "bib", "bibtex"),
    *("ris", "csv", "tsv", "md", "markdown"),
)
REFUSED = {
    **{f"a.{ending}": NO_FILE for ending in ENDINGS},
    "A.BIB": NO_FILE,
    "saved/a.bib": NO_FILE,
    "../saved.d/a": NO_FILE,
    "./a": NO_FILE,
    "/a": NO_FILE,
    "~/a": NO_FILE,
    "\\a": NO_FILE,
    "C:\\a": NO_FILE,
    "d:/a": NO_FILE,
    "folder.bib": "is a folder; name the files in it",
    "folder": "is a folder; name the files in it",
    "a word": NEITHER,
    "word": NEITHER,
    "": NEITHER,
}
ADDRESSES = {
    "e.org": "https://e.org",
    "e.org/list.bib": "https://e.org/list.bib",
    "e.org:8080/list.bib": "https://e.org:8080/list.bib",
    "localhost:8080/list.bib": "https://localhost:8080/list.bib",
    "localhost": "https://localhost",
    "http://e.org/a.bib": "http://e.org/a.bib",
    "http://word/": "http://word/",
}


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Stand in a folder that holds two folders and a file without an ending."""
    monkeypatch.chdir(tmp_path)
    Path("folder").mkdir()
    Path("folder.bib").mkdir()
    Path("10.1234").mkdir()
    Path("10.1234/x").touch()


@pytest.mark.parametrize("what", REFUSED)
def test_what_is_neither_there_nor_an_address_is_refused(what: str) -> None:
    with pytest.raises(ConfigError) as refused:
        place_of(what)
    assert str(refused.value) == f"{what}: {REFUSED[what]}"


@pytest.mark.parametrize("what", ADDRESSES)
def test_an_address_needs_no_scheme(what: str) -> None:
    url = ADDRESSES[what]
    assert place_of(f" {what} ") == Place(what=what, url=url, asked=url)


def test_a_file_that_is_there_is_one_whatever_it_is_called() -> None:
    assert place_of("10.1234/x") == Place(what="10.1234/x", file=Path("10.1234/x"))


def test_a_page_announces_its_feeds_by_several_words_and_types() -> None:
    page = (
        '<head><base href="/b/"><link rel="home alternate" type="Application/RSS+XML; x" href="1">'
        '<link rel="ALTERNATE nofollow" type="application/atom+xml" href="2">'
        '<link rel="alternate" type="text/html" href="3">'
        '<link rel="stylesheet" type="application/rss+xml" href="4"></head>'
    )
    found = announced_feeds(page.encode(), "https://e.org/x/y")
    assert found == ("https://e.org/b/1", "https://e.org/b/2")
