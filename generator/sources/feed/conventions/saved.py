"""Collections of links and libraries: who saved a thing is not its author."""

from __future__ import annotations

import re
from typing import Any

import msgspec

from generator.sources.feed.conventions.dates import read_or_none
from generator.sources.feed.conventions.lines import without_lines
from generator.sources.feed.conventions.texts import texts_of, with_text
from generator.sources.feed.conventions.whole import with_content, with_summary, with_value
from generator.sources.feed.item import Item
from generator.text.html import text_of_html
from generator.text.urls import absolute_url

_PERMALINK = re.compile(r"[—–-]*\s*(?:Permalink|Permalien|Direct link|Lien direct|Permalink: \S+)")
_DIRECT = ("direct link", "lien direct")
_LONGEST = 20_000


def read_saved(item: Item) -> Item:
    """Return a saved link without who saved it; tags in one field become several."""
    if item.authors:
        item = with_value(item, "authors", ())
    if len(item.tags) == 1:
        (tag,) = item.tags
        tags = (part.strip() for part in (tag.split(",") if "," in tag else tag.split()))
        item = with_value(item, "tags", tuple(dict.fromkeys(part for part in tags if part)))
    return item


def read_shaarli(item: Item) -> Item:
    """Return a saved link of Shaarli, at what was saved, without the link to where it is kept."""
    for text in texts_of([item]):
        last = text.lines[-1] if text.lines else None
        if last is None or not last.links or not _PERMALINK.fullmatch(last.text):
            continue
        direct = [url for url, called in last.links if called.casefold() in _DIRECT]
        if direct and (target := absolute_url(direct[0], item.url)):
            item = with_value(item, "url", target, "the direct link at the end of its text")
        item = with_text(item, text.field, without_lines(text.html, [last]))
    return read_saved(item)


def read_zotero(item: Item) -> Item:
    """Return an entry of a library by what its record says; when it was added is kept apart."""
    creators = item.elements.get("zapi_creatorsummary", "")
    names = tuple(creators.split(" and ")) if creators else ()
    item = with_value(item, "authors", names, "zapi:creatorSummary" if names else None)
    record = _record(item)
    stated = (
        item.elements.get("zapi_parseddate"),
        record.get("date"),
        item.elements.get("zapi_year"),
    )
    dates = (read_or_none(text or "", "en") for text in stated)
    item = msgspec.structs.replace(
        item, added=item.published or item.updated, published=next(filter(None, dates), None)
    )
    if not record:
        return item
    item = with_content(item, "")
    if record.get("abstract"):
        item = with_summary(item, record["abstract"], "the abstract in its record")
    if not item.external_url:
        item = msgspec.structs.replace(item, external_url=absolute_url(record.get("url")))
    return item


def _record(item: Item) -> dict[str, str]:
    """The fields of the record that stands for the content, by their labels in small letters."""
    html = item.content.html if item.content else item.markup.html if item.markup else ""
    if record := _json_record(item.elements.get("content", "")):
        return record
    fields: dict[str, str] = {}
    for row in html[:_LONGEST].split("<tr")[1:]:
        name, found, value = row.partition("</th>")
        if found:
            label = text_of_html(f"<tr{name}") or ""
            fields[label.casefold()] = text_of_html(value.partition("</td>")[0]) or ""
    return fields


def _json_record(text: str) -> dict[str, str]:
    """Return the same of a record in JSON; empty where the content is none."""
    try:
        record = msgspec.json.decode(text, type=dict[str, Any]) if text.startswith("{") else {}
    except msgspec.MsgspecError:
        return {}
    fields = {name: value for name, value in record.items() if isinstance(value, str) and value}
    if "abstractNote" in fields:
        fields["abstract"] = fields["abstractNote"]
    return fields
