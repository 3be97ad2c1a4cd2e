"""Pages on larger paper: each in its place, none over another, marks only where paper is cut."""

from itertools import pairwise

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from formgen.errors import LayoutError
from formgen.layout.boxes import Line
from formgen.layout.imposition import Grid, grid_of
from formgen.model.imposition import Imposition
from formgen.units import mm, to_mm

A4 = (mm(210), mm(297))


def asked(columns: int, rows: int, **more: object) -> Imposition:
    return Imposition(columns, rows, *A4, **{"turns": True, **more})  # type: ignore[arg-type]


def places(grid: Grid) -> list[tuple[float, float]]:
    return [(to_mm(x), to_mm(y)) for x, y in grid.places]


def test_pages_stand_row_by_row_in_the_middle() -> None:
    grid = grid_of(asked(2, 2, gap_x=mm(4), gap_y=mm(6)), mm(90), mm(50))
    assert places(grid) == [(13, 95.5), (107, 95.5), (13, 151.5), (107, 151.5)]


def test_labels_stand_where_their_sheet_has_them() -> None:
    stock = asked(3, 8, left=0.0, top=mm(0.5), turns=False, cut_marks=False)
    grid = grid_of(stock, mm(70), mm(37))
    assert places(grid)[:4] == [(0, 0.5), (70, 0.5), (140, 0.5), (0, 37.5)]
    assert places(grid)[-1] == (140, 259.5)
    assert grid.marks == ()


def test_paper_is_turned_only_where_the_pages_fit_no_other_way() -> None:
    beside = grid_of(asked(2, 1), mm(148), mm(210))
    assert (to_mm(beside.width), to_mm(beside.height)) == (297, 210)
    below = grid_of(asked(1, 2), mm(200), mm(140))
    assert (to_mm(below.width), to_mm(below.height)) == (210, 297)
    with pytest.raises(LayoutError, match="does-not-fit"):
        grid_of(asked(2, 1, turns=False), mm(148), mm(210))


@pytest.mark.parametrize(
    ("imposition", "told"),
    [
        (asked(3, 3), "3 × 3 pages of 100 × 60 mm need 300 × 180 mm; the paper is 210 × 297 mm"),
        (asked(2, 2, gap_x=mm(100)), "need 300 × 120 mm"),
        (asked(2, 2, first=5), "a sheet has 4 places; there is no place 5"),
    ],
)
def test_what_has_no_room_is_told_with_its_measures(imposition: Imposition, told: str) -> None:
    with pytest.raises(LayoutError, match=told):
        grid_of(imposition, mm(100), mm(60))


def test_pages_that_touch_have_marks_on_their_seam() -> None:
    marks = grid_of(asked(2, 1), mm(148), mm(210)).marks
    seam = [mark for mark in marks if to_mm(mark.x1) == to_mm(mark.x2) == 148.5]
    assert sorted((to_mm(m.y1), to_mm(m.y2)) for m in seam) == [(0, 8), (202, 210)]


@given(
    columns=st.integers(1, 4),
    rows=st.integers(1, 6),
    width=st.floats(20, 120),
    height=st.floats(15, 120),
    gaps=st.tuples(st.floats(0, 15), st.floats(0, 15)),
)
@settings(max_examples=100, deadline=None)
def test_pages_never_overlap_and_marks_cross_none(
    columns: int, rows: int, width: float, height: float, gaps: tuple[float, float]
) -> None:
    wanted = asked(columns, rows, gap_x=mm(gaps[0]), gap_y=mm(gaps[1]))
    w, h = mm(width), mm(height)
    try:
        grid = grid_of(wanted, w, h)
    except LayoutError:
        assume(False)
    assert len(grid.places) == columns * rows
    for (x, y), (right, _) in pairwise(grid.places[:columns]):
        assert right >= x + w - 0.01
        assert y >= -0.01
    for x, y in grid.places:
        assert -0.1 <= x <= grid.width - w + 0.1
        assert -0.1 <= y <= grid.height - h + 0.1
        assert not any(crosses(mark, x, y, w, h) for mark in grid.marks)
    assert all(mark.width >= 0.35 for mark in grid.marks)


def crosses(mark: Line, x: float, y: float, w: float, h: float) -> bool:
    """Whether a mark goes through the inside of a page."""
    inside_x = max(mark.x1, mark.x2) > x + 0.1 and min(mark.x1, mark.x2) < x + w - 0.1
    inside_y = max(mark.y1, mark.y2) > y + 0.1 and min(mark.y1, mark.y2) < y + h - 0.1
    return inside_x and inside_y
