"""The article of a page, told from its frame, with what belongs to it."""

from __future__ import annotations

import re

import pytest

from generator.text.html import sanitise
from generator.text.html_tree import parse_page
from generator.text.page.article import ArticleText, find_article

# `{a1}` in a page stands for a paragraph's text.
LONG = (
    "Paragraph {} tells of the kettles of the north, which are made of tin, and of the smiths who "
    "make them year after year."
)
NAMED = re.compile(r"\{(\w\d)\}")


def unfolded(html: str) -> str:
    return NAMED.sub(lambda name: LONG.format(name[1]), html)


def article_of(html: str) -> ArticleText:
    root = parse_page(f"<!doctype html><title>K</title><body>{html}")
    assert root is not None
    return find_article(root)


def copy_of(html: str) -> str:
    """The copy of a page at https://example.org/, as the site shows it."""
    copy = sanitise(article_of(html).html, base="https://example.org/")
    return copy.replace(' rel="noopener noreferrer nofollow ugc"', "")


# What it shows → the page's body, and the copy.
ARTICLES = {
    "a menu and related posts without their elements go": (
        '<div class="menu"><a href="/">Home</a><a href="/a">About</a></div><div class="post-c'
        'ontent"><h1>K</h1><p>{a0}</p><p>{a1}</p><p>{a2}</p></div><div class="related-posts">'
        '<h3>Related posts</h3><ul><li><a href="/x">Other kettles of note</a></li><li><a href'
        '="/y">Pans and their handles today</a></li></ul></div>',
        '<h3>K</h3><p>{a0}</p><p>{a1}</p><p>{a2}</p>',
    ),
    "a page that is one form": (
        '<form action="/x"><div id="hdr"><div class="menu"><a href="/">Home</a><a href="/a">A'
        'bout</a></div></div><div class="content"><h1>K</h1><p>{a0}</p><p>{a1}</p><p>{a2}</p>'
        '<p>{a3}</p><p>{a4}</p><p>{a5}</p></div><input name=v><div id=ftr>© Ex</div></form>',
        '<h3>K</h3><p>{a0}</p><p>{a1}</p><p>{a2}</p><p>{a3}</p><p>{a4}</p><p>{a5}</p>',
    ),
    "the only article is a teaser": (
        '<div class="main-col"><h1>K</h1><p>{a0}</p><p>{a1}</p><p>{a2}</p><p>{a3}</p><p>{a4}<'
        '/p><p>{a5}</p><p>{a6}</p><p>{a7}</p></div><div class="side"><article class="teaser">'
        '<h3><a href=/x>Other</a></h3><p>Short teaser.</p></article></div>',
        '<h3>K</h3><p>{a0}</p><p>{a1}</p><p>{a2}</p><p>{a3}</p><p>{a4}</p><p>{a5}</p><p>{a6}<'
        '/p><p>{a7}</p>',
    ),
    "the only article is empty": (
        '<article></article><div class="story"><h1>K</h1><p>{a0}</p><p>{a1}</p><p>{a2}</p><p>'
        '{a3}</p><p>{a4}</p><p>{a5}</p></div><div class="related-posts"><h3>Related posts</h3'
        '><ul><li><a href="/x">Other kettles of note</a></li><li><a href="/y">Pans and their '
        'handles today</a></li></ul></div>',
        '<h3>K</h3><p>{a0}</p><p>{a1}</p><p>{a2}</p><p>{a3}</p><p>{a4}</p><p>{a5}</p>',
    ),
    "comments go, articles though they are": (
        '<main><article><h1>K</h1><p>{a0}</p><p>{a1}</p><p>{a2}</p><p>{a3}</p></article><sect'
        'ion id="comments"><h2>2 comments</h2><article class="comment"><p>Great article, I ha'
        've a kettle of my own at home and it is fine.</p></article></section></main>',
        '<h3>K</h3><p>{a0}</p><p>{a1}</p><p>{a2}</p><p>{a3}</p>',
    ),
    "notes in an aside stay, another aside goes": (
        '<article><h1>K</h1><p>First paragraph of the kettles, made of tin in the north of th'
        'e land<a href="#n1" id="r1"><sup>1</sup></a>, says a smith who knows.</p><p>{a0}</p>'
        '<p>{a1}</p><p>{a2}</p><aside><h2>Notes</h2><ol><li id="n1">The smith of the village '
        'said so. <a href="#r1">↩</a></li></ol></aside></article><aside class="rel"><h2>More<'
        '/h2><a href=/y>Pans</a></aside>',
        '<h3>K</h3><p>First paragraph of the kettles, made of tin in the north of the land<su'
        'p>1</sup>, says a smith who knows.</p><p>{a0}</p><p>{a1}</p><p>{a2}</p><div><ol><li>'
        'The smith of the village said so. ↩</li></ol></div>',
    ),
    "notes in a footer stay, another footer goes": (
        '<article><h1>K</h1><p>First paragraph of the kettles, made of tin in the north of th'
        'e land<sup id="r1"><a href="#fn:1">[1]</a></sup>, says a smith who knows.</p><p>{a0}'
        '</p><p>{a1}</p><p>{a2}</p><footer class="footnotes"><ol><li id="fn:1"><p>The smith s'
        'aid so.</p></li></ol></footer></article><footer>© Ex</footer>',
        '<h3>K</h3><p>First paragraph of the kettles, made of tin in the north of the land<su'
        'p>[1]</sup>, says a smith who knows.</p><p>{a0}</p><p>{a1}</p><p>{a2}</p><div><ol><l'
        'i><p>The smith said so.</p></li></ol></div>',
    ),
    "a picture with its caption stays": (
        '<article><h1>K</h1><p>{a0}</p><p>{a1}</p><figure><img src="/k.jpg" alt="A kettle"><f'
        'igcaption>A kettle on a fire, 1898.</figcaption></figure><p>{b0}</p><p>{b1}</p></art'
        'icle>',
        '<h3>K</h3><p>{a0}</p><p>{a1}</p><figure><a href="https://example.org/k.jpg">A kettle'
        '</a><figcaption>A kettle on a fire, 1898.</figcaption></figure><p>{b0}</p><p>{b1}</p'
        '>',
    ),
    "a picture before the first paragraph stays": (
        '<article><figure><img src="/k.jpg" alt="A kettle"><figcaption>Hero kettle.</figcapti'
        'on></figure><p>{a0}</p><p>{a1}</p><p>{a2}</p><p>{a3}</p></article>',
        '<figure><a href="https://example.org/k.jpg">A kettle</a><figcaption>Hero kettle.</fi'
        'gcaption></figure><p>{a0}</p><p>{a1}</p><p>{a2}</p><p>{a3}</p>',
    ),
    "code in a figure stays": (
        '<article><h1>K</h1><p>{a0}</p><p>{a1}</p><figure class="highlight"><pre><code><span '
        'class=k>def</span> <span>kettle</span>():\n    <span>return</span> tin</code></pre><'
        '/figure><p>{b0}</p><p>{b1}</p></article>',
        '<h3>K</h3><p>{a0}</p><p>{a1}</p><figure><pre><code>def kettle():\n    return tin</co'
        'de></pre></figure><p>{b0}</p><p>{b1}</p>',
    ),
    "a table in a figure stays, with its caption": (
        '<article><h1>K</h1><p>{a0}</p><p>{a1}</p><figure class="wp-block-table"><table><thea'
        'd><tr><th>Metal</th><th>Melts</th></tr></thead><tbody><tr><td>Tin</td><td>232</td></'
        'tr></tbody></table><figcaption>Metals.</figcaption></figure><p>{b0}</p><p>{b1}</p></'
        'article>',
        '<h3>K</h3><p>{a0}</p><p>{a1}</p><figure><table><thead><tr><th>Metal</th><th>Melts</t'
        'h></tr></thead><tbody><tr><td>Tin</td><td>232</td></tr></tbody></table><figcaption>M'
        'etals.</figcaption></figure><p>{b0}</p><p>{b1}</p>',
    ),
    "a time in a sentence stays": (
        '<article><h1>K</h1><p>It was on <time datetime="1898-01-01">1 January 1898</time> th'
        'at the first kettle was made, of tin, in the north of the land.</p><p>{a0}</p><p>{a1'
        '}</p><p>{a2}</p></article>',
        '<h3>K</h3><p>It was on 1 January 1898 that the first kettle was made, of tin, in the'
        ' north of the land.</p><p>{a0}</p><p>{a1}</p><p>{a2}</p>',
    ),
    "divisions for paragraphs": (
        '<div id="wrap"><div class="menu"><a href="/">Home</a><a href="/a">About</a></div><di'
        'v class="text"><div>{a0}</div><div>{a1}</div><div>{a2}</div><div>{a3}</div><div>{a4}'
        '</div></div><div class="foot">© 2020 Ex. All rights reserved.</div></div>',
        '<p>{a0}</p><p>{a1}</p><p>{a2}</p><p>{a3}</p><p>{a4}</p>',
    ),
    "a table that lays out the page, and line breaks for paragraphs": (
        '<table width=100%><tr><td class=nav><a href=/>Home</a><br><a href=/b>Blog</a></td><t'
        'd><font size=2>{a0}<br><br>{a1}<br><br>{a2}<br><br>{a3}<br><br>{a4}<br><br></font></'
        'td></tr></table>',
        '{a0}<br><br>{a1}<br><br>{a2}<br><br>{a3}<br><br>{a4}<br><br>',
    ),
    "buttons to share and subscribe go": (
        '<article><h1>K</h1><div class="share"><a href=t>Tweet</a> <a href=f>Share</a></div><'
        'p>{a0}</p><p>{a1}</p><p>{a2}</p><p>{a3}</p><div class="newsletter"><p>Subscribe to o'
        'ur newsletter to get more of this.</p></div></article>',
        '<h3>K</h3><p>{a0}</p><p>{a1}</p><p>{a2}</p><p>{a3}</p>',
    ),
    "lists in lists and definitions stay": (
        '<article><h1>K</h1><p>{a0}</p><p>{a1}</p><ul><li>Tin</li><li>Copper<ol><li>red</li><'
        '/ol></li></ul><dl><dt>Tin</dt><dd>A metal.</dd></dl><p>{b0}</p><p>{b1}</p></article>',
        '<h3>K</h3><p>{a0}</p><p>{a1}</p><ul><li>Tin</li><li>Copper<ol><li>red</li></ol></li>'
        '</ul><dl><dt>Tin</dt><dd>A metal.</dd></dl><p>{b0}</p><p>{b1}</p>',
    ),
    "a heading in a header stays, the byline is no text": (
        '<article><header><h1>Kettles of the north</h1><p class="byline">By Ann Example</p></'
        'header><p>{a0}</p><p>{a1}</p><p>{a2}</p><p>{a3}</p></article>',
        '<h3>Kettles of the north</h3><p>{a0}</p><p>{a1}</p><p>{a2}</p><p>{a3}</p>',
    ),
    "a side bar of links goes": (
        '<div class="container"><div class="sidebar"><ul><li><a href=/0>Post number 0 of the '
        'blog</a></li><li><a href=/1>Post number 1 of the blog</a></li><li><a href=/2>Post nu'
        'mber 2 of the blog</a></li><li><a href=/3>Post number 3 of the blog</a></li><li><a h'
        'ref=/4>Post number 4 of the blog</a></li><li><a href=/5>Post number 5 of the blog</a'
        '></li><li><a href=/6>Post number 6 of the blog</a></li><li><a href=/7>Post number 7 '
        'of the blog</a></li><li><a href=/8>Post number 8 of the blog</a></li><li><a href=/9>'
        'Post number 9 of the blog</a></li><li><a href=/10>Post number 10 of the blog</a></li'
        '><li><a href=/11>Post number 11 of the blog</a></li><li><a href=/12>Post number 12 o'
        'f the blog</a></li><li><a href=/13>Post number 13 of the blog</a></li><li><a href=/1'
        '4>Post number 14 of the blog</a></li><li><a href=/15>Post number 15 of the blog</a><'
        '/li><li><a href=/16>Post number 16 of the blog</a></li><li><a href=/17>Post number 1'
        '7 of the blog</a></li><li><a href=/18>Post number 18 of the blog</a></li><li><a href'
        '=/19>Post number 19 of the blog</a></li></ul></div><div class="entry"><h2>K</h2><p>{'
        'a0}</p><p>{a1}</p><p>{a2}</p><p>{a3}</p></div></div>',
        '<h3>K</h3><p>{a0}</p><p>{a1}</p><p>{a2}</p><p>{a3}</p>',
    ),
    "tags and who the author is go": (
        '<article><h1>K</h1><p>{a0}</p><p>{a1}</p><p>{a2}</p><p>{a3}</p><p class="tags">Tags:'
        ' <a rel=tag href=/t>tin</a>, <a rel=tag href=/c>copper</a></p><p class="author-bio">'
        'Ann Example writes on metals for this site.</p></article>',
        '<h3>K</h3><p>{a0}</p><p>{a1}</p><p>{a2}</p><p>{a3}</p>',
    ),
    "what is hidden goes": (
        '<article><h1>K</h1><p>{a0}</p><p>{a1}</p><p>{a2}</p><p>{a3}</p><div style="display:n'
        'one"><p>Hidden text which nobody sees in the page at all.</p></div><div hidden><p>Mo'
        're hidden text that is not seen.</p></div></article>',
        '<h3>K</h3><p>{a0}</p><p>{a1}</p><p>{a2}</p><p>{a3}</p>',
    ),
    "a banner goes": (
        '<div id="cookie-banner"><p>We use cookies to make this site better for you and for u'
        's. Accept them all.</p></div><article><h1>K</h1><p>{a0}</p><p>{a1}</p><p>{a2}</p><p>'
        '{a3}</p></article>',
        '<h3>K</h3><p>{a0}</p><p>{a1}</p><p>{a2}</p><p>{a3}</p>',
    ),
    "notes in paragraphs stay": (
        '<div class=post><h1>K</h1><p>First paragraph of the kettles, made of tin<a href="#_f'
        'tn1" name="_ftnref1">[1]</a> in the north of the land.</p><p>{a0}</p><p>{a1}</p><p>{'
        'a2}</p><p>{a3}</p><hr><p><a href="#_ftnref1" name="_ftn1">[1]</a> So said the smith.'
        '</p></div>',
        '<h3>K</h3><p>First paragraph of the kettles, made of tin[1] in the north of the land'
        '.</p><p>{a0}</p><p>{a1}</p><p>{a2}</p><p>{a3}</p><hr><p>[1] So said the smith.</p>',
    ),
    "a quotation without paragraphs stays": (
        '<article><h1>K</h1><p>{a0}</p><p>{a1}</p><blockquote>A quotation without a paragraph'
        ', said by a smith.</blockquote><p>{b0}</p></article>',
        '<h3>K</h3><p>{a0}</p><p>{a1}</p><blockquote>A quotation without a paragraph, said by'
        ' a smith.</blockquote><p>{b0}</p>',
    ),
    "links to headings go": (
        '<main><h1>K<a class="headerlink" href="#k">¶</a></h1><p>{a0}</p><p>{a1}</p></main>',
        "<h3>K</h3><p>{a0}</p><p>{a1}</p>",
    ),
    "such links go whatever sign they hold, and words in them stay": (
        '<main><h1>K <a href="#k">&#8203;</a></h1><p>{a0}</p><h2>Tin <a href="#t">§</a></h2>'
        '<p>{a1}</p><h2>Of <a href="#c">C#</a></h2><p>{b0}</p></main>',
        "<h3>K </h3><p>{a0}</p><h4>Tin </h4><p>{a1}</p><h4>Of C#</h4><p>{b0}</p>",
    ),
    "a list in a cell stays": (
        "<article><h1>K</h1><p>{a0}</p><p>{a1}</p><table><tr><th>Q</th><th>A</th></tr><tr>"
        "<td>Tin?</td><td><ul><li>Yes</li></ul></td></tr></table></article>",
        "<h3>K</h3><p>{a0}</p><p>{a1}</p><table><tbody><tr><th>Q</th><th>A</th></tr><tr>"
        "<td>Tin?</td><td><ul><li>Yes</li></ul></td></tr></tbody></table>",
    ),
    "verses stay in their lines": (
        "<article><h1>K</h1><p>Tin kettle,<br>sing.</p><p>{a0}</p><p>{a1}</p></article>",
        "<h3>K</h3><p>Tin kettle,<br>sing.</p><p>{a0}</p><p>{a1}</p>",
    ),
    "a side note in a sentence stays": (
        '<article><h1>K</h1><p>{a0}<label for="n"></label><input type="checkbox" id="n">'
        '<span class="sidenote"> A side note.</span> {a1}</p><p>{a2}</p></article>',
        "<h3>K</h3><p>{a0} A side note. {a1}</p><p>{a2}</p>",
    ),
}  # fmt: skip


@pytest.mark.parametrize(("page", "copy"), ARTICLES.values(), ids=ARTICLES)
def test_a_copy_is_the_article_and_only_that(page: str, copy: str) -> None:
    assert copy_of(unfolded(page)) == unfolded(copy)


def test_a_short_copy_of_a_long_page_is_reported() -> None:
    links = "".join(f"<li><a href=/{n}>A link to page {n}</a></li>" for n in range(80))
    page = f"<article><p>Too short.</p></article><nav><ul>{links}</ul></nav>"
    article = article_of(f"{page}<aside>{links}</aside>")
    assert article.doubts == ("its copy has only 10 of the page's 2,870 characters",)
    for length, is_short in ((59, True), (60, False)):
        longer = page.replace("Too short.", "Too short.".ljust(length, "."))
        assert bool(article_of(f"{longer}<aside>{links}</aside>").doubts) is is_short


@pytest.mark.slow
def test_a_page_of_too_many_elements_is_copied_by_its_elements_names() -> None:
    many = "<p>x</p>" * 20_000
    article = article_of(f"<div>Menu</div><main>{many}</main><div>Foot</div>")
    assert article.html == many
    (doubt,) = article.doubts
    assert doubt.endswith(" elements are too many to tell the article from its frame")


def test_signs_of_the_marks_own_script_do_not_confuse_them() -> None:
    sign = chr(0x1D800)
    page = f"<div class=menu><a href=/>{sign * 4} Home</a></div><article>{{p}}{{p}}</article>"
    text = f"<p>{LONG.format(sign * 2)}</p>"
    assert copy_of(page.format(p=text)) == text * 2


PARAGRAPHS = "<article><h1>K</h1><p>{a0}</p><p>{a1}</p>%s<p>{b0}</p><p>{b1}</p></article>"
COPIED = "<h3>K</h3><p>{a0}</p><p>{a1}</p>%s<p>{b0}</p><p>{b1}</p>"


@pytest.mark.parametrize(
    "name",
    (
        "script style template noscript svg canvas iframe object embed applet audio video map "
        "button select textarea dialog progress d-front-matter"
    ).split(),
)
def test_what_nobody_reads_is_left_out(name: str) -> None:
    page = unfolded(PARAGRAPHS % f"<p>It is <{name}>tin</{name}> so.</p>")
    assert copy_of(page) == unfolded(COPIED % "<p>It is  so.</p>")


IMAGES = {
    "late": ('<img data-src="/k.jpg" alt="k">', "/k.jpg"),
    "late, under another name": ('<img data-original="/k.jpg" alt="k">', "/k.jpg"),
    "with a picture of nothing before it": (
        '<img src="data:image/gif;base64,x" data-src="/k.jpg" alt="k">',
        "/k.jpg",
    ),
    "at once": ('<img src="/a.jpg" data-src="/k.jpg" alt="k">', "/a.jpg"),
}


@pytest.mark.parametrize(("image", "path"), IMAGES.values(), ids=IMAGES)
def test_a_picture_that_a_script_would_show_is_linked(image: str, path: str) -> None:
    copied = f'<p><a href="https://example.org{path}">k</a></p>'
    assert copy_of(unfolded(PARAGRAPHS % f"<p>{image}</p>")) == unfolded(COPIED % copied)


# What holds the article of a page of too many elements, best first.
HOLDERS = (
    *("<d-article>{}</d-article>", "<main><article>{}</article></main>", "<article>{}</article>"),
    *("<main>{}</main>", "<div role=main>{}</div>", "<div id=content>{}</div>"),
)


@pytest.mark.slow
@pytest.mark.parametrize("number", range(len(HOLDERS)), ids=HOLDERS)
def test_an_article_of_too_many_elements_is_in_the_first_of_these(number: int) -> None:
    many = "<b></b>" * 20_000
    others = "".join(holder.format("Another") for holder in reversed(HOLDERS[number + 1 :]))
    twice = "" if number in (0, 2) else HOLDERS[number - 1].format("One of two") * 2
    article = article_of(f"{many}{twice}{others}{HOLDERS[number].format('K <nav>Menu</nav>')}")
    assert re.sub("<.*?>", "", article.html).strip() == "K"
