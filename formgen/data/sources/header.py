"""The header of a table: the names of its columns, and what the cells of a row are to them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import TypeVar

from formgen.data.formula import restored
from formgen.data.refusal import listing, quote
from formgen.diagnostics import Diagnostic, Diagnostics, Place
from formgen.errors import DataError

REASON = "原因/reason"
"""The column in which rejected rows say why; it is passed over when they are read again."""

MOST_COLUMNS = 16_384
"""As many as Excel has."""

_Cell = TypeVar("_Cell")


class Header:
    """The names of the columns of a table, apart from that of the reasons of rejected rows.

    Raises DataError if a name is missing or stands twice, or if there are too many columns.
    """

    def __init__(self, cells: Sequence[str], place: Place) -> None:
        names = _names(cells, place)
        self._reason = names.index(REASON) if REASON in names else -1
        self.names = tuple(name for name in names if name != REASON)
        DataError.raise_if(_faults(self.names, place))

    def without_reason(self, cells: list[_Cell]) -> list[_Cell]:
        """Return the cells of a row without that which says why the row was rejected."""
        if self._reason < 0:
            return cells
        return cells[: self._reason] + cells[self._reason + 1 :]

    def miscounted(self, cells: Sequence[str], place: Place) -> Diagnostic:
        """Return the problem of a row whose cells are more, or fewer, than the columns."""
        width = len(self.names)
        message = f"the row has {len(cells)} cells; the header has {width}"
        hint = f"cells without a column: {listing(quote(cell) for cell in cells[width:] if cell)}"
        return Diagnostic("cell-count", message, place, hint if len(cells) > width else "")


def _names(cells: Sequence[str], place: Place) -> list[str]:
    names = [restored(cell.strip()) for cell in cells]
    while names and not names[-1]:
        names.pop()
    if len(names) > MOST_COLUMNS:
        message = f"the header has {len(names)} columns; allowed: at most {MOST_COLUMNS}"
        raise DataError.of("too-many-columns", message, place)
    return names


def _faults(names: tuple[str, ...], place: Place) -> Diagnostics:
    found = Diagnostics()
    if not names:
        found.error("no-header", "the file has no row with the names of its columns", place)
    for number, name in enumerate(names, 1):
        if not name:
            found.error("no-header", f"column {number} has no name", place)
    counts = Counter(names)
    for name in sorted(name for name, count in counts.items() if name and count > 1):
        numbers = listing(str(i) for i, other in enumerate(names, 1) if other == name)
        found.error("duplicate-column", f"{quote(name)} names the columns {numbers}", place)
    return found
