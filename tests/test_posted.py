"""What goes by post: labels and the window's place, measured in mm on the paper."""

import io
from collections.abc import Iterator

import pypdfium2
import pytest

import formgen
from formgen import LayoutError, UsageError
from formgen.layout.boxes import Mark, Run, TextSlot
from formgen.layout.imposition import grid_of
from formgen.units import to_mm

SENDER = {
    "organization": "蓝海通信集团有限公司客户服务部",
    "return_address": "江南市滨江区望江路18号蓝海大厦6层",
    "return_postcode": "310051",
}
STOCKS = {
    "70x37": (24, 70, 37),
    "63.5x38.1": (21, 63.5, 38.1),
    "63.5x33.9": (24, 63.5, 33.9),
    "99.1x38.1": (14, 99.1, 38.1),
    "99.1x67.7": (8, 99.1, 67.7),
    "105x37": (16, 105, 37),
    "105x74": (8, 105, 74),
    "66.7x25.4": (30, 66.675, 25.4),
}
"""How many labels a sheet has, and how large they are; as their makers say it."""
LONG = {
    "邮编": "215021",
    "地址": "江南市工业园区星海街200号星海国际广场写字楼东塔楼第十二层一千二百零六室"
    "转江南精密制造综合办公室收发处东侧前台",
    "客户名称": "江南精密制造（集团）股份有限公司苏州工业园区第二分公司"
    "信息化建设与网络运行维护管理中心办公室甲",
    "联系人": "阿卜杜热西提·阿卜杜拉",
}


def labels(**options: object) -> formgen.LoadedForm:
    return formgen.load("address_labels", options={**SENDER, **options})


def printed(data: bytes) -> Iterator[tuple[str, float, float, float, float]]:
    """Each character of a file with the box of its ink, in mm from the top left of its page."""
    for page in pypdfium2.PdfDocument(data):
        text, height = page.get_textpage(), page.get_height()
        for index in range(text.count_chars()):
            char = text.get_text_range(index, 1)
            if char.strip():
                left, bottom, right, top = text.get_charbox(index)
                box = (left, height - top, right, height - bottom)
                yield (char, *map(to_mm, box))  # type: ignore[misc]


@pytest.mark.parametrize("stock", STOCKS)
def test_a_stock_has_its_labels_and_nothing_reaches_over_their_edge(stock: str) -> None:
    form = labels(labels=stock)
    count, width, height = STOCKS[stock]
    assert form.model.imposition is not None
    assert form.model.imposition.count == count
    grid = grid_of(form.model.imposition, form.model.page.width, form.model.page.height)
    assert (to_mm(grid.page[0]), to_mm(grid.page[1])) == (width, height)
    assert form.check(LONG) == []
    inks = list(printed(form.render(LONG)))
    assert len(inks) > 100
    for char, left, top, right, bottom in inks:
        assert 2 <= left < right <= width - 2, char
        assert 1.5 <= top < bottom <= height - 1.5, char


def test_labels_fill_sheet_after_sheet_from_the_first_that_is_free() -> None:
    records = [{"地址": f"第{n}号", "客户名称": "甲"} for n in range(23)]
    out = io.BytesIO()
    summary = labels(start=3).merge(records, out)
    assert (summary.sheets, summary.pages) == (23, 2)
    firsts = [(x, y) for char, x, y, *_ in printed(out.getvalue()) if char == "第"]
    assert [int(x // 70) for x, _ in firsts[:4]] == [2, 0, 1, 2]
    assert [int((y - 0.5) // 37) for _, y in firsts[:4]] == [0, 1, 1, 1]
    assert (int(firsts[22][0] // 70), int((firsts[22][1] - 0.5) // 37)) == (0, 0)


def test_a_printer_that_is_off_is_mended() -> None:
    shifts = []
    for options in ({}, {"shift_x": 1.5, "shift_y": -0.4}):
        out = io.BytesIO()
        labels(**options).merge([LONG], out)
        _, left, top, *_ = next(printed(out.getvalue()))
        shifts.append((left, top))
    (x, y), (moved_x, moved_y) = shifts
    assert (moved_x - x, moved_y - y) == (
        pytest.approx(1.5, abs=0.02),
        pytest.approx(-0.4, abs=0.02),
    )


def test_labels_of_ones_own_are_said_in_options() -> None:
    own = {"label_width": 80, "label_height": 50, "columns": 2, "rows": 5, "left": 10, "top": 12}
    form = labels(labels="custom", gap_x=5, **own)
    assert form.model.imposition is not None
    grid = grid_of(form.model.imposition, form.model.page.width, form.model.page.height)
    assert [(to_mm(x), to_mm(y)) for x, y in grid.places[:3]] == [(10, 12), (95, 12), (10, 62)]


@pytest.mark.parametrize(
    ("options", "told"),
    [
        ({"start": 25}, "a sheet has 24 places; there is no place 25"),
        ({"labels": "custom", "label_width": 90}, "3 × 8 pages of 90 × 37 mm need 270 × 296.5 mm"),
        ({"labels": "70x36"}, "allowed are `70x37`"),
    ],
)
def test_labels_that_a_sheet_does_not_have_are_told(options: dict[str, object], told: str) -> None:
    with pytest.raises(LayoutError, match=told):
        labels(**options).fill()


def test_in_word_each_label_has_a_page_and_that_is_told() -> None:
    out = io.BytesIO()
    summary = labels().merge([LONG, LONG], out, "docx")
    assert summary.pages == 2
    assert "word-imposition" in [warning.code for warning in summary.warnings]


def test_labels_do_not_begin_on_new_leaves() -> None:
    with pytest.raises(UsageError, match="cannot begin on a new leaf"):
        labels().merge([LONG], io.BytesIO(), pad_to_even=True)


def shown(form: formgen.LoadedForm) -> list[tuple[float, float, float, float]]:
    """Where the recipient is set, in mm from the top left."""
    items = form.sheet()[0].pages[0].items
    slots = [i.rect for i in items if isinstance(i, TextSlot) and i.field in RECIPIENT]
    return [(to_mm(r.x), to_mm(r.y), to_mm(r.right), to_mm(r.bottom)) for r in slots]


RECIPIENT = ("postcode", "address", "customer_name", "contact")


@pytest.mark.parametrize(("side", "left"), [("left", 20), ("right", 110)])
def test_the_recipient_of_an_envelope_stands_in_its_window(side: str, left: float) -> None:
    form = formgen.load("envelope_dl", options={**SENDER, "window": side})
    page = form.model.page
    assert (to_mm(page.width), to_mm(page.height)) == (220, 110)
    places = shown(form)
    assert len(places) == 4
    for x, y, right, bottom in places:
        assert left + 5 <= x < right <= left + 90
        assert 50 <= y < bottom <= 95


def test_the_place_of_the_stamp_is_left_free() -> None:
    items = formgen.load("envelope_dl", options=SENDER).sheet()[0].pages[0].items
    runs = [item for item in items if isinstance(item, Run)]
    assert runs
    assert all(to_mm(run.x) < 130 for run in runs if to_mm(run.y) < 45)


def test_the_recipient_of_a_letter_shows_in_the_window_when_it_is_folded() -> None:
    form = formgen.load("cover_letter", options=SENDER)
    assert [to_mm(fold) for fold in form.model.page.folds] == [105, 210]
    for x, y, right, bottom in shown(form):
        assert 25 <= x < right <= 110
        assert 50 <= y < bottom <= 90
    items = form.sheet()[0].pages[0].items
    others = [i for i in items if isinstance(i, Mark) and hasattr(i, "text")]
    letter = [run for run in others if isinstance(run, Run) and "尊敬" in run.text]
    assert to_mm(letter[0].y) > 105
