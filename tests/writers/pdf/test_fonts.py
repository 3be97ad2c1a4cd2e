import io
import re
from collections.abc import Iterator

import pikepdf
import pytest
from fontTools.ttLib import TTFont

from formgen.layout.boxes import Run

_OPEN: dict[bytes, pikepdf.Pdf] = {}
NOTO, HANA = "NotoSansSC-Regular", "HanaMinB"


def font_of(data: bytes) -> pikepdf.Dictionary:
    """Return the only font of a file; the file stays open until the end of the test."""
    pdf = _OPEN.setdefault(data, pikepdf.open(io.BytesIO(data)))
    assert len(pdf.pages[0].Resources.Font) == 1
    return pdf.pages[0].Resources.Font.F1


@pytest.fixture(autouse=True)
def _close() -> Iterator[None]:
    yield
    while _OPEN:
        _OPEN.popitem()[1].close()


def to_unicode(font: pikepdf.Dictionary) -> dict[int, str]:
    listed = font.ToUnicode.read_bytes().decode().partition("endcodespacerange")[2]
    pairs = re.findall(r"<([0-9A-F]{4})> <([0-9A-F]+)>\n", listed)
    return {int(code, 16): bytes.fromhex(text).decode("utf-16-be") for code, text in pairs}


def test_a_face_is_one_composite_font_with_two_byte_codes(printed) -> None:
    font = font_of(printed(Run(50, 50, "客户", NOTO, 10), Run(50, 90, "a", NOTO, 12)))
    descendant = font.DescendantFonts[0]
    assert font.Subtype == "/Type0"
    assert font.Encoding == "/Identity-H"
    assert descendant.Subtype == "/CIDFontType2"
    assert descendant.CIDToGIDMap == "/Identity"
    assert re.fullmatch(r"/[A-Z]{6}\+NotoSansSC-Regular", str(font.BaseFont))
    assert font.BaseFont == descendant.BaseFont == descendant.FontDescriptor.FontName


def test_the_embedded_file_has_just_the_glyphs_that_are_drawn(printed) -> None:
    font = font_of(printed(Run(50, 50, "客户客户", NOTO, 10)))
    stream = font.DescendantFonts[0].FontDescriptor.FontFile2
    data = stream.read_bytes()
    assert stream.Length1 == len(data)
    assert TTFont(io.BytesIO(data), checkChecksums=2)["maxp"].numGlyphs == 3


def test_widths_are_those_of_the_glyphs(printed) -> None:
    descendant = font_of(printed(Run(50, 50, "客户ij客人lm", NOTO, 10))).DescendantFonts[0]
    assert descendant.DW == 1000
    first, run, second, other = descendant.W
    assert (first, second) == (3, 6)
    assert [int(width) for width in run] == [275, 275]
    assert [int(width) for width in other] == [284, 926]


def test_what_all_characters_share_is_said_once(printed) -> None:
    assert "/W" not in font_of(printed(Run(50, 50, "客户", NOTO, 10))).DescendantFonts[0]


def test_every_code_reads_as_its_character(printed) -> None:
    font = font_of(printed(Run(50, 50, "𬭩𠀀𪚥", HANA, 10)))
    assert to_unicode(font) == {1: "𬭩", 2: "𠀀", 3: "𪚥"}


def test_the_long_dash_reads_as_the_two_that_were_written(printed) -> None:
    assert to_unicode(font_of(printed(Run(50, 50, "⸺", NOTO, 10)))) == {1: "——"}


def test_no_block_of_the_character_map_is_longer_than_a_hundred(printed) -> None:
    text = "".join(map(chr, range(0x4E00, 0x4E00 + 250)))
    font = font_of(printed(Run(50, 50, text, NOTO, 2)))
    blocks = re.findall(rb"(\d+) beginbfchar", font.ToUnicode.read_bytes())
    assert [int(block) for block in blocks] == [100, 100, 50]
    assert "".join(to_unicode(font).values()) == text


@pytest.mark.parametrize(
    ("key", "text", "stem"), [(NOTO, "客", 96), ("NotoSansSC-Bold", "客", 169), (HANA, "𠀀", 120)]
)
def test_the_descriptor_has_the_measures_of_the_face(printed, key, text, stem) -> None:
    descriptor = font_of(printed(Run(50, 50, text, key, 10))).DescendantFonts[0].FontDescriptor
    assert descriptor.Flags == 4
    assert descriptor.ItalicAngle == 0
    assert descriptor.StemV == stem
    assert descriptor.Ascent > 0 > descriptor.Descent
    assert descriptor.CapHeight > 500
    left, bottom, right, top = (int(edge) for edge in descriptor.FontBBox)
    assert left < right
    assert bottom < top


def test_a_page_without_text_has_no_font(printed) -> None:
    with pikepdf.open(io.BytesIO(printed())) as pdf:
        assert len(pdf.pages[0].Resources.Font) == 0
