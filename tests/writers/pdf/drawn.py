"""What a page shows, read back from the file: every text and every path, where it stands."""

import io
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import cached_property

import pikepdf
import pypdfium2

Matrix = tuple[float, float, float, float, float, float]
Shown = tuple[object, ...]

_OFF = 0.00137
_PAINTS = {"S", "s", "f", "f*", "B", "b", "n"}


@dataclass(frozen=True)
class State:
    """The part of the graphics state that these pages use."""

    matrix: Matrix = (1, 0, 0, 1, 0, 0)
    fill: tuple[float, ...] = (0,)
    stroke: tuple[float, ...] = (0,)
    pen: tuple[tuple[str, object], ...] = (("J", "0"), ("d", "[] 0"), ("j", "0"), ("w", "1"))
    font: pikepdf.Object | None = None
    size: float = 0
    spacing: float = 0


@dataclass
class Reader:
    """Interprets the content of a page and of the forms that it calls."""

    shown: list[Shown] = field(default_factory=list)

    def read(self, source: pikepdf.Object, resources: pikepdf.Object, state: State) -> None:
        stack: list[State] = []
        path: list[tuple[object, ...]] = []
        line: Matrix = (1, 0, 0, 1, 0, 0)
        for operands, operator in pikepdf.parse_content_stream(source):
            name = str(operator)
            match name:
                case "q":
                    stack.append(state)
                case "Q":
                    state = stack.pop()
                case "cm":
                    state = replace(state, matrix=_times(_floats(operands), state.matrix))
                case "g" | "rg":
                    state = replace(state, fill=_floats(operands))
                case "G" | "RG":
                    state = replace(state, stroke=_floats(operands))
                case "w" | "J" | "j" | "d":
                    pen = dict(state.pen) | {name: " ".join(map(_spelled, operands))}
                    state = replace(state, pen=tuple(sorted(pen.items())))
                case "m" | "l" | "c" | "re" | "h":
                    path.append((name, *_placed(name, _floats(operands), state.matrix)))
                case _ if name in _PAINTS:
                    self.shown += _painted(name, path, state)
                    path = []
                case "BT":
                    line = (1, 0, 0, 1, 0, 0)
                case "Tm":
                    line = _floats(operands)
                case "Td":
                    line = _times((1, 0, 0, 1, *_floats(operands)), line)
                case "Tf":
                    state = replace(
                        state, font=resources.Font[operands[0]], size=float(operands[1])
                    )
                case "Tc":
                    state = replace(state, spacing=float(operands[0]))
                case "Tj" | "TJ":
                    pieces = operands[0] if name == "TJ" else [operands[0]]
                    self.shown.append(_text(pieces, line, state))
                case "INLINE IMAGE":
                    self.shown.append(_symbol(operands[0], state))
                case "Do":
                    self._call(resources.XObject[operands[0]], state)

    def _call(self, called: pikepdf.Object, state: State) -> None:
        if called.Subtype == "/Form":
            self.read(called, called.Resources, state)
        else:
            place = tuple(round(value, 2) for value in state.matrix)
            self.shown.append(("image", place, called.Width, called.Height))


def _painted(name: str, path: list[tuple[object, ...]], state: State) -> Iterator[Shown]:
    """Yield the parts of a path as painted: a filled rectangle module by module."""
    if name == "f":
        fill = tuple(round(value, 3) for value in state.fill)
        for step in path:
            yield ("fill", fill, step)
    else:
        # A stroke alone shows nothing of the fill colour that happens to be set.
        fill = () if name in ("S", "s") else state.fill
        yield (name, state.stroke, state.pen, fill, tuple(path))


def _symbol(image: pikepdf.PdfInlineImage, state: State) -> Shown:
    """Return a symbol that is painted through: its colour, place, size and modules."""
    assert image.image_mask
    place = tuple(round(value, 2) for value in state.matrix)
    modules = bytes.fromhex(image.read_raw_bytes().decode().partition(">")[0])
    return ("symbol", state.fill, place, image.width, image.height, modules)


def _placed(name: str, values: tuple[float, ...], matrix: Matrix) -> tuple[object, ...]:
    if name == "re":
        x, y, w, h = values
        values = (x, y, x + w, y + h)
    points = zip(values[::2], values[1::2], strict=True)
    return tuple(_spot(*_point(*p, matrix)) for p in points)


def _spot(x: float, y: float) -> tuple[float, float]:
    """Return a place to a hundredth of a point; files have three digits, so no half is rounded."""
    return round(x + _OFF, 2), round(y + _OFF, 2)


def _text(pieces: object, line: Matrix, state: State) -> Shown:
    """Return a text with where each of its characters starts, in hundredths of a point."""
    assert state.font is not None
    font, at, found = _Font(state.font), 0.0, []
    for piece in pieces:  # type: ignore[attr-defined]
        if not isinstance(piece, pikepdf.String):
            at -= float(piece) / 1000 * state.size
            continue
        raw = bytes(piece)
        for code in (int.from_bytes(raw[i : i + 2], "big") for i in range(0, len(raw), 2)):
            spot = _spot(*_point(at, 0, _times(line, state.matrix)))
            found.append((font.characters[code], *spot))
            at += font.width(code) / 1000 * state.size + state.spacing
    fill = tuple(round(value, 3) for value in state.fill)
    return ("text", font.name, state.size, fill, tuple(found))


class _Font:
    """The characters and widths of a font, by code."""

    def __init__(self, font: pikepdf.Object) -> None:
        self._font = font
        self.name = str(font.BaseFont).split("+")[-1]

    @cached_property
    def characters(self) -> dict[int, str]:
        listed = self._font.ToUnicode.read_bytes().decode().partition("endcodespacerange")[2]
        pairs = re.findall(r"<([0-9A-F]{4})> <([0-9A-F]+)>\n", listed)
        return {int(code, 16): bytes.fromhex(text).decode("utf-16-be") for code, text in pairs}

    @cached_property
    def _widths(self) -> dict[int, float]:
        listed = list(self._font.DescendantFonts[0].get("/W", []))
        return {
            int(first) + number: float(width)
            for first, widths in zip(listed[::2], listed[1::2], strict=True)
            for number, width in enumerate(widths)
        }

    def width(self, code: int) -> float:
        return self._widths.get(code, float(self._font.DescendantFonts[0].DW))


def _point(x: float, y: float, matrix: Matrix) -> tuple[float, float]:
    a, b, c, d, e, f = matrix
    return a * x + c * y + e, b * x + d * y + f


def _times(one: tuple[float, ...], other: Matrix) -> Matrix:
    a, b, c, d, e, f = one
    (e2, f2), (o1, o2) = _point(e, f, other), (other[4], other[5])
    x, y = _point(a, b, other), _point(c, d, other)
    return (x[0] - o1, x[1] - o2, y[0] - o1, y[1] - o2, e2, f2)


def _floats(operands: object) -> tuple[float, ...]:
    return tuple(float(operand) for operand in operands)  # type: ignore[attr-defined]


def _spelled(operand: object) -> str:
    if isinstance(operand, pikepdf.Array):
        return f"[{' '.join(map(_spelled, operand))}]"
    return f"{float(operand):g}"  # type: ignore[arg-type]


def shown(data: bytes) -> list[Counter[Shown]]:
    """Return for each page all that it shows, in no order: what lies apart may be drawn in any."""
    with pikepdf.open(io.BytesIO(data)) as pdf:
        return [_shown_on(page) for page in pdf.pages]


def _shown_on(page: pikepdf.Page) -> Counter[Shown]:
    if "/Contents" not in page:
        return Counter()
    reader = Reader()
    reader.read(page.obj, page.resources, State())
    return Counter(reader.shown)


def pictures(data: bytes, scale: float = 1.5) -> list[bytes]:
    """Return the pages as rendered, each as its pixels."""
    pdf = pypdfium2.PdfDocument(data)
    try:
        return [bytes(page.render(scale=scale, grayscale=True).buffer) for page in pdf]
    finally:
        pdf.close()
