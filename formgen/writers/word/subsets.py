"""Which characters of which faces go into a document that carries its faces."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import field
from functools import lru_cache
from io import BytesIO

from formgen.dataclass import dataclass
from formgen.layout.boxes import Run, Sheet, TextSlot
from formgen.text.face import Face
from formgen.text.fontbook import FontBook
from formgen.text.subset import Subsetter

_LATIN = "".join(map(chr, range(0x20, 0x7F)))
_MARKS = "，。、；：？！“”‘’（）《》【】—…·￥％～\u2002\u3000\u25a1"
_ABOUT = (
    "Those characters of the face that this document needs, or that may be typed into it. This "
    "description is as long as it is because LibreOffice does not take an embedded font of less "
    "than a kilobyte for a font; a face that draws a single rare character would be smaller."
)
_WESTERN = "a‘a’a“a”a…a"
"""Marks between Western letters, where they are narrow ones and may be another face's."""


@dataclass(slots=True)
class Carried:
    """The characters that a document has: those of its sheets by face, and rare ones of values.

    `weights` are those (bold or not) in which something may be typed.
    """

    shown: dict[str, set[str]] = field(default_factory=dict)
    weights: set[bool] = field(default_factory=set)
    rare: set[str] = field(default_factory=set)

    @classmethod
    def of(cls, sheet: Sheet, rare: str = "") -> Carried:
        """Return the characters of one sheet, and rare ones of its values."""
        carried = cls(rare=set(rare))
        carried.add(sheet)
        return carried

    def add(self, sheet: Sheet) -> None:
        """Add the characters that a blank sheet shows."""
        for page in sheet.pages:
            for item in page.items:
                if isinstance(item, Run):
                    self.shown.setdefault(item.face, set()).update(item.text)
                elif isinstance(item, TextSlot):
                    self.weights.add(item.bold)


def embeddable(book: FontBook, carried: Carried) -> Iterator[tuple[Face, bytes]]:
    """Yield each face that a document needs, and its subset.

    Where something is filled in, any text may be typed: then all common characters are in it.
    """
    needed = {key: set(chars) for key, chars in carried.shown.items()}
    for bold in (False, True):
        for char, key in _typed(book, carried, bold=bold):
            if key and (not bold or book.face(key).bold):
                needed.setdefault(key, set()).add(char)
    for key, chars in sorted(needed.items()):
        face = book.face(key)
        yield face, _subset(key, "".join(sorted(chars)), _Holder(face))


def _typed(book: FontBook, carried: Carried, *, bold: bool) -> Iterator[tuple[str, str]]:
    """Yield the characters that may be typed in this weight, each with the face that draws it."""
    fillable = bool(carried.weights) if not bold else True in carried.weights
    chars = [*_LATIN, *_MARKS, *carried.rare, *(common_characters() if fillable else "")]
    for char in dict.fromkeys(chars):
        yield char, book.glyph(char, bold).face
    for char, glyph in zip(_WESTERN, book.glyphs(_WESTERN, bold), strict=True):
        yield char, glyph.face


@lru_cache(maxsize=1)
def typed_freely() -> frozenset[str]:
    """Return the characters that a document with embedded faces has in any case."""
    return frozenset(_LATIN + _MARKS + common_characters())


@lru_cache(maxsize=1)
def common_characters() -> str:
    """Return the characters of GB 2312, which all common Chinese text is written with.

    And the letters of European languages and Vietnamese, for names.
    """
    rows = [*range(0xA1, 0xAA), *range(0xB0, 0xF8)]
    pairs = (bytes((row, cell)) for row in rows for cell in range(0xA1, 0xFF))
    letters = map(chr, (*range(0xA1, 0x180), *range(0x1EA0, 0x1F00)))
    return "".join((*(pair.decode("gb2312", "ignore") for pair in pairs), *letters, "€™"))


class _Holder:
    """Carries a face past the cache, which goes by its key and the characters."""

    def __init__(self, face: Face) -> None:
        self.face = face

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Holder) and other.face.key == self.face.key

    def __hash__(self) -> int:
        return hash(self.face.key)


@lru_cache(maxsize=8)
def _subsetter(holder: _Holder) -> Subsetter:
    """Return what has read a face, and soon makes the next subset of it."""
    return Subsetter(holder.face)


@lru_cache(maxsize=8)
def _subset(key: str, chars: str, holder: _Holder) -> bytes:
    """Return the subset of a face under its own family name, with what Word asks of a font."""
    from fontTools.fontBuilder import FontBuilder
    from fontTools.ttLib import TTFont
    from fontTools.ttLib.tables.DefaultTable import DefaultTable

    face = holder.face
    font = TTFont(BytesIO(_subsetter(holder).subset(chars).data), recalcTimestamp=False)
    builder = FontBuilder(font=font)
    style = "Bold" if face.bold else "Regular"
    builder.setupNameTable({
        "familyName": face.family, "styleName": style, "uniqueFontIdentifier": key,
        "fullName": f"{face.family} {style}", "psName": key, "version": "Version 1.0",
        "description": _ABOUT,
    }, mac=False)  # fmt: skip
    os2 = DefaultTable("OS/2")
    os2.data = face.table("OS/2")
    font["OS/2"] = os2
    out = BytesIO()
    font.save(out)
    return out.getvalue()
