"""Objects of a small PDF file in memory, and the file that they make. Source: ISO 32000-1, 7.5."""

from __future__ import annotations

import zlib
from collections.abc import Mapping
from hashlib import blake2b

from formgen.writers.pdf.stream import HEADER
from formgen.writers.pdf.syntax import dictionary


class Section:
    """Objects that follow each other in a file, the first byte of the first one at `start`.

    `level` is how hard streams are compressed (zlib's 1 to 9).
    """

    def __init__(self, level: int, start: int = len(HEADER), count: int = 0) -> None:
        self._level = level
        self._start = self._at = start
        self._count = count
        self._parts: list[bytes] = []
        self._offsets: dict[int, int] = {}

    def after(self, level: int) -> Section:
        """Return an empty section that follows this one."""
        return Section(level, self._at, self._count)

    def reserve(self) -> int:
        """Return the number of an object that will be written later, here or in a section after."""
        self._count += 1
        return self._count

    def put(self, number: int, body: str) -> None:
        """Write the object `number`."""
        self._write(number, f"{number} 0 obj\n{body}\nendobj\n".encode("ascii"))

    def put_stream(
        self, number: int, content: bytes, entries: Mapping[str, str] | None = None
    ) -> None:
        """Write the stream `number`, compressed unless its `Filter` says that it is."""
        entries = entries or {}
        if "Filter" not in entries:
            content = zlib.compress(content, self._level)
            entries = {**entries, "Filter": "/FlateDecode"}
        head = f"{number} 0 obj\n{dictionary({**entries, 'Length': str(len(content))})}\nstream\n"
        self._write(number, head.encode("ascii") + content + b"\nendstream\nendobj\n")

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

    def data(self) -> bytes:
        """Return the bytes of the section."""
        return b"".join(self._parts)

    def whole_file(self, before: Section, shared: bytes, trailer: Mapping[str, str]) -> bytes:
        """Return the file of the section `before`, whose bytes are `shared`, and this one.

        `trailer` are the entries that name the catalog and the information. Every number must
        have been written, in either section.
        """
        own = self.data()
        offsets = before._offsets | self._offsets
        places = "".join([f"{offsets[n]:010d} 00000 n \n" for n in range(1, self._count + 1)])
        # The shared bytes are told by their length alone: they follow from the form.
        identifier = blake2b(own, digest_size=16, salt=len(shared).to_bytes(8, "big")).hexdigest()
        entries = {
            "Size": str(self._count + 1),
            **trailer,
            "ID": f"[<{identifier}> <{identifier}>]",
        }
        end = (
            f"xref\n0 {self._count + 1}\n0000000000 65535 f \n{places}"
            f"trailer\n{dictionary(entries)}\nstartxref\n{self._at}\n%%EOF\n"
        )
        return b"".join((HEADER, shared, own, end.encode("ascii")))

    def _write(self, number: int, data: bytes) -> None:
        self._offsets[number] = self._at
        self._parts.append(data)
        self._at += len(data)
