"""White space: as in HTML, but a line break between two Chinese characters is nothing."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from formgen.markup.spaces import collapse
from formgen.model.blocks import Blank, LineBreak, Text
from formgen.model.style import TextStyle

BOLD = TextStyle(bold=True)
BLANK = Blank(10)


def _shown(*items):
    """Return collapsed content as one string; a gap is ▁, a line break ⏎, `|` parts texts."""
    marks = {LineBreak: "⏎", Blank: "▁"}
    parts = [i.text if isinstance(i, Text) else marks[type(i)] for i in collapse(items)]
    return "|".join(parts)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("  a  b\n c ", "a b c"),
        ("感谢您\n    的支持", "感谢您的支持"),
        ("您好，\n请填写。", "您好，请填写。"),
        ("他说：\n“好”\n的", "他说：“好”的"),
        ("一般 满意", "一般 满意"),
        ("电话\nABC", "电话 ABC"),
        ("ABC\n电话", "ABC 电话"),
        ("감사\n합니다", "감사 합니다"),
        ("a\u3000\u00a0b", "a\u3000\u00a0b"),
        (" \n ", ""),
    ],
)
def test_white_space_in_a_text(text, shown):
    assert _shown(Text(text)) == shown


@pytest.mark.parametrize(
    ("items", "shown"),
    [
        ((Text("a "), Text(" b", BOLD)), "a |b"),
        ((Text("a"), Text(" b", BOLD)), "a| b"),
        ((Text("感谢\n"), Text("您", BOLD), Text("\n的")), "感谢|您|的"),
        ((Text("共 "), BLANK, Text(" 家")), "共 |▁| 家"),
        ((Text("共"), BLANK, Text("家")), "共|▁|家"),
        ((Text("共\n  "), BLANK), "共 |▁"),
        ((BLANK, Text(" "), BLANK), "▁| |▁"),
        ((BLANK, Text(" ")), "▁"),
        ((Text("甲 \n"), LineBreak(), Text("\n 乙")), "甲|⏎|乙"),
        ((Text("a "), Text(" "), Text(" b")), "a |b"),
        ((Text(" "), BLANK), "▁"),
    ],
)
def test_white_space_between_pieces(items, shown):
    assert _shown(*items) == shown


@given(st.lists(st.text("a甲。 \n", max_size=6), max_size=5))
def test_nothing_but_white_space_is_lost_and_a_second_pass_changes_nothing(texts):
    once = collapse([Text(t) for t in texts])
    together = "".join(t.text for t in once)
    assert together.replace(" ", "") == "".join("".join(texts).split())
    assert together == together.strip()
    assert "  " not in together
    assert collapse(once) == once
