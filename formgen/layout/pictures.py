"""The size of pictures as they stand upright, and whether they are sound."""

from __future__ import annotations

import struct
import zlib
from functools import lru_cache
from io import BytesIO
from typing import TYPE_CHECKING

from formgen.model.blocks import Picture
from formgen.units import Pt, mm

if TYPE_CHECKING:
    from PIL.Image import Image as Opened

MOST_PIXELS = 50_000_000
"""A picture with more is refused: 50 megapixels are A3 at 500 dpi."""
_DEFAULT_HEIGHT: Pt = mm(10)
_SIGNATURES = {"PNG": b"\x89PNG\r\n\x1a\n", "JPEG": b"\xff\xd8\xff"}
_EXIF_ORIENTATION = 0x0112  # Exif 2.32, 4.6.4: 5 to 8 lie on their side
_ON_ITS_SIDE = range(5, 9)
# What Pillow raises, by the damage.
_BROKEN = (OSError, SyntaxError, ValueError, IndexError, struct.error, zlib.error)
_KEPT = 16


def picture_size(node: Picture) -> tuple[Pt, Pt]:
    """Return the width and height at which a picture is set, its proportions kept.

    Raises ValueError, with a sentence fit for a user, if it is no sound PNG or JPEG.
    """
    width, height = _size(node)
    if node.max_width is None or width <= node.max_width:
        return width, height
    return node.max_width, height * node.max_width / width


def _size(node: Picture) -> tuple[Pt, Pt]:
    across, down = pixel_size(node.data)
    if node.width is not None and node.height is not None:
        return node.width, node.height
    if node.width is not None:
        return node.width, node.width * down / across
    height = node.height if node.height is not None else _DEFAULT_HEIGHT
    return height * across / down, height


@lru_cache(maxsize=_KEPT)
def pixel_size(data: bytes) -> tuple[int, int]:
    """Return the width and height in pixels of a PNG or JPEG as it stands upright.

    Raises ValueError, with a sentence fit for a user, if it is neither, damaged, cut short or
    has more than `MOST_PIXELS`.
    """
    if not data.startswith(tuple(_SIGNATURES.values())):
        raise ValueError("the picture is neither PNG nor JPEG")
    from PIL import Image

    try:
        with Image.open(BytesIO(data), formats=tuple(_SIGNATURES)) as picture:
            width, height = picture.size
            if width * height <= MOST_PIXELS:
                # JPEG is decoded at an eighth: enough to see that nothing is missing.
                picture.draft(None, (width // 8 or 1, height // 8 or 1))
                turned = picture.format == "JPEG" and _orientation(picture) in _ON_ITS_SIDE
                picture.load()
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise ValueError(_too_large()) from None
    except _BROKEN:
        raise ValueError("the picture is damaged or cut short") from None
    if width * height > MOST_PIXELS:
        raise ValueError(_too_large(f"{width} × {height}"))
    return (height, width) if turned else (width, height)


def _orientation(picture: Opened) -> int:
    """Return the orientation of a photograph; a broken Exif block turns nothing."""
    try:
        return int(picture.getexif().get(_EXIF_ORIENTATION, 1))
    except (*_BROKEN, TypeError):
        return 1


def _too_large(pixels: str = "too many") -> str:
    return f"the picture has {pixels} pixels; allowed: {MOST_PIXELS:,} in all"
