"""Combs are columns of a table, whatever else stands on their line."""

from __future__ import annotations

import pytest

from formgen.writers.options import WordOptions
from tests.writers.word.lint import findings
from tests.writers.word.sheets import W, library, part

COMB = '<comb name="phone" label="手机" boxes="11"/>'


def written(body: str, record: dict[str, str] | None = None) -> bytes:
    return library(f'<form title="一">{body}</form>').fill(record or {}).write("docx")


def rows(data: bytes) -> list[list[str]]:
    """Return the text of the cells of each row with a comb in it."""
    tables = [table for table in part(data).iter(f"{W}tbl") if not list(table.iter(f"{W}tbl"))[1:]]
    return [
        ["".join(cell.itertext()).strip() for cell in row.iterfind(f"{W}tc")]
        for table in tables
        for row in table.iterfind(f"{W}tr")
    ]


def test_a_comb_alone_is_a_row_of_boxes() -> None:
    assert rows(written(f"<p>{COMB}</p>", {"phone": "13812345678"})) == [list("13812345678")]


def test_a_comb_within_a_line_of_text_is_part_of_a_row() -> None:
    data = written(f"<p>手机 {COMB} 备注</p>", {"phone": "13812345678"})
    assert rows(data) == [["手机", *"13812345678", "备注"]]
    drawn = {each.get("name") for each in part(data).iter() if str(each.tag).endswith("}docPr")}
    assert drawn <= {"identity code"}


def test_several_combs_stand_in_one_row() -> None:
    body = '<p>甲<comb name="a" boxes="2"/>乙<comb name="b" boxes="3"/></p>'
    assert rows(written(body, {"a": "12", "b": "345"})) == [["甲", "1", "2", "乙", "3", "4", "5"]]


def test_the_lines_before_and_behind_stay_paragraphs() -> None:
    body = f"<p>{'很长的文字' * 12}{COMB}{'很长的文字' * 12}</p>"
    assert len(rows(written(body))) == 1


def test_only_the_boxes_have_frames() -> None:
    row = part(written(f"<p>手机 {COMB} 备注</p>")).find(f".//{W}tr")
    framed = [cell.find(f"{W}tcPr/{W}tcBorders") is not None for cell in row.iterfind(f"{W}tc")]
    assert framed == [False, *[True] * 11, False]


@pytest.mark.parametrize(
    "body",
    [
        f'<table cols="20mm 1fr"><tr><th>电话</th><td>+86 {COMB} 转</td></tr></table>',
        f'<p>{COMB} <comb name="b" boxes="4"/></p>',
        f"<p>手机 {COMB}<br/>{COMB}</p>",
    ],
    ids=["in a cell", "side by side", "on two lines"],
)
def test_wherever_it_stands_the_document_is_sound_and_nothing_is_lost(body: str) -> None:
    filled = library(f'<form title="一">{body}</form>').fill()
    written = filled.written("docx", WordOptions())
    assert findings(written.data) == []
    assert written.losses == ()
