"""What is read from the parts of a workbook itself: its true size, errors and percentages.

calamine gives "" for a cell with an error and a bare number for a percentage, and it makes room
for every cell up to the last one, however far away that is.
"""

from __future__ import annotations

import os
import re
import struct
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import field
from typing import IO, BinaryIO, TypeAlias

from formgen.dataclass import dataclass
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
_MOST_CELLS = 12_000_000
_MOST_MARKS = 1_000_000
_BLOCK = 4 << 20
_LONGEST_ROW = 32 << 20
_MOST_ON_DISK = 256 << 20
_MOST_LISTED = 4 << 20
"""How many bytes the list of an archive's parts may have: about a hundred for each."""

_BOMB = 64 << 20
_MOST_PACKED = 100
"""A part of `_BOMB` bytes or more may not unpack to more than so many times its size."""


class TooMuchError(Exception):
    """A workbook has more of something than any honest one; the text goes on after its name."""


@dataclass(slots=True)
class Found:
    """What was found in a sheet: how far its cells reach, and the marks of some."""

    rows: int = 0
    columns: int = 0
    marks: dict[int, dict[int, str]] = field(default_factory=dict)
    _marked: int = 0

    def reach(self, row: int, column: int) -> None:
        """Note that there is a cell in that row, from 1, and column, from 0."""
        self.rows = max(self.rows, row)
        self.columns = max(self.columns, column + 1)

    def mark(self, row: int, column: int, mark: str) -> None:
        """Note the mark of a cell; raises TooMuchError if too many have one."""
        self._marked += 1
        if self._marked > _MOST_MARKS:
            raise TooMuchError(f"has more than {_MOST_MARKS} percentages and errors")
        self.marks.setdefault(row, {})[column] = mark


class Parts:
    """The parts of a workbook.

    Raises DataError if they are too large when unpacked, or, where calamine reads all sheets at
    once (XLS, ODS), if a sheet has too many cells.
    """

    def __init__(self, stream: BinaryIO, place: Place) -> None:
        self._place = place
        with self._readable():
            _refuse_large_file(stream)
            self._archive = _archive(stream)
            if self._archive is not None:
                _refuse_too_large(self._archive)
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
        except TooMuchError as error:
            hint = "save the sheet as CSV"
            raise DataError.of("too-large", f"the workbook {error}", self._place, hint) from None
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


def blocks(stream: IO[bytes], begin: bytes) -> Iterator[bytes]:
    """Yield the stream in blocks that all but the first begin with `begin`.

    Raises TooMuchError if what begins so, a row, goes on for too long.
    """
    rest = b""
    while block := stream.read(_BLOCK):
        cut = block.rfind(begin)
        if cut < 0:
            rest += block
            cut = rest.rfind(begin, -len(block) - len(begin))
            if len(rest) > _LONGEST_ROW:
                raise TooMuchError("has a row that is longer than any honest one")
            if cut > 0:
                yield rest[:cut]
                rest = rest[cut:]
            continue
        yield rest + block[:cut]
        rest = block[cut:]
    yield rest


def _archive(stream: BinaryIO) -> zipfile.ZipFile | None:
    stream.seek(0)
    try:
        return zipfile.ZipFile(stream)
    except _BROKEN:
        return None


def _refuse_large_file(stream: BinaryIO) -> None:
    """Raise TooMuchError if the file, or the list of its parts, is too large to look at."""
    stream.seek(0, os.SEEK_END)
    size = stream.tell()
    if size > _MOST_ON_DISK:
        raise TooMuchError(f"has {size >> 20} MB; allowed: at most {_MOST_ON_DISK >> 20}")
    stream.seek(max(0, size - (1 << 17)))
    end = stream.read()
    for mark, form, offset in ((b"PK\x05\x06", "<I", 12), (b"PK\x06\x06", "<Q", 40)):
        at = end.rfind(mark)
        if 0 <= at <= len(end) - offset - struct.calcsize(form):
            listed = struct.unpack_from(form, end, at + offset)[0]
            if _MOST_LISTED < listed < size:
                raise TooMuchError("has too many parts")


def _refuse_too_large(archive: zipfile.ZipFile) -> None:
    """Raise TooMuchError if the parts say that they are too large; calamine holds them to it."""
    parts = archive.infolist()
    size = sum(part.file_size for part in parts)
    if size > _MOST_BYTES:
        raise TooMuchError(f"unpacks to {size >> 20} MB; allowed: at most {_MOST_BYTES >> 20}")
    for part in parts:
        if part.file_size > _BOMB and part.file_size > _MOST_PACKED * part.compress_size:
            raise TooMuchError("has a part that unpacks to more than a hundred times its size")
