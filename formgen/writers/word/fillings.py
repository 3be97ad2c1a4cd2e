"""What fills the gaps: the content of controls, ticks, codes and pictures of a record."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from formgen.geometry import Rect
from formgen.layout.boxes import (
    CodeSlot,
    CombSlot,
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
from formgen.writers.word import mergings
from formgen.writers.word.build import Build, lines_of
from formgen.writers.word.controls import (
    PLAIN_TEXT,
    Control,
    checkbox,
    control,
    tick_control,
)
from formgen.writers.word.drawings import CAPTION_EASE, Origin, anchored, picture, text_box
from formgen.writers.word.gaps import Marks
from formgen.writers.word.lengths import twips
from formgen.writers.word.mailmerge import box_field
from formgen.writers.word.markup import Look, run, underlines_of_spaces
from formgen.writers.word.missing import runs_of
from formgen.writers.word.paragraphs import Para
from formgen.writers.word.spacing import tightening
from formgen.writers.word.symbols import FAMILY


def text_control(build: Build, slot: TextSlot) -> Control:
    """Return the control of a slot for text."""
    number = build.gaps.new_id()
    return control(build.fields.get(slot.field), slot.field, number, slot.part, build.lang)


def line_value(
    build: Build, index: int, slot: TextSlot, room: Pt, *, underline: bool, line: int = 0
) -> str:
    """Return the gap of a value on a line (the `line`th of the value)."""
    if build.column(slot.field) is not None:
        return mergings.line_value(build, slot, underline=underline)
    told = text_control(build, slot)
    look = build.slot_look(slot.size, slot.bold, slot.color, underline=underline)
    spaces = _spaces(slot, room)
    blank = _Numbered(told.around(run(spaces, look), 0, look, blank=True), told.number)

    def fill(marks: Marks, base: int) -> str:
        lines = lines_of(marks.get(index, ()))
        if line >= len(lines):
            return blank.xml(base)
        return _told(build, told, lines[line], base, underline=underline)

    return build.gap(fill, index)


class _Numbered:
    """A control of which nothing changes but the number of its id."""

    def __init__(self, xml: str, number: int) -> None:
        """Take apart the control as it is where ids count from 0."""
        self._before, self._after = xml.split(f'<w:id w:val="{number}"/>')
        self._number = number

    def xml(self, base: int) -> str:
        """Return the control where ids count from `base`."""
        return f'{self._before}<w:id w:val="{base + self._number}"/>{self._after}'


def _told(
    build: Build, told: Control, runs: Sequence[Run], base: int, *, underline: bool = False,
    exact: bool = False,
) -> str:  # fmt: skip
    """Return a control with the runs of a line; its tabs are spaces where it is underlined.

    An underlined value stands between tab stops, which a tab of its own would go on to. `exact`:
    none is wider than on paper, for the line is full. What is typed later looks like the first.
    """
    looks = [
        build.look(each, underline=underline, spacing=_tight(each) if exact else 0.0)
        for each in runs
    ]
    texts = [each.text if underline else each.tabbed for each in runs]
    content = "".join(run(text, look) for text, look in zip(texts, looks, strict=True))
    return told.around(content, base, looks[0], blank=False)


def _tight(each: Run) -> Pt:
    return tightening(each.text, sum(each.gaps), each.size)


def _spaces(slot: TextSlot, room: Pt) -> str:
    """Return the spaces that hold the place of a blank control, which has no width without."""
    return underlines_of_spaces(max(1, min(4, int(room / slot.size) - 1)))


def cell_value(build: Build, index: int, slot: TextSlot, para: Para, room: Pt) -> str:
    """Return the gap of a value that fills its cell: the whole paragraph, line by line.

    `para` has its measures for one line at full size; a control holds one line, since a break
    within a control is misplaced by LibreOffice.
    """
    if build.column(slot.field) is not None:
        para.content += mergings.text(build, slot, underline=False)
        return ""
    told = text_control(build, slot)
    numbers = (told.number, *build.gaps.new_ids(_most_lines(slot) - 1))
    look, spaces = build.slot_look(slot.size, slot.bold, slot.color), _spaces(slot, room)
    if told.kind == PLAIN_TEXT:
        para.style = build.style(look)

    def fill(marks: Marks, base: int) -> str:
        lines, shape = lines_of(marks.get(index, ())), para
        if not lines:
            content = told.around(run(spaces, look), base, look, blank=True)
        elif len(lines) == 1 and lines[0][0].size == slot.size:
            content = _told(build, told, lines[0], base)
        else:
            shape, content = _fitted(para, slot, lines), _several(build, told, numbers, lines, base)
        return f"<w:p>{shape.properties()}{para.content}{content}</w:p>"

    return build.gap(fill, index)


def _several(
    build: Build, told: Control, numbers: Sequence[int], lines: Sequence[Sequence[Run]], base: int
) -> str:
    """Return the controls of a value's lines, with breaks between them; `numbers` are their ids."""
    parts = [
        _told(build, replace(told, number=number), runs, base, exact=True)
        for number, runs in zip(numbers, lines, strict=False)
    ]
    return "<w:r><w:br/></w:r>".join(parts)


def _fitted(para: Para, slot: TextSlot, lines: Sequence[Sequence[Run]]) -> Para:
    """Return the paragraph of a value that is set smaller or on several lines."""
    size, first, last = lines[0][0].size, lines[0][0].y, lines[-1][0].y
    pitch = (last - first) / (len(lines) - 1) if len(lines) > 1 else 0.0
    line = twips(pitch or 0.38 / 0.3 * size)
    shape = replace(para, line=line)
    if slot.valign != "middle":
        # Where Word does not centre the value, its first baseline is put where it belongs.
        moved = first - first_baseline(slot) - 0.8 * (line - para.line) / 20
        shape.before = max(0, para.before + twips(moved))
    return shape


_USUAL_LINES = 40


def _most_lines(slot: TextSlot) -> int:
    """Return how many lines a value may take in its place, or more."""
    smallest = min(slot.size, slot.overflow.min_size or slot.size)
    return max(_USUAL_LINES, int(slot.rect.h / smallest) + 1)


def first_baseline(slot: TextSlot) -> Pt:
    """Return the baseline of a value of one line at full size."""
    height = slot.size * CELL_LEADING
    spare = slot.rect.h - height
    top = slot.rect.y + {"top": 0.0, "bottom": spare}.get(slot.valign, spare / 2)
    return top + (height - slot.size) / 2 + EM_ASCENT * slot.size


def tick(build: Build, index: int, slot: TickSlot, look: Look, chars: tuple[str, str]) -> str:
    """Return the gap of a box to tick."""
    column = build.column(slot.field)
    if column is not None:
        return box_field(column, slot.option, look, chars)
    field = build.fields.get(slot.field)
    text = slot.option
    if isinstance(field, ChoiceField):
        text = next((o.text for o in field.options if o.code == slot.option), slot.option)
    told = tick_control(field, slot.field, slot.option, text, build.gaps.new_id())

    states = [
        _Numbered(checkbox(told, look, chars, 0, ticked=ticked), told.number)
        for ticked in (False, True)
    ]

    def fill(marks: Marks, base: int) -> str:
        return states[index in marks].xml(base)

    return build.gap(fill, index)


def tick_look(size: Pt, middle: Pt, of: float) -> Look:
    """Return the look of a box `size` wide whose middle shall stand `middle` over the baseline.

    `of` is where the middle stands in the face, in em.
    """
    raised = middle - of * size
    return Look(FAMILY, size, raised=raised if abs(raised) > 0.3 else 0.0)


def code(build: Build, index: int, slot: CodeSlot, name: str, origin: Origin) -> str:
    """Return the gap of a code with its caption, anchored at its place."""
    if build.column(slot.field) is not None:
        return mergings.code(build, slot, name, origin)
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

    return build.gap(fill, index)


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

    return build.gap(fill, index)


def comb_character(build: Build, index: int, slot: CombSlot, number: int) -> str:
    """Return the gap of one character of a comb, a control of its own."""
    if build.merge is not None:
        mergings.tell_comb(build, slot)
    told = control(build.fields.get(slot.field), slot.field, build.gaps.new_id(), str(number + 1))
    cell = slot.cells[number]
    look = build.slot_look(slot.size, False, slot.color)

    def fill(marks: Marks, base: int) -> str:
        for each in runs_of(marks.get(index, ())):
            if cell.x <= each.x < cell.right:
                return _told(build, told, [each], base)
        return told.around(run("\u2002", look), base, look, blank=True)

    return build.gap(fill, index)
