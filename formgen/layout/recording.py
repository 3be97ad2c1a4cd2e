"""Groups for what is drawn: each remembers which node it comes from and where it stands."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from formgen.geometry import Rect
from formgen.layout.boxes import Mark, Slot
from formgen.layout.placed import (
    Group,
    Node,
    ObjectPiece,
    Placed,
    PlacedArea,
    PlacedCell,
    PlacedLine,
    PlacedTable,
    Span,
    TextPiece,
)
from formgen.units import Pt

Items = Sequence[Mark | Slot | Group]


def recorded_area(rect: Rect, items: Items) -> Group:
    """Return the group of what takes a rectangle."""
    return Group(items, lambda span, _: PlacedArea(rect, span))


def text_piece(piece: TextPiece, items: Items) -> Group:
    """Return the group of a stretch of text."""
    return Group(items, lambda span, _: piece)


def object_piece(x: Pt, width: Pt, items: Items) -> Group:
    """Return the group of an entry on a line."""
    return Group(items, lambda span, _: ObjectPiece(x, width, span))


def recorded_line(line: PlacedLine, items: Items) -> Group:
    """Return the group of a line, whose pieces are found among its items."""

    def record(span: Span, pieces: tuple[Node, ...]) -> PlacedLine:
        found = tuple(p for p in pieces if isinstance(p, TextPiece | ObjectPiece))
        # The constructor: `replace` takes three times as long, and a sheet has many lines.
        return PlacedLine(
            line.rect, line.baseline, line.align, found, span, line.number, line.last, line.node
        )

    return Group(items, record)


def recorded_cell(placed: PlacedCell, items: Items) -> Group:
    """Return the group of a cell's content."""

    def record(span: Span, nodes: tuple[Node, ...]) -> PlacedCell:
        return PlacedCell(
            placed.node, placed.row, placed.column, placed.rows, placed.columns, placed.rect,
            placed.padding, placed.borders, placed.tint, recorded_blocks(nodes),
        )  # fmt: skip

    return Group(items, record)


def recorded_table(placed: PlacedTable, items: Items) -> Group:
    """Return the group of a table, with its cells in it."""

    def record(span: Span, nodes: tuple[Node, ...]) -> PlacedTable:
        cells = tuple(n for n in nodes if isinstance(n, PlacedCell))
        return replace(placed, cells=cells, span=span)

    return Group(items, record)


def recorded_blocks(nodes: Sequence[Node]) -> tuple[Placed, ...]:
    """Return the blocks among recorded nodes."""
    return tuple(n for n in nodes if isinstance(n, PlacedLine | PlacedArea | PlacedTable))
