"""CSV and TSV files, as spreadsheets write them."""

import csv
import io
from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from formgen.data.formula import restored
from formgen.data.sources import RawRecord, read_records, read_stream
from formgen.diagnostics import Place
from formgen.errors import DataError

HEADER = "客户名称,联系电话,备注"


def records(text: str, kind: str = "csv") -> list[RawRecord]:
    return list(read_stream(io.BytesIO(text.encode()), kind, f"a.{kind}"))


def values(text: str, kind: str = "csv") -> list[dict[str, object]]:
    found = records(text, kind)
    assert [record.problems for record in found] == [()] * len(found)
    return [record.values for record in found]


def error(text: str) -> list[str]:
    with pytest.raises(DataError) as raised:
        records(text)
    return [str(d) for d in raised.value.diagnostics]


def test_a_row_is_a_record():
    assert records(f"{HEADER}\n甲,139,\n乙,138,好\n") == [
        RawRecord({"客户名称": "甲", "联系电话": "139", "备注": ""}, Place("a.csv", row=2)),
        RawRecord({"客户名称": "乙", "联系电话": "138", "备注": "好"}, Place("a.csv", row=3)),
    ]


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_the_delimiter_is_found(delimiter):
    text = "客户名称,备注\n甲,乙\n".replace(",", delimiter)
    assert values(text) == [{"客户名称": "甲", "备注": "乙"}]


def test_a_quoted_header_does_not_mislead_the_search_for_the_delimiter():
    assert values('"a;b;c;d",e\n1,2\n') == [{"a;b;c;d": "1", "e": "2"}]


def test_a_single_column_needs_no_delimiter():
    assert values("客户名称\n甲；乙\n") == [{"客户名称": "甲；乙"}]


def test_tsv_is_divided_by_tabs_alone():
    assert values("a,b\tc\n1,2\t3\n", "tsv") == [{"a,b": "1,2", "c": "3"}]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_line_ends_of_every_system_are_read(end):
    assert values(end.join(["a,b", "1,2", "3,4"])) == [{"a": "1", "b": "2"}, {"a": "3", "b": "4"}]


def test_quoted_line_ends_and_quotation_marks_belong_to_the_cell():
    text = 'a,b\n"一\n二","说""好"""\n3,4\n'
    assert values(text) == [{"a": "一\n二", "b": '说"好"'}, {"a": "3", "b": "4"}]


def test_rows_are_counted_as_a_spreadsheet_does():
    text = '\na,b\n"1\n1",2\n\n,\n3,4\n'
    assert [record.place.row for record in records(text)] == [3, 6]


def test_an_empty_trailing_column_is_dropped():
    assert values("a,b,,\n1,2,,\n3,4\n5,6,\n") == [
        {"a": "1", "b": "2"}, {"a": "3", "b": "4"}, {"a": "5", "b": "6"},
    ]  # fmt: skip


def test_names_of_columns_lose_the_space_about_them():
    assert values(" a ,b　\n1, 2\n") == [{"a": "1", "b": " 2"}]


@pytest.mark.parametrize(
    ("row", "message"),
    [
        ("1", "the row has 1 cells; the header has 2"),
        ("1,2,3", "the row has 3 cells; the header has 2"),
        ("1,2,,4", "the row has 4 cells; the header has 2"),
    ],
)
def test_a_row_with_other_cells_than_the_header_is_a_problem_of_its_own(row, message):
    bad, good = records(f"a,b\n{row}\n1,2\n")
    assert [(p.code, p.message, p.place) for p in bad.problems] == [
        ("cell-count", message, Place("a.csv", row=2))
    ]
    assert good == RawRecord({"a": "1", "b": "2"}, Place("a.csv", row=3))


def test_cells_without_a_column_are_named():
    bad, *_ = records("a,b\n1,2,三\n")
    assert bad.problems[0].hint == "cells without a column: `三`"


def test_columns_of_one_name_are_an_error():
    assert error("a,b,a,,b\n1,2,3,4,5\n") == [
        "a.csv, row 1: error[no-header]: column 4 has no name",
        "a.csv, row 1: error[duplicate-column]: `a` names the columns 1, 3",
        "a.csv, row 1: error[duplicate-column]: `b` names the columns 2, 5",
    ]


@pytest.mark.parametrize("text", ["", "\n\n", ",,\n,,\n"])
def test_a_file_without_a_header_is_an_error(text):
    assert error(text) == [
        "a.csv, row 1: error[no-header]: the file has no row with the names of its columns"
    ]


def test_a_header_alone_has_no_records():
    assert records("a,b\n") == []


@pytest.mark.parametrize("row", ['"1,2\n3,4\n', '"1"1,2\n'])
def test_a_quotation_mark_that_is_not_closed_is_an_error(row):
    (message,) = error(f"a,b\n{row}")
    assert message.startswith(
        "a.csv, row 2: error[bad-csv]: a quotation mark is not closed, or stands single"
    )


def test_a_cell_without_end_is_an_error():
    (message,) = error("a,b\n" + "x" * ((1 << 20) + 1) + ",2\n")
    assert message.startswith("a.csv, row 2: error[bad-csv]: a cell has more than 1048576")


def test_records_are_read_one_by_one(tmp_path: Path):
    path = tmp_path / "a.csv"
    path.write_text("a,b\n1,2\n" + '"open', encoding="utf-8")
    reader = read_records(path)
    assert next(reader).values == {"a": "1", "b": "2"}
    with pytest.raises(DataError):
        next(reader)


def test_a_file_without_line_ends_is_an_error_at_once():
    (message,) = error("a,b\n" + "x" * 50_000_000)
    assert message == (
        "a.csv:2: error[bad-csv]: a line has more than 4194304 characters\n"
        "  hint: the file does not look like CSV: it has no line ends"
    )


def test_a_header_without_end_is_an_error_at_once():
    (message,) = error(",".join(f"c{i}" for i in range(100_000)) + "\n1,2\n")
    assert message == (
        "a.csv, row 1: error[too-many-columns]: the header has 100000 columns;"
        " allowed: at most 16384"
    )


def test_as_many_columns_as_a_spreadsheet_has_are_read():
    names = [f"c{i}" for i in range(16_384)]
    (record,) = records(",".join(names) + "\n" + ",".join("1" for _ in names) + "\n")
    assert len(record.values) == 16_384


def test_a_header_over_several_lines_is_divided_by_its_delimiter():
    text = '"客户\n名称, 全称";b\n1;2\n'
    assert values(text) == [{"客户\n名称, 全称": "1", "b": "2"}]


def test_the_columns_are_known_before_the_first_record():
    reader = read_stream(io.BytesIO(f"{HEADER}\n".encode()), "csv")
    assert reader.columns == ("客户名称", "联系电话", "备注")
    assert list(reader) == []


@pytest.mark.parametrize("header", ["a,b,原因/reason", "a,原因/reason,b", "原因/reason,a,b"])
def test_the_reasons_of_rejects_are_passed_over(header):
    cells = {"a": "1", "b": "2", "原因/reason": "`x` is wrong"}
    row = ",".join(cells[name] for name in header.split(","))
    reader = read_stream(io.BytesIO(f"{header}\n{row}\n".encode()), "csv")
    assert reader.columns == ("a", "b")
    assert next(reader).values == {"a": "1", "b": "2"}


def test_an_apostrophe_before_what_a_spreadsheet_would_run_is_taken_off():
    assert values("'=a,b\n'+8613912345678,'甲\n'=1,''=1\n") == [
        {"=a": "+8613912345678", "b": "'甲"},
        {"=a": "=1", "b": "'=1"},
    ]


CELLS = st.text(alphabet=st.characters(exclude_categories=["Cs"], exclude_characters="\r\0"))


@given(
    st.integers(1, 4).flatmap(
        lambda width: st.lists(
            st.lists(CELLS, min_size=width, max_size=width).filter(any), max_size=4
        )
    ),
    st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "gb18030"]),
    st.sampled_from([("csv", ","), ("csv", ";"), ("tsv", "\t")]),
)
@settings(max_examples=150, deadline=None)
def test_whatever_a_writer_writes_is_read_back(rows: Sequence[Sequence[str]], encoding, kind):
    header = [f"列{i}" for i in range(len(rows[0]) if rows else 1)]
    # A header of one column does not say what divides cells: there it is a comma.
    assume(len(header) > 1 or kind[1] != ";")
    file = io.StringIO(newline="")
    csv.writer(file, delimiter=kind[1]).writerows([header, *rows])
    stream = io.BytesIO(file.getvalue().encode(encoding))
    said = encoding if encoding == "gb18030" else None
    read = [record.values for record in read_stream(stream, kind[0], encoding=said)]
    assert read == [dict(zip(header, map(restored, row), strict=True)) for row in rows]
