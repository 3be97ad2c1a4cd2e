"""The widths of a table's columns: what its cells ask for, and what its place gives."""

from __future__ import annotations

from collections.abc import Sequence

from formgen.dataclass import dataclass
from formgen.layout.context import Context
from formgen.layout.natural import Widths
from formgen.layout.tracks import solve_tracks
from formgen.model.blocks import Table
from formgen.units import Pt, to_mm

_SLACK: Pt = 0.5


@dataclass(frozen=True, slots=True)
class Natural:
    """What a cell over the columns `start` to `end` (exclusive) asks of them."""

    start: int
    end: int
    asked: Widths


def column_widths(
    ctx: Context, node: Table, width: Pt, naturals: Sequence[Natural]
) -> list[Pt] | None:
    """Return the widths of a table's columns within `width`, or None with a diagnostic.

    `naturals` come with those of the fewest columns first.
    """
    whole = _whole_width(ctx, node, width)
    asked = _gathered(node, [(each, each.asked.natural) for each in naturals])
    least = _gathered(node, [(each, each.asked.least) for each in naturals])
    widths = solve_tracks(node.columns, whole, asked.__getitem__, least.__getitem__)
    if widths is None:
        _too_wide(ctx, node, whole)
    return widths


def _gathered(node: Table, wishes: Sequence[tuple[Natural, Pt]]) -> list[Pt]:
    """Return what each column is asked for; a merged cell asks its content columns for the lack.

    Where a proportional column is among those of a merged cell, it gives what is lacking.
    """
    tracks = node.columns
    asked = [track.amount if track.kind == "fixed" else 0.0 for track in tracks]
    for natural, width in wishes:
        columns = range(natural.start, natural.end)
        autos = [column for column in columns if tracks[column].kind == "auto"]
        if any(tracks[column].kind == "fr" for column in columns):
            continue
        lack = width - sum(asked[column] for column in columns)
        for column in autos:
            asked[column] += max(0.0, lack) / len(autos)
    return asked


def _whole_width(ctx: Context, node: Table, width: Pt) -> Pt:
    """Return the width of the table; a wider one than its place is an error."""
    if node.width is not None and node.width > width + _SLACK:
        ctx.problems.error(
            "too-wide",
            f"a table {to_mm(node.width):g} mm wide stands in a place of {to_mm(width):g} mm",
            node.place,
            "leave out `width`: the table then takes what its place gives",
        )
    return min(node.width or width, width)


def _too_wide(ctx: Context, node: Table, width: Pt) -> None:
    fixed = sum(track.amount for track in node.columns if track.kind == "fixed")
    ctx.problems.error(
        "columns-too-wide",
        f"the fixed columns take {to_mm(fixed):g} mm, but only {to_mm(width):g} mm are there",
        node.place,
        "make fixed columns narrower, or give some of them a share like `1fr`",
    )
