"""Several lines to write on behind a label: the first beside it, the others below, full width."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TypeGuard

from formgen.dataclass import dataclass
from formgen.geometry import Rect
from formgen.layout.context import Context, Font
from formgen.layout.defaults import FLEXIBLE_WIDTH, RULE_DROP, WRITING_LINE
from formgen.layout.inline import InlineBox, Item, Strand
from formgen.layout.lines import SetLine
from formgen.layout.recording import recorded_area
from formgen.layout.values import lines_needed, value_text
from formgen.layout.writing import value_slot, writing_box, writing_rule
from formgen.model.blocks import Entry, Inline
from formgen.units import Pt, mm

_FOOT: Pt = mm(1.6)
"""Space below the last line: a rule of the cell is not taken for one of them."""


def continued_entry(ctx: Context, content: Sequence[Inline]) -> Entry | None:
    """Return the entry of several lines that ends `content`, if one does.

    One that anything follows is an error: its lines could not take the whole width.
    """
    for node in content[:-1]:
        if _has_lines(node):
            ctx.problems.error(
                "lines-inline",
                f"text follows on the {node.lines} lines of <text> `{node.field}`",
                node.place,
                "put it at the end, or alone in a cell or directly in the body",
            )
    last = content[-1] if content else None
    return last if last and _has_lines(last) else None


def _has_lines(node: Inline) -> TypeGuard[Entry]:
    return isinstance(node, Entry) and node.lines > 1


def first_line_box(ctx: Context, node: Entry) -> InlineBox:
    """Return the line behind the label; it takes all that the label leaves."""

    def place(x: Pt, baseline: Pt, width: Pt) -> list[Item]:
        return [writing_rule(x, baseline, width)]

    return replace(writing_box(ctx, FLEXIBLE_WIDTH, place, fixed=0.0), pitch=pitch_of(node))


def pitch_of(node: Entry) -> Pt:
    """Return how far apart the lines of an entry stand."""
    return node.line_height or WRITING_LINE


def widened(strand: Strand, last: SetLine, room: Pt) -> Strand:
    """Return the strand with the box at its end as wide as its line allows."""
    widths = list(strand.widths)
    widths[-1] += max(0.0, room - last.span.width)
    return replace(strand, widths=widths)


def further_lines(
    ctx: Context, node: Entry, last: SetLine, indent: Pt, width: Pt
) -> ContinuedLines:
    """Return the lines below `last`, on which the entry starts; the line is set in by `indent`."""
    ctx = ctx.styled(node.style)
    box = last.span.end - 1
    part = slice(last.span.start, box)
    start = indent + sum(last.strand.widths[part]) + sum(last.strand.gaps[part])
    return ContinuedLines(ctx, node, start, _count(ctx, node, width, start))


def _count(ctx: Context, node: Entry, width: Pt, indent: Pt) -> int:
    value = ctx.values.get(node.field)
    if node.overflow.policy != "grow" or value is None:
        return node.lines
    font = Font(ctx.font.size, ctx.font.bold)
    return max(node.lines, lines_needed(ctx.book, value_text(value), font, width, indent))


@dataclass(frozen=True, slots=True)
class ContinuedLines:
    """The `count` lines of an entry, of which the first starts `indent` from the left."""

    ctx: Context
    node: Entry
    indent: Pt
    count: int

    @property
    def height(self) -> Pt:
        """The height of all lines but the first, from its rule on."""
        return (self.count - 1) * pitch_of(self.node) + _FOOT

    def place(self, x: Pt, baseline: Pt, width: Pt) -> Item:
        """Return the rules below the first line, which has this baseline, and the slot of all."""
        pitch, top = pitch_of(self.node), baseline + RULE_DROP
        rules = [writing_rule(x, baseline + i * pitch, width) for i in range(1, self.count)]
        area = Rect(x, top - pitch, width, self.count * pitch)
        slot = value_slot(self.ctx, self.node, area, on_rule=True, align="left")
        slot = replace(slot, leading=pitch, max_lines=self.count, indent=self.indent)
        below = Rect(x, top, width, (self.count - 1) * pitch)
        return recorded_area(below, [*rules, slot])
