"""Every column, tag and field of the lists that programs export, one at a time."""

from __future__ import annotations

import pytest

from generator.errors import SourceError
from generator.model.entries import AuthorName
from generator.sources.lists import LIST_FORMATS, recognise_list
from generator.sources.lists.bibtex import read_bibtex
from generator.sources.lists.bookmarks import read_bookmarks
from generator.sources.lists.exports import read_octavo, read_omnivore, read_pinboard
from generator.sources.lists.item import Doubt, ListContents, ListItem
from generator.sources.lists.opml import ListedFeed, is_opml, read_opml
from generator.sources.lists.plain import is_markdown_list, is_url_list, read_url_list
from generator.sources.lists.ris import read_ris
from generator.sources.lists.table import delimiter_of, read_table

# columns of a table → the field that they fill with "tin"
COLUMNS = {
    "key": ("key", "id", "citation key"),
    "title": ("title", "name", "book title", "document title", "article title"),
    "summary": ("abstract note", "abstract", "summary", "description", "excerpt"),
    "tags": (
        *("manual tags", "automatic tags", "document tags", "tags", "keywords"),
        *("folder", "folders", "collection"),
    ),
    "remark": ("notes", "note", "document note", "selection", "remark", "comment"),
    "authors": ("author", "authors", "creator", "creators", "by", "editor", "book author"),
    "date": ("date", "published", "published date", "publication year", "year"),
    "added": ("date added", "saved date", "time_added", "timestamp", "created", "added", "saved"),
    "container": ("publication title", "journal", "container"),
    "volume": ("volume",),
    "issue": ("issue",),
    "pages": ("pages",),
    "publisher": ("publisher",),
}
OF_COLUMNS = [(field, column) for field, columns in COLUMNS.items() for column in columns]


@pytest.mark.parametrize(("field", "column"), OF_COLUMNS)
def test_a_column_of_a_table_fills_its_field(field: str, column: str) -> None:
    found = read_table(f"URL,{column.title()}\nhttps://e.example/a,tin\n")
    [item] = found.items
    stated = getattr(item.publication if hasattr(item.publication, field) else item, field)
    assert stated == (("tin",) if field in ("tags", "authors") else "tin")
    assert (item.url, found.not_kept) == ("https://e.example/a", ())


@pytest.mark.parametrize("column", ["url", "link", "href", "doi"])
def test_a_table_with_a_column_of_addresses_lists_articles(column: str) -> None:
    for delimiter in (",", ";", "\t"):
        assert delimiter_of(f"title{delimiter}{column}\n") == delimiter
    assert delimiter_of(column) is None
    assert delimiter_of("title,address") is None


@pytest.mark.parametrize("title", ["book title", "document title", "article title", "title"])
def test_a_table_of_highlights_has_a_title_of_what_is_highlighted(title: str) -> None:
    assert delimiter_of(f"Highlight,{title.title()}") == ","
    assert delimiter_of("Highlight,Note") is None


@pytest.mark.parametrize("folder", ["Unread", "Read", "Archive", "Unsorted", "Home", "Starred"])
def test_a_place_for_all_that_lies_in_no_folder_is_no_tag(folder: str) -> None:
    [item, other] = read_table(
        f"url,title,folder\nhttps://e.example/a,A,{folder}\nhttps://e.example/b,B,Tin/Iron\n"
    ).items
    assert (item.tags, other.tags) == ((), ("Tin", "Iron"))


OWN = ("date_start", "date_end", "date_precision", "missing_since")


def test_columns_of_our_own_table_are_known_there_and_nowhere_else() -> None:
    names = (*OWN, "kind", "series", "sources", "path")
    for header in (names, names[1:]):
        row = ",".join("x" for _ in header)
        found = read_table(f"url,title,{','.join(header)}\nhttps://e.example/a,A,{row}\n")
        assert found.not_kept == (() if header is names else header)


def test_a_number_of_seconds_is_a_time_and_a_short_number_a_date() -> None:
    [item, other] = read_table(
        "url,title,date,added\n"
        "https://e.example/a,A,1600000000,1600000000\n"
        "https://e.example/b,B,20240305,2024-03-05\n"
    ).items
    assert (item.date, item.added) == ("2020-09-13T12:26:40Z", "2020-09-13T12:26:40Z")
    assert (other.date, other.added) == ("20240305", "2024-03-05")


# a line of RIS → the field that it fills with "tin"
RIS_TAGS = {
    **dict.fromkeys(("TI", "T1", "CT"), "title"),
    **dict.fromkeys(("AB", "N2"), "summary"),
    **dict.fromkeys(("AU", "A1", "ED", "A2"), "authors"),
    **dict.fromkeys(("T2", "JO", "JF", "BT", "JA"), "container"),
    **{"ID": "key", "KW": "tags", "N1": "remark", "VL": "volume", "IS": "issue"},
    **{"SP": "pages", "EP": "pages", "PB": "publisher"},
    **dict.fromkeys(("DA", "PY", "Y1"), "date"),
}


@pytest.mark.parametrize(("tag", "field"), RIS_TAGS.items())
def test_a_tag_of_ris_fills_its_field(tag: str, field: str) -> None:
    found = read_ris(f"TY  - JOUR\nUR  - https://e.example/a\n{tag}  - tin\nER  - \n")
    [item] = found.items
    stated = getattr(item.publication if hasattr(item.publication, field) else item, field)
    assert stated == (("tin",) if field in ("tags", "authors") else "tin")
    assert (found.doubts, found.not_kept) == ((), ())


# a date as RIS writes it → as it is read
RIS_DATES = {
    "2024": "2024",
    "2024//": "2024",
    "2024///": "2024",
    "2024/3/": "2024-03",
    "2024/03/05": "2024-03-05",
    "2024/3/5/": "2024-03-05",
    "2024/3/5/Spring": "2024-03-05",
    "2024///Spring": "2024",
    "2024/3/5/from 2024-03-01": "2024-03-01/2024-03-05",
    " 2024/03 ": "2024-03",
    "March 2024": "March 2024",
    "2024-03-05": "2024-03-05",
}


@pytest.mark.parametrize(("text", "date"), RIS_DATES.items(), ids=RIS_DATES)
def test_a_date_of_ris_has_slashes_between_its_parts(text: str, date: str) -> None:
    [item] = read_ris(f"TY  - JOUR\nTI  - A\nDA  - {text}\nER  - \n").items
    assert item.date == date


def test_a_line_of_ris_without_a_tag_goes_on_with_the_line_before() -> None:
    text = (
        "x\nTY  - JOUR\nTI  - On\n  Pots\n\nAB  - Tin.\nAB - No tag\nZZ  - x\nTY - BOOK\nTI  - B\n"
    )
    found = read_ris(text)
    assert [(item.where, item.title, item.summary) for item in found.items] == [
        ("entry 1 (line 2)", "On Pots", "Tin."),
        ("entry 2 (line 9)", "B", None),
    ]
    assert found.not_kept == ("ZZ",)
    assert found.doubts == (
        Doubt(where="line 1", message="“x” stands in no record, and is left out"),
        Doubt(
            where="entry 1 (line 2)",
            message="it has no ER at its end; the next record ends it",
        ),
    )


# names as RIS writes them → as they are read
RIS_NAMES = {
    "Doe, Jane": "Jane Doe",
    "Doe, Jane, Jr.": "Jane Doe, Jr.",
    "Doe, Jane,": "Jane Doe",
    "Doe, Jane, Jr.,": "Jane Doe, Jr.",
    "Acme Team": "Acme Team",
}


@pytest.mark.parametrize(("name", "read"), RIS_NAMES.items(), ids=RIS_NAMES)
def test_a_name_of_ris_is_read_in_its_order(name: str, read: str) -> None:
    [item] = read_ris(f"TY  - JOUR\nTI  - A\nAU  - {name}\nER  - \n").items
    assert item.authors == (read,)
    given, _, suffix = read.partition(", ")
    parts = AuthorName(family="Doe", given="Jane", suffix=suffix or None)
    assert item.name_parts == ({read: parts} if given == "Jane Doe" else {})


def bibtex(*fields: str, kind: str = "article") -> ListItem:
    [item] = read_bibtex(f"@{kind}{{a, title = {{A}}, {', '.join(fields)}}}", "en").items
    return item


# a field of BibTeX → the field that it fills with "tin"
BIBTEX_FIELDS = {
    **dict.fromkeys(("annote", "annotation"), "remark"),
    **dict.fromkeys(("keywords", "keyword"), "tags"),
    **dict.fromkeys(("author", "editor"), "authors"),
    **dict.fromkeys(("journal", "journaltitle", "booktitle"), "container"),
    **dict.fromkeys(("publisher", "school", "institution"), "publisher"),
    **dict.fromkeys(("number", "issue"), "issue"),
    **{"abstract": "summary", "volume": "volume", "pages": "pages"},
    **dict.fromkeys(("date-added", "added-at", "timestamp"), "added"),
}


@pytest.mark.parametrize(("name", "field"), BIBTEX_FIELDS.items())
def test_a_field_of_bibtex_fills_its_field(name: str, field: str) -> None:
    found = read_bibtex(f"@article{{a, title = {{A}}, {name.upper()} = {{tin}}}}", "en")
    [item] = found.items
    stated = getattr(item.publication if hasattr(item.publication, field) else item, field)
    assert stated == (("tin",) if field in ("tags", "authors") else "tin")
    assert found.not_kept == ()


@pytest.mark.parametrize("name", ["crossref", "file", "owner", "mendeley-groups", "urldate", "ids"])
def test_what_programs_note_for_themselves_is_not_missed(name: str) -> None:
    found = read_bibtex(f"@article{{a, title = {{A}}, {name} = {{x}}, bdsk-url-1 = {{x}}}}", "en")
    assert found.not_kept == ()


def test_the_timestamp_of_dblp_is_its_own() -> None:
    assert bibtex("timestamp = {2024}", "biburl = {x}").added is None
    assert bibtex("timestamp = {2024}", "bibsource = {x}").added is None


@pytest.mark.parametrize(
    "kind", ["proceedings", "collection", "mvcollection", "mvproceedings", "book"]
)
def test_a_collection_of_which_others_are_parts_is_no_article(kind: str) -> None:
    text = f"@incollection{{a, title = {{A}}, crossref = {{B}}}} @{kind}{{b, title = {{B}}}}"
    found = read_bibtex(text, "en")
    assert [item.title for item in found.items] == ["A"]
    assert found.doubts == (
        Doubt(
            where="entry 2 (line 1, “b”)",
            message="no article of its own: other entries are parts of it",
            severity="info",
        ),
    )
    assert [item.title for item in read_bibtex(text.replace("{B}}}", "{c}}}"), "en").items]


# what a part states itself → its authors and its date, of a whole with all that it may give
INHERITED = {
    "note = {x}": (("Bo Lind",), "2020-03-04"),
    "author = {Ann Roe}": (("Ann Roe",), "2020-03-04"),
    "editor = {Ann Roe}": (("Bo Lind",), "2020-03-04"),
    "date = {2019-01}": (("Bo Lind",), "2019-01"),
    "year = {2019}": (("Bo Lind",), "2019-03-04"),
    "month = {7}": (("Bo Lind",), "2020-07-04"),
    "day = {7}": (("Bo Lind",), "2020-03-07"),
}


@pytest.mark.parametrize(("field", "expected"), INHERITED.items(), ids=INHERITED)
def test_a_part_has_from_the_whole_what_it_does_not_say_itself(
    field: str, expected: tuple[tuple[str, ...], str]
) -> None:
    whole = "author = {Bo Lind}, editor = {Cy Wu}, year = 2020, month = 3, day = 4, abstract = {x}"
    part = f"@incollection{{a, title = {{A}}, {field}, crossref = {{b}}}}"
    [item, *_] = read_bibtex(f"{part} @misc{{b, title = {{B}}, {whole}}}", "en").items
    assert (item.authors, item.date) == expected
    assert item.summary is None


@pytest.mark.parametrize("kind", ["misc", "online", "electronic", "www", "unpublished"])
def test_what_has_a_number_of_arxiv_and_no_other_type_is_a_preprint(kind: str) -> None:
    item = bibtex("eprint = {2401.00001}", "archiveprefix = {arXiv}", kind=kind)
    assert item.publication
    assert (item.publication.type, item.publication.arxiv) == ("preprint", "2401.00001")
    assert item.url == "https://arxiv.org/abs/2401.00001"


# what each of the exports in JSON holds, all of which is kept or plainly of no use here
KEYS = {
    "Pinboard": "href description extended time shared toread tags hash meta",
    "Omnivore": (
        "id slug title description author url state readingProgress thumbnail labels savedAt "
        "updatedAt publishedAt"
    ),
    "Octavo": (
        "id path url title authors summary tags date added notes evidence conflicts sources "
        "series kind preview date_evidence date_start date_end date_precision name_parts "
        "publication references"
    ),
}
READERS = {
    "Pinboard": lambda item: read_pinboard([item]),
    "Omnivore": lambda item: read_omnivore([item]),
    "Octavo": lambda item: read_octavo({"articles": [item]}),
}


@pytest.mark.parametrize("name", KEYS)
def test_what_an_export_holds_is_not_missed_and_what_else_is_there_is(name: str) -> None:
    item = dict.fromkeys((*KEYS[name].split(), "tin"), "https://e.example/a")
    assert READERS[name](item).not_kept == ("tin",)
    assert READERS[name](item | {"tin": ""}).not_kept == ()


@pytest.mark.parametrize("key", ["icon", "icon_uri", "last_visit", "last_modified", "last_charset"])
def test_what_browsers_note_of_a_bookmark_is_not_missed(key: str) -> None:
    text = f'<DL><DT><A HREF="https://e.example/a" {key.upper()}="1" TIN="2">A</A></DL>'
    assert read_bookmarks(text).not_kept == ("tin",)


# fields of BibTeX → the address
BIBTEX_URLS = {
    r"url = {https://e.example/a\_b}": "https://e.example/a_b",
    r"url = {\url{https://e.example/a}}": "https://e.example/a",
    r"url = {x}, howpublished = {\url{https://e.example/b}}": "https://e.example/b",
    r"howpublished = {See \href{https://e.example/b}{here}}": "https://e.example/b",
    "note = {at https://e.example/c}": "https://e.example/c",
    "journal = {arXiv preprint arXiv:2401.00001}": "https://arxiv.org/abs/2401.00001",
    "note = {arXiv:2401.00001v2}": "https://arxiv.org/abs/2401.00001v2",
    "eprint = {https://e.example/d}": "https://e.example/d",
    "eprint = {arXiv:2401.00001}, eprinttype = {arXiv}": "https://arxiv.org/abs/2401.00001",
    "eprint = {1234}, archiveprefix = {other}": None,
    "doi = {10.1000/a}": "https://doi.org/10.1000/a",
    "doi = {10.1000/a}, url = {https://e.example/a}": "https://e.example/a",
}


@pytest.mark.parametrize(("fields", "url"), BIBTEX_URLS.items(), ids=BIBTEX_URLS)
def test_an_address_is_that_of_the_url_the_doi_the_eprint_or_a_note(
    fields: str, url: str | None
) -> None:
    assert bibtex(fields).url == url


# the value of a field → the text
VALUES = {
    '"a" # "b"': "ab",
    "{a{b}} # c": "abc",
    '"a" # "b" # {c}': "abc",
    '"say {"}x{"}" # {y}': 'say "x"y',
    "tin": "iron",
    "TIN # 5": "iron5",
    "{tin}": "tin",
}


@pytest.mark.parametrize(("value", "text"), VALUES.items(), ids=VALUES)
def test_a_value_of_bibtex_is_joined_of_texts_numbers_and_names(value: str, text: str) -> None:
    [item] = read_bibtex(f"@string{{tin = {{iron}}}} @misc{{a, title = {value}}}", "en").items
    assert item.title == text


# lines → whether they list addresses
URL_LISTS = {
    "https://e.example/a\nHTTP://e.example/b\n": True,
    "# A comment\n\n- https://e.example/a\n* https://e.example/b\n+ https://e.example/c": True,
    "https://e.example/a\nx": False,
    "https://e.example/a\nhttps://e.example/b\nx": True,
    "ftp://e.example/a": False,
    "# https://e.example/a": False,
    "": False,
}


@pytest.mark.parametrize(("text", "is_one"), URL_LISTS.items(), ids=repr)
def test_a_text_most_lines_of_which_are_addresses_is_a_list(text: str, is_one: bool) -> None:
    assert is_url_list(text) == is_one


def test_what_stands_after_an_address_is_its_title() -> None:
    text = "# A\n\nhttps://e.example/a - On Pots.\n- https://e.example/b\nhttps://[x On Pans\nx\n"
    message = "left out: “{}” is no http or https address"
    assert read_url_list(text) == ListContents(
        items=(
            ListItem(where="entry 1 (line 3)", title="On Pots", url="https://e.example/a"),
            ListItem(where="entry 2 (line 4)", title=None, url="https://e.example/b"),
        ),
        doubts=(
            Doubt(where="entry 3 (line 5)", message=message.format("https://[x On Pans")),
            Doubt(where="entry 4 (line 6)", message=message.format("x")),
        ),
    )


# a text in Markdown → whether it is a list of links
MARKDOWN = {
    "- [A](https://e.example/a)": True,
    "1. [A](https://e.example/a)": True,
    "2) [A](https://e.example/a)": True,
    "  * <https://e.example/a>": True,
    "+ [A][a]\n\n[a]: https://e.example/a": True,
    "- [A](https://e.example/a)\n\nText.": True,
    "- [A](https://e.example/a)\n\nText.\n\nMore.": False,
    "Text.\n\nMore.\n\n- [A](https://e.example/a)\n\n<!-- Octavo: list.md -->\n": True,
    "[A](https://e.example/a)": False,
    "- A": False,
    "- [A](mailto:a@e.example)": False,
}


@pytest.mark.parametrize(("text", "is_one"), MARKDOWN.items(), ids=repr)
def test_a_list_in_markdown_has_as_many_links_as_there_are_paragraphs(
    text: str, is_one: bool
) -> None:
    assert is_markdown_list(text) == is_one


def test_opml_is_known_by_its_element_and_lists_feeds_or_is_refused() -> None:
    assert is_opml(b" " * 1995 + b"<OPML>")
    assert not is_opml(b" " * 2000 + b"<opml>")
    for text in (b"<opml><body/></opml>", b'<opml><body><outline text="A"/></body></opml>'):
        with pytest.raises(SourceError, match=r"^f: lists no feed \(no outline with an xmlUrl\)$"):
            read_opml(text, "f")


# an outline → the feed that it names
OUTLINES = {
    '<outline title="A" text="B" xmlUrl="https://e.example/"/>': ("https://e.example/", "A"),
    '<outline text="B" XMLURL="https://e.example/"/>': ("https://e.example/", "B"),
    '<outline xmlUrl=" feed://e.example/a"/>': ("http://e.example/a", None),
    '<outline xmlUrl="FEED:https://e.example/a"/>': ("https://e.example/a", None),
    '<outline isComment="TRUE"><outline xmlUrl="https://e.example/"/></outline>': None,
    '<outline isComment="false" xmlUrl="https://e.example/"/>': ("https://e.example/", None),
    '<outline xmlUrl="feed:x"/>': None,
}


@pytest.mark.parametrize(("outline", "expected"), OUTLINES.items(), ids=OUTLINES)
def test_an_outline_with_the_address_of_a_feed_is_one(
    outline: str, expected: tuple[str, str | None] | None
) -> None:
    other = '<outline xmlUrl="https://other.example/"/>'
    text = f"<opml><head><title>T</title></head><body>{outline}{other}</body></opml>"
    read = read_opml(text.encode(), "f")
    feeds = [ListedFeed(url="https://other.example/")]
    if expected:
        feeds.insert(0, ListedFeed(url=expected[0], title=expected[1]))
    assert (read.title, read.feeds) == ("T", tuple(feeds))


# a file of each format, by the name of the format → the ending that such a file has
FORMATS = {
    "Octavo’s feed.xml": ("", None),
    "bookmarks": ("<!DOCTYPE NETSCAPE-Bookmark-file-1>", "html"),
    "a page of Pocket or Instapaper": ("<html><title>Pocket Export</title>", "html"),
    "RIS": ("TY  - JOUR\n", "ris"),
    "BibTeX": ("@misc{a, title = {A}}", "bib"),
    "CSV with a header": ("url,title\n", "csv"),
    "a Markdown list of links": ("- [A](https://e.example/a)", "md"),
    "a list of addresses": ("https://e.example/a", "txt"),
    "CSL-JSON": ('[{"type": "book", "title": "A"}]', "json"),
    "Pinboard’s JSON": ('[{"href": "x", "description": "A", "time": ""}]', "json"),
    "Omnivore’s JSON": ('[{"slug": "a", "url": "x", "savedAt": ""}]', "json"),
    "Octavo’s articles.json": ('{"version": 1, "articles": []}', "json"),
    "Octavo’s feed.json": (
        '{"version": "https://jsonfeed.org/version/1.1", "items": [{"_octavo": {}}]}',
        "json",
    ),
}


def test_every_format_is_named() -> None:
    assert tuple(FORMATS) == LIST_FORMATS


# what lacks something that every file of its format has
NO_LISTS = (
    *('[{"href": "x", "time": ""}]', '[{"description": "A", "time": ""}]', "[]", "{}", "", "x"),
    *('[{"url": "x", "savedAt": ""}]', '[{"slug": "a", "savedAt": ""}]', '[{"type": "book"}]'),
    *('[{"href": "x", "description": "A", "time": ""}, {}]', '[{"type": 1, "title": "A"}]'),
    *('{"version": "1", "articles": []}', '{"version": 1, "articles": {}}', "[[]]"),
)


@pytest.mark.parametrize("text", NO_LISTS)
def test_what_lacks_something_that_its_format_has_is_none(text: str) -> None:
    assert recognise_list(text.encode()) is None


@pytest.mark.parametrize(("text", "ending"), FORMATS.values(), ids=FORMATS)
def test_a_list_is_recognised_by_what_stands_in_it(text: str, ending: str | None) -> None:
    assert recognise_list(text.encode()) == ending
