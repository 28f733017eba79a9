"""The records that site.toml and overrides.toml are checked with → docs/configuration.md.

`make reference` runs it.
"""

from __future__ import annotations

import ast
import inspect
import json
import types
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

import msgspec

from generator.config.overrides import ArticleRule, FieldRule, MoveRule, Overrides, SameRule
from generator.config.records import (
    BOUNDS,
    Fetching,
    HostLimit,
    Kind,
    Selectors,
    Series,
    Site,
    Source,
    Takedown,
)

FOLDER = Path(__file__).parents[1] / "docs"
PAGE = FOLDER / "configuration.md"
SAMPLE = FOLDER / "overrides.sample.toml"
Table = type[msgspec.Struct]

#: The tables of site.toml, as they are written there, and what is said of each.
SITE_TABLES: dict[str, tuple[Table, str]] = {
    "[site]": (Site, "What the whole site is called. It stands once."),
    "[[source]]": (
        Source,
        """\
What the list is made of. The order is the order of trust, most trusted first.
[What is read](inputs.md#what-is-read) explains the readers,
[What of a source is shown](inputs.md#what-of-a-source-is-shown) the keys that choose. `notes/`
needs no `[[source]]`: it is read as the least trusted one, unless one with `reader = "note"` says
otherwise.""",
    ),
    "selectors": (
        Selectors,
        """\
CSS selectors in a `[[source]]`, for an index page of a shape of its own:
`selectors = { entry = "li.post", title = ".t", link = "a", date = "time" }`.""",
    ),
    "[[kind]]": (
        Kind,
        """\
An article is of the first kind that has a rule it meets; one rule is enough. The last kind takes
all the rest, so it needs none. Without any `[[kind]]` all articles are of one.""",
    ),
    "[[series]]": (Series, "Articles whose titles begin alike."),
    "[fetch]": (
        Fetching,
        """\
How the network is asked ([Manners and bounds](fetching.md#manners-and-bounds)), and what is kept
of pages ([Copies of articles](fetching.md#copies-of-articles)). It stands once.""",
    ),
    "[[host]]": (HostLimit, "How much of one host's pages a copy may hold and show."),
    "[[takedown]]": (Takedown, "No copy is made or shown of what stands at or below an address."),
}
#: The tables of overrides.toml. Several may have the same keys.
OVERRIDE_TABLES: dict[str, tuple[Table, str]] = {
    "[[set]]": (FieldRule, "What is given replaces what sources say."),
    "[[hide]], [[show]], [[mention]], [[article]]": (ArticleRule, "These have the same keys."),
    "[[same]], [[not_same]]": (SameRule, "These have the same keys."),
    "[[moved]]": (MoveRule, "It stands for every article below an address."),
}
#: What the owner writes in tables of their own, or not at all.
INNER: dict[Table, tuple[str, ...]] = {Fetching: ("hosts", "takedowns")}

HEAD = """\
<!-- `make reference` writes this page from the records that the two files are checked with. -->
# Every key of site.toml and overrides.toml

A key that does not exist, a wrong type or a wrong address stops a build with the file, the line and
the nearest name that is known.

```
content/site.toml:3: unknown key "titel" in [site]; did you mean "title"?
```

## site.toml
"""
OVERRIDES_HEAD = """\
## overrides.toml

Your last word. An article is named by its URL, its title, its id or the last part of its permalink.
[Commands](recipes.md) write the file for you, keep your comments and the order of the tables, and
refuse what would contradict what is there, or have no effect.
"""
SAMPLE_HEAD = """\
## A full overrides.toml

Each table once, with every key.
"""


def keys(table: Table) -> list[msgspec.structs.FieldInfo]:
    """Return the fields that the owner can write."""
    inner = ("where", *INNER.get(table, ()))
    return [field for field in msgspec.structs.fields(table) if field.name not in inner]


def meanings(table: Table) -> dict[str, str]:
    """Return what the `#:` comment above each attribute says, by the attribute's name."""
    lines = inspect.getsource(table).splitlines()
    tree = ast.parse("\n".join(lines)).body[0]
    assert isinstance(tree, ast.ClassDef)
    found = {}
    for node in tree.body:
        if isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
            comment: list[str] = []
            for line in reversed(lines[: node.lineno - 1]):
                if not line.strip().startswith("#: "):
                    break
                comment.insert(0, line.strip().removeprefix("#: "))
            found[node.target.id] = " ".join(comment)
    return found


def type_words(hint: Any) -> str:
    """Return what a key takes, in the words of TOML.

    >>> type_words(tuple[str, ...] | None)
    'list of texts'
    >>> type_words(Literal["auto", "none"] | tuple[str, ...])
    '`"auto"`, `"none"` or list of texts'
    """
    words = list(_choices(hint))
    return " or ".join([", ".join(words[:-1]), words[-1]] if words[:-1] else words)


def _choices(hint: Any) -> Iterator[str]:
    plain = {str: "text", int: "whole number", float: "number", bool: "`true` or `false`"}
    if hint in plain:
        yield plain[hint]
    elif get_origin(hint) is Literal:
        yield from (f'`"{choice}"`' for choice in get_args(hint))
    elif get_origin(hint) in (Union, types.UnionType):
        for part in get_args(hint):
            if part is not types.NoneType:
                yield from _choices(part)
    elif get_origin(hint) is tuple:
        yield "list of texts"
    else:
        yield f"a table: [{hint.__name__.lower()}](#{hint.__name__.lower()})"


def default_words(field: msgspec.structs.FieldInfo) -> str:
    """Return what holds where the key is not given; that it has to be, in bold."""
    if field.required:
        return "**required**"
    return "" if field.default in (None, "", ()) else f"`{json.dumps(field.default)}`"


def table_lines(table: Table) -> Iterator[str]:
    """Yield a Markdown table of the keys."""
    hints, comments = get_type_hints(table), meanings(table)
    bounds = {name: f", {least:,} to {most:,}" for name, least, most in BOUNDS}
    yield "| key | takes | unless given | what it does |"
    yield "| --- | --- | --- | --- |"
    for field in keys(table):
        takes = type_words(hints[field.name])
        takes += bounds.get(field.name, "") if table is Fetching else ""
        key, default = f"`{field.encode_name}`", default_words(field)
        yield f"| {key} | {takes} | {default} | {comments[field.name]} |"


def section(name: str, table: Table, about: str) -> str:
    """Return what stands of one table: a heading, what it is, its keys."""
    heading = ", ".join(f"`{part}`" for part in name.split(", "))
    return "\n".join([f"### {heading}", "", about, "", *table_lines(table), ""])


def reference() -> str:
    """Return the page."""
    uses = meanings(Overrides)
    tables = [f"| `[[{name}]]` | {uses[name]} |" for name in Overrides.__struct_fields__]
    parts = [
        HEAD,
        *(section(name, *of_it) for name, of_it in SITE_TABLES.items()),
        OVERRIDES_HEAD,
        "\n".join(["| table | what it does |", "| --- | --- |", *tables, ""]),
        *(section(name, *of_it) for name, of_it in OVERRIDE_TABLES.items()),
        SAMPLE_HEAD,
        f"```toml\n{SAMPLE.read_text('utf-8')}```\n",
    ]
    return "\n".join(parts)


if __name__ == "__main__":
    PAGE.write_text(reference(), encoding="utf-8", newline="\n")
