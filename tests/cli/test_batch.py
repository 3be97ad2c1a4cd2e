import contextlib
import io
import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pikepdf
import pytest

from formgen.cli.progress import MOST_TOLD
from tests.cli.conftest import Cli

ROOT = Path(__file__).parents[2]
DATA = "record_id,姓名,评价\nA-1,王小明,满意\nA-2,李𬭩,很好\nA-3,张三,\n"


@pytest.fixture
def data(folder: Path) -> Path:
    """The working folder, with three records in `data.csv`, the second of which is wrong."""
    (folder / "data.csv").write_text(DATA, encoding="utf-8")
    return folder


def test_good_records_are_printed_and_the_bad_one_is_told(cli: Cli, data: Path) -> None:
    result = cli("batch", "own", "data.csv", "-o", "out")
    lines = result.stderr.splitlines()
    assert (result.exit_code, result.stdout) == (1, "")
    assert lines[0] == (
        "data.csv, row 3, column 评价, record A-2: error[unknown-option]: "
        "`很好` is not an option; allowed: 满意, 不满意"
    )
    assert lines[1].startswith("2 sheets, 2 pages, 2 files, 1 rejected in ")
    assert lines[1].endswith(" s → out; manifest out/manifest.csv; rejects in out/rejects.csv")
    assert sorted(os.listdir("out")) == ["A-1.pdf", "A-3.pdf", "manifest.csv", "rejects.csv"]


def test_all_records_good_is_exit_code_0(cli: Cli, folder: Path) -> None:
    result = cli("batch", "own", "own/sample.csv", "-o", "out", "--quiet")
    assert (result.exit_code, result.stderr) == (0, "")


def test_one_file_for_all_on_standard_output(cli: Cli, data: Path) -> None:
    for arguments in (["--merge", "-"], ["-o", "-"], ["-o", "-", "--merge", "-"]):
        result = cli("batch", "own", "own/sample.csv", *arguments)
        assert result.exit_code == 0
        assert "2 sheets, 2 pages, 0 rejected in" in result.stderr
        with pikepdf.open(io.BytesIO(result.stdout_bytes)) as pdf:
            assert len(pdf.pages) == 2
    assert sorted(os.listdir()) == ["data.csv", "own"]


def test_it_fits_in_a_pipe(folder: Path) -> None:
    command = [sys.executable, "-m", "formgen", "batch", "own", "-", "--from", "jsonl", "-o", "-"]
    result = subprocess.run(
        command,
        input='{"姓名": "甲"}\n{"姓名": "乙"}\n'.encode(),
        capture_output=True,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        check=True,
    )
    with pikepdf.open(io.BytesIO(result.stdout)) as pdf:
        assert len(pdf.pages) == 2


def test_a_reader_that_has_had_enough_is_no_fault(folder: Path) -> None:
    (folder / "many.csv").write_text("姓名\n" + "甲\n" * 3000, encoding="utf-8")
    command = [sys.executable, "-m", "formgen", "batch", "own", "many.csv", "--merge", "-"]
    with subprocess.Popen(
        command,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.read(5)
        process.stdout.close()
        said = process.stderr.read().decode()
    assert process.returncode == 1
    assert said == ""


def test_a_dry_run_says_what_it_checked(cli: Cli, data: Path) -> None:
    result = cli("batch", "own", "data.csv", "--dry-run")
    assert result.exit_code == 1
    assert result.stderr.splitlines()[-1] == "3 records checked, 1 rejected; nothing was written"
    assert sorted(os.listdir()) == ["data.csv", "own"]


def test_a_strict_run_with_a_bad_record_writes_nothing(cli: Cli, data: Path) -> None:
    result = cli("batch", "own", "data.csv", "-o", "out", "--strict")
    assert result.exit_code == 1
    assert result.stderr.endswith("3 records checked, 1 rejected; nothing was written\n")
    assert not Path("out").exists()


def test_too_many_problems_are_counted(cli: Cli, data: Path) -> None:
    rows = "".join(f"B-{number},甲,很好\n" for number in range(100))
    (data / "data.csv").write_text(DATA + rows, encoding="utf-8")
    result = cli("batch", "own", "data.csv", "-o", "out")
    assert result.stderr.count("error[unknown-option]") == MOST_TOLD
    assert "81 problems more; out/rejects.csv has them all\n" in result.stderr
    result = cli("batch", "own", "data.csv", "--dry-run")
    assert "81 problems more; --rejects FILE writes them all\n" in result.stderr


def test_what_is_printed_is_chosen_named_and_mapped(cli: Cli, data: Path) -> None:
    (data / "data.csv").write_text("客户,评价\n甲,满意\n乙,满意\n丙,不满意\n", encoding="utf-8")
    result = cli(
        *("batch", "own", "data.csv", "-o", "out", "--map", "客户=customer_name"),
        *("--where", 'verdict == "满意"', "--sort", "-customer_name", "--limit", "5"),
        *("--name", "{{ index }}-{{ customer_name }}.pdf", "--option", "rows=2", "--quiet"),
    )
    assert (result.exit_code, result.stderr) == (0, "")
    assert sorted(os.listdir("out")) == ["1-甲.pdf", "2-乙.pdf", "manifest.csv"]


WRONG_USAGE = [
    (["data.csv"],
     "error[no-output]: it is not said where to print to\n  hint: -o DIR for a file each, "
     "--merge FILE for one file of all, --dry-run to only check\n"),
    (["data.csv", "-o", "-", "--merge", "a.pdf"],
     "error[given-twice]: -o - is one merged file on standard output\n"
     "  hint: leave out -o - or --merge\n"),
    (["data.csv", "--merge", "a.txt"],
     "a.txt: error[unknown-kind]: unknown kind of output `txt`\n  hint: write a .pdf or .docx\n"),
    (["data.csv", "-o", "out", "--format", "odt"],
     "error[unknown-kind]: unknown kind of output `odt`\n  hint: write a .pdf or .docx\n"),
    (["data.csv", "--merge", "a.pdf", "--name", "x"],
     "error[no-folder]: --name names the files in a folder\n  hint: add -o DIR\n"),
    (["data.csv", "-o", "out", "--resume", "--restart"],
     "error[given-twice]: --resume and --restart exclude each other\n"),
    (["data.csv", "-o", "out", "--map", "a=nobody"],
     "error[unknown-field]: `nobody` is not a field of this form\n"
     "  hint: its fields are customer_name (姓名), verdict (评价), record_id\n"),
    (["data.csv", "--merge", "data.csv", "--format", "pdf"],
     "data.csv: error[same-file]: the merged file would be written over the data\n"
     "  hint: name another file\n"),
    (["data.csv", "-o", "out", "--manifest", "a.csv", "--rejects", "./a.csv"],
     "a.csv: error[same-file]: the file of rejects would be written over the manifest\n"
     "  hint: name another file\n"),
]  # fmt: skip


@pytest.mark.parametrize(("arguments", "message"), WRONG_USAGE)
def test_wrong_usage_is_told_and_nothing_is_written(
    cli: Cli, data: Path, arguments: list[str], message: str
) -> None:
    result = cli("batch", "own", *arguments)
    assert (result.exit_code, result.stderr) == (2, message)
    assert sorted(os.listdir()) == ["data.csv", "own"]


def test_data_that_is_not_there_is_a_problem(cli: Cli, folder: Path) -> None:
    result = cli("batch", "own", "gone.csv", "-o", "out")
    assert result.exit_code == 1
    assert "gone.csv: error[unreadable-file]" in result.stderr


def test_a_merged_file_in_no_folder_is_a_problem(cli: Cli, data: Path) -> None:
    result = cli("batch", "own", "data.csv", "--merge", "gone/a.pdf")
    assert (result.exit_code, result.stderr) == (
        1,
        "gone/a.pdf: error[no-such-folder]: the folder `gone` does not exist\n"
        "  hint: make the folder first\n",
    )


def test_help_shows_how_it_is_used(cli: Cli) -> None:
    result = cli("batch", "--help")
    assert result.exit_code == 0
    assert "formgen batch satisfaction_callback customers.csv -o sheets" in result.stdout


@pytest.mark.skipif(sys.platform == "win32", reason="terminals of POSIX")
def test_a_terminal_shows_how_far_the_run_is(folder: Path) -> None:
    import pty

    rows = "".join(f"甲{number},{'很好' if number == 5 else '满意'}\n" for number in range(400))
    (folder / "many.csv").write_text("姓名,评价\n" + rows, encoding="utf-8")
    ours, theirs = pty.openpty()
    command = [sys.executable, "-m", "formgen", "batch", "own", "many.csv", "-o", "out"]
    with subprocess.Popen(
        command, stderr=theirs, env={**os.environ, "PYTHONPATH": str(ROOT), "TERM": "xterm"}
    ) as process:
        os.close(theirs)
        shown = b""
        with contextlib.suppress(OSError):  # how Linux says that the other end is closed
            while block := os.read(ours, 4096):
                shown += block
        os.close(ours)
    said = shown.decode()
    assert process.returncode == 1
    assert "/400" in said
    assert "/s" in said
    assert "1 rejected" in said
    assert "399 sheets, 399 pages, 399 files, 1 rejected in" in said


def test_documents_are_protected_and_hold_their_faces(cli: Cli, folder: Path) -> None:
    data = "own/sample.csv"
    for options in (["-o", "out", "--format", "docx"], ["--merge", "all.docx"]):
        result = cli("batch", "own", data, *options, "--protect", "--embed-fonts")
        assert result.exit_code == 0, result.stderr
    for path in ("out/A-2.docx", "all.docx"):
        with zipfile.ZipFile(path) as package:
            assert b"documentProtection" in package.read("word/settings.xml")
            assert any(name.endswith(".odttf") for name in package.namelist())


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["-o", "out", "--protect"], "--protect is for Word documents, and this is a .pdf"),
        (["--merge", "a.pdf", "--embed-fonts"], "--embed-fonts is for Word documents"),
        (["-o", "out", "--pad-to-even"], "--pad-to-even is for a merged file"),
        (["--merge", "a.docx", "--format", "pdf"], "ends in .docx, and --format says pdf"),
        (["-o", "out", "--query", "SELECT 1"], "a query asks a database, and the data is none"),
    ],
)
def test_options_that_do_not_go_together_are_refused(
    cli: Cli, folder: Path, options: list[str], said: str
) -> None:
    result = cli("batch", "own", "own/sample.csv", *options)
    assert result.exit_code == 2
    assert said in result.stderr
    assert os.listdir() == ["own"]


def test_a_column_to_map_that_no_object_has_is_told(cli: Cli, folder: Path) -> None:
    (folder / "data.jsonl").write_text('{"客户": "甲"}\n{"客户": "乙"}\n', encoding="utf-8")
    mapped = ["--map", "客户=姓名", "--map", "评价了=评价"]
    result = cli("batch", "own", "data.jsonl", "-o", "out", *mapped)
    assert result.exit_code == 0
    assert result.stderr.count("warning[missing-column]: no record has `评价了`") == 1
