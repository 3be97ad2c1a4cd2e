"""Labels bound to what they introduce: no line ends between `编号：` and its blank."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from formgen.text.characters import NO_END, NO_START, SPACES
from formgen.text.linebreak import break_points

_COLONS = ("：", ":")
_LONGEST = 8
"""Characters of a label that stays whole; of a longer one only the last word is bound."""
_GLUE = "\u2060"
_SPACES = "".join(SPACES)

Fits = Callable[[int, int], bool]
"""Whether the characters from one offset to another fit a line together."""


def bound_text(text: str, boxes: Iterable[int], fits: Fits) -> str:
    """Return `text` as lines are to be broken: glue takes the place of what a label binds.

    `boxes` are the offsets of what stands in it. A label ends in a colon; it is not bound where
    it would not fit a line with its box.
    """
    chars = list(text)
    for box in boxes:
        if not text[:box].rstrip(_SPACES).endswith(_COLONS):
            continue
        start = next((start for start in _starts(text, box) if fits(start, box + 1)), box)
        chars[start + 1 : box] = _GLUE * len(chars[start + 1 : box])
    return "".join(chars)


def _starts(text: str, box: int) -> list[int]:
    """Return where what is bound to the box may start: the whole label, or its last word."""
    points = [0, *(point for point in break_points(text[:box]) if point < box)]
    word = label = points.pop()
    while points and not _parts(text[label - 1]) and box - points[-1] <= _LONGEST:
        label = points.pop()
    whole = label == 0 or _parts(text[label - 1])
    return [label, word] if whole else [word]


def _parts(char: str) -> bool:
    """Whether a label starts behind this character."""
    return char in SPACES or char in NO_END or char in NO_START or char in "\n\ufffc"
