"""Places for signatures are cells with a rule under them, where paper has the rule."""

from __future__ import annotations

import pytest

from tests.writers.word.lint import findings
from tests.writers.word.sheets import W, library, part

LINE = (
    '<p>客户经理：<text name="manager" width="30mm"/> '
    '<signature name="s" label="客户签字：" width="35mm"/> 日期：<date name="d"/></p>'
)


def written(body: str, record: dict[str, str] | None = None) -> bytes:
    return library(f'<form title="一">{body}</form>').fill(record or {}).write("docx")


def cells(data: bytes) -> list[tuple[str, bool]]:
    """Return the text of each cell, and whether it has a rule under it and no other."""
    found = []
    for cell in part(data).iter(f"{W}tc"):
        sides = cell.find(f"{W}tcPr/{W}tcBorders")
        only_below = sides is not None and [each.tag for each in sides] == [f"{W}bottom"]
        found.append(("".join(cell.itertext()).strip(), only_below))
    return found


def test_a_signature_is_a_cell_with_a_rule_under_it() -> None:
    data = written('<p><signature name="s" label="签字："/></p>')
    assert cells(data) == [("签字：", False), ("", True)]


def test_what_is_filled_in_beside_it_stands_on_such_rules_too() -> None:
    data = written(LINE, {"manager": "李强", "d": "2026-11-22"})
    told = [("客户经理：", False), ("李强", True), ("客户签字：", False), ("", True)]
    assert cells(data)[:4] == told
    assert [text for text, ruled in cells(data) if ruled] == ["李强", "", "2026", "11", "22"]
    assert findings(data) == []


def test_the_blank_places_beside_it_can_be_filled_in() -> None:
    tags = [each.get(f"{W}val") for each in part(written(LINE)).iter(f"{W}tag")]
    assert tags == ["manager", "d.year", "d.month", "d.day"]


def test_its_row_ends_at_the_rule_of_the_paper() -> None:
    filled = library(f'<form title="一">{LINE}</form>').fill()
    row = part(filled.write("docx")).find(f".//{W}tr")
    height = int(row.find(f"{W}trPr/{W}trHeight").get(f"{W}val"))
    paragraph = row.find(f".//{W}spacing")
    line, before = (int(paragraph.get(f"{W}{name}")) for name in ("line", "before"))
    drop = height - before - 0.8 * line
    assert drop / 20 == pytest.approx(2.6 - 0.25, abs=0.15)


def test_in_a_cell_it_is_a_table_of_its_own() -> None:
    data = written(
        '<table cols="30mm 1fr"><tr><th>签字</th><td><signature name="s"/></td></tr></table>'
    )
    assert ("", True) in cells(data)
    assert findings(data) == []


def test_the_rules_in_the_cells_beside_it_are_like_it() -> None:
    beside = '<td>日期：<date name="d"/></td>'
    row = f'<tr><td><signature name="s" label="签字："/></td>{beside}</tr>'
    data = written(f'<table cols="1fr 1fr" lines="none">{row}</table>', {"d": "2026-11-22"})
    assert [text for text, ruled in cells(data) if ruled] == ["", "2026", "11", "22"]
    assert not list(part(data).iter(f"{W}u"))


def test_lines_to_sign_on_one_below_the_other_are_tables_of_their_own() -> None:
    data = written(LINE + LINE.replace('"s"', '"t"').replace('"d"', '"e"'))
    assert len(list(part(data).iter(f"{W}tbl"))) == 2
    assert findings(data) == []
