"""Rejected rows are written so that they can be mended and run again."""

import csv
import resource
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from formgen.data.bind import Binder
from formgen.data.rejects import RejectsWriter, reason
from formgen.data.sources import RawRecord, open_records
from formgen.diagnostics import Diagnostic, Place, Severity
from formgen.errors import OutputError
from formgen.model.fields import NumberField, TextField

FIELDS = (
    TextField("name", "姓名", required=True),
    NumberField("speed", "速率"),
    TextField("phone", "电话"),
)
WRONG = (Diagnostic("bad-number", "`x` is not a number", Place("a.csv", row=2, column="速率")),)


def written(path: Path, *records: RawRecord) -> bytes:
    with RejectsWriter(path) as rejects:
        for record in records:
            rejects.add(record, WRONG)
    return path.read_bytes()


def test_the_file_has_the_columns_and_the_reason_and_opens_in_a_spreadsheet(tmp_path):
    record = RawRecord({"姓名": "甲", "速率": "x", "电话": "+86 139 1234"})
    assert written(tmp_path / "r.csv", record).decode("utf-8") == (
        '\ufeff"姓名","速率","电话","原因/reason"\r\n'
        '"甲","x","+86 139 1234","速率: `x` is not a number"\r\n'
    )


def test_no_cell_can_run(tmp_path):
    record = RawRecord({"=a": "=1+1", "b": "@x", "c": "-5", "d": "\t=1"}, extra=("=2",))
    written(tmp_path / "r.csv", record)
    with (tmp_path / "r.csv").open(encoding="utf-8-sig", newline="") as file:
        header, row = csv.reader(file)
    assert header[0] == "'=a"
    assert row == ["'=1+1", "'@x", "-5", "'\t=1", "速率: `x` is not a number", "'=2"]


def test_without_rejects_nothing_is_written_and_nothing_removed(tmp_path):
    (tmp_path / "old.csv").write_text("kept")
    for name in ("old.csv", "new.csv"):
        with RejectsWriter(tmp_path / name):
            pass
    assert [path.name for path in tmp_path.iterdir()] == ["old.csv"]
    assert (tmp_path / "old.csv").read_text() == "kept"


def test_mended_rows_run_again_without_their_reasons(tmp_path):
    source = tmp_path / "a.csv"
    source.write_text("姓名,速率,电话\n甲,1000x,+8613912345678\n,5,\n丙,7,'=1\n", encoding="utf-8")
    binder = Binder(FIELDS)
    rejects = RejectsWriter(tmp_path / "r.csv")
    good = []
    for index, raw in enumerate(open_records(source)):
        values, problems = binder.bind_record(raw, index)
        if problems:
            rejects.add(raw, problems)
        else:
            good.append(values)
    rejects.close()
    assert rejects.count == 2
    again = [binder.bind_record(raw) for raw in open_records(tmp_path / "r.csv")]
    assert [[p.code for p in problems] for _, problems in again] == [
        ["bad-number"], ["missing-value"],
    ]  # fmt: skip
    text = (tmp_path / "r.csv").read_text(encoding="utf-8-sig").replace("1000x", "1000")
    (tmp_path / "r.csv").write_text(text.replace('"","5"', '"乙","5"'), encoding="utf-8")
    mended = [binder.bind_record(raw) for raw in open_records(tmp_path / "r.csv")]
    assert [problems for _, problems in mended] == [[], []]
    assert [v.get("phone") for v, _ in mended] == ["+8613912345678", None]


def test_what_stands_beyond_the_columns_stays_and_is_rejected_again(tmp_path):
    source = tmp_path / "a.csv"
    source.write_text("a,b\n1,2,3,4\n", encoding="utf-8")
    (raw,) = open_records(source)
    assert raw.extra == ("3", "4")
    written(tmp_path / "r.csv", raw)
    (again,) = open_records(tmp_path / "r.csv")
    assert (again.values, again.extra) == ({"a": "1", "b": "2"}, ("3", "4"))
    assert [p.code for p in again.problems] == ["cell-count"]


def test_a_line_that_is_no_record_is_kept_as_it_is(tmp_path):
    source = tmp_path / "a.jsonl"
    source.write_text('{"a": 1}\n{"a": \n[3]\n', encoding="utf-8")
    good, broken, no_object = open_records(source)
    written(tmp_path / "r.csv", good, broken, no_object)
    _, *rows = csv.reader((tmp_path / "r.csv").read_text(encoding="utf-8-sig").splitlines())
    assert [row[2:] for row in rows] == [[], ['{"a": '], ["[3]"]]


def test_records_with_different_columns_share_one_header(tmp_path):
    written(tmp_path / "r.csv", RawRecord({"a": 1}), RawRecord({"b": [1, "x"], "a": None}))
    assert [raw.values for raw in open_records(tmp_path / "r.csv")] == [
        {"a": "1", "b": ""},
        {"a": "", "b": "1；x"},
    ]


def test_the_same_records_give_the_same_bytes(tmp_path):
    records = [RawRecord({"a": str(i), "b": "\ud800"}) for i in range(100)]
    assert written(tmp_path / "1.csv", *records) == written(tmp_path / "2.csv", *records)


def test_with_an_error_nothing_is_written(tmp_path):
    rejects = RejectsWriter(tmp_path / "r.csv")
    rejects.add(RawRecord({"a": 1}), WRONG)
    with pytest.raises(KeyError), rejects:
        raise KeyError
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_is_not_there_is_one_clear_error(tmp_path):
    rejects = RejectsWriter(tmp_path / "none" / "r.csv")
    rejects.add(RawRecord({"a": 1}), WRONG)
    with pytest.raises(OutputError, match="does not exist"):
        rejects.close()


def test_a_full_disk_is_one_clear_error_and_leaves_nothing_behind(tmp_path):
    rejects = RejectsWriter(tmp_path / "r.csv")
    for _ in range(200):
        rejects.add(RawRecord({"a": "x" * 1000}), WRONG)
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, before[1]))
    try:
        with pytest.raises(OutputError) as raised:
            rejects.close()
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    assert [d.code for d in raised.value.diagnostics] == ["disk-full"]
    assert list(tmp_path.iterdir()) == []


def test_only_errors_are_reasons():
    warning = Diagnostic("x", "careful", severity=Severity.WARNING)
    other = Diagnostic("y", "it is broken")
    assert reason([warning, *WRONG, other]) == "速率: `x` is not a number; it is broken"


NAME = st.text(alphabet="ab=姓", min_size=1, max_size=3)
NAMES = st.lists(NAME, min_size=1, unique=True, max_size=4)
CELLS = st.text(alphabet=st.characters(exclude_categories=["Cs"], exclude_characters="\0"))


@given(NAMES.flatmap(lambda names: st.lists(st.fixed_dictionaries(dict.fromkeys(names, CELLS)),
                                            min_size=1, max_size=4)))  # fmt: skip
@settings(max_examples=100, deadline=None)
def test_whatever_is_rejected_is_read_back(tmp_path_factory, records):
    path = tmp_path_factory.mktemp("rejects") / "r.csv"
    written(path, *map(RawRecord, records))
    assert [raw.values for raw in open_records(path)] == [r for r in records if any(r.values())]
