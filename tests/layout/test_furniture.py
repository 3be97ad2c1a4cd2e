"""Around the body: headers, footers, page numbers, identity code, marks of the paper, receipts."""

from pathlib import Path

import pytest

from formgen.diagnostics import Diagnostic
from formgen.geometry import Rect
from formgen.layout.boxes import Box, IdentitySlot, Line, Run, Shape, Sheet, TextSlot
from formgen.layout.dump import dump_sheet
from formgen.layout.typesetter import Typesetter
from formgen.markup.compile import compile_form
from formgen.model.form import Form
from formgen.resources import FolderLibrary
from formgen.units import mm
from tests.layout.sheets import (
    book,
    extent,
    form_of,
    inside,
    items_of,
    overlap,
    problems_of,
    sheet_of,
    type_area_of,
)

BLANK_PAPER = 'identity="no"'
THREE = "<p>一</p><pagebreak/><p>二</p><pagebreak/><p>三</p>"


def texts(sheet: Sheet, page: int) -> str:
    return "|".join(run.text for run in items_of(sheet, Run, page))


# ---- headers and footers ---------------------------------------------------------------------


def test_a_header_for_all_stands_on_every_page_above_its_body() -> None:
    sheet = sheet_of("<header><p>页眉</p></header>" + THREE)
    assert [texts(sheet, page) for page in range(3)] == ["页眉|一", "页眉|二", "页眉|三"]
    header, body = items_of(sheet, Run)
    assert extent(header).y >= mm(15) - 0.01
    assert extent(body).y - extent(header).bottom >= mm(2.5)


def test_headers_for_first_and_later_pages_win_over_one_for_all() -> None:
    bands = (
        '<header><p>各页</p></header><header on="first"><p>首页</p></header>'
        '<footer on="later"><p>续页脚</p></footer>'
    )
    sheet = sheet_of(bands + THREE)
    expected = ["首页|一", "各页|二|续页脚", "各页|三|续页脚"]
    assert [texts(sheet, page) for page in range(3)] == expected


def test_the_identity_code_is_read_last() -> None:
    bands = "<header><p>页眉</p></header><footer><p>页脚</p></footer>"
    for page in sheet_of(bands + THREE, 'identity="yes"').pages:
        assert isinstance(page.items[-1], IdentitySlot)
        assert sum(isinstance(item, IdentitySlot) for item in page.items) == 1


def test_page_and_pages_count_from_one() -> None:
    sheet = sheet_of("<footer><p>第<page/>页共<pages/>页</p></footer>" + THREE)
    found = [texts(sheet, page).replace("|", "") for page in range(3)]
    assert found == ["一第1页共3页", "二第2页共3页", "三第3页共3页"]


def test_a_footer_ends_where_the_type_area_ends() -> None:
    sheet = sheet_of('<footer><p after="0mm" line-height="10mm">页脚</p></footer><p>一</p>')
    _, footer = items_of(sheet, Run)
    middle = extent(footer).y + extent(footer).h / 2
    assert middle == pytest.approx(mm(297 - 15 - 5))


def test_a_header_that_leaves_no_room_is_a_diagnostic() -> None:
    body = '<header><p line-height="268mm">高</p></header>' + THREE
    (problem,) = problems_of(body)
    assert problem.code == "no-room"
    assert "header and footer leave 0 mm of the first page" in problem.message
    later = body.replace("<header>", '<header on="later">')
    assert "of later pages" in problems_of(later)[0].message


def test_tables_and_lines_of_a_header_keep_clear_of_the_identity_code() -> None:
    header = (
        '<header><table cols="1fr 1fr"><tr><td align="center">甲</td><td>乙</td></tr></table>'
        '<hr/><p align="right">右</p><h1>很长的标题很长的标题很长的标题</h1>'
        '<cut label="剪"/></header>'
    )
    sheet = sheet_of(header + "<p>一</p>", "")
    _check_identity(sheet, 0)
    (frame,) = [box for box in items_of(sheet, Box) if box.stroke]
    (run,) = [run for run in items_of(sheet, Run) if run.text == "甲"]
    cell = frame.rect.x + frame.rect.w / 4
    assert extent(run).x + extent(run).w / 2 == pytest.approx(cell, abs=0.1)


def test_a_centred_title_in_a_header_is_centred_on_the_paper() -> None:
    sheet = sheet_of("<header><h1>标题</h1></header><p>一</p>", "")
    title = extent(items_of(sheet, Run)[0])
    assert title.x + title.w / 2 == pytest.approx(mm(105), abs=0.1)


# ---- identity code ---------------------------------------------------------------------------


def _check_identity(sheet: Sheet, number: int) -> None:
    """The code of a page is away from the edges, and its quiet zone is free of any mark."""
    page = sheet.pages[number]
    (slot,) = items_of(sheet, IdentitySlot, number)
    rect, edge = slot.rect, mm(15) - 0.01
    assert rect.x >= edge
    assert rect.y >= edge
    assert page.width - rect.right >= edge
    assert page.height - rect.bottom >= edge
    quiet = mm(2.8)
    zone = Rect(rect.x - quiet, rect.y - quiet, rect.w + 2 * quiet, rect.h + 2 * quiet)
    figures = Rect(rect.x, rect.bottom, rect.w, slot.text_y + slot.leading + 1 - rect.bottom)
    for item in page.items:
        if item is not slot:
            assert not overlap(extent(item), zone, 0.0), item
            assert not overlap(extent(item), figures, 0.0), item


def everything(cases: Path, **options: str) -> tuple[Form, Sheet]:
    library = FolderLibrary.of([cases])
    form = compile_form(library, "everything.xml.j2", options, form_id="everything").form
    return form, Typesetter(form, book()).sheet


@pytest.mark.parametrize("watermark", ["", "样张", "仅供内部培训使用不得外传"])
def test_nothing_meets_the_identity_code_on_any_page(cases: Path, watermark: str) -> None:
    form, sheet = everything(cases, watermark=watermark, materials="30")
    assert len(sheet.pages) >= 4
    area = type_area_of(form)
    for number in range(len(sheet.pages)):
        _check_identity(sheet, number)
        (slot,) = items_of(sheet, IdentitySlot, number)
        assert inside(slot.rect, area)


@pytest.mark.parametrize(
    "paper",
    [
        'size="A5"',
        'size="A5" landscape="yes"',
        'size="210mmx99mm"',
        'size="A3"',
        'size="A4" landscape="yes"',
        'margins="5mm"',
        'margins="25mm"',
        'size="100mmx100mm"',
        'binding="12mm"',
    ],
)
def test_the_identity_code_is_clear_on_any_paper(paper: str) -> None:
    bands = "<header><h1>满意度回访表</h1></header><footer><p>第<page/>页</p></footer>"
    form = form_of(bands + THREE, f'{paper} watermark="样张复印无效"')
    sheet = Typesetter(form, book()).sheet
    for number in range(3):
        _check_identity(sheet, number)
        runs = [run for run in items_of(sheet, Run, number) if not run.angle]
        assert all(inside(extent(run), type_area_of(form), 0.1) for run in runs)


@pytest.mark.parametrize("paper", ["40mmx40mm", "30mmx200mm", "200mmx30mm", "200mmx40mm"])
def test_paper_too_small_for_the_identity_code_is_a_diagnostic(paper: str) -> None:
    attributes = f'size="{paper}" margins="5mm"'
    codes = {problem.code for problem in problems_of("<p>一</p>", attributes)}
    assert codes == {"no-room"}
    assert not problems_of("<p>一</p>", f'{attributes} identity="no"')


# ---- marks of the paper ----------------------------------------------------------------------


def test_the_binding_margin_moves_everything_to_the_right() -> None:
    plain, bound = sheet_of("<p>一</p>"), sheet_of("<p>一</p>", f'{BLANK_PAPER} binding="10mm"')
    assert items_of(bound, Run)[0].x - items_of(plain, Run)[0].x == pytest.approx(mm(10))


def test_landscape_turns_the_paper() -> None:
    (page,) = sheet_of("<p>一</p>", f'{BLANK_PAPER} landscape="yes"').pages
    assert (page.width, page.height) == pytest.approx((mm(297), mm(210)))


def test_fold_marks_stand_at_the_left_edge_of_every_page() -> None:
    sheet = sheet_of(THREE, f'{BLANK_PAPER} folds="99mm 198mm"')
    for page in range(3):
        lines = items_of(sheet, Line, page)
        assert [line.y1 for line in lines] == pytest.approx([mm(99), mm(198)])
        assert all(0 < line.x1 < line.x2 < mm(10) for line in lines)


def test_a_fold_beyond_the_paper_is_a_diagnostic() -> None:
    (problem,) = problems_of("<p>一</p>", f'{BLANK_PAPER} folds="99mm 400mm"')
    assert problem.message.startswith("the fold at 400 mm is not on paper of 210 × 297 mm")


@pytest.mark.parametrize("text", ["样", "样张", "DRAFT", "仅供内部培训使用不得外传或复印"])
@pytest.mark.parametrize("paper", ["A4", "210mmx99mm", "60mmx200mm"])
def test_a_watermark_slants_within_the_paper_under_all_else(text: str, paper: str) -> None:
    attributes = f'{BLANK_PAPER} size="{paper}" margins="10mm" watermark="{text}"'
    sheet = sheet_of("<p>一</p>", attributes)
    (page,) = sheet.pages
    runs = items_of(sheet, Run)
    assert "".join(run.text for run in runs[:-1]) == text
    assert all(0 < run.angle < 90 for run in runs[:-1])
    assert all(inside(extent(run), Rect(0, 0, page.width, page.height)) for run in runs[:-1])
    assert runs[-1].text == "一"


# ---- receipts and cut lines ------------------------------------------------------------------

RECEIPT = '<receipt><cut label="沿此线剪下"/><p after="0mm">回执</p></receipt>'


def test_a_receipt_stands_at_the_foot_of_the_last_page() -> None:
    sheet = sheet_of(THREE + RECEIPT)
    last = items_of(sheet, Run, 2)[-1]
    assert last.text == "回执"
    assert extent(last).bottom == pytest.approx(mm(297 - 15), abs=5)


def test_a_receipt_that_has_no_room_goes_to_a_page_of_its_own() -> None:
    sheet = sheet_of('<p line-height="255mm">一</p>' + RECEIPT)
    assert [texts(sheet, page) for page in range(2)] == ["一", "沿此线剪下|回执"]


def test_a_receipt_never_meets_rows_below_a_repeated_head() -> None:
    head = '<thead><tr height="40mm"><th>项目</th></tr></thead>'
    rows = "".join(f'<tr height="30mm"><td>{i}</td></tr>' for i in range(3))
    small = f'{BLANK_PAPER} size="100mmx110mm" margins="10mm"'
    receipt = '<receipt><p line-height="25mm" after="0mm">回执</p></receipt>'
    sheet = sheet_of(f'<table cols="1fr">{head}{rows}</table>{receipt}', small)
    for number, page in enumerate(sheet.pages):
        for grid in page.grids:
            table = Rect(grid.xs[0], grid.ys[0], grid.xs[-1] - grid.xs[0], grid.ys[-1] - grid.ys[0])
            for run in items_of(sheet, Run, number):
                if run.text == "回执":
                    assert not overlap(extent(run), table)
    assert texts(sheet, len(sheet.pages) - 1) == "回执"


def test_a_receipt_taller_than_a_page_is_a_diagnostic_with_its_line() -> None:
    body = '<p>一</p>\n<receipt><p line-height="300mm">回执</p></receipt>'
    (problem,) = problems_of(body)
    assert (problem.code, problem.place.line) == ("taller-than-page", 3)


def test_a_cut_line_is_dashed_with_scissors_and_its_words_in_the_middle() -> None:
    sheet = sheet_of('<cut label="沿此线剪下"/><p>一</p>')
    dashes = [line for line in items_of(sheet, Line) if line.dash]
    words = extent(items_of(sheet, Run)[0])
    assert len(dashes) == 2
    assert dashes[0].x2 < words.x < words.right < dashes[1].x1
    assert dashes[1].x2 == pytest.approx(mm(210 - 18))
    assert len(items_of(sheet, Shape)) == 4


# ---- all of it -------------------------------------------------------------------------------


def test_a_sheet_with_everything_is_laid_out_as_accepted(cases: Path, golden: object) -> None:
    _, sheet = everything(cases)
    golden("everything_layout", dump_sheet(sheet))  # type: ignore[operator]


def test_laying_out_twice_gives_the_same(cases: Path) -> None:
    assert everything(cases)[1] == everything(cases)[1]


def test_everything_stays_in_the_type_area(cases: Path) -> None:
    form, sheet = everything(cases, materials="12", box_side="before")
    area = type_area_of(form)
    loose = Rect(area.x - 1, area.y - 1, area.w + 6.5, area.h + 2)
    for page in sheet.pages:
        for item in page.items:
            is_fold = isinstance(item, Line) and item.x2 < area.x
            assert is_fold or inside(extent(item), loose), item


def test_all_slots_of_a_page_are_apart(cases: Path) -> None:
    _, sheet = everything(cases)
    for number in range(len(sheet.pages)):
        rects = [slot.rect for slot in items_of(sheet, TextSlot, number)]
        assert not any(overlap(a, b) for i, a in enumerate(rects) for b in rects[:i])


def test_diagnostics_of_a_layout_come_all_at_once() -> None:
    body = '<p><page/></p>\n<table cols="300mm"><tr><td/></tr></table>\n<qr value="1" size="1mm"/>'
    found: list[Diagnostic] = problems_of(body)
    assert [problem.code for problem in found] == [
        "page-number-in-body",
        "columns-too-wide",
        "bad-code",
    ]
    assert [problem.place.line for problem in found] == [2, 3, 4]
