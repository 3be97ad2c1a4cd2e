"""Errors, percentages and the reach of a sheet, from the content of an ODS workbook.

OpenDocument 1.3 part 3, section 9: a row and a cell may stand for many of their kind.
"""

from __future__ import annotations

import re
import zipfile
from html import unescape

from formgen.data.sources.workbook_parts import NO_RESULT, PERCENT, Found

_TABLE = re.compile(rb"<table:table\s([^>]*)>")
_NAME = re.compile(rb'table:name="([^"]*)"')
_TAG = re.compile(rb"<table:(table-row|table-cell|covered-table-cell)\b([^>]*?)/?>")
_ROWS = re.compile(rb'number-rows-repeated="([0-9]{1,9})"')
_COLUMNS = re.compile(rb'number-columns-repeated="([0-9]{1,9})"')
_KIND = re.compile(rb'\soffice:value-type="([a-z]+)"')
_TEXT = re.compile(rb"\s*<text:p[^>]*>([^<]*)<")
_MOST_ROWS = 1 << 20
_MOST_MARKED = 1000
"""How often a repeated cell is marked: more of one kind are no table of data."""


def find_in_ods(archive: zipfile.ZipFile) -> dict[str, Found]:
    """Return what is to be known of each sheet; raises what reading the parts does."""
    content = archive.read("content.xml")
    sheets: dict[str, Found] = {}
    for match in _TABLE.finditer(content):
        name = _NAME.search(match[1])
        end = content.find(b"</table:table>", match.end())
        found = _find(content, match.end(), end if end >= 0 else len(content))
        sheets[unescape(name[1].decode()) if name else ""] = found
    return sheets


def _find(content: bytes, start: int, end: int) -> Found:
    found = Found()
    row = column = 0
    repeated = 1
    for match in _TAG.finditer(content, start, end):
        if match[1] == b"table-row":
            row, column = row + repeated, 0
            repeated = _count(_ROWS, match[2])
            continue
        width = _count(_COLUMNS, match[2])
        if _KIND.search(match[2]):
            found.reach(min(row + repeated - 1, _MOST_ROWS), column + width - 1)
            mark = _mark(match, content)
            if mark:
                for i in range(min(repeated, _MOST_MARKED)):
                    for j in range(min(width, _MOST_MARKED)):
                        found.mark(row + i, column + j, mark)
        column += width
    return found


def _count(pattern: re.Pattern[bytes], attributes: bytes) -> int:
    found = pattern.search(attributes)
    return int(found[1]) if found else 1


def _mark(match: re.Match[bytes], content: bytes) -> str | None:
    """Return the mark of the cell whose tag matches if it has an error or is a percentage."""
    if b'value-type="error"' in match[2]:
        text = _TEXT.match(content, match.end())
        return unescape(text[1].decode()) if text else NO_RESULT
    return PERCENT if b'office:value-type="percentage"' in match[2] else None
