"""Tables on one page: columns, merged cells, which lines are drawn, heights, tints, nesting."""

from itertools import pairwise

import pytest

from formgen.layout.boxes import Box, CodeSlot, ImageSlot, Line, PenSlot, Run, Sheet, TextSlot
from formgen.layout.defaults import BAND_TINT, FRAME_WEIGHT, LABEL_TINT, ROW_HEIGHT, RULE_WEIGHT
from formgen.units import mm
from tests.layout.sheets import (
    extent,
    inside,
    items_of,
    problems_of,
    set_with,
    sheet_of,
)

Stroke = tuple[float, float, float, float]


def strokes(sheet: Sheet, weight: float = RULE_WEIGHT) -> list[Stroke]:
    """Return the strokes of a weight in units of 10 mm from the corner of the only table."""
    (grid,) = sheet.pages[0].grids
    x, y, unit = grid.xs[0], grid.ys[0], mm(10)
    return sorted(
        (
            round((line.x1 - x) / unit, 3),
            round((line.y1 - y) / unit, 3),
            round((line.x2 - x) / unit, 3),
            round((line.y2 - y) / unit, 3),
        )
        for line in items_of(sheet, Line)
        if line.width == pytest.approx(weight)
    )


def frames(sheet: Sheet) -> list[Box]:
    return [box for box in items_of(sheet, Box) if box.stroke]


def table(rows: str, columns: int = 3, more: str = "") -> str:
    """Return a table of columns 10 mm wide; give rows height="10mm"."""
    return f'<table cols="{" ".join(["10mm"] * columns)}" {more}>{rows}</table>'


ROW = '<tr height="10mm"><td/><td/><td/></tr>'


def test_collinear_rules_are_one_stroke_and_the_frame_is_one_heavier_box() -> None:
    sheet = sheet_of(table(ROW * 2))
    assert strokes(sheet) == [(0, 1, 3, 1), (1, 0, 1, 2), (2, 0, 2, 2)]
    (frame,) = frames(sheet)
    assert frame.stroke == FRAME_WEIGHT > RULE_WEIGHT


def test_no_rule_crosses_a_cell_merged_over_rows_and_columns() -> None:
    rows = (
        '<tr height="10mm"><td colspan="2" rowspan="2">甲</td><td/></tr>'
        '<tr height="10mm"><td/></tr>'
        '<tr height="10mm"><td/><td/><td/></tr>'
    )
    sheet = sheet_of(table(rows))
    assert strokes(sheet) == [(0, 2, 3, 2), (1, 2, 1, 3), (2, 0, 2, 3), (2, 1, 3, 1)]


def test_the_text_of_a_merged_cell_stands_in_its_middle() -> None:
    rows = (
        '<tr height="10mm"><td colspan="2" rowspan="2" align="center">甲</td><td/></tr>'
        '<tr height="10mm"><td/></tr>'
    )
    sheet = sheet_of(table(rows))
    (grid,) = sheet.pages[0].grids
    (run,) = items_of(sheet, Run)
    box = extent(run)
    assert box.x + box.w / 2 == pytest.approx((grid.xs[0] + grid.xs[2]) / 2)
    assert run.y - 0.38 * run.size == pytest.approx((grid.ys[0] + grid.ys[2]) / 2)


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        ("all", [(0, 1, 3, 1), (1, 0, 1, 2), (2, 0, 2, 2)]),
        ("rows", [(0, 1, 3, 1)]),
        ("frame", []),
        ("none", []),
    ],
)
def test_lines_says_which_rules_are_drawn(lines: str, expected: list[Stroke]) -> None:
    assert strokes(sheet_of(table(ROW * 2, more=f'lines="{lines}"'))) == expected


def test_lines_none_draws_nothing_at_all() -> None:
    sheet = sheet_of(table(ROW * 2, more='lines="none"'))
    assert not items_of(sheet, Line)
    assert not items_of(sheet, Box)


def test_lines_rows_has_a_heavier_line_above_and_below_but_no_sides() -> None:
    sheet = sheet_of(table(ROW * 2, more='lines="rows"'))
    assert strokes(sheet, FRAME_WEIGHT) == [(0, 0, 3, 0), (0, 2, 3, 2)]


def test_a_cell_without_a_side_takes_out_the_rule_for_both_neighbours() -> None:
    rows = '<tr height="10mm"><td/><td lines="top bottom left"/><td/></tr>'
    assert strokes(sheet_of(table(rows))) == [(1, 0, 1, 1)]


def test_a_cell_without_an_outer_side_opens_the_frame_and_the_corners_still_close() -> None:
    rows = '<tr height="10mm"><td/><td lines="left right bottom"/><td/></tr>'
    sheet = sheet_of(table(rows))
    half = FRAME_WEIGHT / 2 / mm(10)
    assert not frames(sheet)
    assert strokes(sheet, FRAME_WEIGHT) == [
        pytest.approx((-half, 0, 1, 0), abs=2e-3),
        pytest.approx((-half, 1, 3 + half, 1), abs=2e-3),
        pytest.approx((0, 0, 0, 1)),
        pytest.approx((2, 0, 3 + half, 0), abs=2e-3),
        pytest.approx((3, 0, 3, 1)),
    ]


def test_weights_are_what_the_author_says_and_zero_is_no_line() -> None:
    sheet = sheet_of(table(ROW * 2, more='frame="2pt" rule="1pt"'))
    assert frames(sheet)[0].stroke == 2
    assert len(strokes(sheet, 1)) == 3
    bare = sheet_of(table(ROW * 2, more='frame="0mm" rule="0mm"'))
    assert not items_of(bare, Line)
    assert not frames(bare)


def test_labels_bands_and_tints_are_behind_everything_else() -> None:
    rows = '<tr><th>名称</th><td tint="#ff0000">甲</td></tr><band>情况</band>'
    sheet = sheet_of(f'<table cols="20mm 1fr">{rows}</table>')
    items = sheet.pages[0].items
    fills = [item.fill for item in items if isinstance(item, Box) and item.fill]
    assert fills == [LABEL_TINT, "#ff0000", BAND_TINT]
    last_tint = max(i for i, item in enumerate(items) if isinstance(item, Box) and item.fill)
    assert all(i > last_tint for i, item in enumerate(items) if isinstance(item, Run | Line))


def test_the_accent_colours_the_title_and_tints_bands() -> None:
    body = '<h1>标题</h1><table cols="1fr"><band>情况</band></table>'
    sheet = sheet_of(body, 'identity="no" accent="#0000ff"')
    assert items_of(sheet, Run)[0].color == "#0000ff"
    assert items_of(sheet, Run)[1].color == "#000000"
    (band,) = [box for box in items_of(sheet, Box) if box.fill]
    assert band.fill == "#d6d6ff"


def heights(sheet: Sheet) -> list[float]:
    (grid,) = sheet.pages[0].grids
    return [b - a for a, b in pairwise(grid.ys)]


def test_heights_are_exact_or_least_or_as_the_content_asks() -> None:
    rows = (
        '<tr height="6mm"><td/></tr><tr min-height="12mm"><td/></tr><tr><td/></tr>'
        '<tr min-height="6mm"><td>' + "很长的内容" * 12 + "</td></tr>"
    )
    found = heights(sheet_of(f'<table cols="60mm">{rows}</table>'))
    assert found[:3] == pytest.approx([mm(6), mm(12), ROW_HEIGHT])
    assert found[3] > mm(18)


def test_a_merged_cell_that_needs_more_makes_its_rows_higher_alike() -> None:
    text = "很长的内容" * 12
    rows = f'<tr><td rowspan="2">{text}</td><td/></tr><tr><td/></tr>'
    found = heights(sheet_of(f'<table cols="30mm 1fr">{rows}</table>'))
    assert found[0] == pytest.approx(found[1])
    assert sum(found) > 2 * ROW_HEIGHT


def test_content_higher_than_an_exact_row_is_a_diagnostic_with_its_line() -> None:
    body = '<table cols="20mm">\n<tr height="6mm"><td>很长很长很长很长很长</td></tr></table>'
    (problem,) = problems_of(body)
    assert problem.code == "row-too-low"
    assert str(problem.place) == "t.xml.j2:3"
    assert "exactly 6 mm" in problem.message


def test_exact_rows_under_a_merged_cell_are_named_together() -> None:
    text = "很长的内容" * 12
    rows = f'<tr height="6mm"><td rowspan="2">{text}</td><td/></tr><tr height="7mm"><td/></tr>'
    (problem,) = problems_of(f'<table cols="30mm 1fr">{rows}</table>')
    assert "exactly 13 mm" in problem.message


def test_padding_is_kept_on_all_sides() -> None:
    body = '<table cols="40mm" padding="5mm"><tr><td><text name="a"/></td></tr></table>'
    sheet = sheet_of(body)
    (grid,), (slot,) = sheet.pages[0].grids, items_of(sheet, TextSlot)
    assert slot.rect.x - grid.xs[0] == pytest.approx(mm(5))
    assert slot.rect.y - grid.ys[0] == pytest.approx(mm(5))


@pytest.mark.parametrize("valign", ["top", "middle", "bottom"])
def test_valign_moves_text_and_values_alike(valign: str) -> None:
    row = (
        f'<tr height="30mm"><td valign="{valign}">字</td>'
        f'<td valign="{valign}"><text name="a"/></td></tr>'
    )
    sheet, pages = set_with(f'<table cols="1fr 1fr">{row}</table>', a="字")
    (label,) = items_of(sheet, Run)
    (value,) = [mark for marks in pages[0].marks.values() for mark in marks]
    assert isinstance(value, Run)
    assert value.y == pytest.approx(label.y, abs=0.01)


@pytest.mark.parametrize(("align", "share"), [("left", 0.0), ("center", 0.5), ("right", 1.0)])
def test_align_of_a_cell_moves_the_value_that_fills_it(align: str, share: float) -> None:
    body = f'<table cols="60mm"><tr><td align="{align}"><text name="a"/></td></tr></table>'
    sheet, pages = set_with(body, a="字")
    (slot,), (run,) = items_of(sheet, TextSlot), pages[0].marks[1]
    assert isinstance(run, Run)
    assert run.x == pytest.approx(slot.rect.x + share * (slot.rect.w - run.size))


def test_vertical_text_runs_down_the_middle_of_its_cell() -> None:
    cell = '<th vertical="yes">服务（甲）</th>'
    sheet = sheet_of(f'<table cols="10mm 1fr"><tr height="30mm">{cell}<td/></tr></table>')
    (grid,) = sheet.pages[0].grids
    runs = items_of(sheet, Run)
    assert "".join(run.text for run in runs) == "服务︵甲︶"
    boxes = [extent(run) for run in runs]
    assert {round(box.x + box.w / 2, 2) for box in boxes} == {round(sum(grid.xs[:2]) / 2, 2)}
    assert all(b.y >= a.bottom - 0.01 for a, b in pairwise(boxes))
    assert boxes[0].y - grid.ys[0] == pytest.approx(grid.ys[1] - boxes[-1].bottom)


def test_two_figures_or_letters_stand_side_by_side_in_vertical_text() -> None:
    cell = '<th vertical="yes">第12季IT部2024</th>'
    sheet = sheet_of(f'<table cols="10mm 1fr"><tr>{cell}<td/></tr></table>')
    (grid,) = sheet.pages[0].grids
    runs = items_of(sheet, Run)
    assert [run.text for run in runs] == ["第", "12", "季", "IT", "部", *"2024"]
    boxes = [extent(run) for run in runs]
    assert {round(box.x + box.w / 2, 1) for box in boxes} == {round(sum(grid.xs[:2]) / 2, 1)}
    assert all(b.y >= a.bottom - 0.01 for a, b in pairwise(boxes))
    assert max(box.w for box in boxes) <= 10.5 * 1.15 + 0.01


def test_vertical_text_makes_its_row_as_high_as_it_needs() -> None:
    body = '<table cols="10mm 1fr"><tr><th vertical="yes">客户基本情况</th><td/></tr></table>'
    sheet = sheet_of(body)
    (grid,) = sheet.pages[0].grids
    assert all(grid.ys[0] < extent(run).y for run in items_of(sheet, Run))
    assert all(extent(run).bottom < grid.ys[1] for run in items_of(sheet, Run))


def test_a_field_in_a_vertical_cell_is_a_diagnostic_not_lost() -> None:
    body = '<table cols="10mm">\n<tr><td vertical="yes"><text name="a"/></td></tr></table>'
    (problem,) = problems_of(body)
    assert (problem.code, problem.place.line) == ("not-vertical", 3)


def test_a_table_in_a_cell_stays_within_it() -> None:
    inner = '<table cols="1fr 1fr"><tr><td>甲</td><td><text name="a"/></td></tr></table>'
    sheet = sheet_of(f'<table cols="30mm 60mm"><tr><th>外</th><td>{inner}</td></tr></table>')
    (grid,) = sheet.pages[0].grids
    outer, nested = frames(sheet)
    cell = extent(outer)
    assert inside(nested.rect, cell)
    assert nested.rect.x > grid.xs[1]


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ('<table cols="300mm"><tr><td/></tr></table>', "columns-too-wide"),
        ('<table cols="200mm 1fr"><tr><td/><td/></tr></table>', "columns-too-wide"),
        ('<table cols="1fr" width="300mm"><tr><td/></tr></table>', "too-wide"),
        ('<table cols="5mm 1fr"><tr><td>字</td><td/></tr></table>', "too-wide"),
        ('<table cols="5mm 1fr"><tr><td vertical="yes">字</td><td/></tr></table>', "too-wide"),
        ('<table cols="5mm 1fr"><tr><td><text name="a"/></td><td/></tr></table>', "too-wide"),
        ('<table cols="1fr"/>', "table-grid"),
        ('<table cols="1fr"><thead><tr><td/></tr></thead></table>', "table-grid"),
    ],
)
def test_what_cannot_be_set_is_a_diagnostic_with_its_line(body: str, code: str) -> None:
    problems = problems_of(body)
    assert [problem.code for problem in problems] == [code]
    assert problems[0].place.line == 2


def test_content_columns_are_as_wide_as_their_longest_cell() -> None:
    rows = "<tr><td>序号</td><td/></tr><tr><td>一二三四五</td><td/></tr>"
    sheet = sheet_of(f'<table cols="auto 1fr">{rows}</table>')
    (grid,) = sheet.pages[0].grids
    assert grid.xs[1] - grid.xs[0] == pytest.approx(5 * 10.5 + 2 * mm(2))
    assert len({run.y for run in items_of(sheet, Run)}) == 2


LONG = "这是一段很长的说明文字，用来检查列宽在内容过长时如何分配，" * 6


@pytest.mark.parametrize("short", [("一二三四五六七八九十", "短"), ("客户名称",)])
def test_content_columns_beside_a_long_one_keep_their_text_on_one_line(
    short: tuple[str, ...],
) -> None:
    cells = "".join(f"<td>{text}</td>" for text in (*short, LONG))
    columns = " ".join(["auto"] * (len(short) + 1))
    sheet = sheet_of(f'<table cols="{columns}"><tr>{cells}</tr></table>')
    assert tuple(run.text for run in items_of(sheet, Run)[: len(short)]) == short
    (grid,) = sheet.pages[0].grids
    assert grid.xs[1] - grid.xs[0] == pytest.approx(len(short[0]) * 10.5 + 2 * mm(2))


def test_a_content_column_is_never_narrower_than_a_word_or_a_box() -> None:
    words = "internationalisation " * 30
    row = f'<tr><td>{words}</td><td>{LONG}</td><td><seal name="s" size="40mm"/></td></tr>'
    sheet = sheet_of(f'<table cols="auto auto auto">{row}</table>')
    (grid,) = sheet.pages[0].grids
    assert all(run.text.strip() for run in items_of(sheet, Run))
    assert "internationalisation" in items_of(sheet, Run)[0].text
    assert grid.xs[3] - grid.xs[2] == pytest.approx(mm(44))


def label_lines(label: str, width: str = "26mm") -> list[str]:
    """Return the lines of a label cell."""
    body = f'<table cols="{width} 1fr"><tr><th>{label}</th><td/></tr></table>'
    return [run.text for run in items_of(sheet_of(body), Run)]


def test_a_label_that_lacks_a_little_width_takes_it_from_its_padding() -> None:
    assert label_lines("现场处理结果") == ["现场处理结果"]
    sheet = sheet_of('<table cols="26mm 1fr"><tr><th>现场处理结果</th><td/></tr></table>')
    (grid,) = sheet.pages[0].grids
    (run,) = items_of(sheet, Run)
    assert extent(run).x >= grid.xs[0] + mm(0.8)
    assert extent(run).right <= grid.xs[1] - mm(0.8)


@pytest.mark.parametrize(
    ("label", "lines"),
    [
        ("故障现场处理结果", ["故障现场", "处理结果"]),
        ("七个字的标签呀", ["七个字的", "标签呀"]),
        ("故障现场处理结果与客户", ["故障现场", "处理结果", "与客户"]),
        ("Date of birth of applicant", ["Date of birth", "of applicant"]),
    ],
)
def test_the_lines_of_a_label_are_alike(label: str, lines: list[str]) -> None:
    assert label_lines(label, width="25mm" if len(lines) == 3 else "26mm") == lines


def test_the_heads_of_a_rating_never_end_in_a_single_character() -> None:
    rating = '<rating scale="满意|极不满意" label-width="140mm"><item name="a">甲</item></rating>'
    assert [run.text for run in items_of(sheet_of(rating), Run)] == ["满意", "极不", "满意", "甲"]


@pytest.mark.parametrize(
    "entry",
    [
        '<seal name="a" size="20mm"/>',
        '<photo name="a" label="照片" width="20mm" height="20mm"/>',
        '<qr name="a"/>',
        '<barcode name="a" width="30mm"/>',
    ],
)
@pytest.mark.parametrize(("align", "share"), [("", 0.5), ('align="left"', 0), ('align="right"', 1)])
def test_what_is_drawn_alone_in_a_cell_stands_in_its_middle(
    entry: str, align: str, share: float
) -> None:
    sheet = sheet_of(f'<table cols="90mm 1fr"><tr><td {align}>{entry}</td><td/></tr></table>')
    (grid,) = sheet.pages[0].grids
    (slot,) = [i for i in sheet.pages[0].items if isinstance(i, PenSlot | ImageSlot | CodeSlot)]
    before, behind = slot.rect.x - grid.xs[0], grid.xs[1] - slot.rect.right
    assert before / (before + behind) == pytest.approx(share, abs=0.16 if share != 0.5 else 0.001)


@pytest.mark.parametrize(("align", "share"), [("left", 0.0), ("center", 0.5), ("right", 1.0)])
def test_a_narrower_table_stands_where_align_says(align: str, share: float) -> None:
    whole = sheet_of('<table cols="1fr"><tr><td/></tr></table>').pages[0].grids[0]
    narrow = sheet_of(f'<table cols="1fr" width="50mm" align="{align}"><tr><td/></tr></table>')
    (grid,) = narrow.pages[0].grids
    spare = (whole.xs[-1] - whole.xs[0]) - mm(50)
    assert grid.xs[0] == pytest.approx(whole.xs[0] + share * spare)


def test_rows_with_values_blanks_and_boxes_are_equally_high() -> None:
    rows = (
        '<tr><td><text name="a"/></td></tr>'
        '<tr><td><number name="b" unit="元"/></td></tr>'
        '<tr><td><choice name="c" options="是|否"/></td></tr>'
        '<tr><td>日期 <date name="d"/></td></tr>'
        '<tr><td><checkbox name="e" label="同意"/></td></tr>'
    )
    found = heights(sheet_of(f'<table cols="90mm">{rows}</table>'))
    assert found == pytest.approx([ROW_HEIGHT] * 5)


def test_a_merged_cell_makes_content_columns_wide_enough_for_it() -> None:
    merged = '<tr><td colspan="2">一二三四五六七八九十</td><td/></tr>'
    rows = merged + "<tr><td>甲</td><td>乙</td><td/></tr>"
    sheet = sheet_of(f'<table cols="auto auto 1fr">{rows}</table>')
    (grid,) = sheet.pages[0].grids
    assert grid.xs[2] - grid.xs[0] == pytest.approx(105 + 2 * mm(2))
    assert items_of(sheet, Run)[0].text == "一二三四五六七八九十"
