"""Short ways from a piece of layout to a laid-out sheet, for tests of the layout."""

import math
from collections.abc import Mapping
from functools import cache
from types import MappingProxyType
from typing import TypeVar

from formgen.diagnostics import Diagnostic
from formgen.errors import FormgenError
from formgen.geometry import Rect
from formgen.layout.boxes import CombSlot, FilledPage, Line, Mark, Run, Shape, Sheet, Slot
from formgen.layout.typesetter import Typesetter
from formgen.markup.compile import compile_form
from formgen.model.form import Form
from formgen.model.values import BLANK, Value, Values
from formgen.resources import MemoryLibrary
from formgen.text.fontbook import FontBook, load_book

T = TypeVar("T")
Files = Mapping[str, bytes]
NO_FILES: Files = MappingProxyType({})
PLAIN = 'identity="no"'


@cache
def book() -> FontBook:
    """Return the shipped faces, opened once."""
    return load_book()


def form_of(body: str, attributes: str = PLAIN, files: Files = NO_FILES) -> Form:
    """Return the form with this body; `files` are the pictures beside it."""
    source = f'<form title="t" {attributes}>\n{body}\n</form>'
    library = MemoryLibrary({**files, "t.xml.j2": source})
    return compile_form(library, "t.xml.j2", form_id="t").form


def sheet_of(body: str, attributes: str = PLAIN, files: Files = NO_FILES) -> Sheet:
    """Return the blank sheet of a form with this body."""
    return Typesetter(form_of(body, attributes, files), book()).sheet


def set_with(
    body: str, attributes: str = PLAIN, files: Files = NO_FILES, **values: Value
) -> tuple[Sheet, tuple[FilledPage, ...]]:
    """Return the sheet of a form with this body, filled with checked values."""
    bound = Values(values, key="r1") if values else BLANK
    return Typesetter(form_of(body, attributes, files), book()).set(bound)


def problems_of(
    body: str, attributes: str = PLAIN, files: Files = NO_FILES, **values: Value
) -> list[Diagnostic]:
    """Return the diagnostics of laying out and filling a form with this body."""
    try:
        set_with(body, attributes, files, **values)
    except FormgenError as error:
        return list(error.diagnostics)
    return []


def marks_of(pages: tuple[FilledPage, ...]) -> list[Mark]:
    """Return all marks that a record put into its sheet, in order."""
    return [mark for page in pages for index in sorted(page.marks) for mark in page.marks[index]]


def text_of(marks: list[Mark]) -> str:
    """Return the text of the runs among marks."""
    return "".join(mark.text for mark in marks if isinstance(mark, Run))


def inside(inner: Rect, outer: Rect, slack: float = 0.01) -> bool:
    """Whether one rectangle lies within another."""
    return (
        inner.x >= outer.x - slack
        and inner.y >= outer.y - slack
        and inner.right <= outer.right + slack
        and inner.bottom <= outer.bottom + slack
    )


def items_of(sheet: Sheet, kind: type[T], page: int = 0) -> list[T]:
    """Return the items of one kind on a page, in reading order."""
    return [item for item in sheet.pages[page].items if isinstance(item, kind)]


def extent(item: Mark | Slot) -> Rect:
    """Return the rectangle that an item takes; of a run, its em boxes from ascent to descent."""
    match item:
        case Run():
            width = run_width(item)
            turn = math.radians(item.angle)
            corners = [
                (item.x + u * math.cos(turn) - v * math.sin(turn),
                 item.y - u * math.sin(turn) - v * math.cos(turn))
                for u in (0.0, width)
                for v in (-0.12 * item.size, 0.88 * item.size)
            ]  # fmt: skip
            return _around(corners)
        case Line():
            half = item.width / 2
            across = (half, 0.0) if item.x1 == item.x2 else (0.0, half)
            ends = ((item.x1, item.y1, -1), (item.x2, item.y2, 1))
            return _around([(x + s * across[0], y + s * across[1]) for x, y, s in ends])
        case Shape():
            points = [values[-2:] for _, values in item.steps if values]
            return _around([(x, y) for x, y in points])
        case CombSlot():
            first, last = item.cells[0], item.cells[-1]
            return Rect(first.x, first.y, last.right - first.x, first.h)
        case _:
            return item.rect


def run_width(run: Run) -> float:
    """Return the width of a run, its gaps included."""
    face = book().face(run.face)
    return sum(face.advance(ord(char)) for char in run.text) * run.size + sum(run.gaps)


def _around(points: list[tuple[float, float]]) -> Rect:
    xs, ys = [x for x, _ in points], [y for _, y in points]
    return Rect(min(xs), min(ys), max(xs) - min(xs), max(ys) - min(ys))


def overlap(one: Rect, other: Rect, slack: float = 0.05) -> bool:
    """Whether two rectangles share more than a touch."""
    across = min(one.right, other.right) - max(one.x, other.x)
    down = min(one.bottom, other.bottom) - max(one.y, other.y)
    return across > slack and down > slack


def type_area_of(form: Form) -> Rect:
    """Return the paper of a form within its margins."""
    page, m = form.page, form.page.margins
    left = m.left + page.binding
    return Rect(left, m.top, page.width - left - m.right, page.height - m.top - m.bottom)


def wide_table(columns: int) -> str:
    """Return a table with so many columns; Word takes 63."""
    return f'<table cols="{"2mm " * columns}" padding="0mm"><tr>{"<td/>" * columns}</tr></table>'
