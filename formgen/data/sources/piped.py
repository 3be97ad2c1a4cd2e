"""Text from a pipe, decoded as it comes: nothing waits for the end of the data."""

from __future__ import annotations

import codecs
import io
import re
from collections.abc import Callable
from typing import BinaryIO, TextIO, cast

from formgen.data.sources.record import DataFile
from formgen.errors import DataError

_BLOCK = 1 << 16
# UTF-32 first: its little-endian mark begins with that of UTF-16.
_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_FOUND_OUT = ("utf-8", "gb18030")
_BEYOND_ASCII = re.compile(rb"[\x80-\xff]")
_ENOUGH = 8
"""So many characters beyond ASCII decide: that many in GB18030 are never by chance UTF-8."""


def candidates_of(start: bytes) -> tuple[str, ...]:
    """Return the encodings that a file with these first four bytes may have, likeliest first."""
    for mark, name in _MARKS:
        if start.startswith(mark):
            return (name,)
    # Every other byte zero, as for ASCII in UTF-16 (RFC 4627, section 3).
    if len(start) == 4 and start[1] == start[3] == 0 != start[0]:
        return ("utf-16-le", *_FOUND_OUT)
    if len(start) == 4 and start[0] == start[2] == 0 != start[1]:
        return ("utf-16-be", *_FOUND_OUT)
    return _FOUND_OUT


def piped_text(file: DataFile, encoding: str = "") -> TextIO:
    """Return the text of a pipe, line ends as they are, in `encoding` or what its start tells.

    Reading raises DataError at bytes that are no text in the encoding.
    """
    raw = io.BufferedReader(cast(io.RawIOBase, _Utf8(file, encoding)), _BLOCK)
    return io.TextIOWrapper(raw, encoding="utf-8", newline="")


class _Utf8(io.RawIOBase):
    """The bytes of a pipe, as they come, in UTF-8 whatever encoding they have."""

    def __init__(self, file: DataFile, encoding: str) -> None:
        self._file = file
        self._read = _reading(file.stream)
        self._decoder: codecs.IncrementalDecoder = (
            codecs.getincrementaldecoder(encoding)() if encoding else _Deciding()
        )
        self._ready = b""
        self._line = 1
        self._ended = False

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: bytearray) -> int:  # type: ignore[override]
        while not self._ready and not self._ended:
            block = self._read(_BLOCK)
            self._ended = not block
            self._ready = self._decoded(block).encode()
        size = min(len(buffer), len(self._ready))
        buffer[:size], self._ready = self._ready[:size], self._ready[size:]
        return size

    def close(self) -> None:
        self._file.stream.close()
        super().close()

    def _decoded(self, block: bytes) -> str:
        try:
            text = self._decoder.decode(block, self._ended)
        except UnicodeDecodeError as error:
            line = self._line + error.object[: error.start].count(b"\n")
            wrong = f"byte 0x{error.object[error.start]:02x} in line {line} cannot be read"
            message = f"the data is not {self._file.encoding or error.encoding}: {wrong}"
            hint = "name its encoding with --encoding"
            raise DataError.of("bad-encoding", message, self._file.place, hint) from error
        self._line += text.count("\n")
        return text


class _Deciding(codecs.IncrementalDecoder):
    """Decodes by the byte order mark, else as ASCII until the first other characters decide."""

    def __init__(self) -> None:
        super().__init__()
        self._known: codecs.IncrementalDecoder | None = None
        self._held = b""
        self._started = False

    def decode(self, data: bytes, final: bool = False) -> str:  # type: ignore[override]
        if self._known is not None:
            return self._known.decode(data, final)
        self._held += data
        if not self._started and len(self._held) < 4 and not final:
            return ""
        name = self._name(final)
        if name:
            self._known = codecs.getincrementaldecoder(name)()
            held, self._held = self._held, b""
            return self._known.decode(held, final)
        return self._ascii()

    def _name(self, final: bool) -> str:
        """Return the encoding, or "" while what has come does not tell."""
        if not self._started:
            self._started = True
            first = candidates_of(self._held[:4])[0]
            if first != _FOUND_OUT[0]:
                return first
        try:
            text = codecs.getincrementaldecoder("utf-8")().decode(self._held, final)
        except UnicodeDecodeError:
            return "gb18030"
        beyond = sum(not character.isascii() for character in text)
        return "utf-8" if final or beyond >= _ENOUGH else ""

    def _ascii(self) -> str:
        """Return the ASCII that the held bytes begin with; the rest is held on."""
        beyond = _BEYOND_ASCII.search(self._held)
        end = beyond.start() if beyond else len(self._held)
        text, self._held = self._held[:end].decode("ascii"), self._held[end:]
        return text


def _reading(stream: BinaryIO) -> Callable[[int], bytes]:
    """Return what reads the bytes that are there, without waiting for more if it can."""
    read: Callable[[int], bytes] = getattr(stream, "read1", stream.read)
    return read
