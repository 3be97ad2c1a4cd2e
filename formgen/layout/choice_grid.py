"""The options of a choice in a grid of equal columns; long texts wrap beside their box."""

from __future__ import annotations

from collections.abc import Sequence

from formgen.dataclass import dataclass
from formgen.geometry import Rect
from formgen.layout.boxes import Box, TickSlot
from formgen.layout.context import Context
from formgen.layout.defaults import BOX_LABEL_GAP, BOX_SIZE, BOX_WEIGHT, CELL_LEADING, OPTION_ROW
from formgen.layout.inline import Item, Strand
from formgen.layout.lines import SetLine, check_widths, set_lines
from formgen.layout.placed import PlacedLine
from formgen.layout.recording import object_piece, recorded_area, recorded_line
from formgen.layout.ticks import other_line, tick_box
from formgen.layout.units import Hold, Unit
from formgen.model.blocks import CheckBox, Choice
from formgen.model.fields import ChoiceField, Option
from formgen.units import Pt, mm

_COLUMN_GAP: Pt = mm(3)
"""Space between columns, so that a box is not taken for that of the next text."""


@dataclass(frozen=True, slots=True)
class _GridOption:
    option: Option
    lines: list[SetLine]

    @property
    def height(self) -> Pt:
        """A row's height, and what further lines add below the first, which its box faces."""
        return OPTION_ROW + sum(line.height for line in self.lines[1:])


def choice_grid_units(ctx: Context, node: Choice, width: Pt) -> list[Unit]:
    """Return one unit for each row of options, held together."""
    field = ctx.fields[node.field]
    assert isinstance(field, ChoiceField)
    return _grid_units(ctx, node, field.options, width)


def wrapped_check_units(ctx: Context, node: CheckBox, width: Pt) -> list[Unit]:
    """Return the unit of a single box whose label wraps beside it."""
    choice = Choice(node.field, node.box, 1, box_size=node.box_size, gap=0.0, place=node.place)
    return _grid_units(ctx, choice, (Option("", node.label),), width)


def _grid_units(ctx: Context, node: Choice, shown: Sequence[Option], width: Pt) -> list[Unit]:
    pitch = width / node.columns
    options = [_measure(ctx, node, option, pitch) for option in shown]
    rows = [options[i : i + node.columns] for i in range(0, len(options), node.columns)]
    last = len(rows) - 1
    return [
        _row_unit(ctx, node, row, pitch, Hold.NONE if i == last else Hold.GROUP)
        for i, row in enumerate(rows)
    ]


def _measure(ctx: Context, node: Choice, option: Option, pitch: Pt) -> _GridOption:
    side = node.box_size or BOX_SIZE
    gap = _COLUMN_GAP if node.gap is None else max(node.gap, BOX_LABEL_GAP)
    blank = option.blank + BOX_LABEL_GAP if option.blank else 0.0
    room = pitch - side - BOX_LABEL_GAP - gap - blank
    strand = Strand()
    strand.add_text(ctx, option.text, ctx.font, node.place)
    lines = set_lines(strand.close(ctx.book), room, room, CELL_LEADING)
    check_widths(ctx, node.place, lines, room, room)
    return _GridOption(option, lines)


def _row_unit(ctx: Context, node: Choice, row: list[_GridOption], pitch: Pt, hold: Hold) -> Unit:
    def place(rect: Rect) -> list[Item]:
        groups: list[Item] = []
        for i, option in enumerate(row):
            x = rect.x + i * pitch
            groups.append(object_piece(x, pitch, _place(ctx, node, option, x, rect.y)))
        if any(len(option.lines) > 1 for option in row):
            return [recorded_area(rect, groups)]
        line = row[0].lines[0]
        baseline = rect.y + (OPTION_ROW - line.height) / 2 + line.baseline
        return [recorded_line(PlacedLine(rect, baseline, "left", (), (0, 0)), groups)]

    return Unit(max(option.height for option in row), place, hold=hold)


def _place(ctx: Context, node: Choice, measured: _GridOption, x: Pt, y: Pt) -> list[Item]:
    side = node.box_size or BOX_SIZE
    option, lines = measured.option, measured.lines
    top = y + (OPTION_ROW - lines[0].height) / 2
    baseline = top + lines[0].baseline
    longest = max(line.span.width for line in lines)
    before = node.box == "before"
    words_x = x + side + BOX_LABEL_GAP if before else x
    box_x = x if before else x + longest + BOX_LABEL_GAP
    frame = tick_box(box_x, baseline, side, ctx.font)
    slot = TickSlot(node.field, option.code, frame, place=node.place)
    tick: list[Item] = [Box(frame, stroke=BOX_WEIGHT), slot]
    words: list[Item] = []
    for line in lines:
        words += line.place(words_x, top, longest, "left")
        top += line.height
    end = max(words_x + longest, box_x + side) + BOX_LABEL_GAP
    other = other_line(ctx, node, option, end, baseline)
    return (tick + words if before else words + tick) + other
