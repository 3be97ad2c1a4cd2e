"""What is read from the parts of a workbook itself: its true size, errors and percentages.

calamine gives "" for a cell with an error and a bare number for a percentage, and it makes room
for every cell up to the last one, however far away that is.
"""

from __future__ import annotations

import re
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import BinaryIO, TypeAlias

from formgen.diagnostics import Place
from formgen.errors import DataError

Marks: TypeAlias = Mapping[int, Mapping[int, str]]
"""By row from 1 and column from 0: the error of a cell, like "#N/A", or `PERCENT`."""

PERCENT = "%"
BROKEN_HINT = "open it in a spreadsheet program and save it as .xlsx"
COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
"""How XLS files begin, and encrypted XLSX files ([MS-CFB], 2.2)."""

PERCENT_FORMATS = frozenset((9, 10))
"""The built-in formats of percentages, 0% and 0.00% (ECMA-376-1, 18.8.30)."""

_QUOTED = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]')
NO_RESULT = "#FORMULA!"
"""Stands in a cell whose formula has no result; only programs write such, not spreadsheets."""

# What reading broken parts raises; SyntaxError is the XML parser's.
_BROKEN = (
    zipfile.BadZipFile, zlib.error, LookupError, ValueError, EOFError, OSError, SyntaxError,
    RuntimeError,
)  # fmt: skip
_MOST_BYTES = 1 << 30
_MOST_CELLS = 32_000_000


@dataclass(slots=True)
class Found:
    """What was found in a sheet: how far its cells reach, and the marks of some."""

    rows: int = 0
    columns: int = 0
    marks: dict[int, dict[int, str]] = field(default_factory=dict)

    def reach(self, row: int, column: int) -> None:
        """Note that there is a cell in that row, from 1, and column, from 0."""
        self.rows = max(self.rows, row)
        self.columns = max(self.columns, column + 1)

    def mark(self, row: int, column: int, mark: str) -> None:
        """Note the mark of a cell."""
        self.marks.setdefault(row, {})[column] = mark


class Parts:
    """The parts of a workbook.

    Raises DataError if they are too large when unpacked, or, where calamine reads all sheets at
    once (XLS, ODS), if a sheet has too many cells.
    """

    def __init__(self, stream: BinaryIO, place: Place) -> None:
        self._place = place
        self._archive = _archive(stream)
        if self._archive is not None:
            _refuse_too_large(self._archive, place)
        with self._readable():
            self._sheets = _all_sheets(stream, self._archive)
        for name, found in self._sheets.items():
            self._refuse_far(name, found)

    def marks(self, sheet: str) -> Marks:
        """Return the marks of a sheet; raises DataError if it has too many cells."""
        if sheet in self._sheets or self._archive is None:
            return self._sheets.get(sheet, Found()).marks
        if "_rels/.rels" not in self._archive.namelist():
            return {}
        from formgen.data.sources.xlsx_parts import find_in_xlsx

        with self._readable():
            found = find_in_xlsx(self._archive, sheet)
        self._refuse_far(sheet, found)
        return found.marks

    @contextmanager
    def _readable(self) -> Iterator[None]:
        try:
            yield
        except _BROKEN as error:
            message = f"the file cannot be read as a workbook: {error}"
            raise DataError.of("bad-workbook", message, self._place, BROKEN_HINT) from error

    def _refuse_far(self, sheet: str, found: Found) -> None:
        if found.rows * found.columns <= _MOST_CELLS:
            return
        message = (
            f"the sheet `{sheet}` reaches to row {found.rows} and column {found.columns};"
            f" allowed: at most {_MOST_CELLS} cells"
        )
        hint = "a stray cell far off makes a sheet large: delete the rows and columns around it"
        raise DataError.of("too-large", message, self._place, hint)


def _all_sheets(stream: BinaryIO, archive: zipfile.ZipFile | None) -> dict[str, Found]:
    """Return what is to be known of each sheet of a workbook that is read at once."""
    if archive is None:
        stream.seek(0)
        if stream.read(len(COMPOUND)) != COMPOUND:
            return {}
        from formgen.data.sources.xls_parts import find_in_xls

        return find_in_xls(stream)
    if "content.xml" not in archive.namelist():
        return {}
    from formgen.data.sources.ods_parts import find_in_ods

    return find_in_ods(archive)


def shows_percent(code: str) -> bool:
    """Return whether the code of a number format shows a percentage."""
    return "%" in _QUOTED.sub("", code)


def _archive(stream: BinaryIO) -> zipfile.ZipFile | None:
    stream.seek(0)
    try:
        return zipfile.ZipFile(stream)
    except _BROKEN:
        return None


def _refuse_too_large(archive: zipfile.ZipFile, place: Place) -> None:
    """Raise DataError if the parts say that they are too large; calamine holds them to it."""
    size = sum(part.file_size for part in archive.infolist())
    if size > _MOST_BYTES:
        message = f"the workbook unpacks to {size >> 20} MB; allowed: at most {_MOST_BYTES >> 20}"
        hint = "save the sheet as CSV"
        raise DataError.of("too-large", message, place, hint)
