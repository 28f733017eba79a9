"""What pages look up: how a title, a summary and a place are shown."""

from __future__ import annotations

import msgspec
import pytest

from generator.config.records import Series, Source
from generator.model.articles import Article
from generator.model.entries import Outage
from generator.model.record import PartialDate
from generator.site.catalogue import MOST_FEEDS, Catalogue, FedGroup, make_catalogue
from generator.site.list_rows import Neighbours, Reference
from generator.site.paths import named_paths
from generator.text.dates import parse_edtf
from tests.site.sample_library import FULL_PREVIEW, make_article, make_library, make_statement

GONE = Outage(since=PartialDate(year=2026), is_gone=True)


def catalogue_of(*articles: Article) -> Catalogue:
    return make_catalogue(make_library(*articles))


# the title, its date, its series → the title as it is shown, and what only repeats the month
PARTS = {
    "the month that it stands under": (
        ("Updates — July 2025", "2025-07", "updates"),
        ("Updates", " — July 2025"),
    ),
    "a day of that month": (
        ("Updates — July 2025", "2025-07-25", "updates"),
        ("Updates", " — July 2025"),
    ),
    "the month in which its range ends": (
        ("Updates — July 2025", "2025-05/2025-07", "updates"),
        ("Updates", " — July 2025"),
    ),
    "the month in which its range begins": (
        ("Updates — May 2025", "2025-05/2025-07", "updates"),
        ("Updates — May 2025", ""),
    ),
    "another month": (("Updates — May 2025", "2025-07", "updates"), ("Updates — May 2025", "")),
    "that month of another year": (
        ("Updates — July 2024", "2025-07", "updates"),
        ("Updates — July 2024", ""),
    ),
    "a month where only the year is known": (
        ("Updates — July 2025", "2025", "updates"),
        ("Updates — July 2025", ""),
    ),
    "no date": (("Updates — July 2025", None, "updates"), ("Updates — July 2025", "")),
    "no series": (("Updates — July 2025", "2025-07", None), ("Updates — July 2025", "")),
    "no month": (("Updates", "2025-07", "updates"), ("Updates", "")),
    "nothing but the month": (("July 2025", "2025-07", "updates"), ("July 2025", "")),
}


@pytest.mark.parametrize(("said", "expected"), PARTS.values(), ids=PARTS)
def test_the_end_of_a_title_that_repeats_its_own_month_is_told_from_the_rest(
    said: tuple[str, str | None, str | None], expected: tuple[str, str]
) -> None:
    title, date, series = said
    article = make_article("a", date, title=title, series=series)
    assert catalogue_of(article).title_parts(article) == expected


WORD = "word "  # five characters
SUMMARIES = {
    "none": (None, None),
    "one that just fits": (WORD * 59 + "words", WORD * 59 + "words"),
    "one that is a character too long": (WORD * 59 + "words.", WORD * 58 + "word …"),
    "no sign of punctuation before the ellipsis": (WORD * 58 + "word, " * 3, WORD * 58 + "word …"),
    "a space that does not break is no end of a word": (
        "a\u00a0" * 200,
        "a\u00a0" * 149 + "a …",
    ),
    "Chinese, with a space at its start": ("一 " + "字" * 400, "一 " + "字" * 298 + " …"),
    "an X at the end of the last word stays": (
        WORD * 58 + "wordX words " * 3,
        WORD * 58 + "wordX …",
    ),
    "a text without spaces but one": ("AI " + "あ" * 400, "AI " + "あ" * 297 + " …"),
    "a word that is too long by itself": ("x" * 301, "x" * 300 + " …"),
}


@pytest.mark.parametrize(("summary", "expected"), SUMMARIES.values(), ids=SUMMARIES)
def test_a_long_summary_is_cut_at_a_word(summary: str | None, expected: str | None) -> None:
    article = make_article("a", summary=summary)
    assert catalogue_of(article).excerpt(article) == expected


NEW, MIDDLE, OLD, ALONE = (
    make_article("new", "2025-07", series="updates", tags=("b", "B", "b"), authors=("Ann",)),
    make_article("middle", "2025-05", url=None, kind="paper", tags=("a",), authors=("ann", "Bo")),
    make_article("old", "2024-03", series="updates", tags=("A",)),
    make_article("alone", None, url="https://www.else.example/"),
)
FOUR = (NEW, MIDDLE, OLD, ALONE)


def reference(article: Article, glyph: str = "diamond") -> Reference:
    path = f"a/{article.slug}/index.html"
    return Reference(path=path, label=article.label, date=article.date, glyph=glyph)


def test_an_article_stands_between_its_neighbours() -> None:
    catalogue = catalogue_of(OLD, ALONE, NEW, MIDDLE)
    new, middle, old, alone = map(reference, FOUR, ("diamond", "disc", "diamond", "diamond"))
    assert [catalogue.in_time(article) for article in FOUR] == [
        Neighbours(newer=None, older=middle),
        Neighbours(newer=new, older=old),
        Neighbours(newer=middle, older=alone),
        Neighbours(newer=old, older=None),
    ]
    assert [catalogue.in_series(article) for article in FOUR] == [
        Neighbours(newer=None, older=old),
        Neighbours(newer=None, older=None),
        Neighbours(newer=new, older=None),
        Neighbours(newer=None, older=None),
    ]
    assert catalogue.references([OLD, MIDDLE]) == (old, middle)


def test_a_catalogue_has_the_articles_by_all_that_lists_are_made_of() -> None:
    library = make_library(
        *FOUR,
        cites={
            "id-new": {
                "https://e.org/o": "id-old",
                "/m": "id-middle",
                "https://e.org/o#2": "id-old",
            },
            "id-alone": {"/o": "id-old"},
        },
        outages=(("id-old", GONE),),
    )
    catalogue = make_catalogue(library)
    assert sorted(catalogue.hashes) == sorted(article.id for article in FOUR)
    assert catalogue == Catalogue(
        library=library,
        articles=FOUR,
        by_id={"id-new": NEW, "id-middle": MIDDLE, "id-old": OLD, "id-alone": ALONE},
        by_kind={"note": (NEW, OLD, ALONE), "paper": (MIDDLE,)},
        by_series={"updates": (NEW, OLD)},
        by_author={"Ann": (NEW,), "ann": (MIDDLE,), "Bo": (MIDDLE,)},
        by_tag={"A": (OLD,), "a": (MIDDLE,), "B": (NEW,), "b": (NEW,)},
        author_paths=named_paths("author", ["Ann", "ann", "Bo"]),
        tag_paths=named_paths("tag", ["A", "a", "B", "b"]),
        matters={},
        cites={"id-new": (OLD, MIDDLE), "id-alone": (OLD,)},
        cited_by={"id-old": (NEW, ALONE), "id-middle": (NEW,)},
        places={"id-new": 0, "id-middle": 1, "id-old": 2, "id-alone": 3},
        series_places={"id-new": 0, "id-old": 1},
        outages={"id-old": GONE},
        titles={"index": "the index page", "feed": "the feed", "wiki": "a wiki’s previews"},
        kinds_by_name={kind.name: kind for kind in library.config.kinds},
        blogs={},
        began="",
        rows={},
        hashes=catalogue.hashes,
        citation_keys={
            "id-new": "ann2025new",
            "id-middle": "ann2025middle",
            "id-old": "old2024",
            "id-alone": "alone",
        },
        fed={
            "kind/paper/index.html": FedGroup(
                key="kind:paper",
                title="Papers",
                page="kind/paper/index.html",
                articles=(MIDDLE,),
            ),
            "kind/note/index.html": FedGroup(
                key="kind:note",
                title="Notes",
                page="kind/note/index.html",
                articles=(NEW, OLD, ALONE),
            ),
            "series/updates/index.html": FedGroup(
                key="series:updates",
                title="Updates",
                page="series/updates/index.html",
                articles=(NEW, OLD),
            ),
            "evidence/source/feed/index.html": FedGroup(
                key="source:feed", title="the feed", page="evidence/index.html#feed", articles=FOUR
            ),
        },
    )


def test_names_stand_in_the_order_of_the_alphabet_whatever_their_case() -> None:
    catalogue = catalogue_of(*FOUR)
    assert list(catalogue.by_tag) == ["A", "a", "B", "b"]
    assert list(catalogue.author_paths) == ["Ann", "ann", "Bo"]


def test_large_kinds_come_first_and_then_those_with_the_most_articles() -> None:
    update = make_article("u", kind="update")
    assert [kind.name for kind in catalogue_of(*FOUR, update).kinds] == [
        *("paper", "note", "update", "unused")
    ]


def test_what_is_called_is_told_by_name() -> None:
    catalogue = catalogue_of(*FOUR)
    names = ["feed", "unknown", None]
    assert list(map(catalogue.source_title, names)) == ["the feed", "unknown", None]
    hosts = list(map(catalogue.host, FOUR))
    assert hosts == ["example.org", None, "example.org", "else.example"]
    assert catalogue.series("updates").title == "Updates"


def test_a_span_reaches_from_the_first_year_to_the_last() -> None:
    catalogue = catalogue_of()
    ranging = make_article("r", "2020-03/2021-04")
    spans = {(2024, 2025): FOUR, (2025, 2025): FOUR[:2], (2021, 2025): (NEW, ranging)}
    assert {catalogue.span(articles): articles for articles in spans.values()} == spans
    assert catalogue.span([ALONE]) is None


def test_a_month_at_the_end_of_a_title_is_one_of_the_site_s_language() -> None:
    article = make_article("a", "2025-07", title="Neues – Juli 2025", series="updates")
    library = make_library(article)
    german = msgspec.structs.replace(
        library,
        config=msgspec.structs.replace(
            library.config, site=msgspec.structs.replace(library.config.site, language="de")
        ),
    )
    assert make_catalogue(german).title_parts(article) == ("Neues", " – Juli 2025")
    assert make_catalogue(library).title_parts(article) == ("Neues – Juli 2025", "")


def test_the_undated_stand_on_the_home_page_unless_that_is_split() -> None:
    articles = [make_article(f"a{number}") for number in range(1500)]
    assert catalogue_of(*articles).undated_path == "index.html#undated"
    assert catalogue_of(*articles, make_article("b")).undated_path == "undated/index.html"


def test_the_hash_of_an_article_leaves_its_copy_out_and_nothing_else() -> None:
    other_copy = msgspec.structs.replace(NEW, preview=FULL_PREVIEW)
    other_title = msgspec.structs.replace(NEW, title="Newer")
    hashes = [catalogue_of(one).hashes["id-new"] for one in (NEW, other_copy, other_title)]
    assert hashes[0] == hashes[1] != hashes[2]


def test_beside_an_article_stands_the_blog_that_is_trusted_most_if_there_are_several() -> None:
    blogs = tuple(
        Source(name=name, reader="feed", title=name.upper(), url=f"https://{name}.example/")
        for name in ("a", "b")
    )
    wiki = Source(name="wiki", reader="preview", title="A wiki")
    listed = [
        make_article(f"x{n}", statements=tuple(map(make_statement, sources)))
        for n, sources in enumerate((("wiki", "b", "a"), ("wiki",)))
    ]
    catalogue = make_catalogue(make_library(*listed, sources=(*blogs, wiki)))
    assert [catalogue.blog(article) for article in listed] == [blogs[1], None]
    alone = make_catalogue(make_library(*listed, sources=(blogs[1], wiki)))
    assert alone.blog(listed[0]) is None
    # A wiki keeps copies, and lists nothing that one could subscribe to.
    feeds = {group.key: group.page for group in catalogue.fed.values()}
    assert {key: page for key, page in feeds.items() if key.startswith("source:")} == {
        "source:a": "evidence/source/a/index.html",
        "source:b": "evidence/source/b/index.html",
    }


def test_only_in_a_dated_series_does_a_matter_stand_for_a_title() -> None:
    articles = [
        make_article(f"{name}-{n}", series=name, summary=f"On {n}.")
        for name in ("updates", "plain")
        for n in range(2)
    ]
    library = make_library(*articles)
    plain = Series(name="plain", title="Plain", title_starts=("Plain",))
    config = msgspec.structs.replace(library.config, series=(*library.config.series, plain))
    catalogue = make_catalogue(msgspec.structs.replace(library, config=config))
    assert catalogue.matters == {"id-updates-0": "On 0", "id-updates-1": "On 1"}
    assert catalogue.series("plain") == plain
    titled = make_article("p", "2025-07", title="Plain — July 2025", series="plain")
    assert catalogue.title_parts(titled) == ("Plain — July 2025", "")


def test_a_list_began_when_the_first_of_its_articles_was_added() -> None:
    days = ("2026-05-03", "2026-04-05", "2026-04-06")
    articles = [make_article(day, added=parse_edtf(day)) for day in days]
    assert catalogue_of(*articles, make_article("x")).began == "2026-04-05"


def test_what_has_no_date_but_was_changed_has_a_feed() -> None:
    changed = make_article("x", None, updated="2026-04-05T10:00:00Z")
    assert "kind/note/index.html" in catalogue_of(changed).fed
    assert catalogue_of(make_article("x", None)).fed == {}


def test_what_has_no_date_does_not_count_for_the_feed_of_a_tag() -> None:
    dates = ("2024", "2025", None)
    articles = [make_article(f"{date}", date, tags=("a",)) for date in dates]
    assert "tag/a/index.html" not in catalogue_of(*articles).fed
    assert "tag/a/index.html" in catalogue_of(*articles, make_article("x", tags=("a",))).fed


def test_the_names_of_most_articles_have_feeds_in_the_order_of_all_names() -> None:
    counts = {f"t{n:03}": 3 for n in range(MOST_FEEDS)} | {"s": 4, "z": 4, "few": 2}
    articles = [
        make_article(f"{tag}-{n}", tags=(tag,))
        for tag, count in counts.items()
        for n in range(count)
    ]
    fed = make_catalogue(make_library(*articles)).fed
    tags = [group.title for group in fed.values() if group.key.startswith("tag:")]
    signed = [make_article(f"{n}", authors=("Ann",)) for n in range(3)]
    [ann] = [group for group in catalogue_of(*signed).fed.values() if group.title == "Ann"]
    assert (ann.key, ann.page) == ("author:Ann", "author/ann/index.html")
    assert tags == ["s", *(f"t{n:03}" for n in range(MOST_FEEDS - 2)), "z"]
