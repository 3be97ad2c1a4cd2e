"""Filling sheets quickly: what `Filler` does, for the values that nearly all records have.

The slots of a blank sheet are looked at once. Then a text that fits its line as it stands costs a
few microseconds; a value that is in any way unusual goes the plain way, for its slot alone. Both
ways give the same marks.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeAlias

from formgen.dataclass import dataclass
from formgen.diagnostics import Diagnostics
from formgen.layout.boxes import (
    IdentitySlot,
    Mark,
    Page,
    PenSlot,
    Run,
    Slot,
    TextSlot,
)
from formgen.layout.fill import SLOTS, Filler
from formgen.layout.identity import identity_code
from formgen.layout.plain_text import PlainText
from formgen.layout.typesetter import Typesetter
from formgen.layout.values import value_text
from formgen.model.values import Value, Values
from formgen.units import Pt

QuickLine: TypeAlias = tuple[str, str, Pt, Sequence[Pt]]
"""A text on one line: the text, its face, where it starts, and the gaps after its characters."""
Figures: TypeAlias = tuple[str, str, Pt]
"""A line of an identity code: the text, its face, and the points between its characters."""

_SAMPLE = "1"
"""Every place holds one figure; it shows where the plain way sets a line that fits."""
_HALF = 10
"""Characters of an identity code on each of its two lines."""


@dataclass(frozen=True, slots=True)
class FieldSlots:
    """The slots of a page that one field fills, each with its quick way if it has one."""

    field: str
    slots: tuple[tuple[Slot, QuickText | None], ...]

    def marks(self, value: Value, filler: Filler) -> list[Mark]:
        """Return the marks of a value; `filler`, which holds it too, goes the plain way."""
        marks: list[Mark] = []
        for slot, quick in self.slots:
            quickly = quick.marks(value) if quick else None
            marks += filler.slot(slot) if quickly is None else quickly
        return marks


@dataclass(frozen=True, slots=True)
class QuickPage:
    """A page of the blank sheet: what never changes, and what fills its slots.

    `static` are its own marks.
    """

    page: Page
    static: tuple[Mark, ...]
    fields: tuple[FieldSlots, ...]
    identities: tuple[QuickIdentity, ...]


class QuickFiller:
    """The pages of a typesetter's blank sheet, ready to be filled quickly."""

    def __init__(self, typesetter: Typesetter) -> None:
        self._typesetter = typesetter
        self._plain = typesetter.plain
        self.pages = tuple(self._page(page) for page in typesetter.sheet.pages)

    def _page(self, page: Page) -> QuickPage:
        by_field: dict[str, list[tuple[Slot, QuickText | None]]] = {}
        static: list[Mark] = []
        identities = []
        for item in page.items:
            if isinstance(item, IdentitySlot):
                identities.append(self._identity(item))
            elif not isinstance(item, SLOTS):
                static.append(item)
            elif not isinstance(item, PenSlot):
                by_field.setdefault(item.field, []).append((item, self._quick(item)))
        fields = tuple(FieldSlots(name, tuple(slots)) for name, slots in by_field.items())
        return QuickPage(page, tuple(static), fields, tuple(identities))

    def _identity(self, slot: IdentitySlot) -> QuickIdentity:
        return QuickIdentity(slot, self._typesetter.sheet.geometry_id, self._plain[False])

    def _quick(self, slot: Slot) -> QuickText | None:
        if not isinstance(slot, TextSlot) or slot.indent:
            return None
        sample = Values({slot.field: _SAMPLE})
        typesetter = self._typesetter
        filler = Filler(typesetter.book, sample, Diagnostics(), typesetter.sheet.geometry_id)
        marks = filler.slot(slot)
        if len(marks) != 1 or not isinstance(marks[0], Run) or marks[0].size != slot.size:
            return None
        return QuickText(slot, marks[0].y, self._plain[slot.bold])


class QuickText:
    """Fills a text slot with what fits on one line at its full size, on the baseline `y`."""

    __slots__ = ("_left", "_measured", "_share", "_size", "_width", "slot", "y")

    def __init__(self, slot: TextSlot, y: Pt, plain: PlainText) -> None:
        self.slot = slot
        self.y = y
        self._measured = plain.measured
        self._size, self._left, self._width = slot.size, slot.rect.x, slot.rect.w
        self._share = {"center": 0.5, "right": 1.0}.get(slot.align, 0.0)

    def line(self, value: Value) -> QuickLine | None:
        """Return the line that a value is set in; None if it has to be fitted."""
        if type(value) is not str:
            value = value_text(value, self.slot.part, self.slot.format)
        measured = self._measured(value)
        if measured is None:
            return None
        face, ems, gaps = measured
        spare = self._width - ems * self._size
        if spare < 0:
            return None
        if gaps:
            gaps = (*[gap * self._size for gap in gaps[:-1]], 0.0)
        return value, face, self._left + spare * self._share, gaps

    def marks(self, value: Value) -> tuple[Mark, ...] | None:
        """Return the run of a value; None if it has to be fitted."""
        line = self.line(value)
        if line is None:
            return None
        text, face, x, gaps = line
        return (Run(x, self.y, text, face, self._size, self.slot.color, tuple(gaps)),)


class QuickIdentity:
    """Fills the slot of an identity code."""

    def __init__(self, slot: IdentitySlot, geometry_id: str, plain: PlainText) -> None:
        self.slot = slot
        self._geometry_id = geometry_id
        self._width, self._size = slot.rect.w, slot.text_size
        self._measured = plain.width

    def code(self, values: Values) -> str:
        """Return the identity code of a record's page."""
        return identity_code(self._geometry_id, values.sheet_id, self.slot.page)

    def baseline(self, number: int) -> Pt:
        """Return the baseline of line 0 or 1 of the figures under the symbol."""
        return self.slot.text_y + number * self.slot.leading

    def lines(self, code: str) -> tuple[Figures, Figures] | None:
        """Return the two lines of figures, or None where no single face has all of them."""
        upper, lower = self._line(code[:_HALF]), self._line(code[_HALF:])
        return (upper, lower) if upper and lower else None

    def _line(self, text: str) -> Figures | None:
        measured = self._measured(text)
        if measured is None:
            return None
        return text, measured[0], (self._width - measured[1] * self._size) / (_HALF - 1)
