"""A line to sign on as a row of cells: what is written stands over the cells' lower borders.

Each rule of such a line is one, and each rule beside it in the same row of a table, so that all of
them are at the same height, where paper has them.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from formgen.geometry import Insets
from formgen.layout.boxes import PenSlot
from formgen.layout.placed import PlacedCell
from formgen.units import Pt
from formgen.writers.word import fillings
from formgen.writers.word.atoms import Atom, DrawingAtom, RuleAtom, Standing
from formgen.writers.word.build import Build
from formgen.writers.word.composing import compose
from formgen.writers.word.lengths import twips
from formgen.writers.word.paragraphs import ASCENT, EASE, HAIR, TEXT_LINE, Para
from formgen.writers.word.plain_tables import (
    NO_INSETS,
    LineTable,
    cell,
    row_properties,
    steps,
    table_head,
)

_Part = RuleAtom | list[Standing]


def is_signed(build: Build, atoms: Iterable[Atom]) -> bool:
    """Whether a line has a place for a signature, or a rule beside one."""
    return any(isinstance(atom, RuleAtom) and (atom.signed or build.signed) for atom in atoms)


def has_signature(build: Build, cells: Iterable[PlacedCell]) -> bool:
    """Whether a signature is to stand in one of some cells."""
    return any(
        isinstance(item, PenSlot) and item.kind == "signature"
        for cell in cells
        for block in cell.content
        for _, item in build.span(block.span)
    )


def signed_line(
    build: Build, atoms: Sequence[Atom], left: Pt, baseline: Pt, start: int, *, keep_next: bool
) -> LineTable | None:
    """Return a line as a table whose place starts at `left`, and at `start` twips at the earliest.

    None if one row cannot hold it: rules at several heights, or no room above.
    """
    parts = _parts([atom for atom in atoms if not isinstance(atom, DrawingAtom)])
    rules = [part.rule for part in parts if isinstance(part, RuleAtom)]
    bottom = rules[0].y1 - rules[0].width / 2
    edges = _edges(parts)
    widths = steps(edges)
    if len({rule.y1 for rule in rules}) > 1 or min(widths) <= 0:
        return None
    sized = [
        _content(build, part, edge, baseline) for part, edge in zip(parts, edges, strict=False)
    ]
    size = max(size for _, size in sized)
    line = min(twips(size * TEXT_LINE), round((twips(bottom) - twips(baseline)) / (1 - ASCENT)))
    above = round(line * ASCENT)
    tallest = max(above, *(para.line for para, _ in sized))
    top = max(start, twips(baseline) - tallest)
    if twips(baseline) - top < above:
        return None
    cells = []
    for part, width, (para, _) in zip(parts, widths, sized, strict=True):
        para.line, para.before, para.keep_next = line, twips(baseline) - top - above, keep_next
        rule = Insets(0.0, 0.0, rules[0].width, 0.0) if isinstance(part, RuleAtom) else NO_INSETS
        cells.append(cell(width, para, rule))
    head = table_head(twips(edges[0]) - twips(left), widths, (0, 0))
    row = f"<w:tr>{row_properties(twips(bottom) - top)}{''.join(cells)}</w:tr>"
    return LineTable(f"<w:tbl>{head}{row}</w:tbl>", top / 20, bottom + rules[0].width)


def _parts(standing: Sequence[Standing]) -> list[_Part]:
    """Return what stands on a line: each rule, and what is between two of them, if only a gap."""
    parts: list[_Part] = []
    for atom in standing:
        if isinstance(atom, RuleAtom):
            touching = not parts or isinstance(parts[-1], list)
            parts += [atom] if touching else [[], atom]
        elif parts and isinstance(parts[-1], list):
            parts[-1].append(atom)
        else:
            parts.append([atom])
    return parts


def _edges(parts: Sequence[_Part]) -> list[Pt]:
    """Return where each part starts, and where the last one ends."""
    edges: list[Pt] = []
    end = parts[0].x if isinstance(parts[0], RuleAtom) else parts[0][0].x
    for part in parts:
        start = part.x if isinstance(part, RuleAtom) else end
        edges.append(start)
        if isinstance(part, RuleAtom):
            end = part.end
        elif part:
            end = part[-1].end + 1
    return [*edges, end]


def _content(build: Build, part: _Part, left: Pt, baseline: Pt) -> tuple[Para, Pt]:
    """Return what stands in a cell from `left` on, and the size of its text.

    The line of the paragraph is how far it reaches above the baseline, in twips.
    """
    if isinstance(part, RuleAtom):
        slot = part.slot
        if slot is None:
            return Para("", HAIR), 0.0
        value = fillings.line_value(build, part.index, slot, part.end - part.x, underline=False)
        return Para(value, HAIR, align=slot.align), slot.size
    made = compose(build, part, left, baseline)
    return Para(
        made.content, twips(made.tallest), left=twips(made.start - left), right=-twips(EASE),
        tabs=made.tabs, style=made.style,
    ), made.size  # fmt: skip
