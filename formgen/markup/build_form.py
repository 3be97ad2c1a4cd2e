"""The form itself: its paper, its bands, its body and its fields."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Literal

from formgen.diagnostics import Diagnostics
from formgen.geometry import Insets
from formgen.markup import attributes as a
from formgen.markup.build_blocks import build_blocks
from formgen.markup.checked import Checked
from formgen.markup.context import Context
from formgen.markup.options import OptionPicture
from formgen.model.form import Band, Form, LayoutOption, PageSetup
from formgen.model.imposition import Imposition
from formgen.model.style import TextStyle
from formgen.resources import Library

_NO_BLOCKS = ("header", "footer", "imposition")
"""What a form holds that does not flow with its body."""


def build_form(
    root: Checked,
    library: Library,
    form_id: str,
    options: tuple[LayoutOption, ...],
    diagnostics: Diagnostics,
    pictures: Mapping[str, OptionPicture],
) -> Form:
    """Return the form that a checked tree describes; what is wrong goes to `diagnostics`.

    `pictures` are those of options, by what an `<img>` calls them.
    """
    context = Context(library, root[a.LANG], root[a.FONT_SIZE], diagnostics, pictures=pictures)
    headers = _bands(root, "header", context)
    body = build_blocks((c for c in root.elements if c.name not in _NO_BLOCKS), context)
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
        _imposition(root, diagnostics),
    )


def _imposition(root: Checked, diagnostics: Diagnostics) -> Imposition | None:
    """Return how pages stand on larger paper, if the form says it; report a second saying."""
    nodes = [node for node in root.elements if node.name == "imposition"]
    for node in nodes[1:]:
        diagnostics.error("duplicate-element", "a second <imposition>", node.place)
    return _imposition_of(nodes[0]) if nodes else None


def _imposition_of(node: Checked) -> Imposition:
    width, height = node[a.PAPER][:: -1 if node[a.LANDSCAPE] else 1]
    return Imposition(
        node[a.COLUMN_COUNT],
        node[a.ROW_COUNT],
        width,
        height,
        node[a.GRID_LEFT],
        node[a.GRID_TOP],
        node[a.GAP_X],
        node[a.GAP_Y],
        node[a.FIRST_PLACE],
        node[a.CUT_MARKS],
        place=node.place,
    )


def _bands(root: Checked, kind: Literal["header", "footer"], context: Context) -> tuple[Band, ...]:
    """Return the headers or the footers; report a second one for the same pages."""
    bands: dict[str, Band] = {}
    for node in (c for c in root.elements if c.name == kind):
        on = node[a.ON]
        if on in bands:
            message = f"a second <{kind}> for the same pages (on={on})"
            context.diagnostics.error("duplicate-element", message, node.place)
        fixed = replace(context, fixed=True)
        bands[on] = Band(kind, on, build_blocks(node.elements, fixed))
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
