"""The README keeps its word: its commands and its Python run as they stand, in their order."""

import csv
import re
import shlex
from pathlib import Path

import openpyxl
import pytest
from click.testing import CliRunner

from formgen.cli.app import app

ROOT = Path(__file__).resolve().parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")


def blocks(language: str) -> list[str]:
    """The code blocks of the README in `language`."""
    return re.findall(rf"^```{language}\n(.*?)^```$", README, re.MULTILINE | re.DOTALL)


def _write_customers(folder: Path) -> None:
    """The data that the README calls customers.csv and customers.xlsx: the form's own samples."""
    sample = ROOT / "templates" / "satisfaction_callback" / "sample.csv"
    (folder / "customers.csv").write_bytes(sample.read_bytes())
    book = openpyxl.Workbook()
    with sample.open(encoding="utf-8-sig", newline="") as file:
        for row in csv.reader(file):
            book.active.append(row)
    book.save(folder / "customers.xlsx")


def test_the_commands_to_paste_work(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    _write_customers(tmp_path)
    lines = [line for block in blocks("sh") for line in block.splitlines()]
    commands = [shlex.split(line)[1:] for line in lines if line.startswith("formgen ")]
    assert len(commands) >= 9
    for arguments in commands:
        result = CliRunner().invoke(app, arguments, prog_name="formgen")
        assert (result.exit_code, arguments) == (0, arguments), result.stderr


def test_the_python_to_paste_works(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert len(blocks("python")) == 3
    for block in blocks("python"):
        names: dict[str, object] = {}
        exec(compile(block, "README.md", "exec"), names)
        assert names.get("problems", []) == []
    assert (tmp_path / "sheet.pdf").read_bytes().startswith(b"%PDF")


def test_every_command_is_in_the_table() -> None:
    told = re.findall(r"^\| `formgen (\w+)", README, re.MULTILINE)
    assert sorted(told) == sorted(app.commands)


def test_make_has_the_targets_that_the_readme_opens_with() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    targets = re.findall(r"^make (\w+)", "".join(blocks("sh")), re.MULTILINE)
    assert targets == ["demo", "test"]
    assert all(re.search(rf"^{target}:", makefile, re.MULTILINE) for target in targets)


def test_every_file_that_the_readme_names_is_there() -> None:
    linked = re.findall(r"\]\(([^)#:]+)\)", README)
    named = re.findall(r"`(templates/|fonts/|LICENSE|\.ci/check|tests/bench/startup\.py)`", README)
    assert linked
    assert named
    for path in [*linked, *named, "tests/bench/startup.py"]:
        assert (ROOT / path).exists(), path
