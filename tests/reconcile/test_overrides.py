"""What the owner says in overrides.toml, and what happens where it names nothing."""

from __future__ import annotations

import msgspec
import pytest

from generator.config.overrides import ArticleRule, FieldRule, Overrides, SameRule
from generator.model.articles import Evidence, Mention
from generator.model.entries import Entry
from generator.model.record import Problem
from generator.text.urls import canonical_url, short_hash
from tests.reconcile.making import claim, entry, joins, preview, reconciled

A, B = "https://example.org/2024/a/", "https://example.org/2024/b/"
LISTED = (entry("index", title="A"), entry("feed", url=A, title="A"), preview("A"))
PROSE = entry("feed", url=B, title="B", prose="A link in running text.", position=1)


def naming(article: str, reason: str = "I say so.") -> tuple[ArticleRule, ...]:
    return (ArticleRule(article=article, reason=reason, where="overrides.toml:7"),)


def setting(article: str = "A", where: str = "overrides.toml:7", **fields: object) -> FieldRule:
    given = {"article": article, "reason": f"Because of {where}.", "where": where, **fields}
    return msgspec.convert(given, FieldRule)


REFERENCES = {
    "its URL": A,
    "its URL in another form": "http://www.example.org/2024/a/index.html",
    "its title": "A",
    "its title in another case": "a",
    "its id": short_hash("https://example.org/2024/a"),
    "its permalink's last part": "2024-a",
}


@pytest.mark.parametrize("reference", REFERENCES.values(), ids=REFERENCES)
def test_every_verb_takes_every_name_of_an_article(reference: str) -> None:
    hidden = reconciled(*LISTED, overrides=Overrides(hide=naming(reference)))
    mentioned = reconciled(*LISTED, overrides=Overrides(mention=naming(reference)))
    told = reconciled(*LISTED, overrides=Overrides(set=(setting(reference, title="Z"),)))
    assert (hidden.articles, hidden.mentions) == ((), ())
    assert (mentioned.articles, len(mentioned.mentions)) == ((), 1)
    assert [article.title for article in told.articles] == ["Z"]


def test_a_hidden_article_leaves_with_all_its_entries_and_a_note() -> None:
    result = reconciled(*LISTED, overrides=Overrides(hide=naming(A)))
    assert (result.articles, result.mentions) == ((), ())
    assert result.problems == (
        Problem(
            where=", ".join(one.where for one in LISTED),
            message="hidden by overrides.toml:7: I say so.",
            severity="info",
        ),
    )


MENTIONED = {
    "its title": "b",
    "its URL": B,
    "its URL in another form": "http://www.example.org/2024/b/index.html",
    "its id": short_hash("https://example.org/2024/b"),
}


@pytest.mark.parametrize("reference", MENTIONED.values(), ids=MENTIONED)
def test_a_mention_can_be_hidden_too(reference: str) -> None:
    result = reconciled(*LISTED, PROSE, overrides=Overrides(hide=naming(reference)))
    assert (len(result.articles), result.mentions) == (1, ())
    assert result.problems == (
        Problem(
            where=PROSE.where, message="hidden by overrides.toml:7: I say so.", severity="info"
        ),
    )


def test_what_names_nothing_or_too_much_stops_none_after_it() -> None:
    notes = [entry("other", url=f"{A}{n}", title="Notes", position=n) for n in range(2)]
    rules = (*naming("Nowhere"), *naming("Notes"), *naming(A))
    result = reconciled(*LISTED, *notes, overrides=Overrides(hide=rules))
    assert [article.title for article in result.articles] == ["Notes", "Notes"]
    assert [problem.severity for problem in result.problems] == ["warning", "warning", "info"]


def test_a_mention_says_all_that_is_stated_of_it() -> None:
    again = msgspec.structs.replace(PROSE, url=f"{B}#top", title="b", where="another place")
    nameless = entry("index", title="C", prose="A name in running text.")
    assert reconciled(PROSE, again, nameless).mentions == (
        Mention(
            id=short_hash("https://example.org/2024/b"),
            url=B,
            title="B",
            reason="A link in running text.",
            source="feed",
            where=f"{PROSE.where}; another place",
        ),
        Mention(
            id=short_hash("c"),
            url=None,
            title="C",
            reason="A name in running text.",
            source="index",
            where=nameless.where,
        ),
    )


def test_an_article_becomes_a_mention_with_all_its_entries() -> None:
    result = reconciled(*LISTED, overrides=Overrides(mention=naming(A, "An advertisement.")))
    assert (result.articles, result.problems) == ((), ())
    assert result.mentions == (
        Mention(
            id=short_hash("https://example.org/2024/a"),
            url=A,
            title="A",
            reason="An advertisement.",
            source="index",
            where=LISTED[0].where,
        ),
    )


def test_the_owner_may_say_why_a_mention_is_one() -> None:
    result = reconciled(PROSE, overrides=Overrides(mention=naming(B, "Only a link.")))
    assert [mention.reason for mention in result.mentions] == ["Only a link."]


def test_a_mention_becomes_an_article() -> None:
    result = reconciled(*LISTED, PROSE, overrides=Overrides(article=naming("B")))
    assert [article.url for article in result.articles] == [A, B]
    assert (result.mentions, result.problems) == ((), ())


def test_a_link_in_prose_to_a_listed_article_is_no_mention() -> None:
    result = reconciled(*LISTED, entry("feed", url=f"{A}#x", title="a", prose="A link."))
    assert (len(result.articles), result.mentions) == (1, ())


def test_what_an_article_lends_its_neighbours_counts_though_it_is_hidden() -> None:
    one = entry(
        "feed",
        url=A,
        title="OneWe count to one.",
        glued=True,
        published=claim("placeholder", "2025-07"),
        residue=". Two We count to two.",
    )
    two = entry("feed", url=B, title="TwoWe count to two.", glued=True, residue="s.", position=1)
    result = reconciled(one, two, overrides=Overrides(hide=naming("One")))
    assert [article.date and article.date.edtf for article in result.articles] == ["2025-07"]


def test_every_field_can_be_set() -> None:
    told = setting(
        url=B,
        title="Title",
        authors=("Ada", "Ben"),
        date="2024-05",
        summary="Summary.",
        kind="background",
        series="updates",
        tags=("one", "two"),
    )
    (article,) = reconciled(*LISTED, overrides=Overrides(set=(told,))).articles
    assert (article.url, article.title, article.authors) == (B, "Title", ("Ada", "Ben"))
    assert (article.summary, article.kind, article.series) == ("Summary.", "background", "updates")
    assert article.date
    assert (article.date.edtf, article.tags) == ("2024-05", ("one", "two"))
    raw = {
        "url": B,
        "title": "Title",
        "authors": "Ada, Ben",
        "summary": "Summary.",
        "kind": "background",
        "series": "updates",
        "tags": "one, two",
    }
    for field, value in raw.items():
        assert article.evidence[field] == Evidence(
            rule="override", source=told.where, raw=value, reason=told.reason
        )


def test_what_is_set_changes_neither_id_nor_permalink() -> None:
    told = setting(url=B, title="Title", date="2020")
    (before,) = reconciled(*LISTED).articles
    (after,) = reconciled(*LISTED, overrides=Overrides(set=(told,))).articles
    assert (before.id, before.slug) == (after.id, after.slug)


def test_kind_and_series_follow_from_a_title_that_is_set() -> None:
    told = setting(title="Circuits Updates — May 2024")
    (article,) = reconciled(*LISTED, overrides=Overrides(set=(told,))).articles
    assert (article.kind, article.series) == ("update", "updates")
    assert article.date
    assert (article.date.edtf, article.date_evidence.rule) == ("2024-05", "title")


def test_of_two_settings_of_one_article_each_field_keeps_its_own_reason() -> None:
    first = setting(where="overrides.toml:3", title="First", url=B)
    second = setting(where="overrides.toml:9", title="Second", date="2024")
    (article,) = reconciled(*LISTED, overrides=Overrides(set=(first, second))).articles
    assert (article.title, article.url) == ("Second", B)
    assert article.evidence["title"].source == "overrides.toml:9"
    assert article.evidence["title"].reason == second.reason
    assert article.evidence["url"].source == "overrides.toml:3"
    assert article.evidence["url"].reason == first.reason
    assert article.date_evidence.reason == second.reason


TOYS = entry("feed", url="https://example.org/2022/toy-models/", title="Toy Models of It")
TOYS_ID = short_hash(canonical_url("https://example.org/2022/toy-models/"))
MISTAKEN = {
    "a title": ("Toy Modles of It", "Toy Models of It"),
    "a title in other letters": ("TOY MODEL OF IT", "Toy Models of It"),
    "a URL": ("http://example.org/2022/toy-model", "https://example.org/2022/toy-models/"),
    "the last part of a permalink": ("2022-toymodels", "2022-toy-models"),
    "an id": (TOYS_ID[:-1], TOYS_ID),
}


@pytest.mark.parametrize(("said", "meant"), MISTAKEN.values(), ids=MISTAKEN)
@pytest.mark.parametrize("table", ["set", "hide", "mention", "article", "same", "not_same"])
def test_what_names_nothing_is_told_with_what_is_nearest(table: str, said: str, meant: str) -> None:
    told = {
        "set": (setting(said, kind="note"),),
        "same": (pair := SameRule(articles=("A", said), reason="So.", where="overrides.toml:7"),),
        "not_same": (pair,),
    }.get(table, naming(said))
    result = reconciled(
        *LISTED, TOYS, overrides=msgspec.structs.replace(Overrides(), **{table: told})
    )
    [problem] = result.problems
    assert problem.message.endswith(f"“{said}”; did you mean “{meant}”?")


NAMELESS = {
    "set": Overrides(set=(setting("Nowhere", title="X"),)),
    "hide": Overrides(hide=naming("Nowhere")),
    "mention": Overrides(mention=naming("Nowhere")),
    "article": Overrides(article=naming("Nowhere")),
}


@pytest.mark.parametrize("overrides", NAMELESS.values(), ids=NAMELESS)
def test_an_override_that_names_nothing_is_a_problem(overrides: Overrides) -> None:
    result = reconciled(*LISTED, PROSE, overrides=overrides)
    assert (len(result.articles), len(result.mentions)) == (1, 1)
    assert result.problems == (
        Problem(
            where="overrides.toml:7",
            message="names nothing: no article or mention is “Nowhere”",
            severity="warning",
        ),
    )


AMBIGUOUS = {
    "set": Overrides(set=(setting("Notes", title="X"),)),
    "hide": Overrides(hide=naming("Notes")),
    "mention": Overrides(mention=naming("Notes")),
}


@pytest.mark.parametrize("overrides", AMBIGUOUS.values(), ids=AMBIGUOUS)
def test_an_override_that_names_two_articles_does_nothing_and_is_a_problem(
    overrides: Overrides,
) -> None:
    entries = [entry("feed", url=url, title="Notes", position=n) for n, url in enumerate((A, B))]
    result = reconciled(*entries, overrides=overrides)
    assert [article.title for article in result.articles] == ["Notes", "Notes"]
    assert result.problems == (
        Problem(
            where="overrides.toml:7",
            message="does nothing: “Notes” names 2 articles; use a URL or an id",
            severity="warning",
        ),
    )


# entries besides the article A → what the preview is joined to, or why it is left out
PREVIEWS = {
    "the title says so": ([preview("A")], 1, None),
    "in other letters": ([preview("a ")], 1, None),
    "with the thread's title in a parenthesis": ([preview("A (The Thread)")], 1, None),
    "with the site's title in a parenthesis": ([preview("A (a LIST)")], 1, None),
    "with a source's title in a parenthesis": ([preview("A (a feed)")], 1, None),
    "with another parenthesis": (
        [preview("A (A Study)")],
        0,
        "left out: this preview (“A (A Study)”) matches no article",
    ),
    "the URL says so, whatever the title": ([preview("Z", url=A)], 1, None),
    "another URL, though the title fits": (
        [preview("A", url=B)],
        0,
        "left out: this preview (“A”) matches no article",
    ),
    "no title": ([preview(None, url=B)], 0, f"left out: this preview (“{B}”) matches no article"),
    "two articles of that title": (
        [entry("feed", url=B, title="a", position=1), preview("A")],
        0,
        "left out: this preview (“A”) matches 2 articles",
    ),
}


@pytest.mark.parametrize(("more", "joined", "message"), PREVIEWS.values(), ids=PREVIEWS)
def test_a_preview_joins_the_one_article_that_it_is_of(
    more: list[Entry], joined: int, message: str | None
) -> None:
    result = reconciled(entry("feed", url=A, title="A"), *more, thread_titles=("The Thread",))
    previewed = [article for article in result.articles if article.preview]
    assert len(previewed) == joined
    assert [problem.message for problem in result.problems] == ([message] if message else [])


def test_a_preview_with_another_dash_before_the_month_fits() -> None:
    result = reconciled(
        entry("feed", url=A, title="Circuits Updates — July 2024"),
        preview("Circuits Updates: July 2024 (Transformer Circuits Thread)"),
        thread_titles=("Transformer Circuits Thread",),
    )
    assert [[source for source, _rule in one] for one in joins(result)] == [["feed", "previews"]]


def test_a_preview_alone_creates_no_article() -> None:
    result = reconciled(preview("A"))
    assert (result.articles, result.mentions) == ((), ())
    assert [problem.severity for problem in result.problems] == ["warning"]


def test_of_two_previews_of_an_article_the_last_fetched_is_shown_and_the_other_told() -> None:
    older, newer = preview("A", fetched="2026-03-20"), preview("a", fetched="2026-04-07")
    result = reconciled(entry("feed", url=A, title="A"), older, newer)
    (article,) = result.articles
    assert article.preview == newer.preview
    assert result.problems == (
        Problem(
            where=older.where,
            message=f"not shown: {newer.capture} is a preview of the same article",
            severity="info",
        ),
    )


def test_of_two_mentions_the_one_that_is_named_is_hidden() -> None:
    untitled = entry("feed", url=f"{B}c", prose="A link in running text.", position=2)
    nameless = entry("index", title="C", prose="A name in running text.", position=3)
    for reference in (B, "b"):
        several = (*LISTED, nameless, untitled, PROSE)
        result = reconciled(*several, overrides=Overrides(hide=naming(reference)))
        assert [mention.url for mention in result.mentions] == [None, f"{B}c"]
        assert [problem.where for problem in result.problems] == [PROSE.where]


def test_what_is_hidden_twice_is_told_once() -> None:
    result = reconciled(*LISTED, overrides=Overrides(hide=(*naming(A), *naming("A"))))
    assert result.articles == ()
    assert [problem.message for problem in result.problems] == [
        "hidden by overrides.toml:7: I say so."
    ]


def test_a_copy_of_a_page_does_not_make_an_article_of_a_link_to_it() -> None:
    result = reconciled(*LISTED, PROSE, preview("B", url=B))
    assert [mention.url for mention in result.mentions] == [B]


def test_a_link_to_what_the_owner_calls_an_article_is_no_mention() -> None:
    again = entry("feed", url=B, title="this", prose="See this.", position=2)
    result = reconciled(*LISTED, PROSE, again, overrides=Overrides(article=naming("B")))
    assert (result.mentions, [article.title for article in result.articles]) == ((), ["A", "B"])
