"""Boxes to tick: the options of a choice, scales of numbered boxes, single boxes."""

from __future__ import annotations

from dataclasses import replace

from formgen.dataclass import dataclass
from formgen.diagnostics import Place
from formgen.geometry import Rect
from formgen.layout.boxes import Box, TickSlot
from formgen.layout.context import Context, Font
from formgen.layout.defaults import (
    BOX_CLEAR,
    BOX_LABEL_GAP,
    BOX_SIZE,
    BOX_WEIGHT,
    CELL_PADDING_Y,
    EM_CENTRE,
    NUMBERED_BOX_SIZE,
    OPTION_GAP,
    OPTION_ROW,
    QUIET_INK,
)
from formgen.layout.inline import InlineBox, Item, Origin, Strand
from formgen.layout.objects import centred
from formgen.layout.setting import set_glyphs, shape
from formgen.layout.writing import BELOW, label, room_above, value_slot, writing_room, writing_rule
from formgen.model.blocks import CheckBox, Choice, Entry
from formgen.model.fields import ChoiceField, Option
from formgen.model.style import TextStyle
from formgen.units import Pt, mm


def add_choice(ctx: Context, strand: Strand, node: Choice, origin: Origin) -> None:
    """Append the options of a choice; the line may be broken between them."""
    field = ctx.fields[node.field]
    assert isinstance(field, ChoiceField)
    shown = [option for option in field.options if node.only in ("", option.code)]
    for number, option in enumerate(shown):
        if number:
            strand.add_space(_option_gap(node, option), ctx.font)
        strand.add_box(replace(option_box(ctx, node, option), origin=origin), ctx.font)


def _option_gap(node: Choice, option: Option) -> Pt:
    """Return the space before an option; one with words stands clear of numbered boxes."""
    if node.numbered and not option.text.isdecimal():
        return max(node.gap or 0.0, OPTION_GAP)
    if node.gap is not None:
        return node.gap if node.numbered else max(node.gap, BOX_CLEAR)
    return mm(2.2) if node.numbered else OPTION_GAP


def tick_box(x: Pt, baseline: Pt, size: Pt, font: Font) -> Rect:
    """Return the frame of a tick box whose middle is that of the text beside it."""
    return Rect(x, baseline - EM_CENTRE * font.size - size / 2, size, size)


def option_box(ctx: Context, node: Choice, option: Option) -> InlineBox:
    """Return one option: its label and its box in the order asked for, and its blank if any."""
    numbered = node.numbered and option.text.isdecimal()
    side = node.box_size or (NUMBERED_BOX_SIZE if numbered else BOX_SIZE)
    words = label(ctx, "" if node.bare or numbered else option.text, node.place)
    line = option.blank + BOX_LABEL_GAP if option.blank else 0.0
    layout = _OptionLayout(node.box == "before", side, words.width, line)

    def place(x: Pt, baseline: Pt, width: Pt) -> list[Item]:
        rect = tick_box(x + layout.box_x, baseline, side, ctx.font)
        frame = Box(rect, stroke=BOX_WEIGHT)
        items: list[Item] = [*set_glyphs(words, x + layout.words_x, baseline, ctx.font)]
        if numbered:
            items += _number_in(ctx, option.text, rect, node.place)
        tick: list[Item] = [
            frame,
            TickSlot(node.field, option.code, rect, numbered, node.place),
        ]
        items = tick + items if node.box == "before" else items + tick
        return items + other_line(ctx, node, option, x + width - option.blank, baseline)

    # In a row of a table without lines too, boxes keep their distance from those above and below.
    above, below = centred(ctx, max(side, OPTION_ROW - 2 * CELL_PADDING_Y))
    if option.blank:
        above, below = max(above, room_above(ctx)), max(below, BELOW)
    return InlineBox(
        layout.width, above, below, place, pitch=OPTION_ROW, clear=layout.clear(option)
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class _OptionLayout:
    """Where the box and the words of an option stand, from its left edge."""

    before: bool
    side: Pt
    words: Pt
    line: Pt

    @property
    def gap(self) -> Pt:
        return BOX_LABEL_GAP if self.words else 0.0

    @property
    def box_x(self) -> Pt:
        return 0.0 if self.before else self.words + self.gap

    @property
    def words_x(self) -> Pt:
        return self.side + self.gap if self.before else 0.0

    @property
    def width(self) -> Pt:
        return self.side + self.gap + self.words + self.line

    def clear(self, option: Option) -> tuple[Pt, Pt]:
        """The space that the text beside the option keeps: only a box needs it, not words."""
        box_first = self.before or not self.words
        box_last = not (self.before and self.words) and not option.blank
        return (BOX_CLEAR if box_first else 0.0, BOX_CLEAR if box_last else 0.0)


def _number_in(ctx: Context, text: str, rect: Rect, place: Place) -> list[Item]:
    font = Font(ctx.font.size * 0.86, color=QUIET_INK)
    glyphs = shape(ctx.book, text, font, lambda char: ctx.missing_glyph(char, place))
    x = rect.x + (rect.w - glyphs.width) / 2
    # Digits are as tall as capitals (0.73 em); their middle is the middle of the box.
    return [*set_glyphs(glyphs, x, rect.y + rect.h / 2 + 0.365 * font.size, font)]


def other_line(ctx: Context, node: Choice, option: Option, x: Pt, baseline: Pt) -> list[Item]:
    """Return the line on which "other" is written out, if the option has one."""
    if not option.blank:
        return []
    style = TextStyle(color=node.style.color)
    entry = Entry(f"{node.field}_other", style=style, place=node.place)
    slot = value_slot(
        ctx, entry, writing_room(x, baseline, option.blank), on_rule=True, align="center"
    )
    return [writing_rule(x, baseline, option.blank), slot]


def check_box(ctx: Context, node: CheckBox) -> InlineBox:
    """Return a single box with its label."""
    choice = Choice(node.field, box=node.box, box_size=node.box_size, place=node.place)
    return option_box(ctx, choice, Option("", node.label))
