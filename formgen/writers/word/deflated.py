"""Files of a package whose parts are deflated apart: most of them once, for all records.

A deflated file may be put together from stretches that were each deflated alone and end on a whole
byte: none looks back beyond its own start. Source: RFC 1951, 2 and 3.2.4 (stored blocks).
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterable
from typing import TypeAlias

from formgen.writers.word.package import Member

Stretch: TypeAlias = tuple[tuple[bytes, ...], tuple[bytes, ...]]
"""Consecutive bytes of a file in pieces, and in pieces too what they are deflated."""

_BEST, _FAST = (9, -15, 8), (2, -12, 5)
"""Level, window and memory of zlib; small ones are soon cleared."""
_SHORT = 160
"""Up to so many bytes a stretch is stored as it is: there is little to gain."""
_MOST_STORED = 0xFFFF
_STORED = struct.Struct("<BHH")
_END = b"\x03\x00"
"""A last block with nothing in it."""


def kept(text: str) -> Stretch:
    """Return a stretch as small as it gets, for what many records share."""
    data = text.encode()
    return (data,), (_deflated(data, *_BEST),)


def merged(stretches: Iterable[Stretch]) -> Stretch:
    """Return some of `kept` as one of `kept`, which is smaller."""
    return kept("".join(plain.decode() for (plain,), _ in stretches))


def passing(text: str) -> Stretch:
    """Return a stretch that is made soon, for one record."""
    data = text.encode()
    if len(data) <= _SHORT:
        return (data,), (stored(data),)
    return (data,), (_deflated(data, *_FAST),)


def stored(data: bytes) -> bytes:
    """Return bytes as a block of their own that is not compressed; at most 65,535 of them."""
    return _STORED.pack(0, len(data), len(data) ^ _MOST_STORED) + data


def joined(first: Stretch, second: Stretch) -> Stretch:
    """Return two stretches as one."""
    return first[0] + second[0], first[1] + second[1]


def member(name: bytes, stretches: Iterable[Stretch]) -> Member:
    """Return the file of a package that consists of stretches."""
    plain: list[bytes] = []
    deflated: list[bytes] = []
    for some, the_same in stretches:
        plain += some
        deflated += the_same
    deflated.append(_END)
    content = b"".join(plain)
    return Member(name, b"".join(deflated), zlib.crc32(content), len(content))


def _deflated(data: bytes, level: int, window: int, memory: int) -> bytes:
    deflate = zlib.compressobj(level, zlib.DEFLATED, window, memory)
    return deflate.compress(data) + deflate.flush(zlib.Z_SYNC_FLUSH)
