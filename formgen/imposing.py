"""Several pages on a sheet, as a user asks for it."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TypeVar

from formgen.diagnostics import Diagnostics
from formgen.errors import UsageError
from formgen.model.imposition import Imposition

T = TypeVar("T")

_GRID = re.compile(r"([0-9]{1,3})[x×]([0-9]{1,3})", re.IGNORECASE)


def imposition(
    grid: str, paper: str = "A4", *, gap: str = "0mm", cut_marks: bool = True, first: int = 1
) -> Imposition:
    """Return how pages stand on a sheet: `grid` is columns x rows, as "2x1".

    Args:
        grid: how many pages stand beside each other, and how many rows of them.
        paper: A3, A4, A5, B5, Letter, Legal or a size like "320mmx450mm"; it is turned on its side
            where the pages fit only so. The pages stand in its middle.
        gap: the space between pages, as "4mm"; two lengths are across and down.
        cut_marks: whether fine lines show where to cut.
        first: the place of the first page, counted row by row from 1.

    Raises UsageError with all that is wrong.
    """
    from formgen.markup.values import LENGTHS, PAPER

    problems = Diagnostics()
    columns, rows = _read(_counts, grid, (1, 1), problems)
    width, height = _read(PAPER.parse, paper, (1.0, 1.0), problems)
    nothing: tuple[float, ...] = (0.0,)
    gaps = _read(LENGTHS.parse, gap, nothing, problems)
    if not 1 <= len(gaps) <= 2:
        problems.error("bad-value", f"`{gap}` is no gap; write one length, or two: across and down")
        gaps = nothing
    UsageError.raise_if(problems)
    return Imposition(
        columns, rows, width, height, None, None, gaps[0], gaps[-1], first, cut_marks, turns=True
    )


def _counts(text: str) -> tuple[int, int]:
    match = _GRID.fullmatch(text.strip())
    if not match or not (0 < int(match[1]) <= 50 and 0 < int(match[2]) <= 100):
        raise ValueError(f"`{text}` is no grid; write columns x rows, like 2x1")
    return int(match[1]), int(match[2])


def _read(parse: Callable[[str], T], text: str, otherwise: T, problems: Diagnostics) -> T:
    try:
        return parse(text)
    except ValueError as error:
        problems.error("bad-value", str(error))
        return otherwise
