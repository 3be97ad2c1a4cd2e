"""The example in a data sheet: one of the form's samples, or one that is made of its fields."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal

from formgen.data.bind import Binder
from formgen.dataclass import dataclass
from formgen.datasheet.columns import Column
from formgen.model.fields import (
    CheckField,
    ChoiceField,
    DateField,
    Field,
    ListField,
    NumberField,
    TextField,
)
from formgen.model.values import Value, Values

_DAY = date(2026, 1, 15)
_TRIED = ("13812345678", "051266668888", "A", "1", "A1", "2026")
"""Texts that are tried, whole and repeated, where a field has a pattern."""
_REPEATED = 40


@dataclass(frozen=True, slots=True)
class Example:
    """The values of a row: of its record, and of one row of the list that the table holds."""

    record: Mapping[str, Value]
    item: Mapping[str, Value]

    @classmethod
    def of(cls, values: Values, items: ListField | None) -> Example:
        """Return the example that a record gives; of a list its fullest row."""
        given = values.lists.get(items.name, ()) if items else ()
        fullest = max(given, key=lambda item: len(item.by_name), default=None)
        return cls(values.by_name, fullest.by_name if fullest else {})

    def value(self, column: Column) -> Value | None:
        """Return what stands in a column, None for nothing."""
        return (self.item if column.of_list else self.record).get(column.field.name)


def best_sample(samples: Iterable[Values]) -> Values | None:
    """Return the sample that has most values, the first of several; None without samples."""
    return max(samples, key=lambda values: len(values.by_name), default=None)


def made_of(fields: Sequence[Field], chinese: bool) -> Values:
    """Return a record with a plausible value for each field that one can be made for.

    None is made for pictures, and for a pattern that no simple text matches.
    """
    raw = {field.name: _value(field, chinese) for field in fields}
    for field in fields:
        if isinstance(field, ListField):
            raw[field.name] = [dict(made_of(field.fields, chinese).by_name)]
    given = {name: value for name, value in raw.items() if value is not None}
    binder = Binder(fields)
    refused = {each.place.field for each in binder.bind(given)[1]}
    taken = {name: value for name, value in given.items() if name not in refused}
    return binder.bind(taken)[0]


def _value(field: Field, chinese: bool) -> object:
    match field:
        case TextField(pattern=""):
            text = "示例" if chinese else "Example"
            return text[: field.max_length] if field.max_length else text
        case TextField():
            return _matching(field)
        case NumberField():
            return _number(field)
        case DateField():
            return _DAY
        case ChoiceField():
            return [option.code for option in field.options[: 2 if field.multiple else 1]]
        case CheckField():
            return True
        case _:
            return None


def _number(field: NumberField) -> Decimal:
    if field.minimum is not None:
        return field.minimum
    return Decimal(1) if field.maximum is None else min(Decimal(1), field.maximum)


def _matching(field: TextField) -> str | None:
    longest = field.max_length or _REPEATED
    tried: Iterable[str] = (t * n for n in range(1, _REPEATED + 1) for t in _TRIED)
    pattern = re.compile(field.pattern)
    return next((t for t in tried if len(t) <= longest and pattern.fullmatch(t)), None)
