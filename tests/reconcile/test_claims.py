"""Which value of a field wins, with its evidence, and what counts as saying something else."""

from __future__ import annotations

import msgspec
import pytest

from generator.config.overrides import FieldRule, Overrides, SameRule
from generator.config.records import Kind
from generator.model.articles import Article, Conflict, DateEvidence, Evidence, Statement
from generator.model.entries import Attachment, Entry, Note
from generator.model.record import PartialDate, Problem
from generator.reconcile.claims import agreements, same_authors, same_tags, same_url
from generator.reconcile.references import Names
from generator.text.dates import parse_edtf
from generator.text.titles import fold_title
from generator.text.urls import short_hash
from tests.reconcile.making import CONFIG, claim, entry, only_article, preview, reconciled

URL = "https://example.org/a"

AUTHORS = {
    "the same": (("Lindsey",), ("Lindsey",), True),
    "surnames of full names": (("Olah", "Batson"), ("Chris Olah", "Josh Batson"), True),
    "et al. of several full names": (("Kamath et al.",), ("Harish Kamath", "Emmanuel A."), True),
    "several full names of et al.": (("Harish Kamath", "Emmanuel A."), ("Kamath et al.",), True),
    "et al. of a name that only ends so": (("Li et al.",), ("Mary Toli", "A. B."), False),
    "one author is not that one and others": (("Lindsey et al.",), ("Lindsey",), False),
    "the family's name first": (("Olah, Chris",), ("Chris Olah",), True),
    "another author": (("Olah",), ("Lindsey",), False),
    "one of two is another": (("Olah", "Batson"), ("Chris Olah", "Jack Lindsey"), False),
    "fewer authors": (("Olah",), ("Chris Olah", "Josh Batson"), False),
    "et al. of nobody": (("Lindsey et al.",), (), False),
    "nobody": ((), (), True),
}
TAGS = {
    "the same in another case": (("Paper",), ("paper",), True),
    "fewer": (("paper",), ("paper", "videos"), True),
    "more": (("paper", "videos"), ("paper",), False),
}


@pytest.mark.parametrize(("said", "value", "expected"), AUTHORS.values(), ids=AUTHORS)
def test_bylines_agree_where_one_abridges_the_other(
    said: tuple[str, ...], value: tuple[str, ...], expected: bool
) -> None:
    assert same_authors(said, value) is expected


@pytest.mark.parametrize(("said", "value", "expected"), TAGS.values(), ids=TAGS)
def test_tags_agree_where_the_winner_has_them_all(
    said: tuple[str, ...], value: tuple[str, ...], expected: bool
) -> None:
    assert same_tags(said, value) is expected


def test_urls_agree_by_their_canonical_form() -> None:
    assert same_url("http://www.example.org/a/", "https://example.org/a/index.html")
    assert not same_url("https://example.org/a", "https://example.org/b")


def test_per_field_the_most_trusted_source_that_says_something_wins() -> None:
    article = only_article(
        reconciled(
            entry("index", url=URL, title="A", tags=("paper",)),
            entry("feed", url=f"{URL}/", title="Another A", summary="We find it."),
        )
    )
    assert (article.title, article.summary, article.tags) == ("A", "We find it.", ("paper",))
    assert article.url == URL
    first = "first in order of trust"
    alone = "the only source that says it"
    assert {field: article.evidence[field] for field in ("title", "url", "summary", "tags")} == {
        "title": Evidence(rule=first, source="index", raw="A"),
        "url": Evidence(rule=first, source="index", raw=URL),
        "summary": Evidence(rule=alone, source="feed", raw="We find it."),
        "tags": Evidence(rule=alone, source="index", raw="paper"),
    }
    assert article.evidence["authors"] == Evidence(rule="not stated")
    assert article.conflicts == (
        Conflict(
            field="title",
            source="feed",
            value="Another A",
            raw="Another A",
            rule="index is trusted more",
        ),
    )


def test_a_field_that_no_statement_gave_names_its_rule() -> None:
    guessed = entry("feed", url=URL, title="A", known_by={"url": "its guid"})
    article = only_article(reconciled(guessed))
    assert article.evidence["url"] == Evidence(rule="its guid", source="feed", raw=URL)
    assert article.evidence["title"].rule == "the only source that says it"


def test_the_authors_of_a_feed_are_no_byline() -> None:
    listed = entry("feed", url=URL, title="A", feed_authors=("Jane Doe",))
    article = only_article(reconciled(listed))
    assert (article.authors, article.feed_authors) == ((), ("Jane Doe",))
    assert article.kind == "note"
    assert article.evidence["feed_authors"] == Evidence(
        rule="the feed's own author: the entry names none", source="feed", raw="Jane Doe"
    )


def test_an_authors_own_statement_stands_before_the_feeds_without_a_conflict() -> None:
    article = only_article(
        reconciled(
            entry("index", url=URL, title="A", feed_authors=("Jane Doe",)),
            entry("feed", url=URL, title="A", authors=("Ann Roe",)),
        )
    )
    assert (article.authors, article.feed_authors) == (("Ann Roe",), ())
    assert article.conflicts == ()
    assert "feed_authors" not in article.evidence


def test_every_field_but_the_date_has_evidence() -> None:
    article = only_article(reconciled(entry("feed", url=URL)))
    assert sorted(article.evidence) == [
        "authors",
        "id",
        "kind",
        "path",
        "preview",
        "series",
        "sources",
        "summary",
        "tags",
        "title",
        "url",
    ]


def test_the_text_as_received_stands_in_the_evidence() -> None:
    feed = entry("feed", url=URL, title="R&D", raw={"title": "<b>R&amp;D</b>"})
    assert only_article(reconciled(feed)).evidence["title"].raw == "<b>R&amp;D</b>"


GLUED = "Softmax UnitsElhage et al., 2022An activation.paper"
BY_BYLINE = "it ran together with what follows; parted at the byline"


def test_a_glued_title_is_the_evidence_of_all_its_parts() -> None:
    article = only_article(reconciled(entry("feed", url=URL, title=GLUED, glued=True)))
    evidence = Evidence(rule=BY_BYLINE, source="feed", raw=GLUED)
    parts = ("title", "authors", "summary", "tags")
    assert [article.evidence[field] for field in parts] == [evidence] * 4
    assert (article.title, article.authors) == ("Softmax Units", ("Elhage et al.",))
    assert (article.summary, article.tags) == ("An activation.", ("paper",))


def test_what_a_glued_feed_states_in_a_field_of_its_own_is_its_own_evidence() -> None:
    feed = entry("feed", url=URL, title=GLUED, glued=True, authors=("Nelson Elhage",))
    article = only_article(reconciled(feed))
    alone = Evidence(rule="the only source that says it", source="feed", raw="Nelson Elhage")
    assert (article.authors, article.evidence["authors"]) == (("Nelson Elhage",), alone)
    assert article.evidence["title"].rule == BY_BYLINE


def test_a_title_with_the_threads_name_in_a_parenthesis_is_no_conflict() -> None:
    result = reconciled(
        entry("feed", url=URL, title="Garcon"),
        preview("Garcon (A list)"),
    )
    assert only_article(result).conflicts == ()


def test_an_override_wins_and_makes_no_conflict() -> None:
    setting = FieldRule(article=URL, title="B", reason="A typo.", where="overrides.toml:3")
    feed = entry("feed", url=URL, title="A")
    article = only_article(
        reconciled(feed, entry("other", url=URL, title="C"), overrides=Overrides(set=(setting,)))
    )
    assert article.evidence["title"] == Evidence(
        rule="override", source="overrides.toml:3", raw="B", reason="A typo."
    )
    assert article.conflicts == ()


def test_an_empty_list_of_authors_can_be_set() -> None:
    # It is stated then, so the feed's stay away too.
    setting = FieldRule(article=URL, authors=(), reason="Nobody signed.", where="overrides.toml:3")
    feed = entry("feed", url=URL, title="A", authors=("Lindsey et al.",))
    of_feed = entry("other", url=URL, title="A", feed_authors=("Jane Doe",))
    article = only_article(reconciled(feed, of_feed, overrides=Overrides(set=(setting,))))
    assert (article.authors, article.feed_authors) == ((), ())
    assert article.conflicts == ()


def adding(*tags: str, where: str = "overrides.toml:3") -> FieldRule:
    return FieldRule(article=URL, add_tags=tags, reason=f"Because of {where}.", where=where)


CHOSEN = FieldRule(article=URL, tags=("own",), reason="Not theirs.", where="overrides.toml:9")
KIND = FieldRule(article=URL, kind="paper", reason="It is one.", where="overrides.toml:11")

# the tags of the feed, what the owner sets → the tags, how they are known, who conflicts
ADDED_TAGS = {
    "added to what a source states": (
        (("maths",), [adding("to read"), KIND]),
        (
            ("maths", "to read"),
            Evidence(
                rule="the only source that says it; the owner added to read",
                source="feed",
                raw="maths",
                reason="Because of overrides.toml:3.",
            ),
        ),
    ),
    "added where nobody states any, twice": (
        ((), [adding("to read"), adding("proofs", where="overrides.toml:7"), KIND]),
        (
            ("to read", "proofs"),
            Evidence(
                rule="override",
                source="overrides.toml:7",
                raw="to read, proofs",
                reason="Because of overrides.toml:7.",
            ),
        ),
    ),
    "added where nobody states any": (
        ((), [adding("to read"), KIND]),
        (
            ("to read",),
            Evidence(
                rule="override",
                source="overrides.toml:3",
                raw="to read",
                reason="Because of overrides.toml:3.",
            ),
        ),
    ),
    "added to what the owner chose": (
        (("maths",), [CHOSEN, adding("to read")]),
        (
            ("own", "to read"),
            Evidence(
                rule="override; the owner added to read",
                source="overrides.toml:9",
                raw="own",
                reason="Not theirs. Because of overrides.toml:3.",
            ),
        ),
    ),
    "one that is stated is written as its source writes it, and stands once": (
        (("Maths",), [adding("maths", "proofs")]),
        (
            ("Maths", "proofs"),
            Evidence(
                rule="the only source that says it; the owner added maths, proofs",
                source="feed",
                raw="Maths",
                reason="Because of overrides.toml:3.",
            ),
        ),
    ),
}


@pytest.mark.parametrize(("given", "expected"), ADDED_TAGS.values(), ids=ADDED_TAGS)
def test_tags_that_the_owner_adds_stand_after_those_of_the_sources(
    given: tuple[tuple[str, ...], list[FieldRule]], expected: tuple[tuple[str, ...], Evidence]
) -> None:
    tags, settings = given
    feed = entry("feed", url=URL, title="A", tags=tags)
    article = only_article(reconciled(feed, overrides=Overrides(set=tuple(settings))))
    assert (article.tags, article.evidence["tags"]) == expected
    assert article.conflicts == ()


def test_what_a_source_states_besides_the_tags_that_the_owner_added_is_a_conflict() -> None:
    index = entry("index", url=URL, title="A", tags=("maths",))
    same = entry("feed", url=URL, title="A", tags=("Proofs",))
    other = entry("other", url=URL, title="A", tags=("proofs", "logic"))
    setting = Overrides(set=(adding("proofs"),))
    article = only_article(reconciled(index, same, other, overrides=setting))
    assert article.tags == ("maths", "proofs")
    assert article.conflicts == (
        Conflict(
            field="tags",
            source="other",
            value="proofs, logic",
            raw="proofs, logic",
            rule="index is trusted more",
        ),
    )


@pytest.mark.parametrize("said", ["We lose it.", "We find that mod…", "Wir finden es."])
def test_summaries_in_other_words_are_no_conflict(said: str) -> None:
    article = only_article(
        reconciled(
            entry("feed", url=URL, title="A", summary="We find it."),
            entry("other", url=URL, title="A", summary=said),
        )
    )
    assert len(article.statements) == 2
    assert article.summary == "We find it."
    assert article.conflicts == ()


# previews in order of trust, by source and day → the one that is shown
PREVIEWS = {
    "the newest of one source": (
        [("wiki", "2026-04-05"), ("wiki", "2026-04-07"), ("wiki", "2026-04-06")],
        "wiki 2026-04-07",
    ),
    "one that says when it was fetched before one that does not": (
        [("wiki", None), ("wiki", "2026-04-05")],
        "wiki 2026-04-05",
    ),
    "the most trusted source's, although another's is newer": (
        [("wiki", "2026-04-05"), ("copies", "2026-04-09")],
        "wiki 2026-04-05",
    ),
    "the most trusted source's newest, although another's is newer": (
        [("wiki", "2026-04-05"), ("wiki", "2026-04-07"), ("copies", "2026-04-09")],
        "wiki 2026-04-07",
    ),
}


@pytest.mark.parametrize(("fetched", "expected"), PREVIEWS.values(), ids=PREVIEWS)
def test_the_newest_preview_of_the_most_trusted_source_is_shown(
    fetched: list[tuple[str, str | None]], expected: str
) -> None:
    previews = [preview("A", url=URL, source=source, fetched=day) for source, day in fetched]
    result = reconciled(entry("feed", url=URL, title="A"), *previews)
    (article,) = result.articles
    shown = article.preview
    assert shown is not None
    assert f"{shown.source} {shown.fetched.edtf if shown.fetched else None}" == expected
    assert article.evidence["preview"] == Evidence(
        rule="same canonical URL", source=shown.source, raw="A"
    )
    assert [problem.message for problem in result.problems] == [
        f"not shown: {shown.capture} is a preview of the same article"
    ] * (len(previews) - 1)


def test_an_article_is_all_that_its_entries_say() -> None:
    since = PartialDate(year=2026, month=5)
    image = Attachment(url="https://e.org/a.png", type="image")
    sound = Attachment(url="https://e.org/a.mp3", bytes=5)
    note = Note(
        source="notes", where="notes/a.md", title=None, date=None, body_html="", body_text=None
    )
    index = entry(
        "index",
        url="https://example.org/2025/a",
        title="A",
        authors=("Ann Roe",),
        position=3,
        attachments=(image,),
    )
    feed = entry(
        "feed",
        url="http://www.example.org/2025/a/",
        title="a",
        summary="What it says.",
        tags=("one", "two"),
        position=7,
        updated="2026-04-05T10:00:00Z",
        external_url="https://else.example/",
        attachments=(msgspec.structs.replace(image, url="http://e.org/a.png"), sound),
        missing_since=since,
    )
    own = entry("notes", url="https://example.org/2025/a", note=note, creates=False, about="A")
    article = only_article(reconciled(index, feed, own))
    first, alone = "first in order of trust", "the only source that says it"
    statements = (
        (index, "its canonical URL names the article"),
        (feed, "same canonical URL"),
        (own, "the owner's note names the article"),
    )
    assert article == Article(
        id=short_hash("https://example.org/2025/a"),
        slug="2025-a",
        url="https://example.org/2025/a",
        title="A",
        authors=("Ann Roe",),
        date=PartialDate(year=2025),
        summary="What it says.",
        kind="paper",
        series=None,
        tags=("one", "two"),
        external_url="https://else.example/",
        attachments=(image, sound),
        preview=None,
        notes=(note,),
        updated="2026-04-05T10:00:00Z",
        added=PartialDate(year=2026, month=4, day=5),
        rank=(0, 3),
        date_evidence=DateEvidence(rule="year", source="index", raw="https://example.org/2025/a"),
        evidence={
            "id": Evidence(
                rule="hash of the canonical URL", source="index", raw="https://example.org/2025/a"
            ),
            "path": Evidence(
                rule="the URL's path", source="index", raw="https://example.org/2025/a"
            ),
            "sources": Evidence(
                rule="; ".join(f"{one.source}: {rule}" for one, rule in statements),
                source="index",
                raw=index.where,
            ),
            "title": Evidence(rule=first, source="index", raw="A"),
            "url": Evidence(rule=first, source="index", raw="https://example.org/2025/a"),
            "authors": Evidence(rule=alone, source="index", raw="Ann Roe"),
            "summary": Evidence(rule=alone, source="feed", raw="What it says."),
            "tags": Evidence(rule=alone, source="feed", raw="one, two"),
            "kind": Evidence(rule="it has a byline", source="site.toml", raw="Ann Roe"),
            "series": Evidence(rule="of no series", source="site.toml"),
            "preview": Evidence(rule="not stated"),
        },
        conflicts=(),
        statements=tuple(
            Statement(
                source=one.source,
                capture=one.capture,
                where=one.where,
                rule=rule,
                title=one.called,
                urls=(one.url,) if one.url else (),
                missing_since=one.missing_since,
            )
            for one, rule in statements
        ),
    )
    assert article.statements[1].missing_since == since


def named(evidence: Article) -> list[tuple[str, str | None, str | None]]:
    return [
        (one.rule, one.source, one.raw)
        for one in map(evidence.evidence.__getitem__, ("id", "path"))
    ]


# the entry that names an article → how its id and its permalink are known
NAMES = {
    "a title": (
        entry("feed", title="Toy “Models”"),
        [
            ("hash of the folded title", "feed", "Toy “Models”"),
            ("the title: there is no URL", "feed", "Toy “Models”"),
        ],
    ),
    "how its text begins": (
        entry("feed", opening="It begins so"),
        [
            ("hash of how the text begins, folded", "feed", "It begins so"),
            ("how the text begins: there is neither a URL nor a title", "feed", "It begins so"),
        ],
    ),
}


@pytest.mark.parametrize(("listed", "expected"), NAMES.values(), ids=NAMES)
def test_it_is_said_what_names_an_article(
    listed: Entry, expected: list[tuple[str, str | None, str | None]]
) -> None:
    article = only_article(reconciled(listed))
    assert named(article) == expected
    assert article.opening == (listed.opening if not listed.title else None)


def test_it_is_said_what_tells_an_address_apart() -> None:
    one, two = reconciled(
        entry("feed", url="https://e.org/log#1", title="One"),
        entry("feed", url="https://e.org/log#2", title="Two", position=1),
    ).articles
    assert named(one) == [
        ("hash of the URL and what tells it apart", "feed", "https://e.org/log#1"),
        ("the URL's path", "feed", "https://e.org/log#1"),
    ]
    assert two.evidence["id"].raw == "https://e.org/log#2"


def test_how_a_text_begins_stands_where_nobody_states_a_title() -> None:
    nameless = entry("feed", url=URL, opening="It begins so")
    later = entry("other", url=URL, opening="Another text")
    assert only_article(reconciled(nameless, later)).opening == "It begins so"
    silent = entry("index", url=URL)
    assert only_article(reconciled(silent, nameless)).opening == "It begins so"
    titled = entry("index", url=URL, title="A")
    assert only_article(reconciled(nameless, titled)).opening is None


def test_a_title_that_only_a_note_gives_names_no_article() -> None:
    text = entry("feed", opening="It begins so")
    note = entry("notes", title="Mine", about=only_article(reconciled(text)).id, creates=False)
    article = only_article(reconciled(text, note))
    assert article.title == "Mine"
    assert article.evidence["path"].rule == (
        "how the text begins: there is neither a URL nor a title"
    )
    assert article.evidence["id"].rule == "hash of how the text begins, folded"


# the times at which entries say that they were changed, the day of their source's newest capture
UPDATED = {
    "as stated": ([("2026-04-05T23:00:00Z", None)], "2026-04-05T23:00:00Z"),
    "on the day of the capture": (
        [("2026-04-05T23:00:00Z", "2026-04-05")],
        "2026-04-05T23:00:00Z",
    ),
    "not one that is to come": (
        [("2027-04-05T00:00:00Z", "2026-04-05"), ("2026-01-01T00:00:00Z", "2026-04-05")],
        "2026-01-01T00:00:00Z",
    ),
    "none but such": ([("2027-04-05T00:00:00Z", "2026-04-05")], None),
    "the most trusted source's, though another's is later": (
        [("2026-01-01T00:00:00Z", None), ("2026-04-05T00:00:00Z", None)],
        "2026-01-01T00:00:00Z",
    ),
}


@pytest.mark.parametrize(("stated", "expected"), UPDATED.values(), ids=UPDATED)
def test_a_change_that_is_still_to_come_is_none(
    stated: list[tuple[str, str | None]], expected: str | None
) -> None:
    entries = [
        entry(f"f{n}", url=URL, title="A", updated=time, as_of=day and parse_edtf(day))
        for n, (time, day) in enumerate(stated)
    ]
    assert only_article(reconciled(*entries)).updated == expected


def test_an_article_ranks_where_the_most_trusted_source_lists_it() -> None:
    shown = preview("A", source="index")
    listed = [
        entry("feed", url=URL, title="A", position=4),
        entry("unknown", url=URL, title="A", position=1),
        shown,
    ]
    assert only_article(reconciled(*listed)).rank == (1, 4)
    assert only_article(reconciled(listed[1])).rank == (3, 1)


def test_what_loses_is_a_conflict_with_its_text_as_received() -> None:
    article = only_article(
        reconciled(
            entry("index", url=URL, title="A"),
            entry("feed", url=URL, title="R&D", raw={"title": "R&amp;D", "url": "u"}),
            entry("other", url=URL, title="R&D", raw={"title": "R&amp;D"}),
        )
    )
    assert article.conflicts == tuple(
        Conflict(
            field="title", source=source, value="R&D", raw="R&amp;D", rule="index is trusted more"
        )
        for source in ("feed", "other")
    )


# two titles → whether they differ in little: one is how the other begins
CUT = {
    "a subtitle": ("Toy Models", "Toy models: of superposition", True),
    "a subtitle that only the more trusted has": ("Toy Models – of it", "Toy models", True),
    "something in a parenthesis": ("Toy Models", "Toy Models (2022)", True),
    "another word": ("Toy Models", "Toy Models of it", False),
    "the end of a word": ("Toy Models", "Toy Modelss", False),
    "how it ends": ("Models", "Toy: Models", False),
    "another title": ("Toy Models", "Softmax", False),
    "another title that begins with a sign": ("Softmax", "(Toy) Models", False),
    "a word of one letter": ("Toy Models", "Toy Models a (b)", False),
}


@pytest.mark.parametrize(("value", "said", "is_minor"), CUT.values(), ids=CUT)
def test_a_title_that_is_cut_off_differs_in_little(value: str, said: str, is_minor: bool) -> None:
    entries = [entry("index", url=URL, title=value), entry("feed", url=URL, title=said)]
    assert only_article(reconciled(*entries)).conflicts == (
        Conflict(
            field="title",
            source="feed",
            value=said,
            raw=said,
            rule="index is trusted more",
            is_minor=is_minor,
        ),
    )


# what runs together in a feed, and how it is told apart → the evidence of its title
PARTED = {
    "another source’s title": (
        [entry("index", title="Circuits"), entry("feed", title="CircuitsOne by one.", glued=True)],
        "it ran together with what follows; parted where another source’s title ends",
    ),
    "the page": (
        [entry("feed", title="Our GitHub yearsDoing it together.", glued=True, ends_at=16)],
        "it ran together with what follows; parted where its page has white space",
    ),
    "a byline": ([entry("feed", title=GLUED, glued=True)], BY_BYLINE),
    "a sentence": (
        [entry("feed", title="CircuitsWe study it.", glued=True)],
        "it ran together with what follows; parted where a sentence begins",
    ),
    "nothing": (
        [entry("feed", title="Distill on Hiatus", glued=True)],
        "as received; nothing shows where the title ends",
    ),
}


@pytest.mark.parametrize(("entries", "rule"), PARTED.values(), ids=PARTED)
def test_it_is_said_where_a_title_was_parted(entries: list[Entry], rule: str) -> None:
    glued = msgspec.structs.replace(entries[-1], url=URL)
    article = only_article(reconciled(glued, *entries[:-1]))
    assert article.evidence["title"] == Evidence(
        rule=rule, source="feed", raw=entries[-1].title or ""
    )


def test_what_was_received_in_the_place_of_a_field_is_kept_where_it_states_nothing() -> None:
    index = entry("index", url=URL, title="A")
    feed = entry("feed", url=URL, title="A", raw={"authors": "and others"})
    article = only_article(reconciled(index, feed))
    assert article.evidence["authors"] == Evidence(
        rule="what was received in its place states none", source="feed", raw="and others"
    )
    assert article.evidence["tags"] == Evidence(rule="not stated")


def test_the_owner_sets_kind_and_series() -> None:
    setting = FieldRule(
        article=URL, kind="paper", series="updates", reason="It is one.", where="overrides.toml:3"
    )
    feed = entry("feed", url=URL, title="A")
    article = only_article(reconciled(feed, overrides=Overrides(set=(setting,))))
    assert (article.kind, article.series) == ("paper", "updates")
    assert (article.evidence["kind"], article.evidence["series"]) == tuple(
        Evidence(rule="override", source="overrides.toml:3", raw=raw, reason="It is one.")
        for raw in ("paper", "updates")
    )


def test_what_entries_lead_to_is_kept_once() -> None:
    one = entry(
        "index",
        title="A",
        discussed_at="https://d.example/1",
        references=("https://r.example/1", "https://r.example/2"),
    )
    two = entry(
        "feed",
        title="A",
        discussed_at="https://d.example/2",
        references=("https://r.example/2", "https://r.example/3"),
        added=claim("added", "2024-05-01", "1 May"),
    )
    three = entry("other", title="A", discussed_at="https://d.example/1")
    article = only_article(reconciled(one, two, three))
    assert article.discussed_at == ("https://d.example/1", "https://d.example/2")
    assert article.references == (
        "https://r.example/1",
        "https://r.example/2",
        "https://r.example/3",
    )
    assert article.evidence["added"].raw == "1 May"
    assert [statement.urls for statement in article.statements] == [(), (), ()]


def test_of_two_previews_of_one_day_the_first_is_shown() -> None:
    one, other = (preview(title, url=URL, fetched="2026-04-05") for title in ("A", "A, again"))
    result = reconciled(entry("feed", url=URL, title="A"), one, other)
    assert [article.preview for article in result.articles] == [one.preview]


def test_a_preview_that_another_stands_in_for_is_told() -> None:
    shown, other = (preview("A", url=URL, source=name) for name in ("wiki", "copies"))
    result = reconciled(entry("feed", url=URL, title="A"), shown, other)
    assert result.problems == (
        Problem(
            where=other.where,
            message=f"not shown: {shown.where} is a preview of the same article",
            severity="info",
        ),
    )


def test_addresses_agree_but_for_the_marks_of_a_feed_and_what_tells_apart_in_one_list() -> None:
    marked = entry("feed", url="https://e.org/a?from=feed", marks=("from=feed",))
    agrees = agreements(frozenset(), Names([marked], "en"), "en")["url"]
    assert agrees("https://e.org/a?from=feed", "https://e.org/a")
    assert not agrees("https://e.org/b", "https://e.org/a")
    plain = agreements(frozenset(), Names([], "en"), "en")["url"]
    assert not plain("https://e.org/a?from=feed", "https://e.org/a")
    log = [entry("feed", url=f"https://e.org/log#{n}", position=n) for n in range(2)]
    assert agreements(frozenset(), Names(log, "en"), "en")["url"](
        "https://e.org/log#0", "https://e.org/log#1"
    )


def test_a_title_names_an_article_though_another_list_has_none_for_it() -> None:
    titled, text = entry("index", title="A"), entry("feed", opening="It begins so")
    pair = SameRule(
        articles=("A", only_article(reconciled(text)).id), reason="So.", where="overrides.toml:1"
    )
    article = only_article(reconciled(titled, text, overrides=Overrides(same=(pair,))))
    assert len(article.statements) == 2
    assert article.evidence["path"].rule == "the title: there is no URL"


def test_titles_agree_by_the_language_of_the_site() -> None:
    known = frozenset({fold_title("Neues – Juli 2024", "de")})
    agrees = agreements(known, Names([], "de"), "de")["title"]
    assert agrees("Neues: Juli 2024", "Neues – Juli 2024")
    assert agrees("A Study (Neues: Juli 2024)", "A Study")
    known = frozenset({fold_title("Neues – Juli 2024", "en")})
    english = agreements(known, Names([], "en"), "en")["title"]
    assert not english("Neues: Juli 2024", "Neues – Juli 2024")
    assert not english("A Study (Neues: Juli 2024)", "A Study")


def test_a_kind_may_be_told_by_who_lists_the_article() -> None:
    of_feed = Kind(name="post", title="Post", plural="Posts", sources=("feed",))
    config = msgspec.structs.replace(CONFIG, kinds=(of_feed, *CONFIG.kinds))
    article = only_article(reconciled(entry("feed", url=URL, title="A"), config=config))
    assert (article.kind, article.evidence["kind"]) == (
        "post",
        Evidence(rule="the source feed lists it", source="site.toml", raw="feed"),
    )
