"""Rows that repeat over a list in the record, and those that close them on each page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from formgen.markup import attributes as a
from formgen.markup.checked import Checked
from formgen.markup.context import Context
from formgen.model.blocks import Repeat, Row
from formgen.model.fields import ListField

_NONE = {True: "（无）", False: "(none)"}
"""What stands in place of rows where there are none, in Chinese and otherwise."""


def rows_context(node: Checked, context: Context) -> Context:
    """Return the context in which the rows of `node`, a `rows`, are built; declare its list."""
    name = node[a.LIST_NAME]
    least, most = node[a.LEAST_ITEMS], node[a.MOST_ITEMS]
    if least > most:
        message = f"`min` ({least}) of <rows> is more than `max` ({most})"
        context.diagnostics.error("bad-attribute", message, node.place)
    if context.fixed:
        message = "<rows> cannot stand in a cell, a header or a footer: nothing repeats there"
        context.diagnostics.error("misplaced-element", message, node.place)
    label = node[a.LIST_LABEL] or name
    field = ListField(name, label, least > 0, node.place, (), least, most)
    bare = not node.given & {"label", "min", "max"}
    return replace(context, fields=context.fields.declare_list(field, bare=bare), part="rows")


def repeat_of(node: Checked, start: int, rows: Sequence[Row], context: Context) -> Repeat:
    """Return how the `rows`, which begin at `start` of their table, repeat."""
    if not rows:
        message = "<rows> has no <tr> in it"
        context.diagnostics.error("missing-element", message, node.place)
    return Repeat(
        node[a.LIST_NAME],
        start,
        start + len(rows),
        len(rows),
        blank=node[a.BLANK_ROWS],
        fill=node[a.FILL],
        empty=node[a.EMPTY] or _NONE[context.is_chinese],
    )


def kept_together(rows: Sequence[Row]) -> list[Row]:
    """Return rows that stay on one page."""
    return [*(replace(row, keep_next=True) for row in rows[:-1]), *rows[-1:]]
