"""What JSON Feed 1.0 and 1.1 say in two ways, besides the pairs in tests/data/feed."""

from __future__ import annotations

import json
from typing import Any

import pytest

from generator.sources.feed.json import read_json

ANN, BO = {"name": "Ann Roe"}, {"name": "Bo Lind"}
# an item's fields for authors → its authors
AUTHORS: dict[str, tuple[dict[str, Any], tuple[str, ...]]] = {
    "as in 1.1": ({"authors": [ANN, BO]}, ("Ann Roe", "Bo Lind")),
    "as in 1.0": ({"author": ANN}, ("Ann Roe",)),
    "in both ways, of which that of 1.1 counts": ({"author": BO, "authors": [ANN]}, ("Ann Roe",)),
    "in both ways, that of 1.1 empty": ({"author": BO, "authors": []}, ("Bo Lind",)),
    "in none": ({}, ()),
}


@pytest.mark.parametrize(("fields", "expected"), AUTHORS.values(), ids=AUTHORS)
def test_an_item_names_its_authors(fields: dict[str, Any], expected: tuple[str, ...]) -> None:
    item = {"id": "1", "url": "https://example.org/1", "title": "A", **fields}
    feed = {"version": "https://jsonfeed.org/version/1.1", "title": "Feed", "items": [item]}
    channel = read_json(json.dumps(feed).encode(), "feed.json", None, "en")
    assert [one.authors for one in channel.items] == [expected]
    assert channel.problems == ()
