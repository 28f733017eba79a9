"""Jumps land where they lead, in every engine and however long the list is."""

from __future__ import annotations

import random

import pytest

from tests.engines.driving import Engine
from tests.site.kinds_of_pages import write_site
from tests.site.sample_library import make_article, make_library
from tests.site.test_scale import random_text

# How far a jump missed: where the target is, less the room that stands free above it.
OFF = """(() => {
  const target = document.querySelector(location.hash), root = document.documentElement;
  const above = [getComputedStyle(target).scrollMarginTop, getComputedStyle(root).scrollPaddingTop];
  const room = above.reduce((sum, one) => sum + (parseFloat(one) || 0), 0);
  const off = target.getBoundingClientRect().top - room;
  // The end of the page may come first.
  return off > 0 && root.scrollHeight - innerHeight - scrollY <= 2 ? 0 : off;
})()"""
ROOM = "document.documentElement.scrollHeight - innerHeight - scrollY"
AXIS = "[...document.querySelectorAll('.axis a')].filter(a => a.checkVisibility())"
ROW = ".entry[data-id='%s'] :is(h2, h3, h4) a"


@pytest.fixture(scope="module")
def many(tmp_path_factory: pytest.TempPathFactory) -> str:
    """A list of 1,000 rows, whose summaries differ in length."""
    rng = random.Random(4)
    articles = (
        make_article(
            f"n{number}",
            f"{2026 - number // 100}-{12 - number % 100 // 9:02d}",
            title=random_text(rng, rng.randint(2, 20)),
            summary=random_text(rng, rng.randint(1, 90)),
        )
        for number in range(1000)
    )
    folder = tmp_path_factory.mktemp("many") / "site"
    return write_site(make_library(*articles), folder).as_uri() + "/"


@pytest.fixture(params=[50, 1000])
def timeline(request: pytest.FixtureRequest, address: str) -> str:
    """The address of a timeline: of 50 rows over http, of 1,000 from disk."""
    where = address if request.param == 50 else request.getfixturevalue("many")
    return f"{where}index.html"


@pytest.mark.parametrize("width", [390, 1280])
def test_a_year_of_the_axis_leads_to_its_heading(engine: Engine, timeline: str, width: int) -> None:
    engine.resize(width)
    engine.open(timeline)
    years: list[str] = engine.evaluate(f"{AXIS}.map(a => a.getAttribute('href'))")
    assert len(years) >= 5
    off = {}
    for year in years:
        engine.evaluate(f"{AXIS}.forEach(a => a.id = a.hash === '{year}' ? 'this-one' : '')")
        engine.evaluate("scrollTo(0, 0)")
        engine.click("#this-one")
        engine.wait_until(f"location.hash === '{year}'")
        off[year] = engine.evaluate(OFF)
    assert {year: miss for year, miss in off.items() if abs(miss) > 2} == {}


@pytest.mark.parametrize("width", [390, 1280])
def test_an_address_with_a_fragment_opens_there(engine: Engine, timeline: str, width: int) -> None:
    engine.resize(width)
    engine.open(timeline)
    names: list[str] = engine.evaluate("[...document.querySelectorAll('main [id]')].map(e => e.id)")
    years = [name for name in names if name.startswith("y")]
    assert len(years) >= 5
    off = {}
    for name in years[2::3]:
        engine.open("about:blank")
        engine.open(f"{timeline}#{name}")
        engine.wait_until("window.octavo?.keys")  # what scripts add is there
        off[name] = engine.evaluate(OFF)
    assert {name: miss for name, miss in off.items() if abs(miss) > 2} == {}


def test_back_leads_to_the_row_that_one_left(engine: Engine, timeline: str) -> None:
    engine.resize(390)
    engine.open(timeline)
    rows: list[str] = engine.evaluate(
        "[...document.querySelectorAll('main .entry[data-id]')].map(row => row.dataset.id)"
    )
    link = ROW % rows[len(rows) * 4 // 5]
    engine.evaluate(f'document.querySelector("{link}").scrollIntoView({{ block: "center" }})')
    before = engine.evaluate("scrollY")
    assert before > 5000
    engine.click(link)
    engine.wait_until("document.querySelector('.work')")
    engine.back()
    engine.wait_until(f"location.href === '{timeline}' && document.readyState === 'complete'")
    engine.wait_until(f"Math.abs(scrollY - {before}) <= 2")


def test_the_end_key_leads_to_the_end(engine: Engine, timeline: str) -> None:
    engine.resize(390)
    engine.open(timeline)
    engine.press("End")
    engine.wait_until(f"{ROOM} <= 2")
