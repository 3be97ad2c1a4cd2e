"""Which glyph draws a character: the `cmap` table, searched in place.

Source: OpenType 1.9, "cmap"; formats 4 and 12 are what fonts of Unicode characters have.
"""

from __future__ import annotations

import struct
import sys
from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from typing import Protocol

from formgen.dataclass import dataclass

_LAST_CODE_POINT = 0x10FFFF
_PREFERENCE = {(3, 10): 0, (0, 6): 1, (0, 4): 2, (3, 1): 3, (0, 3): 4, (0, 2): 5, (0, 1): 6}


class CharacterMap(Protocol):
    """Maps code points to glyph ids."""

    def glyph_id(self, code_point: int) -> int:
        """Return the glyph of a code point, 0 if it has none."""
        ...

    def ranges(self) -> Iterator[range]:
        """Yield the covered code points, ascending."""
        ...


@dataclass(frozen=True, slots=True, eq=False)
class GroupMap:
    """Format 12: sorted groups of consecutive characters with consecutive glyphs."""

    starts: array[int]
    ends: array[int]
    glyphs: array[int]

    def glyph_id(self, code_point: int) -> int:
        """Return the glyph of a code point, 0 if it has none."""
        i = bisect_right(self.starts, code_point) - 1
        if i < 0 or code_point > self.ends[i]:
            return 0
        return self.glyphs[i] + code_point - self.starts[i]

    def ranges(self) -> Iterator[range]:
        """Yield the covered code points, ascending."""
        for start, end, glyph in zip(self.starts, self.ends, self.glyphs, strict=True):
            first = start if glyph else start + 1
            if first <= min(end, _LAST_CODE_POINT):
                yield range(first, min(end, _LAST_CODE_POINT) + 1)


@dataclass(frozen=True, slots=True, eq=False)
class SegmentMap:
    """Format 4: segments of the Basic Multilingual Plane, by a delta or through a glyph array."""

    ends: array[int]
    starts: array[int]
    deltas: array[int]
    offsets: array[int]
    glyphs: array[int]

    def glyph_id(self, code_point: int) -> int:
        """Return the glyph of a code point, 0 if it has none."""
        i = bisect_left(self.ends, code_point)
        if i == len(self.ends) or code_point < self.starts[i]:
            return 0
        if not self.offsets[i]:
            return (code_point + self.deltas[i]) & 0xFFFF
        at = self.offsets[i] // 2 + code_point - self.starts[i] - (len(self.ends) - i)
        glyph = self.glyphs[at] if 0 <= at < len(self.glyphs) else 0
        return (glyph + self.deltas[i]) & 0xFFFF if glyph else 0

    def ranges(self) -> Iterator[range]:
        """Yield the covered code points, ascending."""
        for start, end in zip(self.starts, self.ends, strict=True):
            first = None
            for code in range(start, end + 1):
                if self.glyph_id(code):
                    first = code if first is None else first
                elif first is not None:
                    yield range(first, code)
                    first = None
            if first is not None:
                yield range(first, end + 1)


def read_cmap(table: bytes) -> CharacterMap | None:
    """Return the map of Unicode characters in a `cmap` table, or None if it holds none.

    Raises struct.error or ValueError if the table is broken; the face turns it into a diagnostic.
    """
    (count,) = struct.unpack_from(">H", table, 2)
    records = struct.iter_unpack(">HHI", table[4 : 4 + 8 * count])
    known = [(_PREFERENCE[p, e], at) for p, e, at in records if (p, e) in _PREFERENCE]
    for _, at in sorted(known):
        (kind,) = struct.unpack_from(">H", table, at)
        if kind == 12:
            return _read_groups(table, at)
        if kind == 4:
            return _read_segments(table, at)
    return None


def _read_groups(table: bytes, at: int) -> GroupMap:
    (count,) = struct.unpack_from(">I", table, at + 12)
    values = _big_endian("I", table, at + 16, 3 * count)
    return GroupMap(values[0::3], values[1::3], values[2::3])


def _read_segments(table: bytes, at: int) -> SegmentMap:
    count = struct.unpack_from(">H", table, at + 6)[0] // 2
    ends = _big_endian("H", table, at + 14, count)
    starts, deltas, offsets = (
        _big_endian("H", table, at + 16 + 2 * count * i, count) for i in (1, 2, 3)
    )
    glyphs_at = at + 16 + 8 * count
    glyphs = _big_endian("H", table, glyphs_at, (len(table) - glyphs_at) // 2)
    return SegmentMap(ends, starts, deltas, offsets, glyphs)


def _big_endian(kind: str, table: bytes, at: int, count: int) -> array[int]:
    values: array[int] = array(kind)
    size = values.itemsize * count
    if count < 0 or at + size > len(table):
        raise ValueError("the character map ends beyond its table")
    values.frombytes(table[at : at + size])
    if sys.byteorder == "little":
        values.byteswap()
    return values
