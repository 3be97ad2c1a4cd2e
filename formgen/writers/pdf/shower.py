"""Marks of values as operators of a page, sorted into its text object and the rest.

All lines of text of a page share one text object, in which a line says its style only if that is
not the page's usual one.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TypeAlias

from formgen.layout.boxes import BLACK, Mark, Modules, Run
from formgen.model.style import Color
from formgen.units import Pt
from formgen.writers.pdf.codes import FaceCodes, FontCodes
from formgen.writers.pdf.content import color_operators, number
from formgen.writers.pdf.images import ImageNames
from formgen.writers.pdf.marks import draw_marks, shown, symbol_operators

Operators: TypeAlias = tuple[str, str]
"""What draws a value: in the page's text object, and outside of it.

Both expect the initial graphics state, the former the page's usual style too, and leave it so.
"""


Style: TypeAlias = tuple[str, Pt, Color]
"""The look of a text: its face, its size and its colour."""

Styled: TypeAlias = tuple[str, FaceCodes, str]
"""What stands before lines of a style, the codes of their characters, and what stands behind."""


class Shower:
    """Turns marks of values into operators, for one page of one file."""

    def __init__(self, height: Pt, usual: Style, codes: FontCodes) -> None:
        self.height = height
        self._codes = codes
        self._usual = usual
        self._font = self._font_operator(usual)
        self._styles = {usual: ("", codes.of(usual[0]), "")}

    def styled(self, style: Style) -> Styled:
        """Return what stands around lines of a style."""
        found = self._styles.get(style)
        if found is None:
            found = self._styles[style] = self._made(style)
        return found

    def show(self, marks: Iterable[Mark], images: ImageNames) -> Operators:
        """Return what draws `marks`; names of pictures are given out as they come."""
        texts: list[str] = []
        others: list[str] = []
        for mark in marks:
            if isinstance(mark, Run) and not mark.angle:
                texts.append(self._line(mark))
            elif isinstance(mark, Modules):
                others.append(f"{symbol_operators(mark, self.height)}\n")
            else:
                drawn = draw_marks((mark,), self.height, self._codes, images)
                others.append(f"q\n{drawn}\nQ\n")
        return "".join(texts), "".join(others)

    def text_object(self, texts: Sequence[str]) -> str:
        """Return the text object of a page; nothing without a text."""
        joined = "".join(texts)
        return f"BT\n{self._font}{joined}ET\n" if joined else ""

    def _line(self, run: Run) -> str:
        before, codes, after = self.styled((run.face, run.size, run.color))
        place = f"1 0 0 1 {number(run.x)} {number(self.height - run.y)} Tm\n"
        return f"{before}{place}{shown(run.text, run.gaps, run.size, codes)}\n{after}"

    def _made(self, style: Style) -> Styled:
        face, _, color = style
        before, after = self._font_operator(style), self._font
        if color != BLACK:
            before += f"{color_operators(color, 'g', 'rg')}\n"
            after += "0 g\n"
        return before, self._codes.of(face), after

    def _font_operator(self, style: Style) -> str:
        face, size, _ = style
        return f"/{self._codes.of(face).name} {number(size)} Tf\n"
