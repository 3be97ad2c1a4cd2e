"""The columns of a data sheet: the fields that take data, under headings that find them again."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Literal, TypeAlias

from formgen.data.columns import RECORD_ID, Columns, with_implied
from formgen.data.refusal import Refusal
from formgen.data.sources.header import REASON
from formgen.dataclass import dataclass
from formgen.model.fields import (
    CheckField,
    ChoiceField,
    DateField,
    Field,
    ImageField,
    ListField,
    NumberField,
    TextField,
)

Header: TypeAlias = Literal["label", "name", "both"]
"""What a column is called: by the label of its field, by its name, or by both."""

InputField: TypeAlias = TextField | NumberField | DateField | ChoiceField | CheckField | ImageField


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its heading, and the field that takes what stands below it.

    The field is one of the record, or of the rows of a list (`of_list`).
    """

    heading: str
    field: InputField
    of_list: bool = False


@dataclass(frozen=True, slots=True)
class Naming:
    """How columns are called, and whether in Chinese."""

    header: Header
    chinese: bool

    def wanted(self, field: InputField) -> tuple[str, ...]:
        """Return what the column of a field may be called, the best first."""
        if not field.label or self.header == "name":
            return (field.name,)
        both = f"{field.label} ({field.name})"
        if self.chinese:
            both = f"{field.label}（{field.name}）"
        return (*([field.label] if self.header == "label" else []), both, field.name)


def columns_of(
    fields: Sequence[Field], naming: Naming, items: ListField | None = None
) -> tuple[Column, ...]:
    """Return the columns of `fields`, the number of the record first.

    With `items` each row is one of that list: its columns stand behind those of the record. What is
    computed needs no data; what is written behind an option has a column beside the choice. A
    field of the record that goes by the name of one of the list has no column.
    """
    known = Columns(with_implied(fields), {})
    if items is None:
        return tuple(_columns(_inputs(fields), naming, known, None, of_list=False))
    rows = Columns(with_implied(items.fields, of_list=True), {})
    head = _columns(_inputs(fields), naming, known, rows, of_list=False)
    below = _columns(_inputs(items.fields, of_list=True), naming, rows, None, of_list=True)
    return (*head, *below)


def _inputs(fields: Sequence[Field], *, of_list: bool = False) -> list[InputField]:
    """Return the fields that take data, in order; implied ones behind those that imply them."""
    given = {field.name for field in fields}
    every = with_implied(fields, of_list=of_list)
    places = {f"{field.name}_other": number + 0.5 for number, field in enumerate(fields)}
    places |= {field.name: float(number) for number, field in enumerate(fields)}
    if not of_list:
        places[RECORD_ID] = -1.0
    shown = [f for f in every if isinstance(f, InputField) and (f.label or f.name in given)]
    return sorted(shown, key=lambda field: places[field.name])


def _columns(
    fields: Iterable[InputField],
    naming: Naming,
    known: Columns,
    rows: Columns | None,
    *,
    of_list: bool,
) -> Iterator[Column]:
    for field in fields:
        headings = (h for h in naming.wanted(field) if _finds(h, field, known))
        heading = next((h for h in headings if rows is None or _free(h, rows)), None)
        if heading is not None:
            yield Column(heading, field, of_list)


def _finds(heading: str, field: InputField, known: Columns) -> bool:
    try:
        return heading != REASON and known.field_of(heading) == field.name
    except Refusal:
        return False


def _free(heading: str, rows: Columns) -> bool:
    try:
        return rows.field_of(heading) is None
    except Refusal:
        return False
