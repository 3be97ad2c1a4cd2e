"""Cells that a spreadsheet would run are made harmless, and come back as they were."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from formgen.data.formula import neutralised, restored

STARTS = "=+-@\t\r\n＝＋－＠'"


@pytest.mark.parametrize(
    "text", ["=1+1", "=HYPERLINK(1)", "@SUM(A1)", "-2+3", "+1", "\t=1", "\r=1", "＝1+1", "-1e9(x)",
             "+8613912345678", "+86-10-6888", "-=1", "- =cmd"]
)  # fmt: skip
def test_what_a_spreadsheet_would_run_has_an_apostrophe_before_it(text):
    assert neutralised(text) == "'" + text
    assert restored("'" + text) == text


@pytest.mark.parametrize(
    "text", ["", "甲", "13912345678", "1=1", "-12.5", "-3%", "-", "——", "+86 139 1234 5678",
             "+1 212 5550100", "'甲", "''", "a=b", " =1"]
)  # fmt: skip
def test_what_is_harmless_stays_as_it_is(text):
    assert neutralised(text) == text
    assert restored(text) == text


def test_a_text_that_has_an_apostrophe_already_is_told_from_one_that_got_it():
    assert neutralised("'=1") == "''=1"
    assert restored("''=1") == "'=1"


@given(st.text() | st.text(alphabet=STARTS + "a1 .%"))
@settings(max_examples=200, deadline=None)
def test_every_text_comes_back_and_none_can_run(text):
    cell = neutralised(text)
    assert restored(cell) == text
    assert cell[:1] not in (*"=@\t\r\n＝＋－＠",)
    assert neutralised(text) != "" or text == ""
