"""The widths that content asks for: for content columns."""

from __future__ import annotations

from formgen.dataclass import dataclass
from formgen.layout.context import Context
from formgen.layout.defaults import BLANK_WIDTH, BOX_LABEL_GAP, BOX_SIZE, SLIMMEST
from formgen.layout.fill_entries import fills_cell
from formgen.layout.paragraph import paragraph_context, string_up
from formgen.model.blocks import (
    Block,
    CheckBox,
    Choice,
    CutLine,
    DateEntry,
    Entry,
    Foot,
    HorizontalRule,
    Keep,
    PageBreak,
    Paragraph,
    Spacer,
    Table,
)
from formgen.units import Pt

_NARROWEST_OPTION = 6
"""em of its text to which an option that wraps beside its box may be set narrower."""


@dataclass(frozen=True, slots=True)
class Widths:
    """The width at which content needs no break, and the least at which none of it is cut."""

    natural: Pt = 0.0
    least: Pt = 0.0

    def beside(self, more: Pt) -> Widths:
        """Return the widths with `more` beside the content."""
        return Widths(self.natural + more, self.least + more)


def widest(every: list[Widths]) -> Widths:
    """Return the widths of contents that stand one below the other."""
    return Widths(
        max((each.natural for each in every), default=0.0),
        max((each.least for each in every), default=0.0),
    )


def content_widths(ctx: Context, block: Block) -> Widths:
    """Return the widths that `block` asks for; none for what has no width of its own."""
    match block:
        case Paragraph():
            inner = paragraph_context(ctx, block)
            strand = string_up(inner, block.content)
            first = block.first_indent * inner.font.size
            return Widths(strand.natural_width + first, strand.least_width).beside(block.indent)
        case Entry() | DateEntry() if fills_cell(block):
            return Widths(block.width or BLANK_WIDTH, block.width or SLIMMEST)
        case Keep() | Foot():
            return widest([content_widths(ctx, inner) for inner in block.content])
        case Table():
            fixed = sum(track.amount for track in block.columns if track.kind == "fixed")
            return Widths(fixed, fixed)
        case Spacer() | HorizontalRule() | PageBreak() | CutLine():
            return Widths()
        case Choice() | CheckBox():
            strand = string_up(ctx, (block,))
            wrapped = (block.box_size or BOX_SIZE) + BOX_LABEL_GAP
            wrapped += _NARROWEST_OPTION * ctx.font.size
            return Widths(strand.natural_width, min(strand.least_width, wrapped))
        case _:
            strand = string_up(ctx, (block,))
            return Widths(strand.natural_width, strand.least_width)
