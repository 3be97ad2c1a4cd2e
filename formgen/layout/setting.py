"""Setting text: from characters to runs in the faces that have them, with their small gaps."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import lru_cache

from formgen.dataclass import dataclass
from formgen.geometry import Rect
from formgen.layout.boxes import Box, Mark, Run
from formgen.layout.context import Font
from formgen.layout.defaults import EM_ASCENT
from formgen.text.fontbook import FontBook
from formgen.text.linebreak import prepare
from formgen.units import Pt

MISSING_SIDE = 0.8
"""The side of the frame in place of a character that no face has, in em."""
MISSING_DROP = 0.1
"""How far its top stands below that of the em box, in em."""
Missing = Callable[[str], None]
"""Called with each character that no face has, where that is an error."""


@dataclass(frozen=True, slots=True)
class Glyphs:
    """A prepared text with, for each character, its face and its width in points."""

    text: str
    faces: tuple[str, ...]
    widths: tuple[Pt, ...]
    gaps: tuple[Pt, ...]

    @property
    def width(self) -> Pt:
        """The width of the text on one line."""
        return sum(self.widths) + sum(self.gaps[:-1])

    def part(self, start: int, end: int) -> Glyphs:
        """Return the characters from `start` to `end`."""
        span = slice(start, end)
        return Glyphs(self.text[span], self.faces[span], self.widths[span], self.gaps[span])


def shape(book: FontBook, text: str, font: Font, missing: Missing) -> Glyphs:
    """Return `text` with a face and a width for each character; report those no face has."""
    glyphs = _shaped(book, text, font.size, font.bold)
    if book.missing == "error" and not all(glyphs.faces):
        for char, face in zip(glyphs.text, glyphs.faces, strict=True):
            if not face and char != "\n":
                missing(char)
    return glyphs


# A value that grows is shaped to see that it does, to measure its place, and to be set in it.
@lru_cache(maxsize=256)
def _shaped(book: FontBook, text: str, size: Pt, bold: bool) -> Glyphs:
    prepared = prepare(text, lambda char: book.has(char, bold))
    drawn = book.glyphs(prepared, bold)
    faces = tuple([glyph.face for glyph in drawn])
    widths = tuple([glyph.advance * size for glyph in drawn])
    gaps = tuple([gap * size for gap in book.adjustments(prepared, bold, faces)])
    return Glyphs(prepared, faces, widths, gaps)


def set_glyphs(
    glyphs: Glyphs, x: Pt, baseline: Pt, font: Font, extra: Sequence[Pt] = ()
) -> list[Mark]:
    """Return the marks of `glyphs` on one line from `x` on; `extra` is added after characters."""
    gaps = [g + e for g, e in zip(glyphs.gaps, extra, strict=True)] if extra else glyphs.gaps
    marks: list[Mark] = []
    start, count = 0, len(glyphs.text)
    while start < count:
        end = start + 1
        while end < count and glyphs.faces[end] == glyphs.faces[start]:
            end += 1
        width = sum(glyphs.widths[start:end]) + sum(gaps[start:end])
        if glyphs.faces[start]:
            marks.append(_run(glyphs, start, end, x, baseline, font, gaps))
        else:
            marks.extend(_missing_boxes(glyphs, start, end, x, baseline, font))
        x += width
        start = end
    return marks


def _run(
    glyphs: Glyphs, start: int, end: int, x: Pt, baseline: Pt, font: Font, gaps: Sequence[Pt]
) -> Run:
    inner = tuple(gaps[start : end - 1])
    shown = (*inner, 0.0) if any(inner) else ()
    face, text = glyphs.faces[start], glyphs.text[start:end]
    if "\t" in text:
        tabs = tuple(place for place, char in enumerate(text) if char == "\t")
        text = text.replace("\t", " ")
        return Run(x, baseline, text, face, font.size, font.color, shown, tabs=tabs)
    return Run(x, baseline, text, face, font.size, font.color, shown)


def _missing_boxes(
    glyphs: Glyphs, start: int, end: int, x: Pt, baseline: Pt, font: Font
) -> list[Mark]:
    """Return an empty frame for each character that no face has (`--missing-glyph box`)."""
    marks: list[Mark] = []
    for width in glyphs.widths[start:end]:
        side = font.size * MISSING_SIDE
        top = baseline - font.size * (EM_ASCENT - MISSING_DROP)
        rect = Rect(x + (width - side) / 2, top, side, side)
        marks.append(Box(rect, stroke=0.5, color=font.color))
        x += width
    return marks
