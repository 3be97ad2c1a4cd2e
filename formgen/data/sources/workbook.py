"""Spreadsheets (XLSX, XLS, ODS): records as rows of a sheet, the first row being the header.

python-calamine reads the cells, in a process of its own; what it does not tell is found by
`workbook_parts`.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Generator, Iterator
from itertools import chain
from typing import BinaryIO, cast

from formgen.data.cells import cell_text
from formgen.data.refusal import listing, quote
from formgen.data.sources.cells_apart import CellsApart, ReaderError
from formgen.data.sources.header import Header
from formgen.data.sources.record import DataFile, RawRecord, Records
from formgen.data.sources.sheet_cells import Row, rows_of
from formgen.data.sources.workbook_parts import BROKEN_HINT, COMPOUND, Parts
from formgen.diagnostics import Place, did_you_mean
from formgen.errors import DataError, FormgenError

_IN_MEMORY = 8 << 20
_TITLES = 3
"""So many rows of a single cell above a wider one are titles and not the header."""


def read_workbook(file: DataFile) -> Records:
    """Return the records of a sheet: that which `file.sheet` names, else the first with data.

    Values are what people see: whole numbers without a point, dates as dates, percentages with
    their sign, of formulas the results. A row that holds nothing is passed over, and so are
    titles: single cells above a wider row.

    Raises DataError if the file is no workbook, is protected by a password or too large, if it
    has no such sheet, or if the header is wrong.
    """
    stream = _seekable(file.stream)
    parts = Parts(stream, file.place)
    book = _opened(stream, file.place)
    try:
        number, cells, rows = _header_row(_rows(book, parts, file))
        header = Header([cell_text(cell) for cell in cells], Place(file.name, row=number))
    except BaseException:
        book.close()
        raise
    return Records(_below(header, rows, file.name, book), header.names, book.close)


def _seekable(stream: BinaryIO) -> BinaryIO:
    """Return the stream, or a copy of it if it is a pipe."""
    if stream.seekable():
        return stream
    copy = cast(BinaryIO, tempfile.SpooledTemporaryFile(max_size=_IN_MEMORY))  # noqa: SIM115
    shutil.copyfileobj(stream, copy)
    return copy


def _opened(stream: BinaryIO, place: Place) -> CellsApart:
    try:
        return CellsApart(stream)
    except ReaderError as error:
        if error.is_protected or _sealed(stream):
            raise _protected(place) from error
        raise _broken(error, place) from error


def _sealed(stream: BinaryIO) -> bool:
    """Return whether the file holds an encrypted workbook ([MS-OFFCRYPTO], 2.3.4.4)."""
    stream.seek(0)
    start = stream.read(_IN_MEMORY)
    return start.startswith(COMPOUND) and "EncryptedPackage".encode("utf-16-le") in start


def _protected(place: Place) -> FormgenError:
    message = "the workbook is protected by a password"
    hint = "save it without one: in Excel, File, Info, Protect Workbook"
    return DataError.of("protected-workbook", message, place, hint)


def _broken(error: ReaderError, place: Place) -> FormgenError:
    message = f"the file cannot be read as a workbook: {error}"
    return DataError.of("bad-workbook", message, place, BROKEN_HINT)


def _rows(book: CellsApart, parts: Parts, file: DataFile) -> Iterator[Row]:
    """Return the rows of the sheet that is asked for, or of the first that has any."""
    if file.sheet is not None:
        return _rows_of(book, _named(book, file.sheet, file.place), parts, file.place)
    for name in _visible(book):
        rows = _rows_of(book, name, parts, file.place)
        first = next(rows, None)
        if first is not None:
            return chain((first,), rows)
    raise DataError.of("no-header", "the workbook has no sheet with data", file.place)


def _rows_of(book: CellsApart, name: str, parts: Parts, place: Place) -> Iterator[Row]:
    marks = parts.marks(name)
    try:
        yield from rows_of(book.sheet(name), marks)
    except ReaderError as error:
        if error.is_protected:
            raise _protected(place) from error
        raise _broken(error, place) from error


def _visible(book: CellsApart) -> list[str]:
    sheets = [(name, shows) for name, has_cells, shows in book.sheets if has_cells]
    return [name for name, shows in sheets if shows] or [name for name, _ in sheets]


def _named(book: CellsApart, sheet: str | int, place: Place) -> str:
    """Return the name of a sheet given by name or by number from 1; raises DataError."""
    names = [name for name, _, _ in book.sheets]
    if isinstance(sheet, str) and sheet in names:
        return sheet
    number = int(sheet) if str(sheet).isdecimal() and len(str(sheet)) < 9 else 0
    if 1 <= number <= len(names):
        return names[number - 1]
    known = listing(f"{i} {quote(name)}" for i, name in enumerate(names, 1))
    message = f"the workbook has no sheet {quote(str(sheet))}; its sheets are {known}"
    raise DataError.of("unknown-sheet", message, place, did_you_mean(str(sheet), names))


def _header_row(rows: Iterator[Row]) -> tuple[int, list[object], Iterator[Row]]:
    """Return the number and the cells of the header, and the rows below it."""
    above: list[Row] = []
    for row in rows:
        if _filled(row) > 1:
            return *row, rows
        above.append(row)
        if len(above) > _TITLES:
            break
    if not above:
        return 1, [], rows
    return *above[0], chain(above[1:], rows)


def _filled(row: Row) -> int:
    return sum(cell != "" for cell in row[1])


def _below(
    header: Header, rows: Iterator[Row], name: str, book: CellsApart
) -> Generator[RawRecord]:
    with book:
        for number, cells in rows:
            yield _record(header, cells, Place(name, 0, number))


def _record(header: Header, cells: list[object], place: Place) -> RawRecord:
    names = header.names
    width = len(names)
    row = header.without_reason(cells)
    row += [""] * (width - len(row))
    values = dict(zip(names, row, strict=False))
    beyond = [cell_text(cell) for cell in row[width:]]
    if not any(beyond):
        return RawRecord(values, place)
    while not beyond[-1]:
        beyond.pop()
    problem = header.miscounted([*map(cell_text, row[:width]), *beyond], place)
    return RawRecord(values, place, (problem,), tuple(beyond))
