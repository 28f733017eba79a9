"""BibTeX that biber and BibTeX read as it is meant."""

from __future__ import annotations

import pytest

from generator.model import Article
from generator.site.citation_formats import bibtex
from tests.site.sample_library import make_article

CASES: dict[str, tuple[Article, list[str]]] = {
    "all that is known": (
        make_article("x", "2025-07", title="On It", authors=("Ada Lindsey", "Bo Li")),
        [
            "  author = {Ada Lindsey and Bo Li},",
            "  title = {{On It}},",
            "  year = {2025},",
            "  date = {2025-07},",
            "  url = {https://example.org/x/},",
        ],
    ),
    "what is not known is left out": (
        make_article("x", None, title="On It", url=None),
        ["  title = {{On It}},"],
    ),
    "a byline that says et al. becomes BibTeX’s own words": (
        make_article("x", None, title=None, url=None, authors=("Lindsey et al.",)),
        ["  author = {Lindsey and others},"],
    ),
    "a name with “and” in it stays one name": (
        make_article("x", None, title=None, url=None, authors=("Salt and Pepper",)),
        ["  author = {{Salt and Pepper}},"],
    ),
    "a company with a comma in its name stays one name": (
        make_article("x", None, title=None, url=None, authors=("Widgets, Inc.", "Doe, Jane, Roe")),
        ["  author = {{Widgets, Inc.} and {Doe, Jane, Roe}},"],
    ),
    "a name with the family first is BibTeX’s own way": (
        make_article("x", None, title=None, url=None, authors=("Doe, Jane", "Roe, John")),
        ["  author = {Doe, Jane and Roe, John},"],
    ),
    "TeX’s own characters are escaped": (
        make_article("x", None, title=r"50% of $k$ & a_b {c} \d ~ ^ #1", url=None),
        [
            r"  title = {{50\% of \$k\$ \& a\_b \{c\} \textbackslash{}d \textasciitilde{} "
            r"\textasciicircum{} \#1}},"
        ],
    ),
    "a range has the year of its end, and all of it for biblatex": (
        make_article("x", "2020-03/2021-04", title=None, url=None),
        ["  year = {2021},", "  date = {2020-03/2021-04},"],
    ),
    "other scripts stay as they are": (
        make_article("x", None, title="变压器电路", url=None, authors=("李雷",)),
        ["  author = {李雷},", "  title = {{变压器电路}},"],
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_an_article_is_cited_with_what_is_known_of_it(case: str) -> None:
    article, fields = CASES[case]
    assert bibtex(article).split("\n") == ["@misc{x,", *fields, "}"]
