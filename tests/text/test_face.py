import io
import pickle
import struct
from contextlib import suppress
from pathlib import Path

import pytest
from fontTools.ttLib import TTFont
from fontTools.ttLib.tables._c_m_a_p import CmapSubtable
from hypothesis import given, settings
from hypothesis import strategies as st

from formgen.errors import FontError
from formgen.text.face import Face

SHIPPED = ("NotoSansSC-Regular.ttf", "NotoSansSC-Bold.ttf", "HanaMinB.ttf")


def code_of(error: pytest.ExceptionInfo[FontError]) -> str:
    (diagnostic,) = error.value.diagnostics
    return diagnostic.code


def refusal_of(source: Path | bytes, index: int = 0) -> str:
    with pytest.raises(FontError) as error:
        Face.open(source, index)
    return code_of(error)


def with_directory_entry(data: bytes, tag: bytes, offset: int, length: int) -> bytes:
    """Return a font file whose directory places the table `tag` elsewhere."""
    at = data.index(tag, 12)
    return data[: at + 8] + struct.pack(">II", offset, length) + data[at + 16 :]


# ---- what a face says ----------------------------------------------------------------------------


@pytest.mark.parametrize("name", SHIPPED)
def test_a_shipped_face_reads_like_fonttools_reads_it(shipped, name):
    face = Face.open(shipped / name)
    with TTFont(shipped / name, lazy=True) as reference:
        compare(face, reference)


def compare(face: Face, reference: TTFont) -> None:
    cmap, ids = reference.getBestCmap(), reference.getReverseGlyphMap()
    assert {code for covered in face.coverage() for code in covered} == set(cmap)
    assert all(face.glyph_id(code) == ids[glyph] for code, glyph in cmap.items())
    metrics = reference["hmtx"]
    for glyph, gid in list(ids.items())[::97]:
        assert (face.advance_of_glyph(gid), face.left_bearing(gid)) == metrics[glyph]
    assert face.key == reference["name"].getDebugName(6)
    assert face.units_per_em == reference["head"].unitsPerEm


def test_an_outline_is_the_glyf_slice(shipped):
    face = Face.open(shipped / SHIPPED[0])
    gid = face.glyph_id(ord("永"))
    with TTFont(shipped / SHIPPED[0], lazy=True) as reference:
        start, end = reference["loca"][gid], reference["loca"][gid + 1]
        assert face.outline(gid) == reference.reader["glyf"][start:end]


def test_a_face_has_names_metrics_and_glyphs(fonts):
    face = Face.open(fonts.ttf("A一", "Tiny", advance=600))
    assert (face.key, face.family, face.style, face.bold) == ("Tiny", "Tiny", "Regular", False)
    assert (face.units_per_em, face.ascent, face.descent) == (1000, 0.88, -0.12)
    assert face.glyph_id(ord("一")) == 2
    assert face.glyph_id(ord("二")) == 0
    assert face.advance(ord("A")) == 0.6
    assert face.ink(1) == (100, 900)
    assert [list(covered) for covered in face.coverage()] == [[ord("A")], [ord("一")]]
    assert face.table("nope") == b""


def test_without_typographic_metrics_the_header_counts(fonts):
    font = fonts.build()
    del font["OS/2"]
    face = Face.open(_saved(font))
    assert (face.ascent, face.descent) == (1.1, -0.3)


def test_a_bold_face_knows_that_it_is_bold(fonts):
    assert Face.open(fonts.ttf(bold=True)).bold


@pytest.mark.parametrize(
    ("file", "key"), [("My Face.ttf", "MyFace"), ("楷体.ttf", "face-df3b558e")]
)
def test_a_face_without_a_postscript_name_is_called_after_its_file(fonts, font_file, file, key):
    data = fonts.ttf(names={"familyName": "Tiny"})
    assert Face.open(font_file(data, file)).key == key


def test_a_postscript_name_keeps_only_what_a_pdf_name_may_have(fonts):
    assert Face.open(fonts.ttf(names={"psName": "Ti ny/(1)"})).key == "Tiny1"


def test_english_names_win_over_others(fonts):
    names = {"familyName": {"zh-Hans": "小", "en": "Tiny"}, "psName": "Tiny"}
    assert Face.open(fonts.ttf(names=names)).family == "Tiny"


def test_a_collection_has_several_faces(fonts, font_file):
    path = font_file(fonts.ttc("One", "Two"), "both.ttc")
    assert [face.key for face in Face.open_all(path)] == ["One", "Two"]
    assert Face.open(path, 1).key == "Two"
    assert Face.open(path, 1).outline(1) == Face.open(path, 0).outline(1)


def test_a_face_travels_to_another_process(fonts, font_file):
    second = Face.open(font_file(fonts.ttc("One", "Two"), "both.ttc"), 1)
    in_memory = Face.open(fonts.ttf())
    assert pickle.loads(pickle.dumps(second)).key == "Two"
    assert pickle.loads(pickle.dumps(in_memory)).outline(1) == in_memory.outline(1)


def test_a_map_of_the_basic_plane_alone_is_enough(fonts):
    font = fonts.build("AZ一丁丂")
    font["cmap"].tables = [table for table in font["cmap"].tables if table.format == 4]
    face = Face.open(_saved(font))
    assert [face.glyph_id(ord(char)) for char in "AZ一丁丂B丄"] == [1, 2, 3, 4, 5, 0, 0]
    covered = [chr(code) for part in face.coverage() for code in part]
    assert covered == list("AZ一丁丂")


def test_segments_through_a_glyph_array_are_followed(fonts):
    font = fonts.build("ABC")
    mapping = {ord("A"): "u0043", ord("B"): "u0041", ord("C"): "u0042"}
    font["cmap"].tables = [_subtable(4, 3, 1, mapping)]
    face = Face.open(_saved(font))
    assert [face.glyph_id(ord(char)) for char in "ABC@D"] == [3, 1, 2, 0, 0]


# ---- what is refused -----------------------------------------------------------------------------


def test_postscript_outlines_are_refused_with_the_reason(fonts, font_file):
    with pytest.raises(FontError) as error:
        Face.open(font_file(fonts.ttf(cff=True), "tiny.otf"))
    text = str(error.value)
    assert code_of(error) == "font-postscript-outlines"
    assert "tiny.otf: error[font-postscript-outlines]" in text
    assert "PostScript (CFF) outlines; only TrueType outlines can be embedded" in text
    assert "hint: use the TrueType version of the face" in text


@pytest.mark.parametrize(
    ("fs_type", "may_embed"),
    [(0, True), (0x4, True), (0x8, True), (0xA, True), (2, False), (0x100, False), (0x200, False)],
)
def test_the_embedding_licence_is_kept(fonts, fs_type, may_embed):
    data = fonts.ttf(fs_type=fs_type)
    if may_embed:
        assert Face.open(data).key == "Tiny"
    else:
        assert refusal_of(data) == "font-not-embeddable"


def test_files_that_are_no_fonts_are_refused(tmp_path, font_file):
    assert refusal_of(tmp_path / "none.ttf") == "font-unreadable"
    assert refusal_of(tmp_path) == "font-unreadable"
    assert refusal_of(font_file(b"")) == "font-unreadable"
    assert refusal_of(font_file(b"<html>not found</html>")) == "font-unreadable"
    assert refusal_of(b"wOF2" + bytes(40)) == "font-unreadable"
    assert refusal_of(b"%!PS-AdobeFont-1.0") == "font-postscript-outlines"
    assert refusal_of(b"\x00\x01") == "font-truncated"


def test_a_face_that_is_not_in_the_collection_is_refused(fonts):
    assert refusal_of(fonts.ttc("One", "Two"), 2) == "font-no-such-face"
    assert refusal_of(fonts.ttf(), -1) == "font-no-such-face"


@pytest.mark.parametrize("tag", ["cmap", "glyf", "head", "hhea", "hmtx", "loca", "maxp"])
def test_a_missing_table_is_named(fonts, tag):
    data = fonts.ttf().replace(tag.encode(), b"zzzz", 1)
    with pytest.raises(FontError, match=f"no `{tag}` table") as error:
        Face.open(data)
    assert code_of(error) == "font-table-missing"


def test_a_table_beyond_the_end_is_named(fonts):
    data = with_directory_entry(fonts.ttf(), b"hmtx", 1 << 20, 8)
    with pytest.raises(FontError, match="`hmtx` ends beyond the end of the file") as error:
        Face.open(data)
    assert code_of(error) == "font-truncated"


def test_a_face_without_unicode_characters_is_refused(fonts):
    font = fonts.build("A")
    font["cmap"].tables = [_subtable(4, 3, 0, {0xF041: "u0041"})]
    assert refusal_of(_saved(font)) == "font-no-characters"


def test_an_outline_out_of_its_table_is_refused(fonts):
    font = fonts.build()
    font.recalcBBoxes = False
    data = _saved(font)
    loca = data.index(b"loca")
    at = struct.unpack_from(">I", data, loca + 8)[0]
    face = Face.open(data[: at + 2] + b"\xff\xff" + data[at + 4 :])
    with pytest.raises(FontError, match="outside of the `glyf` table"):
        face.outline(1)
    with pytest.raises(FontError, match="no glyph 99"):
        face.outline(99)


@settings(max_examples=100, deadline=None)
@given(data=st.data())
def test_a_cut_short_font_is_a_diagnostic(fonts, data):
    whole = fonts.ttf()
    cut = data.draw(st.integers(0, len(whole) - 4))
    assert refusal_of(whole[:cut]) in {"font-truncated", "font-unreadable"}


@settings(max_examples=200, deadline=None)
@given(data=st.data())
def test_garbage_in_a_font_is_never_a_crash(fonts, data):
    whole = bytearray(fonts.ttc("One", "Two") if data.draw(st.booleans()) else fonts.ttf())
    for _ in range(data.draw(st.integers(1, 6))):
        whole[data.draw(st.integers(0, len(whole) - 1))] = data.draw(st.integers(0, 255))
    with suppress(FontError):
        for face in Face.open_all(bytes(whole)):
            assert all(covered.stop <= 0x110000 for covered in face.coverage())
            for code in (0x20, 0x41, 0x4E00, 0x10FFFF):
                gid = face.glyph_id(code)
                assert face.advance(code) >= 0
                assert len(face.ink(gid)) == len((face.left_bearing(gid), face.outline(gid)))


def _subtable(kind: int, platform: int, encoding: int, mapping: dict[int, str]) -> object:
    table = CmapSubtable.newSubtable(kind)
    table.platformID, table.platEncID, table.language, table.cmap = platform, encoding, 0, mapping
    return table


def _saved(font: TTFont) -> bytes:
    file = io.BytesIO()
    font.save(file)
    return file.getvalue()


def test_a_variable_font_says_so(fonts):
    assert Face.open(fonts.ttf(variable=True)).variable
    assert not Face.open(fonts.ttf()).variable
