"""Subsets of TrueType faces: a small font with just the glyphs of some characters.

Outlines are copied as they stand, hints included, so a subset prints like its face. A `Subsetter`
keeps what it has read of a face, so that the next subset of it costs little more than joining
bytes. Source of every table: OpenType 1.9.
"""

from __future__ import annotations

import hashlib
import struct
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import field
from types import MappingProxyType

from formgen.dataclass import dataclass
from formgen.errors import FontError
from formgen.text.face import Face
from formgen.text.sfnt_write import (
    Table,
    cmap_table,
    font_file,
    head_table,
    loca_table,
    name_table,
    padded,
    post_table,
    word_sum,
)

_KEPT_WHOLE = ("cvt ", "fpgm", "prep")
_MOST_GLYPHS = 0xFFFF
_LONGEST_SHORT_LOCA = 2 * 0xFFFF

# Flags of a component of a composite glyph (OpenType, "glyf").
_WORD_ARGUMENTS, _SCALED, _MORE, _SCALED_XY, _MATRIX = 0x0001, 0x0008, 0x0020, 0x0040, 0x0080


@dataclass(frozen=True, slots=True)
class Subset:
    """A font file of some characters of a face.

    `tag` is six upper-case letters that stand for the face and these characters; `glyphs` gives
    the local glyph of each character (0 is .notdef and belongs to none); `widths` are the advances
    by local glyph, in thousandths of an em.
    """

    data: bytes
    tag: str
    glyphs: Mapping[str, int]
    widths: tuple[float, ...]


def make_subset(face: Face, chars: Iterable[str]) -> Subset:
    """Return the subset of `face` with `chars`, whose local glyphs count from 1 in that order.

    A character that comes again is left out. Characters that share a glyph get a copy each, so a
    local glyph always stands for one character. Raises FontError (font-no-glyph) if the face does
    not have a character, (font-broken) if an outline cannot be read.
    """
    return Subsetter(face).subset(chars)


@dataclass(frozen=True, slots=True)
class _Glyph:
    """A glyph as it goes into subsets: its outline padded to four bytes, and its metrics.

    `components` are the places in `data` that name another glyph, with the glyph that they name.
    """

    data: bytes
    checksum: int
    metrics: bytes
    width: float
    components: tuple[tuple[int, int], ...]


@dataclass(slots=True)
class Subsetter:
    """Makes subsets of one face, and remembers the glyphs that it has read."""

    face: Face
    _glyphs: dict[int, _Glyph] = field(default_factory=dict)
    _kept: dict[str, Table] = field(default_factory=dict)
    _ids: dict[str, int] = field(default_factory=dict)

    def subset(self, chars: Iterable[str], *, named: bool = True) -> Subset:
        """Return a subset, as `make_subset` does.

        Where it is not `named` it lacks the tables cmap, name and post, which a font within a PDF
        does not need (ISO 32000-1, 9.9).
        """
        ordered = tuple(dict.fromkeys(chars))
        glyphs = self._closed([self._glyph_id(char) for char in ordered])
        if len(glyphs) > _MOST_GLYPHS:
            message = f"{len(glyphs)} glyphs are more than one font can hold ({_MOST_GLYPHS})"
            raise FontError.of("font-too-many-glyphs", message)
        local = {char: number for number, char in enumerate(ordered, 1)}
        tag = _tag(self.face.key, ordered)
        return Subset(
            font_file(self._tables(glyphs) | (self._names(tag, local) if named else {})),
            tag,
            MappingProxyType(local),
            tuple(glyph.width for glyph in glyphs),
        )

    def _glyph_id(self, char: str) -> int:
        gid = self._ids.get(char) or self.face.glyph_id(ord(char))
        if gid:
            self._ids[char] = gid
            return gid
        message = f"{self.face.key} has no glyph for {char!r} (U+{ord(char):04X})"
        raise FontError.of("font-no-glyph", message)

    def _closed(self, gids: list[int]) -> list[_Glyph]:
        """Return .notdef, the glyphs asked for, and after them the components that they need."""
        order = [0, *gids]
        local: dict[int, int] = {}
        for number, gid in enumerate(order):
            local.setdefault(gid, number)
        glyphs = []
        for gid in order:  # which grows as components turn up, that may be composite in turn
            glyph = self._glyph(gid)
            for _, component in glyph.components:
                if component not in local:
                    local[component] = len(order)
                    order.append(component)
            glyphs.append(_renumbered(glyph, local) if glyph.components else glyph)
        return glyphs

    def _glyph(self, gid: int) -> _Glyph:
        known = self._glyphs.get(gid)
        if known is None:
            known = self._glyphs[gid] = _read_glyph(self.face, gid)
        return known

    def _tables(self, glyphs: Sequence[_Glyph]) -> dict[str, Table]:
        outlines = b"".join([glyph.data for glyph in glyphs])
        is_long = len(outlines) > _LONGEST_SHORT_LOCA
        count = struct.pack(">H", len(glyphs))
        face = self.face
        made = {
            "head": head_table(face.table("head"), is_long),
            "hhea": face.table("hhea")[:34] + count,
            "hmtx": b"".join([glyph.metrics for glyph in glyphs]),
            "loca": loca_table([len(glyph.data) for glyph in glyphs], is_long),
            "maxp": face.table("maxp")[:4] + count + face.table("maxp")[6:],
        }
        tables = {name: Table.of(data) for name, data in made.items()}
        checksum = sum([glyph.checksum for glyph in glyphs]) & 0xFFFFFFFF
        tables["glyf"] = Table(outlines, checksum)
        return tables | self._kept_whole()

    def _names(self, tag: str, local: Mapping[str, int]) -> dict[str, Table]:
        made = {
            "cmap": cmap_table(local),
            "name": name_table(f"{tag}+{self.face.key}"),
            "post": post_table(self.face.table("post")),
        }
        return {name: Table.of(data) for name, data in made.items()}

    def _kept_whole(self) -> dict[str, Table]:
        """Return the tables that the hints of the outlines need, where the face has them."""
        if not self._kept:
            self._kept |= {tag: Table.of(self.face.table(tag)) for tag in _KEPT_WHOLE}
        return {tag: table for tag, table in self._kept.items() if table.data}


def _tag(key: str, chars: Sequence[str]) -> str:
    digest = hashlib.sha256(f"{key}\0{''.join(chars)}".encode("utf-8", "surrogatepass")).digest()
    return "".join(chr(ord("A") + byte % 26) for byte in digest[:6])


# ---- glyphs ---------------------------------------------------------------------------------


def _read_glyph(face: Face, gid: int) -> _Glyph:
    outline = face.outline(gid)
    data = padded(outline)
    advance = face.advance_of_glyph(gid)
    try:
        components = tuple(_components(outline))
    except struct.error:
        message = f"the composite glyph {gid} of {face.key} ends before its last component"
        raise FontError.of("font-broken", message) from None
    return _Glyph(
        data=data,
        checksum=word_sum(data),
        metrics=struct.pack(">Hh", advance, face.left_bearing(gid)),
        width=_thousandths(advance, face.units_per_em),
        components=components,
    )


def _thousandths(units: int, units_per_em: int) -> float:
    exact = units * 1000 / units_per_em
    return int(exact) if exact == int(exact) else round(exact, 3)


def _components(outline: bytes) -> Iterable[tuple[int, int]]:
    """Yield where a composite glyph names its components, and which glyph each is."""
    if len(outline) < 10 or outline[0] < 0x80:  # the number of contours is negative if composite
        return
    at, flags = 10, _MORE
    while flags & _MORE:
        flags, component = struct.unpack_from(">HH", outline, at)
        yield at + 2, component
        at += 8 if flags & _WORD_ARGUMENTS else 6
        if flags & _SCALED:
            at += 2
        elif flags & _SCALED_XY:
            at += 4
        elif flags & _MATRIX:
            at += 8


def _renumbered(glyph: _Glyph, local: Mapping[int, int]) -> _Glyph:
    data = bytearray(glyph.data)
    for at, component in glyph.components:
        struct.pack_into(">H", data, at, local[component])
    renumbered = bytes(data)
    return _Glyph(renumbered, word_sum(renumbered), glyph.metrics, glyph.width, ())
