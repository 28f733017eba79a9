"""A build that is killed leaves whole files only, and the next one ends in the same bytes.

The next build is the one that was cut off, or one of what stood there before.
"""

from __future__ import annotations

import os
import random
import signal
import time
from itertools import count
from pathlib import Path

import pytest

from generator.commands.check import check
from generator.output.publish import STAGING
from tests.output.small import Small, in_child, killed_at, tree

pytestmark = [
    pytest.mark.skipif(not hasattr(os, "fork"), reason="this system does not fork"),
    pytest.mark.slow,
]

# How many builds are killed at random. With OCTAVO_KILLS=200, builds are also killed before each of
# their changes to the disk, not before every seventh.
KILLS = int(os.environ.get("OCTAVO_KILLS", "10"))
STRIDE = 7 if KILLS < 200 else 1


@pytest.fixture
def small(tmp_path: Path) -> Small:
    small = Small(tmp_path)
    small.build(0)
    return small


def exit_of(child: int) -> int:
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def test_a_build_cut_off_before_any_step_is_finished_by_the_next(small: Small) -> None:
    assert check(small.output) == ()
    now = 0
    for step in count(1, STRIDE):
        other = 1 - now
        child = in_child(lambda: killed_at(step, lambda: small.build(other)))
        killed = exit_of(child) == -signal.SIGKILL
        assert small.is_whole(other), step
        if killed and step % 2:  # every other time, what had been there is wanted again
            other = now
        small.build(other)
        assert tree(small.output) == small.expected[other], step
        now = other
        if not killed:
            break
    assert check(small.output) == ()
    assert step > 50


def test_a_build_that_is_cut_off_and_fails_next_time_leaves_whole_files(small: Small) -> None:
    """A build that fails changes nothing but the staging, which it throws away."""
    broken = small.contents[0] / "site.toml"
    for step in range(5, 400, 20):
        small.build(0)
        child = in_child(lambda: killed_at(step, lambda: small.build(1)))
        if exit_of(child) != -signal.SIGKILL:
            break
        assert small.is_whole(1), step
        left = tree(small.output)
        text = broken.read_text()
        broken.write_text("[site")
        assert exit_of(in_child(lambda: small.build(0))) == 3
        broken.write_text(text)
        assert tree(small.output) == {
            path: data for path, data in left.items() if not path.startswith(f"{STAGING}/")
        }
    assert step > 50


def test_a_build_killed_at_any_moment_is_finished_by_the_next(small: Small) -> None:
    chance = random.Random(6)
    start = time.monotonic()
    exit_of(in_child(lambda: small.build(1)))
    lasts = time.monotonic() - start
    now, killed = 1, 0
    for moment in range(10 * KILLS):
        if killed == KILLS:
            break
        other = 1 - now
        child = in_child(lambda: small.build(other))
        time.sleep(chance.random() * lasts)
        os.kill(child, signal.SIGKILL)
        was_killed = exit_of(child) == -signal.SIGKILL
        killed += was_killed
        # How long a build takes depends on what else the machine does.
        lasts *= 1 if was_killed else 0.8
        assert small.is_whole(other), moment
        small.build(other)
        assert tree(small.output) == small.expected[other], moment
        now = other
    assert check(small.output) == ()
    assert killed == KILLS


def test_captures_are_never_modified(small: Small) -> None:
    before = {
        path: (path.stat().st_mtime_ns, path.stat().st_ino, path.read_bytes())
        for content in small.contents
        for path in content.rglob("*")
        if path.is_file()
    }
    for version in (1, 0, 1):
        exit_of(in_child(lambda: killed_at(20, lambda: small.build(version))))
        small.build(version)
    assert before == {
        path: (path.stat().st_mtime_ns, path.stat().st_ino, path.read_bytes()) for path in before
    }
