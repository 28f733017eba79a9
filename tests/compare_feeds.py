"""Feeds from anywhere → what feedparser sees in each entry, and what Octavo makes of it.

    python -m tests.compare_feeds DIR        a table of the differences, by class
    python -m tests.compare_feeds -v DIR     and each of them, with file and entry

Two things must hold of every feed; else the exit status is 1. What goes in comes out: each entry is
an article, joined to one by a named rule, a mention, or a problem. And no entry is absorbed by
another of its capture unless their guids, their DOIs, or their addresses and titles, agree.
"""

from __future__ import annotations

import argparse
import gzip
import io
import json
import re
import sys
import tempfile
import zlib
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from time import struct_time
from typing import Any, NamedTuple

import feedparser

from generator.config.overrides import Overrides
from generator.config.records import Config, Kind, Site, Source
from generator.errors import GeneratorError
from generator.model.articles import Article, Reconciled
from generator.model.record import PartialDate
from generator.reconcile import reconcile
from generator.reconcile.grouping import BY_DOI
from generator.reconcile.ids import NAMED_BY_TITLE, NAMED_BY_URL
from generator.sources import read_sources
from generator.text.addresses import address_base
from generator.text.dates import lies_within, make_date, parse_edtf
from generator.text.html import text_of_html
from generator.text.titles import fold_text, squeeze
from generator.text.urls import absolute_url

# Later than all that feeds know of, so that no date is doubted for lying after its capture.
CAPTURE = "captures/s/2099.feed"
_OWN = (NAMED_BY_URL, NAMED_BY_TITLE)
_SEPARATORS = re.compile(r"[\s,;&/|]|\band\b")


class Seen(NamedTuple):
    """One entry as feedparser has it, or as it stands in a JSON Feed."""

    guid: str
    title: str
    address: str
    day: str
    authors: tuple[str, ...]


class Difference(NamedTuple):
    """One thing that Octavo has otherwise: of which entry, of what class, and both values."""

    where: str
    name: str
    theirs: str
    ours: str


class Compared(NamedTuple):
    """What came of one feed."""

    #: How many entries feedparser sees, and what became of each in Octavo.
    entries: int
    became: Counter[str]
    differences: list[Difference]
    #: Entries that were lost, or absorbed by another that is not the same.
    faults: list[str]
    #: How many entries each convention of its feed changed.
    changed: Counter[str]


def compare(file: Path, source: Mapping[str, Any] | None = None) -> Compared:
    """Compare what feedparser and Octavo make of a file; `source` are more keys of its table."""
    data = _unpacked(file.read_bytes())
    seen = list(_seen(data))
    with tempfile.TemporaryDirectory() as folder:
        capture = Path(folder, CAPTURE)
        capture.parent.mkdir(parents=True)
        capture.write_bytes(data)
        config = Config(
            folder=folder,
            site=Site(id="s", title="S"),
            sources=(Source(name="s", reader="feed", title="S", **(source or {})),),
            kinds=(Kind(name="a", title="A", plural="A"),),
        )
        try:
            reading = read_sources(config)
        except GeneratorError as error:
            return _refused(file.name, seen, str(error))
        result = reconcile(reading, Overrides(), config)
    problems = [(p.where, p.message) for p in (*reading.problems, *result.problems)]
    changed = Counter(name for entry in reading.entries for name in entry.changed_by)
    compared = compare_entries(file.name, seen, result, problems)
    return compared._replace(changed=changed)


def _refused(name: str, seen: list[Seen], error: str) -> Compared:
    """What came of a feed of which nothing can be listed."""
    if not seen:
        nothing = Difference(name, "capture: no feed to either", "", error)
        return Compared(0, Counter(), [nothing], [], Counter())
    named = [entry for entry in seen if entry.title or absolute_url(entry.address)]
    kind = "refused" if named else "entries without link and title"
    refused = Difference(name, f"capture: {kind}", f"{len(seen)} entries", error)
    return Compared(len(seen), Counter({"problem": len(seen)}), [refused], [], Counter())


def compare_entries(
    name: str, seen: list[Seen], result: Reconciled, problems: list[tuple[str, str]]
) -> Compared:
    """Account for every entry that feedparser sees, and compare what became an article."""
    statements = {s.where: (article, s) for article in result.articles for s in article.statements}
    mentions = {where for mention in result.mentions for where in mention.where.split("; ")}
    left_out = {where for where, message in problems if "left out" in message}
    became: Counter[str] = Counter()
    differences: list[Difference] = []
    faults: list[str] = []
    ours = {where for where in (*statements, *mentions, *left_out) if ", item " in where}
    if len(ours) > len(seen):
        # Mended before it was read: which of them feedparser sees, their numbers do not tell.
        more = f"+{len(ours) - len(seen)}"
        differences.append(Difference(name, "entries: more to us", str(len(seen)), more))
        return Compared(
            len(seen), Counter({"not compared": len(seen)}), differences, faults, Counter()
        )
    for number, entry in enumerate(seen, 1):
        where, shown = f"{CAPTURE}, item {number}", f"{name}, item {number}"
        if where in statements:
            article, statement = statements[where]
            is_joined = statement.rule not in _OWN
            became[f"joined: {statement.rule}" if is_joined else "article"] += 1
            if not is_joined:
                differences += _differences(shown, entry, article)
        elif where in mentions:
            became["mention"] += 1
        elif where in left_out:
            became["problem"] += 1
        else:
            faults.append(f"{shown}: lost: “{entry.title}” {entry.address}")
    faults += _absorbed(name, seen, result.articles)
    return Compared(len(seen), became, differences, faults, Counter())


def _absorbed(name: str, seen: list[Seen], articles: Iterable[Article]) -> Iterator[str]:
    """What was joined inside the capture without a guid, a DOI, or address and title in common."""
    for article in articles:
        if any(statement.rule == BY_DOI for statement in article.statements):
            continue
        numbers = [_number(statement.where) for statement in article.statements]
        known = [(number, seen[number - 1]) for number in numbers]
        for number, entry in known:
            others = [other for other_number, other in known if other_number != number]
            if others and not any(_agree(entry, other) for other in others):
                yield f"{name}, item {number}: absorbed: “{entry.title}” {entry.address}"


def _agree(one: Seen, other: Seen) -> bool:
    if one.guid and one.guid == other.guid:
        return True
    bases = [
        address_base(seen.address) if absolute_url(seen.address) else "" for seen in (one, other)
    ]
    return bases[0] == bases[1] != "" and fold_text(one.title) == fold_text(other.title)


def _number(where: str) -> int:
    return int(where.rpartition(" ")[2])


def _differences(where: str, theirs: Seen, ours: Article) -> Iterator[Difference]:
    title, url = ours.title or "", ours.url or ""
    day = ours.date.edtf if ours.date else ""
    found = (
        ("title", _title_class(theirs, ours), theirs.title, title),
        ("address", _address_class(theirs.address, url), theirs.address, url),
        ("day", _day_class(theirs.day, ours.date), theirs.day, day),
        (
            "authors",
            _authors_class(theirs, ours),
            "; ".join(theirs.authors),
            "; ".join(ours.authors),
        ),
    )
    for field, kind, one, other in found:
        if kind:
            yield Difference(where, f"{field}: {kind}", one, other)


def _title_class(theirs: Seen, article: Article) -> str | None:
    title, rule = article.title or "", article.evidence["title"].rule
    if fold_text(theirs.title) == fold_text(title):
        return None
    if not theirs.title:
        return "ours alone"
    if not title:
        return "theirs alone"
    if rule.startswith("it ran together"):
        return "glued to what follows it"
    if fold_text(text_of_html(theirs.title) or "") == fold_text(title):
        return "markup or entities"
    return "other characters"


def _address_class(theirs: str, ours: str) -> str | None:
    if theirs == ours or absolute_url(theirs) == ours:
        return None
    if not ours:
        return "none to us"
    if not theirs:
        return "ours alone"
    return "relative to them" if not absolute_url(theirs) else "another one"


def _day_class(theirs: str, ours: PartialDate | None) -> str | None:
    if theirs == (ours.edtf if ours else ""):
        return None
    if ours is None:
        return "none to us"
    if not theirs:
        return "ours alone"
    day = parse_edtf(theirs)
    if lies_within(day, ours):
        return "coarser to us"
    near = abs(_ordinal(day) - _ordinal(ours)) if ours.day else None
    return "one day apart" if near == 1 else "another one"


def _ordinal(date: PartialDate) -> int:
    from datetime import date as day

    return day(date.year, date.month or 1, date.day or 1).toordinal()


def _authors_class(theirs: Seen, article: Article) -> str | None:
    names, ours = theirs.authors, article.authors
    if tuple(map(fold_text, names)) == tuple(map(fold_text, ours)):
        return None
    if not names:
        return "out of a glued title" if article.evidence["authors"].raw else "ours alone"
    if not ours:
        return "none to us"
    letters = [_SEPARATORS.sub("", squeeze("".join(people)).casefold()) for people in (names, ours)]
    return "a list taken apart" if letters[0] == letters[1] else "others"


def _seen(data: bytes) -> Iterator[Seen]:
    if data.lstrip(b"\xef\xbb\xbf \t\r\n").startswith((b"{", b"[")):
        yield from _seen_in_json(data)
        return
    try:
        entries = feedparser.parse(io.BytesIO(data)).entries
    except Exception as error:  # noqa: BLE001 - whatever stops it, nothing can be compared
        sys.stderr.write(f"feedparser failed: {type(error).__name__}: {error}\n")
        return
    for entry in entries:
        # An element of that name takes the place of feedparser's list.
        authors = entry.get("authors", ())
        people = [one.get("name") for one in authors if one] if isinstance(authors, list) else []
        yield Seen(
            guid=str(entry.get("id") or ""),
            title=text_of_html(str(entry.get("title") or "")) or "",
            address=str(entry.get("link") or ""),
            day=_day_of(entry),
            authors=tuple(dict.fromkeys(str(name) for name in people if name)),
        )


def _day_of(entry: Any) -> str:
    for name in ("published_parsed", "created_parsed", "updated_parsed"):
        # Not get(): feedparser answers to one name with another's value.
        moment = entry[name] if name in entry.keys() else None  # noqa: SIM118
        if isinstance(moment, struct_time):
            try:
                return make_date(*moment[:3]).edtf
            except ValueError:
                return ""
    return ""


def _seen_in_json(data: bytes) -> Iterator[Seen]:
    try:
        feed = json.loads(data.decode("utf-8-sig", "replace"))
    except (ValueError, RecursionError):
        return
    items = feed.get("items") if isinstance(feed, dict) else None
    for item in items if isinstance(items, list) else ():
        fields = item if isinstance(item, dict) else {}
        people = fields.get("authors") or [fields.get("author")]
        names = [p.get("name") if isinstance(p, dict) else p for p in people if p]
        date = str(fields.get("date_published") or fields.get("date_modified") or "")
        yield Seen(
            guid=str(fields.get("id") or ""),
            title=str(fields.get("title") or ""),
            address=str(fields.get("url") or fields.get("external_url") or fields.get("id") or ""),
            day=date[:10] if re.match(r"\d{4}-\d\d-\d\d", date) else "",
            authors=tuple(str(name) for name in names if name),
        )


def _unpacked(data: bytes) -> bytes:
    if data.startswith(b"\x1f\x8b"):
        try:
            return gzip.decompress(data)
        except (OSError, EOFError, zlib.error):
            return data
    return data


def table(results: Mapping[str, Compared]) -> str:
    """How many entries went in, what became of them, and the differences, by class."""
    became = sum((one.became for one in results.values()), Counter[str]())
    classes: dict[str, list[Difference]] = defaultdict(list)
    for one in results.values():
        for difference in one.differences:
            classes[difference.name].append(difference)
    entries = sum(one.entries for one in results.values())
    lines = [f"{len(results):7} feeds", f"{entries:7} entries in"]
    lines += [f"{count:7} {name}" for name, count in sorted(became.items())]
    changed = sum((one.changed for one in results.values()), Counter[str]())
    if changed:
        lines += ["", "entries that were changed by a convention of their feeds, by its name"]
        lines += [f"{count:7} {name}" for name, count in sorted(changed.items())]
    lines += ["", "differences from what feedparser sees, by class"]
    for name, found in sorted(classes.items()):
        lines.append(f"{len(found):7} {name:40} {found[0].where}")
    faults = [fault for one in results.values() for fault in one.faults]
    lines += ["", f"{len(faults):7} lost, or absorbed by another entry", *faults]
    return "".join(f"{line}\n" for line in lines)


def main() -> None:
    """Compare all files of a folder; the exit status is 1 if an entry was lost or absorbed."""
    parser = argparse.ArgumentParser(
        prog="compare_feeds", description="See the docs of the module."
    )
    parser.add_argument("folder", type=Path)
    parser.add_argument("-v", "--verbose", action="store_true", help="show every difference")
    arguments = parser.parse_args()
    files = sorted(path for path in arguments.folder.rglob("*") if path.is_file())
    results = {str(file): compare(file) for file in files}
    if arguments.verbose:
        for one in results.values():
            for where, name, theirs, ours in one.differences:
                sys.stdout.write(f"{where}: {name}\n    {theirs!r}\n    {ours!r}\n")
    sys.stdout.write(table(results))
    sys.exit(any(one.faults for one in results.values()))


if __name__ == "__main__":
    main()
