"""Drawings: vector marks as DrawingML shapes at their place on the page, and pictures.

Source: ISO/IEC 29500-1, 20.1 and 20.4; shapes in a document: [MS-ODRAWXML] 2.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import assert_never

from formgen.dataclass import dataclass
from formgen.geometry import Rect
from formgen.layout.boxes import Box, Image, Line, Modules, Shape
from formgen.model.style import Color
from formgen.units import Pt
from formgen.writers.word.lengths import emu
from formgen.writers.word.markup import escaped

_SHAPE_URI = "http://schemas.microsoft.com/office/word/2010/wordprocessingShape"
_PICTURE_URI = "http://schemas.openxmlformats.org/drawingml/2006/picture"

VectorMark = Line | Box | Shape | Modules
_Step = tuple[str, tuple[Pt, ...]]


@dataclass(frozen=True, slots=True)
class Origin:
    """What the place of a drawing is measured from: the paper, or the paragraph that it hangs on.

    On a page that is broken elsewhere, a drawing that hangs on a paragraph moves with its text.
    """

    x: Pt = 0.0
    y: Pt = 0.0
    on_paper: bool = True

    def position(self, rect: Rect) -> str:
        """Return where a drawing stands (`wp:positionH` and `wp:positionV`)."""
        across, down = ("page", "page") if self.on_paper else ("column", "paragraph")
        return (
            f'<wp:positionH relativeFrom="{across}"><wp:posOffset>{emu(rect.x - self.x)}'
            f'</wp:posOffset></wp:positionH><wp:positionV relativeFrom="{down}"><wp:posOffset>'
            f"{emu(rect.y - self.y)}</wp:posOffset></wp:positionV>"
        )


PAPER = Origin()
CAPTION_EASE: Pt = 12.0
"""How much wider than its code the box of a caption may get on either side; it never breaks."""


@dataclass(frozen=True, slots=True)
class Drawn:
    """A path with its bounds and its pens."""

    bounds: Rect
    steps: Sequence[_Step]
    stroke: Pt
    color: Color
    fill: Color | None
    dash: Sequence[Pt] = ()
    is_round: bool = False


def anchored(
    mark: VectorMark, number: str, name: str, origin: Origin, *, behind: bool = False,
    more: str = "",
) -> str:  # fmt: skip
    """Return a run with a vector mark as a shape at its place; `number` is the id of the drawing.

    `name` says what it shows, for those who cannot see it; `more` are further runs of modules.
    """
    drawn = _drawn(mark)
    w, h = max(emu(drawn.bounds.w), 1), max(emu(drawn.bounds.h), 1)
    path = _modules(mark, more) if isinstance(mark, Modules) else _path(drawn, w, h)
    shape = (
        f'<wps:wsp><wps:cNvSpPr/><wps:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="{w}" cy="{h}"/>'
        f"</a:xfrm>{_geometry(path)}{_pens(drawn)}</wps:spPr><wps:bodyPr/></wps:wsp>"
    )
    return _placed(shape, _SHAPE_URI, drawn.bounds, number, name, origin, behind=behind)


def text_box(content: str, rect: Rect, number: str, name: str, origin: Origin) -> str:
    """Return a run with paragraphs in a frameless box at its place."""
    w, h = emu(rect.w), emu(rect.h)
    shape = (
        f'<wps:wsp><wps:cNvSpPr txBox="1"/><wps:spPr><a:xfrm><a:off x="0" y="0"/>'
        f'<a:ext cx="{w}" cy="{h}"/></a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom>'
        f"<a:noFill/><a:ln><a:noFill/></a:ln></wps:spPr><wps:txbx><w:txbxContent>{content}"
        '</w:txbxContent></wps:txbx><wps:bodyPr wrap="none" lIns="0" tIns="0" rIns="0" bIns="0" '
        'anchor="t"><a:noAutofit/></wps:bodyPr></wps:wsp>'
    )
    return _placed(shape, _SHAPE_URI, rect, number, name, origin)


def picture(mark: Image, relation: str, number: str, name: str, origin: Origin) -> str:
    """Return a run with a picture at its place; `relation` is the id of its part."""
    w, h = emu(mark.rect.w), emu(mark.rect.h)
    told = escaped(name)
    content = (
        f'<pic:pic><pic:nvPicPr><pic:cNvPr id="0" name="{told}" descr="{told}"/><pic:cNvPicPr/>'
        f'</pic:nvPicPr><pic:blipFill><a:blip r:embed="{relation}"/><a:stretch><a:fillRect/>'
        f'</a:stretch></pic:blipFill><pic:spPr><a:xfrm><a:off x="0" y="0"/>'
        f'<a:ext cx="{w}" cy="{h}"/></a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom>'
        "</pic:spPr></pic:pic>"
    )
    return _placed(content, _PICTURE_URI, mark.rect, number, name, origin)


def _placed(
    content: str,
    uri: str,
    rect: Rect,
    number: str,
    name: str,
    origin: Origin,
    *,
    behind: bool = False,
) -> str:
    w, h = max(emu(rect.w), 1), max(emu(rect.h), 1)
    told = escaped(name)
    drawing = (
        '<w:drawing><wp:anchor distT="0" distB="0" distL="0" distR="0" simplePos="0" '
        f'relativeHeight="{0 if behind else 2}" behindDoc="{int(behind)}" locked="0" '
        'layoutInCell="1" allowOverlap="1"><wp:simplePos x="0" y="0"/>'
        f"{origin.position(rect)}"
        f'<wp:extent cx="{w}" cy="{h}"/><wp:effectExtent l="0" t="0" r="0" b="0"/><wp:wrapNone/>'
        f'<wp:docPr id="{number}" name="{told}" descr="{told}"/><wp:cNvGraphicFramePr/>'
        f'<a:graphic><a:graphicData uri="{uri}">{content}</a:graphicData></a:graphic>'
        "</wp:anchor></w:drawing>"
    )
    if uri == _PICTURE_URI:
        return f"<w:r>{drawing}</w:r>"
    return (
        f'<w:r><mc:AlternateContent><mc:Choice Requires="wps">{drawing}</mc:Choice>'
        "</mc:AlternateContent></w:r>"
    )


def _drawn(mark: VectorMark) -> Drawn:
    match mark:
        case Line():
            stroke = (("M", (mark.x1, mark.y1)), ("L", (mark.x2, mark.y2)))
            return Drawn(_bounds(stroke), stroke, mark.width, mark.color, None, mark.dash)
        case Box():
            steps = tuple(_rectangle(mark.rect))
            return Drawn(mark.rect, steps, mark.stroke, mark.color, mark.fill, mark.dash)
        case Shape():
            return Drawn(
                _bounds(mark.steps), mark.steps, mark.stroke, mark.color, mark.fill, mark.dash,
                mark.round,
            )  # fmt: skip
        case Modules():
            return Drawn(mark.rect, (), mark.rect.h / len(mark.rows), "#000000", None)
        case _:
            assert_never(mark)


def _bounds(steps: Iterable[_Step]) -> Rect:
    xs = [number for _, numbers in steps for number in numbers[0::2]]
    ys = [number for _, numbers in steps for number in numbers[1::2]]
    return Rect(min(xs), min(ys), max(xs) - min(xs), max(ys) - min(ys))


def _rectangle(rect: Rect) -> Iterator[_Step]:
    yield "M", (rect.x, rect.y)
    yield "L", (rect.right, rect.y)
    yield "L", (rect.right, rect.bottom)
    yield "L", (rect.x, rect.bottom)
    yield "Z", ()


def _modules(mark: Modules, more: str) -> str:
    """Return the path of a symbol, a stroke for each run of dark modules; a module is 2 × 2."""
    runs = "".join(module_runs(number, row) for number, row in enumerate(mark.rows))
    across, down = len(mark.rows[0]), len(mark.rows)
    return f'<a:path w="{2 * across}" h="{2 * down}" fill="none">{runs}{more}</a:path>'


def module_runs(row: int, modules: str, column: int = 0) -> str:
    """Return the strokes of the dark modules among some of a row that start at `column`."""
    y = 2 * row + 1
    return "".join(
        f'<a:moveTo><a:pt x="{2 * (column + found.start())}" y="{y}"/></a:moveTo>'
        f'<a:lnTo><a:pt x="{2 * (column + found.end())}" y="{y}"/></a:lnTo>'
        for found in _DARK.finditer(modules)
    )


_DARK = re.compile("1+")


def _path(drawn: Drawn, w: int, h: int) -> str:
    """Return a path whose units are those of the drawing."""
    x, y = drawn.bounds.x, drawn.bounds.y

    def point(px: Pt, py: Pt) -> str:
        return f'<a:pt x="{emu(px - x)}" y="{emu(py - y)}"/>'

    names = {"M": "moveTo", "L": "lnTo", "C": "cubicBezTo"}
    path = []
    for operator, numbers in drawn.steps:
        if operator == "Z":
            path.append("<a:close/>")
        else:
            points = "".join(point(*numbers[i : i + 2]) for i in range(0, len(numbers), 2))
            path.append(f"<a:{names[operator]}>{points}</a:{names[operator]}>")
    fill = "" if drawn.fill else ' fill="none"'
    return f'<a:path w="{w}" h="{h}"{fill}>{"".join(path)}</a:path>'


def _geometry(path: str) -> str:
    return (
        '<a:custGeom><a:avLst/><a:gdLst/><a:ahLst/><a:cxnLst/><a:rect l="0" t="0" r="r" b="b"/>'
        f"<a:pathLst>{path}</a:pathLst></a:custGeom>"
    )


def _pens(drawn: Drawn) -> str:
    fill = _solid(drawn.fill) if drawn.fill else "<a:noFill/>"
    if not drawn.stroke:
        return f"{fill}<a:ln><a:noFill/></a:ln>"
    cap = ' cap="rnd"' if drawn.is_round else ' cap="flat"'
    dash = ""
    if drawn.dash:
        on, off = (round(length / drawn.stroke * 100_000) for length in drawn.dash[:2])
        dash = f'<a:custDash><a:ds d="{on}" sp="{off}"/></a:custDash>'
    join = "<a:round/>" if drawn.is_round else '<a:miter lim="800000"/>'
    return f'{fill}<a:ln w="{emu(drawn.stroke)}"{cap}>{_solid(drawn.color)}{dash}{join}</a:ln>'


def _solid(color: Color) -> str:
    return f'<a:solidFill><a:srgbClr val="{color[1:].upper()}"/></a:solidFill>'
