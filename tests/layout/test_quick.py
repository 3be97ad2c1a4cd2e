"""The quick way fills sheets with the very marks of the plain way."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import formgen
from formgen.catalog import form_ids
from formgen.diagnostics import Diagnostics
from formgen.layout.boxes import Mark, Run
from formgen.layout.fill import Filler
from formgen.layout.quick import QuickFiller
from formgen.layout.typesetter import Typesetter
from formgen.model.values import Value, Values
from tests.layout.sheets import book, form_of

FORM = """
<table cols="60mm 1fr">
  <tr><td>一</td><td><text name="cell"/></td></tr>
  <tr><td>二</td><td align="center"><text name="centred" size="9pt" color="#4d4d4d"/></td></tr>
  <tr><td>三</td><td align="right"><text name="bold" bold="yes"/></td></tr>
  <tr><td>四</td><td><text name="lines" lines="3" ruled="yes"/></td></tr>
</table>
<p>姓名：<text name="inline" width="30mm"/> 数：<number name="amount" unit="元"/></p>
<p>日期：<date name="day"/></p>
"""
TEXTS = ("cell", "centred", "bold", "lines", "inline")
# Han, kana, Latin, marks of both widths, rare characters, and what has to be prepared.
ALPHABET = (
    "一丁中国人表满意〇ぁアー々（），。、：；！？“”‘’《》…—·①→𠀾𬭩㛃"
    "AaZz019 .,-/+()%@#'\"&é\t\u3000\u200b\n"
)


@pytest.fixture(scope="module")
def typesetter() -> Typesetter:
    return Typesetter(form_of(FORM, 'identity="yes"'), book())


def ways(typesetter: Typesetter, **given: Value) -> tuple[list[Mark], list[Mark], int]:
    """Return the marks of values by the quick and by the plain way, and how many went quickly."""
    values = Values(given, key="r1", sheet_id="0K3JX9Q7Z12")
    filler = Filler(book(), values, Diagnostics(), typesetter.sheet.geometry_id)
    quick, plain, count = [], [], 0
    for page in QuickFiller(typesetter).pages:
        for field in page.fields:
            value = values.get(field.field)
            if value is None:
                continue
            quick += field.marks(value, filler)
            plain += [mark for slot, _ in field.slots for mark in filler.slot(slot)]
            count += sum(way is not None and way.line(value) is not None for _, way in field.slots)
    return quick, plain, count


def rounded(marks: list[Mark]) -> list[Mark]:
    """Return marks whose lengths are rounded to a millionth of a point; sums differ beyond."""
    return [
        replace(m, x=round(m.x, 6), y=round(m.y, 6), gaps=tuple(round(g, 6) for g in m.gaps))
        if isinstance(m, Run)
        else m
        for m in marks
    ]


@pytest.mark.parametrize(
    "value",
    [
        "北京市海淀区",
        "ACME Ltd.",
        "021-59990110",
        "江南（集团）有限公司",
        "签约800M，实测400M",
        "（一）、（二）",
        "3号楼B座",
    ],
)
def test_a_usual_value_goes_the_quick_way_and_looks_the_same(typesetter, value):
    quick, plain, count = ways(typesetter, cell=value)
    assert count == 1
    assert rounded(quick) == rounded(plain) != []


@pytest.mark.parametrize(
    "value",
    ["𠀾淼", "一\n二", "——", "it’s", "“好”", "甲" * 60, "e\u0301", "\u2611"],
    ids=ascii,
)
def test_an_unusual_value_goes_the_plain_way(typesetter, value):
    quick, plain, count = ways(typesetter, cell=value)
    assert count == 0
    assert quick == plain


def test_dates_and_numbers_go_the_quick_way(typesetter):
    quick, plain, count = ways(typesetter, day=date(2026, 11, 2), amount=Decimal("1200.50"))
    assert count == 4
    assert rounded(quick) == rounded(plain)
    assert [m.text for m in quick if isinstance(m, Run)] == ["1200.50", "2026", "11", "2"]


@given(st.dictionaries(st.sampled_from(TEXTS), st.text(ALPHABET, min_size=1, max_size=30)))
@settings(max_examples=200, deadline=None)
def test_both_ways_give_the_same_marks_for_any_text(typesetter, values):
    quick, plain, _ = ways(typesetter, **values)
    assert rounded(quick) == rounded(plain)


@pytest.mark.parametrize("form", form_ids())
def test_both_ways_give_the_same_marks_for_every_sample(form):
    loaded = formgen.load(form)
    for record in loaded.samples().values():
        variant = loaded._variants.of(record)
        values = variant.bound(record, Diagnostics())
        quick, plain, count = ways(variant.typesetter, **values.by_name)
        assert count
        assert rounded(quick) == rounded(plain)
