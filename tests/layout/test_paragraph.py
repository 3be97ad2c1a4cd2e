"""Paragraphs: alignment, indents, justified lines, lists, spans, breaks, entries beside text."""

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from formgen.geometry import Rect
from formgen.layout.boxes import Line, PenSlot, Run, Sheet
from formgen.units import mm
from tests.layout.sheets import (
    extent,
    form_of,
    items_of,
    overlap,
    problems_of,
    sheet_of,
    type_area_of,
)

LEFT, WIDTH = mm(18), mm(210 - 36)
LONG = "感谢您长期以来对我们的支持与信任，为了解您使用专线的感受，持续改进网络质量与服务水平，" * 3


def lines_of(sheet: Sheet, page: int = 0) -> list[Rect]:
    """Return the place of each line of text on a page, from its first run to its last."""
    found: dict[float, list[Rect]] = {}
    for run in items_of(sheet, Run, page):
        found.setdefault(round(run.y, 2), []).append(extent(run))
    return [
        Rect(
            min(b.x for b in boxes),
            min(b.y for b in boxes),
            max(b.right for b in boxes) - min(b.x for b in boxes),
            max(b.bottom for b in boxes) - min(b.y for b in boxes),
        )
        for boxes in found.values()
    ]


@pytest.mark.parametrize(("align", "share"), [("left", 0.0), ("center", 0.5), ("right", 1.0)])
def test_align_says_where_the_spare_width_goes(align: str, share: float) -> None:
    (line,) = lines_of(sheet_of(f'<p align="{align}">短短的</p>'))
    assert line.x == pytest.approx(LEFT + share * (WIDTH - 3 * 10.5))


def test_a_justified_line_fills_the_measure_and_the_last_does_not() -> None:
    *full, last = lines_of(sheet_of(f'<p align="justify">{LONG}</p>'))
    assert len(full) >= 2
    for line in full:
        assert line.x == pytest.approx(LEFT)
        # A full-width mark at the end may hang by its blank half.
        hangs = line.right - LEFT - WIDTH
        assert hangs == pytest.approx(0, abs=0.01) or hangs == pytest.approx(5.25, abs=0.01)
    assert last.w < WIDTH - 10


def test_a_line_before_a_forced_break_is_not_spread() -> None:
    first, _ = lines_of(sheet_of('<p align="justify">甲方<br/>乙方</p>'))
    assert first.w == pytest.approx(21)


def test_closing_punctuation_hangs_by_half_where_it_must() -> None:
    body = '<table cols="45mm" padding="1mm"><tr><td>一二三四五六七八九十一，二三</td></tr></table>'
    first, _ = lines_of(sheet_of(body))
    room = mm(43)
    assert first.w == pytest.approx(12 * 10.5)
    assert first.w - 5.25 <= room < first.w


def test_first_indent_moves_the_first_line_and_indent_all() -> None:
    first, second, *_ = lines_of(sheet_of(f'<p first-indent="2em" indent="5mm">{LONG}</p>'))
    assert first.x == pytest.approx(LEFT + mm(5) + 21)
    assert second.x == pytest.approx(LEFT + mm(5))


def test_line_height_is_the_distance_from_line_to_line() -> None:
    for height in ("4pt", "20pt", "10mm"):
        points = {"4pt": 4, "20pt": 20, "10mm": mm(10)}[height]
        one, two, *_ = lines_of(sheet_of(f'<p line-height="{height}">{LONG}</p>'))
        assert two.y - one.y == pytest.approx(points)


def test_spans_of_any_look_share_one_baseline() -> None:
    body = '<p>小<span size="20pt">大</span><b>粗</b><span color="#ff0000">红</span></p>'
    runs = items_of(sheet_of(body), Run)
    assert len({run.y for run in runs}) == 1
    assert [run.size for run in runs] == [10.5, 20, 10.5, 10.5]
    assert "Bold" in runs[2].face
    assert runs[3].color == "#ff0000"


def test_a_larger_span_makes_its_line_higher() -> None:
    plain = lines_of(sheet_of("<p>甲</p><p>乙</p>"))
    large = lines_of(sheet_of('<p>甲<span size="30pt">大</span></p><p>乙</p>'))
    assert large[-1].y - plain[-1].y > 20


def test_underlined_text_has_a_stroke_below_it_as_long_as_it_is() -> None:
    sheet = sheet_of("<p>请<u>如实填写</u>下表</p>")
    run = items_of(sheet, Run)[1]
    (line,) = items_of(sheet, Line)
    assert (line.x1, line.x2) == pytest.approx((run.x, run.x + 4 * 10.5))
    assert 0 < line.y1 - run.y < 4


def test_two_forced_breaks_leave_a_line_empty() -> None:
    one, two = lines_of(sheet_of("<p>甲<br/><br/>乙</p>"))
    assert two.y - one.y == pytest.approx(2 * 1.6 * 10.5)


def test_an_empty_paragraph_takes_no_line() -> None:
    one, two = lines_of(sheet_of("<p>甲</p><p></p><p>乙</p>"))
    plain, below = lines_of(sheet_of("<p>甲</p><p>乙</p>"))
    assert two.y - one.y <= below.y - plain.y + 4.01


def test_list_items_stand_in_behind_their_markers_level_by_level() -> None:
    body = "<ol><li>甲</li><li>乙<ul><li>丙</li></ul></li></ol>"
    runs = items_of(sheet_of(body), Run)
    assert [run.text for run in runs] == ["1.", "甲", "2.", "乙", "•", "丙"]
    em = 10.5
    assert runs[1].x == pytest.approx(LEFT + 1.5 * em)
    assert runs[5].x == pytest.approx(LEFT + 3 * em)
    for marker, text in ((runs[0], runs[1]), (runs[2], runs[3]), (runs[4], runs[5])):
        assert marker.y == text.y
        assert marker.x >= LEFT - 0.01
        assert extent(marker).right < text.x


@pytest.mark.parametrize(
    "block",
    ["<ul {}><li>甲</li><li>乙</li></ul>", "<ol {}><li>甲<ul><li>乙</li></ul></li></ol>",
     '<rating scale="是|否" {}><item name="a">甲</item></rating>'],
)  # fmt: skip
def test_space_stands_before_and_after_lists_and_ratings(block: str) -> None:
    """The space between two blocks is that of the one that asks for more."""

    def tops(said: str) -> list[float]:
        runs = items_of(sheet_of(f"<p>上</p>{block.format(said)}<p>下</p>"), Run)
        return [run.y for run in runs if run.text in ("上", "甲", "下")]

    plain, spaced = tops(""), tops('before="5mm" after="9mm"')
    assert spaced[0] == plain[0]
    assert spaced[1] == pytest.approx(plain[1] + mm(5), abs=4.1)
    assert spaced[2] - spaced[1] == pytest.approx(plain[2] - plain[1] + mm(9), abs=4.1)


def test_the_text_of_an_item_wraps_below_itself() -> None:
    runs = items_of(sheet_of(f"<ul><li>{LONG}</li></ul>"), Run)
    assert {round(run.x, 2) for run in runs[1:]} == {round(LEFT + 15.75, 2)}


@pytest.mark.parametrize("start", [1, 10, 99, 1000, 9999])
def test_a_long_marker_never_meets_its_text(start: int) -> None:
    marker, text = items_of(sheet_of(f'<ol start="{start}"><li>甲</li></ol>'), Run)
    assert extent(marker).right <= text.x
    assert marker.x >= LEFT - 0.01


def test_a_heading_stays_with_what_it_heads() -> None:
    filler = '<p line-height="75mm" after="0mm">前</p>'
    small = 'identity="no" size="100mmx100mm" margins="10mm"'
    sheet = sheet_of(f"{filler}<h2>标题</h2><p>正文</p>", small)
    assert [run.text for run in items_of(sheet, Run, 1)] == ["标题", "正文"]


def test_a_page_number_in_the_body_is_a_diagnostic_with_its_line() -> None:
    (problem,) = problems_of("<p>甲</p>\n<p>第 <page/> 页</p>")
    assert (problem.code, problem.place.line) == ("page-number-in-body", 3)


def test_a_character_without_a_face_is_named_with_its_line() -> None:
    (problem,) = problems_of("<p>甲</p>\n<p>文\U0001f680字</p>")
    assert problem.code == "missing-glyph"
    assert "U+1F680" in problem.message
    assert str(problem.place) == "t.xml.j2:3"


def test_text_with_no_room_for_a_character_is_a_diagnostic() -> None:
    problems = problems_of('<p indent="180mm">甲</p>')
    assert [problem.code for problem in problems] == ["too-wide"]


def test_a_paragraph_taller_than_the_page_is_a_diagnostic_with_its_line() -> None:
    (problem,) = problems_of('<p>甲</p>\n<p line-height="300mm">乙</p>')
    assert (problem.code, problem.place.line) == ("taller-than-page", 3)


# ---- text and entries on one line ------------------------------------------------------------

WORDS = st.sampled_from(
    ["您的意见", "，", "是否满意？", "请填写", " ", "ICT 需求", "（选填）", "<b>重要</b>", "<br/>"]
)
ENTRIES = st.sampled_from(
    [
        '<text name="a{}"/>',
        '<number name="a{}" width="12mm" unit="元"/>',
        '<date name="a{}"/>',
        '<comb name="a{}" boxes="6"/>',
        '<choice name="a{}" options="是|否"/>',
        '<choice name="a{}" options="满意|一般" box="before"/>',
        '<scale name="a{}" from="1" to="5"/>',
        '<checkbox name="a{}" label="同意"/>',
        '<checkbox name="a{}"/>',
        '<signature name="a{}" label="签字：" date="yes"/>',
        '<blank width="20mm"/>',
        '<seal name="a{}" size="20mm"/>',
        '<photo name="a{}" label="照片" width="20mm" height="25mm"/>',
        '<qr value="10000" size="15mm"/>',
        '<barcode value="10000" width="40mm"/>',
    ]
)


@given(
    st.lists(WORDS | ENTRIES, min_size=1, max_size=14),
    st.sampled_from(["<p>{}</p>", '<table cols="70mm 1fr"><tr><td>{}</td><td/></tr></table>']),
    st.sampled_from(["left", "justify", "center"]),
)
@settings(max_examples=120, deadline=None)
def test_entries_and_text_never_meet_and_stay_in_the_type_area(
    parts: list[str], frame: str, align: str
) -> None:
    words = "".join(part.format(i) for i, part in enumerate(parts))
    body = frame.format(words).replace("<p>", f'<p align="{align}">')
    problems = problems_of(body)
    assert {problem.code for problem in problems} <= {"too-wide"}
    if problems:
        return
    sheet, area = sheet_of(body), type_area_of(form_of(body))
    runs = [extent(run) for run in items_of(sheet, Run)]
    strokes = [extent(line) for line in items_of(sheet, Line) if line.y1 == line.y2]
    pens = [slot.rect for slot in items_of(sheet, PenSlot) if slot.kind == "blank"]
    assert all(area.x - 0.1 <= box.x and box.right <= area.right + 5.3 for box in runs)
    assert not any(overlap(a, b) for a, b in pairwise(runs) if abs(a.y - b.y) < 1)
    assert not any(overlap(run, pen) for run in runs for pen in pens)
    assert all(area.x - 1 <= box.x and box.right <= area.right + 1 for box in strokes)


def test_a_gap_is_space_of_its_width() -> None:
    one, two = items_of(sheet_of('<p>甲<gap width="20mm"/>乙</p>'), Run)
    assert two.x - extent(one).right == pytest.approx(mm(20))


def test_english_text_is_set_with_narrow_quotes_that_are_the_written_characters() -> None:
    runs = items_of(sheet_of("<p>He said “yes” … and left</p>"), Run)
    assert "".join(run.text for run in runs) == "He said “yes” … and left"
    assert {run.face for run in runs if set(run.text) & set("“”…")} == {"NotoSans-Regular"}
    assert len({run.y for run in runs}) == 1
