"""The rows of a table as the list of a record."""

import io

import pytest

from formgen.data.bind import Binder
from formgen.data.gathering import Gathering, gathered
from formgen.data.sources import RawRecord, read_stream
from formgen.diagnostics import Place
from formgen.errors import UsageError
from formgen.model.fields import ListField, NumberField, TextField

FORM = (
    TextField("department", "部门"),
    TextField("compiled_by", "汇总人"),
    ListField(
        "calls", "回访", fields=(TextField("customer", "客户"), NumberField("score", "评分"))
    ),
)
TABLE = "客户,部门,score,备注\n甲,一部,1,x\n乙,二部,2,y\n丙,一部,3,z\n"


def records(
    text: str = TABLE, name: str = "calls", group_by: str = "", **head: object
) -> list[RawRecord]:
    table = read_stream(io.BytesIO(text.encode()), "csv", "calls.csv")
    return list(gathered(table, Gathering(name, group_by, tuple(head.items())), Binder(FORM)))


def test_all_rows_are_one_record() -> None:
    [record] = records("客户,score\n甲,1\n乙,2\n", compiled_by="周")
    assert record.values == {
        "compiled_by": "周",
        "calls": [{"客户": "甲", "score": "1"}, {"客户": "乙", "score": "2"}],
    }
    assert [row.place.row for row in record.values["calls"]] == [2, 3]  # type: ignore[attr-defined]


def test_the_list_goes_by_its_label_too() -> None:
    assert records(name="回访", group_by="部门")[0].values.keys() >= {"calls"}


@pytest.mark.parametrize("column", ["部门", "department"])
def test_rows_with_the_same_value_make_a_record_each(column: str) -> None:
    one, two = records(group_by=column)
    assert (one.values["部门"], one.place) == ("一部", Place("calls.csv", row=2))
    assert [row["客户"] for row in one.values["calls"]] == ["甲", "丙"]  # type: ignore[attr-defined]
    assert [row["客户"] for row in two.values["calls"]] == ["乙"]  # type: ignore[attr-defined]


def test_rows_may_be_divided_by_a_field_of_their_own_and_by_a_column_of_none() -> None:
    assert len(records(group_by="客户", department="总")) == 3
    assert len(records(group_by="备注", department="总")) == 3


def test_a_column_of_no_field_stays_with_the_record_and_is_told() -> None:
    record = records(group_by="部门")[0]
    _, problems = Binder(FORM).bind_record(record)
    assert [(p.code, p.place.column) for p in problems] == [("unknown-field", "备注")]


def test_rows_of_one_record_that_differ_in_its_own_values_are_told() -> None:
    [record] = records()
    [problem] = record.problems
    assert str(problem).splitlines()[0] == (
        "calls.csv, row 3, column 部门: error[rows-differ]: `二部` is given, but row 2 has `一部`"
    )


def test_a_value_that_is_given_goes_over_the_column_of_its_field() -> None:
    [record] = records(department="总部")
    assert record.values["department"] == "总部"
    assert "部门" not in record.values
    assert record.problems == ()


def test_a_row_that_cannot_be_read_makes_its_record_unreadable() -> None:
    [record] = records("客户,score\n甲,1,9\n")
    assert [problem.code for problem in record.problems] == ["cell-count"]


def test_a_table_without_rows_is_a_record_without_rows() -> None:
    assert [record.values for record in records("客户\n")] == [{"calls": []}]
    assert records("客户,部门\n", group_by="部门") == []


@pytest.mark.parametrize(
    ("name", "group_by", "told"),
    [
        ("call", "", "the form has no list `call`\n  hint: did you mean `calls`?"),
        ("calls", "部", "the data has no column `部` to divide its rows by"),
    ],
)
def test_a_list_or_column_that_is_not_there_is_told(name: str, group_by: str, told: str) -> None:
    with pytest.raises(UsageError) as error:
        records(name=name, group_by=group_by)
    assert told in str(error.value)
