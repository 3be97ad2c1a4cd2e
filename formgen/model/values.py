"""The values of one record, bound to the fields of a form and checked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field, replace
from datetime import date, datetime
from decimal import Decimal
from types import MappingProxyType
from typing import TypeAlias

from formgen.dataclass import dataclass
from formgen.diagnostics import NOWHERE, Place
from formgen.model.lists import row_of

Value: TypeAlias = str | Decimal | date | datetime | tuple[str, ...] | bool | bytes
"""Text: str · number, computed: Decimal or str · date: date or datetime · choice: the codes of the
options, in the form's order · check: bool · image: its bytes."""


@dataclass(frozen=True, slots=True)
class Item:
    """The checked values of one row of a list, and where it stood in the data."""

    by_name: Mapping[str, Value]
    place: Place = NOWHERE


NO_LISTS: Mapping[str, tuple[Item, ...]] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Values:
    """Checked values by field name; a field without a value is absent.

    `lists` are the rows of list fields, `by_name` all other values.

    `key` names the record (its record_id, else its place in the data); `sheet_id` is the opaque
    key of 11 upper-case letters and digits that is printed in the identity code (zeros: blank).
    `place` says where the record stood in its data file.
    """

    by_name: Mapping[str, Value]
    key: str = ""
    sheet_id: str = "00000000000"
    place: Place = NOWHERE
    lists: Mapping[str, tuple[Item, ...]] = field(default_factory=lambda: NO_LISTS)

    def get(self, name: str) -> Value | None:
        """Return the value of the field `name`, or None where the record has none."""
        return self.by_name.get(name)

    def place_of(self, name: str) -> Place:
        """Return where the value of a field of the sheet stood: of the record, or of a row."""
        row, _, number = row_of(name).rstrip("]").partition("[")
        items = self.lists.get(row, ())
        place = items[int(number) - 1].place if items and int(number) <= len(items) else NOWHERE
        place = self.place if place == NOWHERE else place
        return replace(place, field=name, record=self.key)


BLANK = Values({})
