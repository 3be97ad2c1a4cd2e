"""Space between characters: what pairs gain or lose, what may hang, where a line may stretch."""

from __future__ import annotations

import re
from itertools import pairwise

from formgen.text.characters import FULL_WIDTH_CLOSING, classes

CJK_LATIN_GAP = 0.08
"""em between Han and Latin; from 0.25 em on, readers extract a space that nobody wrote."""
PUNCTUATION_SQUEEZE = -0.5
"""em between two full-width marks with blank halves between them (CLREQ 3.1.6)."""
HANG = 0.5
"""em that a full-width closing mark saves at the end of a line (GPOS `halt`)."""

_HAN, _LATIN = "Ik", "LD"
_GAP = re.compile(f"[{_HAN}](?=[{_LATIN}])|[{_LATIN}](?=[{_HAN}])")
_SQUEEZE = re.compile("C(?=[CO])|O(?=O)")
_CLOSING = frozenset(FULL_WIDTH_CLOSING)

_WIDE = frozenset("IkiCOMTERF")
_STRETCHES_NOT_AFTER = frozenset("OoQGN")
_STRETCHES_NOT_BEFORE = frozenset("CcQGNShfx")
_WHOLE = ("E", "MT", "F")


def adjustments(text: str) -> list[float]:
    """Return the em to add after each character (negative: to take away).

    +0.08 between Han or kana and Latin letters or digits; -0.5 between full-width punctuation
    marks that meet with their blank halves (closing before closing or opening, opening before
    opening), as CLREQ asks.
    """
    added = [0.0] * len(text)
    if text.isascii():
        return added
    kinds = classes(text)
    for match in _GAP.finditer(kinds):
        added[match.start()] = CJK_LATIN_GAP
    for match in _SQUEEZE.finditer(kinds):
        added[match.start()] = PUNCTUATION_SQUEEZE
    return added


def hang(char: str) -> float:
    """Return the em that a line may save when `char` is its last: its blank half, or nothing."""
    return HANG if char in _CLOSING else 0.0


def justify_points(text: str) -> list[bool]:
    """Return for each character whether a justified line may be stretched after it.

    After spaces and between CJK characters, also where these meet Latin; never within Latin words
    and numbers, dashes and ellipses, nor before closing or after opening punctuation.
    """
    kinds = classes(text)
    points = [False] * len(text)
    base = ""
    for i, (kind, following) in enumerate(pairwise(kinds)):
        base = base if kind == "x" else kind
        points[i] = _may_stretch(base, following)
    return points


def _may_stretch(before: str, after: str) -> bool:
    if before in _STRETCHES_NOT_AFTER or after in _STRETCHES_NOT_BEFORE:
        return False
    if any(before in whole and after in whole for whole in _WHOLE):
        return False
    return before == "S" or before in _WIDE or after in _WIDE
