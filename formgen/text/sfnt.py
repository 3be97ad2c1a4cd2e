"""The container of a TrueType face: its table directory, read and checked, and its refusals.

Source: OpenType 1.9, "Organization of an OpenType Font" and "TrueType Collections".
"""

from __future__ import annotations

import mmap
import struct
from collections.abc import Iterable
from pathlib import Path
from typing import TypeAlias

from formgen.dataclass import dataclass
from formgen.diagnostics import Place
from formgen.errors import FontError, FormgenError

Buffer: TypeAlias = bytes | mmap.mmap

REQUIRED = ("cmap", "glyf", "head", "hhea", "hmtx", "loca", "maxp")
_TRUETYPE = (b"\x00\x01\x00\x00", b"true")
_COLLECTION = b"ttcf"
_WEB = (b"wOFF", b"wOF2")
_TYPE1 = (b"%!PS", b"\x80\x01")
_MOST_FACES = 1024
_USE_TRUETYPE = (
    "use the TrueType version of the face: a .ttf, or a .ttc with TrueType outlines like simsun.ttc"
)


@dataclass(frozen=True, slots=True)
class Sfnt:
    """One face of a font file: its bytes and where each table lies, all within the file."""

    data: Buffer
    label: str
    tables: dict[str, tuple[int, int]]

    def table(self, tag: str) -> bytes:
        """Return the bytes of a table, or b"" if the face has none with this tag."""
        offset, length = self.tables.get(tag, (0, 0))
        return self.data[offset : offset + length]

    def fail(self, code: str, message: str, hint: str = "") -> FormgenError:
        """Return the FontError with one diagnostic that points to this file."""
        return refusal(self.label, code, message, hint)


def refusal(label: str, code: str, message: str, hint: str = "") -> FormgenError:
    """Return the FontError with one diagnostic about the font file `label`."""
    return FontError.of(code, message, Place(file=label), hint)


def read_font_file(path: Path) -> Buffer:
    """Return the content of a font file, mapped into memory; FontError if it cannot be read."""
    try:
        with path.open("rb") as file:
            return mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
    except FileNotFoundError:
        raise refusal(str(path), "font-unreadable", "there is no such font file") from None
    except ValueError:
        raise refusal(str(path), "font-unreadable", "the font file is empty") from None
    except OSError as error:
        reason = error.strerror or "it cannot be mapped"
        message = f"the font file cannot be read: {reason}"
        raise refusal(str(path), "font-unreadable", message) from None


def face_offsets(data: Buffer, label: str) -> tuple[int, ...]:
    """Return where each face of the file starts: one for a .ttf, several for a .ttc.

    Raises FontError if the file is no font, or one of a kind that cannot be embedded.
    """
    magic = data[:4]
    if magic != _COLLECTION:
        return (0,)
    try:
        (count,) = struct.unpack_from(">I", data, 8)
        if not 0 < count <= _MOST_FACES:
            raise refusal(label, "font-broken", f"a collection of {count} faces is not credible")
        return struct.unpack_from(f">{count}I", data, 12)
    except struct.error:
        raise _truncated(label) from None


def read_directory(data: Buffer, offset: int, label: str) -> Sfnt:
    """Return the face that starts at `offset`, each of its tables within the file.

    Raises FontError: font-unreadable (not a font), font-postscript-outlines, font-truncated,
    font-table-missing.
    """
    _check_magic(data[offset : offset + 4], label)
    try:
        (count,) = struct.unpack_from(">H", data, offset + 4)
        records = struct.iter_unpack(">4sIII", data[offset + 12 : offset + 12 + 16 * count])
        tables = {tag.decode("latin-1"): (start, size) for tag, _, start, size in records}
    except struct.error:
        raise _truncated(label) from None
    if len(data) < offset + 12 + 16 * count:
        raise _truncated(label)
    _check_tables(tables, label)
    cut = sorted(tag for tag, (start, size) in tables.items() if start + size > len(data))
    if cut:
        raise _truncated(label, cut)
    return Sfnt(data, label, tables)


def _check_magic(magic: bytes, label: str) -> None:
    if magic in _TRUETYPE:
        return
    if magic == b"OTTO" or magic.startswith(_TYPE1):
        raise _postscript(label)
    if magic in _WEB:
        message = "this is a compressed web font (WOFF), which cannot be embedded"
        raise refusal(label, "font-unreadable", message, _USE_TRUETYPE)
    if len(magic) < 4:
        raise _truncated(label)
    message = "this is not a TrueType font or collection"
    raise refusal(label, "font-unreadable", message, "give a .ttf or .ttc file")


def _check_tables(tables: Iterable[str], label: str) -> None:
    missing = [tag for tag in REQUIRED if tag not in tables]
    if "glyf" in missing and ("CFF " in tables or "CFF2" in tables):
        raise _postscript(label)
    if missing:
        names = ", ".join(f"`{tag}`" for tag in missing)
        message = f"the face has no {names} table, which TrueType outlines need"
        raise refusal(label, "font-table-missing", message, _USE_TRUETYPE)


def _postscript(label: str) -> FormgenError:
    message = (
        "the face has PostScript (CFF) outlines; only TrueType outlines can be embedded and subset"
    )
    return refusal(label, "font-postscript-outlines", message, _USE_TRUETYPE)


def _truncated(label: str, tables: Iterable[str] = ()) -> FormgenError:
    names = ", ".join(f"`{tag}`" for tag in tables)
    what = f"its table {names} ends" if names else "its table directory ends"
    message = f"the font file is cut short: {what} beyond the end of the file"
    return refusal(label, "font-truncated", message, "copy or download the file again")
