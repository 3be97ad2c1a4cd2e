"""Tables that follow each other without a gap: one line between them, as on paper."""

from __future__ import annotations

from tests.writers.word.sheets import W, library, part

ROW = '<table cols="1fr"{}><tr height="10mm"><td>{}</td></tr></table>'


def first_rows(above: str) -> tuple[dict[str, int], list[bool]]:
    """Return the heights of the two rows by their text, and which has a line above."""
    body = part(
        library(f'<form title="一">{above}{ROW.format("", "下")}</form>').fill().write("docx")
    )
    heights, lines = {}, []
    for row in body.iter(f"{W}tr"):
        text = "".join(row.itertext())[-1]
        heights[text] = int(row.find(f"{W}trPr/{W}trHeight").get(f"{W}val"))
        lines.append(row.find(f".//{W}tcBorders/{W}top") is not None)
    return heights, lines


def test_two_touching_tables_share_the_line_between_them() -> None:
    heights, lines = first_rows(ROW.format("", "上"))
    assert lines == [True, False]
    assert heights["下"] < heights["上"]


def test_below_a_table_without_lines_a_table_has_its_own() -> None:
    assert first_rows(ROW.format(' lines="none"', "上"))[1] == [False, True]


def test_tables_with_a_gap_between_them_are_not_changed() -> None:
    heights, lines = first_rows(ROW.format(' after="3mm"', "上"))
    assert lines == [True, True]
    assert heights["下"] == heights["上"]
