"""Which parts of a form grow with a record: all others are measured once for all its sheets."""

from __future__ import annotations

from collections.abc import Iterable

from formgen.model.blocks import Block, Entry, Foot, Inline, Keep, Paragraph, RowNumber, Table

MOST_REMEMBERED = 5_000
"""How much of a form is kept measured: enough for any sheet, not for ever more page numbers."""


def any_grows(nodes: Iterable[Block | Inline]) -> bool:
    """Whether a value can change the size of any of `nodes`."""
    return any(_grows(node) for node in nodes)


def _grows(node: Block | Inline) -> bool:
    match node:
        case Entry():
            return node.overflow.policy == "grow"
        case RowNumber():
            return True
        case Paragraph() | Keep() | Foot():
            return any_grows(node.content)
        case Table():
            cells = (cell for row in node.rows for cell in row.cells)
            return bool(node.repeats) or any(any_grows(cell.content) for cell in cells)
        case _:
            return False
