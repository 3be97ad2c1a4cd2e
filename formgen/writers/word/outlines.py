"""The outlines of characters as polygons, for what is drawn and not set."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from io import BytesIO
from typing import TypeAlias

from formgen.text.face import Face

Point: TypeAlias = tuple[float, float]
_STEPS = (0.25, 0.5, 0.75, 1.0)


def outlines(face: Face, text: str) -> list[list[list[Point]]]:
    """Return the contours of each character in em, y upwards, from the start of its baseline."""
    from fontTools.pens.recordingPen import RecordingPen
    from fontTools.ttLib import TTFont

    from formgen.text.subset import make_subset

    subset = make_subset(face, text)
    font = TTFont(BytesIO(subset.data))
    glyph_set, order = font.getGlyphSet(), font.getGlyphOrder()
    em = face.units_per_em
    found = []
    for char in text:
        pen = RecordingPen()
        glyph_set[order[subset.glyphs[char]]].draw(pen)
        contours = _contours(pen.value)
        found.append([[(x / em, y / em) for x, y in contour] for contour in contours])
    return found


def _contours(steps: Iterable[tuple[str, tuple[Point, ...]]]) -> list[list[Point]]:
    """Return the closed contours of a recorded glyph as polygons."""
    contours: list[list[Point]] = []
    for operator, points in steps:
        if operator == "moveTo":
            contours.append([points[0]])
        elif operator == "lineTo":
            contours[-1].append(points[0])
        elif operator == "qCurveTo":
            contours[-1] += _quadratics(contours[-1][-1], points)
    return contours


def _quadratics(start: Point, points: Sequence[Point]) -> list[Point]:
    """Return points along quadratic curves; between two control points lies an implied point."""
    found: list[Point] = []
    for number, control in enumerate(points[:-1]):
        following = points[number + 1]
        is_last = number == len(points) - 2
        middle = ((control[0] + following[0]) / 2, (control[1] + following[1]) / 2)
        end = following if is_last else middle
        found += [_at(start, control, end, t) for t in _STEPS]
        start = end
    return found


def _at(start: Point, control: Point, end: Point, t: float) -> Point:
    u = 1 - t
    a, b, c = u * u, 2 * u * t, t * t
    return (
        a * start[0] + b * control[0] + c * end[0],
        a * start[1] + b * control[1] + c * end[1],
    )
