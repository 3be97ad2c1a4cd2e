"""The README keeps its word: its commands and its Python run as they stand, in their order."""

import contextlib
import csv
import io
import re
import shlex
import sqlite3
from pathlib import Path
from typing import Any

import openpyxl
import pikepdf
import pytest
from click.testing import CliRunner
from flask.testing import FlaskClient

import formgen
from formgen.cli.app import app
from formgen.layout.boxes import Run

ROOT = Path(__file__).resolve().parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")


def blocks(language: str) -> list[str]:
    """The code blocks of the README in `language`."""
    return re.findall(rf"^```{language}\n(.*?)^```$", README, re.MULTILINE | re.DOTALL)


def _write_customers(folder: Path) -> None:
    """The data that the README calls customers.csv and customers.xlsx: samples, with addresses."""
    sample = ROOT / "templates" / "satisfaction_callback" / "sample.csv"
    book = openpyxl.Workbook()
    with (
        sample.open(encoding="utf-8-sig", newline="") as file,
        (folder / "customers.csv").open("w", encoding="utf-8-sig", newline="") as copy,
    ):
        for number, row in enumerate(csv.reader(file)):
            row.append(f"c{number}@example.com" if number else "email")
            book.active.append(row)
            csv.writer(copy).writerow(row)
    book.save(folder / "customers.xlsx")
    (letter,) = blocks("jinja")
    (folder / "letter.txt.j2").write_text(letter, encoding="utf-8")


def _write_calls(folder: Path) -> None:
    """The rows of a list that the README calls calls.xlsx."""
    book = openpyxl.Workbook()
    book.active.append(["部门", "客户", "回访日期", "方式", "满意度"])
    for number, department in enumerate(["政企客户部", "装维服务部", "政企客户部"], 1):
        book.active.append([department, f"客户{number}", "2026-11-22", "电话", "满意"])
    book.save(folder / "calls.xlsx")


def _write_more(folder: Path) -> None:
    """The other data of the README: those to write to, visits in English, and a database."""
    for name, form in (("post", "cover_letter"), ("visits", "visit_callback_en")):
        sample = ROOT / "templates" / form / "sample.csv"
        (folder / f"{name}.csv").write_bytes(sample.read_bytes())


def _write_database(folder: Path) -> None:
    with contextlib.closing(sqlite3.connect(folder / "customers.db")) as database, database:
        database.execute("CREATE TABLE customers (id TEXT, name TEXT, speed INT, since DATE)")
        database.execute(
            "INSERT INTO customers VALUES ('A-1', '蓝海科技有限公司', 500, '2019-01-02')"
        )
        database.execute("INSERT INTO customers VALUES ('A-2', '南岭矿业', NULL, NULL)")


def _ask_server(client: FlaskClient) -> None:
    """Ask the server of the README for sheets, and for some that it must refuse."""
    answer = client.post("/sheets.pdf", json=[{"客户名称": "甲"}, {"客户名称": "乙"}])
    assert (answer.status_code, answer.mimetype, answer.is_streamed) == (
        200,
        "application/pdf",
        True,
    )
    with pikepdf.open(io.BytesIO(answer.data)) as pdf:
        assert len(pdf.pages) == 2
    refused = client.post("/sheets.pdf", json=[{"客户名称": "甲", "速率": "快"}])
    assert refused.status_code == 400
    assert refused.json is not None
    assert "bad-number" in refused.json[0]


def _write_office(folder: Path) -> None:
    """The files of the house style: each block says in its first line where it belongs."""
    (folder / "office").mkdir()
    (folder / "office" / "logo.png").write_bytes((ROOT / "tests/cases/logo.png").read_bytes())
    for block in blocks("toml") + blocks("xml"):
        named = re.search(r"office/\S+", block.splitlines()[0])
        assert named, block
        (folder / named[0]).parent.mkdir(exist_ok=True)
        (folder / named[0]).write_text(block, encoding="utf-8")
    orders = ROOT / "templates" / "service_order" / "sample.csv"
    (folder / "orders.csv").write_bytes(orders.read_bytes())


def test_the_commands_to_paste_work(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    _write_customers(tmp_path)
    _write_calls(tmp_path)
    _write_more(tmp_path)
    _write_office(tmp_path)
    lines = [line for block in blocks("sh") for line in block.splitlines()]
    commands = [shlex.split(line)[1:] for line in lines if line.startswith("formgen ")]
    assert len(commands) >= 9
    for arguments in commands:
        result = CliRunner().invoke(app, arguments, prog_name="formgen")
        assert (result.exit_code, arguments) == (0, arguments), result.stderr


def test_the_python_to_paste_works(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    _write_customers(tmp_path)
    _write_database(tmp_path)
    assert len(blocks("python")) == 7
    for block in blocks("python"):
        names: dict[str, Any] = {"__name__": "__main__"}
        exec(compile(block, "README.md", "exec"), names)
        assert names.get("problems", []) == []
        if "app" in names:
            _ask_server(names["app"].test_client())
    for name, pages in (("from_polars", 24), ("letters", 48), ("two_by_four", 2)):
        with pikepdf.open(tmp_path / f"{name}.pdf") as pdf:
            assert (name, len(pdf.pages)) == (name, pages)
    assert (tmp_path / "sheet.pdf").read_bytes().startswith(b"%PDF")


def test_the_house_style_is_on_the_sheet(tmp_path: Path) -> None:
    _write_office(tmp_path)
    office = tmp_path / "office"
    for form_id, told in (
        (
            "satisfaction_callback",
            ("LH-KF-07", "400-800-1234", "保存期限五年。　蓝海通信客户服务部"),
        ),
        ("phone_callback", ("KF-HF-02", "400-800-1234", "通话时请先核对客户身份")),
    ):
        form = formgen.load(form_id, options_file=office / "formgen.toml", templates=[office])
        (page,) = form.sheet()[0].pages
        printed = "".join(item.text for item in page.items if isinstance(item, Run))
        assert [said for said in told if said not in printed] == []


def test_every_command_is_in_the_table() -> None:
    told = re.findall(r"^\| `formgen ([\w-]+)", README, re.MULTILINE)
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
