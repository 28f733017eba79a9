"""check: a sound site has no problems, and every way of breaking a link has its message."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator.commands.check import check
from generator.errors import OutputError
from generator.model.record import Problem

# Small, and with every kind of link that is allowed.
SOUND = {
    "index.html": """<!doctype html>
<title>List</title>
<link rel="stylesheet" href="static/style.css">
<main id="main"><h1 id="über-uns">List</h1>
<a href="#main">skip</a> <a href="#top">top</a> <a href="#">top</a> <a href="?q=x">same page</a>
<a href="#%C3%BCber-uns">a fragment in percent-encoding</a>
<a href="2025/07/index.html#a">month</a> <a href=" 2025/%61%20b.html ">encoded, and in spaces</a>
<a href="2025/07/index.html?sort=title#:~:text=July">a query, and a text fragment</a>
<a href="https://example.org/nothing">foreign</a> <a href="//example.org/">foreign</a>
<a href="mailto:someone@example.org">mail</a>
<svg><symbol id="disc"/><use href="#disc"/><a xlink:href="2025/07/index.html"/></svg>
<map><area href="2025/07/index.html"></map><form action="index.html"></form>
<script src="static/script.js"></script><img src="static/icon.svg" alt="">
</main>""",
    "2025/07/index.html": """<title>July</title>
<a href="../../index.html">home</a> <a href="./../07/index.html#a" id="a">self</a>""",
    "2025/a b.html": "<title>a b</title>",
    "404.html": '<title>Missing</title><a href="/index.html">home</a>',
    "static/style.css": "",
    "static/script.js": "",
    "static/icon.svg": "<svg/>",
    "articles.json": '{"version": 1, "articles": [{"path": "2025/07/index.html"}]}',
    ".nojekyll": "",
}

# The same, where the site knows that it lives at https://example.org/list/
ADDRESSED = SOUND | {
    "index.html": '<link rel="canonical" href="https://example.org/list/index.html"><p id="p">',
    "404.html": '<a href="/list/index.html#p">home</a><a href="https://example.org/list/">home</a>',
    "feed.xml": """<feed xmlns="http://www.w3.org/2005/Atom">
<id>https://example.org/list/</id>
<link rel="self" href="https://example.org/list/feed.xml"/>
<entry><link href="https://example.org/list/2025/07/index.html#a"/></entry>
<entry><link href="https://elsewhere.example/x"/><id>tag:example.org,2025:x</id></entry>
</feed>""",
    "sitemap.xml": """<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">
<url><loc>https://example.org/list/2025/a%20b.html</loc></url></urlset>""",
    "feed.json": '{"feed_url": "https://example.org/list/feed.json", "items": [{"id": "1"}]}',
}


def write(folder: Path, files: dict[str, str]) -> Path:
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    return folder


def found(problems: tuple[Problem, ...]) -> list[tuple[str, str]]:
    assert {problem.severity for problem in problems} <= {"error"}
    return [(problem.where, problem.message) for problem in problems]


@pytest.mark.parametrize("files", [SOUND, ADDRESSED], ids=["anywhere", "with a base URL"])
def test_a_sound_site_has_no_problems(tmp_path: Path, files: dict[str, str]) -> None:
    assert check(write(tmp_path, files)) == ()


def test_what_a_killed_build_has_left_is_no_part_of_the_site(tmp_path: Path) -> None:
    write(tmp_path, SOUND | {".octavo.staging/tmp1/page.html": '<a href="nowhere.html">x</a>'})
    assert check(tmp_path) == ()
    write(tmp_path, {"page.html": '<a href=".octavo.staging/tmp1/page.html">x</a>'})
    assert found(check(tmp_path)) == [
        (
            "page.html:1",
            'href=".octavo.staging/tmp1/page.html": there is no ".octavo.staging/tmp1/page.html"',
        )
    ]


PAGES = {
    "a file that is not there": (
        '<a href="08.html">',
        'href="08.html": there is no "2025/08.html"',
    ),
    "a file in other letters, which some file systems would find": (
        '<a href="07/Index.html">',
        'href="07/Index.html": there is no "2025/07/Index.html"; '
        'there is "2025/07/index.html", in other letters',
    ),
    "a name that was percent-encoded twice": (
        '<a href="a%2520b.html">',
        'href="a%2520b.html": there is no "2025/a%20b.html"',
    ),
    "bytes that are not UTF-8": (
        '<a href="a%FFb.html">',
        'href="a%FFb.html": is percent-encoded, but not in UTF-8',
    ),
    "an encoded slash": (
        '<a href="07%2Findex.html">',
        'href="07%2Findex.html": hides a slash in a name',
    ),
    "two slashes": (
        '<a href="07//index.html">',
        'href="07//index.html": there is no "2025/07//index.html"',
    ),
    "a folder with its slash": (
        '<a href="07/">',
        'href="07/": ends in a folder; let it end in the name of a file',
    ),
    "the folder above": (
        '<a href="..">',
        'href="..": ends in a folder; let it end in the name of a file',
    ),
    "a folder without its slash": (
        '<a href="07">',
        'href="07": is a folder; let the link end in the name of a file',
    ),
    "the root of the host": (
        '<a href="/index.html">',
        'href="/index.html": begins at the root of its host; let it begin at its page',
    ),
    "a link that leaves the site, even where it would come back": (
        '<a href="../../list/index.html">',
        'href="../../list/index.html": climbs out of the site',
    ),
    "dots in percent-encoding, which browsers decode": (
        '<a href="%2e%2e/%2e%2e/x.html">',
        'href="%2e%2e/%2e%2e/x.html": climbs out of the site',
    ),
    "an empty link": ('<a href="">', 'href="": is empty'),
    "no URL at all": (
        '<a href="http://[::1">',
        'href="http://[::1": is no URL (Invalid IPv6 URL)',
    ),
    "a fragment of this page": ('<a href="#x">', 'href="#x": 2025/x.html has no id "x"'),
    "a fragment in other letters": (
        '<a href="07/index.html#A">',
        'href="07/index.html#A": 2025/07/index.html has no id "A"',
    ),
    "a fragment of what is no page": (
        '<a href="../static/style.css#x">',
        'href="../static/style.css#x": static/style.css has no id "x"',
    ),
    "a stylesheet": ('<link href="s.css">', 'href="s.css": there is no "2025/s.css"'),
    "a script": ('<script src="s.js"></script>', 'src="s.js": there is no "2025/s.js"'),
    "an image": ('<img src="s.png">', 'src="s.png": there is no "2025/s.png"'),
    "a form": ('<form action="s.html">', 'action="s.html": there is no "2025/s.html"'),
    "an area": ('<map><area href="s.html">', 'href="s.html": there is no "2025/s.html"'),
    "a glyph": ('<svg><use href="#g"/>', 'href="#g": 2025/x.html has no id "g"'),
    "a link in a drawing": (
        '<svg><a xlink:href="s.html"/>',
        'xlink:href="s.html": there is no "2025/s.html"',
    ),
    "a candidate for an image": (
        '<img srcset=" ,../static/icon.svg 1x,s.png 2x, ../static/icon.svg, ../static/icon.svg">',
        'srcset="s.png": there is no "2025/s.png"',
    ),
    "a page that moves on": (
        '<meta http-equiv="Refresh" content="5; URL=\'s.html\'">',
        'content="s.html": there is no "2025/s.html"',
    ),
    "an id that stands twice": ('<i id="a"></i><b id="a"></b>', 'id="a" stands here again'),
}


@pytest.mark.parametrize(("html", "message"), PAGES.values(), ids=PAGES)
def test_a_broken_page_is_told_with_its_line(tmp_path: Path, html: str, message: str) -> None:
    files = SOUND | {"2025/x.html": f"<!doctype html>\n<title>x</title>\n{html}"}
    assert found(check(write(tmp_path, files))) == [("2025/x.html:3", message)]


MAY = "may not stand in a site; http:, https: and mailto: may"
UNSAFE = {
    "a script": ('<a href="javascript:x">', f'href="javascript:x": {MAY}'),
    "a script in capitals, with a line break": (
        '<a href=" JAVA&#10;script:x">',
        f'href=" JAVA\nscript:x": {MAY}',
    ),
    "a script behind a space that browsers keep": (
        '<a href="&nbsp;javascript:x">',
        f'href="\xa0javascript:x": {MAY}',
    ),
    "a script that is escaped once more": (
        '<a href="javascript&amp;colon;x">',
        f'href="javascript&colon;x": {MAY}',
    ),
    "a form": ('<form action="javascript:x">', f'action="javascript:x": {MAY}'),
    "a button": ('<button formaction="vbscript:x">', f'formaction="vbscript:x": {MAY}'),
    "a frame": ('<iframe src="data:text/html,x">', f'src="data:text/html,x": {MAY}'),
    "an object": ('<object data="data:image/svg+xml,x">', f'data="data:image/svg+xml,x": {MAY}'),
    "a picture that is opened": (
        '<a href="data:image/svg+xml,x">',
        f'href="data:image/svg+xml,x": {MAY}',
    ),
    "a page that is saved": (
        '<a href="data:text/html,x" download>',
        f'href="data:text/html,x": {MAY}',
    ),
    "a candidate for an image": ('<img srcset="blob:x 2x">', f'srcset="blob:x": {MAY}'),
    "a page that moves on": (
        '<meta http-equiv="refresh" content="0;url=javascript:x">',
        f'content="javascript:x": {MAY}',
    ),
    "a ping": (
        '<a href="index.html" ping="https://example.org/ file:///x">',
        f'ping="file:///x": {MAY}',
    ),
    "a quotation": ('<q cite="javascript:x">', f'cite="javascript:x": {MAY}'),
    "a link in a drawing": (
        '<svg><a xlink:href="javascript:x"/>',
        f'xlink:href="javascript:x": {MAY}',
    ),
    "metadata": (
        '<script type="application/ld+json">{"a": [{"url": "javascript:x"}]}</script>',
        f'a.url="javascript:x": {MAY}',
    ),
}


@pytest.mark.parametrize(("html", "message"), UNSAFE.values(), ids=UNSAFE)
def test_an_address_that_may_do_something_is_told(tmp_path: Path, html: str, message: str) -> None:
    files = SOUND | {"x.html": f"<!doctype html>\n<title>x</title>\n{html}"}
    assert found(check(write(tmp_path, files))) == [("x.html:3", message)]


def test_pictures_in_data_and_citations_to_save_may_stand_there(tmp_path: Path) -> None:
    html = (
        '<img src="data:image/png;base64,AA" srcset="data:image/png;base64,A 2x, data:image/gif,A">'
        '<link rel="icon" href="data:image/svg+xml,x">'
        '<a href="data:application/x-bibtex,x" download="x.bib">x</a>'
    )
    assert check(write(tmp_path, SOUND | {"x.html": f"<title>x</title>{html}"})) == ()


UNSAFE_FILES = {
    "feed.xml": (
        '<feed>\n<entry><link href="javascript:x"/></entry></feed>',
        ("feed.xml:2", f'href="javascript:x": {MAY}'),
    ),
    "rss.xml": (
        "<rss>\n<item><link>data:text/html,x</link></item></rss>",
        ("rss.xml:2", f'link="data:text/html,x": {MAY}'),
    ),
    "sources.opml": (
        '<opml>\n<outline xmlUrl="javascript:x"/></opml>',
        ("sources.opml:2", f'xmlUrl="javascript:x": {MAY}'),
    ),
    "feed.json": (
        '{"items": [{"external_url": "javascript:x"}]}',
        ("feed.json", f'items.external_url="javascript:x": {MAY}'),
    ),
    "articles.json": (
        '{"articles": [{"path": "index.html", "preview": {"links": ["vbscript:x"]}}]}',
        ("articles.json", f'articles.preview.links="vbscript:x": {MAY}'),
    ),
    "copies.json": (
        '{"body_html": "<p><a href=\'javascript:x\'>x</a>"}',
        ("copies.json", f'href="javascript:x": {MAY}'),
    ),
    "library.bib": (
        "@misc{x,\n  url = {javascript:x},\n}",
        ("library.bib", f'url="javascript:x": {MAY}'),
    ),
    "library.ris": (
        "TY  - BLOG\r\nUR  - javascript:x\r\nER  - \r\n",
        ("library.ris", f'UR="javascript:x": {MAY}'),
    ),
    "articles.csv": (
        "\ufeffid,title,url\r\n1,A,\r\n2,B,javascript:x\r\n",
        ("articles.csv", f'url="javascript:x": {MAY}'),
    ),
    "list.md": (
        "- [a\\](https://a.example/)](javascript:x), *b](data:x)*\n",
        ("list.md", f'url="javascript:x": {MAY}'),
    ),
    "bookmarks.html": (
        '<DL><DT><A HREF="javascript:x">x</A></DL>',
        ("bookmarks.html:1", f'href="javascript:x": {MAY}'),
    ),
}


@pytest.mark.parametrize(("path", "file"), UNSAFE_FILES.items(), ids=UNSAFE_FILES)
def test_an_address_that_may_do_something_is_told_in_every_file(
    tmp_path: Path, path: str, file: tuple[str, tuple[str, str]]
) -> None:
    text, problem = file
    assert found(check(write(tmp_path, SOUND | {path: text}))) == [problem]


OTHER_FILES = {
    "a page with nothing in it": ({"x.html": " \n"}, ("x.html", "holds no HTML")),
    "an article whose page is not there": (
        {"articles.json": '{"articles": [{"path": "2024/x.html"}]}'},
        ("articles.json", 'articles.path="2024/x.html": there is no "2024/x.html"'),
    ),
    "JSON that is none": (
        {"articles.json": "{"},
        ("articles.json", "is no JSON: Input data was truncated"),
    ),
    "a feed's link": (
        {"feed.xml": '<feed>\n<link href="https://example.org/list/x.html"/></feed>'},
        ("feed.xml:2", 'href="https://example.org/list/x.html": there is no "x.html"'),
    ),
    "a feed that is no XML": (
        {"feed.xml": "<feed>"},
        ("feed.xml:1", "is no XML: Premature end of data in tag feed line 1, line 1, column 7"),
    ),
    "a sitemap's address": (
        {"sitemap.xml": "<urlset><url><loc>https://example.org/list/2024/</loc></url></urlset>"},
        (
            "sitemap.xml:1",
            'loc="https://example.org/list/2024/": there is no "2024/index.html"',
        ),
    ),
    "a JSON feed's link, and its fragment": (
        {"feed.json": '{"items": [{"url": "https://example.org/list/index.html#q"}]}'},
        (
            "feed.json",
            'items.url="https://example.org/list/index.html#q": index.html has no id "q"',
        ),
    ),
    "a picture for previews elsewhere": (
        {"x.html": '<meta property="og:image" content="https://example.org/list/x.png">'},
        (
            "x.html:1",
            'content="https://example.org/list/x.png": there is no "x.png"',
        ),
    ),
    "a missing page's link to the root of another site": (
        {"404.html": '<a href="/index.html">'},
        ("404.html:1", 'href="/index.html": leads out of /list/'),
    ),
    "a missing page's link that depends on the address": (
        {"404.html": '<a href="index.html">'},
        (
            "404.html:1",
            'href="index.html": begins at its page, '
            "but this page is shown at every missing address",
        ),
    ),
}


@pytest.mark.parametrize(("files", "problem"), OTHER_FILES.values(), ids=OTHER_FILES)
def test_a_broken_file_is_told(
    tmp_path: Path, files: dict[str, str], problem: tuple[str, str]
) -> None:
    assert found(check(write(tmp_path, ADDRESSED | files))) == [problem]


def test_problems_stand_in_the_order_of_files_and_lines(tmp_path: Path) -> None:
    broken = '<p>\n<a href="#x">\n<a href="b.html">\n' + "\n" * 8 + '<a href="/">'
    files = {"index.html": broken, "a.html": broken}
    assert [where for where, _ in found(check(write(tmp_path, files)))] == [
        "a.html:2",
        "a.html:3",
        "a.html:12",
        "index.html:2",
        "index.html:3",
        "index.html:12",
    ]


def test_the_base_path_can_be_given(tmp_path: Path) -> None:
    folder = write(tmp_path, SOUND | {"404.html": '<a href="/a/b/index.html">home</a>'})
    assert check(folder, "/a/b") == ()
    assert found(check(folder, "/c/")) == [
        ("404.html:1", 'href="/a/b/index.html": leads out of /c/')
    ]


def test_a_canonical_link_that_is_no_address_is_an_ordinary_link(tmp_path: Path) -> None:
    assert (
        check(write(tmp_path, SOUND | {"index.html": '<link rel="canonical" href="index.html">'}))
        == ()
    )


def test_a_folder_without_a_site_is_refused(tmp_path: Path) -> None:
    with pytest.raises(OutputError, match=r"holds no index\.html; build first"):
        check(tmp_path)
