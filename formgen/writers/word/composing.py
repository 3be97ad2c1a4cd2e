"""Lines as the content of paragraphs: plain text flows, entries stand at tab stops."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import field, replace
from typing import assert_never

from formgen.dataclass import dataclass
from formgen.layout.boxes import Box, CodeSlot, IdentitySlot, Image, ImageSlot, Line, Modules, Shape
from formgen.layout.placed import PlacedLine
from formgen.model.fields import ChoiceField, NumberField
from formgen.units import Pt
from formgen.writers.word import fillings, mergings
from formgen.writers.word.atoms import (
    Atom,
    CombAtom,
    DrawingAtom,
    RuleAtom,
    Standing,
    TextAtom,
    TickAtom,
)
from formgen.writers.word.build import Build
from formgen.writers.word.controls import GROUP_END, PLAIN_BOX
from formgen.writers.word.drawings import Origin, anchored, picture
from formgen.writers.word.identity import identity
from formgen.writers.word.lengths import twips
from formgen.writers.word.losses import LossKind
from formgen.writers.word.markup import BLACK, Look, run, tab
from formgen.writers.word.markup import field as page_field
from formgen.writers.word.spacing import tightening
from formgen.writers.word.symbols import MIDDLE, NUMBERED_MIDDLE, numbered

_TOUCHING: Pt = 0.6
"""Nearer than this, two pieces follow each other without a tab."""
_FAR: Pt = 1e6


@dataclass(slots=True)
class Composed:
    """The content of one line: where it starts, its tab stops from `left`, its runs."""

    left: Pt
    start: Pt = 0.0
    tabs: list[tuple[int, str]] = field(default_factory=list)
    runs: list[str] = field(default_factory=list)
    drawings: list[DrawingAtom] = field(default_factory=list)
    size: Pt = 0.0
    tallest: Pt = 0.0
    style: str = ""

    @property
    def content(self) -> str:
        """The runs as XML."""
        return "".join(self.runs)

    def stop(self, at: Pt, kind: str = "left") -> None:
        """Add a tab stop."""
        self.tabs.append((twips(at - self.left), kind))


def compose(build: Build, atoms: Sequence[Atom], left: Pt, baseline: Pt) -> Composed:
    """Return atoms as one line of a paragraph whose place starts at `left`."""
    line = Composed(left)
    standing = [atom for atom in atoms if not isinstance(atom, DrawingAtom)]
    line.start = standing[0].x if standing else left
    at = line.start
    groups = _groups(build, standing)
    line.style = _style(build, standing)
    for number, atom in enumerate(standing):
        look = _off_line(_look_of(build, atom), line)
        if abs(atom.x - at) >= _TOUCHING and number:
            line.stop(atom.x)
            line.runs.append(tab(look))
        if number in groups:
            line.runs.append(build.group_start(groups[number].choice))
        _add(build, line, atom, look, baseline, is_last=number == len(standing) - 1)
        line.runs += [GROUP_END for each in groups.values() if each.last == number]
        line.size = max(line.size, look.size)
        # The last character of a comb stands in the middle of its box, not at its end.
        at = -_FAR if isinstance(atom, CombAtom) else atom.end
    line.drawings += [atom for atom in atoms if isinstance(atom, DrawingAtom)]
    return line


def _style(build: Build, standing: Sequence[Standing]) -> str:
    """Return the style of a line on which numbers are written: that of the first of them."""
    for atom in standing:
        if isinstance(atom, RuleAtom) and atom.slot is not None:
            slot = atom.slot
            if isinstance(build.fields.get(slot.field), NumberField):
                look = build.slot_look(slot.size, False, BLACK, underline=True)
                return build.style(replace(look, usual_family=True))
    return ""


def _off_line(look: Look, line: Composed) -> Look:
    """Return a look as it is said within a line that has a style of its own."""
    return replace(look, usual_size=False, off_line=True) if line.style else look


@dataclass(slots=True)
class _Stretch:
    """The options of one choice on a line, up to the atom `last`."""

    choice: str
    last: int


def _groups(build: Build, standing: Sequence[Standing]) -> dict[int, _Stretch]:
    """Return the options of each choice on a line by their first atom; they become one control."""
    stretches: dict[int, _Stretch] = {}
    last: _Stretch | None = None
    for number, atom in enumerate(standing):
        choice = _choice_of(build, atom)
        if choice and last is not None and last.choice == choice:
            last.last = number
        elif choice:
            last = stretches[number] = _Stretch(choice, number)
    return stretches


def _choice_of(build: Build, atom: Standing) -> str:
    """Return the choice that an atom is an option of, unless that is a control already."""
    name = atom.slot.field if isinstance(atom, TickAtom) else ""
    name = atom.choice if isinstance(atom, TextAtom) else name
    is_choice = isinstance(build.fields.get(name), ChoiceField)
    return name if is_choice and name != build.grouped and build.merge is None else ""


def _look_of(build: Build, atom: Standing) -> Look:
    match atom:
        case TextAtom():
            return build.look(atom.runs[0]) if atom.runs else build.slot_look(9.0, False, "#000000")
        case RuleAtom(slot=slot) if slot is not None:
            return build.slot_look(slot.size, slot.bold, slot.color)
        case CombAtom():
            return build.slot_look(atom.slot.size, False, atom.slot.color)
        case _:
            return build.slot_look(10.5, False, "#000000")


def _add(
    build: Build, line: Composed, atom: Standing, look: Look, baseline: Pt, *, is_last: bool
) -> None:
    match atom:
        case TextAtom():
            line.runs.append(text_runs(build, atom, exact=not is_last, line=line))
        case RuleAtom():
            _add_rule(build, line, atom, look)
        case TickAtom():
            _add_tick(build, line, atom, baseline)
        case CombAtom():
            _add_comb(build, line, atom)
        case _:
            assert_never(atom)


def _add_rule(build: Build, line: Composed, atom: RuleAtom, look: Look) -> None:
    """Add a rule to write on: tabs with a line under them, the value between them."""
    underlined = replace(look, underline=True, off_line=False)
    slot = atom.slot
    if slot is None:
        line.stop(atom.end)
        line.runs.append(tab(underlined))
        return
    value = fillings.line_value(build, atom.index, slot, atom.end - atom.x, underline=True)
    if slot.align == "center":
        line.stop((atom.x + atom.end) / 2, "center")
        line.runs.append(tab(underlined))
    elif slot.align == "right":
        line.stop(atom.end, "right")
        line.runs += [tab(underlined), value]
        return
    line.stop(atom.end)
    line.runs += [value, tab(underlined)]


def _add_tick(build: Build, line: Composed, atom: TickAtom, baseline: Pt) -> None:
    rect = atom.slot.rect
    chars, of = PLAIN_BOX, MIDDLE
    if atom.number:
        found = numbered(atom.number)
        if found is None:
            build.losses.add(LossKind.NUMBER_IN_BOX, atom.number, atom.slot.place)
        else:
            chars, of = found, NUMBERED_MIDDLE
    look = _off_line(fillings.tick_look(rect.w, baseline - rect.y - rect.h / 2, of), line)
    line.tallest = max(line.tallest, baseline - rect.y)
    line.runs.append(fillings.tick(build, atom.index, atom.slot, look, chars))


def _add_comb(build: Build, line: Composed, atom: CombAtom) -> None:
    """Add a comb on a line of text: a stop in the middle of each box, whose frame is drawn."""
    slot = atom.slot
    line.tallest = max(line.tallest, slot.cells[0].h)
    if build.column(slot.field) is not None:
        look, start = mergings.comb_look(build, slot)
        line.stop(start)
        line.runs += [tab(look), mergings.comb(build, slot, look)]
        return
    build.losses.add(LossKind.INLINE_COMB, slot.field, slot.place)
    look = build.slot_look(slot.size, False, slot.color)
    for number, cell in enumerate(slot.cells):
        line.stop(cell.x + cell.w / 2, "center")
        line.runs.append(tab(look))
        line.runs.append(fillings.comb_character(build, atom.index, slot, number))


def drawing(build: Build, atom: DrawingAtom, origin: Origin) -> str:
    """Return what is drawn at its place, as a run of the paragraph at `origin`."""
    item = atom.item
    match item:
        case Line() | Box() | Shape() | Modules():
            return anchored(item, build.gaps.id_text(), _SHAPE_NAMES[type(item)], origin)
        case Image():
            return picture(
                item, build.relate(item.data), build.gaps.id_text(), item.alt or "图", origin
            )
        case CodeSlot():
            told = build.fields.get(item.field)
            return fillings.code(
                build, atom.index, item, told.label if told else item.field, origin
            )
        case IdentitySlot():
            return identity(build, atom.index, item, origin)
        case ImageSlot():
            return fillings.image(build, atom.index, item, origin)
        case _:
            assert_never(item)


_SHAPE_NAMES = {Line: "line", Box: "frame", Shape: "drawing", Modules: "code"}

# ---- text -----------------------------------------------------------------------------------


def text_runs(build: Build, atom: TextAtom, *, exact: bool, line: Composed | None = None) -> str:
    """Return the runs of a text, on a `line` of entries or not.

    `exact`: it ends where it ends on paper, for what follows it. On a line of entries, which stand
    at tab stops, its tabs are spaces.
    """
    piece = atom.piece
    underline = piece is not None and piece.font.underline
    spacing = (
        tightening(piece.text, piece.gaps, piece.font.size) if piece is not None and exact else 0.0
    )
    out: list[str] = []
    start = 0
    for each in atom.runs:
        look = build.look(each, underline=underline, spacing=spacing)
        look = _off_line(look, line) if line else look
        numbers = piece.numbers[start : start + len(each.text)] if piece else ()
        total = "NUMPAGES" if build.merge is None else "SECTIONPAGES"
        numbers = () if build.plain_numbers else numbers
        text = each.text if line else each.tabbed
        out.append(_with_numbers(text, numbers, look, total))
        start += len(each.text)
    return "".join(out)


def _with_numbers(text: str, numbers: Sequence[str | None], look: Look, total: str) -> str:
    """Return a run of text; page numbers in it become fields, that of all pages a `total`."""
    out, start = [], 0
    while start < len(text):
        kind = numbers[start] if numbers else None
        end = start + 1
        while end < len(text) and (numbers[end] if numbers else None) == kind:
            end += 1
        part = text[start:end]
        if kind:
            out.append(page_field("PAGE" if kind == "page" else total, part, look))
        else:
            out.append(run(part, look))
        start = end
    return "".join(out)


def plain_content(build: Build, lines: Sequence[tuple[PlacedLine, list[Atom]]]) -> str:
    """Return lines of plain text as the content of one paragraph, broken as on paper."""
    out = []
    for number, (line, atoms) in enumerate(lines):
        if number:
            out.append("<w:r><w:br/></w:r>")
        is_full = not line.last or (len(lines) > 1 and number < len(lines) - 1)
        out += [
            text_runs(build, atom, exact=is_full) for atom in atoms if isinstance(atom, TextAtom)
        ]
    return "".join(out)
