"""A page's key names all that its bytes depend on: nothing in a library can change one alone."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Any

import msgspec
import pytest

from generator.build.page_keys import PageKeys, frame_of
from generator.errors import RenderError
from generator.model.articles import Change
from generator.model.entries import FetchState, Outage, Picture
from generator.model.pages import Page
from generator.model.record import PartialDate, Record
from generator.output.render import Renderer
from generator.resources import templates_folder
from generator.site import Library
from generator.site.catalogue import make_catalogue
from generator.site.pages import shared_data
from generator.site.picture import draw
from tests.site.rendering import all_pages, shared_by_templates
from tests.site.sample_library import (
    NO_TITLE,
    NO_URL,
    NOTE,
    PAPER,
    RANGE,
    REST,
    UNDATED,
    UPDATE,
    make_library,
)

CHANGES = (
    Change(
        kind="corrected",
        date=PartialDate(year=2026, month=4, day=7),
        time="010203",
        capture="captures/feed/2026-04-07.xml",
        article="id-paper",
        label="A Paper",
        url="https://example.org/paper/",
        field="title",
        value="A Paper",
        was="A paper",
        source="index",
    ),
)
STATES = (
    (
        "index",
        FetchState(
            url="https://example.org/",
            success="2026-01-01T00:00:00Z",
            error="no answer",
            error_at="2026-01-02T00:00:00Z",
            failures=2,
        ),
    ),
)
LIBRARY = make_library(
    *(PAPER, NOTE, UPDATE, RANGE, NO_URL, NO_TITLE, UNDATED),
    base_url="https://me.example/list/",
    **REST,
    changes=CHANGES,
    states=STATES,
    outages=(("id-note", Outage(since=PartialDate(year=2026), is_gone=True)),),
    pictures={"id-note": Picture(path="a.png", alt="A", width=3, height=2)},
)
Where = tuple[str | int, ...]


def places(value: Any, where: Where = ()) -> Iterator[tuple[Where, Any]]:
    """Every value in a record that has no parts, and where it is."""
    parts: list[tuple[str | int, Any]]
    if isinstance(value, Record):
        parts = [(name, getattr(value, name)) for name in value.__struct_fields__]
    elif isinstance(value, dict):
        parts = list(value.items())
    elif isinstance(value, tuple) and value:
        parts = list(enumerate(value))
    else:
        yield where, value
        return
    for name, part in parts:
        yield from places(part, (*where, name))


def replaced(value: Any, where: Where, new: object) -> Any:
    """The record with another value in that place."""
    if not where:
        return new
    name, *rest = where
    if isinstance(value, Record):
        assert isinstance(name, str)
        changed = replaced(getattr(value, name), tuple(rest), new)
        return msgspec.structs.replace(value, **{name: changed})
    if isinstance(value, dict):
        return {**value, name: replaced(value[name], tuple(rest), new)}
    assert isinstance(name, int)
    return (*value[:name], replaced(value[name], tuple(rest), new), *value[name + 1 :])


def another(value: object) -> object:
    """A value of the same type that is not the same; for nothing, some text."""
    if isinstance(value, bool):
        return not value
    if isinstance(value, int | float):
        return value + 1
    return ("x",) if value == () else f"{value or ''}x"


# They follow from the dates of the articles.
GROUPS = ("timeline.years.year", "years.months.year", "years.months.month")


def one_of_each() -> dict[str, Where]:
    """A place with a value of each field of each record, by the names that lead to it."""
    found: dict[str, Where] = {}
    for where, value in places(LIBRARY):
        names = [part for part in where if isinstance(part, str)]
        name = ".".join(names[-3:])
        if value and name not in GROUPS and names[0] != "bodies":  # their keys are hashes
            found.setdefault(name, where)
    return found


def frame(library: Library) -> str:
    return frame_of({}, {}, "", shared_data(make_catalogue(library)))


FRAME = frame(LIBRARY)
RENDERER = Renderer([templates_folder()], shared_by_templates(LIBRARY))


def key_of(page: Page) -> str:
    return PageKeys(FRAME, {}).key_of(page)


def data_of(page: Page) -> bytes:
    return RENDERER.render(page).data


def test_the_same_library_has_the_same_keys_and_each_page_its_own() -> None:
    keys = {page.path: key_of(page) for page in all_pages(LIBRARY)}
    assert {page.path: key_of(page) for page in all_pages(LIBRARY)} == keys
    assert len(set(keys.values())) == len(keys)


@pytest.mark.slow
def test_a_page_that_comes_out_otherwise_has_another_key(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Each field of each record is changed, one after the other."""
    # Half of the time goes into the same pictures, of a title and a chart.
    monkeypatch.setattr("generator.site.picture.draw", cache(draw))
    site = {page.path: (key_of(page), data_of(page)) for page in all_pages(LIBRARY)}
    values = dict(places(LIBRARY))
    wrong, tried = [], 0
    for name, where in one_of_each().items():
        try:
            changed = replaced(LIBRARY, where, another(values[where]))
            # With what all pages share, all keys are others.
            pages = list(all_pages(changed)) if frame(changed) == FRAME else []
            for page in pages:
                if page.path in site and key_of(page) == site[page.path][0]:
                    wrong += [f"{page.path} by {name}"] * (data_of(page) != site[page.path][1])
        except (RenderError, AttributeError, LookupError, RuntimeError, ValueError):
            continue  # no library can hold that
        tried += 1
    assert wrong == []
    assert tried > 100


SHARED = ("title", "description", "language", "timezone", "base_url")


@pytest.mark.parametrize("field", SHARED)
def test_what_all_pages_share_is_a_part_of_every_key(field: str) -> None:
    other = {"language": "de", "timezone": "Asia/Tokyo"}.get(field, "https://other.example/")
    assert frame(replaced(LIBRARY, ("config", "site", field), other)) != FRAME


def test_code_templates_and_surroundings_are_a_part_of_every_key() -> None:
    code, templates = {"a.py": "1", "b.py": "2"}, {"c.html": "3"}
    made_by = frame_of(code, templates, "Python", {})
    assert frame_of({"b.py": "2", "a.py": "1"}, templates, "Python", {}) == made_by
    others = [
        frame_of({"a.py": "1", "b.py": "4"}, templates, "Python", {}),
        frame_of({"a.py": "1"}, templates, "Python", {}),
        frame_of(code, {"c.html": "4"}, "Python", {}),
        frame_of(code, {}, "Python", {}),
        frame_of(code, templates, "another Python", {}),
        frame_of(code, templates, "Python", {"title": "T"}),
    ]
    assert len({made_by, *others}) == 1 + len(others)


def test_a_file_is_in_place_if_it_was_made_under_the_key() -> None:
    keys = PageKeys("", {"a": ("hash", "key"), "static": ("hash", "")})
    assert keys.hash_in_place("a", "key") == "hash"
    assert keys.hash_in_place("a", "other") is None
    assert keys.hash_in_place("b", "key") is None


def test_why_a_page_is_rendered_is_said_in_words() -> None:
    page = Page(path="a", inputs={"x": 1})

    def reason(*frame: Any, inputs: dict[str, int] = page.inputs, path: str = "a") -> str:
        """Why a page is rendered whose file was made of {"x": 1}, in the empty frame, as `path`."""
        before = PageKeys(frame_of({}, {}, "", {}), {}).key_of(page)
        keys = PageKeys(frame_of(*frame), {path: ("hash", before), "z": ("", "")}, {"a", "z"})
        return keys.reason("a", keys.key_of(Page(path="a", inputs=inputs)))

    code, templates = {"a.py": "1"}, {"b.html": "1"}
    assert [
        reason({}, {}, "", {}),
        reason({}, {}, "", {}, inputs={"x": 2}),
        reason(code, {}, "", {}),
        reason({}, {}, "Python", {}),
        reason({}, templates, "", {}, inputs={"x": 2}),
        reason(code, templates, "", {"title": "T"}),
        reason({}, {}, "", {}, path="b"),
        PageKeys("", {"b": ("hash", "")}, {"b"}).reason("a", "-1"),
        PageKeys("", {"a": ("hash", "")}, {"a"}).reason("a", "-1"),
        PageKeys("", {"a": ("hash", "damaged")}, {"a"}).reason("a", "1.2.3-4"),
        PageKeys("", {}, {"a"}).reason("a", ""),
    ] == [
        "",
        "changed: what it shows",
        "changed: the code or a library",
        "changed: the code or a library",
        "changed: a template or its words",
        "changed: the code or a library, a template or its words, what all pages share",
        "its file is not as it was written",
        "no earlier build made it",
        "something changed while it was made",
        "changed: the code or a library",
        "nothing is known of an earlier build",
    ]


def test_a_file_is_in_its_place_only_if_nothing_that_made_it_has_changed() -> None:
    page = Page(path="a.html", template="a.html", inputs={"a": 1})
    key = PageKeys("frame", {}).key_of(page)
    present = {page.path: ("hash", key)}
    others = (
        PageKeys("other", present).key_of(page),
        *(
            PageKeys("frame", present).key_of(msgspec.structs.replace(page, **changed))
            for changed in ({"template": "b.html"}, {"inputs": {"a": 2}}, {"path": "b.html"})
        ),
    )
    assert len({key, *others}) == 5
    keys = PageKeys("frame", present)
    assert [keys.hash_in_place(page.path, one) for one in (key, *others)] == ["hash", *[None] * 4]
    assert keys.hash_in_place("b.html", key) is None
