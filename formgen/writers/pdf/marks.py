"""Marks as content stream operators: one handler a kind of mark.

`draw_marks` is the seam of this writer. It needs no page, no document and no PDF library: what it
draws may be a whole page, the static layer of a form, or the values of one record alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from math import cos, radians, sin
from typing import assert_never

from formgen.geometry import Rect
from formgen.layout.boxes import BLACK, Box, Image, Line, Mark, Modules, Run, Shape
from formgen.units import Pt
from formgen.writers.pdf.codes import FaceCodes, FontCodes
from formgen.writers.pdf.content import Content, number, numbers
from formgen.writers.pdf.images import ImageNames

_TURNED = str.maketrans("01", "10")
_STEPS = {"M": "m", "L": "l", "C": "c", "Z": "h"}


def draw_marks(marks: Iterable[Mark], height: Pt, codes: FontCodes, images: ImageNames) -> str:
    """Return the operators that draw `marks`, in their order, on a page of this height.

    They expect the initial graphics state and change it. Codes and image names are given out as
    characters and images come. Raises FontError (font-no-glyph), see `FaceCodes`.
    """
    content = Content(height)
    for mark in marks:
        _draw(mark, content, codes, images)
    return content.code()


def _draw(mark: Mark, content: Content, codes: FontCodes, images: ImageNames) -> None:
    match mark:
        case Run():
            _draw_run(mark, content, codes)
        case Line():
            _draw_line(mark, content)
        case Box():
            _draw_box(mark, content)
        case Shape():
            _draw_shape(mark, content)
        case Modules():
            _draw_modules(mark, content)
        case Image():
            _draw_image(mark, content, images)
        case _:
            assert_never(mark)


# ---- text -----------------------------------------------------------------------------------


def _draw_run(run: Run, content: Content, codes: FontCodes) -> None:
    if not run.text:
        return
    font = codes.of_text(run.face, run.text)
    if run.angle:
        turn = radians(run.angle)
        content.move_text(run.x, run.y, round(cos(turn), 6), round(sin(turn), 6))
    else:
        content.move_text(run.x, run.y)
    content.text(font.name, run.size, run.color, shown(run.text, run.gaps, run.size, font))


def shown(text: str, gaps: Sequence[Pt], size: Pt, font: FaceCodes) -> str:
    """Return the operators that show a text where the text position is; `gaps` as in `Run`."""
    between = gaps[:-1]
    if not any(between):
        return f"<{text.translate(font)}> Tj"
    if between.count(between[0]) == len(between):
        return f"{number(between[0])} Tc\n<{text.translate(font)}> Tj\n0 Tc"
    return f"[{''.join(_spaced(text, between, size, font))}] TJ"


def _spaced(text: str, between: Sequence[Pt], size: Pt, font: FaceCodes) -> Iterator[str]:
    """Yield strings and the distances between them, in thousandths of the size to the left."""
    start = 0
    for end, gap in enumerate(between, 1):
        if gap:
            yield f"<{text[start:end].translate(font)}>{number(-1000 * gap / size)}"
            start = end
    yield f"<{text[start:].translate(font)}>"


# ---- lines and areas ------------------------------------------------------------------------


def _draw_line(line: Line, content: Content) -> None:
    content.stroke(line.width, line.color, line.dash)
    content.add(f"{content.point(line.x1, line.y1)} m {content.point(line.x2, line.y2)} l S")


def _draw_box(box: Box, content: Content) -> None:
    corner = content.point(box.rect.x, box.rect.bottom)
    path = f"{corner} {numbers(box.rect.w, box.rect.h)} re"
    _paint(box, path, content, round=False)


def _draw_shape(shape: Shape, content: Content) -> None:
    path = " ".join(_step(kind, coordinates, content) for kind, coordinates in shape.steps)
    _paint(shape, path, content, shape.round)


def _step(kind: str, coordinates: tuple[Pt, ...], content: Content) -> str:
    points = zip(coordinates[::2], coordinates[1::2], strict=True)
    return " ".join([*(content.point(x, y) for x, y in points), _STEPS[kind]])


def _paint(area: Box | Shape, path: str, content: Content, round: bool) -> None:
    if area.stroke:
        content.stroke(area.stroke, area.color, area.dash, round)
    if area.fill:
        content.fill_color(area.fill)
    operator = {(True, True): "B", (True, False): "S", (False, True): "f"}.get(
        (bool(area.stroke), bool(area.fill))
    )
    if operator:
        content.add(f"{path} {operator}")


def _draw_modules(symbol: Modules, content: Content) -> None:
    operators = symbol_operators(symbol, content.height)
    if operators:
        content.fill_color(BLACK)
        content.add(operators)


def symbol_operators(symbol: Modules, height: Pt) -> str:
    """Return what draws a symbol on a page of this height, where the colour to fill with is black.

    Bars are one path. A symbol of rows is a picture that is painted through, which takes an eighth
    of the room of a path, has no seams on a screen, and stays crisp where it is enlarged.
    """
    rows = symbol.rows
    if not any("1" in row for row in rows):
        return ""
    if len(rows) == 1:
        return _bars(rows[0], symbol.rect, height)
    data = "".join([_picture_row(row) for row in rows])
    return f"{symbol_start(symbol.rect, len(rows[0]), len(rows), height)}{data}{SYMBOL_END}"


def symbol_start(rect: Rect, columns: int, rows: int, height: Pt) -> str:
    """Return what stands before the picture of a symbol over `rect`, which is hexadecimal.

    In it 0 is a dark module, 1 a light one; each row begins with a byte. Source: ISO 32000-1,
    8.9.6.2 and 8.9.7.
    """
    corner = f"{number(rect.x)} {number(height - rect.bottom)}"
    picture = f"BI/W {columns}/H {rows}/IM true/F/AHx ID"
    return f"q {number(rect.w)} 0 0 {number(rect.h)} {corner} cm {picture}\n"


SYMBOL_END = ">\nEI Q"


def _picture_row(row: str) -> str:
    width = -(-len(row) // 8) * 8
    return f"{int(row.translate(_TURNED).ljust(width, '0'), 2):0{width // 4}X}"


def _bars(modules: str, rect: Rect, height: Pt) -> str:
    """Return the path of the dark modules of a single row, in units of a module."""
    bars, at = [], 0
    for module, group in groupby(modules):
        width = len(list(group))
        if module == "1":
            bars.append(f"{at} 0 {width} 1 re")
        at += width
    corner = f"{number(rect.x)} {number(height - rect.bottom)}"
    return f"q {rect.w / at:.6g} 0 0 {number(rect.h)} {corner} cm {' '.join(bars)} f Q"


# ---- pictures -------------------------------------------------------------------------------


def _draw_image(image: Image, content: Content, images: ImageNames) -> None:
    name, turn = images.of(image.data)
    rect = image.rect
    scale = f"{number(rect.w)} 0 0 {number(rect.h)} {content.point(rect.x, rect.bottom)} cm"
    content.add(" ".join(["q", scale, *turn, f"/{name} Do Q"]))
