"""Data sheets as CSV: UTF-8 with a byte order mark, so that spreadsheets read Chinese."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

from formgen.data.cells import cell_text
from formgen.data.formula import neutralised
from formgen.datasheet.cells import cell_of
from formgen.datasheet.words import CHINESE, ENGLISH

if TYPE_CHECKING:
    from formgen.datasheet import DataSheet


def csv_of(sheet: DataSheet) -> bytes:
    """Return the headings, and the example below them if there is one."""
    words = CHINESE if sheet.chinese else ENGLISH
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow([neutralised(column.heading) for column in sheet.columns])
    if sheet.example:
        cells = [cell_of(sheet.example.value(c), c.field, words) for c in sheet.columns]
        writer.writerow([neutralised(cell_text(cell)) for cell in cells])
    return out.getvalue().encode("utf-8-sig")
