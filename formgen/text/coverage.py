"""What the faces of a book cover, for a reader: by Unicode block, and character by character."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

from formgen.dataclass import dataclass
from formgen.text.face import Face
from formgen.text.fontbook import FontBook
from formgen.text.prepare import prepare

_OTHER = "other"
_BLOCKS = (
    ("Basic Latin", 0x0000, 0x007F),
    ("Latin", 0x0080, 0x024F),
    ("Greek", 0x0370, 0x03FF),
    ("Cyrillic", 0x0400, 0x052F),
    ("Latin", 0x1E00, 0x1EFF),
    ("General Punctuation", 0x2000, 0x206F),
    ("Currency Symbols", 0x20A0, 0x20CF),
    ("Symbols", 0x2100, 0x2BFF),
    ("CJK Radicals", 0x2E80, 0x2FDF),
    ("CJK Punctuation", 0x3000, 0x303F),
    ("Kana", 0x3040, 0x30FF),
    ("Bopomofo", 0x3100, 0x312F),
    ("Hangul", 0x3130, 0x318F),
    ("Bopomofo", 0x31A0, 0x31BF),
    ("Kana", 0x31F0, 0x31FF),
    ("CJK Symbols", 0x3200, 0x33FF),
    ("CJK Ext A", 0x3400, 0x4DBF),
    ("CJK Unified", 0x4E00, 0x9FFF),
    ("Hangul", 0xAC00, 0xD7AF),
    ("CJK Compatibility", 0xF900, 0xFAFF),
    ("Vertical Forms", 0xFE10, 0xFE4F),
    ("Full-width Forms", 0xFF00, 0xFFEF),
    ("CJK Ext B", 0x20000, 0x2A6DF),
    ("CJK Ext C", 0x2A700, 0x2B73F),
    ("CJK Ext D", 0x2B740, 0x2B81F),
    ("CJK Ext E", 0x2B820, 0x2CEAF),
    ("CJK Ext F", 0x2CEB0, 0x2EBEF),
    ("CJK Ext I", 0x2EBF0, 0x2EE5F),
    ("CJK Compatibility Supplement", 0x2F800, 0x2FA1F),
    ("CJK Ext G", 0x30000, 0x3134F),
    ("CJK Ext H", 0x31350, 0x323AF),
)
"""Blocks of Unicode 15.1 that matter on forms; blocks of one kind share a name."""


@dataclass(frozen=True, slots=True)
class FaceCoverage:
    """A face, its file ("" in memory) and how many characters it draws, in all and by block."""

    key: str
    family: str
    style: str
    file: str
    characters: int
    blocks: tuple[tuple[str, int], ...]


def describe(book: FontBook) -> list[FaceCoverage]:
    """Return what each face of the book covers, in the order in which they are asked."""
    return [_describe(face) for face in book.faces]


def which(book: FontBook, text: str, bold: bool = False) -> list[tuple[str, str, str]]:
    """Return (character, code point as "U+4E00", key of its face or "") for each character.

    Characters without a shape, which are never set (see `prepare`), are left out.
    """
    pairs = [(char, prepare(char, book.has)) for char in text]
    return [
        (char, f"U+{ord(char):04X}", book.glyph(set_as, bold).face)
        for char, set_as in pairs
        if set_as.strip("\n")
    ]


def _describe(face: Face) -> FaceCoverage:
    counts = Counter[str]()
    for name, count in _counts(face.coverage()):
        counts[name] += count
    other = counts.pop(_OTHER, 0)
    blocks = tuple((name, count) for name, count in (*counts.items(), (_OTHER, other)) if count)
    return FaceCoverage(
        face.key, face.family, face.style, face.path, other + sum(counts.values()), blocks
    )


def _counts(coverage: Iterable[range]) -> Iterator[tuple[str, int]]:
    for covered in coverage:
        named = 0
        for name, first, last in _BLOCKS:
            overlap = min(covered.stop, last + 1) - max(covered.start, first)
            if overlap > 0:
                named += overlap
                yield name, overlap
        yield _OTHER, len(covered) - named
