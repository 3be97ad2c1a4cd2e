"""Errors, percentages and the reach of a sheet, from the content of an ODS workbook.

OpenDocument 1.3 part 3, section 9: a row and a cell may stand for many of their kind.
"""

from __future__ import annotations

import re
import zipfile
from html import unescape

from formgen.data.sources.workbook_parts import NO_RESULT, PERCENT, Found, blocks

_NAME = re.compile(rb'table:name="([^"]*)"')
_TAG = re.compile(rb"<table:(table|table-row|table-cell|covered-table-cell)(?![\w-])([^<>]*?)/?>")
_ROWS = re.compile(rb'number-rows-repeated="([0-9]{1,9})"')
_COLUMNS = re.compile(rb'number-columns-repeated="([0-9]{1,9})"')
_KIND = re.compile(rb'\soffice:value-type="([a-z]+)"')
_TEXT = re.compile(rb"\s*<text:p[^<>]*>([^<]*)<")
_MOST_ROWS = 1 << 20
_MOST_MARKED = 1000
"""How often a repeated cell is marked: more of one kind are no table of data."""


def find_in_ods(archive: zipfile.ZipFile) -> dict[str, Found]:
    """Return what is to be known of each sheet; raises what reading the parts does."""
    scan = _Scan()
    with archive.open("content.xml") as stream:
        for block in blocks(stream, b"<table:table-row"):
            for match in _TAG.finditer(block):
                scan.take(match, block)
    return scan.sheets


class _Scan:
    """Goes through the tags of a file; what is repeated counts as often as it says."""

    def __init__(self) -> None:
        self.sheets: dict[str, Found] = {}
        self._begin(b"")

    def _begin(self, attributes: bytes) -> None:
        self._found = Found()
        self._row = self._column = 0
        self._repeated = 1
        if attributes:
            name = _NAME.search(attributes)
            self.sheets[unescape(name[1].decode()) if name else ""] = self._found

    def take(self, match: re.Match[bytes], block: bytes) -> None:
        """Take in a tag, which stands in `block`."""
        attributes = match[2]
        if match[1] == b"table":
            self._begin(attributes or b" ")
        elif match[1] == b"table-row":
            self._row, self._column = self._row + self._repeated, 0
            self._repeated = _count(_ROWS, attributes)
        else:
            width = _count(_COLUMNS, attributes)
            if _KIND.search(attributes):
                self._cells(width, match, block)
            self._column += width

    def _cells(self, width: int, match: re.Match[bytes], block: bytes) -> None:
        row, column, repeated = self._row, self._column, self._repeated
        self._found.reach(min(row + repeated - 1, _MOST_ROWS), column + width - 1)
        mark = _mark(match, block)
        if mark:
            for i in range(min(repeated, _MOST_MARKED)):
                for j in range(min(width, _MOST_MARKED)):
                    self._found.mark(row + i, column + j, mark)


def _count(pattern: re.Pattern[bytes], attributes: bytes) -> int:
    found = pattern.search(attributes)
    return int(found[1]) if found else 1


def _mark(match: re.Match[bytes], content: bytes) -> str | None:
    """Return the mark of the cell whose tag matches if it has an error or is a percentage."""
    if b'value-type="error"' in match[2]:
        text = _TEXT.match(content, match.end())
        return unescape(text[1].decode()) if text else NO_RESULT
    return PERCENT if b'office:value-type="percentage"' in match[2] else None
