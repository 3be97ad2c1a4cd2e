"""What every part of a document under construction needs: the page, the fields, the faces."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Mapping
from dataclasses import field, replace

from formgen.dataclass import dataclass
from formgen.layout.boxes import ImageSlot, Mark, Page, Run, Slot
from formgen.layout.placed import Span
from formgen.model.fields import Field
from formgen.text.fontbook import FontBook
from formgen.units import Pt
from formgen.writers.word.controls import group_start
from formgen.writers.word.gaps import Fill, Gap, Gaps, OfCode
from formgen.writers.word.lengths import half_points
from formgen.writers.word.losses import Losses
from formgen.writers.word.mailmerge import Columns, MergeColumn
from formgen.writers.word.markup import BLACK, Look
from formgen.writers.word.missing import NO_FACE, runs_of


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
    `usual` are the family and the size of the document's own text. `locked`: all but the fields is
    protected. `lang` is the language of the form. `grouped` is the choice whose control is open
    around what is being built; `signed`: a signature stands in the same row of a table.
    `styles` are the paragraph styles that the document needs, by their ids. `merge` are the columns
    of the data source, if it is the main document of a mail merge.
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
    locked: bool = False
    lang: str = "zh-CN"
    grouped: str = ""
    signed: bool = False
    styles: dict[str, Look] = field(default_factory=dict)
    merge: Columns | None = None

    @property
    def items(self) -> tuple[Mark | Slot, ...]:
        """The marks and slots of the page."""
        return self.page.items

    def span(self, span: Span) -> Iterable[tuple[int, Mark | Slot]]:
        """Return the items of a range, each with its index."""
        return enumerate(self.page.items[span[0] : span[1]], span[0])

    def gap(self, fill: Fill, item: int, *more: int, of_code: OfCode | None = None) -> str:
        """Return the mark of a new gap on this page, which the marks of these items alone fill.

        `of_code` does so from an identity code, if the gap is one's.
        """
        return self.gaps.add(Gap(self.number, (item, *more), fill, of_code))

    def column(self, name: str) -> MergeColumn | None:
        """Return the column that has the values of a field, if the document is merged with data."""
        return self.merge.get(name) if self.merge is not None else None

    def style(self, look: Look) -> str:
        """Return the id of the paragraph style that says a look; "" if that is the usual one.

        LibreOffice sets the text of a plain-text control in the look of its paragraph.
        """
        family = "" if look.usual_family else "".join(filter(str.isalnum, look.family))
        size = "" if look.usual_size else str(half_points(look.size))
        marks = ("B" if look.bold else "") + ("U" if look.underline else "")
        color = "" if look.color == BLACK else look.color[1:]
        if not (family or size or marks or color):
            return ""
        name = f"Field{family}{size}{marks}{color}"
        while self.styles.setdefault(name, look).properties() != look.properties():
            name += "x"  # two families may differ in signs alone
        return name

    def group_start(self, choice: str) -> str:
        """Return the start of the control that holds the options of a choice."""
        return group_start(self.fields.get(choice), choice, self.gaps.id_text(), locked=self.locked)

    def picture_gap(self, index: int, slot: ImageSlot) -> PictureGap:
        """Return the place of a record's picture."""
        place = PictureGap(self.number, index, self.gaps.new_id())
        self.pictures.append(place)
        return place

    def look(self, run: Run, *, underline: bool = False, spacing: Pt = 0.0) -> Look:
        """Return the look of a run of the layout."""
        if run.face == NO_FACE:
            look = self.slot_look(run.size, False, run.color, underline=underline)
            return replace(look, spacing=spacing)
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
    for mark in runs_of(marks):
        lines.setdefault(_near(round(mark.y * 10), lines), []).append(mark)
    return [sorted(runs, key=lambda run: run.x) for _, runs in sorted(lines.items())]


def _near(key: int, lines: Container[int]) -> int:
    """Return the line that is all but the same, if there is one: rounding must not part two."""
    if key not in lines:
        return next((other for other in (key - 1, key + 1) if other in lines), key)
    return key
