"""Where small pages stand on larger paper, and the marks along which it is cut."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from formgen.dataclass import dataclass
from formgen.diagnostics import Diagnostic, Diagnostics
from formgen.errors import LayoutError
from formgen.layout.boxes import Line
from formgen.model.form import Form
from formgen.model.imposition import Imposition
from formgen.units import Pt, mm, to_mm

_MARK: Pt = 0.5
"""The thickness of a cut mark: thin enough to cut along, thick enough for a copier."""
_LENGTH, _STANDOFF = mm(5), mm(1)
_LEAST = mm(1.5)
"""A mark shorter than this shows nothing."""
_ON_SEAM = mm(8)
"""The length of a mark between two pages that touch, from where they begin: much of it lies in the
margin that printers leave blank."""
_SLACK: Pt = 0.05

Span = tuple[Pt, Pt]


@dataclass(frozen=True, slots=True)
class Grid:
    """A sheet of paper with places for pages: their top left corners, row by row.

    `marks` are the cut marks; `first` is the place that the first page of a run takes, from 0.
    """

    width: Pt
    height: Pt
    page: tuple[Pt, Pt]
    places: tuple[tuple[Pt, Pt], ...]
    marks: tuple[Line, ...]
    first: int


def grid_of(imposition: Imposition, width: Pt, height: Pt) -> Grid:
    """Return the places of pages of `width` × `height`.

    Raises LayoutError (does-not-fit) if the paper has no room for them.
    """
    found = Diagnostics()
    found.extend(imposition_problems(imposition, width, height))
    LayoutError.raise_if(found)
    paper = imposition if _fits(imposition, width, height) else _turned(imposition)
    columns = _spans(width, paper.columns, paper.gap_x, paper.left, paper.width)
    rows = _spans(height, paper.rows, paper.gap_y, paper.top, paper.height)
    marks = tuple(_marks(columns, rows, paper)) if paper.cut_marks else ()
    places = tuple((x, y) for y, _ in rows for x, _ in columns)
    return Grid(paper.width, paper.height, (width, height), places, marks, paper.first - 1)


def imposition_problems(imposition: Imposition, width: Pt, height: Pt) -> Iterator[Diagnostic]:
    """Yield what keeps pages of `width` × `height` from being imposed so."""
    if imposition.first > imposition.count:
        message = f"a sheet has {imposition.count} places; there is no place {imposition.first}"
        yield Diagnostic("does-not-fit", message, imposition.place, "count them row by row from 1")
    can_turn = imposition.turns and _fits(_turned(imposition), width, height)
    if _fits(imposition, width, height) or can_turn:
        return
    need = _need(imposition, width, height)
    message = (
        f"{imposition.columns} × {imposition.rows} pages of {_size(width, height)} need "
        f"{_size(*need)}; the paper is {_size(imposition.width, imposition.height)}"
    )
    hint = "take larger paper, fewer pages, or smaller gaps and margins"
    yield Diagnostic("does-not-fit", message, imposition.place, hint)


def check_imposition(form: Form, problems: Diagnostics) -> None:
    """Report what keeps the pages of a form from standing on its paper as it says."""
    if form.imposition:
        page = form.page
        problems.extend(imposition_problems(form.imposition, page.width, page.height))


def _turned(paper: Imposition) -> Imposition:
    return replace(paper, width=paper.height, height=paper.width)


def _need(paper: Imposition, width: Pt, height: Pt) -> tuple[Pt, Pt]:
    wide = (paper.left or 0.0) + paper.columns * width + (paper.columns - 1) * paper.gap_x
    high = (paper.top or 0.0) + paper.rows * height + (paper.rows - 1) * paper.gap_y
    return wide, high


def _fits(paper: Imposition, width: Pt, height: Pt) -> bool:
    wide, high = _need(paper, width, height)
    return wide <= paper.width + _SLACK and high <= paper.height + _SLACK


def _spans(length: Pt, count: int, gap: Pt, start: Pt | None, whole: Pt) -> tuple[Span, ...]:
    """Return where each column begins and ends, or each row."""
    if start is None:
        start = max(0.0, (whole - count * length - (count - 1) * gap) / 2)
    starts = [start + i * (length + gap) for i in range(count)]
    return tuple((at, at + length) for at in starts)


# ---- cut marks ------------------------------------------------------------------------------


def _marks(columns: Sequence[Span], rows: Sequence[Span], paper: Imposition) -> Iterator[Line]:
    """Yield the marks outside of the pages, in the gaps, and on seams that have no room outside."""
    for x, is_seam in _cuts(columns):
        for start, end in _strokes(rows, paper.height, is_seam):
            yield Line(x, start, x, end, _MARK)
    for y, is_seam in _cuts(rows):
        for start, end in _strokes(columns, paper.width, is_seam):
            yield Line(start, y, end, y, _MARK)


def _cuts(spans: Sequence[Span]) -> Iterable[tuple[Pt, bool]]:
    """Return the edges along which paper is cut, and whether pages touch there."""
    edges: dict[float, tuple[Pt, int]] = {}
    for at in (edge for span in spans for edge in span):
        key = round(at, 1)
        edges[key] = at, edges.get(key, (at, 0))[1] + 1
    return [(at, count > 1) for at, count in edges.values()]


def _strokes(across: Sequence[Span], whole: Pt, is_seam: bool) -> Iterator[Span]:
    """Yield the strokes along one edge: before and behind all pages, and in the gaps between."""
    first, last = across[0][0], across[-1][1]
    before = max(0.0, first - _STANDOFF - _LENGTH), first - _STANDOFF
    behind = last + _STANDOFF, min(whole, last + _STANDOFF + _LENGTH)
    if before[1] - before[0] >= _LEAST:
        yield before
    elif is_seam:
        yield first, first + _ON_SEAM
    for (_, end), (start, _) in pairwise(across):
        if start - end >= _LEAST + _STANDOFF:
            yield end + _STANDOFF / 2, start - _STANDOFF / 2
    if behind[1] - behind[0] >= _LEAST:
        yield behind
    elif is_seam:
        yield last - _ON_SEAM, last


def _size(width: Pt, height: Pt) -> str:
    return f"{to_mm(width):g} × {to_mm(height):g} mm"
