from datetime import datetime
from decimal import Decimal

import numpy as np
import pandas as pd
import polars as pl
import pytest

import formgen
from formgen import MemoryLibrary
from formgen.data.plain import plain, plain_record

LAYOUT = """\
<form title="登记表" identity="no">
  <text name="phone" label="电话"/><text name="room" label="房间"/>
  <number name="rate" label="速率" unit="M"/><date name="due" label="日期"/>
  <checkbox name="paid" label="已付"/>
</form>
"""


@pytest.fixture
def form() -> formgen.LoadedForm:
    """A form with a field of each kind that a frame has columns for."""
    return formgen.load("own", templates=MemoryLibrary({"own/form.xml.j2": LAYOUT}))


def codes(form: formgen.LoadedForm, record: formgen.Record) -> list[str]:
    return [f"{found.place.field}: {found.code}" for found in form.check(record)]


@pytest.mark.parametrize(
    "missing",
    [
        float("nan"), np.nan, np.float32("nan"), pd.NaT, pd.NA, np.datetime64("NaT"),
        np.timedelta64("NaT"), Decimal("NaN"), None,
    ],
)  # fmt: skip
def test_what_is_missing_in_a_frame_is_missing(missing: object) -> None:
    assert plain(missing) is None


@pytest.mark.parametrize(
    ("value", "meant"),
    [
        (np.int64(3), 3),
        (np.float64(1.5), 1.5),
        (np.float32(0.1), 0.1),
        (np.bool_(True), True),
        (400.0, 400),
        (np.datetime64("2026-11-22"), datetime(2026, 11, 22)),
        (np.datetime64("2026-11-22T08:30:00.123456789"), datetime(2026, 11, 22, 8, 30, 0, 123456)),
        (pd.Timestamp("2026-11-22 08:30:00.000000001"), datetime(2026, 11, 22, 8, 30)),
        (np.array(["宽带", "电话"]), ["宽带", "电话"]),
        ([{"数量": np.nan}, {"数量": np.int8(2)}], [{"数量": None}, {"数量": 2}]),
    ],
)
def test_what_a_frame_holds_is_the_plain_value_that_it_means(value: object, meant: object) -> None:
    found = plain(value)
    assert found == meant
    assert type(found) is type(meant)


def test_columns_that_are_no_texts_are_called_by_their_texts() -> None:
    assert plain_record({0: "a", np.str_("b"): 1}) == {"0": "a", "b": 1}  # type: ignore[dict-item]


def test_rows_of_pandas_print_as_dictionaries_do(form: formgen.LoadedForm) -> None:
    frame = pd.DataFrame(
        {
            "房间": [1203, None],
            "速率": pd.array([500, None], dtype="Int64"),
            "日期": pd.to_datetime(["2026-11-22", None]),
            "已付": [True, False],
        }
    )
    plainly = [
        {"房间": "1203", "速率": 500, "日期": "2026-11-22", "已付": "是"},
        {"已付": "否"},
    ]
    for rows in (frame.to_dict("records"), [row for _, row in frame.iterrows()]):
        filled = [form.fill(row).pages for row in rows]
        assert filled == [form.fill(row).pages for row in plainly]


def test_rows_of_polars_print_as_dictionaries_do(form: formgen.LoadedForm) -> None:
    frame = pl.DataFrame(
        {
            "房间": ["1203", None],
            "速率": [500.5, float("nan")],
            "日期": [datetime(2026, 11, 22), None],
        }
    )
    plainly = [{"房间": "1203", "速率": "500.5", "日期": "2026/11/22"}, {}]
    filled = [form.fill(row).pages for row in frame.iter_rows(named=True)]
    assert filled == [form.fill(row).pages for row in plainly]


def test_a_telephone_number_that_a_frame_made_a_float_is_refused(form: formgen.LoadedForm) -> None:
    frame = pd.DataFrame({"电话": [13800000000, None]})
    assert [codes(form, row) for row in frame.to_dict("records")] == [["phone: lost-digits"], []]


def test_what_no_form_can_print_is_refused_and_not_guessed(form: formgen.LoadedForm) -> None:
    record = {"电话": pd.Timedelta(1, "D"), "速率": float("inf"), "日期": np.timedelta64(1, "D")}
    assert codes(form, record) == ["phone: wrong-type", "rate: bad-number", "due: wrong-type"]
