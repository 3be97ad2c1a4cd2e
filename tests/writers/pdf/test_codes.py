import pytest

from formgen.errors import FontError
from formgen.text.face import Face
from formgen.writers.pdf.codes import FaceCodes, FontCodes

NOTO, BOLD = "NotoSansSC-Regular", "NotoSansSC-Bold"


class _Book:
    def face(self, key: str) -> Face:
        raise NotImplementedError


def test_codes_count_from_one_in_order_of_first_use(book: _Book) -> None:
    codes = FaceCodes("F1", book.face(NOTO))
    assert "甲乙甲".translate(codes) == "000100020001"
    assert "丙乙".translate(codes) == "00030002"
    assert codes.characters() == "甲乙丙"


def test_a_character_that_the_face_lacks_never_gets_a_code(book: _Book) -> None:
    codes = FaceCodes("F1", book.face(NOTO))
    with pytest.raises(FontError, match=r"NotoSansSC-Regular was given U\+2611"):
        "☑".translate(codes)
    assert codes.characters() == ""


def test_characters_that_share_a_glyph_have_codes_of_their_own(book: _Book) -> None:
    face = book.face(NOTO)
    assert face.glyph_id(0x2F00) == face.glyph_id(0x4E00)  # the radical and the numeral one
    assert "⼀一".translate(FaceCodes("F1", face)) == "00010002"


def test_faces_are_named_as_they_come_and_stay_the_same(book: _Book) -> None:
    codes = FontCodes(book)  # type: ignore[arg-type]
    assert [codes.of(key).name for key in (BOLD, NOTO, BOLD)] == ["F1", "F2", "F1"]
    assert codes.of(BOLD) is codes.of(BOLD)
    assert [font.face.key for font in codes] == [BOLD, NOTO]
