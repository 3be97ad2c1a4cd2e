"""Tables over pages: every row once and in order, header rows again, groups and bands together."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from formgen.diagnostics import Severity
from formgen.layout.boxes import Box, Run, Sheet
from formgen.units import mm
from tests.layout.sheets import extent, items_of, problems_of, sheet_of

SMALL = 'identity="no" size="100mmx100mm" margins="10mm"'


def rows_of(sheet: Sheet) -> list[tuple[int, ...]]:
    """Return the rows on each page of the only table."""
    return [page.grids[0].rows if page.grids else () for page in sheet.pages]


def texts_of(sheet: Sheet, page: int) -> list[str]:
    return [run.text for run in items_of(sheet, Run, page)]


def filler(height: int) -> str:
    """Return a line of text of this height."""
    return f'<p line-height="{height}mm" after="0mm">前</p>' if height else ""


def plain(count: int, height: int = 20, first: int = 0) -> str:
    return "".join(f'<tr height="{height}mm"><td>{first + i}</td></tr>' for i in range(count))


def test_header_rows_stand_on_every_page_of_their_table() -> None:
    head = '<thead><tr height="20mm"><th>项目</th></tr></thead>'
    sheet = sheet_of(f'<table cols="1fr">{head}{plain(7)}</table>', SMALL)
    assert rows_of(sheet) == [(0, 1, 2, 3), (0, 4, 5, 6), (0, 7)]
    assert [texts_of(sheet, page)[0] for page in range(3)] == ["项目"] * 3


def test_the_frame_is_closed_on_both_sides_of_a_page_break() -> None:
    sheet = sheet_of(f'<table cols="1fr">{plain(6)}</table>', SMALL)
    for page in sheet.pages:
        (frame,) = [item for item in page.items if isinstance(item, Box) and item.stroke]
        (grid,) = page.grids
        assert (frame.rect.y, frame.rect.bottom) == pytest.approx((grid.ys[0], grid.ys[-1]))


def test_a_band_goes_with_the_row_below_it() -> None:
    sheet = sheet_of(f'<table cols="1fr">{plain(3)}<band>情况</band>{plain(1)}</table>', SMALL)
    assert rows_of(sheet) == [(0, 1, 2), (3, 4)]


def test_header_rows_never_stand_alone_at_the_foot() -> None:
    head = '<thead><tr height="10mm"><th>项目</th></tr></thead>'
    body = f'{filler(60)}<table cols="1fr">{head}{plain(1)}</table>'
    assert rows_of(sheet_of(body, SMALL)) == [(), (0, 1)]


def test_a_heading_goes_with_the_head_and_first_row_of_its_table() -> None:
    head = '<thead><tr height="10mm"><th>项目</th></tr></thead>'
    body = f'{filler(52)}<h2>标题</h2><table cols="1fr">{head}{plain(1, 12)}</table>'
    sheet = sheet_of(body, SMALL)
    assert texts_of(sheet, 0) == ["前"]
    assert texts_of(sheet, 1)[0] == "标题"


def test_rows_kept_together_move_together() -> None:
    rows = f'{plain(2)}<tbody keep="yes">{plain(3)}</tbody>'
    assert rows_of(sheet_of(f'<table cols="1fr">{rows}</table>', SMALL)) == [(0, 1), (2, 3, 4)]


def test_a_kept_table_moves_as_a_whole_and_a_longer_one_is_broken() -> None:
    body = f'{filler(30)}<table cols="1fr" keep="yes">{plain(3)}</table>'
    assert rows_of(sheet_of(body, SMALL)) == [(), (0, 1, 2)]
    longer = f'<table cols="1fr" keep="yes">{plain(5)}</table>'
    assert rows_of(sheet_of(longer, SMALL)) == [(0, 1, 2, 3), (4,)]


def test_rows_joined_by_a_merged_cell_are_not_parted() -> None:
    joined = '<tr height="20mm"><td rowspan="2">甲</td><td/></tr><tr height="20mm"><td/></tr>'
    rows = '<tr height="30mm"><td/><td/></tr>' * 2 + joined
    assert rows_of(sheet_of(f'<table cols="1fr 1fr">{rows}</table>', SMALL)) == [(0, 1), (2, 3)]


def test_joined_rows_higher_than_a_page_are_a_diagnostic_with_their_line() -> None:
    joined = '\n<tr height="50mm"><td rowspan="2">甲</td><td/></tr><tr height="50mm"><td/></tr>'
    (problem,) = problems_of(f'<table cols="1fr 1fr">{joined}</table>', SMALL)
    assert problem.code == "taller-than-page"
    assert problem.place.line == 3
    assert "a row with the rows merged into it is 100 mm high" in problem.message


def test_header_rows_that_leave_no_room_for_a_row_are_a_diagnostic() -> None:
    head = '<thead><tr height="75mm"><th>项目</th></tr></thead>'
    (problem,) = problems_of(f'<table cols="1fr">{head}{plain(1)}</table>', SMALL)
    assert "the repeated head of its table is 95 mm high" in problem.message
    tall = '<thead><tr height="90mm"><th>项目</th></tr></thead>'
    problems = problems_of(f'<table cols="1fr">{tall}{plain(1)}</table>', SMALL)
    assert {problem.code for problem in problems} == {"taller-than-page"}


def test_tables_are_numbered_through_body_and_receipt() -> None:
    one = '<table cols="1fr"><tr><td/></tr></table>'
    sheet = sheet_of(f"{one}<p/>{one}<receipt>{one}</receipt>")
    assert [grid.table for grid in sheet.pages[0].grids] == [0, 1, 2]


# ---- any table over small pages --------------------------------------------------------------


@dataclass(frozen=True)
class Group:
    """Rows joined by one merged cell, or a row alone, or a band."""

    heights: tuple[int, ...]
    kind: str

    def markup(self, first: int) -> str:
        if self.kind == "band":
            return f"<band>{first}</band>"
        rows = []
        for i, height in enumerate(self.heights):
            merged = f'<td rowspan="{len(self.heights)}"/>' if i == 0 else ""
            keep = ' keep-next="yes"' if self.kind == "keep" else ""
            rows.append(f'<tr min-height="{height}mm"{keep}>{merged}<td>{first + i}</td></tr>')
        return "".join(rows)


GROUPS = st.builds(
    Group,
    st.lists(st.integers(4, 28), min_size=1, max_size=3).map(tuple),
    st.sampled_from(["plain", "plain", "keep", "band"]),
)


def build(groups: Sequence[Group], head: int, before: int, keep: bool) -> tuple[str, int]:
    """Return the markup of a table and how many rows it has below its head."""
    rows, count = "", 0
    for group in groups:
        rows += group.markup(count)
        count += 1 if group.kind == "band" else len(group.heights)
    top = f'<thead><tr height="{head}mm"><th colspan="2">头</th></tr></thead>' if head else ""
    kept = ' keep="yes"' if keep else ""
    return f'{filler(before)}<table cols="10mm 1fr"{kept}>{top}{rows}</table><p>尾</p>', count


@pytest.mark.parametrize(
    "body",
    [
        "<keep>\n<p>甲</p><table cols='1fr'>{}</table></keep>",
        "<table cols='1fr'><tbody keep='yes'>\n{}</tbody></table>",
        "<table cols='1fr' keep='yes'>\n{}</table>",
    ],
)
def test_a_group_taller_than_a_page_is_broken_with_a_warning(body: str) -> None:
    sheet = sheet_of(body.format(plain(6)), SMALL)
    (warning,) = sheet.warnings
    assert (warning.code, warning.severity) == ("keep-broken", Severity.WARNING)
    assert warning.place.line == 3
    assert sheet_of(body.format(plain(2)), SMALL).warnings == ()


def test_a_row_too_tall_for_the_first_page_is_moved_to_the_next() -> None:
    header = '<header on="first"><p line-height="30mm">页眉</p></header>'
    sheet = sheet_of(f'{header}<table cols="1fr">{plain(2, height=60)}</table>', SMALL)
    assert rows_of(sheet) == [(), (0,), (1,)]


@given(
    st.lists(GROUPS, min_size=1, max_size=12),
    st.sampled_from([0, 0, 8, 15, 60, 90]),
    st.integers(0, 79).map(lambda height: height if height > 8 else 0),
    st.booleans(),
)
@settings(max_examples=120, deadline=None)
def test_every_row_stands_once_in_order_on_a_page_or_is_a_diagnostic(
    groups: list[Group], head: int, before: int, keep: bool
) -> None:
    body, count = build(groups, head, before, keep)
    problems = problems_of(body, SMALL)
    if problems:
        errors = [problem for problem in problems if problem.severity is Severity.ERROR]
        assert {problem.code for problem in errors} == {"taller-than-page"}
        assert head + max(sum(max(h, 9) for h in group.heights) for group in groups) > 80
        return
    sheet = sheet_of(body, SMALL)
    shown = [text for page in range(len(sheet.pages)) for text in texts_of(sheet, page)]
    assert [text for text in shown if text.isdigit()] == [str(i) for i in range(count)]
    assert shown[-1] == "尾"
    for page in sheet.pages:
        _check_page(page.grids, [item for item in page.items if isinstance(item, Run)], head)


def _check_page(grids: Sequence[object], runs: list[Run], head: int) -> None:
    body_top, body_bottom = mm(10), mm(90)
    tops = [extent(run) for run in runs]
    assert all(box.y >= body_top - 0.1 and box.bottom <= body_bottom + 0.1 for box in tops)
    assert all(b.y >= a.bottom - 0.1 for a, b in pairwise(tops))
    assert len(grids) <= 1
    for grid in grids:
        assert grid.ys[-1] <= body_bottom + 0.02  # type: ignore[attr-defined]
        assert sum(run.text == "头" for run in runs) == bool(head)
        if head:
            assert len(grid.rows) > 1  # type: ignore[attr-defined]
