"""What every part of a document under construction needs: the page, the fields, the faces."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

from formgen.layout.boxes import FilledPage, ImageSlot, Mark, Page, Run, Slot
from formgen.layout.placed import Span
from formgen.model.fields import Field
from formgen.text.fontbook import FontBook
from formgen.units import Pt
from formgen.writers.word.gaps import Fill, Gaps
from formgen.writers.word.losses import Losses
from formgen.writers.word.markup import Look


@dataclass(frozen=True, slots=True)
class PictureGap:
    """Where a record's picture goes: page and item, and the number of its relationship."""

    page: int
    index: int
    number: int


@dataclass(slots=True)
class Build:
    """A document under construction, at one of its pages.

    `relate` gives a picture of the layout to the part that is being built, and returns the id of
    their relationship. `plain_numbers`: page numbers are text, for pages of a larger document.
    `usual` are the family and the size of the document's own text.
    """

    book: FontBook
    fields: Mapping[str, Field]
    gaps: Gaps
    losses: Losses
    page: Page
    number: int
    relate: Callable[[bytes], str]
    pictures: list[PictureGap] = field(default_factory=list)
    plain_numbers: bool = False
    usual: tuple[str, Pt] = ("", 0.0)

    @property
    def items(self) -> tuple[Mark | Slot, ...]:
        """The marks and slots of the page."""
        return self.page.items

    def span(self, span: Span) -> Iterable[tuple[int, Mark | Slot]]:
        """Return the items of a range, each with its index."""
        return enumerate(self.page.items[span[0] : span[1]], span[0])

    def gap(self, fill: Fill) -> str:
        """Return the mark of a new gap on this page."""
        return self.gaps.add(self.number, fill)

    def picture_gap(self, index: int, slot: ImageSlot) -> PictureGap:
        """Return the place of a record's picture."""
        place = PictureGap(self.number, index, self.gaps.new_id())
        self.pictures.append(place)
        return place

    def look(self, run: Run, *, underline: bool = False, spacing: Pt = 0.0) -> Look:
        """Return the look of a run of the layout."""
        face = self.book.face(run.face)
        return self._look(face.family, run.size, face.bold, run.color, underline, spacing)

    def slot_look(self, size: Pt, bold: bool, color: str, *, underline: bool = False) -> Look:
        """Return the look of a value that is set as its slot says."""
        glyph = self.book.glyph("国", bold)
        glyph = glyph if glyph.face else self.book.glyph("a", bold)
        family = self.book.face(glyph.face).family if glyph.face else self.usual[0]
        return self._look(family, size, bold, color, underline, 0.0)

    def _look(
        self, family: str, size: Pt, bold: bool, color: str, underline: bool, spacing: Pt
    ) -> Look:
        usual_family, usual_size = family == self.usual[0], size == self.usual[1]
        return Look(
            family, size, bold, color, underline, spacing,
            usual_family=usual_family, usual_size=usual_size,
        )  # fmt: skip

    def width(self, run: Run) -> Pt:
        """Return how wide a run of the layout is."""
        face = self.book.face(run.face)
        return sum(face.advance(ord(char)) for char in run.text) * run.size + sum(run.gaps)


def lines_of(marks: Iterable[Mark]) -> list[list[Run]]:
    """Return the runs among marks, those of one baseline together, from the top down."""
    lines: dict[int, list[Run]] = {}
    for mark in marks:
        if isinstance(mark, Run):
            lines.setdefault(round(mark.y * 10), []).append(mark)
    return [sorted(runs, key=lambda run: run.x) for _, runs in sorted(lines.items())]


EMPTY_PAGE = FilledPage({})
