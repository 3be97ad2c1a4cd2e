"""The lengths of WordprocessingML: whole twentieths, eighths and halves of a point, and EMU."""

from __future__ import annotations

from math import ceil

from formgen.units import Pt


def twips(length: Pt) -> int:
    """Return a length in twentieths of a point."""
    return round(length * 20)


def eighths(weight: Pt) -> int:
    """Return the weight of a border in eighths of a point, at least a quarter point."""
    return max(2, round(weight * 8))


def half_points(size: Pt) -> int:
    """Return the size of text in halves of a point; one between two of them becomes the smaller."""
    return ceil(size * 2 - 0.501)


def emu(length: Pt) -> int:
    """Return a length in English metric units, 12,700 to the point."""
    return round(length * 12700)
