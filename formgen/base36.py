"""Numbers as upper-case letters and digits, the characters that a QR code packs tightest."""

from __future__ import annotations

DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_PAIRS = [first + second for first in DIGITS for second in DIGITS]


def base36(number: int, width: int) -> str:
    """Return `number` in base 36 with leading zeros to exactly `width` characters.

    Raises ValueError if the number is negative or needs more characters.
    """
    if not 0 <= number < 36**width:
        raise ValueError(f"{number} does not fit {width} characters of base 36")
    pairs = []
    for _ in range((width + 1) // 2):
        pairs.append(_PAIRS[number % 1296])
        number //= 1296
    pairs.reverse()
    return "".join(pairs)[-width:]
