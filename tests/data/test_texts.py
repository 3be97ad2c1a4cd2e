"""Texts are taken as they are given, or refused."""

import re
import sys
import unicodedata
from contextlib import suppress
from datetime import date, datetime
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from formgen.data.refusal import Refusal
from formgen.data.texts import clean, text_reader, unprintable
from formgen.model.fields import TextField

read = text_reader(TextField("note", "备注"))


@given(st.text(alphabet=st.characters(), max_size=20))
@settings(max_examples=200, deadline=None)
def test_any_text_binds_to_exactly_itself_or_is_refused(text):
    with suppress(Refusal):
        got = read(text) or ""
        lines = re.sub("\r\n?|\u2028|\u2029", "\n", text)
        assert got == lines.strip()
        assert not any(unprintable(character) for character in got)


@given(st.text(alphabet=st.characters(categories=["L", "N", "P", "S", "M"]), min_size=1))
@settings(max_examples=200, deadline=None)
def test_a_text_of_letters_digits_and_signs_is_never_changed(text):
    lost = re.fullmatch(r"[+-]?[0-9](\.[0-9]+)?E\+[0-9]{2,3}|#.*|Err:.*", text)
    if not lost and not any(map(unprintable, text)):
        assert read(text) == text


@pytest.mark.parametrize(
    ("given", "text"),
    [
        ("  甲  ", "甲"),
        ("\u3000甲　乙\u3000", "甲　乙"),
        ("a\r\nb\rc\nd", "a\nb\nc\nd"),
        ("a\u2028b\u2029c", "a\nb\nc"),
        ("\ta\tb\t", "a\tb"),
        ("𬭩", "𬭩"),
        ("e\u0301", "e\u0301"),
        ("\ue000", "\ue000"),
        ("007", "007"),
        (13912345678, "13912345678"),
        (10**30, "1" + "0" * 30),
        (0.5, "0.5"),
        (1e-07, "0.0000001"),
        (3.0, "3.0"),
        (Decimal("10.50"), "10.50"),
        (date(2026, 11, 22), "2026-11-22"),
        (datetime(2026, 11, 22, 14, 30), "2026-11-22 14:30:00"),
        ("", None),
        (" \n ", None),
    ],
)
def test_a_value_becomes_this_text(given, text):
    assert read(given) == text


@pytest.mark.parametrize("text", ["1E+05", "1.39E+10", "-2.5E+15"])
def test_digits_that_a_spreadsheet_has_dropped_are_missed(text):
    with pytest.raises(Refusal, match="digits are lost"):
        clean(text)


@pytest.mark.parametrize("text", ["A1E+10", "1.39E+10 m", "E+10", "1E+5", "1e+10"])
def test_what_only_resembles_a_shortened_number_is_text(text):
    assert clean(text) == text


def test_length_counts_characters_not_bytes():
    three = text_reader(TextField("note", "备注", max_length=3))
    assert three("𬭩𬭩𬭩") == "𬭩𬭩𬭩"
    assert three(" 一二三 ") == "一二三"


@pytest.mark.parametrize("field", [{"half_width": True}, {"pattern": "a b"}])
def test_a_tab_is_a_space_in_a_comb_and_before_a_pattern(field):
    assert text_reader(TextField("note", "备注", **field))("a\tb") == "a b"


def test_a_pattern_matches_all_of_the_text():
    phone = text_reader(TextField("phone", "电话", pattern=r"\d{3}|\d{5}"))
    assert phone("12345") == "12345"
    with pytest.raises(Refusal):
        phone("1234")
    assert phone("") is None


def test_every_control_and_format_character_and_surrogate_is_refused():
    for point in range(sys.maxunicode + 1):
        character = chr(point)
        if unicodedata.category(character) in ("Cc", "Cf", "Cs"):
            assert bool(unprintable(character)) == (character not in "\n\t")


@pytest.mark.parametrize("text", ["#N/A", " #REF!", "#DIV/0!", "#NAME?", "Err:502"])
def test_the_error_of_a_formula_is_no_text(text):
    with pytest.raises(Refusal) as raised:
        clean(text)
    assert (raised.value.code, raised.value.message) == (
        "cell-error",
        f"`{text.strip()}` is an error of the spreadsheet and no value",
    )


@pytest.mark.parametrize("text", ["#1", "#N/A?", "#", "Err:", "Erika", "C#"])
def test_a_text_that_only_begins_like_an_error_is_one(text):
    assert clean(text) == text


def test_what_a_pattern_means_is_said_in_words_where_the_layout_has_them():
    field = TextField("phone", "电话", pattern="1[0-9]{10}", pattern_help="11位手机号")
    with pytest.raises(Refusal) as caught:
        text_reader(field)("12")
    assert caught.value.message == "`12` is not allowed; allowed: 11位手机号"


@pytest.mark.parametrize(
    ("pattern", "given", "text"),
    [
        ("1[0-9]{10}", "１３８００１３８０００", "13800138000"),
        ("[A-Z]{2}-[0-9]+", "ＡＢ－１２", "AB-12"),
        (r"\d+", "１２", "12"),
        ("[（）0-9]+", "（１２）", "（12）"),
        ("[0-9() ]+", "（010）\u300012", "(010) 12"),
        ("[0-9]+", "①", None),
    ],
)
def test_full_width_letters_and_digits_are_folded_before_they_are_matched(pattern, given, text):
    read_matching = text_reader(TextField("a", "甲", pattern=pattern))
    if text is None:
        with pytest.raises(Refusal):
            read_matching(given)
    else:
        assert read_matching(given) == text


def test_a_comb_takes_full_width_digits_and_a_plain_text_keeps_them():
    assert text_reader(TextField("a", "甲", half_width=True))("１Ａ。") == "1A。"
    assert text_reader(TextField("a", "甲"))("１Ａ") == "１Ａ"
