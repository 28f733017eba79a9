"""Whatever is edited, in whatever order: the site is as if it were built from nothing.

`SEQUENCES=40 pytest --thorough tests/build/test_random_edits.py` tries more than the tests do each
time.
"""

from __future__ import annotations

import os
import random
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from generator.build import capture_cache, page_files, workers
from tests.build.thread import Thread

SEQUENCES = int(os.environ.get("SEQUENCES", "12"))
# A short list and a long one, read by one process, and a long one that is read by two.
ORDINARY = (0, 1, 4)
ROUNDS = 3
ARTICLES = 5
WORDS = ("model", "**bold**", "1 < 2", "[x](https://thread.example.org/)", "ö", "\x01", "]]>")


def change_word(thread: Thread, rng: random.Random) -> None:
    preview = any_preview(thread, rng)
    if preview.exists():
        words = preview.read_text("utf-8").split(" ")
        words[rng.randrange(len(words))] = rng.choice(WORDS)
        preview.write_text(" ".join(words), "utf-8")


def any_preview(thread: Thread, rng: random.Random) -> Path:
    return thread.preview(rng.randrange(ARTICLES))


def remove_preview(thread: Thread, rng: random.Random) -> None:
    any_preview(thread, rng).unlink(missing_ok=True)


def add_preview(thread: Thread, rng: random.Random) -> None:
    """One more of the same page, or one that is in the wrong folder, or none at all."""
    previews = [path for path in map(thread.preview, range(ARTICLES)) if path.exists()]
    newer = any_preview(thread, rng).with_name(f"2026-07-{rng.randrange(2, 28):02d}.txt")
    shutil.copy(rng.choice([*previews, thread.feed]), newer)


def change_entry(thread: Thread, rng: random.Random) -> None:
    """Of the feed, so that the titles, addresses or authors of articles may be others."""
    text = thread.feed.read_text("utf-8")
    old = rng.choice(["circuit", "work-000001", "Ada", "<pubDate>", "<category>"])
    thread.feed.write_text(text.replace(old, old.replace("a", "e"), rng.randrange(1, 4)), "utf-8")


def add_or_remove_moment(thread: Thread, rng: random.Random) -> None:
    later = thread.feed.with_name(f"2026-07-{rng.randrange(2, 5):02d}.xml")
    if later.exists():
        later.unlink()
    else:
        text = thread.feed.read_text("utf-8")
        later.write_text(text.replace("<title>", "<title>New ", rng.randrange(1, 5)), "utf-8")


def override(thread: Thread, rng: random.Random) -> None:
    thread.set_title(rng.choice(["Another title", "Yet another", "<b>", "work"]))


def hide(thread: Thread, rng: random.Random) -> None:
    number = rng.randrange(ARTICLES)
    address = f"https://thread.example.org/2026/work-{number:06d}/index.html"
    with (thread.content / "overrides.toml").open("a") as file:
        file.write(f'[[hide]]\narticle = "{address}"\nreason = "For a test."\n')


def drop_overrides(thread: Thread, rng: random.Random) -> None:
    (thread.content / "overrides.toml").unlink(missing_ok=True)


def write_template(thread: Thread, rng: random.Random) -> None:
    name = rng.choice(["about.html", "mentions.html", "404.html", "list.html"])
    own = "{% extends 'base.html' %}{% block main %}" + rng.choice(WORDS) + "{% endblock %}"
    (thread.content / "templates" / name).write_text(own, "utf-8")


def write_slot(thread: Thread, rng: random.Random) -> None:
    (thread.content / "templates/_body-end.html").write_text(rng.choice(WORDS), "utf-8")


def write_strings(thread: Thread, rng: random.Random) -> None:
    strings = f'[en]\ntimeline = "{rng.choice(["All", "Everything"])}"\n'
    (thread.content / "templates/strings.toml").write_text(strings)


def drop_templates(thread: Thread, rng: random.Random) -> None:
    for template in (thread.content / "templates").iterdir():
        template.unlink()


def write_note(thread: Thread, rng: random.Random) -> None:
    notes = thread.content / "notes"
    notes.mkdir(exist_ok=True)
    address = f"https://thread.example.org/2026/work-{rng.randrange(ARTICLES):06d}/index.html"
    head = rng.choice([f"article: {address}", "title: Mine\ndate: 2026-06"])
    (notes / f"{rng.randrange(2)}.md").write_text(
        f"---\n{head}\n---\n{rng.choice(WORDS)}\n", "utf-8"
    )


def write_about(thread: Thread, rng: random.Random) -> None:
    (thread.content / "pages").mkdir(exist_ok=True)
    (thread.content / "pages/about.md").write_text(rng.choice(WORDS), "utf-8")


def change_site(thread: Thread, rng: random.Random) -> None:
    site = thread.content / "site.toml"
    first, ident, _, *rest = site.read_text("utf-8").splitlines()
    rest = [line for line in rest if not line.startswith(("base_url", "timezone", "language"))]
    more = rng.sample(
        ['base_url = "https://me.example/"', 'timezone = "Asia/Tokyo"', 'language = "de"'],
        k=rng.randrange(3),
    )
    title = f'title = "{rng.choice(["A thread", "Many articles"])}"'
    site.write_text("\n".join([first, ident, title, *more, *rest, ""]), "utf-8")


def write_static(thread: Thread, rng: random.Random) -> None:
    static = thread.content / "static" / rng.choice(["x.txt", "assets/site.css"])
    static.parent.mkdir(exist_ok=True)
    static.write_text(rng.choice(WORDS), "utf-8")


def spoil_output(thread: Thread, rng: random.Random) -> None:
    output = rng.choice(sorted(path for path in thread.output.rglob("*.*") if path.is_file()))
    if rng.random() < 0.5:
        output.unlink()
    else:
        output.write_text(rng.choice(WORDS), "utf-8")


def touch(thread: Thread, rng: random.Random) -> None:
    for path in thread.folder.rglob("*.*"):
        if rng.random() < 0.2:
            path.touch()


def lose_record(thread: Thread, rng: random.Random) -> None:
    (thread.folder / ".cache/octavo/_site.json").unlink(missing_ok=True)


def lose_cache(thread: Thread, rng: random.Random) -> None:
    (thread.folder / ".cache/octavo/captures.sqlite3").unlink()


Edit = Callable[[Thread, random.Random], None]
EDITS: tuple[Edit, ...] = (
    *(change_word, change_word, change_word, remove_preview, add_preview),
    *(change_entry, change_entry, add_or_remove_moment, override, hide, drop_overrides),
    *(write_template, write_slot, write_strings, drop_templates, write_note, write_about),
    *(change_site, change_site, write_static, spoil_output, touch, lose_record, lose_cache),
)


def build_as_large_lists_are(rng: random.Random, monkeypatch: pytest.MonkeyPatch) -> None:
    """Some of them as if they were long: with scripts a letter, lists in parts, two processes."""
    if rng.random() < 0.5:
        monkeypatch.setattr("generator.site.search.SCANNED", 2)
        for module in ("timeline", "list_pages", "catalogue", "evidence_pages"):
            monkeypatch.setattr(f"generator.site.{module}.WHOLE", 2)
        monkeypatch.setattr("generator.site.timeline.FIRST", 1)
    if rng.random() < 0.3:
        monkeypatch.setattr(page_files, "_WORTH_TWO", 0)
        monkeypatch.setattr(capture_cache, "_WORTH_TWO", 0)
        monkeypatch.setattr(workers, "can_fork", lambda: True)


@pytest.mark.slow
@pytest.mark.parametrize(
    "seed",
    [
        pytest.param(seed, marks=[pytest.mark.thorough] * (seed not in ORDINARY))
        for seed in range(SEQUENCES)
    ],
)
def test_after_random_edits_the_site_is_as_if_built_from_nothing(
    tmp_path: Path, seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    rng = random.Random(seed)
    build_as_large_lists_are(rng, monkeypatch)
    thread = Thread(tmp_path, ARTICLES)
    thread.rebuild()
    done: list[str] = []
    for _ in range(ROUNDS):
        for edit in rng.choices(EDITS, k=rng.choice([1, 1, 2, 4])):
            edit(thread, rng)
            done.append(edit.__name__)
        thread.build()
        assert thread.is_clean(), done
        assert thread.build() is None, done
