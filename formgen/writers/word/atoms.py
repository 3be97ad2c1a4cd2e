"""What stands on a line, from left to right: text, rules to write on, boxes, drawings."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import TypeAlias

from formgen.dataclass import dataclass
from formgen.geometry import Rect
from formgen.layout.boxes import (
    Box,
    CodeSlot,
    CombSlot,
    IdentitySlot,
    Image,
    ImageSlot,
    Line,
    Mark,
    Modules,
    PenSlot,
    Run,
    Shape,
    Slot,
    TextSlot,
    TickSlot,
)
from formgen.layout.placed import ObjectPiece, PlacedLine, TextPiece
from formgen.units import Pt
from formgen.writers.word.build import Build
from formgen.writers.word.missing import runs_of

_NEAR_BASELINE: Pt = 6.0


@dataclass(frozen=True, slots=True)
class TextAtom:
    """Text from `x` to `end`, in the runs that the layout made of it.

    `choice` is the field whose option it names, if any.
    """

    x: Pt
    end: Pt
    runs: tuple[Run, ...]
    piece: TextPiece | None = None
    choice: str = ""


@dataclass(frozen=True, slots=True)
class RuleAtom:
    """A rule to write on, with the slot of the value that stands on it, if any.

    `signed`: a signature is to stand on it.
    """

    x: Pt
    end: Pt
    rule: Line
    index: int = -1
    slot: TextSlot | None = None
    signed: bool = False


@dataclass(frozen=True, slots=True)
class TickAtom:
    """A box to tick; `number` is the text in it."""

    x: Pt
    end: Pt
    index: int
    slot: TickSlot
    number: str = ""


@dataclass(frozen=True, slots=True)
class CombAtom:
    """A comb, whose frame and teeth are drawn."""

    x: Pt
    end: Pt
    index: int
    slot: CombSlot


@dataclass(frozen=True, slots=True)
class DrawingAtom:
    """What is drawn at its place on the page, whatever stands on the line."""

    x: Pt
    end: Pt
    index: int
    item: Line | Box | Shape | Modules | Image | CodeSlot | ImageSlot | IdentitySlot


Standing: TypeAlias = TextAtom | RuleAtom | TickAtom | CombAtom
Atom: TypeAlias = Standing | DrawingAtom


def line_atoms(build: Build, line: PlacedLine) -> list[Atom]:
    """Return the atoms of a line, from left to right."""
    atoms: list[Atom] = []
    for piece in line.pieces:
        match piece:
            case TextPiece():
                atoms.append(_text(build, line, piece))
            case ObjectPiece():
                items = list(build.span(piece.span))
                atoms += _of_choice(item_atoms(build, items, line.baseline))
    return sorted(atoms, key=lambda atom: atom.x)


def _of_choice(atoms: list[Atom]) -> Iterator[Atom]:
    """Yield the atoms of one entry; the words beside a box name what is ticked there."""
    choice = next((atom.slot.field for atom in atoms if isinstance(atom, TickAtom)), "")
    for atom in atoms:
        yield replace(atom, choice=choice) if choice and isinstance(atom, TextAtom) else atom


def _text(build: Build, line: PlacedLine, piece: TextPiece) -> TextAtom:
    runs = [
        each
        for each in runs_of(item for _, item in build.span(line.span))
        if piece.x - 0.01 <= each.x < piece.x + piece.width + 0.01
        and abs(each.y - line.baseline) < 0.01
    ]
    return TextAtom(piece.x, piece.x + piece.width, tuple(_covering(runs, piece.text)), piece)


def _covering(runs: Iterable[Run], text: str) -> Iterator[Run]:
    """Yield as many of the runs as make up the text."""
    left = len(text)
    for each in runs:
        if left <= 0:
            return
        yield each
        left -= len(each.text)


def item_atoms(build: Build, items: list[tuple[int, Mark | Slot]], baseline: Pt) -> list[Atom]:
    """Return the atoms of marks and slots that stand about one baseline."""
    ticks = [item for _, item in items if isinstance(item, TickSlot)]
    on_rules = {
        round(item.rect.x * 10): (index, item)
        for index, item in items
        if isinstance(item, TextSlot)
    }
    signatures = {
        round(item.rect.x * 10)
        for _, item in items
        if isinstance(item, PenSlot) and item.kind == "signature"
    }
    atoms: list[Atom] = []
    for index, item in items:
        match item:
            case Run():
                if not any(_within(item, tick.rect) for tick in ticks if tick.numbered):
                    atoms.append(TextAtom(item.x, item.x + build.width(item), (item,)))
            case Line() if _is_rule(item, baseline):
                at, slot = on_rules.pop(round(item.x1 * 10), _continued(build, item))
                is_signed = round(item.x1 * 10) in signatures
                atoms.append(RuleAtom(item.x1, item.x2, item, at, slot, is_signed))
            case Box() if any(item.rect == tick.rect for tick in ticks):
                pass
            case TickSlot():
                number = _number_in(items, item)
                atoms.append(TickAtom(item.rect.x, item.rect.right, index, item, number))
            case CombSlot():
                end = item.cells[-1].right
                atoms.append(CombAtom(item.cells[0].x, end, index, item))
            case PenSlot() | TextSlot():
                pass
            case _:
                atoms.append(DrawingAtom(0.0, 0.0, index, item))
    return atoms


def _continued(build: Build, rule: Line) -> tuple[int, TextSlot | None]:
    """Return the slot whose first line stands on a rule of the text, its others below."""
    for index, item in enumerate(build.items):
        if isinstance(item, TextSlot) and item.max_lines > 1 and _starts_on(item, rule):
            return index, item
    return -1, None


def _starts_on(slot: TextSlot, rule: Line) -> bool:
    first = slot.rect.bottom - (slot.max_lines - 1) * slot.leading
    return abs(slot.rect.x + slot.indent - rule.x1) < 0.5 and abs(first - rule.y1) < 0.5


def _is_rule(line: Line, baseline: Pt) -> bool:
    return line.y1 == line.y2 and not line.dash and 0 <= line.y1 - baseline < _NEAR_BASELINE


def _within(run: Run, rect: Rect) -> bool:
    return rect.x <= run.x <= rect.right and rect.y <= run.y <= rect.bottom


def _number_in(items: list[tuple[int, Mark | Slot]], tick: TickSlot) -> str:
    if not tick.numbered:
        return ""
    return "".join(
        item.text for _, item in items if isinstance(item, Run) and _within(item, tick.rect)
    )
