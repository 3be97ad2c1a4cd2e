"""What a sheet says of itself: the id of its geometry, and the identity code that is printed.

An identity code has twenty characters, so that a QR symbol of version 1, level M holds it (20
alphanumeric characters: ISO/IEC 18004, table 7):

    A  7K2QX  00000000000  01  M
    │  │      │            │   └ check character (ISO/IEC 7064, MOD 37,36)
    │  │      │            └ page, 01 to ZZ in base 36
    │  │      └ sheet id, all zeros on a blank
    │  └ geometry id
    └ version of this code
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache
from hashlib import blake2b
from typing import assert_never

from formgen.base36 import DIGITS, base36
from formgen.dataclass import dataclass
from formgen.geometry import Rect
from formgen.layout.boxes import (
    CodeSlot,
    CombSlot,
    IdentitySlot,
    ImageSlot,
    PenSlot,
    Slot,
    TextSlot,
    TickSlot,
)
from formgen.units import PT_PER_MM

VERSION = "A"
LAST_PAGE = 36**2 - 1
_GEOMETRY, _SHEET, _PAGE = 5, 11, 2
_LENGTH = 1 + _GEOMETRY + _SHEET + _PAGE + 1
_GROUP = 5
_CHARACTERS = frozenset(DIGITS)
_VALUES = {digit: value for value, digit in enumerate(DIGITS)}
_PRODUCTS = [
    {digit: ((product + value) % 36 or 36) * 2 % 37 for digit, value in _VALUES.items()}
    for product in range(37)
]
"""By the product so far and the next character, the product with it (MOD 37,36)."""
_FIRST = 36


@dataclass(frozen=True, slots=True)
class SlotPlace:
    """A rectangle of a page that takes something, told apart by kind, field, option and part.

    `part` is a part of a date, or the number of a comb's box, from 1.
    """

    kind: str
    field: str
    rect: Rect
    option: str = ""
    part: str = ""


def places(slot: Slot) -> Iterator[SlotPlace]:
    """Yield the rectangles of a slot: one, or that of each box of a comb."""
    match slot:
        case TextSlot():
            yield SlotPlace("text", slot.field, slot.rect, part=slot.part)
        case TickSlot():
            yield SlotPlace("tick", slot.field, slot.rect, option=slot.option)
        case CombSlot():
            for number, cell in enumerate(slot.cells, 1):
                yield SlotPlace("comb", slot.field, cell, part=str(number))
        case CodeSlot():
            yield SlotPlace(slot.symbology, slot.field, slot.rect)
        case ImageSlot():
            yield SlotPlace("image", slot.field, slot.rect)
        case PenSlot():
            yield SlotPlace(slot.kind, slot.field, slot.rect)
        case IdentitySlot():
            yield SlotPlace("identity", "", slot.rect)
        case _:
            assert_never(slot)


def geometry_id(pages: Sequence[Sequence[Slot]]) -> str:
    """Return five of 0-9 A-Z that follow from the place of every slot of every page.

    Places count to 0.01 mm, and the order of a page's slots does not matter.
    """
    lines = sorted(
        _line(number, place)
        for number, slots in enumerate(pages, 1)
        for slot in slots
        for place in places(slot)
    )
    digest = blake2b("\n".join([str(len(pages)), *lines]).encode(), digest_size=16).digest()
    return base36(int.from_bytes(digest, "big") % 36**_GEOMETRY, _GEOMETRY)


def _line(page: int, place: SlotPlace) -> str:
    rect = place.rect
    numbers = (round(length / PT_PER_MM * 100) for length in (rect.x, rect.y, rect.w, rect.h))
    names = (place.kind, place.field, place.option, place.part)
    return "\t".join((str(page), *names, *(str(number) for number in numbers)))


@dataclass(frozen=True, slots=True)
class Identity:
    """What an identity code says: which geometry, which sheet (zeros: a blank), which page."""

    geometry_id: str
    sheet_id: str
    page: int


def identity_code(geometry_id: str, sheet_id: str, page: int) -> str:
    """Return the identity code of a page, counted from 1: twenty of 0-9 A-Z.

    Raises ValueError if an id has not its length or characters, or the page is past ZZ (1295).
    """
    start, product, end = _ends(geometry_id, page)
    checked = sheet_id + end
    if len(sheet_id) == _SHEET:
        try:
            return f"{start}{checked}{_check(checked, product)}"
        except KeyError:
            pass
    raise ValueError(f"the sheet id `{sheet_id}` is not {_SHEET} of 0-9 A-Z")


@lru_cache(maxsize=64)
def _ends(geometry_id: str, page: int) -> tuple[str, int, str]:
    """Return what stands before and behind the sheet id, and the check's product so far."""
    if not 1 <= page <= LAST_PAGE:
        raise ValueError(f"page {page} cannot be in an identity code; allowed: 1 to {LAST_PAGE}")
    if len(geometry_id) != _GEOMETRY or not _is_code(geometry_id):
        raise ValueError(f"the geometry id `{geometry_id}` is not {_GEOMETRY} of 0-9 A-Z")
    start = VERSION + geometry_id
    return start, _product(start, _FIRST), base36(page, _PAGE)


def parse_identity(code: str) -> Identity:
    """Return what an identity code says; hyphens, spaces and lower case are taken too.

    Raises ValueError, with a sentence fit for a user, if it is none or was misread.
    """
    plain = "".join(code.replace("-", " ").split()).upper()
    if len(plain) != _LENGTH:
        raise ValueError(f"an identity code has {_LENGTH} characters; `{code}` has {len(plain)}")
    if not _is_code(plain):
        raise ValueError(f"an identity code has only 0-9 A-Z; `{code}` has others")
    if check_character(plain[:-1]) != plain[-1]:
        raise ValueError(f"`{code}` was misread: its check character does not fit")
    if plain[0] != VERSION:
        raise ValueError(f"`{code}` is of version {plain[0]}; version {VERSION} is understood")
    page = int(plain[-1 - _PAGE : -1], 36)
    if page < 1:
        raise ValueError(f"`{code}` names no page")
    return Identity(plain[1 : 1 + _GEOMETRY], plain[1 + _GEOMETRY : -1 - _PAGE], page)


def human_text(code: str) -> str:
    """Return an identity code as people read it, in groups of five: `A7K2Q-X0000-00000-0001M`."""
    return "-".join(code[i : i + _GROUP] for i in range(0, len(code), _GROUP))


def check_character(text: str) -> str:
    """Return the check character of a text of 0-9 A-Z: ISO/IEC 7064, MOD 37,36 (hybrid system).

    It finds every single wrong character and almost every swap of two neighbours.
    """
    return _check(text, _FIRST)


def _check(text: str, product: int) -> str:
    return DIGITS[(37 - _product(text, product)) % 36]


def _product(text: str, product: int) -> int:
    for character in text:
        product = _PRODUCTS[product][character]
    return product


def _is_code(text: str) -> bool:
    return _CHARACTERS.issuperset(text)
