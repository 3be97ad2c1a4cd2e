"""Entries that fill the cell in which they stand alone: the usual case of a form."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TypeAlias

from formgen.geometry import Rect
from formgen.layout.boxes import Line
from formgen.layout.context import Context, Font
from formgen.layout.defaults import (
    CELL_LEADING,
    WRITING_LINE,
    WRITING_RULE_WEIGHT,
)
from formgen.layout.inline import Item
from formgen.layout.naming import origin_of
from formgen.layout.values import lines_needed, value_text
from formgen.layout.writing import value_slot
from formgen.model.blocks import Block, DateEntry, Entry
from formgen.model.fields import DateField
from formgen.model.style import VAlign
from formgen.units import Pt, to_mm

Placing: TypeAlias = Callable[[Rect], list[Item]]


def fills_cell(block: Block) -> bool:
    """Whether a block takes all of the cell that it stands in alone.

    A value with a unit does not: it stands on a line, so that a blank shows where to write.
    """
    if isinstance(block, DateEntry):
        return not block.parts
    return isinstance(block, Entry) and not block.unit


def measure_filling(
    ctx: Context, node: Block, width: Pt, valign: VAlign | None = None
) -> tuple[Pt, Placing]:
    """Return the least height of a filling entry within `width`, and how it is placed."""
    assert isinstance(node, Entry | DateEntry)
    ctx = ctx.styled(node.style)
    if width < ctx.font.size:
        ctx.problems.error(
            "too-wide",
            f"{origin_of(ctx, node).name} has values {to_mm(ctx.font.size):.1f} mm high, and a "
            f"place of {to_mm(width):.1f} mm",
            node.place,
            "give its column more room",
        )
    if isinstance(node, Entry) and (node.lines > 1 or node.ruled):
        return _writing_area(ctx, node, width, valign)
    return _plain(ctx, node, width, valign)


def _plain(
    ctx: Context, node: Entry | DateEntry, width: Pt, valign: VAlign | None
) -> tuple[Pt, Placing]:
    """A value alone in its cell."""
    field = ctx.fields[node.field]
    fmt = field.format if isinstance(field, DateField) else ""

    def place(rect: Rect) -> list[Item]:
        slot = value_slot(ctx, node, rect, on_rule=False, align=ctx.align, fmt=fmt)
        return [replace(slot, valign=valign or "middle")]

    grown = _grown(ctx, node, width) if isinstance(node, Entry) else 0.0
    return max(ctx.font.size * CELL_LEADING, grown), place


def _grown(ctx: Context, node: Entry, width: Pt) -> Pt:
    """Return the height that the value of a growing entry needs, or 0."""
    value = ctx.values.get(node.field)
    if node.overflow.policy != "grow" or value is None:
        return 0.0
    plain = Font(ctx.font.size, ctx.font.bold)
    count = lines_needed(ctx.book, value_text(value), plain, width)
    return count * ctx.font.size * CELL_LEADING


def _writing_area(
    ctx: Context, node: Entry, width: Pt, valign: VAlign | None
) -> tuple[Pt, Placing]:
    """Several lines to write on, with rules if asked; a growing one gets as many as it needs."""
    pitch = node.line_height or WRITING_LINE
    count = node.lines
    value = ctx.values.get(node.field)
    if node.overflow.policy == "grow" and value is not None and node.ruled:
        plain = Font(ctx.font.size, ctx.font.bold)
        count = max(count, lines_needed(ctx.book, value_text(value), plain, width))
    height = max(count * pitch, 0.0 if node.ruled else _grown(ctx, node, width))

    def place(rect: Rect) -> list[Item]:
        area = Rect(rect.x, rect.y + max(0.0, rect.h - height) / 2, rect.w, height)
        if not node.ruled:
            # A text starts at the top of its area, as a writer would.
            slot = value_slot(ctx, node, rect, on_rule=False, align=ctx.align)
            most = count if slot.overflow.policy == "refuse" else 0
            return [replace(slot, valign=valign or "top", max_lines=most)]
        # Where the cell's own rule stands right below, it serves as the last one.
        last = count - 1 if ctx.closed and rect.bottom - area.bottom < pitch / 2 else count
        ys = [area.y + pitch * (i + 1) for i in range(last)]
        rules = [Line(area.x, y, area.right, y, WRITING_RULE_WEIGHT) for y in ys]
        slot = value_slot(ctx, node, area, on_rule=True, align="left")
        return [*rules, replace(slot, leading=pitch, max_lines=count)]

    return height, place
