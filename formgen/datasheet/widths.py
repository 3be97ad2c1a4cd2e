"""How wide the columns of a data sheet are, and how high the comments on their headings."""

from __future__ import annotations

from typing import assert_never
from unicodedata import east_asian_width

from formgen.datasheet.columns import Column, InputField
from formgen.model.fields import (
    CheckField,
    ChoiceField,
    DateField,
    ImageField,
    NumberField,
    TextField,
)

_WIDEST, _NARROWEST = 32, 9


def width_of(column: Column) -> int:
    """Return a width, in digits, for the heading and for what usually stands below it."""
    wide = max(_across(column.heading) + 3, _usual(column.field), _NARROWEST)
    return min(wide, _WIDEST)


def _usual(field: InputField) -> int:
    match field:
        case TextField():
            longest = field.max_length or 12
            return longest + 3 if field.pattern or field.half_width else 2 * min(longest, 14)
        case DateField():
            return 17 if field.with_time else 12
        case ChoiceField():
            wide = max((_across(option.text) + 4 for option in field.options), default=0)
            return wide * (2 if field.multiple else 1)
        case ImageField():
            return 20
        case NumberField() | CheckField():
            return 10
        case _:
            assert_never(field)


def _across(text: str) -> int:
    return sum(2 if east_asian_width(c) in "WF" else 1 for c in text)


def height_of(said: str) -> float:
    """Return how high a comment must be, in times of the usual height of four lines."""
    lines = sum(1 + _across(line) // 34 for line in said.split("\n"))
    return max(1, (lines + 1) / 4)
