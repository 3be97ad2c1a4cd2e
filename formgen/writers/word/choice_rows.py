"""Rows of a table that are one question: a cell for each option, as in a rating grid."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from formgen.layout.boxes import TickSlot
from formgen.layout.placed import Placed, PlacedCell, PlacedTable
from formgen.model.fields import ChoiceField
from formgen.writers.word.build import Build


def row_choice(build: Build, cells: Sequence[PlacedCell]) -> str:
    """Return the choice whose options stand in two or more cells of a row, and no other's; or "".

    Such a row is one control; options within one cell become one where they stand. What a mail
    merge ticks is in no control.
    """
    if build.grouped or build.merge is not None:
        return ""
    fields = [set(_ticked(build, cell.content)) for cell in cells]
    found = set().union(*fields)
    if len(found) != 1 or sum(map(bool, fields)) < 2 or any(cell.rows > 1 for cell in cells):
        return ""
    name = found.pop()
    return name if isinstance(build.fields.get(name), ChoiceField) else ""


def _ticked(build: Build, blocks: Sequence[Placed]) -> Iterator[str]:
    """Yield the field of each box to tick in a cell."""
    for block in blocks:
        if isinstance(block, PlacedTable):
            for cell in block.cells:
                yield from _ticked(build, cell.content)
        else:
            for _, item in build.span(block.span):
                if isinstance(item, TickSlot):
                    yield item.field
