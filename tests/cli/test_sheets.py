"""Forms and pages that are printed together: from the command line."""

import csv
import os
from pathlib import Path

import pikepdf
import pytest

from tests.cli.conftest import Cli

LETTER = """\
<form title="信" size="A5" identity="no">{% set office = option("office", "客服部") %}
  <p>{{ office }}：<text name="customer_name" label="姓名"/></p>
  <p><text name="address" label="地址" required="yes"/></p></form>
"""
DATA = "record_id,姓名,评价,地址\nA-1,王小明,满意,江南市\nA-2,李𬭩,满意,\nA-3,张三,,滨海市\n"


@pytest.fixture
def data(folder: Path) -> Path:
    """The working folder, with a letter, and three records the second of which has no address."""
    (folder / "letter").mkdir()
    (folder / "letter" / "form.xml.j2").write_text(LETTER, encoding="utf-8")
    (folder / "data.csv").write_text(DATA, encoding="utf-8")
    return folder


def manifest(path: str) -> list[dict[str, str]]:
    with open(path, encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def count(path: str) -> int:
    with pikepdf.open(path) as pdf:
        return len(pdf.pages)


def test_a_letter_goes_before_each_sheet(cli: Cli, data: Path) -> None:
    result = cli("batch", "letter", "data.csv", "--with", "own", "-o", "out", "--merge", "all.pdf")
    assert result.exit_code == 1
    assert "`address`) is required and has no value" in result.stderr
    assert "2 sheets, 4 pages, 2 files, 1 rejected in" in result.stderr
    assert "unknown-field" not in result.stderr
    assert sorted(os.listdir("out")) == ["A-1.pdf", "A-3.pdf", "manifest.csv", "rejects.csv"]
    assert (count("out/A-1.pdf"), count("all.pdf")) == (2, 4)
    said = [
        (row["key"], row["pages"], row["state"], row["merged_page"])
        for row in manifest("out/manifest.csv")
    ]
    assert said == [
        ("A-1", "2", "printed", "1"),
        ("A-2", "", "rejected", ""),
        ("A-3", "2", "printed", "3"),
    ]


def test_a_column_that_no_form_takes_is_told_once(cli: Cli, data: Path) -> None:
    (data / "data.csv").write_text("姓名,地址,城市\n甲,江南市,x\n乙,滨海市,y\n", encoding="utf-8")
    result = cli("batch", "letter", "data.csv", "--with", "own", "-o", "out")
    assert result.exit_code == 0
    assert result.stderr.count("unknown-field") == 1
    assert "`城市` is not a field of any of these forms" in result.stderr


def test_an_option_goes_to_the_form_that_has_it(cli: Cli, data: Path) -> None:
    together = ["batch", "own", "data.csv", "--with", "letter", "--merge", "all.pdf", "--dry-run"]
    assert cli(*together, "--option", "office=装维部").exit_code == 1
    wrong = cli(*together, "--option", "ofice=装维部")
    assert "none of the forms has an option `ofice`" in wrong.stderr
    assert "did you mean `office`" in wrong.stderr


def test_workers_and_a_resumed_run_print_the_same(cli: Cli, data: Path) -> None:
    rows = [f"R-{n},客户{n},满意,江南市{n}号" for n in range(200)]
    (data / "data.csv").write_text("\n".join(["record_id,姓名,评价,地址", *rows]), encoding="utf-8")
    arguments = ["batch", "letter", "data.csv", "--with", "own", "--quiet"]
    assert cli(*arguments, "-o", "one", "--jobs", "1").exit_code == 0
    assert cli(*arguments, "-o", "two", "--jobs", "2").exit_code == 0
    one, two = Path("one"), Path("two")
    assert {p.name: p.read_bytes() for p in one.iterdir()} == {
        p.name: p.read_bytes() for p in two.iterdir()
    }


def test_strict_writes_nothing_where_one_form_refuses(cli: Cli, data: Path) -> None:
    arguments = ["batch", "own", "data.csv", "--with", "letter", "--merge", "all.pdf", "--strict"]
    assert cli(*arguments).exit_code == 1
    assert not Path("all.pdf").exists()


def test_pages_stand_on_larger_paper(cli: Cli, folder: Path) -> None:
    result = cli(
        "batch", "own", "own/sample.csv", "--merge", "all.pdf", "--nup", "2x1", "--paper", "A3",
        "--no-cut-marks",
    )  # fmt: skip
    assert result.exit_code == 0
    assert "2 sheets, 1 page, 0 rejected in" in result.stderr
    with pikepdf.open("all.pdf") as pdf:
        (page,) = pdf.pages
        assert [round(float(x) * 25.4 / 72) for x in page.mediabox] == [0, 0, 420, 297]
    said = [(row["pages"], row["merged_page"]) for row in manifest("all.pdf.manifest.csv")]
    assert said == [("1", "1"), ("1", "1")]


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["-o", "out", "--nup", "2x1"], "--nup is for a merged file"),
        (["--merge", "a.pdf", "--paper", "A3"], "--paper goes with --nup"),
        (["--merge", "a.pdf", "--no-cut-marks"], "--no-cut-marks goes with --nup"),
        (["--merge", "a.pdf", "--nup", "2x1"], "2 × 1 pages of 210 × 297 mm need 420 × 297 mm"),
        (["--merge", "a.pdf", "--nup", "2x0"], "`2x0` is no grid"),
        (["--merge", "a.pdf", "--nup", "1x1", "--paper", "A9"], "`A9` is not a size of paper"),
        (["--merge", "a.docx", "--nup", "1x1"], "is for PDF"),
        (["--merge", "a.docx", "--with", "own"], "is for PDF"),
        (["-o", "out", "--with", "gone"], "there is no form `gone`"),
    ],
)  # fmt: skip
def test_what_cannot_be_is_said_and_nothing_is_written(
    cli: Cli, folder: Path, arguments: list[str], told: str
) -> None:
    result = cli("batch", "own", "own/sample.csv", *arguments)
    assert result.exit_code == 2
    assert told in result.stderr
    assert os.listdir() == ["own"]
