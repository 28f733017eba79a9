"""Numeric character references → references that every parser reads to the character meant."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.text.html import mend_references, mend_xml_references

MENDED = {
    "two halves in decimal": ("a&#55357;&#56832;b", "a&#x1F600;b"),
    "two halves in hexadecimal": ("&#xD83D;&#xde00;", "&#x1F600;"),
    "two halves, one in each": ("&#xD83D;&#56832;", "&#x1F600;"),
    "two halves without semicolons": ("&#55357&#56832 x", "&#x1F600; x"),
    "a capital X": ("&#X1F600;", "&#x1F600;"),
    "zeros before the number": (f"&#{'0' * 5_000}65;", "&#x41;"),
    "form feeds and other separators": ("a&#12;b&#x1F;c", "a&#x20;b&#x20;c"),
    "control characters": ("a&#1;&#x8;&#27;b", "ab"),
    "what XML cannot hold": ("&#xFFFE;&#65535;", ""),
    "what is right already": (
        "&#8212; &#x2014; &#39; &#x26; &#10; &#150; &#x10FFFF;",
        "&#8212; &#x2014; &#39; &#x26; &#10; &#150; &#x10FFFF;",
    ),
    "what is no reference": (
        "&#; &#x; &#-1; &amp;#0; & # &#xg;",
        "&#; &#x; &#-1; &amp;#0; & # &#xg;",
    ),
}
UNREADABLE = {
    "the first half alone": "&#55357;",
    "the second half alone": "&#xDE00;",
    "nothing": "&#0;",
    "one beyond the last": "&#x110000;",
    "twenty digits": "&#99999999999999999999;",
    "more digits than Python reads": f"&#{'9' * 5_000};",
    "as many in hexadecimal": f"&#x{'f' * 5_000};",
}


@pytest.mark.parametrize(("written", "mended"), MENDED.values(), ids=MENDED)
def test_a_reference_names_what_it_means(written: str, mended: str) -> None:
    unreadable: list[str] = []
    assert mend_references(written, unreadable.append) == mended
    assert mend_xml_references(written.encode(), unreadable.append) == mended.encode()
    assert unreadable == []


@pytest.mark.parametrize("written", UNREADABLE.values(), ids=UNREADABLE)
def test_what_names_no_character_becomes_the_replacement_character(written: str) -> None:
    unreadable: list[str] = []
    assert mend_references(f"é{written}b", unreadable.append) == "é&#xFFFD;b"
    assert mend_xml_references(f"é{written}b".encode(), unreadable.append) == "é&#xFFFD;b".encode()
    assert unreadable == [written, written]


def test_the_wrong_order_of_halves_is_two_unreadable_characters() -> None:
    assert mend_references("&#56832;&#55357;") == "&#xFFFD;&#xFFFD;"


def test_a_cdata_section_stays_as_it_is() -> None:
    xml = b"<a>&#0;<![CDATA[&#0; ]] &#55357;]]>&#0;<![CDATA[&#0; without an end"
    assert mend_xml_references(xml) == xml.replace(b"&#0;<!", b"&#xFFFD;<!")


@given(st.lists(st.integers(0, 0x110000), max_size=6))
def test_mended_once_is_mended(codes: list[int]) -> None:
    mended = mend_references("".join(f"&#{code};" for code in codes))
    assert mend_references(mended) == mended
