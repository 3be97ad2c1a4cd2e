import os
import re
from pathlib import Path

import pytest

from tests.cli.conftest import Cli


def test_a_new_form_prints_at_once(cli: Cli, folder: Path) -> None:
    result = cli("new", "visit")
    assert (result.exit_code, result.stdout) == (0, "")
    assert result.stderr == (
        "wrote visit/form.xml.j2\nwrote visit/sample.csv\nnow: formgen render visit\n"
    )
    assert cli("render", "visit").exit_code == 0
    assert (folder / "visit.pdf").read_bytes().startswith(b"%PDF")


def test_a_new_form_and_its_samples_have_no_faults(cli: Cli) -> None:
    cli("new", "visit")
    assert cli("check", "visit").output == ""
    assert cli("check", "visit", "visit/sample.csv").output == ""
    assert cli("render", "visit", "--sample", "2").exit_code == 0


def test_the_commands_in_its_comments_work_in_its_folder(
    cli: Cli, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    cli("new", "visit")
    monkeypatch.chdir(folder / "visit")
    comment = (folder / "visit" / "form.xml.j2").read_text("utf-8").partition("#}")[0]
    commands = re.findall(r"^ {5}formgen (.+?)(?: {2,}|$)", comment, re.MULTILINE)
    assert len(commands) == 3
    for command in commands:
        assert cli(*command.split()).exit_code == 0, command


def test_a_form_named_like_a_shipped_one_is_told_apart(cli: Cli) -> None:
    result = cli("new", "satisfaction_callback")
    assert result.stderr.endswith("now: formgen render ./satisfaction_callback\n")
    assert "上门回访记录表" in cli("show", "./satisfaction_callback").stdout


def test_a_folder_in_a_folder_is_made_too(cli: Cli, folder: Path) -> None:
    assert cli("new", "forms/visit").exit_code == 0
    assert sorted(os.listdir(folder / "forms" / "visit")) == ["form.xml.j2", "sample.csv"]


def test_a_form_that_is_there_is_never_written_over(cli: Cli, folder: Path) -> None:
    before = (folder / "own" / "form.xml.j2").read_bytes()
    result = cli("new", "own")
    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr == (
        "own: error[already-there]: the folder has form.xml.j2 and sample.csv already\n"
        "  hint: name a new folder\n"
    )
    assert (folder / "own" / "form.xml.j2").read_bytes() == before


def test_a_file_in_the_way_is_said(cli: Cli, folder: Path) -> None:
    (folder / "visit").write_bytes(b"")
    result = cli("new", "visit")
    assert result.exit_code == 1
    assert result.stderr == (
        "visit: error[not-a-folder]: there is a file where the folder should be\n"
    )
