"""Columns: from fixed, proportional and content tracks to widths."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from itertools import pairwise

from formgen.model.style import Track
from formgen.units import Pt

_ROOM_FOR_SHARES = 0.1
"""How much of what fixed columns leave proportional ones keep beside content columns."""


def solve_tracks(
    tracks: Sequence[Track],
    width: Pt,
    natural: Callable[[int], Pt],
    least: Callable[[int], Pt] = lambda index: 0.0,
) -> list[Pt] | None:
    """Return the widths of columns that share `width`, or None if there is not enough of it.

    Fixed columns take what they say; content columns what `natural(index)` asks. Where that is
    too much, the widest yield first, none below `least(index)` (CSS 2.1, 17.5.2.2); only where
    these are too much too, all get narrower together. Proportional columns share the rest.
    Without a proportional column, content columns take what is left.
    """
    widths = [track.amount if track.kind == "fixed" else 0.0 for track in tracks]
    left = width - sum(widths)
    autos = [i for i, track in enumerate(tracks) if track.kind == "auto"]
    shares = sum(track.amount for track in tracks if track.kind == "fr")
    if left < -0.01 or (left < 0.5 and (shares or autos)):
        return None
    # An empty content column still takes its share where content columns fill the table.
    asked = {i: max(natural(i), 1.0) for i in autos}
    floors = {i: min(least(i), asked[i]) for i in autos}
    room = left * (1 - _ROOM_FOR_SHARES) if shares else left
    for i, given in _shared(asked, floors, room, fill=not shares).items():
        widths[i] = given
        left -= given
    for i, track in enumerate(tracks):
        if track.kind == "fr":
            widths[i] = left * track.amount / shares
    return widths


def _shared(
    asked: Mapping[int, Pt], floors: Mapping[int, Pt], room: Pt, *, fill: bool
) -> Mapping[int, Pt]:
    """Return what content columns get of `room`; all of it if they `fill` the table."""
    wanted, least = sum(asked.values()), sum(floors.values())
    if wanted <= room:
        return _scaled(asked, room / wanted) if fill and wanted else asked
    if least >= room:
        return _scaled(floors, room / least)
    level = _level(asked, floors, room)
    return {i: max(floors[i], min(asked[i], level)) for i in asked}


def _scaled(widths: Mapping[int, Pt], scale: float) -> Mapping[int, Pt]:
    return {i: width * scale for i, width in widths.items()}


def _level(asked: Mapping[int, Pt], floors: Mapping[int, Pt], room: Pt) -> Pt:
    """Return the width to which the widest columns are cut, so that all together take `room`."""
    edges = sorted({0.0, *asked.values(), *floors.values()})
    for low, high in pairwise(edges):
        if sum(max(floors[i], min(asked[i], high)) for i in asked) >= room:
            cut = [i for i in asked if floors[i] <= low and asked[i] >= high]
            rest = sum(max(floors[i], min(asked[i], low)) for i in asked if i not in cut)
            return (room - rest) / len(cut)
    return edges[-1]
