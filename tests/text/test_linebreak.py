from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from formgen.text.characters import NO_END, NO_START, SPACES, classes
from formgen.text.linebreak import (
    LineSpan,
    adjustments,
    break_lines,
    break_points,
    hang,
)

EM = 10.0
TEXTS = st.text(
    st.one_of(
        st.sampled_from(
            "一二好满意，。、；！？（）《》“”‘’「」……——⸺·～／/-.,:;()'\"%￥$@&=?# \n\u00a0\ufffc"
        ),
        st.sampled_from("abcXYZ0189éぁー々①②ℓ℃ \u3000\u200d\ufe0f\U000e0100👨👩🇨🇳́"),
        st.characters(exclude_categories=["Cs"]),
    ),
    max_size=60,
)
WIDTHS = st.integers(-5, 120).map(float)


def lines_of(text: str, first: float, rest: float | None = None) -> list[LineSpan]:
    """Break a text whose ASCII characters are half an em of 10 pt wide, the others a whole."""
    advances = [EM / 2 if char.isascii() else EM for char in text]
    added = [value * EM for value in adjustments(text)]
    hangs = [hang(char) * EM for char in text]
    return break_lines(text, advances, added, first, first if rest is None else rest, hangs)


def shown(text: str, first: float, rest: float | None = None) -> list[str]:
    return [text[line.start : line.end] for line in lines_of(text, first, rest)]


@pytest.mark.parametrize(
    ("text", "width", "lines"),
    [
        ("", 40, [""]),
        ("你好", 40, ["你好"]),
        ("你好世界再见", 40, ["你好世界", "再见"]),
        ("你好世，再见", 30, ["你好", "世，再", "见"]),
        ("你好世，再见", 35, ["你好世，", "再见"]),
        ("你好（世）界", 35, ["你好", "（世）", "界"]),
        ("打开 Word 文件", 40, ["打开", "Word 文", "件"]),
        ("打开 Word 文件", 30, ["打开", "Word", "文件"]),
        ("共 12345678 元", 50, ["共", "12345678", "元"]),
        ("拨打010-8888-6666吧", 70, ["拨打", "010-8888-6666", "吧"]),
        ("甲\n乙\n", 40, ["甲", "乙", ""]),
        ("\n\n甲", 40, ["", "", "甲"]),
        ("  缩进两格的话", 40, ["  缩进两", "格的话"]),
        ("你好    世界", 20, ["你好", "世界"]),
        ("你好世界    ", 40, ["你好世界"]),
        ("    ", 40, [""]),
        ("等等……真的", 30, ["等等", "……真", "的"]),
        ("好——真的", 20, ["好", "——", "真的"]),
        ("一二三四五六", 5, ["一", "二", "三", "四", "五", "六"]),
        ("abcdefghij", 20, ["abcd", "efgh", "ij"]),
        ("abcdefgh。", 40, ["abcdefg", "h。"]),
        ("！！！！！！", 20, ["！！！！", "！！"]),
        ("some.name@example.com", 60, ["some.name@", "example.com"]),
        (
            "看https://a.cn/bc/de",
            75,
            ["看", "https://a.cn/", "bc/de"],
        ),
        ("well-known", 30, ["well-", "known"]),
        ("👨\u200d👩\u200d👧👍🏽", 20, ["👨\u200d👩\u200d👧", "👍🏽"]),
        ("  abcdef", 10, ["ab", "cd", "ef"]),
    ],
)
def test_lines_read_well(text, width, lines):
    assert shown(text, width) == lines


def test_the_first_line_may_be_shorter():
    assert shown("你好世界再见", 20, 40) == ["你好", "世界再见"]


def test_a_word_without_room_on_a_short_first_line_waits():
    assert shown("Word文件", 10, 40) == ["", "Word文", "件"]
    assert shown("一二三", 5, 30) == ["", "一二三"]


def test_a_line_that_hangs_is_narrower_by_the_blank_half():
    natural, hanging = lines_of("你好。", 30), lines_of("你好。", 25)
    assert natural == [LineSpan(0, 3, 30.0)]
    assert hanging == [LineSpan(0, 3, 25.0)]


def test_the_gap_behind_the_last_character_of_a_line_is_not_counted():
    assert [line.width for line in lines_of("共12", 10)] == [10.0, 10.0]
    assert lines_of("共12", 30) == [LineSpan(0, 3, 20.8)]


@settings(max_examples=200, deadline=None)
@given(TEXTS, WIDTHS, WIDTHS)
def test_no_character_is_lost_or_out_of_order(text, first, rest):
    lines = lines_of(text, first, rest)
    dropped, at = "", 0
    for line in lines:
        assert at <= line.start <= line.end
        dropped += text[at : line.start]
        at = line.end
    assert set(dropped + text[at:]) <= SPACES | {"\n"}


@settings(max_examples=200, deadline=None)
@given(TEXTS, WIDTHS, WIDTHS)
def test_each_newline_ends_a_line(text, first, rest):
    lines = lines_of(text, first, rest)
    assert len(lines) >= text.count("\n") + 1
    assert not any("\n" in text[line.start : line.end] for line in lines)


@settings(max_examples=200, deadline=None)
@given(TEXTS, WIDTHS, WIDTHS)
def test_only_a_single_character_is_wider_than_its_line(text, first, rest):
    for i, line in enumerate(lines_of(text, first, rest)):
        available = rest if i else first
        characters = classes(text[line.start : line.end])
        single = not characters.strip("x")[1:]
        assert line.width <= available + 1e-6 or single, (line, text[line.start : line.end])


@settings(max_examples=200, deadline=None)
@given(TEXTS, WIDTHS, WIDTHS)
def test_only_a_cluster_wider_than_a_line_is_cut(text, first, rest):
    points = [0, *break_points(text)]
    lines = lines_of(text, first, rest)
    for i, (line, following) in enumerate(pairwise(lines)):
        ends_there = not set(points).isdisjoint(range(line.end, following.start + 1))
        if line.start == line.end or ends_there:
            continue
        start = max(point for point in points if point < line.end)
        end = min(point for point in points if point > line.end)
        (cluster,) = lines_of(text[start:end].strip("".join(SPACES) + "\n"), 1e9)
        last = text[start:end].rstrip("".join(SPACES) + "\n")[-1]
        assert cluster.width - hang(last) * EM > (rest if i else first)


@settings(max_examples=200, deadline=None)
@given(TEXTS, st.integers(150, 400).map(float))
def test_lines_start_and_end_as_the_rules_say(text, width):
    points = break_points(text)
    for line, following in pairwise(lines_of(text, width)):
        if following.start not in points or "\n" in text[line.end : following.start]:
            continue
        assert text[following.start : following.start + 1] not in NO_START - {"’"}
        assert text[line.end - 1 : line.end] not in NO_END or line.end == line.start


def test_a_long_text_takes_no_time():
    assert len(lines_of("满意度调查" * 2000, 400)) == 250
    assert len(lines_of("a" * 10000, 400)) == 125
