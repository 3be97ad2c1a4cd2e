"""Which characters of which faces go into a document that carries its faces."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from io import BytesIO
from typing import TYPE_CHECKING

from formgen.model.fields import CheckField, ChoiceField, ImageField
from formgen.model.form import Form
from formgen.text.face import Face
from formgen.text.fontbook import FontBook
from formgen.text.subset import make_subset

if TYPE_CHECKING:
    from docx.document import Document

_TEXT = re.compile(r">([^<>]+)<")
_LATIN = "".join(map(chr, range(0x20, 0x7F)))
_MARKS = "，。、；：？！“”‘’（）《》【】—…·￥％～\u3000"


def embeddable(
    document: Document, book: FontBook, form: Form, more: str = ""
) -> Iterator[tuple[Face, bytes]]:
    """Yield each face that the document needs, and its subset.

    Regular text may be typed wherever something is filled in: then all common characters are in
    it, and `more`.
    """
    shown = _shown(document)
    fillable = any(
        not isinstance(each, ChoiceField | CheckField | ImageField) for each in form.fields
    )
    regular = shown | set(_LATIN + _MARKS + more + (common_characters() if fillable else ""))
    by_face: dict[str, set[str]] = {}
    for bold, chars in ((False, regular), (True, shown | set(_LATIN + _MARKS))):
        for char in chars:
            key = book.glyph(char, bold).face
            if key and (not bold or book.face(key).bold):
                by_face.setdefault(key, set()).add(char)
    for key, needed in by_face.items():
        face = book.face(key)
        yield face, _subset(key, "".join(sorted(needed)), _Holder(face))


@lru_cache(maxsize=1)
def typed_freely() -> frozenset[str]:
    """Return the characters that a document with embedded faces has in any case."""
    return frozenset(_LATIN + _MARKS + common_characters())


@lru_cache(maxsize=1)
def common_characters() -> str:
    """Return the characters of GB 2312, which all common Chinese text is written with."""
    rows = [*range(0xA1, 0xAA), *range(0xB0, 0xF8)]
    pairs = (bytes((row, cell)) for row in rows for cell in range(0xA1, 0xFF))
    return "".join(pair.decode("gb2312", "ignore") for pair in pairs)


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
    }, mac=False)  # fmt: skip
    os2 = DefaultTable("OS/2")
    os2.data = face.table("OS/2")
    font["OS/2"] = os2
    out = BytesIO()
    font.save(out)
    return out.getvalue()


def _shown(document: Document) -> set[str]:
    """Return the characters of the document's own text."""
    from lxml import etree

    found: set[str] = set()
    for part in document.part.package.iter_parts():
        element = getattr(part, "element", None)
        if element is not None:
            found.update("".join(_TEXT.findall(etree.tostring(element, encoding="unicode"))))
    return {char for char in found if char >= " "}
