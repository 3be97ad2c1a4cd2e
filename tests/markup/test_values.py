"""Attribute types: what they read, and that they refuse the rest with a sentence."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from formgen.geometry import Insets
from formgen.markup import values as v
from formgen.markup.vocabulary import VOCABULARY
from formgen.model.style import ALL_SIDES, Track
from formgen.units import mm


@pytest.mark.parametrize(
    ("type_", "text", "value"),
    [
        (v.YES_NO, "yes", True),
        (v.LENGTH, "0mm", 0.0),
        (v.EXTENT, "1in", 72.0),
        (v.LENGTHS, "72pt 1in", (72.0, 72.0)),
        (v.LENGTHS, "", ()),
        (v.MARGINS, "1pt", Insets(1, 1, 1, 1)),
        (v.MARGINS, "1pt 2pt", Insets(1, 2, 1, 2)),
        (v.MARGINS, "1pt 2pt 3pt", Insets(1, 2, 3, 2)),
        (v.MARGINS, "1pt 2pt 3pt 4pt", Insets(1, 2, 3, 4)),
        (v.COLUMNS, "72pt 1.5fr auto", (Track("fixed", 72), Track("fr", 1.5), Track("auto"))),
        (v.PAPER, "A4", (mm(210), mm(297))),
        (v.PAPER, "210mmx99mm", (mm(210), mm(99))),
        (v.COLOR, "#ABC", "#aabbcc"),
        (v.COLOR, "Red", "#ff0000"),
        (v.SIDES, "none", frozenset()),
        (v.SIDES, "all", ALL_SIDES),
        (v.SIDES, "left  top", frozenset({"left", "top"})),
        (v.EM, "2em", 2.0),
        (v.EM, "1.5", 1.5),
        (v.NUMBER, "-0.5", Decimal("-0.5")),
        (v.LIST, "满意| 一般 |不满意", ("满意", "一般", "不满意")),
        (v.DATE, "2026-11-22", date(2026, 11, 22)),
        (v.DATE_FORMAT, "%Y年%m月%d日", "%Y年%m月%d日"),
        (v.DATE_WORDS, "年 月 日", ("年", "月", "日")),
        (v.REGEX, "1[0-9]{10}", "1[0-9]{10}"),
        (v.EXPRESSION, "(a + b) * 2 if c else 0", "(a + b) * 2 if c else 0"),
    ],
)
def test_what_an_attribute_may_say(type_, text, value):
    assert type_.parse(text) == value


@pytest.mark.parametrize(
    ("type_", "text"),
    [
        (v.YES_NO, "Yes"),
        (v.LENGTH, "-1mm"),
        (v.LENGTH, "3000mm"),
        (v.EXTENT, "0mm"),
        (v.MARGINS, ""),
        (v.MARGINS, "1mm 1mm 1mm 1mm 1mm"),
        (v.COLUMNS, ""),
        (v.COLUMNS, "0fr"),
        (v.COLUMNS, "1fr " * 101),
        (v.PAPER, "210x99"),
        (v.COLOR, "#12345"),
        (v.SIDES, "up"),
        (v.EM, "2mm"),
        (v.NUMBER, "1e5"),
        (v.NUMBER, "NaN"),
        (v.LIST, "a||b"),
        (v.DATE, "22.11.2026"),
        (v.DATE_FORMAT, "%"),
        (v.DATE_FORMAT, "today"),
        (v.DATE_WORDS, "年 月"),
        (v.REGEX, "("),
        (v.EXPRESSION, "a b"),
        (v.NAME, "Name"),
        (v.NAME, "1a"),
        (v.NAME, "a-b"),
        (v.NAME, "a" * 64),
        (v.LANG, "中文"),
        (v.FORM_ID, "a/b"),
    ],
)
def test_what_an_attribute_may_not_say(type_, text):
    with pytest.raises(ValueError, match=r"`.*`|unit"):
        type_.parse(text)


_TYPES = {a.type.name: a.type for e in VOCABULARY.values() for a in e.attributes}


@settings(max_examples=200, deadline=None)
@given(
    st.sampled_from(sorted(_TYPES)),
    st.text(max_size=12) | st.text("0123456789.mxfr%#|-+ eptc()[]", max_size=12),
)
def test_any_text_is_a_value_or_a_sentence(name, text):
    try:
        _TYPES[name].parse(text)
    except ValueError as error:
        told = str(error)
    else:
        told = "fine"
    assert told
