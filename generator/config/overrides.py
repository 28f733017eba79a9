"""Read content/overrides.toml into Overrides, and check it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

import msgspec

from generator.config.records import Config
from generator.config.toml_file import TomlFile, nearest
from generator.model.entries import ItemType, Publication
from generator.model.record import Record
from generator.text.bibliography import arxiv_in, citation_key_in, doi_in, isbn_in, issn_in, pmid_in
from generator.text.dates import parse_edtf
from generator.text.html import clean_text
from generator.text.urls import absolute_url, canonical_url


class FieldRule(Record, kw_only=True):
    """One [[set]]: the fields that are given replace what sources say."""

    #: Which article.
    article: str
    #: Why; the site shows it.
    reason: str
    #: Where it stands.
    url: str | None = None
    #: What it is called.
    title: str | None = None
    #: Who wrote it, each as signed; `[]`: nobody is named.
    authors: tuple[str, ...] | None = None
    #: When it was published: a year, a month, a day, or a range of two such (`2024-05/2024-07`).
    date: str | None = None
    #: What it is about.
    summary: str | None = None
    #: The name of a `[[kind]]`.
    kind: str | None = None
    #: The name of a `[[series]]`.
    series: str | None = None
    #: All its tags.
    tags: tuple[str, ...] | None = None
    #: Tags besides those that sources state.
    add_tags: tuple[str, ...] | None = None
    #: What it is cited as, in Zotero's words: this and what follows say where it was published.
    type: ItemType | None = None
    #: The journal, the book, the proceedings.
    container: str | None = None
    #: Of the journal.
    volume: str | None = None
    #: Of the volume.
    issue: str | None = None
    #: `12-34`, or the number of the article.
    pages: str | None = None
    #: Who published it.
    publisher: str | None = None
    #: The key under which BibTeX cites it.
    key: str | None = None
    #: `10.1000/182`.
    doi: str | None = None
    #: `2101.00001`.
    arxiv: str | None = None
    #: Its number in PubMed.
    pmid: str | None = None
    #: Of the book.
    isbn: str | None = None
    #: Of the journal.
    issn: str | None = None
    #: A picture of the article: a file in `static/`.
    image: str | None = None
    #: What the picture shows, for those who do not see it.
    image_alt: str | None = None
    #: The file and the line of the table.
    where: str = ""


#: What a [[set]] may set.
SETTABLE = tuple(
    name for name in FieldRule.__struct_fields__ if name not in ("article", "reason", "where")
)


class ArticleRule(Record, kw_only=True):
    """One [[hide]], [[show]], [[mention]] or [[article]]: a reference and a reason."""

    #: Which article.
    article: str
    #: Why; the site shows it.
    reason: str
    #: The file and the line of the table.
    where: str = ""


class SameRule(Record, kw_only=True):
    """One [[same]] or [[not_same]]: two or more references to what is, or is not, one article."""

    #: Two articles or more.
    articles: tuple[str, ...]
    #: Why; the site shows it.
    reason: str
    #: The file and the line of the table.
    where: str = ""


class MoveRule(Record, kw_only=True):
    """One [[moved]]: addresses that began with `from` begin with `to` now."""

    #: How the old addresses begin.
    from_: str = msgspec.field(name="from")
    #: How the new ones begin.
    to: str
    #: Why; the site shows it.
    reason: str
    #: The file and the line of the table.
    where: str = ""


class Overrides(Record, kw_only=True):
    """The tables of content/overrides.toml, checked. Every part may be empty.

    References are URLs, titles or ids; `where` is the file and line of each.
    """

    #: Sets fields of an article.
    set: tuple[FieldRule, ...] = ()
    #: Leaves an article out.
    hide: tuple[ArticleRule, ...] = ()
    #: Lists an article whatever the filters of its source say.
    show: tuple[ArticleRule, ...] = ()
    #: Lists an article as a mention only.
    mention: tuple[ArticleRule, ...] = ()
    #: Makes an article of a mention.
    article: tuple[ArticleRule, ...] = ()
    #: Joins what is one article, whatever the addresses.
    same: tuple[SameRule, ...] = ()
    #: Keeps apart what looks like one article.
    not_same: tuple[SameRule, ...] = ()
    #: Joins all that a site moved from one address to another.
    moved: tuple[MoveRule, ...] = ()


def load_overrides(config: Config, text: str | None = None) -> Overrides:
    """Return the overrides of overrides.toml; none where that file does not exist.

    With `text` that is read in place of what the file holds.

    Raises:
        ConfigError: anything in it cannot be used. (What it names is looked up when reconciling.)
    """
    path = Path(config.folder) / "overrides.toml"
    if text is None and not path.exists():
        return Overrides()
    tables = Overrides.__struct_fields__
    file = TomlFile(path, tables, text)
    overrides = Overrides(
        set=tuple(
            _cleaned(file, number, setting)
            for number, setting in enumerate(file.records("set", FieldRule))
        ),
        hide=file.records("hide", ArticleRule),
        show=file.records("show", ArticleRule),
        mention=file.records("mention", ArticleRule),
        article=file.records("article", ArticleRule),
        same=file.records("same", SameRule),
        not_same=file.records("not_same", SameRule),
        moved=tuple(
            _checked_move(file, number, move)
            for number, move in enumerate(file.records("moved", MoveRule))
        ),
    )
    for table in tables:
        for number, row in enumerate(getattr(overrides, table)):
            if not row.reason.strip():
                file.fail(file.line(table, number, "reason"), f"[[{table}]]: give a reason")
    for table in ("same", "not_same"):
        for number, pair in enumerate(getattr(overrides, table)):
            if len(set(pair.articles)) < 2:
                line = file.line(table, number, "articles")
                file.fail(line, f"[[{table}]]: name two articles or more")
    for number, setting in enumerate(overrides.set):
        _check_setting(file, number, setting, config)
    return overrides


def _cleaned(file: TomlFile, number: int, setting: FieldRule) -> FieldRule:
    """Return the setting with its texts as the model wants them: on one line, none empty."""
    cleaned: dict[str, str | tuple[str, ...]] = {}
    if url := absolute_url(setting.url):
        cleaned["url"] = url
    for name in ("title", "summary", "image", "image_alt"):
        if (text := getattr(setting, name)) is not None:
            cleaned[name] = clean_text(text) or ""
            if not cleaned[name]:
                file.fail(file.line("set", number, name), f'"{name}" is empty')
    for name in ("authors", "tags", "add_tags"):
        if (texts := getattr(setting, name)) is not None:
            cleaned[name] = tuple(clean_text(text) or "" for text in texts)
            if "" in cleaned[name]:
                file.fail(file.line("set", number, name), f'a text in "{name}" is empty')
    for name in Publication.__struct_fields__:
        if text := getattr(setting, name):
            value = publication_value(name, text)
            if value is None:
                called = _CALLED.get(name, name)
                file.fail(file.line("set", number, name), f"“{text}” is no {called}")
            cleaned[name] = value
    return msgspec.structs.replace(setting, **cleaned)


# What identifiers are called that have a form.
_CALLED = {
    "doi": "DOI",
    "arxiv": "number of arXiv’s",
    "pmid": "number of PubMed’s",
    "isbn": "ISBN",
    "issn": "ISSN",
    "key": "key that a bibliography can have",
}
_READERS: Mapping[str, Callable[[str], str | None]] = {
    "doi": doi_in,
    "arxiv": arxiv_in,
    "pmid": pmid_in,
    "isbn": isbn_in,
    "issn": issn_in,
    "key": citation_key_in,
}


def publication_value(name: str, text: str) -> str | None:
    """Return a field of a Publication as the model has it; None for what cannot be its value."""
    return _READERS.get(name, clean_text)(text)


def _checked_move(file: TomlFile, number: int, move: MoveRule) -> MoveRule:
    before, after = absolute_url(move.from_), absolute_url(move.to)
    for key, url, text in (("from", before, move.from_), ("to", after, move.to)):
        if url is None:
            line = file.line("moved", number, key)
            file.fail(line, f'"{text}" is no http or https URL')
    if before and after and canonical_url(before) == canonical_url(after):
        file.fail(file.line("moved", number, "to"), '[[moved]]: "from" and "to" are the same')
    return msgspec.structs.replace(move, from_=before or "", to=after or "")


def _check_setting(file: TomlFile, number: int, setting: FieldRule, config: Config) -> None:
    def fail(key: str, message: str) -> None:
        file.fail(file.line("set", number, key), message)

    if setting.url is not None and absolute_url(setting.url) is None:
        fail("url", f'"{setting.url}" is no http or https URL')
    if setting.date is not None:
        try:
            parse_edtf(setting.date)
        except ValueError as error:
            fail("date", str(error))
    _check_known(fail, "kind", setting.kind, (kind.name for kind in config.kinds))
    _check_known(fail, "series", setting.series, (series.name for series in config.series))
    if all(getattr(setting, field) is None for field in SETTABLE):
        fail("article", f"[[set]] sets no field; known: {', '.join(SETTABLE)}")


def _check_known(
    fail: Callable[[str, str], None], key: str, value: str | None, known: Iterable[str]
) -> None:
    names = list(known)
    if value is not None and value not in names:
        fail(key, f'site.toml has no {key} "{value}"{nearest(value, names)}')
