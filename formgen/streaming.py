"""A merged file that is made piece by piece, as it is asked for: for a web server's answer."""

from __future__ import annotations

import io
from collections.abc import Callable, Generator, Iterator
from typing import BinaryIO, Self, cast

from formgen.results import Summary

PIECE = 1 << 16
"""bytes that are gathered before they are handed on."""


class Stream(Iterator[bytes]):
    """The bytes of a merged file, made as they are asked for; of a PDF only a piece is in memory.

    `summary` says what came of the records once the last byte was taken; until then it is None.
    """

    def __init__(self, begin: Callable[[BinaryIO], Generator[None, None, Summary]]) -> None:
        """`begin` returns what prints on a file, a record a step. Use `LoadedForm.stream`."""
        self.summary: Summary | None = None
        self._out = _Outlet()
        self._pieces = self._made(begin(cast(BinaryIO, self._out)))

    def __next__(self) -> bytes:
        return next(self._pieces)

    def close(self) -> None:
        """Let go of the file, whole or not; there are no more bytes."""
        self._pieces.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _made(self, steps: Generator[None, None, Summary]) -> Generator[bytes]:
        try:
            while True:
                try:
                    next(steps)
                except StopIteration as end:
                    self.summary = end.value
                    break
                if self._out.size >= PIECE:
                    yield self._out.taken()
        finally:
            steps.close()
        if self._out.size:
            yield self._out.taken()


class _Outlet(io.RawIOBase):
    """A file that is written to at one end and taken from at the other."""

    def __init__(self) -> None:
        self._parts: list[bytes] = []
        self.size = 0

    def writable(self) -> bool:
        return True

    def write(self, data: object) -> int:
        part = bytes(cast(bytes, data))
        self._parts.append(part)
        self.size += len(part)
        return len(part)

    def taken(self) -> bytes:
        """Return what was written since the last time."""
        data = b"".join(self._parts)
        self._parts.clear()
        self.size = 0
        return data
