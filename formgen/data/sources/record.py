"""A raw record, as a source reads it, and the opened file that a source reads from."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterator
from typing import BinaryIO, Self, TypeAlias

from formgen.dataclass import dataclass
from formgen.diagnostics import NOWHERE, Diagnostic, Place


@dataclass(frozen=True, slots=True)
class RawRecord:
    """The values of one record by column, unchecked, and where it stands.

    Of a table `place` has the row, as a spreadsheet counts it; of other files the line at which
    the record begins. `problems` are those that make this one record unreadable; `extra` is what
    its source has for it beyond the columns: cells without a column, a line that is no record.
    """

    values: dict[str, object]
    place: Place = NOWHERE
    problems: tuple[Diagnostic, ...] = ()
    extra: tuple[str, ...] = ()


class Records(Iterator[RawRecord]):
    """Records one by one, and the columns of the table that they stand in (none of JSON).

    Taking a record raises DataError if the source cannot be read further. The source is closed
    after the last record, by `close`, and at the end of a `with`.
    """

    def __init__(
        self,
        rows: Generator[RawRecord],
        columns: tuple[str, ...] = (),
        close: Callable[[], None] = lambda: None,
    ) -> None:
        self.columns = columns
        self._rows = rows
        self._close = close

    def __iter__(self) -> Iterator[RawRecord]:
        return self._rows

    def __next__(self) -> RawRecord:
        return next(self._rows)

    def close(self) -> None:
        """Close the source; there are no more records."""
        self._rows.close()
        self._close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


@dataclass(frozen=True, slots=True)
class DataFile:
    """An opened data file: its bytes, its name for diagnostics, and what the caller says of it.

    `encoding` is that of a text, `sheet` the name or number (from 1) of the sheet of a workbook.
    """

    stream: BinaryIO
    name: str
    encoding: str = ""
    sheet: str | int | None = None

    @property
    def place(self) -> Place:
        """The file as a whole."""
        return Place(file=self.name)


SourceReader: TypeAlias = Callable[[DataFile], Records]
"""Reads the records of an opened file one by one; raises DataError if the file is unreadable."""
