"""The formulas of a page: what is meant stays, what is drawn goes."""

from __future__ import annotations

import pytest
from lxml.html import tostring

from generator.text.html import sanitise, text_of_sanitised
from generator.text.html_tree import parse_page
from generator.text.markdown import html_of_markdown, markdown_of_html
from generator.text.page.article import find_article
from generator.text.page.formulas import plain_formulas

TEXT = "Kettles of the north are made of tin, by smiths who have made them year after year. "

# A formula as a page has it, and as its copy has it.
FORMULAS = {
    "MathML": (
        '<math xmlns="http://www.w3.org/1998/Math/MathML"><semantics><mrow><mi>ρ</mi></mr'
        'ow><annotation encoding="application/x-tex">\\rho</annotation></semantics></math>',
        '<math><semantics><mrow><mi>ρ</mi></mrow></semantics></math>',
    ),
    "MathML with a prefix": (
        '<m:math><m:mi>ρ</m:mi></m:math>',
        '<math><mi>ρ</mi></math>',
    ),
    "KaTeX": (
        '<span class="katex"><span class="katex-mathml"><math xmlns="http://www.w3.org/19'
        '98/Math/MathML"><semantics><mrow><mi>ρ</mi></mrow><annotation encoding="applicat'
        'ion/x-tex">\\rho</annotation></semantics></math></span><span class="katex-html" a'
        'ria-hidden="true"><span class="base"><span class="mord mathnormal">ρ</span></spa'
        'n></span></span>',
        '<math><semantics><mrow><mi>ρ</mi></mrow></semantics></math>',
    ),
    "KaTeX in a line of its own": (
        '<span class="katex-display"><span class="katex"><span class="katex-mathml"><math'
        ' display="block" xmlns="http://www.w3.org/1998/Math/MathML"><semantics><mrow><mi'
        '>ρ</mi></mrow><annotation encoding="application/x-tex">\\rho</annotation></semant'
        'ics></math></span><span class="katex-html" aria-hidden="true"><span>ρ</span></sp'
        'an></span></span>',
        '<math display="block"><semantics><mrow><mi>ρ</mi></mrow></semantics></math>',
    ),
    "the source of MathJax 2, not drawn": (
        '<script type="math/tex">\\rho</script>',
        '<code>\\(\\rho\\)</code>',
    ),
    "MathJax 2, drawn": (
        '<span class="MathJax_Preview" style="color: inherit;"></span><span class="MathJa'
        'x" id="MathJax-Element-1-Frame"><nobr><span class="math"><span class="mi">ρ</spa'
        'n></span></nobr></span><script type="math/tex" id="MathJax-Element-1">\\rho</scri'
        'pt>',
        '<code>\\(\\rho\\)</code>',
    ),
    "MathJax 2 with MathML": (
        '<span class="MathJax_Preview"></span><span class="MathJax" data-mathml="&lt;math'
        '&gt;&lt;mi&gt;ρ&lt;/mi&gt;&lt;/math&gt;"><nobr aria-hidden="true"><span class="m'
        'i">ρ</span></nobr><span class="MJX_Assistive_MathML"><math><mi>ρ</mi></math></sp'
        'an></span><script type="math/tex">\\rho</script>',
        '<math><mi>ρ</mi></math>',
    ),
    "MathJax 2 with a preview": (
        '<span class="MathJax_Preview">[math]\\rho[/math]</span><script type="math/tex">\\r'
        'ho</script>',
        '<code>\\(\\rho\\)</code>',
    ),
    "MathJax 3": (
        '<mjx-container class="MathJax" jax="CHTML"><mjx-math class="MJX-TEX"><mjx-mi><mj'
        'x-c class="mjx-c1D70C"></mjx-c></mjx-mi></mjx-math><mjx-assistive-mml unselectab'
        'le="on" display="inline"><math xmlns="http://www.w3.org/1998/Math/MathML"><seman'
        'tics><mrow><mi>ρ</mi></mrow><annotation encoding="application/x-tex">\\rho</annot'
        'ation></semantics></math></mjx-assistive-mml></mjx-container>',
        '<math><semantics><mrow><mi>ρ</mi></mrow></semantics></math>',
    ),
    "MathJax 3, drawn as SVG": (
        '<mjx-container class="MathJax" jax="SVG" display="true"><svg><g data-mml-node="m'
        'ath"></g></svg><mjx-assistive-mml display="block"><math display="block"><mi>ρ</m'
        'i></math></mjx-assistive-mml></mjx-container>',
        '<math display="block"><mi>ρ</mi></math>',
    ),
    "LaTeXML": (
        '<math class="ltx_Math" alttext="\\rho" display="inline"><mi>ρ</mi></math>',
        '<math display="inline"><mi>ρ</mi></math>',
    ),
    "LaTeXML whose MathML is empty": (
        '<math class="ltx_Math" alttext="\\rho" display="inline"></math>',
        '<code>\\(\\rho\\)</code>',
    ),
    "an image of LaTeXML": (
        '<img class="ltx_Math" alt="\\rho" src="x.png">',
        '<code>\\(\\rho\\)</code>',
    ),
    "Wikipedia": (
        '<span class="mwe-math-element"><span class="mwe-math-mathml-inline mwe-math-math'
        'ml-a11y" style="display: none;"><math alttext="{\\displaystyle \\rho }"><semantics'
        '><mrow class="MJX-TeXAtom-ORD"><mstyle displaystyle="true" scriptlevel="0"><mi>ρ'
        '</mi></mstyle></mrow><annotation encoding="application/x-tex">{\\displaystyle \\rh'
        'o }</annotation></semantics></math></span><img src="https://wikimedia.example.or'
        'g/x.svg" class="mwe-math-fallback-image-inline" alt="{\\displaystyle \\rho }"></sp'
        'an>',
        '<math><semantics><mrow><mstyle displaystyle="true" scriptlevel="0"><mi>ρ</mi></m'
        'style></mrow></semantics></math>',
    ),
    "an image of Wikipedia": (
        '<img src="x.svg" class="mwe-math-fallback-image-inline" alt="{\\displaystyle \\rho'
        ' }">',
        '<code>\\(\\rho\\)</code>',
    ),
    "an image of WordPress": (
        '<img src="https://s0.wp.com/latex.php?latex=%5Crho&bg=ffffff" alt="\\rho" class="'
        'latex" />',
        '<code>\\(\\rho\\)</code>',
    ),
    "an image of a service": (
        '<img src="https://latex.codecogs.com/gif.latex?\\rho" alt="\\rho">',
        '<code>\\(\\rho\\)</code>',
    ),
    "Distill": (
        '<d-math>\\rho</d-math>',
        '<code>\\(\\rho\\)</code>',
    ),
    "Distill, in a line of its own": (
        '<d-math block>\\rho</d-math>',
        '<code>\\[\\rho\\]</code>',
    ),
    "TeX between its marks stays": (
        '<span class="math inline">\\(\\rho\\)</span>',
        '\\(\\rho\\)',
    ),
    "TeX between dollars stays": (
        '$\\rho$',
        '$\\rho$',
    ),
    "TeX in an attribute": (
        '<span class="ztext-math" data-tex="\\rho"><span>ρ</span></span>',
        '<code>\\(\\rho\\)</code>',
    ),
    "fences that browsers know no more": (
        '<math><mfenced open="[" separators=";"><mi>a</mi><mi>b</mi></mfenced></math>',
        '<math><mrow><mo>[</mo><mi>a</mi><mo>;</mo><mi>b</mi><mo>)</mo></mrow></math>',
    ),
    "MathML in a script": (
        '<script type="math/mml"><math><mi>ρ</mi></math></script>',
        '<math><mi>ρ</mi></math>',
    ),
    "a picture is no formula": (
        '<img src="kettle.png" alt="A kettle">',
        '<a href="https://example.org/kettle.png">A kettle</a>',
    ),
    "nor one whose class only begins so": (
        '<img class="math-hero" src="kettle.png" alt="A kettle">',
        '<a href="https://example.org/kettle.png">A kettle</a>',
    ),
    "two formulas in a line": (
        '<script type="math/tex">a</script> and <script type="math/tex">b</script>',
        '<code>\\(a\\)</code> and <code>\\(b\\)</code>',
    ),
}  # fmt: skip


def copied(middle: str) -> str:
    page = f"<!doctype html><title>K</title><article><p>{TEXT * 4}</p>{middle}<p>{TEXT * 2}</p>"
    root = parse_page(f"{page}</article>")
    assert root is not None
    copy = sanitise(find_article(root).html, base="https://example.org/")
    return copy.replace(' rel="noopener noreferrer nofollow ugc"', "")


@pytest.mark.parametrize(("formula", "copy"), FORMULAS.values(), ids=FORMULAS)
def test_a_formula_stays_in_its_sentence(formula: str, copy: str) -> None:
    middle = copied(f"<p>Its density is {formula}, as everybody knows.</p>")
    assert f"<p>Its density is {copy}, as everybody knows.</p>" in middle


@pytest.mark.parametrize(("formula", "copy"), FORMULAS.values(), ids=FORMULAS)
def test_a_formula_stays_in_a_line_of_its_own(formula: str, copy: str) -> None:
    assert f"<p>{copy}</p>" in copied(f'<div class="equation">{formula}</div>')


@pytest.mark.parametrize(("formula", "copy"), FORMULAS.values(), ids=FORMULAS)
def test_a_formula_stays_in_a_copy_in_markdown(formula: str, copy: str) -> None:
    markdown = markdown_of_html(f"<p>Its density is {copy}.</p>")
    html = sanitise(html_of_markdown(markdown)).replace(
        ' rel="noopener noreferrer nofollow ugc"', ""
    )
    assert html == f"<p>Its density is {copy}.</p>"


def test_a_numbered_formula_keeps_its_number() -> None:
    middle = copied('<div><math><mi>E</mi></math><span class="tag">(2.1)</span></div>')
    assert "<p><math><mi>E</mi></math>(2.1)</p>" in middle


def test_a_formula_is_searched_by_what_it_shows() -> None:
    copy = sanitise(
        "<p>At 10<math><msup><mi></mi><mn>6</mn></msup></math> m, <code>\\(a\\)</code>.</p>"
    )
    assert text_of_sanitised(copy) == "At 10⁶ m, \\(a\\)."


TEX = "<code>\\(\\rho\\)</code>"
BLOCK = "<code>\\[\\rho\\]</code>"
# Ways to hold one formula, and what is left of it.
HELD = {
    **{
        f'<span class="{name}"><i>ρ</i></span><script type="math/tex">\\rho</script>': TEX
        for name in "MathJax_Preview MathJax_Display MathJax MathJax_SVG MathJax_CHTML".split()
    },
    **{
        f'<img class="{name}" src="/x.png" alt="\\rho">': TEX
        for name in (
            *("latex", "a tex b", "math", "mathtex", "ltx_Math", "ltx_equation"),
            "mwe-math-fallback-image-inline",
        )
    },
    '<img class="mwe-math-fallback-image-display" src="/x.png" alt="\\rho">': BLOCK,
    **{
        f'<img src="https://{source}" alt="\\rho">': TEX
        for source in (
            *("s0.wp.com/latex.php?a", "latex.codecogs.com/x", "a.example/latex?x"),
            *("a.example/cgi-bin/mathtex.cgi?x", "www.zhihu.com/equation?tex=x"),
        )
    },
    **{
        f'<span {name}="\\rho"><i>ρ</i></span>': TEX
        for name in ("data-tex", "data-latex", "class=katex alttext", "class=MathJax data-tex")
    },
    **{
        f'<span class="{name}"><img src="/x.png" alt="\\rho"></span>': TEX
        for name in ("katex", "mwe-math-element", "MathJax_SVG", "MathJax_CHTML", "mjx-chtml")
    },
    **{
        f'<span class="{name}"><img src="/x.png" alt="\\rho"></span>': BLOCK
        for name in ("katex-display", "MathJax_Display", "MJXc-display")
    },
    '<span class="katex"><annotation encoding="application/x-tex">\\rho</annotation></span>': TEX,
    '<script type="math/tex; mode=display">\\rho</script>': BLOCK,
    '<script type="math/tex;mode = display">\\rho</script>': BLOCK,
    '<script type="math/mml; mode=display"><math><mi>ρ</mi></math></script>': (
        '<math display="block"><mi>ρ</mi></math>'
    ),
    '<mjx-container display="true" data-tex="\\rho"></mjx-container>': BLOCK,
    '<mjx-container display="block" data-tex="\\rho"></mjx-container>': BLOCK,
    "<tex-math>\\rho</tex-math>": TEX,
    "<d-math>$\\rho$</d-math>": TEX,
    "<d-math>\\[{\\displaystyle \\rho}\\]</d-math>": TEX,
    "<d-math>{\\textstyle\n\\rho}</d-math>": TEX,
}


@pytest.mark.parametrize("held", HELD)
def test_a_formula_is_known_by_what_holds_it(held: str) -> None:
    root = parse_page(f"<!doctype html><body><p>At {held} m.")
    assert root is not None
    plain_formulas(root)
    paragraph = tostring(next(root.iter("p")), encoding="unicode")
    assert sanitise(paragraph) == f"<p>At {HELD[held]} m.</p>"
