"""Tables: rows and cells, and the check that they fill the grid."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

from formgen.markup import attributes as a
from formgen.markup.build_inline import build_inline
from formgen.markup.build_rows import kept_together, repeat_of, rows_context
from formgen.markup.checked import Checked
from formgen.markup.context import Context, text_style
from formgen.markup.table_grid import check_grid
from formgen.model.blocks import Block, Cell, Inline, Paragraph, Repeat, Row, Table, Text
from formgen.model.style import TextStyle

CellContent = Callable[[Checked, Context], tuple[Block, ...]]
"""Builds what stands in a cell; given by the builder of blocks, for a cell may hold tables."""

HINT_SCALE = 0.85
_GROUPS = ("thead", "tbody", "rows", "pagefoot")


def build_table(node: Checked, context: Context, cell_content: CellContent) -> Table:
    """Return the table that `node` is."""
    columns = len(node[a.COLS])
    head = [c for c in node.elements if c.name == "thead"]
    _check_head(node, head, context)
    rows: list[Row] = []
    repeats: list[Repeat] = []
    size = 0
    for child in sorted(node.elements, key=lambda c: c.name != "thead"):
        group = _group(child, columns, context, cell_content)
        if child.name == "thead":
            size += len(group)
        elif child.name == "rows":
            repeats.append(repeat_of(child, len(rows), group, context))
        elif child.name == "pagefoot" and _closes(child, repeats, len(rows), context):
            repeats[-1] = replace(repeats[-1], foot=len(group))
        rows += group
    for repeat in repeats:
        if repeat.foot and repeat.closes.stop < len(rows):
            last = repeat.closes.stop - 1
            rows[last] = replace(rows[last], keep_next=True)
    if columns:
        check_grid(rows, size, repeats, columns, node.place, context.diagnostics)
    return Table(
        node[a.COLS],
        tuple(rows),
        size,
        node[a.LINES],
        node[a.FRAME],
        node[a.RULE],
        node[a.ROW_HEIGHT],
        node[a.PADDING],
        node[a.WIDTH],
        node[a.TABLE_ALIGN],
        node[a.BEFORE],
        node[a.AFTER],
        node[a.KEEP],
        TextStyle(size=node[a.SIZE]),
        node.place,
        node[a.KEEP_NEXT],
        tuple(repeats),
    )


def _closes(node: Checked, repeats: list[Repeat], start: int, context: Context) -> bool:
    """Whether a `pagefoot`, whose rows begin at `start`, follows on rows that it can close."""
    if repeats and repeats[-1].closes.stop == start and not repeats[-1].foot:
        return True
    message = "<pagefoot> must come right behind <rows>, once"
    context.diagnostics.error("misplaced-element", message, node.place)
    return False


def _check_head(node: Checked, head: list[Checked], context: Context) -> None:
    if len(head) > 1:
        message = "a table has one <thead>"
        context.diagnostics.error("duplicate-element", message, head[1].place)
    elif head and node.elements[0] is not head[0]:
        message = "<thead> must come before all other rows"
        context.diagnostics.error("misplaced-element", message, head[0].place)


def _group(node: Checked, columns: int, context: Context, cell_content: CellContent) -> list[Row]:
    """Return the rows of a group of them, or of a row that stands alone."""
    if node.name == "rows":
        context = rows_context(node, context)
    elif node.name == "pagefoot":
        context = replace(context, part="pagefoot")
    members = node.elements if node.name in _GROUPS else (node,)
    rows = [_row(member, columns, context, cell_content) for member in members]
    keeps = node.name in ("rows", "pagefoot") or (node.name == "tbody" and node[a.ROWS_KEEP])
    return kept_together(rows) if keeps else rows


def _row(node: Checked, columns: int, context: Context, cell_content: CellContent) -> Row:
    if node.name == "band":
        return _band(node, columns, context)
    height, least = node[a.EXACT_HEIGHT], node[a.MIN_HEIGHT]
    if height is not None and least is not None:
        message = "<tr> takes `height` or `min-height`, not both"
        context.diagnostics.error("bad-attribute", message, node.place)
    cells = tuple(
        _cell(_with_defaults(child, node), context, cell_content) for child in node.elements
    )
    keep_next = node[a.KEEP_NEXT]
    return Row(cells, height, least, keep_next=keep_next, place=node.place)


def _with_defaults(cell: Checked, row: Checked) -> Checked:
    """Return a cell that takes from its row what it does not say itself."""
    names = [n.name for n in (a.ALIGN, a.TINT, a.SIZE) if cell.values[n.name] is None]
    return replace(cell, values=cell.values | {name: row.values[name] for name in names})


def _cell(node: Checked, context: Context, cell_content: CellContent) -> Cell:
    return Cell(
        cell_content(node, context),
        node[a.COLSPAN],
        node[a.ROWSPAN],
        node.name == "th",
        node[a.ALIGN],
        node[a.VALIGN],
        node[a.TINT],
        node[a.PADDING],
        node[a.CELL_LINES],
        node[a.VERTICAL],
        text_style(node),
        node.place,
    )


def _band(node: Checked, columns: int, context: Context) -> Row:
    content = (*build_inline(node.children, node.place, context), *_hint(node, context))
    cell = Cell((Paragraph(content, place=node.place),), max(columns, 1), place=node.place)
    return Row((cell,), band=True, keep_next=node[a.BAND_KEEP_NEXT], place=node.place)


def _hint(node: Checked, context: Context) -> Iterator[Inline]:
    """Yield the small text behind a band's text, set off by a wide space in Chinese."""
    if node[a.HINT]:
        gap = "\u3000" if context.is_chinese else "  "
        style = TextStyle(round(context.font_size * HINT_SCALE, 2), bold=False)
        yield Text(gap + node[a.HINT], style, node.place)
