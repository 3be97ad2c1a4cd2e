"""Lists of a record: each row is bound and checked, and told by its number."""

import pickle
from decimal import Decimal

import pytest

from formgen.data.bind import Binder
from formgen.data.lists import PlacedRow
from formgen.diagnostics import Place, Severity
from formgen.model.fields import (
    ChoiceField,
    ComputedField,
    ListField,
    NumberField,
    Option,
    TextField,
)

ITEMS = (
    TextField("name", "名称", required=True),
    NumberField("price", "单价"),
    NumberField("amount", "数量"),
    ComputedField("sum", "小计", expression="price * amount"),
    ChoiceField("kind", "类别", options=(Option("a", "甲"), Option("x", "其他", blank=30.0))),
)
FORM = (
    TextField("department", "部门"),
    ListField("items", "材料", required=True, fields=ITEMS, minimum=1, maximum=4),
    ComputedField("total", "合计", expression="sum(items.sum)"),
)
OBJECTS = 'allowed: a list of objects, like [{"name": "value"}]'
HERE = Place("data.json", 3)


def told(rows: object, place: Place = HERE, **more: object) -> list[str]:
    _, problems = Binder(FORM, **more).bind({"items": rows}, place)  # type: ignore[arg-type]
    return [f"{problem.place}: {problem.code}: {problem.message}" for problem in problems]


def test_rows_go_by_name_and_by_label_and_compute_among_themselves() -> None:
    rows = [{"名称": "光猫", "单价": "150.5", "数量": 2}, {"name": "网线", "price": 3}]
    values, problems = Binder(FORM).bind({"材料": rows, "部门": "一部"})
    assert problems == []
    one, two = values.lists["items"]
    assert one.by_name == {
        "name": "光猫", "price": Decimal("150.5"), "amount": Decimal(2), "sum": Decimal("301.0"),
    }  # fmt: skip
    assert two.by_name == {"name": "网线", "price": Decimal(3)}
    assert values.by_name == {"department": "一部", "total": Decimal("301.0")}


def test_a_row_is_told_by_its_number() -> None:
    found = told([{"name": "光猫"}, {"name": "网线", "price": "x"}, {"price": 1}, 7])
    where = "data.json:3, field items"
    assert found == [
        f"{where}[2].price: bad-number: `x` is not a number; allowed: a number like 1234.5 or "
        "1,234.5",
        f"{where}[3].name: missing-value: 名称 (`name`) is required and has no value",
        f"{where}[4]: wrong-type: a number was given for a row; an object is needed",
    ]


def test_a_row_of_a_table_is_told_by_its_cell() -> None:
    row = PlacedRow({"名称": "光猫", "单价": "x"}, Place("calls.csv", row=7))
    assert told([row]) == [
        "calls.csv, row 7, column 单价: bad-number: `x` is not a number; allowed: a number like "
        "1234.5 or 1,234.5"
    ]
    again = pickle.loads(pickle.dumps(row))
    assert (again, again.place) == (row, row.place)


def test_an_unknown_key_is_told_once() -> None:
    rows = [{"name": "光猫", "colour": 1}, {"name": "网线", "colour": 2}]
    assert told(rows) == [
        "data.json:3, field items[1].colour: unknown-field: `colour` is not a field of this form"
    ]
    assert told(rows, unknown="ignore") == []
    [warning] = Binder(FORM).list_problems({"items": rows}, HERE)
    assert (warning.place.field, warning.severity) == ("items.colour", Severity.WARNING)


@pytest.mark.parametrize(
    ("rows", "message"),
    [
        ([], "too-few-rows: there are 0 rows; allowed: 1 or more"),
        ([{}] * 5, "too-many-rows: there are 5 rows; allowed: at most 4"),
        ("光猫", f"wrong-type: `光猫` was given; {OBJECTS}"),
        ({"name": "x"}, f"wrong-type: an object was given; {OBJECTS}"),
        (None, "missing-value: 材料 (`items`) is required and has no value"),
    ],
)  # fmt: skip
def test_a_list_has_as_many_rows_as_its_form_takes(rows: object, message: str) -> None:
    assert told(rows) == [f"data.json:3, field items: {message}"]


def test_a_cell_of_a_table_may_spell_the_list_in_json() -> None:
    values, problems = Binder(FORM).bind({"items": '[{"名称": "光猫", "单价": 0.1}]'})
    assert problems == []
    assert values.lists["items"][0].by_name == {"name": "光猫", "price": Decimal("0.1")}


def test_what_stands_behind_an_option_belongs_to_its_row() -> None:
    values, problems = Binder(FORM).bind(
        {
            "items": [
                {"name": "a", "kind": "其他", "kind_other": "x"},
                {"name": "b", "kind_other": "y"},
            ]
        }
    )
    assert values.lists["items"][0].by_name["kind_other"] == "x"
    assert [(p.code, p.place.field) for p in problems] == [("stray-other", "items[2].kind_other")]


def test_rows_have_no_number_of_a_record() -> None:
    assert "unknown-field" in told([{"name": "a", "record_id": "1"}])[0]


def test_the_sheet_id_follows_from_the_rows_wherever_they_stood() -> None:
    row = {"name": "光猫", "price": "1"}
    ids = [
        Binder(FORM).bind({"items": rows}, form_id="f")[0].sheet_id
        for rows in ([row], [PlacedRow(row, Place("a.csv", row=2))], [{**row, "price": "2"}])
    ]
    assert ids[0] == ids[1] != ids[2]


def test_a_value_of_the_sheet_knows_its_row() -> None:
    rows = [{"name": "a"}, PlacedRow({"name": "b"}, Place("a.csv", row=9))]
    values, _ = Binder(FORM).bind({"items": rows}, HERE)
    assert str(values.place_of("items[1].name")) == "data.json:3, field items[1].name, record 1"
    assert str(values.place_of("items[2].name")) == "a.csv, row 9, field items[2].name, record 1"
    assert str(values.place_of("department")) == "data.json:3, field department, record 1"


def test_a_table_whose_rows_are_those_of_a_list_is_told_so() -> None:
    """Each row would be a sheet of its own otherwise, all with an empty table."""
    binder = Binder(FORM, unknown="ignore")
    (problem,) = binder.column_problems(["部门", "名称", "单价"], Place("calls.csv"))
    assert str(problem) == (
        "calls.csv: error[rows-of-a-list]: the columns `名称`, `单价` are those of the list "
        "`items`\n"
        "  hint: say that the rows of the data are that list: --rows items"
    )


@pytest.mark.parametrize("columns", [["部门", "单价", "备注"], ["部门", "邮编"], ["材料", "备注"]])
def test_columns_that_cannot_be_the_rows_of_a_list_are_unknown(columns: list[str]) -> None:
    problems = Binder(FORM, unknown="ignore").column_problems(columns)
    assert {(p.severity, p.code) for p in problems} == {(Severity.WARNING, "unknown-field")}
