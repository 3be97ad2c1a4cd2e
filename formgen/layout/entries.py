"""Entries on a line: one exhaustive dispatch to what draws each of them."""

from __future__ import annotations

from dataclasses import replace
from typing import assert_never

from formgen.layout.codes import code_box
from formgen.layout.context import Context
from formgen.layout.continued import first_line_box
from formgen.layout.inline import InlineBox, Strand
from formgen.layout.naming import origin_of
from formgen.layout.objects import comb_box, photo_box, picture_box, seal_box
from formgen.layout.ticks import add_choice, check_box
from formgen.layout.writing import blank_box, date_box, entry_box, signature_box
from formgen.model.blocks import (
    Blank,
    CheckBox,
    Choice,
    Code,
    Comb,
    DateEntry,
    Entry,
    InlineEntry,
    Photo,
    Picture,
    Seal,
    Signature,
)


def add_entry(ctx: Context, strand: Strand, node: InlineEntry | Blank) -> None:
    """Append an entry to a strand: a choice as a box an option, any other as one box."""
    if isinstance(node, Choice):
        add_choice(ctx.styled(node.style), strand, node, origin_of(ctx, node))
    else:
        box = replace(_box(ctx, node), origin=origin_of(ctx, node))
        strand.add_box(box, ctx.font)


def _box(ctx: Context, node: InlineEntry | Blank) -> InlineBox:
    match node:
        case Blank():
            return blank_box(ctx, node)
        case Entry() if node.lines > 1:
            return first_line_box(ctx.styled(node.style), node)
        case Entry():
            return entry_box(ctx.styled(node.style), node)
        case DateEntry():
            return date_box(ctx.styled(node.style), node)
        case Comb():
            return comb_box(ctx.styled(node.style), node)
        case CheckBox():
            return check_box(ctx.styled(node.style), node)
        case Signature():
            return signature_box(ctx.styled(node.style), node)
        case Seal():
            return seal_box(ctx, node)
        case Photo():
            return photo_box(ctx, node)
        case Picture():
            return picture_box(ctx, node)
        case Code():
            return code_box(ctx, node)
        case Choice():
            raise TypeError("a choice is more than one box")
        case _:
            assert_never(node)
