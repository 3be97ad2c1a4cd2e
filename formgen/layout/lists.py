"""Lists on a sheet: rows that stand in a table once for each item, and where each item stands.

The rows of all items are the same nodes, so what no value can change is measured once for all of
them. Their slots are called after the item when they are drawn: `callbacks[3].customer`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache

from formgen.dataclass import dataclass
from formgen.diagnostics import Place
from formgen.layout.boxes import IdentitySlot, Mark, Slot, TextSlot
from formgen.layout.context import Context
from formgen.layout.fill import SLOTS
from formgen.layout.inline import Item
from formgen.layout.paginate import Placement
from formgen.layout.placed import Group
from formgen.model.blocks import Block, Cell, Foot, Keep, Paragraph, Repeat, Row, Table, Text
from formgen.model.fields import ComputedField, Field, ListField
from formgen.model.form import Form
from formgen.model.lists import page_field, row_field, row_name
from formgen.model.values import Value, Values

PageRows = Mapping[str, tuple[int, int]]
"""The items of each list that stand on a page: from, and to (exclusive), counted from 0."""

# ---- the rows of a sheet --------------------------------------------------------------------


def has_lists(form: Form) -> bool:
    """Whether rows of the form repeat over a list."""
    return any(isinstance(field, ListField) for field in form.fields)


def with_items(form: Form, values: Values) -> Form:
    """Return the form with the rows of each list as often as the record, or a blank, has them."""
    if not has_lists(form):
        return form
    return replace(form, body=tuple(_block(block, values) for block in form.body))


def _block(block: Block, values: Values) -> Block:
    if isinstance(block, Table) and block.repeats:
        return _table(block, values)
    if isinstance(block, Keep | Foot):
        return replace(block, content=tuple(_block(inner, values) for inner in block.content))
    return block


def _table(node: Table, values: Values) -> Table:
    rows: list[Row] = []
    repeats = []
    done = 0
    for repeat in node.repeats:
        rows += node.rows[done : repeat.start]
        start = len(rows)
        rows += _rows(node, repeat, values)
        if repeat.end < len(node.rows):
            rows[-1] = replace(rows[-1], keep_next=True)
        repeats.append(replace(repeat, start=start, end=len(rows)))
        done = repeat.end
    return replace(node, rows=(*rows, *node.rows[done:]), repeats=tuple(repeats))


def _rows(node: Table, repeat: Repeat, values: Values) -> Sequence[Row]:
    pattern = node.rows[repeat.start : repeat.end]
    items = values.lists.get(repeat.name)
    if items is None:
        return pattern * repeat.blank
    count = max(len(items), repeat.blank if repeat.fill else 0)
    return pattern * count if count else (_no_items(repeat.empty, len(node.columns), node.place),)


@lru_cache(maxsize=64)  # one node for all sheets: it is measured once
def _no_items(words: str, columns: int, place: Place) -> Row:
    """Return the row that stands where a list has no items."""
    text = Paragraph((Text(words),), align="center", place=place)
    return Row((Cell((text,), columns, align="center", place=place),), place=place)


# ---- measuring ------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class ItemRow:
    """A row of an item: the name of its list, the item's number from 1, and the row's in it."""

    name: str
    number: int
    part: int


def item_row(node: Table, row: int) -> ItemRow | None:
    """Return which item a row of a table belongs to, or None."""
    for repeat in node.repeats:
        if repeat.start <= row < repeat.end:
            number, part = divmod(row - repeat.start, repeat.each)
            return ItemRow(repeat.name, number + 1, part)
    return None


def item_context(ctx: Context, item: ItemRow) -> Context:
    """Return the context in which the row of an item is measured."""
    field = ctx.fields[item.name]
    assert isinstance(field, ListField)
    items = ctx.values.lists.get(item.name, ())
    given: Mapping[str, Value] = items[item.number - 1].by_name if item.number <= len(items) else {}
    values = Values(given, ctx.values.key)
    fields: Mapping[str, Field] = {each.name: each for each in field.fields}
    return replace(ctx, fields=fields, values=values, number=item.number)


# ---- drawing --------------------------------------------------------------------------------


def called_after(item: ItemRow, items: Iterable[Item]) -> list[Item]:
    """Return marks and slots of a row, with the fields of the slots called after its item."""
    row = row_name(item.name, item.number)
    return [_called(row, each) for each in items]


def _called(row: str, item: Item) -> Item:
    if isinstance(item, Group):
        return Group([_called(row, inner) for inner in item.items], item.record)
    if isinstance(item, SLOTS) and not isinstance(item, IdentitySlot) and item.field:
        return replace(item, field=row_field(row, item.field))
    return item


# ---- pages ----------------------------------------------------------------------------------


def page_rows(placed: Sequence[Sequence[Placement]]) -> dict[int, PageRows]:
    """Return for each page (by its number from 1) the items of the lists that stand on it."""
    found: dict[int, PageRows] = {}
    for page, placements in enumerate(placed, 1):
        shown: dict[str, tuple[int, int]] = {}
        for name, start, end in _spans(placements):
            first, last = shown.get(name, (start, end))
            shown[name] = (min(first, start), max(last, end))
        if shown:
            found[page] = shown
    return found


def _spans(placements: Sequence[Placement]) -> Iterator[tuple[str, int, int]]:
    """Yield the items that stand in the rows of a page: list, from, and to."""
    for placement in placements:
        span = placement.unit.rows
        for repeat in span.table.node.repeats if span else ():
            assert span is not None
            start, end = max(span.start, repeat.start), min(span.end, repeat.end)
            if start < end:
                each = repeat.each
                yield repeat.name, (start - repeat.start) // each, (end - repeat.start) // each


def page_fields(form: Form) -> frozenset[str]:
    """Return the names of the fields that each page has its own figure of."""
    return frozenset(f.name for f in form.fields if isinstance(f, ComputedField) and f.of != "all")


def called_after_page(
    items: Sequence[Mark | Slot], fields: frozenset[str], page: int
) -> Sequence[Mark | Slot]:
    """Return the items of a page, with the slots of figures of pages called after the page."""
    if not fields:
        return items
    return [
        replace(item, field=page_field(item.field, page))
        if isinstance(item, TextSlot) and item.field in fields
        else item
        for item in items
    ]


# ---- values ---------------------------------------------------------------------------------


def of_sheet(values: Values, figures: Mapping[str, Value]) -> Values:
    """Return the values of a record by the names that their slots have on its sheet.

    `figures` are those of its pages.
    """
    by_name = {**values.by_name, **figures}
    for name, items in values.lists.items():
        for number, item in enumerate(items, 1):
            row = row_name(name, number)
            for field, value in item.by_name.items():
                by_name[row_field(row, field)] = value
    return replace(values, by_name=by_name)
