"""A character that no face has: the frame that paper has in its place, as a character of text.

The layout draws the frame (`--missing-glyph box`). In a document it stands in the line as U+25A1,
a white square, so that it moves with the text about it and may be typed over.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from formgen.layout.boxes import Box, Run
from formgen.layout.defaults import EM_ASCENT
from formgen.layout.setting import MISSING_DROP, MISSING_SIDE

SQUARE = "\u25a1"
NO_FACE = ""
"""The face of the square: whatever the document's values are set in."""


def runs_of(marks: Iterable[object]) -> Iterator[Run]:
    """Yield the runs among marks, and a square for each frame in place of a character."""
    for mark in marks:
        if isinstance(mark, Run):
            yield mark
        elif isinstance(mark, Box):
            yield square(mark)


def square(frame: Box) -> Run:
    """Return the square that stands for a frame."""
    size = frame.rect.h / MISSING_SIDE
    x = frame.rect.x - (1 - MISSING_SIDE) / 2 * size
    y = frame.rect.y + (EM_ASCENT - MISSING_DROP) * size
    return Run(x, y, SQUARE, NO_FACE, size, frame.color)
