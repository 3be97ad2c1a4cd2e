"""Which rules stand on the sides of a cell: read off the rules that a table draws."""

from __future__ import annotations

from collections.abc import Iterable

from formgen.geometry import Insets, Rect
from formgen.layout.boxes import Box, Line
from formgen.units import Pt

_SLACK: Pt = 0.02


class Edges:
    """The rules of a table, found by the line that they stand on."""

    def __init__(self, rules: Iterable[object]) -> None:
        self._rules: dict[tuple[str, int], list[tuple[Pt, Pt, Pt]]] = {}
        for rule in rules:
            if isinstance(rule, Line):
                self._add(rule.x1, rule.y1, rule.x2, rule.y2, rule.width)
            elif isinstance(rule, Box) and rule.stroke:
                rect = rule.rect
                self._add(rect.x, rect.y, rect.right, rect.y, rule.stroke)
                self._add(rect.x, rect.bottom, rect.right, rect.bottom, rule.stroke)
                self._add(rect.x, rect.y, rect.x, rect.bottom, rule.stroke)
                self._add(rect.right, rect.y, rect.right, rect.bottom, rule.stroke)

    def around(self, rect: Rect) -> Insets:
        """Return the weights of the rules that stand along the sides of `rect`, each whole."""
        return Insets(
            self._weight("y", rect.y, rect.x, rect.right),
            self._weight("x", rect.right, rect.y, rect.bottom),
            self._weight("y", rect.bottom, rect.x, rect.right),
            self._weight("x", rect.x, rect.y, rect.bottom),
        )

    def _add(self, x1: Pt, y1: Pt, x2: Pt, y2: Pt, weight: Pt) -> None:
        level = y1 == y2
        key = ("y", round(y1 * 10)) if level else ("x", round(x1 * 10))
        ends = (x1, x2) if level else (y1, y2)
        self._rules.setdefault(key, []).append((min(ends), max(ends), weight))

    def _weight(self, axis: str, at: Pt, start: Pt, end: Pt) -> Pt:
        for low, high, weight in self._rules.get((axis, round(at * 10)), ()):
            if low <= start + _SLACK and high >= end - _SLACK:
                return weight
        return 0.0
