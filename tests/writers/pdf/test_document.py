import hashlib
import io
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta, timezone
from itertools import groupby
from pathlib import Path

import pikepdf
import pypdfium2
import pytest
import zxingcpp
from hypothesis import given, settings
from hypothesis import strategies as st

from formgen.geometry import Rect
from formgen.layout.boxes import Box, Line, Mark, Modules, Run, TextSlot
from formgen.layout.symbols import qr_modules
from formgen.model.style import Overflow

IDENTITY = "A1B2C3D4E5F6G7H8J9K0"
NOTO, BOLD, HANA = "NotoSansSC-Regular", "NotoSansSC-Bold", "HanaMinB"
SLOT = TextSlot("name", Rect(0, 0, 9, 9), 9, False, "#000000", "left", "top", Overflow(), 9)

SHEET: tuple[Mark, ...] = (
    Run(50, 60, "客户满意度回访表", BOLD, 18),
    Box(Rect(50, 100, 200, 30), 1.0),
    Run(55, 120, "姓名：", NOTO, 10),
    Run(85, 120, "王", NOTO, 10),
    Run(95, 120, "𬭩𠀀", HANA, 10),
    Line(50, 140, 250, 140, 0.5, dash=(2, 1)),
    Box(Rect(50, 150, 9.0709, 9.0709), 0.7087, fill="#f2f2f2"),
)


def text_of(data: bytes) -> str:
    with pypdfium2.PdfDocument(data) as document:
        return document[0].get_textpage().get_text_range()


@pytest.fixture(scope="module")
def operands(operators_of) -> Callable[[bytes, str], list[list]]:
    """Return a function to the operands of each such operator, in the order of the content."""

    def operands(data: bytes, name: str) -> list[list]:
        with pikepdf.open(io.BytesIO(data)) as pdf:
            found = operators_of(pdf.pages[0])
        return [operands for operator, operands in found if operator == name]

    return operands


def client(name: str, data: bytes, tmp_path: Path, *arguments: str) -> str:
    """Return what a program says about the file; skip the test where it is not installed."""
    program = shutil.which(name)
    if program is None:
        pytest.skip(f"{name} is not installed")
    path = tmp_path / "sheet.pdf"
    path.write_bytes(data)
    told = [argument.replace("FILE", str(path)) for argument in arguments]
    done = subprocess.run([program, *told], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    return done.stdout


# ---- the file -------------------------------------------------------------------------------


def test_the_file_is_sound(printed, tmp_path: Path) -> None:
    with pikepdf.open(io.BytesIO(printed(*SHEET))) as pdf:
        assert pdf.check_pdf_syntax() == []
        assert pdf.pdf_version == "1.7"
    assert "No syntax or stream encoding errors" in client(
        "qpdf", printed(*SHEET), tmp_path, "--check", "FILE"
    )


def test_ghostscript_prints_it_without_a_warning(printed, tmp_path: Path) -> None:
    arguments = ("-q", "-dBATCH", "-dNOPAUSE", "-dPDFSTOPONWARNING", "-sDEVICE=nullpage", "FILE")
    assert client("gs", printed(*SHEET), tmp_path, *arguments) == ""


def test_every_font_is_embedded_and_a_subset_and_readable(printed, tmp_path: Path) -> None:
    listed = client("pdffonts", printed(*SHEET), tmp_path, "FILE").splitlines()[2:]
    assert len(listed) == 3
    for line in listed:
        assert line.split()[1:7] == ["CID", "TrueType", "Identity-H", "yes", "yes", "yes"]


def test_there_is_no_font_but_those_of_the_text(printed) -> None:
    with pikepdf.open(io.BytesIO(printed(*SHEET))) as pdf:
        names = [str(item.BaseFont) for item in pdf.objects if "/BaseFont" in item]
    assert len(names) == 6  # each face as a composite font and as its descendant
    assert b"Helvetica" not in printed(*SHEET)


def test_pages_carry_nothing_that_they_do_not_need(printed) -> None:
    with pikepdf.open(io.BytesIO(printed(*SHEET))) as pdf:
        keys = set(pdf.pages[0].obj.keys())
        assert keys == {"/Type", "/Parent", "/MediaBox", "/Contents", "/Resources"}
        assert [float(edge) for edge in pdf.pages[0].MediaBox] == [0, 0, 595.276, 841.89]
        filters = {str(item.Filter) for item in pdf.objects if isinstance(item, pikepdf.Stream)}
        assert filters == {"/FlateDecode"}


def test_the_same_input_gives_the_same_bytes_in_every_process(printed) -> None:
    script = (
        "import sys; sys.path.insert(0, sys.argv[1]); import conftest, test_document, hashlib;"
        "book = conftest.Faces(); page = conftest.Page(595.276, 841.89, test_document.SHEET);"
        "sheet = conftest.Sheet((page,), 'AAAAA', '回访表', '某公司', 'zh-CN', '主题',"
        " conftest.date(2026, 11, 22));"
        "data = conftest.write_pdf(sheet, (conftest.FilledPage({}),), book);"
        "print(hashlib.sha256(data).hexdigest())"
    )
    here = Path(__file__).parent
    expected = hashlib.sha256(printed(*SHEET)).hexdigest()
    assert hashlib.sha256(printed(*SHEET)).hexdigest() == expected
    for seed, epoch in (("1", "0"), ("2", "1700000000")):
        environment = os.environ | {
            "PYTHONHASHSEED": seed,
            "SOURCE_DATE_EPOCH": epoch,
            "PYTHONPATH": str(here.parents[2]),
            "PYTHONIOENCODING": "utf-8",
        }
        done = subprocess.run(
            [sys.executable, "-c", script, str(here)],
            capture_output=True,
            text=True,
            env=environment,
            check=True,
        )
        assert done.stdout.strip() == expected


def test_what_differs_in_the_sheet_differs_in_the_file_identifier(printed) -> None:
    def identifier(data: bytes) -> bytes:
        with pikepdf.open(io.BytesIO(data)) as pdf:
            return bytes(pdf.trailer.ID[0])

    variants = [
        printed(*SHEET),
        printed(*SHEET[1:]),
        printed(*SHEET, title="其他"),
        printed(*SHEET, lang="en"),
        printed(*SHEET, dated=date(2026, 11, 23)),
    ]
    assert len({identifier(data) for data in variants}) == len(variants)


# ---- what it says about itself --------------------------------------------------------------


def test_the_document_says_what_it_is(printed) -> None:
    with pikepdf.open(io.BytesIO(printed(*SHEET))) as pdf:
        said = {key: str(value) for key, value in pdf.docinfo.items()}
        assert str(pdf.Root.Lang) == "zh-CN"
        assert pdf.Root.ViewerPreferences.DisplayDocTitle is True
    assert said == {
        "/Title": "回访表",
        "/Author": "某公司",
        "/Subject": "主题",
        "/Creator": "formgen",
        "/Producer": "formgen",
        "/CreationDate": "D:20261122000000Z",
        "/ModDate": "D:20261122000000Z",
    }


def test_the_creation_date_is_the_one_given_in_utc(printed) -> None:
    beijing = timezone(timedelta(hours=8))
    for moment in (
        datetime(2027, 1, 2, 3, 4, 5, tzinfo=UTC),
        datetime(2027, 1, 2, 11, 4, 5, tzinfo=beijing),
    ):
        with pikepdf.open(io.BytesIO(printed(created=moment))) as pdf:
            assert str(pdf.docinfo["/CreationDate"]) == "D:20270102030405Z"


def test_a_sheet_without_a_date_has_none_made_up(printed) -> None:
    with pikepdf.open(io.BytesIO(printed(dated=None))) as pdf:
        assert "/CreationDate" not in pdf.docinfo
        assert "/ModDate" not in pdf.docinfo


# ---- text -----------------------------------------------------------------------------------


def test_values_stand_in_reading_order_where_their_slots_are(printed, operands) -> None:
    items = (Run(50, 50, "姓名", NOTO, 9), SLOT, Run(50, 90, "电话", NOTO, 9), SLOT)
    filled = {1: (Run(90, 50, "王", NOTO, 9),), 3: (Run(90, 90, "138", NOTO, 9),)}
    data = printed(*items, filled=filled)
    assert text_of(data).split() == ["姓名", "王", "电话", "138"]
    shown = [codes.hex() for (codes,) in operands(data, "Tj")]
    assert shown == ["00010002", "0003", "00040005", "000600070008"]


def test_a_slot_that_nothing_fills_stays_empty(printed) -> None:
    assert text_of(printed(Run(50, 50, "姓名", NOTO, 9), SLOT)) == "姓名"


def test_rare_characters_come_out_as_themselves(printed, tmp_path: Path) -> None:
    assert "姓名：王𬭩𠀀" in text_of(printed(*SHEET))
    for order in ("-raw", "-layout"):
        assert "姓名：王𬭩𠀀" in client("pdftotext", printed(*SHEET), tmp_path, order, "FILE", "-")


def test_a_small_gap_between_chinese_and_latin_is_no_space(printed, tmp_path: Path) -> None:
    gaps = (0.0, 0.8, 0.0, 0.8, 0.0, 0.0)
    data = printed(Run(50, 50, "使用5G网络", NOTO, 10, gaps=gaps))
    assert text_of(data) == "使用5G网络"
    assert client("pdftotext", data, tmp_path, "-raw", "FILE", "-").strip() == "使用5G网络"


def test_a_turned_run_reads_as_it_would_upright(printed) -> None:
    assert text_of(printed(Run(300, 400, "DRAFT样张", NOTO, 40, angle=30))) == "DRAFT样张"


_HAN = st.characters(min_codepoint=0x4E00, max_codepoint=0x9FA5)
_RARE = st.sampled_from("𬭩𠀀𪚥𫝀𬇙𬣙")
_PLAIN = st.sampled_from("abcXYZ0123456789，。！？：；（）《》、—…·%+-/@#￥")


@settings(max_examples=100, deadline=None)
@given(st.text(st.one_of(_HAN, _RARE, _PLAIN), min_size=1, max_size=40))
def test_any_text_comes_out_as_it_went_in(printed, book, text: str) -> None:
    """The text is cut into runs by face, as layout does it, and small gaps are let in."""
    noto = book.face(NOTO)
    items, x = [], 50.0
    for key, group in groupby(text, lambda char: NOTO if noto.glyph_id(ord(char)) else HANA):
        part, face = "".join(group), book.face(key)
        gaps = tuple(0.8 * (index % 2) for index in range(len(part)))
        items.append(Run(x, 50, part, key, 10, gaps=gaps))
        x += sum(10 * face.advance(ord(char)) for char in part) + sum(gaps)
    assert text_of(printed(*items)) == text


# ---- areas ----------------------------------------------------------------------------------

_LENGTH = st.floats(0.5, 400)


@settings(max_examples=50, deadline=None)
@given(st.lists(st.builds(Rect, _LENGTH, _LENGTH, _LENGTH, _LENGTH), min_size=1, max_size=20))
def test_rectangles_read_back_within_a_hundredth_of_a_point(
    printed, operands, rects: list[Rect]
) -> None:
    data = printed(*(Box(rect, 0.5) for rect in rects))
    found = operands(data, "re")
    assert len(found) == len(rects)
    for rect, (x, y, w, h) in zip(rects, found, strict=True):
        assert (x, 841.89 - y - h, x + w, 841.89 - y) == pytest.approx(
            (rect.x, rect.y, rect.right, rect.bottom), abs=0.01
        )


@pytest.mark.parametrize("offset", [0.0, 0.123, 0.31])
def test_a_qr_code_is_read_from_the_page_at_150_dpi(printed, offset: float) -> None:
    side = 21 * 0.7 / 25.4 * 72
    data = printed(Modules(Rect(450 + offset, 60 + offset, side, side), qr_modules(IDENTITY)))
    with pypdfium2.PdfDocument(data) as document:
        image = document[0].render(scale=150 / 72).to_pil()
    assert [found.text for found in zxingcpp.read_barcodes(image)] == [IDENTITY]


def test_there_are_no_seams_between_dark_modules(printed) -> None:
    data = printed(Modules(Rect(100.3, 100.7, 77.7, 55.5), ("1" * 21,) * 15))
    with pypdfium2.PdfDocument(data) as document:
        image = document[0].render(scale=200 / 72).to_pil().convert("L")
    inside = image.crop((280, 282, 492, 432))
    assert inside.getextrema() == (0, 0)
