"""A mail merge that LibreOffice runs, driven through UNO by the python of the system."""

from __future__ import annotations

import csv
import json
import os
import shutil
import subprocess
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest

from formgen.shipped import shipped_folder
from tests.writers.word import office
from tests.writers.word.measuring import Printed
from tests.writers.word.test_mailmerge import BOXES, boxes, form, main, merge_fields, row_of

SCRIPT = Path(__file__).with_name("uno_merge.py")
DATABASES = ("libdbaxmllo.so", "libflatlo.so")
"""Libraries of LibreOffice Base: data sources, and tables that are text files."""


@cache
def why_not() -> str:
    """Return why LibreOffice cannot be driven here, "" if it can."""
    if office.SOFFICE is None:
        return office.WHY_NOT
    if not _has_uno():
        return "the system's python has no module uno (Debian: python3-uno)"
    programs = Path(os.path.realpath(office.SOFFICE)).parent
    if not all((programs / each).exists() for each in DATABASES):
        return "LibreOffice has no Base, whose tables are merged (Debian: libreoffice-base)"
    return ""


PYTHON = "/usr/bin/python3"


def _has_uno() -> bool:
    if shutil.which(PYTHON) is None:
        return False
    return subprocess.run([PYTHON, "-c", "import uno"], capture_output=True).returncode == 0


pytestmark = pytest.mark.skipif(bool(why_not()), reason=why_not())

NAME = "satisfaction_callback"
RECORDS = [
    {
        "编号": f"HF-2026-{number:04}", "客户名称": f"第{number}家（上海）有限公司",
        "联系电话": f"1381234567{number}", "业务类型": "互联网专线",
        "网速满意度": "不满意" if number % 2 else "满意", "速率": str(100 * number),
        "网速不满意原因": f"晚高峰“丢包”{number}次, 较慢" if number % 2 else "",
        "其他ICT需求": f"需求{number}", "填写时间": f"2026-11-2{number}",
    }
    for number in range(1, 6)
]  # fmt: skip


@dataclass
class Ran:
    """What LibreOffice made: the columns it found, and what it printed for each row."""

    columns: set[str]
    sheets: list[Printed]

    def text(self, number: int) -> str:
        """Return the text of a sheet without its spaces."""
        return "".join("".join(each.char for each in self.sheets[number].glyphs(0)).split())


@pytest.fixture(scope="module")
def ran(tmp_path_factory: pytest.TempPathFactory) -> Ran:
    folder = tmp_path_factory.mktemp("uno")
    (folder / "data").mkdir()
    (folder / "main.docx").write_bytes(main(NAME).data)
    rows = [row_of(form(NAME), main(NAME), record) for record in RECORDS]
    with (folder / "data" / "rows.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    (folder / "fonts").symlink_to(shipped_folder("fonts"))
    env = {**os.environ, "HOME": str(folder), "XDG_DATA_HOME": str(folder)}
    done = subprocess.run(
        [PYTHON, str(SCRIPT), str(folder)], env=env, capture_output=True, timeout=180, check=False
    )
    assert done.returncode == 0, done.stderr.decode()
    said = json.loads(done.stdout)
    printed = [Printed(Path(each).read_bytes()) for each in said["sheets"]]
    return Ran(set(said["columns"]), printed)


def test_libreoffice_knows_its_database_fields(ran: Ran) -> None:
    spaced = {
        each.column
        for each in merge_fields(main(NAME))
        if each.code.lstrip().startswith("MERGEFIELD ")
    }
    assert ran.columns == spaced
    assert {"客户名称", "联系电话", "网速不满意原因", "其他ICT需求"} <= spaced


@pytest.mark.parametrize("number", range(5))
def test_each_row_is_merged_into_a_sheet_of_its_own(ran: Ran, number: int) -> None:
    assert [each.page_count for each in ran.sheets] == [1] * 5
    text, record = ran.text(number), RECORDS[number]
    for column in ("编号", "客户名称", "联系电话", "网速不满意原因", "速率", "其他ICT需求"):
        assert "".join(record[column].split()) in text
    others = [each for each in RECORDS if each is not record]
    assert not any(each["客户名称"] in text for each in others)


def test_boxes_and_dates_in_parts_stay_blank_where_word_alone_knows_them(ran: Ran) -> None:
    for number in range(5):
        text = ran.text(number)
        assert BOXES.findall(text) == boxes(main(NAME).data)
        assert "填写时间：年月日" in text
