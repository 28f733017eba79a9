"""No payload runs, whatever field it stands in, on any page, over http and from disk.

One site holds every payload in every field that a stranger fills in. A real Chromium parses all
its pages, and looks through them for what could run. It also opens them, with the
Content-Security-Policy out of force, so that the escaping and the sanitiser are what is tested, and
touches what can be touched: some from disk and others over http, and under --thorough all pages in
both ways, with the worker that keeps them for readers without a network.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Literal
from urllib.parse import quote, urlsplit

import pytest
from lxml import etree, html

from tests.browsers import open_browser, serving
from tests.hostile.payloads import ALL, TABLES
from tests.hostile.site import Hostile, at_rest

if TYPE_CHECKING:
    from playwright.sync_api import BrowserContext, Page

HERE = Path(__file__).parent
HOLDER = "holder.html"
AT_ONCE = 40
PATIENCE_MS = 60_000
WAYS = ("from disk", "over http")
TYPES = {".html": "text/html", ".xml": "application/xml"}
OURS = "https://ours.example/list/"

# What no page of ours holds, with any attribute.
NEVER = frozenset(
    "style iframe frame frameset object embed applet base form input textarea select video "
    "audio source picture img image template noscript marquee portal plaintext xmp font".split()
)
SCHEMES = ("", "http", "https", "mailto")  # mail only from the owner's notes: test_allowed.py
# Files to download, made of an article's fields; no browser shows them.
CITATIONS = ("data:application/x-bibtex,", "data:application/x-research-info-systems,")
POLICY = "default-src 'none'; script-src 'self'"


class Visit:
    """What opens pages below the address `base`, where holder.html lies.

    `told` is what their documents told that they should not, `asked` what was asked of others.
    """

    def __init__(self, context: BrowserContext, base: str) -> None:
        self.base = base
        self.told: list[dict[str, str]] = []
        self.asked: list[str] = []
        self._context = context
        self._page: Page | None = None

    def _note(self, url: str) -> None:
        # 404.html is shown at any address, so it holds its own.
        if not url.startswith((self.base, OURS, "data:", "about:")):
            self.asked.append(url)

    def start(self, paths: Sequence[str]) -> None:
        """Begin to open them in a new tab: one that opened all of them would run out of memory."""
        self._page = self._context.new_page()
        self._page.on("request", lambda request: self._note(request.url))
        self._page.on("dialog", lambda dialog: self._note(f"dialog: {dialog.message}"))
        self._page.goto(self.base + HOLDER)
        addresses = [self.base + quote(path) for path in paths]
        self._page.evaluate("([these, long]) => { opened = openAll(these, long) }",
                            [addresses, PATIENCE_MS])  # fmt: skip

    def parse(self, paths: Sequence[str]) -> None:
        """Look through what the browser's parser makes of pages, without opening them."""
        page = self._context.new_page()
        page.goto(self.base + HOLDER)
        documents = [[self.base + quote(path), TYPES[Path(path).suffix]] for path in paths]
        self.told += page.evaluate("parseAll", documents)["told"]
        page.close()

    def finish(self) -> int:
        """How many of the pages were not looked through in time."""
        assert self._page, "start comes first"
        answer = self._page.evaluate("opened")
        self._page.close()
        self.told += answer["told"]
        return int(answer["unfinished"])


@pytest.fixture(scope="module")
def context(thorough: bool) -> Iterator[BrowserContext]:
    """What opens pages. Workers fetch each a second time, so they run under --thorough."""
    workers: Literal["allow", "block"] = "allow" if thorough else "block"
    with open_browser() as browser:
        context = browser.new_context(bypass_csp=True, service_workers=workers)
        context.add_init_script(path=HERE / "hook.js")
        yield context
        context.close()


@pytest.fixture(scope="module")
def folder(hostile: Hostile, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the site with what holds its pages, none of which leads on to another."""
    folder = tmp_path_factory.mktemp("visited")
    shutil.copytree(hostile.folder / "site", folder / "site")
    shutil.copy(HERE / HOLDER, folder)
    for path in hostile.pages:
        if path.endswith(".html"):
            at_rest(folder / path)
    return folder


@pytest.fixture(
    scope="module",
    params=[(way, False) for way in WAYS]
    + [pytest.param((way, True), marks=pytest.mark.thorough) for way in WAYS],
    ids=lambda param: f"{'all' if param[1] else 'some'} {param[0]}",
)
def visit(
    hostile: Hostile, folder: Path, context: BrowserContext, request: pytest.FixtureRequest
) -> Visit:
    """Pages opened, from disk or over http: a worker that has one way opens no other."""
    way, opens_all = request.param
    pages = hostile.pages if opens_all else hostile.share(WAYS.index(way), len(WAYS))
    with serving(folder) as address:
        base = address if way == "over http" else f"{folder.as_uri()}/"
        visit = Visit(context, base)
        for part in _parts(pages):
            visit.start(part)
            assert visit.finish() == 0, part
    return visit


def _parts(pages: Sequence[str]) -> Iterator[Sequence[str]]:
    for start in range(0, len(pages), AT_ONCE):
        yield pages[start : start + AT_ONCE]


def test_there_are_at_least_three_hundred_payloads() -> None:
    assert len(ALL) == sum(map(len, TABLES.values())) >= 300


def test_every_payload_becomes_an_article_and_most_a_copy(hostile: Hostile) -> None:
    data = json.loads((hostile.folder / "site/articles.json").read_text("utf-8"))
    articles = data["articles"]
    urls = [article["url"] or "" for article in articles]
    places = {urlsplit(url).path for url in urls if "?q=" in url}
    assert len(places) == len(ALL)
    # Some are read as something else than a title by a wiki's page; those have no copy.
    assert sum(article["preview"] is not None for article in articles) > len(ALL) - 15


def test_pages_hold_only_markup_of_ours(hostile: Hostile) -> None:
    found = {
        path: wrong
        for path in hostile.pages
        if path.endswith(".html") and (wrong := _strange((hostile.folder / path).read_bytes()))
    }
    assert found == {}


def _strange(page: bytes) -> list[str]:
    """Elements, attributes and addresses that stand on no page of ours."""
    root = html.document_fromstring(page, parser=html.HTMLParser(encoding="utf-8"))
    found = []
    for element in root.iter(etree.Element):
        tag = str(element.tag)
        if tag in ("form", "input") and (_is_search(element) or _is_chooser(element)):
            continue
        if tag == "textarea" and _is_note(element):
            continue
        is_data = element.get("type") == "application/ld+json" and "src" not in element.attrib
        if tag in NEVER or (
            tag == "script" and not is_data and not element.get("src", "x").endswith(".js")
        ):
            found.append(tag)
        for name, value in element.attrib.items():
            if name.startswith("on") or name in ("style", "srcset", "srcdoc", "formaction"):
                found.append(f"{tag} {name}")
            elif name in ("href", "src") and urlsplit(value).scheme not in SCHEMES:
                if value.startswith(CITATIONS):
                    continue
                found.append(f"{tag} {name}={value}")
    return found


def _is_search(element: html.HtmlElement) -> bool:
    """Whether it is our own field for searching, which stands in every page's head."""
    return any(str(above.tag) == "header" for above in element.iterancestors())


def _is_chooser(element: html.HtmlElement) -> bool:
    """Whether it is our own chooser of a file of marks, which stands in every page's foot."""
    is_chooser = dict(element.attrib) == {"type": "file", "accept": ".json", "data-do": "import"}
    return is_chooser and any(str(above.tag) == "footer" for above in element.iterancestors())


def _is_note(element: html.HtmlElement) -> bool:
    """Whether it is our own field for a reader's note, which stands empty in an article's page."""
    return element.get("id") == "own-note" and not element.text and not element.attrib.get("name")


def test_a_browser_finds_only_markup_of_ours(
    hostile: Hostile, folder: Path, context: BrowserContext
) -> None:
    with serving(folder) as address:
        visit = Visit(context, address)
        visit.parse([path for path in hostile.pages if Path(path).suffix in TYPES])
    assert visit.told == []


def test_no_payload_runs(visit: Visit) -> None:
    assert visit.told == []


def test_no_page_asks_another_host_for_anything(visit: Visit) -> None:
    assert visit.asked == []


def test_the_hook_hears_payloads_that_do_run(
    tmp_path: Path, context: BrowserContext, thorough: bool
) -> None:
    """The same payloads, written into a page as they are, below a policy that forbids them."""
    tried, most = (ALL, 200) if thorough else (ALL[::3], 60)
    (tmp_path / HOLDER).write_bytes((HERE / HOLDER).read_bytes())
    for number, payload in enumerate(tried):
        (tmp_path / f"{number}.html").write_text(_unsafe_page(payload), "utf-8")
    visit = Visit(context, f"{tmp_path.as_uri()}/")
    for part in _parts([f"{number}.html" for number in range(len(tried))]):
        visit.start(part)
        assert visit.finish() == 0, part
    heard = {each["page"] for each in visit.told if each["kind"] == "ran"}
    ran = {p for number, p in enumerate(tried) if f"{visit.base}{number}.html" in heard}
    by_table = {name: len(ran & set(table.values())) for name, table in TABLES.items()}
    assert len(ran) > most, by_table
    assert all(by_table.values()), by_table
    assert len(visit.asked) > most // 20


def _unsafe_page(payload: str) -> str:
    meta = f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">'
    return f'<!doctype html>{meta}<p title="{payload}">{payload}</p><a href="{payload}">x</a>'
