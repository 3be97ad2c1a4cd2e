"""From placed blocks to paragraphs and tables, one below the other, each exactly where it stands.

A paragraph's baseline is four fifths of its exact line height below its top, whatever its face. So
the space before a paragraph is what is left from the end of the one above to that top.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import partial
from typing import TypeAlias, assert_never

from formgen.geometry import Rect
from formgen.layout.boxes import Box, Line, Run, TextSlot
from formgen.layout.placed import (
    Placed,
    PlacedArea,
    PlacedLine,
    PlacedTable,
    TextPiece,
)
from formgen.units import Pt
from formgen.writers.word.atoms import Atom, DrawingAtom, TextAtom, item_atoms, line_atoms
from formgen.writers.word.build import Build
from formgen.writers.word.comb_lines import beside_combs, comb_line, has_comb
from formgen.writers.word.composing import Composed, compose, drawing, plain_content
from formgen.writers.word.drawings import PAPER, Origin
from formgen.writers.word.lengths import twips
from formgen.writers.word.mergings import merges_comb
from formgen.writers.word.paragraphs import ASCENT, EASE, HAIR, TEXT_LINE, Para, hair
from formgen.writers.word.plain_tables import Start
from formgen.writers.word.signed_lines import is_signed, signed_line

_SLACK = 8

Hanging: TypeAlias = Callable[[Origin], str]
"""Makes the run of a drawing, once its paragraph knows where it stands."""
TableMaker: TypeAlias = Callable[["Build", Sequence[PlacedTable], Pt, Start], str]


class Flow:
    """Blocks under each other from `top` on, between `left` and `right`."""

    def __init__(
        self, build: Build, left: Pt, right: Pt, top: Pt, make_table: TableMaker,
        *, in_cell: bool = False,
    ) -> None:  # fmt: skip
        self.build = build
        self.left, self.right = left, right
        self._make_table = make_table
        self.cursor = twips(top)
        self.blocks: list[Para | str] = []
        self.break_next = False
        self.keep_next = False
        self.ruled_below = False
        self._in_cell = in_cell
        self._hanging: list[Hanging] = []

    def xml(self) -> str:
        """Return the blocks as XML."""
        return "".join(b.xml() if isinstance(b, Para) else b for b in self.blocks)

    # ---- what blocks call ---------------------------------------------------------------------

    def hang(self, drawings: Iterable[Hanging]) -> None:
        """Hang drawings on the next paragraph."""
        self._hanging += drawings

    def take_hanging(self) -> list[Hanging]:
        """Return the drawings that wait for a paragraph."""
        hanging, self._hanging = self._hanging, []
        return hanging

    def settle(self, para: Para) -> None:
        """Give a paragraph what waits for one: drawings, a page break, its hold."""
        if self._hanging and self._in_cell:
            self._carry(para)
        para.content = "".join(hang(PAPER) for hang in self.take_hanging()) + para.content
        para.page_break, self.break_next = self.break_next, False
        para.keep_next = para.keep_next or self.keep_next

    def _carry(self, para: Para) -> None:
        """Hang drawings on a paragraph of their own, whose top is where the flow has come to.

        What a drawing in a cell is measured from is told apart by readers where the paragraph has
        space before it.
        """
        origin = Origin(self.left, self.cursor / 20, on_paper=False)
        carrier = hair()
        carrier.content = "".join(hang(origin) for hang in self.take_hanging())
        self.blocks.append(carrier)
        para.before = max(0, para.before - HAIR)

    def put(self, para: Para, baseline: Pt, lines: int = 1, least: int = 0) -> None:
        """Append a paragraph whose first baseline is at `baseline` on the page.

        Its line height is that of `para`, lowered towards `least` where there is no room above.
        """
        top = twips(baseline) - round(para.line * ASCENT)
        if top < self.cursor and least and lines == 1:
            para.line = max(least, round((twips(baseline) - self.cursor) / ASCENT))
            top = twips(baseline) - round(para.line * ASCENT)
        para.before = max(0, top - self.cursor)
        self.append(para, para.line * lines)

    def put_at(self, para: Para, top: Pt) -> None:
        """Append a paragraph whose top is at `top` on the page."""
        para.before = max(0, twips(top) - self.cursor)
        self.append(para, para.line)

    def table(self, xml: str, top: Pt, bottom: Pt) -> None:
        """Append a table that stands from `top` to `bottom` on the page, its last border in it."""
        self.ruled_below = False
        self.open_table(top)
        self.blocks.append(xml)
        self.cursor = twips(bottom)

    @property
    def earliest(self) -> int:
        """Where a table can start at the earliest, in twips: not right behind another."""
        last = self.blocks[-1] if self.blocks else None
        return self.cursor + (HAIR if isinstance(last, str) or self._hanging else 0)

    def start_for(self, table: PlacedTable) -> Start:
        """Return how a table starts that is to come next."""
        late = max(0, self.earliest - twips(table_edges(table)[0]))
        follows = bool(self.blocks) and isinstance(self.blocks[-1], str) and self.ruled_below
        return Start(late, follows and late > HAIR)

    def open_table(self, top: Pt) -> None:
        """Make room for a table that stands from `top` on."""
        gap = twips(top) - self.cursor
        last = self.blocks[-1] if self.blocks else None
        if isinstance(last, Para) and not self._hanging and not self.break_next:
            last.after = max(0, gap)
        elif last is not None or gap > _SLACK or self._hanging or self.break_next:
            para = hair(max(0, gap - HAIR))
            self.settle(para)
            self.blocks.append(para)

    def append(self, para: Para, height: int) -> None:
        """Append a paragraph of this height whose space before is settled."""
        before = para.before
        start = self.cursor
        self.settle(para)
        self.blocks.append(para)
        self.cursor = start + before + height

    # ---- blocks -------------------------------------------------------------------------------

    def add_all(self, blocks: Sequence[Placed]) -> None:
        """Append placed blocks in order; lines of one paragraph stay one where they can."""
        index = 0
        while index < len(blocks):
            end = index + 1
            block = blocks[index]
            if isinstance(block, PlacedLine):
                end = _same_paragraph(blocks, index)
                self.add_lines([b for b in blocks[index:end] if isinstance(b, PlacedLine)])
            else:
                self.add(block)
            index = end

    def add(self, block: Placed) -> None:
        """Append one placed block."""
        match block:
            case PlacedLine():
                self.add_lines([block])
            case PlacedArea():
                self.add_area(block)
            case PlacedTable():
                top, bottom = table_edges(block)
                xml = self._make_table(self.build, [block], self.left, self.start_for(block))
                self.table(xml, top, bottom)
                self.ruled_below = _is_ruled_below(block)
            case _:
                assert_never(block)

    def add_lines(self, lines: Sequence[PlacedLine]) -> None:
        """Append the lines of one paragraph: as one if they are plain text, else one by one."""
        atoms = [line_atoms(self.build, line) for line in lines]
        if all(is_plain(each) for each in atoms):
            self._add_text(list(zip(lines, atoms, strict=True)))
            return
        for line, each in zip(lines, atoms, strict=True):
            if is_plain(each):
                self._add_text([(line, each)])
            elif not self._add_row(line, each):
                self._add_entries(line, each)

    def _add_text(self, lines: list[tuple[PlacedLine, list[Atom]]]) -> None:
        first = lines[0][0]
        para = self.text_para(lines)
        pitch = first.rect.h if len(lines) > 1 else text_size(first) * TEXT_LINE
        para.line = twips(pitch)
        self.put(para, first.baseline, len(lines), twips(text_size(first)))

    def text_para(self, lines: list[tuple[PlacedLine, list[Atom]]]) -> Para:
        """Return lines of plain text as one paragraph, without its place."""
        first = lines[0][0]
        node = first.node
        start = first.pieces[0].x if first.pieces else first.rect.x
        left = twips(first.rect.x - self.left)
        para = Para(
            plain_content(self.build, lines),
            0,
            left=left,
            right=twips(self.right - first.rect.right),
            align=first.align,
            level=node.level if node is not None else 0,
            keep_next=bool(node and (node.keep_next or node.level)),
        )
        if first.align != "justify" or len(lines) == 1:
            ease(para)
        if first.align in ("left", "justify") and not first.number:
            para.first = twips(start - self.left) - left
        if len(first.pieces) > 1 and node is not None and node.marker:
            # Behind the marker of a list item the text starts at the indent.
            para.tabs.append((left, "left"))
            para.content = _behind_marker(para.content)
        return para

    def _add_entries(self, line: PlacedLine, atoms: list[Atom]) -> None:
        made = compose(self.build, atoms, self.left, line.baseline)
        self.hang(hangings(self.build, made.drawings))
        para = self.entries_para(made)
        para.keep_next = bool(line.node and line.node.keep_next)
        self.put(para, line.baseline, least=twips(made.size))

    def entries_para(self, made: Composed) -> Para:
        """Return a composed line as a paragraph, without its place."""
        height = max(made.size * TEXT_LINE, made.tallest / ASCENT)
        return Para(
            made.content,
            twips(height),
            left=twips(made.start - self.left),
            right=-twips(EASE),
            tabs=made.tabs,
            style=made.style,
        )

    def _add_row(self, line: PlacedLine, atoms: list[Atom]) -> bool:
        """Append a line of combs or a signature as a table; return whether it is one."""
        made, rest = None, atoms
        keep_next = bool(line.node and line.node.keep_next)
        if merges_comb(self.build, atoms):
            return False
        if has_comb(atoms):
            made = comb_line(self.build, atoms, self.left, line.baseline, keep_next=keep_next)
            rest = beside_combs(atoms)
        elif is_signed(self.build, atoms):
            made = signed_line(
                self.build, atoms, self.left, line.baseline, self.earliest, keep_next=keep_next
            )
        if made is not None:
            self.hang(hangings(self.build, rest))
            self.table(made.xml, made.top, made.bottom)
        return made is not None

    def add_area(self, area: PlacedArea) -> None:
        """Append what takes a rectangle: a value, a writing area, a rule, a drawing."""
        items = list(self.build.span(area.span))
        slots = [(i, item) for i, item in items if isinstance(item, TextSlot)]
        if len(slots) == 1 and slots[0][1].on_rule and slots[0][1].max_lines:
            from formgen.writers.word.merged_lines import ruled_text
            from formgen.writers.word.plain_tables import ruled_table

            rules = [item for _, item in items if isinstance(item, Line)]
            make = ruled_table
            if self.build.column(slots[0][1].field) is not None:
                make = ruled_text
                drawn = [DrawingAtom(0, 0, i, item) for i, item in items if isinstance(item, Line)]
                self.hang(hangings(self.build, drawn))
            xml, top, bottom = make(
                self.build, *slots[0], rules, max(area.rect.y, slots[0][1].rect.y), self.left,
                self.earliest,
            )  # fmt: skip
            self.table(xml, top, bottom)
        elif len(slots) == 1 and len(items) == 1:
            from formgen.writers.word.cells import value_in_area

            value_in_area(self, *slots[0])
        elif len(items) == 1 and isinstance(items[0][1], Line):
            self._add_rule(items[0][1])
        else:
            self._add_drawn(items, area.rect)

    def _add_rule(self, rule: Line) -> None:
        para = Para("", HAIR, rule=rule.width, rule_color=rule.color)
        para.left, para.right = twips(rule.x1 - self.left), twips(self.right - rule.x2)
        self.put_at(para, rule.y1 - rule.width / 2)

    def _add_drawn(self, items: Sequence[tuple[int, object]], rect: Rect) -> None:
        """Append what is drawn: its text line by line, its marks where they are."""
        lines: dict[int, list[tuple[int, object]]] = {}
        drawn = []
        for index, item in items:
            if isinstance(item, Run):
                lines.setdefault(round(item.y * 10), []).append((index, item))
            else:
                drawn.append((index, item))
        for key in sorted(lines):
            baseline = key / 10
            near = [each for each in drawn if _stands_at(each[1], baseline)]
            drawn = [each for each in drawn if each not in near]
            lines[key] += near
        atoms = [
            item_atoms(self.build, sorted(lines[key]), lines_baseline(lines[key]))  # type: ignore[arg-type]
            for key in sorted(lines)
        ]
        rest = item_atoms(self.build, drawn, rect.bottom) if drawn else []  # type: ignore[arg-type]
        self.hang(hangings(self.build, rest))
        for key, each in zip(sorted(lines), atoms, strict=True):
            made = compose(self.build, each, self.left, key / 10)
            self.hang(hangings(self.build, made.drawings))
            self.put(self.entries_para(made), lines_baseline(lines[key]), least=twips(made.size))
        if not lines:
            self.put_at(hair(), rect.y)


def hangings(build: Build, atoms: Iterable[Atom]) -> list[Hanging]:
    """Return the drawings among atoms, ready to hang on a paragraph."""
    return [partial(drawing, build, atom) for atom in atoms if isinstance(atom, DrawingAtom)]


def lines_baseline(items: Sequence[tuple[int, object]]) -> Pt:
    """Return the baseline of the runs among items."""
    return next(item.y for _, item in items if isinstance(item, Run))


def _stands_at(item: object, baseline: Pt) -> bool:
    """Whether a mark or slot belongs to the line at a baseline: a box, a rule or its value."""
    if isinstance(item, Line):
        return item.y1 == item.y2 and not item.dash and 0 <= item.y1 - baseline < 6
    rect = getattr(item, "rect", None)
    is_small = isinstance(rect, Rect) and rect.h < 20 and not (isinstance(item, Box) and item.fill)
    return is_small and isinstance(rect, Rect) and rect.y < baseline < rect.bottom + 4


def ease(para: Para) -> None:
    """Let text reach beyond its place where it stands free.

    A word processor sets it a little wider than paper has it, and must not break it for that.
    """
    if para.align in ("left", "center", "justify"):
        para.right -= twips(EASE)
    if para.align in ("right", "center"):
        para.left -= twips(EASE)


def _same_paragraph(blocks: Sequence[Placed], start: int) -> int:
    """Return the end of the lines from `start` on that can be one paragraph."""
    first = blocks[start]
    end = start + 1
    if not isinstance(first, PlacedLine) or first.node is None:
        return end
    while end < len(blocks):
        other = blocks[end]
        if not isinstance(other, PlacedLine) or other.node is not first.node:
            break
        is_even = abs(other.rect.h - first.rect.h) < 0.05
        if other.number != first.number + end - start or not is_even:
            break
        end += 1
    return end


def is_plain(atoms: Sequence[Atom]) -> bool:
    """Whether a line is text only."""
    return all(isinstance(atom, TextAtom) and atom.piece is not None for atom in atoms)


def text_size(line: PlacedLine) -> Pt:
    """Return the largest size of text on a line."""
    sizes = [piece.font.size for piece in line.pieces if isinstance(piece, TextPiece)]
    return max(sizes, default=line.rect.h / 1.6)


def _behind_marker(content: str) -> str:
    head, end, rest = content.partition("</w:r>")
    return f"{head}{end}<w:r><w:tab/></w:r>{rest}"


def _is_ruled_below(table: PlacedTable) -> bool:
    """Whether a line runs along the whole bottom of a table."""
    last = [cell for cell in table.cells if cell.row + cell.rows > table.rows[-1]]
    return all(cell.borders.bottom for cell in last)


def table_edges(table: PlacedTable) -> tuple[Pt, Pt]:
    """Return the top of a table as a word processor sees it, and its bottom.

    A border hangs below its line of the grid; paper centres it there.
    """
    top = max((c.borders.top for c in table.cells if c.row == table.rows[0]), default=0.0)
    bottom = max((c.borders.bottom for c in table.cells), default=0.0)
    return table.ys[0] - top / 2, table.ys[-1] - top / 2 + bottom
