import os
from pathlib import Path

from tests.cli.conftest import Cli


def test_a_good_layout_is_met_with_silence(cli: Cli) -> None:
    result = cli("check", "own")
    assert (result.exit_code, result.output) == (0, "")
    assert os.listdir() == ["own"]


def test_good_data_is_met_with_silence(cli: Cli) -> None:
    result = cli("check", "own", "own/sample.csv")
    assert (result.exit_code, result.output) == (0, "")


def test_every_bad_cell_is_said_with_its_place(cli: Cli, folder: Path) -> None:
    (folder / "a.csv").write_text("姓名,评价\n,满意\n王小明,好\n李一,满意\n", encoding="utf-8")
    result = cli("check", "own", "a.csv")
    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr == (
        "a.csv, row 2, column 姓名: error[missing-value]: 姓名 (`customer_name`) is required and "
        "has no value\n"
        "a.csv, row 3, column 评价: error[unknown-option]: `好` is not an option; "
        "allowed: 满意, 不满意\n"
        "2 errors\n"
    )


def test_every_fault_of_a_layout_is_said_with_its_line(cli: Cli, folder: Path) -> None:
    layout = '<form title="x">\n<pp/>\n<p algn="left">x</p>\n</form>'
    (folder / "own" / "form.xml.j2").write_text(layout, encoding="utf-8")
    result = cli("check", "own")
    lines = result.stderr.splitlines()
    assert result.exit_code == 1
    assert [line.split()[0] for line in lines if "error[" in line] == [
        "own/form.xml.j2:2:",
        "own/form.xml.j2:3:",
    ]
    assert lines[-1] == "2 errors"


def test_data_of_an_unknown_kind_is_a_problem_of_the_data(cli: Cli, folder: Path) -> None:
    (folder / "a.xyz").write_text("x", encoding="utf-8")
    result = cli("check", "own", "a.xyz")
    assert result.exit_code == 1
    assert result.stderr.startswith("a.xyz: error[unknown-kind]")


def test_a_warning_alone_is_no_failure(cli: Cli, folder: Path) -> None:
    layout = (
        '<form title="表"><p><choice name="a" label="甲"><option code="n">无</option>'
        '<option code="o" blank="20mm">其他</option></choice></p></form>'
    )
    (folder / "own" / "form.xml.j2").write_text(layout, encoding="utf-8")
    (folder / "a.csv").write_text("a,a_other\n无,别的\n", encoding="utf-8")
    result = cli("check", "own", "a.csv")
    assert (result.exit_code, result.stdout) == (0, "")
    assert "warning[stray-other]" in result.stderr


def test_a_file_that_breaks_off_hides_nothing_that_came_before(cli: Cli, folder: Path) -> None:
    (folder / "a.json").write_text('[{"姓名": "王", "评价": "好"},\n{"姓名": ', encoding="utf-8")
    result = cli("check", "own", "a.json")
    assert result.exit_code == 1
    assert "error[unknown-option]" in result.stderr
    assert "error[bad-json]" in result.stderr


def test_a_column_that_no_field_has_is_said_once_for_the_file(cli: Cli, folder: Path) -> None:
    (folder / "a.csv").write_text("姓名,颜色\n王,红\n李,蓝\n张,\n", encoding="utf-8")
    result = cli("check", "own", "a.csv")
    assert result.exit_code == 0
    assert result.stderr.startswith(
        "a.csv, column 颜色: warning[unknown-field]: `颜色` is not a field"
    )
    assert result.stderr.count("unknown-field") == 1


def test_two_columns_of_one_field_are_said_once_for_the_file(cli: Cli, folder: Path) -> None:
    (folder / "a.csv").write_text("姓名,customer_name\n王,王\n李,李\n", encoding="utf-8")
    result = cli("check", "own", "a.csv")
    assert result.exit_code == 1
    assert result.stderr.count("error[given-twice]") == 1


def test_a_name_that_no_field_has_is_an_error_in_an_object(cli: Cli, folder: Path) -> None:
    (folder / "a.json").write_text('[{"姓名": "王", "x": 1}, {"姓名": "李", "x": 2}]')
    result = cli("check", "own", "a.json")
    assert result.exit_code == 1
    assert result.stderr.count("error[unknown-field]") == 1


def test_a_column_of_other_records_is_fine_while_it_is_empty(cli: Cli, folder: Path) -> None:
    layout = (
        '<form title="表"><p><choice name="kind" label="类" options="宽带|电话"/></p>'
        '{% if "宽带" in (record.kind or ["宽带"]) %}<p><text name="speed" label="速率"/></p>'
        "{% endif %}</form>"
    )
    (folder / "own" / "form.xml.j2").write_text(layout, encoding="utf-8")
    (folder / "a.csv").write_text("类,速率\n宽带,100M\n电话,\n电话,200M\n", encoding="utf-8")
    result = cli("check", "own", "a.csv")
    assert (result.exit_code, result.stderr) == (
        0,
        "a.csv, row 4, column 速率: warning[not-on-this-sheet]: `200M` is given, but the sheet of "
        "this record has no `speed`\n",
    )
