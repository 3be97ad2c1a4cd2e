"""Spaces that a word processor adds of its own, and how text is kept as wide as on paper."""

from __future__ import annotations

from itertools import pairwise
from math import floor

from formgen.units import Pt

_AUTO_SPACE = 0.2
"""em that a word processor puts between Han and Latin or figures."""
_LEAST: Pt = 0.4
_FIRST_HAN = "\u2e80"


def tightening(text: str, gaps: Pt, size: Pt) -> Pt:
    """Return what to add after each character so that the text is no wider than on paper.

    The layout draws punctuation together and parts Han from Latin in its own way, by `gaps` in
    all; a word processor adds a fifth of an em there, and nothing elsewhere. The answer is in
    whole twentieths of a point, and never more than 0.
    """
    lack = gaps - transitions(text) * _AUTO_SPACE * size
    if lack > -_LEAST or not text:
        return 0.0
    return floor(lack / len(text) * 20) / 20


def transitions(text: str) -> int:
    """Return how many times Han and Latin letters or figures stand side by side."""
    return sum(
        a.isalnum() and b.isalnum() and (a >= _FIRST_HAN) != (b >= _FIRST_HAN)
        for a, b in pairwise(text)
    )
