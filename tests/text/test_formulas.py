"""text/formulas.py: what is raised or lowered stays so in plain text."""

from __future__ import annotations

import pytest

from generator.text.html import sanitise, text_of_html

CASES = {
    "a power": ("10<sup>-6</sup>", "10⁻⁶"),
    "with a minus, a dash, a space": (
        "10<sup>−6</sup> 10<sup>–6</sup> 10<sup> -&nbsp;6 </sup>",
        "10⁻⁶ 10⁻⁶ 10⁻⁶",
    ),
    "a formula": ("H<sub>2</sub>O and SO<sub>4</sub><sup>2-</sup>", "H₂O and SO₄²⁻"),
    "an isotope": ("<sup>12</sup>C", "¹²C"),
    "a variable": ("R<sup>n</sup>, x<sub>i</sub>, a<sub>ij</sub>", "Rⁿ, xᵢ, aᵢⱼ"),
    "a sum in the exponent": ("e<sup>x+y</sup>", "eˣ⁺ʸ"),
    "italics in it": ("10<sup><i>n</i></sup>", "10ⁿ"),
    "a letter that has no such character": ("x<sup>q</sup>, x<sub>q</sub>", "x^q, x_q"),
    "a word that has none": ("T<sub>eff</sub>", "T_eff"),
    "a fraction": ("a<sup>1/2</sup>", "a^(1/2)"),
    "less than": ("a<sup>&lt;1</sup>", "a^(<1)"),
    "a sign that has none": ("L<sup>∞</sup>", "L^∞"),
    "a power of a power": ("x<sup>2<sup>3</sup></sup>", "x^(2³)"),
    "a letter after a number in the exponent": ("<sup>14m</sup>C", "¹⁴ᵐC"),
    "letters that are an ordinal's after a number alone": (
        "x<sup>e</sup>, x<sup>a</sup>",
        "xᵉ, xᵃ",
    ),
    "what is under a sign": (
        "<math><msub><mi>x</mi><mi>i</mi></msub><munder><mi>y</mi><mi>j</mi></munder></math>",
        "xᵢyⱼ",
    ),
    "marks that stand raised by themselves": ("K<sup>‡§</sup> 5<sup>°</sup>", "K‡§ 5°"),
    "a service mark": ("Acme<sup>sm</sup>", "Acme℠"),
    "a space in it": ("x<sup>1 2</sup>", "x¹ ²"),
    "a letter after a number": ("1<sup>x</sup>", "1ˣ"),
    "ordinal numbers": ("The 1<sup>st</sup>, 5<sup>th</sup>", "The 1st, 5th"),
    "a trade mark": ("Acme<sup>TM</sup>", "Acme™"),
    "a star": ("K<sup>*</sup>", "K*"),
    "the number of a footnote": ("A title<sup>1</sup>", "A title¹"),
    "a footnote in brackets": ("A title<sup>[1]</sup>", "A title[1]"),
    "a label": ("A title <sup>new</sup>", "A title new"),
    "nothing": ("x<sup></sup><sub> </sub>", "x"),
    "escaped, so text": ("10&lt;sup&gt;-6&lt;/sup&gt;", "10<sup>-6</sup>"),
    "MathML": (
        "At <math><msup><mn>10</mn><mrow><mo>−</mo><mn>6</mn></mrow></msup></math> m",
        "At 10⁻⁶ m",
    ),
    "MathML with a prefix, both scripts and a fraction": (
        "<mml:math><mml:msubsup><mml:mi>x</mml:mi><mml:mi>i</mml:mi><mml:mn>2</mml:mn>"
        "</mml:msubsup><mml:mfrac><mml:mi>a</mml:mi><mml:mi>b</mml:mi></mml:mfrac>"
        "<mml:annotation>x_i^2</mml:annotation></mml:math>",
        "xᵢ²a/b",
    ),
    "a sum": (
        "<math><munderover><mo>∑</mo><mrow><mi>i</mi><mo>=</mo><mn>1</mn></mrow><mi>n</mi>"
        "</munderover><msup><mi>x</mi><mi>i</mi></msup></math>",
        "∑ᵢ₌₁ⁿxⁱ",
    ),
    "a root": ("<math><msqrt><mi>s</mi></msqrt></math>", "√s"),
    "left open": ("10<sup>-6", "10⁻⁶"),
    "italics, bold, spans": ("<i>E. coli</i> <b>in</b> <span>mice</span>", "E. coli in mice"),
}


@pytest.mark.parametrize(("html", "text"), CASES.values(), ids=CASES)
def test_what_is_raised_or_lowered_stays_so(html: str, text: str) -> None:
    assert text_of_html(html) == text


@pytest.mark.parametrize("ending", "st nd rd th e er r re ère eme ème o a de ste te".split())
def test_the_ending_of_an_ordinal_number_is_not_raised(ending: str) -> None:
    assert text_of_html(f"1<sup>{ending}</sup>") == ("1ʳ" if ending == "r" else f"1{ending}")


# Each element of MathML that may be shown, with its attributes.
SHOWN = {
    **dict.fromkeys(
        "mrow mn ms mtext msqrt mroot merror mphantom msub msup msubsup mmultiscripts mprescripts "
        "mtable mtr semantics mpadded".split(),
        "",
    ),
    "mi": 'mathvariant="normal"',
    "mo": (
        'fence="true" form="infix" lspace="0em" maxsize="1em" minsize="1em" rspace="0.1667em" '
        'separator="true" stretchy="false"'
    ),
    "mspace": 'width="1em"',
    "mfrac": 'linethickness="0"',
    **dict.fromkeys(("munder", "mover", "munderover"), 'accent="true" accentunder="true"'),
    "mstyle": 'displaystyle="true" scriptlevel="+1"',
    "mtd": 'columnspan="2" rowspan="3"',
}


@pytest.mark.parametrize("name", SHOWN)
def test_an_element_of_a_formula_stays_with_its_attributes(name: str) -> None:
    start = f"<{name} {SHOWN[name]}>" if SHOWN[name] else f"<{name}>"
    formula = f'<math display="block">{start}x</{name}></math>'
    assert sanitise(formula) == formula


def test_what_is_nested_beyond_sense_takes_no_time() -> None:
    html = "<sup>" * 3_000 + "x" + "</sup>" * 3_000
    assert text_of_html(html) == "x"
