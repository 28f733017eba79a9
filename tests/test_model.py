"""The nouns: no record holds an address that no output may hold."""

from __future__ import annotations

import msgspec
import pytest

from generator.model.articles import Change, Mention
from generator.model.entries import Attachment, Entry, Preview
from generator.model.record import PartialDate, Record

DATE = PartialDate(year=2024)
RECORDS: tuple[Record, ...] = (
    Attachment(url="https://e.org/"),
    Change(
        kind="added", date=DATE, time="", capture="", article="", label="", url="https://e.org/"
    ),
    Entry(source="", capture="", where="", position=0, first_seen=None, url="https://e.org/"),
    Mention(id="", url="https://e.org/", title=None, reason="", source="", where=""),
    Preview(source="", capture="", links=("https://e.org/",)),
)
UNSAFE = ("javascript:x", "\xa0https://e.org/", "data:text/html,x", "e.org", "mailto:a@e.org", "")


@pytest.mark.parametrize("url", UNSAFE)
@pytest.mark.parametrize("record", RECORDS, ids=lambda record: type(record).__name__)
def test_no_record_has_a_url_of_another_scheme(record: Record, url: str) -> None:
    fields = {"links": (url,)} if isinstance(record, Preview) else {"url": url}
    with pytest.raises(ValueError, match="not an http or https URL"):
        msgspec.structs.replace(record, **fields)
    encoded = msgspec.json.encode(record).replace(b"https://e.org/", url.encode())
    with pytest.raises(msgspec.ValidationError, match="not an http or https URL"):
        msgspec.json.decode(encoded, type=type(record))
