"""A page has one date, whether it is saved, fetched as a preview, or added by its address."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import msgspec
import pytest

from generator.commands.note import article_of
from generator.config.records import Config, Kind, Site, Source
from generator.fetch.copies import make_preview
from generator.fetch.host import Answer
from generator.model.record import PartialDate
from generator.sources.capture_files import Received
from generator.sources.copies.html import read_page_html
from generator.sources.copies.markdown import read_page_markdown

URL = "https://example.org/1"
SOURCE = Source(name="pages", reader="preview", title="Pages")
CONFIG = Config(
    folder="content",
    site=Site(id="site", title="A Site", timezone="Asia/Tokyo"),
    sources=(SOURCE,),
    kinds=(Kind(name="article", title="Article", plural="Articles"),),
)

# What a page states → the day, on a site in Tokyo.
DAYS = {
    "a time with an offset of its own": ("2022-05-03T22:46:08-03:00", "2022-05-03"),
    "midnight at an offset of its own": ("2022-05-03T00:00:00+01:00", "2022-05-03"),
    "a time in UTC": ("2022-05-03T22:46:08Z", "2022-05-04"),
    "a time in GMT": ("Tue, 03 May 2022 22:46:08 GMT", "2022-05-04"),
    "midnight in UTC": ("2022-05-03T00:00:00Z", "2022-05-03"),
    "a time without a zone": ("2022-05-03T22:46:08", "2022-05-03"),
    "a time in a zone that means several": ("3 May 2022 22:46 IST", "2022-05-03"),
    "a month": ("2022-05", "2022-05"),
    "words in the page's language": ("3. Mai 2022", "2022-05-03"),
}


@pytest.mark.parametrize(("stated", "expected"), DAYS.values(), ids=DAYS)
def test_a_page_has_one_date_on_every_way(stated: str, expected: str) -> None:
    page = (
        f'<!doctype html><html lang="de"><head><title>A title</title>'
        f'<meta name="date" content="{stated}"></head>'
        f"<body><article><p>{'A sentence of the article. ' * 20}</p></article></body></html>"
    ).encode()
    received = Received(
        path="captures/pages/2026.html",
        file=Path("2026.html"),
        resource="1",
        date=PartialDate(year=2026),
    )
    answer = Answer(url=URL, status=200, headers={}, body=page)
    copy = make_preview(answer, URL, None, 3000, datetime(2026, 1, 1, tzinfo=UTC)).text.encode()
    (saved,) = read_page_html(page, received, SOURCE, CONFIG).entries
    (fetched,) = read_page_markdown(
        copy, msgspec.structs.replace(received, path="captures/pages/2026.md"), SOURCE, CONFIG
    ).entries
    added = article_of(page, URL, {}, CONFIG.site.timezone)
    assert saved.published
    assert fetched.published
    dates = (saved.published.date.edtf, fetched.published.date.edtf, added.date)
    assert dates == (expected, expected, expected)
