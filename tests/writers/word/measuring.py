"""Where text and rules stand in a PDF, and how far that is from where the layout has them."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from formgen.layout.boxes import FilledPage, IdentitySlot, Mark, Page, Run
from formgen.layout.placed import Placed, PlacedCell, PlacedTable
from formgen.units import PT_PER_MM
from formgen.writers.word.symbols import numbered

MOST_APART = 60.0
"""Points; a text that is not found so near to its place has gone."""


_SPACES = {" ": 0.224, "\u3000": 1.0}
"""em that leading spaces take, which are not found in a PDF file."""


@dataclass(frozen=True)
class Glyph:
    """A character and where its baseline starts, in points from the top left."""

    char: str
    x: float
    y: float


@dataclass(frozen=True)
class Stroke:
    """A straight rule: level or upright, where it stands, and from where to where."""

    level: bool
    at: float
    start: float
    end: float


@dataclass(frozen=True)
class Off:
    """How far a text or a rule is off, in millimetres."""

    what: str
    dx: float
    dy: float


class Printed:
    """A PDF file that was read back."""

    def __init__(self, data: bytes) -> None:
        self._document = pdfium.PdfDocument(data)

    @property
    def page_count(self) -> int:
        return len(self._document)

    def glyphs(self, number: int) -> list[Glyph]:
        page = self._document[number]
        height = page.get_height()
        text = page.get_textpage()
        found = []
        x, y = ctypes.c_double(), ctypes.c_double()
        for index in range(text.count_chars()):
            char = chr(raw.FPDFText_GetUnicode(text, index))
            if not char.isspace() and raw.FPDFText_GetCharOrigin(text, index, x, y):
                found += [Glyph(unit, x.value, height - y.value) for unit in units(char)]
        return found

    def strokes(self, number: int) -> list[Stroke]:
        """Return the level and upright rules of a page, thin filled rectangles among them."""
        page = self._document[number]
        height = page.get_height()
        found = []
        for each in page.get_objects(filter=[raw.FPDF_PAGEOBJ_PATH], max_depth=5):
            left, bottom, right, top = each.get_bounds()
            wide, tall = right - left, top - bottom
            if tall < 3 and wide > tall:
                found.append(Stroke(True, height - (top + bottom) / 2, left, right))
            elif wide < 3 and tall > wide:
                found.append(Stroke(False, (left + right) / 2, height - top, height - bottom))
            elif wide > 3 and tall > 3 and raw.FPDFPath_CountSegments(each) <= 6:
                found += [
                    Stroke(True, height - top, left, right),
                    Stroke(True, height - bottom, left, right),
                    Stroke(False, left, height - top, height - bottom),
                    Stroke(False, right, height - top, height - bottom),
                ]
        return found


def units(text: str) -> list[str]:
    """Return text as UTF-16 code units, in which characters beyond the first plane are read."""
    data = text.encode("utf-16-be", "surrogatepass")
    return [chr(data[at] << 8 | data[at + 1]) for at in range(0, len(data), 2)]


# ---- text -----------------------------------------------------------------------------------


def expected_runs(page: Page, filled: FilledPage) -> Iterator[Run]:
    """Yield the labels and values of a page, without the figures of its identity code."""
    for index, item in enumerate(page.items):
        if isinstance(item, IdentitySlot):
            continue
        marks: Sequence[object] = filled.marks.get(index, ())
        for mark in (item, *marks) if isinstance(item, Mark) else marks:
            if isinstance(mark, Run) and not mark.angle and mark.text.strip():
                yield mark


def text_offsets(page: Page, filled: FilledPage, glyphs: list[Glyph]) -> list[Off]:
    """Return how far the start of each label and value is off; infinitely, if it is not there."""
    return [_offset(run, glyphs) for run in expected_runs(page, filled)]


def _offset(run: Run, glyphs: list[Glyph]) -> Off:
    head = "".join(run.text.split())
    lead = run.text[: len(run.text) - len(run.text.lstrip())]
    x = run.x + sum(_SPACES.get(char, 0.0) for char in lead) * run.size
    near = []
    boxed = numbered(head) or ()
    for wanted in (units(head)[:4], *([char] for char in boxed)):
        for index, glyph in enumerate(glyphs):
            if glyph.char == wanted[0] and [
                each.char for each in glyphs[index : index + len(wanted)]
            ] == wanted:  # fmt: skip
                # A number in a box is part of the box's glyph, which starts elsewhere.
                inside = wanted[0] in boxed
                dx, dy = (0.0, 0.0) if inside else (glyph.x - x, glyph.y - run.y)
                near.append((abs(glyph.x - x) + abs(glyph.y - run.y), dx, dy))
    if not near or min(near)[0] > MOST_APART:
        return Off(run.text, float("inf"), float("inf"))
    _, dx, dy = min(near)
    return Off(run.text, dx / PT_PER_MM, dy / PT_PER_MM)


# ---- rules ----------------------------------------------------------------------------------


def rule_offsets(page: Page, strokes: list[Stroke]) -> list[Off]:
    """Return how far each border of each cell of each table is off."""
    assert page.structure is not None
    structure = page.structure
    blocks = (*structure.header, *structure.content, *structure.footer)
    return [
        _rule_offset(wanted, strokes) for cell in _cells(blocks) for wanted in _borders(cell)
    ]  # fmt: skip


def _cells(blocks: Sequence[Placed]) -> Iterator[PlacedCell]:
    for block in blocks:
        if isinstance(block, PlacedTable):
            for cell in block.cells:
                yield cell
                yield from _cells(cell.content)


def _borders(cell: PlacedCell) -> Iterator[Stroke]:
    rect, weights = cell.rect, cell.borders
    if weights.top:
        yield Stroke(True, rect.y, rect.x, rect.right)
    if weights.bottom:
        yield Stroke(True, rect.bottom, rect.x, rect.right)
    if weights.left:
        yield Stroke(False, rect.x, rect.y, rect.bottom)
    if weights.right:
        yield Stroke(False, rect.right, rect.y, rect.bottom)


def _rule_offset(wanted: Stroke, strokes: list[Stroke]) -> Off:
    """Return how far the strokes that run along a border are from it; all of it must be drawn."""
    name = f"{'level' if wanted.level else 'upright'} {wanted.at:.1f} {wanted.start:.0f}"
    along = [
        s
        for s in strokes
        if s.level == wanted.level
        and abs(s.at - wanted.at) < 4
        and s.start < wanted.end - 1
        and s.end > wanted.start + 1
    ]
    covered, worst = wanted.start + 2, 0.0
    for stroke in sorted(along, key=lambda s: s.start):
        if stroke.start <= covered + 2:
            covered = max(covered, stroke.end)
    if covered < wanted.end - 2:
        return Off(name, float("inf"), float("inf"))
    worst = min((abs(s.at - wanted.at) for s in along), default=float("inf"))
    return Off(name, *((0.0, worst / PT_PER_MM) if wanted.level else (worst / PT_PER_MM, 0.0)))
