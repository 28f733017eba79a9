"""Payloads → a content folder that holds each of them in every field that a stranger fills in."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Sequence
from pathlib import Path
from urllib.parse import quote

_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f]")
_NO_TOML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_LONGEST_NAME = 120
# Every author and every tag has a page: together on one, payloads are opened much faster.
_AUTHORS_TOGETHER, _TAGS_TOGETHER = 7, 9
_LINKS_TOGETHER = 60


def write_content(
    folder: Path, payloads: Sequence[str], tables: Sequence[str], links: Sequence[str] = ()
) -> None:
    """Write the folder. `tables` are texts of many payloads, for what a site has only once.

    `links` are elements that end, of which many stand together in copies and notes.
    """
    # The owner's files are refused with a control character in them.
    _write(folder, "site.toml", _site([_NO_TOML.sub("", text) for text in tables]))
    _write(folder, "overrides.toml", _overrides([_NO_TOML.sub("", text) for text in payloads]))
    _write(folder, "pages/about.md", "\n\n".join(tables))
    _write(folder, "captures/index/2026-01.html", _index(payloads))
    _write(folder, "captures/atom/2026-01-01.xml", _atom(payloads))
    _write(folder, "captures/rss/2026-01-01.xml", _rss(payloads))
    for number, payload in enumerate(payloads):
        name = _file_name(payload)
        path = f"captures/previews/{number} {name}/2026-01-01.{name}"
        _write(folder, path, _preview(number, payload))
    _write_links(folder, links)


def _write_links(folder: Path, links: Sequence[str]) -> None:
    """Write copies of three kinds and notes that hold the links."""
    groups = [
        links[start : start + _LINKS_TOGETHER] for start in range(0, len(links), _LINKS_TOGETHER)
    ]
    entries = []
    for number, group in enumerate(groups):
        url, text = f"https://list.example/links/{number}", "\n\n".join(group)
        entries.append(_link_entry(url, text))
        entries += [_link_entry(f"{url}/{kind}", "") for kind in ("markdown", "html")]
        _write(folder, f"notes/{number}.md", f"---\narticle: {url}\n---\n{text}\n")
        markdown = f"---\nurl: {url}/markdown\ntitle: x\n---\n{text}\n"
        _write(folder, f"captures/previews/markdown-{number}/2026-01-01.md", markdown)
        head = f'<title>x</title><link rel="canonical" href="{url}/html">'
        page = f"<!doctype html><html><head>{head}</head><body><main>{text}</main></body></html>"
        _write(folder, f"captures/previews/html-{number}/2026-01-01.html", page)
    _write(
        folder,
        "captures/links/2026-01-01.xml",
        f'<feed xmlns="http://www.w3.org/2005/Atom"><id>l</id><title>l</title>{"".join(entries)}</feed>',
    )


def _link_entry(url: str, content: str) -> str:
    """The entry with that content, in which relative links are relative to the URL."""
    text = html.escape(_NOT_XML.sub("", content))
    return (
        f"<entry><id>{url}</id><title>{url}</title><link href='{url}'/>"
        f'<content type="html">{text}</content></entry>'
    )


def _write(folder: Path, path: str, text: str) -> None:
    (folder / path).parent.mkdir(parents=True, exist_ok=True)
    (folder / path).write_bytes(text.encode())


def _file_name(payload: str) -> str:
    """As much of a payload as a file may be called on Linux."""
    name = payload.replace("/", "").replace("\x00", "")
    return name.encode()[:_LONGEST_NAME].decode(errors="ignore") or "x"


def _together(payloads: Sequence[str], number: int, size: int) -> str:
    """The payload of that number and its neighbours, white space folded."""
    start = number - number % size
    return " ".join(" ".join(payloads[start : start + size]).split())


def _address(number: int, payload: str) -> str:
    return f"https://list.example/{2024 + number % 2}/{number}?q={quote(payload)}#{payload}"


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _site(tables: Sequence[str]) -> str:
    """Titles stand on every page, so they hold some of the payloads; those of kinds hold more."""
    few = json.dumps(" ".join(text[:60] for text in tables))
    kinds = "".join(
        f"[[kind]]\nname = 'k{number}'\ntitle = {json.dumps(text[:400])}\n"
        f"plural = {json.dumps(text[-400:])}\n"
        f"title_starts = [{json.dumps(text[:3])}]\n"
        for number, text in enumerate(tables)
    )
    sources = "".join(
        f"[[source]]\nname = '{name}'\nreader = '{reader}'\ntitle = {few}\n"
        for name, reader in (
            ("index", "index"),
            ("atom", "feed"),
            ("rss", "feed"),
            ("links", "feed"),
            ("previews", "preview"),
        )
    )
    return (
        f"[site]\nid = 'hostile'\ntitle = {few}\ndescription = {few}\n"
        f"base_url = 'https://ours.example/list/'\n{sources}{kinds}"
        "[[kind]]\nname = 'rest'\ntitle = 'Rest'\nplural = 'Rest'\n"
        f"[[series]]\nname = 'all'\ntitle = {few}\ntitle_starts = ['<']\n"
    )


def _overrides(payloads: Sequence[str]) -> str:
    return "".join(
        f"[[set]]\narticle = {json.dumps(_address(number, payload))}\n"
        f"tags = [{json.dumps(_together(payloads, number, _TAGS_TOGETHER))}]\n"
        f"reason = {json.dumps(payload + ' because')}\n"
        for number, payload in enumerate(payloads)
    ) + "".join(
        f"[[mention]]\narticle = 'https://list.example/mention/{number}'\n"
        f"reason = {json.dumps(payload + ' because')}\n"
        for number, payload in enumerate(payloads[::8])
    )


def _index(payloads: Sequence[str]) -> str:
    entries = "".join(
        f'<div class="date">{html.escape(payload)}</div>'
        f'<a class="paper" href="{html.escape(_address(number, payload))}">'
        f"<h3>{html.escape(payload)} {number}</h3>"
        f'<span class="byline">{html.escape(_together(payloads, number, _AUTHORS_TOGETHER))}</span>'
        f'<div class="description">{html.escape(payload)}</div>{html.escape(payload)}</a>'
        for number, payload in enumerate(payloads)
    )
    about = "".join(f"<p>{html.escape(payload)}</p>" for payload in payloads)
    return f'<div class="toc">{entries}</div><h2>About {html.escape(payloads[0])}</h2>{about}'


def _atom(payloads: Sequence[str]) -> str:
    entries = "".join(
        _atom_entry(number, _NOT_XML.sub("", payload)) for number, payload in enumerate(payloads)
    )
    mentions = "".join(
        f"<entry><id>m{number}</id><title>{html.escape(_NOT_XML.sub('', payload))} mention</title>"
        f'<link href="https://list.example/mention/{number}"/></entry>'
        for number, payload in enumerate(payloads[::8])
    )
    return (
        f'<feed xmlns="http://www.w3.org/2005/Atom"><id>x</id><title>x</title>{entries}{mentions}'
        "</feed>"
    )


def _atom_entry(number: int, payload: str) -> str:
    text, address = html.escape(payload), html.escape(_address(number, payload))
    return (
        f'<entry><id>{text} {number}</id><title type="text">{text} atom</title>'
        f'<link href="{address}"/><author><name>{text} atom</name><email>{text}</email>'
        f"<uri>{text}</uri></author>"
        f'<category term="{text} term" label="{text} atom" scheme="{text}"/>'
        f"<published>{2024 + number % 2}-{1 + number % 12:02d}-03T00:00:00Z</published>"
        f"<updated>{text}</updated><rights>{text}</rights>"
        f'<summary type="html">{html.escape(text)}</summary>'
        f'<content type="html" xml:lang="{text}">{text}</content>'
        "</entry>"
    )


def _rss(payloads: Sequence[str]) -> str:
    """Links are payloads themselves; control characters make feedparser parse it loosely."""
    items = "".join(
        f"<item><title>{html.escape(html.escape(payload))} {number}</title>"
        f"<link>{html.escape(payload)}</link><guid>{html.escape(payload)} {number}</guid>"
        f"<dc:creator><![CDATA[{payload}]]></dc:creator><author>{html.escape(payload)}</author>"
        f'<category domain="{html.escape(payload)}">{html.escape(payload)}</category>'
        f"<description><![CDATA[{payload}]]></description>"
        f"<content:encoded><![CDATA[{payload}]]></content:encoded>"
        f'<enclosure url="{html.escape(payload)}" type="{html.escape(payload)}" length="1"/>'
        f"<comments>{html.escape(payload)}</comments><pubDate>{html.escape(payload)}</pubDate>"
        "</item>"
        for number, payload in enumerate(payloads)
    )
    return (
        '<rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/" '
        'xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel>'
        f"<title>{html.escape(payloads[0])}</title>{items}</channel></rss>"
    )


def _preview(number: int, payload: str) -> str:
    """Every other one is meant as Markdown, in which a payload stands as it is."""
    line = _one_line(payload)
    heading = "# A copy\n\n" if number % 2 else ""
    return f"""{line} wiki
Back
{line} {number}
web
Credibility Rating
4/5
High(4)
{line} says so.
Rating inherited from publication venue: {line}
{line} is a note on the context of this article, in more than eight words.
Metadata
Importance: 55/100{line}
Summary
{line}
Key Points
• {line}
• {line}
Cited by 2 pages
PageTypeQuality
{line}Concept58.0
{line} | {line} | 3.0
Cached Content Preview
HTTP 200Fetched Apr 7, 202624 KB
{heading}before

{payload}

after [a link](https://elsewhere.example/{quote(payload)} "{line}")
... (truncated, 24 KB total)
Resource ID: {quote(payload)} | Stable ID: {line}
"""
