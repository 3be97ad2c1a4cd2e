"""Rectangles and insets, in points from the top left corner of the page, y downwards."""

from __future__ import annotations

from formgen.dataclass import dataclass
from formgen.units import Pt


@dataclass(frozen=True, slots=True)
class Insets:
    """Four distances from the edges of a box inwards."""

    top: Pt
    right: Pt
    bottom: Pt
    left: Pt

    @classmethod
    def even(cls, vertical: Pt, horizontal: Pt) -> Insets:
        """Return insets that are alike on opposite sides."""
        return cls(vertical, horizontal, vertical, horizontal)


@dataclass(frozen=True, slots=True)
class Rect:
    """A rectangle: its left and top edge, its width and height."""

    x: Pt
    y: Pt
    w: Pt
    h: Pt

    @property
    def right(self) -> Pt:
        """The x of the right edge."""
        return self.x + self.w

    @property
    def bottom(self) -> Pt:
        """The y of the bottom edge."""
        return self.y + self.h

    def inset(self, by: Insets) -> Rect:
        """Return the rectangle shrunk by `by`, never to less than nothing."""
        width = max(0.0, self.w - by.left - by.right)
        height = max(0.0, self.h - by.top - by.bottom)
        return Rect(self.x + by.left, self.y + by.top, width, height)

    def moved(self, dx: Pt, dy: Pt) -> Rect:
        """Return the rectangle moved by `dx`, `dy`."""
        return Rect(self.x + dx, self.y + dy, self.w, self.h)
