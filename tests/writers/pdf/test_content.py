import pytest
from hypothesis import given
from hypothesis import strategies as st

from formgen.writers.pdf.content import Content, number


@pytest.mark.parametrize(
    ("value", "written"),
    [
        (0, "0"),
        (-0.0, "0"),
        (-0.0004, "0"),
        (12.0, "12"),
        (0.5, "0.5"),
        (595.2755905, "595.276"),
        (1190.5511811, "1190.551"),
        (-3.14159, "-3.142"),
        (0.0005001, "0.001"),
        (100000, "100000"),
    ],
)
def test_numbers_are_short_and_plain(value: float, written: str) -> None:
    assert number(value) == written


@given(st.floats(-9000, 9000))
def test_a_number_reads_back_within_a_thousandth(value: float) -> None:
    assert abs(float(number(value)) - value) <= 0.00051
    assert "e" not in number(value)


def test_y_counts_from_the_foot_of_the_page() -> None:
    assert Content(800).point(10, 100) == "10 700"


def test_a_pen_that_is_set_already_is_not_set_again() -> None:
    content = Content(100)
    for _ in range(2):
        content.stroke(0.5, "#000000")
        content.add("0 0 m 9 9 l S")
    assert content.code().split("\n") == ["0.5 w", "0 0 m 9 9 l S", "0 0 m 9 9 l S"]


def test_the_initial_pen_is_not_set_at_all() -> None:
    content = Content(100)
    content.stroke(1, "#000000")
    content.fill_color("#000000")
    assert content.code() == ""


def test_only_what_changes_of_a_pen_is_set() -> None:
    content = Content(100)
    content.stroke(0.5, "#ff0000", (3, 2), round=True)
    content.stroke(0.5, "#ff0000")
    assert content.code().split("\n") == [
        *("1 0 0 RG", "0.5 w", "[3 2] 0 d", "1 J", "1 j"),
        *("[] 0 d", "0 J", "0 j"),
    ]


def test_a_gray_is_written_as_a_gray() -> None:
    content = Content(100)
    content.fill_color("#808080")
    content.fill_color("#80ff80")
    assert content.code().split("\n") == ["0.502 g", "0.502 1 0.502 rg"]


def test_texts_in_a_row_share_a_text_object_and_what_they_have_in_common() -> None:
    content = Content(100)
    for x in (10, 40):
        content.move_text(x, 90)
        content.text("F1", 9, "#000000", "<0001> Tj")
    content.add("0 0 5 5 re f")
    content.move_text(10, 50)
    content.text("F1", 9, "#000000", "<0002> Tj")
    assert content.code().split("\n") == [
        *("BT", "10 10 Td", "/F1 9 Tf", "<0001> Tj", "30 0 Td", "<0001> Tj", "ET"),
        "0 0 5 5 re f",
        *("BT", "10 50 Td", "<0002> Tj", "ET"),
    ]


def test_text_after_a_turned_text_stands_upright_again() -> None:
    content = Content(100)
    content.move_text(10, 90, 0.0, 1.0)
    content.move_text(20, 80)
    content.move_text(20, 70)
    assert content.code().split("\n") == [
        *("BT", "0 1 -1 0 10 10 Tm", "1 0 0 1 20 20 Tm", "0 10 Td", "ET")
    ]


@given(st.lists(st.tuples(st.floats(0, 600), st.floats(0, 800)), min_size=1))
def test_moving_from_text_to_text_adds_no_rounding(places: list[tuple[float, float]]) -> None:
    content = Content(800)
    for place in places:
        content.move_text(*place)
    moves = [line.split() for line in content.code().split("\n") if line.endswith("Td")]
    x = sum(float(move[0]) for move in moves)
    y = sum(float(move[1]) for move in moves)
    assert (x, y) == pytest.approx((places[-1][0], 800 - places[-1][1]), abs=0.001)
