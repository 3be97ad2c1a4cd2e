"""Inline content strung into one strand of characters, ready to be broken into lines.

An entry that stands on a line is one character of the strand (U+FFFC) with the width of its box.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import field, replace
from typing import Literal, TypeAlias

from formgen.dataclass import dataclass
from formgen.diagnostics import NOWHERE, Place
from formgen.layout.binding import bound_text
from formgen.layout.boxes import Mark, Slot
from formgen.layout.context import Context, Font
from formgen.layout.placed import Group
from formgen.layout.setting import shape
from formgen.model.blocks import Text
from formgen.text.characters import SPACES
from formgen.text.fontbook import FontBook
from formgen.text.linebreak import LineSpan, break_lines, break_points
from formgen.units import Pt

Item: TypeAlias = Mark | Slot | Group
OBJECT = "\ufffc"
_BETWEEN = "".join(SPACES) + "\n"
"""What a line leaves out at its end."""
_ALIKE: Pt = 0.25
"""How closely lines are balanced."""
_SLACK: Pt = 0.001
"""A box that was widened to fill its line still fits it, however its width was summed up."""


@dataclass(frozen=True, slots=True)
class Origin:
    """The entry that a box is, for messages: what it is called, and what makes it narrower."""

    name: str
    hint: str
    place: Place


@dataclass(frozen=True, slots=True)
class InlineBox:
    """Something on a line that is not text: its width, and its room above and below the baseline.

    `place(x, baseline, width)` gives its marks and slots. A flexible box may be set wider;
    `narrowest` is how narrow it may be set where there is no more room (None: never narrower); one
    that `yields` gets so rather than that its line is broken. `origin` is the entry that it is.
    Lines of one paragraph that hold boxes with a `pitch` stand at least that far apart. `clear`
    is the space to keep between its left and right edge and any text beside it.
    """

    width: Pt
    ascent: Pt
    descent: Pt
    place: Callable[[Pt, Pt, Pt], list[Item]]
    flexible: bool = False
    narrowest: Pt | None = None
    pitch: Pt = 0.0
    clear: tuple[Pt, Pt] = (0.0, 0.0)
    yields: bool = False
    origin: Origin | None = None

    @property
    def give(self) -> Pt:
        """How much narrower it may be set to keep its line in one."""
        if self.narrowest is None or not (self.flexible or self.yields):
            return 0.0
        return max(0.0, self.width - self.narrowest)


@dataclass(slots=True)
class Strand:
    """Inline content as parallel lists, one entry a character."""

    text: str = ""
    faces: list[str] = field(default_factory=list)
    widths: list[Pt] = field(default_factory=list)
    fonts: list[Font] = field(default_factory=list)
    boxes: dict[int, InlineBox] = field(default_factory=dict)
    gaps: list[Pt] = field(default_factory=list)
    hangs: list[Pt] = field(default_factory=list)
    numbers: dict[int, Literal["page", "pages"]] = field(default_factory=dict)

    def add_text(self, ctx: Context, text: str, font: Font, place: Place = NOWHERE) -> None:
        """Append a stretch of text in one font."""
        glyphs = shape(ctx.book, text, font, lambda char: ctx.missing_glyph(char, place))
        self.text += glyphs.text
        self.faces.extend(glyphs.faces)
        self.widths.extend(glyphs.widths)
        self.fonts.extend([font] * len(glyphs.text))

    def add_number(self, ctx: Context, text: str, font: Font, of: Literal["page", "pages"]) -> None:
        """Append the number of the page, or of all pages."""
        start = len(self.text)
        self.add_text(ctx, text, font)
        self.numbers.update(dict.fromkeys(range(start, len(self.text)), of))

    def add_box(self, box: InlineBox, font: Font) -> None:
        """Append a box."""
        self.boxes[len(self.text)] = box
        self._add_char(OBJECT, box.width, font)

    def add_space(self, width: Pt, font: Font) -> None:
        """Append a space of a given width, at which the line may be broken."""
        self._add_char(" ", width, font)

    def _add_char(self, char: str, width: Pt, font: Font) -> None:
        self.text += char
        self.faces.append("")
        self.widths.append(width)
        self.fonts.append(font)

    def close(self, book: FontBook) -> Strand:
        """Settle the small gaps between neighbours, across styles, and return the strand."""
        ems = book.adjustments(self.text, faces=self.faces)
        self.hangs = [
            book.hang(char, font.bold, face) * font.size
            for char, font, face in zip(self.text, self.fonts, self.faces, strict=True)
        ]
        self.gaps = [gap * font.size for gap, font in zip(ems, self.fonts, strict=True)]
        for index, box in self.boxes.items():
            self._clear(index - 1, index - 1, box.clear[0])
            self._clear(index, index + 1, box.clear[1])
        return self

    def _clear(self, gap: int, neighbour: int, distance: Pt) -> None:
        """Widen a gap so that the neighbour of a box keeps its distance from it.

        A gap is left out where a line ends in it, so nothing is indented.
        """
        if 0 <= neighbour < len(self.text) and self.text[neighbour] != "\n":
            blank = self.widths[neighbour] if self.text[neighbour] in SPACES else 0.0
            self.gaps[gap] = max(self.gaps[gap], distance - blank)

    @property
    def least_width(self) -> Pt:
        """The width of what is widest among that which a line never breaks."""
        widths = list(self.widths)
        for index, box in self.boxes.items():
            widths[index] = box.width if box.narrowest is None else box.narrowest
        ends = break_points(self.text)
        words = [
            range(start, start + len(self.text[start:end].rstrip(_BETWEEN)))
            for start, end in zip([0, *ends], ends, strict=False)
        ]
        return max((_width(widths, self.gaps, word) for word in words), default=0.0)

    @property
    def natural_width(self) -> Pt:
        """The width of the longest line if only forced breaks were taken."""
        spans = self.broken(float("inf"), float("inf"))
        return max((span.width for span in spans), default=0.0)

    def broken(self, first: Pt, rest: Pt) -> list[LineSpan]:
        """Return the lines into which the strand breaks."""
        if not self.text:
            return [LineSpan(0, 0, 0.0)]
        return break_lines(
            self._bound(first, rest), self.widths, self.gaps, first, rest, self.hangs
        )

    def _bound(self, first: Pt, rest: Pt) -> str:
        """Return the text with labels bound to the boxes behind them."""

        def fits(start: int, end: int) -> bool:
            room = rest if start else min(first, rest)
            return _width(self.widths, self.gaps, range(start, end)) <= room + _SLACK

        return bound_text(self.text, self.boxes, fits)

    def balanced(self, room: Pt) -> Pt:
        """Return the least width that takes no more lines than `room`: lines are alike in it."""
        count = len(self.broken(room, room))
        low, high = min(self.least_width, room), room
        while count > 1 and high - low > _ALIKE:
            middle = (low + high) / 2
            if len(self.broken(middle, middle)) > count:
                low = middle
            else:
                high = middle
        return high if count > 1 else room

    def stretched(self, room: Pt) -> Strand:
        """Return the strand with its flexible boxes set wider or narrower to fill `room`.

        None gets narrower than it may; a strand of several lines is left as it is.
        """
        spare = room - self.natural_width
        if spare < 0:
            shares = {index: box.give for index, box in self.boxes.items() if box.give}
        else:
            shares = {index: 1.0 for index, box in self.boxes.items() if box.flexible}
        whole = sum(shares.values())
        if not shares or "\n" in self.text or spare < -whole:
            return self
        widths = list(self.widths)
        for index, share in shares.items():
            widths[index] += spare * share / whole
        return replace(self, widths=widths)

    def squeezed(self, room: Pt) -> Strand:
        """Return the strand with boxes that are wider than a line set as narrow as they may be."""
        widths = list(self.widths)
        for index, box in self.boxes.items():
            if box.width > room and box.narrowest is not None:
                widths[index] = max(room, box.narrowest)
        return replace(self, widths=widths)


def _width(widths: Sequence[Pt], gaps: Sequence[Pt], part: range) -> Pt:
    """Return the width of a part of a strand on a line of its own."""
    inner = sum(gaps[i] for i in part[:-1])
    return sum(widths[i] for i in part) + inner


def add_text_node(ctx: Context, strand: Strand, node: Text) -> None:
    """Append a text node in its own style."""
    strand.add_text(ctx, node.text, ctx.font.styled(node.style), node.place)
