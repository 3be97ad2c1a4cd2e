"""Data sheets: the empty table for the records of a form, to be filled in and given to a batch.

    fields ──columns──▶ headings and rules ──▶ XLSX (pick lists, formats, limits) | CSV

What is filled in binds to the fields by its headings, as any data does.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from pathlib import PurePath
from typing import Literal, TypeAlias

from formgen.dataclass import dataclass
from formgen.datasheet.columns import Column, Header, Naming, columns_of
from formgen.datasheet.example import Example
from formgen.diagnostics import did_you_mean
from formgen.errors import UsageError
from formgen.model.fields import Field, ListField
from formgen.model.form import Form
from formgen.model.values import Values

Kind: TypeAlias = Literal["xlsx", "csv"]

KINDS: tuple[Kind, ...] = ("xlsx", "csv")
HEADERS: tuple[Header, ...] = ("label", "name", "both")


@dataclass(frozen=True, slots=True)
class DataSheet:
    """The empty table of a form: what it is called, its language, its columns and an example.

    `example` has the values of one row, and is None where there is to be none.
    """

    title: str
    chinese: bool
    columns: tuple[Column, ...]
    example: Example | None = None

    def write(self, kind: Kind, created: datetime | None = None) -> bytes:
        """Return the table as a file; the same table gives the same bytes."""
        if kind == "csv":
            from formgen.datasheet.text import csv_of

            return csv_of(self)
        from formgen.datasheet.workbook import workbook_of

        return workbook_of(self, created)


def data_sheet(
    form: Form, header: Header, rows: str | None = None, example: Values | None = None
) -> DataSheet:
    """Return the table for records of `form`; `header` says what its columns are called.

    `rows` is the list whose rows the table holds, by name or label: the form's only one if it is
    left out. `example` is the record that the first row shows. Raises UsageError if there is no
    such list, or if it is not said which.
    """
    chinese = form.lang.lower().split("-")[0] == "zh"
    items = chosen_list(form.fields, rows)
    columns = columns_of(form.fields, Naming(header, chinese), items)
    row = Example.of(example, items) if example else None
    return DataSheet(form.title, chinese, columns, row)


def chosen_list(fields: Sequence[Field], wanted: str | None) -> ListField | None:
    """Return the list that a table holds the rows of; None of a form without lists."""
    lists = [field for field in fields if isinstance(field, ListField)]
    if wanted is None and len(lists) <= 1:
        return lists[0] if lists else None
    for field in lists:
        if wanted in (field.name, field.label):
            return field
    known = ", ".join(f"{field.name} ({field.label})" for field in lists)
    message = f"the form has no list `{wanted}`" if wanted else "it is not said which list"
    hint = f"its lists are {known}" if known else "none of its rows repeat over a list"
    raise UsageError.of("unknown-list", message, hint=hint)


def kind_of_sheet(path: str, wanted: str | None = None) -> Kind:
    """Return the kind of a table: as `wanted`, else as the file's name ends.

    Raises UsageError if there is no such kind.
    """
    named = wanted if wanted is not None else PurePath(path).suffix.lower().removeprefix(".")
    for kind in KINDS:
        if named == kind:
            return kind
    message = f"a data sheet cannot be `{named}`" if named else f"`{path}` has no ending"
    hint = did_you_mean(named, KINDS)
    raise UsageError.of("unknown-kind", f"{message}; allowed: .xlsx and .csv", hint=hint)
