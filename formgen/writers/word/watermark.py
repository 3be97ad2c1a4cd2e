"""The watermark: its characters as one drawing behind the text, so that any reader shows it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from math import cos, radians, sin

from formgen.layout.boxes import Run, Shape
from formgen.text.fontbook import FontBook
from formgen.units import Pt
from formgen.writers.word.drawings import Origin, anchored
from formgen.writers.word.outlines import outlines


def watermark(book: FontBook, runs: Sequence[Run], number: str, origin: Origin) -> str:
    """Return slanting runs as a run with one drawing; `number` is its id."""
    steps = tuple(step for each in runs for step in _steps(book, each))
    text = "".join(each.text for each in runs)
    return anchored(Shape(steps, fill=runs[0].color), number, text, origin, behind=True)


def _steps(book: FontBook, run: Run) -> Iterator[tuple[str, tuple[Pt, ...]]]:
    turn = radians(run.angle)
    along, up = run.size * cos(turn), run.size * sin(turn)
    for contours in outlines(book.face(run.face), run.text):
        for contour in contours:
            points = [(run.x + x * along - y * up, run.y - x * up - y * along) for x, y in contour]
            yield "M", points[0]
            for point in points[1:]:
                yield "L", point
            yield "Z", ()
