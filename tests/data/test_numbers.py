"""Numbers are decimal and keep the spelling of their decimals."""

from contextlib import suppress
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from formgen.data.numbers import number_reader, parse_number
from formgen.data.refusal import Refusal
from formgen.model.fields import NumberField

read = number_reader(NumberField("bandwidth", "速率", unit="M"))


@pytest.mark.parametrize(
    ("given", "spelt"),
    [
        ("100", "100"),
        (" 100 M ", "100"),
        ("100m", "100"),
        ("M100", "100"),
        ("10.0", "10.0"),
        ("1,234.50", "1234.50"),
        ("1,234,567", "1234567"),
        ("１，２３４．５", "1234.5"),
        ("１００Ｍ", "100"),
        ("+5", "5"),
        ("-5", "-5"),
        ("\u22125", "-5"),
        ("－5", "-5"),
        ("-0", "0"),
        ("007", "7"),
        (".5", "0.5"),
        (100, "100"),
        (10.0, "10"),
        (0.1, "0.1"),
        (1e22, "10000000000000000000000"),
        (1e-7, "0.0000001"),
        (Decimal("10.00"), "10.00"),
        (Decimal("1E+2"), "100"),
    ],
)
def test_a_value_becomes_this_number(given, spelt):
    assert format(read(given), "f") == spelt


@pytest.mark.parametrize("text", ["", " ", "\u3000"])
def test_an_empty_text_is_no_number(text):
    assert read(text) is None


@pytest.mark.parametrize(
    "text",
    ["M", "1,2345", "12,34", "1.2.3", "1.", "--1", "1-", "½", "٣", "三", "0x10", "1_000", "9" * 61],
)
def test_what_only_resembles_a_number_is_refused(text):
    with pytest.raises(Refusal, match="is not a number"):
        read(text)


@pytest.mark.parametrize(
    ("unit", "text"),
    [("%", "95%"), ("%", "95％"), ("℃", "95 ℃"), ("m²", "95m²"), ("元", "95元"), ("¥", "￥95")],
)
def test_a_unit_may_stand_about_the_number(unit, text):
    assert parse_number(text, unit) == 95


def test_zeros_beyond_the_decimals_are_no_loss():
    whole = number_reader(NumberField("count", "数量", decimals=0))
    assert str(whole("10.00")) == "10"
    one = number_reader(NumberField("count", "数量", decimals=1))
    assert [str(one(text)) for text in ("10.50", "10", "0.0")] == ["10.5", "10", "0.0"]


def test_limits_belong_to_the_range():
    score = number_reader(
        NumberField("score", "评分", minimum=Decimal(1), maximum=Decimal(10), decimals=1)
    )
    assert (score(1), score("10.0")) == (1, 10)
    with pytest.raises(Refusal, match="1 to 10"):
        score("10.1")


@given(st.decimals(allow_nan=False, allow_infinity=False, places=3, min_value=-(10**9)))
@settings(max_examples=200, deadline=None)
def test_a_number_survives_its_spellings(number):
    if abs(number.adjusted()) > 50:
        return
    plain = number if number else number.copy_abs()
    for text in (format(number, "f"), format(number, ",f"), format(number, "f") + "M"):
        assert str(read(text)) == format(plain, "f")


@given(st.text(max_size=12))
@settings(max_examples=200, deadline=None)
def test_any_text_is_a_number_or_refused(text):
    with suppress(Refusal):
        number = read(text)
        assert number is None or number.is_finite()
