"""A line with combs on it as a table: a column a box, and one for the text between them.

Word has no boxes on a line of text; columns of a fixed grid keep each box where paper has it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from formgen.geometry import Insets
from formgen.layout.boxes import Box, CombSlot, Line
from formgen.layout.defaults import BOX_WEIGHT
from formgen.units import Pt
from formgen.writers.word import fillings
from formgen.writers.word.atoms import Atom, CombAtom, DrawingAtom, Standing
from formgen.writers.word.build import Build
from formgen.writers.word.composing import Composed, compose
from formgen.writers.word.lengths import twips
from formgen.writers.word.paragraphs import ASCENT, EASE, HAIR, TEXT_LINE, Para
from formgen.writers.word.plain_tables import (
    MOST_COLUMNS,
    NO_INSETS,
    LineTable,
    cell,
    row_properties,
    steps,
    table_head,
)

_EDGE = Insets(BOX_WEIGHT, BOX_WEIGHT, BOX_WEIGHT, BOX_WEIGHT)


def has_comb(atoms: Iterable[Atom]) -> bool:
    """Whether a comb stands on a line."""
    return any(isinstance(atom, CombAtom) for atom in atoms)


def beside_combs(atoms: Sequence[Atom]) -> list[Atom]:
    """Return the atoms of a line but for the frames and teeth of its combs."""
    frames = [atom for atom in atoms if isinstance(atom, CombAtom)]
    return [
        atom
        for atom in atoms
        if not (isinstance(atom, DrawingAtom) and any(_is_part(atom, comb) for comb in frames))
    ]


def _is_part(drawn: DrawingAtom, comb: CombAtom) -> bool:
    first, item = comb.slot.cells[0], drawn.item
    if isinstance(item, Box):
        return abs(item.rect.x - comb.x) < 0.1 and abs(item.rect.right - comb.end) < 0.1
    if isinstance(item, Line):
        return item.x1 == item.x2 and item.y1 == first.y and comb.x < item.x1 < comb.end
    return False


def comb_line(
    build: Build, atoms: Sequence[Atom], left: Pt, baseline: Pt, *, keep_next: bool = False
) -> LineTable | None:
    """Return a line as a table whose place starts at `left`.

    None if one table cannot hold it: combs of several heights, text that is taller, or more
    boxes than Word has columns.
    """
    parts = _parts([atom for atom in atoms if not isinstance(atom, DrawingAtom)])
    combs = [part.slot for part in parts if isinstance(part, CombAtom)]
    frame = combs[0].cells[0]
    edges = [_start(parts[0])]
    cells: list[str] = []
    for number, part in enumerate(parts):
        if isinstance(part, CombAtom):
            ends = [box.right for box in part.slot.cells]
            widths = steps([edges[-1], *ends])
            cells += _boxes(build, part, widths, keep_next=keep_next)
        else:
            ends = [_start(parts[number + 1]) if number + 1 < len(parts) else part[-1].end + 1]
            para = _text(build, part, edges[-1], baseline, frame.y)
            if para is None or twips(baseline) + para.line // 5 > twips(frame.bottom) + HAIR:
                return None
            para.keep_next = keep_next
            cells.append(cell(steps([edges[-1], *ends])[0], para, NO_INSETS))
        edges += ends
    widths = steps(edges)
    is_even = len({(comb.cells[0].y, comb.cells[0].h) for comb in combs}) == 1
    if len(widths) > MOST_COLUMNS or min(widths) <= 0 or not is_even:
        return None
    head = table_head(twips(edges[0]) - twips(left), widths, (0, 0))
    row = f"<w:tr>{row_properties(twips(frame.h))}{''.join(cells)}</w:tr>"
    top = frame.y - BOX_WEIGHT / 2
    return LineTable(f"<w:tbl>{head}{row}</w:tbl>", top, top + frame.h + BOX_WEIGHT)


def _parts(standing: Sequence[Standing]) -> list[CombAtom | list[Standing]]:
    """Return what stands on a line, atoms between two combs together."""
    parts: list[CombAtom | list[Standing]] = []
    for atom in standing:
        if isinstance(atom, CombAtom):
            parts.append(atom)
        elif parts and isinstance(parts[-1], list):
            parts[-1].append(atom)
        else:
            parts.append([atom])
    return _apart(parts)


def _apart(parts: list[CombAtom | list[Standing]]) -> list[CombAtom | list[Standing]]:
    """Return the parts with an empty one between combs that do not touch."""
    out: list[CombAtom | list[Standing]] = []
    for part in parts:
        before = out[-1] if out else []
        match part, before:
            case CombAtom(x=start), CombAtom(end=end) if twips(start) > twips(end):
                out.append([])
        out.append(part)
    return out


def _start(part: CombAtom | list[Standing]) -> Pt:
    return part.x if isinstance(part, CombAtom) else part[0].x


def _boxes(build: Build, atom: CombAtom, widths: Sequence[int], *, keep_next: bool) -> list[str]:
    """Return the boxes of a comb as cells of these widths."""
    slot: CombSlot = atom.slot
    return [
        cell(
            width,
            Para(
                fillings.comb_character(build, atom.index, slot, number),
                twips(slot.size * TEXT_LINE),
                align="center",
                keep_next=keep_next,
            ),
            _EDGE,
            middle=True,
        )
        for number, width in enumerate(widths)
    ]


def _text(build: Build, atoms: Sequence[Standing], left: Pt, baseline: Pt, top: Pt) -> Para | None:
    """Return the text of a line between combs, in a cell that starts at `left` and `top`."""
    if not atoms:
        return Para("", HAIR)
    made: Composed = compose(build, atoms, left, baseline)
    line = max(twips(made.size * TEXT_LINE), twips(made.tallest / ASCENT))
    room = twips(baseline) - twips(top)
    if room < round(twips(made.size) * ASCENT):
        return None
    line = min(line, round(room / ASCENT))
    before = room - round(line * ASCENT)
    start = twips(made.start - left)
    return Para(
        made.content, line, before=before, left=start, right=-twips(EASE), tabs=made.tabs,
        style=made.style,
    )  # fmt: skip
