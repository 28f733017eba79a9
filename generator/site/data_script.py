"""Data → a script that hands it to one of ours: a page on a disk may not fetch."""

from __future__ import annotations

import msgspec


def data_script(function: str, *arguments: object) -> str:
    """Return a script that hands data over, each item of a list on a line of its own.

    Nothing in it can end a script, open a comment in one, or end a line.
    Source: HTML, "Restrictions for contents of script elements"; ECMAScript, LineTerminator.
    """
    encoded = _safe(",\n".join(_literal(argument) for argument in arguments))
    return f"{function}({encoded});\n"


def _safe(encoded: str) -> str:
    for character in "<\u2028\u2029":
        encoded = encoded.replace(character, f"\\u{ord(character):04x}")
    return encoded


def _literal(value: object) -> str:
    if isinstance(value, list):
        return "[\n" + ",\n".join(msgspec.json.encode(item).decode() for item in value) + "\n]"
    return msgspec.json.encode(value).decode()
