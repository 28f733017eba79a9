"""HTML and bytes from anywhere → text, and HTML that can stand in our pages."""

from __future__ import annotations

import re
from collections.abc import Callable
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.text.html import (
    clean_text,
    decode,
    fold_space,
    html_of_paragraphs,
    links_of_html,
    repair_mojibake,
    sanitise,
    text_of_html,
)

REL = 'rel="noopener noreferrer nofollow ugc"'

CLEANED = {
    "white space of every kind is one space": ("  a\u00a0\t\r\n b\u2003c ", "a b c"),
    "line and file separators part words": ("a\u2028b\x1cc\x85d", "a b c d"),
    "controls and what XML cannot hold go": ("a\x00b\x1bc\x7f\x9d\ufffe\ud800d", "abcd"),
    "letters and their accents are one (NFC)": ("cafe\u0301", "café"),
    "what is no character in any plane goes": ("a\U0001ffffb\U0010fffec\ufdd0", "abc"),
    "joiners inside a picture stay": ("👩\u200d🔬", "👩\u200d🔬"),
    "nothing but space is no text": (" \u00a0\n\x00", None),
    "the empty text is no text": ("", None),
}


@pytest.mark.parametrize(("text", "expected"), CLEANED.values(), ids=CLEANED.keys())
def test_text_is_cleaned(text: str, expected: str | None) -> None:
    assert clean_text(text) == expected


def test_white_space_is_folded_without_touching_anything_else() -> None:
    assert fold_space(" a\u00a0 \n\tb\u0000 ") == "a b\u0000"


@pytest.mark.slow
@given(st.text())
def test_cleaned_text_is_stable(text: str) -> None:
    cleaned = clean_text(text)
    assert cleaned is None or (cleaned and clean_text(cleaned) == cleaned)


TEXTS = {
    "text without markup": ("R > D\u00a0\n\x00 e\u0301", "R > D \u00e9"),
    "a byte order mark before it": ("\ufeffR and D", "R and D"),
    "entities are decoded once": (
        "AT&amp;T &amp;lt;b&amp;gt; &#8212; &nbsp;x",
        "AT&T &lt;b&gt; — x",
    ),
    "blocks and line breaks part words, inline marks do not": (
        "<p>one</p><p>t<b>w</b>o<br>three</p><ul><li>four<li>five</ul><td>six",
        "one two three four five six",
    ),
    "scripts and styles are not text": ("<style>p{}</style>a<script>b<p></script>c", "ac"),
    "plain text is itself": ("1 < 2 and 3 > 2", "1 < 2 and 3 > 2"),
    "tags alone are no text": ("<p><br>&nbsp;</p>", None),
    "comments are not text": ("a<!-- <p>b -->c", "ac"),
    "half an entity stays as received": ("a &am", "a &am"),
    "an attribute may hold a bracket": ('<p title="a > b">c</p>', "c"),
}


@pytest.mark.parametrize(("html", "expected"), TEXTS.values(), ids=TEXTS.keys())
def test_html_has_this_text(html: str, expected: str | None) -> None:
    assert text_of_html(html) == expected


def test_long_html_has_the_same_text() -> None:
    html = (
        "<p>R&amp;D<script>x<y</script> t<b>w</b>o</p><style>p{}</style><P>th&#114;ee<br/>four</P>"
    )
    assert text_of_html(html * 2_000) == fold_space("R&D two three four " * 2_000)


SANITISED = {
    "text markup stays": (
        "<p>a <b>b</b> <em>c</em> <code>d</code><sup>2</sup></p><pre>e\n f</pre>",
        "<p>a <b>b</b> <em>c</em> <code>d</code><sup>2</sup></p><pre>e\n f</pre>",
    ),
    "tables keep their spans if these are numbers": (
        '<table><tr><td colspan="2" rowspan="x" style="x">a</td></tr></table>',
        '<table><tbody><tr><td colspan="2">a</td></tr></tbody></table>',
    ),
    "lists keep where they start": (
        '<ol start="3" type="a"><li>a</ol>',
        '<ol start="3"><li>a</li></ol>',
    ),
    "scripts, styles, frames and objects go with what they hold": (
        "a<script>b</script><style>c</style><iframe>d</iframe><object>e</object>f",
        "af",
    ),
    "form controls go, their words stay": (
        "<form action=x><label>a <input value=b></label><button>c</button></form>",
        "<div>a c</div>",
    ),
    "no handler, style, class, id or name": (
        '<p onclick="x" style="x" class="x" id="x" name="x" data-x="x">a</p>',
        "<p>a</p>",
    ),
    "http(s) links stay, marked as not ours": (
        '<a href=" https://e.org/?a=1&b=2" target="_blank" rel="me" download>a</a>',
        f'<a href="https://e.org/?a=1&amp;b=2" {REL}>a</a>',
    ),
    "other links leave their words": (
        '<a href="javascript:x">a</a> <a href="JaVa\nScript:x">b</a> <a href="data:x">c</a> '
        '<a href="/d">d</a> <a href="//e.org/">e</a> <a href="#f">f</a> <a name="g">g</a> '
        '<a href="vbscript:x">h</a> <a href="mailto:a@e.org">i</a> <a href="">j</a>',
        "a b c d e f g h i j",
    ),
    "a link without words shows its target": (
        '<a href="https://e.org/?a&b"> </a><a href="https://e.org/c"></a>',
        f'<a href="https://e.org/?a&amp;b" {REL}> https://e.org/?a&amp;b</a>'
        f'<a href="https://e.org/c" {REL}>https://e.org/c</a>',
    ),
    "an image is a link to it": (
        '<img src="https://e.org/a.png" srcset="b 2x" alt="A &lt;b&gt;" onerror="x">',
        f'<a href="https://e.org/a.png" {REL}>A &lt;b&gt;</a>',
    ),
    "an image without words shows where it is": (
        '<img src="https://e.org/a.png">',
        f'<a href="https://e.org/a.png" {REL}>https://e.org/a.png</a>',
    ),
    "an image that cannot be linked leaves its words": (
        '<img src="data:image/png;base64,A" alt="a"> <img src="b.png" alt="b"> <img alt="c">',
        "a b c",
    ),
    "an image inside a link is its words": (
        '<a href="https://e.org/"><img src="https://e.org/a.png" alt="a"></a>',
        f'<a href="https://e.org/" {REL}>a</a>',
    ),
    "no link inside a link": (
        '<a href="https://e.org/"><table><tr><td><a href="https://e.org/2">a</a></table></a>',
        f'<a href="https://e.org/" {REL}><table><tbody><tr><td>a</td></tr></tbody></table></a>',
    ),
    "the highest heading is of level 3, and none skips a level": (
        "<h1>a</h1><h3>b</h3><h2>c</h2><h6>d</h6>",
        "<h3>a</h3><h4>b</h4><h4>c</h4><h5>d</h5>",
    ),
    "a low heading rises to level 3": ("<h5>a</h5><h6>b</h6>", "<h3>a</h3><h4>b</h4>"),
    "sections become divisions": (
        "<main><article><footer>a</footer></article></main>",
        "<div><div><div>a</div></div></div>",
    ),
    "paragraphs without words vanish": ("<p>&nbsp;<br> </p><p>a</p><h2></h2>", "<p>a</p>"),
    "what is open is closed, what is not markup escaped": (
        "<ul><li><b>a <i>b</b> c < d & e",
        "<ul><li><b>a <i>b</i></b><i> c &lt; d &amp; e</i></li></ul>",
    ),
    "an attribute cannot close its tag": (
        '<a href="https://e.org/&quot;&gt;<h1>?a&amp;b">a</a>',
        f'<a href="https://e.org/%22%3E%3Ch1%3E?a&amp;b" {REL}>a</a>',
    ),
    "titles go, and a language stays where it is one": (
        '<p title="x" lang="de-AT">a</p><p lang="&lt;x&gt;">b</p>'
        '<a lang="fr" title="y" href="https://e.org/">c</a>',
        f'<p lang="de-AT">a</p><p>b</p><a lang="fr" href="https://e.org/" {REL}>c</a>',
    ),
    "a link without a host is none": (
        '<a href="https:x">a</a> <a href="http:/x">b</a> <a href="https://">c</a>',
        "a b c",
    ),
    "controls go, however written": ("a\x00\x1b&#27;&#127;b\ud800", "ab"),
    "vector images and templates go": (
        "a<svg><a href=https://e.org/><text>b</text></a></svg><template>c</template>e",
        "ae",
    ),
    "formulas stay, without links, styles and what is no MathML": (
        "<math display=block style=x><mi xlink:href=javascript:x href=javascript:x>d</mi>"
        "<mtext><img src=x:><p>e</p></mtext><maction>f</maction><mglyph/></math>",
        '<math display="block"><mi>d</mi><mtext>e</mtext>f</math>',
    ),
    "what a formula says once more in HTML or TeX goes": (
        "<math><semantics><mi>a</mi><annotation>b</annotation>"
        "<annotation-xml encoding=text/html><img src=x: onerror=y></annotation-xml>"
        "</semantics></math>",
        "<math><semantics><mi>a</mi></semantics></math>",
    ),
    "a formula stands in no formula, and its parts in nothing else": (
        "<mi>a</mi><math><mi>b</mi><mtext><math><mi>c</mi></math></mtext></math><mn>d</mn>",
        "<math><mi>b</mi><mtext><mi>c</mi></mtext></math>",
    ),
    "lengths in a formula are short": (
        '<math><mo lspace="9em" rspace="99em" minsize="expression(x)">=</mo>'
        '<mspace width="-0.17em"></mspace></math>',
        '<math><mo lspace="9em">=</mo><mspace width="-0.17em"></mspace></math>',
    ),
    "nothing gives nothing": ("", ""),
}


@pytest.mark.parametrize(("html", "expected"), SANITISED.values(), ids=SANITISED.keys())
def test_html_is_sanitised(html: str, expected: str) -> None:
    assert sanitise(html) == expected


UNSEEN = "\u00a0 \u2028 \u2029 \u3000 \u1680 \u2009 \x85 \x1f \x01 \t \x0c \x1c".split(" ")
FORMS = ("{0}", "&#{1};", "&#x{1:x};", "{0}&#{1};{0}")
SCRIPTS = ("javascript:x", "JaVaScRiPt:x", "vbscript:x", "data:text/html,x", "java\nscript:x")


def test_a_scheme_is_looked_at_in_what_is_written() -> None:
    wrong = {}
    for unseen, form, script in product(UNSEEN, FORMS, SCRIPTS):
        url = form.format(unseen, ord(unseen)) + script
        html = f'<a href="{url}">a</a><img src="{url}" alt="b"><img srcset="{url} 2x" alt="c">'
        texts = (sanitise(html), sanitise(html, base="https://e.org/x"), sanitise(html, 3, "text-"))
        written = [url for text in texts for url in re.findall(r'[a-z]+="([^"]*:[^"]*)"', text)]
        if not all(url.startswith("https://e.org/") for url in written):
            wrong[url] = written
    assert wrong == {}


OWNER_LINKS = {
    "relative": ("../years/a b.html?c#d", "../years/a%20b.html?c#d"),
    "to a place in the text": ("#a", "#text-a"),
    "to a mailbox": ("MAILTO:a@e.org?subject=b", "MAILTO:a@e.org?subject=b"),
    "to a host without a scheme, which from disk would be a file": ("//e.org/a", "https://e.org/a"),
    "with backslashes, which browsers take for slashes": ("\\\\e.org\\a", "%5C%5Ce.org%5Ca"),
    "with a colon behind a slash": ("a/b:c", "a/b:c"),
    "with a colon in a first segment": ("a:b", None),
    "written twice": ("&amp;nbsp;javascript:x", None),
    "written three times": ("&amp;amp;nbsp;javascript:x", None),
    "with its colon written twice": ("javascript&amp;colon;x", None),
    "to a telephone": ("tel:1", None),
    "to a file": ("file:///etc/passwd", None),
    "behind a byte order mark": ("\ufeffjavascript:x", None),
    "written twenty times": ("&" + "amp;" * 20 + "colon;", None),
}


@pytest.mark.parametrize(("url", "expected"), OWNER_LINKS.values(), ids=OWNER_LINKS)
def test_the_owner_may_link_pages_and_mailboxes(url: str, expected: str | None) -> None:
    link = f'<a href="{expected}">a</a>' if expected else "a"
    assert sanitise(f'<a href="{url}">a</a>', id_prefix="text-") == link


def test_headings_are_moved_to_the_level_asked_for() -> None:
    assert sanitise("<h1>a</h1><h2>b</h2>", top_heading=5) == "<h5>a</h5><h6>b</h6>"


def test_what_is_too_long_is_reduced_to_its_paragraphs() -> None:
    html = "<p>a &lt;b&gt;</p><script>c</script><div onclick=x>d<br>e</div>" * 2_000
    assert sanitise(html) == "\n".join(["<p>a &lt;b&gt;</p>\n<p>d</p>\n<p>e</p>"] * 2_000)


# Every tag and attribute that may come out, whatever goes in.
ALLOWED = re.compile(
    rf'<a href="https?:[^"<>]*" {REL}>|<ol start="\d+">|<t[dh](?: (?:col|row)span="\d+")*>'
    r"|</?(?:p|div|hr|blockquote|pre|ul|ol|li|dl|dt|dd|table|caption|thead|tbody|tfoot|tr|th|td"
    r"|h[3-6]|figure|figcaption|b|strong|i|em|u|s|del|ins|sub|sup|small|mark|q|cite|abbr|dfn|code"
    r"|samp|kbd|var|br|wbr|ruby|rt|rp|bdi|bdo)>|</a>"
    r"|</?(?:m(?:ath|i|n|o|text|row|sup|table|td))>"
)
PIECES = st.sampled_from(
    "<a href='https://e.org/'> <a href=javascript:x> </a> <img src=https://e.org/i alt=' \"><x'> "
    "<img src=x onerror=y> <h1> </h1> <h6> <svg> </svg> <math> <mi> <style> </style> <table> <td> "
    "<mtext> </mtext> </math> <mglyph> <malignmark> <annotation-xml encoding=text/html> <msup> "
    '<noscript> <textarea> </textarea> <title> <p title="</noscript><img src=x>"> <!-- --> --> '
    "<![CDATA[ ]]> <select> <template> <foreignObject> <plaintext> <form> </form> <b> </b> <div "
    "style=x <section> &lt; &quot; &#x3c;script> a \x00 < > ' \" = / <p> </p> <li>".split(" ")
)


@given(st.lists(PIECES, max_size=30), st.sampled_from(["", " ", "\n"]))
def test_only_what_is_allowed_comes_out(pieces: list[str], glue: str) -> None:
    html = sanitise(glue.join(pieces))
    assert "<" not in ALLOWED.sub("", html)
    assert ">" not in ALLOWED.sub("", html)


@given(st.lists(PIECES, max_size=30))
def test_what_was_sanitised_stays_as_it_is(pieces: list[str]) -> None:
    once = sanitise(" ".join(pieces))
    assert text_of_html(sanitise(once)) == text_of_html(once)


PARAGRAPHS = {
    "blank lines part paragraphs, however many": ("a\n \n\u00a0\n\nb", "<p>a</p>\n<p>b</p>"),
    "a line end inside a paragraph stays": (" a \r\n b\n", "<p>a<br>\nb</p>"),
    "markup is text": ('a <b> & "c"', '<p>a &lt;b&gt; &amp; "c"</p>'),
    "a short line stays a paragraph": (
        "Copy Heads\n\nTo start",
        "<p>Copy Heads</p>\n<p>To start</p>",
    ),
    "line ends of every kind": ("a\rb\u2028c\x85d\x0be", "<p>a<br>\nb<br>\nc<br>\nd<br>\ne</p>"),
    "an empty line of any kind": ("a\u2029\u2029b", "<p>a</p>\n<p>b</p>"),
    "nothing gives nothing": (" \n \n", ""),
}


@pytest.mark.parametrize(("text", "expected"), PARAGRAPHS.values(), ids=PARAGRAPHS.keys())
def test_plain_text_becomes_paragraphs(text: str, expected: str) -> None:
    assert html_of_paragraphs(text) == expected


def test_links_come_in_order_each_once_and_decoded() -> None:
    html = sanitise(
        '<a href="https://e.org/?a=1&amp;b=2">a</a><a href="#x">b</a><a href="HTTP://e.org/">c</a>'
        '<a href="https://e.org/?a=1&amp;b=2">d</a><img src="https://e.org/i" alt="e">'
    )
    assert links_of_html(html) == ("https://e.org/?a=1&b=2", "HTTP://e.org/", "https://e.org/i")
    assert links_of_html("") == ()


DECODED = {
    "UTF-8": ("é—".encode(), "é—"),
    "UTF-8 with a mark": (b"\xef\xbb\xbfa", "a"),
    "UTF-16, either end first": ("é—".encode("utf-16"), "é—"),
    "UTF-16 of the other kind": (b"\xfe\xff" + "é—".encode("utf-16-be"), "é—"),
    "UTF-32": (b"\xff\xfe\x00\x00" + "é—".encode("utf-32-le"), "é—"),
    "what an XML declaration says": (
        '<?xml version="1.0" encoding="iso-8859-2"?>ł'.encode("iso-8859-2"),
        '<?xml version="1.0" encoding="iso-8859-2"?>ł',
    ),
    "what a meta element says": (
        '<meta charset="koi8-r">да'.encode("koi8-r"),
        '<meta charset="koi8-r">да',
    ),
    "an encoding nobody knows": (b'<meta charset="x-y">\xe9', '<meta charset="x-y">é'),
    "an encoding that refuses everything": (
        b'<meta charset="undefined">\xe9',
        '<meta charset="undefined">é',
    ),
    "a declaration that is wrong": (
        '<meta charset="koi8-r">да'.encode(),
        '<meta charset="koi8-r">да',
    ),
    "Windows-1252, open bytes included": (
        b"caf\xe9 \x93a\x94 \x81\x8d\x8f\x90\x9d",
        "café “a” \x81\x8d\x8f\x90\x9d",
    ),
    "UTF-16 and UTF-32 without a mark": ("<é—".encode("utf-16-le"), "<é—"),
    "the other kind of it": ("<é—".encode("utf-16-be"), "<é—"),
    "UTF-32 without a mark": ("<é—".encode("utf-32-le"), "<é—"),
    "the other kind of UTF-32": ("<é—".encode("utf-32-be"), "<é—"),
    "UTF-32 with the other mark": (b"\x00\x00\xfe\xff" + "é—".encode("utf-32-be"), "é—"),
    "a declaration too far from the start": (
        b" " * 1010 + '<meta charset="koi8-r">да'.encode("koi8-r"),
        " " * 1010 + '<meta charset="koi8-r">ÄÁ',
    ),
    "nothing": (b"", ""),
}


@pytest.mark.parametrize(("data", "expected"), DECODED.values(), ids=DECODED.keys())
def test_bytes_are_decoded(data: bytes, expected: str) -> None:
    assert decode(data) == expected


@given(st.binary())
def test_every_byte_sequence_decodes(data: bytes) -> None:
    assert isinstance(decode(data), str)


REPAIRED = {
    "UTF-8 read as Latin-1, as a real feed has it": (
        "Updates \u00e2\u0080\u0094 July",
        "Updates — July",
    ),
    "UTF-8 read as Windows-1252": ("itâ€™s “” caf".replace("“”", "â€œâ€\u009d"), "it’s “” caf"),
    "a lone accented letter shows that nothing went wrong": ("café Ã©", "café Ã©"),
    "a character outside of the old encoding shows the same": ("Ã© 漢", "Ã© 漢"),
    "correct text stays": ("“It’s” — naïve", "“It’s” — naïve"),
    "plain letters stay": ("abc", "abc"),
}


@pytest.mark.parametrize(("text", "expected"), REPAIRED.values(), ids=REPAIRED.keys())
def test_misread_text_is_repaired_only_where_all_of_it_is_misread(text: str, expected: str) -> None:
    assert repair_mojibake(text) == expected


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_text_that_was_misread_once_comes_back(text: str) -> None:
    assert repair_mojibake(text.encode().decode("latin-1")) == text


# Each of these is known to take some HTML parser or sanitiser a time that grows with the square.
HOSTILE: dict[str, Callable[[int], str]] = {
    "nested divisions": lambda size: "<div>" * (size // 5),
    "formatting opened anew in each paragraph": lambda size: (
        "".join(f"<b a={i}>" for i in range(size // 20)) + "<p>" * (size // 6)
    ),
    "links around blocks": lambda size: "<a><div>" * (size // 8),
    "attributes of one tag": lambda size: "<a " + " ".join(f"a{i}" for i in range(size // 7)) + ">",
    "a tag that does not end": lambda size: "<" + "a" * size,
    "tags that do not end": lambda size: "<a " * (size // 3),
    "scripts that do not end": lambda size: "<script>" * (size // 8),
    "comments that do not end": lambda size: "<!--" * (size // 4),
    "paragraphs of no-break spaces": lambda size: "<p>" + "&nbsp;" * (size // 6),
    "blank lines": lambda size: "\n \n" * (size // 3),
    "spaces": lambda size: " " * size + "x",
}


@pytest.mark.slow
@pytest.mark.parametrize("hostile", HOSTILE.values(), ids=HOSTILE.keys())
@pytest.mark.parametrize("function", [sanitise, text_of_html, html_of_paragraphs])
def test_a_megabyte_of_the_worst_takes_no_longer_than_its_length(
    function: Callable[[str], object],
    hostile: Callable[[int], str],
    assert_linear: Callable[[Callable[[str], object], Callable[[int], str]], None],
) -> None:
    assert_linear(function, hostile)


def test_what_is_nested_ten_thousand_deep_is_still_sanitised() -> None:
    assert sanitise("<div>" * 10_000 + "a") == "<div>" * 10_000 + "a" + "</div>" * 10_000
