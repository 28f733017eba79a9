"""Where articles were published: what lists state, what addresses show, what comes out again."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from generator.build.pipeline import build, read_library
from generator.config.overrides import FieldRule, Overrides
from generator.errors import ConfigError
from generator.model.articles import Conflict, Evidence
from generator.model.entries import AuthorName, Entry, Publication
from generator.reconcile.claims import ONLY
from generator.reconcile.publications import IN_ADDRESS
from tests.reconcile.making import entry, only_article, reconciled
from tests.test_inputs import SITE, item, messages, only, rss, source, written

FIRST = r"""
@article{doe2021tides, title = {Tides}, author = {Doe, Jane and van der Roe, Jr., John and
{Acme Team} and others}, journal = {Journal of the Sea}, volume = 12, number = 3, pages = {1--9},
year = 2021, url = {https://a.example/tides}, doi = {10.1000/T.1}, issn = {1234-5678}}
"""
SECOND = r"""
@misc{other, title = {Tides}, author = {Jane Doe and others}, journal = {Sea}, publisher = {Press},
volume = 13, year = 2021, url = {https://a.example/tides}, eprint = {2101.00001},
archiveprefix = {arXiv}}
"""
JANE = AuthorName(family="Doe", given="Jane")
JOHN = AuthorName(family="Roe", given="John", particle="van der", suffix="Jr.")
TEAM = AuthorName(family="Acme Team", is_group=True)


def test_what_two_lists_state_is_kept_and_the_more_trusted_one_wins(tmp_path: Path) -> None:
    content = written(
        tmp_path / "content",
        {
            "site.toml": SITE + source("one", "list") + source("two", "list"),
            "captures/one/2026-01-01.bib": FIRST,
            "captures/two/2026-01-01.bib": SECOND,
        },
    )
    library = read_library(content)
    assert messages(library) == []
    article = only(library)
    assert article.publication == Publication(
        type="journalArticle",
        container="Journal of the Sea",
        volume="12",
        issue="3",
        pages="1-9",
        key="doe2021tides",
        doi="10.1000/t.1",
        arxiv="2101.00001",
        issn="1234-5678",
    )
    assert article.name_parts == {
        "Jane Doe": JANE,
        "John van der Roe Jr.": JOHN,
        "Acme Team": TEAM,
    }
    [conflict] = [one for one in article.conflicts if one.field == "publication"]
    assert conflict.source == "two"
    assert conflict.value == "type preprint; container Sea; volume 13"
    build(content, tmp_path / "_site")


def test_an_address_shows_identifiers_that_nobody_states(tmp_path: Path) -> None:
    content = written(
        tmp_path,
        {
            "site.toml": SITE + source("feed"),
            "captures/feed/2025-04.xml": rss(item("One", "https://arxiv.org/abs/2301.00001")),
        },
    )
    article = only(read_library(content))
    assert article.publication == Publication(arxiv="2301.00001")
    assert article.evidence["publication"] == Evidence(
        rule=IN_ADDRESS, source="feed", raw="https://arxiv.org/abs/2301.00001"
    )


def test_an_article_of_which_nothing_is_known_has_no_publication(tmp_path: Path) -> None:
    content = written(
        tmp_path,
        {
            "site.toml": SITE + source("feed"),
            "captures/feed/2025-04.xml": rss(item("One", "https://a.example/1")),
        },
    )
    article = only(read_library(content))
    assert article.publication is None
    assert "publication" not in article.evidence


CSL = [
    {
        "id": "doe2021tides",
        "type": "article-journal",
        "title": "Tides",
        "author": [
            {"family": "Doe", "given": "Jane"},
            {"family": "Roe", "given": "John", "non-dropping-particle": "van der"},
            {"literal": "Acme Team"},
            {"literal": "others"},
        ],
        "container-title": "Journal of the Sea",
        "volume": "12",
        "page": "1-9",
        "ISBN": "978-3-16-148410-0",
        "PMID": "123",
        "number": "arXiv:2101.00001",
    }
]
RIS = """TY  - JOUR
ID  - doe2021tides
AU  - Doe, Jane
AU  - Acme Team
TI  - Tides
T2  - Journal of the Sea
VL  - 12
SP  - 1
EP  - 9
DA  - 2021/04//from 2020-03
AN  - PMID:123
SN  - 1234-5678
ER  -
"""


def test_csl_and_ris_are_read_to_what_was_published(tmp_path: Path) -> None:
    for ending, text in (("json", json.dumps(CSL)), ("ris", RIS)):
        content = written(
            tmp_path / ending,
            {
                "site.toml": SITE + source("list", "list"),
                f"captures/list/2026-01-01.{ending}": text,
            },
        )
        article = only(read_library(content))
        assert article.evidence["publication"].rule == ONLY
        publication = article.publication
        assert publication is not None
        shared = (publication.type, publication.container, publication.volume, publication.pages)
        assert shared == ("journalArticle", "Journal of the Sea", "12", "1-9")
        assert (publication.key, publication.pmid) == ("doe2021tides", "123")
        assert article.name_parts["Jane Doe"] == JANE
        if ending == "json":
            assert article.authors[-1] == "Acme Team et al."
            assert (publication.isbn, publication.arxiv) == ("9783161484100", "2101.00001")
            assert article.name_parts["Acme Team"] == TEAM
        else:
            assert publication.issn == "1234-5678"
            assert article.date is not None
            assert article.date.edtf == "2020-03/2021-04"


OWN = """
[[set]]
article = "Tides"
type = "conferencePaper"
doi = "https://doi.org/10.1000/T.2"
container = "Proceedings of the Sea"
isbn = "978-3-16-148410-0"
reason = "It has appeared."
"""


def test_what_the_owner_sets_counts_for_more_and_makes_no_conflict(tmp_path: Path) -> None:
    content = written(
        tmp_path / "content",
        {
            "site.toml": SITE + source("one", "list") + source("two", "list"),
            "captures/one/2026-01-01.bib": FIRST,
            "captures/two/2026-01-01.bib": SECOND,
            "overrides.toml": OWN,
        },
    )
    article = only(read_library(content))
    assert article.publication == Publication(
        type="conferencePaper",
        container="Proceedings of the Sea",
        volume="12",
        issue="3",
        pages="1-9",
        key="doe2021tides",
        doi="10.1000/t.2",
        arxiv="2101.00001",
        isbn="9783161484100",
        issn="1234-5678",
    )
    evidence = article.evidence["publication"]
    assert evidence.rule == "first in order of trust; the owner set type, container, doi, isbn"
    assert (evidence.source, evidence.reason) == ("one", "It has appeared.")
    assert "container Journal of the Sea" in (evidence.raw or "")
    [conflict] = [one for one in article.conflicts if one.field == "publication"]
    assert conflict.value == "volume 13"
    build(content, tmp_path / "_site")
    entry = (tmp_path / "_site/library.bib").read_text("utf-8")
    assert "@inproceedings{doe2021tides,\n" in entry
    assert "  booktitle = {Proceedings of the Sea},\n" in entry
    assert "  doi = {10.1000/t.2},\n" in entry


def test_the_owner_alone_may_say_where_an_article_was_published(tmp_path: Path) -> None:
    article = only(read_library(with_setting(tmp_path, 'issue = "7"\npages = "1-9"')))
    assert article.publication == Publication(issue="7", pages="1-9")
    assert article.evidence["publication"] == Evidence(
        rule="override", source="overrides.toml:1", raw="issue 7; pages 1-9", reason="So."
    )


def with_setting(folder: Path, fields: str) -> Path:
    override = f'[[set]]\narticle = "One"\n{fields}\nreason = "So."\n'
    return written(
        folder,
        {
            "site.toml": SITE + source("feed"),
            "captures/feed/2025-04.xml": rss(item("One", "https://a.example/1")),
            "overrides.toml": override,
        },
    )


REFUSED = {
    'doi = "in press"': "3: “in press” is no DOI",
    'arxiv = "p. 7"': "3: “p. 7” is no number of arXiv’s",
    'pmid = "PMC381"': "3: “PMC381” is no number of PubMed’s",
    'isbn = "12"': "3: “12” is no ISBN",
    'issn = "12"': "3: “12” is no ISSN",
    'key = "a key"': "3: “a key” is no key that a bibliography can have",
    'type = "essay"': '3: "type" in [set]: "essay"; known: blogPost, book, ' + "bookSection",
    'container = "  "': "3: “  ” is no container",
}


@pytest.mark.parametrize(("line", "message"), REFUSED.items(), ids=REFUSED)
def test_what_no_such_field_can_be_is_refused_with_its_line(
    tmp_path: Path, line: str, message: str
) -> None:
    with pytest.raises(ConfigError) as refused:
        read_library(with_setting(tmp_path, line))
    assert str(refused.value).startswith(f"{tmp_path}/overrides.toml:{message}")


A = "https://a.example/1"
JOURNAL = Publication(
    type="journalArticle", container="Sea", volume="1", issue="2", pages="3", publisher="Press"
)


def stating(source: str, publication: Publication | None, **fields: Any) -> Entry:
    return entry(source, url=A, title="One", publication=publication, **fields)


def setting(**fields: Any) -> FieldRule:
    return FieldRule(article=A, where="overrides.toml:1", **{"reason": "So.", **fields})


# what entries state, what the owner sets → where it was published, how that is known, conflicts
PUBLISHED: dict[
    str,
    tuple[list[Entry], list[FieldRule], tuple[Publication | None, Evidence | None, list[Conflict]]],
] = {
    "one source": (
        [stating("index", None), stating("feed", JOURNAL)],
        [],
        (
            JOURNAL,
            Evidence(
                rule="the only source that says it",
                source="feed",
                raw="type journalArticle; container Sea; volume 1; issue 2; pages 3; "
                "publisher Press",
            ),
            [],
        ),
    ),
    "a DOI alone": (
        [stating("index", None), stating("feed", None, doi="10.1000/t")],
        [],
        (
            Publication(doi="10.1000/t"),
            Evidence(rule="the only source that says it", source="feed", raw="doi 10.1000/t"),
            [],
        ),
    ),
    "a journal is that of the first who names one, identifiers are the first of each": (
        [
            stating("index", Publication(doi="10.1000/t", key="one")),
            stating("feed", Publication(container="SEA", pages="1", doi="10.1000/u", pmid="7")),
            stating("other", Publication(container="Lake", volume="9", key="three", isbn="1")),
        ],
        [],
        (
            Publication(container="SEA", pages="1", key="one", doi="10.1000/t", pmid="7", isbn="1"),
            Evidence(rule="first in order of trust", source="index", raw="key one; doi 10.1000/t"),
            [
                Conflict(
                    field="publication",
                    source="feed",
                    value="doi 10.1000/u",
                    raw="container SEA; pages 1; doi 10.1000/u; pmid 7",
                    rule="index is trusted more",
                ),
                Conflict(
                    field="publication",
                    source="other",
                    value="container Lake",
                    raw="container Lake; volume 9; key three; isbn 1",
                    rule="index is trusted more",
                ),
            ],
        ),
    ),
    "letters of another case say the same": (
        [
            stating("index", Publication(container="Sea", issn="1234-567x")),
            stating("feed", Publication(container="SEA", issn="1234-567X")),
        ],
        [],
        (
            Publication(container="Sea", issn="1234-567x"),
            Evidence(
                rule="first in order of trust", source="index", raw="container Sea; issn 1234-567x"
            ),
            [],
        ),
    ),
    "the owner's word counts for more, and is no conflict": (
        [
            stating("index", Publication(container="Sea", volume="1")),
            stating("feed", Publication(container="Lake", volume="2")),
        ],
        [setting(container="Ocean"), setting(pages="7", reason="I looked.")],
        (
            Publication(container="Ocean", volume="1", pages="7"),
            Evidence(
                rule="first in order of trust; the owner set container, pages",
                source="index",
                raw="container Sea; volume 1",
                reason="So. I looked.",
            ),
            [
                Conflict(
                    field="publication",
                    source="feed",
                    value="volume 2",
                    raw="container Lake; volume 2",
                    rule="index is trusted more",
                )
            ],
        ),
    ),
    "the owner's word alone": (
        [stating("index", None)],
        [setting(container="Ocean"), setting(title="A better title")],
        (
            Publication(container="Ocean"),
            Evidence(
                rule="override", source="overrides.toml:1", raw="container Ocean", reason="So."
            ),
            [],
        ),
    ),
    "nothing": ([stating("index", None)], [setting(kind="paper")], (None, None, [])),
}


@pytest.mark.parametrize(("entries", "told", "expected"), PUBLISHED.values(), ids=PUBLISHED)
def test_an_article_was_published_where_its_entries_and_the_owner_say(
    entries: list[Entry],
    told: list[FieldRule],
    expected: tuple[Publication | None, Evidence | None, list[Conflict]],
) -> None:
    article = only_article(reconciled(*entries, overrides=Overrides(set=tuple(told))))
    conflicts = [one for one in article.conflicts if one.field == "publication"]
    assert (article.publication, article.evidence.get("publication"), conflicts) == expected


def test_what_an_address_shows_counts_least() -> None:
    url = "https://arxiv.org/abs/2301.00001"
    own = FieldRule(article=url, doi="10.1000/t", reason="So.", where="overrides.toml:1")
    plain = entry("feed", url=url, title="One")
    article = only_article(reconciled(plain, overrides=Overrides(set=(own,))))
    assert article.publication == Publication(arxiv="2301.00001", doi="10.1000/t")
    assert article.evidence["publication"] == Evidence(
        rule="an identifier in its address; the owner set doi",
        source="feed",
        raw=url,
        reason="So.",
    )
    said = entry("feed", url=url, title="One", publication=Publication(arxiv="2301.00002"))
    assert only_article(reconciled(said)).publication == Publication(arxiv="2301.00002")


def test_the_parts_of_a_name_are_those_of_the_most_trusted_who_states_them() -> None:
    other = AuthorName(family="Jane Doe", is_group=True)
    entries = [
        stating("index", None, authors=("Jane Doe", "others")),
        stating("feed", None, name_parts={"Jane Doe": JANE, "Ann Roe": JOHN}),
        stating("other", None, name_parts={"Jane Doe": other}),
    ]
    article = only_article(reconciled(*entries))
    assert article.name_parts == {"Jane Doe": JANE}
