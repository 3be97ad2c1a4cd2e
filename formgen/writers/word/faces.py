"""The faces of a document: the table that names them, and those that are embedded.

An embedded face is a TrueType file whose first 32 bytes are obscured by a GUID. Source: ISO/IEC
29500-4, 14.2.1 (font embedding) and 29500-1, 17.8.
"""

from __future__ import annotations

from collections.abc import Iterator
from hashlib import blake2b
from typing import TYPE_CHECKING

from formgen.dataclass import dataclass
from formgen.text.face import Face
from formgen.text.fontbook import FontBook
from formgen.writers.word.markup import escaped
from formgen.writers.word.namespaces import DECLARED
from formgen.writers.word.subsets import Carried, embeddable
from formgen.writers.word.symbols import FAMILY, symbol_font

if TYPE_CHECKING:
    from docx.document import Document

_FONT_RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/font"
_TABLE_RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/fontTable"
_CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.obfuscatedFont"
_INSTEAD = {
    "hans": ("Microsoft YaHei", "SimSun"),
    "hant": ("Microsoft JhengHei", "PMingLiU"),
    "ja": ("Yu Gothic", "MS Mincho"),
    "ko": ("Malgun Gothic", "Batang"),
    "": ("Arial", "Times New Roman"),
}
"""What Word takes where a face is not installed: the faces of Windows, without and with serifs."""
_RARE = "\U00020000"


@dataclass(frozen=True, slots=True)
class Embedded:
    """A face in the package: its family, whether it is the bold one, and its file."""

    family: str
    bold: bool
    data: bytes


def embed_faces(
    document: Document, book: FontBook, carried: Carried, lang: str, *, everything: bool
) -> None:
    """Put the faces into the package, `everything` or only that of the boxes, and name them.

    `lang` is the language of the document.
    """
    from docx.opc.packuri import PackURI
    from docx.opc.part import Part

    table = document.part.part_related_by(_TABLE_RELATION)
    faces = [Embedded(FAMILY, False, _symbols(book))]
    used = [book.face(key) for key in carried.shown]
    if everything:
        subsets = list(embeddable(book, carried))
        faces += [Embedded(face.family, face.bold, data) for face, data in subsets]
        used += [face for face, _ in subsets]
    embeds: dict[str, list[str]] = {}
    for number, each in enumerate(faces, 1):
        key = _guid(each.data)
        name = PackURI(f"/word/fonts/font{number}.odttf")
        part = Part(name, _CONTENT_TYPE, obscured(each.data, key), document.part.package)
        relation = table.relate_to(part, _FONT_RELATION)
        weight = "Bold" if each.bold else "Regular"
        embeds.setdefault(each.family, []).append(
            f'<w:embed{weight} r:id="{relation}" w:fontKey="{{{key}}}" w:subsetted="1"/>'
        )
    entries = {FAMILY: _OWN_FACE}
    for face in (book.faces[0], *used):
        entries.setdefault(face.family, _about(face, lang))
    fonts = "".join(
        f'<w:font w:name="{escaped(family)}">{about}{_in_order(embeds.get(family, []))}</w:font>'
        for family, about in sorted(entries.items())
    )
    table._blob = f"<w:fonts {DECLARED}>{fonts}</w:fonts>".encode()


def _in_order(embeds: list[str]) -> str:
    """Return the files of a family, the bold face last, as the schema has them (CT_Font)."""
    return "".join(sorted(embeds, key=lambda embed: embed.startswith("<w:embedBold")))


_OWN_FACE = '<w:charset w:val="00"/><w:family w:val="auto"/><w:pitch w:val="variable"/>'


def _about(face: Face, lang: str) -> str:
    """Return what the table says of a face: what stands in for it, its characters, its kind."""
    is_han = bool(face.glyph_id(ord("国")) or face.glyph_id(ord(_RARE)))
    tongue, charset = _tongue(lang) if is_han else ("", "00")
    if face.glyph_id(ord("国")) or not is_han:
        instead = _INSTEAD[tongue][_is_serif(face)]
    else:
        instead = "SimSun-ExtB"
    kind = "roman" if _is_serif(face) else "swiss"
    return (
        f'<w:altName w:val="{instead}"/><w:charset w:val="{charset}"/><w:family w:val="{kind}"/>'
        '<w:pitch w:val="variable"/>'
    )


def _tongue(lang: str) -> tuple[str, str]:
    """Return which East Asian faces a language takes, and their character set in Word."""
    tag = lang.lower()
    if tag.startswith("zh") and any(part in tag for part in ("tw", "hk", "mo", "hant")):
        return "hant", "88"
    return {"ja": ("ja", "80"), "ko": ("ko", "81")}.get(tag[:2], ("hans", "86"))


def _is_serif(face: Face) -> bool:
    """Whether a face says that its letters have serifs (PANOSE, in the OS/2 table)."""
    kind, serifs = face.table("OS/2")[32:34]
    return kind == 2 and 2 <= serifs <= 10


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
