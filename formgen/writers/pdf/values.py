"""What the values of records add to the pages of one form."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable

from formgen.layout import Typesetter
from formgen.layout.boxes import BLACK, ImageSlot, TextSlot, TickSlot
from formgen.layout.fill import Filler
from formgen.layout.identity_symbol import SIZE, identity_picture
from formgen.layout.quick import FieldSlots, QuickFiller, QuickIdentity, QuickPage, QuickText
from formgen.model.values import Value
from formgen.text.fontbook import FontBook
from formgen.units import Pt
from formgen.writers.pdf.content import number
from formgen.writers.pdf.images import ImageNames
from formgen.writers.pdf.marks import SYMBOL_END, shown, symbol_start
from formgen.writers.pdf.shower import Operators, Shower, Style

_USUAL_SIZE: Pt = 10.5
_MOST_TICKED = 1024


def value_pages(typesetter: Typesetter) -> tuple[ValuePage, ...]:
    """Return the pages of a typesetter's blank sheet, ready to take values."""
    quick = QuickFiller(typesetter)
    return tuple(ValuePage(page, typesetter.book) for page in quick.pages)


class ValuePage:
    """One page: its static marks, its fields (those of pictures apart) and its identity codes."""

    def __init__(self, quick: QuickPage, book: FontBook) -> None:
        self.static = quick.static
        self.width, self.height = quick.page.width, quick.page.height
        self.style = _style(quick, book)
        fields = [_field(slots, self.height) for slots in quick.fields]
        self.fields = tuple(field for field in fields if not field.is_picture)
        self.pictures = tuple(field for field in fields if field.is_picture)
        self.identities = tuple(IdentityCode(each, self.height) for each in quick.identities)


class ValueField:
    """A field and its slots on a page."""

    def __init__(self, slots: FieldSlots) -> None:
        self.name = slots.field
        self.is_picture = any(isinstance(slot, ImageSlot) for slot, _ in slots.slots)
        self._slots = slots

    def operators(
        self, value: Value, filler: Filler, shower: Shower, images: ImageNames
    ) -> Operators:
        """Return what draws a value; what is wrong with it goes where `filler` sends it."""
        return shower.show(self._slots.marks(value, filler), images)


class _TextField(ValueField):
    """A field of one text, which is nearly always one line."""

    def __init__(self, slots: FieldSlots, quick: QuickText, height: Pt) -> None:
        super().__init__(slots)
        self._line = quick.line
        self._size, self._color = quick.slot.size, quick.slot.color
        self._y = f"{number(height - quick.y)} Tm\n"

    def operators(
        self, value: Value, filler: Filler, shower: Shower, images: ImageNames
    ) -> Operators:
        line = self._line(value)
        if line is None:
            return super().operators(value, filler, shower, images)
        text, face, x, gaps = line
        before, codes, after = shower.styled((face, self._size, self._color))
        if gaps:
            text = shown(text, gaps, self._size, codes)
            return f"{before}1 0 0 1 {number(x)} {self._y}{text}\n{after}", ""
        return f"{before}1 0 0 1 {number(x)} {self._y}<{text.translate(codes)}> Tj\n{after}", ""


class _TickField(ValueField):
    """A field of boxes alone: what ticks them is the same in every file."""

    def __init__(self, slots: FieldSlots) -> None:
        super().__init__(slots)
        self._ticked: dict[Hashable, Operators] = {}

    def operators(
        self, value: Value, filler: Filler, shower: Shower, images: ImageNames
    ) -> Operators:
        found = self._ticked.get(value)
        if found is None:
            if len(self._ticked) >= _MOST_TICKED:
                self._ticked.clear()
            found = self._ticked[value] = super().operators(value, filler, shower, images)
        return found


class IdentityCode:
    """An identity code of a page."""

    def __init__(self, quick: QuickIdentity, height: Pt) -> None:
        slot = quick.slot
        self._quick = quick
        self._start = symbol_start(slot.rect, SIZE, SIZE, height)
        self._size = slot.text_size
        self._places = tuple(
            f"1 0 0 1 {number(slot.rect.x)} {number(height - quick.baseline(line))} Tm\n"
            for line in range(2)
        )

    def operators(self, filler: Filler, shower: Shower) -> Operators:
        """Return what draws the code of a record: its figures and its symbol."""
        code = self._quick.code(filler.values)
        lines = self._quick.lines(code)
        if lines is None:
            return shower.show(filler.slot(self._quick.slot), ImageNames())
        symbol = f"{self._start}{identity_picture(code).hex().upper()}{SYMBOL_END}\n"
        (_, face, spread), (_, _, wider) = lines
        upper, lower = self._places
        before, codes, after = shower.styled((face, self._size, BLACK))
        digits = code.translate(codes)
        half = len(digits) // 2
        figures = (
            f"{before}{upper}{number(spread)} Tc\n<{digits[:half]}> Tj\n"
            f"{lower}{number(wider)} Tc\n<{digits[half:]}> Tj\n0 Tc\n{after}"
        )
        return figures, symbol


def _field(slots: FieldSlots, height: Pt) -> ValueField:
    if all(isinstance(slot, TickSlot) for slot, _ in slots.slots):
        return _TickField(slots)
    quick = slots.slots[0][1]
    if quick is not None and len(slots.slots) == 1:
        return _TextField(slots, quick, height)
    return ValueField(slots)


def _style(quick: QuickPage, book: FontBook) -> Style:
    """Return the style of most places for text."""
    styles = Counter(
        (slot.size, slot.bold)
        for field in quick.fields
        for slot, _ in field.slots
        if isinstance(slot, TextSlot)
    )
    size, bold = styles.most_common(1)[0][0] if styles else (_USUAL_SIZE, False)
    return book.glyph("1", bold).face, size, BLACK
