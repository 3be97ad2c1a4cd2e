"""Rows of a data file as the list of a record: `--rows`, `--group-by`, `--head` and `--set`."""

import csv
import json
import os
from pathlib import Path

import pytest

from tests.cli.conftest import Cli
from tests.trust.readback import text_of_pdf

FORM = """\
<form title="总结" dated="2026-01-01">
  <p>部门：<text name="department" label="部门" required="yes"/></p>
  <table cols="12mm 1fr 20mm">
    <rows name="calls" label="回访">
      <tr><td><rownumber/></td><td><text name="customer" label="客户" required="yes"/></td>
        <td><number name="score" label="评分" min="1" max="5"/></td></tr>
    </rows>
    <tr><td colspan="2">平均</td>
      <td><computed name="mean" label="平均" decimals="1" expr="avg(calls.score)"/></td></tr>
  </table>
</form>
"""
CALLS = "部门,客户,评分\n一部,甲,5\n二部,乙,4\n一部,丙,3\n"


@pytest.fixture(autouse=True)
def form(folder: Path) -> None:
    (folder / "calls").mkdir()
    (folder / "calls" / "form.xml.j2").write_text(FORM, encoding="utf-8")
    (folder / "calls.csv").write_text(CALLS, encoding="utf-8")
    (folder / "one.csv").write_text("客户,评分\n甲,5\n丙,3\n", encoding="utf-8")


def test_the_rows_of_a_file_are_printed_as_one_sheet(cli: Cli) -> None:
    result = cli("render", "calls", "--data", "one.csv", "--rows", "calls", "--set", "部门=一部")
    assert (result.exit_code, result.output) == (0, "wrote calls.pdf\n")


def test_the_other_values_may_stand_in_a_file(cli: Cli, folder: Path) -> None:
    (folder / "head.json").write_text(json.dumps({"部门": "二部"}), encoding="utf-8")
    asked = ("render", "calls", "--data", "one.csv", "--rows", "回访", "-o", "-")
    assert "department" in cli(*asked).output
    headed = cli(*asked, "--head", "head.json")
    assert headed.exit_code == 0
    over = cli(*asked, "--head", "head.json", "--set", "department=一部")
    assert over.stdout_bytes == cli(*asked, "--set", "department=一部").stdout_bytes
    assert over.stdout_bytes != headed.stdout_bytes


def test_a_batch_prints_a_sheet_for_each_value_of_a_column(cli: Cli, folder: Path) -> None:
    result = cli("batch", "calls", "calls.csv", "--rows", "calls", "--group-by", "部门",
                 "-o", "out", "--name", "{{ department }}", "--quiet")  # fmt: skip
    assert (result.exit_code, result.output) == (0, "")
    assert {"一部.pdf", "二部.pdf"} <= set(os.listdir(folder / "out"))
    with (folder / "out" / "manifest.csv").open(encoding="utf-8-sig", newline="") as file:
        assert [row["calls"] for row in csv.DictReader(file)] == ["(2 rows)", "(1 rows)"]


def test_what_is_wrong_in_a_row_is_told_with_its_cell_and_goes_back_to_its_row(
    cli: Cli, folder: Path
) -> None:
    (folder / "calls.csv").write_text(CALLS.replace("丙,3", "丙,9"), encoding="utf-8")
    grouped = ("--rows", "calls", "--group-by", "部门")
    result = cli("batch", "calls", "calls.csv", *grouped, "-o", "out", "--quiet")
    assert result.exit_code == 1
    assert "calls.csv, row 4, column 评分: error" in result.output
    rejects = folder / "out" / "rejects.csv"
    with rejects.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.reader(file))
    assert [row[:3] for row in rows[1:]] == [["一部", "甲", "5"], ["一部", "丙", "9"]]
    assert rows[1][3] == "" != rows[2][3]
    mended = rejects.read_text(encoding="utf-8-sig").replace('"9"', '"3"')
    rejects.write_text(mended, encoding="utf-8")
    again = cli("batch", "calls", str(rejects), *grouped, "-o", "again", "--quiet")
    assert (again.exit_code, again.output) == (0, "")


def test_check_gathers_rows_too(cli: Cli) -> None:
    assert cli("check", "calls", "calls.csv", "--rows", "calls", "--group-by", "部门").output == ""
    assert "rows-differ" in cli("check", "calls", "calls.csv", "--rows", "calls").output


def test_a_list_in_a_record_of_json_lines_needs_no_option(cli: Cli, folder: Path) -> None:
    lines = [{"部门": "一部", "回访": [{"客户": "甲", "colour": 1}]}, {"部门": "二部", "回访": []}]
    text = "\n".join(json.dumps(line) for line in lines)
    (folder / "records.jsonl").write_text(text, encoding="utf-8")
    result = cli("batch", "calls", "records.jsonl", "--merge", "all.pdf", "--quiet")
    assert result.exit_code == 0
    assert result.output.count("unknown-field") == 1
    assert "field calls.colour: warning" in result.output


def test_show_lists_the_fields_of_the_rows(cli: Cli) -> None:
    output = cli("show", "calls").output
    assert "0 to 5000 rows" in output
    assert "calls.customer" in output


def test_a_data_sheet_has_the_columns_of_the_rows_behind_those_of_the_record(cli: Cli) -> None:
    output = cli("data", "calls", "-o", "-", "--no-example").output
    assert output.lstrip("\ufeff").strip() == "部门,客户,评分"


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("batch", "calls", "calls.csv", "-o", "out", "--group-by", "部门"),
         "--group-by goes with --rows"),
        (("batch", "calls", "calls.csv", "-o", "out", "--set", "部门=x"), "--set goes with --rows"),
        (("render", "calls", "--rows", "calls"), "--rows says what the rows of --data are"),
        (("batch", "calls", "calls.csv", "-o", "out", "--rows", "call"), "did you mean `calls`?"),
        (("batch", "own", "calls.csv", "-o", "out", "--rows", "calls"),
         "none of its rows repeat over a list"),
        (("batch", "calls", "calls.csv", "-o", "out", "--rows", "calls", "--group-by", "部"),
         "did you mean `部门`?"),
    ],
)  # fmt: skip
def test_what_does_not_go_together_is_wrong_usage(
    cli: Cli, arguments: tuple[str, ...], told: str
) -> None:
    result = cli(*arguments)
    assert result.exit_code == 2
    assert told in result.output


@pytest.mark.parametrize(
    ("head", "code"),
    [
        ('{"部门": "一部", "部门": "二部"}', "bad-json"),
        ('{"部门": NaN}', "bad-json"),
        ("[{}, {}]", "not-one-record"),
    ],
)
def test_a_head_that_is_wrong_is_refused_and_not_guessed(
    cli: Cli, folder: Path, head: str, code: str
) -> None:
    (folder / "head.json").write_text(head, encoding="utf-8")
    result = cli("render", "calls", "--data", "one.csv", "--rows", "calls", "--head", "head.json")
    assert result.exit_code == 1
    assert f"error[{code}]" in result.output


def test_what_is_set_goes_over_the_head_by_whichever_name(cli: Cli, folder: Path) -> None:
    (folder / "head.json").write_text('{"department": "一部"}', encoding="utf-8")
    call = ("render", "calls", "--data", "one.csv", "--rows", "calls", "--head", "head.json")
    result = cli(*call, "--set", "部门=二部")
    assert (result.exit_code, result.output) == (0, "wrote calls.pdf\n")
    assert "二部" in text_of_pdf((folder / "calls.pdf").read_bytes())
