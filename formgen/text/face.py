"""A TrueType face: names, metrics, character map and outlines, read from the mapped file.

Opening costs two or three milliseconds: only the directory and the small tables are read, and the
character map is searched where it stands. Source of every layout: OpenType 1.9.
"""

from __future__ import annotations

import re
import struct
import zlib
from collections.abc import Iterator
from dataclasses import field
from pathlib import Path

from formgen.dataclass import dataclass
from formgen.text.cmap import CharacterMap, read_cmap
from formgen.text.names import Names, read_names
from formgen.text.sfnt import (
    Buffer,
    Sfnt,
    face_offsets,
    read_directory,
    read_font_file,
    refusal,
)

_GLYPH_HEADER = 10
_IN_MEMORY = "font in memory"
_NOT_IN_A_PDF_NAME = re.compile(r"[^!-~]|[\[\](){}<>/%#]")

_RESTRICTED, _EMBEDDING_LEVELS = 0x0002, 0x000F
_NO_SUBSETTING, _BITMAPS_ONLY = 0x0100, 0x0200
_FSSELECTION_BOLD, _MACSTYLE_BOLD = 0x0020, 0x0001


@dataclass(frozen=True, slots=True)
class _Metrics:
    """What the tables head, hhea, maxp and OS/2 say."""

    units_per_em: int
    long_loca: bool
    glyph_count: int
    metric_count: int
    ascender: int
    descender: int
    bold: bool


@dataclass(frozen=True, slots=True, eq=False)
class Face:
    """One face. `ascent` and `descent` are in em, positive upwards (so `descent` is negative).

    `key` is the PostScript name, or the file's stem where the face has none. `variable` says that
    the outlines are the default instance of a variable font.
    """

    key: str
    family: str
    style: str
    bold: bool
    path: str
    index: int
    units_per_em: int
    ascent: float
    descent: float
    variable: bool
    glyph_count: int
    _sfnt: Sfnt = field(repr=False)
    _characters: CharacterMap = field(repr=False)
    _long_loca: bool = field(repr=False)
    _metric_count: int = field(repr=False)

    @classmethod
    def open(cls, source: Path | bytes, index: int = 0) -> Face:
        """Return a face of a .ttf or .ttc file, or of its bytes; `index` counts from 0.

        Raises FontError: font-unreadable, font-truncated, font-broken, font-postscript-outlines,
        font-not-embeddable, font-table-missing, font-no-characters, font-no-such-face.
        """
        data, label = _content(source)
        offsets = face_offsets(data, label)
        if not 0 <= index < len(offsets):
            message = f"there is no face {index}; the file has {len(offsets)}, counted from 0"
            raise refusal(label, "font-no-such-face", message)
        return _read_face(data, label, offsets[index], index, source)

    @classmethod
    def open_all(cls, source: Path | bytes) -> tuple[Face, ...]:
        """Return every face of a .ttf (one) or a .ttc (several); FontError as `open`."""
        data, label = _content(source)
        offsets = face_offsets(data, label)
        return tuple(_read_face(data, label, at, i, source) for i, at in enumerate(offsets))

    def __reduce__(self) -> tuple[object, ...]:
        """Travel to another process as the path, and be opened again there."""
        source = Path(self.path) if self.path else bytes(self._sfnt.data[:])
        return Face.open, (source, self.index)

    @property
    def source(self) -> str:
        """How messages name where the face comes from."""
        return self.path or _IN_MEMORY

    def is_same(self, other: Face) -> bool:
        """Whether both are the same face of the same file, or of files that are alike."""
        if self is other or self.index != other.index:
            return self is other
        if self.path and self.path == other.path:
            return True
        mine, theirs = self._sfnt.data, other._sfnt.data
        return len(mine) == len(theirs) and mine[:] == theirs[:]

    def glyph_id(self, code_point: int) -> int:
        """Return the glyph that draws a code point, 0 if the face does not have it."""
        glyph = self._characters.glyph_id(code_point)
        return glyph if glyph < self.glyph_count else 0

    def advance(self, code_point: int) -> float:
        """Return the advance of a character in em (that of glyph 0 if it is absent)."""
        return self.advance_of_glyph(self.glyph_id(code_point)) / self.units_per_em

    def advance_of_glyph(self, gid: int) -> int:
        """Return the advance width of a glyph in font units."""
        offset, _ = self._sfnt.tables["hmtx"]
        at = offset + 4 * min(gid, self._metric_count - 1)
        return int.from_bytes(self._sfnt.data[at : at + 2], "big")

    def left_bearing(self, gid: int) -> int:
        """Return the left side bearing of a glyph in font units."""
        offset, _ = self._sfnt.tables["hmtx"]
        beyond = gid - self._metric_count
        at = offset + (4 * gid + 2 if beyond < 0 else 4 * self._metric_count + 2 * beyond)
        return int.from_bytes(self._sfnt.data[at : at + 2], "big", signed=True)

    def outline(self, gid: int) -> bytes:
        """Return the `glyf` entry of a glyph, b"" for one without ink.

        Raises FontError (font-broken) if there is no such glyph or it lies outside of its table.
        """
        start, end = self._outline_span(gid)
        offset, length = self._sfnt.tables["glyf"]
        if not 0 <= start <= end <= length:
            message = f"the outline of glyph {gid} lies outside of the `glyf` table"
            raise self._sfnt.fail("font-broken", message)
        return self._sfnt.data[offset + start : offset + end]

    def ink(self, gid: int) -> tuple[int, int]:
        """Return the left and right edge of a glyph's ink in font units, 0 and 0 without ink."""
        outline = self.outline(gid)
        if len(outline) < _GLYPH_HEADER:
            return 0, 0
        x_min, x_max = struct.unpack_from(">2xh2xh", outline)
        bearing = self.left_bearing(gid)
        return bearing, bearing + x_max - x_min

    def table(self, tag: str) -> bytes:
        """Return the bytes of a table, b"" if the face has none with this tag."""
        return self._sfnt.table(tag)

    def coverage(self) -> Iterator[range]:
        """Yield the code points that the face can draw, as ascending ranges."""
        return self._characters.ranges()

    def _outline_span(self, gid: int) -> tuple[int, int]:
        if not 0 <= gid < self.glyph_count:
            raise self._sfnt.fail("font-broken", f"the face has no glyph {gid}")
        offset, _ = self._sfnt.tables["loca"]
        if self._long_loca:
            start, end = struct.unpack_from(">II", self._sfnt.data, offset + 4 * gid)
            return start, end
        start, end = struct.unpack_from(">HH", self._sfnt.data, offset + 2 * gid)
        return 2 * start, 2 * end


def _content(source: Path | bytes) -> tuple[Buffer, str]:
    if isinstance(source, bytes):
        return source, _IN_MEMORY
    return read_font_file(source), str(source)


def _read_face(data: Buffer, label: str, at: int, index: int, source: Path | bytes) -> Face:
    sfnt = read_directory(data, at, label)
    try:
        metrics = _read_metrics(sfnt)
        characters = read_cmap(sfnt.table("cmap"))
        names = read_names(sfnt.table("name"))
    except (struct.error, ValueError) as error:
        raise sfnt.fail("font-broken", f"a table of the font is broken: {error}") from None
    if characters is None:
        message = "the face has no Unicode character map (a symbol or a very old font)"
        raise sfnt.fail("font-no-characters", message)
    path = "" if isinstance(source, bytes) else str(source)
    return _assemble(sfnt, metrics, characters, names, path, index)


def _assemble(
    sfnt: Sfnt, metrics: _Metrics, characters: CharacterMap, names: Names, path: str, index: int
) -> Face:
    stem = Path(path).stem or "face"
    return Face(
        key=_clean(names.postscript) or _key_of_file(stem, index),
        family=names.family or stem,
        style=names.style or ("Bold" if metrics.bold else "Regular"),
        bold=metrics.bold,
        path=path,
        index=index,
        units_per_em=metrics.units_per_em,
        ascent=metrics.ascender / metrics.units_per_em,
        descent=metrics.descender / metrics.units_per_em,
        variable="fvar" in sfnt.tables,
        glyph_count=metrics.glyph_count,
        _sfnt=sfnt,
        _characters=characters,
        _long_loca=metrics.long_loca,
        _metric_count=metrics.metric_count,
    )


def _clean(name: str) -> str:
    return _NOT_IN_A_PDF_NAME.sub("", name)


def _key_of_file(stem: str, index: int) -> str:
    """Return a stable key for a face without a PostScript name; a Chinese stem leaves a digest."""
    base = _clean(stem) or f"face-{zlib.crc32(stem.encode()):08x}"
    return f"{base}-{index}" if index else base


def _read_metrics(sfnt: Sfnt) -> _Metrics:
    head, hhea, os2 = sfnt.table("head"), sfnt.table("hhea"), sfnt.table("OS/2")
    (units,) = struct.unpack_from(">H", head, 18)
    mac_style, loca_format = struct.unpack_from(">H4xh", head, 44)
    ascender, descender = struct.unpack_from(">hh", hhea, 4)
    (metric_count,) = struct.unpack_from(">H", hhea, 34)
    (glyph_count,) = struct.unpack_from(">H", sfnt.table("maxp"), 4)
    bold = bool(mac_style & _MACSTYLE_BOLD)
    if os2:
        _check_embedding(sfnt, os2)
        bold = bold or bool(struct.unpack_from(">H", os2, 62)[0] & _FSSELECTION_BOLD)
        ascender, descender = _typographic(os2) or (ascender, descender)
    _check_sizes(sfnt, units, glyph_count, metric_count, loca_format)
    return _Metrics(units, bool(loca_format), glyph_count, metric_count, ascender, descender, bold)


def _typographic(os2: bytes) -> tuple[int, int] | None:
    """Return the typographic ascender and descender (in CJK faces the em box), if stated."""
    if len(os2) < 72:
        return None
    ascender, descender = struct.unpack_from(">hh", os2, 68)
    return (ascender, descender) if ascender > 0 >= descender else None


def _check_embedding(sfnt: Sfnt, os2: bytes) -> None:
    """Refuse what the font's `fsType` forbids; of several levels the least restrictive holds."""
    (fs_type,) = struct.unpack_from(">H", os2, 8)
    if fs_type & _EMBEDDING_LEVELS == _RESTRICTED:
        message = "the font's licence forbids embedding (fsType: restricted licence)"
    elif fs_type & _BITMAPS_ONLY:
        message = "the font's licence allows only its bitmaps to be embedded (fsType 0x0200)"
    elif fs_type & _NO_SUBSETTING:
        message = (
            "the font's licence forbids subsets (fsType 0x0100), and only subsets are embedded"
        )
    else:
        return
    raise sfnt.fail("font-not-embeddable", message, "choose a face that may be embedded")


def _check_sizes(sfnt: Sfnt, units: int, glyphs: int, metrics: int, loca_format: int) -> None:
    if not 16 <= units <= 16384:
        raise ValueError(f"`head` says {units} units an em; 16 to 16384 are allowed")
    if not 0 < metrics <= glyphs:
        raise ValueError(f"`hhea` says {metrics} metrics for {glyphs} glyphs")
    if sfnt.tables["hmtx"][1] < 4 * metrics + 2 * (glyphs - metrics):
        raise ValueError("`hmtx` is too short for the number of glyphs")
    if loca_format not in (0, 1) or sfnt.tables["loca"][1] < (glyphs + 1) * (2 + 2 * loca_format):
        raise ValueError("`loca` is too short for the number of glyphs")
