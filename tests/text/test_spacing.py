import pytest

from formgen.text.characters import FULL_WIDTH_CLOSING, FULL_WIDTH_OPENING
from formgen.text.face import Face
from formgen.text.spacing import adjustments, hang, justify_points


def spaced(text: str) -> str:
    """Return `text` with "+" where a gap is added and "<" where punctuation is drawn together."""
    marks = {0.08: "+", -0.5: "<", 0.0: ""}
    return "".join(char + marks[value] for char, value in zip(text, adjustments(text), strict=True))


def stretched(text: str) -> str:
    """Return `text` with "|" where a justified line may be stretched."""
    points = justify_points(text)
    return "".join(char + "|" * may for char, may in zip(text, points, strict=True))


@pytest.mark.parametrize(
    "shown",
    [
        "共+12+个",
        "使用+Word+打开",
        "カード+A",
        "A 类",
        "（A）类",
        "A，类",
        "5%的",
        "ＡＢ类",
        "他说：<“好。<”<（见附页）<，",
        "（<《书》<）",
        "（甲）乙",
        "plain, (ascii)",
        "\ufffcA",
        "",
    ],
)
def test_pairs_gain_and_lose(shown):
    assert spaced(shown.replace("+", "").replace("<", "")) == shown


def test_only_marks_with_a_blank_half_hang():
    assert [hang(char) for char in "，。）”好a,（"] == [0.5] * 4 + [0.0] * 4


@pytest.mark.parametrize("name", ["NotoSansSC-Regular.ttf", "NotoSansSC-Bold.ttf"])
def test_the_blank_halves_are_blank_in_the_shipped_faces(shipped, name):
    face = Face.open(shipped / name)
    for char in FULL_WIDTH_CLOSING:
        left, right = face.ink(face.glyph_id(ord(char)))
        assert (face.advance(ord(char)), right <= 500) == (1.0, True), char
    for char in FULL_WIDTH_OPENING:
        left, right = face.ink(face.glyph_id(ord(char)))
        assert (face.advance(ord(char)), left >= 500) == (1.0, True), char


@pytest.mark.parametrize(
    "shown",
    [
        "你|好，|世|界！",
        "他|说|“你|好”，|再|见",
        "共|12|个 |Word |文|件",
        "a |b |c",
        "真|的|……|走|⸺|了",
        "北|京-|上|海",
        "foo(bar) |baz",
        "\ufffc|甲|\ufffc",
        "甲\n乙",
        "葛\U000e0100|城",
        "",
    ],
)
def test_where_a_line_may_stretch(shown):
    assert stretched(shown.replace("|", "")) == shown
