"""A Markdown file with front matter → its fields and its text. YAML 1.1 (`---`), TOML (`+++`)."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from typing import Any

from generator.text.toml import parse_toml

_YAML = re.compile(r"---[ \t]*\n(.*?)^(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL | re.MULTILINE)
_TOML = re.compile(r"\+\+\+[ \t]*\n(.*?)^\+\+\+[ \t]*(?:\n|\Z)", re.DOTALL | re.MULTILINE)

# It is a handful of lines; YAML is read at some 100 KB a second.
_LONGEST = 100_000


def has_front_matter(text: str) -> bool:
    """Return whether the text begins with a line that opens front matter."""
    return re.match(r"(?:---|\+\+\+)[ \t]*\n", text) is not None


def split_front_matter(text: str) -> tuple[dict[str, Any], str]:
    r"""Return the fields, and the text after them; no fields where there is no front matter.

    Values of YAML are texts, lists and mappings only: nothing is taken for a number, a date or
    a truth that the writer did not mean (`title: 1984`, `tags: [no]`).

    Raises:
        ValueError: the front matter does not end, or is no YAML or TOML with keys and values.

    >>> split_front_matter("---\ntitle: 1984\n---\nText")
    ({'title': '1984'}, 'Text')
    """
    text = text.replace("\r\n", "\n")
    if not has_front_matter(text):
        return {}, text
    match = _YAML.match(text) or _TOML.match(text)
    if match is None:
        raise ValueError(f'the front matter does not end; close it with "{text[:3]}"')
    if len(match[1]) > _LONGEST:
        raise ValueError(f"the front matter is longer than {_LONGEST:,} characters")
    read = _read_yaml if match.re is _YAML else _read_toml
    return read(match[1]), text[match.end() :]


def _read_yaml(text: str) -> dict[str, Any]:
    import yaml  # late: only front matter needs it

    try:
        fields = yaml.load(text, Loader=yaml.BaseLoader)  # noqa: S506 - it makes plain texts only
        if "*" in text and any(
            isinstance(event, yaml.AliasEvent) for event in yaml.parse(text, Loader=yaml.BaseLoader)
        ):
            # A few lines of aliases of aliases unfold to more than any memory holds.
            raise ValueError("the front matter uses an alias (*name); write out what it stands for")
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line if error.problem_mark else -1
        message = f"the front matter is no YAML: line {line + 2}: {error.problem}"
        hint = "".join(map(_hint, text.split("\n")[line : line + 1]))
        raise ValueError(message + hint) from error
    except yaml.YAMLError as error:
        raise ValueError(f"the front matter is no YAML: {error}") from error
    except RecursionError as error:
        raise ValueError(
            "lists or mappings of the front matter stand too deep in each other"
        ) from error
    if fields in (None, ""):
        return {}
    if not isinstance(fields, dict):
        raise ValueError("the front matter holds no keys and values")
    return {str(key): value for key, value in fields.items()}


def _hint(line: str) -> str:
    """Return advice for a line whose value holds a colon itself, as titles do; "" for others."""
    key, _, value = line.partition(": ")
    if ": " not in value or value[:1] in "\"'[{|>":
        return ""
    return f"; write {key}: {json.dumps(value.strip(), ensure_ascii=False)}"


def _read_toml(text: str) -> dict[str, Any]:
    try:
        return parse_toml(text)
    except ValueError as error:
        raise ValueError(f"the front matter is no TOML: {error}") from error


def toml_front_matter(fields: Iterable[tuple[str, object]]) -> str:
    r"""Return the fields that say anything, as front matter that `split_front_matter` reads back.

    >>> toml_front_matter([("title", "A \"B\""), ("tags", ("c",)), ("date", None), ("n", 0)])
    '+++\ntitle = "A \\"B\\""\ntags = ["c"]\nn = 0\n+++\n'
    """
    lines = [f"{key} = {toml_value(value)}\n" for key, value in fields if value not in (None, ())]
    return "".join(["+++\n", *lines, "+++\n"])


def toml_value(value: object) -> str:
    """Return a text, number, truth, list or table of them as TOML.

    The escapes of JSON are TOML's too.
    """
    if isinstance(value, Mapping):
        return f"{{ {', '.join(f'{key} = {toml_value(part)}' for key, part in value.items())} }}"
    if isinstance(value, list | tuple):
        return f"[{', '.join(toml_value(part) for part in value)}]"
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
