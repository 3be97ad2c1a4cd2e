"""Hostile data is printed exactly as it was given, or ends in its diagnostic; never in more."""

import csv
import json
import sqlite3
from contextlib import closing
from pathlib import Path

import openpyxl
import pytest

import formgen
from tests.trust.data import FORM, HOSTILE, data_cases
from tests.trust.forked import Forked
from tests.trust.readback import squeezed, text_of_pdf, text_of_word

READERS = {"pdf": text_of_pdf, "docx": text_of_word}
IDS = ["=1+1", "../../x", "NUL.txt", "a,b;c", '"', "é" * 200, "{{ 7*7 }}", "]]>", "-rf", "@SUM(A1)"]


@pytest.fixture(scope="module")
def form() -> formgen.LoadedForm:
    return formgen.load(FORM)


def test_hostile_data_ends_as_it_must(tmp_path: Path) -> None:
    with Forked() as forked:
        told = [(each, each.fault(forked.run(*each.command, cwd=tmp_path)))
                for each in data_cases(tmp_path)]  # fmt: skip
    assert [f"{each.name}: {fault}" for each, fault in told if fault] == []
    with closing(sqlite3.connect(tmp_path / "customers.db")) as connection:
        assert connection.execute("SELECT * FROM t").fetchall() == [("A",)]
    assert not {"hostile.db", "made.db"} & {path.name for path in tmp_path.iterdir()}


@pytest.mark.parametrize("kind", READERS)
@pytest.mark.parametrize("name", HOSTILE)
def test_an_odd_text_is_printed_exactly(form: formgen.LoadedForm, name: str, kind: str) -> None:
    text = HOSTILE[name]
    printed = READERS[kind](form.render({"name": text, "items": [{"item": text}]}, kind))
    assert printed.count(squeezed(text)) == 2


def test_no_control_character_of_the_data_reaches_the_terminal(tmp_path: Path) -> None:
    hostile = "\x1b[2J\u202e\x07"
    (tmp_path / "a.json").write_text(json.dumps([{hostile: hostile, "name": hostile}]))
    with Forked() as forked:
        for arguments in ((), ("--where", hostile), ("--map", f"{hostile}=name")):
            command = ("batch", str(FORM), "a.json", "-o", "out", "--restart", *arguments)
            output = forked.run(*command, cwd=tmp_path).output
            assert not set(hostile) - set("[2J") & set(output)


def test_the_manifest_has_hostile_ids_as_they_are_and_files_that_stay_in_the_folder(
    tmp_path: Path,
) -> None:
    records = [{"name": "A", "record_id": each} for each in IDS]
    (tmp_path / "a.json").write_text(json.dumps(records))
    command = ("batch", str(FORM), "a.json", "-o", "out", "--name", "{{ record_id }}")
    with Forked() as forked:
        outcome = forked.run(*command, "--manifest", "out/manifest.xlsx", cwd=tmp_path)
    assert (outcome.status, outcome.codes) == (0, ())
    with (tmp_path / "out/manifest.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [row["record_id"].removeprefix("'") for row in rows] == IDS
    assert not any(cell[:1] in "=+-@\t" for row in rows for cell in row.values() if cell)
    files = {path.relative_to(tmp_path / "out") for path in (tmp_path / "out").rglob("*.pdf")}
    assert {str(path) for path in files} == {row["file"] for row in rows}
    sheet = openpyxl.load_workbook(tmp_path / "out/manifest.xlsx").active
    cells = {cell.value for row in sheet.iter_rows() for cell in row if cell.data_type != "f"}
    assert set(IDS) <= cells
