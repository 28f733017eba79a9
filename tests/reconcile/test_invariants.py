"""What holds of every list whatsoever: nothing is lost, nothing is invented, names are unique."""

from __future__ import annotations

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.config.overrides import ArticleRule, FieldRule, Overrides, SameRule
from generator.model.articles import Reconciled
from generator.model.entries import Entry
from tests.reconcile.making import claim, entry, preview, reconciled

# Few names, so that they often meet.
_URLS = [None, "https://a.example/x", "http://www.a.example/x/", "https://a.example/y"]
_URLS += ["https://b.example/x", "https://b.example/2024/x/index.html"]
_TITLES = [None, "A", "a", "Circuits Updates — July 2024", "Circuits Updates: July 2024", "日本"]
_CLAIMS = [
    None,
    claim("heading", "2024-07"),
    claim("heading", "2020-03/2021-04"),
    claim("instant", "2024-07-25"),
    claim("instant", "2023-01-05"),
    claim("placeholder", "2024", "Mon, 01 Jan 2024", "2024-01-01"),
    claim("placeholder", "2024-07", "Mon, 01 Jul 2024", "2024-07-01"),
]
_GLUED = ["AWe study it.paper", "ASmith et al., 2024We study it.", "Plain"]

entries = st.builds(
    lambda source, url, title, published, seen, prose: entry(
        source, url=url, title=title, published=published, first_seen=seen, prose=prose
    ),
    st.sampled_from(["index", "feed"]),
    st.sampled_from(_URLS),
    st.sampled_from(_TITLES),
    st.sampled_from(_CLAIMS),
    st.sampled_from(["2024", "2025-03"]),
    st.sampled_from([None, None, None, "A link in running text."]),
)
glued = st.builds(
    lambda url, title, residue: entry(
        "feed", url=url, title=title, glued=True, residue=residue, published=_CLAIMS[5]
    ),
    st.sampled_from(_URLS[1:]),
    st.sampled_from(_GLUED),
    st.sampled_from(["s.", ". A We study it. Plain", ". Plain"]),
)
previews = st.builds(
    lambda title, url: preview(title, url=url),
    st.sampled_from(_TITLES),
    st.sampled_from(_URLS),
)
references = st.sampled_from(["A", "x", "https://a.example/x", "https://b.example/x", "Nowhere"])
namings = st.lists(
    st.builds(lambda ref: ArticleRule(article=ref, reason="x", where="o:1"), references), max_size=2
).map(tuple)
pairs = st.lists(
    st.builds(
        lambda refs: SameRule(articles=tuple(refs), reason="x", where="o:2"),
        st.lists(references, min_size=2, max_size=3, unique=True),
    ),
    max_size=2,
).map(tuple)
told = st.lists(
    st.builds(
        lambda ref, date: FieldRule(article=ref, date=date, reason="x", where="o:3"),
        references,
        st.sampled_from(["2024", "2024-07-25"]),
    ),
    max_size=2,
).map(tuple)
overrides = st.builds(
    Overrides,
    set=told,
    hide=namings,
    mention=namings,
    article=namings,
    same=pairs,
    not_same=pairs,
)


def numbered(listed: list[Entry]) -> list[Entry]:
    """The entries in order of trust, each in a place of its own."""
    ordered = sorted(listed, key=lambda e: ["index", "feed", "previews"].index(e.source))
    return [
        msgspec.structs.replace(e, position=n, where=f"{e.source} {n}")
        for n, e in enumerate(ordered)
    ]


def accounts(result: Reconciled) -> list[str]:
    """Where every entry went: the places of all statements, mentions and problems."""
    statements = [s.where for article in result.articles for s in article.statements]
    mentions = [mention.where for mention in result.mentions]
    problems = [where for problem in result.problems for where in problem.where.split(", ")]
    return statements + mentions + problems


@pytest.mark.slow
@settings(max_examples=150)
@given(st.lists(st.one_of(entries, glued, previews), max_size=8), overrides)
def test_no_list_and_no_override_breaks_reconciling(listed: list[Entry], owners: Overrides) -> None:
    result = reconciled(*numbered(listed), overrides=owners)
    ids = [article.id for article in result.articles]
    slugs = [article.slug for article in result.articles]
    assert (len(set(ids)), len(set(slugs))) == (len(ids), len(slugs))
    assert not set(ids) & {mention.id for mention in result.mentions}


@pytest.mark.slow
@settings(max_examples=150)
@given(st.lists(st.one_of(entries, glued, previews), max_size=8))
def test_every_entry_with_a_name_is_accounted_for(listed: list[Entry]) -> None:
    given_entries = numbered(listed)
    result = reconciled(*given_entries)
    found = accounts(result)
    mentioned = {(mention.url, mention.title) for mention in result.mentions}
    for one in given_entries:
        if one.prose and (one.url, one.title) in mentioned:
            continue  # links to one address are one mention
        if one.url or one.title:
            assert one.where in found or one.prose, one


@pytest.mark.slow
@settings(max_examples=150)
@given(st.lists(st.one_of(entries, glued), max_size=8))
def test_every_value_of_an_article_was_stated_by_an_entry(listed: list[Entry]) -> None:
    given_entries = numbered(listed)
    years = {e.published.date.year for e in given_entries if e.published}
    years |= {
        e.published.date.end.year for e in given_entries if e.published and e.published.date.end
    }
    for article in reconciled(*given_entries).articles:
        assert article.url in {None, *(e.url for e in given_entries)}
        texts = [e.title or "" for e in given_entries]
        assert article.title is None or any(text.startswith(article.title) for text in texts)
        if article.date:
            assert article.date.place.year in years | {2024}  # of titles, bylines and URLs


@pytest.mark.slow
@settings(max_examples=100)
@given(st.lists(entries, max_size=6), st.randoms(use_true_random=False))
def test_names_do_not_hang_on_the_order_of_lists(listed: list[Entry], random: object) -> None:
    unique = list({(e.source, e.url, e.title): e for e in listed}.values())
    expected = {article.slug for article in reconciled(*numbered(unique)).articles}
    random.shuffle(unique)  # type: ignore[attr-defined]
    assert {article.slug for article in reconciled(*numbered(unique)).articles} == expected
