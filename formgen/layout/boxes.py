"""The laid-out sheet: absolute marks (what is drawn) and slots (where values go), page by page.

Points from the top left of the page, y downwards. Writers draw marks as they are and decide
nothing. A slot is filled by `layout.fill`, which answers with marks again.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from datetime import date
from typing import TYPE_CHECKING, Literal, TypeAlias

from formgen.dataclass import dataclass
from formgen.diagnostics import NOWHERE, Diagnostic, Place
from formgen.geometry import Rect
from formgen.model.form import Form
from formgen.model.style import Align, Color, Overflow, VAlign
from formgen.units import Pt

if TYPE_CHECKING:
    from formgen.layout.placed import Structure

BLACK: Color = "#000000"

# ---- marks ----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Run:
    """Text in one face and size on one line; `x`, `y` is the start of its baseline.

    `gaps`, if not empty, has one number a character: points added after it (may be negative).
    `angle` turns the run counter-clockwise about its start, in degrees. `tabs` are the places of
    spaces in the text that were tabs.
    """

    x: Pt
    y: Pt
    text: str
    face: str
    size: Pt
    color: Color = BLACK
    gaps: tuple[Pt, ...] = ()
    angle: float = 0.0
    tabs: tuple[int, ...] = ()

    @property
    def tabbed(self) -> str:
        """The text with its tabs, for writers that have them."""
        if not self.tabs:
            return self.text
        return "".join("\t" if at in self.tabs else char for at, char in enumerate(self.text))


@dataclass(frozen=True, slots=True)
class Line:
    """A straight stroke, centred on the line between its ends; butt ends."""

    x1: Pt
    y1: Pt
    x2: Pt
    y2: Pt
    width: Pt
    color: Color = BLACK
    dash: tuple[Pt, ...] = ()


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle, filled, stroked (centred on its edge) or both; `stroke` 0 means no stroke."""

    rect: Rect
    stroke: Pt = 0.0
    color: Color = BLACK
    fill: Color | None = None
    dash: tuple[Pt, ...] = ()


@dataclass(frozen=True, slots=True)
class Shape:
    """A path of M (move), L (line), C (curve) and Z (close) steps with absolute coordinates."""

    steps: tuple[tuple[str, tuple[Pt, ...]], ...]
    stroke: Pt = 0.0
    color: Color = BLACK
    fill: Color | None = None
    dash: tuple[Pt, ...] = ()
    round: bool = False


@dataclass(frozen=True, slots=True)
class Modules:
    """A symbol of square or bar modules over `rect`: one string of 0 and 1 a row, 1 is dark."""

    rect: Rect
    rows: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Image:
    """A picture (PNG or JPEG bytes) scaled into `rect`."""

    rect: Rect
    data: bytes
    alt: str = ""


Mark: TypeAlias = Run | Line | Box | Shape | Modules | Image

# ---- slots ----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class TextSlot:
    """Where a text, number, computed value or a part of a date is set.

    `part` is "" for the whole value or one of year, month, day, hour, minute; `format` is a
    strftime pattern for a whole date. `on_rule`: the text stands on rules `leading` apart, the
    last one at the bottom of the rectangle; otherwise lines follow each other at 1.3 times their
    size. `max_lines` 0: as many as the rectangle holds. The first line starts `indent` further to
    the right, behind a label.
    """

    field: str
    rect: Rect
    size: Pt
    bold: bool
    color: Color
    align: Align
    valign: VAlign
    overflow: Overflow
    leading: Pt
    max_lines: int = 0
    on_rule: bool = False
    part: str = ""
    format: str = ""
    place: Place = NOWHERE
    indent: Pt = 0.0


@dataclass(frozen=True, slots=True)
class TickSlot:
    """A box that is ticked when the choice `field` has `option` (or the check is true)."""

    field: str
    option: str
    rect: Rect
    numbered: bool = False
    place: Place = NOWHERE


@dataclass(frozen=True, slots=True)
class CombSlot:
    """Boxes of one character each."""

    field: str
    cells: tuple[Rect, ...]
    size: Pt
    color: Color
    place: Place = NOWHERE


@dataclass(frozen=True, slots=True)
class CodeSlot:
    """Where a QR code or bar code of a value is drawn; `text_y` > 0 is its caption's baseline."""

    field: str
    symbology: Literal["qr", "code128"]
    rect: Rect
    text_y: Pt = 0.0
    text_size: Pt = 0.0
    place: Place = NOWHERE


@dataclass(frozen=True, slots=True)
class ImageSlot:
    """The frame of a photograph."""

    field: str
    rect: Rect
    place: Place = NOWHERE


@dataclass(frozen=True, slots=True)
class PenSlot:
    """A place that only a pen or a stamp fills: a signature line, a seal, a blank."""

    field: str
    kind: Literal["signature", "seal", "date", "blank"]
    rect: Rect
    place: Place = NOWHERE


@dataclass(frozen=True, slots=True)
class IdentitySlot:
    """The identity code of the page: its QR symbol, with its figures on two lines under it."""

    rect: Rect
    text_y: Pt
    text_size: Pt
    leading: Pt
    page: int


Slot: TypeAlias = TextSlot | TickSlot | CombSlot | CodeSlot | ImageSlot | PenSlot | IdentitySlot

# ---- pages ----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class TableGrid:
    """The part of a table that stands on a page: the x of its columns, the y of its rows.

    `table` counts the form's tables in document order; `rows` are the indices of its rows.
    """

    table: int
    xs: tuple[Pt, ...]
    ys: tuple[Pt, ...]
    rows: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Page:
    """A page: marks and slots in reading order; `structure` says which of them belong together."""

    width: Pt
    height: Pt
    items: tuple[Mark | Slot, ...]
    grids: tuple[TableGrid, ...] = ()
    structure: Structure | None = None


@dataclass(frozen=True, slots=True)
class Sheet:
    """A laid-out form. `geometry_id` is a hash of five characters over the place of every slot.

    `form` is what was laid out, for writers that rebuild its structure; `warnings` are what should
    be known about the sheet though it can be printed. `items` are those of lists on each page (by
    its number from 1): from, and to (exclusive), counted from 0.
    """

    pages: tuple[Page, ...]
    geometry_id: str
    title: str
    author: str
    lang: str
    subject: str = ""
    dated: date | None = None
    form: Form | None = None
    warnings: tuple[Diagnostic, ...] = ()
    items: Mapping[int, Mapping[str, tuple[int, int]]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class FilledPage:
    """The marks that one record puts into the slots of a page: index into `Page.items` → marks."""

    marks: dict[int, tuple[Mark, ...]]
