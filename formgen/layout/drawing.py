"""The small vector drawings of a sheet: ticks, rings, scissors. Never a font's character."""

from __future__ import annotations

from formgen.geometry import Rect
from formgen.layout.boxes import Shape
from formgen.layout.defaults import INK, TICK_WEIGHT
from formgen.model.style import Color
from formgen.units import Pt

# Distance of a cubic Bézier's handles that best follow a quarter circle of radius 1.
_KAPPA = 0.5522847498


def tick(rect: Rect) -> Shape:
    """Return a check mark over a box: it reaches a little beyond, as a pen's would."""
    points = ((0.14, 0.52), (0.42, 0.82), (1.02, 0.02))
    spots = [(rect.x + u * rect.w, rect.y + v * rect.h) for u, v in points]
    steps = (("M", spots[0]), ("L", spots[1]), ("L", spots[2]))
    return Shape(steps, stroke=TICK_WEIGHT * max(1.0, rect.w / 11), color=INK, round=True)


def ring(rect: Rect, color: Color) -> Shape:
    """Return a dashed circle within `rect`: a seal place."""
    return Shape(circle(rect), stroke=0.7, color=color, dash=(3.0, 2.2))


def circle(rect: Rect) -> tuple[tuple[str, tuple[Pt, ...]], ...]:
    """Return the path of the ellipse that touches the sides of `rect`."""
    cx, cy, rx, ry = rect.x + rect.w / 2, rect.y + rect.h / 2, rect.w / 2, rect.h / 2
    kx, ky = rx * _KAPPA, ry * _KAPPA
    return (
        ("M", (cx + rx, cy)),
        ("C", (cx + rx, cy + ky, cx + kx, cy + ry, cx, cy + ry)),
        ("C", (cx - kx, cy + ry, cx - rx, cy + ky, cx - rx, cy)),
        ("C", (cx - rx, cy - ky, cx - kx, cy - ry, cx, cy - ry)),
        ("C", (cx + kx, cy - ry, cx + rx, cy - ky, cx + rx, cy)),
        ("Z", ()),
    )


def scissors(x: Pt, y: Pt, size: Pt, color: Color) -> tuple[Shape, ...]:
    """Return open scissors that cut to the right along `y`, their handles at `x`."""
    handle = size * 0.34
    upper = Rect(x, y - handle * 1.15, handle, handle * 0.9)
    lower = Rect(x, y + handle * 0.25, handle, handle * 0.9)
    tip, joint = x + size, x + size * 0.52
    up = (("M", (x + handle * 0.95, y - handle * 0.5)), ("L", (joint, y)),
          ("L", (tip, y + handle * 0.55)))  # fmt: skip
    down = (("M", (x + handle * 0.95, y + handle * 0.5)), ("L", (joint, y)),
            ("L", (tip, y - handle * 0.55)))  # fmt: skip
    loops = tuple(Shape(circle(rect), stroke=0.8, color=color) for rect in (upper, lower))
    blades = tuple(Shape(path, stroke=0.9, color=color, round=True) for path in (up, down))
    return loops + blades
