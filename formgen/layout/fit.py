"""Fitting a value into its place by the overflow policy of its field."""

from __future__ import annotations

from collections.abc import Callable

from formgen.dataclass import dataclass
from formgen.layout.boxes import TextSlot
from formgen.layout.context import Font
from formgen.layout.defaults import CELL_LEADING, EM_ASCENT, RULE_DROP
from formgen.layout.setting import Glyphs
from formgen.layout.values import break_value
from formgen.text.fontbook import FontBook
from formgen.text.linebreak import LineSpan
from formgen.units import Pt

_STEP: Pt = 0.25
_SLACK: Pt = 0.05
TIGHT = 1.15
"""Line height of a value on several lines where 1.35 would not fit."""

Shaper = Callable[[str, Font], Glyphs]


@dataclass(frozen=True, slots=True)
class Fitted:
    """A value as it will be set: its lines, its font and their distance."""

    glyphs: Glyphs
    lines: tuple[LineSpan, ...]
    font: Font
    leading: Pt


@dataclass(frozen=True, slots=True)
class Fitter:
    """Fits texts into slots; `shape` gives a text its faces and widths and reports what lacks."""

    book: FontBook
    shape: Shaper

    def fit(self, text: str, slot: TextSlot) -> Fitted | None:
        """Return `text` fitted into `slot` by its policy, or None if it cannot be."""
        font = Font(slot.size, slot.bold, slot.color)
        glyphs = self.shape(text, font)
        if glyphs.width <= slot.rect.w - slot.indent + _SLACK and "\n" not in glyphs.text:
            line = LineSpan(0, len(glyphs.text), glyphs.width)
            return Fitted(glyphs, (line,), font, font.size * CELL_LEADING)
        policy = slot.overflow.policy
        if policy == "refuse" and slot.max_lines < 2:
            return None
        fitted = self._on_lines(glyphs, slot, font)
        if fitted is None and policy == "shrink":
            return self._shrunk(text, slot, font)
        if fitted is None and policy == "cut":
            return self._cut(text, slot, font)
        return fitted

    def _on_lines(self, glyphs: Glyphs, slot: TextSlot, font: Font) -> Fitted | None:
        """Return the value on as many lines as the place holds at this size, or None."""
        lines = break_value(self.book, glyphs, font, slot.rect.w, slot.indent)
        # Where a single character is wider than the place, nothing can be broken.
        rooms = [slot.rect.w - (0.0 if number else slot.indent) for number in range(len(lines))]
        overlong = any(
            line.width > room + font.size / 2 + _SLACK
            for line, room in zip(lines, rooms, strict=True)
        )
        if overlong or len(lines) > _most_lines(slot, font):
            return None
        if slot.on_rule and len(lines) > 1 and font.size * TIGHT > slot.leading:
            return None
        room = max(font.size * TIGHT, slot.rect.h / len(lines))
        return Fitted(glyphs, tuple(lines), font, min(font.size * CELL_LEADING, room))

    def _shrunk(self, text: str, slot: TextSlot, font: Font) -> Fitted | None:
        """Return the value at the largest smaller size at which it fits."""
        size = font.size - _STEP
        while size >= slot.overflow.min_size - 0.001:
            smaller = Font(size, font.bold, font.color)
            fitted = self._on_lines(self.shape(text, smaller), slot, smaller)
            if fitted is not None:
                return fitted
            size -= _STEP
        return None

    def _cut(self, text: str, slot: TextSlot, font: Font) -> Fitted | None:
        """Return as much of the value as fits with … in place of the rest."""
        best = None
        low, high = 1, len(text) - 1
        while low <= high:
            middle = (low + high) // 2
            shorter = self.shape(text[:middle].rstrip() + "…", font)
            fitted = self._on_lines(shorter, slot, font)
            if fitted is None:
                high = middle - 1
            else:
                best, low = fitted, middle + 1
        return best


def _most_lines(slot: TextSlot, font: Font) -> int:
    """Return how many lines of this size a place holds; over a single rule they are stacked."""
    size = font.size
    if slot.on_rule and slot.max_lines > 1:
        return slot.max_lines
    if slot.max_lines == 1:
        return 1 + max(0, int((slot.rect.h - RULE_DROP - EM_ASCENT * size) / (size * TIGHT)))
    most = max(1, int((slot.rect.h + _SLACK) / (size * TIGHT)))
    return min(most, slot.max_lines or most)
