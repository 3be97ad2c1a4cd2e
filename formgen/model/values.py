"""The values of one record, bound to the fields of a form and checked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import TypeAlias

from formgen.diagnostics import NOWHERE, Place

Value: TypeAlias = str | Decimal | date | datetime | tuple[str, ...] | bool | bytes
"""Text: str · number, computed: Decimal or str · date: date or datetime · choice: the codes of the
options, in the form's order · check: bool · image: its bytes."""


@dataclass(frozen=True, slots=True)
class Values:
    """Checked values by field name; a field without a value is absent.

    `key` names the record (its record_id, else its place in the data); `sheet_id` is the opaque
    key of 11 upper-case letters and digits that is printed in the identity code (zeros: blank).
    `place` says where the record stood in its data file.
    """

    by_name: Mapping[str, Value]
    key: str = ""
    sheet_id: str = "00000000000"
    place: Place = NOWHERE

    def get(self, name: str) -> Value | None:
        """Return the value of the field `name`, or None where the record has none."""
        return self.by_name.get(name)


BLANK = Values({})
