"""What fills the gaps: the content of controls, ticks, codes and pictures of a record."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from formgen.geometry import Rect
from formgen.layout.boxes import (
    CodeSlot,
    CombSlot,
    IdentitySlot,
    Image,
    ImageSlot,
    Modules,
    Run,
    TextSlot,
    TickSlot,
)
from formgen.layout.defaults import CELL_LEADING, EM_ASCENT
from formgen.model.fields import ChoiceField
from formgen.units import Pt
from formgen.writers.word.build import Build, lines_of
from formgen.writers.word.controls import Control, checkbox, control, tick_control
from formgen.writers.word.drawings import Origin, anchored, picture, text_box
from formgen.writers.word.gaps import Marks
from formgen.writers.word.lengths import twips
from formgen.writers.word.markup import Look, run, underlines_of_spaces
from formgen.writers.word.paragraphs import Para
from formgen.writers.word.spacing import tightening
from formgen.writers.word.symbols import FAMILY


def text_control(build: Build, slot: TextSlot) -> Control:
    """Return the control of a slot for text."""
    number = build.gaps.new_id()
    return control(build.fields.get(slot.field), slot.field, number, slot.part)


def line_value(
    build: Build, index: int, slot: TextSlot, room: Pt, *, underline: bool, line: int = 0
) -> str:
    """Return the gap of a value on a line (the `line`th of the value)."""
    told = text_control(build, slot)
    look = build.slot_look(slot.size, slot.bold, slot.color, underline=underline)
    # A blank control would have no width: spaces hold its place, as many as surely fit.
    spaces = underlines_of_spaces(max(1, min(4, int(room / slot.size) - 1)))

    blank = told.around(run(spaces, look), 0, look, blank=True)

    def fill(marks: Marks, base: int) -> str:
        if not base and index not in marks:
            return blank
        lines = lines_of(marks.get(index, ()))
        if line >= len(lines):
            return told.around(run(spaces, look), base, look, blank=True)
        return _told(build, told, lines[line], base, underline=underline)

    return build.gap(fill)


def _told(
    build: Build, told: Control, runs: Sequence[Run], base: int, *, underline: bool = False,
    exact: bool = False,
) -> str:  # fmt: skip
    """Return a control with the runs of a line.

    `exact`: none is wider than on paper, for the line is full. What is typed later looks like the
    first of them.
    """
    looks = [
        build.look(each, underline=underline, spacing=_tight(each) if exact else 0.0)
        for each in runs
    ]
    content = "".join(run(each.text, look) for each, look in zip(runs, looks, strict=True))
    return told.around(content, base, looks[0], blank=False)


def _tight(each: Run) -> Pt:
    return tightening(each.text, sum(each.gaps), each.size)


def cell_value(build: Build, index: int, slot: TextSlot, para: Para, room: Pt) -> str:
    """Return the gap of a value that fills its cell: the whole paragraph, line by line.

    `para` has its measures for one line at full size; a control holds one line, since a break
    within a control is misplaced by LibreOffice.
    """
    told = text_control(build, slot)
    spare = [build.gaps.new_id() for _ in range(_MOST_LINES - 1)]
    controls = [told, *(Control(told.title, told.tag, each, told.kind) for each in spare)]
    look = build.slot_look(slot.size, slot.bold, slot.color)
    spaces = underlines_of_spaces(max(1, min(4, int(room / slot.size) - 1)))

    def fill(marks: Marks, base: int) -> str:
        if not base and index not in marks:
            return empty.get() or empty.keep(_blank(base))
        lines = lines_of(marks.get(index, ()))
        if not lines:
            return _blank(base)
        if len(lines) == 1 and lines[0][0].size == slot.size:
            content = _told(build, told, lines[0], base)
            return f"<w:p>{para.properties()}{para.content}{content}</w:p>"
        return _several(lines, base)

    def _blank(base: int) -> str:
        content = told.around(run(spaces, look), base, look, blank=True)
        return f"<w:p>{para.properties()}{para.content}{content}</w:p>"

    def _several(lines: list[list[Run]], base: int) -> str:
        size = lines[0][0].size
        pitch = (lines[-1][0].y - lines[0][0].y) / (len(lines) - 1) if len(lines) > 1 else 0.0
        text_height = 0.38 / 0.3 * size
        line = twips(pitch or text_height)
        shape = replace(para, line=line)
        if slot.valign != "middle":
            # Where Word does not centre the value, its first baseline is put where it belongs.
            moved = lines[0][0].y - usual - 0.8 * (line - para.line) / 20
            shape.before = max(0, para.before + twips(moved))
        parts = [
            _told(build, each, runs, base, exact=True)
            for each, runs in zip(controls, lines, strict=False)
        ]
        content = "<w:r><w:br/></w:r>".join(parts)
        return f"<w:p>{shape.properties()}{para.content}{content}</w:p>"

    usual = first_baseline(slot)
    empty = _Once()
    return build.gap(fill)


class _Once:
    """A text that is made when it is first asked for, after all of its document is built."""

    def __init__(self) -> None:
        self._text = ""

    def get(self) -> str:
        return self._text

    def keep(self, text: str) -> str:
        self._text = text
        return text


_MOST_LINES = 40


def first_baseline(slot: TextSlot) -> Pt:
    """Return the baseline of a value of one line at full size."""
    height = slot.size * CELL_LEADING
    spare = slot.rect.h - height
    top = slot.rect.y + {"top": 0.0, "bottom": spare}.get(slot.valign, spare / 2)
    return top + (height - slot.size) / 2 + EM_ASCENT * slot.size


def tick(build: Build, index: int, slot: TickSlot, look: Look, chars: tuple[str, str]) -> str:
    """Return the gap of a box to tick."""
    field = build.fields.get(slot.field)
    text = slot.option
    if isinstance(field, ChoiceField):
        text = next((o.text for o in field.options if o.code == slot.option), slot.option)
    told = tick_control(field, slot.field, slot.option, text, build.gaps.new_id())

    states = tuple(checkbox(told, look, chars, 0, ticked=ticked) for ticked in (False, True))

    def fill(marks: Marks, base: int) -> str:
        if not base:
            return states[index in marks]
        return checkbox(told, look, chars, base, ticked=index in marks)

    return build.gap(fill)


def tick_look(size: Pt, middle: Pt, of: float) -> Look:
    """Return the look of a box `size` wide whose middle shall stand `middle` over the baseline.

    `of` is where the middle stands in the face, in em.
    """
    raised = middle - of * size
    return Look(FAMILY, size, raised=raised if abs(raised) > 0.3 else 0.0)


CAPTION_EASE: Pt = 12.0
"""How much wider than its code the box of a caption may get on either side; it never breaks."""


def code(build: Build, index: int, slot: CodeSlot | IdentitySlot, name: str, origin: Origin) -> str:
    """Return the gap of a code with its caption, anchored at its place."""
    drawing, caption = build.gaps.new_id(), build.gaps.new_id()

    def fill(marks: Marks, base: int) -> str:
        out = []
        found = marks.get(index, ())
        for mark in found:
            if isinstance(mark, Modules):
                out.append(anchored(mark, str(base + drawing), name, origin))
        runs = lines_of(found)
        if runs:
            out.append(
                _caption(
                    build, runs, slot.rect.w + 2 * CAPTION_EASE, str(base + caption), name, origin
                )
            )
        return "".join(out)

    return build.gap(fill)


def _caption(
    build: Build, lines: list[list[Run]], width: Pt, number: str, name: str, origin: Origin
) -> str:
    """Return lines of text in a box at their place, each spread as the layout spreads it."""
    first = lines[0][0]
    pitch = lines[1][0].y - first.y if len(lines) > 1 else first.size * 1.25
    content = []
    for runs in lines:
        spread = runs[0].gaps[0] if runs[0].gaps else 0.0
        text = "".join(
            run(each.text, build.look(each, spacing=spread)) for each in runs
        )  # fmt: skip
        content.append(Para(text, twips(pitch)).xml())
    x = min(runs[0].x for runs in lines)
    top = first.y - 0.8 * pitch
    rect = Rect(x, top, width, pitch * len(lines) + 1)
    return text_box("".join(content), rect, number, name, origin)


def image(build: Build, index: int, slot: ImageSlot, origin: Origin) -> str:
    """Return the gap of a record's picture in its frame."""
    place = build.picture_gap(index, slot)
    drawing = build.gaps.new_id()
    field = build.fields.get(slot.field)
    name = field.label if field and field.label else slot.field

    def fill(marks: Marks, base: int) -> str:
        return "".join(
            picture(mark, f"rIdV{base + place.number}", str(base + drawing), name, origin)
            for mark in marks.get(index, ())
            if isinstance(mark, Image)
        )

    return build.gap(fill)


def comb_character(build: Build, index: int, slot: CombSlot, number: int) -> str:
    """Return the gap of one character of a comb, a control of its own."""
    told = control(build.fields.get(slot.field), slot.field, build.gaps.new_id(), str(number + 1))
    cell = slot.cells[number]
    look = build.slot_look(slot.size, False, slot.color)

    def fill(marks: Marks, base: int) -> str:
        for each in marks.get(index, ()):
            if isinstance(each, Run) and cell.x <= each.x < cell.right:
                return _told(build, told, [each], base)
        return told.around(run("\u2002", look), base, look, blank=True)

    return build.gap(fill)
