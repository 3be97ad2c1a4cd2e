"""The package of a document: a zip file whose members are compressed once and put together raw.

The dates and the order of the members never change, so the same document gives the same bytes.
Source: PKWARE APPNOTE 6.3.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterable
from dataclasses import dataclass

_LOCAL, _CENTRAL, _END = 0x04034B50, 0x02014B50, 0x06054B50
_VERSION, _UTF8, _DEFLATED = 20, 0x0800, 8
_DAY = (1 << 5) | 1  # the first day that a zip file knows, 1 January 1980
_FAST, _SMALL = 1, 6
_LITTLE = 4096


@dataclass(frozen=True, slots=True)
class Member:
    """A file of a package, ready to be written: its name, its deflated bytes, what they were."""

    name: bytes
    data: bytes
    checksum: int
    size: int

    @classmethod
    def of(cls, name: str, content: bytes, *, fast: bool = False) -> Member:
        """Return a member; `fast` compresses less, for what is written for one record only."""
        level = _FAST if fast else _SMALL
        # A small file needs no large window, which takes longer to clear than to use.
        window, memory = (-15, 8) if len(content) > _LITTLE else (-12, 5)
        deflate = zlib.compressobj(level, zlib.DEFLATED, window, memory)
        data = deflate.compress(content) + deflate.flush()
        return cls(name.encode(), data, zlib.crc32(content), len(content))

    def header(self) -> bytes:
        """Return what stands before the bytes of the member."""
        return struct.pack(
            "<I5H3I2H", _LOCAL, _VERSION, _UTF8, _DEFLATED, 0, _DAY, self.checksum,
            len(self.data), self.size, len(self.name), 0,
        ) + self.name  # fmt: skip

    def entry(self, offset: int) -> bytes:
        """Return the entry of the member in the directory; it stands at `offset`."""
        return struct.pack(
            "<I6H3I5H2I", _CENTRAL, _VERSION, _VERSION, _UTF8, _DEFLATED, 0, _DAY, self.checksum,
            len(self.data), self.size, len(self.name), 0, 0, 0, 0, 0, offset,
        ) + self.name  # fmt: skip


def package(members: Iterable[Member]) -> bytes:
    """Return the zip file of members, in their order."""
    parts: list[bytes] = []
    directory: list[bytes] = []
    offset = 0
    for member in members:
        head = member.header()
        directory.append(member.entry(offset))
        parts += [head, member.data]
        offset += len(head) + len(member.data)
    return b"".join([*parts, *directory, ending(len(directory), sum(map(len, directory)), offset)])


def ending(count: int, size: int, offset: int) -> bytes:
    """Return the end of a zip file whose directory has `count` entries and stands at `offset`."""
    return struct.pack("<I4H2IH", _END, 0, 0, count, count, size, offset, 0)
