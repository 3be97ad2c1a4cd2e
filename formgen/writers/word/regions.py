"""A part of a document as regions: a stretch of text and the gaps of one field behind it.

What a region is without a value, and with each value of a few, is kept deflated. A text that
stands on one line in one face is put between what stands before and after any such text.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence

from formgen.dataclass import dataclass
from formgen.layout.boxes import (
    IdentitySlot,
    Mark,
    Page,
    Run,
    Slot,
    TextSlot,
    TickSlot,
)
from formgen.layout.fill import SLOTS
from formgen.layout.quick import QuickIdentity
from formgen.writers.word.deflated import (
    Stretch,
    joined,
    kept,
    passing,
    stored,
)
from formgen.writers.word.gaps import Gap, Marks
from formgen.writers.word.markup import escaped

MOST_KEPT = 256
"""How many values of a region are kept."""
_SAMPLE = "\ue000"
_LONGEST = 60_000
"""The longest text in bytes that is put between: a stored block holds little more."""


@dataclass(frozen=True, slots=True)
class Frame:
    """What stands before and behind a text on one line in one face, as it is and deflated."""

    before: bytes
    after: bytes
    deflated_before: bytes
    deflated_after: bytes

    def around(self, text: bytes) -> Stretch:
        """Return the stretch with a text in it."""
        return (
            (self.before, text, self.after),
            (self.deflated_before, stored(text), self.deflated_after),
        )


class Region:
    """Gaps that the same field fills, with the text before and between them."""

    def __init__(self, before: str, pieces: Sequence[str | Gap], page: Page) -> None:
        gaps = [piece for piece in pieces if isinstance(piece, Gap)]
        self.page = gaps[0].page
        self.slots: Mapping[int, Slot] = {
            item: slot_of(page, item) for gap in gaps for item in gap.items
        }
        self._before, self._pieces = before, tuple(pieces)
        self._has_ticks = all(isinstance(slot, TickSlot) for slot in self.slots.values())
        self._known: dict[Hashable, Stretch] = {}
        self._start: Stretch | None = None
        self._frames: dict[str, Frame | None] = {}

    @property
    def field(self) -> str:
        """The one field that fills the region; "" if an identity code does, or several fields."""
        fields = {"" if isinstance(s, IdentitySlot) else s.field for s in self.slots.values()}
        return fields.pop() if len(fields) == 1 else ""

    @property
    def text_slot(self) -> tuple[int, TextSlot] | None:
        """The item of the region if it is one place for text."""
        item, slot = next(iter(self.slots.items()))
        return (item, slot) if len(self.slots) == 1 and isinstance(slot, TextSlot) else None

    def filled(self, marks: Marks) -> Stretch:
        """Return the region with the marks of a record's page."""
        found = {item: marks[item] for item in self.slots if item in marks}
        if not found or self._has_ticks:
            return self._whole(found)
        content = self._content(found)
        framed = self._framed(found, content)
        return framed or self._with(content)

    def of_code(self, quick: QuickIdentity, code: str) -> Stretch | None:
        """Return the region with an identity code; None if it has to be filled the other way."""
        gap = self._pieces[0]
        if len(self._pieces) > 1 or not isinstance(gap, Gap) or gap.of_code is None:
            return None
        content = gap.of_code(quick, code)
        return self._with(content) if content else None

    def _with(self, content: str) -> Stretch:
        """Return the region with a content of one record alone."""
        if self._start is None:
            self._start = kept(self._before)
        return joined(self._start, passing(content))

    def frame(self, face: str) -> Frame | None:
        """Return what stands around a text in a face that is on one line, in full size.

        None if the region has not one place for text, or shows the text not once.
        """
        if face not in self._frames:
            self._frames[face] = self._make_frame(face)
        return self._frames[face]

    def _content(self, marks: Marks) -> str:
        parts = [each if isinstance(each, str) else each.fill(marks, 0) for each in self._pieces]
        return "".join(parts)

    def _whole(self, found: Marks) -> Stretch:
        """Return the region, kept: it is blank, or only ticks tell its states apart."""
        state = tuple(found)
        stretch = self._known.get(state)
        if stretch is None:
            if len(self._known) >= MOST_KEPT:
                self._known.clear()
            stretch = self._known[state] = kept(self._before + self._content(found))
        return stretch

    def _make_frame(self, face: str) -> Frame | None:
        if self.text_slot is None:
            return None
        item, slot = self.text_slot
        sample = Run(slot.rect.x, slot.rect.y, _SAMPLE, face, slot.size, slot.color)
        parts = self._content({item: (sample,)}).split(_SAMPLE)
        if len(parts) != 2:
            return None
        (before,), (deflated,) = kept(self._before + parts[0])
        (after,), (deflated_after,) = kept(parts[1])
        return Frame(before, after, deflated, deflated_after)

    def _framed(self, found: Marks, content: str) -> Stretch | None:
        """Return the region with a text on one line between what always stands around it."""
        runs: tuple[Mark, ...] = next(iter(found.values()))
        if len(runs) != 1 or not isinstance(runs[0], Run):
            return None
        frame = self.frame(runs[0].face)
        text = escaped(runs[0].text).encode()
        if frame is None or len(text) > _LONGEST:
            return None
        whole = (self._before + content).encode()
        return frame.around(text) if whole == frame.before + text + frame.after else None


def slot_of(page: Page, item: int) -> Slot:
    """Return the slot that is an item of a page."""
    slot = page.items[item]
    assert isinstance(slot, SLOTS)
    return slot
