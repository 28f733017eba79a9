"""Of two builds into one folder the second waits, on every system that has locks."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from generator.errors import OutputError
from generator.model.pages import File
from generator.output.publish import open_output
from tests.output.publishing import publish_files
from tests.output.small import tree

HOME = [File(path="index.html", pieces=[b"home"])]

# A process that holds an output folder until it is killed.
HOLDER = """
import sys
from pathlib import Path
from generator.output.publish import open_output
with open_output(Path(sys.argv[1]), on_message=print):
    print("held", flush=True)
    sys.stdin.read()
"""


def hold(output: Path) -> subprocess.Popen[str]:
    """Starts a process that holds the folder now."""
    holder = subprocess.Popen(
        [sys.executable, "-W", "error", "-c", HOLDER, str(output)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert holder.stdout is not None
    assert holder.stdout.readline() == "held\n"
    return holder


def end(holder: subprocess.Popen[str]) -> None:
    holder.kill()
    holder.communicate()


def test_a_second_build_waits_for_the_first(tmp_path: Path) -> None:
    output = tmp_path / "site"
    order: list[str] = []
    staged = threading.Event()
    waiting = threading.Event()

    def slow() -> Iterator[File]:
        yield File(path="index.html", pieces=[b"first"])
        staged.set()
        waiting.wait(10)
        order.append("first")

    def second_build() -> None:
        with open_output(output):
            order.append("second")

    first = threading.Thread(target=publish_files, args=(slow(), output))
    first.start()
    staged.wait(10)
    second = threading.Thread(target=second_build)
    second.start()
    second.join(0.2)
    assert second.is_alive()
    waiting.set()
    first.join()
    second.join()
    assert order == ["first", "second"]
    assert (output / "index.html").read_bytes() == b"first"


def test_another_process_is_waited_for_and_a_killed_one_is_not(tmp_path: Path) -> None:
    output = tmp_path / "site"
    publish_files(HOME, output)
    before = tree(output)
    holder = hold(output)
    second = subprocess.Popen(
        [sys.executable, "-c", HOLDER, str(output)],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
    )
    try:
        with pytest.raises(subprocess.TimeoutExpired):
            second.wait(1)
    finally:
        end(holder)
    assert second.communicate(timeout=30)[0] == b"held\n"
    assert second.returncode == 0
    assert tree(output) == before


def test_a_second_build_says_so_when_it_has_waited_long(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("generator.lock._PATIENCE_SECONDS", 0.05)
    output = tmp_path / "site"
    publish_files(HOME, output)
    before = tree(output)
    holder = hold(output)
    try:
        message = "site: another build has been publishing here for a minute; wait for it, or end"
        with pytest.raises(OutputError, match=message):
            publish_files([File(path="index.html", pieces=[b"new"])], output)
        held = tree(output)
    finally:
        end(holder)
    assert {path: data for path, data in held.items() if path in before} == before


def published_with_messages(output: Path) -> list[str]:
    messages: list[str] = []
    with open_output(output, on_message=messages.append):
        pass
    publish_files(HOME, output)
    assert (output / "index.html").read_bytes() == b"home"
    return messages


def test_where_no_lock_can_be_made_the_build_goes_on_with_one_message(tmp_path: Path) -> None:
    (tmp_path / ".cache").write_text("a file")
    (message,) = published_with_messages(tmp_path / "site")
    place = tmp_path / ".cache" / "octavo" / "site.lock"
    assert message.startswith(f"{place}: cannot be locked: ")
    assert message.endswith("; let nothing else build here at the same time")


def test_where_the_system_has_no_locks_the_build_goes_on_with_one_message(tmp_path: Path) -> None:
    """Not even a lock that another Python has left is in its way."""
    publish_files(HOME, tmp_path / "site")
    done = subprocess.run(
        [
            *(sys.executable, "-W", "error", "-c"),
            "import sys\nsys.modules['fcntl'] = None\n" + HOLDER,
            str(tmp_path / "site"),
        ],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=True,
    )
    place = tmp_path / ".cache" / "octavo" / "site.lock"
    message = "cannot be locked: fcntl is unavailable; let nothing else build here at the same time"
    assert (done.stdout, done.stderr) == (f"{place}: {message}\nheld\n", "")


def test_a_lock_is_not_opened_through_a_link(tmp_path: Path) -> None:
    place = tmp_path / ".cache" / "octavo" / "site.lock"
    place.parent.mkdir(parents=True)
    place.symlink_to(tmp_path / "elsewhere")
    (message,) = published_with_messages(tmp_path / "site")
    assert message.startswith(f"{place}: cannot be locked: ")
    assert not (tmp_path / "elsewhere").exists()


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no pipes with names")
def test_a_pipe_in_place_of_the_lock_is_not_waited_for(tmp_path: Path) -> None:
    place = tmp_path / ".cache" / "octavo" / "site.lock"
    place.parent.mkdir(parents=True)
    os.mkfifo(place)
    publish_files(HOME, tmp_path / "site")


def test_the_same_folder_by_another_way_is_the_same_lock(tmp_path: Path) -> None:
    (tmp_path / "home").mkdir()
    (tmp_path / "way").symlink_to("home")
    holder = hold(tmp_path / "home" / "site")
    waiting = threading.Event()

    def second_build() -> None:
        with open_output(tmp_path / "way" / "site"):
            waiting.set()

    second = threading.Thread(target=second_build)
    second.start()
    assert not waiting.wait(0.2)
    end(holder)
    second.join()
    assert waiting.is_set()


@pytest.mark.skipif(not hasattr(os, "fork"), reason="this system does not fork")
def test_a_process_that_outlives_its_killed_build_holds_nothing(tmp_path: Path) -> None:
    fork = "import os, time\n    child = os.fork()\n    if child == 0: time.sleep(60)\n    "
    holder = subprocess.Popen(
        [
            *(sys.executable, "-c"),
            HOLDER.replace('print("held"', f"{fork}print(child"),
            str(tmp_path / "site"),
        ],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert holder.stdout is not None
    child = int(holder.stdout.readline())
    holder.kill()
    holder.wait()
    try:
        publish_files(HOME, tmp_path / "site")
    finally:
        os.kill(child, signal.SIGKILL)
        holder.communicate()
