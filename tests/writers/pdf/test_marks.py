import pytest

from formgen.geometry import Rect
from formgen.layout.boxes import Box, Line, Mark, Modules, Run, Shape
from formgen.text.fontbook import FontBook
from formgen.writers.pdf.codes import FontCodes
from formgen.writers.pdf.images import ImageNames
from formgen.writers.pdf.marks import draw_marks

NOTO = "NotoSansSC-Regular"


def drawn(book: FontBook, *marks: Mark) -> list[str]:
    """Return the operators that draw marks on a page 100 points high, line by line."""
    return draw_marks(marks, 100, FontCodes(book), ImageNames()).split("\n")


def test_nothing_is_drawn_of_nothing(book: FontBook) -> None:
    assert drawn(book) == [""]
    assert drawn(book, Run(0, 0, "", NOTO, 9)) == [""]
    assert drawn(book, Box(Rect(0, 0, 5, 5))) == [""]
    assert drawn(book, Modules(Rect(0, 0, 5, 5), ("00", "00"))) == [""]


@pytest.mark.parametrize(
    ("mark", "operators"),
    [
        (Line(10, 20, 30, 40, 1), ["10 80 m 30 60 l S"]),
        (
            Line(0, 0, 9, 0, 0.5, "#ff0000", (2, 1)),
            ["1 0 0 RG", "0.5 w", "[2 1] 0 d", "0 100 m 9 100 l S"],
        ),
        (Box(Rect(10, 20, 30, 40), 1), ["10 40 30 40 re S"]),
        (Box(Rect(10, 20, 30, 40), fill="#f2f2f2"), ["0.949 g", "10 40 30 40 re f"]),
        (Box(Rect(10, 20, 30, 40), 2, fill="#ffffff"), ["2 w", "1 g", "10 40 30 40 re B"]),
        (
            Shape(
                (("M", (1, 2)), ("L", (3, 4)), ("C", (5, 6, 7, 8, 9, 10)), ("Z", ())), 1, round=True
            ),
            ["1 J", "1 j", "1 98 m 3 96 l 5 94 7 92 9 90 c h S"],
        ),
        (
            Modules(Rect(10, 20, 40, 30), ("1101", "0000", "0110")),
            ["q 40 0 0 30 10 50 cm BI/W 4/H 3/IM true/F/AHx ID", "20F090>", "EI Q"],
        ),
        (
            Modules(Rect(10, 20, 50, 30), ("11010",)),
            ["q 10 0 0 30 10 50 cm 0 0 2 1 re 3 0 1 1 re f Q"],
        ),
    ],
)
def test_a_mark_is_drawn_with_these_operators(
    book: FontBook, mark: Mark, operators: list[str]
) -> None:
    assert drawn(book, mark) == operators


@pytest.mark.parametrize(
    ("run", "shown"),
    [
        (Run(0, 0, "甲乙", NOTO, 10), "<00010002> Tj"),
        (Run(0, 0, "甲乙", NOTO, 10, gaps=(0.0, 0.0)), "<00010002> Tj"),
        (Run(0, 0, "甲乙丙", NOTO, 10, gaps=(0.0, 1.0, 0.0)), "[<00010002>-100<0003>] TJ"),
        (Run(0, 0, "甲乙丙", NOTO, 8, gaps=(-4.0, 1.0, 9.0)), "[<0001>500<0002>-125<0003>] TJ"),
    ],
)
def test_gaps_are_moves_in_thousandths_and_the_last_one_is_no_matter(
    book: FontBook, run: Run, shown: str
) -> None:
    assert shown in drawn(book, run)


def test_an_angle_turns_a_run_counter_clockwise_about_its_start(book: FontBook) -> None:
    assert "0 1 -1 0 10 80 Tm" in drawn(book, Run(10, 20, "甲", NOTO, 9, angle=90))
    assert "0.5 0.866025 -0.866025 0.5 10 80 Tm" in drawn(
        book, Run(10, 20, "甲", NOTO, 9, angle=60)
    )


def test_marks_are_drawn_in_their_order(book: FontBook) -> None:
    text = "\n".join(
        drawn(book, Line(0, 0, 9, 0, 1), Run(0, 0, "甲", NOTO, 9), Line(0, 9, 9, 9, 1))
    )
    assert text.index("100 m") < text.index("Tj") < text.index("91 m")


def test_codes_go_on_from_one_list_of_marks_to_the_next(book: FontBook) -> None:
    codes, images = FontCodes(book), ImageNames()
    static = draw_marks([Run(0, 0, "姓名", NOTO, 9)], 100, codes, images)
    values = draw_marks([Run(0, 0, "姓王", NOTO, 9)], 100, codes, images)
    assert "<00010002> Tj" in static
    assert "<00010003> Tj" in values
    assert codes.of(NOTO).characters() == "姓名王"
