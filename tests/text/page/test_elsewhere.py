"""What a page holds beside its article, and what states the article's date and authors in it."""

from __future__ import annotations

import pytest

from generator.text.html_tree import parse_page
from generator.text.page.metadata import PageFacts, read_page
from generator.text.page.structured_data import is_elsewhere


def elsewhere(html: str) -> bool:
    """Whether the element `<i>` of a page stands beside the article."""
    root = parse_page(f"<!doctype html><body>{html}")
    assert root is not None
    return is_elsewhere(next(root.iter("i")))


CLASSES = (
    "comment comments comment-list commentlist respond reply replies disqus_thread h-cite related "
    "related-posts recommended readmore read-more more-from more-posts more-stories also-read "
    "sidebar sidebar-left widget teaser teasers promo promoted latest popular "
    "trending newsletter recent recent-posts Comments"
)


@pytest.mark.parametrize("name", CLASSES.split())
def test_a_class_says_that_something_is_beside_the_article(name: str) -> None:
    assert elsewhere(f"<div class='a {name} b'><p><i>x</i></p></div>")
    assert elsewhere(f"<div id={name}><i>x</i></div>")
    assert elsewhere(f"<i class={name}>x</i>")
    assert elsewhere(f"<div class=post-{name}><i>x</i></div>")
    assert not elsewhere(f"<div class=x{name}><i>x</i></div>")
    assert not elsewhere(f"<body class={name}><i>x</i>")


@pytest.mark.parametrize("name", ["latestart", "popularity", "sea-respondent", "promo-x", "read"])
def test_a_class_that_only_begins_so_does_not(name: str) -> None:
    assert elsewhere(f"<div class={name}><i>x</i></div>") is (name == "promo-x")


def test_elements_and_microdata_say_so_too() -> None:
    beside = (
        *("<nav><i>x</i></nav>", "<aside><i>x</i></aside>"),
        *("<div itemprop=comment><i>x</i></div>", "<div itemprop=review><i>x</i></div>"),
        *("<div itemtype=http://schema.org/Comment><i>x</i></div>",),
        *("<i itemtype=http://schema.org/UserComments>x</i>",),
        *("<i itemtype=http://schema.org/Review>x</i>",),
    )
    assert list(map(elsewhere, beside)) == [True] * len(beside)
    within = ("<article><i itemprop=review>x</i></article>", "<div itemprop=author><i>x</i></div>")
    assert list(map(elsewhere, within)) == [False] * 2


def test_what_holds_the_whole_article_is_not_beside_it() -> None:
    post = "<div itemprop='{}'><i>x</i></div>"
    for name in ("blogPost", "a articleBody"):
        assert not elsewhere(f"<div class=widget>{post.format(name)}</div>")
        assert elsewhere(f"<div class=widget>{post.format(name) * 2}</div>")
    inner = "<div itemprop=blogPost><div itemprop=articleBody><i>x</i></div></div>"
    assert not elsewhere(f"<div class=widget>{inner}</div>")


def read(html: str) -> PageFacts:
    return read_page(f"<!doctype html><body>{html}".encode(), "https://x.example/a")


def day(html: str) -> str | None:
    """The day that a page with a heading states."""
    published = read(html).published
    return published.date.edtf if published else None


TIME = "<time datetime=2020-03-05>5 March</time>"
LONG = "Kettles of the north are made of tin by smiths who know how to do so."
BESIDE_TITLE = {
    "below the heading": f"<div><h1>K</h1><p>{TIME}</div>",
    "in the header": f"<header><div><div>{TIME}</div></div></header><h1>K</h1>",
    **{
        f"in a {name}": f"<h1>K</h1><main><div class='a {name}'><p><b>{TIME}</b></div></main>"
        for name in "byline by-line meta metadata dateline date info posted post-meta".split()
    },
    "with few words": f"<div><p class=byline>{'x' * 60}{TIME}</div>",
    "with few words below the heading": f"<div><h1>K</h1><p>{'x' * 53}{TIME}</div>",
    "after a short paragraph": f"<div><h1>K</h1><p>By Ada</p><p>{TIME}</p><p>{LONG}</div>",
}
NOT_BESIDE = {
    "in a sentence": f"<div><p class=byline>{'x' * 61}{TIME}</div>",
    "in a sentence below the heading": f"<div><h1>K</h1><p>{'x' * 54}{TIME}</div>",
    "after a paragraph": f"<div><h1>K</h1><p>{LONG}</p><p>{TIME}</div>",
    "far from the heading": f"<div><h1>K</h1><div><div><div>{TIME}</div></div></div></div>",
    "far from the byline": f"<div class=byline><b><b><b><b>{TIME}</b></b></b></b></div><h1>K</h1>",
    "in the foot": f"<footer class=meta>{TIME}</footer>",
    "one of two": f"<div><h1>K</h1><p>{TIME}<p>{TIME}</div>",
    "beside nothing": f"<main>{TIME}</main>",
    **{
        f"after {word}": f"<div><h1>K</h1><p>{word} on {TIME}</div>"
        for word in "Updated Modified edited revised".split()
    },
    **{
        f"called {name}": f"<div><h1>K</h1><p class={name}>{TIME}</div>"
        for name in "updated post-modified lastmod dt-updated a_datemodified".split()
    },
    "modified, in microdata": (
        "<h1>K</h1><time itemprop=dateModified datetime=2020-03-05>x</time>"
    ),
}


@pytest.mark.parametrize("html", BESIDE_TITLE.values(), ids=BESIDE_TITLE)
def test_a_time_beside_the_title_is_that_of_the_article(html: str) -> None:
    assert day(html) == "2020-03-05"


@pytest.mark.parametrize("html", NOT_BESIDE.values(), ids=NOT_BESIDE)
def test_any_other_time_is_none_of_it(html: str) -> None:
    assert day(html) is None


LABELS = (
    *("Published: {}", "Published on {}", "Posted at: {}", "First published {}", "Written {}"),
    *("Created: {}", "First created on {}", "Date: {}", "posted {}"),
)


@pytest.mark.parametrize("label", LABELS)
def test_the_label_of_a_date_is_no_part_of_it(label: str) -> None:
    assert (
        day(f"<span itemprop=datePublished>{label.format('5 March 2020')}</span>") == "2020-03-05"
    )


@pytest.mark.parametrize("name", ["span", "div", "time"])
@pytest.mark.parametrize(
    "stated", ["schema:datePublished", "schema:dateCreated", "dc:created", "a dcterms:created"]
)
def test_drupal_states_dates_in_rdfa(name: str, stated: str) -> None:
    html = f'<{name} property="{stated}" content="2020-03-05T10:00:00+01:00">x</{name}>'
    assert day(html) == "2020-03-05"
    assert day(html.replace("content", "title")) is None
    assert day(f"<div class=related>{html}</div>") is None


@pytest.mark.parametrize("name", ["span", "div", "a", "p"])
@pytest.mark.parametrize("relation", ["schema:author", "a sioc:has_creator"])
def test_drupal_states_authors_in_rdfa(name: str, relation: str) -> None:
    form = f'<{name} rel="{relation}">{{}}</{name}>'
    for stated in ("schema:name", "a foaf:name"):
        named = f'By <b property="{stated}">Ada</b>, who writes'
        assert read(form.format(named)).authors == ("Ada",)
    assert read(form.format("Ada Example")).authors == ("Ada Example",)
    assert read(form.format("the sea")).authors == ()


def test_two_dates_of_one_kind_that_differ_are_none() -> None:
    form = "<time class=published datetime=2020-03-0{}>x</time>"
    assert day(form.format(5) * 2) == "2020-03-05"
    assert day(form.format(5) + form.format(6)) is None


def test_the_same_moment_in_the_pages_own_time_is_the_day_that_its_readers_see() -> None:
    head = (
        '<meta name="article:published_time" content="2020-03-06T03:00:00Z">'
        '<meta name="date" content="2020-03-06T03:00:00+00:00">'
    )
    own = "<time itemprop=datePublished datetime='2020-03-05T22:00:00-05:00'>x</time>"
    assert (day(head), day(head + own)) == ("2020-03-06", "2020-03-05")
    assert day(head + own.replace("22:00", "23:00")) == "2020-03-06"


def test_the_first_of_january_in_highwires_tags_may_be_the_year() -> None:
    head = '<meta name="citation_date" content="2020/01/01">'
    for stated in ("2020-03-05", "2020-03", "2020-01-01", "2021-03-05"):
        later = f'<meta name="date" content="{stated}">'
        assert day(head + later) == ("2020-03-05" if stated == "2020-03-05" else "2020-01-01")
        assert day(head.replace("citation_date", "pubdate") + later) == "2020-01-01"


@pytest.mark.parametrize("unfilled", ["{{ a }}", "{% a %}", "<% a %>", "${a}", "[[a]]"])
def test_what_a_program_should_have_filled_in_describes_nothing(unfilled: str) -> None:
    text = unfilled.replace("<", "&lt;").replace(">", "&gt;")
    assert read(f'<meta name="description" content="Of {text}">').description is None


@pytest.mark.parametrize("name", ["h2", "title", "jats:title", "b", "strong"])
def test_the_heading_over_an_abstract_is_none_of_it(name: str) -> None:
    for stated in (f"<{name}>Abstract</{name}>", f"<sec><{name} id=a> summary: </{name}>"):
        text = f"{stated} On kettles.".replace("<", "&lt;").replace(">", "&gt;")
        assert read(f'<meta name="description" content="{text}">').description == "On kettles."
