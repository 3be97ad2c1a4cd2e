"""QR codes and bar codes on a line of text, and their modules at their place."""

from __future__ import annotations

from typing import Literal

from formgen.diagnostics import Place
from formgen.geometry import Rect
from formgen.layout.boxes import CodeSlot, Modules
from formgen.layout.context import Context, Font
from formgen.layout.defaults import FINEST_BAR, FINEST_MODULE, INK
from formgen.layout.inline import InlineBox, Item
from formgen.layout.objects import centred
from formgen.layout.setting import set_glyphs, shape
from formgen.layout.symbols import code128_modules, qr_modules
from formgen.model.blocks import Code
from formgen.units import Pt, mm, to_mm

_QR_QUIET = 4 / 21
"""The quiet zone of a QR code is four modules (ISO/IEC 18004, 6.3.8), of at least 21 across."""
_BAR_QUIET_MODULES = 10
"""The quiet zone of Code 128 on either side (ISO/IEC 15417, 4.3.2)."""
_BAR_SIDE: Pt = mm(2.5)
_BAR_TOP: Pt = mm(1)


def code_box(ctx: Context, node: Code) -> InlineBox:
    """Return a QR code or bar code with its quiet zone, centred on the text beside it."""
    is_qr = node.symbology == "qr"
    side = node.width * _QR_QUIET if is_qr else _BAR_SIDE
    top = side if is_qr else _BAR_TOP
    size = 0.0 if is_qr or not node.text else ctx.font.size * 0.85
    foot = side if is_qr else size * 1.3
    above, below = centred(ctx, top + node.height + foot)

    def place(x: Pt, baseline: Pt, _width: Pt) -> list[Item]:
        rect = Rect(x + side, baseline - above + top, node.width, node.height)
        if node.field:
            text_y = rect.bottom + size if size else 0.0
            return [CodeSlot(node.field, node.symbology, rect, text_y, size, node.place)]
        return _fixed_code(ctx, node, rect, size)

    return InlineBox(node.width + 2 * side, above, below, place)


def draw_code(symbology: Literal["qr", "code128"], text: str, rect: Rect) -> Modules:
    """Return the symbol of `text` in `rect`, which leaves out the quiet zone of its place.

    A bar code is set narrower where its bars are so wide that its quiet zone needs the room.
    Raises ValueError, with a sentence fit for a user, if `text` cannot be such a code, or is so
    long for `rect` that its modules could not be read.
    """
    rows = qr_modules(text) if symbology == "qr" else code128_modules(text)
    across = len(rows[0])
    if symbology == "qr":
        module, finest = rect.w / across, FINEST_MODULE
    else:
        whole = (rect.w + 2 * _BAR_SIDE) / (across + 2 * _BAR_QUIET_MODULES)
        module, finest = min(rect.w / across, whole), FINEST_BAR
    if module < finest - 0.001:
        raise ValueError(
            f"a code of {len(text)} characters needs {to_mm(finest * across):.0f} mm; "
            f"its place is {to_mm(rect.w):.0f} mm wide"
        )
    w = module * across
    return Modules(Rect(rect.x + (rect.w - w) / 2, rect.y, w, rect.h), rows)


def _fixed_code(ctx: Context, node: Code, rect: Rect, size: Pt) -> list[Item]:
    try:
        items: list[Item] = [draw_code(node.symbology, node.value, rect)]
    except ValueError as error:
        ctx.problems.error("bad-code", str(error), node.place)
        return []
    if size:
        items += _caption(ctx, node.value, rect, size, node.place)
    return items


def _caption(ctx: Context, text: str, rect: Rect, size: Pt, place: Place) -> list[Item]:
    font = Font(size, color=INK)
    words = shape(ctx.book, text, font, lambda char: ctx.missing_glyph(char, place))
    return [*set_glyphs(words, rect.x + (rect.w - words.width) / 2, rect.bottom + size, font)]
