"""Records are chosen by conditions, ordered and counted off."""

import random
import subprocess
import sys
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from formgen.data.bind import Binder
from formgen.data.select import Selection
from formgen.data.sources import RawRecord
from formgen.diagnostics import Place
from formgen.errors import DataError, UsageError
from formgen.model.fields import (
    CheckField,
    ChoiceField,
    ComputedField,
    DateField,
    NumberField,
    Option,
    TextField,
)
from formgen.model.values import Values

SERVICES = (Option("line", "互联网专线"), Option("cloud", "云专线"), Option("other", "其他", 50.0))
SCALE = tuple(Option(str(i), f"{i}分") for i in range(1, 6))
FIELDS = (
    TextField("customer_name", "客户名称"),
    NumberField("bandwidth_mbps", "速率"),
    DateField("visited", "日期"),
    DateField("called", "时间", with_time=True),
    ChoiceField("service_type", "业务类型", options=SERVICES),
    ChoiceField("needs", "需求", options=SERVICES, multiple=True),
    ChoiceField("score", "评分", options=SCALE),
    CheckField("vip", "重点客户"),
    ComputedField("double", "两倍", expression="bandwidth_mbps * 2"),
)
BINDER = Binder(FIELDS, unknown="ignore")
RECORD = {
    "客户名称": "江南公司", "速率": "600", "日期": "2026-11-22", "时间": "2026-11-22 14:30",
    "业务类型": "互联网专线", "需求": "互联网专线;云专线", "评分": "4", "重点客户": "是",
    "城市": "北京", "备注": "", "件数": "7",
}  # fmt: skip


def pair(record: dict[str, object], row: int = 2) -> tuple[RawRecord, Values]:
    raw = RawRecord(record, Place("a.csv", row=row))
    values, problems = BINDER.bind_record(raw)
    assert problems == []
    return raw, values


def accepts(where: str, record: dict[str, object] = RECORD) -> bool:
    raw, values = pair(record)
    return Selection(where, fields=FIELDS).accepts(values, raw)


@pytest.mark.parametrize(
    "where",
    [
        "",
        'bandwidth_mbps > 500 and service_type == "互联网专线"',
        "速率 >= 600 and 500 < 速率 <= 600.0",
        "bandwidth_mbps in [100, 600]",
        "bandwidth_mbps * 0.1 == 60",
        "double == 1200",
        'service_type == "line"',
        'service_type != "云专线"',
        'service_type in ["云专线", "互联网专线"]',
        '"云专线" in needs and "其他" not in needs',
        'needs != "云专线"',
        "score >= 4",
        'score == "4分" and score + 1 == 5',
        'visited >= "2026-11-01" and visited < "2026年12月1日"',
        'called > "2026-11-22 14:00" and called > visited',
        "vip",
        "vip == true",
        '城市 == "北京" and not 备注',
        "备注 is none and 备注 == none",
        '件数 | int > 5',
        'customer_name.startswith("江南")',
        '"公司" in customer_name',
        "customer_name | length == 4",
        "missing is not defined",
        "missing is defined and missing > 3 or vip",
    ],
)  # fmt: skip
def test_a_record_that_meets_the_condition_is_accepted(where):
    assert accepts(where)


@pytest.mark.parametrize(
    "where",
    ["bandwidth_mbps > 600", 'service_type == "云专线"', 'needs == "云专线"', '"其他" in needs',
     'visited == "2026-11-21"', "not vip", '城市 != "北京"', "备注"],
)  # fmt: skip
def test_a_record_that_does_not_is_left_out(where):
    assert not accepts(where)


@pytest.mark.parametrize(
    "where",
    ["bandwidth_mbps > 1", "bandwidth_mbps < 1", "bandwidth_mbps == 1", '"line" in needs',
     'service_type == "line"', 'visited > "2026-01-01"', "bandwidth_mbps + 1 > 0", "vip"],
)  # fmt: skip
def test_what_has_no_value_is_neither_more_nor_less_nor_equal(where):
    assert not accepts(where, {})
    assert accepts("bandwidth_mbps == none and bandwidth_mbps != 1", {})


@pytest.mark.parametrize(
    ("where", "message"),
    [
        ('bandwidth_mbps > "500"', "error[bad-comparison]: a number `600` cannot be compared with"
         ' text `500`\n  hint: write texts and dates in quotation marks, like "2026-11-22", and'
         " numbers without"),
        ("件数 > 5", "error[bad-comparison]: text `7` cannot be compared with a number `5`\n"
         '  hint: write texts and dates in quotation marks, like "2026-11-22",'
         " and numbers without"),
        ("service_type < 3", "error[bad-comparison]: the choice `互联网专线` cannot be compared"
         ' with a number `3`\n  hint: write texts and dates in quotation marks, like "2026-11-22",'
         " and numbers without"),
        ('service_type == "互联网专绒"', "error[unknown-option]: `互联网专绒` is not an option"
         " of `service_type`; allowed: 互联网专线, 云专线, 其他\n"
         "  hint: did you mean `互联网专线`?"),
        ('visited > "soon"', "error[bad-date]: `soon` is not a date\n  hint: allowed: 2026-11-22,"
         " 2026/11/22, 2026.11.22, 20261122 or 2026年11月22日, a time like 14:30 or 14时30分 behind"
         " it"),
        ("bandwith_mbps > 500", "error[unknown-field]: `bandwith_mbps` is neither a field of the"
         " form nor a column of the data\n  hint: did you mean `bandwidth_mbps`?"),
        ("bandwidth_mbps / 0 > 1", "error[bad-condition]: the condition `bandwidth_mbps / 0 > 1`"
         " cannot be decided: it divides by zero"),
        ("城市.__class__ == 3", "error[bad-condition]: the condition `城市.__class__ == 3` cannot"
         " be decided: access to attribute '__class__' of 'str' object is unsafe."),
    ],
)  # fmt: skip
def test_a_condition_that_cannot_be_decided_is_an_error_with_the_row(where, message):
    with pytest.raises(DataError) as raised:
        accepts(where)
    assert str(raised.value) == f"a.csv, row 2: {message}"


@pytest.mark.parametrize(
    ("where", "message"),
    [
        ("bandwidth_mbps = 5", "the expression goes on where it should end"),
        ("bandwidth_mbps >", "unexpected 'end of template'"),
        ("a | nothing", "No filter named 'nothing'."),
        ("x is odd", "No test named 'odd'."),
    ],
)
def test_what_is_no_condition_is_an_error_of_the_call(where, message):
    with pytest.raises(UsageError) as raised:
        Selection(where)
    assert str(raised.value).startswith(f"error[bad-condition]: the condition `{where}` is wrong: ")
    assert message.casefold() in str(raised.value).casefold()


def test_unknown_names_are_said_before_the_first_record():
    where = "bandwith_mbps > 1 and extra is defined and extra"
    selection = Selection(where, "城巿,-score", None, FIELDS)
    with pytest.raises(UsageError) as raised:
        selection.check(["城市"])
    assert str(raised.value) == (
        "error[unknown-field]: `bandwith_mbps` is neither a field of the form nor a column of the"
        " data\n  hint: did you mean `bandwidth_mbps`?\n"
        "error[unknown-field]: `城巿` is neither a field of the form nor a column of the data"
    )
    Selection("城市 == 客户名称", "速率", None, FIELDS).check(["城市"])


@pytest.mark.parametrize("sort", ["a,,b", "-", ","])
def test_an_order_without_a_name_is_an_error(sort):
    with pytest.raises(UsageError, match="bad-sort"):
        Selection(sort=sort)


def test_a_limit_below_nothing_is_an_error():
    with pytest.raises(UsageError, match="-1 is not a number of records"):
        Selection(limit=-1)


def ordered(sort: str, *values: object, column: str = "城市") -> list[object]:
    items = [pair({column: value}, row) for row, value in enumerate(values, 2)]
    return [raw.values[column] for raw, _ in Selection(None, sort, None, FIELDS).order(items)]


def test_numbers_are_ordered_by_value_and_the_missing_stand_last():
    assert ordered("速率", "9", "", "10", "1.5", column="速率") == ["1.5", "9", "10", ""]
    assert ordered("-bandwidth_mbps", "9", "", "10", column="速率") == ["10", "9", ""]


def test_dates_are_ordered_by_date_and_choices_as_on_the_form():
    days = ["2026/11/3", "2026-11-22", "2025年12月1日"]
    assert ordered("visited", *days, column="日期") == [days[2], days[0], days[1]]
    kinds = ["其他", "云专线", "互联网专线"]
    assert ordered("业务类型", *kinds, column="业务类型") == kinds[::-1]


def test_texts_are_ordered_by_code_point():
    assert ordered("城市", "b", "京", "10", "9", "B") == ["10", "9", "B", "b", "京"]


def test_a_column_of_several_kinds_has_an_order():
    moment = datetime(2026, 1, 1, tzinfo=UTC)
    values = ["x", Decimal(2), 1, moment, date(2025, 1, 1), True, [1], None]
    assert ordered("城市", *values) == [
        True, 1, Decimal(2), date(2025, 1, 1), moment, "x", [1], None,
    ]  # fmt: skip


def test_equal_records_keep_their_order_and_the_next_name_decides():
    cells = ["b2", "a1", "b1", "a2", "a1"]
    items = [pair({"城市": c, "速率": s}, i) for i, (c, s) in enumerate(cells)]
    chosen = Selection(None, "城市, -速率", None, FIELDS).order(items)
    assert [raw.place.row for raw, _ in chosen] == [3, 1, 4, 0, 2]


def test_the_chosen_come_one_by_one_and_no_more_are_read_than_the_limit():
    items = iter([pair({"速率": str(i)}, i) for i in range(10)])
    chosen = Selection("速率 % 2 == 1", None, 2, FIELDS).chosen(items, lambda item: item)
    assert [raw.place.row for raw, _ in chosen] == [1, 3]
    assert next(items)[0].place.row == 4


def test_the_limit_counts_after_the_order():
    items = [pair({"速率": str(i)}, i) for i in range(10)]
    selection = Selection(None, "-速率", 2, FIELDS)
    assert selection.needs_all
    assert [raw.place.row for raw, _ in selection.chosen(items, lambda item: item)] == [9, 8]
    assert [raw.place.row for raw, _ in selection.order(items)] == [9, 8]


@given(st.lists(st.none() | st.integers(-50, 50)), st.booleans())
@settings(max_examples=100, deadline=None)
def test_ordering_loses_no_record(numbers, turned):
    given = ["" if number is None else str(number) for number in numbers]
    got = ordered("-速率" if turned else "速率", *given, column="速率")
    present = sorted((n for n in numbers if n is not None), reverse=turned)
    assert got == [*map(str, present), *[""] * numbers.count(None)]
    random.Random(1).shuffle(given)
    assert ordered("-速率" if turned else "速率", *given, column="速率") == got


def test_without_a_condition_jinja_is_not_loaded():
    code = (
        "import sys; from formgen.data.select import Selection; Selection(None, 'a', 3);"
        "sys.exit('jinja2' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
