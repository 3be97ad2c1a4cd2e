"""Tables that repeat rows over a list: pages, figures of pages, and rows that grow."""

import math
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from formgen.data.bind import Binder
from formgen.errors import FormgenError
from formgen.layout.boxes import FilledPage, Run, Sheet, TextSlot
from formgen.layout.placed import PlacedTable
from formgen.layout.typesetter import Typesetter
from formgen.units import mm
from tests.layout.sheets import book, form_of

TABLE = """
<p>部门：<text name="department"/></p>
<table cols="12mm 60mm 20mm" keep-next="yes">
  <thead><tr><th>序号</th><th>客户</th><th>数</th></tr></thead>
  <rows name="calls" label="回访" blank="4" {rows}>
    <tr><td><rownumber/></td><td><text name="customer"/></td><td><number name="n"/></td></tr>
  </rows>
  <pagefoot><tr><td colspan="2">小计 <computed name="page_sum" of="page" expr="sum(calls.n)"/></td>
    <td><computed name="so_far" of="so-far" expr="sum(calls.n)"/></td></tr></pagefoot>
  <tr><td colspan="2">合计</td><td><computed name="all" expr="sum(calls.n)"/></td></tr>
</table>
<keep><p>签字：<signature name="signed" label=""/></p></keep>
"""
PAGE = 'identity="no" size="120mmx120mm" margins="10mm"'
BOTTOM = mm(110)
LONG = "晚高峰时段网络不稳定，视频会议频繁卡顿，希望尽快上门检测线路并给出整改方案。"


def typesetter(rows: str = "", table: str = TABLE) -> Typesetter:
    return Typesetter(form_of(table.replace("{rows}", rows), PAGE), book())


def set_with(
    calls: object, rows: str = "", **other: object
) -> tuple[Sheet, tuple[FilledPage, ...]]:
    setter = typesetter(rows)
    values, problems = Binder(setter.form.fields).bind({"calls": calls, **other})
    assert problems == []
    return setter.set(values)


def calls(count: int, every: int = 0) -> list[dict[str, object]]:
    """Return rows, of which one in `every` grows."""
    return [
        {"customer": LONG if every and n % every == 0 else f"客户{n}", "n": n}
        for n in range(1, count + 1)
    ]


def figures(sheet: Sheet, filled: tuple[FilledPage, ...], field: str) -> list[str]:
    """Return the texts in the slots of a field, and of its figures of pages, page by page."""
    return [
        "".join(mark.text for mark in marks if isinstance(mark, Run))
        for page, done in zip(sheet.pages, filled, strict=True)
        for index, marks in sorted(done.marks.items())
        if isinstance(page.items[index], TextSlot)
        and page.items[index].field.partition("[")[0] == field
    ]  # fmt: skip


def tables(sheet: Sheet) -> list[PlacedTable]:
    """Return the part of the table that stands on each page."""
    return [
        block
        for page in sheet.pages
        if page.structure
        for block in page.structure.content
        if isinstance(block, PlacedTable)
    ]


def rows_by_page(sheet: Sheet) -> list[int]:
    """Return how many items stand on each page."""
    return [b - a for spans in sheet.items.values() for a, b in spans.values()]


def test_a_blank_sheet_has_the_rows_that_its_form_says_and_no_figures() -> None:
    sheet, filled = typesetter().set()
    slots = [i.field for i in sheet.pages[0].items if isinstance(i, TextSlot)]
    assert [name for name in slots if name.endswith(".customer")] == [
        f"calls[{n}].customer" for n in range(1, 5)
    ]
    assert all(not page.marks for page in filled)


def test_a_record_without_the_list_keeps_the_rows_of_the_blank_sheet() -> None:
    sheet, filled = set_with(None, department="一部")
    assert rows_by_page(sheet) == [4]
    assert figures(sheet, filled, "department") == ["一部"]
    assert figures(sheet, filled, "all") == []


def test_rows_are_numbered_and_filled_in_order() -> None:
    sheet, filled = set_with(calls(30))
    assert figures(sheet, filled, "calls")[::2] == [f"客户{n}" for n in range(1, 31)]
    numbers = [
        item.text for page in sheet.pages for item in page.items
        if isinstance(item, Run) and item.text.isdigit()
    ]  # fmt: skip
    assert numbers == [str(n) for n in range(1, 31)]


def test_each_page_has_the_head_and_is_closed_by_its_figures() -> None:
    sheet, filled = set_with(calls(30))
    counts = rows_by_page(sheet)
    assert len(counts) == len(sheet.pages) > 2
    ends = [sum(counts[: k + 1]) for k in range(len(counts))]
    sums = [n * (n + 1) // 2 for n in (0, *ends)]
    assert figures(sheet, filled, "so_far") == [str(s) for s in sums[1:]]
    assert figures(sheet, filled, "page_sum") == [str(b - a) for a, b in pairwise(sums)]
    assert figures(sheet, filled, "all") == ["465"]
    for part in tables(sheet):
        assert part.rows[0] == 0
        assert 31 in part.rows  # the foot; the totals are the row behind it


def test_the_totals_have_a_row_above_them_and_the_signature_below() -> None:
    for count in range(1, 30):
        sheet, _ = set_with(calls(count))
        assert rows_by_page(sheet)[-1] >= 1
        assert tables(sheet)[-1].rows[-1] == count + 2
        assert any(getattr(i, "field", "") == "signed" for i in sheet.pages[-1].items)


@settings(max_examples=25, deadline=None)
@given(st.lists(st.integers(0, 3), min_size=1, max_size=60))
def test_no_row_is_lost_or_doubled_and_nothing_leaves_the_page(sizes: list[int]) -> None:
    sheet, _ = set_with([{"customer": LONG * size or "x", "n": size} for size in sizes])
    spans = [span for each in sheet.items.values() for span in each.values()]
    assert [n for a, b in spans for n in range(a, b)] == list(range(len(sizes)))
    for part in tables(sheet):
        assert part.ys[-1] <= BOTTOM + 0.02
        foot = part.rows.index(len(sizes) + 1)
        assert all(row <= len(sizes) for row in part.rows[:foot])


def test_a_row_grows_with_its_text() -> None:
    sheet, _ = set_with(calls(3, every=2))
    heights = [b - a for a, b in pairwise(tables(sheet)[0].ys)]
    assert heights[2] > 1.4 * heights[1]
    assert math.isclose(heights[1], heights[3])


@pytest.mark.parametrize(
    ("rows", "count", "texts"),
    [("", 1, 1), ('empty="本期无记录"', 1, 1), ('fill="yes"', 4, 0)],
)
def test_words_or_empty_rows_stand_where_there_are_none(rows: str, count: int, texts: int) -> None:
    sheet, filled = set_with([], rows)
    [part] = tables(sheet)
    assert len(part.rows) == 1 + count + 2
    shown = [i.text for i in sheet.pages[0].items if isinstance(i, Run)]
    assert sum(text in ("（无）", "本期无记录") for text in shown) == texts
    assert figures(sheet, filled, "page_sum") == ["0"]


def test_few_rows_are_filled_up_where_the_form_says_so() -> None:
    assert rows_by_page(set_with(calls(2), 'fill="yes"')[0]) == [4]
    assert rows_by_page(set_with(calls(2))[0]) == [2]


def test_an_item_of_several_rows_stays_on_a_page() -> None:
    table = (
        '<table cols="30mm 1fr"><rows name="calls"><tr><th rowspan="2"><rownumber/></th>'
        '<td><text name="a"/></td></tr><tr><td><text name="b"/></td></tr></rows></table>'
    )
    setter = typesetter(table=table)
    values, _ = Binder(setter.form.fields).bind({"calls": [{"a": "甲", "b": "乙"}] * 23})
    sheet, filled = setter.set(values)
    assert len(sheet.pages) > 2
    assert all(len(part.rows) % 2 == 0 for part in tables(sheet))
    assert "".join(figures(sheet, filled, "calls")) == "甲乙" * 23


def test_what_is_wrong_in_a_row_is_told_with_its_number() -> None:
    setter = typesetter(table=TABLE.replace('name="customer"', 'name="customer" overflow="refuse"'))
    values, _ = Binder(setter.form.fields).bind({"calls": [{"customer": "x"}, {"customer": LONG}]})
    with pytest.raises(FormgenError) as error:
        setter.set(values)
    assert error.value.diagnostics[0].place.field == "calls[2].customer"


def test_the_pages_that_an_identity_code_can_number_are_the_most() -> None:
    table = (
        '<table cols="1fr"><rows name="calls" blank="1"><tr height="50mm"><td/></tr></rows></table>'
    )
    setter = Typesetter(form_of(table, 'size="120mmx120mm" margins="15mm"'), book())
    values, _ = Binder(setter.form.fields).bind({"calls": [{}] * 1300})
    with pytest.raises(FormgenError) as error:
        setter.set(values)
    assert [d.code for d in error.value.diagnostics] == ["too-many-pages"]
