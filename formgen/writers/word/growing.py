"""A package that is written as it grows, on a file that need not be seekable.

What can only be written at the end is compressed as it grows and kept aside, on the disk once it
is large; so the memory that a package takes does not grow with what is in it.
"""

from __future__ import annotations

import shutil
import zlib
from tempfile import SpooledTemporaryFile
from typing import BinaryIO

from formgen.errors import OutputError
from formgen.writers.word.package import Member, ending

_MOST_FILES = 65_000
_MOST_BYTES = 0xFFFF_FFFF
"""The largest size and place that a zip file without extensions knows."""
_TOO_LARGE = ("document-too-large", "a document has at most 4 GB; print fewer records into one")
_IN_MEMORY = 1 << 20


class GrowingMember:
    """A file of a package that grows until the package ends."""

    def __init__(self, name: str, head: str) -> None:
        """Start the file called `name` with `head`."""
        self._name = name.encode()
        self._deflate = zlib.compressobj(1, zlib.DEFLATED, -15)
        self._kept = SpooledTemporaryFile(_IN_MEMORY)  # noqa: SIM115 - closed with its owner
        self._checksum = self._size = self._deflated = 0
        self.add(head)

    def add(self, text: str) -> None:
        """Append text to the file; raises OutputError if it gets too large."""
        data = text.encode()
        self._checksum = zlib.crc32(data, self._checksum)
        self._size += len(data)
        if self._size > _MOST_BYTES:
            raise OutputError.of(*_TOO_LARGE)
        self._keep(self._deflate.compress(data))

    def discard(self) -> None:
        """Let go of what is kept aside."""
        self._kept.close()

    def end(self, tail: str) -> tuple[Member, int]:
        """Append the last text; return the file without its bytes, and how many those are."""
        self.add(tail)
        self._keep(self._deflate.flush())
        return Member(self._name, b"", self._checksum, self._size), self._deflated

    def copy(self, out: BinaryIO) -> None:
        """Write the compressed bytes to `out` and let go of them."""
        self._kept.seek(0)
        with self._kept:
            shutil.copyfileobj(self._kept, out)

    def _keep(self, data: bytes) -> None:
        self._kept.write(data)
        self._deflated += len(data)


class GrowingPackage:
    """A package on a file; its directory is written last."""

    def __init__(self, out: BinaryIO) -> None:
        self._out = out
        self._directory: list[bytes] = []
        self._offset = 0

    def write(self, member: Member) -> None:
        """Write a file; raises OutputError if there are too many or they are too large."""
        self._enter(member, len(member.data))
        self._out.write(member.data)

    def write_grown(self, grown: GrowingMember, tail: str) -> None:
        """Write a file that ends with `tail`; raises OutputError as `write` does."""
        member, length = grown.end(tail)
        self._enter(member, length)
        grown.copy(self._out)

    def close(self) -> None:
        """Write the directory, which ends the package."""
        directory = b"".join(self._directory)
        self._out.write(directory + ending(len(self._directory), len(directory), self._offset))

    def _enter(self, member: Member, length: int) -> None:
        """Write what stands before the bytes of a file, and enter it in the directory."""
        if len(self._directory) >= _MOST_FILES:
            message = f"a document has at most {_MOST_FILES} files in it; print fewer records"
            raise OutputError.of("too-many-parts", message)
        head = member.header(length)
        if self._offset + len(head) + length > _MOST_BYTES:
            raise OutputError.of(*_TOO_LARGE)
        self._directory.append(member.entry(self._offset, length))
        self._out.write(head)
        self._offset += len(head) + length
