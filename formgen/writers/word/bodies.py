"""The pages of a sheet as the body of a document, its headers and its footers."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import field
from functools import partial

from formgen.dataclass import dataclass
from formgen.layout.boxes import IdentitySlot, Line, Page, Run, Sheet
from formgen.layout.placed import Placed, PlacedTable, Structure
from formgen.model.fields import Field
from formgen.text.fontbook import FontBook
from formgen.units import Pt
from formgen.writers.word.atoms import DrawingAtom
from formgen.writers.word.build import Build, PictureGap
from formgen.writers.word.composing import drawing
from formgen.writers.word.drawings import Origin
from formgen.writers.word.flow import Flow, table_edges
from formgen.writers.word.gaps import Gaps
from formgen.writers.word.lengths import twips
from formgen.writers.word.losses import Losses
from formgen.writers.word.mailmerge import Columns
from formgen.writers.word.markup import Look
from formgen.writers.word.paragraphs import HAIR, Para, hair
from formgen.writers.word.sections import LEAD, ROOM
from formgen.writers.word.tables import TableParts, make_table
from formgen.writers.word.watermark import watermark

Relate = Callable[[bytes], str]
DEFAULT_SIZE: Pt = 10.5
"""Size of text where the form says nothing (五号)."""


@dataclass(slots=True)
class Bodies:
    """Writes the pages of a sheet; what is found on the way is kept for the whole document.

    `usual` are the family and the size of the document's own text, if not those of the sheet.
    """

    sheet: Sheet
    book: FontBook
    fields: Mapping[str, Field]
    gaps: Gaps = field(default_factory=Gaps)
    losses: Losses = field(default_factory=Losses)
    pictures: list[PictureGap] = field(default_factory=list)
    plain_numbers: bool = False
    locked: bool = False
    styles: dict[str, Look] = field(default_factory=dict)
    merge: Columns | None = None
    usual: tuple[str, Pt] | None = None

    def build(self, number: int, relate: Relate) -> Build:
        """Return what is needed to write page `number`, counted from 0."""
        return Build(
            self.book, self.fields, self.gaps, self.losses, self.sheet.pages[number], number,
            relate, self.pictures, self.plain_numbers,
            self.usual or usual_text(self.book, self.sheet),
            self.locked, self.sheet.lang, styles=self.styles, merge=self.merge,
        )  # fmt: skip

    def whole(self, relate: Relate) -> str:
        """Return all pages as one body; a table that goes on stays one table."""
        flow: Flow | None = None
        going: TableParts | None = None
        for number in range(len(self.sheet.pages)):
            build = self.build(number, relate)
            structure = structure_of(build.page)
            body = structure.body
            if flow is None:
                flow = Flow(build, body.x, body.right, body.y, make_table)
            else:
                flow.build, flow.break_next = build, going is None
                _end_page(flow)
            flow.cursor = twips(body.y) - twips(LEAD)
            flow.hang([partial(page_drawings, build)])
            following = self._first_block(number + 1)
            going = _add_page(flow, structure.content, going, following)
        assert flow is not None
        _end_page(flow)
        return flow.xml()

    def page(self, number: int, relate: Relate) -> list[Para | str]:
        """Return one page as the blocks of a section of its own."""
        build = self.build(number, relate)
        structure = structure_of(build.page)
        body = structure.body
        flow = Flow(build, body.x, body.right, body.y - LEAD, make_table)
        flow.hang([partial(page_drawings, build)])
        _add_page(flow, structure.content, None, None)
        flow.put_at(hair(), 0)
        return flow.blocks

    def header(self, number: int, start: Pt, body_top: Pt, relate: Relate) -> str:
        """Return the header of a page, which starts at `start`.

        Where it reaches below `body_top`, the top of the body in the section, it ends where the
        body of its own page starts.
        """
        build = self.build(number, relate)
        structure = structure_of(build.page)
        flow = Flow(build, structure.body.x, structure.body.right, start, make_table)
        flow.add_all(structure.header)
        _end_page(flow)
        if structure.body.y > body_top + 0.05:
            flow.put_at(hair(), structure.body.y - LEAD - HAIR / 20)
        if not flow.blocks:
            flow.put_at(hair(), start)
        return flow.xml()

    def footer(self, number: int, relate: Relate) -> tuple[str, Pt]:
        """Return the footer of a page and where it ends."""
        build = self.build(number, relate)
        structure = structure_of(build.page)
        top = _top(structure.footer, structure.body.bottom)
        flow = Flow(build, structure.body.x, structure.body.right, top, make_table)
        flow.add_all(structure.footer)
        _end_page(flow)
        if not flow.blocks:
            flow.put_at(hair(), top)
        return flow.xml(), flow.cursor / 20

    def _first_block(self, number: int) -> Placed | None:
        if number >= len(self.sheet.pages):
            return None
        content = structure_of(self.sheet.pages[number]).content
        return content[0] if content else None


def _top(blocks: Sequence[Placed], otherwise: Pt) -> Pt:
    """Return where the first of some blocks stands."""
    if not blocks:
        return otherwise
    first = blocks[0]
    return first.ys[0] if isinstance(first, PlacedTable) else first.rect.y


def usual_text(book: FontBook, sheet: Sheet) -> tuple[str, Pt]:
    """Return the family and the size of a document's own text."""
    size = sheet.form.style.size if sheet.form else None
    return book.faces[0].family, size or DEFAULT_SIZE


def structure_of(page: Page) -> Structure:
    """Return the structure of a page, which every laid-out page has."""
    assert page.structure is not None
    return page.structure


def _add_page(
    flow: Flow, content: Sequence[Placed], going: TableParts | None, following: Placed | None
) -> TableParts | None:
    """Append the blocks of a page; return the table that goes on to the next page, if one does."""
    blocks = list(content)
    if going is not None and isinstance(blocks[0], PlacedTable):
        part = blocks.pop(0)
        assert isinstance(part, PlacedTable)
        going.hanging = flow.take_hanging()
        going.add(flow.build, part)
        if not blocks and _goes_on(part, following, flow.build):
            return going
        _close(flow, going, part)
    last = blocks[-1] if blocks else None
    if isinstance(last, PlacedTable) and _goes_on(last, following, flow.build):
        flow.add_all(blocks[:-1])
        start = flow.start_for(last)
        flow.open_table(table_edges(last)[0])
        table = TableParts(flow.left, last, start)
        table.add(flow.build, last)
        return table
    flow.add_all(blocks)
    return None


def _close(flow: Flow, table: TableParts, part: PlacedTable) -> None:
    flow.blocks.append(table.xml())
    flow.cursor = twips(table_edges(part)[1])


def _goes_on(table: PlacedTable, following: Placed | None, build: Build) -> bool:
    """Whether a table goes on to the next page by itself: its next row surely has no room.

    Else, where rows are kept together or nearly fit, readers differ: then the rest is a table of
    its own, which starts on a new page. So it is where figures of the page close the table: they
    stand below these rows and no others.
    """
    if any(repeat.foot for repeat in table.node.repeats):
        return False
    if not isinstance(following, PlacedTable) or following.node is not table.node:
        return False
    start = sum(row < following.head for row in following.rows)
    height = following.ys[start + 1] - following.ys[start]
    left = structure_of(build.page).body.bottom - table.ys[-1]
    return left + ROOM + LEAD < height


def _end_page(flow: Flow) -> None:
    """End what stands so far in a paragraph: a table needs one behind it."""
    if flow.blocks and isinstance(flow.blocks[-1], str):
        flow.blocks.append(hair())
        flow.cursor += HAIR


# ---- what stands around the body ------------------------------------------------------------


def page_drawings(build: Build, origin: Origin) -> str:
    """Return what is drawn on a page outside of its blocks: watermark, fold marks, identity."""
    covered = _covered(structure_of(build.page))
    out = []
    slanting: list[Run] = []
    for index, item in enumerate(build.items):
        if isinstance(item, IdentitySlot):
            out.append(drawing(build, DrawingAtom(0.0, 0.0, index, item), origin))
        elif isinstance(item, Run) and item.angle:
            slanting.append(item)
        elif isinstance(item, Line) and index not in covered:
            out.append(drawing(build, DrawingAtom(0.0, 0.0, index, item), origin))
    if slanting:
        out.insert(0, watermark(build.book, slanting, build.gaps.id_text(), origin))
    return "".join(out)


def _covered(structure: Structure) -> set[int]:
    blocks: Iterable[Placed] = (*structure.header, *structure.content, *structure.footer)
    return {index for block in blocks for index in range(*block.span)}
