"""Kinds and series by the rules of site.toml: the first match wins."""

from __future__ import annotations

import pytest

from generator.config.records import Kind, Series
from generator.model.articles import Evidence
from generator.reconcile.classify import kind_of, series_of

KINDS = (
    Kind(name="update", title="Update", plural="Updates", title_starts=("Circuits Updates",)),
    Kind(
        name="cross-post",
        title="Cross-post",
        plural="Cross-posts",
        title_starts=("Circuits Cross-Post",),
        hosts=("alignment.anthropic.com",),
    ),
    Kind(name="paper", title="Paper", plural="Papers", byline=True, tags=("paper",)),
    Kind(name="note", title="Note", plural="Notes"),
)
NO_NEIGHBOURS: tuple[str, ...] = ()

# title, url, authors, tags → kind, rule, raw
CASES = {
    "by the title's beginning": (
        ("Circuits Updates — July 2024", None, ("Olah",), ("paper",)),
        ("update", "its title starts with “Circuits Updates”", "Circuits Updates — July 2024"),
    ),
    "the beginning is folded": (
        ("CIRCUITS  updates", None, NO_NEIGHBOURS, NO_NEIGHBOURS),
        ("update", "its title starts with “Circuits Updates”", "CIRCUITS  updates"),
    ),
    "a dash is any dash": (
        ("Circuits Cross‑Post — Oracles", None, NO_NEIGHBOURS, NO_NEIGHBOURS),
        (
            "cross-post",
            "its title starts with “Circuits Cross-Post”",
            "Circuits Cross‑Post — Oracles",
        ),
    ),
    "inside the title is not its beginning": (
        ("On Circuits Updates", None, NO_NEIGHBOURS, NO_NEIGHBOURS),
        ("note", "no rule of another kind", None),
    ),
    "by the host": (
        ("A", "https://www.Alignment.Anthropic.com/2025/a/", NO_NEIGHBOURS, NO_NEIGHBOURS),
        (
            "cross-post",
            "its host is alignment.anthropic.com",
            "https://www.Alignment.Anthropic.com/2025/a/",
        ),
    ),
    "a host below it is another host": (
        ("A", "https://blog.alignment.anthropic.com/", NO_NEIGHBOURS, NO_NEIGHBOURS),
        ("note", "no rule of another kind", None),
    ),
    "by a byline": (
        ("A", None, ("Olah", "Batson"), NO_NEIGHBOURS),
        ("paper", "it has a byline", "Olah, Batson"),
    ),
    "by a tag": (
        ("A", None, NO_NEIGHBOURS, ("note", "Paper")),
        ("paper", "it is tagged “Paper”", "note, Paper"),
    ),
    "the first kind that fits": (
        ("A", "https://alignment.anthropic.com/", ("Olah",), NO_NEIGHBOURS),
        ("cross-post", "its host is alignment.anthropic.com", "https://alignment.anthropic.com/"),
    ),
    "the last kind takes the rest": (
        (None, None, NO_NEIGHBOURS, NO_NEIGHBOURS),
        ("note", "no rule of another kind", None),
    ),
}


@pytest.mark.parametrize(("article", "expected"), CASES.values(), ids=CASES)
def test_an_article_is_of_the_first_kind_whose_rule_it_meets(
    article: tuple[str | None, str | None, tuple[str, ...], tuple[str, ...]],
    expected: tuple[str, str, str | None],
) -> None:
    title, url, authors, tags = article
    kind, rule, raw = expected
    found = kind_of(KINDS, title=title, url=url, authors=authors, tags=tags)
    assert found == (kind, Evidence(rule=rule, source="site.toml", raw=raw))


OF_A_BLOG = Kind(
    name="post", title="Post", plural="Posts", title_starts=("X",), sources=("blog", "log")
)


@pytest.mark.parametrize(
    ("title", "sources", "expected"),
    [
        ("X-rays", ("index", "blog"), ("post", "its title starts with “X”", "X-rays")),
        ("A", ("index", "log", "blog"), ("post", "the source log lists it", "log")),
        ("A", ("index",), ("note", "no rule of another kind", None)),
        (None, (), ("note", "no rule of another kind", None)),
    ],
)
def test_what_an_article_says_itself_counts_before_who_lists_it(
    title: str | None, sources: tuple[str, ...], expected: tuple[str, str, str | None]
) -> None:
    kind, rule, raw = expected
    kinds = (OF_A_BLOG, KINDS[-1])
    found = kind_of(kinds, title=title, url=None, authors=(), tags=(), sources=sources)
    assert found == (kind, Evidence(rule=rule, source="site.toml", raw=raw))


def test_an_article_is_of_the_first_series_that_its_title_begins() -> None:
    series = (
        Series(name="updates", title="Updates", title_starts=("Circuits Updates",)),
        Series(name="all", title="All", title_starts=("Circuits",)),
    )
    rule = "its title starts with “Circuits Updates”"
    assert series_of(series, "Circuits updates, again") == (
        "updates",
        Evidence(rule=rule, source="site.toml", raw="Circuits updates, again"),
    )
    assert series_of(series, "Garcon") == (
        None,
        Evidence(rule="of no series", source="site.toml"),
    )
