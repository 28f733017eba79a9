"""An index page as HTML and as text: both are read to the same entries."""

from __future__ import annotations

from pathlib import Path

import msgspec

from generator.config.records import Config, Kind, Site, Source
from generator.model.entries import Entry
from generator.model.record import PartialDate
from generator.sources.capture_files import Contents, Received
from generator.sources.index import read_index

ROOT = Path(__file__).parents[3]
HTML = ROOT / "tests" / "data" / "thread" / "index-2024-03.html"
TEXT = ROOT / "tests/data/content" / "captures" / "index" / "2024-03.txt"
SOURCE = Source(
    name="index", reader="index", title="The index", url="https://transformer-circuits.pub"
)
CONFIG = Config(
    folder="content",
    site=Site(id="list", title="A list"),
    sources=(SOURCE,),
    kinds=(Kind(name="article", title="Article", plural="Articles"),),
)


def read(path: Path) -> Contents:
    received = Received(
        path="captures/index/2024-03",
        file=path,
        resource=None,
        date=PartialDate(year=2024, month=3),
    )
    return read_index(path.read_bytes(), received, SOURCE, CONFIG)


def without_what_text_loses(entry: Entry) -> Entry:
    """The entry without what the text of the page does not hold: links, and bylines here."""
    return msgspec.structs.replace(entry, url=None, authors=(), byline_year=None, raw={})


def test_both_forms_are_read_to_the_same_entries() -> None:
    from_html, from_text = read(HTML), read(TEXT)
    assert len(from_html.entries) == 21
    assert list(map(without_what_text_loses, from_html.entries)) == list(from_text.entries)
    assert from_html.title == from_text.title == "Transformer Circuits Thread"
    assert from_html.quotes == from_text.quotes
    assert from_html.problems == from_text.problems == ()


def test_links_are_absolute_however_they_were_written() -> None:
    urls = {entry.title: entry.url for entry in read(HTML).entries}
    assert urls == {
        title: f"https://{url}"
        for title, url in {
            "Circuits Updates — March 2024": (
                "transformer-circuits.pub/2024/march-update/index.html"
            ),
            "Reflections on Qualitative Research": (
                "transformer-circuits.pub/2024/qualitative-essay/index.html"
            ),
            "Circuits Updates — February 2024": "transformer-circuits.pub/2024/feb-update",
            "Circuits Updates — January 2024": "transformer-circuits.pub/2024/jan-update/",
            "Towards Monosemanticity: Decomposing Language Models With Dictionary Learning": (
                "transformer-circuits.pub/2023/monosemantic-features/index.html"
            ),
            "Circuits Updates — July 2023": "transformer-circuits.pub/2023/july-update",
            "Circuits Updates — May 2023": "transformer-circuits.pub/2023/may-update/index.html",
            "Interpretability Dreams": (
                "transformer-circuits.pub/2023/interpretability-dreams/index.html"
            ),
            "Distributed Representations: Composition & Superposition": (
                "transformer-circuits.pub/2023/superposition-composition/index.html"
            ),
            "Privileged Bases in the Transformer Residual Stream": (
                "transformer-circuits.pub/2023/privileged-basis/index.html"
            ),
            "Superposition, Memorization, and Double Descent": (
                "transformer-circuits.pub/2023/toy-double-descent/index.html"
            ),
            "Toy Models of Superposition": "transformer-circuits.pub/2022/toy_model/index.html",
            "Softmax Linear Units": "transformer-circuits.pub/2022/solu/index.html",
            "Mechanistic Interpretability, Variables, and the Importance of Interpretable Bases": (
                "transformer-circuits.pub/2022/mech-interp-essay/index.html"
            ),
            "In-Context Learning and Induction Heads": (
                "transformer-circuits.pub/2022/in-context-learning-and-induction-heads/index.html"
            ),
            "A Mathematical Framework for Transformer Circuits": (
                "transformer-circuits.pub/2021/framework/index.html"
            ),
            "Exercises": "transformer-circuits.pub/2021/exercises/index.html",
            "Videos": "transformer-circuits.pub/2021/videos/index.html",
            "PySvelte": "github.com/anthropics/PySvelte",
            "Garcon": "transformer-circuits.pub/2021/garcon/index.html",
            "Original Distill Circuits Thread": "distill.pub/2020/circuits/",
        }.items()
    }


def test_bylines_say_who_and_in_which_year() -> None:
    bylines = {e.title: (e.authors, e.byline_year) for e in read(HTML).entries if e.authors}
    assert bylines == {
        "Towards Monosemanticity: Decomposing Language Models With Dictionary Learning": (
            ("Bricken et al.",),
            2023,
        ),
        "Superposition, Memorization, and Double Descent": (("Henighan et al.",), 2023),
        "Toy Models of Superposition": (("Elhage et al.",), 2022),
        "In-Context Learning and Induction Heads": (("Olsson et al.",), 2022),
        "A Mathematical Framework for Transformer Circuits": (("Elhage et al.",), 2021),
    }


def test_a_headings_month_holds_for_its_own_block_only() -> None:
    dates = [entry.published and entry.published.date.edtf for entry in read(HTML).entries]
    assert dates == [
        *["2024-03"] * 2,
        "2024-02",
        "2024-01",
        "2023-10",
        "2023-07",
        *["2023-05"] * 3,
        "2023-03",
        "2023-01",
        "2022-09",
        *["2022-06"] * 2,
        "2022-03",
        *["2021-12"] * 5,
        "2020-03/2021-04",
    ]
