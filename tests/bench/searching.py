"""A built site, searched in Chromium key by key → the processor that each key takes on its thread.

    .venv/bin/python -m tests.bench.searching _site ["words to type" …]

Each key is typed once the one before is answered and nothing is left to do. The time is that of the
page's main thread (script, style, layout, paint), as the DevTools protocol counts it.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from statistics import median

from playwright.sync_api import CDPSession, Page

from tests.browsers import open_browser

# A word begun, two words, a date, a part of a word, a misspelling, what is nowhere.
TYPED = ("circuit probe", "attention 2024", "encoder", "atention", "zzattentoin")
PAUSE = 700  # milliseconds in which everything is answered, and what is idle is done


def _processor(session: CDPSession) -> float:
    metrics = session.send("Performance.getMetrics")["metrics"]
    return float(next(one["value"] for one in metrics if one["name"] == "TaskDuration")) * 1000


def _cost(page: Page, session: CDPSession, key: str) -> float:
    before = _processor(session)
    page.keyboard.type(key)
    page.wait_for_timeout(PAUSE)
    return _processor(session) - before


def main() -> None:
    """Prints what the first key takes, the median of all and the worst, in milliseconds."""
    parser = argparse.ArgumentParser()
    parser.add_argument("site", type=Path)
    parser.add_argument("typed", nargs="*", default=TYPED)
    options = parser.parse_args()
    costs = []
    with open_browser() as browser:
        page = browser.new_page(viewport={"width": 1280, "height": 900})
        session = page.context.new_cdp_session(page)
        session.send("Performance.enable", {"timeDomain": "threadTicks"})
        page.goto(options.site.resolve().as_uri() + "/index.html")
        page.locator("#q").focus()
        page.wait_for_timeout(5 * PAUSE)
        for words in options.typed:
            costs += [(_cost(page, session, key), words, key) for key in words]
            page.locator("#q").fill("")
            page.wait_for_timeout(PAUSE)
    worst = max(costs)
    found = {
        "keys": len(costs),
        "first": round(costs[0][0], 1),
        "median": round(median(cost for cost, *_ in costs), 1),
        "worst": [round(worst[0], 1), *worst[1:]],
    }
    print(json.dumps(found))


if __name__ == "__main__":
    main()
