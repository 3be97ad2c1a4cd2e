"""`formgen merge-doc`: a main document for Word's mail merge and its data source."""

from __future__ import annotations

import io
from pathlib import Path

import openpyxl
from mailmerge import MailMerge

from tests.cli.conftest import Cli


def columns(path: Path) -> list[object]:
    return [cell.value for cell in openpyxl.load_workbook(path).worksheets[0][1]]


def test_the_document_and_its_data_source_go_together(cli: Cli, folder: Path) -> None:
    result = cli(
        "merge-doc", "satisfaction_callback", "-o", "main.docx", "--data-source", "data.xlsx"
    )
    assert result.exit_code == 0, result.stderr
    assert result.stderr.endswith("wrote data.xlsx\nwrote main.docx\n")
    with MailMerge(str(folder / "main.docx")) as merge:
        assert merge.get_merge_fields() == set(columns(folder / "data.xlsx"))
    assert openpyxl.load_workbook(folder / "data.xlsx").worksheets[0].max_row == 1


def test_a_batch_prints_what_word_merges(cli: Cli, folder: Path) -> None:
    cli("merge-doc", "satisfaction_callback", "-o", "main.docx", "--data-source", "data.xlsx")
    book = openpyxl.load_workbook(folder / "data.xlsx")
    page = book.worksheets[0]
    given = {"客户名称": "蓝海科技", "业务类型": "互联网专线", "网速满意度": "满意"}
    page.append([given.get(str(heading)) for heading in columns(folder / "data.xlsx")])
    book.save(folder / "data.xlsx")
    result = cli("batch", "satisfaction_callback", "data.xlsx", "-o", "sheets")
    assert result.exit_code == 0, result.stderr


def test_what_is_lost_is_a_warning_and_strictly_an_error(cli: Cli, folder: Path) -> None:
    result = cli("merge-doc", "service_order", "-o", "main.docx", "--data-source", "data.xlsx",
                 "--strict")  # fmt: skip
    assert result.exit_code == 1
    assert "error[merge-code]" in result.stderr
    assert not (folder / "main.docx").exists()
    assert not (folder / "data.xlsx").exists()
    result = cli("merge-doc", "service_order", "-o", "main.docx")
    assert result.exit_code == 0
    assert "warning[merge-code]" in result.stderr


def test_without_a_name_it_is_called_after_the_form(cli: Cli, folder: Path) -> None:
    assert cli("merge-doc", "own").exit_code == 0
    assert (folder / "own-merge.docx").exists()


def test_a_data_source_that_is_there_is_left_alone(cli: Cli, folder: Path) -> None:
    (folder / "data.xlsx").write_bytes(b"filled in")
    result = cli("merge-doc", "own", "-o", "main.docx", "--data-source", "data.xlsx")
    assert result.exit_code == 1
    assert "data.xlsx: error[already-there]" in result.stderr
    assert (folder / "data.xlsx").read_bytes() == b"filled in"
    assert not (folder / "main.docx").exists()


def test_a_csv_data_source_has_the_same_headings(cli: Cli, folder: Path) -> None:
    cli("merge-doc", "own", "-o", "main.docx", "--data-source", "data.csv")
    cli("merge-doc", "own", "-o", "main.docx", "--data-source", "data.xlsx")
    (line,) = (folder / "data.csv").read_text(encoding="utf-8-sig").splitlines()
    assert line.split(",") == columns(folder / "data.xlsx")


def test_another_ending_is_wrong_usage(cli: Cli) -> None:
    result = cli("merge-doc", "own", "-o", "main.pdf")
    assert result.exit_code == 2
    assert "a main document is a .docx file" in result.stderr
    result = cli("merge-doc", "own", "--data-source", "data.pdf")
    assert result.exit_code == 2
    assert "a data sheet cannot be `pdf`" in result.stderr


def test_it_goes_to_standard_output(cli: Cli) -> None:
    result = cli("merge-doc", "own", "-o", "-")
    assert result.exit_code == 0
    with MailMerge(io.BytesIO(result.stdout_bytes)) as merge:
        assert merge.get_merge_fields()
