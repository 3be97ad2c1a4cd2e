import pickle
from concurrent.futures import ThreadPoolExecutor

import pytest

from formgen.diagnostics import Severity
from formgen.errors import FontError
from formgen.text.face import Face
from formgen.text.fontbook import ABSENT, FontBook, Glyph, load_book


@pytest.fixture(scope="module")
def faces(fonts):
    """Three faces: A and 一 in "Latin", 一 and 二 in "Han", A alone in "Heavy", which is bold."""
    latin = Face.open(fonts.ttf("A一", "Latin", advance=500))
    han = Face.open(fonts.ttf("一二", "Han"))
    heavy = Face.open(fonts.ttf("A", "Heavy", advance=700, bold=True))
    return latin, han, heavy


def codes(book: FontBook) -> list[str]:
    return [warning.code for warning in book.warnings]


# ---- the chain -----------------------------------------------------------------------------------


def test_each_character_comes_from_the_first_face_that_has_it(faces):
    latin, han, heavy = faces
    book = FontBook([latin, han], [heavy])
    assert [book.glyph(char).face for char in "A一二三"] == ["Latin", "Latin", "Han", ""]
    assert [book.glyph(char, bold=True).face for char in "A一二"] == ["Heavy", "Latin", "Han"]
    assert book.glyph("A", bold=True) == Glyph("Heavy", 0.7)
    assert book.glyph("三") == ABSENT
    assert [face.key for face in book.faces] == ["Latin", "Han", "Heavy"]


def test_a_book_of_bold_faces_sets_regular_text_too(faces):
    assert FontBook([], [faces[2]]).glyph("A").face == "Heavy"


def test_a_book_without_faces_is_refused():
    with pytest.raises(FontError, match="font-none"):
        FontBook([])


def test_of_two_faces_with_one_key_the_first_counts(fonts):
    first, second = (Face.open(fonts.ttf("A", "Same", advance=width)) for width in (500, 600))
    book = FontBook([first, second])
    assert book.faces == (first,)
    assert book.glyph("A").advance == 0.5


def test_the_last_resort_is_opened_once_and_only_when_it_is_needed(faces):
    opened = []

    def last_resort():
        opened.append("Han")
        return [faces[1]]

    book = FontBook([faces[0]], last_resort=last_resort)
    assert (book.glyph("A").face, book.face("Latin"), opened) == ("Latin", faces[0], [])
    assert (book.glyph("二").face, book.glyph("三").face, opened) == ("Han", "", ["Han"])
    assert book.face("Han") is faces[1]
    assert book.faces == (faces[0], faces[1])


def test_an_unknown_key_is_a_key_error(faces):
    with pytest.raises(KeyError):
        FontBook([faces[0]]).face("Nope")


# ---- measuring -----------------------------------------------------------------------------------


def test_advances_are_em_and_without_pairs(book):
    assert book.advances("你，（") == [1.0, 1.0, 1.0]
    assert book.advances("\ufffc") == [1.0]
    assert book.advances("") == []


def test_a_width_counts_gaps_but_not_behind_the_last_character(book):
    figure = book.advances("1")[0]
    assert book.width("共1", 10) == pytest.approx(10 * (1 + 0.08 + figure))
    assert book.width("好。”", 10) == pytest.approx(25)
    assert book.width("", 10) == 0
    assert book.width("AB", 10) == pytest.approx(10 * sum(book.advances("AB")))


def test_bold_text_is_measured_in_the_bold_face(book):
    assert book.width("Word", 10, bold=True) > book.width("Word", 10)


def test_punctuation_is_drawn_together_only_where_the_face_leaves_room(fonts):
    ink = {"，": (400, 600), "。": (50, 350), "」": (50, 400), "「": (600, 950), "（": (100, 900)}
    book = FontBook([Face.open(fonts.ttf("，。」「（", ink=ink))])
    assert book.adjustments("。」「「") == [-0.5, -0.5, -0.5, 0.0]
    assert book.adjustments("，」「（") == [0.0, -0.5, 0.0, 0.0]
    assert [book.hang(char) for char in "，。」「三"] == [0.0, 0.5, 0.5, 0.0, 0.0]


def test_in_the_shipped_faces_all_marks_have_room(book):
    for bold in (False, True):
        assert book.adjustments("他说：“好。”（见附页），", bold).count(-0.5) == 4


def test_threads_may_share_a_book(book):
    texts = ["满意度回访单", "𬭩AB", "电话 010-8888-6666"] * 20
    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(lambda t: book.width(t, 9), texts)) == [
            book.width(t, 9) for t in texts
        ]


def test_a_book_travels_to_another_process(book):
    again = pickle.loads(pickle.dumps(book))
    assert again.width("共1件𠀀", 10) == book.width("共1件𠀀", 10)


# ---- Chinese and Western marks -----------------------------------------------------------------


def drawn_by(book: FontBook, text: str) -> str:
    """Return a letter for each character: L for Noto Sans, S for Noto Sans SC, - for none."""
    keys = {"NotoSans-Regular": "L", "NotoSansSC-Regular": "S", "": "-"}
    return "".join(keys[glyph.face] for glyph in book.glyphs(text))


@pytest.mark.parametrize(
    ("text", "faces"),
    [
        ("is “a” … b", "SSSLSLSLSS"),
        ("他说“A”。", "SSSSSS"),
        ("O’Neil 先生", "SLSSSSSSS"),
        ("“是”", "SSS"),
        ("……", "SS"),
    ],
)
def test_in_a_chinese_form_marks_are_western_among_western_letters(book, text, faces):
    assert drawn_by(book, text) == faces


def test_in_a_form_of_another_language_all_marks_are_western(book):
    english = book.in_language("en-GB")
    assert drawn_by(english, "“‘…’”是") == "LLLLLS"
    assert english.width("“a”", 10) < 13
    assert english.glyph("“", bold=True).face == "NotoSans-Bold"
    assert english.hang("”") == english.adjustments("”“")[0] == 0.0


def test_chinese_and_japanese_forms_have_wide_marks(book):
    assert book.in_language("zh-Hant-TW") is book
    assert book.in_language("en").in_language("ja").glyph("“").face == "NotoSansSC-Regular"


def test_a_book_without_narrow_marks_takes_the_wide_ones(fonts):
    book = FontBook([Face.open(fonts.ttf("a“”", "Wide"))])
    assert [glyph.face for glyph in book.in_language("en").glyphs("a“a”")] == ["Wide"] * 4


def test_the_last_resort_of_a_language_is_opened_once(faces):
    opened = []
    book = FontBook([faces[0]], last_resort=lambda: opened.append(1) or [faces[1]])
    english = book.in_language("en")
    assert (english.glyph("二").face, book.glyph("二").face, opened) == ("Han", "Han", [1])


@pytest.mark.parametrize("bold", [False, True])
def test_the_letters_of_european_languages_and_vietnamese_are_drawn(book, bold):
    text = "Łódź őű čšž ţș ğış ẫợ ĳ ΆΩ ЖЯїў €₫"
    assert book.missing_characters(text) == []
    assert all(book.has(char, bold) for char in text)


# ---- missing characters --------------------------------------------------------------------------


def test_missing_characters_are_listed_once_and_in_order(book):
    assert book.missing_characters("☐甲👨乙☐") == ["☐", "👨"]


def test_what_has_no_shape_is_not_missing(book):
    assert book.missing_characters("葛\U000e0100城\ufeff\u200d\u00ad\r\n\t\u202f\ufffc好——") == []


def test_rare_characters_of_names_come_from_the_last_resort(book):
    assert [book.glyph(char).face for char in "王𠀀"] == ["NotoSansSC-Regular", "HanaMinB"]
    assert book.glyph("𠀀", bold=True).face == "HanaMinB"
    assert book.has("𬭩")
    assert not book.has("☐")


# ---- opening -------------------------------------------------------------------------------------


def test_the_users_faces_come_before_the_shipped_ones(fonts, font_file):
    regular = font_file(fonts.ttf("一", "Mine"), "mine.ttf")
    bold = font_file(fonts.ttf("一", "MineBold", bold=True), "bold.ttf")
    book = load_book([regular, bold])
    assert [book.glyph(char).face for char in "一二"] == ["Mine", "NotoSansSC-Regular"]
    assert [book.glyph(char, True).face for char in "一二"] == ["MineBold", "NotoSansSC-Bold"]
    assert book.warnings == ()


def test_a_regular_face_of_the_user_does_not_set_bold_text(fonts, font_file):
    book = load_book([font_file(fonts.ttf("一", "Mine"))])
    assert book.glyph("一", bold=True).face == "NotoSansSC-Bold"


def test_a_collection_gives_all_its_faces(fonts, font_file):
    book = load_book([font_file(fonts.ttc("One", "Two"), "both.ttc")])
    assert [face.key for face in book.faces][:2] == ["One", "Two"]


def test_what_is_wrong_with_named_files_is_said_at_once(fonts, font_file, tmp_path):
    postscript = font_file(fonts.ttf(cff=True), "ps.otf")
    with pytest.raises(FontError) as error:
        load_book([postscript, tmp_path / "none.ttf"])
    assert [d.code for d in error.value.diagnostics] == [
        "font-postscript-outlines",
        "font-unreadable",
    ]


def test_an_unusable_file_in_a_folder_is_a_warning(fonts, font_file):
    folder = font_file(fonts.ttf("一", "Second"), "own/b.ttf").parent
    font_file(fonts.ttf("一", "First"), "own/a.TTF")
    font_file(fonts.ttf(cff=True), "own/c.otf")
    font_file(b"not a font", "own/readme.txt")
    book = load_book([folder])
    assert [face.key for face in book.faces][:2] == ["First", "Second"]
    (warning,) = book.warnings
    assert (warning.code, warning.severity) == ("font-postscript-outlines", Severity.WARNING)
    assert warning.place.file.endswith("c.otf")


def test_a_folder_without_fonts_is_a_warning(tmp_path):
    assert codes(load_book([tmp_path])) == ["font-folder-empty"]


def test_two_files_with_the_same_face_are_a_warning(fonts, font_file):
    one, two = (font_file(fonts.ttf("一", "Same"), name) for name in ("a.ttf", "b.ttf"))
    assert codes(load_book([one, two])) == ["font-duplicate"]
    assert codes(load_book([one, one])) == []


def test_a_variable_font_is_a_warning(fonts, font_file):
    assert codes(load_book([font_file(fonts.ttf(variable=True))])) == ["font-variable"]


def test_a_missing_shipped_font_is_an_error(tmp_path):
    with pytest.raises(FontError, match=r"NotoSansSC-Regular\.ttf.*font-unreadable"):
        load_book(folder=tmp_path)
