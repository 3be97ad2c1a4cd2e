"""Which characters of which faces go into a document that carries its faces."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from io import BytesIO

from formgen.layout.boxes import Run, Sheet, TextSlot
from formgen.text.face import Face
from formgen.text.fontbook import FontBook
from formgen.text.subset import make_subset

_LATIN = "".join(map(chr, range(0x20, 0x7F)))
_MARKS = "，。、；：？！“”‘’（）《》【】—…·￥％～\u2002\u3000\u25a1"
_ABOUT = (
    "Those characters of the face that this document needs, or that may be typed into it. This "
    "description is as long as it is because LibreOffice does not take an embedded font of less "
    "than a kilobyte for a font; a face that draws a single rare character would be smaller."
)
_WESTERN = "a‘a’a“a”a…a"
"""Marks between Western letters, where they are narrow ones and may be another face's."""


def embeddable(book: FontBook, sheet: Sheet, more: str = "") -> Iterator[tuple[Face, bytes]]:
    """Yield each face that the document of a sheet needs, and its subset.

    Where something is filled in, any text may be typed: then all common characters are in it, and
    `more`, which are rare characters of a record's values.
    """
    needed = shown(sheet)
    for bold in (False, True):
        for char, key in _typed(book, sheet, more, bold=bold):
            if key and (not bold or book.face(key).bold):
                needed.setdefault(key, set()).add(char)
    for key, chars in sorted(needed.items()):
        face = book.face(key)
        yield face, _subset(key, "".join(sorted(chars)), _Holder(face))


def shown(sheet: Sheet) -> dict[str, set[str]]:
    """Return the characters that each face draws on the blank sheet."""
    found: dict[str, set[str]] = {}
    for page in sheet.pages:
        for item in page.items:
            if isinstance(item, Run):
                found.setdefault(item.face, set()).update(item.text)
    return found


def _typed(book: FontBook, sheet: Sheet, more: str, *, bold: bool) -> Iterator[tuple[str, str]]:
    """Yield the characters that may be typed in this weight, each with the face that draws it."""
    slots = (item for page in sheet.pages for item in page.items)
    weights = {item.bold for item in slots if isinstance(item, TextSlot)}
    fillable = bool(weights) if not bold else True in weights
    chars = _LATIN + _MARKS + more + (common_characters() if fillable else "")
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
def _subset(key: str, chars: str, holder: _Holder) -> bytes:
    """Return the subset of a face under its own family name, with what Word asks of a font."""
    from fontTools.fontBuilder import FontBuilder
    from fontTools.ttLib import TTFont
    from fontTools.ttLib.tables.DefaultTable import DefaultTable

    face = holder.face
    font = TTFont(BytesIO(make_subset(face, chars).data), recalcTimestamp=False)
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
