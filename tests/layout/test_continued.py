"""Several lines behind a label: the first beside it, the others below it, full width."""

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from formgen.diagnostics import Diagnostics
from formgen.layout.boxes import Line, Run, Sheet, TextSlot
from formgen.layout.fill import Filler
from formgen.layout.quick import QuickFiller
from formgen.layout.typesetter import Typesetter
from formgen.model.values import Values
from formgen.units import mm
from tests.layout.sheets import (
    book,
    extent,
    form_of,
    items_of,
    marks_of,
    problems_of,
    set_with,
    sheet_of,
    text_of,
)

ENTRY = '<text name="a" label="说明" lines="3" ruled="yes"/>'
PLACES = ["<p>说明：{}</p>", '<table cols="60mm 1fr"><tr><td>说明：{}</td><td/></tr></table>']
LEFT = {PLACES[0]: mm(18), PLACES[1]: mm(20)}
RIGHT = {PLACES[0]: mm(210 - 18), PLACES[1]: mm(76)}


def rules_of(sheet: Sheet) -> list[Line]:
    """Return the lines to write on, the uppermost first."""
    (slot,) = items_of(sheet, TextSlot)
    inside = (slot.rect.y + 1, slot.rect.bottom + 0.1)
    lines = [line for line in items_of(sheet, Line) if line.y1 == line.y2]
    return sorted((each for each in lines if inside[0] < each.y1 < inside[1]), key=lambda x: x.y1)


@pytest.mark.parametrize("place", PLACES)
def test_the_first_line_starts_behind_the_label_and_the_others_below_it(place: str) -> None:
    sheet = sheet_of(place.format(ENTRY))
    label = extent(next(run for run in items_of(sheet, Run) if run.text == "说明："))
    first, *others = rules_of(sheet)
    assert first.x1 == pytest.approx(label.right, abs=0.1)
    assert [rule.x1 for rule in others] == pytest.approx([LEFT[place]] * 2)
    assert [rule.x2 for rule in (first, *others)] == pytest.approx([RIGHT[place]] * 3)
    assert [b.y1 - a.y1 for a, b in pairwise((first, *others))] == pytest.approx([mm(8)] * 2)


@pytest.mark.parametrize(
    "label", ["客户单位详细地址说明：", "详细地址说明：", "这里是一个很长的标签："]
)
def test_behind_a_label_that_wraps_the_first_line_takes_what_is_left(label: str) -> None:
    body = f'<table cols="30mm 1fr"><tr><td>{label}{ENTRY}</td><td/></tr></table>'
    first, *others = rules_of(sheet_of(body))
    assert [rule.x2 for rule in (first, *others)] == pytest.approx([mm(46)] * 3)
    _, pages = set_with(body, a="上月十二日晚高峰")
    (run, *_) = [mark for mark in marks_of(pages) if isinstance(mark, Run)]
    assert run.x == pytest.approx(first.x1)


@pytest.mark.parametrize("place", PLACES)
def test_a_value_runs_on_from_behind_the_label(place: str) -> None:
    value = "网络质量差，经常断线，影响正常办公"
    sheet, pages = set_with(place.format(ENTRY), a=value)
    runs = [mark for mark in marks_of(pages) if isinstance(mark, Run)]
    rules = rules_of(sheet)
    assert text_of(marks_of(pages)) == value
    assert runs[0].x == pytest.approx(rules[0].x1)
    for run, rule in zip(runs, rules, strict=False):
        assert rule.x1 - 0.01 <= run.x
        assert extent(run).right <= rule.x2 + 5.3  # a closing mark may hang
        assert 0 < rule.y1 - run.y < 4


def test_a_label_that_fills_its_line_leaves_whole_lines_below_it() -> None:
    label = "请说明您不满意的原因以及您希望我们怎样改进：" * 2
    sheet = sheet_of(f'<table cols="60mm 1fr"><tr><td>{label}{ENTRY}</td><td/></tr></table>')
    assert len(rules_of(sheet)) == 3
    (grid,) = sheet.pages[0].grids
    assert all(rule.y1 < grid.ys[-1] for rule in rules_of(sheet))


def test_a_growing_entry_gets_the_lines_that_its_value_needs() -> None:
    growing = ENTRY.replace("/>", ' overflow="grow"/>')
    value = "一二三四五六七八九十" * 15
    sheet, pages = set_with(f"<p>说明：{growing}</p><p>尾</p>", a=value)
    assert text_of(marks_of(pages)) == value
    assert len(rules_of(sheet)) == 4
    assert extent(items_of(sheet, Run)[-1]).y > rules_of(sheet)[-1].y1


def test_text_behind_several_lines_is_a_diagnostic_with_its_line() -> None:
    (problem,) = problems_of(f"<p>甲</p>\n<p>说明：{ENTRY}以上</p>")
    assert (problem.code, problem.place.line) == ("lines-inline", 3)
    assert "alone in a cell" in problem.hint


@given(st.text(alphabet="一二三，。abc 19", min_size=1, max_size=60), st.sampled_from(PLACES))
@settings(max_examples=100, deadline=None)
def test_the_quick_way_gives_the_same_marks(value: str, place: str) -> None:
    typesetter = Typesetter(form_of(place.format(ENTRY)), book())
    values = Values({"a": value}, key="r1")
    quick = [
        mark
        for page in QuickFiller(typesetter).pages
        for field in page.fields
        for mark in field.marks(value, _filler(typesetter, values))
    ]
    _, pages = typesetter.set(values)
    assert quick == marks_of(pages)


def _filler(typesetter: Typesetter, values: Values) -> Filler:

    return Filler(typesetter.book, values, Diagnostics(), typesetter.sheet.geometry_id)
