"""Errors and percentages of a sheet, from the records of an XLS workbook.

[MS-CFB] is the file that holds the stream of the workbook, [MS-XLS] its records.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from typing import BinaryIO

from formgen.data.sources.workbook_parts import PERCENT, PERCENT_FORMATS, Found, shows_percent

_LAST = 0xFFFFFFFA
"""Numbers of sectors from here on mean the end, or that there is none."""

_EOF, _SHEET, _STYLE, _FORMAT, _TEXTS = 0x000A, 0x0085, 0x00E0, 0x041E, 0x00FC
_REACH = 0x0200
_FORMULA, _ERROR, _NUMBER, _SHORT, _SHORTS = 0x0006, 0x0205, 0x0203, 0x027E, 0x00BD
_SEVERAL = frozenset((_SHORTS, 0x00BE))
_CELLS = _SEVERAL | {_FORMULA, _ERROR, _NUMBER, _SHORT, 0x0201, 0x0204, 0x00FD, 0x00D6}
"""The records of cells: those of several in a row, and with the blank ones and the texts, all."""

_NAMES = ("Workbook", "Book")
_SMALL = 64
_COUNTS = (40, 44, 64, 72)
"""Where the header says how many sectors its tables have ([MS-CFB], 2.2)."""

_ERRORS = {
    0x00: "#NULL!", 0x07: "#DIV/0!", 0x0F: "#VALUE!", 0x17: "#REF!", 0x1D: "#NAME?",
    0x24: "#NUM!", 0x2A: "#N/A",
}  # fmt: skip


def find_in_xls(stream: BinaryIO) -> dict[str, Found]:
    """Return what is to be known of each sheet; raises ValueError if the file is broken."""
    try:
        book = _book(stream)
        starts, percent = _globals(book)
        return _sheets(book, starts, percent)
    except (struct.error, IndexError) as error:
        raise ValueError("a part of it ends too early") from error


def _sheets(
    book: bytes, starts: list[tuple[str, int]], percent: frozenset[int]
) -> dict[str, Found]:
    sheets: dict[str, Found] = {}
    left = len(book)
    for name, start in starts:
        sheets[name], size = _find(book, start, percent)
        left -= size
        if left < 0:
            raise ValueError("its sheets lie within each other")
    return sheets


def _find(book: bytes, start: int, percent: frozenset[int]) -> tuple[Found, int]:
    """Return what is to be known of the sheet that begins at `start`, and how long it is."""
    found = Found()
    size = 0
    for kind, body in _records(book, start):
        size += 4 + len(body)
        if kind == _REACH:
            first_row, last_row, first, last = struct.unpack_from("<IIHH", body)
            if first_row > last_row or first > last:
                raise ValueError("a sheet ends before it begins")
            found.reach(last_row, last - 1)
        elif kind in _CELLS:
            row, first = struct.unpack_from("<HH", body)
            last = struct.unpack_from("<H", body, len(body) - 2)[0] if kind in _SEVERAL else first
            found.reach(row + 1, max(first, last))
            _note(found, kind, body, percent)
    return found, size


def _book(stream: BinaryIO) -> bytes:
    """Return the stream of the workbook, b"" if the file has none."""
    stream.seek(0)
    content = stream.read()
    shift = struct.unpack_from("<H", content, 30)[0]
    if shift not in (9, 12):
        raise ValueError("its sectors have no size that there is")
    size = 1 << shift
    for at in _COUNTS:
        _refuse_more(struct.unpack_from("<I", content, at)[0] * 4, content)
    table = _table(content, size)
    sectors = content[size:]
    folder = _chain(sectors, struct.unpack_from("<I", content, 48)[0], table, size)
    smallest, small_table = struct.unpack_from("<II", content, 56)
    for at in range(0, len(folder) - 127, 128):
        length = struct.unpack_from("<H", folder, at + 64)[0]
        name = folder[at : at + max(length - 2, 0)].decode("utf-16-le", "replace")
        start, count = struct.unpack_from("<II", folder, at + 116)
        _refuse_more(count, content)
        if name not in _NAMES:
            continue
        if count >= smallest:
            return _chain(sectors, start, table, size)[:count]
        packed = _chain(sectors, struct.unpack_from("<I", folder, 116)[0], table, size)
        following = _chain(sectors, small_table, table, size)
        numbers = list(struct.unpack(f"<{len(following) // 4}I", following))
        return _chain(packed, start, numbers, _SMALL)[:count]
    return b""


def _refuse_more(count: int, content: bytes) -> None:
    """Raise ValueError if a file says that it has more than it can: calamine makes room for it."""
    if count > len(content):
        raise ValueError("it says that it has more than it has")


def _table(content: bytes, size: int) -> list[int]:
    """Return for each sector which one follows it."""
    numbers = list(struct.unpack_from("<109I", content, 76))
    following, count = struct.unpack_from("<II", content, 68)
    for _ in range(min(count, len(content) // size)):
        if following >= _LAST:
            break
        *more, following = struct.unpack_from(f"<{size // 4}I", content, (following + 1) * size)
        numbers += more
    table: list[int] = []
    used = [number for number in numbers if number < _LAST]
    if len(set(used)) < len(used):
        raise ValueError("one of its sectors is used twice")
    for number in used:
        table += struct.unpack_from(f"<{size // 4}I", content, (number + 1) * size)
    return table


def _chain(sectors: bytes, number: int, table: list[int], size: int) -> bytes:
    """Return the sectors that follow each other from `number` on."""
    parts: list[bytes] = []
    most = len(sectors) // size + 1
    while number < _LAST:
        if len(parts) > most:
            raise ValueError("its sectors follow each other in a circle")
        parts.append(sectors[number * size : (number + 1) * size])
        number = table[number]
    return b"".join(parts)


def _records(book: bytes, at: int) -> Iterator[tuple[int, bytes]]:
    """Yield the records from `at` on to the end of their substream."""
    while at + 4 <= len(book):
        kind, length = struct.unpack_from("<HH", book, at)
        if kind == _EOF:
            return
        yield kind, book[at + 4 : at + 4 + length]
        at += 4 + length


def _globals(book: bytes) -> tuple[list[tuple[str, int]], frozenset[int]]:
    """Return where each sheet begins, and which cell styles show percentages."""
    starts: list[tuple[str, int]] = []
    formats = set(PERCENT_FORMATS)
    styles: list[int] = []
    for kind, body in _records(book, 0):
        if kind == _TEXTS:
            _refuse_more(struct.unpack_from("<I", body, 4)[0], book)
        elif kind == _SHEET:
            starts.append((_text(body[7:], body[6]), struct.unpack_from("<I", body)[0]))
        elif kind == _STYLE:
            styles.append(struct.unpack_from("<H", body, 2)[0])
        elif kind == _FORMAT:
            number, length = struct.unpack_from("<HH", body)
            if shows_percent(_text(body[4:], length)):
                formats.add(number)
    return starts, frozenset(i for i, number in enumerate(styles) if number in formats)


def _text(body: bytes, length: int) -> str:
    """Return a text of so many characters; its first byte says whether they have two bytes."""
    if body[0] & 1:
        return body[1 : 1 + 2 * length].decode("utf-16-le", "replace")
    return body[1 : 1 + length].decode("latin-1")


def _note(found: Found, kind: int, body: bytes, percent: frozenset[int]) -> None:
    """Mark the cell, or the cells, of a record if they have an error or are percentages."""
    row, column, style = struct.unpack_from("<HHH", body)
    if kind == _SHORTS:
        for i in range((len(body) - 6) // 6):
            if struct.unpack_from("<H", body, 4 + 6 * i)[0] in percent:
                found.mark(row + 1, column + i, PERCENT)
    elif kind == _ERROR and body[7] == 1:
        found.mark(row + 1, column, _ERRORS.get(body[6], "#N/A"))
    elif kind == _FORMULA and body[12:14] == b"\xff\xff" and body[6] == 2:
        found.mark(row + 1, column, _ERRORS.get(body[8], "#N/A"))
    elif kind in (_FORMULA, _NUMBER, _SHORT) and style in percent:
        found.mark(row + 1, column, PERCENT)
