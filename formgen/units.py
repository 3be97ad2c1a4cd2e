"""Lengths. Inside formgen every length is a `Pt`: points, 1/72 inch, as float; y grows downwards.

The language and the field map speak millimetres; the two conversions live here only.
"""

from __future__ import annotations

import re
from typing import TypeAlias

Pt: TypeAlias = float
"""A length in points (1/72 inch)."""

PT_PER_MM = 72 / 25.4
_UNITS = {"mm": PT_PER_MM, "cm": PT_PER_MM * 10, "in": 72.0, "pt": 1.0}
_LENGTH = re.compile(r"(\d+(?:\.\d+)?|\.\d+)(mm|cm|in|pt)")
_BARE = re.compile(r"\d+(?:\.\d+)?")


def mm(value: float) -> Pt:
    """Return `value` millimetres in points."""
    return value * PT_PER_MM


def to_mm(length: Pt) -> float:
    """Return a length in points as millimetres, rounded to a thousandth."""
    return round(length / PT_PER_MM, 3)


def parse_length(text: str) -> Pt:
    """Return the length that `text` ("12mm", "1.5cm", "0.5in", "9pt") names, in points.

    Raises ValueError, with a sentence fit for a user, if it is not a length.
    """
    match = _LENGTH.fullmatch(text.strip())
    if match:
        return float(match[1]) * _UNITS[match[2]]
    if _BARE.fullmatch(text.strip()):
        raise ValueError(f"a length needs a unit; did you mean `{text.strip()}mm`?")
    raise ValueError(f"`{text}` is not a length; write a number and mm, cm, in or pt, like 12mm")
