"""Spreadsheets (XLSX, XLS, ODS): records as rows of a sheet, the first row being the header.

python-calamine reads the cells; what it does not tell is found by `workbook_parts`.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Generator, Iterator
from itertools import chain
from typing import TYPE_CHECKING, BinaryIO, NoReturn, cast

from formgen.data.cells import cell_text
from formgen.data.refusal import listing, quote
from formgen.data.sources.header import Header
from formgen.data.sources.record import DataFile, RawRecord, Records
from formgen.data.sources.sheet_cells import Row, rows_of
from formgen.data.sources.workbook_parts import BROKEN_HINT, COMPOUND, Parts
from formgen.diagnostics import Place, did_you_mean
from formgen.errors import DataError, FormgenError

if TYPE_CHECKING:
    from python_calamine import CalamineWorkbook

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
    rows = _rows(book, parts, file)
    number, cells, rows = _header_row(rows)
    header = Header([cell_text(cell) for cell in cells], Place(file.name, row=number))
    return Records(_below(header, rows, file.name), header.names)


def _seekable(stream: BinaryIO) -> BinaryIO:
    """Return the stream, or a copy of it if it is a pipe."""
    if stream.seekable():
        return stream
    copy = cast(BinaryIO, tempfile.SpooledTemporaryFile(max_size=_IN_MEMORY))  # noqa: SIM115
    shutil.copyfileobj(stream, copy)
    return copy


def _opened(stream: BinaryIO, place: Place) -> CalamineWorkbook:
    from python_calamine import CalamineWorkbook

    stream.seek(0)
    try:
        return CalamineWorkbook.from_filelike(stream)
    except BaseException as error:
        if isinstance(error, Exception) and _sealed(stream):
            raise _protected(place) from error
        _refuse(error, place)


def _sealed(stream: BinaryIO) -> bool:
    """Return whether the file holds an encrypted workbook ([MS-OFFCRYPTO], 2.3.4.4)."""
    stream.seek(0)
    start = stream.read(_IN_MEMORY)
    return start.startswith(COMPOUND) and "EncryptedPackage".encode("utf-16-le") in start


def _protected(place: Place) -> FormgenError:
    message = "the workbook is protected by a password"
    hint = "save it without one: in Excel, File, Info, Protect Workbook"
    return DataError.of("protected-workbook", message, place, hint)


def _refuse(error: BaseException, place: Place) -> NoReturn:
    """Raise what an error of calamine means; errors that are not calamine's go on as they are."""
    from python_calamine import CalamineError, PasswordError

    if isinstance(error, PasswordError):
        raise _protected(place) from error
    # A panic of Rust is no Exception, and its class cannot be imported.
    if isinstance(error, (CalamineError, ValueError)) or type(error).__name__ == "PanicException":
        message = f"the file cannot be read as a workbook: {error or 'it is broken'}"
        raise DataError.of("bad-workbook", message, place, BROKEN_HINT) from error
    raise error


def _rows(book: CalamineWorkbook, parts: Parts, file: DataFile) -> Iterator[Row]:
    """Return the rows of the sheet that is asked for, or of the first that has any."""
    if file.sheet is not None:
        return _rows_of(book, _named(book, file.sheet, file.place), parts, file.place)
    for name in _visible(book):
        rows = _rows_of(book, name, parts, file.place)
        first = next(rows, None)
        if first is not None:
            return chain((first,), rows)
    raise DataError.of("no-header", "the workbook has no sheet with data", file.place)


def _rows_of(book: CalamineWorkbook, name: str, parts: Parts, place: Place) -> Iterator[Row]:
    marks = parts.marks(name)
    try:
        yield from rows_of(book.get_sheet_by_name(name), marks)
    except BaseException as error:
        _refuse(error, place)


def _visible(book: CalamineWorkbook) -> list[str]:
    from python_calamine import SheetTypeEnum, SheetVisibleEnum

    sheets = [s for s in book.sheets_metadata if s.typ is SheetTypeEnum.WorkSheet]
    shown = [sheet for sheet in sheets if sheet.visible is SheetVisibleEnum.Visible]
    return [sheet.name for sheet in shown or sheets]


def _named(book: CalamineWorkbook, sheet: str | int, place: Place) -> str:
    """Return the name of a sheet given by name or by number from 1; raises DataError."""
    names = book.sheet_names
    if isinstance(sheet, str) and sheet in names:
        return sheet
    number = int(sheet) if str(sheet).isdecimal() else 0
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


def _below(header: Header, rows: Iterator[Row], name: str) -> Generator[RawRecord]:
    names = header.names
    width = len(names)
    for number, cells in rows:
        row = header.without_reason(cells)
        place = Place(name, 0, number)
        row += [""] * (width - len(row))
        values = dict(zip(names, row, strict=False))
        beyond = [cell_text(cell) for cell in row[width:]]
        if not any(beyond):
            yield RawRecord(values, place)
            continue
        while not beyond[-1]:
            beyond.pop()
        problem = header.miscounted([*map(cell_text, row[:width]), *beyond], place)
        yield RawRecord(values, place, (problem,), tuple(beyond))
