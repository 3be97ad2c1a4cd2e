"""From a form to a laid-out sheet: flow, pages, furniture, and the id of its geometry."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import TypeAlias

from formgen.diagnostics import NOWHERE, Diagnostics, Place
from formgen.errors import LayoutError
from formgen.geometry import Rect
from formgen.layout.boxes import Mark, Page, Sheet, Slot
from formgen.layout.context import Context, Font
from formgen.layout.defaults import CELL_LEADING, INK
from formgen.layout.fill import SLOTS
from formgen.layout.flow import flow
from formgen.layout.furniture import Furniture
from formgen.layout.grid import TableLayout
from formgen.layout.identity import LAST_PAGE, geometry_id
from formgen.layout.imposition import check_imposition
from formgen.layout.lists import (
    PageRows,
    called_after_page,
    has_lists,
    page_fields,
    page_rows,
    with_items,
)
from formgen.layout.paginate import Placement, paginate
from formgen.layout.paper import check_bodies, check_paper
from formgen.layout.placed import Structure, flatten
from formgen.layout.recording import recorded_blocks
from formgen.layout.stack import draw, stack, stack_height
from formgen.layout.units import Unit
from formgen.model.blocks import Foot
from formgen.model.form import Form
from formgen.model.values import BLANK, Values
from formgen.text.fontbook import FontBook
from formgen.units import Pt, to_mm

_SLACK: Pt = 0.01


NO_AUTHOR = "formgen"
"""The author that a file names where its form names none."""

Memo: TypeAlias = dict[tuple[object, ...], object]


def lay_out(form: Form, book: FontBook, values: Values = BLANK, memo: Memo | None = None) -> Sheet:
    """Lay a form out; `values` matter only for entries that grow with their value.

    `memo` is kept by who lays the same form out again: it holds what no value can change.
    Raises LayoutError with everything that is wrong with the layout.
    """
    problems = Diagnostics()
    form = with_items(form, values)
    furniture = Furniture(form, _context(form, book, values, problems, memo))
    pages, items = _compose(form, furniture, problems)
    LayoutError.raise_if(problems)
    slots = [[item for item in page.items if isinstance(item, SLOTS)] for page in pages]
    subject = " ".join(part for part in (form.number, form.version) if part)
    author = form.author or NO_AUTHOR
    return Sheet(
        tuple(pages), geometry_id(slots), form.title, author, form.lang, subject, form.dated,
        form, tuple(problems), items,
    )  # fmt: skip


def _context(
    form: Form, book: FontBook, values: Values, problems: Diagnostics, memo: Memo | None
) -> Context:
    style = form.style
    font = Font(style.size or 10.5, bool(style.bold), style.color or INK)
    fields = {field.name: field for field in form.fields}
    return Context(
        book, fields, problems, font, values, form.lang,
        accent=form.accent, ink=font.color, memo=memo,
    )  # fmt: skip


def _compose(
    form: Form, furniture: Furniture, problems: Diagnostics
) -> tuple[list[Page], Mapping[int, PageRows]]:
    check_paper(form, problems)
    check_imposition(form, problems)
    body = tuple(block for block in form.body if not isinstance(block, Foot))
    foot = tuple(block for block in form.body if isinstance(block, Foot))
    # Only the first page can differ: its header and footer are measured once, the others' once.
    first, later = furniture.body(0), furniture.body(1)
    units = flow(furniture.ctx, body, first.w)
    units, foot_units = _numbered(units, flow(furniture.ctx, foot, first.w))
    if not check_bodies(form, (first, later), furniture.ctx.font.size * CELL_LEADING, problems):
        return [], {}
    room, broken = (lambda page: later.h if page else first.h), _broken_reporter(problems)
    placed = paginate(units, room, _reporter(problems), broken)
    if foot_units:
        placed = _with_foot(placed, foot_units, (first.h, later.h), foot[0].place, problems)
    _check_count(form, len(placed), problems)
    pages = [
        _page(form, furniture, later if number else first, (number, len(placed)), placements)
        for number, placements in enumerate(placed)
    ]
    return pages, page_rows(placed) if has_lists(form) else {}


def _check_count(form: Form, pages: int, problems: Diagnostics) -> None:
    if form.identity and pages > LAST_PAGE:
        problems.error(
            "too-many-pages",
            f"the sheet has {pages} pages; the identity code can number {LAST_PAGE}",
            hint='divide the record, or leave the code out with `identity="no"` of <form>',
        )


def _numbered(*flows: list[Unit]) -> tuple[list[Unit], ...]:
    """Number the tables of the flows in document order."""
    tables: dict[int, TableLayout] = {}

    def numbered(unit: Unit) -> Unit:
        if unit.rows is None:
            return unit
        table = unit.rows.table
        if id(table) not in tables:
            number = len(tables)
            tables[id(table)] = table if table.number == number else replace(table, number=number)
        if tables[id(table)] is table:
            return unit
        return replace(unit, rows=replace(unit.rows, table=tables[id(table)]))

    return tuple([numbered(unit) for unit in units] for units in flows)


def _reporter(problems: Diagnostics) -> Callable[[Unit], None]:
    def too_tall(unit: Unit) -> None:
        what = "an entry or paragraph"
        if unit.rows is not None:
            what = "a row" + (" with the rows merged into it" if unit.rows.count > 1 else "")
            what += " and the repeated head of its table" if unit.head else ""
        problems.error(
            "taller-than-page",
            f"{what} is {to_mm(unit.height + unit.head):g} mm high; a page holds less",
            unit.source,
            "split it, or give the page more room",
        )

    return too_tall


def _broken_reporter(problems: Diagnostics) -> Callable[[Sequence[Unit]], None]:
    def broken(group: Sequence[Unit]) -> None:
        source = next((unit.source for unit in group if unit.source.line), NOWHERE)
        problems.warning(
            "keep-broken",
            f"what is kept together here is {to_mm(stack_height(group)):.0f} mm high; "
            "a page holds less, so it goes on to the next",
            source,
            "keep less together",
        )

    return broken


def _with_foot(
    placed: list[list[Placement]],
    units: list[Unit],
    rooms: tuple[Pt, Pt],
    place: Place,
    problems: Diagnostics,
) -> list[list[Placement]]:
    """Place `units` at the foot of the last page, or of a new one where they do not fit."""
    height = stack_height(units)
    room = rooms[len(placed) > 1]
    last = placed[-1][-1] if placed[-1] else None
    if last and last.bottom + max(last.unit.after, units[0].before) + height > room + _SLACK:
        placed.append([])
        room = rooms[1]
    if height > room + _SLACK:
        problems.error(
            "taller-than-page",
            f"a receipt is {to_mm(height):g} mm high; a page holds {to_mm(room):g} mm",
            place,
            "shorten it, or give the page more room",
        )
    placed[-1].extend(replace(p, top=p.top + room - height) for p in stack(units))
    return placed


def _page(
    form: Form,
    furniture: Furniture,
    body: Rect,
    number: tuple[int, int],
    placements: Sequence[Placement],
) -> Page:
    """Return one page; `number` is its index and the count of pages."""
    before, after = furniture.draw(*number, body)
    content, grids = draw(placements, body.x, body.y, body.w)
    everything: list[Mark | Slot] = []
    parts = []
    for part in (before, content, after):
        flat, nodes = flatten(part, len(everything))
        everything += flat
        parts.append(recorded_blocks(nodes))
    structure = Structure(body, *parts)
    page = form.page
    items = tuple(called_after_page(everything, page_fields(form), number[0] + 1))
    return Page(page.width, page.height, items, tuple(grids), structure)
