"""The face of the boxes to tick: a small font of our own, with the very shapes of the PDF.

Its characters mean what they show, so a reader that cannot use the face still shows a box: a
ballot box, empty and ticked; and for the numbered boxes of a scale circled numbers, white for
empty and black for ticked.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache
from io import BytesIO
from typing import TYPE_CHECKING

from formgen.units import mm
from formgen.writers.word.outlines import outlines

if TYPE_CHECKING:
    from fontTools.ttLib.tables._g_l_y_f import Glyph

    from formgen.text.face import Face

FAMILY = "Formgen Boxes"
EMPTY, TICKED = "\u2610", "\u2611"
_EM = 1000
_FRAME = round(_EM * 0.25 / 3.5)
"""Weight of the frame of a box of 3.5 mm."""
_NUMBERED_FRAME = round(_EM * 0.25 / 5.4)
_PEN = round(_EM * 1.35 / mm(3.5))
MIDDLE, NUMBERED_MIDDLE = 0.402, 0.26
"""Height of the middle of a box above the baseline, in em: that of the text beside it."""
_TICK = ((0.14, 0.52), (0.42, 0.82), (1.02, 0.02))
_WHITE = "\u24ea" + "".join(map(chr, range(0x2460, 0x2474)))
_BLACK = "".join(map(chr, (0x24FF, *range(0x2776, 0x2780), *range(0x24EB, 0x24F5))))
_DIGIT = 10.5 * 0.86 / mm(5.4)
"""Size of the number in a box, relative to the box: that of the layout in text of 10.5 points."""

_ABOUT = (
    "The boxes that are ticked on a form, empty and ticked, plain and numbered, in the shapes "
    "in which they are printed. The file holds these few characters only. This description is "
    "as long as it is because LibreOffice does not take an embedded font of less than a "
    "kilobyte for a font."
)

_Point = tuple[float, float]


def numbered(text: str) -> tuple[str, str] | None:
    """Return the characters of an empty and a ticked box with a number (0 to 20) in it, or None."""
    if text.isascii() and text.isdecimal() and int(text) < len(_WHITE):
        return _WHITE[int(text)], _BLACK[int(text)]
    return None


@lru_cache(maxsize=8)
def symbol_font(face: Face | None) -> bytes:
    """Return the font as TrueType: the plain boxes, and numbered ones if `face` draws figures."""
    from fontTools.fontBuilder import FontBuilder

    plain = _frame(_FRAME, MIDDLE)
    # The first glyph has an outline: LibreOffice takes one that starts at 0 for an empty one.
    glyphs: dict[str, Glyph] = {".notdef": _glyph(plain), "empty": _glyph(plain)}
    glyphs["ticked"] = _glyph([*_frame(_FRAME, MIDDLE), _stroke(MIDDLE)])
    cmap = {ord(EMPTY): "empty", ord(TICKED): "ticked"}
    for number in range(len(_WHITE) if face else 0):
        assert face is not None
        inside = [*_frame(_NUMBERED_FRAME, NUMBERED_MIDDLE), *_number(face, str(number))]
        for name, chars, extra in (
            ("empty", _WHITE, []), ("ticked", _BLACK, [_stroke(NUMBERED_MIDDLE)])
        ):  # fmt: skip
            glyphs[f"{name}{number}"] = _glyph([*inside, *extra])
            cmap[ord(chars[number])] = f"{name}{number}"
    builder = FontBuilder(_EM, isTTF=True)
    builder.setupGlyphOrder(list(glyphs))
    builder.setupCharacterMap(cmap)
    builder.setupGlyf(glyphs)
    bearings = {name: (_EM, getattr(glyph, "xMin", 0)) for name, glyph in glyphs.items()}
    builder.setupHorizontalMetrics(bearings)
    builder.setupHorizontalHeader(ascent=940, descent=-300)
    names = {"familyName": FAMILY, "styleName": "Regular", "psName": "FormgenBoxes"}
    builder.setupNameTable({**names, "description": _ABOUT}, mac=False)
    builder.setupOS2(
        sTypoAscender=940, sTypoDescender=-300, usWinAscent=940, usWinDescent=300, fsType=0
    )
    builder.setupPost()
    builder.font["head"].created = builder.font["head"].modified = 3_849_984_000
    builder.font.recalcTimestamp = False
    out = BytesIO()
    builder.save(out)
    return out.getvalue()


def _frame(weight: int, middle: float) -> list[Sequence[_Point]]:
    low = (middle - 0.5) * _EM
    half = weight / 2
    outer = _square(-half, low - half, _EM + half, low + _EM + half)
    inner = _square(half, low + half, _EM - half, low + _EM - half)
    return [outer, inner[::-1]]


def _square(x1: float, y1: float, x2: float, y2: float) -> list[_Point]:
    return [(x1, y1), (x1, y2), (x2, y2), (x2, y1)]


def _stroke(middle: float) -> list[_Point]:
    """Return the outline of the tick's stroke, its corner mitred."""
    (ax, ay), (bx, by), (cx, cy) = (
        (x * _EM, (middle + 0.5 - y) * _EM) for x, y in _TICK
    )  # fmt: skip
    half = _PEN / 2
    first, second = _normal(ax, ay, bx, by, half), _normal(bx, by, cx, cy, half)
    # Where the two outer edges meet: along the sum of the normals, as long as they ask for.
    sx, sy = first[0] + second[0], first[1] + second[1]
    scale = 2 * half * half / (sx * sx + sy * sy)
    mx, my = sx * scale, sy * scale
    return [
        (ax + first[0], ay + first[1]), (bx + mx, by + my), (cx + second[0], cy + second[1]),
        (cx - second[0], cy - second[1]), (bx - mx, by - my), (ax - first[0], ay - first[1]),
    ]  # fmt: skip


def _normal(x1: float, y1: float, x2: float, y2: float, length: float) -> _Point:
    dx, dy = x2 - x1, y2 - y1
    scale = length / (dx * dx + dy * dy) ** 0.5
    return -dy * scale, dx * scale


def _glyph(contours: Iterable[Sequence[_Point]]) -> Glyph:
    from fontTools.pens.ttGlyphPen import TTGlyphPen

    pen = TTGlyphPen(None)
    for contour in contours:
        points = [(round(x), round(y)) for x, y in contour]
        pen.moveTo(points[0])
        for point in points[1:]:
            pen.lineTo(point)
        pen.closePath()
    return pen.glyph()


def _number(face: Face, text: str) -> list[Sequence[_Point]]:
    """Return the outlines of a number in the middle of a box."""
    size = _DIGIT * _EM
    advances = [face.advance(ord(char)) * size for char in text]
    x = (_EM - sum(advances)) / 2
    y = NUMBERED_MIDDLE * _EM - 0.365 * size
    contours: list[Sequence[_Point]] = []
    for glyph, advance in zip(outlines(face, text), advances, strict=True):
        contours += [[(x + px * size, y + py * size) for px, py in each] for each in glyph]
        x += advance
    return contours
