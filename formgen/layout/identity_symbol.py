"""QR symbols of identity codes, each put together from parts that are learnt once.

The bits of a QR symbol are linear over GF(2): text, error correction and placement only copy and
XOR bits (ISO/IEC 18004, 7.4 to 7.7), and a mask is one more XOR. So with one mask for all, the
symbol of twenty letters and digits is the XOR of one part for each of its ten pairs (11 bits a
pair in alphanumeric mode). The parts are found by asking the library for a symbol for each bit;
after that a symbol costs ten look-ups. Any of the eight masks may be used: a reader takes it from
the symbol.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache, lru_cache

from formgen.base36 import DIGITS
from formgen.layout.symbols import qr_modules

SIZE = 21
"""Modules along a side of a symbol of version 1."""

_VALUE = {char: value for value, char in enumerate(DIGITS)}
_LENGTH = 20
_SAME = 6
"""Characters at the start of a code that name its version and its geometry."""
_PAIRS = _LENGTH // 2
_PAIR_BITS = 11
_LOW_BITS = 6
_LOWS = 1 << _LOW_BITS
_ROW = (SIZE + 7) // 8 * 8
"""Bits of a row of the picture: each begins with a byte."""
_ALL = (1 << SIZE * _ROW) - 1
_FINDER = 8  # modules along a side of a finder pattern with its light separator
_MASK_AT = SIZE * SIZE - 1 - (8 * SIZE + 4)  # where these three bits end: row 8, columns 2 to 4
_FORMAT_MASK = 0b101  # what the three bits of the format information that name the mask are XORed
# Bases of letters alone: a run of figures would be encoded in another mode.
_LETTERS = DIGITS[10:]
_BASE = "A" * _LENGTH
_BASE_VALUE = 45 * _VALUE["A"] + _VALUE["A"]

_MASKS: tuple[Callable[[int, int], int], ...] = (
    lambda i, j: (i + j) % 2,
    lambda i, j: i % 2,
    lambda i, j: j % 3,
    lambda i, j: (i + j) % 3,
    lambda i, j: (i // 2 + j // 3) % 2,
    lambda i, j: i * j % 2 + i * j % 3,
    lambda i, j: (i * j % 2 + i * j % 3) % 2,
    lambda i, j: ((i + j) % 2 + i * j % 3) % 2,
)
"""A module in row i and column j is turned where this is 0 (ISO/IEC 18004, table 10)."""


def identity_modules(code: str) -> tuple[str, ...]:
    """Return the 21 rows of the QR symbol (version 1, level M) of twenty of 0-9 A-Z.

    Raises ValueError if `code` is not of this kind.
    """
    dark = int.from_bytes(identity_picture(code), "big") ^ _ALL
    bits = f"{dark:0{SIZE * _ROW}b}"
    return tuple([bits[at : at + SIZE] for at in range(0, SIZE * _ROW, _ROW)])


def identity_picture(code: str) -> bytes:
    """Return the symbol of a code as a picture of one bit a module, 0 for dark, 1 for light.

    It goes row by row, each begins with a byte. Raises ValueError as `identity_modules` does.
    """
    if len(code) != _LENGTH:
        raise ValueError(f"`{code}` has {len(code)} characters; allowed: {_LENGTH}")
    picture = _begun(code[:_SAME])
    for part, start, end in _parts()[_SAME // 2 :]:
        picture ^= part[code[start:end]]
    return picture.to_bytes(SIZE * _ROW // 8, "big")


@lru_cache(maxsize=64)
def _begun(code: str) -> int:
    """Return the picture as far as the characters that all sheets of a form share decide it."""
    picture = _base_picture()
    for part, start, end in _parts()[: _SAME // 2]:
        picture ^= part[code[start:end]]
    return picture


class _Part(dict[str, int]):
    """What each pair of characters at one place adds to a symbol."""

    def __init__(self, bits: tuple[int, ...]) -> None:
        super().__init__()
        self._low, self._high = _sums(bits[:_LOW_BITS]), _sums(bits[_LOW_BITS:])

    def __missing__(self, pair: str) -> int:
        value = _pair_value(pair) ^ _BASE_VALUE
        added = self[pair] = self._low[value % _LOWS] ^ self._high[value // _LOWS]
        return added


def _sums(bits: tuple[int, ...]) -> list[int]:
    """Return by the number that its bits make what each choice of `bits` adds."""
    sums = [0]
    for bit in bits:
        sums += [bit ^ each for each in sums]
    return sums


def _pair_value(pair: str) -> int:
    try:
        return 45 * _VALUE[pair[0]] + _VALUE[pair[1]]
    except (KeyError, IndexError):
        message = f"`{pair}` cannot be in an identity code; allowed: 0-9 and A-Z"
        raise ValueError(message) from None


# ---- learning -------------------------------------------------------------------------------


@cache
def _base() -> int:
    return _number(qr_modules(_BASE))


@cache
def _base_picture() -> int:
    return _in_rows(_base() ^ _bits(lambda row, column: True))


@cache
def _parts() -> tuple[tuple[_Part, int, int], ...]:
    """Return the parts, each with where its pair starts and ends in a code."""
    return tuple(
        (_Part(tuple(map(_in_rows, _learnt(place)))), 2 * place, 2 * place + 2)
        for place in range(_PAIRS)
    )


def _learnt(place: int) -> tuple[int, ...]:
    """Return what each bit of the pair at `place` adds, found by elimination over GF(2)."""
    base = _unmasked(_base())
    solved: dict[int, tuple[int, int]] = {}
    for pair, value in _samples():
        text = _BASE[: 2 * place] + pair + _BASE[2 * place + 2 :]
        added = _unmasked(_number(qr_modules(text))) ^ base
        for bit, (other, other_added) in solved.items():
            if value >> bit & 1:
                value, added = value ^ other, added ^ other_added
        leading = value.bit_length() - 1
        for bit, (other, other_added) in solved.items():
            if other >> leading & 1:
                solved[bit] = other ^ value, other_added ^ added
        solved[leading] = value, added
    return tuple(solved[bit][1] for bit in range(_PAIR_BITS))


@cache
def _samples() -> tuple[tuple[str, int], ...]:
    """Return pairs of letters whose differences to the base span all 11 bits."""
    found: list[tuple[str, int]] = []
    span: dict[int, int] = {}
    base = _pair_value(_BASE[:2])
    for pair in (first + second for first in _LETTERS for second in _LETTERS):
        value = rest = _pair_value(pair) ^ base
        while rest and rest.bit_length() in span:
            rest ^= span[rest.bit_length()]
        if rest:
            span[rest.bit_length()] = rest
            found.append((pair, value))
    return tuple(found)


def _unmasked(symbol: int) -> int:
    """Return the encoded bits of a symbol, its mask undone and all fixed patterns left out."""
    return (symbol ^ _mask(symbol >> _MASK_AT & 0b111 ^ _FORMAT_MASK)) & _data()


@cache
def _data() -> int:
    return _bits(_is_data)


@cache
def _mask(number: int) -> int:
    turned = _MASKS[number]
    return _bits(lambda row, column: not turned(row, column))


# ---- places of modules ----------------------------------------------------------------------


def _is_finder(row: int, column: int) -> bool:
    far = SIZE - _FINDER
    return (row < _FINDER and (column < _FINDER or column >= far)) or (
        row >= far and column < _FINDER
    )


def _is_data(row: int, column: int) -> bool:
    """Whether a module holds encoded bits: it is no finder, timing or format information."""
    far = SIZE - _FINDER
    is_format = (row == 8 and (column <= 8 or column >= far)) or (
        column == 8 and (row <= 8 or row >= far)
    )
    return not (_is_finder(row, column) or is_format or row == 6 or column == 6)


def _bits(holds: Callable[[int, int], bool]) -> int:
    """Return the number whose bits, row by row from the highest, say where `holds` does."""
    places = ((row, column) for row in range(SIZE) for column in range(SIZE))
    return int("".join("1" if holds(*place) else "0" for place in places), 2)


def _number(rows: tuple[str, ...]) -> int:
    return int("".join(rows), 2)


def _in_rows(symbol: int) -> int:
    """Return the bits of a symbol with room behind each row, so that the next begins a byte."""
    bits = f"{symbol:0{SIZE * SIZE}b}"
    rows = (bits[at : at + SIZE].ljust(_ROW, "0") for at in range(0, SIZE * SIZE, SIZE))
    return int("".join(rows), 2)
