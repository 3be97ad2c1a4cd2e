"""QR codes and Code 128 bar codes as modules: one string of 0 and 1 a row, 1 is dark."""

from __future__ import annotations

from functools import lru_cache
from typing import Any, Literal, TypeAlias

Level: TypeAlias = Literal["L", "M", "Q", "H"]
"""How much of a QR symbol may be lost: 7, 15, 25 or 30 % (ISO/IEC 18004, 6.5.1)."""

_LONGEST_BAR_CODE = 80
_KEPT = 64


@lru_cache(maxsize=_KEPT)
def qr_modules(text: str, level: Level = "M") -> tuple[str, ...]:
    """Return the rows of the smallest QR symbol that holds `text`, without its quiet zone.

    Text beyond ASCII is encoded as UTF-8, and the symbol says so (ECI 26). Raises ValueError,
    with a sentence fit for a user, if the text is empty or too long.
    """
    if not text:
        raise ValueError("a QR code cannot be empty")
    import zxingcpp

    # Without a declared encoding readers take a Latin-1 byte for a Shift JIS one.
    said = {} if text.isascii() else {"eci": "utf-8"}
    qr = zxingcpp.BarcodeFormat.QRCode
    try:
        symbol = zxingcpp.create_barcode(text, qr, ec_level=level, **said)
    except ValueError as error:
        message = f"a QR code of level {level} cannot hold {len(text)} characters like these"
        raise ValueError(message) from error
    return _rows(symbol.to_image(scale=1, add_quiet_zones=False))


@lru_cache(maxsize=_KEPT)
def code128_modules(text: str) -> tuple[str, ...]:
    """Return the one row of a Code 128 symbol (ISO/IEC 15417), without its quiet zones.

    Raises ValueError, with a sentence fit for a user, if the text is empty, too long for a bar
    that a scanner can read, or has other than the printable characters of ASCII.
    """
    if not text:
        raise ValueError("a bar code cannot be empty")
    strange = next((c for c in text if not (c.isascii() and c.isprintable())), "")
    if strange:
        raise ValueError(f"Code 128 cannot hold `{strange}`; allowed: letters, digits and signs")
    if len(text) > _LONGEST_BAR_CODE:
        limit = f"allowed: at most {_LONGEST_BAR_CODE}"
        raise ValueError(f"{len(text)} characters are too many for a bar code; {limit}")
    import zxingcpp

    symbol = zxingcpp.create_barcode(text, zxingcpp.BarcodeFormat.Code128)
    return _rows(symbol.to_image(scale=1, add_quiet_zones=False))[:1]


def _rows(image: Any) -> tuple[str, ...]:
    """Return the rows of a picture in which 0 is dark and 255 light.

    The type stubs of zxingcpp do not say that its picture is a buffer, hence Any.
    """
    height, width = image.shape
    modules = memoryview(image).tobytes().translate(_MODULE).decode("ascii")
    return tuple(modules[i * width : (i + 1) * width] for i in range(height))


_MODULE = bytes(b"1"[0] if value < 128 else b"0"[0] for value in range(256))
