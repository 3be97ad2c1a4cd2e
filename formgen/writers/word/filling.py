"""The marks of a record by item, found quickly where the values are plain.

The slots of the blank sheet are looked at once. A value that is in any way unusual goes the plain
way, for its slot alone; both ways give the same marks.
"""

from __future__ import annotations

from collections.abc import Hashable
from datetime import date

from formgen.diagnostics import Diagnostics
from formgen.errors import DataError
from formgen.layout import Typesetter
from formgen.layout.boxes import FilledPage, Mark, Modules, Run, Slot, TickSlot
from formgen.layout.fill import SLOTS, Filler
from formgen.layout.identity_symbol import identity_modules
from formgen.layout.quick import QuickFiller, QuickIdentity, QuickPage, QuickText
from formgen.model.values import Value, Values

MOST_KEPT = 256
"""How many values of a field are remembered."""
_SHARED = frozenset({tuple, bool, date})
"""Types of values that many records have, and that look the same if they are equal."""

FieldMarks = dict[int, tuple[Mark, ...]]


def shared(value: Value) -> Hashable | None:
    """Return what is remembered a value by, or None if it is not."""
    return value if type(value) in _SHARED else None


class IndexedFiller:
    """Fills the blank sheet of a typesetter: the same marks as the plain way, sooner."""

    def __init__(self, typesetter: Typesetter) -> None:
        self._typesetter = typesetter
        self.pages = tuple(IndexedPage(page) for page in QuickFiller(typesetter).pages)

    def filler(self, values: Values) -> Filler:
        """Return what fills slots the plain way."""
        typesetter = self._typesetter
        return Filler(typesetter.book, values, Diagnostics(), typesetter.sheet.geometry_id)

    def filled(self, values: Values) -> tuple[FilledPage, ...]:
        """Return the marks of a record; raises DataError with every value that cannot be set."""
        filler = self.filler(values)
        pages = tuple(page.filled(filler) for page in self.pages)
        DataError.raise_if(filler.problems)
        return pages


class IndexedPage:
    """A page of the blank sheet: its slots by item, with the quick way of each that has one."""

    def __init__(self, page: QuickPage) -> None:
        self._items = page.page.items
        index = {id(item): number for number, item in enumerate(page.page.items)}
        quick_ways = {
            index[id(slot)]: quick for field in page.fields for slot, quick in field.slots
        }
        self.texts = {item: quick for item, quick in quick_ways.items() if quick}
        self.identities = {index[id(each.slot)]: Identity(each) for each in page.identities}
        self._fields = [
            (each.field, [index[id(slot)] for slot, _ in each.slots], _only_ticks(each.slots))
            for each in page.fields
        ]
        self._ticked: dict[tuple[str, Value], FieldMarks] = {}

    def filled(self, filler: Filler) -> FilledPage:
        """Return the marks of a record; what is wrong with it goes where `filler` sends it."""
        marks: FieldMarks = {}
        for field, items, only_ticks in self._fields:
            value = filler.values.by_name.get(field)
            if value is None:
                continue
            if only_ticks:
                marks |= self._ticks(field, value, items, filler)
            else:
                marks |= self._marks(items, filler)
        for item, identity in self.identities.items():
            marks[item] = identity.marks(filler)
        return FilledPage(marks)

    def marks(self, item: int, filler: Filler) -> tuple[Mark, ...]:
        """Return the marks of a record in the slot that is an item of the page."""
        identity = self.identities.get(item)
        if identity is not None:
            return identity.marks(filler)
        quick = self.texts.get(item)
        value = filler.values.by_name.get(quick.slot.field) if quick else None
        found = quick.marks(value) if quick is not None and value is not None else None
        if found is not None:
            return found
        slot = self._items[item]
        assert isinstance(slot, SLOTS)
        return tuple(filler.slot(slot))

    def _marks(self, items: list[int], filler: Filler) -> FieldMarks:
        found = {item: self.marks(item, filler) for item in items}
        return {item: marks for item, marks in found.items() if marks}

    def _ticks(self, field: str, value: Value, items: list[int], filler: Filler) -> FieldMarks:
        found = self._ticked.get((field, value))
        if found is None:
            if len(self._ticked) >= MOST_KEPT:
                self._ticked.clear()
            found = self._ticked[field, value] = self._marks(items, filler)
        return found


def _only_ticks(slots: tuple[tuple[Slot, QuickText | None], ...]) -> bool:
    return all(isinstance(slot, TickSlot) for slot, _ in slots)


class Identity:
    """The identity code of a page; its marks are made once for each record that is filled."""

    def __init__(self, quick: QuickIdentity) -> None:
        self.quick = quick
        self._code: tuple[Filler | None, str] = (None, "")
        self._marks: tuple[Filler | None, tuple[Mark, ...]] = (None, ())

    def code(self, filler: Filler) -> str:
        """Return the code of a record."""
        last, code = self._code
        if last is not filler:
            code = self.quick.code(filler.values)
            self._code = filler, code
        return code

    def marks(self, filler: Filler) -> tuple[Mark, ...]:
        """Return the marks of a record's code."""
        last, marks = self._marks
        if last is not filler:
            marks = self._made(filler)
            self._marks = filler, marks
        return marks

    def _made(self, filler: Filler) -> tuple[Mark, ...]:
        quick, slot = self.quick, self.quick.slot
        code = self.code(filler)
        lines = quick.lines(code)
        if lines is None:
            return tuple(filler.slot(slot))
        marks: list[Mark] = [Modules(slot.rect, identity_modules(code))]
        for number, (text, face, spread) in enumerate(lines):
            gaps, y = (spread,) * len(text), quick.baseline(number)
            marks.append(Run(slot.rect.x, y, text, face, slot.text_size, gaps=gaps))
        return tuple(marks)
