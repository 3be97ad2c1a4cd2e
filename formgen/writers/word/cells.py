"""The content of a cell: what stands alone in its middle is centred by Word, the rest is placed."""

from __future__ import annotations

from collections.abc import Iterable

from formgen.dataclass import dataclass
from formgen.layout.boxes import Run, TextSlot
from formgen.layout.placed import PlacedArea, PlacedCell, PlacedLine
from formgen.units import Pt
from formgen.writers.word import fillings
from formgen.writers.word.atoms import DrawingAtom, line_atoms
from formgen.writers.word.build import Build
from formgen.writers.word.comb_lines import has_comb
from formgen.writers.word.composing import compose
from formgen.writers.word.flow import (
    Flow,
    Hanging,
    TableMaker,
    ease,
    is_plain,
    text_size,
)
from formgen.writers.word.lengths import twips
from formgen.writers.word.losses import LossKind
from formgen.writers.word.markup import run
from formgen.writers.word.paragraphs import HAIR, TEXT_LINE, Para, hair
from formgen.writers.word.signed_lines import is_signed

_CENTRED: Pt = 0.9
"""How far from the middle of its cell content may stand and still be centred by Word."""


@dataclass(frozen=True, slots=True)
class CellContent:
    """The blocks of a cell as XML, and how they stand in it."""

    xml: str
    valign: str = "top"
    downwards: bool = False


def cell_content(
    build: Build, cell: PlacedCell, make_table: TableMaker, hanging: Iterable[Hanging],
    *, page_break: bool = False, keep_next: bool = False,
) -> CellContent:  # fmt: skip
    """Return the content of a cell; `hanging` are drawings to hang on its first paragraph."""
    left = cell.rect.x + cell.padding.left
    right = cell.rect.right - cell.padding.right
    flow = Flow(build, left, right, cell.rect.y, make_table, in_cell=True)
    flow.hang(hanging)
    flow.break_next, flow.keep_next = page_break, keep_next
    valign, downwards = "top", False
    if cell.node.vertical:
        _downwards(flow, cell)
        valign, downwards = "center", True
    elif not cell.content:
        flow.put_at(Para("", twips(10.5)), cell.rect.y)
        valign = "center"
    elif _centred(flow, cell):
        valign = "center"
    else:
        flow.add_all(cell.content)
    if flow.blocks and isinstance(flow.blocks[-1], str):
        flow.blocks.append(hair())
    return CellContent(flow.xml(), valign, downwards)


def _centred(flow: Flow, cell: PlacedCell) -> bool:
    """Append content that Word can centre in its cell; return whether it could."""
    lines = [block for block in cell.content if isinstance(block, PlacedLine)]
    if len(lines) < len(cell.content):
        return len(cell.content) == 1 and _centred_value(flow, cell)
    atoms = [line_atoms(flow.build, line) for line in lines]
    middle = cell.rect.y + cell.rect.h / 2
    first = lines[0]
    if len(lines) == 1 and not is_plain(atoms[0]):
        if has_comb(atoms[0]) or is_signed(flow.build, atoms[0]):
            return False
        if any(isinstance(atom, DrawingAtom) for atom in atoms[0]):
            return False  # LibreOffice puts text at the top of a cell in which something hangs
        made = compose(flow.build, atoms[0], flow.left, first.baseline)
        para = flow.entries_para(made)
        return _centre(flow, para, first.baseline, middle, made.size)
    if any(not is_plain(each) for each in atoms) or any(
        line.node is not first.node or abs(line.rect.h - first.rect.h) > 0.05 for line in lines
    ):
        return False
    para = flow.text_para(list(zip(lines, atoms, strict=True)))
    size, count = text_size(first), len(lines)
    if count == 1:
        return _centre(flow, para, first.baseline, middle, size)
    para.line = twips(first.rect.h)
    top = middle - first.rect.h * count / 2
    if abs(top + 0.8 * first.rect.h - first.baseline) > _CENTRED:
        return False
    flow.append(para, para.line * count)
    return True


def _centre(flow: Flow, para: Para, baseline: Pt, middle: Pt, size: Pt) -> bool:
    """Append a line in the middle of its cell, if Word can centre it so that it stands right."""
    line = (baseline - middle) / 0.3
    if not size * 0.95 < line < size * 2.2:
        return False
    para.line = twips(line)
    flow.append(para, para.line)
    return True


def _centred_value(flow: Flow, cell: PlacedCell) -> bool:
    block = cell.content[0]
    if not isinstance(block, PlacedArea) or block.span[1] - block.span[0] != 1:
        return False
    item = flow.build.items[block.span[0]]
    if not isinstance(item, TextSlot) or item.on_rule or item.valign != "middle":
        return False
    rect = item.rect
    offset = rect.y + rect.h / 2 - cell.rect.y - cell.rect.h / 2
    if abs(offset) > _CENTRED:
        return False
    para = _value_para(flow, item)
    _add_value(flow, block.span[0], item, para)
    return True


def _add_value(flow: Flow, index: int, slot: TextSlot, para: Para) -> None:
    flow.settle(para)
    para.gap = fillings.cell_value(flow.build, index, slot, para, slot.rect.w)
    flow.blocks.append(para)


def _value_para(flow: Flow, slot: TextSlot) -> Para:
    para = Para(
        "",
        twips(slot.size * TEXT_LINE),
        left=twips(slot.rect.x - flow.left),
        right=twips(flow.right - slot.rect.right),
        align=slot.align,
    )
    if flow.build.column(slot.field) is None:
        ease(para)  # what is merged may be longer than its line, and is broken at its end
    return para


def value_in_area(flow: Flow, index: int, slot: TextSlot) -> None:
    """Append a value that stands at the top, or anywhere, in its place."""
    para = _value_para(flow, slot)
    top = twips(fillings.first_baseline(slot)) - round(para.line * 0.8)
    para.before = max(0, top - flow.cursor)
    _add_value(flow, index, slot, para)
    flow.cursor += para.before + para.line


def _downwards(flow: Flow, cell: PlacedCell) -> None:
    """Append text that runs downwards: one run, its characters spread as on paper."""
    runs = [
        item
        for block in cell.content
        if isinstance(block, PlacedArea)
        for _, item in flow.build.span(block.span)
        if isinstance(item, Run)
    ]
    if not runs:
        flow.put_at(Para("", HAIR), 0)
        return
    step = runs[1].y - runs[0].y if len(runs) > 1 else runs[0].size
    looks = {(each.size, each.color, each.face) for each in runs}
    text = "".join(each.text for each in runs)
    if len(looks) > 1:
        flow.build.losses.add(LossKind.VERTICAL_STYLES, text, cell.node.place)
    spread = step - runs[0].size
    # The last character is not spread, so that the text stands in the middle.
    content = run(text[:-1], flow.build.look(runs[0], spacing=spread)) if text[:-1] else ""
    content += run(text[-1], flow.build.look(runs[0]))
    flow.put_at(Para(content, twips(runs[0].size * TEXT_LINE), align="center"), 0)
