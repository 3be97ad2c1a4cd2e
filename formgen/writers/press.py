"""Printing many sheets: what every kind of output offers to a batch.

A press is made once for a run. It keeps what sheets share (the drawn blank sheet, glyphs, codes),
so that a sheet costs its values only. Both its ways raise DataError or LayoutError for a record
that cannot be set, before anything of that record is written.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import BinaryIO, Protocol

from formgen.layout import Typesetter
from formgen.model.values import Values


@dataclass(frozen=True, slots=True)
class Printed:
    """One record's file: its bytes and how many pages it has."""

    data: bytes
    pages: int


class Merged(Protocol):
    """One file with the sheets of many records, written as it grows."""

    def add(self, typesetter: Typesetter, values: Values, bookmark: str = "") -> int:
        """Append a record's sheet, with a bookmark of that name if given; return its pages."""
        ...

    def close(self) -> None:
        """Write the end of the file. Without it the file is not whole."""
        ...


class Press(Protocol):
    """Prints the sheets of a run as one kind of file."""

    def sheet(self, typesetter: Typesetter, values: Values) -> Printed:
        """Return the file of one record."""
        ...

    def merged(self, out: BinaryIO, title: str, *, pad_to_even: bool = False) -> Merged:
        """Start a merged file on `out`, which need not be seekable.

        `pad_to_even` adds an empty page behind a sheet of an odd number of pages, for duplex.
        """
        ...
