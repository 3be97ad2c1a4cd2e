"""Small fonts, made for the tests."""

import io
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest
from fontTools.fontBuilder import FontBuilder
from fontTools.pens.t2CharStringPen import T2CharStringPen
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib import TTCollection, TTFont

from formgen.text.fontbook import FontBook, load_book

SHIPPED = Path(__file__).parents[2] / "fonts"


@dataclass(frozen=True)
class FontMaker:
    """Makes fonts whose glyphs are boxes: `ink` gives left and right edge by character."""

    def build(
        self,
        chars: str = "A一",
        name: str = "Tiny",
        *,
        advance: int = 1000,
        ink: Mapping[str, tuple[int, int]] | None = None,
        bold: bool = False,
        fs_type: int = 0,
        names: Mapping[str, str] | None = None,
        cff: bool = False,
        variable: bool = False,
    ) -> TTFont:
        glyph_names = {ord(char): f"u{ord(char):04X}" for char in chars}
        order = [".notdef", *glyph_names.values()]
        builder = FontBuilder(1000, isTTF=not cff)
        builder.setupGlyphOrder(order)
        builder.setupCharacterMap(glyph_names)
        edges = {f"u{ord(char):04X}": span for char, span in (ink or {}).items()}
        spans = {glyph: edges.get(glyph, (100, 900)) for glyph in order}
        if cff:
            strings = {glyph: _charstring(advance, *span) for glyph, span in spans.items()}
            builder.setupCFF(name, {}, strings, {})
        else:
            builder.setupGlyf({glyph: _box(*span) for glyph, span in spans.items()})
        builder.setupHorizontalMetrics({glyph: (advance, span[0]) for glyph, span in spans.items()})
        builder.setupHorizontalHeader(ascent=1100, descent=-300)
        style = "Bold" if bold else "Regular"
        shown = {"familyName": name, "styleName": style, "psName": name}
        builder.setupNameTable(shown if names is None else dict(names))
        weight = {"fsSelection": 0x20 if bold else 0x40}
        builder.setupOS2(sTypoAscender=880, sTypoDescender=-120, fsType=fs_type, **weight)
        builder.setupPost()
        if variable:
            builder.setupFvar([("wght", 100, 400, 900, "Weight")], [])
        return builder.font

    def ttf(self, *args: object, **options: object) -> bytes:
        return _bytes(self.build(*args, **options))

    def ttc(self, *names: str) -> bytes:
        collection = TTCollection()
        collection.fonts = [self.build(name=name) for name in names]
        return _bytes(collection)


def _box(left: int, right: int) -> object:
    pen = TTGlyphPen(None)
    _draw(pen, left, right)
    return pen.glyph()


def _charstring(advance: int, left: int, right: int) -> object:
    pen = T2CharStringPen(advance, None)
    _draw(pen, left, right)
    return pen.getCharString()


def _draw(pen: object, left: int, right: int) -> None:
    pen.moveTo((left, 0))
    for corner in ((left, 700), (right, 700), (right, 0)):
        pen.lineTo(corner)
    pen.closePath()


def _bytes(font: TTFont | TTCollection) -> bytes:
    file = io.BytesIO()
    font.save(file)
    return file.getvalue()


@pytest.fixture(scope="session")
def fonts() -> FontMaker:
    return FontMaker()


@pytest.fixture(scope="session")
def shipped() -> Path:
    """The folder of the shipped fonts."""
    return SHIPPED


@pytest.fixture(scope="session")
def book() -> FontBook:
    """The book of the shipped fonts."""
    return load_book()


@pytest.fixture
def font_file(tmp_path: Path) -> Callable[..., Path]:
    """Writes bytes to a file and returns its path."""

    def write(data: bytes, name: str = "tiny.ttf") -> Path:
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(data)
        return path

    return write
