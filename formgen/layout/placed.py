"""What stands where: the structure of a page over its items, for writers that rebuild it.

A page's items are flat and absolute. Lines, cells and tables say which of them belong together,
where they stand, and which node of the form they come from. They are recorded while the page is
drawn, so they never disagree with it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Literal, TypeAlias

from formgen.dataclass import dataclass
from formgen.geometry import Insets, Rect
from formgen.layout.boxes import Mark, Slot
from formgen.model.blocks import Cell, Paragraph, Table
from formgen.model.style import Align, Color
from formgen.units import Pt

if TYPE_CHECKING:
    from formgen.layout.context import Font

Span: TypeAlias = tuple[int, int]
"""A range of `Page.items`: start, and end (exclusive)."""


@dataclass(frozen=True, slots=True)
class TextPiece:
    """A stretch of a line in one font; `gaps` is what stands between its characters, in all.

    `numbers` tells, for each character, whether it is a digit of the number of the page or of all
    pages.
    """

    x: Pt
    width: Pt
    text: str
    font: Font
    numbers: tuple[Literal["page", "pages"] | None, ...] = ()
    gaps: Pt = 0.0


@dataclass(frozen=True, slots=True)
class ObjectPiece:
    """An entry on a line: its marks and slots."""

    x: Pt
    width: Pt
    span: Span


@dataclass(frozen=True, slots=True)
class PlacedLine:
    """A line of a paragraph, or a row of options (`node` is None).

    `rect` is the room that the line has, `baseline` its y on the page. `number` counts the lines
    of the paragraph from 0; the `last` one, and one that ends in a forced break, is not justified.
    """

    rect: Rect
    baseline: Pt
    align: Align
    pieces: tuple[TextPiece | ObjectPiece, ...]
    span: Span
    number: int = 0
    last: bool = True
    node: Paragraph | None = None


@dataclass(frozen=True, slots=True)
class PlacedArea:
    """What takes a rectangle and is no line: a value that fills its cell, a rule, a drawing."""

    rect: Rect
    span: Span


@dataclass(frozen=True, slots=True)
class PlacedCell:
    """A cell of a table on a page: its place in the table's grid, and what is in it.

    `borders` are the weights of the rules on its sides, 0 where there is none, or not all along.
    """

    node: Cell
    row: int
    column: int
    rows: int
    columns: int
    rect: Rect
    padding: Insets
    borders: Insets
    tint: Color | None
    content: tuple[Placed, ...]


@dataclass(frozen=True, slots=True)
class PlacedTable:
    """The part of a table that stands on a page; `rows` are the indices of its rows.

    The first `head` rows of a table are repeated on each page that it goes on to.
    """

    node: Table
    head: int
    xs: tuple[Pt, ...]
    ys: tuple[Pt, ...]
    rows: tuple[int, ...]
    cells: tuple[PlacedCell, ...]
    span: Span = (0, 0)


Placed: TypeAlias = PlacedLine | PlacedArea | PlacedTable


@dataclass(frozen=True, slots=True)
class Structure:
    """The structure of a page: its body and where that stands, what is above and below it."""

    body: Rect
    header: tuple[Placed, ...] = ()
    content: tuple[Placed, ...] = ()
    footer: tuple[Placed, ...] = ()


# ---- recording ------------------------------------------------------------------------------


Node: TypeAlias = Placed | PlacedCell | TextPiece | ObjectPiece


@dataclass(frozen=True, slots=True)
class Group:
    """Items that belong together while a page is drawn; `record` makes what is kept of them."""

    items: Sequence[Mark | Slot | Group]
    record: Callable[[Span, tuple[Node, ...]], Node]


def flatten(
    items: Sequence[Mark | Slot | Group], start: int = 0
) -> tuple[list[Mark | Slot], list[Node]]:
    """Return the bare items, the first of which has the index `start`, and what was recorded."""
    flat: list[Mark | Slot] = []
    nodes: list[Node] = []
    for item in items:
        if isinstance(item, Group):
            at = start + len(flat)
            inner, below = flatten(item.items, at)
            flat += inner
            nodes.append(item.record((at, at + len(inner)), tuple(below)))
        else:
            flat.append(item)
    return flat, nodes
