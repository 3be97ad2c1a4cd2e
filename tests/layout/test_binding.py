"""Labels and what they introduce: no line ends between them if they fit one together."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from formgen.layout.binding import bound_text
from formgen.layout.boxes import PenSlot, Run, TextSlot
from formgen.units import mm
from tests.layout.sheets import extent, items_of, sheet_of

BOX = "\ufffc"


def bound(text: str, longest: int = 99) -> str:
    """Return what is bound to the boxes of a text: ~ stands for glue, □ for a box."""
    text = text.replace("□", BOX)
    boxes = [index for index, char in enumerate(text) if char == BOX]
    found = bound_text(text, boxes, lambda start, end: end - start <= longest)
    return found.replace(BOX, "□").replace("\u2060", "~")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("问卷编号：□", "问~~~~□"),
        ("版本：二　编号：□元", "版本：二　编~~□元"),
        ("请填写，编号： □", "请填写，编~~~□"),
        ("（编号：□）", "（~~~□）"),
        ("Date of birth: □", "Date of b~~~~~~□"),
        ("没有冒号□", "没有冒号□"),
        ("□：□", "□~□"),
        (
            "请在下面的横线上写明您的意见：□",
            "请在下面的横线上写明您的意见~□",
        ),
        ("编号：\n□", "编号：\n□"),
    ],
)
def test_a_short_label_is_bound_whole_and_a_long_one_by_its_last_word(
    text: str, expected: str
) -> None:
    assert bound(text) == expected


def test_what_does_not_fit_a_line_together_is_not_bound() -> None:
    assert bound("问卷编号：□", longest=4) == "问卷编号~□"
    assert bound("问卷编号：□", longest=2) == "问卷编号：□"


@given(st.integers(0, 40))
@settings(max_examples=41, deadline=None)
def test_a_line_never_ends_between_a_label_and_its_blank(before: int) -> None:
    words = "字" * before
    sheet = sheet_of(f'<p>{words}　问卷编号：<text name="a" width="46mm"/></p>')
    label = next(run for run in reversed(items_of(sheet, Run)) if run.text.endswith("编号："))
    (slot,) = items_of(sheet, TextSlot)
    assert extent(label).right == pytest.approx(slot.rect.x, abs=mm(1))
    assert slot.rect.y < label.y < slot.rect.bottom


def test_a_label_too_long_for_its_blank_leaves_no_line_empty() -> None:
    cell = '<td>客户签字确认：<signature name="a" label="" width="30mm"/></td>'
    sheet = sheet_of(f'<table cols="40mm 1fr"><tr>{cell}<td/></tr></table>')
    (slot,) = items_of(sheet, PenSlot)
    runs = items_of(sheet, Run)
    assert "".join(run.text for run in runs) == "客户签字确认："
    assert len({run.y for run in runs}) == 1
    assert slot.rect.bottom > runs[-1].y
