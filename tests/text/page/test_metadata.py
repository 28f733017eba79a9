"""What a page's head says of the article on it: which statement wins, and what is no statement."""

from __future__ import annotations

from datetime import time, timedelta

import pytest

from generator.model.entries import AuthorName, Publication
from generator.model.record import PartialDate
from generator.text.page.metadata import PageFacts, read_page, robots_words
from generator.text.timestamps import Timestamp


def meta(**statements: str) -> str:
    return "".join(
        f'<meta name="{name.replace("__", ":").replace("_DOT_", ".")}" content="{text}">'
        for name, text in statements.items()
    )


LD = '<script type="application/ld+json">{}</script>'
DAY = PartialDate(year=2025, month=7, day=25)

CASES: dict[str, tuple[str, PageFacts]] = {
    "a bare page says its title only": ("<title> A\n title </title>", PageFacts(title="A title")),
    "nothing says nothing": ("", PageFacts()),
    "Highwire's tags, with several authors turned round": (
        meta(citation_title="T", citation_date="2025/07/25")
        + '<meta name="citation_author" content="Gödel, Kurt">'
        + '<meta name="citation_author" content="Ann Bee">',
        PageFacts(
            title="T",
            authors=("Kurt Gödel", "Ann Bee"),
            name_parts={"Kurt Gödel": AuthorName(family="Gödel", given="Kurt")},
            published=Timestamp(raw="2025/07/25", date=DAY),
        ),
    ),
    "where it was published, in Highwire's tags": (
        meta(
            citation_journal_title="Sea &amp; Sand",
            citation_volume="12",
            citation_issue="3",
            citation_firstpage="1",
            citation_lastpage="9",
            citation_doi="https://doi.org/10.1000/T.1",
            citation_arxiv_id="2101.00001v2",
            citation_pmid="123",
            citation_isbn="978-3-16-148410-0",
            citation_issn="1234-5678",
        ),
        PageFacts(
            publication=Publication(
                type="journalArticle",
                container="Sea & Sand",
                volume="12",
                issue="3",
                pages="1-9",
                doi="10.1000/t.1",
                arxiv="2101.00001",
                pmid="123",
                isbn="9783161484100",
                issn="1234-5678",
            )
        ),
    ),
    "a place of another sort, and a first page alone": (
        meta(citation_conference_title="Knots", citation_firstpage="7", citation_doi="in press"),
        PageFacts(publication=Publication(type="conferencePaper", container="Knots", pages="7")),
    ),
    "the DOIs of what it cites, each once": (
        "".join(
            meta(citation_reference=text)
            for text in (
                "citation_title=A; citation_doi=10.1000/A(1); citation_volume=3",
                "citation_title=B; citation_author=C",
                "10.1000/a(1)",
                "https://doi.org/10.1000/b.",
            )
        ),
        PageFacts(references=("https://doi.org/10.1000/a(1)", "https://doi.org/10.1000/b")),
    ),
    "the parts of names in linked data, and what is no person": (
        LD.format(
            '{"@type": "Article", "author": ['
            '{"@type": "Person", "name": "Ana Cruz", "givenName": "Ana", "familyName": "Cruz"}, '
            '{"@type": "Person", "name": "Bo Li"}, '
            '{"@type": "Organization", "name": "Acme Lab"}, '
            '{"@type": ["Person", "Organization"], "name": "Jane Doe"}]}'
        ),
        PageFacts(
            authors=("Ana Cruz", "Bo Li", "Acme Lab", "Jane Doe"),
            name_parts={
                "Ana Cruz": AuthorName(family="Cruz", given="Ana"),
                "Acme Lab": AuthorName(family="Acme Lab", is_group=True),
            },
        ),
    ),
    "a name with two commas is left as it stands": (
        meta(citation_author="Gödel, Kurt, Friedrich"),
        PageFacts(authors=("Gödel, Kurt, Friedrich",)),
    ),
    "a year stays a year": (
        meta(citation_publication_date="2025"),
        PageFacts(published=Timestamp(raw="2025", date=PartialDate(year=2025))),
    ),
    "a day that does not exist is no date": (
        meta(date="2025-02-30"),
        PageFacts(doubts=("its date “2025-02-30” is no date that exists or can be read",)),
    ),
    "a placeholder is no date": (
        meta(date="0000-00-00"),
        PageFacts(doubts=("its date “0000-00-00” is no date that exists or can be read",)),
    ),
    "a day in words": (
        meta(date="July 25, 2025"),
        PageFacts(published=Timestamp(raw="July 25, 2025", date=DAY)),
    ),
    "the next statement counts where one is no date": (
        meta(citation_date="soon", date="2025-07-25"),
        PageFacts(
            published=Timestamp(raw="2025-07-25", date=DAY),
            doubts=("its date “soon” is no date that exists or can be read",),
        ),
    ),
    "a time is kept with its offset": (
        '<meta property="article:published_time" content="2025-07-25T23:59:00-08:00">',
        PageFacts(
            published=Timestamp(
                raw="2025-07-25T23:59:00-08:00",
                date=DAY,
                time=time(23, 59),
                offset=timedelta(hours=-8),
            )
        ),
    ),
    "a day with two readings is none": (
        meta(date="11/01/2023"),
        PageFacts(
            doubts=("its date “11/01/2023” can be read as 2023-01-11 and as 2023-11-01",),
        ),
    ),
    "a day in the words of the page's language": (
        f'<html lang="de">{meta(date="25. Juli 2025")}',
        PageFacts(published=Timestamp(raw="25. Juli 2025", date=DAY), language="de"),
    ),
    "a language that nobody knows": (
        f'<html lang="qq">{meta(date="25 July 2025")}',
        PageFacts(published=Timestamp(raw="25 July 2025", date=DAY), language="qq"),
    ),
    "OpenGraph before the title": (
        '<title>T | Site</title><meta property="og:title" content="T">'
        '<meta property="og:description" content="D"><meta name="description" content="d">',
        PageFacts(title="T", description="D"),
    ),
    "an address is no author": (
        '<meta property="article:author" content="https://x.example/me">' + meta(author="Me"),
        PageFacts(authors=("Me",)),
    ),
    "JSON-LD": (
        LD.format(
            '{"@type": "NewsArticle", "headline": "R&amp;D", "datePublished": "2025-07-25", '
            '"author": [{"@type": "Person", "name": "Ann"}, "Ben"], "description": "<b>D</b>"}'
        ),
        PageFacts(
            title="R&D",
            authors=("Ann", "Ben"),
            published=Timestamp(raw="2025-07-25", date=DAY),
            description="D",
        ),
    ),
    "JSON-LD in a graph, among things that are not read": (
        LD.format(
            '{"@graph": [{"@type": "Organization", "name": "Us"}, '
            '{"@type": ["BlogPosting"], "headline": "T", "author": {"name": "Ann"}}, '
            '{"@type": "BlogPosting", "headline": "Another"}]}'
        )
        + "<title>T | Us</title>",
        PageFacts(title="T", authors=("Ann",)),
    ),
    "broken JSON-LD says nothing but that": (
        LD.format('{"@type": "Article",') + meta(author="A"),
        PageFacts(
            authors=("A",), doubts=("its JSON-LD cannot be read: Input data was truncated",)
        ),
    ),
    "the canonical address, resolved": (
        '<link rel="canonical" href="/it">',
        PageFacts(canonical="https://x.example/it"),
    ),
    "an address that is none": ('<link rel="canonical" href="javascript:1">', PageFacts()),
    "language, and words for programs": (
        '<html lang="pt-BR"><meta name="Robots" content="NoArchive, nosnippet">',
        PageFacts(language="pt-BR", robots=frozenset({"noarchive", "nosnippet"})),
    ),
}  # fmt: skip


@pytest.mark.parametrize(("head", "expected"), CASES.values(), ids=CASES)
def test_a_page_says_of_itself(head: str, expected: PageFacts) -> None:
    assert read_page(head.encode(), "https://x.example/a") == expected


# What a page at https://www.example.org/2020/kettles states → what is read: of each field, what it
# is, and what stays nothing.
URL = "https://www.example.org/2020/kettles"
STATED: tuple[tuple[str, object, str], ...] = (
    (
        'title',
        'Kettles of the north',
        '<title>Kettles of the north | The Almanac</title><article><h1>Kettles of the nor'
        'th</h1><p>Text.</p></article>',
    ),
    (
        'title',
        'Kettles of the north',
        '<title>The Almanac - Kettles of the north</title><meta property="og:site_name" c'
        'ontent="The Almanac">',
    ),
    (
        'title',
        'A | B',
        '<title>A | B</title>',
    ),
    (
        'title',
        'Kettles: a history',
        '<title>Kettles: a history</title><h1>Kettles: a history</h1>',
    ),
    (
        'title',
        'Kettles of the north',
        '<title>Kettles of the north - Example</title>',
    ),
    (
        'title',
        'Kettles of the north',
        '<title>Kettles of the north — Metals — Example.org</title><h1>Kettles of the nor'
        'th</h1>',
    ),
    (
        'title',
        'Kettles of the north',
        '<title>Kettles of the north</title><header><h1 class="site-title"><a href="/">Th'
        'e Almanac</a></h1></header><h2>Kettles of the north</h2>',
    ),
    (
        'title',
        'Kettles of the north',
        '<meta property="og:title" content="The Almanac"><meta property="og:site_name" co'
        'ntent="The Almanac"><title>Kettles of the north</title>',
    ),
    (
        'title',
        'Kettles of the north',
        '<meta property="og:title" content="Metals"><title>Kettles of the north | The Alm'
        'anac</title><h1>Kettles of the north</h1>',
    ),
    (
        'title',
        'Tom & Jerry’s kettle',
        '<meta property="og:title" content="Tom &amp;amp; Jerry&amp;#8217;s kettle">',
    ),
    (
        'title',
        'Kettles of the north and of the south',
        '<meta property="og:title" content="Kettles of the north and…"><title>Kettles of '
        'the north and of the south</title>',
    ),
    (
        'title',
        'Sign-in without passwords',
        '<title>Sign-in without passwords</title>',
    ),
    (
        'title',
        'C++ / Rust',
        '<title>C++ / Rust</title>',
    ),
    (
        'title',
        'Tin: 3 - 4',
        '<title>Tin: 3 - 4 · Example</title>',
    ),
    (
        'title',
        'Kettles of the north',
        '<script type="application/ld+json">{"@type":"Article","name":"A remark","headlin'
        'e":"Kettles of the north"}</script>',
    ),
    (
        'title',
        'Kettles',
        '<title>Example: Kettles</title>',
    ),
    (
        'authors',
        ('Ada Example',),
        '<a rel="author" href="/ada">Ada Example</a><article><h1>Kettles of the north</h1'
        '><p>Text.</p></article>',
    ),
    (
        'authors',
        ('Ada Example',),
        '<script type="application/ld+json">{"@graph":[{"@type":"Person","@id":"#p1","nam'
        'e":"Ada Example"},{"@type":"Article","author":{"@id":"#p1"}}]}</script>',
    ),
    (
        'authors',
        ('Ada Example', 'Bo Sample'),
        '<script type="application/ld+json">{"@type":"Article","author":[{"@id":"#p1"},{"'
        '@type":"Person","name":"Bo Sample"}],"contributor":{"@type":"Person","@id":"#p1"'
        ',"name":"Ada Example"}}</script>',
    ),
    (
        'authors',
        ('Ada Example',),
        '<article><h1>Kettles of the north</h1><span itemprop="author" itemscope><meta it'
        'emprop="url" content="x"><span itemprop="name">Ada Example</span></span><p>Text.'
        '</p></article>',
    ),
    (
        'authors',
        ('Ada Example',),
        '<article><h1>Kettles of the north</h1><span itemprop="author">By Ada Example</sp'
        'an><p>Text.</p></article>',
    ),
    (
        'authors',
        ('Ada Example',),
        '<div class="h-entry"><a class="p-author h-card" href="/">Ada Example</a><article'
        '><h1>Kettles of the north</h1><p>Text.</p></article></div>',
    ),
    (
        'authors',
        ('Ada Example',),
        '<div class="hentry"><span class="author vcard"><a class="url fn n" href="/author'
        '/ada">Ada Example</a></span><article><h1>Kettles of the north</h1><p>Text.</p></'
        'article></div>',
    ),
    (
        'authors',
        ('Ada Example',),
        '<meta name="twitter:label1" content="Written by"><meta name="twitter:data1" cont'
        'ent="Ada Example">',
    ),
    (
        'authors',
        (),
        '<meta name="twitter:label1" content="Reading time"><meta name="twitter:data1" co'
        'ntent="3 minutes">',
    ),
    (
        'authors',
        ('Ada Example',),
        '<meta name="twitter:label1" content="Reading time"><meta name="twitter:data1" content="3 '
        'minutes"><meta name="twitter:label3" content="Written by"><meta name="twitter:data3" con'
        'tent="Ada Example">',
    ),
    (
        'authors',
        tuple(f"Ada Example {letter}." for letter in "ABCDEFGH"),
        "".join(f'<a rel="author" href="/{c}">Ada Example {c}.</a>' for c in "ABCDEFGH"),
    ),
    (
        'authors',
        (),
        "".join(f'<a rel="author" href="/{c}">Ada Example {c}.</a>' for c in "ABCDEFGHI"),
    ),
    (
        'authors',
        (),
        '<meta name="author" content="The Almanac"><meta property="og:site_name" content="Almanac'
        '">',
    ),
    (
        'authors',
        ('Ada Example',),
        '<meta name="parsely-author" content="Ada Example">',
    ),
    (
        'authors',
        ('Ada Example',),
        '<meta name="sailthru.author" content="Ada Example">',
    ),
    (
        'authors',
        ('Ada Example',),
        '<meta name="dc.creator" content="Ada Example">',
    ),
    (
        'authors',
        ('Ada Example',),
        '<meta name="byl" content="By Ada Example">',
    ),
    (
        'authors',
        ('Ada Example', 'Bo Sample'),
        '<meta name="byl" content="By Ada Example and Bo Sample">',
    ),
    (
        'authors',
        (),
        '<meta name="author" content="The Almanac"><meta property="og:site_name" content='
        '"The Almanac">',
    ),
    (
        'authors',
        (),
        '<meta name="article:author" content="facebook.com/ada">',
    ),
    (
        'authors',
        (),
        '<meta name="author" content="@ada">',
    ),
    (
        'authors',
        (),
        '<meta name="author" content="No Author">',
    ),
    (
        'authors',
        (),
        '<meta name="author" content="https://example.org/ada">',
    ),
    (
        'authors',
        (),
        '<meta name="author" content="admin">',
    ),
    (
        'authors',
        (),
        '<article><h1>Kettles of the north</h1><p>Text.</p></article><div class="comments'
        '"><div class="comment"><a rel="author">Cy Commenter</a></div></div>',
    ),
    (
        'authors',
        (),
        '<article><h1>Kettles of the north</h1><p>Text.</p></article><div id="comments"><'
        'article itemprop="comment"><span itemprop="author">Cy Commenter</span></article>'
        '</div>',
    ),
    (
        'authors',
        (),
        '<script type="application/ld+json">{"@type":"Article","author":{"@type":"Organiz'
        'ation","name":"The Almanac"},"publisher":{"@type":"Organization","name":"The Alm'
        'anac"}}</script>',
    ),
    (
        'authors',
        ('Example Collective',),
        '<script type="application/ld+json">{"@type":"Article","author":{"@type":"Organiz'
        'ation","name":"Example Collective"}}</script>',
    ),
    (
        'authors',
        ('Ada Example',),
        '<meta name="author" content="Ada Example, Staff Writer">',
    ),
    (
        'authors',
        ('Ada Example',),
        '<article><h1>Kettles of the north</h1><p class="byline">By Ada Example</p><p>Tex'
        't.</p></article>',
    ),
    (
        'authors',
        (),
        '<article><h1>Kettles of the north</h1><p class="byline">By the sea we sat</p><p>'
        'Text.</p></article>',
    ),
    (
        'authors',
        ('Ada Example', 'Bo Sample'),
        '<meta name="author" content="Ada Example"><meta name="author" content="Bo Sample'
        '">',
    ),
    (
        'authors',
        ('Ada Example',),
        '<link rel="author" href="humans.txt"><meta name="author" content="Ada Example">',
    ),
    (
        'date',
        '2020-03-05',
        '<article><h1>Kettles of the north</h1><time itemprop="datePublished" datetime="2'
        '020-03-05T10:00">5 Mar</time><p>Text.</p></article>',
    ),
    (
        'date',
        '2020-03-05',
        '<article><h1>Kettles of the north</h1><meta itemprop="datePublished" content="20'
        '20-03-05"><p>Text.</p></article>',
    ),
    (
        'date',
        '2020-03-05',
        '<article><h1>Kettles of the north</h1><time class="entry-date published" datetim'
        'e="2020-03-05">x</time><time class="updated" datetime="2021-01-01">y</time><p>Te'
        'xt.</p></article>',
    ),
    (
        'date',
        '2020-03-05',
        '<article><h1>Kettles of the north</h1><time pubdate datetime="2020-03-05">x</tim'
        'e><p>Text.</p></article>',
    ),
    (
        'date',
        '2020-03-05',
        '<div class="h-entry"><time class="dt-published" datetime="2020-03-05">x</time><a'
        'rticle><h1>Kettles of the north</h1><p>Text.</p></article></div>',
    ),
    (
        'date',
        '2020-03-05',
        '<meta name="parsely-pub-date" content="2020-03-05">',
    ),
    (
        'date',
        '2020-03-05',
        '<meta name="sailthru.date" content="2020-03-05">',
    ),
    (
        'date',
        '2020-03-05',
        '<meta name="pubdate" content="2020-03-05">',
    ),
    (
        'date',
        '2020-03-05',
        '<meta name="dcterms.created" content="2020-03-05">',
    ),
    (
        'date',
        '2020-03-05',
        '<meta name="article:published" content="2020-03-05">',
    ),
    (
        'date',
        '2020-03-05',
        '<article><header><h1>K</h1><time datetime="2020-03-05">5 March</time></header><p'
        '>x</article>',
    ),
    (
        'date',
        '2020-03-05',
        '<article><h1>K</h1><p class="byline">By Ada <time datetime="2020-03-05">5 March<'
        '/time></p><p>x</article>',
    ),
    (
        'date',
        None,
        '<article><h1>K</h1><p>x</p></article><div><p>On <time datetime="1998-03-05">5 Ma'
        'rch</time> it was.</p></div>',
    ),
    (
        'date',
        None,
        '<article><h1>Kettles of the north</h1><p>Text.</p></article><div class="comments'
        '"><time datetime="2020-03-05">5 March</time></div>',
    ),
    (
        'date',
        None,
        '<article><h1>Kettles of the north</h1><time datetime="2020-03-05">a</time><time '
        'datetime="2020-03-06">b</time><p>Text.</p></article>',
    ),
    (
        'date',
        None,
        '<article><h1>Kettles of the north</h1><p>Updated <time datetime="2020-03-05">a</'
        'time></p><p>Text.</p></article>',
    ),
    (
        'date',
        None,
        '<meta name="date" content="11/01/2023">',
    ),
    (
        'date',
        None,
        '<meta name="article:modified_time" content="2020-03-05">',
    ),
    (
        'date',
        None,
        '<article><h1>Kettles of the north</h1><p>Text.</p></article><footer>© 1998 Examp'
        'le</footer>',
    ),
    (
        'date',
        '2019-11-20',
        '<meta name="date" content="November 20, 2019 12:32">',
    ),
    (
        'date',
        '2020-01-28',
        '<meta name="date" content="Tue Jan 28 15:28:56 CET 2020">',
    ),
    (
        'date',
        '2020-05-16',
        '<meta name="date" content="20200516T14:51:53Z">',
    ),
    (
        'date',
        '2020-05-16',
        '<meta name="date" content="Sat, 16 May 2020 14:51:53 +0100">',
    ),
    (
        'date',
        '2020-03-05',
        '<script type="application/ld+json">{"@context":"http://schema.org","@type":"http'
        '://schema.org/NewsArticle","datePublished":"2020-03-05"}</script>',
    ),
    (
        'date',
        '2020-03-05',
        '<script type="application/ld+json; charset=utf-8">{"@type":"Article","datePublis'
        'hed":"2020-03-05"}</script>',
    ),
    (
        'date',
        None,
        '<script type="application/ld+json">{"@type":"WebPage","datePublished":"2020-03-0'
        '5"}</script>',
    ),
    (
        'date',
        '2020-03-05',
        '<script type="application/ld+json">[{"@type":"NewsArticle","url":"https://exampl'
        'e.org/other","datePublished":"2019-01-01"},{"@type":"NewsArticle","mainEntityOfP'
        'age":{"@type":"WebPage","@id":"https://example.org/2020/kettles"},"datePublished'
        '":"2020-03-05"}]</script>',
    ),
    (
        'date',
        None,
        '<script type="application/ld+json">[{"@type":"NewsArticle","url":"https://exampl'
        'e.org/other","datePublished":"2019-01-01"}]</script>',
    ),
    (
        'date',
        '2020-03-05',
        '<script type="application/ld+json">{"@graph":[{"@type":"WebPage","mainEntity":{"'
        '@id":"#a"}},{"@type":"Article","@id":"#b","datePublished":"2019-01-01"},{"@type"'
        ':"Article","@id":"#a","datePublished":"2020-03-05"}]}</script>',
    ),
    (
        'date',
        '2020-03-05',
        '<script type="application/ld+json">//<![CDATA[\n{"@type":"Article","datePublished'
        '":"2020-03-05"}\n//]]></script>',
    ),
    (
        'date',
        '2020-03-05',
        '<script type="application/ld+json"><!-- {"@type":"Article","datePublished":"2020'
        '-03-05"} --></script>',
    ),
    (
        'date',
        '2020-03-05',
        '<script type="application/ld+json">{"@type":"Article","description":"a\nb","dateP'
        'ublished":"2020-03-05",};</script>',
    ),
    (
        'tags',
        ('tin', 'copper'),
        '<script type="application/ld+json">{"@type":"Article","keywords":"tin, copper"}<'
        '/script>',
    ),
    (
        'description',
        'It’s tin.',
        '<meta name="description" content="It&amp;#8217;s tin.">',
    ),
    (
        'description',
        None,
        '<meta name="description" content="{{ page.description }}">',
    ),
    (
        'description',
        None,
        '<title>Kettles</title><meta name="description" content="Kettles">',
    ),
    (
        'description',
        'Tin.',
        '<meta name="description" content="&lt;p&gt;Tin.&lt;/p&gt;">',
    ),
    (
        'description',
        None,
        '<script type="application/ld+json">{"@type":"WebSite","name":"The Almanac","desc'
        'ription":"All about metals."}</script><meta name="description" content="All abou'
        't metals.">',
    ),
    (
        'authors',
        ('Ada Example',),
        '<script type="application/ld+json">{"@type":"Article","headline":"K","creator":{"name":"'
        'Bo Sample"},"author":{"name":"Ada Example"}}</script>',
    ),
    (
        'canonical',
        None,
        '<link rel=canonical href="https://example.org/">',
    ),
    (
        'canonical',
        'https://example.org/k',
        '<link rel=canonical href="https://example.org/"><meta property="og:url" content='
        '"https://example.org/k">',
    ),
    (
        'canonical',
        'https://example.org/k',
        '<meta name="citation_public_url" content="https://example.org/k">',
    ),
    (
        'canonical',
        'https://example.org/k',
        '<meta name="citation_abstract_html_url" content="https://example.org/k">',
    ),
    (
        'canonical',
        'https://example.org/k',
        '<meta name="parsely-link" content="https://example.org/k">',
    ),
    (
        'date',
        '2020-03-05',
        '<div itemscope itemtype="http://schema.org/Article"><h1 itemprop="headline">K</h'
        '1><span itemprop="datePublished">March 5, 2020</span></div>',
    ),
    (
        'date',
        '2020-03-05',
        '<article><h1>Kettles of the north</h1><abbr class="published" title="2020-03-05T'
        '10:00:00-08:00">March 5</abbr><p>Text.</p></article>',
    ),
    (
        'title',
        'Kettles of the north',
        '<title>Kettles of the north &ndash; The Almanac of Metals</title><meta property='
        '"og:site_name" content="Almanac of Metals">',
    ),
    (
        'title',
        'Kettles of the north',
        '<title>Kettles of the north / The Almanac</title><h1>Kettles of the north</h1>',
    ),
    (
        'title',
        'Kettles of the north',
        '<title>The Almanac: Kettles of the north</title><h1>Kettles of the north</h1>',
    ),
    (
        'title',
        'Kettles of the north',
        '<title>Kettles of the north | Metals | The Almanac</title><meta property="og:sit'
        'e_name" content="The Almanac"><h1>Kettles of the north</h1>',
    ),
    (
        'title',
        'Kettles of the north',
        '<title>EXAMPLE.ORG - Kettles of the north</title>',
    ),
    (
        'title',
        'Kettles of the north (1898)',
        '<meta property="og:title" content="Kettles of the north (1898) - The Almanac"><t'
        'itle>Kettles of the north (1898) - The Almanac</title><h1>Kettles of the north ('
        '1898)</h1>',
    ),
    (
        'title',
        'Why tin? - a reply',
        '<title>Why tin? - a reply</title><meta property="og:title" content="Why tin? - a'
        ' reply"><h1>Why tin? - a reply</h1>',
    ),
    (
        'title',
        'Kettles',
        '<title>Kettles</title><h1>Kettles</h1><h1>Comments</h1>',
    ),
    (
        'title',
        'Kettles of the north',
        '<title></title><h1> Kettles of <em>the</em> north </h1>',
    ),
    (
        'title',
        'Kettles of the north',
        '<title>Kettles of the north - Metals - Almanac</title><meta property="og:title" '
        'content="Kettles of the north">',
    ),
    (
        'title',
        'The Example',
        '<title>The Example</title>',
    ),
    (
        'authors',
        ('Ada Example', 'Bo Sample'),
        '<article><h1>Kettles of the north</h1><div class="byline">By <a rel="author" hre'
        'f="/ada">Ada Example</a> and <a rel="author" href="/bo">Bo Sample</a></div><p>Te'
        'xt.</p></article>',
    ),
    (
        'authors',
        ('Ada Example',),
        '<article><h1>Kettles of the north</h1><span itemprop="author" itemscope itemtype'
        '="http://schema.org/Person"><a itemprop="url" href="/ada"><span itemprop="name">'
        'Ada Example</span></a></span><p>Text.</p></article>',
    ),
    (
        'authors',
        ('Ada Example',),
        '<article><h1>Kettles of the north</h1><div itemprop="author" itemscope><img alt='
        '"x"><span itemprop="name">Ada Example</span><p itemprop="description">Ada writes'
        '.</p></div><p>Text.</p></article>',
    ),
    (
        'authors',
        ('Ada Example',),
        '<article><h1>Kettles of the north</h1><meta itemprop="author" content="Ada Examp'
        'le"><p>Text.</p></article>',
    ),
    (
        'authors',
        ('Ada Example',),
        '<script type="application/ld+json">{"@type":"BlogPosting","author":"Ada Example"'
        '}</script>',
    ),
    (
        'authors',
        ('Ada Example',),
        '<script type="application/ld+json">{"@type":"BlogPosting","author":["Ada Example'
        '"]}</script>',
    ),
    (
        'authors',
        ('Ada Example', 'Bo Sample'),
        '<script type="application/ld+json">{"@type":"BlogPosting","author":{"@type":"Per'
        'son","name":"Ada Example, Bo Sample"}}</script>',
    ),
    (
        'authors',
        ('Ada Example',),
        '<script type="application/ld+json">{"@type":"BlogPosting","author":{"@type":"Per'
        'son","name":["Ada Example"]}}</script>',
    ),
    (
        'authors',
        (),
        '<script type="application/ld+json">{"@type":"WebSite","author":{"name":"Ada Exam'
        'ple"}}</script>',
    ),
    (
        'authors',
        ('Ada Example',),
        '<script type="application/ld+json">{"@type":"BlogPosting","author":{"name":"By A'
        'da Example"}}</script>',
    ),
    (
        'authors',
        (),
        '<article><h1>Kettles of the north</h1><p>Text.</p></article><aside><a rel="autho'
        'r">Ada Example</a></aside>',
    ),
    (
        'authors',
        ('Ada Example',),
        '<div class="hentry"><span class="byline"><span class="author vcard"><a class="fn'
        '" rel="author" href="/a">Ada Example</a></span></span><article><h1>Kettles of th'
        'e north</h1><p>Text.</p></article></div>',
    ),
    (
        'authors',
        ('Ada Example',),
        '<meta name="author" content="Ada Example (ada@example.org)">',
    ),
    (
        'authors',
        ('Ada Example',),
        '<meta name="author" content="ada@example.org (Ada Example)">',
    ),
    (
        'authors',
        (),
        '<meta name="author" content="ada@example.org">',
    ),
    (
        'authors',
        ('Ada Example', 'Bo Sample'),
        '<meta name="author" content="Ada Example | Bo Sample">',
    ),
    (
        'authors',
        ('Ada Example', 'Bo Sample'),
        '<meta name="author" content="Ada Example & Bo Sample">',
    ),
    (
        'authors',
        (),
        '<meta name="author" content="example.org">',
    ),
    (
        'authors',
        ('Ada Example',),
        '<meta name="author" content="Ada Example for The Almanac">',
    ),
    (
        'authors',
        (),
        '<ul><li class="h-entry"><a class="p-author">Pa Name</a></li><li class="h-entry">'
        '<a class="p-author">Pb Name</a></li><li class="h-entry"><a class="p-author">Pc N'
        'ame</a></li></ul>',
    ),
    (
        'date',
        '2020-03-05',
        '<article><h1>Kettles of the north</h1><span class="dateline">Published: <time da'
        'tetime="2020-03-05T09:00:00Z">March 5, 2020</time></span><p>Text.</p></article>',
    ),
    (
        'date',
        '2020-03-05',
        '<article><h1>Kettles of the north</h1><span itemprop="datePublished" content="20'
        '20-03-05">5 days ago</span><p>Text.</p></article>',
    ),
    (
        'date',
        '2020-03-05',
        '<article><h1>Kettles of the north</h1><time itemprop="datePublished">March 5, 20'
        '20</time><p>Text.</p></article>',
    ),
    (
        'date',
        '2020-03-05',
        '<article><h1>Kettles of the north</h1><p>Published on <time class="published" da'
        'tetime="2020-03-05">x</time>, updated <time class="updated" datetime="2021-01-01'
        '">y</time></p><p>Text.</p></article>',
    ),
    (
        'date',
        '2020-03-05',
        '<article><h1>Kettles of the north</h1><time class="entry-date published updated"'
        ' datetime="2020-03-05">x</time><p>Text.</p></article>',
    ),
    (
        'date',
        None,
        '<article><h1>Kettles of the north</h1><time class="updated" datetime="2020-03-05'
        '">x</time><p>Text.</p></article>',
    ),
    (
        'date',
        None,
        '<article><h1>Kettles of the north</h1><time itemprop="dateModified" datetime="20'
        '20-03-05">x</time><p>Text.</p></article>',
    ),
    (
        'date',
        None,
        '<article><h1>Kettles of the north</h1><p>Text.</p></article><div class="related"'
        '><time datetime="2020-03-05">x</time></div>',
    ),
    (
        'date',
        None,
        '<article><h1>Kettles of the north</h1><p>Text.</p></article><ul class="recent-po'
        'sts"><li><time class="published" datetime="2020-03-05">x</time></li></ul>',
    ),
    (
        'date',
        None,
        '<meta name="og:updated_time" content="2020-03-05">',
    ),
    (
        'date',
        None,
        '<meta name="copyright" content="1998">',
    ),
    (
        'date',
        None,
        '<meta name="last-modified" content="2020-03-05">',
    ),
    (
        'date',
        '2020-03-05',
        '<meta name="dc.date.issued" content="2020-03-05">',
    ),
    (
        'date',
        '2020-03-05',
        '<meta name="DC.date.issued" content="2020-03-05">',
    ),
    (
        'date',
        '2020-03-05',
        '<meta name="article:published_time" content="2020-03-05T00:00:00+01:00">',
    ),
    (
        'date',
        '2020-03-05',
        '<script type="application/ld+json">{"@type":"Article","datePublished":"2020-03-0'
        '5T23:00:00-08:00","dateModified":"2021-01-01"}</script>',
    ),
    (
        'date',
        None,
        '<script type="application/ld+json">{"@type":"Article","dateModified":"2021-01-01'
        '"}</script>',
    ),
    (
        'date',
        '2020-03-05',
        '<script type="application/ld+json">{"@graph":[{"@type":"Article","@id":"https://'
        'example.org/2020/kettles#article","isPartOf":{"@id":"https://example.org/2020/ke'
        'ttles"},"datePublished":"2020-03-05"},{"@type":"WebPage","@id":"https://example.'
        'org/2020/kettles","datePublished":"2020-03-04"}]}</script>',
    ),
    (
        'date',
        '2020-03-05',
        '<script type="application/ld+json">{"@type":["Article","NewsArticle"],"mainEntit'
        'yOfPage":true,"datePublished":"2020-03-05"}</script>',
    ),
    (
        'date',
        '2020-03-05',
        '<script type="application/ld+json">{"@type":"NewsArticle","url":"https://example'
        '.org/","datePublished":"2020-03-05"}</script>',
    ),
    (
        'date',
        '2020-03-05',
        '<script type="application/ld+json">{"@type":"NewsArticle","headline":"Kettles of'
        ' the north","url":"https://example.org/amp/kettles","datePublished":"2020-03-05"'
        '}</script><article><h1>Kettles of the north</h1><p>Text.</p></article>',
    ),
    (
        'date',
        '2020-03-05',
        '<script type="application/ld+json">{"@type":"WebPage","mainEntity":{"@type":"Art'
        'icle","datePublished":"2020-03-05"}}</script>',
    ),
    (
        'date',
        '2020-03-05',
        '<script type="application/ld+json">{"@type":"Article","datePublished":"March 5, '
        '2020 10:00 AM"}</script>',
    ),
    (
        'tags',
        ('tin', 'copper'),
        '<script type="application/ld+json">{"@type":"Article","keywords":["tin","copper"'
        ']}</script>',
    ),
    (
        'description',
        'Tin & more',
        '<meta name="og:description" content="Tin &amp;amp; more">',
    ),
    (
        'description',
        None,
        '<meta name="description" content="https://example.org/">',
    ),
    (
        'canonical',
        'https://www.example.org/2020/k?p=1',
        '<link rel="canonical" href="/2020/k?p=1">',
    ),
    (
        'canonical',
        None,
        '<meta name="og:url" content="https://www.example.org">',
    ),
)  # fmt: skip


@pytest.mark.parametrize(("field", "expected", "page"), STATED)
def test_a_field_is_what_the_page_states_of_its_article(
    field: str, expected: object, page: str
) -> None:
    facts = read_page(f'<!doctype html><html lang="en">{page}'.encode(), URL)
    found = facts.published.date.edtf if facts.published else None
    assert (found if field == "date" else getattr(facts, field)) == expected


ROBOTS = {
    "several headers": (["noindex", "NoArchive"], {"noindex", "noarchive"}),
    "another program's": (["googlebot: noarchive"], set()),
    "ours": (["octavo: noarchive, nosnippet"], {"noarchive", "nosnippet"}),
    "a word with a value": (["max-snippet: 50, noarchive"], {"max-snippet: 50", "noarchive"}),
    "nothing": ([""], set()),
}


@pytest.mark.parametrize(("texts", "expected"), ROBOTS.values(), ids=ROBOTS)
def test_words_for_programs_are_read(texts: list[str], expected: set[str]) -> None:
    assert robots_words(texts) == expected
