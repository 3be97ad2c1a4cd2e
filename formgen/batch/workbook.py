"""The manifest as an XLSX workbook, for people and for Word's mail merge; made of the CSV one.

Every cell is text as the data has it (a telephone number stays one, what looks like a formula is
none), apart from the manifest's own numbers. The same manifest gives the same bytes.
"""

from __future__ import annotations

import contextlib
import csv
import os
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from formgen.batch.files import require_no_link, staged_name
from formgen.batch.locks import hold
from formgen.batch.manifest import COLUMNS, LONGEST_CELL
from formgen.data.formula import restored
from formgen.diagnostics import Diagnostic, Diagnostics, Place
from formgen.errors import OutputError
from formgen.output import explained

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

MOST_ROWS, MOST_COLUMNS, LONGEST = 1_048_576, 16_384, 32_767
"""The limits of Excel: rows, columns, and the UTF-16 units of a cell."""

_MADE = datetime(2000, 1, 1)
"""When the workbook says it was made: the same each time, so that its bytes are."""

_NUMBERS = tuple(COLUMNS.index(name) for name in ("index", "pages", "merged_page"))
_FILE = COLUMNS.index("file")
_WIDTHS = {"index": 7, "pages": 7, "sha256": 12, "merged_page": 12}
_WIDTH = 18


def is_workbook(path: Path) -> bool:
    """Return whether the manifest at `path` is to be a workbook."""
    return path.suffix.lower() == ".xlsx"


def write_workbook(manifest: Path, target: Path) -> list[Diagnostic]:
    """Write the CSV manifest as a workbook to `target`, whole or not at all; return warnings.

    Files are named relative to the workbook. Raises OutputError if it cannot be written, or if
    there are more rows or columns than a workbook has.
    """
    import tempfile

    require_no_link(target)
    staged = target.with_name(staged_name(target.name))
    handle = hold(staged)
    try:
        _require_room(manifest, target)
        # The library leaves its own files behind if it is broken off; this folder is private.
        with tempfile.TemporaryDirectory(prefix="formgen-", ignore_cleanup_errors=True) as kept:
            found = _write(manifest, staged, target, kept)
        os.fsync(handle)
        os.replace(staged, target)
    except OSError as error:
        raise explained(error, target) from error
    finally:
        with contextlib.suppress(OSError):
            staged.unlink(missing_ok=True)
        os.close(handle)
    return list(found)


def _write(manifest: Path, staged: Path, target: Path, kept: str) -> Diagnostics:
    """Write the workbook to `staged`; what is kept of it meanwhile goes to the folder `kept`."""
    import xlsxwriter
    from xlsxwriter.exceptions import FileCreateError

    book = xlsxwriter.Workbook(str(staged), {"constant_memory": True, "tmpdir": kept})
    book.set_properties({"created": _MADE})
    sheet = book.add_worksheet("manifest")
    formats = book.add_format({"num_format": "@"}), book.add_format({"bold": True})
    table = _Table(sheet, *formats, target)
    move = _moved(manifest.parent, target.parent)
    for number, row in enumerate(_rows(manifest)):
        table.add(number, row, move)
    try:
        book.close()
    except FileCreateError as error:
        cause = error.args[0] if error.args else None
        raise cause if isinstance(cause, OSError) else OSError(str(error)) from error
    return table.found


class _Table:
    """The rows of the sheet, each written once and then forgotten."""

    def __init__(self, sheet: Worksheet, text: Format, bold: Format, target: Path) -> None:
        self._sheet, self._text, self._bold = sheet, text, bold
        self._target = target
        self._header: list[str] = []
        self.found = Diagnostics()

    def add(self, number: int, row: list[str], move: Callable[[str], str]) -> None:
        """Write a row of the manifest; the first is the header."""
        if number == 0:
            self._begin(row)
            return
        row[_FILE] = move(row[_FILE])
        for column, text in enumerate(row):
            if column in _NUMBERS and text.isdecimal():
                self._sheet.write_number(number, column, int(text))
            elif text:
                self._put(number, column, text)

    def _begin(self, header: list[str]) -> None:
        self._header = header
        for column, name in enumerate(header):
            width = _WIDTHS.get(name, _WIDTH) if column < len(COLUMNS) else _WIDTH
            # Cells that are still empty are text too: a number that is typed there keeps its zeros.
            kind = None if column in _NUMBERS else self._text
            self._sheet.set_column(column, column, width, kind)
            self._sheet.write_string(0, column, name, self._bold)
        self._sheet.freeze_panes(1, 0)

    def _put(self, number: int, column: int, text: str) -> None:
        fitting = _fitting(text)
        if fitting != text:
            self._warn(number, column)
        if fitting.startswith("<r>") and fitting.endswith("</r>"):
            # The library would take it for runs of its own and write it as it is.
            self._sheet.write_rich_string(number, column, "<", self._text, fitting[1:], self._text)
            return
        self._sheet.write_string(number, column, fitting, self._text)

    def _warn(self, number: int, column: int) -> None:
        message = (
            f"a cell of a workbook holds {LONGEST} characters; the rest of this one is left out"
        )
        place = Place(str(self._target), row=number + 1, column=self._header[column])
        self.found.warning("cell-too-long", message, place, "the CSV manifest has all of it")


def _require_room(manifest: Path, target: Path) -> None:
    rows = _rows(manifest)
    width = len(next(rows, ()))
    if width > MOST_COLUMNS or sum(1 for _ in rows) >= MOST_ROWS:
        message = f"a workbook has {MOST_ROWS:,} rows and {MOST_COLUMNS:,} columns; these are more"
        hint = "--manifest FILE.csv takes any number"
        raise OutputError.of("too-large", message, Place(str(target)), hint)


def _rows(manifest: Path) -> Iterator[list[str]]:
    csv.field_size_limit(LONGEST_CELL)
    with manifest.open(encoding="utf-8-sig", newline="") as file:
        for row in csv.reader(file):
            yield [restored(cell) if "'" in cell else cell for cell in row]


def _moved(before: Path, now: Path) -> Callable[[str], str]:
    """Return what makes a path relative to the folder `before` one that is relative to `now`."""
    way = os.path.relpath(before, now)
    if way == os.curdir:
        return lambda file: file
    return lambda file: Path(os.path.normpath(os.path.join(way, file))).as_posix() if file else ""


def _fitting(text: str) -> str:
    """Return as much of `text` as a cell holds; Excel counts units of UTF-16."""
    if len(text) <= LONGEST // 2 or len(text.encode("utf-16-le", "replace")) <= 2 * LONGEST:
        return text
    return text.encode("utf-16-le", "replace")[: 2 * LONGEST].decode("utf-16-le", "ignore")
