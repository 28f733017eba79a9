"""LaTeX in names and titles, as bibliographies and feeds hold it."""

from __future__ import annotations

import hypothesis.strategies as st
import pytest
from hypothesis import given

from generator.text.html import clean_text
from generator.text.latex import as_latex, without_latex

PRINTED = {
    r"\$5 at 10\% \& R{\&}D \#1 \_a \{b\}": "$5 at 10% & R&D #1 _a {b}",
    "50% of A & B": "50% of A & B",
    r"{\textquotedblleft}x{\textquotedblright} ``y'' --- z -- \enquote{q}": "“x” “y” — z – “q”",
    r"\textit{It} \emph{e} {\it a b} \textbf{b}\ \texttt{x_y} \textsc{Abc}": "It e a b b x_y Abc",
    r"{\'{\i}} {\'\i} \'i \~n {\"O} \c{c} \v s \H{o} {\ss} \aa{} \L": "í í í ñ Ö ç š ő ß å Ł",
    r"Kol{\o}, J\"org~X": "Kolø, Jörg X",
    r"10\textsuperscript{-6} H\textsubscript{2}O 5\textsuperscript{th}": "10⁻⁶ H₂O 5th",
    r"{BERT}: $O(n^2)$ and H$_2$O": "BERT: $O(n^2)$ and H$_2$O",
    r"\url{https://a.example/b_c%20d} \href{https://a.example/}{text}": (
        "https://a.example/b_c%20d text"
    ),
    r"a\textless b\textgreater{} \textbackslash{} \LaTeX{} \cite{doe}": r"a<b> \ LaTeX [doe]",
    r"line\\ break \newline end\ldots": "line break end…",
    r"\textbar \textasciicircum{} \slash\ \textquotesingle{} \textbraceleft x\textbraceright": (
        "|^ / ' {x}"
    ),
    r"\TeX{} and \BibTeX, hy\-phen, shelf\/ful": "TeX and BibTeX, hyphen, shelfful",
    r"one\par two\dots{} three\textellipsis": "one two… three…",
    r"\mbox{a b} \text{c} \nolinkurl{d_e} \path{f/g} \ensuremath{h} x\footnote{y}": (
        "a b c d_e f/g h xy"
    ),
    r"\citep{doe} \citet{roe}": "[doe] [roe]",
    # What cannot be told stays as it stands.
    "\\": "\\",
    r"\verb|x|": r"\verb|x|",
    "a $ b { c } d }": "a $ b { c } d }",
    "{" * 1_000 + "x": "{" * 1_000 + "x",
    "no LaTeX": "no LaTeX",
    "": None,
}


@pytest.mark.parametrize(("latex", "text"), PRINTED.items())
def test_latex_is_read_as_what_it_prints(latex: str, text: str | None) -> None:
    assert without_latex(latex) == text


WRITTEN = {
    "Between $5 and $6": r"Between \$5 and \$6",
    "On $k$-sparse and $O(n^{2})$": r"On $k$-sparse and $O(n^{2})$",
    "$ x $ and $a$5": r"\$ x \$ and \$a\$5",
    "$a}$ $b%c$": r"\$a\textbraceright{}\$ \$b\%c\$",
    "$a}{b$ and $a&b$": r"\$a\textbraceright{}\textbraceleft{}b\$ and \$a\&b\$",
    "$a#b$ $a\\'b$ $a\\v b$ $a\\vee$": (
        r"\$a\#b\$ \$a\textbackslash{}'b\$ \$a\textbackslash{}v b\$ $a\vee$"
    ),
    "Open {only": r"Open \textbraceleft{}only",
    "{a} } b": r"\{a\} \textbraceright{} b",
    "a--b---c": "a-{}-b-{}-{}-c",
    "``so'' ,,da'' ?` !`": "`{}`so'{}' ,{},da'{}' ?{}` !{}`",
    "it's `so'": "it's `so'",
    "50% & #1_a ~^\\": r"50\% \& \#1\_a \textasciitilde{}\textasciicircum{}\textbackslash{}",
    "a\r\n\tb": "a b",
    "变压器 – “x” <3": "变压器 – “x” <3",
}


@pytest.mark.parametrize(("text", "latex"), WRITTEN.items())
def test_a_text_is_written_as_latex_that_prints_it(text: str, latex: str) -> None:
    assert as_latex(text) == latex


@given(st.text(st.sampled_from(" ab5${}\\&%#_~^-`',?!|<\n变é")))
def test_latex_that_is_written_is_read_as_the_same_text_and_its_braces_are_paired(
    text: str,
) -> None:
    latex = as_latex(text)
    assert without_latex(latex) == clean_text(text)
    depth = 0
    for char in latex:
        depth += (char == "{") - (char == "}")
        assert depth >= 0
    assert depth == 0
