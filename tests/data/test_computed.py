"""Computed fields: decimal arithmetic over the values of a record, in a sandbox."""

import subprocess
import sys
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from formgen.data.bind import Binder
from formgen.data.computed import Computer
from formgen.diagnostics import Place
from formgen.errors import LayoutError
from formgen.model.fields import (
    ChoiceField,
    ComputedField,
    DateField,
    NumberField,
    Option,
    TextField,
)

SCALE = tuple(Option(str(i), f"{i} 分") for i in range(1, 6))
INPUTS = (
    NumberField("a", "甲"),
    NumberField("b", "乙"),
    TextField("word", "词"),
    DateField("since", "自"),
    DateField("until", "至"),
    ChoiceField("q1", "一", options=SCALE),
    ChoiceField("q2", "二", options=SCALE),
    ChoiceField("yes", "是否", options=(Option("y", "是"), Option("n", "否"))),
    ChoiceField(
        "uses", "业务", options=(Option("tel", "电话"), Option("tv", "iTV")), multiple=True
    ),
)
RECORD = {
    "a": "10.50", "b": 3, "word": "好", "since": "2026-11-01", "until": "2026-11-22",
    "q1": "5", "q2": "4 分", "yes": "是", "uses": ["电话", "iTV"],
}  # fmt: skip


def computed(expression: str, decimals: int | None = None, **given) -> object:
    field = ComputedField("result", "结果", expression=expression, decimals=decimals, unit="元")
    values, problems = Binder((*INPUTS, field)).bind({**RECORD, **given})
    if problems:
        (problem,) = problems
        return f"{problem.place.field}: {problem.code}: {problem.message}"
    return values.get("result")


@pytest.mark.parametrize(
    ("expression", "decimals", "result"),
    [
        ("a + b", None, Decimal("13.50")),
        ("a * b", 1, Decimal("31.5")),
        ("a / b", 2, Decimal("3.50")),
        ("0.1 + 0.2", None, Decimal("0.3")),
        ("a * 1.06", 2, Decimal("11.13")),
        ("1 / 4", 1, Decimal("0.3")),
        ("-1 / 4", 1, Decimal("-0.3")),
        ("(q1 + q2) / 2", 1, Decimal("4.5")),
        ("[a, b, q1] | sum", None, Decimal("18.50")),
        ("[a, b] | max", 0, Decimal(11)),
        ("2 ** 10", None, Decimal(1024)),
        ("a - a", None, Decimal("0.00")),
        ("b - 3.0", 0, Decimal(0)),
        ("(until - since).days", None, Decimal(21)),
        ("uses | length", None, Decimal(2)),
        ("'有' if 'tv' in uses else '无'", None, "有"),
        ("'合格' if yes == 'y' else '不合格'", None, "合格"),
        ("word ~ b", None, "好3"),
        ("until", None, "2026-11-22"),
        ("'' if a > 1 else a", None, None),
        ("none", None, None),
    ],
)
def test_an_expression_gives(expression, decimals, result):
    got = computed(expression, decimals)
    assert (got, str(got)) == (result, str(result))


@pytest.mark.parametrize("missing", ["a", "b"])
def test_the_result_is_blank_while_a_value_is_missing(missing):
    assert computed("a + b", **{missing: ""}) is None


@pytest.mark.parametrize(
    ("expression", "decimals", "message"),
    [
        ("a / (b - 3)", None, "`a / (b - 3)` cannot be computed: it divides by zero"),
        ("word * 3", None, "`word * 3` cannot be computed: `*` needs numbers"),
        ("2 ** 1000", None, "`2 ** 1000` cannot be computed: the power 1000 is too large"),
        (
            "10.0 ** 64 / 0.1",
            None,
            "`10.0 ** 64 / 0.1` cannot be computed: the result is no number that can be printed",
        ),
        ("a > b", None, "`a > b` cannot be computed: it gives true, not a number or a text"),
        ("uses", None, "`uses` cannot be computed: it gives a list, not a number or a text"),
        ("word", 2, "`word` cannot be computed: it gives text, not a number or a text"),
        (
            "word.__class__.__mro__",
            None,
            "`word.__class__.__mro__` cannot be computed:"
            " access to attribute '__class__' of 'str' object is unsafe.",
        ),
    ],
)
def test_what_cannot_be_computed_says_why(expression, decimals, message):
    assert computed(expression, decimals) == f"result: computed-failed: {message}"


@pytest.mark.parametrize("given", ["13.5", "13.50元", Decimal("13.5"), 13.5, "", None])
def test_a_value_in_the_data_may_repeat_the_result(given):
    assert computed("a + b", result=given) == Decimal("13.50")


@pytest.mark.parametrize(
    ("record", "message"),
    [
        ({"result": "13"}, "`13` is given, but `a + b` gives `13.50`"),
        ({"result": "多"}, "`多` is given, but `a + b` gives `13.50`"),
        ({"result": True}, "`true` is given, but `a + b` gives `13.50`"),
        (
            {"result": "5", "a": ""},
            "`5` is given for a computed field, and its inputs give nothing",
        ),
    ],
)
def test_a_value_in_the_data_that_differs_is_refused(record, message):
    assert computed("a + b", **record) == f"result: computed-differs: {message}"


def test_a_text_in_the_data_may_repeat_the_result():
    assert computed("word ~ '的'", result=" 好的 ") == "好的"


def test_computed_fields_may_build_on_each_other_in_any_order():
    fields = (
        ComputedField("total", "总分", expression="part_a + part_b"),
        ComputedField("part_a", "小计一", expression="q1 + q2"),
        ComputedField("part_b", "小计二", expression="part_a * 2"),
    )
    values, problems = Binder((*INPUTS, *fields)).bind(RECORD)
    assert problems == []
    assert [values.get(name) for name in ("part_a", "part_b", "total")] == [9, 18, 27]


def wrong(*fields: ComputedField) -> list[str]:
    with pytest.raises(LayoutError) as raised:
        Computer((*INPUTS, *fields))
    return [str(d) for d in raised.value.diagnostics]


def test_all_that_is_wrong_in_expressions_is_an_error_of_the_layout():
    here = Place("form.xml.j2", 7)
    assert wrong(
        ComputedField("x", "", expression="a +", place=here),
        ComputedField("y", "", expression="a + wrod", place=here),
        ComputedField("z", "", expression="range(9)", place=here),
    ) == [
        "form.xml.j2:7: error[bad-expression]: the expression `a +` of `x` is wrong:"
        " unexpected 'end of template'",
        "form.xml.j2:7: error[unknown-field]: `y` is computed from `wrod`, which is not a field\n"
        "  hint: did you mean `word`?",
        "form.xml.j2:7: error[unknown-field]: `z` is computed from `range`, which is not a field",
    ]


def test_fields_that_need_each_other_are_an_error_of_the_layout():
    (message,) = wrong(
        ComputedField("x", "", expression="y + 1"), ComputedField("y", "", expression="x + 1")
    )
    assert message.startswith("error[circular-expression]: computed fields need each other: `")


def test_a_record_with_other_problems_is_not_computed():
    field = ComputedField("result", "结果", expression="a / b")
    _, problems = Binder((*INPUTS, field)).bind({"a": "x", "b": 0})
    assert [p.code for p in problems] == ["bad-number"]


def test_jinja_is_loaded_only_for_computed_fields():
    program = (
        "import sys; from formgen.data.bind import Binder;"
        "from formgen.model.fields import TextField; Binder([TextField('a', 'b')]).bind({'a': 1});"
        "sys.exit('jinja2' in sys.modules)"
    )
    subprocess.run([sys.executable, "-c", program], check=True)


@given(st.decimals(-(10**9), 10**9, places=2), st.decimals(-(10**9), 10**9, places=2))
@settings(max_examples=100, deadline=None)
def test_sums_are_exact(a, b):
    assert computed("a + b", a=format(a, "f"), b=format(b, "f")) == a + b


def test_a_date_is_a_date_in_an_expression():
    assert computed("since.year") == Decimal(date(2026, 11, 1).year)
