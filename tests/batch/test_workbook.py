import os
import shutil
import zipfile
from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest

from formgen.batch import workbook
from formgen.batch.manifest import COLUMNS, Entry, Manifest
from formgen.batch.plan import Plan, Targets
from formgen.batch.run import run_batch
from formgen.batch.workbook import write_workbook
from formgen.data.sources import read_records
from formgen.errors import OutputError, UsageError
from tests.batch.conftest import Listener, contents

HOSTILE = (
    "013812345678", "1.39E+10", "2026/11/2", "=1+1", "@SUM(A1)", "-2+3", "'=x", "''=x", "'tis",
    "<r><t>bold</t></r>", "<r>x</r>", "_x0041_", "a\x00b\x0bc", " both ", "two\nlines", "https://x.y",
    "￿", "𬭩泰", "TRUE", "#N/A", "1e5",
)  # fmt: skip


def manifest_of(values: tuple[str, ...], path: Path) -> Path:
    manifest = Manifest(path)
    manifest.begin(["=a", "pages"])
    for index, value in enumerate(values, 1):
        entry = Entry(index, f"00{index}", "S", f"{index}.pdf", 1, "0" * 64)
        manifest.add(entry, {"=a": value, "pages": value})
    manifest.finish()
    manifest.close()
    return path


def test_every_cell_is_the_text_that_the_data_has(tmp_path: Path) -> None:
    source = manifest_of(HOSTILE, tmp_path / "m.csv")
    assert write_workbook(source, tmp_path / "m.xlsx") == []
    rows = list(openpyxl.load_workbook(tmp_path / "m.xlsx").active.iter_rows())
    assert [cell.value for cell in rows[0]] == [*COLUMNS, "=a", "pages (data)"]
    found = [openpyxl.utils.escape.unescape(row[-1].value) for row in rows[1:]]
    assert found == list(HOSTILE)
    assert {cell.data_type for row in rows[1:] for cell in (row[1], row[-1], row[-2])} == {"s"}
    assert [(row[0].value, row[4].value) for row in rows[1:]][:2] == [(1, 1), (2, 1)]


def test_formgen_reads_it_as_it_reads_the_csv_file(tmp_path: Path) -> None:
    values = tuple(v for v in HOSTILE if v.isprintable() and v.strip(" '") == v)
    source = manifest_of(values, tmp_path / "m.csv")
    write_workbook(source, tmp_path / "m.xlsx")
    with read_records(source) as one, read_records(tmp_path / "m.xlsx") as other:
        assert one.columns == other.columns
        same = [
            ([*map(str, a.values.values())], [*map(str, b.values.values())])
            for a, b in zip(one, other, strict=True)
        ]
    assert [a for a, b in same if a != b] == []


def test_the_same_manifest_gives_the_same_bytes_at_any_time(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = manifest_of(("一",), tmp_path / "m.csv")
    write_workbook(source, tmp_path / "a.xlsx")
    os.utime(source, (1, 1))
    monkeypatch.setenv("TZ", "Asia/Shanghai")
    write_workbook(source, tmp_path / "b.xlsx")
    assert (tmp_path / "a.xlsx").read_bytes() == (tmp_path / "b.xlsx").read_bytes()
    assert zipfile.ZipFile(tmp_path / "a.xlsx").testzip() is None


def test_a_cell_that_is_too_long_is_cut_and_told(tmp_path: Path) -> None:
    source = manifest_of(("字" * 40_000, "𬭩" * 20_000), tmp_path / "m.csv")
    told = write_workbook(source, tmp_path / "m.xlsx")
    assert [(d.code, d.place.row, d.place.column) for d in told] == [
        ("cell-too-long", 2, "=a"), ("cell-too-long", 2, "pages (data)"),
        ("cell-too-long", 3, "=a"), ("cell-too-long", 3, "pages (data)"),
    ]  # fmt: skip
    sheet = openpyxl.load_workbook(tmp_path / "m.xlsx").active
    assert [len(sheet.cell(row, 10).value) for row in (2, 3)] == [32_767, 16_383]


def test_more_rows_than_a_workbook_has_are_an_error(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(workbook, "MOST_ROWS", 3)
    source = manifest_of(("a", "b", "c"), tmp_path / "m.csv")
    with pytest.raises(OutputError, match="too-large"):
        write_workbook(source, tmp_path / "m.xlsx")
    assert sorted(os.listdir(tmp_path)) == ["m.csv"]


def with_workbook(plan: Plan, path: str) -> Plan:
    return replace(plan, targets=replace(plan.targets, manifest_at=Path(path)))


def test_a_run_writes_it_beside_the_csv_file_of_its_folder(plan: Plan) -> None:
    run_batch(with_workbook(plan, "for word.xlsx"), Listener())
    assert Path("out/manifest.csv").is_file()
    with read_records("for word.xlsx") as records:
        files = [str(record.values["file"]) for record in records]
    assert files == [f"out/R-{i}.pdf" for i in range(1, 7)]
    assert all(Path(file).is_file() for file in files)


def test_in_the_folder_it_names_files_as_they_are(plan: Plan) -> None:
    run_batch(with_workbook(plan, "out/m.xlsx"), Listener())
    with read_records("out/m.xlsx") as records:
        assert next(records).values["file"] == "R-1.pdf"


def test_a_merged_file_on_standard_output_leaves_its_csv_file_beside_it(plan: Plan) -> None:
    targets = Targets(merge="all.pdf", manifest_at=Path("m.xlsx"))
    run_batch(replace(plan, targets=targets), Listener())
    with read_records("m.xlsx") as records:
        assert {record.values["file"] for record in records} == {"all.pdf"}
    assert Targets(merge="-", manifest_at=Path("m.xlsx")).manifest == Path("m.xlsx.csv")


def test_a_run_that_was_stopped_has_none_and_one_that_goes_on_the_same(plan: Plan) -> None:
    plan = with_workbook(plan, "out/m.xlsx")
    run_batch(plan, Listener())
    whole = contents(Path("out"))

    def stop() -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        run_batch(replace(plan, restart=True), Listener(3, stop))
    assert not Path("out/m.xlsx").exists()
    run_batch(replace(plan, resume=True), Listener())
    assert contents(Path("out")) == whole
    shutil.rmtree("out")


def test_it_is_not_written_over_the_data_nor_into_a_folder_that_is_not_there(plan: Plan) -> None:
    shutil.copy("data.csv", "data.xlsx")
    data = replace(plan.data, source="data.xlsx", kind="csv")
    with pytest.raises(UsageError, match="same-file"):
        run_batch(replace(with_workbook(plan, "data.xlsx"), data=data), Listener())
    with pytest.raises(OutputError, match="no-such-folder"):
        run_batch(with_workbook(plan, "none/m.xlsx"), Listener())
