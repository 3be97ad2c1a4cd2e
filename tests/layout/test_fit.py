"""Overflow: a value prints whole, prints cut where that was asked for, or is a diagnostic."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from formgen.layout.boxes import Run, TextSlot
from formgen.layout.defaults import EM_ASCENT
from formgen.text.linebreak import prepare
from tests.layout.sheets import book, marks_of, problems_of, set_with, text_of

CELL = '<table cols="60mm"><tr height="9mm"><td><text name="a" overflow="{}" {}/></td></tr></table>'
LONG = "上月十二日晚高峰时段出现间歇性丢包视频会议多次中断"


def cell(policy: str, more: str = "") -> str:
    return CELL.format(policy, more)


def runs(policy: str, value: str, more: str = "") -> list[Run]:
    _, pages = set_with(cell(policy, more), a=value)
    return [mark for mark in marks_of(pages) if isinstance(mark, Run)]


def test_a_short_value_stands_in_the_middle_of_its_cell() -> None:
    sheet, pages = set_with(cell("shrink"), a="北京")
    (slot,) = [item for item in sheet.pages[0].items if isinstance(item, TextSlot)]
    (run,) = [mark for mark in marks_of(pages) if isinstance(mark, Run)]
    top = run.y - EM_ASCENT * run.size
    assert top - slot.rect.y == pytest.approx(slot.rect.bottom - (top + run.size))
    assert run.x == pytest.approx(slot.rect.x)


def test_shrink_takes_the_largest_size_at_which_all_fits() -> None:
    found = runs("shrink", LONG)
    assert "".join(run.text for run in found) == LONG
    assert {run.size for run in found} == {8.75}


def test_shrink_stops_at_the_stated_size_and_refuses() -> None:
    (problem,) = problems_of(cell("shrink", 'min-size="10pt"'), a=LONG * 3)
    assert problem.code == "does-not-fit"
    assert "at 10 pt" in problem.message
    assert str(problem.place) == "field a, record r1"


def test_wrap_keeps_the_size() -> None:
    body = cell("wrap").replace("9mm", "14mm")
    _, pages = set_with(body, a=LONG)
    found = [mark for mark in marks_of(pages) if isinstance(mark, Run)]
    assert {run.size for run in found} == {10.5}
    assert len({run.y for run in found}) == 2


def test_wrap_refuses_what_its_lines_do_not_hold() -> None:
    assert [p.code for p in problems_of(cell("wrap"), a=LONG)] == ["does-not-fit"]


def test_refuse_takes_one_line_only() -> None:
    assert [p.code for p in problems_of(cell("refuse"), a=LONG)] == ["does-not-fit"]
    assert [p.code for p in problems_of(cell("refuse"), a="一行\n两行")] == ["does-not-fit"]


@pytest.mark.parametrize("ruled", ["yes", "no"])
def test_refuse_takes_as_many_lines_as_there_are_to_write_on(ruled: str) -> None:
    lines = f'<text name="a" lines="2" ruled="{ruled}" overflow="refuse"/>'
    body = f'<table cols="60mm"><tr><td>{lines}</td></tr></table>'
    _, pages = set_with(body, a=LONG)
    assert len({mark.y for mark in marks_of(pages) if isinstance(mark, Run)}) == 2
    assert [p.code for p in problems_of(body, a=LONG * 2)] == ["does-not-fit"]
    assert [p.code for p in problems_of(body, a="一\n二\n三")] == ["does-not-fit"]


def test_cut_ends_in_an_ellipsis_and_loses_as_little_as_it_can() -> None:
    shown = "".join(run.text for run in runs("cut", LONG))
    assert shown.endswith("…")
    assert LONG.startswith(shown[:-1])
    assert len(shown) >= 15


def test_grow_makes_the_row_higher_for_this_record_alone() -> None:
    body = '<table cols="60mm"><tr><td><text name="a" overflow="grow"/></td></tr></table>'
    blank, _ = set_with(body)
    grown, pages = set_with(body, a=LONG * 4)
    assert text_of(marks_of(pages)) == LONG * 4
    assert grown.pages[0].grids[0].ys[1] > blank.pages[0].grids[0].ys[1]
    assert grown.geometry_id != blank.geometry_id
    small, _ = set_with(body, a="短")
    assert small.geometry_id == blank.geometry_id


def test_a_date_is_set_in_its_parts() -> None:
    _, pages = set_with('<p>填写时间：<date name="d"/></p>', d=date(2026, 3, 5))
    assert [mark.text for mark in marks_of(pages) if isinstance(mark, Run)] == ["2026", "3", "5"]


def test_values_on_ruled_lines_stand_on_their_rules() -> None:
    body = '<text name="a" lines="3" ruled="yes" line-height="8mm"/>'
    sheet, pages = set_with(body, a=LONG * 4)
    rules = sorted(item.y1 for item in sheet.pages[0].items if type(item).__name__ == "Line")
    lines = sorted({mark.y for mark in marks_of(pages) if isinstance(mark, Run)})
    assert len(rules) == 3
    assert all(0 < rule - base < 4 for rule, base in zip(rules, lines, strict=False))


ANY_TEXT = st.text(
    st.characters(
        codec="utf-8", exclude_categories=("Cs", "Cc", "Cn", "Co", "Cf", "Zs", "Zl", "Zp")
    ),
    min_size=1,
    max_size=60,
)
FIELDS = (
    '<table cols="40mm"><tr height="9mm"><td><text name="a" overflow="{}"/></td></tr></table>',
    '<p>编号：<text name="a" width="40mm" overflow="{}"/></p>',
    '<text name="a" lines="3" ruled="yes" overflow="{}"/>',
)


@given(ANY_TEXT, st.sampled_from(FIELDS), st.sampled_from(["shrink", "wrap", "grow", "refuse"]))
@settings(max_examples=150, deadline=None)
def test_any_text_in_any_field_prints_whole_or_is_a_diagnostic(
    text: str, field: str, policy: str
) -> None:
    body = field.format(policy)
    problems = problems_of(body, a=text)
    codes = {problem.code for problem in problems}
    # A row of an exact height cannot grow: the record is named there too.
    assert codes <= {"does-not-fit", "missing-glyph", "row-too-low"}
    assert all("record r1" in str(problem.place) for problem in problems)
    if not problems:
        _, pages = set_with(body, a=text)
        # What has no shape, like a variation selector, is not drawn.
        assert text_of(marks_of(pages)) == prepare(text, book().has)
    elif codes == {"missing-glyph"}:
        named = {problem.message for problem in problems}
        absent = book().missing_characters(text)
        assert all(any(f"U+{ord(c):04X}" in message for message in named) for c in absent)
