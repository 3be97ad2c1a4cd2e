"""Filling: values into slots, ticks, combs, parts of dates, characters without a face."""

from datetime import date, datetime
from decimal import Decimal

import pytest

from formgen.errors import DataError
from formgen.layout.boxes import Box, CombSlot, Mark, Modules, Run, Shape, TextSlot, TickSlot
from formgen.layout.defaults import EM_ASCENT, RULE_DROP
from formgen.layout.typesetter import Typesetter
from formgen.model.values import Values
from formgen.text.fontbook import load_book
from tests.layout.sheets import (
    extent,
    form_of,
    inside,
    items_of,
    marks_of,
    problems_of,
    set_with,
    sheet_of,
    text_of,
)

ROCKET = "\U0001f680"
CELL = '<table cols="60mm"><tr><td><text name="a"/></td></tr></table>'
LINE = '<p>编号：<text name="a" width="40mm"/></p>'


def runs(body: str, **values: object) -> list[Run]:
    _, pages = set_with(body, **values)  # type: ignore[arg-type]
    return [mark for mark in marks_of(pages) if isinstance(mark, Run)]


def test_a_blank_sheet_has_no_marks_in_its_slots() -> None:
    _, pages = set_with(CELL)
    assert marks_of(pages) == []


def test_a_value_on_a_line_stands_on_its_rule() -> None:
    sheet, _ = set_with(LINE)
    (rule,) = [item for item in sheet.pages[0].items if type(item).__name__ == "Line"]
    (run,) = runs(LINE, a="HF-1")
    assert 1 < rule.y1 - run.y < 4  # type: ignore[union-attr]


def test_a_value_of_three_lines_has_no_place_over_a_single_rule() -> None:
    (problem,) = problems_of(LINE, a="一\n二\n三")
    assert problem.code == "does-not-fit"
    assert "(5 characters on 3 lines)" in problem.message
    assert str(problem.place) == "field a, record r1"


def test_a_value_too_long_for_one_line_is_stacked_over_its_rule() -> None:
    long = "阿卜杜拉江吐尔逊买买提艾力木沙江"
    sheet, pages = set_with('<p><text name="a" width="30mm"/></p>', a=long)
    (slot,) = [item for item in sheet.pages[0].items if isinstance(item, TextSlot)]
    upper, lower = [mark for mark in marks_of(pages) if isinstance(mark, Run)]
    assert upper.text + lower.text == long
    assert upper.size == lower.size <= 7.5
    assert upper.y - EM_ASCENT * upper.size >= slot.rect.y
    assert lower.y == pytest.approx(slot.rect.bottom - RULE_DROP)


def test_a_value_of_two_lines_stands_on_two_lines_of_a_cell() -> None:
    found = runs(CELL.replace("<tr>", '<tr height="14mm">'), a="一\n二")
    assert [run.text for run in found] == ["一", "二"]
    assert found[0].y < found[1].y


def test_lines_on_rules_closer_than_the_text_is_high_are_set_smaller() -> None:
    entry = '<text name="a" lines="3" ruled="yes" line-height="3.5mm"/>'
    found = runs(
        f'<table cols="60mm"><tr><td>{entry}</td></tr></table>', a="一二三四五六七八九十" * 4
    )
    assert {run.size for run in found} == {8.5}


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (Decimal("1E+3"), "1000"),
        (Decimal("0.10"), "0.10"),
        (Decimal("-5"), "-5"),
        ("0512-68881234", "0512-68881234"),
    ],
)
def test_values_are_printed_as_they_are(value: object, shown: str) -> None:
    assert "".join(run.text for run in runs(LINE, a=value)) == shown


def test_a_multiple_choice_ticks_each_option_it_names_and_no_other() -> None:
    body = '<choice name="a" options="甲|乙|丙" multiple="yes"/>'
    sheet, pages = set_with(body, a=("甲", "丙"))
    ticked = {
        sheet.pages[0].items[index].option  # type: ignore[union-attr]
        for index in pages[0].marks
    }
    assert ticked == {"甲", "丙"}


def test_a_tick_is_a_vector_about_its_box() -> None:
    sheet, pages = set_with('<checkbox name="a" label="同意"/>', a=True)
    (slot,), (mark,) = items_of(sheet, TickSlot), marks_of(pages)
    assert isinstance(mark, Shape)
    assert inside(extent(mark), slot.rect, 1)
    assert marks_of(set_with('<checkbox name="a" label="同意"/>', a=False)[1]) == []


def test_a_tick_elsewhere_in_the_form_follows_its_choice() -> None:
    body = '<choice name="a" options="是|否"/><p>是 <tick name="a" option="是"/></p>'
    _, pages = set_with(body, a=("是",))
    assert len(marks_of(pages)) == 2


# ---- dates -----------------------------------------------------------------------------------


def test_a_date_with_a_time_is_set_in_five_parts() -> None:
    found = runs('<p><date name="a" time="yes"/></p>', a=datetime(2026, 3, 5, 9, 7))
    assert [run.text for run in found] == ["2026", "3", "5", "09", "07"]


def test_a_date_without_a_time_leaves_its_places_blank() -> None:
    found = runs('<p><date name="a" time="yes"/></p>', a=date(2026, 12, 31))
    assert [run.text for run in found] == ["2026", "12", "31"]


def test_a_date_with_a_format_is_set_in_one_piece() -> None:
    (run,) = runs('<p><date name="a" format="%Y/%m/%d"/></p>', a=date(2026, 3, 5))
    assert run.text == "2026/03/05"


def test_each_part_of_a_date_stands_over_its_own_line() -> None:
    sheet, pages = set_with('<p><date name="a"/></p>', a=date(2026, 3, 5))
    slots = items_of(sheet, TextSlot)
    assert [slot.part for slot in slots] == ["year", "month", "day"]
    for index, marks in pages[0].marks.items():
        slot = sheet.pages[0].items[index]
        assert isinstance(slot, TextSlot)
        assert all(inside(extent(mark), slot.rect) for mark in marks)


# ---- combs -----------------------------------------------------------------------------------


def test_each_character_stands_in_the_middle_of_its_box() -> None:
    sheet, pages = set_with('<comb name="a" boxes="4"/>', a="A1中")
    (slot,), marks = items_of(sheet, CombSlot), marks_of(pages)
    assert text_of(marks) == "A1中"
    for cell, mark in zip(slot.cells, marks, strict=False):
        box = extent(mark)
        assert box.x + box.w / 2 == pytest.approx(cell.x + cell.w / 2)
        assert inside(box, cell)


def test_a_value_longer_than_its_comb_is_a_problem_that_says_both_numbers() -> None:
    (problem,) = problems_of('<comb name="a" boxes="4"/>', a="12345")
    assert problem.message == "the value '12345' has 5 characters for 4 boxes"
    assert str(problem.place) == "field a, record r1"


def test_a_line_break_has_no_box_of_its_own() -> None:
    (problem,) = problems_of('<comb name="a" boxes="4"/>', a="1\n2")
    assert problem.code == "does-not-fit"
    assert "on several lines" in problem.message


# ---- codes -----------------------------------------------------------------------------------


def test_a_code_of_a_value_is_drawn_in_its_place() -> None:
    sheet, pages = set_with('<p><qr name="a"/><barcode name="a"/></p>', a="HF-2026-0001")
    marks = marks_of(pages)
    assert [type(mark) for mark in marks] == [Modules, Modules, Run]
    assert text_of(marks) == "HF-2026-0001"
    for index, found in pages[0].marks.items():
        slot = sheet.pages[0].items[index]
        assert inside(extent(found[0]), extent(slot))


@pytest.mark.parametrize(
    ("body", "value"),
    [
        ('<barcode name="a"/>', "中文"),
        ('<barcode name="a" width="20mm"/>', "HF-2026-0001-ABCDEF"),
        ('<qr name="a" size="10mm"/>', "长" * 300),
    ],
)
def test_a_value_that_its_code_cannot_hold_is_a_problem(body: str, value: str) -> None:
    (problem,) = problems_of(body, a=value)
    assert (problem.code, str(problem.place)) == ("bad-code", "field a, record r1")


# ---- characters without a face ---------------------------------------------------------------


@pytest.mark.parametrize("body", [CELL, LINE, '<comb name="a" boxes="4"/>'])
def test_a_character_without_a_face_names_itself_its_field_and_record(body: str) -> None:
    (problem,) = problems_of(body, a=f"王{ROCKET}")
    assert problem.code == "missing-glyph"
    assert f"'{ROCKET}' (U+1F680)" in problem.message
    assert str(problem.place) == "field a, record r1"


@pytest.mark.parametrize("body", [CELL, LINE, '<comb name="a" boxes="4"/>'])
def test_where_it_is_asked_for_a_box_stands_for_it(body: str) -> None:
    setter = Typesetter(form_of(body), load_book(missing="box"))
    _, pages = setter.set(Values({"a": f"王{ROCKET}明"}))
    marks = marks_of(pages)
    assert text_of(marks) == "王明"
    (frame,) = [mark for mark in marks if isinstance(mark, Box)]
    left, right = [extent(mark) for mark in marks if isinstance(mark, Run)]
    assert left.right <= frame.rect.x < frame.rect.right <= right.x


def test_all_problems_of_a_record_are_gathered() -> None:
    body = LINE + '<comb name="b" boxes="2"/><barcode name="c"/>'
    problems = problems_of(body, a=ROCKET, b="123", c="中")
    assert [problem.code for problem in problems] == ["missing-glyph", "does-not-fit", "bad-code"]


def test_one_bad_record_leaves_the_next_untouched() -> None:
    setter = Typesetter(form_of(LINE), load_book())
    with pytest.raises(DataError):
        setter.set(Values({"a": "长" * 200}, key="r1"))
    sheet, pages = setter.set(Values({"a": "短"}, key="r2"))
    assert text_of(marks_of(pages)) == "短"
    assert sheet is setter.sheet


def test_the_identity_of_a_filled_sheet_names_record_and_page() -> None:
    sheet = sheet_of("<p>一</p><pagebreak/><p>二</p>", "")
    setter = Typesetter(form_of("<p>一</p><pagebreak/><p>二</p>", ""), load_book())
    _, pages = setter.set(Values({}, sheet_id="ABCDEFGHIJK"))
    for number, page in enumerate(pages, 1):
        (marks,) = page.marks.values()
        figures = "".join(mark.text for mark in marks if isinstance(mark, Run))
        assert figures.startswith(f"A{sheet.geometry_id}ABCDEFGHIJK0{number}")
        assert _within_symbol(marks)


def _within_symbol(marks: tuple[Mark, ...]) -> bool:
    symbol, *figures = [extent(mark) for mark in marks]
    return all(symbol.x - 0.1 <= box.x and box.right <= symbol.right + 1 for box in figures)
