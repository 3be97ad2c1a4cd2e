"""Inline content: texts and their styles, gaps, page numbers, and entries on a line."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from formgen.diagnostics import Place
from formgen.markup import attributes as a
from formgen.markup.build_entries import build_entry
from formgen.markup.checked import Checked
from formgen.markup.context import Context, text_style
from formgen.markup.spaces import collapse
from formgen.markup.vocabulary import ENTRIES
from formgen.model.blocks import Blank, Gap, Inline, LineBreak, PageNumber, RowNumber, Text
from formgen.model.style import TextStyle

_STYLES = {"b": TextStyle(bold=True), "u": TextStyle(underline=True)}


def build_inline(
    children: Iterable[Checked | str], place: Place, context: Context
) -> tuple[Inline, ...]:
    """Return the inline content that `children` make, white space collapsed."""
    pieces = _pieces(children, place, TextStyle(), context)
    return collapse(pieces, western=context.is_western)


def plain_text(node: Checked) -> str:
    """Return the text of an element and all in it, without styles."""
    inner = "".join(c if isinstance(c, str) else plain_text(c) for c in node.children)
    return " ".join(inner.split())


def _pieces(
    children: Iterable[Checked | str], place: Place, style: TextStyle, context: Context
) -> Iterator[Inline]:
    for child in children:
        if isinstance(child, str):
            yield Text(child, style, place)
        elif child.name in ENTRIES.members:
            entry = build_entry(child, context, style)
            if entry is not None:
                yield entry
        else:
            yield from _element(child, style, context)


def _element(node: Checked, style: TextStyle, context: Context) -> Iterator[Inline]:
    match node.name:
        case "br":
            yield LineBreak()
        case "page":
            yield PageNumber("page", style)
        case "pages":
            yield PageNumber("pages", style)
        case "rownumber":
            if context.part != "rows":
                message = "<rownumber> stands outside <rows>; there it has nothing to count"
                context.diagnostics.error("misplaced-element", message, node.place)
            yield RowNumber(style, node.place)
        case "blank":
            yield Blank(node[a.BLANK_WIDTH])
        case "gap":
            yield Gap(node[a.GAP_WIDTH])
        case _:
            own = _STYLES.get(node.name) or text_style(node)
            yield from _pieces(node.children, node.place, own.over(style), context)
