"""The log of captures: which names are dates, and in which order they were received."""

from __future__ import annotations

import gzip
import os
from pathlib import Path

import msgspec
import pytest

from generator.config.records import Config, Kind, Site, Source
from generator.errors import SourceError
from generator.model.record import PartialDate, Problem
from generator.sources.capture_files import Received, list_captures, parse_name

SOURCE = Source(name="feed", reader="feed", title="A feed")


def config(folder: Path) -> Config:
    return Config(
        folder=str(folder),
        site=Site(id="list", title="A list"),
        sources=(SOURCE,),
        kinds=(Kind(name="article", title="Article", plural="Articles"),),
    )


NAMES = {
    "a month": ("2024-03.txt", (PartialDate(year=2024, month=3), "")),
    "a year": ("2024.html", (PartialDate(year=2024), "")),
    "a day": ("2026-04-05.xml", (PartialDate(year=2026, month=4, day=5), "")),
    "an instant": (
        "2026-04-05T031754Z.xml",
        (PartialDate(year=2026, month=4, day=5), "031754"),
    ),
    "two endings": ("2026-04-05.xml.gz", (PartialDate(year=2026, month=4, day=5), "")),
    "no ending": ("2026-04-05", (PartialDate(year=2026, month=4, day=5), "")),
}
NO_NAMES = {
    "a word": "feed.xml",
    "a day that never was": "2026-02-30.xml",
    "an hour that never was": "2026-04-05T250000Z.xml",
    "an instant without its zone": "2026-04-05T031754.xml",
    "a month of one digit": "2026-4.xml",
    "a copy that an editor kept": "2026-04-05~.xml",
    "a range": "2026-04_2026-05.xml",
}


@pytest.mark.parametrize(("name", "expected"), NAMES.values(), ids=NAMES)
def test_a_captures_name_is_when_it_was_received(
    name: str, expected: tuple[PartialDate, str]
) -> None:
    assert parse_name(name) == expected


@pytest.mark.parametrize("name", NO_NAMES.values(), ids=NO_NAMES)
def test_other_names_are_no_captures(name: str) -> None:
    with pytest.raises(ValueError, match=r"^there is no |is no date"):
        parse_name(name)


def test_the_log_is_in_the_order_of_the_dates_and_not_of_the_names(tmp_path: Path) -> None:
    folder = tmp_path / "captures" / "feed"
    folder.mkdir(parents=True)
    names = [
        "2025.txt",
        "2025-09.txt",
        "2025-10.html",
        "2025-10-02.xml",
        "2025-10-02T000000Z.xml",
        "2025-10-02T235959Z.xml",
        "2026-01-01.xml",
    ]
    for name in reversed(names):
        (folder / name).write_text("x")
    log, problems = list_captures(SOURCE, config(tmp_path))
    assert [received.path for received in log] == [f"captures/feed/{name}" for name in names]
    assert problems == []


def test_a_folder_inside_is_a_resource_and_hidden_files_are_none(tmp_path: Path) -> None:
    folder = tmp_path / "captures" / "feed"
    (folder / "one" / "deeper").mkdir(parents=True)
    for name in ("2025.txt", "one/2024.txt", ".DS_Store", "one/.2025.txt", "one/deeper/2020.txt"):
        (folder / name).write_text("x")
    log, problems = list_captures(SOURCE, config(tmp_path))
    assert [(received.path, received.resource) for received in log] == [
        ("captures/feed/one/2024.txt", "one"),
        ("captures/feed/2025.txt", None),
    ]
    assert problems == []


def test_of_one_day_the_older_pages_of_a_feed_come_before_its_newest(tmp_path: Path) -> None:
    folder = tmp_path / "captures" / "feed"
    (folder / "page-2").mkdir(parents=True)
    for place in (folder, folder / "page-2"):
        (place / "2026-04-05.xml").write_text("")
    log, problems = list_captures(SOURCE, config(tmp_path))
    assert [one.resource for one in log] == ["page-2", None]
    assert problems == []


def test_a_file_whose_name_is_no_date_is_a_problem(tmp_path: Path) -> None:
    folder = tmp_path / "captures" / "feed"
    folder.mkdir(parents=True)
    (folder / "notes.txt").write_text("x")
    log, problems = list_captures(SOURCE, config(tmp_path))
    assert (log, problems) == (
        (),
        [
            Problem(
                where="captures/feed/notes.txt",
                message='not read: "notes" is no date (write 2025, 2025-07 or 2025-07-25)',
                severity="error",
            )
        ],
    )


def test_a_source_without_captures_is_a_problem(tmp_path: Path) -> None:
    assert list_captures(SOURCE, config(tmp_path)) == (
        (),
        [Problem(where="captures/feed", message="no captures yet", severity="error")],
    )


def test_a_link_is_followed_inside_content_and_nowhere_else(tmp_path: Path) -> None:
    content, outside = tmp_path / "content", tmp_path / "outside"
    folder = content / "captures" / "feed"
    for made in (folder / "one", content / "log", outside):
        made.mkdir(parents=True)
        (made / "2024.txt").write_text("x")
    (folder / "2001.txt").symlink_to(content / "log" / "2024.txt")
    (folder / "2002.txt").symlink_to(outside / "2024.txt")
    (folder / "2003.txt").symlink_to(content / "nowhere")
    (folder / "2004.txt").symlink_to(folder / "2004.txt")
    (folder / "in").symlink_to(content / "log")
    (folder / "one" / "2005.txt").symlink_to("../../../../outside/2024.txt")
    (folder / "out").symlink_to(outside)
    (folder / "out" / "2006.txt").symlink_to(folder / "one" / "2024.txt")
    log, problems = list_captures(SOURCE, config(content))
    assert [received.path for received in log] == [
        "captures/feed/2001.txt",
        "captures/feed/out/2006.txt",
        "captures/feed/in/2024.txt",
        "captures/feed/one/2024.txt",
    ]
    assert [(problem.where, problem.message) for problem in problems] == [
        ("captures/feed/2002.txt", "not read: it is a link out of the content folder"),
        ("captures/feed/2003.txt", "not read: it is no file"),
        ("captures/feed/2004.txt", "not read: it is no file"),
        ("captures/feed/one/2005.txt", "not read: it is a link out of the content folder"),
        ("captures/feed/out/2024.txt", "not read: it is a link out of the content folder"),
    ]
    (content / "captures" / "away").symlink_to(outside)
    away = msgspec.structs.replace(SOURCE, name="away")
    assert list_captures(away, config(content)) == (
        (
            Received(
                path="captures/away/2006.txt",
                file=content / "captures/away/2006.txt",
                resource=None,
                date=PartialDate(year=2006),
            ),
        ),
        [
            Problem(
                where="captures/away/2024.txt",
                message="not read: it is a link out of the content folder",
                severity="error",
            )
        ],
    )


def test_content_reached_by_a_link_and_a_log_beside_site_toml_are_read(tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    (tmp_path / "real" / "2024.txt").write_text("x")
    (tmp_path / "content").symlink_to("real")
    here = msgspec.structs.replace(SOURCE, captures=".")
    log, problems = list_captures(here, config(tmp_path / "content"))
    assert [(received.path, received.file) for received in log] == [
        ("2024.txt", tmp_path / "content" / "2024.txt")
    ]
    assert problems == []


MB = 1 << 20
LARGE = "; if it should be, set largest_mb of its source in site.toml"


def received(file: Path) -> Received:
    date = PartialDate(year=2026)
    return Received(path="a/2026.txt", file=file, resource=None, largest_mb=1, date=date)


def test_a_capture_of_the_largest_size_is_read_and_no_larger_one(tmp_path: Path) -> None:
    file = tmp_path / "2026.txt"
    file.write_bytes(b"x" * MB)
    assert len(received(file).read()) == MB
    file.write_bytes(b"x" * (MB + 1))
    with pytest.raises(SourceError) as refused:
        received(file).read()
    assert str(refused.value) == f"a/2026.txt: is more than 1 MB{LARGE}"


def test_what_is_no_file_is_not_read(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    for name in ("pipe", "missing", "."):
        with pytest.raises(SourceError, match=r"^a/2026.txt: it is no file$"):
            received(tmp_path / name).read()


def test_what_is_packed_unpacks_to_the_largest_size_and_to_no_more() -> None:
    one = received(Path("x"))
    assert one.unpacked(b"plain") == b"plain"
    assert one.unpacked(gzip.compress(b"x" * MB)) == b"x" * MB
    packed = gzip.compress(b"x" * (MB + 1))
    faults = {
        packed: f"unpacks to more than 1 MB{LARGE}",
        gzip.compress(b"words")[:-4]: "the gzip data is cut off",
    }
    for data, fault in faults.items():
        with pytest.raises(SourceError) as refused:
            one.unpacked(data)
        assert str(refused.value) == f"a/2026.txt: {fault}"
    with pytest.raises(SourceError, match=r"^a/2026.txt: broken gzip data \("):
        one.unpacked(b"\x1f\x8bwords")
