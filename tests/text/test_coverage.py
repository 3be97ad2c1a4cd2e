from formgen.text.coverage import FaceCoverage, describe, which
from formgen.text.face import Face
from formgen.text.fontbook import FontBook


def test_a_face_is_described_by_its_blocks(fonts, font_file):
    path = font_file(fonts.ttf("AB一丁丂𠀀\ue000", "Tiny"))
    assert describe(FontBook([Face.open(path)])) == [
        FaceCoverage(
            key="Tiny",
            family="Tiny",
            style="Regular",
            file=str(path),
            characters=7,
            blocks=(("Basic Latin", 2), ("CJK Unified", 3), ("CJK Ext B", 1), ("other", 1)),
        )
    ]


def test_the_shipped_faces_cover_what_they_promise(book):
    regular, latin, bold, latin_bold, rare = describe(book)
    assert [face.key for face in (regular, latin, bold, latin_bold, rare)] == [
        "NotoSansSC-Regular",
        "NotoSans-Regular",
        "NotoSansSC-Bold",
        "NotoSans-Bold",
        "HanaMinB",
    ]
    assert latin.characters == latin_bold.characters == 3094
    assert regular.characters == bold.characters == 30890
    assert dict(regular.blocks)["CJK Unified"] > 20900
    assert dict(rare.blocks)["CJK Ext B"] == 42711
    assert all(
        sum(count for _, count in face.blocks) == face.characters for face in (regular, rare)
    )


def test_each_character_is_told_with_its_face(book):
    assert which(book, "王𠀀☐") == [
        ("王", "U+738B", "NotoSansSC-Regular"),
        ("𠀀", "U+20000", "HanaMinB"),
        ("☐", "U+2610", ""),
    ]
    assert which(book, "王", bold=True) == [("王", "U+738B", "NotoSansSC-Bold")]


def test_what_has_no_shape_is_not_told(book):
    assert [char for char, _, _ in which(book, "葛\U000e0100\n城\t")] == ["葛", "城", "\t"]
    assert all(face for _, _, face in which(book, "葛\U000e0100\n城\t"))
