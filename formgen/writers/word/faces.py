"""The faces of a document: the table that names them, and those that are embedded.

An embedded face is a TrueType file whose first 32 bytes are obscured by a GUID. Source: ISO/IEC
29500-4, 14.2.1 (font embedding) and 29500-1, 17.8.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import blake2b
from typing import TYPE_CHECKING

from formgen.model.form import Form
from formgen.text.fontbook import FontBook
from formgen.writers.word.markup import escaped
from formgen.writers.word.namespaces import DECLARED
from formgen.writers.word.subsets import embeddable
from formgen.writers.word.symbols import FAMILY, symbol_font

if TYPE_CHECKING:
    from docx.document import Document

_FONT_RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/font"
_TABLE_RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/fontTable"
_CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.obfuscatedFont"
_FALLBACKS = "Microsoft YaHei"
"""What Word takes where a face is not installed: the East Asian sans-serif of Windows."""


@dataclass(frozen=True, slots=True)
class Embedded:
    """A face in the package: its family, whether it is the bold one, and its file."""

    family: str
    bold: bool
    data: bytes


def embed_faces(
    document: Document, book: FontBook, form: Form, more: str = "", *, everything: bool
) -> None:
    """Put the faces into the package, `everything` or only that of the boxes, and name them.

    `more` are characters of values that are not common.
    """
    from docx.opc.packuri import PackURI
    from docx.opc.part import Part

    table = document.part.part_related_by(_TABLE_RELATION)
    faces = [Embedded(FAMILY, False, _symbols(book))]
    if everything:
        faces += [
            Embedded(face.family, face.bold, data)
            for face, data in embeddable(document, book, form, more)
        ]
    elements: dict[str, list[str]] = {}
    for number, face in enumerate(faces, 1):
        key = _guid(face.data)
        name = PackURI(f"/word/fonts/font{number}.odttf")
        part = Part(name, _CONTENT_TYPE, obscured(face.data, key), document.part.package)
        relation = table.relate_to(part, _FONT_RELATION)
        weight = "Bold" if face.bold else "Regular"
        elements.setdefault(face.family, []).append(
            f'<w:embed{weight} r:id="{relation}" w:fontKey="{{{key}}}" w:subsetted="1"/>'
        )
    for family in dict.fromkeys(face.family for face in book.faces[:2]):
        elements.setdefault(family, [])
    fonts = "".join(_entry(family, embeds) for family, embeds in sorted(elements.items()))
    table._blob = f"<w:fonts {DECLARED}>{fonts}</w:fonts>".encode()


def _entry(family: str, embeds: list[str]) -> str:
    if family == FAMILY:
        about = '<w:charset w:val="00"/><w:family w:val="auto"/><w:pitch w:val="variable"/>'
        return f'<w:font w:name="{escaped(family)}">{about}{"".join(embeds)}</w:font>'
    about = (
        f'<w:altName w:val="{_FALLBACKS}"/><w:charset w:val="86"/><w:family w:val="swiss"/>'
        '<w:pitch w:val="variable"/>'
    )
    return f'<w:font w:name="{escaped(family)}">{about}{"".join(embeds)}</w:font>'


def _symbols(book: FontBook) -> bytes:
    """Return the face of the boxes, the same for all forms.

    A word processor keeps an embedded face under its name, so it must not differ between files.
    """
    key = book.glyph("0").face
    return symbol_font(book.face(key) if key else None)


def obscured(data: bytes, guid: str) -> bytes:
    """Return a font file whose first 32 bytes are obscured by a GUID; the same call undoes it."""
    key = bytes.fromhex(guid.replace("-", ""))[::-1]
    return bytes(byte ^ key[i % 16] for i, byte in enumerate(data[:32])) + data[32:]


def _guid(data: bytes) -> str:
    """Return a GUID that follows from the file, so that the same face has the same one."""
    digest = blake2b(data, digest_size=16).hexdigest().upper()
    return "-".join(_parts(digest))


def _parts(digest: str) -> Iterator[str]:
    start = 0
    for length in (8, 4, 4, 4, 12):
        yield digest[start : start + length]
        start += length
