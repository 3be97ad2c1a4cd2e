"""Page breaks: which unit stands on which page, and how far down.

Every step either places a unit or turns to a new page with nothing on it, so the work ends; every
unit is placed exactly once, in order.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from formgen.dataclass import dataclass
from formgen.layout.units import Hold, Unit, gap_between
from formgen.units import Pt

# Heights add up to rounding errors far below what a printer can show.
_SLACK = 0.01


@dataclass(frozen=True, slots=True)
class Placement:
    """A unit on a page: `top` is measured from the top of the body; `head`: repeat header rows."""

    unit: Unit
    top: Pt
    head: bool = False

    @property
    def bottom(self) -> Pt:
        """Where the unit ends, measured from the top of the body."""
        return self.top + self.unit.height + (self.unit.head if self.head else 0.0)


def paginate(
    units: Sequence[Unit],
    room: Callable[[int], Pt],
    too_tall: Callable[[Unit], None],
    broken: Callable[[Sequence[Unit]], None] = lambda group: None,
) -> list[list[Placement]]:
    """Return the placements of each page; at least one page.

    `room(page)` is the height of the body of a page (0 is the first). A single unit that is
    taller than a page is reported to `too_tall` and placed alone; a group that is longer than a
    page is told to `broken`. What does not fit a first page with less room waits for the next.
    """
    pages = _Pages(room)
    index = told = 0
    while index < len(units):
        chain = _chain(units, index)
        if units[index].break_before and not pages.at_top:
            pages.turn()
        if pages.at_top and chain[0].spacer:
            index += 1
        elif pages.fits(chain):
            pages.put(chain)
            index += len(chain)
        elif not pages.at_top or pages.fits_next(chain):
            pages.turn()
        else:
            part = _breakable_part(chain, pages)
            if not part and pages.fits_next(chain[:1]):
                pages.turn()
                continue
            if not part:
                too_tall(chain[0])
            elif part[-1].hold is Hold.GROUP and index >= told:
                broken(chain)
                told = index + len(chain)
            pages.put(part or chain[:1])
            index += len(part or chain[:1])
            if index < len(units):
                pages.turn()
    return pages.pages


def _chain(units: Sequence[Unit], start: int) -> Sequence[Unit]:
    """Return the units from `start` that hold on to each other."""
    end = start + 1
    while end < len(units) and units[end - 1].hold and not units[end].break_before:
        end += 1
    return units[start:end]


def _breakable_part(chain: Sequence[Unit], pages: _Pages) -> Sequence[Unit]:
    """Return as much of a chain that is longer than a page as fits on one.

    It does not end in a heading if that can be helped.
    """
    end = fitting = pages.fitting(chain)
    while end and chain[end - 1].hold is Hold.HEADING:
        end -= 1
    return chain[: end or fitting]


class _Pages:
    """The pages so far; the last one is being filled."""

    def __init__(self, room: Callable[[int], Pt]) -> None:
        self._room = room
        self._last: Unit | None = None
        self._used: Pt = 0.0
        self.pages: list[list[Placement]] = [[]]

    @property
    def at_top(self) -> bool:
        return not self.pages[-1]

    def turn(self) -> None:
        """Start a new page; rows that close the old one are placed below what stands on it."""
        closing = self._last.closing if self._last else None
        if closing:
            self.put([closing])
        self.pages.append([])
        self._used, self._last = 0.0, None

    def fits(self, units: Sequence[Unit]) -> bool:
        """Whether `units` fit under what stands on the page, with the rows that would close it."""
        end = _walk(units, self._used, self._last)[0] + units[-1].tail
        return end <= self._room(len(self.pages) - 1) + _SLACK

    def fitting(self, units: Sequence[Unit]) -> int:
        """Return how many of `units` fit under what stands on the page."""
        room = self._room(len(self.pages) - 1) + _SLACK
        _, placements = _walk(units, self._used, self._last)
        fitting = 0
        for number, placement in enumerate(placements, 1):
            if placement.bottom > room:
                break
            if placement.bottom + placement.unit.tail <= room:
                fitting = number
        return fitting

    def fits_next(self, units: Sequence[Unit]) -> bool:
        """Whether `units` fit a new page, which has more room than this one."""
        page = len(self.pages)
        larger = self._room(page) > self._room(page - 1)
        return larger and _walk(units)[0] + units[-1].tail <= self._room(page) + _SLACK

    def put(self, units: Sequence[Unit]) -> None:
        """Place `units` on the page."""
        self._used, placements = _walk(units, self._used, self._last)
        self.pages[-1].extend(placements)
        self._last = units[-1]


def _walk(
    units: Sequence[Unit], used: Pt = 0.0, last: Unit | None = None
) -> tuple[Pt, list[Placement]]:
    """Return where `units` end and stand below `last`, which ends at `used`."""
    placements = []
    for unit in units:
        head = last is None and unit.head > 0
        placements.append(Placement(unit, used + gap_between(last, unit), head))
        used, last = placements[-1].bottom, unit
    return used, placements
