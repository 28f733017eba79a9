"""Files as received → what is read of them. A case is a pair of files in tests/data/<reader>/.

Adding a case is adding two files; of the second only the head is written by hand, `make golden`
writes the rest, and a person reads it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import msgspec
import pytest

from generator.config.overrides import Overrides
from generator.config.records import Config, Kind, Site, Source
from generator.errors import GeneratorError, SourceError
from generator.model.entries import CopyBody, Preview
from generator.model.record import PartialDate, Record
from generator.reconcile import reconcile
from generator.sources import READERS, read_capture, read_sources
from generator.sources.capture_files import Received
from generator.sources.notes import read_note
from generator.text.html import text_of_sanitised
from generator.text.search_terms import search_words

DATA = Path(__file__).parent.parent / "data"
# The folders of pairs, and the reader of each.
READER_OF = {"feed": "feed", "index": "index", "list": "list", "note": "note", "page": "preview"}
PAIRS = [path for folder in READER_OF for path in sorted((DATA / folder).glob("*.expected.json"))]

# Constant in all cases, said by the name of the file, or seen from the body of a copy.
_UNSAID = {"source", "capture", "position", "first_seen", "bodies", "length", "home_page"}


# A record's fields are worked out from its annotations each time that they are asked for.
fields_of = cache(msgspec.structs.fields)


def reread(expected: Path) -> bytes:
    """The bytes that the expected file should hold.

    Its head is kept: `shows` (a sentence), `entries_in` (how many entries a person counts in the
    file), and what else than the defaults `site` and `source` in site.toml say.
    """
    head = json.loads(expected.read_text("utf-8"))
    head.pop("read", None)
    received = received_of(expected)
    source, config = configured(READER_OF[expected.parent.name], head)
    if source.reader == "note":
        try:
            read = as_plain(read_note(received, f"notes/{received.name}", source), {})
        except ValueError as error:
            read = {"error": str(error)}
        return written(head, read)
    capture = Received(
        path=f"captures/{source.name}/{received.name}",
        file=received,
        resource=None,
        date=PartialDate(year=2026, month=1),
    )
    try:
        data = capture.unpacked(capture.read())
        contents = READERS[source.reader](data, capture, source, config)
        read = as_plain(contents, {body.key: body for body in contents.bodies})
    except SourceError as error:
        read = {"error": str(error)}
    return written(head, read)


def received_of(expected: Path) -> Path:
    """The file to which an expected file belongs."""
    name = expected.name.removesuffix(".expected.json")
    (received,) = (path for path in expected.parent.glob(f"{name}.*") if path != expected)
    return received


def written(head: dict[str, Any], read: Any) -> bytes:
    """An expected file: what a person wrote, and what was read."""
    text = json.dumps(head | {"read": read}, ensure_ascii=False, indent=2)
    return f"{text}\n".encode()


def configured(reader: str, head: dict[str, Any]) -> tuple[Source, Config]:
    """The one source of a case, and the site around it."""
    named = {"name": "s", "reader": reader, "title": "The source", **head.get("source", {})}
    site = {"id": "site", "title": "A Site", **head.get("site", {})}
    source = msgspec.convert(named, Source)
    config = Config(
        folder="content",
        site=msgspec.convert(site, Site),
        sources=(source,),
        kinds=(Kind(name="article", title="Article", plural="Articles"),),
    )
    return source, config


def as_plain(value: Any, bodies: Mapping[str, CopyBody]) -> Any:
    """A record without what is not said: its fields that have their default value.

    The body of a copy stands in its place, as HTML and as text.
    """
    if isinstance(value, dict):
        return {name: as_plain(part, bodies) for name, part in value.items()}
    if not isinstance(value, Record):
        return [as_plain(part, bodies) for part in value] if isinstance(value, tuple) else value
    if isinstance(value, PartialDate):
        return value.edtf
    found: dict[str, Any] = {}
    for field in fields_of(type(value)):
        content = getattr(value, field.name)
        if field.name in _UNSAID or content in (field.default, None, (), {}):
            continue
        if isinstance(value, Preview) and field.name == "body":
            found |= said_of_body(bodies[content])
        else:
            found[field.name] = as_plain(content, bodies)
    return found


def said_of_body(body: CopyBody) -> dict[str, str | None]:
    """The body of a copy as HTML and as text; it is found by the words of that."""
    text = text_of_sanitised(body.html)
    assert body.words == search_words(text)
    return {"body_html": body.html, "body_text": text}


@pytest.mark.parametrize(
    "expected", PAIRS, ids=lambda path: f"{path.parent.name}-{path.name.partition('.')[0]}"
)
def test_a_file_is_read_to_what_was_expected(
    expected: Path, golden: Callable[[Path, bytes], None]
) -> None:
    golden(expected, reread(expected))


@pytest.mark.slow
# The pairs of previews are read by a test of their own, and counted here.
@pytest.mark.parametrize("folder", [*READER_OF, "preview"])
def test_every_entry_is_part_of_an_article_or_a_mention_or_has_its_problem(
    folder: str, tmp_path: Path
) -> None:
    pairs = sorted((DATA / folder).glob("*.expected.json"))
    assert pairs
    wrong = {expected.name: miscounted(expected, tmp_path / expected.name) for expected in pairs}
    assert {name: places for name, places in wrong.items() if places} == {}


def miscounted(expected: Path, folder: Path) -> set[str]:
    """Where entries of a case are from that nothing is made of, and what is of no entry of it."""
    head = json.loads(expected.read_text("utf-8"))
    source, config = configured(READER_OF.get(expected.parent.name, "preview"), head)
    received = received_of(expected)
    ending = received.name.partition(".")[2]
    path = "notes/x.md" if source.reader == "note" else f"captures/s/2026-01.{ending}"
    (folder / path).parent.mkdir(parents=True)
    (folder / path).write_bytes(received.read_bytes())
    named = places_named(msgspec.structs.replace(config, folder=str(folder)))
    wanted = {
        "feed": {f"{path}, item {number + 1}" for number in range(head.get("entries_in", 1))},
        "index": {f"{path}, entry {number + 1}" for number in range(head.get("entries_in", 1))},
        "list": {f"{path}, entry {number + 1}" for number in range(head.get("entries_in", 1))},
    }.get(source.reader, {path})
    # Besides its number a list's entry has its line and its key.
    named = {re.sub(r"(, entry \d+) \(.*\)$", r"\1", where) for where in named}
    if not wanted:  # a file without entries is a problem itself
        return named ^ {path}
    # A problem may be of the file as a whole besides.
    return (named - ({path} - wanted)) ^ wanted


def places_named(config: Config) -> set[str]:
    """Where everything is from that the pipeline hands on, articles, mentions and problems."""
    try:
        reading = read_sources(config)
    except GeneratorError as error:
        return {line.strip().partition(": ")[0] for line in str(error).splitlines()[1:]}
    reconciled = reconcile(reading, Overrides(), config)
    return {
        *(statement.where for article in reconciled.articles for statement in article.statements),
        *(where for mention in reconciled.mentions for where in mention.where.split("; ")),
        *(problem.where for problem in (*reading.problems, *reconciled.problems)),
    }


@pytest.mark.parametrize("folder", READER_OF)
def test_every_file_has_an_expectation_and_says_what_it_shows(folder: str) -> None:
    files = {path.name.partition(".")[0] for path in (DATA / folder).iterdir()}
    expected = {path.name.partition(".")[0] for path in (DATA / folder).glob("*.expected.json")}
    assert files == expected
    for path in (DATA / folder).glob("*.expected.json"):
        assert json.loads(path.read_text("utf-8"))["shows"].endswith("."), path


@pytest.mark.slow
@pytest.mark.parametrize("folder", ["feed", "index", "list", "page"])
def test_a_file_cut_anywhere_is_read_as_far_as_it_goes_or_refused(
    folder: str, tmp_path: Path, thorough: bool
) -> None:
    for expected in sorted((DATA / folder).glob("*.expected.json")):
        source, config = configured(READER_OF[folder], json.loads(expected.read_text("utf-8")))
        data = received_of(expected).read_bytes()
        for part in (3, 5, 8) if thorough else (5,):
            file = tmp_path / received_of(expected).name
            file.write_bytes(data[: len(data) * part // 9])
            capture = Received(
                path=file.name, file=file, resource=None, date=PartialDate(year=2026)
            )
            read = read_capture(capture, source, config)
            assert "the parser failed" not in getattr(read, "message", ""), (file.name, part, read)


def test_there_are_as_many_pairs_as_promised() -> None:
    assert len(PAIRS) >= 190
