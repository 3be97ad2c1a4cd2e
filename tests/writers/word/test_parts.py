"""Long documents: a record of many rows or lines is written once, and nothing of it is lost."""

from __future__ import annotations

import io
import re

import docx

from tests.writers.word.lint import findings
from tests.writers.word.sheets import library, shown

ROWS = """
<form title="一">
  <table cols="20mm 1fr 1fr">
    <rows name="calls"><tr>
      <td><rownumber/></td><td><text name="who"/></td>
      <td><choice name="how" options="好|差"/></td>
    </tr></rows>
  </table>
</form>
"""
GROWING = '<form title="一"><table cols="1fr"><tr><td><text name="a" overflow="grow"/></td></tr></table></form>'  # noqa: E501


def calls(count: int) -> list[dict[str, str]]:
    return [{"who": f"甲{n:04} & <{n}>", "how": "好差"[n % 2]} for n in range(count)]


def test_every_row_of_a_long_record_is_there_in_order() -> None:
    data = library(ROWS).fill({"calls": calls(400)}).write("docx")
    assert findings(data) == []
    assert re.findall(r"甲(\d{4}) & <\d+>", shown(data)) == [f"{n:04}" for n in range(400)]
    assert len(docx.Document(io.BytesIO(data)).tables) > 0


def test_no_line_of_a_long_value_is_lost() -> None:
    lines = [f"第{n}行" for n in range(44)]
    data = library(GROWING).fill({"a": "\n".join(lines)}).write("docx")
    assert findings(data) == []
    assert "".join(lines) in shown(data)
