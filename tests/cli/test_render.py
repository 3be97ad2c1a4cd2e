import io
import json
import os
from pathlib import Path

import pikepdf
import pypdfium2
import pytest
from click.testing import Result

from tests.cli.conftest import Cli


def text_of(pdf: bytes) -> str:
    with pypdfium2.PdfDocument(pdf) as document:
        page = document[0]
        found: str = page.get_textpage().get_text_range()
        page.close()
    return found


def nothing_written(result: Result, code: int) -> None:
    assert (result.exit_code, result.stdout) == (code, "")
    assert sorted(os.listdir()) == ["own"]


def test_a_blank_sheet_is_named_after_the_form(cli: Cli, folder: Path) -> None:
    result = cli("render", "own")
    assert (result.exit_code, result.stdout, result.stderr) == (0, "", "wrote own.pdf\n")
    assert "姓名" in text_of((folder / "own.pdf").read_bytes())


def test_the_sheet_goes_where_output_says(cli: Cli, folder: Path) -> None:
    result = cli("render", "own", "-o", "a.PDF")
    assert (result.exit_code, result.stderr) == (0, "wrote a.PDF\n")
    assert (folder / "a.PDF").read_bytes().startswith(b"%PDF")


def test_standard_output_takes_the_bytes_and_nothing_else(cli: Cli) -> None:
    result = cli("render", "own", "-o", "-")
    assert (result.exit_code, result.stderr) == (0, "")
    with pikepdf.open(io.BytesIO(result.stdout_bytes)) as pdf:
        assert len(pdf.pages) == 1
    assert os.listdir() == ["own"]


def test_values_are_set_by_name_and_by_label(cli: Cli, folder: Path) -> None:
    assert cli("render", "own", "--set", "customer_name=王=一", "--set", "评价=满意").exit_code == 0
    assert "王=一" in text_of((folder / "own.pdf").read_bytes())


def test_a_record_comes_from_a_file(cli: Cli, folder: Path) -> None:
    (folder / "one.json").write_text(json.dumps({"姓名": "王小明"}), encoding="utf-8")
    assert cli("render", "own", "--data", "one.json").exit_code == 0
    assert "王小明" in text_of((folder / "own.pdf").read_bytes())


def test_set_goes_over_what_the_file_says(cli: Cli, folder: Path) -> None:
    (folder / "one.json").write_text(json.dumps({"customer_name": "王小明"}), encoding="utf-8")
    cli("render", "own", "--data", "one.json", "--set", "customer_name=李一")
    assert "李一" in text_of((folder / "own.pdf").read_bytes())


def test_a_picture_that_is_set_lies_below_the_working_folder(cli: Cli, folder: Path) -> None:
    layout = '<form title="表"><p><photo name="portrait" label="照片"/></p></form>'
    (folder / "own" / "form.xml.j2").write_text(layout, encoding="utf-8")
    assert cli("preview", "own", "-o", "me.png", "--dpi", "36").exit_code == 0
    assert cli("render", "own", "--set", "portrait=me.png").exit_code == 0
    with pikepdf.open(folder / "own.pdf") as pdf:
        assert "/Image" in [
            str(each.get("/Subtype")) for each in pdf.objects if isinstance(each, pikepdf.Stream)
        ]


@pytest.mark.parametrize("name", ["A-2", "2"])
def test_a_sample_is_printed_by_its_record_id_or_its_number(
    cli: Cli, folder: Path, name: str
) -> None:
    assert cli("render", "own", "--sample", name).exit_code == 0
    assert "李𬭩" in text_of((folder / "own.pdf").read_bytes())


def test_an_option_of_the_layout_is_set(cli: Cli, folder: Path) -> None:
    assert cli("render", "own", "--option", "rows=3").exit_code == 0
    assert text_of((folder / "own.pdf").read_bytes()).count("备注") == 3


def test_the_same_input_gives_the_same_bytes(cli: Cli) -> None:
    first = cli("render", "own", "--sample", "1", "-o", "-").stdout_bytes
    assert cli("render", "own", "--sample", "1", "-o", "-").stdout_bytes == first


def test_source_date_epoch_dates_the_file(cli: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1700000000")
    with pikepdf.open(io.BytesIO(cli("render", "own", "-o", "-").stdout_bytes)) as pdf:
        assert str(pdf.docinfo["/CreationDate"]).startswith("D:20231114221320")


def test_a_missing_glyph_is_an_error_that_names_it(cli: Cli) -> None:
    result = cli("render", "own", "--set", "customer_name=王\U0001f409")
    nothing_written(result, 1)
    assert "U+1F409" in result.stderr
    assert "customer_name" in result.stderr


def test_a_missing_glyph_may_be_a_box(cli: Cli) -> None:
    arguments = ("--set", "customer_name=王\U0001f409", "--missing-glyph", "box")
    assert cli("render", "own", *arguments).exit_code == 0


def test_all_that_is_wrong_with_a_record_is_said_at_once(cli: Cli, folder: Path) -> None:
    result = cli("render", "own", "--set", "verdict=很好", "--set", "verdct=满意")
    nothing_written(result, 1)
    assert result.stderr == (
        "--set, field verdct: error[unknown-field]: `verdct` is not a field of this form\n"
        "  hint: did you mean `verdict`?\n"
        "--set, field verdict: error[unknown-option]: `很好` is not an option; "
        "allowed: 满意, 不满意\n"
        "--set, field customer_name: error[missing-value]: "
        "姓名 (`customer_name`) is required and has no value\n"
        "3 errors\n"
    )


WRONG_USAGE = [
    (["own", "-o", "a.odt"], "a.odt: error[unknown-kind]: unknown kind of output `odt`\n"
     "  hint: write a .pdf or .docx\n"),
    (["own", "-o", "a"], "a: error[unknown-kind]: the file name has no ending\n"
     "  hint: end it with .pdf or .docx\n"),
    (["onw"], "error[unknown-form]: there is no form `onw`\n"
     "  hint: `formgen list` shows the forms; a path names a layout of your own\n"),
    (["own", "--sample", "A-3"], "error[unknown-sample]: the form has no sample `A-3`\n"
     "  hint: did you mean `A-2`?\n"),
    (["own", "--sample", "9"], "error[unknown-sample]: the form has no sample `9`\n"
     "  hint: `formgen show own --samples` lists them\n"),
    (["own", "--set", "a=1", "--set", "a=2"], "error[given-twice]: --set a is given twice\n"),
    (["own", "--data", "own/sample.csv", "--sample", "1"],
     "error[given-twice]: --data and --sample both name a record; give one\n"),
]  # fmt: skip


@pytest.mark.parametrize(("arguments", "message"), WRONG_USAGE)
def test_wrong_usage_is_said_and_exits_with_2(cli: Cli, arguments: list[str], message: str) -> None:
    result = cli("render", *arguments)
    nothing_written(result, 2)
    assert result.stderr == message


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["own", "--set", "a"], "Error: Invalid value for '--set': `a` is not NAME=VALUE"),
        (["own", "--nope"], "No such option"),
        (["own", "--data", "gone.json"], "'gone.json' does not exist"),
        ([], "Missing argument 'FORM'"),
    ],
)
def test_a_wrong_command_line_shows_how_it_is_used(
    cli: Cli, arguments: list[str], message: str
) -> None:
    result = cli("render", *arguments)
    nothing_written(result, 2)
    assert result.stderr.startswith("Usage: formgen render [OPTIONS] FORM")
    assert message in result.stderr


def test_a_file_of_many_records_is_not_one_record(cli: Cli) -> None:
    result = cli("render", "own", "--data", "own/sample.csv")
    nothing_written(result, 1)
    assert result.stderr == (
        "own/sample.csv: error[not-one-record]: the file has more than one record\n"
        "  hint: give a file with one; `formgen batch` prints a sheet for each of several\n"
    )


def test_a_missing_folder_is_a_problem_of_the_output(cli: Cli) -> None:
    result = cli("render", "own", "-o", "gone/a.pdf")
    nothing_written(result, 1)
    assert result.stderr.startswith("gone/a.pdf: error[no-such-folder]")


def test_a_wrong_epoch_is_wrong_usage(cli: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "yesterday")
    result = cli("render", "own")
    nothing_written(result, 2)
    assert "SOURCE_DATE_EPOCH is `yesterday`" in result.stderr


def test_a_broken_layout_is_told_with_file_and_line(cli: Cli, folder: Path) -> None:
    (folder / "own" / "form.xml.j2").write_text('<form title="x">\n<pp/>\n</form>', "utf-8")
    result = cli("render", "own")
    nothing_written(result, 1)
    assert result.stderr.startswith("own/form.xml.j2:2: error[")
