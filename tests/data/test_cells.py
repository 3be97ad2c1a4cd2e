"""Raw values as the cells of CSV files."""

from datetime import date, datetime, time, timedelta
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from formgen.data.cells import cell_text, clock
from formgen.data.numbers import number_reader
from formgen.data.texts import text_reader
from formgen.model.fields import NumberField, TextField


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("甲", "甲"),
        (None, ""),
        (True, "true"),
        (13912345678, "13912345678"),
        (1000.0, "1000"),
        (0.5, "0.5"),
        (1e-7, "0.0000001"),
        (1.1010119900307123e17, "1.1010119900307123e+17"),
        (float("nan"), "nan"),
        (Decimal("10.50"), "10.50"),
        (Decimal("1E+3"), "1000"),
        (date(2026, 11, 22), "2026-11-22"),
        (datetime(2026, 11, 22, 14, 30), "2026-11-22 14:30"),
        (datetime(2026, 11, 22, 14, 30, 5), "2026-11-22 14:30:05"),
        (["甲", 2], "甲；2"),
        ({"a": [1, None]}, '{"a": [1, null]}'),
        (b"\x89PNG", "(4 bytes)"),
    ],
)
def test_a_value_is_spelled_as_a_cell(value, text):
    assert cell_text(value) == text


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (time(9, 5), "09:05"),
        (time(14, 30, 5), "14:30:05"),
        (time(14, 29, 59, 999_999), "14:30"),
        (timedelta(hours=30), "30:00"),
        (timedelta(minutes=-90), "-01:30"),
    ],
)
def test_a_time_is_spelled_as_a_spreadsheet_shows_it(value, text):
    assert clock(value) == text


@given(st.integers(-(10**18), 10**18) | st.decimals(-(10**9), 10**9, places=4))
@settings(max_examples=100, deadline=None)
def test_numbers_read_back_from_their_cells(value):
    read = number_reader(NumberField("n", ""))
    assert read(cell_text(value)) == read(value) == value


def test_a_whole_number_is_the_same_text_from_a_cell_as_from_a_spreadsheet():
    read = text_reader(TextField("phone", ""))
    assert read(13912345678) == read(cell_text(13912345678)) == "13912345678"
