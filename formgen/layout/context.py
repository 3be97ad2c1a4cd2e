"""What every part of the layout needs to know: faces, fields, values, the current text style."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from formgen.dataclass import dataclass
from formgen.diagnostics import NOWHERE, Diagnostics, Place
from formgen.layout.defaults import INK
from formgen.model.fields import Field
from formgen.model.style import AS_AROUND, Align, Color, TextStyle
from formgen.model.values import BLANK, Values
from formgen.text.fontbook import FontBook
from formgen.units import Pt


@dataclass(frozen=True, slots=True)
class Font:
    """A text style with nothing left open."""

    size: Pt
    bold: bool = False
    color: Color = INK
    underline: bool = False

    def styled(self, style: TextStyle) -> Font:
        """Return this font with what `style` says laid over it."""
        return Font(
            self.size if style.size is None else style.size,
            self.bold if style.bold is None else style.bold,
            self.color if style.color is None else style.color,
            self.underline if style.underline is None else style.underline,
        )


@dataclass(frozen=True, slots=True)
class Context:
    """The surroundings of a node during layout; `problems` is shared by all of one layout.

    `values` are those whose places grow with them. `page` and `pages` are known in headers and
    footers only (0 elsewhere). `reserve` is width taken from the right of the type area for the
    identity code. In a cell, `air` is the space above its content, `closed` whether a rule stands
    below it, and `balanced` whether the lines of its text are made alike. `ink` is the colour of
    values, `number` that of the item of a list.
    `memo` keeps what no value can change, from one layout of a form to its next.
    """

    book: FontBook
    fields: Mapping[str, Field]
    problems: Diagnostics
    font: Font
    values: Values = BLANK
    lang: str = "zh-CN"
    align: Align = "left"
    in_cell: bool = False
    page: int = 0
    pages: int = 0
    reserve: Pt = 0.0
    accent: Color | None = None
    air: Pt = 0.0
    closed: bool = False
    balanced: bool = False
    ink: Color = INK
    number: int = 0
    memo: dict[tuple[object, ...], object] | None = None

    def styled(self, style: TextStyle) -> Context:
        """Return the context with `style` laid over its font."""
        if style == AS_AROUND:
            return self
        return replace(self, font=self.font.styled(style))

    def missing_glyph(self, char: str, place: Place = NOWHERE) -> None:
        """Report that no face draws `char`."""
        self.problems.error(
            "missing-glyph",
            f"no face has the character {char!r} (U+{ord(char):04X})",
            place,
            "add a face that has it with --font, or print a box with --missing-glyph box",
        )
