"""One small library with a case of everything that pages must bear."""

from __future__ import annotations

from typing import Any

import msgspec

from generator.config.records import Config, Kind, Series, Site, Source
from generator.model.articles import (
    Article,
    Conflict,
    DateEvidence,
    Evidence,
    Forward,
    Mention,
    Statement,
)
from generator.model.entries import (
    Capture,
    Citation,
    CopyBody,
    Credibility,
    Preview,
    Quote,
    SourceReport,
)
from generator.model.record import PartialDate, Problem
from generator.site import Library
from generator.site.cross_links import citations
from generator.site.timeline import arrange
from generator.text.dates import parse_edtf

CONFIG = Config(
    folder="content",
    site=Site(
        id="sample",
        title="A Sample & Its <Thread>",
        description="Everything that a page must bear.",
        timezone="Europe/Vienna",
    ),
    sources=(
        Source(name="index", reader="index", title="the index page", url="https://example.org/"),
        Source(name="feed", reader="feed", title="the feed"),
        Source(name="wiki", reader="preview", title="a wiki’s previews"),
    ),
    kinds=(
        Kind(name="update", title="Update", plural="Updates", glyph="ring"),
        Kind(name="paper", title="Paper", plural="Papers", glyph="disc", large=True),
        Kind(name="note", title="Note", plural="Notes", glyph="diamond"),
        Kind(name="unused", title="Unused", plural="Unused", glyph="dot"),
    ),
    series=(Series(name="updates", title="Updates", title_starts=("Updates",), dated=True),),
)


def make_article(slug: str, date: str | None = "2025-07", **fields: Any) -> Article:
    """An article of the feed that says little, with what a test sets of it."""
    values: dict[str, Any] = {
        "id": f"id-{slug}",
        "slug": slug,
        "url": f"https://example.org/{slug}/",
        "title": slug.replace("-", " ").capitalize(),
        "authors": (),
        "date": parse_edtf(date) if date else None,
        "summary": None,
        "kind": "note",
        "series": None,
        "tags": (),
        "preview": None,
        "updated": None,
        "rank": (1, 0),
        "date_evidence": DateEvidence(rule="feed", source="feed", raw="Tue, 01 Jul 2025")
        if date
        else DateEvidence(rule="not stated"),
        "evidence": {"title": Evidence(rule="the only source that says it", source="feed")},
        "conflicts": (),
        "statements": (make_statement("feed"),),
    }
    return Article(**{**values, **fields})


def make_statement(source: str, **fields: Any) -> Statement:
    """That a source lists an article."""
    values = {"capture": f"captures/{source}", "where": f"captures/{source}, item 1", "rule": "URL"}
    return Statement(source=source, **{**values, **fields})


def make_library(
    *articles: Article, base_url: str = "", sources: tuple[Source, ...] | None = None, **fields: Any
) -> Library:
    """A library of these articles, under a base URL and from other sources if they are given."""
    config = msgspec.structs.replace(
        CONFIG,
        site=msgspec.structs.replace(CONFIG.site, base_url=base_url),
        sources=CONFIG.sources if sources is None else sources,
    )
    values = {"cites": citations(articles), "bodies": {FULL_BODY.key: FULL_BODY}, **fields}
    return Library(config=config, timeline=arrange(articles), **values)


FULL_BODY = CopyBody(
    key="0123abcd",
    html='<h3>Kept</h3><p>Copied <a href="https://example.org/note/#part">text</a>.</p>',
    words=("kept", "copied", "text"),
)
FULL_PREVIEW = Preview(
    source="wiki",
    capture="captures/wiki/1.txt",
    publisher="Some Wiki",
    resource_id="0123",
    stable_id="abcd",
    title="A Paper: A Copy",
    medium="web",
    credibility=Credibility(
        value=4, maximum=5, label="High", reason="Held in esteem.", inherited_from="Its venue"
    ),
    context_note="Read it beside the others.",
    importance=55,
    chips=("working paper", "news"),
    summary="What the wiki says.",
    key_points=("One point.", "Another <point>."),
    review=("A sound paper.", "It is <short>."),
    details=(("Citations", "1,234"),),
    cited_by=(Citation(page="A Page", type="Concept", quality=58.0), Citation(page="Bare")),
    status=200,
    fetched=PartialDate(year=2026, month=4, day=7),
    size_kb=24,
    truncated=True,
    body=FULL_BODY.key,
    links=("https://example.org/note/#part", "https://example.org/paper/", "https://else.example/"),
)

PAPER = make_article(
    "paper",
    title="A Paper on $k$-Sparse <Things> & “More”",
    authors=("Ada Lindsey", "Bo Li"),
    summary="It says something & proves it.",
    kind="paper",
    tags=("paper", "C++"),
    preview=FULL_PREVIEW,
    date_evidence=DateEvidence(rule="index", source="index", raw="July 2025"),
    conflicts=(
        Conflict(
            field="date", source="feed", value="2025-01-01", raw="1 Jan", rule="index before year"
        ),
        Conflict(field="title", source="feed", value="A paper", raw="A paper", rule="trust"),
    ),
    statements=(
        make_statement("index"),
        make_statement("feed", missing_since=PartialDate(year=2026, month=4)),
        make_statement("wiki"),
    ),
    rank=(0, 0),
)
NOTE = make_article(
    "note",
    authors=("Lindsey et al.",),
    tags=("c",),
    date_evidence=DateEvidence(rule="neighbour", source="feed", raw="…", named_by="id-paper"),
    rank=(1, 5),
)
UPDATE = make_article(
    "july-update",
    title="Updates — July 2025",
    kind="update",
    series="updates",
    date_evidence=DateEvidence(rule="title", source="feed", raw="Updates — July 2025"),
)
OLDER_UPDATE = make_article(
    "may-update",
    "2024-05",
    title="Updates — May 2024",
    kind="update",
    series="updates",
    authors=("Lindsey",),
)
RANGE = make_article("range", "2020-03/2021-04", title="Over a Year", rank=(0, 9))
YEAR_ONLY = make_article(
    "year-only",
    "2025",
    date_evidence=DateEvidence(rule="year", source="feed", raw="Wed, 01 Jan 2025 00:00:00 +0000"),
)
DAY = make_article(
    "day",
    "2024-05-25",
    date_evidence=DateEvidence(rule="index", source="index", raw="May 2024", refined_by="feed"),
)
CROWD = make_article(
    "crowd",
    "2023-02",
    title="One Long Title " * 12,
    authors=tuple(f"Author Number {number}" for number in range(1, 41)),
    summary="A long summary. " * 60,
)
RTL = make_article("rtl", "2023-01", title="שלום עולם", authors=("נועה",), tags=("שלום",))
CHINESE = make_article("chinese", "2022-12", title="变压器电路", authors=("李雷",), tags=("电路",))
NO_URL = make_article(
    "no-url",
    "2022",
    url=None,
    date_evidence=DateEvidence(
        rule="override", source="overrides.toml:3", raw="2022", reason="I was there."
    ),
)
NO_TITLE = make_article(
    "no-title",
    "2022-11",
    title=None,
    preview=Preview(source="wiki", capture="captures/wiki/2.txt"),
)
UNDATED = make_article("undated", None)

ARTICLES = (
    *(PAPER, NOTE, UPDATE, OLDER_UPDATE, RANGE, YEAR_ONLY, DAY, CROWD),
    *(RTL, CHINESE, NO_URL, NO_TITLE, UNDATED),
)
REST: dict[str, Any] = {
    "mentions": (
        Mention(
            id="m1",
            url="https://else.example/",
            title="Elsewhere",
            reason="A link in running text.",
            source="feed",
            where="captures/feed, item 9",
        ),
    ),
    "problems": (
        Problem(where="captures/feed, item 3", message="no title <here>", severity="warning"),
        Problem(
            where="captures/feed",
            message="2 new ones have the titles and dates of 2 that went",
            severity="warning",
            advice=("[[moved]]", 'from = "https://example.org/<old>/"'),
        ),
    ),
    "forwards": (
        Forward(slug="moved-away", leads_to="id-paper"),
        Forward(slug="only-mentioned", leads_to="m1"),
        Forward(slug="hidden", leads_to="none"),
    ),
    "reports": (
        SourceReport(
            name="index",
            captures=(
                Capture(
                    path="captures/index/2024-03.txt",
                    date=PartialDate(year=2024, month=3),
                    bytes=4765,
                    entries=1,
                    sound=True,
                ),
                Capture(
                    path="captures/index/2025.txt",
                    date=PartialDate(year=2025),
                    bytes=0,
                    entries=0,
                    sound=False,
                ),
            ),
            entries=1,
            traits=("titles are glued",),
        ),
    ),
    "quotes": (
        Quote(
            source="index",
            capture="captures/index/2024-03.txt",
            title="About It",
            paragraphs=("We made it.", "It is <good>."),
        ),
    ),
    "about_html": "<p>My own <em>words</em>.</p>",
    "data_as_of": PartialDate(year=2026, month=4, day=7),
}
SAMPLE = make_library(*ARTICLES, **REST)
