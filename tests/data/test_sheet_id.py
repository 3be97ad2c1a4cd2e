"""The sheet id is an opaque key that follows from the record."""

import re
from datetime import date
from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from formgen.data.sheet_id import sheet_id

RECORD = {"customer_name": "甲", "bandwidth": 100}


@given(st.text(), st.text(), st.dictionaries(st.text(), st.text() | st.none() | st.floats()))
@settings(max_examples=200, deadline=None)
def test_any_record_has_eleven_letters_and_digits(form, key, record):
    got = sheet_id(form, key, record)
    assert re.fullmatch("[0-9A-Z]{11}", got)
    assert got != "0" * 11


def test_the_id_is_the_same_on_every_machine():
    assert sheet_id("satisfaction_callback", "FW-1", RECORD) == "6XBZCP16O9Q"


def test_the_order_of_the_columns_does_not_matter():
    turned = dict(reversed(RECORD.items()))
    assert sheet_id("f", "k", turned) == sheet_id("f", "k", RECORD)


def test_form_key_and_every_value_matter():
    ids = {
        sheet_id("f", "k", RECORD),
        sheet_id("g", "k", RECORD),
        sheet_id("f", "l", RECORD),
        sheet_id("f", "k", {**RECORD, "bandwidth": 101}),
        sheet_id("f", "k", {**RECORD, "note": ""}),
    }
    assert len(ids) == 5


def test_values_that_json_does_not_know_are_spelled_out():
    record = {"day": date(2026, 11, 22), "loss": Decimal("-1.50"), "photo": b"\x89PNG"}
    assert sheet_id("f", "k", record) == sheet_id("f", "k", dict(record))
    assert sheet_id("f", "k", record) != sheet_id("f", "k", {**record, "photo": b"\x89PNH"})
