"""The accent colour of an office on paper: dark enough to read, and a tint that shows and copies.

An office chooses its colour for screens and signs; a pale one would vanish as text and as a tint.
"""

from __future__ import annotations

from functools import lru_cache

from formgen.layout.defaults import ACCENT_SHARE
from formgen.model.style import Color

LEAST_CONTRAST = 3.0
"""Contrast with white of large text and of lines (WCAG 2.1, 1.4.3 and 1.4.11)."""

_STEPS = 50
_LIGHTEST_TINT = 0.8
"""The luminance of a tint that is still told from paper, and from the cells of labels."""


@lru_cache(maxsize=64)
def accent_ink(accent: Color) -> Color:
    """Return `accent` as a colour for text and rules: itself, or as much darker as it must be."""
    for step in range(_STEPS + 1):
        ink = _mixed(accent, 0, 1 - step / _STEPS)
        if 1.05 / (luminance(ink) + 0.05) >= LEAST_CONTRAST:
            return ink
    return "#000000"


@lru_cache(maxsize=64)
def accent_tint(accent: Color) -> Color:
    """Return the tint of a band: as little of `accent` on white as shows, or a darker one of it."""
    first = round(ACCENT_SHARE * _STEPS)
    shares = [step / _STEPS for step in range(first, _STEPS + 1)]
    tints = [_mixed(accent, 255, share) for share in shares]
    tints += [_mixed(accent, 0, share) for share in reversed(shares)]
    return next(tint for tint in tints if luminance(tint) <= _LIGHTEST_TINT)


def luminance(color: Color) -> float:
    """Return the relative luminance of a colour, from 0 (black) to 1 (WCAG 2.1, Definitions)."""
    red, green, blue = (_linear(part) for part in _parts(color))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(part: int) -> float:
    share = part / 255
    return share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4


def _mixed(color: Color, ground: int, share: float) -> Color:
    """Return the colour that `share` of `color` makes on a grey of brightness `ground`."""
    return "#" + "".join(f"{round(ground + (p - ground) * share):02x}" for p in _parts(color))


def _parts(color: Color) -> tuple[int, int, int]:
    return int(color[1:3], 16), int(color[3:5], 16), int(color[5:7], 16)
