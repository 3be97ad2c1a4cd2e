"""Pictures of sheets for the README of templates/: small files, cropped, of one scale."""

from __future__ import annotations

import io
from collections.abc import Sequence

from PIL import Image, ImageChops, ImageOps

SCREEN_DPI = 96
"""The scale of all pictures: an inch of paper is so many CSS pixels of the README."""
FINENESS = 2
"""Dots of a picture for each CSS pixel, so that it is crisp on a fine screen too."""
COLOURS = 16
MARGIN_MM = 2.0
_EDGE = "#b4bac4"
_AROUND = "#eef0f3"
TOLERANCE = 20.0
"""Pictures that differ by less in every place show the same.

Another digit makes 30 or more; renderers of different make, which smooth edges otherwise, 40.
"""
_REDUCED = 8
"""Pictures are compared by squares of so many dots: what smooths an edge otherwise is no change."""


def dots(mm: float) -> int:
    """Return how many dots of a picture `mm` are."""
    return round(mm / 25.4 * SCREEN_DPI * FINENESS)


def opened(png: bytes) -> Image.Image:
    """Return a PNG file as a picture in RGB."""
    with Image.open(io.BytesIO(png)) as image:
        return image.convert("RGB")


def cropped(image: Image.Image) -> Image.Image:
    """Return what is not white of `image`, with a margin; raises ValueError if all is white."""
    content = ImageChops.invert(image).getbbox()
    if content is None:
        raise ValueError("there is nothing on the picture")
    return ImageOps.expand(image.crop(content), dots(MARGIN_MM), "white")


def beside(pages: Sequence[Image.Image]) -> Image.Image:
    """Return whole pages beside each other, each with the edge of its paper."""
    edged = [ImageOps.expand(page, 2, _EDGE) for page in pages]
    gap = dots(3)
    width = sum(page.width for page in edged) + gap * (len(edged) + 1)
    sheet = Image.new("RGB", (width, edged[0].height + 2 * gap), _AROUND)
    x = gap
    for page in edged:
        sheet.paste(page, (x, gap))
        x += page.width + gap
    return sheet


def shown_width(png: bytes) -> int:
    """Return how many CSS pixels wide a picture is shown."""
    return round(opened(png).width / FINENESS)


def small_file(image: Image.Image, colours: int = COLOURS) -> bytes:
    """Return `image` as a PNG with a palette of few colours."""
    out = io.BytesIO()
    few = image.quantize(colours, method=Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE)
    few.save(out, format="PNG", optimize=True)
    return out.getvalue()


def difference(one: bytes, other: bytes) -> float:
    """Return the greatest difference of two pictures in any square of them, 0 to 255.

    Pictures whose sizes differ by more than a dot differ in everything.
    """
    a, b = opened(one).convert("L"), opened(other).convert("L")
    if max(abs(a.width - b.width), abs(a.height - b.height)) > 1:
        return 255.0
    size = (min(a.width, b.width), min(a.height, b.height))
    squares = [image.crop((0, 0, *size)).reduce(_REDUCED) for image in (a, b)]
    return float(ImageChops.difference(*squares).getextrema()[1])
