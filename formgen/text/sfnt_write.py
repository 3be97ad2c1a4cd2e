"""Writing a TrueType file: its directory, its checksums, and the tables that a subset has anew.

Source: OpenType 1.9, "Organization of an OpenType Font" and the chapters of the tables.
"""

from __future__ import annotations

import struct
import sys
from array import array
from collections.abc import Iterable, Mapping
from typing import NamedTuple

_MAGIC_SUM = 0xB1B0AFBA
_VERSION = 0x00010000
_WINDOWS, _FULL_UNICODE, _UTF_16, _ENGLISH = 3, 10, 1, 0x0409
_FAMILY, _STYLE, _FULL_NAME, _POSTSCRIPT_NAME = 1, 2, 4, 6


class Table(NamedTuple):
    """The bytes of a table, not padded, and their checksum."""

    data: bytes
    checksum: int

    @classmethod
    def of(cls, data: bytes) -> Table:
        """Return a table with its checksum computed."""
        return cls(data, word_sum(padded(data)))


def font_file(tables: Mapping[str, Table]) -> bytes:
    """Return the file of these tables; the checkSumAdjustment of the head must be 0."""
    tables = dict(sorted(tables.items()))
    directory = _directory(tables)
    whole = word_sum(directory) + sum(table.checksum for table in tables.values())
    bodies = {tag: padded(table.data) for tag, table in tables.items()}
    adjustment = struct.pack(">I", (_MAGIC_SUM - whole) & 0xFFFFFFFF)
    bodies["head"] = bodies["head"][:8] + adjustment + bodies["head"][12:]
    return directory + b"".join(bodies.values())


def _directory(tables: Mapping[str, Table]) -> bytes:
    count = len(tables)
    power = count.bit_length() - 1
    search = 16 << power
    parts = [struct.pack(">IHHHH", _VERSION, count, search, power, 16 * count - search)]
    at = 12 + 16 * count
    for tag, (data, checksum) in tables.items():
        parts.append(struct.pack(">4sIII", tag.encode("ascii"), checksum, at, len(data)))
        at += len(data) + -len(data) % 4
    return b"".join(parts)


def padded(data: bytes) -> bytes:
    """Return `data` with zeros up to a whole number of 32-bit words."""
    return data + bytes(-len(data) % 4)


def word_sum(words: bytes) -> int:
    """Return the sum of big-endian 32-bit words, modulo 2³²; `words` is padded."""
    numbers = array("I", words)
    if sys.byteorder == "little":
        numbers.byteswap()
    return sum(numbers) & 0xFFFFFFFF


# ---- tables ---------------------------------------------------------------------------------


def head_table(head: bytes, is_long: bool) -> bytes:
    """Return a head with its checkSumAdjustment 0 and the format of the loca set."""
    return head[:8] + bytes(4) + head[12:50] + struct.pack(">h", is_long) + head[52:]


def loca_table(lengths: Iterable[int], is_long: bool) -> bytes:
    """Return the loca of outlines that follow each other, from their lengths."""
    unit = 1 if is_long else 2
    offsets = array("I" if is_long else "H", [0])
    at = 0
    for length in lengths:
        at += length // unit
        offsets.append(at)
    if sys.byteorder == "little":
        offsets.byteswap()
    return offsets.tobytes()


def post_table(post: bytes) -> bytes:
    """Return version 3 (no glyph names) of a post table, its slant and underline kept."""
    return b"\0\3\0\0" + post[4:16].ljust(12, b"\0") + bytes(16)


def cmap_table(glyphs: Mapping[str, int]) -> bytes:
    """Return a cmap of one subtable, format 12: runs of characters with glyphs in step."""
    groups: list[list[int]] = []
    for char, glyph in sorted(glyphs.items()):
        code = ord(char)
        if groups and groups[-1][1] == code - 1 and code - groups[-1][0] == glyph - groups[-1][2]:
            groups[-1][1] = code
        else:
            groups.append([code, code, glyph])
    header = struct.pack(">HHHHI", 0, 1, _WINDOWS, _FULL_UNICODE, 12)
    subtable = struct.pack(">HHIII", 12, 0, 16 + 12 * len(groups), 0, len(groups))
    return header + subtable + b"".join(struct.pack(">III", *group) for group in groups)


def name_table(postscript_name: str) -> bytes:
    """Return a name table whose family, full and PostScript name are all `postscript_name`."""
    name, style = postscript_name.encode("utf-16-be"), "Regular".encode("utf-16-be")
    spans = dict.fromkeys((_FAMILY, _STYLE, _FULL_NAME, _POSTSCRIPT_NAME), (len(name), 0))
    spans[_STYLE] = (len(style), len(name))
    records = [
        struct.pack(">6H", _WINDOWS, _UTF_16, _ENGLISH, number, *span)
        for number, span in spans.items()
    ]
    header = struct.pack(">3H", 0, len(records), 6 + 12 * len(records))
    return header + b"".join(records) + name + style
