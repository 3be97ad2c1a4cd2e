"""Imposition: how small pages stand on larger paper."""

from __future__ import annotations

from formgen.dataclass import dataclass
from formgen.diagnostics import NOWHERE, Place
from formgen.units import Pt


@dataclass(frozen=True, slots=True)
class Imposition:
    """Pages on a sheet of `width` × `height`, row by row, `columns` to a row.

    `left` and `top` are the distances of the first page from the edges of the paper; without one
    the pages stand in its middle. `gap_x` and `gap_y` lie between pages. The first page of a run
    takes the place `first`, counted from 1. `turns` says that the paper may be turned on its side
    where the pages fit only so.
    """

    columns: int
    rows: int
    width: Pt
    height: Pt
    left: Pt | None = None
    top: Pt | None = None
    gap_x: Pt = 0.0
    gap_y: Pt = 0.0
    first: int = 1
    cut_marks: bool = True
    turns: bool = False
    place: Place = NOWHERE

    @property
    def count(self) -> int:
        """How many pages stand on a sheet."""
        return self.columns * self.rows
