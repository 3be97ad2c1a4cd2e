"""Entries: each kind on a line, in a cell and as a block; sizes that a pen and a scan can use."""

from dataclasses import replace
from itertools import combinations, pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from formgen.geometry import Rect
from formgen.layout.boxes import (
    Box,
    CodeSlot,
    CombSlot,
    Image,
    ImageSlot,
    Line,
    Modules,
    PenSlot,
    Run,
    Sheet,
    TextSlot,
    TickSlot,
)
from formgen.units import mm
from tests.layout.pictures import png
from tests.layout.sheets import (
    extent,
    inside,
    items_of,
    overlap,
    problems_of,
    run_width,
    set_with,
    sheet_of,
    text_of,
)

LEFT, RIGHT = mm(18), mm(210 - 18)
LONG = "网络质量差，经常断线，影响正常办公与视频会议，希望尽快派人上门检查线路"
ENTRY = {
    "text": '<text name="a"/>',
    "number": '<number name="a" unit="元"/>',
    "date": '<date name="a"/>',
    "whole date": '<date name="a" format="%Y-%m-%d"/>',
    "comb": '<comb name="a" boxes="8"/>',
    "choice": '<choice name="a" options="是|否"/>',
    "scale": '<scale name="a"/>',
    "checkbox": '<checkbox name="a" label="同意"/>',
    "signature": '<signature name="a" label="签字："/>',
    "seal": '<seal name="a"/>',
    "photo": '<photo name="a" label="照片"/>',
    "qr": '<qr name="a"/>',
    "bar code": '<barcode name="a"/>',
    "fixed qr": '<qr value="10000"/>',
}
SLOT = {
    "text": TextSlot, "number": TextSlot, "date": TextSlot, "whole date": TextSlot,
    "comb": CombSlot, "choice": TickSlot, "scale": TickSlot, "checkbox": TickSlot,
    "signature": PenSlot, "seal": PenSlot, "photo": ImageSlot, "qr": CodeSlot,
    "bar code": CodeSlot, "fixed qr": Modules,
}  # fmt: skip


@pytest.mark.parametrize("kind", ENTRY)
@pytest.mark.parametrize(
    "place",
    [
        "{}",
        "<p>文字{}文字</p>",
        '<table cols="90mm 1fr"><tr><td>{}</td><td/></tr></table>',
        '<table cols="90mm 1fr"><tr><td>文字 {} 文字</td><td/></tr></table>',
    ],
)
def test_each_entry_has_its_place_wherever_it_stands(kind: str, place: str) -> None:
    sheet = sheet_of(place.format(ENTRY[kind]))
    slots = items_of(sheet, SLOT[kind])
    assert slots
    words = [extent(run) for run in items_of(sheet, Run) if "文字" in run.text]
    for slot in slots:
        rect = extent(slot)
        assert rect.w > 5
        assert rect.h > 5
        assert rect.x >= LEFT - 0.01
        assert rect.right <= RIGHT + 0.01
        if "table" in place:
            (grid,) = sheet.pages[0].grids
            cell = Rect(grid.xs[0], grid.ys[0], mm(90), grid.ys[1] - grid.ys[0])
            assert inside(rect, cell)
        assert not any(overlap(rect, word) for word in words)


# ---- boxes to tick ---------------------------------------------------------------------------


def frames(sheet: Sheet) -> list[Box]:
    return [box for box in items_of(sheet, Box) if box.stroke]


def test_boxes_are_large_enough_with_frames_that_a_copy_keeps() -> None:
    sheet = sheet_of('<choice name="a" options="是|否"/><scale name="b"/><checkbox name="c"/>')
    slots = items_of(sheet, TickSlot)
    assert {slot.rect for slot in slots} == {box.rect for box in frames(sheet)}
    assert all(slot.rect.w == slot.rect.h >= mm(3.2) for slot in slots)
    assert all(box.stroke >= mm(0.25) for box in frames(sheet))


CHOICES = st.sampled_from(
    [
        '<choice name="a{}" options="满意|一般|不满意|说不清楚"/>',
        '<choice name="a{}" options="满意|一般|不满意" box="before"/>',
        '<choice name="a{}" options="满意|一般" gap="0mm"/>',
        '<choice name="a{}"><option>甲</option><option blank="15mm">其他</option></choice>',
        '<choice name="a{}" options="满意|一般|不满意" box="before" gap="0mm"/>',
        '<checkbox name="a{}"/>',
        '<checkbox name="a{}" label="同意"/>',
    ]
)
TEXTS = st.sampled_from(["文字", " ", "，", "（是", "A"])
PLACES = st.sampled_from(
    [
        "<p>{}</p>",
        '<table cols="48mm 1fr"><tr><td>{}</td><td/></tr></table>',
        '<table cols="60mm 1fr" lines="none"><tr><td>{}</td><td/></tr></table>',
    ]
)


@given(st.lists(CHOICES | TEXTS, min_size=1, max_size=8), PLACES)
@settings(max_examples=100, deadline=None)
def test_boxes_keep_their_distance_from_text_and_from_other_rows(
    parts: list[str], place: str
) -> None:
    body = place.format("".join(part.format(i) for i, part in enumerate(parts)))
    sheet = sheet_of(body)
    boxes = [slot.rect for slot in items_of(sheet, TickSlot)]
    for run in items_of(sheet, Run):
        words = _ink(run)
        for box in boxes:
            if words and abs(words.y + words.h / 2 - box.y - box.h / 2) < 1:
                apart = max(box.x - words.right, words.x - box.right)
                assert apart >= mm(1.2) - 0.01, (run.text, body)
    for one, other in combinations(boxes, 2):
        down = abs(one.y - other.y)
        assert down < 0.01 or down >= mm(7) - 0.01, body


def _ink(run: Run) -> Rect | None:
    """Return the place of a run without the spaces at its ends."""
    bare = run.text.strip()
    if not bare:
        return None
    lead, tail = run.text.split(bare)
    whole = extent(run)
    before, after = (run_width(replace(run, text=space, gaps=())) for space in (lead, tail))
    return Rect(whole.x + before, whole.y, whole.w - before - after, whole.h)


def test_boxes_in_rows_of_a_table_without_lines_are_seven_mm_apart() -> None:
    row = '<tr><td>第<choice name="a{}" options="是|否"/></td></tr>'
    rows = "".join(row.format(i) for i in range(3))
    sheet = sheet_of(f'<table cols="1fr" lines="none">{rows}</table>')
    ys = sorted({round(slot.rect.y, 3) for slot in items_of(sheet, TickSlot)})
    assert all(b - a >= mm(7) - 0.01 for a, b in pairwise(ys))


def test_a_box_at_the_start_of_a_line_is_not_indented() -> None:
    sheet = sheet_of('<p><choice name="a" options="是|否" box="before"/></p>')
    assert items_of(sheet, TickSlot)[0].rect.x == pytest.approx(LEFT)


def test_a_scale_wraps_between_its_boxes_with_rows_seven_mm_apart() -> None:
    body = (
        '<table cols="40mm 1fr"><tr><td><scale name="a" from="0" to="10" extra="不清楚"/></td>'
        "<td/></tr></table>"
    )
    sheet = sheet_of(body)
    ys = sorted({round(slot.rect.y, 2) for slot in items_of(sheet, TickSlot) if slot.numbered})
    assert len(ys) >= 2
    assert all(b - a >= mm(7) - 0.01 for a, b in pairwise(ys))
    numbers = [run for run in items_of(sheet, Run) if run.text.isdigit()]
    assert [run.text for run in numbers] == [str(n) for n in range(11)]
    assert len(items_of(sheet, TickSlot)) == 12


def test_the_number_of_a_scale_stands_in_its_box() -> None:
    sheet = sheet_of('<scale name="a" from="8" to="10"/>')
    for slot, run in zip(items_of(sheet, TickSlot), items_of(sheet, Run), strict=True):
        assert inside(extent(run), slot.rect, 1)
        assert slot.option == run.text


@pytest.mark.parametrize("side", ["before", "after"])
def test_options_in_columns_stand_under_each_other(side: str) -> None:
    options = "|".join(["是", "否", "网络很慢", "说不清"])
    sheet = sheet_of(f'<choice name="a" options="{options}" columns="2" box="{side}"/>')
    slots, runs = items_of(sheet, TickSlot), items_of(sheet, Run)
    assert [slot.option for slot in slots] == options.split("|")
    pairs = zip(slots, runs, strict=True)
    starts = [slot.rect.x if side == "before" else run.x for slot, run in pairs]
    assert starts == pytest.approx([LEFT, LEFT + mm(87)] * 2)
    assert slots[2].rect.y - slots[0].rect.y == pytest.approx(mm(7))


def test_a_long_option_in_a_column_wraps_beside_its_box() -> None:
    body = f'<choice name="a" options="是|{LONG}|否|说不清" columns="3" box="before"/>'
    sheet = sheet_of(body)
    slots, runs = items_of(sheet, TickSlot), items_of(sheet, Run)
    long = [extent(run) for run in runs if run.text in LONG and len(run.text) > 1]
    assert "".join(run.text for run in runs if len(run.text) > 3 or run.text in LONG).count(LONG)
    assert {round(box.x, 2) for box in long} == {round(slots[1].rect.right + mm(1.3), 2)}
    assert all(box.right <= slots[2].rect.x for box in long)
    assert len({round(slot.rect.y, 2) for slot in slots[:3]}) == 1
    assert slots[3].rect.y >= max(box.bottom for box in long)


def test_an_option_wider_than_its_cell_wraps_on_a_line_of_its_own() -> None:
    cell = f'<td><choice name="a" options="是|{LONG}"/></td>'
    sheet = sheet_of(f'<table cols="50mm 1fr"><tr>{cell}<td/></tr></table>')
    (grid,) = sheet.pages[0].grids
    assert all(extent(run).right <= grid.xs[1] + 0.1 for run in items_of(sheet, Run))
    assert len(items_of(sheet, TickSlot)) == 2


@pytest.mark.parametrize("side", ["before", "after"])
@pytest.mark.parametrize(
    "place", ["{}", "<p>{}</p>", '<table cols="50mm 1fr"><tr><td>{}</td><td/></tr></table>']
)
def test_the_long_label_of_a_box_wraps_beside_it(side: str, place: str) -> None:
    label = LONG * 4
    sheet = sheet_of(place.format(f'<checkbox name="a" label="{label}" box="{side}"/>'))
    runs = items_of(sheet, Run)
    (tick,) = items_of(sheet, TickSlot)
    assert text_of(runs) == label
    assert len({run.y for run in runs}) > 1
    assert tick.rect.y < runs[0].y < tick.rect.bottom + 2
    for run in runs:
        if side == "before":
            assert extent(run).x >= tick.rect.right + mm(1.2)
        else:
            hangs = 5.25 if run.text.endswith("，") else 0.0
            assert extent(run).right - hangs <= tick.rect.x - mm(1.2) + 0.1


@pytest.mark.parametrize("gap", ["", 'gap="1mm"'])
def test_an_option_behind_the_numbers_of_a_scale_stands_clear_of_them(gap: str) -> None:
    sheet = sheet_of(f'<scale name="a" label="评分" to="5" extra="不清楚" {gap}/>')
    *_, five, _ = items_of(sheet, TickSlot)
    words = next(run for run in items_of(sheet, Run) if run.text == "不清楚")
    assert words.x - five.rect.right >= mm(5) - 0.01


def test_columns_too_narrow_for_a_character_are_a_diagnostic() -> None:
    cell = '<td><choice name="a" options="是|否" columns="4"/></td>'
    problems = problems_of(f'<table cols="30mm"><tr>{cell}</tr></table>')
    assert {problem.code for problem in problems} == {"too-wide"}


def test_the_line_of_an_other_option_stands_behind_it_and_takes_its_value() -> None:
    body = (
        '<choice name="a"><option code="x">甲</option>'
        '<option code="other" blank="30mm">其他</option></choice>'
    )
    sheet, pages = set_with(body, a=("other",), a_other="卫星")
    (slot,) = items_of(sheet, TextSlot)
    last = items_of(sheet, TickSlot)[-1]
    assert slot.field == "a_other"
    assert slot.rect.w == pytest.approx(mm(30))
    assert slot.rect.x - last.rect.right >= mm(1.2)
    assert len(pages[0].marks) == 2


# ---- combs -----------------------------------------------------------------------------------


def test_a_comb_too_wide_for_its_cell_sets_its_boxes_narrower() -> None:
    body = '<table cols="60mm"><tr><td><comb name="a" boxes="11"/></td></tr></table>'
    sheet = sheet_of(body)
    (comb,) = items_of(sheet, CombSlot)
    assert comb.cells[0].w == pytest.approx(mm(56) / 11)
    assert comb.size <= comb.cells[0].w
    (grid,) = sheet.pages[0].grids
    assert comb.cells[-1].right <= grid.xs[1] - mm(2) + 0.01


def test_a_comb_is_never_set_narrower_than_four_mm() -> None:
    body = '<table cols="60mm">\n<tr><td><comb name="a" boxes="15"/></td></tr></table>'
    (problem,) = problems_of(body)
    assert (problem.code, problem.place.line) == ("too-wide", 3)
    assert "60.0 mm wide stands in a place of 56.0 mm" in problem.message


def test_all_strokes_of_a_comb_outlast_a_copier() -> None:
    sheet = sheet_of('<comb name="a" boxes="4"/>')
    assert len(items_of(sheet, Line)) == 3
    assert all(line.width >= mm(0.25) for line in items_of(sheet, Line))


# ---- lines to write on -----------------------------------------------------------------------


def test_ruled_lines_are_eight_mm_apart_and_the_frame_serves_as_the_last() -> None:
    in_body = sheet_of('<text name="a" lines="3" ruled="yes"/>')
    ys = [line.y1 for line in items_of(in_body, Line)]
    assert [b - a for a, b in pairwise(ys)] == pytest.approx([mm(8)] * 2)
    entry = '<text name="a" lines="3" ruled="yes"/>'
    in_cell = sheet_of(f'<table cols="1fr"><tr><td>{entry}</td></tr></table>')
    assert len(items_of(in_cell, Line)) == 2
    for bare in ('lines="none"', 'lines="frame"'):
        sheet = sheet_of(f'<table cols="1fr" {bare}><tr><td>{entry}</td></tr></table>')
        assert len(items_of(sheet, Line)) == 3


def test_lines_to_write_on_in_a_paragraph_are_eight_mm_apart() -> None:
    blanks = "，".join(f'甲乙丙丁 <text name="a{i}" width="50mm"/>' for i in range(8))
    for body in (f"<p>{blanks}</p>", f'<table cols="1fr"><tr><td>{blanks}</td></tr></table>'):
        ys = sorted({round(line.y1, 2) for line in items_of(sheet_of(body), Line)})
        assert len(ys) >= 3
        assert all(b - a >= mm(8) - 0.01 for a, b in pairwise(ys))


def test_blanks_in_a_cell_share_what_the_line_leaves() -> None:
    body = '<table cols="80mm"><tr><td>共<text name="a"/>人，<text name="b"/>人</td></tr></table>'
    sheet = sheet_of(body)
    one, other = items_of(sheet, TextSlot)
    assert one.rect.w == pytest.approx(other.rect.w)
    (last,) = [run for run in items_of(sheet, Run) if run.text == "人"]
    assert extent(last).right == pytest.approx(LEFT + mm(78))


def test_a_signature_in_a_narrow_cell_keeps_a_line_to_sign_on_or_is_a_diagnostic() -> None:
    entry = '<signature name="a" label="客户签字：" date="yes"/>'
    for width in range(30, 140, 5):
        body = f'<table cols="{width}mm"><tr><td>{entry}</td></tr></table>'
        if problems_of(body):
            assert width < 100
            continue
        slots = items_of(sheet_of(body), PenSlot)
        assert slots[0].rect.w >= mm(9) - 0.01
        assert [slot.kind for slot in slots] == ["signature", "date", "date", "date"]
        assert all(b.rect.x >= a.rect.right for a, b in pairwise(slots))


def test_an_entry_wider_than_its_line_is_a_diagnostic_with_its_line() -> None:
    (problem,) = problems_of('<p>甲</p>\n<p>乙 <text name="a" width="190mm"/></p>')
    assert (problem.code, problem.place.line) == ("too-wide", 3)
    assert "<text> `a` 190.0 mm wide stands in a place of" in problem.message


@pytest.mark.parametrize(
    ("entry", "name", "hint"),
    [
        ('<text name="a" width="40mm"/>文', "<text> `a`", "`width`"),
        ('<number name="a" width="40mm" unit="元"/>', "<number> `a`", "`width`"),
        ('<date name="a" width="60mm"/>', "<date> `a`", "`width`"),
        ('<date name="a" time="yes"/>', "<date> `a`", "`format`"),
        ('<comb name="a" boxes="8" box-width="7mm"/>', "<comb> `a`", "`box-width`"),
        ('<seal name="a"/>', "<seal> `a`", "`size`"),
        ('<qr name="a" size="30mm"/>', "<qr> `a`", "`size`"),
        ('<qr value="1" size="30mm"/>', "<qr>", "quiet zone"),
        ('<barcode name="a" width="30mm"/>', "<barcode> `a`", "quiet zones"),
        ('<photo name="a" label="照" width="40mm" height="40mm"/>', "<photo> `a`", "`width`"),
        ('<signature name="a" label="" width="40mm"/>', "<signature> `a`", "`width`"),
        ('<scale name="a" label="" to="3" box-size="30mm"/>', "<scale> `a`", "`box-size`"),
        ("<p>文<blank width='40mm'/></p>", "<blank>", "`width`"),
    ],
)
def test_what_is_too_wide_is_named_with_what_makes_it_narrower(
    entry: str, name: str, hint: str
) -> None:
    problems = problems_of(f'<table cols="30mm 1fr">\n<tr><td>{entry}</td><td/></tr></table>')
    assert {problem.code for problem in problems} == {"too-wide"}
    assert problems[0].message.startswith(f"{name} ")
    assert hint in problems[0].hint
    assert problems[0].place.line == 3


# ---- dates -----------------------------------------------------------------------------------


def date_parts(body: str) -> list[Rect]:
    return [slot.rect for slot in items_of(sheet_of(body), TextSlot)]


def test_a_date_in_parts_is_as_wide_as_its_author_says() -> None:
    for width in (38, 40, 60, 90):
        year, month, day = date_parts(f'<p><date name="a" width="{width}mm"/></p>')
        assert day.right + mm(0.8) + 10.5 - year.x == pytest.approx(mm(width))
        assert year.w > month.w == pytest.approx(day.w)


def test_a_date_in_a_narrow_cell_sets_its_parts_narrower_beside_its_label() -> None:
    cell = '<td>时间：<date name="a"/></td>'
    body = f'<table cols="56mm 1fr"><tr>{cell}<td/></tr></table>'
    parts = date_parts(body)
    assert len({part.y for part in parts}) == 1
    assert parts[0].w >= mm(9)
    assert all(part.w >= mm(6) for part in parts[1:])
    assert parts[-1].right < mm(18 + 56 - 2)
    label = next(run for run in items_of(sheet_of(body), Run) if run.text == "时间：")
    assert parts[0].y < label.y < parts[0].bottom


def test_a_date_too_narrow_for_its_parts_is_a_diagnostic() -> None:
    (problem,) = problems_of('<p>甲</p>\n<p><date name="a" width="30mm"/></p>')
    assert (problem.code, problem.place.line) == ("too-wide", 3)
    assert "the parts of <date> `a` need 36.1 mm; its `width` is 30 mm" in problem.message


# ---- the colour of values --------------------------------------------------------------------


@pytest.mark.parametrize("kind", ["text", "number", "date", "whole date", "comb"])
def test_values_are_set_in_ink_wherever_their_labels_are_quiet(kind: str) -> None:
    sheet = sheet_of(f'<p color="#4d4d4d">编号：{ENTRY[kind]}</p>')
    slots = [i for i in sheet.pages[0].items if isinstance(i, TextSlot | CombSlot)]
    assert {slot.color for slot in slots} == {"#000000"}
    assert items_of(sheet, Run)[0].color == "#4d4d4d"


def test_the_ink_of_values_is_that_of_the_form_or_of_the_entry_itself() -> None:
    body = '<p color="#4d4d4d"><text name="a"/><text name="b" color="#aa0000"/></p>'
    (slot, own) = items_of(sheet_of(body, 'identity="no" color="#000080"'), TextSlot)
    assert (slot.color, own.color) == ("#000080", "#aa0000")


# ---- rings, frames, codes --------------------------------------------------------------------


def test_photo_and_seal_have_the_size_that_was_asked_for() -> None:
    sheet = sheet_of('<p><photo name="a" label="照片"/><seal name="b" size="28mm"/></p>')
    (photo,), (seal,) = items_of(sheet, ImageSlot), items_of(sheet, PenSlot)
    assert (photo.rect.w, photo.rect.h) == pytest.approx((mm(25), mm(35)))
    assert (seal.rect.w, seal.rect.h) == pytest.approx((mm(28), mm(28)))


def test_a_qr_code_keeps_its_quiet_zone_of_four_modules() -> None:
    sheet = sheet_of('<p>甲<qr value="10000" size="21mm"/>乙</p><p>丙</p>')
    (code,) = items_of(sheet, Modules)
    assert (code.rect.w, code.rect.h) == pytest.approx((mm(21), mm(21)))
    module = code.rect.w / len(code.rows[0])
    zone = _grown(code.rect, 4 * module, 4 * module)
    assert not any(overlap(extent(run), zone) for run in items_of(sheet, Run))


@pytest.mark.parametrize("value", ["1", "10000", "HF-2026-0001", "ABCDEFGH-12345"])
def test_a_bar_code_keeps_its_quiet_zones_of_ten_modules(value: str) -> None:
    sheet = sheet_of(f'<p>甲<barcode value="{value}" text="no"/>乙</p>')
    (code,) = items_of(sheet, Modules)
    assert code.rect.w <= mm(50) + 0.01
    assert code.rect.h == pytest.approx(mm(10))
    zone = _grown(code.rect, 10 * code.rect.w / len(code.rows[0]), 0)
    assert not any(overlap(extent(run), zone) for run in items_of(sheet, Run))


def _grown(rect: Rect, dx: float, dy: float) -> Rect:
    return Rect(rect.x - dx, rect.y - dy, rect.w + 2 * dx, rect.h + 2 * dy)


def test_the_value_of_a_bar_code_stands_below_it() -> None:
    sheet = sheet_of('<p>甲<barcode value="10000"/></p><p>下一行</p>')
    (code,) = items_of(sheet, Modules)
    caption = next(run for run in items_of(sheet, Run) if run.text == "10000")
    below = next(run for run in items_of(sheet, Run) if run.text == "下一行")
    assert code.rect.bottom < extent(caption).y + 1
    assert extent(caption).bottom < extent(below).y


@pytest.mark.parametrize(
    ("body", "message"),
    [
        ('<barcode value="中文"/>', "Code 128 cannot hold `中`"),
        ('<barcode value="1234567890-1234567890-ABC" width="30mm"/>', "its place is 30 mm wide"),
        ('<qr value="{}" size="10mm"/>'.format("长" * 200), "its place is 10 mm wide"),
    ],
)
def test_a_code_that_could_not_be_read_is_a_diagnostic_with_its_line(
    body: str, message: str
) -> None:
    (problem,) = problems_of(body)
    assert (problem.code, problem.place.line) == ("bad-code", 2)
    assert message in problem.message


def test_a_picture_stands_level_with_the_text_beside_it() -> None:
    files = {"logo.png": png(40, 20)}
    sheet = sheet_of('<p>甲<img src="logo.png" height="12mm"/></p>', files=files)
    (picture,), (run,) = items_of(sheet, Image), items_of(sheet, Run)
    assert picture.rect.w == pytest.approx(mm(24))
    assert picture.rect.y + picture.rect.h / 2 == pytest.approx(run.y - 0.38 * run.size)
