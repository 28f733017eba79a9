"""Pages as programs and places write them → all that they say, and what only looks like it."""

from __future__ import annotations

import pytest

from generator.text.page.metadata import read_page

URL = "https://almanac.example.org/kettles"
_LD = '<script type="application/ld+json">{}</script>'
# The text of a page of LaTeXML.
_PAPER = (
    '<article class="ltx_document"><h1 class="ltx_title">Kettles</h1>{}'
    '<div class="ltx_abstract"><p>Kettles of tin.</p></div></article>'
)
_CREATOR = '<span class="ltx_creator {}"><span class="ltx_personname">{}</span></span>'
_DRUPAL = (
    '<h1>Kettles</h1><article><footer class="node__meta">{} on '
    '<span property="{}" content="2024-05-13T08:00:00+02:00">Mon, 05/13/2024 - 08:00</span>'
    "</footer><p>Kettles of tin.</p></article>"
)
_BLOGGER = (
    '<h1>Kettles</h1><div class="{}"><div itemprop="blogPost"><div itemprop="articleBody">'
    'Of tin.</div>Posted by <a rel="author">Ada Example</a> <abbr class="published" '
    'itemprop="datePublished" title="2024-05-13T22:40:00-07:00">10:40 PM</abbr></div>{}</div>'
)
_PERSON = (
    '{{"@graph":[{{"@type":{},"@id":"#p","name":"Ada Example"}},{{"@type":"Article",'
    '"headline":"Kettles","author":{{"@id":"#p"}},"publisher":{{"@id":"#p"}}}}]}}'
)

#: What a page holds, and its title, authors, date and description.
PAGES = {
    "a link behind a heading is no part of it": (
        '<h1>Kettles<a class="headerlink" href="#kettles">¶</a></h1>',
        ("Kettles", (), None, None),
    ),
    "a sign without width, in a link, neither": (
        '<h1>Kettles <a class="header-anchor" href="#kettles">&#8203;</a></h1>',
        ("Kettles", (), None, None),
    ),
    "nor a hash in a link": (
        '<h1>Kettles <a href="#kettles">#</a></h1>',
        ("Kettles", (), None, None),
    ),
    "a sign that is no link stays": (
        "<h1>The history of ¶</h1>",
        ("The history of ¶", (), None, None),
    ),
    "words in such a link stay": (
        '<h1>Kettles in <a href="#kettles">C#</a></h1>',
        ("Kettles in C#", (), None, None),
    ),
    "a heading that leads to the front page names the site": (
        '<title>The Almanac: Kettles</title><h1><a href="/">The Almanac</a></h1><h3>Kettles</h3>',
        ("Kettles", (), None, None),
    ),
    "one that leads to another site's front page does not": (
        '<title>Kettles: Tin</title><h1><a href="https://tin.example.com/">Tin</a></h1>',
        ("Kettles: Tin", (), None, None),
    ),
    "the first of January is the year, where another field has the day": (
        '<title>Kettles</title><meta name="citation_publication_date" content="2024/01/01">'
        '<meta name="DC.Date" content="2024-05-02">',
        ("Kettles", (), "2024-05-02", None),
    ),
    "it is a day where the other is of another year": (
        '<title>Kettles</title><meta name="citation_publication_date" content="2024/01/01">'
        '<meta name="DC.Date" content="2023-12-20">',
        ("Kettles", (), "2024-01-01", None),
    ),
    "and in any other field": (
        '<title>Kettles</title><meta property="article:published_time" content="2024-01-01">'
        '<meta name="date" content="2024-05-02">',
        ("Kettles", (), "2024-01-01", None),
    ),
    "the first version counts, not the one that is online": (
        '<title>Kettles</title><meta name="citation_date" content="2024/05/01">'
        '<meta name="citation_online_date" content="2024/05/10">',
        ("Kettles", (), "2024-05-01", None),
    ),
    "of one moment the page's own time is its day": (
        '<meta property="article:published_time" content="2024-05-12T16:30:00.000Z">'
        '<h1>Kettles</h1><time itemprop="datePublished" datetime="2024-05-13T00:30:00+08:00">x'
        "</time>",
        ("Kettles", (), "2024-05-13", None),
    ),
    "another moment changes nothing": (
        '<meta property="article:published_time" content="2024-05-12T16:30:00.000Z">'
        '<h1>Kettles</h1><time itemprop="datePublished" datetime="2024-05-13T00:31:00+08:00">x'
        "</time>",
        ("Kettles", (), "2024-05-12", None),
    ),
    "a heading over an abstract is no part of it": (
        '<meta name="citation_title" content="Kettles"><meta name="citation_abstract" '
        'content="&lt;h3&gt;Abstract&lt;/h3&gt; &lt;p&gt;Kettles of tin.&lt;/p&gt;">',
        ("Kettles", (), None, "Kettles of tin."),
    ),
    "the word at the beginning of a sentence stays": (
        '<meta name="citation_title" content="Kettles"><meta name="citation_abstract" '
        'content="&lt;p&gt;&lt;i&gt;Abstract&lt;/i&gt; kettles of tin.&lt;/p&gt;">',
        ("Kettles", (), None, "Abstract kettles of tin."),
    ),
    "PubMed names all authors in one field": (
        '<title>Kettles</title><meta name="citation_authors" content="Ada B Example;Bo Sample;">',
        ("Kettles", ("Ada B Example", "Bo Sample"), None, None),
    ),
    "Open Journal Systems names people": (
        '<title>Kettles</title><meta name="DC.Creator.PersonalName" content="Ada Example">'
        '<meta name="DC.Creator.CorporateName" content="Tin Board">',
        ("Kettles", ("Ada Example",), None, None),
    ),
    "OpenGraph's author in the French way": (
        '<title>Kettles</title><meta property="og:article:author" '
        'content="Ada Example et Bo Sample">',
        ("Kettles", ("Ada Example", "Bo Sample"), None, None),
    ),
    "its profile elsewhere is no name": (
        '<title>Kettles</title><meta property="og:article:author" '
        'content="https://social.example.com/ada">',
        ("Kettles", (), None, None),
    ),
    "WordPress says who wrote it in the page's language": (
        '<title>Kettles</title><meta name="twitter:label1" content="Écrit par">'
        '<meta name="twitter:data1" content="Ada Example">',
        ("Kettles", ("Ada Example",), None, None),
    ),
    "another label is of something else": (
        '<title>Kettles</title><meta name="twitter:label1" content="Édité par">'
        '<meta name="twitter:data1" content="Ada Example">',
        ("Kettles", (), None, None),
    ),
    "a byline in Spanish": (
        '<h1>Kettles</h1><p class="byline">Por Ada Example y otros</p>'
        '<p class="byline">Por Ada Example</p>',
        ("Kettles", ("Ada Example",), None, None),
    ),
    "a name that begins as one": (
        '<h1>Kettles</h1><p class="byline">Von Example</p>',
        ("Kettles", (), None, None),
    ),
    "the person whose site it is": (
        _LD.format(_PERSON.format('["Person","Organization"]')),
        ("Kettles", ("Ada Example",), None, None),
    ),
    "a site is nobody": (
        _LD.format(_PERSON.format('"Organization"')),
        ("Kettles", (), None, None),
    ),
    "the creators of a paper in LaTeXML": (
        _PAPER.format(
            _CREATOR.format("ltx_role_author", "Ada Example")
            + _CREATOR.format("ltx_role_author", "Bo Sample")
        ),
        ("Kettles", ("Ada Example", "Bo Sample"), None, None),
    ),
    "the notes behind them are none": (
        _PAPER.format(
            _CREATOR.format(
                "ltx_role_author",
                'Ada Example<sup>1</sup>, Bo Sample<sup>2</sup><i class="ltx_note">At Tin</i>',
            )
        ),
        ("Kettles", ("Ada Example", "Bo Sample"), None, None),
    ),
    "what is more than names names nobody": (
        _PAPER.format(_CREATOR.format("ltx_role_author", "Ada Example, University of Tin")),
        ("Kettles", (), None, None),
    ),
    "its editors are no authors": (
        _PAPER.format(_CREATOR.format("ltx_role_editor", "Ada Example")),
        ("Kettles", (), None, None),
    ),
    "Drupal states author and date in RDFa": (
        _DRUPAL.format(
            'Submitted by <span rel="schema:author"><a property="schema:name">Ada Example</a>'
            "</span>",
            "schema:dateCreated",
        ),
        ("Kettles", ("Ada Example",), "2024-05-13", None),
    ),
    "Drupal 7, too": (
        _DRUPAL.format(
            '<span rel="sioc:has_creator">Submitted by <span property="foaf:name">Ada Example'
            "</span></span>",
            "dc:date dc:created",
        ),
        ("Kettles", ("Ada Example",), "2024-05-13", None),
    ),
    "what it states of a change is none": (
        _DRUPAL.format('<span rel="schema:editor">Ada Example</span>', "schema:dateModified"),
        ("Kettles", (), None, None),
    ),
    "Blogger calls all parts of a page widgets": (
        _BLOGGER.format("widget Blog", ""),
        ("Kettles", ("Ada Example",), "2024-05-13", None),
    ),
    "a widget with several posts is none": (
        _BLOGGER.format("widget Latest", '<div itemprop="blogPost">Pans of tin.</div>'),
        ("Kettles", (), None, None),
    ),
}


@pytest.mark.parametrize(("page", "expected"), PAGES.values(), ids=PAGES)
def test_a_page_of_a_program_says_of_itself(
    page: str, expected: tuple[str, tuple[str, ...], str | None, str | None]
) -> None:
    facts = read_page(f'<!doctype html><html lang="en">{page}'.encode(), URL)
    date = facts.published.date.edtf if facts.published else None
    assert (facts.title, facts.authors, date, facts.description) == expected
