"""The cells of a sheet as people see them, row by row."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, TypeAlias

from formgen.data.cells import clock
from formgen.data.formula import restored
from formgen.data.sources.workbook_parts import PERCENT, Marks

if TYPE_CHECKING:
    from formgen.data.sources.cells_apart import SheetCells

Row: TypeAlias = tuple[int, list[object]]
"""The number of a row, as the spreadsheet shows it, and its cells; an empty cell is ""."""

_MOST_EXACT = 1e15
"""From here on a spreadsheet, which keeps fifteen digits of a number, has lost some."""

_FAR = 1 << 14
_HALF_SECOND = timedelta(microseconds=500_000)


def rows_of(sheet: SheetCells, marks: Marks) -> Iterator[Row]:
    """Yield the rows of a sheet that hold something."""
    errors = {number: found for number, row in marks.items() if (found := _errors(row))}
    first = min((column for row in errors.values() for column in row), default=_FAR)
    first = min(first, _FAR if sheet.first is None else sheet.first)
    before: list[object] = [""] * (sheet.first - first if sheet.first is not None else 0)
    alone = deque(sorted(errors))  # rows of nothing but errors, which to calamine hold nothing
    for number, cells in sheet.rows:
        while alone and alone[0] < number:
            yield _of_errors(alone.popleft(), errors, first)
        if alone and alone[0] == number:
            alone.popleft()
        row = [_SEEN[type(cell)](cell) for cell in cells]
        if before:
            row = before + row
        if number in marks:
            _mark(row, marks[number], first)
        yield number, row
    for number in alone:
        yield _of_errors(number, errors, first)


def _of_errors(number: int, errors: Marks, first: int) -> Row:
    row: list[object] = []
    _mark(row, errors[number], first)
    return number, row


def _errors(row: Mapping[int, str]) -> dict[int, str]:
    return {column: mark for column, mark in row.items() if mark != PERCENT}


def _mark(row: list[object], marks: Mapping[int, str], first: int) -> None:
    """Put the errors into a row, and give percentages their sign."""
    for column, mark in marks.items():
        index = column - first
        if mark != PERCENT:
            row += [""] * (index + 1 - len(row))
            row[index] = mark
        elif 0 <= index < len(row):
            row[index] = _percentage(row[index])


def _percentage(value: object) -> object:
    if not isinstance(value, (int, Decimal)) or isinstance(value, bool):
        return value
    return f"{format((Decimal(value) * 100).normalize(), 'f')}%"


def _number(value: float) -> int | float | Decimal:
    """Return a number with the fifteen digits that a spreadsheet keeps.

    One with more before the point stays a float: no text field takes it for a number or an id.
    """
    if abs(value) >= _MOST_EXACT:
        return value
    if value.is_integer():
        return int(value)
    return Decimal(format(Decimal(f"{value:.15g}"), "f"))


def _moment(value: datetime) -> datetime:
    # A spreadsheet keeps a time as a part of a day, which is seldom a whole second.
    return (value + _HALF_SECOND).replace(microsecond=0) if value.microsecond else value


def _same(value: object) -> object:
    return value


_SEEN: Mapping[type, Callable[..., object]] = {
    str: restored,
    bool: _same,
    int: _same,
    float: _number,
    date: _same,
    datetime: _moment,
    time: clock,
    timedelta: clock,
}
