"""The names by which a page states its title and its site, and what is no title."""

from __future__ import annotations

import pytest

from generator.text.page.metadata import PageFacts, read_page

TITLES = (
    *("citation_title", "headline", "og:title", "dc.title", "dcterms.title", "name"),
    *("twitter:title", "h1", "title"),
)


def read(head: str) -> PageFacts:
    return read_page(f"<!doctype html>{head}".encode(), "https://www.example.org/a")


def stated(name: str, text: str) -> str:
    if name in ("h1", "title"):
        return f"<{name}>{text}</{name}>"
    return f'<meta name="{name}" content="{text}">'


def page(texts: dict[str, str]) -> str:
    """A page with these titles, the last of them first."""
    thing = {key: texts[key] for key in ("headline", "name") if key in texts}
    parts = [stated(name, text) for name, text in reversed(texts.items()) if name not in thing]
    fields = "".join(f', "{key}": "{text}"' for key, text in thing.items())
    script = f'<script type="application/ld+json">{{"@type": "Article"{fields}}}</script>'
    return "".join(sorted(parts, key=lambda part: part.startswith("<h1"))) + script


@pytest.mark.parametrize("number", range(len(TITLES)), ids=TITLES)
def test_a_title_is_that_of_the_first_of_these_names(number: int) -> None:
    texts = {name: f"Kettles {place}" for place, name in enumerate(TITLES[number:])}
    assert read(page(texts)).title == "Kettles 0"


@pytest.mark.parametrize("name", ["citation_title", "og:title", "dcterms.title", "twitter:title"])
def test_the_first_of_several_of_one_name_counts(name: str) -> None:
    assert read(stated(name, "Kettles") + stated(name, "Pans") * 2).title == "Kettles"


def test_two_main_headings_tell_no_title() -> None:
    assert read("<h1>Kettles</h1><h1>Pans</h1>").title is None


def test_what_others_bear_out_goes_before_what_nothing_does() -> None:
    others = stated("og:title", "Pans") + "<title>Pans - Almanac</title>"
    assert read(stated("dc.title", "Kettles") + others).title == "Pans"
    assert read(stated("citation_title", "Kettles") + others).title == "Kettles"


@pytest.mark.parametrize(
    "text",
    ["Home", "Untitled", "Untitled Document", "Index", "No title", "Blog", "Post", "The Example"],
)
def test_what_stands_for_a_title_gives_way_to_one(text: str) -> None:
    assert read(stated("og:title", text) + "<title>Kettles</title>").title == "Kettles"


SIGNS = (
    *(" | ", "|", " » ", " « ", " · ", " • ", " › ", " ‹ ", " ⋆ ", " ¦ ", " :: ", "::", " - "),
    *(" – ", " — ", " ~ ", " / ", " < ", " > ", " \\ ", ": ", " : "),
)


@pytest.mark.parametrize("sign", SIGNS)
def test_the_name_of_the_site_is_no_part_of_a_title(sign: str) -> None:
    between = sign.replace("<", "&lt;").replace(">", "&gt;")
    site = stated("og:site_name", "The Almanac")
    assert read(f"{site}<title>Kettles{between}Almanac</title>").title == "Kettles"
    assert read(f"{site}<title>The Almanac{between}Kettles</title>").title == "Kettles"


@pytest.mark.parametrize(
    "name", ["og:site_name", "application-name", "apple-mobile-web-app-title", "dc.publisher"]
)
def test_a_site_is_named_by_any_of_these(name: str) -> None:
    assert read(f"{stated(name, 'Almanac')}<title>Kettles | Almanac</title>").title == "Kettles"


@pytest.mark.parametrize("kind", ["WebSite", "Organization", "NewsMediaOrganization"])
@pytest.mark.parametrize("key", ["name", "alternateName"])
def test_a_site_is_named_by_linked_data(kind: str, key: str) -> None:
    script = (
        f'<script type="application/ld+json">{{"@type": "{kind}", "{key}": "Almanac"}}</script>'
    )
    assert read(f"{script}<title>Kettles | Almanac</title>").title == "Kettles"


def test_a_site_is_named_by_its_host() -> None:
    head = b"<title>Kettles | %s</title>"
    hosts = {
        "www.example.org": "Example",
        "a.b.example.org": "Example",
        "example.org": "example.org",
    }
    hosts |= {"example.co.uk": "co", "a.example.org": "example"}
    titles = {
        host: read_page(head % name.encode(), f"https://{host}/a").title
        for host, name in hosts.items()
    }
    assert titles == dict.fromkeys(hosts, "Kettles") | {"example.co.uk": "Kettles | co"}


@pytest.mark.parametrize(
    "around",
    [
        '<h1 class="logo">{}</h1>',
        '<div class="site-title"><h1>{}</h1></div>',
        '<div id="masthead"><div><h1>{}</h1></div></div>',
        '<h1 class="the branding">{}</h1>',
        '<h1 id="page_sitetitle">{}</h1>',
        '<h1><a href="/">{}</a></h1>',
    ],
)
def test_a_masthead_is_no_title(around: str) -> None:
    assert read(f"{around.format('Almanac')}<h1>Kettles</h1>").title == "Kettles"


def test_a_class_of_the_whole_page_makes_no_masthead() -> None:
    assert read('<body class="logo"><h1>Kettles</h1>').title == "Kettles"
    assert read('<div class="logo"><div><div><h1>Kettles</h1></div></div></div>').title == "Kettles"
