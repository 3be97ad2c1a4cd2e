"""A PDF file written object by object to a stream that need not be seekable.

Small objects are packed into object streams, so the file ends with a cross-reference stream.
Nothing is kept of an object but where it stands: eight bytes. Source: ISO 32000-1, 7.5.
"""

from __future__ import annotations

import sys
import zlib
from array import array
from collections.abc import Mapping
from hashlib import blake2b
from typing import BinaryIO

from formgen.writers.pdf.deflate import deflated
from formgen.writers.pdf.syntax import (
    Description,
    catalog_of,
    dictionary,
    text_string,
)

HEADER = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n"
_LONG = 4096
_PACK = 128  # objects in an object stream; a reader unpacks all of one to see a page
_BUFFER = 1 << 16
_FREE, _PLAIN, _PACKED = 0, 1, 2


class PdfStream:
    """A file that is being written; the same calls give the same bytes."""

    def __init__(self, out: BinaryIO) -> None:
        self._out = out
        self._parts = [HEADER]
        self._buffered = self._at = len(HEADER)
        self._rows = array("Q", [_row(_FREE, 0, 0xFFFF)])
        self._digest = blake2b(digest_size=16)
        self._pack: list[tuple[int, str]] = []

    def reserve(self) -> int:
        """Return the number of an object that will be written later."""
        rows = self._rows
        rows.append(0)
        return len(rows) - 1

    def put(self, number: int, body: str) -> None:
        """Write the object `number`, packed together with others."""
        self._pack.append((number, body))
        if len(self._pack) == _PACK:
            self._flush_pack()

    def put_stream(
        self, number: int, content: bytes, entries: Mapping[str, str] | None = None
    ) -> None:
        """Write the stream `number`, compressed unless its `Filter` says that it is."""
        said = "".join([f"/{name} {value}" for name, value in entries.items()]) if entries else ""
        if not entries or "Filter" not in entries:
            content = deflated(content) if len(content) < _LONG else zlib.compress(content)
            said += "/Filter/FlateDecode"
        self._put_deflated(number, said, content)

    def add_content(self, operators: str) -> int:
        """Add the content of a page and return its number."""
        number = len(self._rows)
        data = deflated(operators.encode("ascii"))
        head = b"%d 0 obj\n<</Filter/FlateDecode/Length %d>>stream\n" % (number, len(data))
        self._rows.append(_row(_PLAIN, self._at))
        self._write(b"%b%b\nendstream\nendobj\n" % (head, data))
        return number

    def _put_deflated(self, number: int, said: str, data: bytes) -> None:
        head = f"{number} 0 obj\n<<{said}/Length {len(data)}>>stream\n".encode("ascii")
        self._rows[number] = _row(_PLAIN, self._at)
        self._write(head + data + b"\nendstream\nendobj\n")

    def add_dictionary(self, entries: Mapping[str, str]) -> str:
        """Add a dictionary and return a reference to it."""
        number = self.reserve()
        self.put(number, dictionary(entries))
        return f"{number} 0 R"

    def add_stream(self, content: bytes, entries: Mapping[str, str] | None = None) -> str:
        """Add a stream, compressed unless its `Filter` says that it is; return a reference."""
        number = self.reserve()
        self.put_stream(number, content, entries)
        return f"{number} 0 R"

    def close(self, said: Description, pages: str, outline: Mapping[str, str]) -> None:
        """Write the end of the file; `outline` are the entries of the catalog for bookmarks."""
        texts = {name: text_string(text) for name, text in said.information().items()}
        info = self.add_dictionary(texts)
        root = self.add_dictionary({**catalog_of(said, pages), **outline})
        self._flush_pack()
        number, at = self.reserve(), self._at
        self._rows[number] = _row(_PLAIN, at)
        self._flush()
        if sys.byteorder == "little":
            self._rows.byteswap()
        self._digest.update(self._rows)
        identifier = self._digest.hexdigest().upper()
        trailer = {
            "Type": "/XRef",
            "Size": str(number + 1),
            "W": "[1 5 2]",
            "Root": root,
            "Info": info,
            "ID": f"[<{identifier}> <{identifier}>]",
            "Filter": "/FlateDecode",
        }
        self.put_stream(number, zlib.compress(self._rows), trailer)
        self._write(f"startxref\n{at}\n%%EOF\n".encode("ascii"))
        self._flush()

    def _flush_pack(self) -> None:
        """Write the object stream of what is packed; each of its objects knows its place in it."""
        if not self._pack:
            return
        stream = self.reserve()
        places, at = [], 0
        for index, (number, body) in enumerate(self._pack):
            self._rows[number] = _row(_PACKED, stream, index)
            places.append(f"{number} {at}")
            at += len(body) + 1
        head = " ".join(places) + "\n"
        bodies = "\n".join([body for _, body in self._pack])
        said = f"/Type/ObjStm/N {len(places)}/First {len(head)}/Filter/FlateDecode"
        self._pack.clear()
        self._put_deflated(stream, said, deflated((head + bodies).encode("ascii")))

    def _write(self, data: bytes) -> None:
        self._parts.append(data)
        self._at += len(data)
        self._buffered += len(data)
        if self._buffered >= _BUFFER:
            self._flush()

    def _flush(self) -> None:
        data = b"".join(self._parts)
        self._digest.update(data)
        self._out.write(data)
        self._parts.clear()
        self._buffered = 0


def _row(kind: int, place: int, index: int = 0) -> int:
    """Return a row of the cross-reference stream: type (1 byte), place (5) and index (2)."""
    return kind << 56 | place << 16 | index
