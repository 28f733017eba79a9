"""LaTeX in names and titles → the text that it prints, and a text → LaTeX that prints it."""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from functools import cache
from itertools import accumulate
from typing import TYPE_CHECKING, Any

from generator.text.formulas import characters_of_scripts
from generator.text.html import clean_text

if TYPE_CHECKING:
    from pylatexenc.latex2text import LatexNodes2Text

_MOST_BRACES = 200  # pylatexenc calls itself for each that stands in another
# What LaTeX takes for something else than itself.
_LATEX = re.compile(r"[\\{}~$]|--|``|''")
# No field of a bibliography begins a comment with it.
_PERCENT = re.compile(r"(?<!\\)((?:\\\\)*)%")
# What TeX takes for itself. What parses BibTeX knows these macros, and none for `<`.
_ESCAPES = (
    {char: f"\\{char}" for char in "&%$#_"}
    | {"\\": r"\textbackslash{}", "~": r"\textasciitilde{}", "^": r"\textasciicircum{}"}
    # A brace without its other: BibTeX counts `\{` too.
    | {"{": r"\textbraceleft{}", "}": r"\textbraceright{}"}
)
_ESCAPED = re.compile("[" + re.escape("".join(_ESCAPES)) + "]")
# Between two signs that TeX would make one: a dash, a quotation mark.
_LIGATURES = re.compile(r"([-`',])(?=\1)|[!?](?=`)")
_FOR_TEX = re.compile(r"[&%$#_{}\\~^]|--|``|''|,,|[!?]`")
# As Pandoc has it: no white space just inside, and no digit after it.
_MATHS = re.compile(r"(?<!\\)\$(?=\S)([^$]++)(?<=[^\s\\])\$(?!\d)")
# A comment, a parameter, a column; an accent, which takes the end of the formula for its letter.
_UNSOUND = re.compile(r"[%#&]|\\(?:['`^\"~=.]|[bcdHkrtuv](?![A-Za-z]))")
# What pylatexenc drops, since it knows no text for it, or prints for a terminal.
_TEXTS = {
    **{"textless": "<", "textgreater": ">", "textbar": "|", "textasciicircum": "^", "slash": "/"},
    **{"TeX": "TeX", "LaTeX": "LaTeX", "BibTeX": "BibTeX", "textquotesingle": "'"},
    **{"textbraceleft": "{", "textbraceright": "}", "-": "", "/": ""},
    **{"\\": " ", "newline": " ", "par": " ", "dots": "…", "ldots": "…", "textellipsis": "…"},
}
_PLAIN = ("texttt", "textsc", "mbox", "text", "url", "nolinkurl", "path", "ensuremath", "footnote")
# Parted from the text by characters that no text holds, until all of it is text.
_RAISED, _LOWERED, _END = "\x01", "\x02", "\x03"
_SCRIPT = re.compile("([\x01\x02])([^\x01-\x03]*)\x03")


def without_latex(text: str) -> str | None:
    r"""Return the text that LaTeX would print; unchanged where that is uncertain.

    Formulas stay TeX.

    >>> without_latex(r"Kol{\o}, J\"org at 50% of \$5"), without_latex(r"{BERT} in $O(n^2)$")
    ('Kolø, Jörg at 50% of $5', 'BERT in $O(n^2)$')
    """
    if not _LATEX.search(text) or _depth(text) > _MOST_BRACES:
        return clean_text(text)
    try:
        printed = _printer()(_PERCENT.sub(r"\1\\%", text))
    except (ValueError, IndexError, RecursionError):  # a macro without what it needs
        return clean_text(text)
    return clean_text(_with_scripts(printed) if _END in printed else printed) or clean_text(text)


def _depth(text: str) -> int:
    """Return the greatest depth of nested braces."""
    steps = accumulate((char == "{") - (char == "}") for char in text)
    return max(steps, default=0)


def as_latex(text: str) -> str:
    r"""Return the LaTeX that prints a text, on one line, its braces in pairs. TeX's maths stays.

    >>> print(as_latex("50% of {$k$"), as_latex("Between $5 and $6 -- {so}"))
    50\% of \textbraceleft{}$k$ Between \$5 and \$6 -{}- \{so\}
    """
    text = " ".join(text.split())
    if not _FOR_TEX.search(text):
        return text
    written, end = [], 0
    for maths in _MATHS.finditer(text):
        if _is_sound(maths[1]):
            written += [_escaped(text[end : maths.start()]), maths[0]]
            end = maths.end()
    return "".join((*written, _escaped(text[end:])))


def _escaped(text: str) -> str:
    pairs = _pairs(text) if "{" in text else ()

    def escape(char: re.Match[str]) -> str:
        return f"\\{char[0]}" if char.start() in pairs else _ESCAPES[char[0]]

    return _LIGATURES.sub(r"\g<0>{}", _ESCAPED.sub(escape, text))


def _pairs(text: str) -> set[int]:
    """Return the places of braces that have their other."""
    opened: list[int] = []
    found: set[int] = set()
    for place, char in enumerate(text):
        if char == "{":
            opened.append(place)
        elif char == "}" and opened:
            found |= {opened.pop(), place}
    return found


def _is_sound(maths: str) -> bool:
    """Return whether TeX reads a formula to its end: braces in pairs, no command incomplete."""
    depths = list(accumulate((char == "{") - (char == "}") for char in maths))
    return min(depths) >= 0 and depths[-1] == 0 and not _UNSOUND.search(maths)


def _with_scripts(text: str) -> str:
    marked = _SCRIPT.sub(
        lambda one: f"<sup>{one[2]}</sup>" if one[1] == _RAISED else f"<sub>{one[2]}</sub>",
        html.escape(text, quote=False),
    )
    return html.unescape(characters_of_scripts(marked))


@cache
def _printer() -> Callable[[str], str]:
    from pylatexenc import latex2text, latexwalker, macrospec  # late: most text holds no LaTeX

    written = {name: _argument(0) for name in _PLAIN} | {"href": _argument(1)}
    written["enquote"] = _argument(0, "“{}”")
    written |= {name: _argument(0, "[{}]") for name in ("cite", "citep", "citet")}
    written["textsuperscript"] = _argument(0, f"{_RAISED}{{}}{_END}")
    written["textsubscript"] = _argument(0, f"{_LOWERED}{{}}{_END}")
    specs = [macrospec.std_macro(name, "{{" if name == "href" else "{") for name in written]
    specs += [macrospec.std_macro(name, "") for name in _TEXTS]
    reading = latexwalker.get_default_latex_context_db()
    reading.add_context_category("bibliographies", prepend=True, macros=specs)
    texts = [
        latex2text.MacroTextSpec(name, simplify_repl=text)
        for name, text in (*written.items(), *_TEXTS.items())
    ]
    printing = latex2text.get_default_latex_context_db()
    printing.add_context_category(
        "bibliographies",
        prepend=True,
        macros=texts,
        specials=[latex2text.SpecialsTextSpec("&", simplify_repl="&")],
    )

    printer = latex2text.LatexNodes2Text(
        latex_context=printing, math_mode="verbatim", keep_comments=True
    )

    def print_latex(text: str) -> str:
        walker = latexwalker.LatexWalker(text, latex_context=reading, tolerant_parsing=True)
        return str(printer.nodelist_to_text(walker.get_latex_nodes()[0]))

    return print_latex


def _argument(number: int, shown: str = "{}") -> Callable[..., str]:
    """Return a function that prints an argument of a macro."""

    def text_of(node: Any, l2tobj: LatexNodes2Text) -> str:
        arguments = node.nodeargd.argnlist if node.nodeargd else []
        return shown.format(l2tobj.nodelist_to_text(arguments[number : number + 1]))

    return text_of
