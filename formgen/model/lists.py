"""The fields of the rows of a list as the sheet knows them: `callbacks[3].customer`.

Rows count from 1, as their numbers do on paper. A figure of one page is called after the page:
`page_total[2]`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from formgen.model.fields import Field, ListField

FUNCTIONS = ("count", "sum", "avg", "min", "max", "percent")
"""What an expression may call to sum up the rows of a list."""

_OF_ROW = re.compile(r"(?P<list>.+)\[[0-9]+\]\.(?P<field>.+)")
_OF_PAGE = re.compile(r"(?P<field>.+)\[[0-9]+\]")


def row_name(name: str, number: int) -> str:
    """Return what the row `number` (from 1) of a list is called."""
    return f"{name}[{number}]"


def row_field(row: str, field: str) -> str:
    """Return what a field of a row is called on the sheet."""
    return f"{row}.{field}"


def row_of(name: str) -> str:
    """Return the row that a field of the sheet belongs to, or "" for one of the record."""
    row, dot, _ = name.partition(".")
    return row if dot else ""


def page_field(field: str, page: int) -> str:
    """Return what the figure of a page (from 1) is called on the sheet."""
    return f"{field}[{page}]"


class SheetFields(Mapping[str, Field]):
    """The fields of a sheet by name, those of rows and of pages too."""

    def __init__(self, fields: Sequence[Field]) -> None:
        self._known: dict[str, Field] = {field.name: field for field in fields}

    def __getitem__(self, name: str) -> Field:
        field = self._known.get(name)
        if field is None:
            field = self._known[name] = self._found(name)
        return field

    def __iter__(self) -> Iterator[str]:
        return iter(self._known)

    def __len__(self) -> int:
        return len(self._known)

    def _found(self, name: str) -> Field:
        field: Field | None
        of_row = _OF_ROW.fullmatch(name)
        if of_row:
            items = self._known[of_row["list"]]
            assert isinstance(items, ListField)
            field = next((f for f in items.fields if f.name == of_row["field"]), None)
        else:
            of_page = _OF_PAGE.fullmatch(name)
            field = self._known[of_page["field"]] if of_page else None
        if field is None:
            raise KeyError(name)
        return replace(field, name=name)
