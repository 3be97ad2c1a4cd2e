"""Sums over the rows of a list in expressions."""

from decimal import Decimal

import pytest

from formgen.data.bind import Binder
from formgen.errors import LayoutError
from formgen.model.fields import (
    CheckField,
    ChoiceField,
    ComputedField,
    DateField,
    ListField,
    NumberField,
    Option,
    TextField,
)

ANSWERS = (Option("good", "满意"), Option("fair", "一般"), Option("bad", "不满意"))
WAYS = tuple(Option(way, way) for way in ("电话", "上门"))
SCALE = tuple(Option(str(n), str(n)) for n in range(1, 6))
ITEMS = ListField(
    "calls",
    "回访",
    fields=(
        TextField("customer", "客户"),
        ChoiceField("answer", "满意度", options=ANSWERS),
        ChoiceField("ways", "方式", options=WAYS, multiple=True),
        ChoiceField("score", "评分", options=SCALE),
        NumberField("price", "单价"),
        NumberField("amount", "数量"),
        CheckField("done", "已办结"),
        DateField("on", "日期"),
    ),
)
ROWS = [
    {"customer": "甲", "满意度": "满意", "ways": "电话", "score": 5, "price": "0.1", "amount": 3},
    {"customer": "乙", "满意度": "不满意", "ways": ["电话", "上门"], "price": 2, "done": "是"},
    {"满意度": "满意", "score": 2, "price": 10, "amount": 2, "done": "否", "on": "2026-11-22"},
]


def result(expression: str, rows: object = ROWS, **other: object) -> object:
    """Return what an expression gives over `rows`, or what is said of it."""
    fields = (ITEMS, NumberField("rate", "税率"), ComputedField("x", "x", expression=expression))
    values, problems = Binder(fields).bind({"calls": rows, **other})
    return problems[0].message if problems else values.get("x")


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        ("count(calls)", "3"),
        ("count(calls.customer)", "2"),
        ("count(calls.answer == '满意')", "2"),
        ("count(calls.answer == 'good')", "2"),
        ("count(calls.answer != '满意')", "1"),
        ("count(calls.ways == '上门')", "1"),
        ("count(calls.score >= 3)", "1"),
        ("count(calls.score == 2)", "1"),
        ("count(calls.done)", "1"),
        ("count(calls, calls.price > 1, calls.answer == '满意')", "1"),
        ("count(calls.price > 1, calls.answer == '满意')", "1"),
        ("count(calls.price < 1) + count(calls.price > 9)", "2"),
        ("sum(calls.price)", "12.1"),
        ("sum(calls.price * calls.amount)", "20.3"),
        ("sum(2 * calls.price - calls.price, calls.answer == '满意')", "10.1"),
        ("avg(calls.score)", "3.5"),
        ("min(calls.price)", "0.1"),
        ("max(calls.price)", "10"),
        ("max(calls.on)", "2026-11-22"),
        ("percent(count(calls.answer == '满意'), count(calls)) // 1", "66"),
        ("sum(calls.price) * rate", "121.0"),
    ],
)
def test_rows_are_summed_up(expression: str, expected: str) -> None:
    assert str(result(expression, rate=10)) == expected


@pytest.mark.parametrize(
    "expression", ["avg(calls.price)", "max(calls.on)", "percent(0, count(calls))",
                   "2 * avg(calls.price)"],
)  # fmt: skip
def test_nothing_of_no_rows_is_blank(expression: str) -> None:
    assert result(expression, []) is None


def test_no_rows_count_and_sum_up_to_nought() -> None:
    assert result("count(calls)", []) == Decimal(0)
    assert result("sum(calls.price)", []) == Decimal(0)


def test_all_is_blank_where_the_record_has_no_list() -> None:
    assert result("count(calls)", None) is None


@pytest.mark.parametrize(
    ("expression", "told"),
    [
        ("count(calls.price > 1 and calls.done) + rate", "joined by commas"),
        ("sum(calls.customer)", "`sum` needs numbers"),
        ("sum(rate)", "`sum` needs a column of a list"),
        ("count(calls.price > 'a')", "not supported"),
    ],
)
def test_what_cannot_be_summed_up_is_said(expression: str, told: str) -> None:
    assert told in str(result(expression, rate=1))


@pytest.mark.parametrize(
    ("expression", "told"),
    [
        ("count(calls.answer == '很好')", "`很好` is no option; the options are good, fair, bad"),
        ("count(calls.price > 1 and calls.done)", "joined by commas"),
        ("calls.price", "not a number or a text"),
    ],
)
def test_what_is_wrong_whatever_the_rows_are_is_an_error_of_the_layout(
    expression: str, told: str
) -> None:
    with pytest.raises(LayoutError) as error:
        result(expression)
    assert told in str(error.value)


def test_a_field_may_have_the_name_of_a_function() -> None:
    fields = (
        NumberField("count", "数量"),
        NumberField("max", "上限"),
        ComputedField("x", "x", expression="count * max"),
    )
    values, problems = Binder(fields).bind({"count": 2, "max": 4})
    assert (values.get("x"), problems) == (Decimal(8), [])
