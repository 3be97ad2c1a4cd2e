"""What entries are called in messages, and what makes them narrower."""

from __future__ import annotations

from typing import assert_never

from formgen.diagnostics import NOWHERE
from formgen.layout.context import Context
from formgen.layout.inline import Origin
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
from formgen.model.fields import ComputedField, NumberField

_MORE_ROOM = "or its place more room"
_WIDTH = f"give it a smaller `width`, {_MORE_ROOM}"


def origin_of(ctx: Context, node: InlineEntry | Blank) -> Origin:
    """Return what `node` is called, the hint for one that is too wide, and its place."""
    match node:
        case Blank():
            return Origin("<blank>", _WIDTH, NOWHERE)
        case Picture():
            return Origin("<img>", _WIDTH, node.place)
        case Signature() | Seal():
            return Origin(_named(ctx, node, node.name), _hint(node), node.place)
        case Code():
            return Origin(_named(ctx, node, node.field), _hint(node), node.place)
        case Entry() | DateEntry() | Comb() | Choice() | CheckBox() | Photo():
            return Origin(_named(ctx, node, node.field), _hint(node), node.place)
        case _:
            assert_never(node)


def _named(ctx: Context, node: InlineEntry, name: str) -> str:
    return f"<{_element(ctx, node)}>" + (f" `{name}`" if name else "")


def _element(ctx: Context, node: InlineEntry) -> str:
    if isinstance(node, Entry):
        kinds = {NumberField: "number", ComputedField: "computed"}
        return kinds.get(type(ctx.fields[node.field]), "text")
    if isinstance(node, Code):
        return "qr" if node.symbology == "qr" else "barcode"
    if isinstance(node, Choice):
        return "scale" if node.numbered else "choice"
    return "date" if isinstance(node, DateEntry) else type(node).__name__.lower()


def _hint(node: InlineEntry) -> str:
    match node:
        case Comb():
            return f"give it a smaller `box-width` or fewer `boxes`, {_MORE_ROOM}"
        case Seal():
            return f"give it a smaller `size`, {_MORE_ROOM}"
        case Code(symbology="qr"):
            return f"give it a smaller `size`, {_MORE_ROOM}; its quiet zone counts too"
        case Code():
            quiet = "its quiet zones on both sides count too"
            return f"give it a smaller `width`, {_MORE_ROOM}; {quiet}"
        case Choice(numbered=True):
            return f"give it a smaller `box-size`, {_MORE_ROOM}"
        case Choice() | CheckBox():
            return f"shorten its text, {_MORE_ROOM}"
        case DateEntry(width=None, parts=True):
            return "give its place more room, or set it in one piece with a `format`"
        case _:
            return _WIDTH
