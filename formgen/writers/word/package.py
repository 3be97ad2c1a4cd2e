"""The package of a document: a zip file whose members are compressed once and put together raw.

The dates and the order of the members never change, so the same document gives the same bytes.
Source: PKWARE APPNOTE 6.3.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterable

from formgen.dataclass import dataclass

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

    @classmethod
    def of_chunks(cls, name: str, chunks: Iterable[bytes]) -> Member:
        """Return a member whose content comes bit by bit, compressed as a `fast` one."""
        deflate = zlib.compressobj(_FAST, zlib.DEFLATED, -15)
        parts, checksum, size = [], 0, 0
        for chunk in chunks:
            checksum = zlib.crc32(chunk, checksum)
            size += len(chunk)
            parts.append(deflate.compress(chunk))
        return cls(name.encode(), b"".join([*parts, deflate.flush()]), checksum, size)

    def header(self, length: int | None = None) -> bytes:
        """Return what stands before the bytes of the member, `length` many if it has them not."""
        length = len(self.data) if length is None else length
        return struct.pack(
            "<I5H3I2H", _LOCAL, _VERSION, _UTF8, _DEFLATED, 0, _DAY, self.checksum,
            length, self.size, len(self.name), 0,
        ) + self.name  # fmt: skip

    def entry(self, offset: int, length: int | None = None) -> bytes:
        """Return the entry of the member in the directory; it stands at `offset`."""
        length = len(self.data) if length is None else length
        return struct.pack(
            "<I6H3I5H2I", _CENTRAL, _VERSION, _VERSION, _UTF8, _DEFLATED, 0, _DAY, self.checksum,
            length, self.size, len(self.name), 0, 0, 0, 0, 0, offset,
        ) + self.name  # fmt: skip


@dataclass(frozen=True, slots=True)
class Archive:
    """The members that stand first in every file of a kind, put together once."""

    data: bytes
    directory: bytes
    count: int

    @classmethod
    def of(cls, members: Iterable[Member]) -> Archive:
        """Return an archive with these members, in their order."""
        parts, directory, count = _written(members, 0)
        return cls(b"".join(parts), b"".join(directory), count)

    def file(self, members: Iterable[Member]) -> bytes:
        """Return the zip file of the archive with further members."""
        parts, directory, count = _written(members, len(self.data))
        entries = b"".join([self.directory, *directory])
        offset = len(self.data) + sum(map(len, parts))
        return b"".join(
            [self.data, *parts, entries, ending(self.count + count, len(entries), offset)]
        )


def _written(members: Iterable[Member], offset: int) -> tuple[list[bytes], list[bytes], int]:
    """Return members as they stand from `offset` on, their entries, and how many they are."""
    parts: list[bytes] = []
    directory: list[bytes] = []
    for member in members:
        head = member.header()
        directory.append(member.entry(offset))
        parts += [head, member.data]
        offset += len(head) + len(member.data)
    return parts, directory, len(directory)


def ending(count: int, size: int, offset: int) -> bytes:
    """Return the end of a zip file whose directory has `count` entries and stands at `offset`."""
    return struct.pack("<I4H2IH", _END, 0, 0, count, count, size, offset, 0)
