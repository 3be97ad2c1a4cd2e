"""CSV and TSV: records as rows of a table, the first row being the header."""

from __future__ import annotations

import csv
from collections.abc import Generator, Iterable, Iterator
from itertools import chain
from typing import TextIO

from formgen.data.formula import restored
from formgen.data.sources.encoding import open_text
from formgen.data.sources.header import Header
from formgen.data.sources.record import DataFile, RawRecord, Records
from formgen.diagnostics import Diagnostic, Place
from formgen.errors import DataError

_DELIMITERS = ",;\t|"
_LONGEST_CELL = 1 << 20
_LONGEST_LINE = 4 << 20
_LONGEST_HEADER = 1 << 16
Row = tuple[int, list[str]]


def read_csv(file: DataFile) -> Records:
    """Return the records of a CSV file whose delimiter is the one that its header is divided by.

    Raises DataError if the header is wrong, and while records are taken if a quotation mark is.
    """
    lines = _lines(open_text(file), file.place)
    head = _head(lines)
    return _records(chain(head, lines), _delimiter(head), file.place)


def read_tsv(file: DataFile) -> Records:
    """Return the records of a file divided by tabs; raises DataError as `read_csv` does."""
    return _records(_lines(open_text(file), file.place), "\t", file.place)


def _lines(text: TextIO, place: Place) -> Iterator[str]:
    """Yield the lines with their ends; raises DataError at one that is too long for a table."""
    number = 0
    with text:
        while line := text.readline(_LONGEST_LINE):
            number += 1
            if len(line) == _LONGEST_LINE:
                message = f"a line has more than {_LONGEST_LINE} characters"
                hint = "the file does not look like CSV: it has no line ends"
                where = Place(place.file, line=number)
                raise DataError([Diagnostic("bad-csv", message, where, hint)])
            yield line


def _head(lines: Iterator[str]) -> list[str]:
    """Return the lines up to the end of the first row that is not blank."""
    head: list[str] = []
    marks = size = 0
    for line in lines:
        head.append(line)
        marks += line.count('"')
        size += len(line)
        if size > _LONGEST_HEADER or (line.strip() and marks % 2 == 0):
            break
    return head


def _delimiter(head: list[str]) -> str:
    """Return the delimiter that divides the first row that is not blank into most cells."""

    def cells(delimiter: str) -> int:
        try:
            return max(map(len, csv.reader(head, delimiter=delimiter)), default=0)
        except csv.Error:
            return 0

    csv.field_size_limit(_LONGEST_CELL)
    return max(_DELIMITERS, key=cells)


def _records(lines: Iterable[str], delimiter: str, place: Place) -> Records:
    rows = _rows(lines, delimiter, place)
    number, cells = next(rows, (1, []))
    header = Header(cells, Place(place.file, row=number))
    return Records(_below(header, rows, place), header.names)


def _below(header: Header, rows: Iterable[Row], place: Place) -> Generator[RawRecord]:
    names = header.names
    width = len(names)
    for number, cells in rows:
        row = header.without_reason(cells)
        if row is not cells and not any(row):
            continue
        where = Place(place.file, 0, number)
        if len(row) == width:
            yield RawRecord(dict(zip(names, row, strict=True)), where)
        elif len(row) > width and not any(row[width:]):
            yield RawRecord(dict(zip(names, row, strict=False)), where)
        else:
            problems = (header.miscounted(row, where),)
            yield RawRecord(
                dict(zip(names, row, strict=False)), where, problems, tuple(row[width:])
            )


def _rows(lines: Iterable[str], delimiter: str, place: Place) -> Iterator[Row]:
    """Yield the rows that are not blank with their numbers, counted as a spreadsheet does."""
    csv.field_size_limit(_LONGEST_CELL)
    number = 0
    try:
        for number, row in enumerate(csv.reader(lines, delimiter=delimiter, strict=True), 1):
            text = "".join(row)
            if text:
                yield number, [restored(cell) for cell in row] if "'" in text else row
    except csv.Error as error:
        raise _broken(error, Place(place.file, row=number + 1)) from error


def _broken(error: csv.Error, place: Place) -> DataError:
    if "field limit" in str(error):
        message = f"a cell has more than {_LONGEST_CELL} characters"
    else:
        message = "a quotation mark is not closed, or stands single within a cell"
    hint = 'a cell that has a quotation mark is written "like ""this"""'
    return DataError([Diagnostic("bad-csv", message, place, hint)])
