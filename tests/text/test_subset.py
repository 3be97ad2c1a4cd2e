import io
import struct
from pathlib import Path

import pytest
from fontTools.fontBuilder import FontBuilder
from fontTools.pens.recordingPen import DecomposingRecordingPen
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib import TTFont
from hypothesis import given, settings
from hypothesis import strategies as st

from formgen.errors import FontError
from formgen.text.face import Face
from formgen.text.subset import Subset, Subsetter, make_subset

FONTS = Path(__file__).parents[2] / "fonts"
NOTO = Face.open(FONTS / "NotoSansSC-Regular.ttf")
HANA = Face.open(FONTS / "HanaMinB.ttf")
ORIGINALS = {face.key: TTFont(face.path, lazy=True) for face in (NOTO, HANA)}


def read(subset: Subset) -> TTFont:
    """Return a subset as fontTools reads it, every checksum checked and every table parsed."""
    font = TTFont(io.BytesIO(subset.data), checkChecksums=2)
    for tag in font.keys():  # noqa: SIM118 - a font is no dictionary
        font[tag]
    return font


def outline(font: TTFont, name: str) -> list[object]:
    pen = DecomposingRecordingPen(font.getGlyphSet())
    font.getGlyphSet()[name].draw(pen)
    return pen.value


def square(x: int, y: int, size: int) -> TTGlyphPen:
    pen = TTGlyphPen(None)
    pen.moveTo((x, y))
    for corner in ((x + size, y), (x + size, y + size), (x, y + size)):
        pen.lineTo(corner)
    pen.closePath()
    return pen


def composite(*parts: tuple[str, tuple[float, ...]]) -> TTGlyphPen:
    pen = TTGlyphPen(dict.fromkeys(("a", "acute", "aacute", "b")))
    for name, transform in parts:
        pen.addComponent(name, transform)
    return pen


@pytest.fixture(scope="module")
def accented_file() -> bytes:
    """Return a face of 2048 units whose á is made of two glyphs, and its ǻ of á and one more."""
    glyphs = {
        ".notdef": square(0, 0, 50),
        "a": square(100, 0, 700),
        "acute": square(300, 900, 120),
        "space": TTGlyphPen(None),
        "aacute": composite(("a", (1, 0, 0, 1, 0, 0)), ("acute", (1, 0, 0, 1, 300, -40))),
        "b": composite(("aacute", (0.5, 0, 0, 0.75, 5, 6)), ("acute", (0.5, 0.25, 0, 1, 1, 2))),
    }
    builder = FontBuilder(2048, isTTF=True)
    builder.setupGlyphOrder(list(glyphs))
    builder.setupCharacterMap(
        {0x61: "a", 0xE1: "aacute", 0x1FB: "b", 0x20: "space", 0x3000: "space"}
    )
    builder.setupGlyf({name: pen.glyph() for name, pen in glyphs.items()})
    builder.setupHorizontalMetrics(dict.fromkeys(glyphs, (1003, 100)))
    builder.setupHorizontalHeader(ascent=1600, descent=-400)
    builder.setupNameTable({"familyName": "Accented", "styleName": "Regular", "psName": "Accented"})
    builder.setupOS2(sTypoAscender=1600, sTypoDescender=-400)
    builder.setupPost()
    file = io.BytesIO()
    builder.save(file)
    return file.getvalue()


@pytest.fixture(scope="module")
def accented(accented_file: bytes) -> tuple[Face, TTFont]:
    return Face.open(accented_file), TTFont(io.BytesIO(accented_file))


@pytest.mark.parametrize(
    ("face", "text"), [(NOTO, "客户满意度 Abc019，。——⸺￥"), (HANA, "𬭩𠀀𪚥𫝀")]
)
def test_every_glyph_of_a_subset_is_that_of_its_face(face: Face, text: str) -> None:
    subset = make_subset(face, text)
    font, original = read(subset), ORIGINALS[face.key]
    names = original.getBestCmap()
    for char, number in subset.glyphs.items():
        name = font.getGlyphName(number)
        assert outline(font, name) == outline(original, names[ord(char)]), char
        assert font["hmtx"][name] == original["hmtx"][names[ord(char)]]
        assert font.getBestCmap()[ord(char)] == name
    assert len(subset.glyphs) == len(set(text))
    assert font["head"].unitsPerEm == face.units_per_em


def test_the_components_of_composite_glyphs_come_along_renumbered(
    accented: tuple[Face, TTFont],
) -> None:
    face, original = accented
    subset = make_subset(face, "\u01fbá")
    font = read(subset)
    assert dict(subset.glyphs) == {"\u01fb": 1, "á": 2}
    assert font["maxp"].numGlyphs == 5  # .notdef, two that were asked for, two components
    assert outline(font, font.getGlyphName(1)) == outline(original, "b")
    assert outline(font, font.getGlyphName(2)) == outline(original, "aacute")


def test_a_component_that_was_asked_for_itself_is_not_copied(
    accented: tuple[Face, TTFont],
) -> None:
    subset = make_subset(accented[0], "aá")
    assert read(subset)["maxp"].numGlyphs == 4


def test_characters_that_share_a_glyph_keep_a_number_each(accented: tuple[Face, TTFont]) -> None:
    subset = make_subset(accented[0], " \u3000")
    assert dict(subset.glyphs) == {" ": 1, "\u3000": 2}


def test_widths_are_thousandths_of_an_em_whatever_the_units(accented: tuple[Face, TTFont]) -> None:
    assert make_subset(accented[0], "a").widths == (489.746, 489.746)
    assert make_subset(HANA, "𠀀").widths[1] == 1000
    assert make_subset(NOTO, "好i").widths[1:] == (1000, 275)


def test_local_glyphs_count_in_the_order_given_and_repetition_is_nothing() -> None:
    assert dict(make_subset(NOTO, "乙甲乙丙").glyphs) == {"乙": 1, "甲": 2, "丙": 3}


def test_a_subset_without_characters_is_still_a_font() -> None:
    assert read(make_subset(NOTO, ""))["maxp"].numGlyphs == 1


def test_the_sum_over_the_whole_file_is_the_number_that_the_format_wants() -> None:
    data = make_subset(NOTO, "核对总和").data
    words = struct.unpack(f">{len(data) // 4}I", data)
    assert sum(words) & 0xFFFFFFFF == 0xB1B0AFBA


def test_hints_stay_where_the_face_has_them() -> None:
    font = read(make_subset(HANA, "𠀀"))
    for tag in ("cvt ", "fpgm", "prep"):
        assert font.reader[tag] == HANA.table(tag)


def test_the_tag_stands_for_the_face_and_the_characters() -> None:
    tag = make_subset(NOTO, "客户").tag
    assert len(tag) == 6
    assert tag.isascii()
    assert tag.isupper()
    assert tag == make_subset(NOTO, "客户").tag
    assert tag != make_subset(NOTO, "客人").tag
    bold = Face.open(FONTS / "NotoSansSC-Bold.ttf")
    assert tag != make_subset(bold, "客户").tag


def test_the_name_of_the_font_is_the_tag_and_its_postscript_name() -> None:
    subset = make_subset(NOTO, "名")
    assert read(subset)["name"].getDebugName(6) == f"{subset.tag}+NotoSansSC-Regular"


def test_a_large_subset_has_long_offsets() -> None:
    text = "".join(map(chr, range(0x4E00, 0x4E00 + 2000)))
    subset = make_subset(NOTO, text)
    font = read(subset)
    assert font["head"].indexToLocFormat == 1
    original = ORIGINALS[NOTO.key]
    name = original.getBestCmap()[ord(text[-1])]
    assert outline(font, font.getGlyphName(2000)) == outline(original, name)


def test_a_character_that_the_face_lacks_is_refused() -> None:
    with pytest.raises(FontError, match=r"NotoSansSC-Regular has no glyph for '☑' \(U\+2611\)"):
        make_subset(NOTO, "对☑")


def test_a_composite_glyph_that_is_cut_short_is_refused(accented_file: bytes) -> None:
    last, not_last = b"\0\x07\0\x02", b"\0\x27\0\x02"  # the flags of the accent in á
    assert accented_file.count(last) == 1
    broken = Face.open(accented_file.replace(last, not_last))
    with pytest.raises(FontError, match="glyph 4 of Accented ends before its last component"):
        make_subset(broken, "á")


@settings(max_examples=25, deadline=None)
@given(st.lists(st.text(st.characters(min_codepoint=0x4E00, max_codepoint=0x9FA5)), min_size=1))
def test_what_a_subsetter_remembers_changes_no_byte(texts: list[str]) -> None:
    subsetter = Subsetter(NOTO)
    for text in texts:
        assert subsetter.subset(text) == make_subset(NOTO, text)
