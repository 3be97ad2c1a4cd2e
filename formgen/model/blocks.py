"""The nodes of a form between markup and layout: inline content, entries and blocks.

Nodes carry what the author said; what he left open (`None`) is settled by `layout.defaults`.
Each node that can be at fault knows its `place` in the layout source.
"""

from __future__ import annotations

from typing import Literal, TypeAlias

from formgen.dataclass import dataclass
from formgen.diagnostics import NOWHERE, Place
from formgen.model.style import (
    ALL_SIDES,
    AS_AROUND,
    SHRINK,
    Align,
    BoxSide,
    Color,
    Overflow,
    Side,
    TextStyle,
    Track,
    VAlign,
)
from formgen.units import Pt

# ---- inline content -------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Text:
    """A stretch of text in one style; white space is already collapsed as in HTML."""

    text: str
    style: TextStyle = AS_AROUND
    place: Place = NOWHERE


@dataclass(frozen=True, slots=True)
class LineBreak:
    """A forced end of line (`br`)."""


@dataclass(frozen=True, slots=True)
class PageNumber:
    """The number of the page it stands on (`page`), or of all pages (`pages`)."""

    of: Literal["page", "pages"]
    style: TextStyle = AS_AROUND


@dataclass(frozen=True, slots=True)
class RowNumber:
    """The number of the row of a list that it stands in (`rownumber`), from 1."""

    style: TextStyle = AS_AROUND
    place: Place = NOWHERE


@dataclass(frozen=True, slots=True)
class Blank:
    """An underlined gap to write in that takes no data (`blank`)."""

    width: Pt


@dataclass(frozen=True, slots=True)
class Gap:
    """Empty space of a fixed width in a line (`gap`)."""

    width: Pt


# ---- entries: where a field, or a pen, fills in ---------------------------------------------
# An entry stands inline (on a line of text) or as a block (it takes the width it is given).


@dataclass(frozen=True, slots=True)
class Entry:
    """A place for a text, number or computed value.

    Inline it is an underlined blank of `width` (default 30 mm). As the only content of a cell it
    fills the cell, without a line. `lines` > 1 or `ruled`: a writing area of that many lines,
    `line_height` apart (default 8 mm), with rules to write on when `ruled`.
    """

    field: str
    width: Pt | None = None
    lines: int = 1
    ruled: bool = False
    line_height: Pt | None = None
    align: Align | None = None
    style: TextStyle = AS_AROUND
    overflow: Overflow = SHRINK
    unit: str = ""
    place: Place = NOWHERE


@dataclass(frozen=True, slots=True)
class DateEntry:
    """A place for a date: three short lines with 年 月 日 (`parts`), or one blank of `width`.

    `words` are the words after each part; with a time, 时 and 分 follow. Blank, the sheet shows
    the lines; prefilled, the digits stand on them.
    """

    field: str
    parts: bool = True
    words: tuple[str, ...] = ("年", "月", "日")
    width: Pt | None = None
    align: Align | None = None
    style: TextStyle = AS_AROUND
    overflow: Overflow = SHRINK
    place: Place = NOWHERE


@dataclass(frozen=True, slots=True)
class Comb:
    """One box a character."""

    field: str
    boxes: int
    box_width: Pt | None = None
    box_height: Pt | None = None
    style: TextStyle = AS_AROUND
    place: Place = NOWHERE


@dataclass(frozen=True, slots=True)
class Choice:
    """The boxes of a choice field with their texts.

    `columns` > 0 sets them in a grid of equal columns; `numbered` draws the option's text inside
    a larger box (a scale); `only` restricts to one option by code (one cell of a rating grid),
    and `bare` leaves out the texts.
    """

    field: str
    box: BoxSide = "after"
    columns: int = 0
    numbered: bool = False
    bare: bool = False
    only: str = ""
    box_size: Pt | None = None
    gap: Pt | None = None
    align: Align | None = None
    style: TextStyle = AS_AROUND
    place: Place = NOWHERE


@dataclass(frozen=True, slots=True)
class CheckBox:
    """One box with its label."""

    field: str
    label: str
    box: BoxSide = "before"
    box_size: Pt | None = None
    style: TextStyle = AS_AROUND
    place: Place = NOWHERE


@dataclass(frozen=True, slots=True)
class Signature:
    """A line to sign on behind its label, and, if asked, a date of three short lines.

    `name` identifies the line in the field map. `width` None: it takes what its place leaves.
    """

    name: str
    label: str
    width: Pt | None = None
    date: bool = False
    style: TextStyle = AS_AROUND
    place: Place = NOWHERE


@dataclass(frozen=True, slots=True)
class Seal:
    """A dashed ring where a seal is stamped, with a word in it (章)."""

    name: str
    label: str
    size: Pt
    place: Place = NOWHERE


@dataclass(frozen=True, slots=True)
class Photo:
    """A frame for a photograph: filled from the record, or to glue one in."""

    field: str
    label: str
    width: Pt
    height: Pt
    place: Place = NOWHERE


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture of the layout itself (a logo): PNG or JPEG bytes, scaled into width × height.

    A length left open follows from the picture's proportions. One that would be wider than
    `max_width` is set smaller, its proportions kept.
    """

    data: bytes
    width: Pt | None
    height: Pt | None
    alt: str = ""
    place: Place = NOWHERE
    max_width: Pt | None = None


@dataclass(frozen=True, slots=True)
class Code:
    """A QR code or a Code 128 bar code of a field's value (`field`) or of a fixed `value`.

    For a QR code width and height are alike and exclude the quiet zone.
    """

    symbology: Literal["qr", "code128"]
    field: str
    value: str
    width: Pt
    height: Pt
    text: bool = True
    place: Place = NOWHERE


InlineEntry: TypeAlias = (
    Entry | DateEntry | Comb | Choice | CheckBox | Signature | Seal | Photo | Picture | Code
)
Inline: TypeAlias = Text | LineBreak | PageNumber | RowNumber | Blank | Gap | InlineEntry

# ---- blocks ---------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph (`level` 0), a heading (1 to 3) or a list item (with a `marker`).

    `first_indent` is in em of the paragraph's size; `indent` moves the whole paragraph.
    """

    content: tuple[Inline, ...]
    level: int = 0
    align: Align | None = None
    indent: Pt = 0.0
    first_indent: float = 0.0
    before: Pt | None = None
    after: Pt | None = None
    line_height: Pt | None = None
    marker: str = ""
    style: TextStyle = AS_AROUND
    keep_next: bool = False
    place: Place = NOWHERE


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell; its content is blocks, or one entry that fills it."""

    content: tuple[Block, ...]
    colspan: int = 1
    rowspan: int = 1
    label: bool = False
    align: Align | None = None
    valign: VAlign | None = None
    tint: Color | None = None
    padding: Pt | None = None
    lines: frozenset[Side] = ALL_SIDES
    vertical: bool = False
    style: TextStyle = AS_AROUND
    place: Place = NOWHERE


@dataclass(frozen=True, slots=True)
class Row:
    """A row of cells. `height` is exact, `min_height` a floor; a band is a tinted section row."""

    cells: tuple[Cell, ...]
    height: Pt | None = None
    min_height: Pt | None = None
    band: bool = False
    keep_next: bool = False
    place: Place = NOWHERE


@dataclass(frozen=True, slots=True)
class Repeat:
    """The rows `start` to `end` (exclusive) of a table, which stand in it once for each item.

    The items are those of the list field `name`; each has `each` rows. A blank sheet has `blank`
    of them, and so many at least has any sheet if `fill`. Where a record has none, the words
    `empty` stand in their place, else an empty item. The `foot` rows behind them close the items
    of each page.
    """

    name: str
    start: int
    end: int
    each: int
    foot: int = 0
    blank: int = 5
    fill: bool = False
    empty: str = ""

    @property
    def closes(self) -> range:
        """The rows that close the items of each page."""
        return range(self.end, self.end + self.foot)


@dataclass(frozen=True, slots=True)
class Table:
    """A table: the first `head` rows repeat on each page it goes on to.

    `repeats` are its rows that repeat over lists. With `keep_next` it stays on the page of what
    follows. `lines`: all, frame (outer only), rows (horizontal only) or none; `frame` and `rule`
    are the weights of outer and inner lines.
    """

    columns: tuple[Track, ...]
    rows: tuple[Row, ...]
    head: int = 0
    lines: Literal["all", "frame", "rows", "none"] = "all"
    frame: Pt | None = None
    rule: Pt | None = None
    row_height: Pt | None = None
    padding: Pt | None = None
    width: Pt | None = None
    align: Align = "left"
    before: Pt | None = None
    after: Pt | None = None
    keep: bool = False
    style: TextStyle = AS_AROUND
    place: Place = NOWHERE
    keep_next: bool = False
    repeats: tuple[Repeat, ...] = ()


@dataclass(frozen=True, slots=True)
class Spacer:
    """Empty space; it vanishes at the top of a page."""

    height: Pt


@dataclass(frozen=True, slots=True)
class HorizontalRule:
    """A horizontal rule over the whole width."""

    weight: Pt | None = None
    color: Color | None = None


@dataclass(frozen=True, slots=True)
class PageBreak:
    """What follows starts on a new page."""


@dataclass(frozen=True, slots=True)
class CutLine:
    """A dashed line with scissors, and a text in its middle if any."""

    label: str = ""


@dataclass(frozen=True, slots=True)
class Keep:
    """Blocks that stay together on one page."""

    content: tuple[Block, ...]
    place: Place = NOWHERE


@dataclass(frozen=True, slots=True)
class Foot:
    """Blocks that stand together at the foot of the last page (a receipt)."""

    content: tuple[Block, ...]
    place: Place = NOWHERE


Block: TypeAlias = (
    Paragraph | Table | Spacer | HorizontalRule | PageBreak | CutLine | Keep | Foot | InlineEntry
)
