"""Values as they are printed, and how many lines they take."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache

from formgen.layout.context import Font
from formgen.layout.setting import Glyphs, shape
from formgen.model.values import Value
from formgen.text.fontbook import FontBook
from formgen.text.linebreak import LineSpan, break_lines
from formgen.units import Pt

_PARTS = {"year": "%Y", "month": "%m", "day": "%d", "hour": "%H", "minute": "%M"}


def value_text(value: Value, part: str = "", fmt: str = "") -> str:
    """Return a value as printed: a date by `fmt` or one `part` of it, others as they are."""
    if isinstance(value, date):
        return _date_text(value, part, fmt)
    if isinstance(value, Decimal):
        return format(value, "f")
    if isinstance(value, tuple):
        return "、".join(value)
    if isinstance(value, bool):
        return "✓" if value else ""
    if isinstance(value, bytes):
        raise TypeError("a picture has no text")
    return value


def _date_text(value: date, part: str, fmt: str) -> str:
    if part in ("month", "day"):
        return str(getattr(value, part))
    if part in ("hour", "minute") and not isinstance(value, datetime):
        return ""
    return value.strftime(_PARTS.get(part) or fmt or "%Y-%m-%d")


def break_value(
    book: FontBook, glyphs: Glyphs, font: Font, width: Pt, indent: Pt = 0.0
) -> Sequence[LineSpan]:
    """Return the lines on which a shaped value is set within `width`, the first indented."""
    return _broken(book, glyphs, font.size, font.bold, width, indent)


# As `setting.shape`: a value that grows is broken to measure its place, and again to be set in it.
@lru_cache(maxsize=128)
def _broken(
    book: FontBook, glyphs: Glyphs, size: Pt, bold: bool, width: Pt, indent: Pt
) -> Sequence[LineSpan]:
    hangs = [
        book.hang(char, bold, face) * size
        for char, face in zip(glyphs.text, glyphs.faces, strict=True)
    ]
    lines = break_lines(glyphs.text, glyphs.widths, glyphs.gaps, width - indent, width, hangs)
    return tuple(lines)


def lines_needed(book: FontBook, text: str, font: Font, width: Pt, indent: Pt = 0.0) -> int:
    """Return how many lines of `width` a text takes, the first indented."""
    glyphs = shape(book, text, font, lambda char: None)
    return len(break_value(book, glyphs, font, width, indent))
