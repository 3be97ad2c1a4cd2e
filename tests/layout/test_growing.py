"""Sheets of records that grow: what no value can change is measured once, and nothing differs."""

from pathlib import Path

import pytest

import formgen
from formgen.layout.dump import dump_sheet
from formgen.layout.growing import any_grows
from formgen.layout.sheet import Memo, lay_out
from formgen.layout.typesetter import Typesetter
from formgen.model.values import Values
from tests.layout.sheets import book, form_of

LONG = "上月十二日晚高峰时段出现间歇性丢包视频会议多次中断"
BODY = """
<header><p>第 <page/> 页 共 <pages/> 页</p></header>
<table cols="30mm 1fr 20mm">
  <thead><tr><th>问题</th><th colspan="2">说明</th></tr></thead>
  {% for n in range(40) %}
  <tr><th>第{{ n }}项</th><td><text name="a{{ n }}" overflow="grow"/></td><td>元</td></tr>
  {% endfor %}
</table>
"""


@pytest.mark.parametrize("times", [1, 4, 9])
def test_a_sheet_laid_out_with_a_memo_is_the_same_as_without(times: int) -> None:
    form = form_of(BODY)
    memo: Memo = {}
    lay_out(form, book(), memo=memo)
    values = Values({f"a{n}": LONG * times for n in range(0, 40, 3)}, key="r1")
    again = lay_out(form, book(), values, memo)
    fresh = lay_out(form, book(), values)
    assert dump_sheet(again) == dump_sheet(fresh)
    assert again == fresh


def test_what_grows_is_not_remembered() -> None:
    form = form_of(BODY)
    memo: Memo = {}
    lay_out(form, book(), memo=memo)
    tall = lay_out(form, book(), Values({"a0": LONG * 9}, key="r1"), memo)
    low = lay_out(form, book(), Values({"a0": LONG * 2}, key="r2"), memo)
    heights = [sheet.pages[0].grids[0].ys[2] for sheet in (tall, low)]
    assert heights[0] > heights[1] + 50


def test_an_entry_that_grows_is_found_wherever_it_stands(cases: Path) -> None:
    grows = form_of(
        '<table cols="1fr"><tr><td><p>甲<text name="a" overflow="grow"/></p></td></tr></table>'
    )
    assert any_grows(grows.body)
    assert not any_grows(form_of('<p><text name="a"/></p>').body)
    assert not any_grows(formgen.load("satisfaction_callback").model.body)


def test_sheets_laid_out_one_after_the_other_are_the_same_as_alone() -> None:
    body = BODY + '<p>说明：<text name="c" overflow="grow" lines="2"/></p><p>完</p><cut/><p>尾</p>'
    setter = Typesetter(form_of(body), book())
    for times in (1, 9, 3, 0, 9, 5):
        values = Values({f"a{n}": LONG * times or "无" for n in range(0, 40, 7)}, key=f"r{times}")
        assert setter.set(values) == Typesetter(form_of(body), book()).set(values)


def test_only_a_record_that_outgrows_the_blank_sheet_is_set_apart() -> None:
    setter = Typesetter(form_of(BODY), book())
    assert setter.set_apart(Values({"a0": "短"}, key="r1")) is None
    apart = setter.set_apart(Values({"a0": LONG * 4}, key="r2"))
    assert apart is not None
    assert apart[0] is not setter.sheet
