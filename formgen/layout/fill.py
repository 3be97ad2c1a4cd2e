"""Filling: from a laid-out sheet and the values of a record to the marks in its slots.

What does not fit by its field's overflow policy, and a character that no face has, is a problem
of the record; all of a record's problems are gathered.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import assert_never

from formgen.dataclass import dataclass
from formgen.diagnostics import Diagnostics, Place
from formgen.geometry import Rect
from formgen.layout.boxes import (
    CodeSlot,
    CombSlot,
    FilledPage,
    IdentitySlot,
    Image,
    ImageSlot,
    Mark,
    Modules,
    Page,
    PenSlot,
    Sheet,
    Slot,
    TextSlot,
    TickSlot,
)
from formgen.layout.codes import draw_code
from formgen.layout.context import Font
from formgen.layout.defaults import EM_ASCENT, EM_CENTRE, RULE_DROP
from formgen.layout.drawing import tick
from formgen.layout.fit import TIGHT, Fitted, Fitter
from formgen.layout.identity import identity_code
from formgen.layout.identity_symbol import identity_modules
from formgen.layout.pictures import pixel_size
from formgen.layout.setting import Glyphs, set_glyphs, shape
from formgen.layout.values import value_text
from formgen.model.values import Value, Values
from formgen.text.fontbook import FontBook
from formgen.units import Pt

SLOTS = (TextSlot, TickSlot, CombSlot, CodeSlot, ImageSlot, PenSlot, IdentitySlot)


@dataclass(frozen=True, slots=True)
class Filler:
    """Fills the slots of a sheet with one record's values; problems go to `problems`."""

    book: FontBook
    values: Values
    problems: Diagnostics
    geometry_id: str

    def page(self, page: Page) -> FilledPage:
        """Return the marks for the slots of a page."""
        marks: dict[int, tuple[Mark, ...]] = {}
        for index, item in enumerate(page.items):
            if isinstance(item, SLOTS):
                filled = self.slot(item)
                if filled:
                    marks[index] = tuple(filled)
        return FilledPage(marks)

    def slot(self, slot: Slot) -> Sequence[Mark]:
        """Return the marks that fill one slot; none where the record has no value for it."""
        if isinstance(slot, PenSlot):
            return ()
        if isinstance(slot, IdentitySlot):
            return self._identity(slot)
        value = self.values.get(slot.field)
        if value is None:
            return ()
        match slot:
            case TextSlot():
                return self._text(slot, value)
            case TickSlot():
                return [tick(slot.rect)] if _ticked(slot, value) else ()
            case CombSlot():
                return self._comb(slot, value_text(value).replace("\t", " "))
            case CodeSlot():
                return self._code(slot, value_text(value).replace("\t", " "))
            case ImageSlot():
                return self._image(slot, value)
            case _:
                assert_never(slot)

    def _place(self, field: str) -> Place:
        return self.values.place_of(field)

    def _shape(self, text: str, font: Font, field: str) -> Glyphs:
        def missing(char: str) -> None:
            self.problems.error(
                "missing-glyph",
                f"no face has the character {char!r} (U+{ord(char):04X})",
                self._place(field),
                "add a face that has it with --font, or print a box with --missing-glyph box",
            )

        return shape(self.book, text, font, missing)

    def _text(self, slot: TextSlot, value: Value) -> Sequence[Mark]:
        text = value_text(value, slot.part, slot.format)
        fitter = Fitter(self.book, lambda t, font: self._shape(t, font, slot.field))
        fitted = fitter.fit(text, slot)
        if fitted is None:
            self._too_long(slot, text)
            return ()
        return _set_fitted(slot, fitted)

    def _too_long(self, slot: TextSlot, text: str) -> None:
        shown = text if len(text) <= 40 else text[:39] + "…"
        smallest = f" at {slot.overflow.min_size:g} pt" if slot.overflow.policy == "shrink" else ""
        lines = f" on {len(text.splitlines())} lines" if "\n" in text.strip("\n") else ""
        many = f"{len(text)} characters{lines}"
        self.problems.error(
            "does-not-fit",
            f"the value {shown!r} ({many}) does not fit into its place{smallest}",
            self._place(slot.field),
            "shorten it, or let the layout give the field more room, `overflow` or `min-size`",
        )

    def _comb(self, slot: CombSlot, text: str) -> Sequence[Mark]:
        if len(text) > len(slot.cells) or "\n" in text:
            lines = " on several lines" if "\n" in text else ""
            self.problems.error(
                "does-not-fit",
                f"the value {text!r} has {len(text)} characters{lines} for {len(slot.cells)} boxes",
                self._place(slot.field),
                "shorten it, or let the layout give the comb more `boxes`",
            )
            return ()
        font = Font(slot.size, color=slot.color)
        marks: list[Mark] = []
        for char, cell in zip(text, slot.cells, strict=False):
            glyphs = self._shape(char, font, slot.field)
            x = cell.x + (cell.w - glyphs.width) / 2
            marks += set_glyphs(glyphs, x, _middle_baseline(cell, font.size), font)
        return marks

    def _code(self, slot: CodeSlot, text: str) -> Sequence[Mark]:
        try:
            marks: list[Mark] = [draw_code(slot.symbology, text, slot.rect)]
        except ValueError as error:
            self.problems.error("bad-code", str(error), self._place(slot.field))
            return ()
        if slot.text_y:
            marks += self._caption(text, slot.rect, slot.text_y, slot.text_size, slot.field)
        return marks

    def _caption(self, text: str, rect: Rect, y: Pt, size: Pt, field: str) -> list[Mark]:
        font = Font(size)
        glyphs = self._shape(text, font, field)
        return set_glyphs(glyphs, rect.x + (rect.w - glyphs.width) / 2, y, font)

    def _image(self, slot: ImageSlot, value: Value) -> Sequence[Mark]:
        if not isinstance(value, bytes):
            return ()
        try:
            across, down = pixel_size(value)
        except ValueError as error:
            self.problems.error("bad-image", str(error), self._place(slot.field))
            return ()
        scale = min(slot.rect.w / across, slot.rect.h / down)
        w, h = across * scale, down * scale
        x, y = slot.rect.x + (slot.rect.w - w) / 2, slot.rect.y + (slot.rect.h - h) / 2
        return [Image(Rect(x, y, w, h), value)]

    def _identity(self, slot: IdentitySlot) -> Sequence[Mark]:
        code = identity_code(self.geometry_id, self.values.sheet_id, slot.page)
        marks: list[Mark] = [Modules(slot.rect, identity_modules(code))]
        font = Font(slot.text_size)
        for line in range(2):
            glyphs = self._shape(code[line * 10 : line * 10 + 10], font, "")
            # Spread to the width of the symbol, so that the two lines stand as one block with it.
            spread = (slot.rect.w - glyphs.width) / 9
            baseline = slot.text_y + line * slot.leading
            marks += set_glyphs(glyphs, slot.rect.x, baseline, font, [spread] * 10)
        return marks


def fill(
    sheet: Sheet, book: FontBook, values: Values, problems: Diagnostics
) -> tuple[FilledPage, ...]:
    """Return the marks that `values` put into the slots of each page of `sheet`."""
    filler = Filler(book, values, problems, sheet.geometry_id)
    return tuple(filler.page(page) for page in sheet.pages)


def _ticked(slot: TickSlot, value: Value) -> bool:
    if isinstance(value, tuple):
        return slot.option in value
    return value is True and not slot.option


def _middle_baseline(rect: Rect, size: Pt) -> Pt:
    return rect.y + rect.h / 2 + EM_CENTRE * size


def _set_fitted(slot: TextSlot, fitted: Fitted) -> list[Mark]:
    """Place the fitted lines of a value into its slot."""
    marks: list[Mark] = []
    for number, line in enumerate(fitted.lines):
        glyphs = fitted.glyphs.part(line.start, line.end)
        indent = 0.0 if number else slot.indent
        spare = slot.rect.w - indent - line.width
        x = slot.rect.x + indent + {"center": spare / 2, "right": spare}.get(slot.align, 0.0)
        marks += set_glyphs(glyphs, x, _baseline(slot, fitted, number), fitted.font)
    return marks


def _baseline(slot: TextSlot, fitted: Fitted, number: int) -> Pt:
    size = fitted.font.size
    if slot.max_lines == 1:
        above = (len(fitted.lines) - 1 - number) * size * TIGHT
        return slot.rect.bottom - RULE_DROP - above
    if slot.on_rule:
        return slot.rect.y + (number + 1) * slot.leading - RULE_DROP
    spare = slot.rect.h - fitted.leading * len(fitted.lines)
    top = slot.rect.y + {"top": 0.0, "bottom": spare}.get(slot.valign, spare / 2)
    return top + number * fitted.leading + (fitted.leading - size) / 2 + EM_ASCENT * size
