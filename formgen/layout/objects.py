"""Combs, seal places, photographs and pictures on a line of text."""

from __future__ import annotations

from formgen.geometry import Rect
from formgen.layout.boxes import Box, CombSlot, Image, ImageSlot, Line, PenSlot
from formgen.layout.context import Context, Font
from formgen.layout.defaults import (
    BOX_WEIGHT,
    COMB_HEIGHT,
    COMB_NARROWEST,
    COMB_WIDTH,
    EM_CENTRE,
    QUIET_INK,
)
from formgen.layout.drawing import ring
from formgen.layout.inline import InlineBox, Item
from formgen.layout.pictures import picture_size
from formgen.layout.setting import set_glyphs, shape
from formgen.model.blocks import Comb, Photo, Picture, Seal
from formgen.units import Pt

_COMB_FILL = 0.9
"""How much of a comb's box its character may take."""


def centred(ctx: Context, height: Pt) -> tuple[Pt, Pt]:
    """Return the room above and below the baseline of a box centred on the text."""
    middle = EM_CENTRE * ctx.font.size
    return height / 2 + middle, height / 2 - middle


def comb_box(ctx: Context, node: Comb) -> InlineBox:
    """Return boxes side by side for one character each, narrower where their line is short."""
    usual, height = node.box_width or COMB_WIDTH, node.box_height or COMB_HEIGHT
    above, below = centred(ctx, height)
    ink = node.style.color or ctx.ink

    def place(x: Pt, baseline: Pt, width: Pt) -> list[Item]:
        top, pitch = baseline - above, width / node.boxes
        size = min(ctx.font.size, _COMB_FILL * pitch, _COMB_FILL * height)
        cells = tuple(Rect(x + i * pitch, top, pitch, height) for i in range(node.boxes))
        frame = Box(Rect(x, top, pitch * node.boxes, height), stroke=BOX_WEIGHT)
        teeth = [Line(c.x, top, c.x, top + height, BOX_WEIGHT) for c in cells[1:]]
        slot = CombSlot(node.field, cells, size, ink, node.place)
        return [frame, *teeth, slot]

    narrowest = min(usual, COMB_NARROWEST) * node.boxes
    return InlineBox(usual * node.boxes, above, below, place, narrowest=narrowest)


def seal_box(ctx: Context, node: Seal) -> InlineBox:
    """Return a dashed ring with its word."""
    above, below = centred(ctx, node.size)
    font = Font(ctx.font.size, color=QUIET_INK)
    words = shape(ctx.book, node.label, font, lambda c: ctx.missing_glyph(c, node.place))

    def place(x: Pt, baseline: Pt, width: Pt) -> list[Item]:
        rect = Rect(x, baseline - above, node.size, node.size)
        caption = set_glyphs(words, x + (node.size - words.width) / 2, baseline, font)
        return [ring(rect, QUIET_INK), *caption, PenSlot(node.name, "seal", rect, node.place)]

    return InlineBox(node.size, above, below, place)


def photo_box(ctx: Context, node: Photo) -> InlineBox:
    """Return a frame with its caption."""
    above, below = centred(ctx, node.height)
    font = Font(ctx.font.size * 0.9, color=QUIET_INK)
    words = shape(ctx.book, node.label, font, lambda c: ctx.missing_glyph(c, node.place))

    def place(x: Pt, baseline: Pt, width: Pt) -> list[Item]:
        rect = Rect(x, baseline - above, node.width, node.height)
        caption = set_glyphs(words, x + (node.width - words.width) / 2, baseline, font)
        return [Box(rect, stroke=BOX_WEIGHT), *caption, ImageSlot(node.field, rect, node.place)]

    return InlineBox(node.width, above, below, place)


def picture_box(ctx: Context, node: Picture) -> InlineBox:
    """Return a picture whose middle is that of the text beside it."""
    try:
        width, height = picture_size(node)
    except ValueError as error:
        hint = "give <img> a sound PNG or JPEG file"
        ctx.problems.error("bad-image", str(error), node.place, hint)
        return InlineBox(0.0, 0.0, 0.0, lambda x, baseline, width: [])
    above, below = centred(ctx, height)

    def place(x: Pt, baseline: Pt, _width: Pt) -> list[Item]:
        return [Image(Rect(x, baseline - above, width, height), node.data, node.alt)]

    return InlineBox(width, above, below, place)
