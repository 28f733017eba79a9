"""N articles of made-up text with real variety → a content folder of ours and one of Hugo's.

Everything follows from N and a fixed seed: lengths, authors, links, headings, code, tables,
scripts other than Latin. Each article has a feed item and a cached preview of about 3 KB.
"""

from __future__ import annotations

import datetime as dt
import json
import random
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple
from xml.sax.saxutils import escape

SEED = 20261120
PREVIEW_BYTES = 3000
LONGEST_FEED = 10_000

_WORDS = (
    "attention circuit feature layer model token residual stream probe sparse dense linear "
    "measure trace graph weight sample prompt answer method result figure table note reader "
    "shows finds follows depends explains suggests returns holds keeps turns grows compares "
    "between without under across about after before because while often rarely never always "
    "small large early late simple careful open known hidden single double common useful"
).split()
_OTHER_SCRIPTS = (
    "注意力機構についての短い覚え書き",
    "关于稀疏特征的一点说明",
    "ملاحظة قصيرة عن الدوائر",
    "Заметка о признаках и слоях",
    "Σημείωση για τα κυκλώματα",
    "मॉडल की परतों पर टिप्पणी",
)
_NAMES = ("Ada", "Bo", "Cleo", "Dee", "Eli", "Fay", "Gus", "Hal", "Ivy", "Jo", "Kit", "Lou")
_KINDS = ("paper", "note", "update", "talk")


class Work(NamedTuple):
    """One made-up article. `day` is when it was published, `text` its page as Markdown."""

    number: int
    title: str
    url: str
    day: dt.date
    authors: tuple[str, ...]
    tags: tuple[str, ...]
    summary: str
    text: str


def make_works(count: int) -> Iterator[Work]:
    """The corpus, newest first; the same for the same count."""
    rng = random.Random(SEED)
    newest = dt.date(2026, 6, 30)
    for number in range(count):
        day = newest - dt.timedelta(days=round(number * 3650 / max(count, 365)))
        title = _title(rng, number)
        yield Work(
            number=number,
            title=title,
            url=f"https://thread.example.org/{day.year}/work-{number:06d}/index.html",
            day=day,
            authors=tuple(
                f"{rng.choice(_NAMES)} {rng.choice(_WORDS).title()}" for _ in range(_few(rng))
            ),
            tags=tuple(rng.sample(_KINDS, rng.choice((0, 1, 1, 2)))),
            summary=" ".join(_sentence(rng) for _ in range(rng.choice((1, 1, 2, 4)))),
            text=_page(rng, title, count),
        )


def _few(rng: random.Random) -> int:
    return rng.choice((0, 1, 1, 2, 3, 3, 5, 12))


def _title(rng: random.Random, number: int) -> str:
    if number % 23 == 0:
        return f"{rng.choice(_OTHER_SCRIPTS)} {number}"
    words = rng.sample(_WORDS, rng.choice((2, 4, 6, 9, 14)))
    return f"{' '.join(words).capitalize()} {number}"


def _sentence(rng: random.Random) -> str:
    return " ".join(rng.choices(_WORDS, k=rng.randrange(6, 24))).capitalize() + "."


def _page(rng: random.Random, title: str, count: int) -> str:
    parts = [f"# {title}"]
    while sum(map(len, parts)) < PREVIEW_BYTES:
        parts.append(_block(rng, count))
    return "\n\n".join(parts)


def _block(rng: random.Random, count: int) -> str:
    shape = rng.randrange(12)
    if shape == 0:
        return f"## {' '.join(rng.choices(_WORDS, k=4)).capitalize()}"
    if shape == 1:
        return "\n".join(f"- **{rng.choice(_WORDS)}** {_sentence(rng)}" for _ in range(4))
    if shape == 2:
        loop = f"for {rng.choice(_WORDS)} in range({rng.randrange(99)}):"
        return f"```\n{loop}\n    pass  # <b>&\n```"
    if shape == 3:
        return "| step | value |\n|---|---|\n" + "\n".join(
            f"| {rng.choice(_WORDS)} | {rng.random():.3f} |" for _ in range(3)
        )
    if shape == 4:
        return f"> {_sentence(rng)}"
    other = rng.randrange(count)
    link = f"[{rng.choice(_WORDS)}](https://thread.example.org/2020/work-{other:06d}/index.html)"
    return f"{_sentence(rng)} See {link}, or `{rng.choice(_WORDS)}_{shape}`. {_sentence(rng)}"


def write_ours(works: list[Work], folder: Path) -> None:
    """A content folder: every article in a feed, of which long ones are several, and a preview."""
    names = []
    for start in range(0, len(works), LONGEST_FEED):
        names.append(f"feed-{start // LONGEST_FEED + 1}" if start else "feed")
        feed = folder / f"captures/{names[-1]}/2026-07-01.xml"
        feed.parent.mkdir(parents=True)
        feed.write_text(_rss(works[start : start + LONGEST_FEED]), encoding="utf-8")
    site = _SITE + "".join(map(_FEED.format, names)) + _PREVIEWS_AND_KINDS
    (folder / "site.toml").write_text(site, encoding="utf-8")
    for work in works:
        resource = folder / f"captures/previews/{work.number:016x}"
        resource.mkdir(parents=True)
        (resource / "2026-07-01.txt").write_text(preview_text(work), encoding="utf-8")


_SITE = """[site]
id = "bench"
title = "A thread of many articles"
"""
_PREVIEWS_AND_KINDS = """[[source]]
name = "previews"
reader = "preview"
title = "cached previews"
[[kind]]
name = "paper"
title = "Paper"
plural = "Papers"
large = true
tags = ["paper"]
[[kind]]
name = "note"
title = "Note"
plural = "Notes"
"""
_FEED = """[[source]]
name = "{}"
reader = "feed"
title = "the thread's feed"
largest_mb = 100
"""


def _rss(works: list[Work]) -> str:
    items = "".join(
        f"<item><title>{escape(work.title)}</title><link>{work.url}</link>"
        f"<guid>{work.url}</guid><pubDate>{work.day:%a, %d %b %Y} 09:30:00 +0000</pubDate>"
        f"<description>{escape(work.summary)}</description>"
        + "".join(f"<dc:creator>{escape(author)}</dc:creator>" for author in work.authors)
        + "".join(f"<category>{escape(tag)}</category>" for tag in work.tags)
        + "</item>\n"
        for work in works
    )
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n<rss version="2.0" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/"><channel>'
        "<title>A thread of many articles</title><link>https://thread.example.org/</link>"
        f"<description>Made for measuring.</description>{items}</channel></rss>\n"
    )


def preview_text(work: Work) -> str:
    """The preview of an article as a text capture of a wiki's resource page."""
    return (
        f"Skip to content\nLongterm Wiki\nBack\n\n{work.title}\n\nweb\n\nMetadata\n\n"
        f"Importance: {work.number % 100}/100paper\n\nSummary\n\n{work.summary}\n\n"
        "Cached Content Preview\n\nHTTP 200Fetched Jul 1, 20264 KB\n"
        f"{work.text}\n\nResource ID: {work.number:016x} | Stable ID: sid_{work.number}\n"
    )


def write_hugo(works: list[Work], folder: Path) -> None:
    """The same articles for Hugo: front matter and page, with minimal templates."""
    posts = folder / "content/posts"
    posts.mkdir(parents=True)
    for work in works:
        (posts / f"work-{work.number:06d}.md").write_text(front_matter(work), encoding="utf-8")
    for name, text in _HUGO_FILES.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")


def front_matter(work: Work) -> str:
    """A page of Hugo's with its front matter, in JSON."""
    head = {
        "title": work.title,
        "date": f"{work.day}T09:30:00Z",
        "months": [f"{work.day:%Y-%m}"],
        "authors": work.authors,
        "summary": work.summary,
        "link": work.url,
    }
    return f"{json.dumps(head, ensure_ascii=False)}\n\n{work.text}\n"


_HUGO_FILES = {
    "hugo.toml": """baseURL = "https://example.org/"
title = "A thread of many articles"
disableKinds = ["section"]
[taxonomies]
month = "months"
[outputs]
home = ["html", "rss"]
term = ["html"]
taxonomy = ["html"]
[services.rss]
limit = 50
""",
    "layouts/_default/single.html": """<!doctype html><title>{{ .Title }}</title>
<h1>{{ .Title }}</h1><p>{{ .Date.Format "2 January 2006" }} {{ delimit .Params.authors ", " }}</p>
<p>{{ .Params.summary }}</p><p><a href="{{ .Params.link }}">Read</a></p>{{ .Content }}
""",
    "layouts/_default/list.html": """<!doctype html><title>{{ .Title }}</title>
<h1>{{ .Title }}</h1><ul>{{ range .Pages }}<li><a href="{{ .RelPermalink }}">{{ .Title }}</a>
{{ .Params.summary }}</li>{{ end }}</ul>
""",
    "layouts/index.html": """<!doctype html><title>{{ .Title }}</title><h1>{{ .Title }}</h1>
{{ range .Site.RegularPages.GroupByDate "2006-01" }}<h2>{{ .Key }}</h2><ul>
{{ range .Pages }}<li><a href="{{ .RelPermalink }}">{{ .Title }}</a> {{ .Params.summary }}</li>
{{ end }}</ul>{{ end }}
""",
}


def write_pelican(works: list[Work], folder: Path) -> None:
    """The same articles for Pelican, with templates that equal Hugo's."""
    (folder / "content").mkdir(parents=True)
    for work in works:
        path = folder / f"content/work-{work.number:06d}.md"
        path.write_text(_pelican_page(work), encoding="utf-8")
    for name, text in _PELICAN_FILES.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")


def _pelican_page(work: Work) -> str:
    return (
        f"Title: {work.title}\nDate: {work.day} 09:30\nCategory: {work.day:%Y-%m}\n"
        f"Names: {', '.join(work.authors)}\nSummary: {work.summary}\nLink: {work.url}\n"
        f"Slug: work-{work.number:06d}\n\n{work.text}\n"
    )


_PELICAN_FILES = {
    "pelicanconf.py": """SITENAME = "A thread of many articles"
SITEURL = "https://example.org"
TIMEZONE = "UTC"
DEFAULT_LANG = "en"
THEME = "theme"
LOAD_CONTENT_CACHE = True
CACHE_CONTENT = True
CONTENT_CACHING_LAYER = "generator"
ARTICLE_SAVE_AS = "posts/{slug}/index.html"
ARTICLE_URL = "posts/{slug}/"
AUTHOR_SAVE_AS = TAG_SAVE_AS = ""
CATEGORY_SAVE_AS = "months/{slug}/index.html"
CATEGORY_URL = "months/{slug}/"
DIRECT_TEMPLATES = ["index"]
FEED_ALL_ATOM = "index.xml"
FEED_MAX_ITEMS = 50
CATEGORY_FEED_ATOM = TRANSLATION_FEED_ATOM = AUTHOR_FEED_ATOM = AUTHOR_FEED_RSS = None
""",
    "theme/templates/article.html": """<!doctype html><title>{{ article.title }}</title>
<h1>{{ article.title }}</h1><p>{{ article.date.strftime("%d %B %Y") }} {{ article.names }}</p>
<p>{{ article.summary }}</p><p><a href="{{ article.link }}">Read</a></p>{{ article.content }}
""",
    "theme/templates/category.html": """<!doctype html><title>{{ category }}</title>
<h1>{{ category }}</h1><ul>{% for one in articles %}<li><a href="{{ SITEURL }}/{{ one.url }}">
{{ one.title }}</a> {{ one.summary }}</li>{% endfor %}</ul>
""",
    "theme/templates/index.html": """<!doctype html><title>{{ SITENAME }}</title>
<h1>{{ SITENAME }}</h1>{% for month in dates|groupby("category.name") %}<h2>{{ month.grouper }}</h2>
<ul>{% for one in month.list %}<li><a href="{{ SITEURL }}/{{ one.url }}">{{ one.title }}</a>
{{ one.summary }}</li>{% endfor %}</ul>{% endfor %}
""",
}
