"""Pictures as image objects, each distinct one once.

A JPEG is embedded as it stands; a PNG is decoded and deflated, its alpha channel as a soft mask.
Source: ISO 32000-1, 8.9; the turns are those of Exif 2.32, tag 0x0112.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator, Mapping
from dataclasses import field
from io import BytesIO
from typing import TYPE_CHECKING

from formgen.dataclass import dataclass
from formgen.errors import DataError, FormgenError
from formgen.writers.pdf.syntax import Objects

if TYPE_CHECKING:
    from PIL.Image import Image as Picture

_BROKEN = (OSError, SyntaxError, ValueError, struct.error)  # what Pillow raises, by the damage
_EXIF_ORIENTATION = 0x0112
# How the unit square is turned so that a picture stands upright, by its Exif orientation.
_TURNS = {
    2: "-1 0 0 1 1 0 cm",
    3: "-1 0 0 -1 1 1 cm",
    4: "1 0 0 -1 0 1 cm",
    5: "0 -1 -1 0 1 1 cm",
    6: "0 -1 1 0 0 1 cm",
    7: "0 1 1 0 0 0 cm",
    8: "0 1 -1 0 1 0 cm",
}
_COLOR_SPACES = {"1": "/DeviceGray", "L": "/DeviceGray", "RGB": "/DeviceRGB", "CMYK": "/DeviceCMYK"}


@dataclass(frozen=True, slots=True)
class _Named:
    name: str
    data: bytes
    turn: tuple[str, ...]


@dataclass(slots=True)
class ImageNames:
    """The pictures that a document shows, named I1, I2, … as they come."""

    _images: dict[bytes, _Named] = field(default_factory=dict)
    _embedded: Mapping[bytes, _Named] = field(default_factory=dict)

    def further(self) -> ImageNames:
        """Return names for what comes in addition to these pictures, which are embedded already.

        They keep their names and are not iterated over.
        """
        return ImageNames({}, self._images)

    def of(self, data: bytes) -> tuple[str, tuple[str, ...]]:
        """Return the name of a picture, and the operator that turns it upright, if one is needed.

        Raises DataError (image-unreadable) if `data` is neither PNG nor JPEG.
        """
        named = self._embedded.get(data) or self._images.get(data)
        if named is None:
            name = f"I{len(self._embedded) + len(self._images) + 1}"
            named = self._images[data] = _Named(name, data, _turn(_open(data)))
        return named.name, named.turn

    def __iter__(self) -> Iterator[tuple[str, bytes]]:
        return ((named.name, named.data) for named in self._images.values())


def _turn(picture: Picture) -> tuple[str, ...]:
    """Return the operator that turns a photograph upright; a broken Exif block turns nothing."""
    if picture.format == "PNG":
        return ()
    try:
        orientation = picture.getexif().get(_EXIF_ORIENTATION, 1)
    except _BROKEN:
        return ()
    return (_TURNS[orientation],) if orientation in _TURNS else ()


def embed_images(images: ImageNames, file: Objects) -> dict[str, str]:
    """Embed every picture that was drawn and return their references by name.

    Raises DataError as `ImageNames.of` does.
    """
    return {name: embed_image(data, file) for name, data in images}


def embed_image(data: bytes, file: Objects) -> str:
    """Embed a picture and return a reference to it; DataError as `ImageNames.of`."""
    picture = _open(data)
    if picture.format != "PNG":
        return file.add_stream(data, _jpeg_entries(picture))
    try:
        picture.load()
        color, alpha = _channels(picture)
    except _BROKEN as error:
        raise _unreadable(str(error)) from None
    entries = _entries(color)
    if alpha is not None:
        entries["SMask"] = file.add_stream(alpha.tobytes(), _entries(alpha))
    return file.add_stream(color.tobytes(), entries)


def _open(data: bytes) -> Picture:
    from PIL import Image, UnidentifiedImageError

    try:
        return Image.open(BytesIO(data), formats=("PNG", "JPEG"))
    except UnidentifiedImageError:
        raise _unreadable("it is neither PNG nor JPEG") from None
    except Image.DecompressionBombError:
        raise _unreadable("it has too many pixels") from None
    except _BROKEN as error:
        raise _unreadable(str(error)) from None


def _unreadable(reason: str) -> FormgenError:
    message = f"a picture cannot be read: {reason}"
    return DataError.of("image-unreadable", message, hint="give a whole PNG or JPEG file")


def _entries(picture: Picture) -> dict[str, str]:
    return {
        "Type": "/XObject",
        "Subtype": "/Image",
        "Width": str(picture.width),
        "Height": str(picture.height),
        "ColorSpace": _COLOR_SPACES[picture.mode],
        "BitsPerComponent": "1" if picture.mode == "1" else "8",
    }


def _jpeg_entries(picture: Picture) -> dict[str, str]:
    entries = {**_entries(picture), "Filter": "/DCTDecode"}
    if picture.mode == "CMYK" and "adobe" in picture.info:
        entries["Decode"] = "[1 0 1 0 1 0 1 0]"  # Adobe's programs store it inverted
    return entries


def _channels(picture: Picture) -> tuple[Picture, Picture | None]:
    """Return the colours of a PNG as 1, L or RGB, and its alpha channel if it has one to show."""
    if picture.has_transparency_data:
        whole = picture.convert("RGBA")
        alpha = whole.getchannel("A")
        is_opaque = alpha.getextrema() == (255, 255)
        return whole.convert("RGB"), None if is_opaque else alpha
    if picture.mode.startswith("I"):  # 16 bits, which convert() would clip instead of scale
        return picture.convert("I").point(lambda value: value / 257).convert("L"), None
    return (picture if picture.mode in ("1", "L", "RGB") else picture.convert("RGB")), None
