"""The form itself: its paper, its bands, its body and its fields."""

from __future__ import annotations

from typing import Literal

from formgen.diagnostics import Diagnostics
from formgen.geometry import Insets
from formgen.markup import attributes as a
from formgen.markup.build_blocks import build_blocks
from formgen.markup.checked import Checked
from formgen.markup.context import Context
from formgen.model.form import Band, Form, LayoutOption, PageSetup
from formgen.model.style import TextStyle
from formgen.resources import Library


def build_form(
    root: Checked,
    library: Library,
    form_id: str,
    options: tuple[LayoutOption, ...],
    diagnostics: Diagnostics,
) -> Form:
    """Return the form that a checked tree describes; what is wrong goes to `diagnostics`."""
    context = Context(library, root[a.LANG], root[a.FONT_SIZE], diagnostics)
    headers = _bands(root, "header", context)
    body = build_blocks((c for c in root.elements if c.name not in ("header", "footer")), context)
    footers = _bands(root, "footer", context)
    return Form(
        root[a.ID] or form_id,
        root[a.TITLE],
        root[a.LANG],
        root[a.NUMBER],
        root[a.VERSION],
        root[a.AUTHOR],
        _page(root, diagnostics),
        TextStyle(root[a.FONT_SIZE], color=root[a.INK]),
        root[a.ACCENT],
        root[a.IDENTITY],
        headers + footers,
        body,
        context.fields.resolve(diagnostics),
        options,
        root[a.DATED],
    )


def _bands(root: Checked, kind: Literal["header", "footer"], context: Context) -> tuple[Band, ...]:
    """Return the headers or the footers; report a second one for the same pages."""
    bands: dict[str, Band] = {}
    for node in (c for c in root.elements if c.name == kind):
        on = node[a.ON]
        if on in bands:
            message = f"a second <{kind}> for the same pages (on={on})"
            context.diagnostics.error("duplicate-element", message, node.place)
        bands[on] = Band(kind, on, build_blocks(node.elements, context))
    return tuple(bands.values())


def _page(root: Checked, diagnostics: Diagnostics) -> PageSetup:
    width, height = root[a.PAPER]
    if root[a.LANDSCAPE]:
        width, height = height, width
    margins, binding = root[a.MARGINS], root[a.BINDING]
    _check_room(root, width, height, margins, binding, diagnostics)
    return PageSetup(width, height, margins, binding, root[a.FOLDS], root[a.WATERMARK])


def _check_room(
    root: Checked,
    width: float,
    height: float,
    margins: Insets,
    binding: float,
    diagnostics: Diagnostics,
) -> None:
    wide = width - margins.left - margins.right - binding
    high = height - margins.top - margins.bottom
    if min(wide, high) < 3 * root[a.FONT_SIZE]:
        message = "the margins leave no room on the paper"
        diagnostics.error("bad-attribute", message, root.place)
