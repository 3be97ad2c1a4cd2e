"""The field map says where every slot of a sheet is."""

import json

import pytest

from formgen.fieldmap import field_map
from formgen.geometry import Rect
from formgen.layout.boxes import (
    Box,
    CodeSlot,
    CombSlot,
    IdentitySlot,
    ImageSlot,
    Line,
    Page,
    PenSlot,
    Run,
    Sheet,
    TextSlot,
    TickSlot,
)
from formgen.model.style import Overflow
from formgen.units import mm


def rect(x: float, y: float, w: float, h: float) -> Rect:
    return Rect(mm(x), mm(y), mm(w), mm(h))


def text(field: str, place: Rect, part: str = "") -> TextSlot:
    return TextSlot(field, place, 10, False, "#000000", "left", "middle", Overflow(), 13, part=part)


SHEET = Sheet(
    pages=(
        Page(
            mm(210),
            mm(297),
            (
                Run(72, 72, "客户满意度回访表", "NotoSansSC", 16),
                IdentitySlot(rect(175, 15, 14.7, 14.7), mm(32), 5, 6, 1),
                Box(rect(20, 40, 170, 9), 1.0),
                text("phone", rect(52.1, 60.333, 40, 9)),
                text("filled_on", rect(100, 60, 12, 9), "year"),
                TickSlot("speed", "good", rect(20, 80, 3.5, 3.5)),
                TickSlot("agreed", "", rect(30, 80, 3.5, 3.5)),
                Line(0, 0, 10, 10, 0.5),
            ),
        ),
        Page(
            mm(297),
            mm(210),
            (
                CombSlot("serial", (rect(20, 20, 6, 7), rect(26, 20, 6, 7)), 10, "#000000"),
                CodeSlot("link", "code128", rect(20, 40, 50, 12)),
                ImageSlot("photo", rect(20, 60, 25, 35)),
                PenSlot("customer", "signature", rect(20, 100, 40, 8)),
            ),
        ),
    ),
    geometry_id="7K2QX",
    title="客户满意度回访表",
    author="",
    lang="zh-CN",
)
MAP = field_map(SHEET)


def test_the_map_of_a_sheet():
    assert MAP == {
        "format": "formgen field map",
        "version": 1,
        "title": "客户满意度回访表",
        "geometry_id": "7K2QX",
        "unit": "mm",
        "origin": "top left",
        "pages": [
            {"page": 1, "width": 210.0, "height": 297.0},
            {"page": 2, "width": 297.0, "height": 210.0},
        ],
        "entries": [
            {"page": 1, "kind": "identity", "rect": [175.0, 15.0, 14.7, 14.7]},
            {"page": 1, "field": "phone", "kind": "text", "rect": [52.1, 60.33, 40.0, 9.0]},
            {"page": 1, "field": "filled_on", "part": "year", "kind": "text",
             "rect": [100.0, 60.0, 12.0, 9.0]},
            {"page": 1, "field": "speed", "option": "good", "kind": "tick",
             "rect": [20.0, 80.0, 3.5, 3.5]},
            {"page": 1, "field": "agreed", "kind": "tick", "rect": [30.0, 80.0, 3.5, 3.5]},
            {"page": 2, "field": "serial", "part": "1", "kind": "comb",
             "rect": [20.0, 20.0, 6.0, 7.0]},
            {"page": 2, "field": "serial", "part": "2", "kind": "comb",
             "rect": [26.0, 20.0, 6.0, 7.0]},
            {"page": 2, "field": "link", "kind": "code128", "rect": [20.0, 40.0, 50.0, 12.0]},
            {"page": 2, "field": "photo", "kind": "image", "rect": [20.0, 60.0, 25.0, 35.0]},
            {"page": 2, "field": "customer", "kind": "signature",
             "rect": [20.0, 100.0, 40.0, 8.0]},
        ],
    }  # fmt: skip


def test_the_map_is_ready_for_json():
    assert json.loads(json.dumps(MAP, ensure_ascii=False)) == MAP


def test_a_sheet_without_slots_has_no_entries():
    blank = Sheet((Page(100, 100, ()),), "00000", "", "", "zh-CN")
    assert field_map(blank)["entries"] == []


@pytest.mark.parametrize("x", [-0.001, 0.0, 0.004])
def test_nothing_is_at_minus_zero(x):
    sheet = Sheet((Page(100, 100, (text("a", rect(x, 0, 1, 1)),)),), "00000", "", "", "zh-CN")
    assert json.dumps(field_map(sheet)["entries"]) == (
        '[{"page": 1, "field": "a", "kind": "text", "rect": [0.0, 0.0, 1.0, 1.0]}]'
    )
