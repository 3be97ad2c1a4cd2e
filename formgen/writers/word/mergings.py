"""What stands in the places of values in a main document: merge fields, where a value would be."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from formgen.geometry import Rect
from formgen.layout.boxes import CodeSlot, CombSlot, TextSlot
from formgen.units import Pt
from formgen.writers.word.atoms import Atom, CombAtom
from formgen.writers.word.build import Build
from formgen.writers.word.drawings import CAPTION_EASE, Origin, text_box
from formgen.writers.word.lengths import twips
from formgen.writers.word.losses import LossKind
from formgen.writers.word.mailmerge import merge_field, text_field
from formgen.writers.word.markup import BLACK, Look
from formgen.writers.word.paragraphs import Para

_CODE_TEXT: Pt = 9.0


def text(build: Build, slot: TextSlot, *, underline: bool) -> str:
    """Return the field of a value that is written out."""
    column = build.column(slot.field)
    assert column is not None
    look = build.slot_look(slot.size, slot.bold, slot.color, underline=underline)
    return text_field(column, slot, build.fields.get(slot.field), look)


def line_value(build: Build, slot: TextSlot, *, underline: bool) -> str:
    """Return the field of a value on a line; nothing where it goes on below its label.

    Only the lines below can take it as one text: the line of the label would push them down.
    """
    if slot.max_lines > 1:
        build.losses.add(LossKind.MERGED_LINES, _label(build, slot.field), slot.place)
        return ""
    return text(build, slot, underline=underline)


def merges_comb(build: Build, atoms: Iterable[Atom]) -> bool:
    """Whether a comb that is merged stands on a line: its text runs through all of its boxes."""
    combs = (atom for atom in atoms if isinstance(atom, CombAtom))
    return any(build.column(comb.slot.field) is not None for comb in combs)


def comb_look(build: Build, slot: CombSlot) -> tuple[Look, Pt]:
    """Return the look of a comb's text, spread for figures in its boxes, and where it starts."""
    look = build.slot_look(slot.size, False, slot.color)
    key = build.book.glyph("0").face
    figure = (build.book.face(key).advance(ord("0")) if key else 0.5) * slot.size
    box = slot.cells[0]
    return replace(look, spacing=box.w - figure), box.x + (box.w - figure) / 2


def comb(build: Build, slot: CombSlot, look: Look) -> str:
    """Return the field of a comb, whose frame is drawn behind it."""
    column = build.column(slot.field)
    assert column is not None
    build.losses.add(LossKind.MERGED_FIGURES, _label(build, slot.field), slot.place)
    return merge_field(column.heading, look)


def tell_comb(build: Build, slot: CombSlot) -> None:
    """Note that a comb stays blank, unless it is one of a list, which is told as a whole."""
    if any(name == slot.field for name in build.fields):
        build.losses.add(LossKind.MERGED_COMB, _label(build, slot.field), slot.place)


def code(build: Build, slot: CodeSlot, name: str, origin: Origin) -> str:
    """Return the text of a code, in a box at the place of its caption, or in the middle."""
    column = build.column(slot.field)
    assert column is not None
    build.losses.add(LossKind.MERGED_CODE, name, slot.place)
    size = slot.text_size if slot.text_y else _CODE_TEXT
    baseline = slot.text_y or slot.rect.y + slot.rect.h / 2 + size / 3
    pitch = size * 1.25
    field = merge_field(column.heading, build.slot_look(size, False, BLACK))
    para = Para(field, twips(pitch), align="center")
    rect = Rect(
        slot.rect.x - CAPTION_EASE, baseline - 0.8 * pitch, slot.rect.w + 2 * CAPTION_EASE,
        pitch + 1,
    )  # fmt: skip
    return text_box(para.xml(), rect, build.gaps.id_text(), name, origin)


def _label(build: Build, name: str) -> str:
    told = build.fields.get(name)
    return told.label if told and told.label else name
