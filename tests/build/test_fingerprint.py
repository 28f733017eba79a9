"""Nothing to do is found out from stamps, and an edit is never missed."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from generator.build import fingerprint
from generator.build.fingerprint import Fingerprint, identity_of, place_for
from tests.bench.corpus import make_works, write_ours

ROOT = Path(__file__).parents[2]
RECORD = ".cache/octavo/site.json"


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder that the test stands in: two inputs and one output, recorded some time ago."""
    monkeypatch.chdir(tmp_path)
    Path("in/sub").mkdir(parents=True)
    Path("in/a.txt").write_text("one")
    Path("in/sub/b.txt").write_text("two")
    Path("in/sub/module.py").write_text("")
    Path("site").mkdir()
    Path("site/out.html").write_text("page")
    record()
    assert is_current()
    let_time_pass()
    return tmp_path


def record(identity: str = "same") -> None:
    """Record a build of in/ that wrote site/out.html."""
    build = Fingerprint(RECORD, identity)
    build.take(["in"], without=[])
    build.keep("said before\n", "site", [("out.html", hash_of("page"), "key")])


def hash_of(text: str) -> str:
    place = Path("hashed")
    place.write_text(text)
    return fingerprint._hash("hashed", fingerprint.stamp_of("hashed"))


def let_time_pass() -> None:
    """Make the record younger than all files by far more than any clock's tick."""
    later = time.time_ns() + 3_600_000_000_001
    os.utime(RECORD, ns=(later, later))


def until_the_clock_ticks() -> None:
    """Write files until one has another time than the first."""
    times: set[int] = set()
    while len(times) < 2:
        Path("clock").write_text("")
        times.add(Path("clock").stat().st_mtime_ns)


def is_current(identity: str = "same") -> bool:
    return Fingerprint(RECORD, identity).is_current()


@pytest.fixture
def hashed(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The files whose bytes were looked at, in order."""
    paths: list[str] = []
    really = fingerprint._hash

    def noted(path: str, *how: Any) -> str:
        paths.append(path)
        return really(path, *how)

    monkeypatch.setattr(fingerprint, "_hash", noted)
    return paths


def swap_with_old_times(path: Path) -> None:
    """Another text of the same length, with the time of modification that the file had."""
    before = path.stat()
    path.write_text(path.read_text().swapcase())
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))


def copy_everything() -> None:
    """A fresh checkout: the same bytes, all times new."""
    for folder in ("in", "site"):
        shutil.copytree(folder, "copy")
        shutil.rmtree(folder)
        Path("copy").rename(folder)


def keep_bytecode(folder: str) -> None:
    Path(folder, "__pycache__").mkdir()
    Path(folder, "__pycache__", "module.pyc").write_bytes(b"bytecode")


def cut_record(length: int) -> None:
    os.truncate(RECORD, length if length > 0 else Path(RECORD).stat().st_size + length)


def change_record(**changes: object) -> None:
    Path(RECORD).write_text(json.dumps(json.loads(Path(RECORD).read_text()) | changes))


def replace_by_pipe(path: str) -> None:
    Path(path).unlink()
    os.mkfifo(path)


def replace_by_folder(path: str) -> None:
    Path(path).unlink()
    Path(path).mkdir()


CHANGES: dict[str, tuple[Callable[[], object], bool]] = {
    "nothing at all": (lambda: None, True),
    "a touched input that holds the same": (Path("in/a.txt").touch, True),
    "a fresh checkout with other times": (copy_everything, True),
    "an input with another text": (lambda: Path("in/a.txt").write_text("two"), False),
    "another text with the old times": (lambda: swap_with_old_times(Path("in/sub/b.txt")), False),
    "an input that is gone": (Path("in/a.txt").unlink, False),
    "a new input": (lambda: Path("in/sub/c.txt").write_text(""), False),
    "a new folder": (lambda: Path("in/new").mkdir(), False),
    "a folder in place of an input": (
        lambda: replace_by_folder("in/a.txt"),
        False,
    ),
    "a pipe in place of an input": (lambda: replace_by_pipe("in/a.txt"), False),
    "a renamed input": (lambda: Path("in/a.txt").rename("in/z.txt"), False),
    "what Python keeps beside its modules": (lambda: keep_bytecode("in/sub"), True),
    "a folder of the owner's with its name": (lambda: Path("in/__pycache__").mkdir(), False),
    "the owner's hidden files": (lambda: Path("in/.git").mkdir(), True),
    "an output that was edited": (lambda: Path("site/out.html").write_text("mine"), False),
    "an output edited to the same length": (
        lambda: swap_with_old_times(Path("site/out.html")),
        False,
    ),
    "an output that is gone": (Path("site/out.html").unlink, False),
    "a pipe in place of an output": (lambda: replace_by_pipe("site/out.html"), False),
    "no record": (lambda: Path(RECORD).unlink(), False),
    "an empty record": (lambda: os.truncate(RECORD, 0), False),
    "a record that was cut off": (lambda: cut_record(200), False),
    "a record without its last byte": (lambda: cut_record(-1), False),
    "a record that is something else": (lambda: Path(RECORD).write_text("[1, {}]"), False),
    "a record of another version": (lambda: change_record(format=0), False),
    "a record of another folder": (lambda: change_record(folder="/elsewhere"), False),
    "a record with other things in it": (lambda: change_record(inputs={"in/a.txt": 3}), False),
    "a record that is nested too deeply": (
        lambda: Path(RECORD).write_text("[" * 100_000),
        False,
    ),
    "a pipe in place of the record": (lambda: replace_by_pipe(RECORD), False),
    "a folder in place of the record": (
        lambda: replace_by_folder(RECORD),
        False,
    ),
}


@pytest.mark.usefixtures("here")
@pytest.mark.parametrize(("change", "current"), CHANGES.values(), ids=CHANGES)
def test_a_build_is_current_only_if_nothing_changed(
    change: Callable[[], object], current: bool
) -> None:
    change()
    assert is_current() is current
    if current:
        let_time_pass()
        assert is_current()


@pytest.mark.usefixtures("here")
def test_what_the_last_build_said_is_kept() -> None:
    build = Fingerprint(RECORD, "same")
    assert build.is_current()
    assert build.message == "said before\n"


@pytest.mark.usefixtures("here")
def test_other_arguments_or_libraries_are_another_build() -> None:
    assert not is_current("other")
    assert is_current()


@pytest.mark.usefixtures("here")
def test_no_file_is_read_where_all_stamps_are_as_they_were(hashed: list[str]) -> None:
    assert is_current()
    assert hashed == []


@pytest.mark.usefixtures("here")
def test_a_touched_file_is_read_once_and_then_believed(hashed: list[str]) -> None:
    Path("in/a.txt").touch()
    assert is_current()
    let_time_pass()
    assert is_current()
    assert hashed == ["in/a.txt"]


@pytest.mark.usefixtures("here")
def test_only_changed_files_are_read_for_their_hash(hashed: list[str]) -> None:
    first = Fingerprint(RECORD, "same").take(["in"], without=[])
    Path("in/sub/b.txt").write_text("four")
    second = Fingerprint(RECORD, "same").take(["in"], without=[])
    assert hashed == ["in/sub/b.txt"]
    assert {path for path in second if second[path] != first[path]} == {"in/sub/b.txt"}


@pytest.mark.usefixtures("here")
@pytest.mark.parametrize("age_ns", [0, 40_000_000], ids=["at once", "40 ms before"])
def test_a_file_about_as_young_as_the_record_is_compared_by_its_bytes(
    age_ns: int, hashed: list[str]
) -> None:
    """Written again within one tick of the disk's clock, it has the stamp that it had."""
    young = max(path.stat().st_ctime_ns for path in (Path("in/a.txt"), Path("site/out.html")))
    os.utime(RECORD, ns=(young, young + age_ns + 1))
    assert is_current()
    assert {"in/a.txt", "in/sub/b.txt", "out.html"} <= {p.removeprefix("site/") for p in hashed}


@pytest.mark.usefixtures("here")
def test_a_young_file_with_an_old_time_of_modification_is_compared_too(hashed: list[str]) -> None:
    os.utime("in/a.txt", ns=(0, 0))
    record()
    changed = Path("in/a.txt").stat().st_ctime_ns
    os.utime(RECORD, ns=(changed, changed + 1))
    hashed.clear()
    assert is_current()
    assert "in/a.txt" in hashed


@pytest.mark.usefixtures("here")
def test_where_times_are_whole_seconds_a_file_is_young_for_longer(hashed: list[str]) -> None:
    second = -(-Path("in/a.txt").stat().st_ctime_ns // 1_000_000_000) * 1_000_000_000
    os.utime(RECORD, ns=(second, second + 1_000_000_000))
    assert is_current()
    assert "in/a.txt" in hashed


@pytest.mark.usefixtures("here")
def test_no_edit_at_once_after_a_build_is_missed() -> None:
    for number in range(50):
        record()
        Path("in/a.txt").write_text(f"{number:03}")
        assert not is_current(), number


@pytest.mark.usefixtures("here")
def test_a_record_is_as_old_as_what_was_read_first() -> None:
    """What is edited within a tick of that keeps its stamp, however long the build then takes."""
    Path("in/a.txt").write_text("two")
    build = Fingerprint(RECORD, "same")
    build.take(["in"], without=[])
    Path("read").write_text("")
    until_the_clock_ticks()
    build.keep("", "site", [("out.html", hash_of("page"), "key")])
    assert Path(RECORD).stat().st_mtime_ns <= Path("read").stat().st_mtime_ns


@pytest.mark.usefixtures("here")
def test_an_output_that_is_edited_at_once_after_a_build_is_noticed() -> None:
    for number in range(50):
        Path("site/out.html").write_text("page")
        record()
        Path("site/out.html").write_text(f"{number:04}")
        assert not is_current(), number


@pytest.mark.usefixtures("here")
def test_what_changes_while_a_build_runs_is_looked_at_by_the_next() -> None:
    """Also if it is changed back: the build may have read it before or after."""
    build = Fingerprint(RECORD, "same")
    build.take(["in"], without=[])
    Path("in/a.txt").write_text("read by the build")
    build.keep("", "site", [("out.html", hash_of("page"), "key")])
    Path("in/a.txt").write_text("one")
    let_time_pass()
    assert not is_current()


@pytest.mark.usefixtures("here")
def test_an_output_that_is_edited_during_a_build_is_found_by_the_next() -> None:
    build = Fingerprint(RECORD, "same")
    build.take(["in"], without=[])
    assert build.present_files("site")
    Path("site/out.html").write_text("mine")
    build.keep("", "site", [("out.html", hash_of("page"), "key")])
    let_time_pass()
    assert not is_current()


@pytest.mark.usefixtures("here")
def test_an_output_that_is_edited_before_a_build_ends_is_found_by_the_next() -> None:
    """One that this build has written."""
    build = Fingerprint(RECORD, "same")
    build.take(["in"], without=[])
    Path("site/out.html").write_text("new page")
    written = hash_of("new page")
    Path("site/out.html").write_text("mine")
    build.keep("", "site", [("out.html", written, "key")])
    let_time_pass()
    assert not is_current()


@pytest.mark.usefixtures("here")
def test_what_stands_in_the_output_is_known_by_hash_and_key() -> None:
    build = Fingerprint(RECORD, "same")
    build.take(["in"], without=[])
    assert build.present_files("site") == {"out.html": (hash_of("page"), "key")}
    Path("site/out.html").touch()
    assert build.present_files("site") == {"out.html": (hash_of("page"), "key")}
    Path("site/out.html").write_text("mine")
    assert build.present_files("site") == {}


@pytest.mark.usefixtures("here")
def test_what_stands_in_one_output_says_nothing_of_another() -> None:
    shutil.copytree("site", "other")
    build = Fingerprint(RECORD, "same")
    build.take(["in"], without=[])
    assert build.present_files("other") == {}


@pytest.mark.usefixtures("here")
def test_what_another_build_recorded_in_the_meantime_is_learned() -> None:
    waiting = Fingerprint(RECORD, "same")
    Path("in/a.txt").write_text("new")
    assert not waiting.is_current()
    Path("site/out.html").write_text("new page")
    other = Fingerprint(RECORD, "same")
    other.take(["in"], without=[])
    other.keep("", "site", [("out.html", hash_of("new page"), "new key")])
    Path("in/sub/b.txt").write_text("newer")
    fresh = Fingerprint("nowhere", "same")
    assert waiting.take(["in"], without=[]) == fresh.take(["in"], without=[])
    assert waiting.present_files("site") == {"out.html": (hash_of("new page"), "new key")}


@pytest.mark.usefixtures("here")
def test_a_root_that_was_not_there_at_the_last_build_is_taken_too() -> None:
    Path("later").mkdir()
    Path("later/c.txt").write_text("three")
    taken = Fingerprint(RECORD, "same").take(["in", "later", "nowhere"], without=[])
    inputs = ["in/a.txt", "in/sub/", "in/sub/b.txt", "in/sub/module.py"]
    assert sorted(taken) == [*inputs, "later/c.txt"]


@pytest.mark.usefixtures("here")
def test_without_a_record_there_is_something_to_do() -> None:
    build = Fingerprint(RECORD, "same")
    build.take(["in"], without=[])
    build.forget()
    assert not is_current()
    build.forget()


@pytest.mark.usefixtures("here")
def test_where_no_record_can_be_written_there_is_always_something_to_do() -> None:
    shutil.rmtree(".cache")
    Path(".cache").write_text("")
    record()
    assert not is_current()


@pytest.mark.usefixtures("here")
@pytest.mark.parametrize("make", [os.mkfifo, lambda path: Path(path).symlink_to("/dev/full")])
def test_what_stands_where_a_record_is_made_is_neither_waited_for_nor_written_to(
    make: Callable[[str], None],
) -> None:
    make(f"{RECORD}.new")
    record()
    let_time_pass()
    assert is_current()


def test_folders_that_are_no_input_are_left_out(tmp_path: Path) -> None:
    for name in ("kept/_site", ".git", "_site", "static/.well-known"):
        (tmp_path / "in" / name).mkdir(parents=True)
    for name in ("in/loop", "in/kept/back"):
        (tmp_path / name).symlink_to(tmp_path / "in")
    build = Fingerprint(str(tmp_path / "record"), "same")
    taken = build.take([str(tmp_path / "in")], without=[str(tmp_path / "in/_site")])
    below = sorted(path.removeprefix(f"{tmp_path}/in/") for path in taken)
    assert below == ["kept/", "kept/_site/", "static/", "static/.well-known/"]


@pytest.fixture
def linked(here: Path) -> Path:
    """The same where in/link.txt leads to a file elsewhere, and in/link to a folder elsewhere."""
    Path("elsewhere").mkdir()
    Path("elsewhere/file.txt").write_text("three")
    Path("in/link.txt").symlink_to(here / "elsewhere/file.txt")
    Path("in/link").symlink_to(here / "elsewhere")
    record()
    let_time_pass()
    assert is_current()
    let_time_pass()
    return here / "elsewhere"


def test_a_file_behind_a_link_is_looked_at(linked: Path) -> None:
    (linked / "file.txt").write_text("other")
    assert not is_current()


def test_a_link_that_becomes_the_file_that_it_led_to_is_another_input(linked: Path) -> None:
    """What lies outside may not be read, where the file may."""
    Path("in/link.txt").unlink()
    shutil.copy2(linked / "file.txt", "in/link.txt")
    assert not is_current()


def test_a_folder_behind_a_link_is_not_entered(linked: Path) -> None:
    """It may be the root of the disk."""
    (linked / "new.txt").write_text("new")
    assert is_current()


def test_links_that_lead_round_in_a_ring_or_nowhere_are_no_trouble(here: Path) -> None:
    for name, to in (("one", "two"), ("two", "one"), ("self", "self")):
        (here / "in" / name).mkdir()
        (here / "in" / name / "link").symlink_to(Path("..") / to)
    (here / "in/itself").symlink_to("itself")
    (here / "in/nowhere").symlink_to("nothing")
    (here / "in/root").symlink_to("/")
    record()
    let_time_pass()
    assert is_current()
    (here / "in/two/new.txt").write_text("new")
    assert not is_current()


@pytest.mark.usefixtures("here")
def test_a_name_that_is_no_text_is_recorded_as_any_other() -> None:
    name = os.fsdecode(b"in/\xff\n.txt")
    Path(name).write_text("one")
    record()
    let_time_pass()
    assert is_current()
    Path(name).write_text("two")
    assert not is_current()


def test_the_record_lies_beside_the_output(tmp_path: Path) -> None:
    arguments = ["build", "--output", str(tmp_path / "public")]
    assert place_for(arguments) == str(tmp_path / ".cache/octavo/public.json")
    assert place_for(["build", f"--output={tmp_path}/x/"]) == str(tmp_path / ".cache/octavo/x.json")
    assert place_for(["build"]) == os.path.abspath(".cache/octavo/_site.json")  # noqa: PTH100
    assert identity_of(arguments) != identity_of(["build"])


def octavo(
    folder: Path, *arguments: str, checkout: Path = ROOT
) -> subprocess.CompletedProcess[str]:
    """The command line in a Python of its own, which then names the libraries that it loaded."""
    program = (
        f"import sys; sys.argv = ['octavo', *{list(arguments)}]\n"
        "from generator.__main__ import main\n"
        "try:\n    main()\nfinally:\n"
        "    print(*sorted({'click', 'msgspec', 'jinja2', 'feedparser'} & set(sys.modules)))\n"
    )
    return subprocess.run(
        [sys.executable, "-c", program],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(checkout)},
        capture_output=True,
        text=True,
        check=True,
    )


@pytest.mark.slow
def test_a_build_that_changes_nothing_loads_and_writes_nothing(tmp_path: Path) -> None:
    write_ours(list(make_works(4)), tmp_path / "content")
    assert "published" in octavo(tmp_path, "build").stderr
    before = as_written(tmp_path / "_site")
    again = octavo(tmp_path, "build")
    assert (again.stdout, again.stderr) == ("\n", "unchanged  nothing to do in _site\n")
    assert as_written(tmp_path / "_site") == before


def as_written(folder: Path) -> dict[Path, tuple[float, ...]]:
    """All that tells of a file's writing; only the time of access is left out, being of reading."""
    found: dict[Path, tuple[float, ...]] = {}
    for path in sorted(folder.rglob("*")):
        stat = path.stat()
        found[path] = (*stat[:7], stat.st_mtime_ns, stat.st_ctime_ns)
    return found


@pytest.mark.slow
def test_a_build_by_another_octavo_is_another_build(tmp_path: Path) -> None:
    write_ours(list(make_works(4)), tmp_path / "content")
    for name in ("generator", "templates", "static"):
        shutil.copytree(ROOT / name, tmp_path / "other" / name)
    for checkout in (ROOT, tmp_path / "other"):
        assert "published" in octavo(tmp_path, "build", checkout=checkout).stderr


@pytest.mark.slow
def test_a_failed_build_leaves_something_to_do(tmp_path: Path) -> None:
    write_ours(list(make_works(4)), tmp_path / "content")
    site = (tmp_path / "content/site.toml").read_text()
    octavo(tmp_path, "build")
    (tmp_path / "content/site.toml").write_text("[site")
    for _ in range(2):
        with pytest.raises(subprocess.CalledProcessError):
            octavo(tmp_path, "build")
    (tmp_path / "content/site.toml").write_text(site)
    assert "published" in octavo(tmp_path, "build").stderr


@pytest.mark.slow
def test_a_pipe_in_place_of_the_record_does_not_hold_a_build(tmp_path: Path) -> None:
    write_ours(list(make_works(4)), tmp_path / "content")
    (tmp_path / ".cache/octavo").mkdir(parents=True)
    os.mkfifo(tmp_path / ".cache/octavo/_site.json")
    assert "published" in octavo(tmp_path, "build").stderr
    assert "nothing to do" in octavo(tmp_path, "build").stderr


@pytest.mark.usefixtures("here")
def test_a_page_made_while_an_input_was_edited_is_known_by_no_key() -> None:
    """It may show what was there before, or what was taken back since."""
    build = Fingerprint(RECORD, "same")
    build.take(["in"], without=[])
    Path("in/b.txt").write_text("new")
    build.keep("", "site", [("out.html", hash_of("page"), "key")])
    Path("in/b.txt").unlink()
    build = Fingerprint(RECORD, "same")
    build.take(["in"], without=[])
    assert build.present_files("site") == {"out.html": (hash_of("page"), "")}


def test_files_of_one_tick_that_change_places_are_told_apart(here: Path) -> None:
    """Of one size, with their folders renamed, so that no time of their own changes."""
    for name, text in (("one", "first"), ("two", "other")):
        (here / "in" / name).mkdir()
        (here / "in" / name / "file.txt").write_text(text)
    before = fingerprint.stamp_of("in/one/file.txt")
    for old, new in (("one", "three"), ("two", "one"), ("three", "two")):
        Path("in", old).rename(Path("in", new))
    after = fingerprint.stamp_of("in/one/file.txt")
    assert before[0] == after[0]
    assert before[3] != after[3]


@pytest.mark.usefixtures("here")
def test_a_large_file_is_known_by_its_bytes_whatever_its_times() -> None:
    size = (64 << 20) + 1
    os.truncate("in/a.txt", size)
    before = Path("in/a.txt").stat()
    record()
    let_time_pass()
    with Path("in/a.txt").open("r+b") as file:
        file.write(b"two")
    os.utime("in/a.txt", ns=(before.st_atime_ns, before.st_mtime_ns))
    assert not is_current()


def test_a_link_to_the_same_bytes_is_no_file_of_the_site(here: Path) -> None:
    Path("site/out.html").rename("elsewhere.html")
    Path("site/out.html").symlink_to(here / "elsewhere.html")
    assert not is_current()


def test_a_link_in_place_of_the_output_is_left_to_a_build_which_refuses_it(here: Path) -> None:
    Path("site").rename("moved")
    Path("site").symlink_to(here / "moved")
    assert not is_current()


@pytest.mark.usefixtures("here")
def test_nothing_but_the_record_is_left_beside_the_output() -> None:
    Path("in/a.txt").touch()
    assert is_current()
    Fingerprint(RECORD, "same").take(["in"], without=[])
    assert [path.name for path in Path(RECORD).parent.iterdir()] == ["site.json"]


def test_a_file_of_the_site_is_known_by_its_bytes_however_large(here: Path) -> None:
    """The data of 100,000 articles are larger than any capture."""
    os.truncate("site/out.html", (64 << 20) + 1)
    known = sha256(Path("site/out.html").read_bytes()).hexdigest()[:16]
    build = Fingerprint(RECORD, "same")
    build.take(["in"], without=[])
    build.keep("", "site", [("out.html", known, "key")])
    assert is_current()
