"""text/urls.py: which URLs are the same, what they are called, and what is no URL at all."""

from __future__ import annotations

import re
from urllib.parse import urljoin

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.text.urls import (
    SLUG_LENGTH,
    TRACKING_PARAMETERS,
    absolute_url,
    canonical_url,
    move_url,
    owner_url,
    short_hash,
    slug_of_url,
    slugify,
    url_host,
    url_year,
)

CANONICAL = {
    "http is https": ("http://example.org/a", "https://example.org/a"),
    "the scheme in capitals": ("HTTPS://example.org/a", "https://example.org/a"),
    "the host in lower case": ("https://EXAMPLE.org/a", "https://example.org/a"),
    "the path keeps its case": ("https://example.org/A", "https://example.org/A"),
    "no www.": ("https://www.example.org/a", "https://example.org/a"),
    "www is a name where it is all there is": ("https://www/a", "https://www/a"),
    "the default port of http": ("http://example.org:80/a", "https://example.org/a"),
    "the default port of https": ("https://example.org:443/a", "https://example.org/a"),
    "another port": ("https://example.org:8443/a", "https://example.org:8443/a"),
    "index.html": ("https://example.org/a/index.html", "https://example.org/a"),
    "index.html at the root": ("https://example.org/index.html", "https://example.org"),
    "a page whose name only ends so": (
        "https://example.org/a/myindex.html",
        "https://example.org/a/myindex.html",
    ),
    "a trailing slash": ("https://example.org/a/", "https://example.org/a"),
    "the root's slash": ("https://example.org/", "https://example.org"),
    "a fragment": ("https://example.org/a#part", "https://example.org/a"),
    "a query behind index.html": (
        "https://example.org/a/index.html?b=1",
        "https://example.org/a?b=1",
    ),
    "parameters sorted": ("https://example.org/a?b=2&a=1", "https://example.org/a?a=1&b=2"),
    "a parameter given twice": (
        "https://example.org/a?b=2&b=1&a=3",
        "https://example.org/a?a=3&b=1&b=2",
    ),
    "a parameter without a value": ("https://example.org/a?b&a", "https://example.org/a?a&b"),
    "an empty query": ("https://example.org/a?", "https://example.org/a"),
    "empty parameters": ("https://example.org/a?&b=1&&", "https://example.org/a?b=1"),
    "trackers dropped, the rest kept": (
        "https://example.org/a?utm_source=x&id=3&fbclid=y",
        "https://example.org/a?id=3",
    ),
    "a tracker's name in capitals": ("https://example.org/a?UTM_Source=x", "https://example.org/a"),
    "a tracker's name in escapes": ("https://example.org/a?utm%5Fid=x", "https://example.org/a"),
    "a name that only begins like a tracker's": (
        "https://example.org/a?reference=3",
        "https://example.org/a?reference=3",
    ),
    "escapes of what needs none": ("https://example.org/%7Ea%2Db", "https://example.org/~a-b"),
    "escapes in capitals": ("https://example.org/%c3%b6", "https://example.org/%C3%B6"),
    "letters that need an escape": ("https://example.org/ö", "https://example.org/%C3%B6"),
    "an escaped slash is no slash": ("https://example.org/a%2fb", "https://example.org/a%2Fb"),
    "a per cent sign that escapes nothing": (
        "https://example.org/100%",
        "https://example.org/100%25",
    ),
    "dots in the path": ("https://example.org/a/./b/../c", "https://example.org/a/c"),
    "dots in escapes": ("https://example.org/a/%2E%2E/c", "https://example.org/c"),
    "dots that lead above the root": ("https://example.org/../a", "https://example.org/a"),
    "a host in its own letters": ("https://bücher.example/", "https://xn--bcher-kva.example"),
    "the same host in ASCII": ("https://xn--bcher-kva.example/", "https://xn--bcher-kva.example"),
    "the dot that ends a host": ("https://example.org./a", "https://example.org/a"),
    "a name and a password": ("https://me:secret@example.org/a", "https://example.org/a"),
    "an address of IPv6": ("http://[2001:DB8::1]:80/a", "https://[2001:db8::1]/a"),
}


@pytest.mark.parametrize(("url", "expected"), CANONICAL.values(), ids=CANONICAL)
def test_urls_that_lead_to_one_page_have_one_canonical_form(url: str, expected: str) -> None:
    assert canonical_url(url) == expected


@pytest.mark.parametrize(("url", "expected"), CANONICAL.values(), ids=CANONICAL)
def test_a_canonical_url_is_its_own_canonical_form(url: str, expected: str) -> None:
    assert canonical_url(expected) == expected


def test_the_tracking_parameters_are_these() -> None:
    """A new one changes which addresses are one; none goes, for ids are made of addresses."""
    assert (
        sorted(TRACKING_PARAMETERS)
        == (
            "_hsenc _hsmi _openstat at_campaign at_medium cmpid dclid fbclid gbraid gclid gclsrc "
            "hsctatracking igsh igshid li_fat_id matomo_* mc_cid mc_eid mkt_tok ml_subscriber "
            "ml_subscriber_hash msclkid mtm_* oly_anon_id oly_enc_id pk_* rb_clickid ref ref_src "
            "ref_url s_cid ttclid twclid utm_* vero_conv vero_id wbraid wickedid yclid"
        ).split()
    )


@pytest.mark.parametrize("name", [name.replace("*", "x") for name in TRACKING_PARAMETERS])
def test_every_tracking_parameter_of_the_table_is_dropped(name: str) -> None:
    assert canonical_url(f"https://example.org/a?{name}=1&id=2") == "https://example.org/a?id=2"


DIFFERENT = {
    "paths in another case": ("https://example.org/A", "https://example.org/a"),
    "another host": ("https://a.example.org/", "https://example.org/"),
    "another port": ("https://example.org:8080/", "https://example.org/"),
    "another parameter": ("https://example.org/?p=1", "https://example.org/?p=2"),
    "with and without a parameter": ("https://example.org/?p=1", "https://example.org/"),
    "an escaped question mark": ("https://example.org/a%3Fb=1", "https://example.org/a?b=1"),
}


@pytest.mark.parametrize(("one", "other"), DIFFERENT.values(), ids=DIFFERENT)
def test_urls_that_may_lead_to_two_pages_stay_different(one: str, other: str) -> None:
    assert canonical_url(one) != canonical_url(other)


BASE = "https://example.org/list/"
ABSOLUTE = {
    "as received": ("HTTP://Example.ORG:80/a/index.html#x", "HTTP://Example.ORG:80/a/index.html#x"),
    "relative": ("2024/a/", "https://example.org/list/2024/a/"),
    "from the root": ("/2024/a", "https://example.org/2024/a"),
    "upwards": ("../a", "https://example.org/a"),
    "without a scheme": ("//other.example/a", "https://other.example/a"),
    "white space around it": ("\n https://example.org/a \n", "https://example.org/a"),
    "a line break inside": ("https://example.org/\na", "https://example.org/a"),
    "a space inside": ("https://example.org/a b", "https://example.org/a%20b"),
    "a quotation mark": ('https://example.org/"', "https://example.org/%22"),
    "escapes stay as they are": ("https://example.org/%7ea%zz", "https://example.org/%7ea%zz"),
    "dots of a whole URL stay": (
        "https://example.org/a/../b?c=./d",
        "https://example.org/a/../b?c=./d",
    ),
    "a query of nothing goes": ("https://example.org/a?", "https://example.org/a"),
    "parameters of nothing go": ("https://example.org/a;", "https://example.org/a"),
    "a fragment of nothing goes": ("https://example.org/a?b#", "https://example.org/a?b"),
    "no host": ("https:///a", "https://example.org/a"),
    "letters stay as they are": ("https://example.org/ö", "https://example.org/ö"),
    "half a character": ("https://example.org/\ud800a", "https://example.org/a"),
    "nothing": ("", None),
    "None": (None, None),
    "mail": ("mailto:me@example.org", None),
    "a script": ("javascript:alert(1)", None),
    "a script behind white space": (" java\nscript:alert(1)", None),
    "a script behind a control and a wide space": ("\x01\u3000javascript:alert(1)", None),
    "an address behind a control and a space": (
        "\x01 https://example.org/a",
        "https://example.org/a",
    ),
    "data": ("data:text/html,x", None),
    "a file": ("file:///etc/passwd", None),
    "a bracket that does not close": ("http://[example.org/", None),
    "no such port": ("https://example.org:99999/", None),
    "a port that is no number": ("https://example.org:abc/", None),
}


@pytest.mark.parametrize(("text", "expected"), ABSOLUTE.values(), ids=ABSOLUTE)
def test_a_url_is_absolute_http_and_otherwise_as_received(
    text: str | None, expected: str | None
) -> None:
    assert absolute_url(text, BASE) == expected


def test_without_a_base_a_relative_url_is_none() -> None:
    assert absolute_url("2024/a") is None


@given(st.text(st.sampled_from("aZ9.-/_~%+,:@&=?#;[]é'()"), max_size=30))
def test_a_whole_url_is_what_joining_it_gives(text: str) -> None:
    url = f"https://e.org/{text}"
    assert absolute_url(url, BASE) == urljoin(BASE, url)


@given(st.text(max_size=40))
def test_whatever_was_received_is_a_url_or_none(text: str) -> None:
    url = absolute_url(text, BASE)
    if url is not None:
        again = canonical_url(url)
        assert canonical_url(again) == again
        assert slug_of_url(url, "fallback")


YEARS = {
    "a segment of the path": ("https://example.org/2025/attention/", 2025),
    "the same year twice": ("https://example.org/2025/2025/", 2025),
    "two years": ("https://example.org/2024/2025/", None),
    "no whole segment": ("https://example.org/2025-07/a", None),
    "in the query only": ("https://example.org/?2025", None),
    "too early": ("https://example.org/1984/", None),
}


@pytest.mark.parametrize(("url", "expected"), YEARS.values(), ids=YEARS)
def test_a_url_may_name_its_year(url: str, expected: int | None) -> None:
    assert url_year(url) == expected


SLUGS = {
    "the path": (
        "https://transformer-circuits.pub/2025/attention-qk/index.html",
        "2025-attention-qk",
    ),
    "without the page's ending": (
        "https://transformer-circuits.pub/2025/attribution-graphs/methods.html",
        "2025-attribution-graphs-methods",
    ),
    "the case is lost": ("https://github.com/anthropics/PySvelte", "anthropics-pysvelte"),
    "a query that names the page": ("https://example.org/p?id=3", "p-id-3"),
    "a query that does not": ("https://example.org/p?utm_source=x", "p"),
    "the host, where the path says nothing": ("https://www.example.org/", "example-org"),
    "escapes": ("https://example.org/caf%C3%A9", "cafe"),
    "a script without ASCII": ("https://example.org/日本", "fallback"),
    "a device of Windows": ("https://example.org/con", "con-fallback"),
    **{
        f"without .{ending}": (f"https://example.org/a.{ending}", "a")
        for ending in "html htm php asp aspx jsp md pdf HTML".split()
    },
    "with any other ending": ("https://example.org/a.xhtml", "a-xhtml"),
    **{
        f"{device}, a device of Windows": (
            f"https://example.org/{device}.htm",
            f"{device}-fallback",
        )
        for device in "con prn aux nul com0 com9 lpt0 lpt9".split()
    },
    "no such device": ("https://example.org/com10", "com10"),
    "a path that climbs": ("https://example.org/%2e%2e/%2e%2e/etc/passwd", "etc-passwd"),
}


@pytest.mark.parametrize(("url", "expected"), SLUGS.values(), ids=SLUGS)
def test_an_article_is_called_by_the_path_of_its_url(url: str, expected: str) -> None:
    assert slug_of_url(url, "fallback") == expected


TITLES = {
    "accents": ("Gödel, Escher, Bach", "godel-escher-bach"),
    "letters that have no accent to lose": (
        "Straße Ærø Łódź Đorđe Þórr œuvre ığdır Eyjafjarðar",
        "strasse-aero-lodz-dorde-thorr-oeuvre-igdir-eyjafjardar",
    ),
    "an apostrophe joins": ("What's new", "whats-new"),
    "other marks part": ("(Un)Faithfulness: a/b", "un-faithfulness-a-b"),
    "nothing left": ("———", "fallback"),
    "too long": ("a" * 300, "a" * SLUG_LENGTH),
    "cut at a hyphen": ("a" * 79 + " b", "a" * 79),
}


@pytest.mark.parametrize(("text", "expected"), TITLES.values(), ids=TITLES)
def test_an_article_without_a_url_is_called_by_its_title(text: str, expected: str) -> None:
    assert slugify(text, "fallback") == expected


@given(st.text())
def test_a_slug_is_a_file_name_everywhere(text: str) -> None:
    assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", slugify(text, "fallback"))


def test_the_host_is_named_without_www() -> None:
    assert url_host("https://WWW.Example.org:8080/a") == "example.org"


def test_an_id_is_the_first_twelve_hex_digits_of_the_sha_256() -> None:
    assert short_hash("https://transformer-circuits.pub/2025/july-update") == "408134256a28"


# a link in the owner's own text → its URL
OWN_LINKS = {
    "a page": ("https://example.org/a b", "https://example.org/a%20b"),
    "a mailbox": ("mailto:ann@example.org", "mailto:ann@example.org"),
    "a mailbox in another case": ("MAILTO:ann@example.org", "MAILTO:ann@example.org"),
    "a page of the site": ("../about/", "../about/"),
    "a place in the text": ("#note-1", "#text-note-1"),
    "a host without its scheme": ("//example.org/a", "https://example.org/a"),
    "a script": ("javascript:alert(1)", None),
    "a script, escaped": ("&#106;avascript:alert(1)", None),
    "data": ("data:text/html,x", None),
    "a file": ("file:///etc/passwd", None),
    "nothing": ("", None),
}


@pytest.mark.parametrize(("text", "expected"), OWN_LINKS.values(), ids=OWN_LINKS)
def test_the_owners_links_lead_to_pages_and_mailboxes(text: str, expected: str | None) -> None:
    assert owner_url(text, "text-") == expected


# an address, where it began before → where it stands now, when that has become https://e.org/new/
MOVES = {
    "below it": ("https://e.org/old/a?b#c", "https://e.org/old/", "https://e.org/new/a?b#c"),
    "another scheme": ("http://e.org/old/a", "https://e.org/old/", "https://e.org/new/a"),
    "with www": ("https://www.e.org/old/a", "https://e.org/old/", "https://e.org/new/a"),
    "the standard port": ("https://e.org:443/old/a", "https://e.org/old/", "https://e.org/new/a"),
    "another port": ("https://e.org:8443/old/a", "https://e.org/old/", None),
    "beside it": ("https://e.org/older/a", "https://e.org/old/", None),
    "another case": ("https://e.org/Old/a", "https://e.org/old/", None),
}


@pytest.mark.parametrize(("url", "before", "expected"), MOVES.values(), ids=MOVES)
def test_what_stands_below_an_address_moves_with_it(
    url: str, before: str, expected: str | None
) -> None:
    assert move_url(url, before, "https://e.org/new/") == expected
