"""Vertical text in a cell: one character below the other.

Two figures or letters that stand alone are set side by side (JLREQ 3.2.5, CLREQ 3.2: 纵中横).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from formgen.geometry import Rect
from formgen.layout.context import Context
from formgen.layout.defaults import EM_ASCENT, EM_CENTRE
from formgen.layout.grid import MeasuredCell
from formgen.layout.inline import Item
from formgen.layout.recording import recorded_area
from formgen.layout.setting import set_glyphs, shape
from formgen.model.blocks import Cell, LineBreak, Paragraph, Text
from formgen.units import Pt, to_mm

# Presentation forms for vertical text (Unicode block CJK Compatibility Forms).
_UPRIGHT = str.maketrans("（）〔〕【】《》〈〉「」『』—…", "︵︶︹︺︻︼︽︾︿﹀﹁﹂﹃﹄︱︙")
_PITCH = 1.15
_STEPS = re.compile(r"(?<![0-9A-Za-z])[0-9A-Za-z]{2}(?![0-9A-Za-z])|\S")
"""What stands on one step of a column: a pair of figures or letters, or a single character."""
_MOST_AIR = 0.6


def top_of(cell: Cell, rect: Rect, height: Pt) -> Pt:
    """Return where content of `height` starts within the inner rectangle of its cell."""
    spare = max(0.0, rect.h - height)
    return rect.y + {"top": 0.0, "bottom": spare}.get(cell.valign or "middle", spare / 2)


def measure_vertical(ctx: Context, cell: Cell, width: Pt) -> MeasuredCell:
    """Measure the text of a cell set downwards within `width`; anything but text is an error."""
    chars = list(_steps(ctx, cell))
    pitch = max((each.font.size for each, _ in chars), default=0.0) * _PITCH
    _check(ctx, cell, chars, width)

    def place(rect: Rect) -> list[Item]:
        return [recorded_area(rect, characters(rect))]

    def characters(rect: Rect) -> list[Item]:
        spare = max(0.0, rect.h - pitch * len(chars))
        # A label over a tall cell is spread a little, as signwriters do.
        spread = cell.valign is None
        air = min(spare / (len(chars) + 1), pitch * _MOST_AIR) if spread else 0.0
        step = pitch + air
        top = top_of(cell, rect, pitch * len(chars) + air * (len(chars) - 1))
        items: list[Item] = []
        for number, (each, char) in enumerate(chars):
            items += _upright(each, cell, char, rect, top + number * step)
        return items

    return MeasuredCell(pitch * len(chars), place)


def _steps(ctx: Context, cell: Cell) -> Iterator[tuple[Context, str]]:
    """Yield what stands on each step of a cell's text, with its style."""
    for block in cell.content:
        if not isinstance(block, Paragraph):
            continue
        inner = ctx.styled(block.style)
        for node in block.content:
            if isinstance(node, Text):
                own = replace(inner, font=inner.font.styled(node.style))
                yield from ((own, step) for step in _STEPS.findall(node.text))


def _check(ctx: Context, cell: Cell, chars: list[tuple[Context, str]], width: Pt) -> None:
    paragraphs = [block for block in cell.content if isinstance(block, Paragraph)]
    nodes = [node for block in paragraphs for node in block.content]
    if len(paragraphs) < len(cell.content) or not all(
        isinstance(node, Text | LineBreak) for node in nodes
    ):
        ctx.problems.error(
            "not-vertical",
            "a cell with vertical text holds something else than text",
            cell.place,
            "take it out, or leave out `vertical`",
        )
    widest = max((each.font.size for each, _ in chars), default=0.0)
    if widest > width + 0.5:
        ctx.problems.error(
            "too-wide",
            f"vertical text {to_mm(widest):.1f} mm wide stands in a place of {to_mm(width):.1f} mm",
            cell.place,
            "give its column more room",
        )


def _upright(ctx: Context, cell: Cell, chars: str, rect: Rect, top: Pt) -> list[Item]:
    font = ctx.font
    turned = chars.translate(_UPRIGHT)
    chars = turned if ctx.book.has(turned[0], font.bold) else chars
    middle = top + font.size * (EM_ASCENT - EM_CENTRE + (_PITCH - 1) / 2)
    wide = ctx.book.width(chars, font.size, font.bold)
    font = replace(
        font, size=font.size * min(1.0, _PITCH * font.size / wide) if wide else font.size
    )
    glyphs = shape(ctx.book, chars, font, lambda char: ctx.missing_glyph(char, cell.place))
    x = rect.x + (rect.w - glyphs.width) / 2
    return [*set_glyphs(glyphs, x, middle + EM_CENTRE * font.size, font)]
