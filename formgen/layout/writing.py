"""Lines to write on: blanks, values, dates and signatures on a line of text."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from formgen.diagnostics import Place
from formgen.geometry import Rect
from formgen.layout.boxes import Line, PenSlot, TextSlot
from formgen.layout.context import Context
from formgen.layout.defaults import (
    BLANK_WIDTH,
    CELL_PADDING_Y,
    DATE_GAP,
    DATE_PART_LEAST,
    DATE_PART_WIDTHS,
    FLEXIBLE_WIDTH,
    RULE_DROP,
    SIGNATURE_WIDTH,
    SLIMMEST,
    WRITING_LINE,
    WRITING_ROOM,
    WRITING_RULE_WEIGHT,
)
from formgen.layout.inline import InlineBox, Item
from formgen.layout.setting import Glyphs, set_glyphs, shape
from formgen.model.blocks import Blank, DateEntry, Entry, Signature
from formgen.model.fields import DateField
from formgen.model.style import Align
from formgen.units import Pt, mm, to_mm

DATE_PARTS = ("year", "month", "day", "hour", "minute")
"""Parts of a date in the order in which `DateEntry.words` name them."""
ROOM_ABOVE: Pt = WRITING_ROOM - RULE_DROP
"""Room above the baseline of a line to write on."""
BELOW: Pt = RULE_DROP + 1
"""Room below it."""


def writing_rule(x: Pt, baseline: Pt, width: Pt) -> Line:
    """Return the rule under a text at `baseline`."""
    y = baseline + RULE_DROP
    return Line(x, y, x + width, y, WRITING_RULE_WEIGHT)


def writing_room(x: Pt, baseline: Pt, width: Pt) -> Rect:
    """Return the space over a rule in which a value or a pen writes."""
    return Rect(x, baseline - ROOM_ABOVE, width, WRITING_ROOM)


def _open_width(ctx: Context, usual: Pt) -> Pt:
    """Return the width of a blank whose author gave none: in a cell it may be widened again."""
    return FLEXIBLE_WIDTH if ctx.in_cell else usual


def blank_box(ctx: Context, node: Blank) -> InlineBox:
    """Return an underlined gap that takes no data."""

    def place(x: Pt, baseline: Pt, width: Pt) -> list[Item]:
        return [
            writing_rule(x, baseline, width),
            PenSlot("", "blank", writing_room(x, baseline, width)),
        ]

    return writing_box(ctx, node.width, place)


def room_above(ctx: Context) -> Pt:
    """Return the room that a line to write on asks for above its baseline.

    The space above the content of a cell is room to write in too.
    """
    return ROOM_ABOVE - min(ctx.air, CELL_PADDING_Y)


def writing_box(
    ctx: Context,
    width: Pt,
    place: Callable[[Pt, Pt, Pt], list[Item]],
    *,
    fixed: Pt | None = None,
) -> InlineBox:
    """Return a box of lines to write on; `fixed` is the part of a flexible one that is no line."""
    narrowest = None if fixed is None else fixed + SLIMMEST
    return InlineBox(
        width, room_above(ctx), BELOW, place, fixed is not None, narrowest, WRITING_LINE
    )


def value_slot(
    ctx: Context, node: Entry | DateEntry, rect: Rect, *, on_rule: bool, align: Align, fmt: str = ""
) -> TextSlot:
    """Return the slot of an entry's value over `rect`."""
    return TextSlot(
        node.field,
        rect,
        ctx.font.size,
        ctx.font.bold,
        node.style.color or ctx.ink,
        node.align or align,
        "middle",
        node.overflow,
        WRITING_ROOM,
        max_lines=1 if on_rule else 0,
        on_rule=on_rule,
        format=fmt,
        place=node.place,
    )


def entry_box(ctx: Context, node: Entry) -> InlineBox:
    """Return an underlined blank for a value, with its unit behind it."""
    unit = label(ctx, node.unit, node.place)
    tail = unit.width + DATE_GAP if node.unit else 0.0

    def place(x: Pt, baseline: Pt, width: Pt) -> list[Item]:
        room = writing_room(x, baseline, width - tail)
        slot = value_slot(ctx, node, room, on_rule=True, align="center")
        end = x + width - unit.width
        return [writing_rule(x, baseline, room.w), slot, *set_glyphs(unit, end, baseline, ctx.font)]

    width = (node.width or _open_width(ctx, BLANK_WIDTH)) + tail
    return writing_box(ctx, width, place, fixed=tail if node.width is None else None)


def date_box(ctx: Context, node: DateEntry) -> InlineBox:
    """Return the short lines of a date with their words, or one blank for all of it."""
    field = ctx.fields[node.field]
    if not node.parts:
        fmt = field.format if isinstance(field, DateField) else ""

        def place_whole(x: Pt, baseline: Pt, width: Pt) -> list[Item]:
            room = writing_room(x, baseline, width)
            slot = value_slot(ctx, node, room, on_rule=True, align="center", fmt=fmt)
            return [writing_rule(x, baseline, width), slot]

        width = node.width or _open_width(ctx, BLANK_WIDTH)
        fixed = 0.0 if node.width is None else None
        return writing_box(ctx, width, place_whole, fixed=fixed)
    return _date_parts(ctx, node)


def _date_parts(ctx: Context, node: DateEntry) -> InlineBox:
    words = [label(ctx, word, node.place) for word in node.words]
    parts = list(zip(DATE_PARTS, words, strict=False))
    fixed = sum(word.width + 2 * DATE_GAP for _, word in parts) - DATE_GAP

    def place(x: Pt, baseline: Pt, width: Pt) -> list[Item]:
        items: list[Item] = []
        for (part, word), part_width in zip(parts, _part_widths(parts, width - fixed), strict=True):
            room = writing_room(x, baseline, part_width)
            items.append(writing_rule(x, baseline, room.w))
            items.append(_part_slot(ctx, node, room, part))
            items.extend(set_glyphs(word, room.right + DATE_GAP, baseline, ctx.font))
            x = room.right + word.width + 2 * DATE_GAP
        return items

    usual = fixed + sum(DATE_PART_WIDTHS[part] for part, _ in parts)
    least = fixed + sum(DATE_PART_LEAST[part] for part, _ in parts)
    if node.width is None:
        return replace(writing_box(ctx, usual, place), narrowest=least, yields=True)
    _check_width(ctx, node, least)
    return writing_box(ctx, max(node.width, least), place)


def _check_width(ctx: Context, node: DateEntry, least: Pt) -> None:
    if node.width is not None and node.width < least - 0.01:
        ctx.problems.error(
            "too-wide",
            f"the parts of <date> `{node.field}` need {to_mm(least):.1f} mm; "
            f"its `width` is {to_mm(node.width):g} mm",
            node.place,
            "give it more `width`, or leave it out: the parts then take what their place gives",
        )


def _part_widths(parts: Sequence[tuple[str, Glyphs]], width: Pt) -> list[Pt]:
    """Return the widths of the parts of a date that take `width` together.

    They grow alike; narrower than usual, each gives of what it has above its least.
    """
    usual = [DATE_PART_WIDTHS[part] for part, _ in parts]
    least = [DATE_PART_LEAST[part] for part, _ in parts]
    if width >= sum(usual):
        return [each * width / sum(usual) for each in usual]
    share = (width - sum(least)) / (sum(usual) - sum(least))
    return [low + share * (high - low) for low, high in zip(least, usual, strict=True)]


def _part_slot(ctx: Context, node: DateEntry, room: Rect, part: str) -> TextSlot:
    font = ctx.font
    color = node.style.color or ctx.ink
    return TextSlot(
        node.field, room, font.size, font.bold, color, "center", "middle",
        node.overflow, WRITING_ROOM, max_lines=1, on_rule=True, part=part, place=node.place,
    )  # fmt: skip


def signature_box(ctx: Context, node: Signature) -> InlineBox:
    """Return a line to sign on behind its label, with the lines of a date if asked."""
    words = label(ctx, node.label, node.place)
    lead = words.width + (DATE_GAP * 2 if node.label else 0.0)
    date = _date_parts(ctx, DateEntry(node.name, place=node.place)) if node.date else None
    tail = date.width + mm(4) if date else 0.0

    def place(x: Pt, baseline: Pt, width: Pt) -> list[Item]:
        room = writing_room(x + lead, baseline, width - lead - tail)
        items: list[Item] = [*set_glyphs(words, x, baseline, ctx.font)]
        items += [writing_rule(room.x, baseline, room.w), PenSlot(node.name, "signature", room)]
        if date:
            placed = date.place(x + width - date.width, baseline, date.width)
            items += [_pen_date(item) if isinstance(item, TextSlot) else item for item in placed]
        return items

    width = lead + (node.width or _open_width(ctx, SIGNATURE_WIDTH)) + tail
    return writing_box(ctx, width, place, fixed=lead + tail if node.width is None else None)


def _pen_date(slot: TextSlot) -> PenSlot:
    """Return the place for a part of a signature's date: only a pen fills it."""
    return PenSlot(f"{slot.field}_{slot.part}", "date", slot.rect)


def label(ctx: Context, text: str, place: Place) -> Glyphs:
    """Return a short text in the current font."""
    return shape(ctx.book, text, ctx.font, lambda char: ctx.missing_glyph(char, place))
