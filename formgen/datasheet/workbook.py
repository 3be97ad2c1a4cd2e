"""Data sheets as XLSX: real dates, texts that stay texts, pick lists, limits, and comments.

What a column takes holds for all of it, down to the last row that a workbook can have.
"""

from __future__ import annotations

import io
import re
from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING

from formgen.datasheet.cells import cell_of
from formgen.datasheet.columns import Column
from formgen.datasheet.limits import limits_of, shown_as
from formgen.datasheet.widths import height_of, width_of
from formgen.datasheet.words import CHINESE, ENGLISH, Words, note

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

    from formgen.datasheet import DataSheet

_LAST_ROW = 1_048_575
_UNDATED = datetime(2000, 1, 1)
_MOST_IN_NAME = 31
_NOT_IN_NAME = re.compile(r"[\[\]:*?/\\'\x00-\x1f]")


def workbook_of(sheet: DataSheet, created: datetime | None = None) -> bytes:
    """Return the workbook: a sheet to fill in, and a hidden one with what its lists offer."""
    from xlsxwriter import Workbook

    words = CHINESE if sheet.chinese else ENGLISH
    out = io.BytesIO()
    with Workbook(out, {"in_memory": True}) as book:
        book.set_properties({"title": sheet.title, "created": created or _UNDATED})
        page = book.add_worksheet(_sheet_name(sheet.title, words))
        filler = _Filler(book, page, _Lists(book, words), words)
        for number, column in enumerate(sheet.columns):
            value = sheet.example.value(column) if sheet.example else None
            filler.add(number, column, cell_of(value, column.field, words))
        filler.finish(bool(sheet.columns and sheet.example))
    return out.getvalue()


def _sheet_name(title: str, words: Words) -> str:
    """Return a name that Excel takes (no more than 31 characters) and no other sheet has."""
    name = _NOT_IN_NAME.sub(" ", title).strip()[:_MOST_IN_NAME].strip()
    return f"{name} 1" if name.lower() in (words.lists, "history", "") else name


class _Lists:
    """The hidden sheet from whose columns the pick lists take what they offer."""

    def __init__(self, book: Workbook, words: Words) -> None:
        self._page = book.add_worksheet(words.lists)
        self._page.hide()
        self._name = words.lists
        self._known: dict[tuple[str, ...], str] = {}

    def reference(self, offered: tuple[str, ...]) -> str:
        """Return where the list stands that offers these, each distinct one once."""
        if offered not in self._known:
            column = len(self._known)
            for row, text in enumerate(offered):
                self._page.write_string(row, column, text)
            self._known[offered] = self._range(column, len(offered))
        return self._known[offered]

    def _range(self, column: int, length: int) -> str:
        from xlsxwriter.utility import xl_range_abs

        return f"='{self._name}'!{xl_range_abs(0, column, length - 1, column)}"


class _Filler:
    """Puts columns on the page: heading, comment, width, format, limits and example."""

    def __init__(self, book: Workbook, page: Worksheet, lists: _Lists, words: Words) -> None:
        self._book, self._page, self._lists, self._words = book, page, lists, words
        heading = {
            "bold": True,
            "bg_color": "#dde2e9",
            "border": 1,
            "align": "center",
            "valign": "vcenter",
        }
        self._heading = book.add_format(heading)
        self._required = book.add_format(
            {**heading, "bg_color": "#f8dcd4", "font_color": "#9c1c00"}
        )
        self._formats: dict[tuple[str, bool], Format] = {}

    def add(self, number: int, column: Column, example: object) -> None:
        field = column.field
        shown = shown_as(field)
        self._page.set_column(number, number, width_of(column), self._format(shown))
        self._page.write_string(
            0, number, column.heading, self._required if field.required else self._heading
        )
        said = note(column, self._words)
        self._page.write_comment(0, number, said, {"x_scale": 2, "y_scale": height_of(said)})
        rule = limits_of(field, self._words, self._lists.reference)
        if rule:
            self._page.data_validation(1, number, _LAST_ROW, number, rule)
        _write(self._page, number, example, self._format(shown, example=True))

    def finish(self, example: bool) -> None:
        page = self._page
        page.freeze_panes(1, 0)
        page.set_row(0, 20)
        page.set_landscape()
        page.set_paper(9)  # A4
        page.repeat_rows(0)
        page.repeat_columns(0)
        page.ignore_errors({"number_stored_as_text": f"A1:XFD{_LAST_ROW + 1}"})
        if example:
            page.write_comment(1, 0, self._words.sample, {"x_scale": 2, "y_scale": 0.5})

    def _format(self, shown: str, example: bool = False) -> Format:
        known = self._formats.get((shown, example))
        if known is None:
            look = {"italic": True, "font_color": "#5a6472"} if example else {}
            known = self._book.add_format({"num_format": shown, "valign": "top", **look})
            self._formats[shown, example] = known
        return known


def _write(page: Worksheet, number: int, cell: object, look: Format) -> None:
    match cell:
        case str():
            page.write_string(1, number, cell, look)
        case date():
            page.write_datetime(1, number, cell, look)
        case Decimal():
            page.write_number(1, number, float(cell), look)
